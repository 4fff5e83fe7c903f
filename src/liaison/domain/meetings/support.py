"""Use-cases of support officers: members ask them, they answer (B-08); and staff note their contacts (B-10)."""

from collections.abc import Sequence
from datetime import date, datetime

from liaison.domain import audit
from liaison.domain.access.rules import SUPPORT_OFFICER, Action, Actor, by_name, require
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day, near_enough, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound, quoted
from liaison.domain.meetings.models import Area, Contact, ContactLine, Request, RequestLine
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.typed import written
from liaison.domain.values import PartnershipId

LONGEST_NOTE = 800  # characters: ten contacts are listed in one message


def asked_by(uow: UnitOfWork, actor: Actor, register: Register, *, now: datetime) -> Sequence[Actor]:
    """Who gets a member's question, for the form that asks it (UX-06). Raises NotFound where nobody could answer it."""
    require(actor, Action.SEE_DIARY)
    if officers := officers_of(uow, actor, register, now=now):
        return officers
    able = menders(uow)
    raise NotFound(
        "Nobody in Slack is your support officer yet.",
        f"Ask {by_name(able[0].name) if able else 'your administrator'} to name one.",
    )


def ask(
    uow: UnitOfWork, actor: Actor, register: Register, request_id: str, question: str, *, now: datetime
) -> tuple[str, ...]:
    """A member asks their support officer; gives the names of those who have been asked (B-08).

    The same form sent twice asks once. Raises BadInput for an empty or overlong question, and NotFound where nobody
    could answer it.
    """
    officers = asked_by(uow, actor, register, now=now)
    text = written(question, "question")
    if uow.meetings.request(request_id):
        return tuple(officer.name for officer in officers)
    request = Request(
        id=request_id, asked_by=actor.person, asked_by_user=actor.slack_user, question=text, asked_at=now
    )
    uow.meetings.save_request(request)
    for officer in officers:
        _owe(
            uow,
            request,
            Kind.REQUEST_ASKED,
            officer,
            "You are this member's support officer.",
            now=now,
        )
    audit.record(uow.audit, at=now, actor=actor.name, action="support officer asked", subject=request.id)
    return tuple(officer.name for officer in officers)


def officers_of(uow: UnitOfWork, member: Actor, register: Register, *, now: datetime) -> Sequence[Actor]:
    """A member's own support officer, else those of their partnerships, else whoever holds the role (X-16).

    Nobody is their own.
    """
    found = _named_officers(uow, member, register, now=now) or uow.links.with_role(SUPPORT_OFFICER)
    return [officer for officer in found if officer.person != member.person]


def _named_officers(uow: UnitOfWork, member: Actor, register: Register, *, now: datetime) -> Sequence[Actor]:
    person = register.person.get(member.person)
    if person and person.support_officer and (own := uow.links.of_person(person.support_officer)):
        return [own]
    day = local_day(now, register.timezone)
    named = {
        held.person.id
        for seat in register.seats_held_by(member.person, day)
        for held in register.seats_of(seat.appointment.partnership, day, "support officer")
        if held.person
    }
    return [actor for person_id in sorted(named) if (actor := uow.links.of_person(person_id))]


def request_for(
    uow: UnitOfWork, actor: Actor, register: Register, request_id: str, *, now: datetime
) -> RequestLine:
    """A request that waits for the actor's answer, for the form. Raises NotAllowed for anybody who was not asked."""
    request = _asked_of(uow, actor, register, request_id, now=now)
    if request.answer is not None:
        raise _answered(request, register, actor)
    return line(request, register)


def answer(
    uow: UnitOfWork, actor: Actor, register: Register, request_id: str, words: str, *, now: datetime
) -> RequestLine:
    """An officer answers; the member gets the answer. The same answer a second time changes nothing."""
    request = _asked_of(uow, actor, register, request_id, now=now)
    text = written(words, "answer")
    if request.answer is not None:
        if (request.answered_by, request.answer) == (actor.person, text):
            return line(request, register)
        raise _answered(request, register, actor)
    done = request.model_copy(update={"answer": text, "answered_by": actor.person, "answered_at": now})
    uow.meetings.save_request(done)
    notices.refresh(uow.notices, done.subject)
    member = uow.links.actor(done.asked_by_user)
    if member:
        _owe(uow, done, Kind.REQUEST_ANSWERED, member, "You asked your support officer.", now=now)
    audit.record(uow.audit, at=now, actor=actor.name, action="support officer answered", subject=done.id)
    return line(done, register)


