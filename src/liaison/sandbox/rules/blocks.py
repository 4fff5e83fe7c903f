"""Blocks, and lists of blocks, as messages and views hold them."""

from collections.abc import Iterator
from typing import Any

from liaison.sandbox.jsons import Json, as_object
from liaison.sandbox.rules import cards, charts, limits
from liaison.sandbox.rules.cards import BLOCK_ID
from liaison.sandbox.rules.elements import element
from liaison.sandbox.rules.objects import image, picture, plain, text
from liaison.sandbox.rules.rich import rich_text, rich_text_elements, table_length
from liaison.sandbox.rules.shapes import (
    Check,
    Fault,
    Place,
    boolean,
    by_type,
    listing,
    one_of,
    rule,
    shape,
    string,
    unique,
)


def _accessory(value: Any, place: Place) -> list[Fault]:
    if as_object(value).get("type") == "image":
        return picture(value, place)
    return element(value, place.inside("section"))


def _in(block: str) -> Check:
    return lambda value, place: element(value, place.inside(block))


def _context_element(value: Any, place: Place) -> list[Fault]:
    if as_object(value).get("type") == "image":
        return picture(value, place)
    return text()(value, place)


def _dispatch(value: Any, place: Place) -> list[Fault]:
    kind = as_object(value.get("element")).get("type")
    if value.get("dispatch_action") and kind == "file_input":
        return place.into("dispatch_action").fault(f"not possible with an element of type {kind}")
    return []


def _child(value: Any, place: Place) -> list[Fault]:
    kind = as_object(value).get("type")
    if isinstance(kind, str) and kind in BLOCKS and kind not in _CHILDREN:
        return place.into("type").fault(f"unsupported type: {kind} in a container")
    return _allowed(value, place)


BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **BLOCK_ID,
            "text": text(),
            "fields": listing(text(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": _accessory,
            "expand": boolean,
        },
        rule(lambda e: "text" in e or "fields" in e, "must define either `text` or `fields`"),
    ),
    "divider": shape({}, BLOCK_ID),
    "header": shape({"text": plain(limits.HEADER_TEXT)}, BLOCK_ID),
    "context": shape({"elements": listing(_context_element, limits.CONTEXT_ELEMENTS)}, BLOCK_ID),
    "actions": shape({"elements": listing(_in("actions"), limits.ACTIONS_ELEMENTS)}, BLOCK_ID),
    "context_actions": shape({"elements": listing(_in("context_actions"), limits.CONTEXT_ACTIONS)}, BLOCK_ID),
    "input": shape(
        {"label": plain(limits.LABEL), "element": _in("input")},
        {**BLOCK_ID, "hint": plain(limits.HINT), "optional": boolean, "dispatch_action": boolean},
        _dispatch,
    ),
    "image": image({**BLOCK_ID, "title": plain(limits.IMAGE_TITLE)}),
    "markdown": shape({"text": string(limits.MARKDOWN_TEXT)}, BLOCK_ID),
    "rich_text": shape({"elements": rich_text_elements}, BLOCK_ID),
    "table": charts.table,
    "data_table": charts.data_table,
    "data_visualization": charts.data_visualization,
    "alert": cards.alert,
    "card": cards.card,
    "carousel": cards.carousel,
    "container": shape(
        {"child_blocks": listing(_child, limits.CONTAINER_BLOCKS)},
        {
            **BLOCK_ID,
            "title": plain(limits.CONTAINER_TITLE),
            "rich_text_title": rich_text,
            "subtitle": text(limits.CONTAINER_TITLE),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": picture,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        rule(lambda e: "title" in e or "rich_text_title" in e, "must have title or rich_text_title"),
        rule(
            lambda e: e.get("is_collapsible", False) or not e.get("default_collapsed"),
            "default_collapsed needs is_collapsible",
        ),
    ),
    "plan": cards.plan,
    "task_card": cards.task_card,
    "video": cards.video,
}
# What may stand in a container. Slack's list has `file` too, which no app can post.
_CHILDREN = frozenset(
    ("rich_text", "actions", "context", "divider", "header", "image", "input", "section", "table", "video")
)
# Uncertain: Slack's pages do not agree on where tables, charts, cards and containers may stand, and alerts have
# been seen in modals only.
MESSAGE_ONLY = frozenset(
    (
        "markdown", "table", "data_table", "data_visualization", "card", "carousel", "container",
        "context_actions", "plan", "task_card",
    )
)  # fmt: skip
MODAL_ONLY = frozenset(("alert",))

