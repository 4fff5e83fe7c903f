"""Use-cases of advice on conflicting codes: a question goes to whoever the guidance names, and to nobody else (B-13).

Its text and its answer are kept encrypted and stand in no log, no channel and no notification; the audit trail holds
who asked whom, and when.
"""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import MENDERS, Action, Actor, require, role_title
from liaison.domain.errors import AlreadyDone, NotAllowed, NotFound, quoted
from liaison.domain.guidance.models import Advisers, Question
from liaison.domain.guidance.sources import title_of_role
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.typed import written


def advisers(uow: UnitOfWork, actor: Actor, pack: Pack) -> Advisers:
    """Who gets a question on conflicting codes: the first that the guidance names, else the next, else the menders.

    Raises NotFound where the guidance names nobody, or where nobody is linked who could answer.
    """
    require(actor, Action.ASK_ADVICE)
    wanted = list(dict.fromkeys(role for entry in pack.knowledge for role in entry.ask))
    if not wanted:
        raise NotFound(
            "The documents of this authority name nobody to ask about codes.",
            "Type /guide to see what they say.",
        )
    routes = [(title_of_role(pack, role), role.replace("_", "-")) for role in wanted]
    routes += [(role_title(role), role) for role in MENDERS]
    for title, role in routes:
        if found := _others(actor, uow.links.with_role(role)):
            return Advisers(
                title=title,
                names=tuple(person.name for person in found),
                users=tuple(person.slack_user for person in found),
                instead_of=None if uow.links.with_role(routes[0][1]) else routes[0][0],
            )
    raise NotFound(
        f"Nobody is linked in Slack as {routes[0][0]}.", "Ask whoever installed Liaison to link them."
    )


def ask(uow: UnitOfWork, actor: Actor, pack: Pack, question_id: str, text: str, *, now: datetime) -> Question:
    """Sends a question; the asker gets a receipt. The same form sent twice asks once.

    Raises BadInput for an empty or overlong text, and AlreadyDone where the form was sent before with other words.
    """
    text = written(text, "question")
    known = uow.questions.get(question_id)
    if known:
        if known.text == text and known.asker == actor.slack_user:
            return known
        raise AlreadyDone("This question has been sent already.", "Type /guide code to ask another.")
    question = Question(
        id=question_id,
        asker=actor.slack_user,
        asked_by=actor.name,
        asked=advisers(uow, actor, pack),
        text=text,
        asked_at=now,
    )
    uow.questions.save(question)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action="advice asked on codes",
        subject=question.id,
        of=", ".join(question.asked.names),
    )
    for user in question.asked.users:
        _owe(uow, question, Kind.CODE_QUESTION, user, "You advise first where two codes conflict.", now)
    _owe(uow, question, Kind.CODE_RECEIPT, actor.slack_user, "You asked for advice.", now)
    return question


def question(uow: UnitOfWork, actor: Actor, question_id: str) -> Question:
    """A question, for those who were asked. Raises NotFound, and NotAllowed for anybody else."""
    require(actor, Action.ASK_ADVICE)
    found = uow.questions.get(question_id)
    if found is None:
        raise NotFound("I cannot find that question.", "Ask the person to send it again with /guide code.")
    if actor.slack_user not in found.asked.users:
        raise NotAllowed("This question was not put to you.", "Only those who were asked can answer it.")
    return found


def to_answer(uow: UnitOfWork, actor: Actor, question_id: str) -> Question:
    """A question that waits for its answer. Raises AlreadyDone where somebody has answered it (UX-15)."""
    found = question(uow, actor, question_id)
    if found.answer is not None:
        raise AlreadyDone(
            f"{found.answered_by} has answered this already.", "The message shows what was answered."
        )
    return found


def answer(uow: UnitOfWork, actor: Actor, question_id: str, text: str, *, now: datetime) -> Question:
    """Answers a question; the asker gets the answer. The same answer twice is given once.

    Raises AlreadyDone where somebody has answered with other words.
    """
    found = question(uow, actor, question_id)
    text = written(text, "answer")
    if found.answer is not None:
        if found.answer == text:
            return found
        raise AlreadyDone(
            f"{found.answered_by} has answered this already: {quoted(found.answer)}",
            "What you typed is still here; copy what you need, then close the form.",
            field="answer",
        )
    done = found.model_copy(update={"answer": text, "answered_by": actor.name, "answered_at": now})
    uow.questions.save(done)
    notices.refresh(uow.notices, done.id)
    audit.record(
        uow.audit, at=now, actor=actor.name, action="advice given on codes", subject=done.id, to=done.asked_by
    )
    _owe(uow, done, Kind.CODE_ANSWER, done.asker, "You asked for advice.", now)
    return done


def _others(actor: Actor, found: Sequence[Actor]) -> list[Actor]:
    """Nobody advises themselves."""
    return [person for person in found if person.person != actor.person]


def _owe(uow: UnitOfWork, about: Question, kind: Kind, user: str, reason: str, now: datetime) -> None:
    uow.notices.add(
        Notice(
            key=f"{kind}:{about.id}:{user}",
            kind=kind,
            subject=about.id,
            reason=reason,
            to_user=user,
            due=now,
        )
    )