def waiting_for(
    uow: UnitOfWork, actor: Actor, register: Register, *, now: datetime
) -> tuple[RequestLine, ...]:
    """The requests that wait for the actor's answer, the oldest first."""
    if not actor.may(Action.SUPPORT_MEMBERS):
        return ()
    return tuple(
        line(request, register)
        for request in uow.meetings.open_requests()
        if _is_asked(uow, actor, register, request, now=now)
    )


def line(request: Request, register: Register) -> RequestLine:
    """A request with names."""
    by = register.person.get(request.answered_by) if request.answered_by else None
    asker = register.person.get(request.asked_by)
    return RequestLine(
        request=request,
        asked_by=asker.name if asker else "A member",
        asked_on=local_day(request.asked_at, register.timezone),
        answered_by=by.name if by else None,
    )


def record_contact(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    *,
    contact_id: str,
    area: Area,
    partnership: PartnershipId | None,
    body: str | None,
    held_on: date,
    note: str | None,
    now: datetime,
) -> ContactLine:
    """Staff note a direct contact with a partner (B-10); the same form sent twice is kept once."""
    require(actor, Action.RECORD_CONTACT)
    body = " ".join((body or "").split()) or None
    if partnership is None and body is None:
        raise BadInput(
            "Say with whom: a partnership or another body.", "Choose or type one.", field="partnership"
        )
    if partnership is not None and body is not None:
        raise BadInput("You have given a partnership and another body.", "Keep one of them.", field="body")
    if partnership is not None and partnership not in register.partnership:
        raise BadInput(
            "That partnership is no longer in the register.", "Choose another.", field="partnership"
        )
    today = local_day(now, register.timezone)
    if near_enough(held_on, today=today, field="held_on") > today:
        raise BadInput(
            f"{write_date(held_on)} is still to come.", "Give the day of the contact.", field="held_on"
        )
    contact = Contact(
        id=contact_id,
        area=area,
        partnership=partnership,
        body=body,
        held_on=held_on,
        note=written(note, "note", most=LONGEST_NOTE) if note and note.strip() else None,
        recorded_by=actor.person,
        recorded_at=now,
    )
    if uow.meetings.add_contact(contact):
        audit.record(
            uow.audit,
            at=now,
            actor=actor.name,
            action="contact recorded",
            subject=partnership or contact.id,
            area=area,
            date=held_on.isoformat(),
        )
    return _contact_line(contact, register)


def contacts(uow: UnitOfWork, actor: Actor, register: Register) -> tuple[ContactLine, ...]:
    """Every contact, the latest first (B-10)."""
    require(actor, Action.RECORD_CONTACT)
    return tuple(_contact_line(contact, register) for contact in uow.meetings.contacts())


def _contact_line(contact: Contact, register: Register) -> ContactLine:
    partnership = register.partnership.get(contact.partnership) if contact.partnership else None
    by = register.person.get(contact.recorded_by)
    return ContactLine(
        contact=contact,
        partner=partnership.title if partnership else contact.body or "A partnership that has gone",
        recorded_by=by.name if by else "staff",
    )


def _asked_of(
    uow: UnitOfWork, actor: Actor, register: Register, request_id: str, *, now: datetime
) -> Request:
    require(actor, Action.SUPPORT_MEMBERS)
    request = uow.meetings.request(request_id)
    if request is None:
        raise NotFound("I cannot find that question.", "Type /diary to see those that wait for you.")
    if request.answered_by != actor.person and not _is_asked(uow, actor, register, request, now=now):
        raise NotAllowed("That question was not put to you.", "Type /diary to see those that wait for you.")
    return request


def _is_asked(uow: UnitOfWork, actor: Actor, register: Register, request: Request, *, now: datetime) -> bool:
    member = uow.links.actor(request.asked_by_user)
    return member is not None and actor in officers_of(uow, member, register, now=now)


def _answered(request: Request, register: Register, actor: Actor) -> AlreadyDone:
    by = "You have" if request.answered_by == actor.person else f"{line(request, register).answered_by} has"
    return AlreadyDone(
        f"{by} answered this already: {quoted(request.answer or '')}",
        "What you typed is still here; copy what you need, then close the form.",
        field="answer",
    )


def _owe(uow: UnitOfWork, request: Request, kind: Kind, to: Actor, reason: str, *, now: datetime) -> None:
    uow.notices.add(
        Notice(
            key=f"{kind}:{request.id}:{to.slack_user}",
            kind=kind,
            subject=request.subject,
            reason=reason,
            to_user=to.slack_user,
            due=now,
        )
    )
