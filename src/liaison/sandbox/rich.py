"""Rich text and tables: blocks whose content is structured rather than a text object."""

from typing import Any

from liaison.sandbox import limits
from liaison.sandbox.jsons import as_list, as_object
from liaison.sandbox.shapes import (
    Check,
    Fault,
    Place,
    a_number,
    boolean,
    by_type,
    integer,
    listing,
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
_INLINE: dict[str, Check] = {
    "text": shape({"text": string()}, _STYLE),
    "link": shape({"url": url(limits.BUTTON_URL)}, {**_STYLE, "text": string(), "unsafe": boolean}),
    "user": shape({"user_id": string(limits.ID)}, _STYLE),
    "usergroup": shape({"usergroup_id": string(limits.ID)}, _STYLE),
    "channel": shape({"channel_id": string(limits.ID)}, _STYLE),
    "emoji": shape({"name": string(limits.ID)}, {**_STYLE, "unicode": string(), "skin_tone": integer(1, 6)}),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLE),
    "color": shape({"value": string(7)}, _STYLE),
    "date": shape(
        {"timestamp": integer(0, 9_999_999_999), "format": string()},
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

_cell = by_type(
    lambda: {
        "raw_text": shape({"text": string(limits.TABLE_CHARACTERS, 0)}),
        "raw_number": shape({"value": a_number}, {"text": string()}),
        "rich_text": shape({"elements": rich_text_elements}, {"block_id": string(limits.ID)}),
    }
)
table_rows = listing(listing(_cell, limits.TABLE_COLUMNS), limits.TABLE_ROWS)


def _setting(value: Any, place: Place) -> list[Fault]:
    if value is None:  # a column left as it is
        return []
    return shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}, typed=False)(
        value, place
    )


table_columns = listing(_setting, limits.TABLE_COLUMNS)


def table_size(value: Any, place: Place) -> list[Fault]:
    """The characters of all cells together."""
    cells = [as_object(cell) for row in as_list(value.get("rows")) for cell in as_list(row)]
    if sum(len(plain_text(cell)) for cell in cells) > limits.TABLE_CHARACTERS:
        return place.fault(f"must be less than {limits.TABLE_CHARACTERS + 1} characters in all cells")
    return []


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
        case "user":
            return f"<@{node.get('user_id')}>"
        case "channel":
            return f"<#{node.get('channel_id')}>"
        case "emoji":
            return f":{node.get('name')}:"
        case "broadcast":
            return f"@{node.get('range')}"
        case "date":
            return str(node.get("fallback", ""))
        case "rich_text" | "rich_text_list":
            return "\n".join(plain_text(child) for child in as_list(node.get("elements")))
    return "".join(plain_text(child) for child in as_list(node.get("elements")))
