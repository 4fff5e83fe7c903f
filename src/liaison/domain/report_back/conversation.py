"""Use-cases of the conversation: start, answer, move about, submit."""

from datetime import datetime

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, Problem
from liaison.domain.names import fold
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import asking, filing, rules
from liaison.domain.report_back.models import (
    ITEMS,
    OUTCOMES,
    PARTNERSHIP,
    SUMMARY,
    Answers,
    Draft,
    DraftState,
    Ended,
    Turn,
)

HELP = (
    "Answer the item by typing, or use a button. Type back for the item before, or skip to leave this one for now. "
    "Type save to stop and carry on later, or cancel to stop. The draft is kept. At the end, type submit."
)
AT_SUMMARY = "Type submit to send the report, a number from 1 to 6 to change that item, save or cancel."
QUESTIONED = "Thank you, I have kept that. The committee will ask what was decided. Add a line, or type keep."


def start(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, text: str, *, now: datetime
) -> Turn:
    """Starts a report-back on the partnership that the text names, or carries on the draft that there is (D-07).

    An open draft on something else is saved. Raises BadInput for a text that names no single partnership.
    """
    require(actor, Action.FILE_REPORT)
    today = local_day(now, register.timezone)
    partnership = rules.partnership_named(text, register, today=today) if text.strip() else None
    current = uow.reports.open_draft(actor.slack_user)
    for draft in filing.unfinished(uow.reports.drafts_of(actor.slack_user)):
        if draft.answers.partnership == partnership or (not text.strip() and draft == current):
            return resume(uow, actor, register, proforma, draft.id, now=now)
    if current:
        uow.reports.save_draft(current.model_copy(update={"state": DraftState.SAVED, "updated_at": now}))
    draft = filing.begin(uow, actor, proforma, partnership, now=now)
    uow.reports.save_draft(draft)
    said = f"{proforma.title}. Six short items; you can stop at any time and carry on later."
    return asking.ask(draft, register, proforma, today=today, said=said)


def resume(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, draft_id: str, *, now: datetime
) -> Turn:
    """Takes up a draft where it was left, whether it was saved, cancelled or interrupted."""
    draft = filing.own(uow, actor, draft_id)
    if draft.state is DraftState.SUBMITTED:
        return _submitted(uow, draft, register)
    current = uow.reports.open_draft(actor.slack_user)
    if current and current.id != draft.id:
        uow.reports.save_draft(current.model_copy(update={"state": DraftState.SAVED, "updated_at": now}))
    old_prompt = draft.prompt_ts
    draft = draft.model_copy(
        update={"state": DraftState.OPEN, "asked": 0, "prompt_ts": None, "updated_at": now}
    )
    uow.reports.save_draft(draft)
    today = local_day(now, register.timezone)
    turn = asking.ask(draft, register, proforma, today=today, said="Here is the report where you left it.")
    return turn.model_copy(update={"prompt_ts": old_prompt, "closed": "This has moved to the message below."})


def say(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    proforma: Proforma,
    text: str,
    *,
    move: str,
    now: datetime,
) -> Turn | None:
    """Takes what was typed in the direct message: an answer, or one of the words that move about.

    Returns None where no draft is open, or where this message has been taken already (Slack delivers some twice).
    """
    draft = uow.reports.open_draft(actor.slack_user)
    if draft is None or not uow.first_time(move, now=now):
        return None
    require(actor, Action.FILE_REPORT)
    today = local_day(now, register.timezone)
    word = fold(text)
    if draft.asked != draft.step:
        return asking.ask(draft, register, proforma, today=today, said=asking.INTERRUPTED)
    if word in {"back", "skip", "save", "cancel", "help", "submit"}:
        return _word(uow, actor, register, proforma, draft, word, now=now)
    if draft.step == SUMMARY:
        item = word.removeprefix("change ").removeprefix("edit ").removeprefix("item ")
        if item in {str(number) for number in ITEMS}:
            return change(uow, actor, register, proforma, draft.id, int(item), now=now)
        return asking.remark(draft, AT_SUMMARY)
    if draft.step == OUTCOMES:
        return _outcomes(uow, register, proforma, draft, text, now=now)
    return _answer(uow, register, proforma, draft, text=text, now=now)


def is_writing(uow: UnitOfWork, actor: Actor) -> bool:
    """Whether the actor's direct message is about a report just now."""
    return uow.reports.open_draft(actor.slack_user) is not None


