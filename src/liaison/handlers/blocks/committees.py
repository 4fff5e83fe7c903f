"""Committees and their channels, as blocks."""

import json
from collections.abc import Sequence

from liaison.domain.register.models import Committee, Register
from liaison.handlers.blocks.kit import (
    Message,
    View,
    button,
    channel_select,
    context,
    counted,
    escape,
    field,
    modal,
    section,
)

CHANNEL = "committees.channel"
CHANNEL_VIEW = "committees.choose"
INPUT = "committees.input"


def listed(register: Register, *, may_set: bool) -> Message:
    """Every committee with its channel; staff get a button to choose it."""
    blocks = [section(f"*Committees of {escape(register.authority)}*")]
    for committee in register.committees[:40]:
        channel = f"<#{committee.channel}>" if committee.channel else "no channel chosen"
        text = f"*{escape(committee.name)}*: {channel}"
        choose = button(
            "Choose channel", CHANNEL, committee.id, label=f"Choose the channel of the {committee.name}"
        )
        blocks.append(section(text, accessory=choose if may_set else None))
    if not register.committees:
        blocks = [section("The register has no committee yet.")]
    blocks.append(
        context("Reminders of reviews are posted in a committee's channel, once I am a member of it.")
    )
    return Message(f"{counted(len(register.committees), 'committee')}.", blocks)


def choose_form(committee: Committee) -> View:
    """The form that chooses a committee's channel; it says what will be posted there (UX-06)."""
    blocks = [
        section(
            f"Where shall I post reminders of reviews for the *{escape(committee.name)}*? Everybody there sees them."
        ),
        field(
            "committees.channel",
            "Channel",
            channel_select(INPUT, "Choose a channel", initial=committee.channel),
            hint="Invite me there as well: /invite @Liaison",
        ),
    ]
    return modal(
        CHANNEL_VIEW, "Channel", blocks, submit="Save", metadata=json.dumps({"committee": committee.id})
    )


def joined(committees: Sequence[Committee]) -> Message:
    """On joining a channel: what will be posted there, and when (UX-02)."""
    if committees:
        names = " and ".join(committee.name for committee in committees)
        text = (
            f"I will post reminders of reviews for the {names} here: ahead, on the day and once overdue. "
            "Reports and risk answers are never shown in a channel."
        )
    else:
        text = "I post nothing here until staff choose this channel for a committee with /committee."
    return Message(text, [section(escape(text))])


def usage() -> Message:
    """How to see and choose channels (UX-03)."""
    text = "*Committees*\n`/committee`: each committee and its channel; staff choose it there."
    return Message("Type /committee to see each committee and its channel.", [section(text)])
