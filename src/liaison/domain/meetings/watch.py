"""What time brings: those who go are told before a meeting, and asked after it; each once however often this runs."""

from collections.abc import Iterator
from datetime import date, datetime

from liaison.domain.dates import local_day
from liaison.domain.meetings import attending, rules
from liaison.domain.meetings.models import Asked, Attendance, Said
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Link
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId

GOING = "You go to this meeting for the authority."
HELPING = "You are the support officer, who decides meeting by meeting whether to go."
WENT = "You went to this meeting for the authority."


def owe(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Owes what is to be said before and asked after meetings; the register is what this transaction sees."""
    today, hour = local_day(now, register.timezone), pack.reminders.hour
    _begin(uow, register, hour, today, now=now)
    for attendance in uow.meetings.unsettled():
        if attendance.held_on >= today:
            _before(uow, register, attendance, hour, today, now=now)
        elif attendance.off:
            uow.meetings.save(attendance.model_copy(update={"settled": True}))
        elif rules.asked_after(attendance.held_on, hour, register.timezone) <= now:
            ask_afterwards(uow, register, attendance, now=now)


def ask_afterwards(uow: UnitOfWork, register: Register, attendance: Attendance, *, now: datetime) -> None:
    """Owes the questions to whoever went, once; what was said before the meeting loses its buttons (UX-15)."""
    uow.meetings.save(attendance.model_copy(update={"settled": True}))
    notices.refresh(uow.notices, attendance.subject)
    went = register.link_of(attendance.went) if attendance.went else None
    if went and not attendance.answered:
        _owe(uow, attendance, Kind.MEETING_AFTER, went, WENT, now=now)


def _begin(uow: UnitOfWork, register: Register, hour: int, today: date, *, now: datetime) -> None:
    """Makes the attendances of the meetings that have come near; what passed long ago is let be."""
    first, last = max(register.since, today - rules.LOOKED_BACK), today + rules.LOOKED_AHEAD
    known = uow.meetings.known_from(first)
    for partnership in register.partnerships:
        held_on = partnership.next_meeting
        if held_on is None or not first <= held_on <= last or not partnership.exists_on(held_on):
            continue
        if rules.asked_before(held_on, hour, register.timezone) <= now:
            for attendance in rules.seats_at(register, partnership, held_on):
                if attendance.id not in known:
                    uow.meetings.add(attendance)


def _before(
    uow: UnitOfWork, register: Register, attendance: Attendance, hour: int, today: date, *, now: datetime
) -> None:
    # On the day itself the date of the next meeting may be in the register already.
    stands = attendance.held_on == today or rules.stands(register, attendance)
    if stands is attendance.off:
        attendance = attendance.model_copy(update={"off": not stands})
        uow.meetings.save(attendance)
        notices.refresh(uow.notices, attendance.subject)
    if attendance.off or rules.asked_before(attendance.held_on, hour, register.timezone) > now:
        return
    told = [
        *_tell_officers(uow, register, attendance, now=now),
        *_tell_going(uow, register, attendance, now=now),
    ]
    if told:
        uow.meetings.save(attendance.model_copy(update={"told": (*attendance.told, *told)}))


def _tell_officers(
    uow: UnitOfWork, register: Register, attendance: Attendance, *, now: datetime
) -> Iterator[str]:
    """Owes the support officers the question whether they go; gives what is new of it."""
    for officer in rules.officers(register, attendance):
        if (what := f"officer {officer.id}") not in attendance.told:
            _owe(uow, attendance, Kind.MEETING_OFFICER, officer, HELPING, now=now)
            yield what


def _tell_going(
    uow: UnitOfWork, register: Register, attendance: Attendance, *, now: datetime
) -> Iterator[str]:
    """Owes whoever goes what they need to know, or the staff the news that nobody does; gives what is new of it."""
    if attendance.needs_somebody or attendance.asked is Asked.WAITING:
        what = f"staff {attendance.turn}"
        if what not in attendance.told and attending.owe_staff(uow, register, attendance, now=now):
            yield what
        return
    going = register.link_of(attendance.goes) if attendance.goes else None
    if going and going.person != attendance.officer and (what := f"before {going.id}") not in attendance.told:
        previous = _minutes_unseen(uow, attendance, going.person)
        _owe(uow, attendance, Kind.MEETING_BEFORE, going, GOING, now=now, previous=previous)
        yield what


def _minutes_unseen(uow: UnitOfWork, attendance: Attendance, person: PersonId) -> str:
    """The latest earlier meeting whose minutes this person had not seen yet; it is asked about again once (B-03)."""
    earlier = [
        found
        for found in uow.meetings.of_partnership(attendance.partnership)
        if found.held_on < attendance.held_on
        and found.attended_by == person
        and found.said is Said.UNSEEN
        and found.chased_in in (None, attendance.id)
    ]
    if not earlier:
        return ""
    latest = max(earlier, key=lambda found: found.held_on)
    if latest.chased_in is None:
        uow.meetings.save(latest.model_copy(update={"chased_in": attendance.id}))
    return latest.id


def _owe(
    uow: UnitOfWork,
    attendance: Attendance,
    kind: Kind,
    to: Link,
    reason: str,
    *,
    now: datetime,
    previous: str = "",
) -> None:
    uow.notices.add(
        Notice(
            key=f"{kind}:{attendance.id}:{to.id}",
            kind=kind,
            subject=attendance.subject,
            reason=reason,
            to_user=to.id,
            facts={"previous": previous} if previous else {},
            due=now,
        )
    )
