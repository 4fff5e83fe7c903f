"""Blocks, and lists of blocks, as messages and views hold them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from liaison.sandbox import limits
from liaison.sandbox.elements import element
from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.objects import plain, text
from liaison.sandbox.rich import rich_text_elements, table_columns, table_rows, table_size
from liaison.sandbox.shapes import (
    Check,
    Fault,
    Place,
    boolean,
    by_type,
    listing,
    rule,
    shape,
    string,
    url,
)

_BLOCK_ID = {"block_id": string(limits.ID)}
_IMAGE_SOURCE = {
    "image_url": url(limits.IMAGE_URL),
    "slack_file": shape({}, {"id": string(limits.ID), "url": url(limits.IMAGE_URL)}, typed=False),
}
_one_source = rule(
    lambda e: ("image_url" in e) != ("slack_file" in e), "must have either image_url or slack_file"
)
_picture = shape({"alt_text": string(limits.IMAGE_ALT)}, _IMAGE_SOURCE, _one_source)


def _accessory(value: Any, place: Place) -> list[Fault]:
    if as_object(value).get("type") == "image":
        return _picture(value, place)
    return element(value, place.inside("section"))


def _in(block: str) -> Check:
    return lambda value, place: element(value, place.inside(block))


def _context_element(value: Any, place: Place) -> list[Fault]:
    if as_object(value).get("type") == "image":
        return _picture(value, place)
    return text()(value, place)


def _dispatch(value: Any, place: Place) -> list[Fault]:
    kind = as_object(value.get("element")).get("type")
    if value.get("dispatch_action") and kind == "file_input":
        return place.into("dispatch_action").fault(f"not possible with an element of type {kind}")
    return []


BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **_BLOCK_ID,
            "text": text(),
            "fields": listing(text(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": _accessory,
            "expand": boolean,
        },
        rule(lambda e: "text" in e or "fields" in e, "must define either `text` or `fields`"),
    ),
    "divider": shape({}, _BLOCK_ID),
    "header": shape({"text": plain(limits.HEADER_TEXT)}, _BLOCK_ID),
    "context": shape({"elements": listing(_context_element, limits.CONTEXT_ELEMENTS)}, _BLOCK_ID),
    "actions": shape({"elements": listing(_in("actions"), limits.ACTIONS_ELEMENTS)}, _BLOCK_ID),
    "input": shape(
        {"label": plain(limits.LABEL), "element": _in("input")},
        {**_BLOCK_ID, "hint": plain(limits.HINT), "optional": boolean, "dispatch_action": boolean},
        _dispatch,
    ),
    "image": shape(
        {"alt_text": string(limits.IMAGE_ALT)},
        {**_BLOCK_ID, **_IMAGE_SOURCE, "title": plain(limits.IMAGE_TITLE)},
        _one_source,
    ),
    "markdown": shape({"text": string(limits.MARKDOWN_TEXT)}, _BLOCK_ID),
    "rich_text": shape({"elements": rich_text_elements}, _BLOCK_ID),
    "table": shape({"rows": table_rows}, {**_BLOCK_ID, "column_settings": table_columns}, table_size),
}
MESSAGE_ONLY = ("markdown", "table")

_block = by_type(lambda: BLOCKS)


def check_blocks(value: Any, place: Place) -> list[Fault]:
    """A whole list of blocks, with the rules that hold across blocks."""
    most = limits.MESSAGE_BLOCKS if place.surface == "message" else limits.VIEW_BLOCKS
    faults = listing(_allowed, most, 0)(value, place)
    if faults:
        return faults
    blocks: list[Json] = value
    return [*_unique_blocks(blocks, place), *_unique_actions(blocks, place), *_across(blocks, place)]


def _allowed(value: Any, place: Place) -> list[Fault]:
    kind = as_object(value).get("type")
    if place.surface != "message" and kind in MESSAGE_ONLY:
        return place.into("type").fault(f"unsupported type: {kind} in a {place.surface}")
    return _block(value, place)


def _unique_blocks(blocks: list[Json], place: Place) -> Iterator[Fault]:
    counts = Counter(block["block_id"] for block in blocks if "block_id" in block)
    seen: set[str] = set()
    for n, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen and counts[block_id] > 1:
            yield from place.into(n, "block_id").fault(f"`block_id` {block_id!r} already exists")
        if block_id is not None:
            seen.add(block_id)


def _unique_actions(blocks: list[Json], place: Place) -> Iterator[Fault]:
    for n, block in enumerate(blocks):
        seen: set[str] = set()
        for m, each in enumerate(as_list(block.get("elements")) if block["type"] == "actions" else []):
            action_id = each.get("action_id")
            if action_id in seen:
                yield from place.into(n, "elements", m, "action_id").fault(
                    f"`action_id` {action_id!r} already exists in this block"
                )
            if action_id is not None:
                seen.add(action_id)


def _across(blocks: list[Json], place: Place) -> Iterator[Fault]:
    focused = [e for _, e in elements_of(blocks) if e.get("focus_on_load")]
    if len(focused) > limits.FOCUS_ON_LOAD:
        yield from place.fault("only one element may have focus_on_load")
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > limits.MARKDOWN_TEXT:
        yield from place.fault(f"must be less than {limits.MARKDOWN_TEXT + 1} characters of markdown in all")
    if sum(b["type"] == "table" for b in blocks) > limits.TABLES:
        yield from place.fault("only one table is allowed", "only_one_table_allowed")


def elements_of(blocks: list[Json] | None) -> Iterator[tuple[Json, Json]]:
    """Every element a person can use, with the block it stands in."""
    for block in blocks or []:
        match block.get("type"):
            case "section" if as_object(block.get("accessory")).get("type", "image") != "image":
                yield block, block["accessory"]
            case "input":
                yield block, block["element"]
            case "actions":
                for each in block["elements"]:
                    yield block, each
