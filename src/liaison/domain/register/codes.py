"""Codes that members and officers sign: who has signed which, and where a signature is missing (B-05)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from liaison.domain.access.rules import MEMBER, STAFF, Actor
from liaison.domain.errors import BadInput
from liaison.domain.names import fold
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply, loaded, read_values
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Person, Signature
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, Value, new_id


class Code(Value):
    """A code, by the title that its document has, and who must sign it, in the document's words."""

    title: str
    signed_by: tuple[str, ...]
    source: str


class Gap(Value):
    """A code that somebody must sign and that the register does not say they have signed."""

    person: Person
    code: str


def codes(pack: Pack) -> tuple[Code, ...]:
    """The codes that the authority's documents name, in their order."""
    return tuple(
        Code(title=document.title, signed_by=document.signed_by, source=document.source)
        for document in pack.referenced_documents
        if document.signed_by
    )


def gaps(register: Register, pack: Pack, day: date) -> tuple[Gap, ...]:
    """Who has yet to sign what, as of a day: the codes in their order, and for each the people in the register's (B-05)."""
    signed = {(entry.person, fold(entry.code)) for entry in register.signatures if entry.signed_on <= day}
    return tuple(
        Gap(person=person, code=code.title)
        for code in codes(pack)
        for person in _signers(register, code, day)
        if (person.id, fold(code.title)) not in signed
    )


def fitting(found: Sequence[Gap], typed: str) -> tuple[Gap, ...]:
    """The gaps whose person or code has every word that was typed; all of them where none was."""
    words = fold(typed).split()
    return tuple(gap for gap in found if all(word in fold(f"{gap.person.name} {gap.code}") for word in words))


def sign(
    uow: UnitOfWork, actor: Actor, code: str, people: Sequence[PersonId], day: date, *, now: datetime
) -> Change | None:
    """Records that several people signed a code on a day; None where the register says so of all of them already.

    Raises NotAllowed, and BadInput where nobody is named or the day is to come.
    """
    register = loaded(uow)
    if not people:
        raise BadInput("Say who signed it.", "Choose at least one person.", field="people")
    read_values(register, "signatures", {"signed_on": day}, now=now)  # a day that can be meant
    known = {entry.person for entry in register.signatures if fold(entry.code) == fold(code)}
    entries = [
        Signature(id=new_id()[:12], person=person, code=code, signed_on=day)
        for person in dict.fromkeys(people)
        if person not in known
    ]
    return apply(uow, actor, [Edit("signatures", entry.id, entry) for entry in entries], how="form", now=now)


def members(register: Register, day: date) -> frozenset[PersonId]:
    """The authority's members: whoever holds an office or a seat of a member on that day, or has a member's role."""
    seated = {
        seat.person
        for seat in register.appointments
        if seat.person and seat.role in {"representative", "substitute"} and register.counts_on(seat, day)
    }
    serving = {term.person for term in register.terms if term.runs_on(day)}
    linked = {link.person for link in register.links if MEMBER in link.roles}
    return frozenset(seated | serving | linked) - officers(register, day)


def officers(register: Register, day: date) -> frozenset[PersonId]:
    """The authority's officers: whoever has a role of its staff, or supports members on that day."""
    linked = {link.person for link in register.links if STAFF & set(link.roles)}
    seated = {
        seat.person
        for seat in register.appointments
        if seat.person and seat.role == "support officer" and register.counts_on(seat, day)
    }
    named = {person.support_officer for person in register.people if person.support_officer}
    return frozenset(linked | seated | named)


# Which people a document means where it says who signs; a word of it is enough.
_GROUPS: dict[str, Callable[[Register, date], frozenset[PersonId]]] = {
    "members": members,
    "officers": officers,
}


def _signers(register: Register, code: Code, day: date) -> tuple[Person, ...]:
    said = {word for phrase in code.signed_by for word in fold(phrase).split()}
    wanted = frozenset[PersonId]().union(
        *(found(register, day) for word, found in _GROUPS.items() if word in said)
    )
    return tuple(person for person in register.people if person.id in wanted and person.body is None)
