"""Somebody says that the register is wrong: staff are told, and whoever said it hears when it has been dealt with."""

from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.access.service import menders
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.notices.models import Kind, Notice, settle
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import SlackUserId

LONGEST = 2_000


def report(
    uow: UnitOfWork, actor: Actor, *, about: str, named: str, said: str, form: str, now: datetime
) -> tuple[str, ...]:
    """Tells those who can mend the register what somebody says is wrong, each once; gives back their names.

    `about` is the entry, as "partnerships:ID", or "answer:TEXT" where no single entry is meant; `named` is what people
    call it. `form` is the form's own id: the same form sent twice is one report. Raises BadInput for no words or too
    many, and NotFound where nobody is there to be told.
    """
    require(actor, Action.LOOK_UP)
    words = said.strip()
    if not words:
        raise BadInput("Staff need to know what is wrong.", "Say it in a sentence.", field="said")
    if len(words) > LONGEST:
        raise BadInput(
            f"That is {len(words):,} characters, and {LONGEST:,} fit here.", "Shorten it.", field="said"
        )
    told = menders(uow)
    if not told:
        raise NotFound(
            "No member of staff is linked to Slack yet who could mend it.", "Ask whoever installed Liaison."
        )
    subject = f"mistake {form}"
    for mender in told:
        uow.notices.add(
            Notice(
                key=f"mistake:{form}:{mender.slack_user}",
                kind=Kind.MISTAKE_REPORTED,
                subject=subject,
                reason="You are one of those who can mend the register.",
                to_user=mender.slack_user,
                facts={
                    "about": about,
                    "named": named,
                    "said": words,
                    "by": actor.name,
                    "user": actor.slack_user,
                },
                due=now,
            )
        )
    if uow.first_time(subject, now=now):
        audit.record(uow.audit, at=now, actor=actor.name, action="mistake reported", subject=about[:100])
    return tuple(mender.name for mender in told)


def deal_with(uow: UnitOfWork, actor: Actor, subject: str, *, now: datetime) -> None:
    """A reported mistake has been dealt with: its messages say so, and whoever reported it is told.

    Raises NotFound, and AlreadyDone where somebody else has said so before.
    """
    require(actor, Action.EDIT_REGISTER)
    found = [notice for notice in uow.notices.about(subject) if notice.kind is Kind.MISTAKE_REPORTED]
    if not found:
        raise NotFound("That report is not in this workspace.", "Ask whoever made it to make it again.")
    if done := found[0].facts.get("done"):
        raise AlreadyDone(f"{done} has dealt with it already.", "Nothing is left to do.")
    facts = found[0].facts | {"done": actor.name}
    for notice in found:
        uow.notices.save(notice.model_copy(update={"facts": facts}))
    settle(uow.notices, subject)
    uow.notices.add(
        Notice(
            key=f"{subject}:dealt with",
            kind=Kind.MISTAKE_MENDED,
            subject=f"{subject} dealt with",
            reason="You reported a mistake in the register.",
            to_user=SlackUserId(facts["user"]),
            facts=facts,
            due=now,
        )
    )
    audit.record(
        uow.audit, at=now, actor=actor.name, action="mistake dealt with", subject=facts["about"][:100]
    )