def ended_by(uow: UnitOfWork, actor: Actor, register: Register, move: str) -> Turn | None:
    """How the move ended the conversation, where it did and Slack delivers it again; None otherwise.

    That a report was submitted is told by a notice of its own, so nothing is told again.
    """
    drafts = sorted(uow.reports.drafts_of(actor.slack_user), key=lambda draft: draft.updated_at)
    if not drafts or not uow.taken(move):
        return None
    last = drafts[-1]
    turn = Turn(draft=last.id, step=last.step, mark=last.mark, channel=last.channel)
    if last.state is DraftState.SUBMITTED:
        return turn
    sentence = f"The report on {rules.about(last.answers, register)} is kept as a draft."
    return turn.model_copy(update={"then": Ended(draft=last.id, sentence=sentence, can_resume=True)})


def pick(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    proforma: Proforma,
    draft_id: str,
    item: int,
    value: str,
    *,
    now: datetime,
) -> Turn:
    """Takes what a control chose for an item. Raises AlreadyDone where the conversation has moved on."""
    draft = _at(uow, actor, draft_id, item)
    if item == OUTCOMES and value == "keep" and draft.answers.outcomes:
        return _onward(uow, register, proforma, draft, draft.answers, now=now)
    return _answer(uow, register, proforma, draft, value=value, now=now)


def press(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    proforma: Proforma,
    draft_id: str,
    item: int,
    word: str,
    *,
    now: datetime,
) -> Turn:
    """Takes a button that stands for one of the words: back, skip, save, cancel or submit."""
    if word == "submit" and (draft := filing.own(uow, actor, draft_id)).state is DraftState.SUBMITTED:
        return _submitted(uow, draft, register)
    return _word(uow, actor, register, proforma, _at(uow, actor, draft_id, item), word, now=now)


def change(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    proforma: Proforma,
    draft_id: str,
    item: int,
    *,
    now: datetime,
) -> Turn:
    """Goes from the summary to one item; its answer leads back to the summary."""
    if item not in ITEMS:
        raise NotFound(f"There is no item {item}.", "Type a number from 1 to 6.")
    draft = _at(uow, actor, draft_id, SUMMARY)
    moved = draft.model_copy(
        update={"step": item, "asked": 0, "changing": True, "questioned": False, "updated_at": now}
    )
    uow.reports.save_draft(moved)
    today = local_day(now, register.timezone)
    return asking.ask(moved, register, proforma, today=today, closed=f"Changing item {item}.")


def _word(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    proforma: Proforma,
    draft: Draft,
    word: str,
    *,
    now: datetime,
) -> Turn:
    today = local_day(now, register.timezone)
    match word:
        case "help":
            return asking.remark(draft, HELP if draft.step != SUMMARY else AT_SUMMARY)
        case "submit":
            return _submit(uow, actor, register, proforma, draft, now=now)
        case "save" | "cancel":
            return _stop(uow, draft, register, word, now=now)
        case "back" if draft.step == PARTNERSHIP and not draft.changing:
            return asking.remark(draft, "This is the first item.")
        case "back":
            step = SUMMARY if draft.changing else draft.step - 1
        case _:
            if draft.step == SUMMARY:
                return asking.remark(draft, AT_SUMMARY)
            step = SUMMARY if draft.changing else draft.step + 1
    moved = draft.model_copy(
        update={"step": step, "asked": 0, "changing": False, "questioned": False, "updated_at": now}
    )
    uow.reports.save_draft(moved)
    closed = rules.line(draft, proforma, register) if draft.step != SUMMARY else "Going back."
    return asking.ask(moved, register, proforma, today=today, closed=closed)


def _answer(
    uow: UnitOfWork,
    register: Register,
    proforma: Proforma,
    draft: Draft,
    *,
    now: datetime,
    text: str = "",
    value: str | None = None,
) -> Turn:
    today = local_day(now, register.timezone)
    try:
        if value is not None:
            answers = rules.choose(draft, value, register, today=today)
        else:
            answers = rules.read_answer(draft, text, register, today=today)
    except Problem as problem:
        return asking.remark(draft, str(problem))
    return _onward(uow, register, proforma, draft, answers, now=now)


