"""What is said of an appointment in one line."""

from datetime import date
from time import perf_counter

import pytest

from liaison.domain.errors import BadInput
from liaison.handlers.register.spoken import as_written, read, read_end, read_rename, read_seat, read_term

TODAY = date(2026, 11, 23)


def test_an_appointment_is_read_from_one_line() -> None:
    found = read("mr cole to the barrow cdrp as a substitute from 1 january 2027 until 31/12/27", today=TODAY)
    assert found
    assert (found.who, found.where) == ("mr cole", "barrow cdrp")
    assert found.given == {"role": "substitute", "since": "2027-01-01", "until": "2027-12-31"}


@pytest.mark.parametrize(
    "line",
    ["mr cole as second substitute to barrow cdrp", "mr cole to barrow cdrp as a second substitute"],
)
def test_the_role_stands_before_or_after_the_place(line: str) -> None:
    found = read(line, today=TODAY)
    assert found
    assert (found.who, found.where, found.given) == ("mr cole", "barrow cdrp", {"role": "substitute"})


@pytest.mark.parametrize("until", ["until", "till", "til", "up to", "to"])
def test_an_end_is_read_however_it_is_said(until: str) -> None:
    seat = read(f"mr cole to barrow cdrp from 1 january 2027 {until} 31 may 2030", today=TODAY)
    assert seat == ("mr cole", "barrow cdrp", {"since": "2027-01-01", "until": "2030-05-31"})
    term = read_term(f"mr cole as chairman {until} 31 may 2010", today=TODAY)
    assert term == ("mr cole", "chairman", {"until": "2010-05-31"})
    term = read_term(f"mr cole as the chair {until} 31 may 2030 from 1 january 2027", today=TODAY)
    assert term == ("mr cole", "chair", {"since": "2027-01-01", "until": "2030-05-31"})
    assert read_term(f"mr cole as substitute {until} 31 may 2030", today=TODAY) is None


def test_a_place_after_to_is_no_day() -> None:
    found = read("mr cole to region 2 forum", today=TODAY)
    assert found == ("mr cole", "region 2 forum", {})


def test_what_is_typed_on_two_lines_is_one() -> None:
    found = read("mr cole to barrow\ncdrp\nfrom 1 january 2027", today=TODAY)
    assert found
    assert (found.who, found.where, found.given) == ("mr cole", "barrow cdrp", {"since": "2027-01-01"})


def test_the_two_days_stand_in_either_order() -> None:
    found = read("mr cole to barrow cdrp until 1 january 2028 from 1 january 2027", today=TODAY)
    assert found
    assert found.given == {"since": "2027-01-01", "until": "2028-01-01"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("until 1 january 2020 from 1 january 2027", "It would end on 1 January 2020, before it begins on"),
        ("from 1 january 2027 until nonsense", 'I could not read "nonsense" as a date.'),
        ("from 31 december 9999", "31 December 9999 cannot be meant."),
    ],
)
def test_a_day_that_cannot_be_is_named(days: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(f"mr cole to barrow cdrp {days}", today=TODAY)
    with pytest.raises(BadInput, match=said):
        read_term(f"mr cole as chairman {days}", today=TODAY)


def test_an_end_on_a_day_that_cannot_be_meant_is_refused_at_once() -> None:
    trouble = read_end("end", "barrow cdrp on 31 december 9999", today=TODAY).trouble
    assert trouble
    assert trouble.sentence == "31 December 9999 cannot be meant."


def test_a_long_text_is_read_at_once() -> None:
    begun = perf_counter()
    with pytest.raises(BadInput):
        read("to a from b until c " * 100 + "\n\nx", today=TODAY)
    assert perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("substitute on barrow cdrp", ("", "substitute", "barrow cdrp")),
        ("the Support Officer of the barrow cdrp", ("", "support officer", "barrow cdrp")),
        ("link officer barrow cdrp", ("", "link officer", "barrow cdrp")),
        ("representative mr cole at barrow cdrp", ("mr cole", "representative", "barrow cdrp")),
        ("substitute", ("", "substitute", "")),
        ("mr cole on barrow cdrp", None),
    ],
)
def test_an_end_may_begin_with_a_role(line: str, found: tuple[str, str, str] | None) -> None:
    assert read_seat(line) == found


def test_a_24_a_new_name_is_read_with_its_day_wherever_that_stands() -> None:
    may = date(2026, 5, 1)
    for line in (
        "barrow cdrp to furness forum from 1 may 2026",
        "barrow cdrp  as furness forum with effect from 1 may",
        "barrow cdrp from 1 may 2026 to furness forum",
    ):
        assert read_rename(line, today=TODAY)[1] == ("barrow cdrp", "furness forum", may, False), line
    assert read_rename("barrow cdrp", today=TODAY) == (("barrow cdrp", "", None, False),)
    assert [each[:2] for each in read_rename("access to work forum to work forum", today=TODAY)] == [
        ("access to work forum to work forum", ""),
        ("access", "work forum to work forum"),
        ("access to work forum", "work forum"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        " as a correction",
        " as correction",
        " (correction)",
        ", a correction",
        ", it was a mistake",
        " because it was misspelt",
        " (the old name was misspelled)",
        " as it was a typo",
        " to correct a mistake",
        " - spelling mistake",
        " as a correction.",
    ],
)
def test_that_a_name_was_a_mistake_is_no_part_of_the_new_one(said: str) -> None:
    *_, found = read_rename(f"mr cole to mr r coles{said}", today=TODAY)
    assert found == ("mr cole", "mr r coles", None, True)
    *_, found = read_rename(f"mr cole{said.rstrip('.')} to mr r coles", today=TODAY)
    assert found == ("mr cole", "mr r coles", None, True)
    assert read_rename(f"mr cole{said}", today=TODAY) == (("mr cole", "", None, True),)


def test_a_name_of_its_own_is_not_taken_for_a_correction() -> None:
    for name in (
        "board of correction",
        "correction forum",
        "forum for mistakes",
        "youth correction partnership",
    ):
        assert read_rename(f"barrow cdrp to {name}", today=TODAY)[1] == ("barrow cdrp", name, None, False)
    dated = read_rename("mr cole to mr r coles as a correction from 1 may 2026", today=TODAY)
    assert dated[-1] == ("mr cole", "mr r coles", date(2026, 5, 1), True)


def test_a_new_name_is_not_said_for_a_day_to_come_or_for_none() -> None:
    with pytest.raises(BadInput, match="A new name shows at once, and 1 May 2027 is still to come"):
        read_rename("barrow cdrp to furness forum from 1 may 2027", today=TODAY)
    with pytest.raises(BadInput, match="no 31 February"):
        read_rename("barrow cdrp to furness forum from 31 february 2026", today=TODAY)


@pytest.mark.parametrize(
    ("typed", "before", "written"),
    [
        ("furness and eden cdrp", "Barrow CDRP", "Furness and Eden CDRP"),
        ("mrs l l egan", "Mrs L L Shaw", "Mrs L L Egan"),
        ("mrs egan-shaw", "Mrs L L Shaw", "Mrs Egan-Shaw"),
        ("barrow-in-furness csp", "Barrow CSP", "Barrow-in-Furness CSP"),
        ("the forum of eden (csp)", "Barrow Partnership (CSP)", "The Forum of Eden (csp)"),
        ("furness CDRP", "Barrow CDRP", "furness CDRP"),
    ],
)
def test_a_name_without_capitals_is_offered_as_a_list_has_it(typed: str, before: str, written: str) -> None:
    assert as_written(typed, before) == written
