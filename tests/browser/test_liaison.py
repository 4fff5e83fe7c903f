"""Liaison itself on the page, as the people of a committee's office use it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.flows.office import Office, open_office

ACCOUNT = "Agreed the winter alcohol plan; the youth task group reports in March."


@pytest.fixture
def office(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """Cumbria's office at work."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now) as office:
        yield office


@pytest.fixture
def window(browser: Browser, office: Office) -> Iterator[Page]:
    """The page, opened after the people have been linked by the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    yield page
    page.close()
    assert office.slack.url


def act_as(page: Page, name: str) -> None:
    """Acts as somebody, in their conversation with the app."""
    people = page.get_by_label("Act as")
    label = next(label for label in people.locator("option").all_inner_texts() if label.startswith(name))
    people.select_option(label=label)
    page.get_by_role("navigation").get_by_role("link", name="Liaison").click()


def types(page: Page, text: str) -> None:
    """Types a line and sends it."""
    composer = page.locator("[data-composer=main]")
    composer.fill(text)
    composer.press("Enter")


def sees(page: Page, text: str) -> None:
    """Waits for a text in the conversation."""
    expect(page.get_by_role("listitem").filter(has_text=text).last).to_be_visible()


def test_the_main_job_from_the_lookup_to_the_reminder(office: Office, window: Page) -> None:
    """Mrs Shaw looks up and reports, the officer finds it waiting, staff assess, a reminder comes with the clock."""
    office.member("Mrs L L Shaw")
    officer, _ = office.staff("committee-services-officer"), office.staff("support-officer")
    office.channel("ppp", officer)
    window.goto(office.slack.url)

    act_as(window, "Mrs L L Shaw")
    types(window, "/rep barrow")
    sees(window, "Barrow CDRP: Mrs L L Shaw. Substitute: Mr W Smith.")
    types(window, "/reportback barrow cdrp")
    labels = [
        "1. Name of Partnership",
        "2. Date of Meeting",
        "3. Representing Member",
        "4. Report to which Committee",
    ]
    labels += ["5. Outcomes of the last meeting, briefly", "6. Date of next meeting"]
    for label, answer in zip(labels, ["yes", "12 November", "yes", "ced", ACCOUNT, "not known"], strict=True):
        sees(window, label)
        types(window, answer)
    sees(window, "ready to check")
    window.get_by_role("button", name="Submit").click()
    sees(window, "Report submitted on 23 November 2026")

    act_as(window, "Committee Services Officer")
    sees(window, "A report-back is waiting: Barrow CDRP")
    window.get_by_role("button", name="Open the report").click()
    report = window.get_by_role("dialog")
    expect(report).to_contain_text(ACCOUNT)
    report.get_by_role("button", name="Close").last.click()

    act_as(window, "Support Officer")
    types(window, "/risk assess barrow cdrp")
    window.get_by_role("button", name="Start").click()
    form = window.get_by_role("dialog")
    expect(form).to_contain_text("1. Money")
    form.get_by_role("button", name="Stop for now").click()

    act_as(window, "Committee Services Officer")
    window.get_by_role("navigation").get_by_role("link", name="ppp-committee").click()
    if window.get_by_role("button", name="+30 days").is_hidden():
        window.get_by_role("button", name="Inspector").click()
    window.get_by_role("button", name="+30 days").click()
    sees(window, "Review due by 31 December 2026")
