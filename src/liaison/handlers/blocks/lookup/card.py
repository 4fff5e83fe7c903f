"""One partnership's card: everything the register says of it, in parts; gaps that matter are shown as gaps."""

from collections.abc import Iterator, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.lookup import Card
from liaison.domain.names import words
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import MEETS, NAMES, SORTS, WHAT, WHO
from liaison.domain.register.models import Holder, Partnership, Target
from liaison.handlers.blocks.kit import escape
from liaison.handlers.blocks.lookup.words import (
    NOT_FILLED,
    NOT_RECORDED,
    STATUTORY,
    as_of,
    holder,
    name,
    plural,
    some,
)

PARTNERSHIP, SEAT = SORTS["partnerships"], SORTS["appointments"]
MOST_NAMED = 1_500  # characters of a list of other partnerships
# What the card says in words of its own, and not as the table of fields has it.
OWN_WORDS = {
    "name",
    "short",
    "kind",
    "kind_short",
    "kind_formerly_short",
    "own_role",
    "purpose",
    "priorities",
    "priorities_called",
    "vision",
    "vision_year",
    "statutory",
    "formal",
    "reports_to",
    "parent",
    "member_of",
    "works_into",
    "group",
    "number",
    "since",
    "until",
    "merged_into",
    "next_meeting",
    "source",
    "bodies",
    "bodies_are",
    "seats_per_body",
}


def lines(card: Card, *, today: date, public: bool) -> list[str]:
    """The card's lines; an empty one begins a new part. In `public` nothing restricted is said (A-17)."""
    entry = card.row.partnership
    return [
        *_head(card, today),
        "",
        *_seats(card, public=public),
        "",
        *_what(entry, public=public),
        "",
        *_aims(entry),
        *_targets(card.targets),
        "",
        *_bodies(entry),
        *_plain(entry, WHO, public=public),
        "",
        *_links(card),
        "",
        *_plain(entry, NAMES, public=public),
        *_plain(entry, MEETS, public=public),
    ]


def _head(card: Card, today: date) -> Iterator[str]:
    entry = card.row.partnership
    short = (
        f" ({name(entry.short)})"
        if entry.short and entry.short.casefold() not in entry.title.casefold()
        else ""
    )
    yield f"*{name(entry.title)}*{short}"
    if told := as_of(card.day, today):
        yield told
    if entry.until and entry.until <= card.day:
        into = f", merged into {name(card.row.successor.title)}" if card.row.successor else ""
        yield f"*Ended on {write_date(entry.until)}{into}.*"
    elif entry.until:
        yield f"Ends on {write_date(entry.until)}."
    if entry.since and card.day < entry.since:
        verb = "began" if entry.since <= today else "begins"
        yield f"*Not yet there on that day: it {verb} on {write_date(entry.since)}.*"
    if card.remark:
        yield f"Please note: {escape(card.remark)}"


def _seats(card: Card, *, public: bool) -> Iterator[str]:
    row = card.row
    if row.standing is None:
        yield from _sitters(card, public=public)
    committees = [
        f"{escape(c.name)}{f' ({escape(c.short)})' if c.short and not set(words(c.short)) <= set(words(c.name)) else ''}"
        for c in row.reports_to
    ]
    yield f"*Reports to:* {some(committees[:1], MOST_NAMED) or NOT_RECORDED}"
    if committees[1:]:
        yield f"*Also reports to:* {some(committees[1:], MOST_NAMED)}"
    if card.row.partnership.next_meeting:
        yield f"*Next meeting:* {write_date(card.row.partnership.next_meeting)}"
    elif card.row.met:
        yield f"*Next meeting:* {NOT_RECORDED}. The last one recorded was on {write_date(card.row.met)}."


