"""Takes the picture of the page that the README shows: `python -m tools.picture`, while `make demo` runs elsewhere."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tools.find_browser import MEND, find

TARGET = Path("docs/page.png")
ADDRESS = "http://127.0.0.1:4390"


def main() -> int:
    """Asks `/rep barrow` as Mrs L L Shaw, and takes the picture."""
    browser_path = find()
    if browser_path is None:
        print(MEND, file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 760}, device_scale_factor=1)
        page.goto(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
        _ask(page)
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=TARGET)
        browser.close()
    return 0


def _ask(page: Page) -> None:
    people = page.get_by_label("Act as")
    name = next(
        label for label in people.locator("option").all_inner_texts() if label.startswith("Mrs L L Shaw")
    )
    people.select_option(label=name)
    composer = page.locator("[data-composer=main]")
    composer.fill("/rep barrow")
    composer.press("Enter")
    page.get_by_role("listitem").filter(has_text="2 partnerships match").first.wait_for()


if __name__ == "__main__":
    sys.exit(main())
