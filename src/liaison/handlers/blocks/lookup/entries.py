"""The lines in which an answer says what was found: partnerships, people, offices, committees, groups, seats, changes."""

from collections.abc import Iterable, Iterator
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.lookup import (
    Change,
    CommitteeEntry,
    Detail,
    Ending,
    GroupEntry,
    OfficeHolders,
    PersonSeats,
    Row,
)
from liaison.domain.names import words
from liaison.domain.register.models import Holder, Partnership
from liaison.domain.values import OfficeId
from liaison.handlers.blocks.lookup.wanted import DAYS, LABELS, SHORT, asked, before, began, has, none_of
from liaison.handlers.blocks.lookup.words import (
    NOT_FILLED,
    NOT_RECORDED,
    also_called,
    fit,
    holder,
    holders,
    name,
    plural,
    some,
)

MOST_BESIDE = 5  # partnerships in a notification


def partnership(row: Row, detail: Detail | None = None) -> str:
    """One partnership in a line: who sits there, and who stands in (A-01, A-02); or what else of it was asked for."""
    if detail and detail != "representative" and not row.standing:
        return f"{_called(row)}. {asked(row, detail)}"
    if row.standing:
        return f"{_called(row)}. {_still_said(row, detail)}".rstrip()
    coming = some((_from(held) for held in row.coming), SHORT)
    if not row.representatives and not row.substitutes:
        return f"{_called(row)}: {coming or _nobody(row)}."
    substitutes = [holders(row.substitutes, most=SHORT, dated=False), *map(_from, row.coming_substitutes)]
    substitute = "; ".join(filter(None, substitutes)) or NOT_FILLED
    seats = "; ".join(filter(None, [holders(row.representatives, most=SHORT), coming]))
    seats = seats or _nobody(row)
    return f"{_called(row)}: {seats}. Substitute: {substitute}."


def _still_said(row: Row, detail: Detail | None) -> str:
    """What is said of a partnership that has ended, or has not begun, beside that."""
    if detail == "dates":
        return began(row)
    if row.before:
        return before(row.before)
    return asked(row, detail) if detail in {"owner", "former names"} else ""


def _nobody(row: Row) -> str:
    """That nobody sits there, or that no seat of ours is listed at all (A-20)."""
    return "nobody is listed as representative" if row.substitutes else "no seat of ours is listed"


def _from(held: Holder) -> str:
    """Who sits there from some day on."""
    since = f" from {write_date(held.appointment.since)}" if held.appointment.since else ""
    return f"{holder(held, dated=False)}{since}"


def partnership_in_full(row: Row, detail: Detail | None = None) -> Iterator[str]:
    """One partnership that is the whole answer: the line, then who else helps, where it reports and when it meets.

    What was asked for comes first, and is said to be missing where it is; a day is the whole answer, and the card has the
    rest.
    """
    yield partnership(row, detail)
    if detail in DAYS and not row.standing:
        return
    others: list[Detail] = ["support officer", "link officer", "committee", "next meeting"]
    if detail and detail != "representative":
        others = ["representative", "substitute", *others]
    said = [f"{LABELS[other]}: {who}." for other in others if other != detail and (who := has(row, other))]
    if said:
        yield " ".join(said)
    if row.merged_from:
        merged = (f"{name(old.title)}, on {write_date(old.until)}" for old in row.merged_from if old.until)
        yield f"Merged into it: {some(merged, SHORT, between='; ')}."


def partnership_in_words(row: Row, detail: Detail | None = None) -> str:
    """The same for a notification, without marks."""
    if row.standing:
        return f"{name(row.partnership.title)}, {fit(row.standing, 300)}."
    if detail and detail != "representative":
        return f"{name(row.partnership.title)}. {asked(row, detail)}"
    who = [holders(row.representatives, dated=False), *map(_from, row.coming)]
    return f"{name(row.partnership.title)}: {'; '.join(filter(None, who)) or _nobody(row)}."


def _called(row: Row) -> str:
    """The name, with why it fits where the name does not say so, and that it has ended where it has (A-24)."""
    ends = row.standing or row.ending
    standing = f", {fit(ends, 300)}" if ends else ""
    if row.matched and not row.matched.startswith("also called"):
        why = f"{also_called(row.partnership)} ({fit(row.matched, 200)})"
    else:
        why = f", {fit(row.matched, 200)}" if row.matched else also_called(row.partnership)
    return f"*{name(row.partnership.title)}*{why}{standing}"


