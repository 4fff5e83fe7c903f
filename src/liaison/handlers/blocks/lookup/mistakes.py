"""Saying that the register is wrong: the form, the receipt, and what staff are told."""

import json
from collections.abc import Mapping, Sequence

from liaison.handlers.blocks.kit import (
    Message,
    View,
    actions,
    button,
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
from liaison.handlers.blocks.lookup.frame import BUTTONS
from liaison.handlers.blocks.lookup.words import name
from liaison.handlers.blocks.register import EDIT

SEND = "lookup.mistake.send"
SAID = "lookup.said"
DEALT_WITH = "lookup.mistake.done"
LONGEST = 2_000


def form(about: str, named: str, told: Sequence[str], *, vacant: bool) -> View:
    """Asks what is wrong, or who sits in a vacant seat, and says who will read it (UX-06)."""
    question = "Who sits there?" if vacant else "What is wrong?"
    readers = " and ".join(told) if told else "those who can mend it"
    return modal(
        SEND,
        "Tell staff who it is" if vacant else "Report a mistake",
        [
            section(f"*{name(named)}*"),
            field(
                SAID,
                question,
                text_input(SAID, multiline=True, most=LONGEST),
                hint="One sentence is enough. Say how you know it, if you can.",
            ),
            context(f"{escape(readers)} will read it, with your name."),
        ],
        submit="Send",
        close="Cancel",
        metadata=json.dumps({"about": about, "named": named}),
    )


def receipt(told: Sequence[str]) -> View:
    """That staff have been told (UX-06)."""
    return notice_view(
        "Thank you", f"I have told {' and '.join(told)}. You will hear from me when it is dealt with."
    )


def told(facts: Mapping[str, str], subject: str) -> Message:
    """What staff are told, with the way to the entry; once it is dealt with, what happened instead of the buttons (UX-15)."""
    text = f"{escape(facts['by'])} reports a mistake: {name(facts['named'])}."
    reported = f"Reported by <@{facts['user']}>."
    if facts.get("done"):
        done = f"Dealt with by {_done(facts)}."
        said = paragraphs(facts["said"])
        return Message(unescape(f"{text} {done}"), [section(text), *said, context(f"{reported} {done}")])
    kind = facts["about"].partition(":")[0]
    buttons = [] if kind == "answer" else [button("Open the entry", EDIT, facts["about"])]
    buttons.append(button("It is dealt with", DEALT_WITH, subject))
    return Message(
        unescape(text),
        [
            section(f"*A mistake is reported: {name(facts['named'])}*"),
            *paragraphs(facts["said"]),
            context(reported),
            actions(BUTTONS, buttons),
        ],
    )


def mended(facts: Mapping[str, str]) -> Message:
    """What whoever reported it hears in the end."""
    text = f"The mistake that you reported has been dealt with by {_done(facts)}: {name(facts['named'])}."
    changed = [section(f"*What was changed*\n{escape(facts['changed'])}")] if facts.get("changed") else []
    again = context("If it is still wrong, report it again.")
    return Message(
        unescape(text), [section(text), *paragraphs(f"You wrote: {facts['said']}"), *changed, again]
    )


def _done(facts: Mapping[str, str]) -> str:
    """Who dealt with it, and when."""
    return escape(facts["done"]) + (f" on {facts['done_on']}" if facts.get("done_on") else "")
