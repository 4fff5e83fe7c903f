"""Who attends a meeting, who helps, and when they are asked; pure functions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from liaison.domain.access.rules import MENDERS, STAFF, SUPPORT_OFFICER, Actor
from liaison.domain.meetings.models import (
    Attendance,
    Attended,
    Coming,
    OfficerCame,
    OfficerPlan,
    Part,
    attendance_id,
)
from liaison.domain.register.models import Holder, Link, Partnership, Person
from liaison.domain.register.snapshot import Register, names_of
from liaison.domain.values import PartnershipId, PersonId
from liaison.domain.workdays import next_working_day, working_days_before

BEFORE = 2  # working days before a meeting on which those who go are told
LOOKED_BACK = timedelta(days=14)  # a meeting that passed longer ago, unnoticed, is not asked about
LOOKED_AHEAD = timedelta(days=14)  # further than two working days ever are


def asked_before(held_on: date, hour: int, zone: str) -> datetime:
    """When those who go are told of a meeting (UTC)."""
    return _moment(working_days_before(held_on, BEFORE), hour, zone)


def asked_after(held_on: date, hour: int, zone: str) -> datetime:
    """When whoever went is asked about a meeting (UTC)."""
    return _moment(next_working_day(held_on), hour, zone)


def _moment(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def seats_at(register: Register, partnership: Partnership, day: date) -> tuple[Attendance, ...]:
    """The attendances of a meeting: one for each seat of a representative, a vacant one included."""
    seats = register.seats_of(partnership.id, day, "representative")
    people = dict.fromkeys(held.person.id if held.person else None for held in seats)
    return tuple(new_attendance(partnership.id, day, person) for person in people)


def new_attendance(partnership: PartnershipId, day: date, person: PersonId | None) -> Attendance:
    """An attendance of which nothing is known yet."""
    return Attendance(
        id=attendance_id(partnership, day, person),
        partnership=partnership,
        held_on=day,
        representative=person,
    )


def stands(register: Register, attendance: Attendance) -> bool:
    """Whether the meeting is still on that day, and the seat still this person's."""
    partnership = register.partnership.get(attendance.partnership)
    if partnership is None or attendance.held_on not in {partnership.next_meeting, partnership.last_met}:
        return False
    return any(seat.id == attendance.id for seat in seats_at(register, partnership, attendance.held_on))


def substitutes(register: Register, attendance: Attendance) -> tuple[Holder, ...]:
    """The substitutes who can be asked: those of the seats, without who was asked before."""
    known = {attendance.representative, *attendance.declined}
    seats = register.seats_of(attendance.partnership, attendance.held_on, "substitute")
    return tuple(held for held in seats if held.person and held.person.id not in known)


def officer_of(register: Register, attendance: Attendance) -> Person | None:
    """The support officer of the partnership or, where it names none, the member's own (A-03, X-16)."""
    member = attendance.representative or PersonId("")
    return register.support_officer_of(attendance.partnership, member, attendance.held_on)


def officers(register: Register, attendance: Attendance) -> tuple[Link, ...]:
    """The support officer of an attendance in Slack; where none is named, whoever holds the role."""
    officer = officer_of(register, attendance)
    if officer is None:
        return tuple(link for link in register.links if SUPPORT_OFFICER in link.roles)
    linked = register.link_of(officer.id)
    return (linked,) if linked else ()


def staff_find(register: Register, attendance: Attendance) -> bool:
    """Whether anybody in Slack can find somebody to go: the support officer, or those who mend things (B-07)."""
    officer = officer_of(register, attendance)
    linked = register.link_of(officer.id) if officer else None
    if linked and STAFF & set(linked.roles):
        return True
    return any(set(MENDERS) & set(link.roles) for link in register.links)


def officer_going(register: Register, attendance: Attendance) -> PersonId | None:
    """The officer who has said that they go, where they are still one of those who help."""
    goes = attendance.officer_plan in (OfficerPlan.WITH, OfficerPlan.INSTEAD)
    still = any(link.person == attendance.officer for link in officers(register, attendance))
    return attendance.officer if goes and still else None


