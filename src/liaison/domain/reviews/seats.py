"""Who sits where, for the meeting that appoints: current holders and vacancies, beforehand (G-12)."""

from datetime import date

from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.rules import fold_kind
from liaison.domain.values import GroupId, Value


class Seats(Value):
    """The representatives of one partnership: who holds each seat, and how many nobody holds."""

    title: str
    holders: tuple[str, ...]
    vacant: int


class Appointments(Value):
    """What is put to the meeting; `named` partnerships of the `count` that the document speaks of are in the register."""

    kind: str
    seats: tuple[Seats, ...]
    count: int | None = None

    @property
    def vacancies(self) -> int:
        """How many seats nobody holds."""
        return sum(each.vacant for each in self.seats)


def appointments(which: str, register: Register, day: date) -> Appointments:
    """The representatives on each partnership of a group or a kind, as of a day, in the register's order."""
    group = register.group.get(GroupId(which))
    kind = (group.kind_short or group.kind or group.name) if group else which
    meant = [
        entry
        for entry in register.partnerships
        if entry.exists_on(day)
        and (entry.group == which or fold_kind(kind) in {fold_kind(entry.kind_short), fold_kind(entry.kind)})
    ]
    found = []
    for entry in meant:
        held = register.seats_of(entry.id, day, "representative")
        names = tuple(
            seat.person.name if seat.person else (seat.office.name if seat.office else "")
            for seat in held
            if not seat.appointment.vacant
        )
        empty = sum(seat.appointment.vacant for seat in held) or (not held)
        found.append(Seats(title=entry.title, holders=names, vacant=int(empty)))
    return Appointments(kind=kind, seats=tuple(found), count=group.count if group else None)
