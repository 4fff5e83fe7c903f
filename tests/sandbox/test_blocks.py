"""What Slack takes for blocks and views, and what it refuses."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.bad_blocks import (
    BAD,
    BAD_VIEWS,
    GROUP,
    PICTURE,
    TEXT_INPUT,
    TITLE,
    actions,
    button,
    confirm,
    field,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    radio,
    rich,
    section,
    select,
    table,
)

from liaison.sandbox.rules.attachments import check_metadata
from liaison.sandbox.rules.blocks import BLOCKS
from liaison.sandbox.rules.elements import KINDS
from liaison.sandbox.rules.shapes import Place
from liaison.sandbox.rules.surfaces import check_message_blocks, check_view
from liaison.sandbox.workspace import with_ids

GOOD: list[tuple[str, list[dict[str, Any]]]] = [
    ("nothing", []),
    ("every limit of a section", [section(block_id="x" * 255, text=mrkdwn("x" * 3000), expand=True)]),
    ("fields", [{"type": "section", "fields": [mrkdwn("x" * 100)] * 10}]),
    ("a picture beside a text", [section(accessory=PICTURE)]),
    ("a header", [{"type": "header", "text": plain("x" * 150)}]),
    ("a context", [{"type": "context", "elements": [mrkdwn(), plain(), PICTURE]}]),
    ("25 buttons", [actions(*[button(action_id=str(n), value="v") for n in range(25)])]),
    ("a button that asks", [actions(button(style="danger", confirm=confirm(style="danger")))]),
    ("the same action_id in two blocks", [actions(button(action_id="a")), actions(button(action_id="a"))]),
    ("menus", [actions(select(initial_option=option("o1")), {"type": "users_select"}, {"type": "channels_select"})]),
    ("groups", [actions({"type": "static_select", "option_groups": [GROUP], "initial_option": option("o0")})]),
    ("a type-ahead menu", [actions({"type": "external_select", "min_query_length": 0})]),
    ("choices", [actions(radio(), {"type": "checkboxes", "options": [{"text": mrkdwn("*a*"), "value": "a"}]})]),
    ("an overflow with a link", [actions({"type": "overflow", "options": [option(url="https://example.org")]})]),
    ("pickers", [actions({"type": "datepicker", "initial_date": "2024-02-29"}, {"type": "timepicker", "initial_time": "09:30"}, {"type": "datetimepicker", "initial_date_time": 1700000000})]),
    ("an input", [field({**TEXT_INPUT, "multiline": True, "min_length": 1, "max_length": 3000}, optional=True)]),
    ("several chosen", [section(accessory={"type": "multi_static_select", "options": options(3), "initial_options": options(2)})]),
    ("a table", [table(rows=100, columns=20)]),
    ("markdown", [{"type": "markdown", "text": "x" * 12_000}]),
    (
        "rich text",
        [
            rich(
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}]},
                {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "one", "unicode": "0031-fe0f-20e3"}, {"type": "emoji", "name": "eyes", "unicode": "1f440"}]},
                {"type": "rich_text_section", "elements": [{"type": "date", "timestamp": 1392734382, "format": "{date_long_full} at {time}, {ago}"}]},
                {"type": "rich_text_list", "style": "ordered", "elements": [{"type": "rich_text_section", "elements": []}]},
                {"type": "rich_text_preformatted", "elements": [], "border": 0},
            )
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "blocks"), GOOD, ids=[what for what, _ in GOOD])
def test_good_blocks_are_taken(what: str, blocks: list[dict[str, Any]]) -> None:
    assert check_message_blocks(blocks) == [], what


@pytest.mark.parametrize(("what", "blocks", "pointer"), BAD, ids=[what for what, _, _ in BAD])
def test_bad_blocks_are_refused_at_the_fault(what: str, blocks: Any, pointer: str) -> None:
    faults = check_message_blocks(blocks)
    assert {fault.pointer for fault in faults} == {pointer}, what
    assert all(fault.sentence for fault in faults)


@pytest.mark.parametrize(("what", "view", "pointer"), BAD_VIEWS, ids=[what for what, _, _ in BAD_VIEWS])
def test_bad_views_are_refused_at_the_fault(what: str, view: Any, pointer: str) -> None:
    faults = check_view(view, "modal")
    assert [(fault.pointer, fault.code) for fault in faults] == [(pointer, "invalid_arguments")], what


def test_every_kind_of_field_fits_in_a_modal() -> None:
    needs: dict[str, dict[str, Any]] = {
        "number_input": {"is_decimal_allowed": True},
        "static_select": {"options": options(1)},
        "multi_static_select": {"options": options(1)},
        "radio_buttons": {"options": options(1)},
        "checkboxes": {"options": options(1)},
    }
    fields = [
        field({"type": kind, **needs.get(kind, {})}) for kind, of in KINDS.items() if "input" in of.blocks
    ]
    assert check_view(modal(*fields, submit=TITLE), "modal") == []
    assert len(fields) > 15


def test_a_view_of_more_than_250_kilobytes() -> None:
    texts = [section(text=plain("x" * 3000)) for _ in range(90)]
    assert [fault.code for fault in check_view(modal(*texts), "modal")] == ["view_too_large"]


def test_a_home_has_neither_title_nor_submit() -> None:
    home = {"type": "home", "blocks": [section()]}
    assert check_view(home, "home") == []
    assert check_view({**home, "submit": TITLE}, "home")
    assert check_view({"type": "home", "blocks": [actions({"type": "datetimepicker"})]}, "home")


@pytest.mark.parametrize(
    "bad",
    [
        [],
        {},
        {"event_type": "a"},
        {"event_type": "", "event_payload": {}},
        {"event_type": "a", "event_payload": []},
    ],
)
def test_bad_metadata(bad: Any) -> None:
    assert {fault.code for fault in check_metadata(bad)} == {"invalid_metadata_format"}


def test_ids_are_given_to_what_has_none() -> None:
    filled = with_ids([section(), actions(button())])
    assert filled is not None
    assert all(block["block_id"] for block in filled)
    assert filled[1]["elements"][0]["action_id"]


_names = st.sampled_from(
    sorted(
        {
            *BLOCKS,
            *KINDS,
            "plain_text",
            "mrkdwn",
            "text",
            "options",
            "elements",
            "element",
            "label",
            "accessory",
            "type",
            "fields",
            "rows",
            "block_id",
            "action_id",
            "value",
            "initial_option",
            "confirm",
        }
    )
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | _names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=12,
)
_nearly_blocks = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(BLOCKS))},
        optional=dict.fromkeys(
            ("text", "elements", "element", "accessory", "fields", "label", "rows", "block_id"), _json
        ),
    ),
    max_size=3,
)


@settings(max_examples=200, deadline=None)
@given(_json | _nearly_blocks)
def test_any_json_is_taken_or_refused_in_order(value: Any) -> None:
    for fault in check_message_blocks(value):
        assert fault.pointer.startswith("/blocks")
    for fault in check_view({"type": "modal", "title": TITLE, "blocks": value}, "modal"):
        assert fault.pointer.startswith("/view")
    json.dumps(value)
    assert Place("message").into("a", 0).at == "/a/0"


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 80), st.integers(1, 160))
def test_options_are_taken_up_to_their_limits_and_not_beyond(text: int, value: int) -> None:
    choice = {"text": plain("x" * text), "value": "y" * value}
    taken = not check_message_blocks([actions(select(options=[choice]))])
    assert taken == (text <= 75 and value <= 150)
