"""What people type, as the rich text that Slack makes of it. Marks such as *bold* stay as they were typed."""

import re

from liaison.sandbox.jsons import Json

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def typed_rich_text(text: str) -> Json:
    """Plain text as a rich text object, as a rich_text_input gives it."""
    return _rich_text([_text(text)])


def message_rich_text(text: str) -> Json:
    """The text of a person's message, in which mentions and links stand in angle brackets, as a rich text object."""
    parts: list[Json] = []
    end = 0
    for found in _LINK.finditer(text):
        if found.start() > end:
            parts.append(_text(_unescaped(text[end : found.start()])))
        parts.append(_link(found[1], found[2]))
        end = found.end()
    if end < len(text):
        parts.append(_text(_unescaped(text[end:])))
    return _rich_text(parts)


def _rich_text(parts: list[Json]) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _link(target: str, label: str | None) -> Json:
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target in ("!here", "!channel", "!everyone"):
        return {"type": "broadcast", "range": target[1:]}
    link = {"type": "link", "url": _unescaped(target)}
    return {**link, "text": _unescaped(label)} if label else link
