"""Who attends a meeting, who helps, what each may see, and when they are asked (B-03 to B-09)."""

from datetime import UTC, date, datetime

import pytest
from tests.domain.registers import BARROW, CHANGING, EDEN, EGAN, FORUM, HANDOVER, SHAW, SMITH

from liaison.domain.access.rules import Actor
from liaison.domain.meetings import rules
from liaison.domain.meetings.afterwards import dates_after
from liaison.domain.meetings.models import (
    Asked,
    Attendance,
    OfficerCame,
    OfficerPlan,
    Part,
    Said,
    attendance_id,
)
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PersonId, SlackUserId, WorkspaceId

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 2)
OFFICER, OTHER = PersonId("officer"), PersonId("other")


def actor(person: PersonId, *roles: str) -> Actor:
    return Actor(
        workspace=WorkspaceId("T1"),
        slack_user=SlackUserId("U1"),
        person=person,
        name=person,
        roles=frozenset(roles),
    )


def with_officers(*, named: bool, own: bool) -> Register:
    """The changing register with a support officer named for Barrow, or as Mrs L L Shaw's own."""
    edits = [
        Edit("people", OFFICER, Person(id=OFFICER, name="The officer")),
        Edit("people", OTHER, Person(id=OTHER, name="Another officer")),
    ]
    if own:
        edits.append(
            Edit("people", SHAW, CHANGING.person[SHAW].model_copy(update={"support_officer": OTHER}))
        )
    if named:
        seat = Appointment(id=AppointmentId("so"), partnership=BARROW, role="support officer", person=OFFICER)
        edits.append(Edit("appointments", seat.id, seat))
    return CHANGING.changed(edits)


def attendance(**changes: object) -> Attendance:
    return rules.new_attendance(BARROW, AFTER, SHAW).model_copy(update=changes)


# When


@pytest.mark.parametrize(
    ("held_on", "before", "after"),
    [
        # A Thursday: told on Tuesday, asked on Friday.
        (date(2026, 12, 3), datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 4, 9, tzinfo=UTC)),
        # A Monday: told on Thursday.
        (date(2026, 12, 7), datetime(2026, 12, 3, 9, tzinfo=UTC), datetime(2026, 12, 8, 9, tzinfo=UTC)),
        # Christmas Eve: asked after the holidays.
        (date(2026, 12, 24), datetime(2026, 12, 22, 9, tzinfo=UTC), datetime(2026, 12, 29, 9, tzinfo=UTC)),
        # In summer 9am is 8am in UTC.
        (date(2026, 7, 2), datetime(2026, 6, 30, 8, tzinfo=UTC), datetime(2026, 7, 3, 8, tzinfo=UTC)),
    ],
)
def test_b03_b04_when_people_are_told_and_asked(held_on: date, before: datetime, after: datetime) -> None:
    assert rules.asked_before(held_on, 9, "Europe/London") == before
    assert rules.asked_after(held_on, 9, "Europe/London") == after


# Who


def test_b06_the_representative_of_the_day_attends() -> None:
    barrow = CHANGING.partnership[BARROW]
    assert [seat.representative for seat in rules.seats_at(CHANGING, barrow, BEFORE)] == [EGAN]
    assert [seat.representative for seat in rules.seats_at(CHANGING, barrow, AFTER)] == [SHAW]


def test_a21_an_office_stands_for_whoever_holds_it_on_the_day() -> None:
    forum = CHANGING.partnership[FORUM]
    assert [seat.representative for seat in rules.seats_at(CHANGING, forum, BEFORE)] == [EGAN]
    assert [seat.representative for seat in rules.seats_at(CHANGING, forum, HANDOVER)] == [SMITH]


def test_a_partnership_without_seats_has_no_attendance() -> None:
    assert rules.seats_at(CHANGING, CHANGING.partnership[EDEN], AFTER) == ()


def test_the_id_of_an_attendance_is_always_the_same() -> None:
    assert attendance().id == attendance_id(BARROW, AFTER, SHAW)
    assert attendance().id != attendance_id(BARROW, BEFORE, SHAW)
    assert attendance().id != attendance_id(BARROW, AFTER, None)


@pytest.mark.parametrize(
    ("known", "goes"),
    [
        ({}, SHAW),
        ({"will_go": True}, SHAW),
        ({"will_go": False}, None),
        ({"will_go": False, "stand_in": SMITH, "asked": Asked.WAITING}, None),
        ({"will_go": False, "stand_in": SMITH, "asked": Asked.WILL_GO}, SMITH),
        ({"officer": OFFICER, "officer_plan": OfficerPlan.WITH}, SHAW),
        ({"officer": OFFICER, "officer_plan": OfficerPlan.INSTEAD}, OFFICER),
        ({"officer": OFFICER, "officer_plan": OfficerPlan.INSTEAD, "will_go": True}, SHAW),
        ({"representative": None}, None),
    ],
)
def test_b06_b08_who_goes(known: dict[str, object], goes: PersonId | None) -> None:
    assert attendance(**known).goes == goes


