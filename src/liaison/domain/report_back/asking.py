"""What a draft asks next, and whether the message that asks it has gone out."""

from datetime import date, datetime

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules
from liaison.domain.report_back.models import SUMMARY, Draft, Line, Turn
from liaison.domain.values import ChannelId, SlackUserId

INTERRUPTED = "I was interrupted before I could ask the next item. Please answer it now."


def ask(
    draft: Draft,
    register: Register,
    proforma: Proforma,
    *,
    today: date,
    said: str | None = None,
    closed: Line | str | None = None,
) -> Turn:
    """The next question of a draft, or its summary; `closed` is what becomes of the question before."""
    then = (
        rules.summary(draft, proforma, register)
        if draft.step == SUMMARY
        else rules.question(draft, proforma, register, today=today)
    )
    return Turn(
        draft=draft.id,
        step=draft.step,
        mark=draft.mark,
        channel=draft.channel,
        prompt_ts=draft.prompt_ts if closed else None,
        closed=closed,
        said=said,
        then=then,
    )


def remark(draft: Draft, said: str) -> Turn:
    """A line that leaves the question, and its buttons, as they are."""
    return Turn(draft=draft.id, step=draft.step, mark=draft.mark, channel=draft.channel, said=said)


def prompted(uow: UnitOfWork, draft_id: str, step: int, channel: ChannelId, ts: str) -> None:
    """Remembers the message that asks the present item, so that its buttons can go once it is answered."""
    draft = uow.reports.draft(draft_id)
    if draft:
        uow.reports.save_draft(draft.model_copy(update={"channel": channel, "prompt_ts": ts, "asked": step}))


def still_unasked(uow: UnitOfWork, turn: Turn) -> bool:
    """Whether a turn's message is still not known to have gone out."""
    draft = uow.reports.draft(turn.draft)
    return draft is not None and draft.asked != draft.step and draft.mark == turn.mark


def unasked(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, *, now: datetime
) -> Turn | None:
    """The turn of the actor's draft whose message is not known to have gone out; None where it is known."""
    draft = uow.reports.open_draft(actor.slack_user)
    if draft is None or draft.asked == draft.step:
        return None
    return ask(draft, register, proforma, today=local_day(now, register.timezone), said=INTERRUPTED)


def interrupted(
    uow: UnitOfWork, register: Register, proforma: Proforma, *, before: datetime, now: datetime
) -> list[tuple[SlackUserId, Turn]]:
    """The conversations whose next message was never sent, because the process died: each is asked again."""
    today = local_day(now, register.timezone)
    return [
        (draft.slack_user, ask(draft, register, proforma, today=today, said=INTERRUPTED))
        for draft in uow.reports.unasked(before=before)
    ]
