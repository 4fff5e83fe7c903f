"""What was typed into a form and not saved yet: kept for whoever typed it until they save it, or start afresh (P-06)."""

from collections.abc import Mapping
from datetime import datetime

from liaison.domain.ports import UnitOfWork
from liaison.domain.register.drafts import FormDraft
from liaison.domain.values import SlackUserId


def keep(
    uow: UnitOfWork,
    user: SlackUserId,
    form: str,
    typed: Mapping[str, str | None],
    *,
    view: str,
    at: int = 0,
    now: datetime,
) -> None:
    """Keeps fields as they were typed beside those kept before; nothing after this opening of the form was saved.

    `form` names the form, and `view` this opening of it; `at` is the register's version that it shows, if it shows one.
    """
    if uow.taken(_saved(view)):
        return
    draft = uow.form_drafts.get(user, form) or FormDraft(user=user, form=form, at=at, begun_at=now, typed={})
    uow.form_drafts.save(draft.model_copy(update={"typed": {**draft.typed, **typed}}))


def settle(uow: UnitOfWork, user: SlackUserId, form: str, *, view: str, now: datetime) -> None:
    """The form was saved: what was typed goes, and what Slack still tells of it is not kept."""
    uow.form_drafts.drop(user, form)
    uow.first_time(_saved(view), now=now)


def start_afresh(uow: UnitOfWork, user: SlackUserId, form: str) -> None:
    """Forgets what was typed, because the person wants to start afresh."""
    uow.form_drafts.drop(user, form)


def _saved(view: str) -> str:
    return f"form saved:{view}"
