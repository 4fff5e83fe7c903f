"""Taking the forms of the register: each once, and with nothing lost that was typed and not saved yet (P-02, P-06)."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from liaison.domain import unsaved
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.errors import AlreadyDone, BadInput
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Cell, Names, in_words
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.drafts import FormDraft
from liaison.domain.register.editing import as_it_was, edit, loaded
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Kind
from liaison.domain.register.seats import Passing, end, succeed


class Kept(NamedTuple):
    """What was typed into a form and not saved, with the fields of it that somebody has changed in the register since."""

    draft: FormDraft
    changed: tuple[str, ...]


def take(
    uow: UnitOfWork,
    actor: Actor,
    kind: Kind,
    id_: str | None,
    typed: Mapping[str, Cell],
    *,
    opened_at: int,
    form: str,
    view: str,
    now: datetime,
) -> Change | None:
    """Takes a form, as `editing.edit` does; one for a new entry once, however often it is sent in (P-02).

    `form` names the form, under which unsaved words are kept, and `view` this opening of it.
    """
    if id_ is None and not _is_first(uow, view, typed, now=now):
        return None
    change = edit(uow, actor, kind, id_, typed, opened_at=opened_at, now=now)
    unsaved.settle(uow, actor.slack_user, form, view=view, now=now)
    return change


def take_successor(
    uow: UnitOfWork,
    actor: Actor,
    kind: Passing,
    id_: str,
    typed: Mapping[str, Cell],
    *,
    opened_at: int,
    form: str,
    view: str,
    now: datetime,
) -> Change | None:
    """Takes the form of whoever comes next, as `seats.succeed` does, once.

    Raises BadInput where what it was about has been changed since the register's version `opened_at`.
    """
    if not _is_first(uow, view, typed, now=now):
        return None
    _must_be_as_shown(uow, kind, id_, opened_at, field="since")
    change = succeed(uow, actor, kind, id_, typed, now=now)
    unsaved.settle(uow, actor.slack_user, form, view=view, now=now)
    return change


def take_end(
    uow: UnitOfWork,
    actor: Actor,
    kind: Passing,
    id_: str,
    day: date,
    *,
    vacant: bool,
    opened_at: int,
    view: str,
    now: datetime,
) -> Change | None:
    """Takes the form that ends a seat or a term, as `seats.end` does, once.

    Raises BadInput where it has been changed since the register's version `opened_at`.
    """
    if not _is_first(uow, view, {"until": day, "after": str(vacant)}, now=now):
        return None
    _must_be_as_shown(uow, kind, id_, opened_at, field="until")
    return end(uow, actor, kind, id_, day, vacant=vacant, opened_at=opened_at, now=now)


def draft_of(uow: UnitOfWork, actor: Actor, form: str, kind: Kind, id_: str | None) -> Kept | None:
    """What the person typed into the form of an entry, or of a new one, and did not save."""
    require(actor, Action.EDIT_REGISTER)
    draft = uow.form_drafts.get(actor.slack_user, form)
    if draft is None:
        return None
    register = uow.register.load()
    current = register.entry(kind, id_) if register and id_ else None
    if current is None:
        return Kept(draft, ())
    shown = as_it_was(current, uow.changes.after(draft.at), kind)
    changed = Difference(kind=kind, id=current.id, before=shown, after=current).fields
    return Kept(draft, tuple(name for name in changed if name in draft.typed))


def keep(
    uow: UnitOfWork,
    actor: Actor,
    form: str,
    typed: Mapping[str, Cell],
    *,
    at: int,
    view: str,
    now: datetime,
) -> None:
    """Keeps fields as they were typed; only those that the person changed, and not after the form was saved."""
    require(actor, Action.EDIT_REGISTER)
    cells = {name: _text(cell) for name, cell in typed.items()}
    unsaved.keep(uow, actor.slack_user, form, cells, view=view, at=at, now=now)


def start_afresh(uow: UnitOfWork, actor: Actor, form: str) -> None:
    """Forgets what was typed, because the person wants to start afresh."""
    unsaved.start_afresh(uow, actor.slack_user, form)


def _must_be_as_shown(uow: UnitOfWork, kind: Kind, id_: str, opened_at: int, *, field: str) -> None:
    """Raises BadInput where an entry is no longer as the form showed it: whoever changed it would be overruled unseen."""
    register = loaded(uow)
    current = register.entry(kind, id_)
    if current is None:
        return  # whatever takes the form says so
    shown = as_it_was(current, uow.changes.after(opened_at), kind)
    changed = Difference(kind=kind, id=id_, before=shown, after=current).fields
    if changed:
        sort = SORTS[kind]
        first = sort.field(changed[0])
        now_says = in_words(first, current, Names(register)) or "nothing"
        raise BadInput(
            f"This {sort.one} has been changed since you opened the form. {first.label} now says: {now_says[:200]}.",
            "Close the form, and open it again.",
            field=field,
        )


def _text(cell: Cell) -> str | None:
    if cell is None or cell == "":
        return None
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _is_first(uow: UnitOfWork, view: str, typed: Mapping[str, Cell], *, now: datetime) -> bool:
    """Whether a form has not been taken yet. Raises AlreadyDone where it was, with other words in it."""
    content = sha256(repr(sorted(typed.items())).encode()).hexdigest()[:32]
    if uow.first_time(f"form:{view}", now=now):  # waits for whoever is taking it just now
        uow.first_time(f"form:{view}:{content}", now=now)
        return True
    if uow.taken(f"form:{view}:{content}"):
        return False
    raise AlreadyDone(
        "This form has been kept already, with other words.",
        "Close it, and type /partnership changes to see what was kept.",
    )
