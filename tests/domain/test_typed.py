"""What is typed into forms: how much of it is taken, and that what reaches us late undoes nothing typed since."""

from datetime import UTC, datetime, timedelta

import pytest

from liaison.domain.errors import BadInput
from liaison.domain.typed import LONGEST_TEXT, MOST_REPLACED, Typed, mark, newer_inputs, written

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (" \n", "There is nothing written here. Write a sentence or two."),
        ("x" * (LONGEST_TEXT + 1), "That is 3,001 characters. Keep it under 3,000."),
    ],
    ids=["nothing", "too much"],
)
def test_ux05_a_text_is_neither_empty_nor_too_long(words: str, problem: str) -> None:
    assert written(f" {'x' * LONGEST_TEXT}\n", "note") == "x" * LONGEST_TEXT
    with pytest.raises(BadInput, match=problem) as raised:
        written(words, "note")
    assert raised.value.field == "note"


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def typed(*words: str, form: str = "form") -> Typed:
    """What stands after these words, a second between them."""
    found = Typed(at=START, kept=mark(form, words[0]))
    for seconds, following in enumerate(words[1:], start=1):
        found = found.then(mark(form, following), after(seconds))
    return found


def test_a_pause_is_late_if_something_was_typed_after_it() -> None:
    kept = typed("first", "second")
    assert kept.is_newer_than(mark("form", "late"), after(0.5))
    assert not kept.is_newer_than(mark("form", "third"), after(1.5))


def test_a_page_is_late_if_it_holds_what_was_replaced_in_the_same_form() -> None:
    kept = typed("first", "second")
    assert kept.is_newer_than(mark("form", "first"), None)
    assert not kept.is_newer_than(mark("form", "second"), None)
    assert not kept.is_newer_than(mark("form", "third"), None)
    assert not kept.is_newer_than(mark("another form", "first"), None)


def test_what_was_typed_again_is_not_late() -> None:
    kept = typed("first", "second", "first")
    assert not kept.is_newer_than(mark("form", "first"), None)
    assert kept.is_newer_than(mark("form", "second"), None)


def test_only_so_many_marks_are_kept() -> None:
    assert len(typed(*(str(number) for number in range(MOST_REPLACED * 2))).replaced) == MOST_REPLACED


def test_each_input_of_a_page_is_late_or_not_by_itself() -> None:
    kept = {"1": typed("first", "second"), "2a": typed("only")}
    given = {"1": "first", "2a": "newer", "3": "new"}
    found = newer_inputs(kept, given, "form", None, now=after(9))
    assert {key: entry.at for key, entry in found.items()} == {"2a": after(9), "3": after(9)}