def person(
    entry: PersonSeats,
    *,
    most: int,
    sees_restricted: bool,
    besides: OfficeId | None = None,
    detail: Detail | None = None,
) -> Iterator[str]:
    """One person with the offices and seats they hold (A-08, B-02), at most so many; the rest are counted.

    `besides` is an office that has been said already. `detail` is what was asked for, and comes first.
    """
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    body = f", {name(entry.person.body)}" if entry.person.body else ""
    yield f"*{name(entry.person.name)}*{body}{why}{_offices(entry, besides)}"
    yield from _beside(entry, detail, most=most)
    if sees_restricted and entry.person.other_roles:  # B-04
        yield f"Also: {some(map(name, entry.person.other_roles), SHORT)}"
    if entry.support_officer and detail != "support officer":
        yield f"Support officer: {name(entry.support_officer.name)}"
    for place, held in entry.seats[:most]:
        stands_in = (
            f". Substitute: {_who_stands_in(entry, place)}" if _asks_nothing(entry, held, detail) else ""
        )
        yield f"• {name(place.title)}: {_seat(held)}{stands_in}"
    if len(entry.seats) > most:
        yield f"• and {plural(len(entry.seats) - most, 'more seat', 'more seats')}"
    if not entry.seats:
        yield "No seat at present." if entry.coming else "No seat is recorded."
    yield from to_come(entry)


def to_come(entry: PersonSeats) -> Iterator[str]:
    """The offices and seats that somebody is to hold later, by the day on which they begin."""
    begins: dict[date, list[str]] = {}
    for office_, term in entry.coming_terms:
        if term.since:
            begins.setdefault(term.since, []).append(name(office_.name))
    for place, held in entry.coming:
        if since := held.appointment.since:
            begins.setdefault(since, []).append(f"{name(place.title)} ({held.appointment.role})")
    for day in sorted(begins):
        yield f"From {write_date(day)}: {some(begins[day], SHORT, between='; ')}."


def _asks_nothing(entry: PersonSeats, held: Holder, detail: Detail | None) -> bool:
    """Whether a seat is one of the asker's own, which shows who stands in for them."""
    return bool(entry.beside) and detail is None and held.appointment.role == "representative"


def _who_stands_in(entry: PersonSeats, place: Partnership) -> str:
    seats = next((seats for where, seats in entry.beside if where.id == place.id), ())
    return holders(seats, most=SHORT, dated=False) or NOT_FILLED


def _others(seats: Iterable[Holder]) -> str:
    """Who else sits somewhere, each with their role; that nobody does where that is so."""
    said = (f"{name(held.person.name)} ({held.appointment.role})" for held in seats if held.person)
    return some(said, SHORT, between="; ") or "nobody else of ours"


def _beside(entry: PersonSeats, detail: Detail | None, *, most: int) -> Iterator[str]:
    """Who supports somebody, or holds another role where they are the representative (A-02, A-03, A-04)."""
    if detail == "stands in for":
        for place, seats in entry.beside[:most]:
            yield f"Stands in on {name(place.title)} for {holders(seats, most=SHORT, dated=False) or NOT_RECORDED}."
        if not entry.beside:
            yield "Stands in for nobody."
        return
    if detail == "sits with":
        for place, seats in entry.beside[:most]:
            yield f"On {name(place.title)} with: {_others(seats)}."
        if not entry.beside:
            yield "Sits nowhere at present, so with nobody."
        return
    if detail not in {"substitute", "support officer", "link officer"}:
        return
    own = name(entry.support_officer.name) if entry.support_officer and detail == "support officer" else ""
    there = [
        (place, seats) for place, seats in entry.beside if seats or (detail != "support officer" and not own)
    ]
    if own or not there:
        yield f"{LABELS[detail]}: {own or none_of(detail)}."
    for place, seats in there[:most]:
        yield f"{LABELS[detail]} on {name(place.title)}: {holders(seats, most=SHORT, dated=False) or none_of(detail)}."
    if len(there) > most:
        yield f"and on {plural(len(there) - most, 'more partnership', 'more partnerships')}"


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


def person_in_words(entry: PersonSeats, detail: Detail | None = None) -> str:
    """The same for a notification."""
    if first := " ".join(_beside(entry, detail, most=MOST_BESIDE)):
        return f"{name(entry.person.name)}. {first}"
    seats = some((f"{name(place.title)} ({held.appointment.role})" for place, held in entry.seats), SHORT)
    later = " ".join(to_come(entry))
    none = "no seat at present" if later else "no seat is recorded"
    return f"{name(entry.person.name)}: {seats or none}. {later}".strip()


