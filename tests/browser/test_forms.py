"""Modals: filled in by label, with errors, kept through a reload, closed, one on another."""

import json
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from liaison.sandbox.language.people import Person, Slack

REQUIRED = "Please complete this required field."


@pytest.fixture
def form(page: Page) -> Locator:
    page.locator("[data-composer=main]").fill("/reportback barrow")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Report-back")
    expect(dialog).to_be_visible()
    return dialog


def fill_what_is_required(page: Page, form: Locator, outcomes: str = "Agreed the plan") -> None:
    form.get_by_label("1. Name of partnership").fill("Barrow CDRP")
    form.get_by_label("2. Date of meeting").fill("2026-11-12")
    form.get_by_role("group", name="3. Attendance").get_by_label("I attended").check()
    form.get_by_label("5. Outcomes").fill(outcomes)
    expect(page.get_by_role("dialog")).to_be_visible()


def filed(page: Page) -> Any:
    answer = page.locator(".message .text").filter(has_text="Filed {")
    expect(answer).to_be_visible()
    return json.loads((answer.text_content() or "").removeprefix("Filed "))


def test_a_form_by_keyboard_with_errors(page: Page, form: Locator) -> None:
    name = form.get_by_label("1. Name of partnership")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_have_text("There is a problem with 4 answers.")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(f"Error: {REQUIRED}")
    page.keyboard.type("Barrow CDRP")
    page.keyboard.press("Tab")
    expect(form.get_by_label("2. Date of meeting")).to_be_focused()
    expect(form.get_by_label("2. Date of meeting")).to_have_accessible_description(
        f"The date on the agenda Error: {REQUIRED}"
    )
    page.keyboard.type("11112026")  # the same day in every locale's order
    page.keyboard.press("Enter")
    attended = form.get_by_role("radio", name="I attended")
    expect(attended).to_be_focused()
    page.keyboard.press("Space")
    expect(attended).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(form.get_by_label("5. Outcomes")).to_be_focused()
    page.keyboard.type("it was fine")
    form.get_by_role("button", name="Submit").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_label("5. Outcomes")).to_be_focused()
    expect(form.get_by_label("5. Outcomes")).to_have_accessible_description("Error: Say what was decided.")
    page.keyboard.press("Control+a")
    page.keyboard.type("Agreed the winter plan")
    form.get_by_role("button", name="Submit").focus()
    page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    expect(page.locator("[data-composer=main]")).to_be_focused()
    answer = filed(page)
    assert answer["day"] == "2026-11-11"
    assert answer["outcomes"] == "Agreed the winter plan"


def test_every_kind_of_field(page: Page, form: Locator, shaw: Person) -> None:
    fill_what_is_required(page, form)
    form.get_by_label("Mr W Smith").check()
    form.get_by_label("6. Areas").fill("ede")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(form.get_by_role("button", name="Remove Eden")).to_be_visible()
    form.get_by_label("7. Place").fill("barr")
    page.locator(".popup").get_by_role("option", name="Barrow in Furness").click()
    form.get_by_label("8. Cost").fill("12.50")
    form.get_by_label("9. E-mail").fill("shaw@example.org")
    form.get_by_label("10. Web page").fill("https://example.org")
    form.get_by_label("11. Starts at").fill("09:30")
    form.get_by_label("12. Members").click()
    page.locator(".popup").get_by_role("option", name="Mrs L L Shaw").click()
    form.get_by_label("13. Next meeting").fill("2027-01-14T10:00")
    form.get_by_role("button", name="Submit").click()
    expect(form).to_have_count(0)
    assert filed(page) == {
        "name": "Barrow CDRP",
        "day": "2026-11-12",
        "attendance": "i-attended",
        "apologies": "mr-w-smith",
        "outcomes": "Agreed the plan",
        "areas": "eden",
        "place": "barrow-in-furness",
        "cost": "12.50",
        "email": "shaw@example.org",
        "web": "https://example.org",
        "starts": "09:30",
        "members": shaw.id,
        "next": "1799920800",
        "find": "None",
    }


