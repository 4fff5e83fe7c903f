"""Everything the register says of one partnership, as of a day, gathered for its card."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.errors import NotFound
from liaison.domain.lookup import rows
from liaison.domain.lookup.models import Card, Row
from liaison.domain.register.ideals import unlike_ideal
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId


def card(register: Register, id_: PartnershipId, *, day: date, today: date | None = None) -> Card:
    """The card of a partnership as of a day (A-01 to A-05, A-10 to A-15). Raises NotFound where it was removed."""
    partnership = register.partnership.get(id_)
    if partnership is None:
        raise NotFound(
            "That partnership is no longer in the register.", "Type /rep matrix to see those that are."
        )
    found = rows.card(register, partnership, day, today=today or day)
    return found.model_copy(
        update={
            "helped": tuple(_helped(register, found.row, day)),
            "remark": unlike_ideal(register, partnership, day),
        }
    )


def _helped(register: Register, found: Row, day: date) -> Iterator[tuple[Person, Person]]:
    """Each representative's own support officer, unless one is named for the partnership."""
    if any(held.person for held in found.support_officers):
        return
    for held in found.representatives:
        if held.person:
            officer = register.support_officer_of(found.partnership.id, held.person.id, day)
            if officer:
                yield held.person, officer
