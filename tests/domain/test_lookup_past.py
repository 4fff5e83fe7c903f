"""What ended and began in some time, who was there before somebody, what is to come, and what things are for (A-01, A-06, A-24)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dated_register import DATED, HANDOVER, MERGER
from tests.domain.registers import CUMBRIA

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import Answer
from liaison.domain.lookup.card import card
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import OfficeId, PartnershipId, PersonId
from liaison.handlers.blocks.lookup.answers import answer
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.card import lines
from liaison.handlers.blocks.lookup.frame import Reader

TODAY = date(2026, 11, 22)
DECEMBER = date(2026, 12, 1)
NORTHMOOR, MARCH, BARROW = PartnershipId("nm-csp"), PartnershipId("ma-csp"), PartnershipId("cu-cdrp-barrow")


def find(text: str, register: Register = DATED, *, page: int = 0) -> Answer:
    return lookup.find(register, text, day=TODAY, page=page, me=PersonId("shaw"))


def shown(text: str, register: Register = DATED, *, staff: bool = False) -> str:
    message = answer(find(text, register), Ask(text=text), Reader(may_edit=staff))
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    small = [block["elements"][0]["text"] for block in message.blocks if block["type"] == "context"]
    return "\n".join([*texts, *small])


def seat(id_: str, where: PartnershipId, who: str | None, **more: object) -> Edit:
    said = {"id": id_, "partnership": where, "role": "representative", "person": who, **more}
    return Edit("appointments", id_, Appointment.model_validate(said))


def test_what_ended_is_grouped_and_says_in_which_time() -> None:
    said = shown("what ended in july 2026")
    assert "What ended in July 2026: 1 appointment and 1 term of office" in said
    assert "1 July 2026: Mrs C Egan ended as representative on *Northmoor" in said
    assert said.index("*Appointments*") < said.index("*Terms of office*") < said.index("as Chair of")


def test_without_a_time_what_ended_looks_back_a_year_and_says_so() -> None:
    assert (
        "What ended in the last twelve months (22 November 2025 to 22 November 2026): 1 partnership, 2 appointments and 1"
        in shown("what has ended")
    )
    assert "*Safer Roads Board*, also called Road Safety Partnership, ended 1 April 2026" in shown(
        "what ended"
    )


def test_a_month_is_all_of_that_month_with_what_is_to_come_of_it() -> None:
    ending = seat("4", MARCH, "cole", until=TODAY + timedelta(days=6))
    said = shown("what ended in november", DATED.changed([ending]))
    assert "What ended in November 2026: 1 appointment" in said
    assert "28 November 2026: Mr R Cole ends as representative" in said


def test_where_nothing_ended_the_latest_before_is_named() -> None:
    said = shown("what ended in june 2026")
    assert "What ended in June 2026: nothing is recorded" in said
    assert "The latest before that ended on 1 April 2026: type `/rep ended since 1 April 2026`" in said
    assert find("ended since 1 April 2026").total == 4


def test_who_was_only_appointed_anew_has_neither_left_nor_joined() -> None:
    anew = [
        seat("4", MARCH, "cole", since=date(2025, 5, 1), until=MERGER),
        seat("4b", MARCH, "cole", since=MERGER),
    ]
    register = DATED.changed(anew)
    assert [change.on for change in find("who left this year", register).changes] == [
        HANDOVER,
        MERGER,
        HANDOVER,
    ]
    assert "Mr R Cole" not in shown("who left this year", register)
    assert "Mr R Cole" not in shown("who joined this year", register)
    assert "Mr R Cole" in shown("what ended this year", register)


def test_an_office_passed_on_is_among_what_ended_and_a_vacancy_is_not() -> None:
    register = DATED.changed([seat("3", NORTHMOOR, None, role="substitute", until=HANDOVER)])
    assert find("what ended in july 2026", register).counts == (0, 1, 1)
    assert "vacancy" not in shown("what ended in july 2026", register)


def test_what_ended_comes_a_page_at_a_time_each_once() -> None:
    extra = [seat(f"x{n}", MARCH, "cole", until=HANDOVER) for n in range(30)]
    register = DATED.changed(extra)
    pages = [find("what ended this year", register, page=page) for page in range(3)]
    assert [len(page.partnerships) + len(page.changes) for page in pages] == [12, 12, 10]
    ids = [change.seat.appointment.id for page in pages for change in page.changes if change.seat]
    assert len(set(ids)) == len(ids) == pages[0].counts[1] == 32


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(
    st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS), max_size=12),
    DAYS,
    DAYS,
    st.sampled_from(["ended", "began"]),
)
def test_whatever_the_periods_all_that_lies_in_the_time_is_found(
    periods: list[tuple[date | None, date | None]], one: date, other: date, asked: str
) -> None:
    first, last = min(one, other), max(one, other)
    seats = [
        seat(f"s{n}", MARCH, "cole" if n % 3 else None, since=since, until=until)
        for n, (since, until) in enumerate(periods)
    ]
    gone = [Edit("appointments", old.id, None) for old in DATED.appointments]
    register = DATED.changed([*gone, *seats])
    found = find(f"appointments that {asked} between {first:%-d %B %Y} and {last:%-d %B %Y}", register)
    at = 1 if asked == "ended" else 0
    days = [period[at] for n, period in enumerate(periods) if n % 3]
    wanted = [day for day in days if day and first <= day <= last]
    assert found.total == len(wanted)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between may and july 2026", date(2026, 5, 1), date(2026, 7, 31)),
        ("from november to february 2026", date(2025, 11, 1), date(2026, 2, 28)),
        ("between 3 and 9 may 2026", date(2026, 5, 3), date(2026, 5, 9)),
        ("from 2024 to 2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("in the past 3 years", date(2023, 11, 22), None),
        ("before 2026", None, date(2025, 12, 31)),
        ("yesterday", date(2026, 11, 21), date(2026, 11, 21)),
    ],
)
def test_a_time_has_both_its_ends(text: str, first: date | None, last: date | None) -> None:
    found = find(f"what ended {text}")
    assert (found.since, found.until) == (first, last)


def test_what_begins_is_still_to_come() -> None:
    register = DATED.changed([seat("new", MARCH, "barry", since=DECEMBER)])
    assert "What begins in December 2026: 1 appointment" in shown("what begins in december", register)
    assert "1 December 2026: Mr A L Barry begins as representative" in shown(
        "what begins next month", register
    )
    assert find("what begins", register).total == 1


def test_a_01_seats_to_come_stand_apart_and_the_past_has_none() -> None:
    register = CUMBRIA.changed(
        [
            seat("new", BARROW, "cole", role="substitute", since=DECEMBER),
            Edit(
                "terms",
                "next",
                Term(id="next", office=OfficeId("chairman"), person=PersonId("cole"), since=DECEMBER),
            ),
        ]
    )
    assert "From 1 December 2026: Chairman of Police Authority; Barrow CDRP (substitute)." in shown(
        "mr cole", register
    )
    assert "Mr R Cole from 1 December 2026" in shown("barrow cdrp", register)
    assert "1 December 2026" not in shown("mr cole on 1 june 2009", register)
    assert "1 December 2026" not in shown("barrow cdrp on 1 june 2009", register)
    assert "From 1 December" not in shown("mr cole on 2 december 2026", register)


def test_who_has_nothing_yet_is_said_to_be_to_come() -> None:
    register = DATED.changed([seat("new", MARCH, "halfpenny", since=DECEMBER)])
    said = shown("halfpenny", register)
    assert "No seat at present." in said
    assert "From 1 December 2026: March Community Safety Partnership (CSP) (representative)." in said


@pytest.mark.parametrize(
    "text",
    [
        "purpose of crime stoppers",
        "what does crimestoppers do",
        "what is crimestoppers for",
        "our role in crimestoppers",
        "why are we on the crime stoppers board",
    ],
)
def test_a_12_what_something_is_for_is_answered_with_our_role_in_it(text: str) -> None:
    said = shown(text, CUMBRIA)
    assert "Purpose: volunteers represent their communities" in said
    assert "Our role in it: not recorded." in said
    assert "press Report a mistake" in said
    assert "`/partnership edit Crime Stoppers Board`" in shown(text, CUMBRIA, staff=True)


def test_who_was_there_before_somebody_comes_from_the_record() -> None:
    assert "Before Mrs L L Shaw, who began on 1 July 2026: Mrs C Egan, until 1 July 2026." in shown(
        "who was on northmoor csp before mrs shaw"
    )
    assert "Before Mr W Smith, who began on 1 July 2026: Mrs C Egan" in shown("who was chairman before smith")
    assert "Nobody is recorded before Mr R Cole, who began on 1 May 2025." in shown(
        "who was on march csp before cole"
    )
    assert "does not say since when Mrs L L Shaw is there" in shown(
        "who was on barrow cdrp before shaw", CUMBRIA
    )


def test_through_every_renewal_it_is_who_came_before_the_first() -> None:
    register = DATED.changed(
        [
            seat("2", NORTHMOOR, "shaw", since=HANDOVER, until=date(2026, 10, 1)),
            seat("2b", NORTHMOOR, "shaw", since=date(2026, 10, 1)),
        ]
    )
    assert "who began on 1 July 2026: Mrs C Egan" in shown("who was on northmoor csp before me", register)


def test_a_06_a_substitutes_seat_that_ran_out_is_vacant_too() -> None:
    register = DATED.changed([seat("5", MARCH, "smith", role="substitute", until=HANDOVER)])
    assert (MARCH, "substitute") in [
        (place.id, held.appointment.role) for place, held in find("vacant", register).seats
    ]
    followed = register.changed([seat("6b", MARCH, "barry", role="substitute", since=HANDOVER)])
    assert MARCH not in [place.id for place, _ in find("vacant", followed).seats]


def test_what_ends_and_what_is_vacant_name_each_other() -> None:
    assert "2 seats are vacant already: type `/rep vacant`." in shown("expiring")
    assert "2 appointments or terms end in the next three months: type `/rep expiring`." in shown("vacant")
    assert "`/partnership ends`" in shown("expiring", staff=True)
    assert "`/partnership ends`" not in shown("expiring")


def met(on: date) -> Register:
    barrow = CUMBRIA.partnership[BARROW].model_copy(update={"next_meeting": on})
    return CUMBRIA.changed([Edit("partnerships", BARROW, barrow)])


def test_a_meeting_that_has_passed_is_not_the_next_one() -> None:
    passed = met(TODAY - timedelta(days=1))
    assert "Next meeting" not in shown("barrow cdrp", passed)
    assert "Next meeting: not recorded. The last one recorded was on 21 November 2026." in shown(
        "when does barrow cdrp meet next", passed
    )
    found = card(passed, BARROW, day=TODAY, today=TODAY)
    said = "\n".join(lines(found, today=TODAY, public=False))
    assert said.count("Next meeting") == 1
    assert "The last one recorded was on 21 November 2026." in said
    assert "Next meeting: 22 November 2026." in shown("barrow cdrp", met(TODAY))
    assert "Next meeting" not in shown("barrow cdrp on 1 june 2026", met(TODAY))


def test_i_23_what_names_abbreviate_is_spelt_out() -> None:
    assert "CDRP: Crime and disorder reduction partnership." in shown("barrow", CUMBRIA)
    assert "LSP: Local strategic partnership." in shown("barrow", CUMBRIA)
    assert "CDRP:" not in shown("crimestoppers", CUMBRIA)
    forum = Partnership(id=PartnershipId("f"), name="Resilience Forum", kind_short="RF")
    assert "RF:" not in shown("resilience forum", CUMBRIA.changed([Edit("partnerships", "f", forum)]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("barrow on 31 november", "November has 30 days."),
        ("barrow on 29 february 2026", "February 2026 has 28 days."),
        ("barrow on 31/04/2026", "April has 30 days."),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_how_long_the_month_is(text: str, told: str) -> None:
    with pytest.raises(BadInput, match="There is no") as refused:
        find(text, CUMBRIA)
    assert told in (refused.value.mend or "")