def test_b07_somebody_is_needed_once_nobody_goes_and_nobody_is_asked() -> None:
    assert attendance(will_go=False).needs_somebody
    assert attendance(representative=None).needs_somebody
    assert not attendance(will_go=False, stand_in=SMITH, asked=Asked.WAITING).needs_somebody
    assert not attendance().needs_somebody


def test_b09_who_went_is_who_was_to_go_until_somebody_says_otherwise() -> None:
    assert attendance().went == SHAW
    assert attendance(attended_by=SMITH).went == SMITH
    assert attendance(officer_came=OfficerCame.ABSENT).went is None


def test_b03_b09_both_questions_are_answered_or_nobody_went() -> None:
    assert not attendance(said=Said.BOTH).answered
    assert attendance(said=Said.BOTH, officer_came=OfficerCame.NO).answered
    assert attendance(officer_came=OfficerCame.ABSENT).answered


@pytest.mark.parametrize(
    ("known", "attended_as"),
    [
        ({"attended_by": SHAW}, "representative"),
        ({"attended_by": SMITH}, "named for that meeting"),
        ({"attended_by": SMITH, "officer_came": OfficerCame.INSTEAD}, "officer in the member's place"),
    ],
)
def test_b09_the_record_says_as_what_somebody_went(known: dict[str, object], attended_as: str) -> None:
    found = rules.attended([attendance(), attendance(**known)], CHANGING)
    assert found
    assert found.attended_as == attended_as


def test_b09_the_substitute_of_the_seat_went_as_substitute() -> None:
    seat = CHANGING.appointment[AppointmentId("3")].model_copy(update={"person": SMITH})
    register = CHANGING.changed([Edit("appointments", seat.id, seat)])
    found = rules.attended([attendance(attended_by=SMITH)], register)
    assert found
    assert (found.who, found.attended_as) == ("Mr W Smith", "substitute")


def test_b09_where_nobody_has_said_who_went_nothing_is_claimed() -> None:
    assert rules.attended([attendance()], CHANGING) is None


# Whether it still stands


def test_a_meeting_that_was_moved_or_changed_hands_no_longer_stands() -> None:
    barrow = CHANGING.partnership[BARROW]

    def meets(day: date | None) -> Register:
        return CHANGING.changed(
            [Edit("partnerships", BARROW, barrow.model_copy(update={"next_meeting": day}))]
        )

    assert rules.stands(meets(AFTER), attendance())
    assert not rules.stands(meets(date(2026, 7, 9)), attendance())
    assert not rules.stands(meets(None), attendance())
    assert not rules.stands(meets(AFTER), rules.new_attendance(BARROW, AFTER, EGAN))


# Who helps


def test_a03_x16_the_partnerships_officer_comes_before_the_members_own() -> None:
    both = rules.officer_of(with_officers(named=True, own=True), attendance())
    own = rules.officer_of(with_officers(named=False, own=True), attendance())
    assert (both and both.id, own and own.id) == (OFFICER, OTHER)


def test_b08_where_no_officer_is_named_the_role_is_enough() -> None:
    register = with_officers(named=False, own=False)
    assert rules.helps(actor(OFFICER, "support-officer"), register, attendance())
    assert not rules.helps(actor(OFFICER, "treasurer"), register, attendance())
    named = with_officers(named=True, own=False)
    assert rules.helps(actor(OFFICER), named, attendance())
    assert not rules.helps(actor(OTHER, "support-officer"), named, attendance())


@pytest.mark.parametrize(
    ("person", "roles", "part"),
    [
        (SHAW, (), Part.REPRESENTATIVE),
        (SMITH, (), None),
        (OFFICER, (), Part.OFFICER),
        (OTHER, ("treasurer",), Part.STAFF),
        (OTHER, ("link-officer",), None),
    ],
)
def test_h06_only_those_who_may_go_and_staff_see_delegations(
    person: PersonId, roles: tuple[str, ...], part: Part | None
) -> None:
    register = with_officers(named=True, own=False)
    seat = register.appointment[AppointmentId("2")].model_copy(update={"delegation": "Up to 5,000 pounds."})
    register = register.changed([Edit("appointments", seat.id, seat)])
    shown = rules.coming(attendance(), register, actor(person, *roles), today=BEFORE)
    assert shown.part is part
    assert shown.delegations == (("Up to 5,000 pounds.",) if part else ())


# What a report tells of dates

MET = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("last_met", "next_meeting", "following", "expected"),
    [
        (None, None, None, (MET, None)),
        (None, None, date(2027, 1, 14), (MET, date(2027, 1, 14))),
        (date(2026, 11, 19), None, None, (date(2026, 11, 19), None)),
        (None, date(2026, 12, 3), date(2027, 1, 14), (MET, date(2027, 1, 14))),
        (None, date(2027, 2, 1), date(2027, 1, 14), (MET, date(2027, 2, 1))),
        (None, MET, None, (MET, None)),
    ],
)
def test_a_filed_report_keeps_the_dates_up_to_date_and_the_later_day_wins(
    last_met: date | None,
    next_meeting: date | None,
    following: date | None,
    expected: tuple[date, date | None],
) -> None:
    found = dates_after(last_met, next_meeting, met=MET, following=following)
    assert (found["last_met"], found["next_meeting"]) == expected
