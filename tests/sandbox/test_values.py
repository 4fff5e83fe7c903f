"""What people enter: what Slack's client refuses to send, and what it lets through."""

from typing import Any

import pytest
from tests.sandbox.bad_blocks import TEXT_INPUT, field, option, options

from liaison.sandbox.values import Unenterable, client_errors, entered, initial_values

REQUIRED = "Please complete this required field."
NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}


def errors(element: dict[str, Any], value: Any, **more: Any) -> str | None:
    block = {**field({**element, "action_id": "a"}, **more), "block_id": "b"}
    values = initial_values([block])
    if value is not None:
        values["b"]["a"] = entered(block["element"], value)
    return client_errors([block], values).get("b")


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        (TEXT_INPUT, None, REQUIRED),
        (TEXT_INPUT, "   ", REQUIRED),
        (TEXT_INPUT, "x", None),
        ({**TEXT_INPUT, "min_length": 3}, "xy", "Please enter at least 3 characters."),
        (TEXT_INPUT, "x" * 3001, "Please enter no more than 3000 characters."),
        ({"type": "email_text_input"}, "shaw", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "shaw@example.org", None),
        ({"type": "url_text_input"}, "example.org", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.org", None),
        (NUMBER, "5", None),
        (NUMBER, "5.5", "Please enter a valid number."),
        (NUMBER, "five", "Please enter a valid number."),
        (NUMBER, "0", "Please enter a number of at least 1."),
        (NUMBER, "10", "Please enter a number of at most 9."),
        ({**NUMBER, "is_decimal_allowed": True}, "5.5", None),
        ({"type": "checkboxes", "options": options(2)}, [], REQUIRED),
        ({"type": "checkboxes", "options": options(2)}, ["o1"], None),
        ({"type": "file_input"}, None, REQUIRED),
        ({"type": "datepicker"}, "2026-11-22", None),
    ],
)
def test_what_the_client_sends(element: dict[str, Any], value: Any, sentence: str | None) -> None:
    assert errors(element, value) == sentence


def test_what_is_optional_may_be_left_empty() -> None:
    assert errors(TEXT_INPUT, None, optional=True) is None


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "options": options(2)}, "z"),
        ({"type": "checkboxes", "options": options(2)}, ["o0", "z"]),
        ({"type": "multi_static_select", "options": options(3), "max_selected_items": 2}, ["o0", "o1", "o2"]),
        ({"type": "datepicker"}, "2026-02-31"),
        ({"type": "timepicker"}, "25:00"),
        ({"type": "datetimepicker"}, "now"),
    ],
)
def test_what_nobody_can_enter(element: dict[str, Any], value: Any) -> None:
    with pytest.raises(Unenterable):
        entered(element, value)


def test_what_was_offered_can_be_chosen() -> None:
    menu = {"type": "external_select"}
    assert entered(menu, "z", [option("z")])["selected_option"] == option("z")
    assert entered(menu, None) == {"type": "external_select", "selected_option": None}
    assert entered({"type": "multi_external_select"}, "z", [option("z")])["selected_options"] == [option("z")]


def test_first_values() -> None:
    element = {
        "type": "radio_buttons",
        "options": options(2),
        "initial_option": option("o1"),
        "action_id": "a",
    }
    block = {**field(element), "block_id": "b"}
    assert initial_values([block])["b"]["a"]["selected_option"] == option("o1")
    kept = {"b": {"a": {"type": "radio_buttons", "selected_option": option("o0")}}}
    assert initial_values([block], kept)["b"]["a"]["selected_option"] == option("o0")
    other = {"b": {"a": {"type": "plain_text_input", "value": "x"}}}
    assert initial_values([block], other)["b"]["a"]["selected_option"] == option("o1")
