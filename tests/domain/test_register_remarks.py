"""What ends with what, and what is said beside a change without standing in its way (A-24, B-21, UX-06)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, CUMBRIA, EDEN, EGAN, FORUM, HANDOVER, SHAW, SMITH

from liaison.domain.errors import BadInput
from liaison.domain.register.changes import Change, differences
from liaison.domain.register.closing import vacancy
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Partnership, Person, Term
from liaison.domain.register.remarks import remarks
from liaison.domain.register.rules import check
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import ended_with
from liaison.domain.values import AppointmentId, PartnershipId, PersonId

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def said(*edits: Edit, register: Register = CHANGING) -> list[str]:
    """What is said of a change."""
    found = differences(register, edits)
    after = register.changed(edits)
    check(after, found)
    change = Change(version=2, at=NOW, by="A", by_user=None, how="form", differences=found)
    return list(remarks(after, change, DAY))


def seat(**fields: Any) -> Edit:
    """A new appointment on Barrow, where Mrs Shaw is representative and nobody is substitute."""
    known: dict[str, Any] = {"partnership": BARROW, "role": "representative", "person": SMITH, **fields}
    return Edit("appointments", "new", Appointment(id=AppointmentId("new"), **known))


def changed(kind: str, entry: Any, **fields: Any) -> Edit:
    """An entry with other fields."""
    return Edit(cast("Any", kind), entry.id, entry.model_copy(update=fields))


# Ends


def ended(register: Register, day: date | None) -> Register:
    """Barrow, with its end on another day, as a form keeps it."""
    before = register.partnership[BARROW]
    after = before.model_copy(update={"until": day})
    return register.changed([Edit("partnerships", BARROW, after), *ended_with(register, before, after)])


def test_a24_the_seats_of_a_partnership_end_with_it_and_follow_its_day() -> None:
    after = ended(CHANGING, DECEMBER)
    assert [seat.until for seat in after.all_seats_of(BARROW)] == [HANDOVER, DECEMBER, DECEMBER]
    after = ended(after, JANUARY)
    assert [seat.until for seat in after.all_seats_of(BARROW)] == [HANDOVER, JANUARY, JANUARY]
    assert ended(after, None) == CHANGING.model_copy(update={"version": after.version + 1})
    assert after.all_seats_of(FORUM) == CHANGING.all_seats_of(FORUM)


def test_a24_seats_count_only_while_their_partnership_exists() -> None:
    """Also where a file ended the partnership and said nothing of its seats."""
    barrow = CHANGING.partnership[BARROW]
    register = CHANGING.changed([changed("partnerships", barrow, until=DECEMBER)])
    assert register.seats_of(BARROW, DAY)
    assert register.seats_held_by(SHAW, DAY)
    assert register.vacancies(DAY)
    assert not register.seats_of(BARROW, DECEMBER)
    assert not register.seats_held_by(SHAW, DECEMBER)
    assert not register.vacancies(DECEMBER)
    forum = CHANGING.partnership[FORUM]
    register = CHANGING.changed([changed("partnerships", forum, until=DECEMBER)])
    assert register.to_confirm(DAY)
    assert not register.to_confirm(DECEMBER)
    assert not register.seats_of_office(CHAIR, DECEMBER)


def test_a06_no_vacancy_is_left_where_the_partnership_is_over() -> None:
    register = CHANGING.changed([changed("partnerships", CHANGING.partnership[BARROW], until=DECEMBER)])
    (second,) = (found for found in register.appointments if found.id == "2")
    assert vacancy(register, second, DECEMBER) == []
    assert len(vacancy(register, second, DAY)) == 1


def test_a08_whoever_has_left_the_office_does_not_hold_it_any_more() -> None:
    named = Appointment(
        id=AppointmentId("n"), partnership=EDEN, role="representative", person=EGAN, office=CHAIR
    )
    register = CHANGING.changed([Edit("appointments", named.id, named)])
    assert register.holder(named, date(2026, 6, 30)).holds_office
    later = register.holder(named, HANDOVER)
    assert later.office is not None
    assert not later.holds_office
    stranger = named.model_copy(update={"person": SHAW})
    assert register.holder(stranger, HANDOVER).holds_office, (
        "the document says so, and no term speaks against it"
    )


# Remarks


def test_a_second_holder_is_said_and_not_refused() -> None:
    assert said(seat()) == [
        "Mrs L L Shaw is representative on Barrow CDRP as well. If the new one follows, end the other appointment."
    ]
    assert said(seat(role="link officer", person=None)) == []
    assert said(seat(until=HANDOVER, since=date(2026, 1, 1))) == [], "that was before her time"
    assert said(seat(partnership=EDEN)) == []


def test_a06_a_vacancy_that_stays_is_said() -> None:
    assert said(seat(role="substitute")) == [
        "A seat of substitute on Barrow CDRP is still recorded as vacant. To fill that one, use Appoint somebody."
    ]


def test_nobody_sits_twice_in_one_role() -> None:
    with pytest.raises(BadInput, match="Mrs L L Shaw is representative there already") as refused:
        said(seat(person=SHAW))
    assert refused.value.field == "person"
    assert said(seat(person=SHAW, role="substitute"))
    assert said(seat(person=EGAN, since=HANDOVER)), "she left on that day, and is back on it"


def test_a_seat_that_ends_with_nobody_after_is_said() -> None:
    second = CHANGING.appointment[AppointmentId("2")]
    assert said(changed("appointments", second, until=DECEMBER)) == [
        "Nobody follows as representative on Barrow CDRP, and no vacancy is recorded."
    ]
    assert said(changed("appointments", second, until=DECEMBER), seat(since=DECEMBER)) == []


def test_b21_the_end_of_a_term_says_what_follows() -> None:
    term = next(term for term in CHANGING.terms if term.person == SMITH)
    assert said(changed("terms", term, until=DECEMBER)) == [
        "To be confirmed from 1 December 2026: representative on Pensions Forum.",
        "Nobody is recorded as Chair of Policing Plan and Performance Committee from 1 December 2026.",
    ]
    following = Edit("terms", "n", Term(id="n", office=CHAIR, person=SHAW, since=DECEMBER))
    assert said(changed("terms", term, until=DECEMBER), following) == [
        "To be confirmed from 1 December 2026: representative on Pensions Forum."
    ]


def test_an_abbreviation_that_another_has_is_said() -> None:
    forum = CHANGING.partnership[FORUM].model_copy(update={"short": "PF"})
    register = CHANGING.changed([Edit("partnerships", FORUM, forum)])
    eden = register.partnership[EDEN]
    told = ['Pensions Forum goes by "PF" too. Whoever types it is asked which is meant.']
    assert said(changed("partnerships", eden, short="PF"), register=register) == told
    assert said(changed("partnerships", eden, also_called=("pf", "EP")), register=register) == [
        told[0].replace("PF", "pf")
    ]
    assert said(changed("partnerships", eden, short="EP"), register=register) == []
    over = register.changed([changed("partnerships", forum, until=HANDOVER)])
    assert said(changed("partnerships", eden, short="PF"), register=over) == []


def test_a_second_person_of_one_name_is_said() -> None:
    (told,) = said(Edit("people", "x", Person(id=PersonId("x"), name="Mrs L L Shaw")))
    assert told.startswith("Somebody else is called Mrs L L Shaw too. If it is the same person, undo this.")


def test_a03_a_support_officer_with_a_members_seat_is_said() -> None:
    told = "Mrs L L Shaw is a support officer now, and representative on Barrow CDRP."
    assert said(seat(partnership=EDEN, role="support officer", person=SHAW)) == [told]
    assert said(changed("people", CHANGING.person[SMITH], support_officer=SHAW)) == [told]


def test_what_has_changed_since_is_not_remarked_on() -> None:
    new = seat()
    found = differences(CHANGING, [new])
    change = Change(version=2, at=NOW, by="A", by_user=None, how="form", differences=found)
    assert list(remarks(CHANGING, change, DAY)) == []


def test_a_new_partnership_of_the_seeds_is_not_remarked_on() -> None:
    entry = Partnership(id=PartnershipId("new"), name="Kendal Safety Forum", short="KSF")
    assert said(Edit("partnerships", "new", entry), register=CUMBRIA) == []


def test_a24_what_was_to_merge_into_a_partnership_that_ends_before_is_said() -> None:
    eden = CHANGING.partnership[EDEN].model_copy(update={"until": HANDOVER, "merged_into": FORUM})
    register = CHANGING.changed([Edit("partnerships", EDEN, eden)])
    forum, before = register.partnership[FORUM], HANDOVER - timedelta(days=1)
    told = "Eden Partnership is to merge into it on 1 July 2026, when it has ended. Choose another for it, or another day."
    assert told in said(changed("partnerships", forum, until=before), register=register)
    assert told not in said(changed("partnerships", forum, until=HANDOVER), register=register)
