"""Blocks that Slack refuses, each with the pointer to its fault."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain(value), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(f"o{n}") for n in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(2), **more}


def radio(**more: Any) -> Json:
    return {"type": "radio_buttons", "options": options(2), **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain("Yes"), "deny": plain("No"), **more}


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def phrase(*pieces: Json) -> Json:
    return rich({"type": "rich_text_section", "elements": list(pieces)})


PICTURE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart"}
GROUP = {"label": plain("Group"), "options": options(1)}
TEXT_INPUT = {"type": "plain_text_input"}

# What is wrong, the blocks of a message, and where the fault is.
BAD: list[tuple[str, Any, str]] = [
    ("not an array", {"type": "divider"}, "/blocks"),
    ("not an object", ["divider"], "/blocks/0"),
    ("no type", [{}], "/blocks/0"),
    ("an unknown type", [{"type": "marquee"}], "/blocks/0/type"),
    ("an unknown property", [section(colour="red")], "/blocks/0"),
    ("51 blocks", [{"type": "divider"}] * 51, "/blocks"),
    ("a long block_id", [section(block_id="x" * 256)], "/blocks/0/block_id"),
    ("an empty block_id", [section(block_id="")], "/blocks/0/block_id"),
    ("a block_id twice", [section(block_id="a"), section(block_id="a")], "/blocks/1/block_id"),
    ("a section of nothing", [{"type": "section"}], "/blocks/0"),
    ("an empty text", [section(text=mrkdwn(""))], "/blocks/0/text/text"),
    ("a text of 3,001", [section(text=mrkdwn("x" * 3001))], "/blocks/0/text/text"),
    ("a bare string for a text", [section(text="Text")], "/blocks/0/text"),
    ("emoji in mrkdwn", [section(text={**mrkdwn(), "emoji": True})], "/blocks/0/text"),
    ("verbatim in plain text", [section(text={**plain(), "verbatim": True})], "/blocks/0/text"),
    ("an unknown kind of text", [section(text={"type": "html", "text": "x"})], "/blocks/0/text/type"),
    ("eleven fields", [{"type": "section", "fields": [mrkdwn()] * 11}], "/blocks/0/fields"),
    ("no fields", [{"type": "section", "fields": []}], "/blocks/0/fields"),
    ("a field of 2,001", [{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "/blocks/0/fields/0/text"),
    ("a divider with a text", [{"type": "divider", "text": plain()}], "/blocks/0"),
    ("a header in mrkdwn", [{"type": "header", "text": mrkdwn()}], "/blocks/0/text/type"),
    ("a header of 151", [{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    ("a context of nothing", [{"type": "context", "elements": []}], "/blocks/0/elements"),
    ("a context of eleven", [{"type": "context", "elements": [mrkdwn()] * 11}], "/blocks/0/elements"),
    ("a button in a context", [{"type": "context", "elements": [button()]}], "/blocks/0/elements/0/type"),
    ("actions of nothing", [actions()], "/blocks/0/elements"),
    ("26 actions", [actions(*[button()] * 26)], "/blocks/0/elements"),
    ("a text in actions", [actions(mrkdwn())], "/blocks/0/elements/0/type"),
    ("an input's element in actions", [actions(TEXT_INPUT)], "/blocks/0/elements/0/type"),
    (
        "a multi-select in actions",
        [actions({"type": "multi_static_select", "options": options(1)})],
        "/blocks/0/elements/0/type",
    ),
    (
        "an action_id twice",
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements/1/action_id",
    ),
    ("a long action_id", [actions(button(action_id="x" * 256))], "/blocks/0/elements/0/action_id"),
    ("an image without words", [{"type": "image", "image_url": "https://example.org/a"}], "/blocks/0"),
    ("an image with empty words", [{**PICTURE, "alt_text": ""}], "/blocks/0/alt_text"),
    ("an image of nothing", [{"type": "image", "alt_text": "x"}], "/blocks/0"),
    ("an image from two sources", [{**PICTURE, "slack_file": {"id": "F1"}}], "/blocks/0"),
    ("an image with a mrkdwn title", [{**PICTURE, "title": mrkdwn()}], "/blocks/0/title/type"),
    ("a long image URL", [{**PICTURE, "image_url": "https://x/" + "x" * 3000}], "/blocks/0/image_url"),
    ("an image URL that is none", [{**PICTURE, "image_url": "a chart"}], "/blocks/0/image_url"),
    ("an input without a label", [{"type": "input", "element": TEXT_INPUT}], "/blocks/0"),
    ("a label in mrkdwn", [field(TEXT_INPUT, label=mrkdwn())], "/blocks/0/label/type"),
    ("a label of 2,001", [field(TEXT_INPUT, label=plain("x" * 2001))], "/blocks/0/label/text"),
    ("a hint in mrkdwn", [field(TEXT_INPUT, hint=mrkdwn())], "/blocks/0/hint/type"),
    ("optional in words", [field(TEXT_INPUT, optional="yes")], "/blocks/0/optional"),
    ("a button in an input", [field(button())], "/blocks/0/element/type"),
    (
        "a number in a message",
        [field({"type": "number_input", "is_decimal_allowed": True})],
        "/blocks/0/element/type",
    ),
    ("an email in a message", [field({"type": "email_text_input"})], "/blocks/0/element/type"),
    ("a file in a message", [field({"type": "file_input"})], "/blocks/0/element/type"),
    ("rich text entered in a message", [field({"type": "rich_text_input"})], "/blocks/0/element/type"),
    ("min_length above 3,000", [field({**TEXT_INPUT, "min_length": 3001})], "/blocks/0/element/min_length"),
    ("max_length of nothing", [field({**TEXT_INPUT, "max_length": 0})], "/blocks/0/element/max_length"),
    ("least above most", [field({**TEXT_INPUT, "min_length": 9, "max_length": 3})], "/blocks/0/element"),
    (
        "a placeholder of 151",
        [field({**TEXT_INPUT, "placeholder": plain("x" * 151)})],
        "/blocks/0/element/placeholder/text",
    ),
    (
        "a placeholder in mrkdwn",
        [field({**TEXT_INPUT, "placeholder": mrkdwn()})],
        "/blocks/0/element/placeholder/type",
    ),
    ("a button without a text", [actions({"type": "button"})], "/blocks/0/elements/0"),
    ("a button in mrkdwn", [actions(button(text=mrkdwn()))], "/blocks/0/elements/0/text/type"),
    ("a button of 76", [actions(button(text=plain("x" * 76)))], "/blocks/0/elements/0/text/text"),
    ("a value of 2,001", [actions(button(value="x" * 2001))], "/blocks/0/elements/0/value"),
    ("a value that is a number", [actions(button(value=7))], "/blocks/0/elements/0/value"),
    ("a style of its own", [actions(button(style="default"))], "/blocks/0/elements/0/style"),
    ("a URL of 3,001", [actions(button(url="https://x/" + "x" * 3000))], "/blocks/0/elements/0/url"),
    (
        "a confirm without a title",
        [actions(button(confirm={"text": plain()}))],
        "/blocks/0/elements/0/confirm",
    ),
    (
        "a confirm title of 101",
        [actions(button(confirm=confirm(title=plain("x" * 101))))],
        "/blocks/0/elements/0/confirm/title/text",
    ),
    (
        "a confirm title in mrkdwn",
        [actions(button(confirm=confirm(title=mrkdwn())))],
        "/blocks/0/elements/0/confirm/title/type",
    ),
    (
        "a confirm text of 301",
        [actions(button(confirm=confirm(text=mrkdwn("x" * 301))))],
        "/blocks/0/elements/0/confirm/text/text",
    ),
    (
        "a confirm button of 31",
        [actions(button(confirm=confirm(confirm=plain("x" * 31))))],
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    (
        "a deny button of 31",
        [actions(button(confirm=confirm(deny=plain("x" * 31))))],
        "/blocks/0/elements/0/confirm/deny/text",
    ),
    ("a menu of nothing", [actions(select(options=[]))], "/blocks/0/elements/0/options"),
    ("a menu of 101", [actions(select(options=options(101)))], "/blocks/0/elements/0/options"),
    ("a menu without options", [actions({"type": "static_select"})], "/blocks/0/elements/0"),
    ("options and groups", [actions(select(option_groups=[GROUP]))], "/blocks/0/elements/0"),
    (
        "101 groups",
        [actions({"type": "static_select", "option_groups": [GROUP] * 101})],
        "/blocks/0/elements/0/option_groups",
    ),
    (
        "a group label of 76",
        [actions({"type": "static_select", "option_groups": [{**GROUP, "label": plain("x" * 76)}]})],
        "/blocks/0/elements/0/option_groups/0/label/text",
    ),
    (
        "an option of 76",
        [actions(select(options=[{**option(), "text": plain("x" * 76)}]))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "an option value of 151",
        [actions(select(options=[{**option(), "value": "x" * 151}]))],
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "an option in mrkdwn",
        [actions(select(options=[{**option(), "text": mrkdwn()}]))],
        "/blocks/0/elements/0/options/0/text/type",
    ),
    (
        "an option with a URL",
        [actions(select(options=[option(url="https://example.org")]))],
        "/blocks/0/elements/0/options/0",
    ),
    (
        "a description of 76",
        [actions(select(options=[option(description=plain("x" * 76))]))],
        "/blocks/0/elements/0/options/0/description/text",
    ),
    (
        "an initial option not offered",
        [actions(select(initial_option=option("z")))],
        "/blocks/0/elements/0/initial_option",
    ),
    (
        "an initial option that differs",
        [actions(select(initial_option={**option("o1"), "description": plain()}))],
        "/blocks/0/elements/0/initial_option",
    ),
    (
        "initial options not offered",
        [
            section(
                accessory={
                    "type": "multi_static_select",
                    "options": options(2),
                    "initial_options": [option("z")],
                }
            )
        ],
        "/blocks/0/accessory/initial_options/0",
    ),
    (
        "too many initial options",
        [
            section(
                accessory={
                    "type": "multi_static_select",
                    "options": options(2),
                    "initial_options": options(2),
                    "max_selected_items": 1,
                }
            )
        ],
        "/blocks/0/accessory",
    ),
    ("eleven radio buttons", [actions(radio(options=options(11)))], "/blocks/0/elements/0/options"),
    (
        "eleven checkboxes",
        [actions({"type": "checkboxes", "options": options(11)})],
        "/blocks/0/elements/0/options",
    ),
    ("a placeholder on radio buttons", [actions(radio(placeholder=plain()))], "/blocks/0/elements/0"),
    (
        "an overflow of six",
        [actions({"type": "overflow", "options": options(6)})],
        "/blocks/0/elements/0/options",
    ),
    (
        "an overflow of nothing",
        [actions({"type": "overflow", "options": []})],
        "/blocks/0/elements/0/options",
    ),
    (
        "the 31st of February",
        [actions({"type": "datepicker", "initial_date": "2026-02-31"})],
        "/blocks/0/elements/0/initial_date",
    ),
    (
        "a date in words",
        [actions({"type": "datepicker", "initial_date": "9 March 2009"})],
        "/blocks/0/elements/0/initial_date",
    ),
    (
        "a time of 25 hours",
        [actions({"type": "timepicker", "initial_time": "25:00"})],
        "/blocks/0/elements/0/initial_time",
    ),
    (
        "a time of 9am",
        [actions({"type": "timepicker", "initial_time": "9am"})],
        "/blocks/0/elements/0/initial_time",
    ),
    (
        "a moment of nine digits",
        [actions({"type": "datetimepicker", "initial_date_time": 123456789})],
        "/blocks/0/elements/0/initial_date_time",
    ),
    ("a moment beside a text", [section(accessory={"type": "datetimepicker"})], "/blocks/0/accessory/type"),
    ("an accessory of text", [section(accessory=mrkdwn())], "/blocks/0/accessory/type"),
    (
        "two things in focus",
        [field({**TEXT_INPUT, "focus_on_load": True}), field({**TEXT_INPUT, "focus_on_load": True})],
        "/blocks",
    ),
    ("markdown of nothing", [{"type": "markdown", "text": ""}], "/blocks/0/text"),
    ("markdown of 12,001 in all", [{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks"),
    ("two tables", [table(), table()], "/blocks"),
    ("a table of 101 rows", [table(rows=101)], "/blocks/0/rows"),
    ("a table of 21 columns", [table(columns=21)], "/blocks/0/rows/0"),
    ("a table of 10,001", [table(text="x" * 5001, columns=2)], "/blocks/0"),
    ("a cell of text", [{"type": "table", "rows": [["x"]]}], "/blocks/0/rows/0/0"),
    ("rich text of nothing", [rich()], "/blocks/0/elements"),
    ("rich text of text", [rich({"type": "text", "text": "x"})], "/blocks/0/elements/0/type"),
    (
        "rich text with an unknown style",
        [
            rich(
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "text", "text": "x", "style": {"big": True}}],
                }
            )
        ],
        "/blocks/0/elements/0/elements/0/style",
    ),
    (
        "an emoji of no code point",
        [phrase({"type": "emoji", "name": "a", "unicode": "zz"})],
        "/blocks/0/elements/0/elements/0/unicode",
    ),
    (
        "an emoji past the last code point",
        [phrase({"type": "emoji", "name": "a", "unicode": "1f44d-110000"})],
        "/blocks/0/elements/0/elements/0/unicode",
    ),
    (
        "an emoji of half a character",
        [phrase({"type": "emoji", "name": "a", "unicode": "d83d"})],
        "/blocks/0/elements/0/elements/0/unicode",
    ),
    (
        "a date in an unknown form",
        [phrase({"type": "date", "timestamp": 1, "format": "{__proto__}"})],
        "/blocks/0/elements/0/elements/0/format",
    ),
    (
        "a date in no form",
        [phrase({"type": "date", "timestamp": 1, "format": "soon"})],
        "/blocks/0/elements/0/elements/0/format",
    ),
    (
        "a date too far away",
        [phrase({"type": "date", "timestamp": 10**10, "format": "{date}"})],
        "/blocks/0/elements/0/elements/0/timestamp",
    ),
    (
        "a list of texts",
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]})],
        "/blocks/0/elements/0/elements/0/type",
    ),
    ("more than a message shows", [section(text=mrkdwn("x" * 3000))] * 5, "/blocks"),
]

TITLE = plain("Title")


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": TITLE, "blocks": list(blocks), **more}


# What is wrong, the view, and where the fault is.
BAD_VIEWS: list[tuple[str, Any, str]] = [
    ("not an object", "modal", "/view"),
    ("no title", {"type": "modal", "blocks": []}, "/view"),
    ("no blocks", {"type": "modal", "title": TITLE}, "/view"),
    ("of another type", {**modal(), "type": "home"}, "/view/type"),
    ("with an id, as received", modal(id="V1"), "/view"),
    ("a title of 25", {**modal(), "title": plain("x" * 25)}, "/view/title/text"),
    ("a title in mrkdwn", {**modal(), "title": mrkdwn()}, "/view/title/type"),
    ("a submit of 25", modal(submit=plain("x" * 25)), "/view/submit/text"),
    ("a close of 25", modal(close=plain("x" * 25)), "/view/close/text"),
    ("inputs and no submit", modal(field(TEXT_INPUT)), "/view"),
    ("101 blocks", modal(*[{"type": "divider"}] * 101), "/view/blocks"),
    ("metadata of 3,001", modal(private_metadata="x" * 3001), "/view/private_metadata"),
    ("metadata as an object", modal(private_metadata={}), "/view/private_metadata"),
    ("a callback_id of 256", modal(callback_id="x" * 256), "/view/callback_id"),
    ("an external_id of 256", modal(external_id="x" * 256), "/view/external_id"),
    ("markdown", modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    ("a table", modal(table()), "/view/blocks/0/type"),
    ("notify in words", modal(notify_on_close="yes"), "/view/notify_on_close"),
    (
        "a number without decimals said",
        modal(field({"type": "number_input"}), submit=TITLE),
        "/view/blocks/0/element",
    ),
    (
        "a number as a number",
        modal(field({"type": "number_input", "is_decimal_allowed": False, "min_value": 1}), submit=TITLE),
        "/view/blocks/0/element/min_value",
    ),
    (
        "least above most",
        modal(
            field({"type": "number_input", "is_decimal_allowed": False, "min_value": "9", "max_value": "1"}),
            submit=TITLE,
        ),
        "/view/blocks/0/element",
    ),
    (
        "eleven files",
        modal(field({"type": "file_input", "max_files": 11}), submit=TITLE),
        "/view/blocks/0/element/max_files",
    ),
    (
        "a response URL outside an input",
        modal(section(accessory={"type": "channels_select", "response_url_enabled": True})),
        "/view/blocks/0/accessory/response_url_enabled",
    ),
    (
        "a dispatch on nothing",
        modal(
            field({**TEXT_INPUT, "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}}), submit=TITLE
        ),
        "/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0",
    ),
]
