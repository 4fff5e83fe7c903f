"""What the use-cases of risk share: an assessment with its checklist, and the pages of its form in their order."""

from collections.abc import Sequence

from liaison.domain import checklists
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.errors import AlreadyDone, NotFound
from liaison.domain.packs import Checklist, Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.risk.models import ADVICE, CLOSING, TRIGGERS, Assessment, ChecklistInUse, Closed, Page
from liaison.domain.values import PartnershipId


def first_unfinished(assessment: Assessment, in_use: ChecklistInUse) -> str:
    """The page on which somebody carries on."""
    checklist = in_use.checklist
    if any(trigger.number not in assessment.triggers for trigger in checklist.triggers):
        return TRIGGERS
    blanks = checklists.blanks(checklist, assessment.answers)
    if blanks:
        return str(checklists.section_of(checklist, blanks[0]))
    return ADVICE if assessment.held_by(in_use) else CLOSING


def page_after(assessment: Assessment, in_use: ChecklistInUse, page: str) -> str:
    """The page that follows a section."""
    following = int(page) + 1
    if following < len(in_use.checklist.sections):
        return str(following)
    return ADVICE if assessment.hold_of(in_use) else CLOSING


def page_of(
    assessment: Assessment,
    register: Register,
    in_use: ChecklistInUse,
    page: str,
    *,
    resumed: bool = False,
    refused: bool = False,
) -> Page:
    """A page of the form as it now stands. Raises NotFound."""
    hold = assessment.hold_of(in_use)
    sections = [str(index) for index in range(len(in_use.checklist.sections))]
    if page not in {TRIGGERS, CLOSING, *sections, *([ADVICE] if hold else [])}:
        raise NotFound("There is no such page.", "Open the form again with /risk assess.")
    return Page(
        assessment=assessment,
        title=partnership_of(register, assessment.partnership).title,
        in_use=in_use,
        page=page,
        hold=hold,
        held=assessment.held_by(in_use) is not None,
        resumed=resumed,
        blanks=checklists.blanks(in_use.checklist, assessment.answers),
        refused=refused,
    )


def closed(assessment: Assessment, register: Register, in_use: ChecklistInUse) -> Closed:
    """A closed assessment in brief."""
    keys = checklists.all_keys(in_use.checklist)
    return Closed(
        assessment=assessment,
        title=partnership_of(register, assessment.partnership).title,
        answered=len(keys) - len(checklists.blanks(in_use.checklist, assessment.answers)),
        questions=len(keys),
    )


def assessment_of(uow: UnitOfWork, actor: Actor, assessment_id: str) -> Assessment:
    """An assessment, for those who may see it. Raises NotFound and NotAllowed."""
    require(actor, Action.ASSESS_RISK)
    assessment = uow.assessments.get(assessment_id)
    if assessment is None:
        raise NotFound("I cannot find that assessment.", "Open it again with /risk assess.")
    return assessment


def open_one(
    uow: UnitOfWork, actor: Actor, register: Register, library: Sequence[Pack], assessment_id: str
) -> tuple[Assessment, ChecklistInUse]:
    """An assessment that is not closed, with its checklist. Raises AlreadyDone."""
    assessment = assessment_of(uow, actor, assessment_id)
    if assessment.closed_at:
        raise AlreadyDone("This assessment has been closed.", "Type /risk assess to start a new one.")
    return assessment, definition_of(assessment, register, library)


def definition_of(assessment: Assessment, register: Register, library: Sequence[Pack]) -> ChecklistInUse:
    """The checklist as it stood when the assessment was started (design decision 6)."""
    return checklist_of(assessment.checklist, assessment.version, register, library)


def checklist_of(checklist: str, version: str, register: Register, library: Sequence[Pack]) -> ChecklistInUse:
    """A version of a checklist, with whose it is. Raises NotFound."""
    own_first = sorted(library, key=lambda pack: pack.key != register.pack)
    for pack in own_first:
        for definition in pack.checklists:
            if (definition.id, definition.version) == (checklist, version):
                return whose(pack, definition).model_copy(update={"borrowed": pack.key != register.pack})
    raise NotFound(
        f"Version {version} of this checklist is not in the library.", "Ask your administrator to load it."
    )


def whose(pack: Pack, checklist: Checklist) -> ChecklistInUse:
    """A pack's own checklist."""
    return ChecklistInUse(
        checklist=checklist, authority=pack.authority.name or "the Authority", borrowed=False
    )


def partnership_of(register: Register, partnership: PartnershipId) -> Partnership:
    """A partnership of the register. Raises NotFound."""
    if partnership not in register.partnership:
        raise NotFound(
            "That partnership is no longer in the register.", "Type /rep matrix to see those that are."
        )
    return register.partnership[partnership]
