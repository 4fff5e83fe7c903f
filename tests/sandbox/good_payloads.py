"""What Slack takes, each at its limit: one step further and it is refused."""

from typing import Any

from tests.sandbox.bad_blocks import (
    PICTURE,
    TEXT_INPUT,
    actions,
    button,
    confirm,
    field,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    section,
    table,
)

Json = dict[str, Any]


def long(count: int) -> Json:
    return plain("x" * count)


ASKED = confirm(title=long(100), text=mrkdwn("x" * 300), confirm=long(30), deny=long(30), style="danger")
HELD = {"action_id": "x" * 255, "confirm": ASKED, "placeholder": long(150), "focus_on_load": True}
WIDEST = {"text": long(75), "value": "x" * 150, "description": long(75)}
GROUPS = [{"label": long(75), "options": [option(f"o{n}")]} for n in range(100)]
FIRST_WORDS = rich({"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]})
AT_ONCE = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}}

# Every element that stands in an input block of a modal.
FIELDS: list[Json] = [
    {"type": "static_select", **HELD, "options": [WIDEST, *options(99)], "initial_option": WIDEST},
    {"type": "static_select", **HELD, "option_groups": GROUPS, "initial_option": option("o99")},
    {"type": "multi_static_select", **HELD, "options": options(100), "initial_options": options(100), "max_selected_items": 100},
    {"type": "external_select", **HELD, "min_query_length": 0, "initial_option": WIDEST},
    {"type": "multi_external_select", **HELD, "min_query_length": 9, "initial_options": [WIDEST]},
    {"type": "users_select", **HELD, "initial_user": "U0SANDBOX"},
    {"type": "multi_users_select", **HELD, "initial_users": ["U0SANDBOX"], "max_selected_items": 1},
    {"type": "conversations_select", **HELD, "response_url_enabled": True, "default_to_current_conversation": True,
     "filter": {"include": ["im", "mpim", "private", "public"], "exclude_bot_users": True}},
    {"type": "multi_conversations_select", **HELD, "filter": {"exclude_external_shared_channels": True}},
    {"type": "channels_select", **HELD, "response_url_enabled": True},
    {"type": "multi_channels_select", **HELD, "max_selected_items": 1},
    {"type": "datepicker", **HELD, "initial_date": "2024-02-29"},
    {"type": "timepicker", **HELD, "initial_time": "23:59", "timezone": "Europe/London"},
    {"type": "datetimepicker", "action_id": "a", "confirm": ASKED, "initial_date_time": 9_999_999_999},
    {"type": "radio_buttons", "options": [{**WIDEST, "text": mrkdwn("x" * 75)}, *options(9)], "initial_option": option("o0")},
    {"type": "checkboxes", "options": options(10), "initial_options": options(10), "confirm": ASKED},
    {**TEXT_INPUT, **AT_ONCE, "placeholder": long(150), "min_length": 0, "max_length": 3000, "initial_value": "x" * 3000},
    {**TEXT_INPUT, "multiline": True, "min_length": 3000, "max_length": 3000},
    {"type": "number_input", "is_decimal_allowed": False, "initial_value": "3", "min_value": "-3", "max_value": "3"},
    {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5", "max_value": "1.5"},
    {"type": "email_text_input", "initial_value": "shaw@example.org", "placeholder": long(150), **AT_ONCE},
    {"type": "url_text_input", "initial_value": "https://example.org", "focus_on_load": True},
    {"type": "file_input", "filetypes": ["pdf", "docx"], "max_files": 10},
    {"type": "rich_text_input", "initial_value": FIRST_WORDS, "min_lines": 1, "max_lines": 100},
]  # fmt: skip

LINK = "https://example.org/" + "x" * 2980
MESSAGES: list[tuple[str, Json]] = [
    ("a text of 40,000", {"text": "x" * 40_000}),
    ("markdown of 12,000", {"markdown_text": "x" * 12_000}),
    ("50 blocks", {"blocks": [{"type": "divider", "block_id": f"{n:0255}"} for n in range(50)]}),
    ("a section", {"blocks": [section(text=mrkdwn("x" * 3000), accessory=PICTURE)]}),
    ("ten fields", {"blocks": [{"type": "section", "fields": [mrkdwn("x" * 2000), *[plain("x" * 1000)] * 9]}]}),
    ("a header", {"blocks": [{"type": "header", "text": long(150)}]}),
    ("a context", {"blocks": [{"type": "context", "elements": [mrkdwn("x" * 1000)] * 9 + [PICTURE]}]}),
    ("a picture", {"blocks": [{**PICTURE, "image_url": LINK, "alt_text": "x" * 2000, "title": long(2000)}]}),
    ("a button", {"blocks": [actions(button(text=long(75), value="x" * 2000, url=LINK, confirm=ASKED, accessibility_label="x" * 75))]}),
    ("25 elements", {"blocks": [actions(*[button(action_id=str(n)) for n in range(25)])]}),
    ("an overflow of one", {"blocks": [actions({"type": "overflow", "options": [{**WIDEST, "url": LINK}]})]}),
    ("an overflow of five", {"blocks": [section(accessory={"type": "overflow", "options": options(5)})]}),
    ("an input", {"blocks": [field(TEXT_INPUT, label=long(2000), hint=long(2000), optional=True, dispatch_action=True)]}),
    ("a table", {"blocks": [table(rows=100, columns=20) | {"column_settings": [{"align": "right", "is_wrapped": True}, *[None] * 19]}]}),
    ("100 attachments", {"attachments": [{"text": "x"}] * 100}),
    ("50 blocks in an attachment", {"attachments": [{"blocks": [section()] * 50, "color": "#36a64f"}]}),
    (
        "an attachment with everything",
        {
            "attachments": [
                {
                    "fallback": "x", "pretext": "x", "author_name": "x", "author_link": LINK, "author_icon": LINK,
                    "title": "x", "title_link": LINK, "text": "x", "image_url": LINK, "thumb_url": LINK,
                    "fields": [{"title": "x", "value": "y", "short": True}], "footer": "x" * 300, "footer_icon": LINK,
                    "ts": "123456789", "color": "danger", "mrkdwn_in": ["pretext", "text", "fields"],
                }
            ]
        },
    ),
    ("metadata", {"metadata": {"event_type": "x" * 255, "event_payload": {"a": 1, "b": [True, {"c": "d"}], "e": "x" * 7_600}}}),
]  # fmt: skip

VIEWS: list[tuple[str, Json]] = [
    (
        "every text",
        modal(
            callback_id="x" * 255,
            external_id="x" * 255,
            private_metadata="x" * 3000,
            submit=long(24),
            close=long(24),
            clear_on_close=True,
            notify_on_close=True,
        )
        | {"title": long(24)},
    ),
    ("100 blocks", modal(*[{"type": "divider"}] * 100)),
    ("nearly 250 kB", modal(*[section(text=plain("x" * 3000))] * 80)),
]
