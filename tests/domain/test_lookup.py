"""Looking things up: whoever knows a name finds what it names, as of any day (A-05 to A-09, A-19 to A-25)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.dated_register import DATED, MERGER
from tests.domain.registers import (
    BARROW,
    CHAIR,
    CHANGING,
    CUMBRIA,
    EDEN,
    EGAN,
    FORUM,
    HANDOVER,
    PPP,
    SHAW,
    SMITH,
)

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import PER_PAGE, Answer
from liaison.domain.names import fold
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee, Partnership, Person
from liaison.domain.register.snapshot import names_of
from liaison.domain.values import PartnershipId, PersonId

DAY = date(2026, 11, 22)
BEFORE = HANDOVER - timedelta(days=1)
ENDED = PartnershipId("roads")


def names_of_partnership(partnership: Partnership) -> list[str]:
    names = [partnership.name, partnership.title, *partnership.also_called]
    return [*names, partnership.short] if partnership.short else names


def find(text: str) -> Answer:
    return lookup.find(CUMBRIA, text, day=DAY)


@pytest.mark.parametrize("partnership", CUMBRIA.partnerships, ids=lambda entry: str(entry.id))
def test_a_partnership_comes_first_under_each_of_its_names(partnership: Partnership) -> None:
    for name in names_of_partnership(partnership):
        answer = find(name)
        namesakes = [
            other
            for other in CUMBRIA.partnerships
            if fold(name) in {fold(known) for known in names_of_partnership(other)}
        ]
        first = [found.partnership for found in answer.partnerships[: len(namesakes)]]
        assert answer.exact, name
        assert partnership in first, name


@pytest.mark.parametrize("person", CUMBRIA.people, ids=lambda person: str(person.id))
def test_a_person_is_found_by_full_name_and_by_surname(person: Person) -> None:
    for name in (person.name, person.name.split()[-1], person.name.upper(), f"who is {person.name}?"):
        answer = find(name)
        assert answer.exact
        assert [found.person for found in answer.people] == [person]
        assert answer.count == 1


@pytest.mark.parametrize("committee", CUMBRIA.committees, ids=lambda committee: str(committee.id))
def test_a_committee_is_found_by_each_of_its_names(committee: Committee) -> None:
    for name in filter(None, (committee.name, committee.short, *committee.also_called)):
        answer = find(name)
        assert answer.exact
        assert [found.committee for found in answer.committees] == [committee]


def test_a_text_too_long_for_a_name_is_refused_with_an_example() -> None:
    with pytest.raises(BadInput, match=r"201 characters.*too long for a name.*/rep barrow"):
        find("b" * 201)


@pytest.mark.parametrize(
    ("kind", "how_many"),
    [
        ("LSP", 5),
        ("local strategic partnership", 5),
        ("CDRP", 4),
        ("crime and disorder reduction partnership", 4),
        ("thematic partnership", 7),
        ("scrutiny panel", 1),
    ],
)
@pytest.mark.parametrize("plural", [False, True], ids=["one", "several"])
def test_a_kind_finds_every_partnership_of_that_kind(kind: str, how_many: int, plural: bool) -> None:
    """The documents themselves write "CDRPs" and "Thematic Partnerships": a plural is no misspelling."""
    answer = find(f"{kind}s" if plural else kind)
    wanted = {entry.id for entry in CUMBRIA.partnerships if kind in (entry.kind, entry.kind_short)}
    assert len(wanted) == how_many
    assert {found.partnership.id for found in answer.partnerships} == wanted
    assert answer.exact


@pytest.mark.parametrize(
    ("area", "kinds"),
    [
        ("Carlisle", {"LSP", "CDRP"}),
        ("Eden", {"LSP", "CDRP"}),
        ("South Lakeland", {"LSP", "CDRP"}),
        ("West Cumbria", {"LSP", "CDRP"}),
        ("Barrow", {"LSP", "CDRP"}),
    ],
)
def test_an_area_finds_every_partnership_in_it(area: str, kinds: set[str]) -> None:
    answer = find(area)
    assert {found.partnership.kind_short for found in answer.partnerships} == kinds
    assert all(area in str(found.partnership) for found in answer.partnerships)


@pytest.mark.parametrize("typed", ["Chairman", "chair of PPP", "CED chair"])
def test_an_office_is_found_with_the_member_who_holds_it(typed: str) -> None:
    found = find(typed).offices
    holders = {"Chairman": "Mr R Watson", "chair of PPP": "Mrs C Egan", "CED chair": "Mr W Smith"}
    assert [entry.person.name for entry in found[0].holders] == [holders[typed]]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("CED", ("ced",)),
        ("PPP and CED", ("ppp", "ced")),
        ("ced, personnel; ppp", ("ced", "personnel", "ppp")),
        ("ced and ced", ("ced",)),
        ("Communities, Equality and Diversity Committee", ("ced",)),
        ("Policing Plan and Performance Committee", ("ppp",)),
        ("CED and the moon", ()),
        ("", ()),
    ],
)
def test_one_or_several_committees_are_read_from_one_answer(typed: str, names: tuple[str, ...]) -> None:
    assert tuple(committee.id for committee in lookup.some_committees(CUMBRIA, typed)) == names


def test_a_near_miss_is_offered_the_names_it_may_have_meant() -> None:
    assert "Cumbria Pensions Forum" in find("cumbrian pensioners fora").near
    assert find("🎉").near == ()


def test_the_answer_is_that_of_the_day_asked_about() -> None:
    def seats(day: date) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        (row,) = lookup.find(CHANGING, "Barrow", day=day).partnerships
        return names_of(row.representatives), tuple(seat.appointment.vacant for seat in row.substitutes)

    assert seats(BEFORE) == (("Mrs C Egan",), ())
    assert seats(HANDOVER) == (("Mrs L L Shaw",), (True,))


@given(day=st.dates())
def test_on_every_day_exactly_one_of_two_in_succession_sits(day: date) -> None:
    held = CHANGING.seats_of(BARROW, day, "representative")
    assert names_of(held) == (("Mrs C Egan",) if day < HANDOVER else ("Mrs L L Shaw",))


@given(day=st.dates())
def test_a_21_a_seat_of_an_office_is_its_holders_on_the_day(day: date) -> None:
    chair = EGAN if day < HANDOVER else SMITH
    assert [person.id for person in CHANGING.holders_of(CHAIR, day)] == [chair]
    (row,) = lookup.find(CHANGING, "Pensions Forum", day=day).partnerships
    (seat,) = row.representatives
    assert seat.person
    assert (seat.person.id, seat.office) == (chair, CHANGING.office[CHAIR])


def test_b_21_the_seat_goes_with_the_office_to_its_next_holder() -> None:
    def seats(name: str, day: date) -> set[str]:
        (entry,) = lookup.find(CHANGING, name, day=day).people
        return {partnership.id for partnership, _ in entry.seats}

    assert (seats("Egan", BEFORE), seats("Egan", HANDOVER)) == ({BARROW, FORUM}, set())
    assert (seats("Smith", BEFORE), seats("Smith", HANDOVER)) == (set(), {FORUM})
    assert (seats("Shaw", BEFORE), seats("Shaw", HANDOVER)) == (set(), {BARROW})


def test_an_office_without_a_recorded_holder_stands_for_itself_and_is_no_vacancy() -> None:
    (row,) = lookup.find(CHANGING, "Pensions Forum", day=DAY).partnerships
    (seat,) = row.substitutes
    assert (seat.person, seat.office and seat.office.name, seat.appointment.vacant) == (None, "Clerk", False)


def test_a_vacancy_counts_only_while_it_runs() -> None:
    assert lookup.find(CHANGING, "vacant", day=BEFORE).seats == ()
    ((partnership, seat),) = lookup.find(CHANGING, "vacant", day=HANDOVER).seats
    assert (partnership.id, seat.appointment.role) == (BARROW, "substitute")


def test_a_06_a_seat_that_a_representative_left_and_nobody_follows_is_vacant() -> None:
    (own,) = (
        seat
        for seat in CUMBRIA.all_seats_of(PartnershipId("cu-cdrp-barrow"))
        if seat.role == "representative"
    )
    ended = own.model_copy(update={"until": DAY})
    register = CUMBRIA.changed([Edit("appointments", own.id, ended)])
    assert lookup.find(register, "cdrps vacant", day=DAY - timedelta(days=1)).total == 0
    ((partnership, seat),) = lookup.find(register, "cdrps vacant", day=DAY).seats
    assert (partnership.id, seat.person, seat.appointment.since) == ("cu-cdrp-barrow", None, DAY)
    assert lookup.find(register, "cdrps without a representative", day=DAY).total == 1
    following = own.model_copy(update={"id": "next", "since": DAY})
    followed = register.changed([Edit("appointments", "next", following)])
    assert lookup.find(followed, "cdrps vacant", day=DAY).total == 0


def test_a_05_a_committee_shows_its_offices_and_what_reports_to_it() -> None:
    (entry,) = lookup.find(CHANGING, "PPP", day=HANDOVER).committees
    assert entry.committee.id == PPP
    assert [holder.person.id for office in entry.offices for holder in office.holders] == [SMITH]
    assert [row.partnership.id for row in entry.partnerships] == [BARROW]


def test_a_partnership_without_seats_has_an_empty_row() -> None:
    (row,) = lookup.find(CHANGING, "Eden", day=DAY).partnerships
    assert row.partnership.id == EDEN
    assert (row.representatives, row.substitutes, row.support_officers, row.link_officers) == ((), (), (), ())


def test_a_07_the_matrix_counts_seats_by_the_day() -> None:
    def counts(day: date) -> tuple[int, int, int, int, int]:
        grid = lookup.matrix(CHANGING, day=day)
        return grid.seats, grid.filled, grid.vacant, grid.substitutes, grid.members

    assert counts(BEFORE) == (2, 2, 0, 1, 1)
    assert counts(HANDOVER) == (2, 2, 0, 1, 2)


def test_a_08_a_person_is_shown_with_offices_and_seats() -> None:
    answer = lookup.about_person(CHANGING, SHAW, day=HANDOVER)
    (entry,) = answer.people
    assert (entry.person.name, entry.offices, len(entry.seats)) == ("Mrs L L Shaw", (), 1)


def test_a_question_is_answered_with_how_it_was_read_and_the_day_where_it_is_not_today() -> None:
    def understood(text: str) -> str:
        return lookup.find(CUMBRIA, text, day=DAY, me=PersonId("shaw")).understood

    assert understood("cdrp in south lakeland on 1 june 2009") == "CDRP, South Lakeland, on 1 June 2009"
    assert understood("cdrp in south lakeland") == "CDRP, South Lakeland"
    assert (
        understood("pensions forum in 2009") == "Pensions Forum, on 31 December 2009 (the last day of 2009)"
    )
    assert understood("vacant lsps") == "Vacant seats, LSP"
    assert understood("what is expiring") == "What ends by 20 February 2027"
    assert understood("since may") == "Seats and offices that began or ended, since 1 May 2026"
    assert understood("my seats") == "You"


def test_why_a_partnership_fits_is_said_where_its_name_does_not_say_it() -> None:
    def matched(text: str) -> list[str | None]:
        return [row.matched for row in find(text).partnerships]

    assert matched("barrow") == [None, "also called Barrow in Furness"]
    assert matched("who deals with arson") == ["priority: criminal damage including arson"]
    assert matched("crown prosecution service") == ["member body: Crown Prosecution Service"]
    assert matched("shaw barrow cdrp") == ["Mrs L L Shaw, representative"]
    assert matched("thematic partnerships under the csp")[0] == "part of Cumbria Strategic Partnership"
    assert matched("non-statutory carlisle") == ["non-statutory"]


def test_a_24_what_has_ended_is_found_by_name_with_its_end_and_its_successor() -> None:
    answer = lookup.find(DATED, "safer roads board", day=DAY)
    (row,) = answer.partnerships
    assert row.standing == "ended 1 April 2026, merged into Highways Safety Partnership"
    assert row.successor
    assert row.successor.id == "highways"
    (row,) = lookup.find(DATED, "highways safety", day=MERGER - timedelta(days=1)).partnerships
    assert row.standing == "begins on 1 April 2026"


def test_a_24_what_has_ended_is_in_no_list_of_today() -> None:
    assert ENDED not in {row.partnership.id for row in lookup.matrix(DATED, day=DAY).rows}
    assert ENDED in {row.partnership.id for row in lookup.matrix(DATED, day=MERGER - timedelta(days=1)).rows}
    everything = lookup.find(DATED, "all partnerships", day=DAY)
    assert ENDED not in {row.partnership.id for row in everything.partnerships}


def test_a_person_who_does_not_sit_there_is_never_said_to_sit_there() -> None:
    answer = find("is watson on barrow cdrp?")
    assert answer.certainty == "choice"
    assert answer.remark == "Mr R Watson holds no seat there."
    assert [entry.person.name for entry in answer.people] == ["Mr R Watson"]
    assert [row.partnership.name for row in answer.partnerships] == ["Barrow CDRP"]


def test_what_ends_and_what_has_changed_is_told_with_its_day_and_whose_it_is() -> None:
    ends = lookup.find(DATED, "expiring", day=DAY).endings
    assert [
        (end.on, end.partnership and end.partnership.id, end.office and end.office.id) for end in ends
    ] == [
        (date(2027, 1, 10), "ma-csp", None),
        (date(2027, 1, 31), None, "chair"),
    ]
    changes = lookup.find(DATED, "northmoor csp since 1 june 2026", day=DAY).changes
    assert [
        (change.began, change.seat and change.seat.person and change.seat.person.name) for change in changes
    ] == [(True, None), (True, "Mrs L L Shaw"), (False, "Mrs C Egan")]


def test_b_21_a_seat_to_confirm_says_since_when() -> None:
    ((partnership, seat),) = lookup.find(DATED, "to confirm", day=DAY).seats
    assert (partnership.id, seat.to_confirm_since) == ("lrf", HANDOVER)
    assert lookup.find(DATED, "to confirm", day=BEFORE).seats == ()


def test_a_long_answer_comes_in_pages_that_leave_nothing_out() -> None:
    whole: list[str] = []
    for page in range(3):
        answer = lookup.find(CUMBRIA, "all partnerships", day=DAY, page=page)
        assert answer.total == len(CUMBRIA.partnerships)
        assert answer.more == (page < 2)
        assert len(answer.partnerships) <= PER_PAGE
        whole += [row.partnership.id for row in answer.partnerships]
    assert whole == [entry.id for entry in CUMBRIA.partnerships]
    assert lookup.find(CUMBRIA, "all partnerships", day=DAY, page=9).partnerships == ()


def test_me_without_a_person_behind_it_is_refused_with_the_mend() -> None:
    with pytest.raises(BadInput, match="Type your surname instead"):
        find("my partnerships")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("carlisle on 31 february 2009", "There is no 31 February 2009"),
        ("carlisle on 31/04/2009", "There is no 31 April 2009"),
        ("carlisle on 1 may 1950", "1 May 1950 is too far away"),
        ("carlisle 999 years ago", "999 years is too far away"),
    ],
)
def test_a_day_that_cannot_be_asked_about_is_refused_with_the_mend(typed: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        find(typed)
