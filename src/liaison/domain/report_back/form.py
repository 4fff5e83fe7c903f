"""The proforma as one form, for those who would rather fill in than be asked: the same items, checks and draft."""

from collections.abc import Mapping
from datetime import date, datetime

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import filing, rules
from liaison.domain.report_back.models import (
    ITEMS,
    NEXT_MEETING,
    OUTCOMES,
    Answers,
    Draft,
    DraftState,
    Ended,
    Question,
)
from liaison.domain.typed import Typed, mark
from liaison.domain.values import Value


class Form(Value):
    """The six items with what is known of each."""

    draft: str
    title: str
    items: tuple[Question, ...]


def open_form(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, text: str, *, now: datetime
) -> Form:
    """The form for the partnership that the text names, filled in from the draft that there is, and kept as one."""
    require(actor, Action.FILE_REPORT)
    today = local_day(now, register.timezone)
    partnership = rules.partnership_named(text, register, today=today) if text.strip() else None
    drafts = filing.unfinished(uow.reports.drafts_of(actor.slack_user))
    draft = next((found for found in drafts if found.answers.partnership == partnership), None)
    draft = draft or filing.begin(uow, actor, proforma, partnership, now=now)
    kept = draft.model_copy(update={"state": DraftState.SAVED, "asked": 0, "updated_at": now})
    uow.reports.save_draft(kept)
    items = (
        rules.question(kept.model_copy(update={"step": item}), proforma, register, today=today)
        for item in ITEMS
    )
    return Form(draft=kept.id, title=proforma.title, items=tuple(items))


def keep_form(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    draft_id: str,
    values: Mapping[int, str],
    *,
    form: str,
    typed_at: datetime,
    now: datetime,
) -> None:
    """Keeps what stands in the form so far; what cannot be read yet is left until it is sent (P-06).

    `form` is the opened form, `typed_at` the time at which this stood in it; what is older than what is kept is left.
    """
    draft = filing.own(uow, actor, draft_id)
    this, last = _mark(form, values), draft.typed
    if draft.state is DraftState.SUBMITTED or (last and last.is_newer_than(this, typed_at)):
        return
    answers, _ = _read(draft, values, register, today=local_day(now, register.timezone))
    typed = last.then(this, typed_at) if last else Typed(at=typed_at, kept=this)
    uow.reports.save_draft(draft.model_copy(update={"answers": answers, "typed": typed, "updated_at": now}))


def file_form(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    draft_id: str,
    values: Mapping[int, str],
    *,
    form: str,
    now: datetime,
) -> Ended:
    """Submits the form. Raises BadInput at the item that cannot be taken; sent twice, it is filed once.

    Raises AlreadyDone where it was filed with something else, or where what was typed since is kept.
    """
    draft = filing.own(uow, actor, draft_id)
    today = local_day(now, register.timezone)
    if draft.state is DraftState.SUBMITTED:
        _require_as_filed(draft, values, register, today=today)
    else:
        if draft.typed and draft.typed.is_newer_than(_mark(form, values), None):
            raise AlreadyDone("You have changed this report since.", "Check it, then press Submit again.")
        answers, faults = _read(draft, values, register, today=today)
        if rules.is_bare(answers.outcomes or ""):
            faults.setdefault(
                OUTCOMES,
                BadInput(
                    "The committee will ask what was decided.",
                    "Say it in a line of five words or more; if nothing was decided, say so.",
                ),
            )
        if faults:
            item, fault = min(faults.items())
            raise BadInput(fault.sentence, fault.mend, field=str(item))
        draft = draft.model_copy(update={"answers": answers, "updated_at": now})
    return filing.submit(uow, actor, register, draft, now=now)


def _require_as_filed(draft: Draft, values: Mapping[int, str], register: Register, *, today: date) -> None:
    """Raises AlreadyDone at the first item that was changed after the report was filed."""
    read, faults = _read(draft, values, register, today=today)
    differing = [item for item in ITEMS if item in faults or read.said(item) != draft.answers.said(item)]
    if differing:
        raise AlreadyDone(
            f"This report was filed on {filing.moment(draft.updated_at, register)} without this change.",
            "Tell the Committee Services Officer what is different, then close the form.",
            field=str(differing[0]),
        )


def _mark(form: str, values: Mapping[int, str]) -> str:
    return mark(form, repr(sorted(values.items())))


def _read(
    draft: Draft, values: Mapping[int, str], register: Register, *, today: date
) -> tuple[Answers, dict[int, BadInput]]:
    """The answers with what the form holds, and what is wrong by item; an empty item 6 means not known."""
    faults: dict[int, BadInput] = {}
    for item in ITEMS:
        value = values.get(item, "").strip()
        if item == NEXT_MEETING and not value:
            value = "not known"
        at = draft.model_copy(update={"step": item})
        if not value:
            faults[item] = BadInput("This item has no answer yet.", "Answer it, then send the form again.")
            continue
        try:
            read = (
                {"outcomes": value}
                if item == OUTCOMES
                else rules.choose(at, value, register, today=today).model_dump()
            )
        except BadInput as fault:
            faults[item] = fault
        else:
            draft = draft.model_copy(update={"answers": draft.answers.model_copy(update=read)})
    return draft.answers, faults
