"""Nothing on any screen keeps people out, as far as axe-core can tell; in light and in dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.axe import barriers
from tests.browser.conftest import MORNING, WINDOW
from tests.browser.desk_app import MANIFEST, running

from liaison.sandbox.language.people import Slack


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """One page for all of these tests, which only look: Mrs Shaw's, in a channel with a thread."""
    with Slack(MANIFEST, now=MORNING) as slack, running(slack):
        shaw, officer = slack.person("Mrs L L Shaw", role="Member"), slack.person("Mr J Nicholson")
        ced = slack.channel("ced-committee", members=[shaw, officer], bot=True)
        asked = slack.sandbox.run(slack.sandbox.acts.say(officer.id, ced.id, "Who goes on Thursday?"))["ts"]
        slack.sandbox.run(slack.sandbox.acts.say(shaw.id, ced.id, "I do.", asked))
        slack.sandbox.run(slack.sandbox.acts.react(officer.id, ced.id, asked, "eyes"))
        slack.faults.rate_limit("chat.postMessage", times=3)
        page = browser.new_page(viewport=WINDOW)
        page.set_default_timeout(20_000)
        page.goto(f"{slack.url}/#as={shaw.id}&in={ced.id}")
        expect(page.get_by_text("Who goes on Thursday?").first).to_be_visible()
        yield page
        page.close()


def in_the_app(screen: Page, command: str) -> None:
    """Types a command in the conversation with the app."""
    if screen.get_by_role("dialog").count():
        screen.keyboard.press("Escape")
        expect(screen.get_by_role("dialog")).to_have_count(0)
    screen.get_by_role("navigation").get_by_role("link", name="Desk").click()
    screen.locator("[data-composer=main]").fill(command)
    screen.keyboard.press("Enter")


def test_a_conversation_with_a_thread_reactions_and_menus(screen: Page) -> None:
    message = screen.locator("[data-ts]").filter(has_text="Who goes on Thursday?").first
    message.get_by_role("button", name="More actions").first.click()
    expect(screen.get_by_role("menuitem", name="React with eyes")).to_be_visible()
    assert barriers(screen) == []
    screen.keyboard.press("Escape")
    message.get_by_role("button", name="Reply").click()
    screen.locator("[data-composer=main]").fill("Ask @Mr")
    expect(screen.get_by_role("listbox", name="People")).to_be_visible()
    assert barriers(screen) == []
    screen.locator("[data-composer=main]").fill("")


def test_the_inspector_with_its_clock_its_faults_and_a_violation(screen: Page) -> None:
    screen.get_by_role("complementary", name="Inspector").wait_for()
    screen.locator("summary").filter(has_text="Faults 1 armed").click()
    expect(screen.get_by_role("list", name="Armed faults")).to_be_visible()
    assert barriers(screen) == []
    screen.get_by_role("button", name="Clear all faults").click()
    in_the_app(screen, "/wrong")
    entry = screen.locator(".payload.violation")
    expect(entry).to_have_count(1)
    entry.locator("summary").click()
    assert barriers(screen) == []


@pytest.mark.parametrize(("command", "shown"), [("/elements", "Every element"), ("/newer", "Newer blocks")])
def test_every_block_and_element_in_a_message(screen: Page, command: str, shown: str) -> None:
    in_the_app(screen, command)
    expect(screen.get_by_role("heading", name=shown)).to_be_visible()
    assert barriers(screen) == []


def test_a_form_with_every_field_and_its_errors(screen: Page) -> None:
    in_the_app(screen, "/fields")
    form = screen.get_by_role("dialog", name="Every field")
    form.get_by_label("4. Address").fill("nobody")
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_role("alert").first).to_be_visible()
    form.get_by_label("13. Areas").click()
    assert barriers(screen) == []
    screen.keyboard.press("Escape")  # the menu


def test_a_confirm_dialog(screen: Page) -> None:
    in_the_app(screen, "/elements")
    screen.get_by_role("button", name="Delete", exact=True).last.click()
    expect(screen.get_by_role("dialog", name="Delete the draft?")).to_be_visible()
    assert barriers(screen) == []
    screen.keyboard.press("Escape")


def test_the_home_tab(screen: Page) -> None:
    in_the_app(screen, "/rep barrow")
    screen.get_by_role("button", name="Home").click()
    expect(screen.get_by_role("heading", name="Your partnerships")).to_be_visible()
    assert barriers(screen) == []


def test_without_axe_core_the_tests_say_what_to_do(
    screen: Page, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.browser.axe.SOURCE", tmp_path / "axe.min.js")
    with pytest.raises(pytest.fail.Exception, match="Run: make browser"):
        barriers(screen)
