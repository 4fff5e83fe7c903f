"""The Home tab, the clock, the inspector, and the page on narrow and dark screens."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import MORNING
from tests.browser.desk_app import MANIFEST

from liaison.sandbox.language.people import Person, Slack


@pytest.fixture
def workspace_of_nobody() -> Iterator[Slack]:
    with Slack(MANIFEST, now=MORNING) as found:
        yield found


def say(page: Page, text: str) -> None:
    page.locator("[data-composer=main]").fill(text)
    page.keyboard.press("Enter")


def test_the_home_tab(page: Page) -> None:
    page.get_by_role("button", name="Home").click()
    expect(page.get_by_role("heading", name="Your partnerships")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Your partnerships")).to_be_visible()
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("button", name="Messages").click()
    expect(page.locator(".message .text").filter(has_text="refresh: refresh")).to_be_visible()


def test_the_clock_is_moved(page: Page, slack: Slack) -> None:
    expect(page.locator(".clock-now")).to_contain_text("Monday 23 November 2026")
    page.get_by_role("button", name="+7 days").click()
    expect(page.locator(".clock-now")).to_contain_text("Monday 30 November 2026")
    page.get_by_role("button", name="+1 hour").click()
    expect(page.locator("#live")).to_contain_text("The clock shows Monday 30 November 2026, 10")
    page.get_by_label("Set the date and time").fill("2027-06-30T17:45")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".clock-now")).to_contain_text("Wednesday 30 June 2027")
    expect(page.locator(".clock-now")).to_contain_text("5:45pm")
    assert slack.clock.now().isoformat().startswith("2027-06-30T16:45")


def test_the_inspector_shows_what_passed_and_what_was_wrong(page: Page, slack: Slack) -> None:
    say(page, "/rep barrow")
    command = page.locator(".payload").filter(has_text="/rep barrow").first
    expect(command).to_contain_text("To the app")
    command.locator("summary").click()
    expect(command.locator("pre")).to_contain_text('"text": "barrow"')
    say(page, "/wrong")
    expect(page.get_by_role("button", name="Inspector 1 violation")).to_be_visible()
    page.get_by_label("Violations only").check()
    expect(page.locator(".payload")).to_have_count(1)
    expect(page.locator(".payload")).to_contain_text("Violation unknown_method")
    page.get_by_label("Filter").fill("nothing like it")
    expect(page.get_by_text("Nothing matches the filter.")).to_be_visible()
    slack.expect_violation("unknown_method")


def test_a_fault_is_armed_strikes_and_is_cleared(page: Page, slack: Slack) -> None:
    page.locator("summary").filter(has_text="Faults").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What goes wrong").select_option("rate_limit")
    page.get_by_label("How many times").fill("2")
    page.get_by_label("Seconds").fill("30")
    page.get_by_label("Method (empty for every call)").fill("chat.postMessage")
    page.keyboard.press("Enter")
    armed = page.get_by_role("list", name="Armed faults").get_by_role("listitem")
    expect(armed).to_have_text("chat.postMessage: Too many calls: 429, try again after 30 seconds, 2 times")
    expect(page.locator("#live")).to_have_text("Armed. 1 fault waits.")
    say(page, "/review")
    expect(armed).to_contain_text("once")
    expect(page.locator(".payload.fault").first).to_contain_text("Fault")
    page.reload()
    expect(armed).to_contain_text("once")
    page.get_by_label("What goes wrong").select_option("lost_ack")
    expect(page.get_by_label("Event, command or action (empty for all)")).to_be_visible()
    expect(page.get_by_label("Seconds")).to_have_count(0)
    page.get_by_role("button", name="Clear all faults").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No fault is armed.").first).to_be_visible()
    expect(page.get_by_label("What goes wrong")).to_be_focused()
    assert slack.faults.armed == []


def test_a_narrow_header_has_room_for_a_short_clock(page: Page) -> None:
    page.set_viewport_size({"width": 720, "height": 450})  # a window of 1440 pixels at 200 %
    expect(page.get_by_role("banner").get_by_text("23 Nov, 9am", exact=True)).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("Monday 23 November 2026")).not_to_be_visible()


def test_a_page_with_nobody_to_act_as_says_what_to_do(
    page: Page, slack: Slack, workspace_of_nobody: Slack
) -> None:
    assert slack.url
    page.goto(workspace_of_nobody.url)
    expect(page.get_by_role("heading", name="There is nobody to act as yet")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text('liaison sandbox --person "First Member, Member"')
    workspace_of_nobody.person("Mrs L L Shaw")
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    page.goto("about:blank")  # that workspace ends before the page does


def test_the_inspector_is_put_away_and_stays_away(page: Page) -> None:
    drawer = page.get_by_role("complementary", name="Inspector")
    drawer.get_by_role("button", name="Close the inspector").click()
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^Inspector"))).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    expect(drawer).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 640, 1000, 1440])
def test_nothing_runs_off_the_side(page: Page, slack: Slack, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 600})
    slack.channel("ced-committee")
    say(page, "/elements")
    expect(page.get_by_role("heading", name="Every element")).to_be_visible()
    say(page, "/newer")
    expect(page.get_by_role("heading", name="Newer blocks")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    say(page, "/reportback barrow")
    dialog = page.get_by_role("dialog", name="Report-back")
    expect(dialog).to_be_visible()
    assert page.locator(".modal-body").evaluate("body => body.scrollWidth <= body.clientWidth")


def test_a_narrow_window_shows_one_column_at_a_time(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    composer = page.locator("[data-composer=main]")
    expect(page.get_by_label("Act as")).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_label("Act as")).to_be_visible()
    expect(composer).not_to_be_visible()
    page.get_by_role("link", name="Desk").click()
    expect(composer).to_be_visible()
    page.get_by_role("button", name=re.compile("^Inspector")).click()
    expect(page.get_by_role("heading", name="Clock")).to_be_visible()
    expect(page.get_by_role("heading", name="Faults")).to_be_visible()
    expect(composer).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_two_windows_see_the_same(page: Page, slack: Slack, shaw: Person, browser: Browser) -> None:
    other = browser.new_page()
    other.goto(f"{slack.url}/#as={shaw.id}")
    expect(other.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    say(page, "Good morning")
    expect(other.locator(".message .text").filter(has_text="Good morning")).to_be_visible()
    other.close()
