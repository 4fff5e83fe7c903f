"""Use-cases of risk assessment: offer, adopt, begin, answer page by page, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args

from liaison.domain import audit, checklists, lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, quoted
from liaison.domain.packs import Checklist, Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership, Register
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
from liaison.domain.typed import newer_inputs
from liaison.domain.values import PartnershipId, new_id

LONGEST_ANSWER = 3_000  # characters: Slack's own limit for a text input


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
    entry = _partnership(register, partnership)
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
    assessment, in_use = _open(uow, actor, register, library, assessment_id)
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
    return _page(changed, register, in_use, go_to or following)


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
    assessment, in_use = _open(uow, actor, register, library, assessment_id)
    unknown = set(answers) - set(checklists.all_keys(in_use.checklist))
    if unknown:
        raise NotFound("The form has changed.", "Open it again with /risk assess.")
    for key, text in answers.items():
        if len(text) > LONGEST_ANSWER:
            raise BadInput(
                f"Answer {key} has {len(text):,} characters.", f"Keep it under {LONGEST_ANSWER:,}.", field=key
            )
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
    return _page(changed, register, in_use, go_to or _after(in_use.checklist, page))


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

    A high-risk one with blanks is refused, and the page says which (E-03). Where the partnership is not high risk,
    blanks need a less formalised or temporary initiative and a reason (E-04). Closing twice answers as the first did;
    it raises AlreadyDone where the second gives another reason, which would be lost.
    """
    assessment = _own(uow, actor, assessment_id)
    in_use = _definition(assessment, register, library)
    blanks = checklists.blanks(in_use.checklist, assessment.answers)
    proportion, reason = (proportion, (reason or "").strip() or None) if blanks else ("full", None)
    if assessment.closed_at:
        if (assessment.proportion, assessment.reason) != (proportion, reason):
            raise _closed_already(assessment, register, proportion)
        return _closed(assessment, register, in_use)
    unanswered = [t.number for t in in_use.checklist.triggers if t.number not in assessment.triggers]
    if unanswered:
        return _page(assessment, register, in_use, TRIGGERS)
    if blanks and assessment.high_risk:
        return _page(assessment, register, in_use, CLOSING, refused=True)
    if proportion not in get_args(Proportion):
        raise BadInput("That is not one of the choices.", "Choose one of those offered.", field="proportion")
    if len(reason or "") > LONGEST_ANSWER:
        raise BadInput(
            "The reason is too long.", f"Keep it under {LONGEST_ANSWER:,} characters.", field="reason"
        )
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
    )
    return _closed(done, register, in_use)


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
        blanks = 0
        if latest:
            blanks = len(checklists.blanks(_definition(latest, register, library).checklist, latest.answers))
        found.append(Standing(title=partnership.title, assessment=latest, blanks=blanks))
    return tuple(found)


def checklist_in_use(uow: UnitOfWork, register: Register, library: Sequence[Pack]) -> ChecklistInUse | None:
    """The authority's own checklist, or the one that it has adopted."""
    own = next((pack for pack in library if pack.key == register.pack), None)
    if own and own.checklists:
        return _whose(own, own.checklists[0])
    adoption = uow.assessments.adoption()
    if adoption is None:
        return None
    return _find(adoption.checklist, adoption.version, register, library)


