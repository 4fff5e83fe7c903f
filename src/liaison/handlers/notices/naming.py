"""What tells several notices of one kind apart, for staff and on the command line."""

from collections.abc import Mapping, Sequence
from datetime import date

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import actions
from liaison.domain.reviews.reminders import CYCLE, DUE
from liaison.domain.reviews.rules import title_of
from liaison.handlers.blocks.kit import cut

LONGEST_WORDS = 60
LONGEST_TITLE = 120


def about(
    uow: UnitOfWork, actor: Actor | None, found: Sequence[Notice], register: Register
) -> Mapping[str, str]:
    """What each notice of an action or a review is about, by its key."""
    said: dict[str, str | None] = {}
    for notice in found:
        if notice.kind is Kind.ACTION:
            said[notice.key] = _action(uow, actor, notice, register)
        elif notice.kind is Kind.REVIEW_DUE:
            said[notice.key] = _review(uow, notice, register)
    return {key: words for key, words in said.items() if words}


def _action(uow: UnitOfWork, actor: Actor | None, notice: Notice, register: Register) -> str | None:
    """The action's words, for whoever may read all actions (G-08).

    Anybody else, and the command line (`actor` is None), has its partnership, its owner and its date.
    """
    action = uow.actions.get(notice.subject.removeprefix("action "))
    if action is None:
        return None
    if actor and actor.may(Action.KEEP_ACTIONS):
        return cut(action.text, LONGEST_WORDS)
    title, owner = actions.names(action, register)
    return ", ".join(part for part in (title, owner, f"due by {write_date(action.due)}") if part)


def _review(uow: UnitOfWork, notice: Notice, register: Register) -> str | None:
    """The review, or the subject of those that fall due on one day, with that day."""
    if CYCLE in notice.facts:
        due = date.fromisoformat(notice.facts[DUE])
        review = next(iter(uow.reviews.of_group(notice.facts[CYCLE], due)), None)
        title = review.subject if review else ""
    else:
        review = uow.reviews.get(notice.subject)
        title = title_of(review, register) if review else ""
    return f"{cut(title, LONGEST_TITLE)}, due by {write_date(review.due)}" if review else None
