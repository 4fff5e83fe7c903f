"""Acting as people, writing, commands, threads, unread marks: the page as a place to talk."""

import re
from contextlib import ExitStack

from playwright.sync_api import BrowserContext, Locator, Page, expect
from slack_sdk import WebClient

from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.workspace import Workspace


def composer(page: Page) -> Locator:
    return page.locator("[data-composer=main]")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_acting_as_somebody_else_survives_a_reload(page: Page, slack: Slack, officer: Person) -> None:
    slack.channel("ced-committee", members=[officer], bot=True)
    page.get_by_label("Act as").select_option("Mr J Nicholson")
    page.get_by_role("navigation").get_by_role("link", name="ced-committee").click()
    expect(page.get_by_role("heading", name="#ced-committee")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="#ced-committee")).to_be_visible()
    expect(page.get_by_label("Act as")).to_have_value(officer.id)
    page.go_back()
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()


def test_a_command_by_keyboard_alone(page: Page) -> None:
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    press(page, "Enter", "Tab", "Tab", "Tab", "Tab")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("/re")
    commands = page.get_by_role("listbox", name="Commands")
    expect(commands.get_by_role("option")).to_have_count(3)
    expect(commands.get_by_role("option", selected=True)).to_contain_text("/rep[partnership or person]")
    press(page, "ArrowDown", "ArrowDown", "ArrowDown")
    expect(commands.get_by_role("option", selected=True)).to_contain_text("Who represents us")
    active = composer(page).get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("/rep")
    press(page, "Enter")
    expect(composer(page)).to_have_value("/rep ")
    expect(commands).to_have_count(0)
    expect(page.get_by_text("[partnership or person]")).to_be_visible()
    page.keyboard.type("barrow")
    press(page, "Enter")
    answer = page.get_by_role("listitem").filter(has_text="Who represents us in barrow")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.locator("strong", has_text="barrow")).to_be_visible()
    expect(composer(page)).to_have_value("")
    expect(page.locator("#live")).to_contain_text("Desk (only visible to you): Who represents us")


def test_escape_closes_the_list_of_commands_and_keeps_the_text(page: Page) -> None:
    composer(page).press_sequentially("/rev")
    expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("listbox", name="Commands")).to_have_count(0)
    expect(composer(page)).to_have_value("/rev")


def test_a_command_that_is_typed_out_is_sent_with_one_enter(page: Page) -> None:
    composer(page).press_sequentially("/review")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Start the review")).to_be_visible()


def test_what_slack_says_can_be_put_away(page: Page) -> None:
    composer(page).fill("/nonsense")
    press(page, "Enter")
    expect(page.get_by_role("alert").filter(has_text="/nonsense is not a valid command.")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("not a valid command")).to_have_count(0)


def test_a_live_update_keeps_the_caret_and_what_is_typed(
    page: Page, slack: Slack, shaw: Person, officer: Person
) -> None:
    ced = slack.channel("ced-committee", members=[shaw, officer], bot=True)
    page.get_by_role("link", name="ced-committee").click()
    composer(page).press_sequentially("Good ing")
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    officer.types("The papers are due on Friday", in_=ced)
    expect(page.get_by_text("The papers are due on Friday", exact=True).first).to_be_visible()
    page.keyboard.type("morn")
    expect(composer(page)).to_have_value("Good morning")
    page.reload()
    expect(composer(page)).to_have_value("Good morning")
    composer(page).press("Enter")
    expect(page.locator("[data-ts]").filter(has_text="Good morning")).to_be_visible()


def test_unread_messages_are_marked_until_they_are_read(
    page: Page, slack: Slack, shaw: Person, officer: Person
) -> None:
    ced = slack.channel("ced-committee", members=[shaw, officer])
    officer.types("One", in_=ced)
    officer.types("Two", in_=ced)
    link = page.get_by_role("link", name="ced-committee")
    expect(link).to_contain_text("2 unread")
    link.click()
    expect(link).not_to_contain_text("unread")
    expect(page.get_by_role("listitem").filter(has_text=re.compile("^New$"))).to_be_visible()