def _offer(partnership: Partnership, register: Register, library: Sequence[Pack]) -> Offer:
    for pack in library:
        if pack.key != register.pack and pack.checklists and not pack.adopts:
            whose = _whose(pack, pack.checklists[0]).model_copy(update={"borrowed": True})
            return Offer(
                partnership=partnership.id,
                title=partnership.title,
                own_authority=register.authority,
                in_use=whose,
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
        definition = _definition(existing, register, library)
        page = _first_unfinished(existing, definition.checklist)
        return _page(existing, register, definition, page, resumed=True)
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
    return _page(assessment, register, in_use, TRIGGERS)


def _first_unfinished(assessment: Assessment, checklist: Checklist) -> str:
    if any(trigger.number not in assessment.triggers for trigger in checklist.triggers):
        return TRIGGERS
    blanks = checklists.blanks(checklist, assessment.answers)
    return str(checklists.section_of(checklist, blanks[0])) if blanks else CLOSING


def _after(checklist: Checklist, page: str) -> str:
    following = int(page) + 1
    return str(following) if following < len(checklist.sections) else CLOSING


def _page(
    assessment: Assessment,
    register: Register,
    in_use: ChecklistInUse,
    page: str,
    *,
    resumed: bool = False,
    refused: bool = False,
) -> Page:
    if page not in {TRIGGERS, CLOSING, *(str(index) for index in range(len(in_use.checklist.sections)))}:
        raise NotFound("There is no such page.", "Open the form again with /risk assess.")
    return Page(
        assessment=assessment,
        title=_partnership(register, assessment.partnership).title,
        in_use=in_use,
        page=page,
        resumed=resumed,
        blanks=checklists.blanks(in_use.checklist, assessment.answers),
        refused=refused,
    )


def _closed(assessment: Assessment, register: Register, in_use: ChecklistInUse) -> Closed:
    keys = checklists.all_keys(in_use.checklist)
    return Closed(
        assessment=assessment,
        title=_partnership(register, assessment.partnership).title,
        answered=len(keys) - len(checklists.blanks(in_use.checklist, assessment.answers)),
        questions=len(keys),
    )


def _closed_already(assessment: Assessment, register: Register, proportion: Proportion) -> AlreadyDone:
    closer = register.person.get(assessment.closed_by) if assessment.closed_by else None
    words = f" {quoted(assessment.reason)}" if assessment.reason else ""
    return AlreadyDone(
        f"{closer.name if closer else 'Somebody'} has closed this assessment already: {assessment.proportion}.{words}",
        "What you typed is still here; copy what you need, then close the form.",
        field="proportion" if assessment.proportion != proportion else "reason",
    )


def _own(uow: UnitOfWork, actor: Actor, assessment_id: str) -> Assessment:
    require(actor, Action.ASSESS_RISK)
    assessment = uow.assessments.get(assessment_id)
    if assessment is None:
        raise NotFound("I cannot find that assessment.", "Open it again with /risk assess.")
    return assessment


def _open(
    uow: UnitOfWork, actor: Actor, register: Register, library: Sequence[Pack], assessment_id: str
) -> tuple[Assessment, ChecklistInUse]:
    assessment = _own(uow, actor, assessment_id)
    if assessment.closed_at:
        raise AlreadyDone("This assessment has been closed.", "Type /risk assess to start a new one.")
    return assessment, _definition(assessment, register, library)


def _definition(assessment: Assessment, register: Register, library: Sequence[Pack]) -> ChecklistInUse:
    """The checklist as it stood when the assessment was started (design decision 6)."""
    return _find(assessment.checklist, assessment.version, register, library)


def _find(checklist: str, version: str, register: Register, library: Sequence[Pack]) -> ChecklistInUse:
    for pack in library:
        for definition in pack.checklists:
            if (definition.id, definition.version) == (checklist, version):
                return _whose(pack, definition).model_copy(update={"borrowed": pack.key != register.pack})
    raise NotFound(
        f"Version {version} of this checklist is not in the library.", "Ask your administrator to load it."
    )


def _whose(pack: Pack, checklist: Checklist) -> ChecklistInUse:
    return ChecklistInUse(
        checklist=checklist, authority=pack.authority.name or "the Authority", borrowed=False
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


def _partnership(register: Register, partnership: PartnershipId) -> Partnership:
    if partnership not in register.partnership:
        raise NotFound(
            "That partnership is no longer in the register.", "Type /rep matrix to see those that are."
        )
    return register.partnership[partnership]
