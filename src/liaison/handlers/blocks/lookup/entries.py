"""The lines in which an answer says what was found: partnerships, people, offices, committees, groups, seats, changes."""

from collections.abc import Iterator

from liaison.domain.dates import write_date
from liaison.domain.lookup import Change, CommitteeEntry, Ending, GroupEntry, OfficeHolders, PersonSeats, Row
from liaison.domain.register.models import Holder, Partnership
from liaison.domain.values import OfficeId
from liaison.handlers.blocks.kit import escape
from liaison.handlers.blocks.lookup.words import (
    NOT_RECORDED,
    also_called,
    fit,
    holder,
    holders,
    name,
    plural,
    some,
)

SHORT = 500  # characters of a list within one entry of several


def partnership(row: Row) -> str:
    """One partnership in a line: who sits there, and who stands in (A-01, A-02)."""
    if not row.representatives and not row.substitutes:
        return f"{_called(row)}: no seat of ours is listed."
    substitute = holders(row.substitutes, most=SHORT, dated=False) or NOT_RECORDED
    seats = holders(row.representatives, most=SHORT) or "nobody is listed as representative"
    return f"{_called(row)}: {seats}. Substitute: {substitute}."


def partnership_in_full(row: Row) -> Iterator[str]:
    """One partnership that is the whole answer: the line, then who else helps, where it reports and when it meets."""
    yield partnership(row)
    others = [
        ("Support officer", holders(row.support_officers)),
        ("Link officer", holders(row.link_officers)),
        ("Reports to", some((escape(committee.name) for committee in row.reports_to), SHORT)),
    ]
    said = [f"{label}: {who}." for label, who in others if who]
    if row.partnership.next_meeting:
        said.append(f"Next meeting: {write_date(row.partnership.next_meeting)}.")
    if said:
        yield " ".join(said)


def partnership_in_words(row: Row) -> str:
    """The same for a notification, without marks."""
    return f"{name(row.partnership.title)}: {holders(row.representatives, dated=False) or 'no seat of ours is listed'}."


def _called(row: Row) -> str:
    """The name, with why it fits where the name does not say so, and that it has ended where it has (A-24)."""
    standing = f", {fit(row.standing, 300)}" if row.standing else ""
    if row.matched and not row.matched.startswith("also called"):
        why = f"{also_called(row.partnership)} ({fit(row.matched, 200)})"
    else:
        why = f", {fit(row.matched, 200)}" if row.matched else also_called(row.partnership)
    return f"*{name(row.partnership.title)}*{why}{standing}"


def person(
    entry: PersonSeats, *, most: int, sees_restricted: bool, besides: OfficeId | None = None
) -> Iterator[str]:
    """One person with the offices and seats they hold (A-08, B-02), at most so many; the rest are counted.

    `besides` is an office that has been said already.
    """
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    body = f", {name(entry.person.body)}" if entry.person.body else ""
    yield f"*{name(entry.person.name)}*{body}{why}{_offices(entry, besides)}"
    if sees_restricted and entry.person.other_roles:  # B-04
        yield f"Also: {some(map(name, entry.person.other_roles), SHORT)}"
    if entry.support_officer:
        yield f"Support officer: {name(entry.support_officer.name)}"
    for place, held in entry.seats[:most]:
        yield f"• {name(place.title)}: {_seat(held)}"
    if len(entry.seats) > most:
        yield f"• and {plural(len(entry.seats) - most, 'more seat', 'more seats')}"
    if not entry.seats:
        yield "No seat is recorded."


def _offices(entry: PersonSeats, besides: OfficeId | None) -> str:
    since = {term.office: term.since for term in entry.terms if term.since}
    offices = [
        f"{name(office.name)} (since {write_date(since[office.id])})"
        if office.id in since
        else name(office.name)
        for office in entry.offices
        if office.id != besides
    ]
    return f", {some(offices, SHORT)}" if offices else ""


