"""What waits for somebody whose Slack account is another, or none, from now on: it goes along, or is kept for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from liaison.domain.notices import reaching
from liaison.domain.notices.mending import NOT_LINKED
from liaison.domain.notices.models import LONGEST_KEY, WAITS_FOR, Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Difference
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId

KEPT = timedelta(days=30)  # for somebody who is not linked; after it nobody is told any more
MOVED_ON = "moved"  # why a notice is cancelled that goes to another account of the same person


def follow(uow: UnitOfWork, after: Register, found: Sequence[Difference], *, now: datetime) -> None:
    """Brings what waits for people along with a change of their links.

    Nobody gets what waited for somebody else: an account that becomes another person's starts empty. What may have been
    sent stays with the account that may have it.
    """
    for difference in found:
        if difference.kind != "links":
            continue
        user = SlackUserId(difference.id)
        was, is_now = (getattr(entry, "person", None) for entry in (difference.before, difference.after))
        if was == is_now:
            continue
        if was:
            _leaves(uow, after, user, PersonId(was), now)
        if is_now:
            for notice in uow.notices.held_because(NOT_LINKED):
                if notice.facts.get(WAITS_FOR) == is_now:
                    _goes_to(uow, notice, user, now)


def _leaves(uow: UnitOfWork, after: Register, user: SlackUserId, person: PersonId, now: datetime) -> None:
    """An account is not the person's any more."""
    other = after.link_of(person)
    for notice in uow.notices.waiting_for(user, (State.PENDING, State.HELD)):
        if notice.unsure or notice.trouble == NOT_LINKED:
            continue
        if other:
            _goes_to(uow, notice, other.id, now)
        else:
            kept = {
                "state": State.HELD,
                "due": now + KEPT,
                "trouble": NOT_LINKED,
                "facts": notice.facts | {WAITS_FOR: person},
            }
            uow.notices.save(notice.model_copy(update=kept))
    reaching.is_let_go(uow, user, now=now)


def _goes_to(uow: UnitOfWork, notice: Notice, user: SlackUserId, now: datetime) -> None:
    """Owes it to another account of the same person, unless it is owed there by itself: under a key of that account's."""
    old = str(notice.to_user)
    facts = {name: value.replace(old, user) for name, value in notice.facts.items() if name != WAITS_FOR}
    moved = notice.model_copy(
        update={
            "key": notice.key.replace(old, user)[:LONGEST_KEY],
            "to_user": user,
            "facts": facts,
            "state": State.PENDING,
            "due": notice.due if notice.state is State.PENDING else now,
            "failures": 0,
            "trouble": None,
        }
    )
    if moved.key == notice.key:
        uow.notices.save(moved)
        return
    uow.notices.save(notice.model_copy(update={"state": State.CANCELLED, "trouble": MOVED_ON}))
    there = uow.notices.get(moved.key)
    if there is None or (there.state is State.CANCELLED and there.trouble == MOVED_ON):
        attempts = there.attempts if there else 0
        uow.notices.save(moved.model_copy(update={"attempts": attempts}))
