"""Every field a form can have, and the newer blocks, attachments and files that a message can have."""

from typing import Any

from tests.sandbox.echo_app import option, plain

Json = dict[str, Any]
PLACES = ["Barrow in Furness", "Carlisle", "Eden", "South Lakeland"]


def _field(number: int, label: str, kind: str, **more: Any) -> Json:
    name = label.lower().replace(" ", "_")
    element = {"type": kind, "action_id": name, **more}
    return {
        "type": "input",
        "block_id": name,
        "label": plain(f"{number}. {label}"),
        "element": element,
        "optional": True,
    }


_OPTIONS = [option(place) for place in PLACES]
_GROUPS = [
    {"label": plain("North"), "options": _OPTIONS[1:3]},
    {"label": plain("South"), "options": [_OPTIONS[0], _OPTIONS[3]]},
]
_KINDS: list[tuple[str, str, Json]] = [
    ("Name", "plain_text_input", {}),
    ("Account", "plain_text_input", {"multiline": True}),
    ("Cost", "number_input", {"is_decimal_allowed": True}),
    ("Address", "email_text_input", {}),
    ("Web page", "url_text_input", {}),
    ("Notes", "rich_text_input", {}),
    ("Day", "datepicker", {}),
    ("Hour", "timepicker", {}),
    ("Moment", "datetimepicker", {}),
    ("Attendance", "radio_buttons", {"options": [option("I attended"), option("Nobody attended")]}),
    ("Apologies", "checkboxes", {"options": [option("Mr W Smith"), option("Mr R Cole")]}),
    ("Area", "static_select", {"option_groups": _GROUPS}),
    ("Areas", "multi_static_select", {"options": _OPTIONS}),
    ("Place", "external_select", {"min_query_length": 1}),
    ("Places", "multi_external_select", {"min_query_length": 1}),
    ("Member", "users_select", {}),
    ("Members", "multi_users_select", {}),
    ("Channel", "channels_select", {}),
    ("Channels", "multi_channels_select", {}),
    ("Conversation", "conversations_select", {"filter": {"include": ["public"]}}),
    ("Conversations", "multi_conversations_select", {}),
    ("Papers", "file_input", {"filetypes": ["pdf", "png"], "max_files": 2}),
]
FIELDS: Json = {
    "type": "modal",
    "callback_id": "fields",
    "title": plain("Every field"),
    "submit": plain("Submit"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": plain("Nothing here is kept.")},
        *(_field(n, label, kind, **more) for n, (label, kind, more) in enumerate(_KINDS, 1)),
    ],
}


def _rich(text: str) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def _raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def _button(action_id: str, text: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id}


def _card(name: str, action_id: str) -> Json:
    return {
        "type": "card",
        "title": plain(name),
        "subtitle": plain("Meets monthly"),
        "body": plain("Mrs L L Shaw represents us."),
        "actions": [_button(action_id, f"Open {name}")],
    }


_TASK: Json = {
    "task_id": "1",
    "title": "Read the minutes",
    "status": "complete",
    "details": _rich("All of them"),
    "sources": [{"type": "url", "url": "https://example.org/minutes", "text": "Minutes"}],
}
NEWER: list[Json] = [
    {"type": "header", "text": plain("Newer blocks")},
    _card("Barrow CDRP", "open_barrow"),
    {
        "type": "carousel",
        "elements": [_card("Eden LSP", "open_eden"), _card("Carlisle LSP", "open_carlisle")],
    },
    {
        "type": "container",
        "title": plain("Papers"),
        "subtitle": plain("Two of them"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [
            {"type": "section", "text": plain("Agenda and minutes")},
            {"type": "actions", "elements": [_button("read", "Read them")]},
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "opinion",
                "positive_button": {"text": plain("Helpful"), "value": "good"},
                "negative_button": {"text": plain("Not helpful"), "value": "bad"},
            },
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Throw away")},
        ],
    },
    {
        "type": "data_table",
        "caption": "Reports by partnership",
        "rows": [
            [_raw("Partnership"), _raw("Reports")],
            [_raw("Barrow CDRP"), {"type": "raw_number", "value": 12, "text": "12"}],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Reports by month",
        "chart": {
            "type": "bar",
            "series": [
                {"name": "2026", "data": [{"label": "May", "value": 3}, {"label": "June", "value": 5}]}
            ],
            "axis_config": {"categories": ["May", "June"], "x_label": "Month", "y_label": "Reports"},
        },
    },
    {
        "type": "data_visualization",
        "title": "Risks",
        "chart": {"type": "pie", "segments": [{"label": "High", "value": 2}, {"label": "Low", "value": 7}]},
    },
    {"type": "plan", "title": "Before the meeting", "tasks": [_TASK]},
    {"type": "task_card", "task_id": "2", "title": "Write the report", "status": "in_progress"},
    {
        "type": "video",
        "title": plain("How to report"),
        "title_url": "https://example.org/watch",
        "video_url": "https://example.org/embed",
        "thumbnail_url": "https://example.org/picture.png",
        "alt_text": "Somebody reports",
        "provider_name": "Example",
    },
]
ATTACHMENTS: list[Json] = [
    {
        "color": "#b42318",
        "pretext": "From the register",
        "author_name": "Committee Services",
        "title": "Barrow CDRP",
        "title_link": "https://example.org/barrow",
        "text": "Risk is *high*",
        "fields": [
            {"title": "Owner", "value": "Mrs C Egan", "short": True},
            {"title": "Due", "value": "31 December", "short": True},
        ],
        "footer": "List of 2008/09",
        "fallback": "Barrow CDRP",
    },
    {
        "color": "good",
        "fallback": "Two blocks",
        "blocks": [
            {
                "type": "section",
                "text": plain("A block beside a bar"),
                "accessory": _button("barred", "Press"),
            }
        ],
    },
]


def entered(view: Json) -> dict[str, str]:
    """What a submission says was entered, field by field, in a few words; empty fields are left out."""
    values = {block: next(iter(held.values())) for block, held in view["state"]["values"].items()}
    return {block: words for block, held in values.items() if (words := _words(held))}


def _words(held: Json) -> str:
    kept = next((value for key, value in held.items() if key != "type"), None)
    if held["type"] == "rich_text_input" and kept:
        return "".join(piece["text"] for section in kept["elements"] for piece in section["elements"])
    several = kept if isinstance(kept, list) else [kept] if kept is not None else []
    return ", ".join(
        str(each.get("value", each.get("name")) if isinstance(each, dict) else each) for each in several
    )
