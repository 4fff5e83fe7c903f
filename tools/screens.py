"""Takes a picture of every screen of the page, light and dark: `python -m tools.screens FOLDER`, then look at them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import FilePayload, Page, ViewportSize, sync_playwright
from tests.browser.desk_app import MANIFEST, running
from tools.find_browser import MEND, find

from liaison.sandbox.language.people import Slack

WINDOW = ViewportSize(width=1280, height=900)
ENLARGED = ViewportSize(width=640, height=450)  # 1280 by 900 at 200 %


@contextmanager
def workspace() -> Iterator[str]:
    """A workspace with a day's talk in it; gives the address at which Mrs Shaw sees it."""
    with Slack(MANIFEST, now=datetime(2026, 11, 22, 9, tzinfo=UTC)) as slack, running(slack):
        shaw = slack.person("Mrs L L Shaw", role="Member")
        officer = slack.person("Mr J Nicholson", role="Committee Services Officer")
        slack.person("Mr W Smith", guest=True)
        ced = slack.channel("ced-committee", members=[shaw, officer], bot=True)
        slack.channel("officers", members=[shaw, officer], private=True)
        slack.channel("ppp-committee")
        acts, run = slack.sandbox.acts, slack.sandbox.run
        asked = run(acts.say(officer.id, ced.id, "Who goes to *Barrow CDRP* on Thursday? @Mrs L L Shaw"))[
            "ts"
        ]
        run(acts.say(shaw.id, ced.id, "I do.", asked))
        for name in ("eyes", "+1"):
            run(acts.react(officer.id, ced.id, asked, name))
        run(acts.say(officer.id, ced.id, "The papers are in the usual place."))
        slack.faults.rate_limit("chat.postMessage", times=3, retry_after=30)
        slack.faults.clear()
        yield f"{slack.url}/#as={shaw.id}&in={ced.id}"


def command(page: Page, line: str, shown: str) -> None:
    """Types a command in the conversation with the app, and waits for what it shows."""
    while page.get_by_role("dialog").count():
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)
    page.get_by_role("navigation").get_by_role("link", name="Desk").click()
    page.get_by_role("button", name="Messages").click()
    page.locator("[data-composer=main]").fill(line)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=shown).last.wait_for()


def conversation(page: Page) -> None:
    page.get_by_text("The papers are in the usual place.").first.wait_for()


def message_menu(page: Page) -> None:
    page.get_by_role("button", name="More actions for the message").first.click()


def completion(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("[data-composer=main]").press_sequentially("Ask @mr")


def commands(page: Page) -> None:
    page.locator("[data-composer=main]").fill("/re")


def elements(page: Page) -> None:
    page.locator("[data-composer=main]").fill("")
    command(page, "/elements", "Every element")


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Delete", exact=True).last.click()


def newer(page: Page) -> None:
    command(page, "/newer", "Newer blocks")
    page.get_by_role("list", name="Files").wait_for()
    top(page)


def attachments(page: Page) -> None:
    page.get_by_role("list", name="Files").last.scroll_into_view_if_needed()


def top(page: Page) -> None:
    page.get_by_role("heading", name="Newer blocks").last.scroll_into_view_if_needed()


def form(page: Page) -> None:
    command(page, "/fields", "Every field")


def form_errors(page: Page) -> None:
    paper = FilePayload(name="minutes.pdf", mimeType="application/pdf", buffer=b"x" * 34_567)
    page.get_by_label("22. Papers").set_input_files(paper)
    page.get_by_label("4. Address").fill("nobody")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("alert").first.wait_for()


def form_end(page: Page) -> None:
    page.get_by_label("22. Papers").scroll_into_view_if_needed()


def menu(page: Page) -> None:
    page.get_by_label("12. Area").click()


def home(page: Page) -> None:
    page.keyboard.press("Escape")
    command(page, "/rep barrow", "Desk")
    page.get_by_role("button", name="Home").click()
    page.get_by_role("heading", name="Your partnerships").wait_for()


def inspector(page: Page) -> None:
    page.locator("summary").filter(has_text="Faults").click()
    page.get_by_label("What goes wrong").select_option("late_answer")
    page.get_by_label("Method").fill("chat.postMessage")
    page.get_by_role("button", name="Arm this fault").click()
    page.get_by_role("list", name="Armed faults").wait_for()


def payloads(page: Page) -> None:
    command(page, "/wrong", "Desk")
    page.locator(".payload.violation summary").first.click()
    page.locator(".payload.violation").first.scroll_into_view_if_needed()
    page.get_by_role("button", name="Clear all faults").click()


def shortcuts(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").click()


SCREENS: tuple[Callable[[Page], None], ...] = (
    conversation, message_menu, completion, commands, elements, confirm, newer, attachments, form, form_errors,
    form_end, menu, home, inspector, payloads, shortcuts,
)  # fmt: skip


def main() -> int:
    """Writes the pictures into the folder that is named."""
    program = find()
    if program is None:
        print(MEND, file=sys.stderr)
        return 1
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, workspace() as address:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=WINDOW, locale="en-GB")
        page.goto(address)
        for number, show in enumerate(SCREENS, 1):
            show(page)
            _take(page, folder / f"{number:02}-{show.__name__}")
        browser.close()
    return 0


def _take(page: Page, path: Path) -> None:
    page.wait_for_timeout(200)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.screenshot(path=f"{path}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(ENLARGED)
    page.screenshot(path=f"{path}-enlarged.png")
    page.set_viewport_size(WINDOW)


if __name__ == "__main__":
    sys.exit(main())
