"""Use-cases of actions: added, moved, handed over, closed, and listed (G-08)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from liaison.domain import audit, lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.notices import models as notices
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import service
from liaison.domain.reviews.action_models import (
    LONGEST_ACTION,
    ActionItem,
    ActionLine,
    ActionList,
    Moved,
    Status,
    Whose,
)
from liaison.domain.reviews.action_reminders import give, keep
from liaison.domain.reviews.models import Review
from liaison.domain.typed import short_enough, written
from liaison.domain.values import PartnershipId, PersonId

ON_A_PAGE = 8
LATEST = timedelta(days=5 * 365)
FOUND = "I cannot find that action."
SEE = "Type /review actions to see what is open."


def add(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    id_: str,
    *,
    text: str,
    owner: PersonId,
    due: date,
    whose: Whose = Whose.AUTHORITY,
    partnership: PartnershipId | None = None,
    review: str | None = None,
    now: datetime,
) -> ActionLine:
    """Adds an action, once however often its form is sent; its owner is told (G-08).

    Staff add them, and whoever may work the review that it comes from. Raises BadInput.
    """
    may_add(uow, actor, register, review, now=now)
    words = written(text, "text", most=LONGEST_ACTION)
    existing = uow.actions.get(id_)
    if existing:
        if (existing.text, existing.owner, existing.due) == (words, owner, due):
            return line(existing, actor, register, now=now)
        raise AlreadyDone(
            "This form has been kept already, with other words.", "Close it. " + SEE, field="text"
        )
    _known(register, owner)
    _possible(due, register, now=now)
    if partnership and partnership not in register.partnership:
        raise BadInput(
            "That partnership is no longer in the register.", "Choose another.", field="partnership"
        )
    action = ActionItem(
        id=id_,
        text=words,
        owner=owner,
        due=due,
        whose=whose,
        partnership=partnership,
        review=review,
        added_by=actor.person,
        added_at=now,
    )
    keep(uow, register, pack, action, now=now)
    give(uow, actor, register, action, now=now)
    _note(uow, actor, action, "action added", now=now, due=due.isoformat(), owner=owner)
    return line(action, actor, register, now=now)


def may_add(
    uow: UnitOfWork, actor: Actor, register: Register, review: str | None, *, now: datetime
) -> Review | None:
    """The review to which an action is to be added, if any. Raises NotAllowed where somebody may not, and NotFound."""
    found = uow.reviews.get(review) if review else None
    if review and found is None:
        raise NotFound("I cannot find that review.", "Type /review to see those that are due.")
    if found is None:
        require(actor, Action.KEEP_ACTIONS)
    else:
        service.allow(actor, register, found, day=local_day(now, register.timezone))
    return found


def show(uow: UnitOfWork, actor: Actor, register: Register, id_: str, *, now: datetime) -> ActionLine:
    """One open action, for a form that changes it. Raises NotFound, NotAllowed and AlreadyDone."""
    return line(_open(uow, actor, register, id_), actor, register, now=now)


def close(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    id_: str,
    *,
    status: Status = Status.DONE,
    note: str = "",
    now: datetime,
) -> ActionLine:
    """Closes an action: done, or no longer needed with a reason. A second time answers as the first did."""
    action = _mine(uow, actor, id_)
    if action.status is status:
        return line(action, actor, register, now=now)
    if not action.is_open:
        raise _closed(action, register)
    said = short_enough(note.strip(), "note") or None
    if status is Status.DROPPED and not said:
        raise BadInput("A reason is needed.", "Say why it is no longer needed.", field="note")
    today = local_day(now, register.timezone)
    update = {"status": status, "note": said, "closed_by": actor.person, "closed_on": today}
    closed = action.model_copy(update=update)
    keep(uow, register, pack, closed, now=now)
    notices.settle(uow.notices, action.subject)
    _note(uow, actor, action, "action closed", now=now, status=status)
    return line(closed, actor, register, now=now)


def reopen(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, id_: str, *, now: datetime
) -> ActionLine:
    """Opens an action again that was closed by mistake (UX-07); its owner is reminded of it as before."""
    action = _mine(uow, actor, id_)
    if action.is_open:
        return line(action, actor, register, now=now)
    update = {"status": Status.OPEN, "note": None, "closed_by": None, "closed_on": None}
    opened = action.model_copy(update=update)
    keep(uow, register, pack, opened, now=now)
    notices.refresh(uow.notices, action.subject)
    _note(uow, actor, action, "action opened again", now=now)
    return line(opened, actor, register, now=now)


def move(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    id_: str,
    *,
    until: date,
    reason: str,
    now: datetime,
) -> ActionLine:
    """Gives an action a new date, with the reason; reminders follow it. A second time answers as the first did."""
    action = _open(uow, actor, register, id_)
    words = written(reason, "reason")
    last = next((each for each in reversed(action.moved) if each.due), None)
    if until == action.due and last and last.reason == words:
        return line(action, actor, register, now=now)
    if until == action.due:
        raise BadInput(f"It is due on {write_date(until)} already.", "Choose another day.", field="until")
    _possible(until, register, now=now, field="until")
    was = Moved(at=now, by=actor.person, due=action.due, reason=words)
    moved = action.model_copy(update={"due": until, "moved": (*action.moved, was)})
    keep(uow, register, pack, moved, now=now)
    notices.settle(uow.notices, action.subject)
    if actor.person != action.owner:
        give(uow, actor, register, moved, now=now)
    _note(uow, actor, action, "action moved", now=now, until=until.isoformat())
    return line(moved, actor, register, now=now)


def hand_over(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    id_: str,
    *,
    owner: PersonId,
    now: datetime,
) -> ActionLine:
    """Gives an action to somebody else, who is told; whoever had it sees that it has gone. A second time changes nothing."""
    action = uow.actions.get(id_)
    if action and action.owner == owner and action.moved and action.moved[-1].by == actor.person:
        return line(action, actor, register, now=now)
    action = _open(uow, actor, register, id_)
    _known(register, owner)
    if action.owner == owner:
        raise BadInput("They have this action already.", "Choose somebody else.", field="owner")
    was = Moved(at=now, by=actor.person, owner=action.owner)
    handed = action.model_copy(update={"owner": owner, "moved": (*action.moved, was)})
    keep(uow, register, pack, handed, now=now)
    notices.settle(uow.notices, action.subject)
    give(uow, actor, register, handed, now=now)
    _note(uow, actor, action, "action handed over", now=now, owner=owner)
    return line(handed, actor, register, now=now)


def listed(
    uow: UnitOfWork, actor: Actor, register: Register, asked: str, *, page: int = 0, now: datetime
) -> ActionList:
    """Actions: open, overdue, mine, done, the Authority's, the Force's, or those of the partnership that is named (G-08).

    Who may not see reviews sees their own. Raises BadInput where no partnership is called so.
    """
    today = local_day(now, register.timezone)
    which = " ".join(asked.casefold().split()) or ("open" if actor.may(Action.SEE_REVIEWS) else "mine")
    if which != "mine":
        require(actor, Action.SEE_REVIEWS)
    heading, found = _chosen(uow, actor, register, which, today=today)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(page, 0), pages - 1)
    return ActionList(
        which=which[:100],
        heading=heading,
        lines=tuple(
            line(action, actor, register, now=now)
            for action in found[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        ),
        total=len(found),
        overdue=sum(action.is_open and action.due < today for action in found),
        page=page,
        pages=pages,
        may_add=actor.may(Action.KEEP_ACTIONS),
    )


def _chosen(
    uow: UnitOfWork, actor: Actor, register: Register, which: str, *, today: date
) -> tuple[str, Sequence[ActionItem]]:
    match which:
        case "open" | "all":
            return "Open actions", uow.actions.open()
        case "overdue" | "late":
            return "Overdue actions", [each for each in uow.actions.open() if each.due < today]
        case "mine" | "my" | "me":
            own = [each for each in uow.actions.of_owner(actor.person) if each.is_open]
            return "Your actions", own
        case "done" | "closed":
            closed = [each for each in uow.actions.all() if not each.is_open]
            return "Closed actions", sorted(closed, key=lambda each: each.closed_on or today, reverse=True)
        case "authority" | "force":
            wanted = Whose(which.capitalize())
            return f"Open actions of the {wanted}", [
                each for each in uow.actions.open() if each.whose is wanted
            ]
    found = lookup.one_partnership(register, which, day=today)
    if not isinstance(found, Partnership):
        raise lookup.unclear(which, found)
    actions = sorted(uow.actions.of_partnership(found.id), key=lambda each: (not each.is_open, each.due))
    return f"Actions of {found.title}", actions


def line(action: ActionItem, actor: Actor, register: Register, *, now: datetime) -> ActionLine:
    """An action with names, for a list or a message."""
    today = local_day(now, register.timezone)
    partnership, owner = names(action, register)
    last = action.moved[-1] if action.moved else None
    said = None
    if last and last.due:
        said = f"Moved from {write_date(last.due)} by {_name(register, last.by)}: {last.reason}"
    elif last and last.owner:
        said = f"Handed over from {_name(register, last.owner)} by {_name(register, last.by)}."
    return ActionLine(
        action=action,
        owner=owner,
        partnership=partnership,
        overdue=action.is_open and action.due < today,
        in_slack=register.link_of(action.owner) is not None,
        may_change=actor.may(Action.KEEP_ACTIONS) or action.owner == actor.person,
        closed_by=_name(register, action.closed_by) if action.closed_by else None,
        moved=said,
    )


def names(action: ActionItem, register: Register) -> tuple[str | None, str]:
    """The names of the partnership that an action is about, if any, and of its owner."""
    entry = register.partnership.get(action.partnership) if action.partnership else None
    return entry.title if entry else None, _name(register, action.owner)


def _mine(uow: UnitOfWork, actor: Actor, id_: str) -> ActionItem:
    action = uow.actions.get(id_)
    if action is None:
        raise NotFound(FOUND, SEE)
    if not actor.may(Action.KEEP_ACTIONS) and action.owner != actor.person:
        raise NotAllowed("This action is somebody else's.", "Ask its owner, or staff, to change it.")
    return action


def _open(uow: UnitOfWork, actor: Actor, register: Register, id_: str) -> ActionItem:
    action = _mine(uow, actor, id_)
    if not action.is_open:
        raise _closed(action, register)
    return action


def _closed(action: ActionItem, register: Register) -> AlreadyDone:
    when = f" on {write_date(action.closed_on)}" if action.closed_on else ""
    return AlreadyDone(
        f"{_name(register, action.closed_by)} has closed this action{when}: {action.status}.", SEE
    )


def _known(register: Register, person: PersonId) -> None:
    if person not in register.person:
        raise BadInput("That person is not in the register.", "Choose somebody from the list.", field="owner")


def _possible(day: date, register: Register, *, now: datetime, field: str = "due") -> None:
    today = local_day(now, register.timezone)
    if day < today:
        raise BadInput(f"{write_date(day)} is past.", "Choose today or a later day.", field=field)
    if day > today + LATEST:
        raise BadInput(f"{write_date(day)} is too far away.", "Choose a day within five years.", field=field)


def _name(register: Register, person: PersonId | None) -> str:
    found = register.person.get(person) if person else None
    return found.name if found else "Somebody"


def _note(
    uow: UnitOfWork, actor: Actor, action: ActionItem, what: str, *, now: datetime, **details: str
) -> None:
    audit.record(uow.audit, at=now, actor=actor.name, action=what, subject=action.subject, **details)
