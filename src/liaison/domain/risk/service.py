"""Use-cases of risk assessment: offer, adopt, begin, answer page by page, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args

from liaison.domain import audit, checklists, lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, quoted
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.risk.advice import in_brief
from liaison.domain.risk.models import (
    CLOSING,
    TRIGGERS,
    Adoption,
    Assessment,
    ChecklistInUse,
    Closed,
    Offer,
    Page,
    Proportion,
    Standing,
)
from liaison.domain.risk.pages import (
    assessment_of,
    checklist_of,
    closed,
    definition_of,
    first_unfinished,
    open_one,
    page_after,
    page_of,
    partnership_of,
    whose,
)
from liaison.domain.typed import newer_inputs, short_enough
from liaison.domain.values import PartnershipId, new_id


def assess(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    text: str,
    *,
    now: datetime,
) -> Page | Offer:
    """Begins or carries on the assessment of the partnership that the text names (E-02, E-03).

    An authority whose document has no checklist, and that has adopted none, is offered the library's.
    """
    require(actor, Action.ASSESS_RISK)
    partnership = _one(register, text, now=now)
    in_use = checklist_in_use(uow, register, library)
    if in_use is None:
        return _offer(partnership, register, library)
    return _begin(uow, actor, register, library, partnership, in_use, now=now)


def adopt(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    partnership: PartnershipId,
    *,
    now: datetime,
) -> Page:
    """Takes the library's checklist into use, records that, and begins the assessment; a second time only begins."""
    require(actor, Action.ASSESS_RISK)
    in_use = checklist_in_use(uow, register, library)
    entry = partnership_of(register, partnership)
    if in_use is None:
        in_use = _offer(entry, register, library).in_use
        adoption = Adoption(
            checklist=in_use.checklist.id,
            version=in_use.checklist.version,
            authority=in_use.authority,
            adopted_by=actor.person,
            adopted_at=now,
        )
        uow.assessments.adopt(adoption)
        audit.record(
            uow.audit,
            at=now,
            actor=actor.name,
            action="checklist adopted",
            subject=in_use.checklist.id,
            authority=in_use.authority,
            version=in_use.checklist.version,
        )
    return _begin(uow, actor, register, library, entry, in_use, now=now)


def answer_triggers(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    assessment_id: str,
    triggers: Mapping[int, bool],
    *,
    form: str,
    typed_at: datetime | None = None,
    go_to: str | None = None,
    now: datetime,
) -> Page:
    """Keeps the answers to the high-risk questions, each a yes or a no of its own (E-02, X-04); next, section one.

    `form` is the opened form that they were given in; `typed_at` when, where Slack tells (see `answer_page`).
    """
    assessment, in_use = open_one(uow, actor, register, library, assessment_id)
    known = {trigger.number for trigger in in_use.checklist.triggers}
    if set(triggers) - known:
        raise NotFound("The form has changed.", "Open it again with /risk assess.")
    given = {f"trigger {number}": "yes" if yes else "no" for number, yes in triggers.items()}
    typed = newer_inputs(assessment.typed, given, form, typed_at, now=now)
    newer = {number: yes for number, yes in triggers.items() if f"trigger {number}" in typed}
    merged = {**assessment.triggers, **newer}
    changed = assessment.model_copy(
        update={"triggers": merged, "typed": {**assessment.typed, **typed}, "updated_at": now}
    )
    uow.assessments.save(changed)
    following = TRIGGERS if known - set(merged) else "0"
    return page_of(changed, register, in_use, go_to or following)


def answer_page(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    assessment_id: str,
    page: str,
    answers: Mapping[str, str],
    *,
    form: str,
    typed_at: datetime | None = None,
    go_to: str | None = None,
    now: datetime,
) -> Page:
    """Keeps one page's answers, blank ones included, and turns to the next page or to the one asked for.

    `form` is the opened form that they were typed into, and `typed_at` when that was, which Slack tells only of a
    single input, not of a page. An answer that is older than what is kept is left out.
    """
    assessment, in_use = open_one(uow, actor, register, library, assessment_id)
    unknown = set(answers) - set(checklists.all_keys(in_use.checklist))
    if unknown:
        raise NotFound("The form has changed.", "Open it again with /risk assess.")
    for key, text in answers.items():
        short_enough(text, key)
    typed = newer_inputs(assessment.typed, answers, form, typed_at, now=now)
    kept = {**assessment.answers, **{key: answers[key].strip() for key in typed}}
    changed = assessment.model_copy(
        update={
            "answers": {key: text for key, text in kept.items() if text},
            "typed": {**assessment.typed, **typed},
            "updated_at": now,
        }
    )
    if typed:
        uow.assessments.save(changed)
    return page_of(changed, register, in_use, go_to or page_after(changed, in_use, page))