def office(entry: OfficeHolders, *, most: int) -> Iterator[str]:
    """One office with its holders, or with the seats that go with it where no holder is recorded (A-21)."""
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    yield f"*{name(entry.office.name)}*{why}" + ("" if entry.holders else ": holder not recorded")
    if entry.before:
        yield before(entry.before)
    for held in entry.holders:
        yield from person(held, most=most, sees_restricted=False, besides=entry.office.id)
    if not entry.holders:
        for place, seat in entry.seats[:most]:
            yield f"• {name(place.title)}: {seat.appointment.role}"


def office_in_words(entry: OfficeHolders) -> str:
    """The same for a notification."""
    if entry.before:
        return f"{name(entry.office.name)}. {before(entry.before)}"
    return f"{name(entry.office.name)}: {some((name(h.person.name) for h in entry.holders), SHORT) or NOT_RECORDED}."


def committee(entry: CommitteeEntry, *, most: int, mend: str = "") -> Iterator[str]:
    """One committee with its offices and the partnerships that report to it (A-05).

    `mend` is what to do where none is recorded.
    """
    known = entry.committee.short
    said = known is None or set(words(known)) <= set(words(entry.committee.name))
    short = "" if said else f" ({name(known or '')})"
    why = f" ({fit(entry.matched, 200)})" if entry.matched else ""
    yield f"*{name(entry.committee.name)}*{short}{why}"
    for office_ in entry.offices[:most]:
        yield f"• {office_in_words(office_).removesuffix('.')}"
    shown = entry.partnerships[:most]
    reports = ", ".join(name(row.partnership.title) for row in shown) or NOT_RECORDED
    more = max(entry.reporting, len(entry.partnerships)) - len(shown)
    yield f"Partnerships that report to it: {reports}{f' and {more:,} more' if more else ''}"
    if mend and not shown:
        yield mend


def group(entry: GroupEntry, *, remarks: bool = True) -> Iterator[str]:
    """What the register says of several partnerships at once (A-10, A-20); without remarks where they are listed too."""
    said = entry.group
    today = " today" if entry.of_today else ""
    count = f"{plural(said.count, 'partnership', 'partnerships')}{today}, " if said.count else ""
    everyone = bool(said.count) and entry.named == said.count
    named = (
        "all in the register"
        if everyone
        else f"{entry.named} in the register"
        if entry.named
        else "none named"
    )
    yield f"*{name(said.name)}*: {count}{named}"
    for label, told in (
        ("Our representation", said.representation),
        ("Ideal representative", said.ideal_representative),
        ("Appointed at", entry.appointed_at.name if entry.appointed_at else None),
        ("Remark", said.remark if remarks else None),
    ):
        if told:
            yield f"{label}: {fit(told, SHORT)}"


def seat(place: Partnership, held: Holder) -> str:
    """A seat in a list of seats: vacant (A-06), or to be confirmed (B-21)."""
    return f"*{name(place.title)}*: {held.appointment.role}, {holder(held)}"


def ending(entry: Ending) -> str:
    """An appointment or a term that ends soon."""
    day = write_date(entry.on)
    if entry.seat and entry.partnership:
        return f"{day}: {_holder(entry.seat)} ends as {entry.seat.appointment.role} on *{name(entry.partnership.title)}*"
    return f"{day}: {_term(entry)} ends"


def change(entry: Change, today: date) -> str:
    """What began or ended on some day, or will."""
    past = "began" if entry.began else "ended"
    day, verb = write_date(entry.on), past if entry.on <= today else "begins" if entry.began else "ends"
    if entry.seat and entry.partnership:
        return f"{day}: {_holder(entry.seat)} {verb} as {entry.seat.appointment.role} on *{name(entry.partnership.title)}*"
    return f"{day}: {_term(entry)} {verb}"


def _holder(held: Holder) -> str:
    if held.appointment.vacant:
        return "a vacancy"
    return holder(held.model_copy(update={"to_confirm_since": None}), dated=False)


def _term(entry: Ending | Change) -> str:
    """A term of office: "the term of Mr R Watson as Chairman"."""
    who = name(entry.person.name) if entry.person else NOT_RECORDED
    return f"the term of *{who}* as {name(entry.office.name) if entry.office else NOT_RECORDED}"
