"""What people enter: the values of elements, as Slack keeps and sends them, and the checks its client makes."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from liaison.sandbox.acting.typed import typed_rich_text
from liaison.sandbox.files import extension
from liaison.sandbox.jsons import Json, as_list
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.blocks import elements_of
from liaison.sandbox.rules.shapes import Place, a_time

STATELESS = frozenset(("button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button"))
TYPED = frozenset(
    ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")
)
MANY = frozenset(
    (
        "multi_static_select", "multi_external_select", "multi_users_select",
        "multi_conversations_select", "multi_channels_select", "checkboxes",
    )
)  # fmt: skip
# Where an element keeps its value, and the property that its first value comes from.
_KEEPS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "overflow": ("selected_option", ""),
}


class Unenterable(ValueError):  # noqa: N818  # says what a person cannot enter; nothing broke
    """A person cannot enter this value there; the message says why."""


def key_of(kind: str) -> str:
    """The property that holds an element's value in a state and in an action."""
    return _KEEPS[kind][0]


def initial(element: Json, channel: str | None = None) -> Json:
    """An element's value before anybody touched it. `channel` is the conversation that the person is in."""
    kind = element["type"]
    key, first = _KEEPS[kind]
    empty: Any = [] if kind in MANY or kind == "file_input" else None
    if channel and element.get("default_to_current_conversation"):
        empty = [channel] if kind in MANY else channel
    return {"type": kind, key: element.get(first, empty)}


def initial_values(
    blocks: list[Json] | None, kept: dict[str, dict[str, Json]] | None = None, channel: str | None = None
) -> dict[str, dict[str, Json]]:
    """The state of blocks; what was entered under the same ids, in an element of the same type, is kept."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements_of(blocks):
        if element["type"] in STATELESS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        before = (kept or {}).get(block_id, {}).get(action_id)
        same = before is not None and before["type"] == element["type"]
        values.setdefault(block_id, {})[action_id] = before if same and before else initial(element, channel)
    return values


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in as_list(element.get("option_groups")) for option in group["options"]]
    return [*as_list(element.get("options")), *grouped]


def entered(element: Json, value: Any, offered: list[Any] | None = None) -> Json:
    """The value as Slack keeps it, from what the person chose: option values, ids, ISO dates or text.

    `offered` is what the element itself does not hold: the options of a type-ahead menu, the users or conversations
    that the person sees, her files. Raises Unenterable for what a person could not enter.
    """
    kind = element["type"]
    key = key_of(kind)
    if kind in MANY:
        wanted = _distinct(value)
        most = element.get("max_selected_items", limits.SELECT_OPTIONS)
        if len(wanted) > most:
            raise Unenterable(f"You can choose at most {most}.")
        return {"type": kind, key: [_one(kind, element, each, offered) for each in wanted]}
    if kind == "file_input":
        return {"type": kind, key: _files(element, _distinct(value), offered or [])}
    if value is None or value == "":
        return {"type": kind, key: None}
    return {"type": kind, key: _one(kind, element, value, offered)}


def _distinct(value: Any) -> list[Any]:
    """What was chosen where several things can be, each once."""
    wanted = [] if value in (None, "") else value if isinstance(value, list) else [value]
    return [each for n, each in enumerate(wanted) if each not in wanted[:n]]


def _files(element: Json, ids: list[Any], offered: list[Json]) -> list[Json]:
    """The files with these ids. Uncertain: the words of Slack's client are not published."""
    most = element.get("max_files", limits.FILES)
    if len(ids) > most:
        raise Unenterable(f"You can add at most {most} {'file' if most == 1 else 'files'}.")
    known = {file["id"]: file for file in offered}
    endings = [ending.lower().lstrip(".") for ending in element.get("filetypes", [])]
    for file_id in ids:
        file = known.get(file_id) if isinstance(file_id, str) else None
        if file is None:
            raise Unenterable("That file is not there.")
        if endings and extension(file["name"]) not in endings:
            raise Unenterable(f"{file['name']} is not of a kind that is accepted here: {', '.join(endings)}.")
        if file["size"] > limits.FILE_INPUT_BYTES:
            raise Unenterable(f"{file['name']} is larger than {limits.FILE_INPUT_BYTES // 1024**2} MB.")
    return [known[file_id] for file_id in ids]


def _one(kind: str, element: Json, value: Any, offered: list[Any] | None) -> Any:
    if key_of(kind) in ("selected_option", "selected_options"):
        options = [*options_of(element), *(offered or [])]
        found = next((option for option in options if option.get("value") == value), None)
        if found is None:
            raise Unenterable(f"There is no such choice: {value}")
        return found
    if kind != "datetimepicker" and not isinstance(value, str):
        raise Unenterable(f"Not a text: {value}")
    match kind:
        case "rich_text_input":
            return typed_rich_text(value) if value.strip() else None
        case "datepicker":
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError as error:
                raise Unenterable(f"Not a date: {value}") from error
        case "timepicker":
            if a_time(value, Place("modal")):
                raise Unenterable(f"Not a time: {value}")
        case "datetimepicker":
            if not re.fullmatch(r"[1-9][0-9]{9}", str(value)):
                raise Unenterable(f"Not a date and time: {value}")
            return int(value)
        case _ if kind not in TYPED and offered is not None and value not in offered:
            raise Unenterable(f"There is no such choice: {value}")
    return value


def is_empty(value: Json) -> bool:
    held = value.get(key_of(value["type"]))
    return held is None or held in ("", []) or (isinstance(held, str) and not held.strip())


def client_errors(blocks: list[Json], values: dict[str, dict[str, Json]]) -> dict[str, str]:
    """What Slack's own client refuses to submit: a sentence for each block at fault."""
    errors: dict[str, str] = {}
    for block, element in elements_of(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]]
        if is_empty(value):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif sentence := _typed_fault(element, value.get("value")):
            errors[block["block_id"]] = sentence
    return errors


def _typed_fault(element: Json, text: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            if len(text) < element.get("min_length", 0):
                return f"Please enter at least {element['min_length']} characters."
            most = element.get("max_length", limits.INPUT_LENGTH)
            if len(text) > most:
                return f"Please enter no more than {most} characters."
        case "email_text_input" if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
            return "Please enter a valid email address."
        case "url_text_input" if not re.fullmatch(r"https?://\S+", text):
            return "Please enter a valid URL."
        case "number_input":
            return _number_fault(element, text)
    return None


def _number_fault(element: Json, text: str) -> str | None:
    pattern = r"-?[0-9]+(\.[0-9]+)?" if element["is_decimal_allowed"] else r"-?[0-9]+"
    if not re.fullmatch(pattern, text):
        return "Please enter a valid number."
    if "min_value" in element and Decimal(text) < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and Decimal(text) > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
