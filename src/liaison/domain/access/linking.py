"""Tying a Slack user to a person of the register, from the command line."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from liaison.domain import audit
from liaison.domain.access.rules import ROLES
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.names import fold, words
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.editing import apply, new_entry
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Link, Person
from liaison.domain.register.nearest import nearest
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId


class Linked(NamedTuple):
    """Who a Slack user is now: whether they were added to the register for it, whom that may have meant, and which other
    Slack users are that person as well.
    """

    person: Person
    added: bool
    meant: str | None
    others: tuple[SlackUserId, ...]


def link(
    uow: UnitOfWork,
    pack: Pack,
    *,
    user: SlackUserId,
    name: str,
    roles: Sequence[str],
    now: datetime,
) -> Linked:
    """Ties a Slack user to a person of the register, by name or id, and adds the roles to those they have.

    Someone not in the register is added when a role is given. Linking twice changes nothing. Raises BadInput for a
    role that nobody knows, NotFound and BadInput for a name that fits nobody or several.
    """
    known = (*ROLES, *(role.id.replace("_", "-") for role in pack.staff_roles))
    unknown = [role for role in roles if role not in known]
    if unknown:
        raise BadInput(
            f'There is no role "{unknown[0]}".', f"Use one of these: {', '.join(dict.fromkeys(known))}."
        )
    uow.register.lock()
    register = uow.register.load()
    if register is None:
        raise NotFound("This workspace has no register yet.", "Load one first: liaison seed PACK --team T.")
    person, meant = _person(register, name), None
    added, edits = person is None, list[Edit]()
    if person is None:
        meant = nearest(name, (person.name for person in register.people))
        if not roles:
            raise NotFound(
                f'Nobody in the register is called "{name}".' + (f" Did you mean {meant}?" if meant else ""),
                "Give a role to add them: --role ROLE.",
            )
        person = cast("Person", new_entry(register, "people", {"name": " ".join(name.split())}))
        edits.append(Edit("people", person.id, person))
    existing = uow.links.actor(user)
    had = existing.roles if existing and existing.person == person.id else frozenset[str]()
    wanted = had | frozenset(roles)
    if not wanted:
        wanted = frozenset({"member"}) if _holds_a_seat(register, person) else wanted
    if existing is None or existing.person != person.id or wanted != existing.roles:
        edits.append(Edit("links", user, Link(id=user, person=person.id, roles=tuple(sorted(wanted)))))
        audit.record(
            uow.audit,
            at=now,
            actor="command line",
            action="user linked",
            subject=user,
            person=person.id,
            roles=", ".join(sorted(wanted)),
        )
    apply(uow, None, edits, how="command line", now=now)
    others = (link.id for link in register.links if link.person == person.id and link.id != user)
    return Linked(person, added, meant, tuple(others))


def _person(register: Register, name: str) -> Person | None:
    if not fold(name):
        raise BadInput("A name is needed.", 'Give it like this: --person "Mrs L L Shaw".')
    if PersonId(name) in register.person:
        return register.person[PersonId(name)]
    same = [person for person in register.people if fold(person.name) == fold(name)]
    if len(same) == 1:
        return same[0]
    typed = set(words(name))
    found = same or [
        person for person in register.people if any(typed <= set(words(n)) for n in _names(person))
    ]
    if len(found) > 1:
        raise BadInput(
            f'"{name}" could be several people.', f"Use one of: {', '.join(p.name for p in found)}."
        )
    return found[0] if found else None


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, *person.also_called, *(former.name for former in person.formerly))


def _holds_a_seat(register: Register, person: Person) -> bool:
    return any(seat.person == person.id for seat in register.appointments)
