"""Blocks, views, attachments and metadata that Slack takes, made up by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from liaison.sandbox.rules import limits

Json = dict[str, Any]
Made = st.SearchStrategy[Json]

_words = st.text("abc é*_<>&", min_size=1, max_size=20)
_addresses = st.sampled_from(["https://example.org", "https://example.org/a?b=c#d"])


def made(required: Json, optional: Json | None = None, **fixed: Any) -> Made:
    """An object with these properties, the optional ones now and then."""
    constant = {name: st.just(value) for name, value in fixed.items()}
    return st.fixed_dictionaries({**constant, **required}, optional=optional or {})


plain_texts = made({"text": _words}, {"emoji": st.booleans()}, type="plain_text")
mrkdwns = made({"text": _words}, {"verbatim": st.booleans()}, type="mrkdwn")
texts = plain_texts | mrkdwns
confirms = made(
    {"title": plain_texts, "text": texts, "confirm": plain_texts, "deny": plain_texts},
    {"style": st.sampled_from(["primary", "danger"])},
)
images = made({"alt_text": _words, "image_url": _addresses}, type="image") | made(
    {"alt_text": _words, "slack_file": st.just({"id": "F1"})}, type="image"
)


def _options(of: Made, most: int) -> st.SearchStrategy[list[Json]]:
    return st.lists(made({"text": of, "value": _words}, {"description": of}), min_size=1, max_size=most)


def _chosen(kind: str, of: Made, most: int, initial: str) -> Made:
    """A kind of menu, with the first of its options chosen now and then."""

    def choose(element: Json, first: bool) -> Json:
        one = element["options"][0]
        return {**element, initial: one if initial == "initial_option" else [one]} if first else element

    return st.builds(choose, made({"options": _options(of, most)}, type=kind), st.booleans())


buttons = made(
    {"text": plain_texts},
    {
        "value": _words,
        "url": _addresses,
        "style": st.sampled_from(["primary", "danger"]),
        "confirm": confirms,
        "accessibility_label": _words,
    },
    type="button",
)
menus = _chosen("static_select", plain_texts, 5, "initial_option")
_holder: Json = {"placeholder": plain_texts, "confirm": confirms}
_pickers = st.one_of(
    made({}, {"initial_date": st.dates().map(str), **_holder}, type="datepicker"),
    made({}, {"initial_time": st.times().map(lambda t: f"{t:%H:%M}"), **_holder}, type="timepicker"),
    made({}, {"initial_user": st.just("U1"), **_holder}, type="users_select"),
    made({}, {"default_to_current_conversation": st.booleans(), **_holder}, type="conversations_select"),
    made({}, {"min_query_length": st.integers(0, 5), **_holder}, type="external_select"),
)
_choices = _chosen("radio_buttons", texts, 5, "initial_option") | _chosen(
    "checkboxes", texts, 5, "initial_options"
)
_overflows = made({"options": _options(plain_texts, 5)}, {"confirm": confirms}, type="overflow")
pressables = st.one_of(buttons, menus, _pickers, _choices, _overflows)
written = made(
    {},
    {
        "multiline": st.booleans(),
        "min_length": st.integers(0, 10),
        "max_length": st.integers(10, 3000),
        "placeholder": plain_texts,
        "initial_value": _words,
    },
    type="plain_text_input",
)

_inline = st.one_of(
    made({"text": _words}, {"style": st.just({"bold": True, "code": False})}, type="text"),
    made({"url": _addresses}, {"text": _words}, type="link"),
    made({}, type="user", user_id="U1"),
    made({}, type="emoji", name="tada"),
    made({}, type="broadcast", range="here"),
)
_rich_section = made({"elements": st.lists(_inline, max_size=3)}, type="rich_text_section")
rich_texts = made(
    {
        "elements": st.lists(
            _rich_section
            | made(
                {"elements": st.lists(_rich_section, min_size=1, max_size=2)},
                type="rich_text_list",
                style="bullet",
            ),
            min_size=1,
            max_size=2,
        )
    },
    type="rich_text",
)
_cards = made(
    {"title": texts},
    {"subtitle": texts, "body": texts, "icon": images, "actions": st.lists(buttons, min_size=1, max_size=3)},
    type="card",
)
_cells = st.one_of(
    made({"text": _words}, type="raw_text"),
    made({"value": st.integers(), "text": _words}, type="raw_number"),
)


def _listed(of: Made, kind: str, most: int, name: str = "elements") -> Made:
    return made({name: st.lists(of, min_size=1, max_size=most)}, type=kind)


everywhere = st.one_of(
    made({"text": texts}, {"accessory": pressables | images, "fields": st.lists(texts, min_size=1, max_size=10)}, type="section"),
    made({}, type="divider"),
    made({"text": plain_texts}, type="header"),
    _listed(texts | images, "context", 10),
    _listed(pressables, "actions", 4),
    made({"label": plain_texts, "element": written | menus | _choices}, {"hint": plain_texts, "optional": st.booleans()}, type="input"),
    images.flatmap(lambda image: made({}, {"title": plain_texts}, **image)),
    rich_texts,
)  # fmt: skip
in_messages = st.one_of(
    made({"text": _words}, type="markdown"),
    _cards,
    _listed(_cards, "carousel", 3),
    made({"title": plain_texts, "child_blocks": st.lists(everywhere, min_size=1, max_size=3)}, {"subtitle": texts}, type="container"),
    _cells.map(lambda cell: {"type": "data_table", "caption": "x", "rows": [[cell, cell], [cell, cell]]}),
    made({"title": _words, "chart": st.just({"type": "pie", "segments": [{"label": "a", "value": 1}]})}, type="data_visualization"),
    made({"task_id": _words, "title": _words}, {"details": rich_texts, "status": st.just("pending")}, type="task_card"),
)  # fmt: skip
in_modals = everywhere | made({"text": texts}, {"level": st.sampled_from(["info", "error"])}, type="alert")


def _few_charts(blocks: list[Json]) -> list[Json]:
    """The blocks, or as many of them as there may be charts."""
    charts = sum(block["type"] == "data_visualization" for block in blocks)
    return blocks[: limits.CHARTS] if charts > limits.CHARTS else blocks


messages = st.lists(everywhere | in_messages, min_size=1, max_size=4).map(_few_charts)
modals = made(
    {"title": plain_texts, "blocks": st.lists(in_modals, max_size=4), "submit": plain_texts},
    {
        "close": plain_texts,
        "private_metadata": _words,
        "callback_id": _words,
        "notify_on_close": st.booleans(),
    },
    type="modal",
)
homes = made({"blocks": st.lists(everywhere, max_size=4)}, {"private_metadata": _words}, type="home")
attachments = st.lists(
    made(
        {"fallback": _words},
        {
            "text": _words,
            "color": st.sampled_from(["good", "#36a64f"]),
            "blocks": st.lists(everywhere, max_size=2),
        },
    ),
    max_size=3,
)
metadata = made(
    {"event_type": _words, "event_payload": st.dictionaries(_words, _words | st.integers() | st.booleans())}
)
