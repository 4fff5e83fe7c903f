"""What else a message carries: secondary attachments, and metadata."""

import json
from typing import Any

from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import (
    LINKS,
    WEB,
    Check,
    Fault,
    Place,
    boolean,
    listing,
    matching,
    number,
    one_of,
    shape,
    string,
    url,
)
from liaison.sandbox.rules.surfaces import check_message_blocks

_text = string(limits.MESSAGE_TEXT, 0)
_link, _picture = url(limits.IMAGE_URL, LINKS), url(limits.IMAGE_URL, WEB)
_colour = matching(r"good|warning|danger|#?[0-9A-Fa-f]{6}", "good, warning, danger or a colour like #36a64f")
_field = shape({}, {"title": _text, "value": _text, "short": boolean}, typed=False)


def _moment(value: Any, place: Place) -> list[Fault]:
    """A time in seconds, as a number or as the ts of a message."""
    return number(value, place) and matching(r"\d+(\.\d+)?", "a time in seconds")(value, place)


def _object(value: Any, place: Place) -> list[Fault]:
    return [] if isinstance(value, dict) else place.fault("must be an object")


_ATTACHMENT: dict[str, Check] = {
    **dict.fromkeys(("fallback", "pretext", "author_name", "author_subname", "title", "text"), _text),
    **dict.fromkeys(("author_link", "title_link"), _link),
    **dict.fromkeys(("author_icon", "image_url", "thumb_url", "footer_icon"), _picture),
    "footer": string(limits.ATTACHMENT_FOOTER, 0),
    "color": _colour,
    "fields": listing(_field, limits.ATTACHMENTS, 0),
    "mrkdwn_in": listing(one_of("pretext", "text", "fields"), 3, 0),
    "ts": _moment,
    "callback_id": string(limits.ID),
    "actions": listing(_object, limits.ATTACHMENT_ACTIONS, 0),
    "attachment_type": _text,
    "preview": _object,
}


def check_attachments(value: Any) -> list[Fault]:
    """The attachments of a message; the blocks in each have their own fifty."""
    if not isinstance(value, list):
        return [Fault("/attachments", "must be an array of objects", "invalid_attachments")]
    if len(value) > limits.ATTACHMENTS:
        return [Fault("/attachments", f"more than {limits.ATTACHMENTS}", "too_many_attachments")]
    return [fault for n, each in enumerate(value) for fault in _attachment(each, f"/attachments/{n}")]


def _attachment(value: Any, at: str) -> list[Fault]:
    rest = (
        {name: each for name, each in value.items() if name != "blocks"} if isinstance(value, dict) else value
    )
    # Uncertain: Slack passes over properties that it does not know; here they are mistakes, as in blocks.
    faults = shape({}, _ATTACHMENT, typed=False)(rest, Place("message", at=at))
    if faults:
        return [Fault(fault.pointer, fault.sentence, "invalid_attachments") for fault in faults]
    if "blocks" in value:
        return check_message_blocks(value["blocks"], f"{at}/blocks")
    # Uncertain: Slack shows nothing of an attachment without content, and refuses it only if the message is empty.
    shown = (
        "text",
        "fallback",
        "pretext",
        "title",
        "fields",
        "image_url",
        "thumb_url",
        "author_name",
        "footer",
    )
    if not any(value.get(name) for name in shown):
        return [Fault(at, "must have blocks, text or fallback", "invalid_attachments")]
    return []


def _payload(value: Any, place: Place) -> list[Fault]:
    """Values that Slack keeps: texts, numbers, truths, and objects and arrays of them."""
    if isinstance(value, dict):
        return [fault for name, each in value.items() for fault in _payload(each, place.into(name))]
    if isinstance(value, list):
        return [fault for n, each in enumerate(value) for fault in _payload(each, place.into(n))]
    if isinstance(value, str | bool):
        return []
    return number(value, place)


_METADATA = shape(
    {
        "event_type": string(limits.ID),
        "event_payload": lambda value, place: _object(value, place) or _payload(value, place),
    },
    typed=False,
)


def check_metadata(value: Any) -> list[Fault]:
    """Message metadata: an event type and a payload of plain values."""
    faults = _METADATA(value, Place("message", at="/metadata"))
    if not faults and len(json.dumps(value).encode()) > limits.METADATA_BYTES:
        return [Fault("/metadata", f"more than {limits.METADATA_BYTES} bytes", "metadata_too_large")]
    return [Fault(fault.pointer, fault.sentence, "invalid_metadata_format") for fault in faults]