_block = by_type(lambda: BLOCKS)


def check_blocks(value: Any, place: Place) -> list[Fault]:
    """A whole list of blocks, with the rules that hold across blocks."""
    most = limits.MESSAGE_BLOCKS if place.surface == "message" else limits.VIEW_BLOCKS
    faults = listing(_allowed, most, 0)(value, place)
    if faults:
        return faults
    blocks: list[Json] = value
    return [*_unique_actions(blocks, place), *check_across([(blocks, place)], place)]


def check_across(parts: list[tuple[list[Json], Place]], whole: Place) -> list[Fault]:
    """The rules that hold across blocks, also of lists that stand in several places of one message."""
    return [*_unique_blocks(parts), *_across([block for blocks, _ in parts for block in blocks], whole)]


def _allowed(value: Any, place: Place) -> list[Fault]:
    kind = as_object(value).get("type")
    elsewhere = {"message": MODAL_ONLY, "modal": MESSAGE_ONLY}.get(place.surface, MESSAGE_ONLY | MODAL_ONLY)
    if isinstance(kind, str) and kind in elsewhere:
        return place.into("type").fault(f"unsupported type: {kind} in a {place.surface}")
    return _block(value, place)


_ROOT = Place("message")


def all_blocks(blocks: list[Json], place: Place = _ROOT) -> Iterator[tuple[Json, Place]]:
    """The blocks and those inside them, each with its place."""
    for n, block in enumerate(blocks):
        at = place.into(n)
        yield block, at
        for name in _INSIDE.get(str(block.get("type")), ()):
            yield from all_blocks(block.get(name, []), at.into(name))


_INSIDE = {"container": ("child_blocks",), "carousel": ("elements",), "plan": ("tasks",)}


def _unique_blocks(parts: list[tuple[list[Json], Place]]) -> list[Fault]:
    every = (pair for blocks, place in parts for pair in all_blocks(blocks, place))
    found = [(block, at) for block, at in every if "block_id" in block]
    ids = [block["block_id"] for block, _ in found]
    return unique(ids, "`block_id`", lambda n: found[n][1].into("block_id"))


# The property in which a block keeps the elements that a person can press.
_PRESSED = {"actions": "elements", "context_actions": "elements", "card": "actions"}


def _unique_actions(blocks: list[Json], place: Place) -> Iterator[Fault]:
    for block, at in all_blocks(blocks, place):
        if name := _PRESSED.get(str(block.get("type"))):
            yield from _unique_elements(block.get(name, []), at.into(name))


def _unique_elements(elements: list[Json], place: Place) -> list[Fault]:
    ids = [each.get("action_id") for each in elements]
    return unique(ids, "`action_id`", lambda n: place.into(n, "action_id"))


def _across(blocks: list[Json], place: Place) -> Iterator[Fault]:
    focused = [e for _, e in elements_of(blocks) if e.get("focus_on_load")]
    if len(focused) > limits.FOCUS_ON_LOAD:
        yield from place.fault("only one element may have focus_on_load")
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > limits.MARKDOWN_TEXT:
        yield from place.fault(f"must be less than {limits.MARKDOWN_TEXT + 1} characters of markdown in all")
    kinds = [block.get("type") for block, _ in all_blocks(blocks, place)]
    if kinds.count("table") > limits.TABLES:
        yield from place.fault("only one table is allowed", "only_one_table_allowed")
    if kinds.count("data_visualization") > limits.CHARTS:
        yield from place.fault(f"no more than {limits.CHARTS} charts allowed")
    tables = [b for b, _ in all_blocks(blocks, place) if b.get("type") in ("table", "data_table")]
    if len(tables) > 1 and sum(map(table_length, tables)) > limits.TABLE_CHARACTERS:
        yield from place.fault(f"must be less than {limits.TABLE_CHARACTERS + 1} characters in all tables")


def elements_of(blocks: list[Json] | None) -> Iterator[tuple[Json, Json]]:
    """Every element a person can use, with the block it stands in."""
    for block, _ in all_blocks(blocks or []):
        match block.get("type"):
            case "section" if as_object(block.get("accessory")).get("type", "image") != "image":
                yield block, block["accessory"]
            case "input":
                yield block, block["element"]
            case "actions" | "context_actions" | "card" as kind:
                for each in block.get(_PRESSED[kind], []):
                    yield block, each
