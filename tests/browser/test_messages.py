"""What can be done with a message: reacting, editing, deleting, shortcuts; and names that complete themselves."""

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from tests.browser.conftest import MORNING, WINDOW
from tests.browser.desk_app import MANIFEST

from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.server import Sandbox


@pytest.fixture
def own(page: Page) -> Locator:
    """A message that Mrs Shaw has just written."""
    composer = page.locator("[data-composer=main]")
    composer.fill("R&D goes on @Mrs L L Shaw")
    composer.press("Enter")
    written = page.locator("[data-ts]").filter(has_text="R&D goes on").first
    return page.locator(f'[data-ts="{written.get_attribute("data-ts")}"]')


def more(message: Locator, item: str) -> None:
    """Chooses from a message's menu with the keyboard."""
    button = message.get_by_role("button", name="More actions for the message")
    button.focus()
    button.press("Enter")
    message.get_by_role("menuitem", name=item).focus()
    message.page.keyboard.press("Enter")


def test_a_reaction_is_added_and_taken_away(page: Page, own: Locator) -> None:
    more(own, "React with thumbs up")
    reaction = own.get_by_role("list", name="Reactions").get_by_role("button")
    expect(reaction).to_have_accessible_name("+1 1 Mrs L L Shaw")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    reaction.focus()
    page.keyboard.press("Enter")
    expect(reaction).to_have_count(0)


def test_an_own_message_is_edited_and_deleted(page: Page, own: Locator) -> None:
    more(own, "Edit the message")
    field = own.get_by_label("Your message")
    expect(field).to_be_focused()
    expect(field).to_have_value("R&D goes on @Mrs L L Shaw")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    more(own, "Edit the message")
    field.fill("R&D goes on, says @Mrs L L Shaw")
    field.press("Enter")
    expect(own).to_contain_text("says @Mrs L L Shaw")
    expect(own).to_contain_text("(edited)")
    more(own, "Delete the message")
    page.get_by_role("dialog", name="Delete this message?").get_by_role("button", name="Delete it").click()
    expect(own).to_have_count(0)
    expect(page.locator("[data-composer=main]")).to_be_focused()


def test_a_message_of_somebody_else_is_neither_edited_nor_deleted(page: Page) -> None:
    composer = page.locator("[data-composer=main]")
    composer.fill("/review")
    composer.press("Enter")
    review = page.locator("[data-ts]").filter(has_text="Start the review").first
    review.get_by_role("button", name="More actions for the message").click()
    expect(review.get_by_role("menuitem", name="File as a report")).to_be_visible()
    expect(review.get_by_role("menuitem", name="Edit the message")).to_have_count(0)


def test_shortcuts_of_a_message_and_of_the_workspace(page: Page, own: Locator) -> None:
    more(own, "File as a report")
    expect(page.locator(".message.ephemeral").filter(has_text="Filed: R&D goes on")).to_be_visible()
    page.get_by_role("button", name="Shortcuts").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Report back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Report-back")).to_be_visible()


def test_names_of_people_and_channels_complete_themselves(page: Page, slack: Slack, officer: Person) -> None:
    slack.channel("ced-committee", members=[officer])
    composer = page.locator("[data-composer=main]")
    composer.press_sequentially("Ask @nich")
    people = page.get_by_role("listbox", name="People")
    expect(people.get_by_role("option", selected=True)).to_have_text(
        "@Mr J NicholsonCommittee Services Officer"
    )
    page.keyboard.press("Tab")
    expect(composer).to_have_value("Ask @Mr J Nicholson ")
    expect(people).to_have_count(0)
    page.keyboard.type("in #ced")
    expect(page.get_by_role("listbox", name="Channels").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(composer).to_have_value("Ask @Mr J Nicholson in #ced-committee ")
    page.keyboard.press("Enter")
    message = page.locator("[data-ts]").filter(has_text="Ask")
    expect(message.locator(".mention")).to_have_text(["@Mr J Nicholson", "#ced-committee"])


def test_when_the_sandbox_stops_the_page_says_so_and_recovers(browser: Browser) -> None:
    page = browser.new_page(viewport=WINDOW)
    lost = page.get_by_role("alert").filter(has_text="The sandbox does not answer.")
    with Sandbox(MANIFEST, MORNING) as sandbox:
        sandbox.add_user("Mrs L L Shaw")
        port = int(sandbox.url.rpartition(":")[2])
        page.goto(sandbox.url)
        expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
        expect(lost).to_have_count(0)
    expect(lost).to_be_visible()
    page.locator("[data-composer=main]").fill("Anybody?")
    page.locator("[data-composer=main]").press("Enter")
    expect(lost).to_have_count(2)
    with Sandbox(MANIFEST, MORNING, port) as again:
        again.add_user("Mr W Smith")
        expect(lost).to_have_count(0)
        expect(page.get_by_label("Act as").locator("option")).to_have_text(["Mr W Smith"])
        page.close()


def test_files_are_attached_by_keyboard_taken_away_and_sent(page: Page) -> None:
    composer, chosen = page.locator("[data-composer=main]"), page.get_by_role("list", name="Attached files")
    attach, send = page.get_by_role("button", name="Attach a file"), page.get_by_role("button", name="Send")
    page.on("filechooser", lambda _: None)  # from now on Chromium hands its dialog to the test
    composer.focus()
    page.keyboard.press("Tab")
    expect(attach).to_be_focused()
    expect(send).to_have_attribute("aria-disabled", "true")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([a_file("register.xlsx"), a_file("people.csv")])
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    expect(composer).to_be_focused()
    page.get_by_role("button", name="Remove people.csv").press("Enter")
    expect(chosen).to_have_text("register.xlsx7 bytes\u00d7")
    expect(composer).to_be_focused()
    expect(send).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(0)
    expect(page.get_by_role("list", name="Files").get_by_role("listitem")).to_contain_text("register.xlsx")
    with page.expect_file_chooser() as again:
        attach.press("Enter")
    again.value.set_files([a_file(f"{number}.csv") for number in range(11)])
    expect(page.get_by_role("alert")).to_have_text("A message takes at most 10 files.")


def test_a_file_is_dropped_on_the_composer_and_goes_with_words(page: Page) -> None:
    dropped = page.evaluate_handle(
        "() => { const held = new DataTransfer(); held.items.add(new File(['Agreed.'], 'minutes.csv')); return held; }"
    )
    composer = page.locator("[data-composer=main]")
    composer.dispatch_event("dragover", {"dataTransfer": dropped})
    composer.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_role("list", name="Attached files")).to_contain_text("minutes.csv7 bytes")
    composer.fill("For the register")
    composer.press("Enter")
    sent = page.locator("[data-ts]").filter(has_text="For the register").first
    expect(sent.get_by_role("list", name="Files")).to_contain_text("minutes.csv")


def a_file(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": b"Agreed."}
