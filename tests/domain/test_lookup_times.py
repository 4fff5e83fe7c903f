"""When a question is about: this month and the next, by a day, and what is still to come on a day that is asked about (A-24)."""

from datetime import date

import pytest
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA
from tests.domain.test_lookup_life import GOING, TODAY, shown

from liaison.domain.lookup import find
from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register

DECEMBER = date(2026, 12, 1)


def leaving(on: date, register: Register = DATED) -> Register:
    """The register in which one representative is to leave on a day."""
    seat = register.appointments[0]
    later = seat.model_copy(update={"since": None, "until": on})
    return register.changed([Edit("appointments", seat.id, later)])


def test_a24_as_of_a_later_day_what_ended_by_then_has_ended() -> None:
    asked = "eden lsp on 2 december 2026"
    assert "ended 1 December 2026, merged into Carlisle Partnership." in shown(asked, GOING)
    assert "ends 1 December 2026, when it merges into Carlisle Partnership." in shown(
        "what ends in december", GOING
    )


@pytest.mark.parametrize("text", ["what ends this month", "what ends this year", "what ends in november"])
def test_what_ends_is_not_headed_as_if_it_were_over(text: str) -> None:
    said = shown(text, leaving(date(2026, 11, 28)))
    assert "What ends in " in said
    assert "28 November 2026" in said


def test_this_week_is_the_calendar_s_whatever_day_it_is() -> None:
    assert "What ends from 16 November 2026 to 22 November 2026" in shown("what ends this week")


@pytest.mark.parametrize(
    "text", ["who leaves this year", "who is leaving next month", "who will leave in december"]
)
def test_who_leaves_is_asked_as_well(text: str) -> None:
    said = shown(text, leaving(DECEMBER))
    assert "Who is to leave in " in said
    assert "1 December 2026" in said


def test_the_seats_that_end_next_month_end_in_all_of_it() -> None:
    assert "15 December 2026" in shown("which seats end next month", leaving(date(2026, 12, 15)))


@pytest.mark.parametrize(
    "text", ["expiring by 24 december 2026", "what ends by 24 december", "expiring by the end of december"]
)
def test_by_a_day_is_from_today_until_it(text: str) -> None:
    found = find(leaving(DECEMBER), text, day=TODAY)
    assert found.asked == "expiring"
    assert found.until in {date(2026, 12, 24), date(2026, 12, 31)}
    assert found.total


def test_a24_what_ends_soon_names_the_partnerships_that_do() -> None:
    said = shown("what ends soon", GOING)
    assert "Eden Local Strategic Partnership (LSP) itself ends on 1 December 2026." in said
    assert "Carlisle Partnership" not in said
    assert "ends on 1 December 2026, when it merges" in shown("is eden lsp ending", GOING)
    assert "No beginning and no end is recorded." in shown("is carlisle partnership ending")


def test_where_only_a_partnership_ends_no_heading_says_that_nothing_does() -> None:
    said = shown("what ends soon", GOING)
    assert "No appointment or term ends soon" in said
    assert "Nothing ends" not in said


@pytest.mark.parametrize(
    "text", ["is eden lsp still going", "does eden lsp still exist", "is eden lsp still there?"]
)
def test_a24_whether_something_is_still_there_is_answered_with_its_days(text: str) -> None:
    assert "No beginning and no end is recorded." in shown(text)
    assert "ends on 1 December 2026, when it merges into Carlisle Partnership." in shown(text, GOING)
    assert "ended 1 December 2026" in shown(text, GOING, date(2027, 1, 5))


def test_whether_somebody_is_still_there_is_asked_of_a_person() -> None:
    assert find(CUMBRIA, "is mrs shaw still there", day=TODAY).detail != "dates"
