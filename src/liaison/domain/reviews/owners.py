"""Who is responsible for a review, as people: an owner can be an office, a role or a seat that somebody holds."""

from collections.abc import Sequence
from datetime import date

from liaison.domain.access.rules import Actor, role_title
from liaison.domain.described import SeatRole
from liaison.domain.ports import Links
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.models import Owner, Review
from liaison.domain.values import OfficeId, PartnershipId, PersonId

SEATS: tuple[SeatRole, ...] = ("representative", "support officer")


def people(
    register: Register, links: Links, owner: Owner | None, partnership: PartnershipId | None, day: date
) -> Sequence[Actor]:
    """Whoever owns a review on a day, of those who are in Slack."""
    if owner is None:
        return ()
    if owner.kind == "role":
        return links.with_role(owner.id)
    found = (links.of_person(person) for person in persons(register, owner, partnership, day))
    return tuple(actor for actor in found if actor)


def persons(
    register: Register, owner: Owner, partnership: PartnershipId | None, day: date
) -> tuple[PersonId, ...]:
    """The people of the register who own a review on a day, in their own name, by office or by seat."""
    match owner.kind:
        case "person":
            return (PersonId(owner.id),)
        case "office":
            return tuple(person.id for person in register.holders_of(OfficeId(owner.id), day))
        case "seat":
            seats = (seat for seat in SEATS if seat == owner.id and partnership)
            held = (holder for seat in seats for holder in register.seats_of(_known(partnership), day, seat))
            return tuple(dict.fromkeys(holder.person.id for holder in held if holder.person))
        case "role":
            return tuple(link.person for link in register.links if owner.id in link.roles)


def is_owner(register: Register, actor: Actor, review: Review, day: date) -> bool:
    """Whether a review is the actor's on a day."""
    owner = review.owner
    if owner is None:
        return False
    if owner.kind == "role":
        return owner.id in actor.roles
    return actor.person in persons(register, owner, review.partnership, day)


def is_vacant(register: Register, review: Review, day: date) -> bool:
    """Whether nobody sits on a review's partnership where its owner would."""
    owner = review.owner
    if owner is None or owner.kind != "seat" or review.partnership is None:
        return False
    return not persons(register, owner, review.partnership, day)


def name(register: Register, owner: Owner | None, partnership: PartnershipId | None, day: date) -> str | None:
    """An owner as people write it: a name, an office, a role, or the seat."""
    if owner is None:
        return None
    match owner.kind:
        case "person":
            person = register.person.get(PersonId(owner.id))
            return person.name if person else None
        case "office":
            office = register.office.get(OfficeId(owner.id))
            return office.name if office else None
        case "role":
            return role_title(owner.id)
        case "seat":
            if partnership is None:
                return f"the partnership's {owner.id}"
            held = persons(register, owner, partnership, day)
            names = ", ".join(register.person[person].name for person in held if person in register.person)
            return names or f"nobody yet, as no {owner.id} is recorded"


def _known(partnership: PartnershipId | None) -> PartnershipId:
    return partnership or PartnershipId("")
