"""Block elements: the things a person can press, choose from or fill in, and where each may stand."""

from dataclasses import dataclass
from typing import Any

from liaison.sandbox.rules import limits
from liaison.sandbox.rules.objects import (
    choice,
    confirm,
    conversation_filter,
    dispatch_config,
    initial_is_offered,
    option_group,
    overflow_option,
    plain,
    select_option,
)
from liaison.sandbox.rules.rich import rich_text
from liaison.sandbox.rules.shapes import (
    LINKS,
    Check,
    Fault,
    Place,
    a_date,
    a_number,
    a_time,
    a_timezone,
    boolean,
    integer,
    listing,
    one_of,
    rule,
    shape,
    string,
    url,
)

_ID = {"action_id": string(limits.ID)}
_CONFIRM = {"confirm": confirm}
_HOLDER = {"placeholder": plain(limits.PLACEHOLDER)}
_FOCUS = {"focus_on_load": boolean}
_DISPATCH = {"dispatch_action_config": dispatch_config}
_MENU: dict[str, Check] = {**_ID, **_CONFIRM, **_HOLDER, **_FOCUS}
_MANY = {"max_selected_items": integer(1, limits.SELECT_OPTIONS)}
_OPTIONS = {
    "options": listing(select_option, limits.SELECT_OPTIONS),
    "option_groups": listing(option_group, limits.OPTION_GROUPS),
}
_EITHER = rule(
    lambda e: ("options" in e) != ("option_groups" in e), "must have either options or option_groups"
)
_NAME = string(limits.ID)
_NAMES = listing(string(limits.ID), limits.SELECT_OPTIONS)
_CONVERSATIONS = {"default_to_current_conversation": boolean, "filter": conversation_filter}
_RESPONSE_URL = {"response_url_enabled": boolean}
_LENGTHS = {
    "min_length": integer(0, limits.INPUT_LENGTH),
    "max_length": integer(1, limits.INPUT_LENGTH),
}
_TYPED: dict[str, Check] = {**_ID, **_HOLDER, **_FOCUS, **_DISPATCH}
_WRITTEN = {"initial_value": string(limits.INPUT_LENGTH, 0)}
_LINES = {name: integer(1, limits.INPUT_LINES) for name in ("min_lines", "max_lines")}
_SPOKEN = {"accessibility_label": string(limits.ACCESSIBILITY_LABEL)}
_opinion = shape(
    {"text": plain(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE)}, _SPOKEN, typed=False
)
_parameter = shape({"name": string(limits.ID), "value": string(limits.BUTTON_VALUE)}, typed=False)
_trigger = shape(
    {"url": url(limits.BUTTON_URL, "https")},
    {"customizable_input_parameters": listing(_parameter, limits.SELECT_OPTIONS)},
    typed=False,
)
_workflow = shape({"trigger": _trigger}, typed=False)


def _order(low: str, high: str) -> Check:
    return rule(
        lambda e: low not in e or high not in e or float(e[low]) <= float(e[high]),
        f"{low} must not be more than {high}",
    )


def _whole(value: Any, place: Place) -> list[Fault]:
    names = ("initial_value", "min_value", "max_value")
    broken = [n for n in names if not value["is_decimal_allowed"] and "." in value.get(n, "")]
    return [fault for name in broken for fault in place.into(name).fault("must be a whole number")]


def _enough(value: Any, place: Place) -> list[Fault]:
    most = value.get("max_selected_items", limits.SELECT_OPTIONS)
    chosen: list[Any] = next((value[name] for name in value if name.startswith("initial_")), [])
    return place.fault("more initial items than max_selected_items") if len(chosen) > most else []


@dataclass(frozen=True)
class Kind:
    """An element's shape, the blocks it may stand in, and the surfaces it works on."""

    check: Check
    blocks: frozenset[str]
    surfaces: frozenset[str] = frozenset(("message", "modal", "home"))


_ANYWHERE = frozenset(("section", "actions", "input"))
_NO_ACTIONS = frozenset(("section", "input"))
_NO_INPUT = frozenset(("section", "actions"))
_INPUT = frozenset(("input",))
_PRESSED = frozenset(("section", "actions", "card"))
_CONTEXT = frozenset(("context_actions",))
_MESSAGE = frozenset(("message",))
_MODAL = frozenset(("modal",))

