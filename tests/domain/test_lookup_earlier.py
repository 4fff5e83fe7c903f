"""Who was there before, with nobody named; and when somebody left, asked in plain words (A-24)."""

from datetime import date

import pytest
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA
from tests.domain.test_lookup_life import CARLISLE, ended, shown

from liaison.domain.lookup import find
from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register

TODAY = date(2026, 11, 22)


def vacated(register: Register) -> Register:
    """Northmoor CSP, where the seat of Mrs Shaw ran out and nobody followed."""
    seat = next(seat for seat in register.appointments if seat.id == "2")
    gone = seat.model_copy(update={"until": date(2026, 10, 1)})
    return register.changed([Edit("appointments", seat.id, gone)])


@pytest.mark.parametrize(
    "text",
    [
        "who was on northmoor csp before",
        "who was on northmoor csp before that",
        "who was on northmoor csp previously",
        "who used to be on northmoor csp",
        "who used to represent us on northmoor csp",
        "who sat on northmoor csp earlier",
        "previous representative on northmoor csp",
        "who was the former representative of northmoor csp",
    ],
)
def test_who_was_there_before_is_who_came_before_the_present_one(text: str) -> None:
    said = shown(text, DATED)
    assert "Before Mrs L L Shaw, who began on 1 July 2026: Mrs C Egan, until 1 July 2026." in said
    assert "Did you mean" not in said


def test_before_a_vacancy_it_is_who_was_there_last() -> None:
    said = shown("who was on northmoor csp before", vacated(DATED))
    assert "There before: Mrs L L Shaw, until 1 October 2026." in said


def test_where_nobody_is_recorded_before_that_is_said() -> None:
    assert "Who was there before is not recorded." in shown("who was on eden lsp before")
    assert "nor who was there before" in shown("who was on south lakeland cdrp before")


def test_an_office_has_those_before_too() -> None:
    assert "Before Mr W Smith, who began on 1 July 2026: Mrs C Egan" in shown(
        "who was chairman before", DATED
    )


def test_of_a_partnership_that_ended_it_is_said_as_well() -> None:
    over = ended(CUMBRIA, CARLISLE, until=date(2026, 11, 1))
    said = shown("who was on carlisle partnership before mr watson", over)
    assert "ended 1 November 2026" in said
    assert "since when Mr R Watson was there, nor who was there before" in said
    assert "There before: Mr R Watson, until 1 November 2026." in shown(
        "who was on carlisle partnership before", over
    )
    roads = shown("who used to be on safer roads board", DATED)
    assert "There before: Mrs M Johnson, until 1 April 2026." in roads


@pytest.mark.parametrize(
    "text",
    ["when did mr nicholson leave south lakeland cdrp", "when does mr nicholson leave south lakeland cdrp"],
)
def test_when_somebody_left_is_answered_as_how_long_is(text: str) -> None:
    assert "No end is recorded for Mr J Nicholson." in shown(text)
    assert find(CUMBRIA, text, day=TODAY).certainty == "certain"


def test_when_somebody_left_is_the_day_on_which_their_seat_ended() -> None:
    assert "Mrs C Egan ended on 1 July 2026." in shown("when did mrs egan leave northmoor csp", DATED)
    assert "Mr R Cole ends on 10 January 2027." in shown("when does mr cole leave march csp", DATED)
    assert "Mrs C Egan ended on 1 July 2026." in shown("when did mrs egan stop being chairman", DATED)
    over = ended(CUMBRIA, CARLISLE, until=date(2026, 11, 1))
    assert "Mr R Watson ended on 1 November 2026." in shown(
        "when did mr watson leave carlisle partnership", over
    )


def test_what_nobody_left_is_no_answer() -> None:
    assert find(DATED, "when did mr cole leave northmoor csp", day=TODAY).certainty != "certain"
