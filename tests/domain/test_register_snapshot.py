"""The register as a whole: what it says as of any day, and what a change makes of it (A-05, A-08, A-10, A-21, B-21)."""

from datetime import date, timedelta

import pytest
from tests.domain.registers import (
    BARROW,
    CHAIR,
    CHANGING,
    CLERK,
    EDEN,
    EGAN,
    FORUM,
    HANDOVER,
    PPP,
    SHAW,
    SMITH,
)

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Holder, Partnership, Person, Term
from liaison.domain.register.snapshot import Register, empty_like, names_of
from liaison.domain.values import AppointmentId, PartnershipId, PersonId

EVE = HANDOVER - timedelta(days=1)
LATER = date(2026, 9, 1)


def names(holders: tuple[Holder, ...]) -> list[str | None]:
    return [held.person.name if held.person else None for held in holders]


def test_a_day_has_the_holders_that_it_had() -> None:
    assert names(CHANGING.seats_of(BARROW, EVE)) == ["Mrs C Egan"]
    assert names(CHANGING.seats_of(BARROW, HANDOVER)) == ["Mrs L L Shaw", None]
    assert names(CHANGING.seats_of(BARROW, HANDOVER, "representative")) == ["Mrs L L Shaw"]


def test_a21_an_office_stands_for_whoever_holds_it_on_the_day() -> None:
    assert names(CHANGING.seats_of(FORUM, EVE, "representative")) == ["Mrs C Egan"]
    assert names(CHANGING.seats_of(FORUM, HANDOVER, "representative")) == ["Mr W Smith"]
    assert [person.id for person in CHANGING.holders_of(CHAIR, EVE)] == [EGAN]
    assert [person.id for person in CHANGING.holders_of(CHAIR, HANDOVER)] == [SMITH]
    assert CHANGING.holders_of(CLERK, HANDOVER) == ()


def test_a08_seats_by_name_and_by_office_are_told_together() -> None:
    assert [held.appointment.id for held in CHANGING.seats_held_by(EGAN, EVE)] == ["1", "4"]
    assert CHANGING.seats_held_by(EGAN, HANDOVER) == ()
    assert [held.appointment.id for held in CHANGING.seats_held_by(SMITH, HANDOVER)] == ["4"]
    assert [office.id for office in CHANGING.offices_of(SMITH, HANDOVER)] == [CHAIR]
    assert CHANGING.offices_of(SMITH, EVE) == ()


def test_a_term_is_found_by_its_day() -> None:
    assert [term.until for term in CHANGING.terms_held_by(EGAN, EVE)] == [HANDOVER]
    assert CHANGING.terms_held_by(EGAN, HANDOVER) == ()


def test_a06_vacancies_are_of_a_day_and_of_what_exists_then() -> None:
    assert CHANGING.vacancies(EVE) == ()
    assert [held.appointment.id for held in CHANGING.vacancies(HANDOVER)] == ["3"]
    ended = CHANGING.partnership[BARROW].model_copy(update={"until": LATER})
    gone = CHANGING.changed([Edit("partnerships", BARROW, ended)])
    assert [held.appointment.id for held in gone.vacancies(LATER - timedelta(days=1))] == ["3"]
    assert gone.vacancies(LATER) == ()


def confirmable(seat: Appointment | None = None, *terms: Term) -> Register:
    edits = [Edit("terms", term.id, term) for term in terms]
    if seat:
        edits.append(Edit("appointments", seat.id, seat))
    return CHANGING.changed(edits)


def waiting(register: Register, day: date) -> list[str]:
    return [held.appointment.id for held in register.to_confirm(day)]


def test_b21_a_seat_waits_for_confirmation_from_the_day_of_the_change_and_not_before() -> None:
    assert waiting(CHANGING, EVE) == []
    assert waiting(CHANGING, HANDOVER) == ["4"]
    assert CHANGING.to_confirm(LATER)[0].to_confirm_since == HANDOVER


def test_b21_a_confirmed_seat_waits_no_more_until_the_next_change() -> None:
    seat = CHANGING.appointment[AppointmentId("4")].model_copy(update={"confirmed_on": HANDOVER})
    confirmed = confirmable(seat)
    assert waiting(confirmed, LATER) == []
    smith = next(term for term in CHANGING.terms if term.person == SMITH)
    again = confirmed.changed([Edit("terms", smith.id, smith.model_copy(update={"until": LATER}))])
    assert waiting(again, LATER - timedelta(days=1)) == []
    assert waiting(again, LATER) == ["4"]


def test_b21_a_seat_that_was_given_after_the_change_needs_no_confirmation() -> None:
    seat = CHANGING.appointment[AppointmentId("4")].model_copy(update={"since": HANDOVER})
    assert waiting(confirmable(seat), LATER) == []


