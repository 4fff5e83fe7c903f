"""What somebody's diary shows: their partnerships with the next meetings, and the card before one."""

from collections.abc import Iterator
from datetime import date, datetime

from liaison.domain import lookup
from liaison.domain.access.rules import SUPPORT_OFFICER, Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.described import SeatRole
from liaison.domain.errors import BadInput, NotAllowed
from liaison.domain.meetings import rules, support
from liaison.domain.meetings.models import Asked, Attendance, Card, Diary, DiaryLine, Part, ReportLine
from liaison.domain.names import fold
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register, names_of
from liaison.domain.report_back import filing
from liaison.domain.report_back import rules as report_rules
from liaison.domain.values import PartnershipId

GOING: tuple[SeatRole, ...] = ("representative", "substitute")
ROLES: tuple[SeatRole, ...] = ("representative", "substitute", "support officer", "link officer")


def diary(uow: UnitOfWork, actor: Actor, register: Register, *, now: datetime) -> Diary:
    """The actor's partnerships with their next meetings, then those of the members whom they help (B-08)."""
    require(actor, Action.SEE_DIARY)
    today = local_day(now, register.timezone)
    kept = {attendance.id: attendance for attendance in uow.meetings.from_day(today)}
    own = _own(actor, register, list(kept.values()), today)
    helped = {found.id: found for found in _helped(actor, register, today)}
    parts = dict.fromkeys(helped, Part.OFFICER) | own
    lines = [
        _line(register, actor, register.partnership[partnership], part, kept, today)
        for partnership, part in parts.items()
    ]
    may_help = actor.may(Action.SUPPORT_MEMBERS)
    reports = [
        ReportLine(
            report=report.id,
            partnership=report_rules.title_of(register, report.partnership),
            meeting_on=report.meeting_on,
            member=report_rules.name_of(register, report.member),
        )
        for report in (uow.reports.all() if may_help else ())
        if actor.slack_user in filing.copied_to(register, report)
    ]
    return Diary(
        lines=tuple(sorted(lines, key=_by_date)),
        reports=tuple(sorted(reports, key=lambda report: report.meeting_on, reverse=True)),
        requests=support.waiting_for(uow, actor, register, now=now),
    )


def reports(uow: UnitOfWork, actor: Actor, register: Register, *, now: datetime) -> tuple[ReportLine, ...]:
    """The reports of the members whom the actor helps, the latest first (B-08). Raises NotAllowed for members."""
    if not actor.may(Action.SUPPORT_MEMBERS):
        raise NotAllowed(
            "These are the reports of members, for the staff who help them.",
            "Type /diary to see your own meetings, and /reportback to report on one.",
        )
    return diary(uow, actor, register, now=now).reports


def prepare(
    uow: UnitOfWork, actor: Actor, register: Register, partnership: Partnership, *, now: datetime
) -> Card:
    """The card before a meeting, for whoever goes or may go, and for staff (B-04, B-06, H-06).

    Raises NotAllowed for anybody else.
    """
    require(actor, Action.SEE_DIARY)
    today = local_day(now, register.timezone)
    held_on = _next(partnership, today)
    day = held_on or today
    attendances = _attendances(uow, register, partnership, held_on)
    shown = [rules.coming(attendance, register, actor, today=today) for attendance in attendances]
    whole = rules.part_in(actor, register, rules.new_attendance(partnership.id, day, None))
    part = min((found.part for found in shown if found.part), key=list(Part).index, default=whole)
    if part is None:
        raise NotAllowed(
            f"You neither represent the authority on {partnership.title} nor stand in for anybody there.",
            f"Type /rep {partnership.name} to see who does.",
        )
    seats = {role: register.seats_of(partnership.id, day, role) for role in ROLES}
    representing = [held.appointment for held in seats["representative"]]
    person = register.person.get(actor.person)
    reports = uow.reports.of_partnership(partnership.id)
    return Card(
        partnership=partnership.id,
        title=partnership.title,
        part=part,
        authority=register.authority,
        held_on=held_on,
        coming=next((found for found in shown if found.part is part), None),
        other_roles=person.other_roles if person and part not in (Part.OFFICER, Part.STAFF) else (),
        representatives=names_of(seats["representative"]),
        substitutes=names_of(seats["substitute"]),
        support_officers=_officers(register, partnership, day),
        link_officers=names_of(seats["link officer"]),
        delegations=rules.delegations(register, partnership.id, day),
        suitability=tuple(seat.suitability for seat in representing if seat.suitability),
        capacity=tuple(dict.fromkeys(seat.capacity for seat in representing if seat.capacity)),
        reports_to=tuple(register.committee[committee].name for committee in partnership.reports_to),
        last_met=partnership.last_met,
        last_report=max((report.meeting_on for report in reports), default=None),
        last_attended=rules.attended(uow.meetings.of_partnership(partnership.id), register),
        priorities=partnership.priorities,
        priorities_called=partnership.priorities_called or "priorities",
        may_record=actor.may(Action.EDIT_REGISTER),
    )