def _outcomes(
    uow: UnitOfWork, register: Register, proforma: Proforma, draft: Draft, text: str, *, now: datetime
) -> Turn:
    """Item 5: a bare answer is kept and questioned once; what comes then is added to it (D-19)."""
    earlier = draft.answers.outcomes
    if fold(text) == "keep" and earlier:
        return _onward(uow, register, proforma, draft, draft.answers, now=now)
    try:
        more = draft.questioned and earlier and earlier.strip() != text.strip()
        whole = f"{earlier}\n{text}" if more else text
        answers = rules.read_answer(draft, whole, register, today=local_day(now, register.timezone))
    except BadInput as problem:
        return asking.remark(draft, str(problem))
    if not answers.outcomes:
        return asking.remark(draft, "Type what was decided, or skip.")
    if rules.is_bare(answers.outcomes) and not draft.questioned:
        kept = draft.model_copy(update={"answers": answers, "questioned": True, "updated_at": now})
        uow.reports.save_draft(kept)
        return asking.remark(kept, QUESTIONED)
    return _onward(uow, register, proforma, draft, answers, now=now)


def _onward(
    uow: UnitOfWork, register: Register, proforma: Proforma, draft: Draft, answers: Answers, *, now: datetime
) -> Turn:
    step = SUMMARY if draft.changing else draft.step + 1
    answered = draft.model_copy(update={"answers": answers})
    moved = answered.model_copy(
        update={"step": step, "asked": 0, "changing": False, "questioned": False, "updated_at": now}
    )
    uow.reports.save_draft(moved)
    closed = rules.line(answered, proforma, register)
    return asking.ask(moved, register, proforma, today=local_day(now, register.timezone), closed=closed)


def _stop(uow: UnitOfWork, draft: Draft, register: Register, word: str, *, now: datetime) -> Turn:
    state = DraftState.SAVED if word == "save" else DraftState.CANCELLED
    uow.reports.save_draft(
        draft.model_copy(update={"state": state, "updated_at": now, "asked": 0, "prompt_ts": None})
    )
    about = rules.about(draft.answers, register)
    sentence = (
        f"Saved: the report on {about}. Carry on with the button, or later with /reportback drafts."
        if state is DraftState.SAVED
        else f"Stopped: the report on {about}. Nothing was sent. The draft is kept, should you want it back."
    )
    ended = Ended(draft=draft.id, sentence=sentence, can_resume=True)
    return Turn(
        draft=draft.id,
        step=draft.step,
        mark=draft.mark,
        channel=draft.channel,
        prompt_ts=draft.prompt_ts,
        closed="Stopped here.",
        then=ended,
    )


def _submitted(uow: UnitOfWork, draft: Draft, register: Register) -> Turn:
    """How a submitted draft is told of, once more."""
    then = filing.filed(uow, draft, register)
    return Turn(draft=draft.id, step=draft.step, mark=draft.mark, channel=draft.channel, then=then)


def _at(uow: UnitOfWork, actor: Actor, draft_id: str, step: int) -> Draft:
    """The actor's draft, still open and still at that step (a button may be pressed twice, or late)."""
    draft = filing.own(uow, actor, draft_id)
    if draft.state is DraftState.SUBMITTED:
        raise AlreadyDone("This report has been submitted.", "Type /reportback to start another.")
    if draft.state is not DraftState.OPEN:
        raise AlreadyDone("This report was put aside.", "Type /reportback drafts to carry on.")
    if draft.step != step:
        raise AlreadyDone("That item has been answered.", "Answer the newest message, or type back.")
    return draft


def _submit(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, draft: Draft, *, now: datetime
) -> Turn:
    missing = draft.answers.missing()
    again = missing or rules.gone(draft.answers, register)
    if again:
        # The item may be the one that was just asked: its buttons go, so it must be known as not asked yet.
        moved = draft.model_copy(update={"step": again[0], "asked": 0, "changing": True, "updated_at": now})
        uow.reports.save_draft(moved)
        why = "without an answer" if missing else "no longer in the register"
        said = f"Not sent yet: {rules.items_in_words(again)} {why}."
        today = local_day(now, register.timezone)
        return asking.ask(moved, register, proforma, today=today, said=said, closed="Not sent yet.")
    try:
        filing.submit(uow, actor, register, draft, now=now)
    except BadInput as problem:
        return asking.remark(draft, str(problem))
    return Turn(
        draft=draft.id,
        step=SUMMARY,
        mark=draft.mark,
        channel=draft.channel,
        prompt_ts=draft.prompt_ts,
        closed="Submitted.",
    )
