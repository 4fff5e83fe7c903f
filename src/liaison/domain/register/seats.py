"""Who follows whom: seats and offices that pass from one person to the next, and what is said of an appointment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, cast

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.names import fold
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Cell, name_of
from liaison.domain.register.changes import Change
from liaison.domain.register.closing import appointed_in, follower, vacancy
from liaison.domain.register.editing import apply, loaded, new_entry, read_values
from liaison.domain.register.ends import recorded_after
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Group, Kind, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId

Passing = Literal["appointments", "terms"]
# What a seat keeps when somebody else takes it: the rest belongs to the person.
KEPT: dict[Passing, tuple[str, ...]] = {
    "appointments": ("partnership", "role", "capacity"),
    "terms": ("office",),
}


def succeed(
    uow: UnitOfWork, actor: Actor, kind: Passing, id_: str, typed: Mapping[str, Cell], *, now: datetime
) -> Change | None:
    """Ends an appointment or a term on the day on which the next begins: one change, which one press undoes.

    What is typed are fields of the new one; with neither person nor office a seat is vacant from that day. A vacancy
    that began on that day, or that follows already, is filled, and what ends on that day already is left as it is.
    Raises NotFound, and BadInput with the field.
    """
    register = loaded(uow)
    before = _passing(register, kind, id_)
    values = read_values(register, kind, typed, now=now)
    since = values.get("since")
    if not isinstance(since, date):
        raise BadInput("Say from which day.", "Choose the day on which the new one begins.", field="since")
    if before.until and before.until < since:
        raise BadInput(
            f"The present one ends on {write_date(before.until)}, so nobody would follow at once.",
            f"Choose {write_date(before.until)}, or type /partnership add for a later one.",
            field="since",
        )
    kept: dict[str, object] = {name: getattr(before, name) for name in KEPT[kind]}
    if _is_vacant(before) and before.since == since:
        filled = new_entry(register, kind, {"until": before.until, **kept, **values, "id": before.id})
        return apply(uow, actor, [Edit(kind, before.id, filled)], how="form", now=now)
    ended = [] if before.until == since else [_ended(kind, before, since)]
    there = follower(register, before, before.until) if before.until else None
    if there is not None and _is_vacant(there):
        kept["id"] = there.id
    elif there is not None and there.since == since:
        raise BadInput(
            f"Somebody follows on {write_date(since)} already: {name_of(register, kind, there)}.",
            "Change or end that one instead.",
            field="since",
        )
    after = new_entry(register, kind, {"id": recorded_after(before), **kept, **values})
    return apply(uow, actor, [*ended, Edit(kind, after.id, after)], how="form", now=now)


def next_day(register: Register, entry: Appointment | Term, today: date) -> date:
    """The day from which somebody follows, unless another is chosen: the end that stands, or the office's change."""
    if entry.until:
        return entry.until
    changed = register.holder(entry, today).to_confirm_since if isinstance(entry, Appointment) else None
    began = entry.since if _is_vacant(entry) else None
    return changed or began or today


def end(
    uow: UnitOfWork,
    actor: Actor,
    kind: Passing,
    id_: str,
    day: date,
    *,
    vacant: bool = False,
    opened_at: int | None = None,
    now: datetime,
) -> Change | None:
    """Gives an appointment or a term its end, and leaves a seat vacant from then if so wanted (A-06).

    It is not left vacant where somebody has been appointed in the same role since the register's version `opened_at`.
    Raises NotFound, and BadInput with the field.
    """
    register = loaded(uow)
    before = _passing(register, kind, id_)
    read_values(register, kind, {"until": day}, now=now)  # a day that can be meant
    edits = [_ended(kind, before, day, field="until")]
    if vacant and isinstance(before, Appointment) and not before.vacant:
        later = uow.changes.after(opened_at) if opened_at is not None else ()
        if not appointed_in(register, before, day, later):
            edits += vacancy(register, before, day)
    return apply(uow, actor, edits, how="form", now=now)


def confirm(uow: UnitOfWork, actor: Actor, seat: AppointmentId, *, now: datetime) -> Change | None:
    """Keeps that a seat is still right although its office changed hands (B-21); None where that is known already."""
    register = loaded(uow)
    today = local_day(now, register.timezone)
    found = cast("Appointment", _passing(register, "appointments", seat))
    if register.holder(found, today).to_confirm_since is None:
        require(actor, Action.EDIT_REGISTER)
        return None
    confirmed = found.model_copy(update={"confirmed_on": today})
    return apply(uow, actor, [Edit("appointments", seat, confirmed)], how="button", now=now)


def asks_area_link(register: Register, partnership: Partnership | None) -> bool:
    """Whether the policy wants appointees to have a link with the area: its group then says so (B-19)."""
    group = _group(register, partnership)
    ideal = fold(group.ideal_representative or "").split() if group else []
    return "area" in ideal and bool({"link", "links"} & set(ideal))


def _group(register: Register, partnership: Partnership | None) -> Group | None:
    return register.group.get(partnership.group) if partnership and partnership.group else None


def _passing(register: Register, kind: Kind, id_: str) -> Appointment | Term:
    found = register.entry(kind, id_)
    if not isinstance(found, Appointment | Term):
        raise NotFound("That is no longer in the register.", "Type /partnership changes to see what changed.")
    return found


def _is_vacant(entry: Appointment | Term) -> bool:
    return isinstance(entry, Appointment) and entry.vacant


def _ended(kind: Passing, entry: Appointment | Term, day: date, *, field: str = "since") -> Edit:
    if entry.since and day <= entry.since:
        raise BadInput(
            f"The present one only began on {write_date(entry.since)}.",
            "Choose a later day, or change that one instead.",
            field=field,
        )
    return Edit(kind, entry.id, entry.model_copy(update={"until": day}))
