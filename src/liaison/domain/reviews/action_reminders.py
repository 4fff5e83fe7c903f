"""How the owners of actions are told of them, and reminded until they are closed (G-08)."""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain.access.rules import Actor
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import reminders
from liaison.domain.reviews.action_models import ActionItem
from liaison.domain.reviews.rules import moment_of


def owe(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Reminds the owners of actions ahead, on the date and when they are overdue, each once however often this runs.

    After an outage only the reminder that has been reached is owed, not those that were missed. Whoever put one off is told
    again on the day that they chose, and not before it.
    """
    zone = register.timezone
    today = local_day(now, zone)
    for action in uow.actions.to_remind(now=now):
        reached = [days for days in _days(pack) if _moment(action, days, register, pack) <= now]
        if reached:
            key = f"action:{action.id}:{action.due.isoformat()}:{max(reached)}"
            before = uow.notices.about(action.subject)
            for actor in _told(uow, action, overdue=action.due < today):
                mine = [each for each in before if each.to_user == actor.slack_user]
                if reminders.put_off(mine, today):
                    continue
                if any(each.sent_at and local_day(each.sent_at, zone) == today for each in mine):
                    continue  # one on a day is enough: it was given this morning, or waited until somebody was back
                for each in mine:
                    notices.overtake(uow.notices, each, today)
                _tell(uow, action, f"{key}:{actor.slack_user}", actor, now=now)
        keep(uow, register, pack, action, now=now)


def _told(uow: UnitOfWork, action: ActionItem, *, overdue: bool) -> Sequence[Actor]:
    """Who is reminded: the owner; once it is overdue whoever added it too; somebody in their place who is not in Slack."""
    owner, added = uow.links.of_person(action.owner), uow.links.of_person(action.added_by)
    found = [each for each in (owner, added if overdue or not owner else None) if each]
    unique = {each.slack_user: each for each in found}
    return list(unique.values()) or menders(uow)


def give(uow: UnitOfWork, actor: Actor, register: Register, action: ActionItem, *, now: datetime) -> None:
    """Tells an action's owner that they have it, unless they gave it themselves."""
    owner = uow.links.of_person(action.owner)
    if owner and owner.person != actor.person and register.person.get(owner.person):
        key = f"action:{action.id}:given:{owner.slack_user}:{len(action.moved)}"
        _tell(uow, action, key, owner, now=now)


def _tell(uow: UnitOfWork, action: ActionItem, key: str, to: Actor, *, now: datetime) -> None:
    reason = "You own this action." if to.person == action.owner else "You follow this action."
    uow.notices.add(
        Notice(
            key=key[:255],
            kind=Kind.ACTION,
            subject=action.subject,
            reason=f"{reason} Reminders come before its date, on it, and when it is overdue.",
            to_user=to.slack_user,
            due=now,
        )
    )


def _days(pack: Pack) -> tuple[int, ...]:
    return tuple(sorted(pack.reminders.action_days))


def _moment(action: ActionItem, days: int, register: Register, pack: Pack) -> datetime:
    """When a reminder is due; one on a day on which nobody works comes when a review's would."""
    return moment_of(action.due, days, pack.reminders, register.timezone)


def keep(uow: UnitOfWork, register: Register, pack: Pack, action: ActionItem, *, now: datetime) -> None:
    """Keeps an action with the moment of its next reminder, under an index: what is closed costs nothing."""
    ahead = (_moment(action, days, register, pack) for days in _days(pack))
    following = next((at for at in ahead if at > now), None) if action.is_open else None
    uow.actions.save(action.model_copy(update={"remind_at": following}))
