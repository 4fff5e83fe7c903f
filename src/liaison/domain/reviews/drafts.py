"""Forms about reviews, actions and lessons: nothing is lost that was typed into one and not saved yet (P-06).

What is written into a review itself is shared, and kept with the review (`working`); these are each person's own.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, TypeVar

from liaison.domain import unsaved
from liaison.domain.access.rules import Actor
from liaison.domain.ports import UnitOfWork
from liaison.domain.typed import short_enough

R = TypeVar("R")


class Opened(NamedTuple):
    """A form as somebody has it open: what it is and is about, in one name, and which opening of it."""

    form: str
    view: str


def typed(uow: UnitOfWork, actor: Actor, form: str) -> Mapping[str, str | None]:
    """What the person typed into a form and did not save; None is a field that they emptied."""
    draft = uow.form_drafts.get(actor.slack_user, _name(form))
    return draft.typed if draft else {}


def keep(uow: UnitOfWork, actor: Actor, opened: Opened, given: Mapping[str, str], *, now: datetime) -> None:
    """Keeps fields as they were typed, unless the form was saved. Raises BadInput for more than a field can hold."""
    words = {name: short_enough(said, name) or None for name, said in given.items()}
    unsaved.keep(uow, actor.slack_user, _name(opened.form), words, view=opened.view, now=now)


def start_afresh(uow: UnitOfWork, actor: Actor, form: str) -> None:
    """Forgets what was typed, because the person wants to start afresh."""
    unsaved.start_afresh(uow, actor.slack_user, _name(form))


def save(
    uow: UnitOfWork, actor: Actor, opened: Opened, change: Callable[[UnitOfWork], R], *, now: datetime
) -> R:
    """Does what a form was sent for; then nothing of it is unsaved any more. Raises what the change raises."""
    done = change(uow)
    unsaved.settle(uow, actor.slack_user, _name(opened.form), view=opened.view, now=now)
    return done


def _name(form: str) -> str:
    """A name of one length, whatever the form is about."""
    return sha256(form.encode()).hexdigest()
