"""Every element type is reached and used with the keyboard alone."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from liaison.sandbox.language.people import Person, Slack

MANY = 120  # more than there are stops on the page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses Tab until the focus is there."""
    expect(wanted).to_be_visible()
    for _ in range(MANY):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(
        f"The keyboard does not lead to: {wanted}. " + page.evaluate("document.activeElement.outerHTML")
    )


def command(page: Page, line: str) -> None:
    reach(page, page.locator("[data-composer=main]"))
    page.keyboard.type(line)
    press(page, "Enter")


def hears(page: Page, text: str) -> None:
    expect(page.locator(".message .text").filter(has_text=text)).to_be_visible()


def field(form: Locator, number: int) -> Locator:
    return form.get_by_label(re.compile(rf"^{number}\."))


def choose(page: Page, field: Locator, typed: str = "") -> None:
    """Opens a menu, narrows it by typing where wanted, and takes the first that is offered."""
    reach(page, field)
    page.keyboard.type(typed) if typed else press(page, "ArrowDown")
    popup = page.locator(".popup")
    expect(popup.get_by_role("option").first).to_be_visible()
    press(page, "Enter")
    if popup.get_by_role("listbox").and_(page.locator("[aria-multiselectable]")).count():
        press(page, "Escape")  # a menu for several stays open
    expect(popup).to_have_count(0)


def test_every_element_of_a_message_by_keyboard(page: Page, slack: Slack) -> None:
    slack.channel("ced-committee")
    command(page, "/elements")
    message = page.locator("[data-ts]").filter(has=page.get_by_role("heading", name="Every element"))
    reach(page, message.get_by_role("button", name="CDRP card"), "Shift+Tab")
    press(page, "Enter")
    hears(page, "card: card")
    choose(page, message.get_by_role("combobox", name="Areas"), "eden")
    hears(page, "areas: eden")
    reach(page, message.get_by_role("button", name="Delete"))
    press(page, "Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Keep it")).to_be_focused()
    press(page, "Tab", "Enter")
    hears(page, "delete: delete")
    choose(page, message.get_by_role("combobox", name="Committee"), "carl")
    hears(page, "committee: carlisle")
    choose(page, message.get_by_role("combobox", name="Find a place"), "lake")
    hears(page, "place: south-lakeland")
    for menu in ("Person", "Channel", "Conversation"):
        choose(page, message.get_by_role("combobox", name=menu, exact=True))
        hears(page, f"{menu.lower()}: ")
    reach(page, message.get_by_role("button", name="More actions", exact=True))
    press(page, "Enter", "ArrowDown", "Enter")
    hears(page, "more: remove")
    reach(page, message.locator("input[type=date]"))
    page.keyboard.type("12122027")
    press(page, "Enter")
    hears(page, "day: 2027-12-12")
    # Shift and Tab have been at the last of the two before; Chromium goes back there.
    reach(page, message.get_by_role("radio", name="Nobody attended"))
    press(page, "Space")
    hears(page, "attendance: nobody-attended")
    reach(page, message.get_by_role("checkbox", name="Mr W Smith"))
    press(page, "Space")
    hears(page, "apologies: mr-w-smith")


def test_every_field_of_a_form_by_keyboard(page: Page, slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw])
    page.on("filechooser", lambda _: None)  # from now on Chromium hands its dialog to the test
    command(page, "/fields")
    form = page.get_by_role("dialog", name="Every field")
    expect(form.get_by_text("Nothing here is kept.")).to_be_visible()
    texts = ["Barrow CDRP", "Agreed", "12.50", "shaw@example.org", "https://example.org", "As typed"]
    for number, text in enumerate(texts, 1):
        reach(page, field(form, number))
        page.keyboard.type(text)
    expect(field(form, 6)).to_have_accessible_description(
        "Here you type plain text; Slack itself also offers bold, lists and the like."
    )
    reach(page, field(form, 7))
    page.keyboard.type("12122027")
    reach(page, field(form, 8))
    page.keyboard.type("0930AM")
    reach(page, field(form, 9))
    page.keyboard.type("12122027")
    press(page, "Tab")
    page.keyboard.type("0930AM")
    reach(page, form.get_by_role("radio", name="I attended"))
    press(page, "Space")
    reach(page, form.get_by_role("checkbox", name="Mr R Cole"))
    press(page, "Space")
    choose(page, field(form, 12), "barrow")
    choose(page, field(form, 13), "eden")
    choose(page, field(form, 14), "carl")
    choose(page, field(form, 15), "lake")
    choose(page, field(form, 16), "shaw")
    choose(page, field(form, 17), "desk")
    choose(page, field(form, 18), "ced")
    choose(page, field(form, 19), "ced")
    choose(page, field(form, 20), "ced")
    choose(page, field(form, 21), "ced")
    papers = field(form, 22)
    reach(page, papers)
    with page.expect_file_chooser() as chooser:
        press(page, "Enter")
    chooser.value.set_files(a_file("minutes.pdf"))
    expect(form.get_by_role("list", name="Chosen files")).to_contain_text("minutes.pdf7 bytes")
    reach(page, form.get_by_role("button", name="Submit"))
    press(page, "Enter")
    expect(form).to_have_count(0)
    assert filed(page) == {
        "name": "Barrow CDRP",
        "account": "Agreed",
        "cost": "12.50",
        "address": "shaw@example.org",
        "web_page": "https://example.org",
        "notes": "As typed",
        "day": "2027-12-12",
        "hour": "09:30",
        "moment": "1828603800",
        "attendance": "i-attended",
        "apologies": "mr-r-cole",
        "area": "barrow-in-furness",
        "areas": "eden",
        "place": "carlisle",
        "places": "south-lakeland",
        "member": shaw.id,
        "members": "U0SANDBOX",
        "channel": ced.id,
        "channels": ced.id,
        "conversation": ced.id,
        "conversations": ced.id,
        "papers": "minutes.pdf",
    }