def close(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    assessment_id: str,
    *,
    proportion: Proportion = "full",
    reason: str | None = None,
    now: datetime,
) -> Page | Closed:
    """Closes an assessment.

    A high-risk one with blanks is refused, and the page says which (E-03); so is one that waits for advice (B-18).
    Where the partnership is not high risk, blanks need a less formalised or temporary initiative and a reason (E-04).
    Closing twice answers as the first did; it raises AlreadyDone where the second gives another reason, which would be
    lost.
    """
    assessment = assessment_of(uow, actor, assessment_id)
    in_use = definition_of(assessment, register, library)
    blanks = checklists.blanks(in_use.checklist, assessment.answers)
    proportion, reason = (proportion, (reason or "").strip() or None) if blanks else ("full", None)
    if assessment.closed_at:
        if (assessment.proportion, assessment.reason) != (proportion, reason):
            raise _closed_already(assessment, register, proportion)
        return closed(assessment, register, in_use)
    unanswered = [t.number for t in in_use.checklist.triggers if t.number not in assessment.triggers]
    if unanswered:
        return page_of(assessment, register, in_use, TRIGGERS)
    if assessment.held_by(in_use) or (blanks and assessment.high_risk):
        return page_of(assessment, register, in_use, CLOSING, refused=True)
    if proportion not in get_args(Proportion):
        raise BadInput("That is not one of the choices.", "Choose one of those offered.", field="proportion")
    short_enough(reason or "", "reason")
    if blanks and proportion == "full":
        raise BadInput(
            f"These items are blank: {', '.join(blanks)}.",
            "Answer them, or say here why less is enough.",
            field="proportion",
        )
    if blanks and not reason:
        raise BadInput(
            "A reason is needed where items are left blank.", "Say why less is enough.", field="reason"
        )
    done = assessment.model_copy(
        update={
            "proportion": proportion,
            "reason": reason,
            "closed_by": actor.person,
            "closed_at": now,
            "updated_at": now,
        }
    )
    uow.assessments.save(done)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action="assessment closed",
        subject=done.id,
        high_risk="yes" if done.high_risk else "no",
        blanks=str(len(blanks)),
        **in_brief(done, in_use),
    )
    return closed(done, register, in_use)


def status(
    uow: UnitOfWork, actor: Actor, register: Register, library: Sequence[Pack], text: str, *, now: datetime
) -> tuple[Standing, ...]:
    """Where assessments stand: for the partnership that the text names, or for all that have one."""
    require(actor, Action.ASSESS_RISK)
    partnerships = [_one(register, text, now=now)] if text.strip() else list(register.partnerships)
    found: list[Standing] = []
    for partnership in partnerships:
        latest = max(uow.assessments.of_partnership(partnership.id), key=lambda a: a.started_at, default=None)
        if latest is None and not text.strip():
            continue
        blanks, held = 0, None
        if latest:
            in_use = definition_of(latest, register, library)
            blanks = len(checklists.blanks(in_use.checklist, latest.answers))
            held = latest.held_by(in_use) if latest.closed_at is None else None
        found.append(
            Standing(
                title=partnership.title,
                assessment=latest,
                blanks=blanks,
                held_for=held.advice_from if held else None,
            )
        )
    return tuple(found)


def checklist_in_use(uow: UnitOfWork, register: Register, library: Sequence[Pack]) -> ChecklistInUse | None:
    """The authority's own checklist, or the one that it has adopted."""
    own = next((pack for pack in library if pack.key == register.pack), None)
    if own and own.checklists:
        return whose(own, own.checklists[0])
    adoption = uow.assessments.adoption()
    if adoption is None:
        return None
    return checklist_of(adoption.checklist, adoption.version, register, library)


def _offer(partnership: Partnership, register: Register, library: Sequence[Pack]) -> Offer:
    for pack in library:
        if pack.key != register.pack and pack.checklists and not pack.adopts:
            theirs = whose(pack, pack.checklists[0]).model_copy(update={"borrowed": True})
            return Offer(
                partnership=partnership.id,
                title=partnership.title,
                own_authority=register.authority,
                in_use=theirs,
            )
    raise NotFound("No pack in the library has a risk checklist.", "Ask your administrator to load one.")


def _begin(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    partnership: Partnership,
    in_use: ChecklistInUse,
    *,
    now: datetime,
) -> Page:
    """The partnership's open assessment, or a new one: there is never a second beside the first."""
    existing = uow.assessments.open_for(partnership.id)
    if existing:
        definition = definition_of(existing, register, library)
        page = first_unfinished(existing, definition)
        return page_of(existing, register, definition, page, resumed=True)
    assessment = Assessment(
        id=new_id(),
        partnership=partnership.id,
        checklist=in_use.checklist.id,
        version=in_use.checklist.version,
        authority=in_use.authority,
        started_by=actor.person,
        started_at=now,
        updated_at=now,
    )
    uow.assessments.save(assessment)
    audit.record(uow.audit, at=now, actor=actor.name, action="assessment started", subject=assessment.id)
    return page_of(assessment, register, in_use, TRIGGERS)


def _closed_already(assessment: Assessment, register: Register, proportion: Proportion) -> AlreadyDone:
    closer = register.person.get(assessment.closed_by) if assessment.closed_by else None
    words = f" {quoted(assessment.reason)}" if assessment.reason else ""
    return AlreadyDone(
        f"{closer.name if closer else 'Somebody'} has closed this assessment already: {assessment.proportion}.{words}",
        "What you typed is still here; copy what you need, then close the form.",
        field="proportion" if assessment.proportion != proportion else "reason",
    )


def _one(register: Register, text: str, *, now: datetime) -> Partnership:
    if not text.strip():
        raise BadInput(
            "Which partnership?", "Type its name after the command, for example /risk assess barrow cdrp."
        )
    found = lookup.one_partnership(register, text, day=local_day(now, register.timezone))
    if isinstance(found, Partnership):
        return found
    raise lookup.unclear(text, found)