def _sitters(card: Card, *, public: bool) -> Iterator[str]:
    """Who sits there and who helps; left out where the partnership is not there on the day."""
    row = card.row
    coming = _to_come(row.coming)
    if not (row.representatives or row.substitutes or coming):
        yield "No seat of ours is listed."
        return
    yield f"*Representative:* {'; '.join(filter(None, [_sitting(row.representatives, public=public), coming])) or NOT_RECORDED}"
    substitutes = [_sitting(row.substitutes, public=public), _to_come(row.coming_substitutes)]
    yield f"*Substitute:* {'; '.join(filter(None, substitutes)) or NOT_FILLED}"
    helped = "; ".join(
        f"{name(officer.name)}, who helps {name(member.name)}" for member, officer in card.helped
    )
    yield f"*Support officer:* {_sitting(row.support_officers, public=public) or helped or NOT_RECORDED}"
    yield f"*Link officer:* {'; '.join(_link_officer(held) for held in row.link_officers) or NOT_RECORDED}"


def _to_come(seats: Sequence[Holder]) -> str:
    """Those who sit there from some day on."""
    return "; ".join(
        f"{holder(held, dated=False)} from {write_date(held.appointment.since)}"
        for held in seats
        if held.appointment.since
    )


def _sitting(seats: Sequence[Holder], *, public: bool) -> str:
    """Those who sit there, each with why they suit and what they may decide (B-01, B-17, B-19)."""
    return "; ".join(f"{holder(held)}{_suited(held, public=public)}" for held in seats)


def _suited(held: Holder, *, public: bool) -> str:
    seat, said = held.appointment, list[str]()
    for field in SEAT.fields:
        if field.name not in {"suitability", "minute", "delegation", "area_link", "area_link_note"}:
            continue
        value = getattr(seat, field.name)
        if value and not (public and field.restricted):
            said.append(f"\n    {field.label}: {escape(value)}")
    return "".join(said)


def _link_officer(held: Holder) -> str:
    """A link officer, or how far the request for one has come (A-04)."""
    seat = held.appointment
    asked = f"the chief constable was asked on {write_date(seat.requested_on)}" if seat.requested_on else ""
    if seat.vacant:
        return f"{asked}, no nomination yet" if asked else holder(held)
    body = f" of {name(held.person.body)}" if held.person and held.person.body else ""
    nominated = f", nominated on {write_date(seat.nominated_on)}" if seat.nominated_on else ""
    return f"{holder(held)}{body}{nominated}{f' ({asked})' if asked else ''}"


def _what(entry: Partnership, *, public: bool) -> Iterator[str]:
    """What it is: the kind, and what tells it from others of its kind (A-18, A-19)."""
    tag = f" ({name(entry.kind_short)})" if entry.kind_short else ""
    kind = (
        f"{name(entry.kind)}{tag}"
        if entry.kind
        else f"{name(entry.kind_short)}"
        if entry.kind_short
        else NOT_RECORDED
    )
    formal = {True: ", formal", False: ", informal", None: ""}
    yield f"*Kind:* {kind}, {STATUTORY[entry.statutory]}{formal[entry.formal]}"
    yield from _plain(entry, WHAT, public=public)


def _aims(entry: Partnership) -> Iterator[str]:
    yield f"*Purpose:* {_listed(entry.purpose) or NOT_RECORDED}"
    yield f"*Our role in it:* {escape(entry.own_role or NOT_RECORDED)}"
    yield from priorities(entry)
    if entry.strategy_years:
        yield f"*Its strategy runs for:* {plural(entry.strategy_years, 'year', 'years')}"


def priorities(entry: Partnership) -> Iterator[str]:
    """What it wants to reach, under its own word for that (A-12, A-14)."""
    for label, said in aims(entry):
        yield f"*{name(label)}:* {_listed(said)}"
    if entry.vision_year and not entry.vision:
        yield f"*Vision:* for {entry.vision_year}"