def test_what_still_waits_its_turn_survives_a_reload(page: Page, form: Locator) -> None:
    page.route("**/page/api/state*", lambda _: None)  # the first answer sent is never seen to have arrived
    form.get_by_role("group", name="3. Attendance").get_by_label("I attended").check()
    form.get_by_label("6. Areas").fill("eden")
    page.keyboard.press("Enter")
    form.get_by_label("6. Areas").fill("barrow")
    page.keyboard.press("Enter")
    form.get_by_label("5. Outcomes").fill("Agreed the winter plan")
    page.unroute("**/page/api/state*")
    page.reload()
    expect(form.get_by_role("radio", name="I attended")).to_be_checked()
    expect(form.get_by_role("button", name="Remove Eden")).to_be_visible()
    expect(form.get_by_role("button", name="Remove Barrow")).to_be_visible()
    expect(form.get_by_label("5. Outcomes")).to_have_value("Agreed the winter plan")


def test_what_was_filled_in_survives_a_reload(page: Page, form: Locator) -> None:
    fill_what_is_required(page, form)
    form.get_by_label("6. Areas").fill("eden")
    page.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Remove Eden")).to_be_visible()
    form.get_by_label("5. Outcomes").fill("Agreed the winter plan")
    page.reload()
    expect(form.get_by_label("1. Name of partnership")).to_have_value("Barrow CDRP")
    expect(form.get_by_label("2. Date of meeting")).to_have_value("2026-11-12")
    expect(form.get_by_role("radio", name="I attended")).to_be_checked()
    expect(form.get_by_label("5. Outcomes")).to_have_value("Agreed the winter plan")
    expect(form.get_by_role("button", name="Remove Eden")).to_be_visible()


def test_a_live_update_keeps_the_caret_in_a_field(
    page: Page, form: Locator, shaw: Person, officer: Person, slack: Slack
) -> None:
    ced = slack.channel("ced-committee", members=[shaw, officer])
    outcomes = form.get_by_label("5. Outcomes")
    outcomes.press_sequentially("Agreed plan")
    for _ in "plan":
        page.keyboard.press("ArrowLeft")
    with page.expect_response(lambda response: "/page/api/state" in response.url):
        officer.types("A message elsewhere", in_=ced)
    page.keyboard.type("the ")
    expect(outcomes).to_have_value("Agreed the plan")


def test_too_much_is_counted_and_not_cut(form: Locator) -> None:
    name = form.get_by_label("1. Name of partnership")
    name.fill("x" * 25)
    expect(name).to_have_accessible_description("5 characters left")
    name.fill("x" * 31)
    expect(name).to_have_accessible_description("1 character too many")
    expect(name).to_have_value("x" * 31)


def test_closing_tells_the_app_and_gives_the_focus_back(page: Page, form: Locator) -> None:
    expect(form.get_by_role("button", name="Save for later")).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.get_by_text("Saved as a draft").first).to_be_visible()
    expect(page.locator("[data-composer=main]")).to_be_focused()


def test_escape_in_a_menu_closes_only_the_menu(page: Page, form: Locator) -> None:
    form.get_by_label("6. Areas").click()
    expect(page.locator(".popup").get_by_role("option")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.locator(".popup").get_by_role("option")).to_have_count(0)
    expect(form).to_be_visible()


def test_a_form_on_a_form_and_back(page: Page, form: Locator) -> None:
    form.get_by_label("1. Name of partnership").fill("Barrow CDRP")
    form.get_by_role("button", name="Another form").click()
    second = page.get_by_role("dialog", name="Another form")
    expect(second.get_by_text("On top of the first")).to_be_visible()
    expect(second.get_by_role("heading", name="Another form")).to_be_focused()
    second.get_by_role("button", name="Back").click()
    expect(form.get_by_label("1. Name of partnership")).to_have_value("Barrow CDRP")


def test_a_search_in_a_form_is_sent_with_enter(page: Page, form: Locator) -> None:
    form.get_by_label("14. Search").fill("eden")
    page.keyboard.press("Enter")
    expect(page.locator(".message .text").filter(has_text="find: eden")).to_have_count(1)
    expect(form).to_be_visible()


def test_a_form_whose_app_is_gone_says_so(page: Page, form: Locator, app: ExitStack) -> None:
    fill_what_is_required(page, form)
    app.close()
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting")
    expect(form.get_by_label("5. Outcomes")).to_have_value("Agreed the plan")
