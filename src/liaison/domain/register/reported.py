"""What staff were told about an entry, and have not dealt with: which changes of the register concern it."""

from collections.abc import Iterator, Sequence

from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind as NoticeKind
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Difference
from liaison.domain.register.models import Appointment, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId

Place = tuple[str, str]  # a partnership and a role on it


def follow(uow: UnitOfWork, after: Register, found: Sequence[Difference]) -> None:
    """Brings what staff were told, and have not dealt with yet, up to date with a change of the register."""
    told = uow.notices.unfinished(NoticeKind.MISTAKE_REPORTED)
    for notice in told:
        about = notice.facts["about"]
        places = places_of(after, about, found)
        if any(is_about(difference, about, places) for difference in found):
            notices.refresh_one(uow.notices, notice)


def places_of(register: Register, about: str, found: Sequence[Difference]) -> frozenset[Place]:
    """Where the seat is that staff were told of; its entry may have gone in one of these changes."""
    kind, _, id_ = about.partition(":")
    if kind != "appointments":
        return frozenset()
    gone = (entry for difference in found if difference.id == id_ for entry in _entries(difference))
    seats = (register.appointment.get(AppointmentId(id_)), *gone)
    return frozenset((seat.partnership, seat.role) for seat in seats if isinstance(seat, Appointment))


def is_about(difference: Difference, about: str, places: frozenset[Place]) -> bool:
    """Whether a difference concerns what staff were told of.

    Of a partnership the seats on it count too, of a seat whoever comes next in it, of a person or an office what they
    hold.
    """
    kind, _, id_ = about.partition(":")
    if (difference.kind, difference.id) == (kind, id_):
        return True
    for entry in _entries(difference):
        if isinstance(entry, Appointment) and (
            (entry.partnership, entry.role) in places or (kind == "partnerships" and entry.partnership == id_)
        ):
            return True
        if isinstance(entry, Appointment | Term) and id_ in {
            "people": (entry.person,),
            "offices": (entry.office,),
        }.get(kind, ()):
            return True
    return False


def _entries(difference: Difference) -> Iterator[object]:
    return (entry for entry in (difference.before, difference.after) if entry is not None)
