"""Use-cases after a meeting: who went, whether they said whom they represent, and whether an officer came."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from liaison.domain import audit
from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotAllowed, NotFound
from liaison.domain.meetings import rules, watch
from liaison.domain.meetings.models import Attendance, Coming, OfficerCame, OfficerPlan, Said
from liaison.domain.notices import models as notices
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back.models import Report


def say(
    uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, said: Said, *, now: datetime
) -> Coming:
    """Whoever went says whether they made clear whom they represent, and whether the minutes say so (B-03)."""
    attendance = _theirs(uow, actor, attendance_id)
    if attendance.said is not said:
        update = {"said": said, "attended_by": attendance.attended_by or actor.person}
        attendance = _keep(uow, actor, attendance, update, now=now)
    return rules.coming(attendance, register, actor, today=local_day(now, register.timezone))


def again(uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, *, now: datetime) -> Coming:
    """What was said of a meeting, for whoever may say it anew (UX-07)."""
    attendance = _theirs(uow, actor, attendance_id)
    return rules.coming(attendance, register, actor, today=local_day(now, register.timezone))


def officer_came(
    uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, came: OfficerCame, *, now: datetime
) -> Coming:
    """The member says whether an officer went with them or in their place; an officer in their place is asked (B-09)."""
    attendance = _theirs(uow, actor, attendance_id)
    if attendance.officer_came is not came:
        update: dict[str, object] = {"officer_came": came}
        if came is OfficerCame.INSTEAD:
            named = rules.officer_of(register, attendance)
            officer = attendance.officer or (named.id if named else None)
            same = officer is not None and attendance.attended_by == officer
            update |= {"attended_by": officer, "officer": officer, "said": attendance.said if same else None}
        elif came is OfficerCame.ABSENT:
            update |= {"attended_by": None, "said": None}
        elif attendance.officer_came is OfficerCame.INSTEAD:
            update |= {"attended_by": actor.person, "said": None}
        else:
            update |= {"attended_by": attendance.attended_by or actor.person}
        attendance = _keep(uow, actor, attendance, update, now=now)
        if attendance.attended_by not in (None, actor.person):
            watch.ask_afterwards(uow, register, attendance, now=now)
    return rules.coming(attendance, register, actor, today=local_day(now, register.timezone))


def reported(uow: UnitOfWork, actor: Actor, register: Register, report: Report, *, now: datetime) -> None:
    """What a filed report tells of the meeting: who went, who is then asked, and the dates for the register (B-03)."""
    _remember_dates(uow, actor, register, report, now=now)
    seat = _seat_of(uow, register, report)
    uow.meetings.add(seat)
    attendance = uow.meetings.get(seat.id) or seat
    if attendance.attended_by != report.member:
        update: dict[str, object] = {"attended_by": report.member, "off": False, "said": None}
        if attendance.officer_came is OfficerCame.ABSENT:
            update |= {"officer_came": None}
        if attendance.officer_plan is OfficerPlan.INSTEAD and attendance.officer == report.member:
            update |= {"officer_came": OfficerCame.INSTEAD}
        attendance = attendance.model_copy(update=update)
        uow.meetings.save(attendance)
    watch.ask_afterwards(uow, register, attendance, now=now)


def _seat_of(uow: UnitOfWork, register: Register, report: Report) -> Attendance:
    """The seat for which the member of a report went: their own, or one for which nobody else is known to have gone."""
    partnership, member = register.partnership[report.partnership], report.member
    seats = [
        uow.meetings.get(seat.id) or seat for seat in rules.seats_at(register, partnership, report.meeting_on)
    ]
    return min(
        seats or [rules.new_attendance(partnership.id, report.meeting_on, None)],
        key=lambda seat: (
            seat.representative != member,
            member not in (seat.stand_in, seat.officer),
            seat.attended_by not in (None, member),
        ),
    )


def _remember_dates(
    uow: UnitOfWork, actor: Actor, register: Register, report: Report, *, now: datetime
) -> None:
    partnership = register.partnership[report.partnership]
    dates = dates_after(
        partnership.last_met,
        partnership.next_meeting,
        met=report.meeting_on,
        following=report.next_meeting_on,
    )
    changed = partnership.model_copy(update=dict(dates))
    # A fault that the entry had before must not keep a member from filing; staff see it when they open the entry.
    with suppress(BadInput):
        editing.apply(uow, actor, [Edit("partnerships", partnership.id, changed)], how="report-back", now=now)


def dates_after(
    last_met: date | None, next_meeting: date | None, *, met: date, following: date | None
) -> Mapping[str, date | None]:
    """The days on which a partnership last met and meets next, once a report tells of a meeting: the later day wins."""
    to_come = [day for day in (next_meeting, following) if day and day > met]
    return {"last_met": max(last_met or met, met), "next_meeting": max(to_come, default=None)}


def _theirs(uow: UnitOfWork, actor: Actor, attendance_id: str) -> Attendance:
    attendance = uow.meetings.get(attendance_id)
    if attendance is None:
        raise NotFound("I cannot find that meeting.", "Type /diary to see yours.")
    # An officer who was to go in the member's place and says that nobody went may think again (UX-07).
    absent = attendance.officer_came is OfficerCame.ABSENT
    if absent and attendance.officer_plan is OfficerPlan.INSTEAD and actor.person == attendance.officer:
        return attendance
    if actor.person not in (attendance.went, attendance.representative, attendance.stand_in):
        raise NotAllowed("Only whoever went can say that.", "Type /diary to see your own meetings.")
    return attendance


def _keep(
    uow: UnitOfWork, actor: Actor, attendance: Attendance, update: Mapping[str, object], *, now: datetime
) -> Attendance:
    changed = attendance.model_copy(update=dict(update))
    uow.meetings.save(changed)
    notices.refresh(uow.notices, changed.subject)
    if changed.chased_in:
        later = uow.meetings.get(changed.chased_in)
        if later:
            notices.refresh(uow.notices, later.subject)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action="attendance recorded",
        subject=changed.partnership,
        meeting=changed.held_on.isoformat(),
        said=changed.said or "not said",
        officer=changed.officer_came or "not said",
    )
    return changed