def test_b21_a_change_before_the_register_was_loaded_is_not_brought_up() -> None:
    earlier = Term(id="t9", office=CLERK, person=SHAW, until=CHANGING.since - timedelta(days=1))
    assert "5" not in waiting(confirmable(None, earlier), LATER)
    on_the_day = earlier.model_copy(update={"until": CHANGING.since})
    assert "5" in waiting(confirmable(None, on_the_day), LATER)


def test_b21_a_name_with_an_office_beside_it_waits_only_for_its_own_holder() -> None:
    """The end of the term of "Mr R Watson, Chairman" asks; that of another in his office does not."""
    seat = Appointment(
        id=AppointmentId("6"), partnership=EDEN, role="representative", person=EGAN, office=CHAIR
    )
    register = confirmable(seat)
    assert names(register.seats_of(EDEN, LATER)) == ["Mrs C Egan"]  # the seat stays hers until staff say
    assert waiting(register, EVE) == []
    assert waiting(register, HANDOVER) == ["4", "6"]
    other = seat.model_copy(update={"person": SMITH})
    assert waiting(confirmable(other), HANDOVER) == ["4"]


def test_a03_the_support_officer_named_for_the_partnership_comes_first() -> None:
    own = CHANGING.person[SHAW].model_copy(update={"support_officer": SMITH})
    named = Appointment(
        id=AppointmentId("6"), partnership=BARROW, role="support officer", person=EGAN, since=LATER
    )
    register = CHANGING.changed([Edit("people", SHAW, own), Edit("appointments", "6", named)])
    before = register.support_officer_of(BARROW, SHAW, HANDOVER)
    after = register.support_officer_of(BARROW, SHAW, LATER)
    assert before
    assert after
    assert (before.id, after.id) == (SMITH, EGAN)
    assert register.support_officer_of(BARROW, EGAN, HANDOVER) is None


def test_a05_a_committee_and_its_partnerships_find_each_other() -> None:
    assert [entry.id for entry in CHANGING.reporting_to(PPP)] == [BARROW]
    assert CHANGING.partnership[BARROW].reports_to == (PPP,)


def test_a10_parts_and_members_are_found_from_above_once_each() -> None:
    below = (
        Partnership(id=PartnershipId("part"), name="A part", parent=EDEN),
        Partnership(id=PartnershipId("member"), name="A member", member_of=(EDEN, FORUM)),
        Partnership(id=PartnershipId("both"), name="Both", parent=EDEN, member_of=(EDEN,)),
    )
    register = CHANGING.changed([Edit("partnerships", entry.id, entry) for entry in below])
    assert [entry.id for entry in register.parts_of(EDEN)] == ["part", "member", "both"]
    assert [entry.id for entry in register.parts_of(FORUM)] == ["member"]


def test_a_change_leaves_the_register_before_it_as_it_was() -> None:
    renamed = CHANGING.person[EGAN].model_copy(update={"name": "Mrs C Brown"})
    new = Person(id=PersonId("new"), name="Mrs N New")
    after = CHANGING.changed([Edit("people", EGAN, renamed), Edit("people", "new", new)])
    assert [person.name for person in after.people] == [
        "Mrs C Brown",
        "Mr W Smith",
        "Mrs L L Shaw",
        "Mrs N New",
    ]
    assert CHANGING.person[EGAN].name == "Mrs C Egan"
    assert (CHANGING.version, after.version) == (1, 2)
    assert CHANGING.changed([], version=9).version == 9
    assert names_of(after.seats_of(BARROW, EVE)) == ("Mrs C Brown",)


def test_a_change_takes_out_and_takes_back() -> None:
    without = CHANGING.changed([Edit("appointments", "3", None)])
    assert AppointmentId("3") not in without.appointment
    assert without.entry("appointments", "3") is None
    assert without.changed([Edit("appointments", "nobody", None)]).appointments == without.appointments
    back = without.changed([Edit("appointments", "3", CHANGING.appointment[AppointmentId("3")])])
    assert set(back.appointments) == set(CHANGING.appointments)


def test_a16_the_editions_are_an_entry_like_the_others() -> None:
    about = CHANGING.about.model_copy(update={"edition": "2027/28"})
    after = CHANGING.changed([Edit("about", "about", about)])
    assert (after.edition, after.about.edition, after.authority) == ("2027/28", "2027/28", "the Authority")
    assert after.entry("about", "about") == about
    assert after.entries("about") == (about,)


def test_an_empty_register_is_of_the_same_workspace() -> None:
    bare = empty_like(CHANGING)
    assert (bare.pack, bare.since, bare.authority) == (CHANGING.pack, CHANGING.since, CHANGING.authority)
    assert (bare.people, bare.partnerships, bare.appointments, bare.committees) == ((), (), (), ())


@pytest.mark.parametrize("day", [EVE, HANDOVER, LATER])
def test_whoever_sits_in_a_seat_has_it_among_their_own(day: date) -> None:
    for partnership in CHANGING.partnerships:
        for held in CHANGING.seats_of(partnership.id, day):
            if held.person:
                assert held in CHANGING.seats_held_by(held.person.id, day)
