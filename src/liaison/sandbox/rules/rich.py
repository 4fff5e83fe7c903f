"""Rich text and tables: blocks whose content is structured rather than a text object."""

import re
from collections import defaultdict
from typing import Any

from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import (
    Check,
    Fault,
    Place,
    boolean,
    by_type,
    integer,
    listing,
    matching,
    number,
    one_of,
    shape,
    string,
    url,
)

_STYLE = {
    "style": shape(
        {},
        dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean),
        typed=False,
    )
}
_MANY = 1_000
_POINT = r"(?!d[89a-f])(?:10|0?[1-9a-f])?[0-9a-f]{4}"  # up to 10ffff; half a surrogate pair is no character
_code_points = matching(rf"(?i){_POINT}(-{_POINT})*", "code points like 1f44d-1f3fd")
_DATE_FORMS = {
    "day_divider_pretty",
    "date_num",
    "date_slash",
    "date_long",
    "date_long_full",
    "date_long_pretty",
    "date",
    "date_pretty",
    "date_short",
    "date_short_pretty",
    "time",
    "time_secs",
    "ago",
}


def _date_format(value: Any, place: Place) -> list[Fault]:
    """Uncertain: Slack may show a token that it does not know as it is; here it is a mistake."""
    faults = string()(value, place)
    if faults:
        return faults
    tokens = set(re.findall(r"\{([^{}]*)\}", value))
    if not tokens:
        return place.fault("must have a token like {date_long}")
    unknown = sorted(tokens - _DATE_FORMS)
    return place.fault(f"unknown token: {{{unknown[0]}}}") if unknown else []


_INLINE: dict[str, Check] = {
    "text": shape({"text": string()}, _STYLE),
    "link": shape({"url": url(limits.BUTTON_URL)}, {**_STYLE, "text": string(), "unsafe": boolean}),
    "user": shape({"user_id": string(limits.ID)}, _STYLE),
    "usergroup": shape({"usergroup_id": string(limits.ID)}, _STYLE),
    "channel": shape({"channel_id": string(limits.ID)}, _STYLE),
    "emoji": shape(
        {"name": string(limits.ID)}, {**_STYLE, "unicode": _code_points, "skin_tone": integer(1, 6)}
    ),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLE),
    "color": shape({"value": string(7)}, _STYLE),
    "date": shape(
        {"timestamp": integer(0, 9_999_999_999), "format": _date_format},
        {**_STYLE, "url": url(limits.BUTTON_URL), "fallback": string()},
    ),
}
_inline = listing(by_type(lambda: _INLINE), _MANY, 0)
_border = {"border": integer(0, 1)}
_section = shape({"elements": _inline})
_PARTS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": listing(by_type(lambda: {"rich_text_section": _section}), _MANY),
        },
        {**_border, "indent": integer(0, 8), "offset": integer(0, _MANY)},
    ),
    "rich_text_quote": shape({"elements": _inline}, _border),
    "rich_text_preformatted": shape({"elements": _inline}, {**_border, "language": string()}),
}
rich_text_elements = listing(by_type(lambda: _PARTS), _MANY)
rich_text = by_type(
    lambda: {"rich_text": shape({"elements": rich_text_elements}, {"block_id": string(limits.ID)})}
)

_RAW: dict[str, Check] = {
    "raw_text": shape({"text": string(limits.TABLE_CHARACTERS, 0)}),
    "raw_number": shape({"value": number, "text": string(limits.TABLE_CHARACTERS)}),
}
raw_cell = by_type(lambda: _RAW)


def cell(value: Any, place: Place) -> list[Fault]:
    """A cell of a table: raw text, a number, or rich text."""
    return (rich_text if as_object(value).get("type") == "rich_text" else raw_cell)(value, place)


table_rows = listing(listing(cell, limits.TABLE_COLUMNS), limits.TABLE_ROWS)


def _setting(value: Any, place: Place) -> list[Fault]:
    if value is None:  # a column left as it is
        return []
    return shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}, typed=False)(
        value, place
    )


table_columns = listing(_setting, limits.TABLE_COLUMNS)


def table_length(table: Json) -> int:
    """The characters of all cells together."""
    return sum(len(plain_text(each)) for row in table["rows"] for each in row)


_MENTIONS = {
    "user": "<@{user_id}>",
    "usergroup": "<!subteam^{usergroup_id}>",
    "channel": "<#{channel_id}>",
    "emoji": ":{name}:",
    "broadcast": "@{range}",
    "color": "{value}",
}


def plain_text(value: object) -> str:
    """The characters of rich text, or of a table's cell, as a person reads them."""
    node = as_object(value)
    match node.get("type"):
        case "text" | "raw_text":
            return str(node.get("text", ""))
        case "raw_number":
            return str(node.get("text") or node.get("value", ""))
        case "link":
            return str(node.get("text") or node.get("url", ""))
        case "date":
            return str(node.get("fallback", ""))
        case str() as kind if kind in _MENTIONS:
            return _MENTIONS[kind].format_map(defaultdict(str, node))
        case "rich_text" | "rich_text_list":
            return "\n".join(plain_text(child) for child in as_list(node.get("elements")))
    return "".join(plain_text(child) for child in as_list(node.get("elements")))
