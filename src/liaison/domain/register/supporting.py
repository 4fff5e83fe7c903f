"""Who supports whom: nobody makes themselves a reader of restricted reports by changing it, and members hear of it (K-06)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from liaison.domain.access.rules import Action, Actor
from liaison.domain.access.service import whom_to_ask
from liaison.domain.errors import NotAllowed
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Difference
from liaison.domain.register.models import Appointment, Office, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back.readers import supporters
from liaison.domain.values import PartnershipId, PersonId

NOWHERE = PartnershipId("")  # a partnership for which nobody is named: there a member's own officer counts
# A report, as far as it decides who reads it.
Case = tuple[PartnershipId, PersonId, date]


def not_by_oneself(
    uow: UnitOfWork, before: Register, after: Register, found: Sequence[Difference], actor: Actor
) -> None:
    """Raises NotAllowed where whoever makes a change could then read reports that they cannot read now (K-06).

    It does not matter whose entry is changed: where somebody else is no longer named, others read in their place. Those
    who say what people may do are free to; others ask them.
    """
    if actor.may(Action.LINK_PEOPLE):
        return
    for partnership, member, day in chain(
        _of_members(after, found), _of_partnerships(uow, before, after, found, actor.person)
    ):
        if actor.slack_user in supporters(after, partnership, member, day) and (
            actor.slack_user not in supporters(before, partnership, member, day)
        ):
            there = after.partnership.get(partnership) or before.partnership.get(partnership)
            person = after.person.get(member) or before.person.get(member)
            whom = there.name if there else person.name if person else member
            raise NotAllowed(
                f"This would make you the support officer of {whom}, who can read restricted reports.",
                f"{whom_to_ask(before)} to do it.",
            )


def newly_supported(
    before: Register, after: Register, found: Sequence[Difference], day: date
) -> Iterator[tuple[PersonId, str]]:
    """The members to whom a change gives another support officer as of a day, each with the sentence that says so."""
    for difference in found:
        was, now = difference.before, difference.after
        if isinstance(now, Person) and now.support_officer:
            had = was.support_officer if isinstance(was, Person) else None
            if had != now.support_officer:
                yield now.id, _said(after, after.person[now.support_officer], "")
    for id_ in _touched(before, after, found):
        if not _has_officers(before, after, id_):
            continue
        for held in after.seats_of(id_, day):
            if held.person is None or held.appointment.role not in {"representative", "substitute"}:
                continue
            officer = after.support_officer_of(id_, held.person.id, day)
            had_then = before.support_officer_of(id_, held.person.id, day)
            if officer and (had_then is None or had_then.id != officer.id):
                yield held.person.id, _said(after, officer, f" on {after.partnership[id_].title}")


def _said(register: Register, officer: Person, where: str) -> str:
    reads = ", and can read your report-backs" if register.link_of(officer.id) else ""
    return f"{officer.name} now supports you{where}{reads}."


def _of_members(after: Register, found: Sequence[Difference]) -> Iterator[Case]:
    """A report of everybody whose entry has changed, on a partnership that has no officer of its own."""
    for difference in found:
        if isinstance(difference.after or difference.before, Person):
            yield NOWHERE, PersonId(difference.id), after.since


def _of_partnerships(
    uow: UnitOfWork, before: Register, after: Register, found: Sequence[Difference], actor: PersonId
) -> Iterator[Case]:
    """What can be reported on the partnerships whose support officers may have changed, and what has been reported.

    Between two days on which anything there begins or ends one day stands for all, and so does one member for all whose
    own officer is the actor, somebody else in Slack, or nobody there.
    """
    touched = [id_ for id_ in _touched(before, after, found) if _has_officers(before, after, id_)]
    if not touched:
        return
    everybody = (*before.person, *after.person)
    members = {(_own(before, id_, actor), _own(after, id_, actor)): id_ for id_ in everybody}
    for id_ in touched:
        there = after.partnership.get(id_)
        for day in sorted(_turns(before, id_) | _turns(after, id_)):
            if there and there.exists_on(day):
                yield from ((id_, member, day) for member in members.values())
        # Also on days on which it is no longer said to exist.
        yield from ((id_, report.member, report.meeting_on) for report in uow.reports.of_partnership(id_))


def _touched(before: Register, after: Register, found: Sequence[Difference]) -> dict[PartnershipId, None]:
    """The partnerships whose own days, seats, or the terms of whose seats, a change touches."""
    touched: dict[PartnershipId, None] = {}
    for difference in found:
        for register, entry in ((before, difference.before), (after, difference.after)):
            match entry:
                case Partnership():
                    touched[entry.id] = None
                case Appointment():
                    touched[entry.partnership] = None
                case Term() | Office():
                    office = entry.office if isinstance(entry, Term) else entry.id
                    touched |= {seat.partnership: None for seat in register.all_seats_of_office(office)}
    return touched


def _own(register: Register, member: PersonId, actor: PersonId) -> tuple[bool, bool]:
    """Whether a member's own officer is the actor, and whether it is anybody in Slack."""
    person = register.person.get(member)
    officer = person.support_officer if person else None
    return officer == actor, officer is not None and register.link_of(officer) is not None


def _officers(register: Register, partnership: PartnershipId) -> list[Appointment]:
    return [seat for seat in register.all_seats_of(partnership) if seat.role == "support officer"]


def _has_officers(before: Register, after: Register, partnership: PartnershipId) -> bool:
    return bool(_officers(before, partnership) or _officers(after, partnership))


def _turns(register: Register, partnership: PartnershipId) -> set[date]:
    """The days on which who supports members there may turn: the first of all, and each beginning and end."""
    seats = _officers(register, partnership)
    there = register.partnership.get(partnership)
    entries: list[Appointment | Term | Partnership] = [*seats, *([there] if there else [])]
    entries += [term for seat in seats if seat.office for term in register.terms_of(seat.office)]
    return {date.min, *(day for entry in entries for day in (entry.since, entry.until) if day)}