def helps(actor: Actor, register: Register, attendance: Attendance) -> bool:
    """Whether the actor is the support officer of an attendance; where none is named, the role is enough."""
    officer = officer_of(register, attendance)
    return officer.id == actor.person if officer else SUPPORT_OFFICER in actor.roles


def part_in(actor: Actor, register: Register, attendance: Attendance) -> Part | None:
    """What the actor is to an attendance; None where it is none of theirs."""
    if attendance.representative == actor.person:
        return Part.REPRESENTATIVE
    if attendance.stand_in == actor.person:
        return Part.STAND_IN
    seats = register.seats_of(attendance.partnership, attendance.held_on)
    roles = {held.appointment.role for held in seats if held.person and held.person.id == actor.person}
    if "representative" in roles:
        return Part.REPRESENTATIVE
    if "substitute" in roles:
        return Part.SUBSTITUTE
    if helps(actor, register, attendance):
        return Part.OFFICER
    return Part.STAFF if actor.roles & STAFF else None


def coming(
    attendance: Attendance,
    register: Register,
    viewer: Actor,
    *,
    today: date,
    previous: Attendance | None = None,
) -> Coming:
    """An attendance as somebody sees it; delegations only for those who go or may go, and for staff (H-06)."""
    partnership = register.partnership.get(attendance.partnership)
    part = part_in(viewer, register, attendance)
    substitute_seats = register.seats_of(attendance.partnership, attendance.held_on, "substitute")
    could_go = [held.person for held in substitutes(register, attendance) if held.person]
    person = register.person.get(viewer.person)
    moved_to = partnership.next_meeting if partnership and attendance.off else None
    return Coming(
        attendance=attendance,
        title=partnership.title if partnership else "A partnership that is no longer in the register",
        part=part,
        authority=register.authority,
        representative=_name(register, attendance.representative),
        stand_in=_name(register, attendance.stand_in),
        officer=_name(register, officer_going(register, attendance)),
        officer_oneself=attendance.officer == viewer.person,
        goes=_name(register, attendance.goes),
        goes_oneself=attendance.goes == viewer.person,
        went=_name(register, attendance.went),
        went_oneself=attendance.went == viewer.person,
        past=attendance.held_on < today,
        other_roles=person.other_roles if person else (),
        delegations=delegations(register, attendance.partnership, attendance.held_on) if part else (),
        substitute_seat=next((held.appointment.id for held in substitute_seats), None),
        unlinked=tuple(other.name for other in could_go if register.link_of(other.id) is None),
        staff_find=attendance.needs_somebody and staff_find(register, attendance),
        moved_to=moved_to if moved_to and moved_to >= today else None,
        previous=previous,
    )


def attended(attendances: Sequence[Attendance], register: Register) -> Attended | None:
    """The latest attendance of which it is known who went (B-09)."""
    known = [found for found in attendances if found.attended_by in register.person]
    if not known:
        return None
    latest = max(known, key=lambda found: found.held_on)
    return Attended(
        held_on=latest.held_on,
        who=_name(register, latest.attended_by) or "",
        attended_as=_attended_as(register, latest),
        officer_came=latest.officer_came,
        said=latest.said,
    )


def _attended_as(register: Register, attendance: Attendance) -> str:
    if attendance.officer_came is OfficerCame.INSTEAD:
        return "officer in the member's place"
    if attendance.attended_by == attendance.representative:
        return "representative"
    seats = register.seats_of(attendance.partnership, attendance.held_on, "substitute")
    substitutes_then = {held.person.id for held in seats if held.person}
    return "substitute" if attendance.attended_by in substitutes_then else "named for that meeting"


def delegations(register: Register, partnership: PartnershipId, day: date) -> tuple[str, ...]:
    """What the representatives may decide, as it was written (H-06, B-17); named where there are several."""
    seats = register.seats_of(partnership, day, "representative")
    written = [(held, held.appointment.delegation) for held in seats if held.appointment.delegation]
    if len(seats) == 1:
        return tuple(text for _, text in written if text)
    return tuple(f"{' '.join(names_of([held])) or 'Vacant seat'}: {text}" for held, text in written)


def _name(register: Register, person: PersonId | None) -> str | None:
    found = register.person.get(person) if person else None
    return found.name if found else None
