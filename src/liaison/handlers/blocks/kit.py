"""A handful of typed constructors for Block Kit; they shape, and do not validate."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

LONGEST_SECTION = 3_000
LONGEST_OPTION = 75
LONGEST_TITLE = 24


class Message(NamedTuple):
    """A message: its text stands alone in a notification and carries nothing restricted (UX-20).

    The text is plain words; whoever sends it takes `safe_text`, in which no name is a link or calls anybody. `over` tells
    that nothing is left to do about it. `line` is what stands for it among others where its reader alone sees it; the
    text, where it is None.
    """

    text: str
    blocks: list[Block]
    over: bool = False
    line: str | None = None

    @property
    def safe_text(self) -> str:
        """The text as Slack is given it."""
        return escape(self.text)


def escape(text: str) -> str:
    """User's text, made safe inside mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, as they typed it: Slack sends three characters as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 review", "2 reviews"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def cut(text: str, most: int) -> str:
    """The text, shortened with an ellipsis where it is too long for its place."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def capital(text: str) -> str:
    """The text with a capital letter to begin with; the others stay as they are."""
    return text[:1].upper() + text[1:]


def section(text: str, *, accessory: Element | None = None) -> Block:
    """A paragraph of mrkdwn, with one element beside it."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, LONGEST_SECTION)}}
    return block | ({"accessory": accessory} if accessory else {})


def paragraphs(text: str) -> list[Block]:
    """Text as a person typed it, whole, in as many blocks as it needs; no character of it is markup."""
    pieces = [text[start : start + LONGEST_SECTION] for start in range(0, len(text), LONGEST_SECTION)]
    return [
        {"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}} for piece in pieces
    ]


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, 2_000)} for text in texts]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(block_id: str, elements: Iterable[Element]) -> Block:
    """A row of controls."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str, action_id: str, value: str, *, style: str | None = None, label: str | None = None
) -> Element:
    """A button; `label` is what a screen reader says where the text alone would be unclear."""
    element: Element = {
        "type": "button",
        "text": _plain(cut(text, 75)),
        "action_id": action_id,
        "value": value,
    }
    if style:
        element["style"] = style
    if label:
        element["accessibility_label"] = cut(label, 75)
    return element


def confirmed(element: Element, title: str, text: str, *, yes: str, no: str, danger: bool = False) -> Element:
    """The same control, which first asks whether the person is sure; `danger` makes the answer a red button."""
    asks = {"title": _plain(title), "text": _plain(text), "confirm": _plain(yes), "deny": _plain(no)}
    return element | {"confirm": asks | ({"style": "danger"} if danger else {})}


def option(text: str, value: str) -> Element:
    """One choice of a menu."""
    return {"text": _plain(cut(text, LONGEST_OPTION)), "value": value}


def select(
    action_id: str, placeholder: str, options: Sequence[Element], *, initial: Element | None = None
) -> Element:
    """A menu of which one thing is chosen."""
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": _plain(cut(placeholder, 150)),
        "options": list(options),
    }
    return element | ({"initial_option": initial} if initial else {})


def type_ahead(action_id: str, placeholder: str, *, initial: Element | None = None) -> Element:
    """A menu that is searched by typing, for lists too long to show."""
    element: Element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": _plain(cut(placeholder, 150)),
        "min_query_length": 1,
    }
    return element | ({"initial_option": initial} if initial else {})


def many_by_typing(action_id: str, placeholder: str, *, initial: Sequence[Element] = ()) -> Element:
    """A menu that is searched by typing, of which several things can be chosen."""
    element: Element = {
        "type": "multi_external_select",
        "action_id": action_id,
        "placeholder": _plain(cut(placeholder, 150)),
        "min_query_length": 1,
    }
    return element | ({"initial_options": list(initial)} if initial else {})


def multi_select(
    action_id: str, placeholder: str, options: Sequence[Element], *, initial: Sequence[Element] = ()
) -> Element:
    """A menu of which several things can be chosen."""
    element: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": _plain(cut(placeholder, 150)),
        "options": list(options),
    }
    return element | ({"initial_options": list(initial)} if initial else {})


def radio(action_id: str, options: Sequence[Element], *, initial: Element | None = None) -> Element:
    """A few choices of which one holds."""
    element: Element = {"type": "radio_buttons", "action_id": action_id, "options": list(options)}
    return element | ({"initial_option": initial} if initial else {})


def checkboxes(action_id: str, options: Sequence[Element], *, initial: Sequence[Element] = ()) -> Element:
    """A few things of which any number can be ticked."""
    element: Element = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    return element | ({"initial_options": list(initial)} if initial else {})


def date_picker(action_id: str, placeholder: str, *, initial: date | None = None) -> Element:
    """A calendar."""
    element: Element = {"type": "datepicker", "action_id": action_id, "placeholder": _plain(placeholder)}
    return element | ({"initial_date": initial.isoformat()} if initial else {})


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    multiline: bool = False,
    most: int = 3_000,
    tell: bool = False,
) -> Element:
    """A box to type in; `tell` sends what has been typed at each pause, so that it can be kept."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": most,
    }
    element |= {"initial_value": initial} if initial else {}
    return telling(element) if tell else element


def telling(element: Element) -> Element:
    """The same control; one to type in tells what has been typed at each pause, so that it can be kept."""
    if element["type"] != "plain_text_input":
        return element
    return element | {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}


def channel_select(action_id: str, placeholder: str, *, initial: str | None = None) -> Element:
    """A menu of channels, private ones that the reader is in included."""
    element: Element = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": _plain(placeholder),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": initial} if initial else {})


def user_select(action_id: str, placeholder: str, *, initial: str | None = None) -> Element:
    """A menu of the workspace's people."""
    element: Element = {"type": "users_select", "action_id": action_id, "placeholder": _plain(placeholder)}
    return element | ({"initial_user": initial} if initial else {})


def field(
    block_id: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    tell: bool = False,
) -> Block:
    """A labelled input; with `tell`, each change is sent, and not only the submission."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(cut(label, 2_000)),
        "element": element,
        "optional": optional,
        "dispatch_action": tell,
    }
    return block | ({"hint": _plain(cut(hint, 2_000))} if hint else {})


def modal(
    callback_id: str,
    title: str,
    blocks: list[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> View:
    """A modal view."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(cut(title, LONGEST_TITLE)),
        "close": _plain(close),
        "blocks": blocks,
        "private_metadata": metadata,
    }
    return view | ({"submit": _plain(submit)} if submit else {})


def line(text: str) -> Message:
    """A message that is plain words alone."""
    return Message(text, [section(escape(text))])


def acted_at(action: Element) -> datetime:
    """When somebody pressed, chose or typed, by Slack's own clock."""
    return datetime.fromtimestamp(float(action["action_ts"]), UTC)


def notice_view(title: str, text: str) -> View:
    """A modal that only says something."""
    return modal("notice", title, [section(escape(text))])


def _plain(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": False}
