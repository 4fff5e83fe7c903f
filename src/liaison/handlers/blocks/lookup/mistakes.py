"""Telling staff what the register has wrong or lacks: the form, the receipt, what staff read, and what comes of it."""

import json
from collections.abc import Mapping, Sequence

from liaison.domain.access.rules import by_name
from liaison.domain.lookup.mistakes import Telling, telling_of
from liaison.domain.register.models import Appointment
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    capital,
    context,
    escape,
    field,
    modal,
    notice_view,
    paragraphs,
    section,
    text_input,
    unescape,
)
from liaison.handlers.blocks.lookup.frame import BUTTONS, MISTAKE, TELL_WHO
from liaison.handlers.blocks.lookup.words import name
from liaison.handlers.blocks.register import EDIT, NOMINATE, PART, SUCCEED, part_with

SEND = "lookup.mistake.send"
SAID = "lookup.said"
DEALT_WITH = "lookup.mistake.done"
TELL_DATE = "lookup.mistake.date"
TELLINGS = {MISTAKE: Telling.MISTAKE, TELL_DATE: Telling.DATE, TELL_WHO: Telling.HOLDER}
LONGEST = 2_000
TITLES = {
    Telling.MISTAKE: "Report a mistake",
    Telling.DATE: "Tell staff the date",
    Telling.HOLDER: "Tell staff who it is",
}
QUESTIONS = {
    Telling.MISTAKE: "What is wrong?",
    Telling.DATE: "When does it meet next?",
    Telling.HOLDER: "Who sits there?",
}
VACANT = ": vacant"  # how the name of such a seat ends


def form(about: str, named: str, told: Sequence[str], telling: Telling = Telling.MISTAKE) -> View:
    """Asks what is wrong or what is lacking, and says who will read it (UX-06)."""
    readers = " and ".join(by_name(reader) for reader in told) if told else "those who can mend it"
    return modal(
        SEND,
        TITLES[telling],
        [
            section(f"*{name(capital(named))}*"),
            field(
                SAID,
                QUESTIONS[telling],
                text_input(SAID, multiline=True, most=LONGEST),
                hint="One sentence is enough. Say how you know it, if you can.",
            ),
            context(f"{escape(capital(readers))} will read it, with your name."),
        ],
        submit="Send",
        close="Cancel",
        metadata=json.dumps({"about": about, "named": named, "telling": telling}),
    )


def receipt(told: Sequence[str]) -> View:
    """That staff have been told (UX-06)."""
    readers = " and ".join(by_name(reader) for reader in told)
    return notice_view("Thank you", f"I have told {readers}. You will hear from me when it is dealt with.")


def told(
    facts: Mapping[str, str], subject: str, seat: Appointment | None = None, changed: Sequence[str] = ()
) -> Message:
    """What staff are told, with the way to the entry; once it is dealt with, what happened instead of the buttons (UX-15).

    `seat` is the seat that it is about, as it now stands, where it is about one; `changed` is what was changed since.
    """
    telling, by = telling_of(facts), escape(facts["by"])
    if telling is Telling.MISTAKE:
        text, heading = f"{by} reports a mistake: {_about(facts)}.", f"A mistake is reported: {_about(facts)}"
    else:
        text, heading = f"{by} tells you {_about(facts)}.", capital(_about(facts))
    said_by = f"{'Reported' if telling is Telling.MISTAKE else 'Told'} by <@{facts['user']}>."
    blocks = [section(f"*{heading}*"), *paragraphs(facts["said"])]
    if facts.get("done"):
        done = f"Dealt with by {_done(facts)}."
        blocks += _changed(facts.get("changed", ""))
        return Message(unescape(f"{text} {done}"), [*blocks, context(f"{said_by} {done}")])
    blocks += _changed("\n".join(changed))
    buttons = [*_ways(telling, facts["about"], seat), button("It is dealt with", DEALT_WITH, subject)]
    return Message(unescape(text), [*blocks, context(said_by), actions(BUTTONS, buttons)])


def mended(facts: Mapping[str, str]) -> Message:
    """What whoever told staff hears in the end."""
    mistake = telling_of(facts) is Telling.MISTAKE
    what = "The mistake that you reported" if mistake else "What you told staff"
    text = f"{what} has been dealt with by {_done(facts)}: {_about(facts)}."
    again = context(f"If it is still wrong, {'report it' if mistake else 'tell them'} again.")
    return Message(
        unescape(text),
        [
            section(text),
            *paragraphs(f"You wrote: {facts['said']}"),
            *_changed(facts.get("changed", "")),
            again,
        ],
    )


def _changed(lines: str) -> list[Block]:
    return [section(f"*What was changed since*\n{escape(lines)}")] if lines else []


def _about(facts: Mapping[str, str]) -> str:
    """What it is about, within a sentence."""
    named = name(facts["named"].removesuffix(VACANT))
    match telling_of(facts):
        case Telling.DATE:
            return f"when {named} meets next"
        case Telling.HOLDER:
            return f"who is {named}"
        case _:
            return name(facts["named"])


def _ways(telling: Telling, about: str, seat: Appointment | None) -> list[Element]:
    """The button that records what staff were told; or the entry, where it may be something else that is wrong."""
    if about.startswith("answer:"):
        return []
    if telling is Telling.DATE:
        date_field = part_with("partnerships", about.partition(":")[2], "next_meeting")
        return [button("Record the date", PART, date_field)]
    if telling is Telling.HOLDER and seat and seat.vacant:
        return [button("Record who it is", NOMINATE if seat.role == "link officer" else SUCCEED, about)]
    return [button("Open the entry", EDIT, about)]


def _done(facts: Mapping[str, str]) -> str:
    """Who dealt with it, and when."""
    return escape(by_name(facts["done"])) + (f" on {facts['done_on']}" if facts.get("done_on") else "")
