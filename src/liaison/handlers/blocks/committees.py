"""Committees and their channels, as blocks."""

import json
from collections.abc import Mapping, Sequence

from liaison.domain.dates import local_day, write_date
from liaison.domain.register.changes import Change
from liaison.domain.register.committees import PER_PAGE as PAGE_OF_CARD
from liaison.domain.register.committees import Card, Found, Held
from liaison.domain.register.models import Committee
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    channel_select,
    context,
    counted,
    escape,
    field,
    line,
    modal,
    section,
)
from liaison.handlers.blocks.lookup.words import edition

CHANNEL = "committees.channel"
CHANNEL_VIEW = "committees.choose"
CARD = "committees.card"
PAGE = "committees.page"
INPUT = "committees.input"
PER_PAGE = 20
CIRCULATED = "What staff circulate to this channel is posted here as well."


def listed(committees: Sequence[Committee], register: Register, *, may_set: bool, page: int = 0) -> Message:
    """A page of the committees with their channels; staff get a button to choose one, others a card."""
    page = min(max(0, page), max(0, (len(committees) - 1) // PER_PAGE))
    blocks = [section(f"*Committees of {escape(register.authority)}*")]
    for committee in committees[page * PER_PAGE : (page + 1) * PER_PAGE]:
        text = f"*{escape(committee.name)}*: {_channel(committee)}"
        show = button("Details", CARD, committee.id, label=f"Details of the {committee.name}")
        blocks.append(section(text, accessory=_choose(committee) if may_set else show))
    if not committees:
        blocks = [section("The register has no committee yet.")]
    if len(committees) > PER_PAGE:
        blocks += _pages(page, len(committees), PER_PAGE, "list")
    blocks.append(
        context(
            "Type `/committee` and a name to see its offices and the partnerships that report to it. "
            "Reminders of reviews are posted in a committee's channel, once I am a member of it."
        )
    )
    return Message(f"{counted(len(committees), 'committee')}.", blocks)


def card(shown: Card, register: Register, *, may_set: bool) -> Message:
    """One committee: its offices with holders, what reports to it, its channel (A-05)."""
    committee, past = shown.committee, shown.day != shown.today
    when = f", on {write_date(shown.day)}" if past else ""
    blocks: list[Block] = []
    if shown.guessed:
        blocks.append(section(f'No committee is called "{escape(shown.guessed)}" exactly. The nearest:'))
    title = f"*{escape(committee.name)}*{_short(committee)}{when}"
    names = [*committee.also_called, *(f"formerly {former.name}" for former in committee.formerly)]
    if names:
        title += f"\nAlso called: {escape('; '.join(names))}"
    blocks.append(section(title, accessory=_choose(committee) if may_set else None))
    if shown.offices:
        blocks.append(section("\n".join(_office(held) for held in shown.offices)))
    reports = [
        f"*{label}*\n" + "\n".join(escape(entry.title) for entry in found)
        for label, found in (
            ("Partnerships that report to it", shown.first),
            ("Partnerships that report to it after another committee", shown.further),
        )
        if found
    ]
    blocks += [section(text) for text in reports]
    if not shown.total:
        blocks.append(section("Partnerships that report to it: not recorded"))
    if shown.total > PAGE_OF_CARD:
        about = f"card {committee.id} {shown.day.isoformat()}"
        blocks += _pages(shown.page, shown.total, PAGE_OF_CARD, about)
    if shown.beside:
        beside = "; ".join(escape(other.name) for other in shown.beside)
        blocks.append(section(f"The same partnerships also report to: {beside}"))
    blocks.append(
        context(
            f"Reminders of reviews: {_channel(committee)}.",
            edition(register.edition, register.policy_edition),
        )
    )
    return Message(f"{committee.name}: {counted(shown.total, 'partnership')} reporting to it{when}.", blocks)


def several(found: Found) -> Message:
    """Several committees fit, or none: which can be meant."""
    if not found.committees:
        text = f'No committee matches "{found.text}".'
        return Message(text, [section(f"{escape(text)} Type `/committee` to see them all.")])
    blocks = [section(f'*{len(found.committees)} committees match "{escape(found.text)}"*')]
    for committee in found.committees:
        show = button("Details", CARD, committee.id, label=f"Details of the {committee.name}")
        blocks.append(section(f"{escape(committee.name)}{_short(committee)}", accessory=show))
    return Message(f"{len(found.committees)} committees match.", blocks)


def _office(held: Held) -> str:
    who = ", ".join(escape(person.name) for person in held.holders) or "not recorded"
    return f"{escape(held.office.name)}: {who}"


def _short(committee: Committee) -> str:
    kind = [committee.kind] if committee.kind == "working group" else []
    said = "; ".join([*([committee.short] if committee.short else []), *kind])
    return f" ({escape(said)})" if said else ""


def _channel(committee: Committee) -> str:
    return f"<#{committee.channel}>" if committee.channel else "no channel chosen"


def _choose(committee: Committee) -> Element:
    return button(
        "Choose channel", CHANNEL, committee.id, label=f"Choose the channel of the {committee.name}"
    )


def _pages(page: int, total: int, per_page: int, about: str) -> list[Block]:
    """Which page it is, and the buttons to the others."""
    last = (total - 1) // per_page
    buttons = [
        button(label, f"{PAGE}.{word}", f"{about} {there}")
        for label, word, there in (("Previous page", "previous", page - 1), ("Next page", "next", page + 1))
        if 0 <= there <= last
    ]
    return [context(f"Page {page + 1} of {last + 1}"), actions("committees.pages", buttons)]


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


def joined(
    committees: Sequence[Committee],
    chosen: Mapping[CommitteeId, Change | None],
    inviter: str | None,
    zone: str,
) -> Message:
    """On joining a channel: what will be posted there, when, and who set it up (UX-02)."""
    invited = f" I was invited by {inviter}." if inviter else ""
    if committees:
        names = " and ".join(committee.name for committee in committees)
        text = (
            f"I will post reminders of reviews for the {names} here: ahead, on the day and when overdue. "
            f"{CIRCULATED} Reports and risk answers are never shown in a channel."
            f"{_set_up(committees, chosen, zone)}{invited}"
        )
        return line(text)
    lead = "I post no reminders here until staff choose this channel for a committee with"
    rest = f"{CIRCULATED}{invited}"
    return Message(f"{lead} /committee. {rest}", [section(f"{lead} `/committee`. {escape(rest)}")])


def _set_up(committees: Sequence[Committee], chosen: Mapping[CommitteeId, Change | None], zone: str) -> str:
    """Who chose a channel for each of its committees, and when, as far as that is known."""
    known = [(committee, change) for committee in committees if (change := chosen.get(committee.id))]
    said = [
        f" This channel was chosen{f' for the {committee.name}' if len(committees) > 1 else ''} "
        f"by {_who(change)} on {write_date(local_day(change.at, zone))}."
        for committee, change in known
    ]
    return "".join(said)


def _who(change: Change) -> str:
    return change.by if change.by_user else "whoever runs Liaison"


def usage() -> Message:
    """How to see and choose channels (UX-03)."""
    text = (
        "*Committees*\n"
        "`/committee`: each committee and its channel; staff choose it there.\n"
        "`/committee` and a name: its offices with their holders, and the partnerships that report to it.\n"
        "Add a day to see an earlier state: `on 1 March 2009`."
    )
    return Message("Type /committee to see each committee and its channel.", [section(text)])
