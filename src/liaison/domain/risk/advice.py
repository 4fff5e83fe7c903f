"""What must wait for somebody's advice: a partnership's own staff, for one authority (B-18)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from liaison.domain.access.rules import Actor
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.risk.models import CLOSING, Advice, Assessment, ChecklistInUse, Page
from liaison.domain.risk.pages import open_one, page_of
from liaison.domain.typed import newer_inputs, short_enough


def answer_advice(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    library: Sequence[Pack],
    assessment_id: str,
    given: Mapping[str, str],
    *,
    form: str,
    typed_at: datetime | None = None,
    go_to: str | None = None,
    now: datetime,
) -> Page:
    """Keeps what must wait for somebody's advice, and the advice where there is any (B-18); next, the last page.

    `given` is by field: `accepts` (yes or no), `on`, `by`, `text`; one that is older than what is kept is left out (see
    `answer_page`). Raises BadInput for advice of a day still to come, and for a text too long.
    """
    assessment, in_use = open_one(uow, actor, register, library, assessment_id)
    if assessment.hold_of(in_use) is None or set(given) - Advice.model_fields.keys():
        raise NotFound("The form has changed.", "Open it again with /risk assess.")
    typed = newer_inputs(
        assessment.typed, {f"advice {name}": said for name, said in given.items()}, form, typed_at, now=now
    )
    newer = {name: _read(name, said) for name, said in given.items() if f"advice {name}" in typed}
    advice = assessment.advice.model_copy(update=newer)
    if advice.on and advice.on > local_day(now, register.timezone):
        if typed_at:  # whoever is still filling the form in is told when it is sent
            return page_of(assessment, register, in_use, go_to or CLOSING)
        raise BadInput(
            f"{write_date(advice.on)} is still to come.", "Choose the day on which it was given.", field="on"
        )
    changed = assessment.model_copy(
        update={"advice": advice, "typed": {**assessment.typed, **typed}, "updated_at": now}
    )
    if typed:
        uow.assessments.save(changed)
    return page_of(changed, register, in_use, go_to or CLOSING)


def _read(name: str, said: str) -> bool | date | str | None:
    short_enough(said, name)
    match name:
        case "accepts":
            return said == "yes" if said else None
        case "on":
            return date.fromisoformat(said) if said else None
        case _:
            return said.strip() or None


def in_brief(assessment: Assessment, in_use: ChecklistInUse) -> dict[str, str]:
    """What the audit trail keeps of the advice: whose and of which day, without its words (B-18)."""
    advice = assessment.advice
    if assessment.hold_of(in_use) is None or not advice.accepts or advice.on is None:
        return {}
    return {"advice_by": advice.by or "", "advice_on": advice.on.isoformat()}
