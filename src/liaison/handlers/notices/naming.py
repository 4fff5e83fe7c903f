"""What tells several notices of one kind apart, for staff and on the command line."""

from collections.abc import Mapping, Sequence

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import actions
from liaison.handlers.blocks.kit import cut

LONGEST_WORDS = 60


def about(
    uow: UnitOfWork, actor: Actor | None, found: Sequence[Notice], register: Register
) -> Mapping[str, str]:
    """What each action's notice is about, by its key: its words, for whoever may read all actions (G-08).

    Anybody else, and the command line (`actor` is None), has its partnership, its owner and its date.
    """
    said: dict[str, str] = {}
    for notice in found:
        action = (
            uow.actions.get(notice.subject.removeprefix("action ")) if notice.kind is Kind.ACTION else None
        )
        if action is None:
            continue
        if actor and actor.may(Action.KEEP_ACTIONS):
            said[notice.key] = cut(action.text, LONGEST_WORDS)
            continue
        title, owner = actions.names(action, register)
        day = f"due by {write_date(action.due)}"
        said[notice.key] = ", ".join(part for part in (title, owner, day) if part)
    return said