KINDS: dict[str, Kind] = {
    "button": Kind(
        shape(
            {"text": plain(limits.BUTTON_TEXT)},
            {
                **_ID,
                **_CONFIRM,
                "url": url(limits.BUTTON_URL, LINKS),
                "value": string(limits.BUTTON_VALUE),
                "style": one_of("primary", "danger"),
                **_SPOKEN,
            },
        ),
        _PRESSED,
    ),
    "workflow_button": Kind(
        shape(
            {"text": plain(limits.BUTTON_TEXT), "workflow": _workflow},
            {**_ID, **_SPOKEN, "style": one_of("primary", "danger")},
        ),
        _NO_INPUT,
        _MESSAGE,
    ),
    "feedback_buttons": Kind(
        shape({"positive_button": _opinion, "negative_button": _opinion}, _ID), _CONTEXT, _MESSAGE
    ),
    "icon_button": Kind(
        shape(
            {"icon": string(limits.ID), "text": plain(limits.BUTTON_TEXT)},
            {
                **_ID,
                **_CONFIRM,
                **_SPOKEN,
                "value": string(limits.BUTTON_VALUE),
                "visible_to_user_ids": listing(_NAME, limits.VISIBLE_TO),
            },
        ),
        _CONTEXT,
        _MESSAGE,
    ),
    "static_select": Kind(
        shape({}, {**_MENU, **_OPTIONS, "initial_option": select_option}, _EITHER, initial_is_offered),
        _ANYWHERE,
    ),
    "multi_static_select": Kind(
        shape(
            {},
            {
                **_MENU,
                **_MANY,
                **_OPTIONS,
                "initial_options": listing(select_option, limits.SELECT_OPTIONS),
            },
            _EITHER,
            initial_is_offered,
            _enough,
        ),
        _NO_ACTIONS,
    ),
    "external_select": Kind(
        shape({}, {**_MENU, "min_query_length": integer(0, 255), "initial_option": select_option}),
        _ANYWHERE,
    ),
    "multi_external_select": Kind(
        shape(
            {},
            {
                **_MENU,
                **_MANY,
                "min_query_length": integer(0, 255),
                "initial_options": listing(select_option, limits.SELECT_OPTIONS),
            },
            _enough,
        ),
        _NO_ACTIONS,
    ),
    "users_select": Kind(shape({}, {**_MENU, "initial_user": _NAME}), _ANYWHERE),
    "multi_users_select": Kind(shape({}, {**_MENU, **_MANY, "initial_users": _NAMES}, _enough), _NO_ACTIONS),
    "conversations_select": Kind(
        shape({}, {**_MENU, **_CONVERSATIONS, **_RESPONSE_URL, "initial_conversation": _NAME}), _ANYWHERE
    ),
    "multi_conversations_select": Kind(
        shape({}, {**_MENU, **_MANY, **_CONVERSATIONS, "initial_conversations": _NAMES}, _enough),
        _NO_ACTIONS,
    ),
    "channels_select": Kind(shape({}, {**_MENU, **_RESPONSE_URL, "initial_channel": _NAME}), _ANYWHERE),
    "multi_channels_select": Kind(
        shape({}, {**_MENU, **_MANY, "initial_channels": _NAMES}, _enough), _NO_ACTIONS
    ),
    "overflow": Kind(
        shape({"options": listing(overflow_option, limits.OVERFLOW_OPTIONS)}, {**_ID, **_CONFIRM}), _NO_INPUT
    ),
    "datepicker": Kind(shape({}, {**_MENU, "initial_date": a_date}), _ANYWHERE),
    "timepicker": Kind(shape({}, {**_MENU, "initial_time": a_time, "timezone": a_timezone}), _ANYWHERE),
    "datetimepicker": Kind(
        shape(
            {},
            {**_ID, **_CONFIRM, **_FOCUS, "initial_date_time": integer(1_000_000_000, 9_999_999_999)},
        ),
        frozenset(("actions", "input")),
        frozenset(("message", "modal")),
    ),
    "radio_buttons": Kind(
        shape(
            {"options": listing(choice, limits.CHOICES)},
            {**_ID, **_CONFIRM, **_FOCUS, "initial_option": choice},
            initial_is_offered,
        ),
        _ANYWHERE,
    ),
    "checkboxes": Kind(
        shape(
            {"options": listing(choice, limits.CHOICES)},
            {**_ID, **_CONFIRM, **_FOCUS, "initial_options": listing(choice, limits.CHOICES)},
            initial_is_offered,
        ),
        _ANYWHERE,
    ),
    "plain_text_input": Kind(
        shape(
            {}, {**_TYPED, **_WRITTEN, **_LENGTHS, "multiline": boolean}, _order("min_length", "max_length")
        ),
        _INPUT,
    ),
    "number_input": Kind(
        shape(
            {"is_decimal_allowed": boolean},
            {**_TYPED, "initial_value": a_number, "min_value": a_number, "max_value": a_number},
            _order("min_value", "max_value"),
            _order("min_value", "initial_value"),
            _order("initial_value", "max_value"),
            _whole,
        ),
        _INPUT,
        _MODAL,
    ),
    "email_text_input": Kind(shape({}, {**_TYPED, **_WRITTEN}), _INPUT, _MODAL),
    "url_text_input": Kind(shape({}, {**_TYPED, **_WRITTEN}), _INPUT, _MODAL),
    "file_input": Kind(
        shape({}, {**_ID, "filetypes": listing(string(20), 100), "max_files": integer(1, limits.FILES)}),
        _INPUT,
        _MODAL,
    ),
    "rich_text_input": Kind(
        shape({}, {**_TYPED, **_LINES, "initial_value": rich_text}, _order("min_lines", "max_lines")),
        _INPUT,
        frozenset(("modal", "home")),
    ),
}


def element(value: Any, place: Place) -> list[Fault]:
    """Any interactive element, in the block and on the surface that the place names."""
    if not isinstance(value, dict):
        return place.fault("must be an object")
    if not isinstance(value.get("type"), str):
        return place.fault("missing required field: type")
    kind = KINDS.get(value["type"])
    if kind is None or place.block not in kind.blocks:
        return place.into("type").fault(
            f"unsupported type: {value.get('type')} in a block of type {place.block}"
        )
    if place.surface not in kind.surfaces:
        return place.into("type").fault(f"unsupported type: {value.get('type')} in a {place.surface}")
    if value.get("response_url_enabled") and (place.surface, place.block) != ("modal", "input"):
        return place.into("response_url_enabled").fault("only in the input blocks of a modal")
    return kind.check(value, place)