def named(actor: Actor, register: Register, text: str, *, after: str, now: datetime) -> Partnership:
    """The partnership that is named after a word of `/diary`; where it could be several, the actor's own comes first.

    Raises BadInput where none is named, and with the names where it is still not clear.
    """
    require(actor, Action.SEE_DIARY)
    if not text.strip():
        raise BadInput("Which partnership?", f"Type its name too, for example /diary {after} barrow.")
    day = local_day(now, register.timezone)
    found = lookup.one_partnership(register, text, day=day)
    if isinstance(found, Partnership):
        return found
    mine = {held.appointment.partnership for held in register.seats_held_by(actor.person, day)}
    own = [
        entry
        for entry in found
        if entry.id in mine and set(fold(text).split()) & set(fold(entry.title).split())
    ]
    if len(own) == 1:
        return own[0]
    raise lookup.unclear(text, found)


def _own(actor: Actor, register: Register, kept: list[Attendance], today: date) -> dict[PartnershipId, Part]:
    parts: dict[PartnershipId, Part] = {}
    for held in register.seats_held_by(actor.person, today):
        seat = held.appointment
        entry = register.partnership.get(seat.partnership)
        if seat.role in GOING and entry and entry.exists_on(today):
            part = Part(seat.role)
            if parts.get(seat.partnership) is not Part.REPRESENTATIVE:
                parts[seat.partnership] = part
    for attendance in kept:
        if (
            attendance.stand_in == actor.person
            and attendance.asked in (Asked.WAITING, Asked.WILL_GO)
            and not attendance.off
            and attendance.partnership in register.partnership
        ):
            parts.setdefault(attendance.partnership, Part.STAND_IN)
    return parts


def _helped(actor: Actor, register: Register, today: date) -> Iterator[Partnership]:
    """The partnerships on which the actor is support officer, or whose member they help (A-03)."""
    if not actor.may(Action.SUPPORT_MEMBERS):
        return
    members = {person.id for person in register.people if person.support_officer == actor.person}
    named_on = {
        held.appointment.partnership
        for held in register.seats_held_by(actor.person, today)
        if held.appointment.role == "support officer"
    }
    by_role = SUPPORT_OFFICER in actor.roles
    if not (members or named_on or by_role):
        return
    for entry in register.partnerships:
        if not entry.exists_on(today):
            continue
        if entry.id in named_on or (
            (members or by_role)
            and any(rules.helps(actor, register, seat) for seat in rules.seats_at(register, entry, today))
        ):
            yield entry


def _line(
    register: Register,
    actor: Actor,
    partnership: Partnership,
    part: Part,
    kept: dict[str, Attendance],
    today: date,
) -> DiaryLine:
    held_on = _next(partnership, today)
    seats = rules.seats_at(register, partnership, held_on) if held_on else ()
    if part is Part.REPRESENTATIVE:
        seats = tuple(seat for seat in seats if seat.representative == actor.person) or seats
    return DiaryLine(
        partnership=partnership.id,
        title=partnership.title,
        part=part,
        held_on=held_on,
        attendances=tuple(
            rules.coming(kept.get(seat.id, seat), register, actor, today=today) for seat in seats
        ),
        may_record=actor.may(Action.EDIT_REGISTER),
    )


def _attendances(
    uow: UnitOfWork, register: Register, partnership: Partnership, held_on: date | None
) -> list[Attendance]:
    if held_on is None:
        return []
    seats = rules.seats_at(register, partnership, held_on)
    return [uow.meetings.get(seat.id) or seat for seat in seats]


def _officers(register: Register, partnership: Partnership, day: date) -> tuple[str, ...]:
    found = [rules.officer_of(register, seat) for seat in rules.seats_at(register, partnership, day)]
    named_there = names_of(register.seats_of(partnership.id, day, "support officer"))
    return tuple(dict.fromkeys([*named_there, *(officer.name for officer in found if officer)]))


def _next(partnership: Partnership, today: date) -> date | None:
    held_on = partnership.next_meeting
    return held_on if held_on and held_on >= today else None


def _by_date(line: DiaryLine) -> tuple[bool, date, str]:
    return line.held_on is None, line.held_on or date.max, line.title