def a_file(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": b"Agreed."}


def filed(page: Page) -> Any:
    answer = page.locator(".message .text").filter(has_text="Filed {")
    expect(answer).to_be_visible()
    return json.loads((answer.text_content() or "").removeprefix("Filed "))


def test_files_are_chosen_removed_and_refused_with_a_reason(page: Page) -> None:
    command(page, "/fields")
    form = page.get_by_role("dialog", name="Every field")
    papers, chosen = field(form, 22), form.get_by_role("list", name="Chosen files")
    expect(papers).to_have_accessible_description("Up to 2 files: pdf, png.")
    papers.set_input_files([a_file("agenda.pdf"), a_file("minutes.pdf")])
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    papers.set_input_files(a_file("map.png"))
    expect(form.get_by_role("alert")).to_have_text("Choose at most 2 files.")
    expect(papers).to_have_attribute("aria-invalid", "true")
    reach(page, form.get_by_role("button", name="Remove agenda.pdf"))
    press(page, "Enter")
    expect(papers).to_be_focused()
    expect(chosen.get_by_role("listitem")).to_have_count(1)
    expect(chosen).to_contain_text("minutes.pdf7 bytes")
    papers.set_input_files(a_file("song.mp3"))
    expect(form.locator(".error")).to_contain_text("song.mp3 is not of a kind that is accepted here")
    expect(chosen.get_by_role("listitem")).to_have_count(1)
    expect(chosen).to_contain_text("minutes.pdf7 bytes")
    page.reload()
    expect(chosen.get_by_role("listitem")).to_have_count(1)
    expect(chosen).to_contain_text("minutes.pdf7 bytes")


def test_newer_blocks_by_keyboard(page: Page) -> None:
    command(page, "/newer")
    message = page.locator("[data-ts]").filter(has=page.get_by_role("heading", name="Newer blocks"))
    reach(page, message.get_by_role("button", name="Open Barrow CDRP"), "Shift+Tab")
    press(page, "Enter")
    hears(page, "open_barrow: open_barrow")
    reach(page, message.get_by_role("button", name="Open Carlisle LSP"))
    press(page, "Enter")
    hears(page, "open_carlisle: open_carlisle")
    reach(page, message.locator("summary"))
    press(page, "Enter", "Tab")
    expect(message.get_by_role("button", name="Read them")).to_be_focused()
    press(page, "Enter")
    hears(page, "read: read")
    reach(page, message.get_by_role("button", name="Not helpful"))
    press(page, "Enter")
    hears(page, "opinion: bad")
    reach(page, message.get_by_role("button", name="Throw away"))
    press(page, "Enter")
    hears(page, "bin: ")
    reach(page, message.locator(".attachment").get_by_role("button", name="Press"))
    press(page, "Enter")
    hears(page, "barred: barred")


def test_newer_blocks_attachments_and_files_are_shown(page: Page) -> None:
    command(page, "/newer")
    message = page.locator("[data-ts]").filter(has=page.get_by_role("heading", name="Newer blocks"))
    table = message.get_by_role("table", name="Reports by partnership")
    expect(table.get_by_role("columnheader")).to_have_text(["Partnership", "Reports"])
    expect(table.get_by_role("row", name="Barrow CDRP").get_by_role("cell")).to_have_text(["12"])
    chart = message.get_by_role("table", name="Reports by month (bar chart)")
    expect(chart.get_by_role("row", name="June")).to_contain_text("5")
    expect(message.get_by_role("table", name="Risks (pie chart)")).to_contain_text("High2")
    expect(message.locator(".block-plan")).to_contain_text("Read the minutesDone")
    expect(message.get_by_role("link", name="Minutes")).to_have_attribute(
        "href", "https://example.org/minutes"
    )
    expect(message.locator(".block-task_card")).to_contain_text("Write the reportUnder way")
    expect(message.get_by_role("link", name="How to report")).to_have_attribute(
        "href", "https://example.org/watch"
    )
    barred, blocks = message.locator(".attachment").all()
    expect(barred).to_have_css("border-left-color", "rgb(180, 35, 24)")
    expect(barred).to_contain_text("OwnerMrs C EganDue31 December")
    expect(blocks).to_contain_text("A block beside a bar")
    file = page.get_by_role("list", name="Files").get_by_role("listitem")
    expect(file).to_have_text("Minutesminutes.txt, 11 bytes")
    with page.expect_download() as download:
        file.get_by_role("link", name="Minutes").click()
    assert download.value.suggested_filename == "minutes.txt"
