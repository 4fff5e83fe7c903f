"""A workspace with a small app in it, and a browser in front of it.

The browser lives as long as a module: Playwright keeps an event loop running in the main thread, in which tests
of other modules could not start one of their own.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from tests.browser.desk_app import MANIFEST, running
from tools.find_browser import MEND, find

from liaison.sandbox.language.people import Person, Slack

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
WINDOW = ViewportSize(width=1440, height=900)
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find()
    if program is None:
        pytest.fail(MEND, pytrace=False)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


@pytest.fixture
def workspace() -> Iterator[Slack]:
    with Slack(MANIFEST, now=MORNING) as found:
        yield found


@pytest.fixture
def app(workspace: Slack) -> Iterator[ExitStack]:
    """The running app; `close` stops it."""
    with ExitStack() as stack:
        stack.enter_context(running(workspace))
        yield stack


@pytest.fixture
def slack(workspace: Slack, app: ExitStack) -> Slack:
    """The workspace, with the app in it."""
    assert app is not None
    return workspace


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return seated(slack.person("Mrs L L Shaw", role="Member"))


@pytest.fixture
def officer(slack: Slack) -> Person:
    return seated(slack.person("Mr J Nicholson", role="Committee Services Officer"))


def seated(person: Person) -> Person:
    """Somebody who has a conversation with the app already."""
    assert person.dm.id
    return person


@pytest.fixture
def context(browser: Browser, slack: Slack) -> Iterator[BrowserContext]:
    """A window of one's own. It is closed before the sandbox stops, and nothing may have gone wrong in it."""
    assert slack.url
    opened = browser.new_context(viewport=WINDOW, locale="en-GB", timezone_id="America/New_York")
    opened.set_default_timeout(20_000)
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    def watch(page: Page) -> None:
        page.on("console", hear)
        page.on("pageerror", fail)

    opened.on("page", watch)
    yield opened
    opened.close()
    assert not complaints


@pytest.fixture
def page(context: BrowserContext, slack: Slack, shaw: Person) -> Page:
    """The page as Mrs Shaw sees it, in her conversation with the app."""
    opened = context.new_page()
    opened.goto(f"{slack.url}/#as={shaw.id}")
    expect(opened.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    return opened
