"""Advice on conflicting codes, as forms and direct messages: nobody else sees them (B-13)."""

import json

from liaison.domain.access.rules import by_name
from liaison.domain.dates import local_day, write_date
from liaison.domain.guidance.models import Advisers, Question
from liaison.domain.typed import LONGEST_TEXT
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    escape,
    field,
    modal,
    paragraphs,
    section,
    text_input,
)

ANSWER = "guidance.answer"
QUESTION_VIEW = "guidance.question"
ANSWER_VIEW = "guidance.reply"
SENT_VIEW = "guidance.sent"
INPUT = "guidance.input"


def question_form(advisers: Advisers) -> View:
    """The form that asks; it says who will read it (UX-06)."""
    absent = (
        f"Nobody is linked to Slack as {escape(advisers.instead_of)} yet. " if advisers.instead_of else ""
    )
    blocks = [
        section(
            f"{absent}Your question goes to {escape(_who(advisers))} in a direct message. Nobody else sees it. "
            "The answer comes to you in a direct message."
        ),
        field(
            "guidance.question",
            "Which codes conflict, and how?",
            text_input(INPUT, multiline=True, most=LONGEST_TEXT),
            hint="Name the partnership, and what each code asks of you.",
        ),
    ]
    return modal(QUESTION_VIEW, "Ask for advice", blocks, submit="Send")


def question_sent(question: Question) -> View:
    """That it has gone."""
    text = f"Your question has gone to {_who(question.asked)}. The answer comes to you in a direct message."
    return modal(SENT_VIEW, "Question sent", [section(escape(text))], close="Done")


def question_notice(question: Question, zone: str) -> Message:
    """The question, for those who are asked; once it is answered, the button goes."""
    when = write_date(local_day(question.asked_at, zone))
    heading = f"{question.asked_by} asks for your advice on conflicting codes"
    blocks: list[Block] = [section(f"*{escape(heading)}*, {when}"), *paragraphs(question.text)]
    if question.answer is None:
        blocks.append(actions("guidance.advice", [button("Answer", ANSWER, question.id, style="primary")]))
        return Message(f"{heading}. Open the message to read and answer it.", blocks)
    blocks += _answered(question, zone)
    return Message(f"{heading}. It has been answered.", blocks)


def receipt(question: Question, zone: str) -> Message:
    """What the asker keeps: the question, to whom it went, and the answer once there is one."""
    when = write_date(local_day(question.asked_at, zone))
    heading = f"You asked {_who(question.asked)} for advice on conflicting codes"
    blocks: list[Block] = [section(f"*{escape(heading)}*, {when}"), *paragraphs(question.text)]
    if question.answer is None:
        blocks.append(context("Not answered yet. The answer comes here in a message of its own."))
    else:
        blocks += _answered(question, zone)
    return Message(f"{heading}.", blocks)


def answer_form(question: Question) -> View:
    """The form that answers, with the question."""
    blocks = [
        section(f"*{escape(question.asked_by)} asks*"),
        *paragraphs(question.text),
        field(
            "guidance.answer",
            "Your advice",
            text_input(INPUT, multiline=True, most=LONGEST_TEXT),
            hint=f"{_readers(question)} can read it.",
        ),
    ]
    return modal(ANSWER_VIEW, "Answer", blocks, submit="Send", metadata=json.dumps({"question": question.id}))


def answer_sent(question: Question) -> View:
    """That the answer has gone."""
    text = f"Your answer has gone to {question.asked_by}."
    return modal(SENT_VIEW, "Answer sent", [section(escape(text))], close="Done")


def answer_notice(question: Question, zone: str) -> Message:
    """The answer, for the asker."""
    heading = f"{question.answered_by} has answered your question on conflicting codes"
    blocks: list[Block] = [section(f"*{escape(heading)}*"), *paragraphs(question.answer or "")]
    blocks.append(context(f"You asked on {write_date(local_day(question.asked_at, zone))}."))
    return Message(f"{heading}. Open the message to read it.", blocks)


def _answered(question: Question, zone: str) -> list[Block]:
    when = f" on {write_date(local_day(question.answered_at, zone))}" if question.answered_at else ""
    said = f"*Answered by {escape(question.answered_by or 'staff')}*{when}"
    return [section(said), *paragraphs(question.answer or "")]


def _readers(question: Question) -> str:
    """Who will be able to read an answer (UX-06)."""
    others = ", and the others who were asked," if len(question.asked.users) > 1 else ""
    return f"Only {question.asked_by}{others}"


def _who(advisers: Advisers) -> str:
    title = advisers.title
    names = " and ".join(f"the {name}" if name == title else by_name(name) for name in advisers.names)
    return names if title in advisers.names else f"{names} ({title})"
