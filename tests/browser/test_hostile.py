"""Messages that Slack takes and that are awkward to draw: none may take the page away from those who read the others."""

from typing import Any

from playwright.sync_api import Page, expect
from slack_sdk import WebClient
from tests.browser.desk_app import actions, button, menu
from tests.sandbox.bad_blocks import option, phrase

from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.workspace import Message, Workspace

SCRIPT = "javascript:document.title='taken'"


def found(workspace: Workspace, channel: str, ts: str) -> Message:
    message = workspace.conversations[channel].find(ts)
    assert message
    return message


HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"text": "<!date^1392734382|no format>"}, "no format"),
    ({"text": "<!date^99999999999999^{date}|far away>"}, "far away"),
    ({"text": "<!date^^{date}|no time>"}, "no time"),
    ({"text": "<!date^soon^{date}>"}, "<!date^soon^{date}>"),
    ({"text": "<!date^1392734382^{__proto__} {constructor}|x>"}, "{__proto__} {constructor}"),
    ({"text": "x", "blocks": [phrase({"type": "emoji", "name": "__proto__"})]}, ":__proto__:"),
    ({"text": "x", "blocks": [phrase({"type": "emoji", "name": "constructor"})]}, ":constructor:"),
    ({"text": "<img src=x onerror=alert(1)>"}, "img src=x onerror=alert(1)"),
    ({"text": "`open _b ~c <d *e* *a &amp;lt;"}, "`open _b ~c <d e *a &lt;"),
    ({"markdown_text": "[x](javascript:alert(1)) **a"}, "[x](javascript:alert(1)) **a"),
    ({"text": "*a " * 13_000}, "*a *a"),
    ({"text": "*a* " * 10_000}, "a a"),
    ({"text": "*_~" * 3_000 + "a" + "~_*" * 3_000}, "a"),
    ({"markdown_text": "**a " * 3_000}, "**a **a"),
]
# Milliseconds for as much of one text as Slack takes; when it grows with the square of the length it takes seconds.
SOON = 500
LONG = """async () => {
  const { editable, mrkdwn } = await import("/page/static/mrkdwn.js");
  const { markdown } = await import("/page/static/markdown.js");
  const began = performance.now();
  for (const part of ["*a ", "_a ", "*_~", "*a* ", "<a", "`a", "http://"]) mrkdwn(part.repeat(40000 / part.length));
  for (const part of ["**a ", "~~a ", "*a ", "[", "[a](", "# a\\r"]) markdown(part.repeat(12000 / part.length));
  editable("<@a|".repeat(10000));
  return performance.now() - began;
}"""


def test_no_message_takes_the_page_away(page: Page, slack: Slack, shaw: Person) -> None:
    client, channel = WebClient(slack.bot_token, base_url=slack.api_url), shaw.dm.id
    shown = {}
    for message, words in HOSTILE:
        shown[client.chat_postMessage(channel=channel, **message)["ts"]] = words
    client.chat_postMessage(channel=channel, text="The last one")
    expect(page.locator(".message .text").filter(has_text="The last one")).to_be_visible()
    for ts, words in shown.items():
        drawn = page.locator(f'[data-ts="{ts}"]')
        expect(drawn).to_contain_text(words)
        expect(drawn.locator(".unknown")).to_have_count(0)
    assert page.evaluate(LONG) < SOON


def test_what_cannot_be_drawn_is_shown_as_plain_text(page: Page, slack: Slack, shaw: Person) -> None:
    client, channel = WebClient(slack.bot_token, base_url=slack.api_url), shaw.dm.id
    sound = {"type": "section", "text": {"type": "mrkdwn", "text": "A sound block"}}
    broken = {"type": "rich_text", "block_id": "broken", "elements": None}
    broken_list: Any = [None]
    sent = [
        client.chat_postMessage(channel=channel, text=text, blocks=[sound, sound])
        for text in ("The first", "The second")
    ]

    def spoil(workspace: Workspace) -> None:
        """What the checks would refuse is put past them."""
        first, second = (found(workspace, channel, each["ts"]) for each in sent)
        first.blocks = [sound, broken]
        second.blocks = broken_list
        workspace.changes.bump()

    slack.sandbox.look(spoil)
    first, second = (page.locator(f'[data-ts="{each["ts"]}"]') for each in sent)
    expect(first.get_by_text("A sound block")).to_have_count(1)  # two before the page hears of it
    expect(first.locator(".unknown")).to_contain_text("This page cannot draw this block")
    expect(second.locator(".unknown")).to_contain_text("This page cannot draw this message")
    expect(second).to_contain_text("The second")


def test_only_safe_addresses_become_links(page: Page, slack: Slack, shaw: Person) -> None:
    unsafe = actions(
        "unsafe", button("scripted", "Scripted"), menu("overflow", "more", options=[option("Hidden script")])
    )
    client, channel = WebClient(slack.bot_token, base_url=slack.api_url), shaw.dm.id
    ts = client.chat_postMessage(channel=channel, text="x", blocks=[unsafe])["ts"]

    def spoil(workspace: Workspace) -> None:
        [block] = found(workspace, channel, ts).blocks or []
        block["elements"][0]["url"] = SCRIPT
        block["elements"][1]["options"][0]["url"] = SCRIPT
        workspace.changes.bump()

    slack.sandbox.look(spoil)
    message = page.locator(f'[data-ts="{ts}"]')
    message.get_by_role("button", name="Scripted").click()
    message.get_by_role("button", name="More actions", exact=True).click()
    message.get_by_role("menuitem", name="Hidden script").click()
    expect(page.locator(".message .text").filter(has_text="more: Hidden script")).to_be_visible()
    expect(message.get_by_role("link")).to_have_count(0)
    assert len(page.context.pages) == 1
