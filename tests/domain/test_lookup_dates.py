"""The day in a question: however it is written, and never out of a name."""

from datetime import date

import pytest

from liaison.domain.errors import BadInput
from liaison.domain.lookup.dated import horizon, read_when

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "rest", "day"),
    [
        ("barrow on 1 March 2009", "barrow", date(2009, 3, 1)),
        ("barrow as of 1st of March, 2009", "barrow", date(2009, 3, 1)),
        ("barrow at 01/03/2009", "barrow", date(2009, 3, 1)),
        ("barrow 1.3.09", "barrow", date(2009, 3, 1)),
        ("barrow 2009-03-01", "barrow", date(2009, 3, 1)),
        ("on 1 march 2009 who sat on barrow", "who sat on barrow", date(2009, 3, 1)),
        ("barrow March 1, 2009", "barrow", date(2009, 3, 1)),
        ("barrow on the 1st of june", "barrow", date(2026, 6, 1)),
        ("barrow on sunday 1 march 2009", "barrow", date(2009, 3, 1)),
        ("barrow in March 2009", "barrow", date(2009, 3, 31)),
        ("barrow march 2009", "barrow", date(2009, 3, 31)),
        ("barrow in 2009", "barrow", date(2009, 12, 31)),
        ("barrow in 2026", "barrow", TODAY),
        ("barrow in november 2026", "barrow", TODAY),
        ("barrow last march", "barrow", date(2026, 3, 31)),
        ("barrow last november", "barrow", date(2025, 11, 30)),
        ("barrow last month", "barrow", date(2026, 10, 31)),
        ("barrow last year", "barrow", date(2025, 12, 31)),
        ("barrow last week", "barrow", date(2026, 11, 15)),
        ("barrow last tuesday", "barrow", date(2026, 11, 17)),
        ("barrow yesterday", "barrow", date(2026, 11, 21)),
        ("barrow tomorrow", "barrow", date(2026, 11, 23)),
        ("barrow a year ago", "barrow", date(2025, 11, 22)),
        ("barrow 3 months ago", "barrow", date(2026, 8, 22)),
        ("barrow in 6 weeks", "barrow", date(2027, 1, 3)),
        ("lsp in march", "lsp", date(2026, 3, 31)),
        ("barrow june 09", "barrow", date(2009, 6, 30)),
        ("barrow in june '09", "barrow", date(2009, 6, 30)),
        ("barrow june 9", "barrow", date(2026, 6, 9)),
        ("barrow june 09, 2010", "barrow", date(2010, 6, 9)),
        ("barrow 1 mar 09", "barrow", date(2009, 3, 1)),
        ("barrow as at 31 3 09", "barrow", date(2009, 3, 31)),
        ("barrow 31 3 2009", "barrow", date(2009, 3, 31)),
        ("barrow as at 31.3.09", "barrow", date(2009, 3, 31)),
        ("barrow as at 31 13 09", "barrow as at 31 13 09", None),
        ("barrow before 1 may 2010", "barrow", date(2010, 4, 30)),
        ("barrow before may 2010", "barrow", date(2010, 4, 30)),
        ("barrow prior to 2010", "barrow", date(2009, 12, 31)),
        ("barrow before march", "barrow", date(2026, 2, 28)),
        ("barrow at the end of april 2010", "barrow", date(2010, 4, 30)),
        ("barrow at the start of may 2010", "barrow", date(2010, 5, 1)),
        ("barrow beginning of 2010", "barrow", date(2010, 1, 1)),
        ("barrow 2009", "barrow", date(2009, 12, 31)),
        ("barrow 1st of feb this year", "barrow", date(2026, 2, 1)),
        ("barrow on 3 may last year", "barrow", date(2025, 5, 3)),
        ("barrow from 1 June to 30 June 2026", "barrow", date(2026, 6, 30)),
        ("barrow between may and july 2026", "barrow", date(2026, 7, 31)),
        ("barrow from 2008 to 2009", "barrow", date(2009, 12, 31)),
        ("barrow from 01/04/2009 until 31/03/2010", "barrow", date(2010, 3, 31)),
        ("barrow in summer 2009", "barrow", date(2009, 8, 31)),
        ("barrow last summer", "barrow", date(2026, 8, 31)),
        ("barrow last autumn", "barrow", date(2025, 11, 30)),
        ("barrow this autumn", "barrow", TODAY),
        ("barrow in winter 2009", "barrow", date(2010, 2, 28)),
        ("barrow next spring", "barrow", date(2027, 5, 31)),
        ("barrow this time last year", "barrow", date(2025, 11, 22)),
        ("barrow next month", "barrow", date(2026, 12, 31)),
        ("barrow next week", "barrow", date(2026, 11, 29)),
        ("barrow next june", "barrow", date(2027, 6, 30)),
        ("barrow on monday", "barrow", date(2026, 11, 16)),
        ("barrow on sunday", "barrow", TODAY),
    ],
)
def test_a_day_is_read_wherever_it_stands(typed: str, rest: str, day: date | None) -> None:
    when = read_when(typed, today=TODAY, known=lambda _: False)
    assert (" ".join(when.text.split()), when.day, when.since) == (rest, day, None)


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("barrow since 1 May 2009", date(2009, 5, 1)),
        ("since june", date(2026, 6, 1)),
        ("since december", date(2025, 12, 1)),
        ("since May 2009", date(2009, 5, 1)),
        ("since 2009", date(2009, 1, 1)),
        ("since last year", date(2025, 1, 1)),
        ("since the 1st of june", date(2026, 6, 1)),
        ("since yesterday", date(2026, 11, 21)),
        ("since the start of 2009", date(2009, 1, 1)),
        ("since last summer", date(2026, 6, 1)),
        ("since wednesday", date(2026, 11, 18)),
    ],
)
def test_since_is_the_first_day_of_what_it_names(typed: str, since: date) -> None:
    when = read_when(typed, today=TODAY, known=lambda word: word in {"may", "march"})
    assert (when.day, when.since) == (None, since)
    assert "since" not in when.text


@pytest.mark.parametrize(
    "typed",
    [
        "bournemouth 2026",
        "cdrp 3",
        "lsp in march",
        "march",
        "may day forum",
        "list of 2008/09",
        "in the north",
        "12345",
    ],
)
def test_a_name_with_a_number_or_a_month_is_no_day(typed: str) -> None:
    when = read_when(typed, today=TODAY, known=lambda word: word in {"march", "2026"})
    assert (when.text, when.day, when.since) == (typed, None, None)


@pytest.mark.parametrize(
    "typed",
    [
        "31 february 2009",
        "29/02/2009",
        "on 31 june",
        "2009-13-01",
        "in 2150",
        "500 years ago",
        "on 5 may 209",
        "on 31 december 9999",
        "1 march 20009",
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_when(typed, today=TODAY, known=lambda _: False)
    assert refused.value.mend


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("expiring in 6 months", date(2027, 5, 22)),
        ("expiring within 30 days", date(2026, 12, 22)),
        ("what ends in the next 2 weeks", date(2026, 12, 6)),
        ("expiring in the next month", date(2026, 12, 22)),
        ("ending within a year", date(2027, 11, 22)),
    ],
)
def test_how_far_expiring_looks_ahead(typed: str, until: date) -> None:
    ahead = horizon(typed, today=TODAY)
    assert ahead
    assert ahead[1] == until


def test_expiring_alone_says_nothing_of_how_far() -> None:
    assert horizon("expiring on the 3 cdrps", today=TODAY) is None