def _seat(held: Holder) -> str:
    """A seat in its holder's own list: the role, and what else is said of it."""
    who = held.person.name if held.person else ""
    words = holder(held.model_copy(update={"office": None}) if held.person else held)
    rest = words.removeprefix(name(who))
    office = f", by office ({name(held.office.name)})" if held.office and not held.appointment.person else ""
    return f"{held.appointment.role}{office}{rest}"


def person_in_words(entry: PersonSeats) -> str:
    """The same for a notification."""
    seats = some((f"{name(place.title)} ({held.appointment.role})" for place, held in entry.seats), SHORT)
    return f"{name(entry.person.name)}: {seats or 'no seat is recorded'}."


def office(entry: OfficeHolders, *, most: int) -> Iterator[str]:
    """One office with its holders, or with the seats that go with it where no holder is recorded (A-21)."""
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    yield f"*{name(entry.office.name)}*{why}" + ("" if entry.holders else ": holder not recorded")
    for held in entry.holders:
        yield from person(held, most=most, sees_restricted=False, besides=entry.office.id)
    if not entry.holders:
        for place, seat in entry.seats[:most]:
            yield f"• {name(place.title)}: {seat.appointment.role}"


def office_in_words(entry: OfficeHolders) -> str:
    """The same for a notification."""
    return f"{name(entry.office.name)}: {some((name(h.person.name) for h in entry.holders), SHORT) or NOT_RECORDED}."


def committee(entry: CommitteeEntry, *, most: int) -> Iterator[str]:
    """One committee with its offices and the partnerships that report to it (A-05)."""
    short = f" ({name(entry.committee.short)})" if entry.committee.short else ""
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    yield f"*{name(entry.committee.name)}*{short}{why}"
    for office_ in entry.offices[:most]:
        yield f"• {office_in_words(office_).removesuffix('.')}"
    shown = entry.partnerships[:most]
    reports = ", ".join(name(row.partnership.title) for row in shown) or NOT_RECORDED
    more = max(entry.reporting, len(entry.partnerships)) - len(shown)
    yield f"Partnerships that report to it: {reports}{f' and {more:,} more' if more else ''}"


def group(entry: GroupEntry) -> Iterator[str]:
    """What the register says of several partnerships at once (A-10, A-20)."""
    said = entry.group
    count = f"{plural(said.count, 'partnership', 'partnerships')}, " if said.count else ""
    everyone = bool(said.count) and entry.named == said.count
    named = (
        "all in the register"
        if everyone
        else f"{entry.named} in the register"
        if entry.named
        else "none named"
    )
    yield f"*{name(said.name)}*: {count}{named}"
    for label, words in (
        ("Our representation", said.representation),
        ("Ideal representative", said.ideal_representative),
        ("Remark", said.remark),
    ):
        if words:
            yield f"{label}: {fit(words, SHORT)}"


def seat(place: Partnership, held: Holder) -> str:
    """A seat in a list of seats: vacant (A-06), or to be confirmed (B-21)."""
    return f"*{name(place.title)}*: {held.appointment.role}, {holder(held)}"


def ending(entry: Ending) -> str:
    """An appointment or a term that ends soon."""
    day = write_date(entry.on)
    if entry.seat and entry.partnership:
        return f"{day}: {_holder(entry.seat)} ends as {entry.seat.appointment.role} on *{name(entry.partnership.title)}*"
    return f"{day}: {_in_office(entry)} ends"


def change(entry: Change) -> str:
    """What began or ended on some day."""
    day, verb = write_date(entry.on), "began" if entry.began else "ended"
    if entry.seat and entry.partnership:
        return f"{day}: {_holder(entry.seat)} {verb} as {entry.seat.appointment.role} on *{name(entry.partnership.title)}*"
    return f"{day}: {_in_office(entry)} {verb}"


def _holder(held: Holder) -> str:
    if held.appointment.vacant:
        return "a vacancy"
    return holder(held.model_copy(update={"to_confirm_since": None}), dated=False)


def _in_office(entry: Ending | Change) -> str:
    who = name(entry.person.name) if entry.person else NOT_RECORDED
    return f"*{who}* as {name(entry.office.name) if entry.office else NOT_RECORDED}"