def aims(entry: Partnership) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What it wants to reach, each with the word for it; what is not recorded is left out."""
    called = entry.priorities_called or PARTNERSHIP.field("priorities").label
    year = f" for {entry.vision_year}" if entry.vision_year else ""
    parts = [
        (f"Vision{year}", entry.vision),
        (called[:1].upper() + called[1:], entry.priorities),
        *(
            (PARTNERSHIP.field(part).label, getattr(entry, part))
            for part in ("principles", "themes", "strands", "objectives")
        ),
    ]
    return ((label, said) for label, said in parts if said)


def _bodies(entry: Partnership) -> Iterator[str]:
    """How many bodies belong to it, of what kind, and how many seats each has (A-21)."""
    if entry.bodies:
        seats = f", {plural(entry.seats_per_body, 'seat', 'seats')} each" if entry.seats_per_body else ""
        yield f"*Bodies:* {entry.bodies} {escape(entry.bodies_are or 'bodies')}{seats}"


def _targets(targets: Sequence[Target]) -> Iterator[str]:
    if not targets:
        return
    yield "*Targets:*"
    for target in targets:
        more = [
            f"measured by {escape(target.measure)}" if target.measure else "",
            escape(target.amount or ""),
            f"by {write_date(target.by)}" if target.by else "",
            f"owner: {escape(target.owner)}" if target.owner else "",
            f"for the objective: {escape(target.objective)}" if target.objective else "",
        ]
        yield f"• {'; '.join([escape(target.target), *filter(None, more)])}"


def _joined(card: Card) -> str:
    """What those that merged into it made of it: something new, or it was there before."""
    began = card.row.partnership.since
    return (
        "Formed from" if began and all(old.until == began for old in card.merged_from) else "Merged into it"
    )


def _links(card: Card) -> Iterator[str]:
    """How it is tied to others (A-10, A-24)."""
    entry = card.row.partnership
    for label, others in (
        ("Part of", card.parents),
        ("Works into", card.works_into),
        (_joined(card), card.merged_from),
        ("Partnerships below it", card.parts),
    ):
        if others:
            yield f"*{label}:* {some((name(other.title) for other in others), MOST_NAMED)}"
    if card.group:
        count = f" of {card.group.count}" if card.group.count else ""
        number = f", number {entry.number}{count}" if entry.number else ""
        yield f"*Group:* {name(card.group.name)}{number}"
        said = [card.group.representation, card.group.ideal_representative]
        labels = ("Our representation", "Ideal representative")
        yield from (f"*{label}:* {escape(words)}" for label, words in zip(labels, said, strict=True) if words)
        if card.group.facts:
            yield f"*Said of all in the group:* {_listed(card.group.facts)}"
    if entry.since:
        yield f"*Began:* {write_date(entry.since)}"


def _plain(entry: Partnership, part: str, *, public: bool) -> Iterator[str]:
    """The other fields of one part that say something, under the labels that forms and files have for them."""
    for field in PARTNERSHIP.fields:
        if field.part != part or field.name in OWN_WORDS or (public and field.restricted):
            continue
        if said := _said(field, entry):
            yield f"*{field.label}:* {said}"


def _said(field: Field, entry: Partnership) -> str:
    value = getattr(entry, field.name)
    match field.control:
        case Control.YES_NO:
            return "" if value is None else "yes" if value else "no"
        case Control.DATE:
            return write_date(value) if value else ""
        case Control.LINES:
            return escape("; ".join(value)) if field.part == NAMES else _listed(value)
        case Control.FORMER_NAMES:
            return "; ".join(
                f"{escape(former.name)} (until {write_date(former.until)})"
                if former.until
                else escape(former.name)
                for former in value
            )
        case Control.ATTENDANCE:
            return "".join(f"\n• {escape(each.sub_group)}: {escape(', '.join(each.who))}" for each in value)
    return escape(str(value)) if value is not None else ""


def _listed(said: Sequence[str]) -> str:
    """One thing in the line, several below each other."""
    if len(said) < 2:  # noqa: PLR2004 - one needs no list
        return "".join(map(escape, said))
    return "".join(f"\n• {escape(each)}" for each in said)
