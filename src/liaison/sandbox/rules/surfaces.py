"""Whole messages and whole views: the rules beyond their blocks."""

import json
from typing import Any
from urllib.parse import urlsplit

from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.blocks import all_blocks, check_across, check_blocks, elements_of
from liaison.sandbox.rules.objects import plain
from liaison.sandbox.rules.shapes import Check, Fault, Place, boolean, one_of, shape, string

_VIEW: dict[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.ID, 0),
    "external_id": string(limits.ID, 0),
}
_MODAL = shape(
    {"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": check_blocks},
    {
        **_VIEW,
        "submit": plain(limits.VIEW_BUTTON),
        "close": plain(limits.VIEW_BUTTON),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"type": one_of("home"), "blocks": check_blocks}, _VIEW)


def check_view(value: Any, surface: str) -> list[Fault]:
    """A view for a modal or for the Home tab (`surface` is "modal" or "home")."""
    place = Place(surface, at="/view")
    if not isinstance(value, dict):
        return [Fault("/view", "must provide an object", "invalid_arguments")]
    if len(json.dumps(value).encode()) > limits.VIEW_BYTES:
        return [Fault("/view", f"must be less than {limits.VIEW_BYTES + 1} bytes", "view_too_large")]
    faults = (_MODAL if surface == "modal" else _HOME)(value, place)
    if not faults and surface == "modal" and "submit" not in value:
        inputs = [n for n, block in enumerate(value["blocks"]) if block["type"] == "input"]
        faults = [Fault("/view", "must define `submit` to use an `input` block in modals")] if inputs else []
    return [Fault(fault.pointer, fault.sentence, "invalid_arguments") for fault in faults]


def check_message_blocks(value: Any, at: str = "/blocks") -> list[Fault]:
    """The blocks of a message: fifty, and not more text than Slack renders."""
    faults = check_blocks(value, Place("message", at=at))
    if not faults and rendered_length(value) > limits.MESSAGE_RENDERED:
        return [Fault(at, "the blocks have more text than a message can show", "msg_blocks_too_long")]
    return faults


def check_together(blocks: list[Json], attachments: list[Json]) -> list[Fault]:
    """What holds for the blocks of a message and those of its attachments together."""
    parts = [(blocks, Place("message", at="/blocks"))]
    for n, each in enumerate(attachments):
        parts.append((as_list(each.get("blocks")), Place("message", at=f"/attachments/{n}/blocks")))
    faults = check_across(parts, Place("message", at="/attachments"))
    # Uncertain: Slack publishes no number for this; here it is the one for the blocks of a message alone.
    if not faults and sum(rendered_length(part) for part, _ in parts) > limits.MESSAGE_RENDERED:
        sentence = "the blocks have more text than a message can show"
        return [Fault("/attachments", sentence, "msg_blocks_too_long")]
    return faults


def rendered_length(value: object) -> int:
    """The characters of all texts in blocks."""
    if isinstance(value, list):
        return sum(map(rendered_length, value))
    node = as_object(value)
    text = node.get("text")
    own = len(text) if isinstance(text, str) else 0
    return own + sum(rendered_length(each) for each in node.values() if isinstance(each, (dict, list)))


def needed_scopes(blocks: list[Json]) -> dict[str, str]:
    """The scopes that blocks need besides those of the method, each with the pointer (from the blocks) to why."""
    needed: dict[str, str] = {}
    for block, at in all_blocks(blocks):
        if block.get("type") == "video":
            needed.setdefault("links.embed:write", at.at)
    for n, block in enumerate(blocks):
        if any(element["type"] == "file_input" for _, element in elements_of([block])):
            needed.setdefault("files:read", f"/{n}")
    return needed


def foreign_videos(blocks: list[Json], domains: tuple[str, ...], at: str) -> list[Fault]:
    """Videos from elsewhere than the app's unfurl domains, or their subdomains."""
    return [
        Fault(f"{place.at}/video_url", "must be of one of the app's unfurl domains")
        for block, place in all_blocks(blocks, Place("", at=at))
        if block.get("type") == "video" and not _within(str(block["video_url"]), domains)
    ]


def _within(address: str, domains: tuple[str, ...]) -> bool:
    host = urlsplit(address).hostname or ""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def input_block_ids(body: Json) -> set[str]:
    """The block ids to which a view's answer may attach errors."""
    return {block["block_id"] for block in as_list(body.get("blocks")) if block.get("type") == "input"}
