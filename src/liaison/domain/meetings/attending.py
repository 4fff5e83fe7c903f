"""Use-cases before a meeting: who goes. The representative asks the substitute, and the staff find somebody else.

Each is safe to repeat: the same answer a second time changes nothing and answers as the first did.
"""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.meetings import rules
from liaison.domain.meetings.models import Asked, Attendance, Coming, OfficerPlan
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId

ASKED_BY_REPRESENTATIVE = "The representative has asked you to go in their place."
ASKED_BY_STAFF = "Staff have named you for this meeting only."
ANSWERED = "You asked for somebody to go in your place."
HELPED = "You represent the authority on this partnership."
RELEASED = "You had agreed to go in the representative's place."
STAFF_FIND = "You are one of those who can name somebody else."


def ask_for(
    uow: UnitOfWork, actor: Actor, register: Register, partnership: Partnership, *, now: datetime
) -> Coming:
    """The representative asks the substitute to go to the partnership's next meeting (B-06).

    Raises NotAllowed for anybody else, naming whose it is, and NotFound where no meeting is known.
    """
    today = local_day(now, register.timezone)
    held_on = partnership.next_meeting
    if held_on is None or held_on < today:
        raise NotFound(
            f"The register does not say when {partnership.title} meets next.",
            "Ask staff to record the date, or give it as item 6 of your report-back.",
        )
    seats = rules.seats_at(register, partnership, held_on)
    own = next((seat for seat in seats if seat.representative == actor.person), None)
    if own is None:
        holders = [register.person[seat.representative].name for seat in seats if seat.representative]
        raise NotAllowed(
            f"Only the representative asks the substitute to go to {partnership.title}.",
            f"Ask {' or '.join(holders)} to do it."
            if holders
            else "The seat is vacant: ask staff to fill it.",
        )
    uow.meetings.add(own)
    return ask(uow, actor, register, own.id, now=now)


def ask(uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, *, now: datetime) -> Coming:
    """The representative cannot go: the substitute is asked, or the staff where there is none (B-06, B-07)."""
    attendance = _own(uow, actor, register, attendance_id, now=now)
    if attendance.will_go is not False:
        attendance = _with_next_asked(uow, register, attendance.model_copy(update={"will_go": False}))
        person = attendance.stand_in or "nobody"
        _keep(uow, actor, attendance, "substitute asked", now=now, person=person)
        owe_asking(uow, register, attendance, now=now)
    return _shown(attendance, register, actor, now=now)


def go(uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, *, now: datetime) -> Coming:
    """The representative will go; somebody who had been asked is let off."""
    attendance = _own(uow, actor, register, attendance_id, now=now)
    if attendance.will_go is not True:
        released = attendance.goes
        update: dict[str, object] = {"will_go": True, "stand_in": None, "asked": None, "named_by": None}
        if attendance.officer_plan is OfficerPlan.INSTEAD:
            update |= {"officer_plan": None}
        attendance = attendance.model_copy(update=update)
        _keep(uow, actor, attendance, "representative goes", now=now)
        if released and released != actor.person:
            _owe_person(uow, attendance, Kind.STAND_IN_RELEASED, released, RELEASED, now=now)
    return _shown(attendance, register, actor, now=now)


def answer(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    attendance_id: str,
    *,
    will_go: bool,
    now: datetime,
) -> Coming:
    """Whoever was asked to go in the representative's place answers; the representative is told (B-06).

    Where they cannot, another substitute is asked, and without one the staff (B-07). Raises AlreadyDone for somebody
    who is not asked any more.
    """
    attendance = open_one(uow, register, attendance_id, now=now)
    if actor.person in attendance.declined and not will_go:
        return _shown(attendance, register, actor, now=now)
    if attendance.stand_in != actor.person:
        raise AlreadyDone(
            "You are not being asked to go to this meeting any more.", "Type /diary to see your meetings."
        )
    answered = Asked.WILL_GO if will_go else Asked.CANNOT
    if attendance.asked is answered:
        return _shown(attendance, register, actor, now=now)
    update: dict[str, object] = {"asked": answered}
    if not will_go:
        update |= {"declined": (*attendance.declined, actor.person), "stand_in": None, "named_by": None}
    attendance = attendance.model_copy(update=update)
    _keep(uow, actor, attendance, "stand-in answered", now=now, answer=answered)
    said = "will go" if will_go else "cannot go"
    if attendance.representative:
        _owe_person(
            uow, attendance, Kind.STAND_IN_ANSWERED, attendance.representative, ANSWERED, now=now,
            name=actor.name, said=said,
        )  # fmt: skip
    if not will_go:
        attendance = _with_next_asked(uow, register, attendance)
        uow.meetings.save(attendance)
        owe_asking(uow, register, attendance, now=now)
    return _shown(attendance, register, actor, now=now)


