"""Every block and element in a message: how it is shown, and that the app hears of what is chosen."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from liaison.sandbox.language.people import Slack


@pytest.fixture
def message(page: Page, slack: Slack) -> Locator:
    slack.channel("ced-committee")
    page.locator("[data-composer=main]").fill("/elements")
    page.keyboard.press("Enter")
    found = page.locator("[data-ts]").filter(has=page.get_by_role("heading", name="Every element"))
    expect(found).to_be_visible()
    return found


def hears(page: Page, text: str) -> None:
    expect(page.locator(".message .text").filter(has_text=text)).to_be_visible()


def test_words_are_marked_up(message: Locator) -> None:
    words = message.locator(".section-body").first
    for tag, text in {"strong": "bold", "em": "slanted", "s": "gone", "code": "code"}.items():
        expect(words.locator(tag)).to_have_text(text)
    expect(words.locator("blockquote")).to_have_text("quoted")
    expect(words.locator("pre")).to_have_text("fixed *width*")
    expect(words).to_contain_text("<b>")
    link = words.get_by_role("link", name="the list")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(message).to_contain_text("Picture: Reports by month")
    expect(message.get_by_role("columnheader")).to_have_text(["Partnership", "Reports"])
    expect(message.get_by_role("listitem").filter(has_text="two")).to_be_visible()


def test_a_button_beside_a_text(page: Page, message: Locator) -> None:
    message.get_by_role("button", name="CDRP card").click()
    hears(page, "card: card")


def test_a_button_that_asks_first(page: Page, message: Locator) -> None:
    message.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete the draft?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(message.get_by_role("button", name="Delete")).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Delete it").click()
    hears(page, "delete: delete")
    expect(page.locator(".message .text").filter(has_text="delete: delete")).to_have_count(1)


def test_a_menu_by_keyboard(page: Page, message: Locator) -> None:
    menu = message.get_by_role("combobox", name="Committee")
    menu.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".popup").get_by_role("option")).to_have_count(4)
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    hears(page, "committee: carlisle")
    expect(menu).to_have_value("Carlisle")
    expect(menu).to_be_focused()
    page.keyboard.type("lake")
    expect(page.locator(".popup").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".popup").get_by_role("option")).to_have_count(0)
    expect(menu).to_have_value("Carlisle")


def test_a_menu_for_several(page: Page, message: Locator) -> None:
    menu = message.get_by_role("combobox", name="Areas")
    menu.click()
    page.locator(".popup").get_by_role("option", name="Carlisle").click()
    hears(page, "areas: carlisle")
    page.locator(".popup").get_by_role("option", name="Eden").click()
    hears(page, "areas: carlisle, eden")
    message.get_by_role("button", name="Remove Carlisle").click()
    expect(page.locator(".message .text").filter(has_text=re.compile("^areas: eden$"))).to_be_visible()


def test_a_menu_that_searches(page: Page, message: Locator) -> None:
    menu = message.get_by_role("combobox", name="Find a place")
    menu.press_sequentially("c")
    expect(page.get_by_text("Type at least 2 characters.")).to_be_visible()
    menu.press_sequentially("ar")
    expect(page.locator(".popup").get_by_role("option", name="Carlisle")).to_be_visible()
    page.keyboard.press("Enter")
    hears(page, "place: carlisle")
    expect(menu).to_have_value("Carlisle")


@pytest.mark.parametrize(
    ("menu", "choice"), [("Person", "Mrs L L Shaw"), ("Channel", "#general"), ("Conversation", "#general")]
)
def test_menus_of_the_workspace(page: Page, message: Locator, menu: str, choice: str) -> None:
    field = message.get_by_role("combobox", name=menu, exact=True)
    field.click()
    page.locator(".popup").get_by_role("option", name=choice).click()
    hears(page, f"{menu.lower()}: ")
    expect(field).to_have_value(choice)


def test_the_menu_of_further_actions(page: Page, message: Locator) -> None:
    more = message.get_by_role("button", name="More actions", exact=True)
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Postpone")).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    hears(page, "more: remove")


def test_a_date_that_is_typed_is_sent_once(page: Page, message: Locator) -> None:
    day = message.locator("input[type=date]")
    expect(day).to_have_value("2026-11-12")
    day.focus()
    page.keyboard.type("12122027")  # the same day in every locale's order
    page.keyboard.press("Enter")
    hears(page, "day: 2027-12-12")
    expect(page.locator(".message .text").filter(has_text="day:")).to_have_count(1)
    message.locator("input[type=time]").fill("09:30")
    message.get_by_role("radio", name="I attended").focus()
    hears(page, "hour: 09:30")


def test_ticks(page: Page, message: Locator) -> None:
    message.get_by_role("radio", name="Nobody attended").check()
    hears(page, "attendance: nobody-attended")
    message.get_by_role("checkbox", name="Mr W Smith").check()
    hears(page, "apologies: mr-w-smith")
    message.get_by_role("checkbox", name="Mr R Cole").check()
    hears(page, "apologies: mr-w-smith, mr-r-cole")
    message.get_by_role("checkbox", name="Mr W Smith").uncheck()
    expect(message.get_by_role("checkbox", name="Mr R Cole")).to_be_checked()


def test_the_focus_stays_with_a_message_whose_button_goes(page: Page) -> None:
    page.locator("[data-composer=main]").fill("/review")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start the review").focus()
    page.keyboard.press("Enter")
    reviewed = page.locator("[data-ts]").filter(has_text="Reviewed")
    expect(reviewed).to_contain_text("(edited)")
    expect(reviewed).to_be_focused()
