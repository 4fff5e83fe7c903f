"""Messages as people read them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.bad_blocks import (
    PICTURE,
    TEXT_INPUT,
    actions,
    button,
    field,
    option,
    plain,
    radio,
    rich,
    section,
    select,
)
from tests.sandbox.bad_blocks import (
    mrkdwn as marked,
)
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.newer_blocks import (
    LINK,
    WORDS,
    alert,
    bars,
    card,
    carousel,
    chart,
    container,
    context_actions,
    data_table,
    feedback,
    figure,
    icon,
    plan,
    raw,
    starter,
    task,
    video,
)

from liaison.sandbox.changes import Changes
from liaison.sandbox.clock import Clock
from liaison.sandbox.delivery.faults import Faults
from liaison.sandbox.journal import Journal
from liaison.sandbox.language.render import blocks_text, mrkdwn
from liaison.sandbox.manifest import Manifest
from liaison.sandbox.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    clock = Clock(datetime(2026, 11, 22, tzinfo=UTC))
    found = Workspace(
        Manifest.load(MANIFEST),
        clock,
        Changes(),
        Journal(clock),
        Faults(frozenset(), frozenset(), frozenset()),
    )
    found.add_user("Mrs L L Shaw")
    return found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*Barrow CDRP*: Mrs L L Shaw", "Barrow CDRP: Mrs L L Shaw"),
        ("_now_ and ~then~, `code`", "now and then, code"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("<https://example.org|the list> <https://example.org>", "the list https://example.org"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<@U0SANDBOX> in <#C404|ppp> <!here>", "@Echo in #ppp @here"),
        ("<!date^1700000000^{date}|9 March 2009>", "9 March 2009"),
        ("R&amp;D &lt;now&gt;", "R&D <now>"),
    ],
)
def test_markup(workspace: Workspace, written: str, read: str) -> None:
    assert mrkdwn(workspace, written) == read


def test_blocks(workspace: Workspace) -> None:
    blocks: list[Any] = [
        {"type": "header", "text": plain("Reviews")},
        {"type": "divider"},
        section(text=marked("*One*"), fields=[marked("_Two_")], accessory=PICTURE),
        {"type": "context", "elements": [marked("Small"), PICTURE]},
        {
            **actions(button(), select(action_id="m", placeholder=plain("Pick")), radio(action_id="r")),
            "block_id": "a",
        },
        {**actions({"type": "overflow", "options": [option()]}), "block_id": "o"},
        field({**TEXT_INPUT, "action_id": "t"}, block_id="f", label=plain("1. Why?")),
        PICTURE,
        {"type": "markdown", "text": "Plain *enough*"},
        rich(
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Rich "}, {"type": "user", "user_id": "U0SANDBOX"}],
            }
        ),
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1, "text": "1"}]],
        },
    ]
    values: Any = {
        "a": {
            "m": {"type": "static_select", "selected_option": option("o1")},
            "r": {"type": "radio_buttons", "selected_option": option("o0")},
        },
        "f": {"t": {"type": "plain_text_input", "value": "Because"}},
    }
    assert blocks_text(workspace, blocks, values).split("\n") == [
        "Reviews",
        "---",
        "One",
        "Two",
        "(image: A chart)",
        "Small (image: A chart)",
        "[Press] [o1] (x) o0 ( ) o1",
        "[…]",
        "1. Why?: [Because]",
        "(image: A chart)",
        "Plain *enough*",
        "Rich @Echo",
        "a | 1",
    ]


NEWER: list[tuple[dict[str, Any], list[str]]] = [
    (alert(text=marked("*Late*"), level="warning"), ["(warning) Late"]),
    (
        card(hero_image=PICTURE, subtitle=plain("Area"), body=marked("_Two_"), actions=[button()]),
        ["(image: A chart)", "Barrow CDRP", "Area", "Two", "[Press]"],
    ),
    (carousel(card(), card()), ["Barrow CDRP", "Barrow CDRP"]),
    (container(section(), subtitle=plain("Below")), ["Text", "Below", "Text"]),
    (container(video(), rich_text_title=WORDS), ["x", "(video: Text)"]),
    (context_actions(feedback(), icon()), ["[Good] [Poor] [Delete]"]),
    (actions(starter()), ["[Start]"]),
    (data_table() | {"rows": [[raw("a"), raw("b")], [figure(1.5), WORDS]]}, ["Reports", "a | b", "1.5 | x"]),
    (chart(), ["Reports", "s0: 1", "s1: 2"]),
    (chart(chart=bars("North")), ["Reports", "North: Mon 1.5, Tue 1.5"]),
    (plan(task(status="complete"), {"task_id": "t2", "title": "Next"}), ["Working", "(complete) Looking it up", "Next"]),
    (task(details=WORDS, sources=[LINK]), ["Looking it up", "x", "The source"]),
]  # fmt: skip


@pytest.mark.parametrize(("block", "lines"), NEWER, ids=[block["type"] for block, _ in NEWER])
def test_newer_blocks(workspace: Workspace, block: dict[str, Any], lines: list[str]) -> None:
    assert blocks_text(workspace, [block]).split("\n") == lines