def test_a_reply_stands_beneath_its_message(page: Page, slack: Slack, shaw: Person, officer: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw, officer])
    officer.types("Who goes on Thursday?", in_=ced)
    page.get_by_role("link", name="ced-committee").click()
    page.get_by_role("button", name="Reply to Mr J Nicholson").click()
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("I do.")
    press(page, "Enter")
    replies = page.get_by_role("list", name="Replies to Mr J Nicholson")
    expect(replies.get_by_role("listitem")).to_contain_text("I do.")
    expect(page.get_by_text("1 reply")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_count(0)


def test_a_channel_is_joined(page: Page, slack: Slack) -> None:
    slack.channel("ppp-committee")
    page.get_by_role("link", name=re.compile("ppp-committee.*not joined")).click()
    expect(composer(page)).to_have_count(0)
    page.get_by_role("button", name="Join").click()
    expect(composer(page)).to_be_visible()


def test_an_archived_channel_can_only_be_read(
    page: Page, slack: Slack, shaw: Person, officer: Person
) -> None:
    ced = slack.channel("ced-committee", members=[shaw, officer])
    officer.types("The last word", in_=ced)

    def archive(workspace: Workspace) -> None:
        workspace.conversations[ced.id].is_archived = True
        workspace.changes.bump()

    slack.sandbox.look(archive)
    page.get_by_role("link", name="ced-committee").click()
    expect(page.get_by_text("#ced-committee is archived.")).to_be_visible()
    expect(composer(page)).to_have_count(0)
    last = page.locator("[data-ts]").filter(has_text="The last word")
    expect(last.get_by_role("button")).to_have_count(0)


def test_markup_that_people_type_is_shown_as_text(page: Page) -> None:
    composer(page).fill("<img src=x onerror=alert(1)> & <b>R&D</b>")
    press(page, "Enter")
    expect(page.get_by_text("<img src=x onerror=alert(1)> & <b>R&D</b>", exact=True).first).to_be_visible()


def test_when_the_app_is_gone_the_page_says_so(page: Page, app: ExitStack) -> None:
    expect(page.get_by_text("Desk is not connected")).to_have_count(0)
    app.close()
    expect(page.get_by_text("Desk is not connected")).to_be_visible()


def test_a_conversation_that_the_app_begins_does_not_take_the_place_of_another(
    context: BrowserContext, slack: Slack
) -> None:
    smith = slack.person("Mr W Smith", role="Member")
    page = context.new_page()
    page.goto(f"{slack.url}/#as={smith.id}")
    page.get_by_role("link", name="general").click()
    expect(composer(page)).to_be_focused()
    WebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(channel=smith.id, text="Hello")
    expect(page.get_by_role("link", name="Desk")).to_contain_text("1 unread")
    expect(page.get_by_role("heading", name="#general")).to_be_visible()


def test_writing_something_brings_the_newest_message_into_view(
    page: Page, slack: Slack, officer: Person
) -> None:
    """Also after the person has scrolled up to read."""
    hall = slack.channel("hall", members=[officer])
    page.get_by_label("Act as").select_option("Mr J Nicholson")
    page.get_by_role("navigation").get_by_role("link", name="hall").click()
    for number in range(40):
        officer.types(f"Line {number} of many", in_=hall)
    expect(page.get_by_text("Line 39 of many")).to_be_in_viewport()
    page.get_by_role("region", name="Messages in #hall").evaluate("node => { node.scrollTop = 0; }")
    expect(page.get_by_text("Line 39 of many")).not_to_be_in_viewport()
    composer(page).fill("Here I am")
    composer(page).press("Enter")
    expect(page.get_by_text("Here I am").last).to_be_in_viewport()


def test_names_stand_in_full_and_the_time_never_alone(page: Page, slack: Slack) -> None:
    officer = slack.person("Committee Services Officer", role="Staff")
    ced = slack.channel("ced-committee", members=[officer], bot=True)
    slack.sandbox.run(slack.sandbox.acts.say(officer.id, ced.id, "Who goes on Thursday?"))
    officer.types("/foo " + "x" * 100, in_=ced)
    page.goto(f"{slack.url}/#as={officer.id}&in={ced.id}")
    chooser = page.get_by_label("Act as")
    expect(chooser.locator("option:checked")).to_have_text("Committee Services Officer")
    expect(chooser.locator("optgroup[label=Staff] option")).to_have_count(1)
    page.set_viewport_size({"width": 360, "height": 700})
    facts = page.locator(".message-facts").first
    role, time = facts.locator(".message-role").bounding_box(), facts.locator("time").bounding_box()
    assert role
    assert time
    assert abs(role["y"] - time["y"]) < 4
    dismiss = page.get_by_role("button", name="Dismiss").bounding_box()
    assert dismiss
    assert dismiss["height"] < 40