def naming(uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, *, now: datetime) -> Coming:
    """The attendance for which staff name somebody, for the form that does it (B-07)."""
    require(actor, Action.NAME_STAND_IN)
    return _shown(open_one(uow, register, attendance_id, now=now), register, actor, now=now)


def name(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    attendance_id: str,
    person: PersonId,
    *,
    now: datetime,
) -> Coming:
    """Staff name somebody for this meeting only, who is then asked (B-07).

    Somebody without a link to Slack cannot be asked there: it is kept that they go, and staff tell them.
    """
    require(actor, Action.NAME_STAND_IN)
    attendance = open_one(uow, register, attendance_id, now=now)
    chosen = register.person.get(person)
    if chosen is None:
        raise BadInput("That person is not in the register.", "Choose somebody else.", field="person")
    if attendance.stand_in == person:
        return _shown(attendance, register, actor, now=now)
    if attendance.goes is not None:
        who = _shown(attendance, register, actor, now=now).goes or "Somebody else"
        raise AlreadyDone(f"{who} goes to this meeting.", "Close the form.", field="person")
    if person == attendance.representative:
        raise BadInput(
            f"{chosen.name} is the representative, and cannot go.", "Choose somebody else.", field="person"
        )
    attendance = _asked(attendance, person).model_copy(update={"named_by": actor.person})
    linked = uow.links.of_person(person)
    if linked is None:
        attendance = attendance.model_copy(update={"asked": Asked.WILL_GO})
    _keep(uow, actor, attendance, "stand-in named", now=now, person=person)
    if linked:
        owe_asking(uow, register, attendance, now=now)
    return _shown(attendance, register, actor, now=now)


def decide(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    attendance_id: str,
    plan: OfficerPlan,
    *,
    now: datetime,
) -> Coming:
    """The support officer decides for one meeting whether to go (B-08).

    The member is told where the officer goes in their place, or does so no more; then the staff too, where nobody goes.
    Raises AlreadyDone where another officer goes.
    """
    require(actor, Action.SUPPORT_MEMBERS)
    attendance = open_one(uow, register, attendance_id, now=now)
    if not rules.helps(actor, register, attendance):
        raise NotAllowed(
            "You are not the support officer for this meeting.", "Type /diary to see your members' meetings."
        )
    going = rules.officer_going(register, attendance)
    if going and going != actor.person:
        raise AlreadyDone(
            f"{register.person[going].name} goes to this meeting already.",
            "Ask them if you are to go instead.",
        )
    if (attendance.officer, attendance.officer_plan) != (actor.person, plan):
        was_to_go = attendance.officer_plan is OfficerPlan.INSTEAD and attendance.goes == actor.person
        update: dict[str, object] = {"officer": actor.person, "officer_plan": plan}
        if plan is OfficerPlan.INSTEAD and attendance.will_go:
            update |= {"will_go": None}
        attendance = attendance.model_copy(update=update)
        withdrawn = was_to_go and plan is not OfficerPlan.INSTEAD
        if withdrawn and attendance.needs_somebody:
            # It is the staff's turn again: they hear of it even where they have heard of it before.
            attendance = attendance.model_copy(update={"turn": attendance.turn + 1})
        _keep(uow, actor, attendance, "officer's plan decided", now=now, plan=plan)
        if (plan is OfficerPlan.INSTEAD or withdrawn) and attendance.representative:
            said = "cannot go in your place after all" if withdrawn else "will go in your place"
            _owe_person(
                uow, attendance, Kind.STAND_IN_ANSWERED, attendance.representative, HELPED, now=now,
                name=actor.name, said=said,
            )  # fmt: skip
        if withdrawn:
            owe_asking(uow, register, attendance, now=now)
    return _shown(attendance, register, actor, now=now)


def open_one(uow: UnitOfWork, register: Register, attendance_id: str, *, now: datetime) -> Attendance:
    """An attendance that is still to come, locked. Raises NotFound, and AlreadyDone with what became of it."""
    attendance = uow.meetings.get(attendance_id)
    if attendance is None:
        raise NotFound("I cannot find that meeting.", "Type /diary to see those to come.")
    if attendance.held_on < local_day(now, register.timezone):
        raise AlreadyDone(
            f"That meeting was on {write_date(attendance.held_on)}.", "Type /diary to see those to come."
        )
    if attendance.off or not rules.stands(register, attendance):
        raise AlreadyDone(
            "That meeting has been moved, or its seat has changed hands.", "Type /diary to see those to come."
        )
    return attendance


