"""Codes that members and officers sign: who has signed which, and where a signature is missing (B-05)."""

from collections.abc import Callable
from datetime import date

from liaison.domain.access.rules import MEMBER, STAFF
from liaison.domain.names import fold
from liaison.domain.packs import Pack
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, Value


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


def members(register: Register, day: date) -> frozenset[PersonId]:
    """The authority's members: whoever holds an office or a seat of a member on that day, or has a member's role."""
    seated = {
        seat.person
        for seat in register.appointments
        if seat.person and seat.role in {"representative", "substitute"} and seat.runs_on(day)
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
        if seat.person and seat.role == "support officer" and seat.runs_on(day)
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
