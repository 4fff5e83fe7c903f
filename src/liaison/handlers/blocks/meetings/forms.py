"""The forms of meetings: naming somebody, answering a question, recording a contact."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from liaison.domain.access.rules import by_name
from liaison.domain.dates import write_date
from liaison.domain.meetings.models import Area, Coming, ContactLine, RequestLine
from liaison.domain.meetings.support import LONGEST_NOTE
from liaison.domain.report_back.models import Choice
from liaison.handlers.blocks.kit import (
    Element,
    View,
    date_picker,
    escape,
    field,
    modal,
    notice_view,
    option,
    paragraphs,
    radio,
    section,
    text_input,
    type_ahead,
)
from liaison.handlers.blocks.meetings import ids

MOST_OPTIONS = 100


def name_form(coming: Coming) -> View:
    """Names somebody for one meeting only (B-07)."""
    when = write_date(coming.attendance.held_on)
    return modal(
        ids.NAME_VIEW,
        "Name a substitute",
        [
            section(f"*{escape(coming.title)}*, {when}. It is for this meeting only."),
            field(
                "meetings.of.person",
                "Who is to go?",
                type_ahead(ids.PERSON, "Type a name"),
                hint="They are asked in a direct message. Somebody without a link to Slack must be told by you.",
            ),
        ],
        submit="Name",
        metadata=json.dumps({"id": coming.attendance.id}),
    )


def question_form(officers: Sequence[str]) -> View:
    """Asks a support officer something; it says who will read it (B-08, UX-06)."""
    who = escape(" and ".join(by_name(officer) for officer in officers))
    return modal(
        ids.QUESTION_VIEW,
        "Ask a question",
        [
            section(f"Your question goes to {who}. The answer comes to you in a direct message."),
            field("meetings.of.question", "Your question", text_input(ids.INPUT, multiline=True)),
        ],
        submit="Send",
    )


def question_sent(officers: Sequence[str]) -> View:
    """Who has the question, and how the answer comes (UX-06)."""
    return notice_view("Question sent", sent_words(officers))


def sent_words(officers: Sequence[str]) -> str:
    """The same in one line, for a question that was typed after the command."""
    who = " and ".join(by_name(officer) for officer in officers)
    return f"I have sent your question to {who}. The answer comes to you in a direct message."


def answer_form(line: RequestLine) -> View:
    """Answers a member's question (B-08)."""
    return modal(
        ids.ANSWER_VIEW,
        "Answer a question",
        [
            section(f"*{escape(line.asked_by)} asks:*"),
            *paragraphs(line.request.question),
            field(
                "meetings.of.answer",
                "Your answer",
                text_input(ids.INPUT, multiline=True),
                hint="It goes to the member in a direct message. Only the officers who were asked can read it too.",
            ),
        ],
        submit="Answer",
        metadata=json.dumps({"id": line.request.id}),
    )


def contact_form(*, today: date) -> View:
    """Records a direct contact with a partner (B-10)."""
    return modal(
        ids.CONTACT_VIEW,
        "Contact with a partner",
        [
            field(
                "meetings.of.partnership",
                "Partnership",
                type_ahead(ids.PARTNERSHIP, "Type a name"),
                optional=True,
            ),
            field(
                "meetings.of.body",
                "Or another body",
                text_input(ids.INPUT, most=250),
                hint="Where it is no partnership of the register, for example a council.",
                optional=True,
            ),
            field(
                "meetings.of.area",
                "What it was about",
                radio(ids.INPUT, [option(area.value, area.value) for area in Area]),
            ),
            field("meetings.of.held_on", "Date", date_picker(ids.INPUT, "Choose a date", initial=today)),
            field(
                "meetings.of.note",
                "Note",
                text_input(ids.INPUT, multiline=True, most=LONGEST_NOTE),
                hint="Only staff can read it.",
                optional=True,
            ),
        ],
        submit="Record",
    )


def contact_recorded(line: ContactLine) -> View:
    """What has been kept, once the form is sent (UX-06)."""
    when = write_date(line.contact.held_on)
    text = f"*{when}: {escape(line.partner)}.* {line.contact.area}. Type `/diary contacts` to see them all."
    return modal("meetings.recorded", "Contact recorded", [section(text)])


def given(view: View) -> dict[str, str | None]:
    """What stands in a form's inputs, by the last word of each block."""
    found: dict[str, str | None] = {}
    for block_id, inputs in view["state"]["values"].items():
        element: dict[str, Any] = next(iter(inputs.values()))
        chosen = element.get("selected_option") or {}
        value = chosen.get("value") or element.get("selected_date") or element.get("value")
        found[block_id.rpartition(".")[2]] = value
    return found


def about(view: View) -> str:
    """What a form is about."""
    found: str = json.loads(view["private_metadata"])["id"]
    return found


def suggestions(choices: Sequence[Choice]) -> list[Element]:
    """What a menu that is searched by typing offers."""
    return [option(choice.label, choice.value) for choice in choices[:MOST_OPTIONS]]