def owe_asking(uow: UnitOfWork, register: Register, attendance: Attendance, *, now: datetime) -> None:
    """Owes the question to whoever is asked, or to the staff the news that somebody is needed; each once a turn."""
    if attendance.asked is Asked.WAITING and attendance.stand_in:
        by_staff = attendance.named_by or not attendance.representative
        reason = ASKED_BY_STAFF if by_staff else ASKED_BY_REPRESENTATIVE
        _owe_person(uow, attendance, Kind.STAND_IN_ASKED, attendance.stand_in, reason, now=now)
    elif attendance.needs_somebody:
        owe_staff(uow, register, attendance, now=now)


def owe_staff(uow: UnitOfWork, register: Register, attendance: Attendance, *, now: datetime) -> bool:
    """Owes those who find somebody else the news that it is for them (B-07); False where there is nobody yet."""
    found = _finders(uow, register, attendance)
    for helper in found:
        _owe(uow, attendance, Kind.STAND_IN_NEEDED, helper, STAFF_FIND, now=now)
    return bool(found)


def _finders(uow: UnitOfWork, register: Register, attendance: Attendance) -> Sequence[Actor]:
    """The support officer of the attendance where they are linked and may do it, otherwise those who mend things."""
    officer = rules.officer_of(register, attendance)
    linked = uow.links.of_person(officer.id) if officer else None
    return [linked] if linked and linked.may(Action.NAME_STAND_IN) else menders(uow)


def _own(
    uow: UnitOfWork, actor: Actor, register: Register, attendance_id: str, *, now: datetime
) -> Attendance:
    """The actor's own seat at a meeting to come; it is made where only the register knows of it yet."""
    if uow.meetings.get(attendance_id) is None:
        for held in register.seats_held_by(actor.person, local_day(now, register.timezone)):
            partnership = register.partnership.get(held.appointment.partnership)
            if partnership and partnership.next_meeting:
                own = rules.new_attendance(partnership.id, partnership.next_meeting, actor.person)
                if own.id == attendance_id:
                    uow.meetings.add(own)
    attendance = open_one(uow, register, attendance_id, now=now)
    if attendance.representative != actor.person:
        raise NotAllowed("Only the representative can say that.", "Type /diary to see your own meetings.")
    return attendance


def _with_next_asked(uow: UnitOfWork, register: Register, attendance: Attendance) -> Attendance:
    """The next substitute who is in Slack is asked; without one the attendance is as it was."""
    seats = rules.substitutes(register, attendance)
    linked = (uow.links.of_person(held.person.id) for held in seats if held.person)
    asked = next(filter(None, linked), None)
    return _asked(attendance, asked.person) if asked else attendance


def _asked(attendance: Attendance, person: PersonId) -> Attendance:
    return attendance.model_copy(
        update={
            "stand_in": person,
            "asked": Asked.WAITING,
            "named_by": None,
            "turn": attendance.turn + 1,
            "declined": tuple(other for other in attendance.declined if other != person),
        }
    )


def _keep(
    uow: UnitOfWork, actor: Actor, attendance: Attendance, action: str, *, now: datetime, **details: str
) -> None:
    uow.meetings.save(attendance)
    notices.refresh(uow.notices, attendance.subject)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action=action,
        subject=attendance.partnership,
        meeting=attendance.held_on.isoformat(),
        **details,
    )


def _owe_person(
    uow: UnitOfWork,
    attendance: Attendance,
    kind: Kind,
    person: PersonId,
    reason: str,
    *,
    now: datetime,
    **facts: str,
) -> None:
    linked = uow.links.of_person(person)
    if linked:
        _owe(uow, attendance, kind, linked, reason, now=now, **facts)


def _owe(
    uow: UnitOfWork,
    attendance: Attendance,
    kind: Kind,
    to: Actor,
    reason: str,
    *,
    now: datetime,
    **facts: str,
) -> None:
    said = f":{facts['said']}" if "said" in facts else ""
    uow.notices.add(
        Notice(
            key=f"{kind}:{attendance.id}:{attendance.turn}{said}:{to.slack_user}",
            kind=kind,
            subject=attendance.subject,
            reason=reason,
            to_user=to.slack_user,
            facts=facts,
            due=now,
        )
    )


def _shown(attendance: Attendance, register: Register, actor: Actor, *, now: datetime) -> Coming:
    return rules.coming(attendance, register, actor, today=local_day(now, register.timezone))
