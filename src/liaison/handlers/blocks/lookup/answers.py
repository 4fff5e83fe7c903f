"""What a lookup answers, as blocks: short, with the way to more beside each entry."""

from collections.abc import Iterator, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.lookup import PER_PAGE, Answer, PersonSeats
from liaison.domain.names import singular, telling_words
from liaison.domain.register.models import Holder, Partnership
from liaison.handlers.blocks.kit import Block, Element, Message, actions, button, escape, section, unescape
from liaison.handlers.blocks.lookup import entries
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import (
    BUTTONS,
    CARD,
    MATRIX,
    TELL_WHO,
    About,
    Reader,
    framed,
    label,
    turns,
    way_back,
    whole_matrix,
)
from liaison.handlers.blocks.lookup.headings import heading as heading_of
from liaison.handlers.blocks.lookup.headings import query, spelt_out
from liaison.handlers.blocks.lookup.wanted import lacks_purpose
from liaison.handlers.blocks.lookup.words import (
    LONGEST_PAGE,
    NOT_RECORDED,
    as_of,
    clipped,
    edition,
    fit,
    name,
    paged,
    plural,
)
from liaison.handlers.blocks.register import ADD, EDIT, preset

FEW = 5  # seats or holders of one entry among several
ALL = 10_000
YES = "Yes, that one"
ADD_REPORTING = "To record one, type `/partnership edit` and its name, and choose this committee."
UNFOLLOWED = "What ends, or has ended, with nobody to follow: type `/partnership ends`."
RECORD_PURPOSE = "To record it, type `/partnership edit {name}`."
TELL_PURPOSE = "If you know it, press Report a mistake and say so."
TELL_REPORTING = "If you know of one, press Report a mistake and say which."


def answer(found: Answer, ask: Ask, reader: Reader, *, tips: Sequence[str] = ()) -> Message:
    """What was found: short lines, how the question was read, the edition, and buttons for more.

    `tips` are what somebody could type instead, where nothing was found.
    """
    if found.certainty == "nothing" and not found.total:
        return nothing(found, ask, tips)
    if found.asked == "entries" and found.total == 1 and found.certainty == "certain" and found.count == 1:
        return _one(found, ask, reader)
    return _several(found, ask, reader)


def nothing(found: Answer, ask: Ask, tips: Sequence[str]) -> Message:
    """That nothing matches, with what to try."""
    text = escape(found.instead or "") or f'Nothing in the register matches "{query(found)}".'
    if found.instead:
        mend = "Try another word, or see the whole matrix."
    elif found.near:
        mend = f"Did you mean: {', '.join(map(name, found.near))}?"
    else:
        mend = "Try a partnership, a person, an area or a committee"
        mend += f": {', '.join(f'`/rep {name(tip)}`' for tip in tips)}." if tips else "."
    told = [section(f"{text} {mend}")]
    if found.remark:
        told.append(section(escape(found.remark)))
    return Message(
        unescape(f"{text} {mend}"), [*told, actions(BUTTONS, [whole_matrix(ask, _other_day(found))])]
    )


def _one(found: Answer, ask: Ask, reader: Reader) -> Message:
    """One entry for certain: all its lines, and the way to its card."""
    buttons, about = list[Element](), None
    if found.partnerships:
        row = found.partnerships[0]
        lines = [*entries.partnership_in_full(row, found.detail)]
        text = entries.partnership_in_words(row, found.detail)
        if found.detail == "purpose" and not reader.shared_by and lacks_purpose(row):
            lines.append(
                RECORD_PURPOSE.format(name=name(row.partnership.name)) if reader.may_edit else TELL_PURPOSE
            )
        about = About("partnerships", row.partnership.id)
        buttons.append(details(row.partnership, ask, _other_day(found)))
        if row.successor and row.standing:
            buttons.append(details(row.successor, ask, _other_day(found), called="See what it merged into"))
        vacant = next((held for held in row.representatives if held.appointment.vacant), None)
        if vacant and not reader.may_edit:
            buttons.append(tell_who(vacant.appointment.id))
    elif found.people:
        person = found.people[0]
        lines = [
            *entries.person(person, most=ALL, sees_restricted=reader.sees_restricted, detail=found.detail)
        ]
        text, about = entries.person_in_words(person, found.detail), About("people", person.person.id)
    elif found.committees:
        committee = found.committees[0]
        mend = "" if reader.shared_by else ADD_REPORTING if reader.may_edit else TELL_REPORTING
        lines = [*entries.committee(committee, most=ALL, mend=mend)]
        if found.detail == "next meeting":
            lines.insert(1, f"Next meeting: {NOT_RECORDED}")
        text = f"{name(committee.committee.name)}."
        about = About("committees", committee.committee.id)
        if committee.reporting > len(committee.partnerships):
            all_of_them = Ask(
                text=f"matrix reports to {committee.committee.short or committee.committee.name}"
            )
            buttons.append(button("See all that report to it", f"{MATRIX}.reporting", all_of_them.value()))
    else:
        office = found.offices[0]
        lines, text = [*entries.office(office, most=ALL)], entries.office_in_words(office)
        about = About("offices", office.office.id)
    shown = paged(lines, ask.page)
    own = found.people[0] if found.people else None
    body = shown.blocks
    if own and own.beside and not found.detail and len(own.seats) <= PER_PAGE and not reader.shared_by:
        body = [*_own_seats(own, lines, ask, found)]
    return framed(
        f"{_day(found)}{text}",
        body,
        _small_print(found),
        ask,
        reader,
        heading=_remarks(found),
        buttons=[
            *way_back(ask),
            *buttons,
            *turns(ask, shown.page, shown.pages),
            whole_matrix(ask, _other_day(found)),
        ],
        about=about,
    )


def _own_seats(own: PersonSeats, lines: list[str], ask: Ask, found: Answer) -> Iterator[Block]:
    """The asker's own seats, each with the way to all that the register says of the partnership."""
    tail = len(lines) - len([*entries.to_come(own)])
    head = tail - len(own.seats)
    yield from paged(lines[:head], 0).blocks
    for line, (place, _) in zip(lines[head:tail], own.seats, strict=True):
        yield section(
            clipped(line, LONGEST_PAGE // PER_PAGE), accessory=details(place, ask, _other_day(found))
        )
    yield from paged(lines[tail:], 0).blocks if lines[tail:] else ()


def _several(found: Answer, ask: Ask, reader: Reader) -> Message:
    """Several entries, or none: each in its own lines with its button, a page at a time (UX-07, P-13)."""
    pages = max(1, -(-found.total // PER_PAGE))
    heading = f"*{heading_of(found)}*" + (f", page {found.page + 1} of {pages}" if pages > 1 else "")
    beside = UNFOLLOWED if found.asked == "expiring" and reader.may_edit and not reader.shared_by else ""
    said = "\n".join(filter(None, [heading, _remarks(found), beside]))
    text = f"{_day(found)}{heading_of(found)}{'' if heading_of(found).endswith(('?', ':')) else '.'} {_in_words(found)}".strip()
    return framed(
        text,
        [*_entry_blocks(found, ask, reader)],
        _small_print(found),
        ask,
        reader,
        heading=said,
        buttons=[*way_back(ask), *turns(ask, found.page, pages), whole_matrix(ask, _other_day(found))],
    )


def _entry_blocks(found: Answer, ask: Ask, reader: Reader) -> Iterator[Block]:
    """The entries of one page, each with the button that leads to all of it."""
    day = _other_day(found)
    detail = found.detail if found.asked != "without" else None  # the heading says that they have none
    lone = found.certainty == "guess" and found.total == 1
    texts = [
        *(
            (entries.partnership(row, detail), details(row.partnership, ask, day, yes=lone))
            for row in found.partnerships
        ),
        *(
            (
                "\n".join(
                    entries.person(each, most=FEW, sees_restricted=reader.sees_restricted, detail=detail)
                ),
                _link(each)
                if found.asked == "unlinked" and reader.may_link
                else _person(each, ask, day, yes=lone),
            )
            for each in found.people
        ),
        *(
            ("\n".join(entries.committee(each, most=FEW)), _ask_for(each.committee.name, ask, day, yes=lone))
            for each in found.committees
        ),
        *(
            ("\n".join(entries.office(each, most=FEW)), _ask_for(each.office.name, ask, day, yes=lone))
            for each in found.offices
        ),
        *(
            ("\n".join(entries.group(each, remarks=not found.partnerships)), None)
            for each in found.groups[:FEW]
        ),
    ]
    if len(found.groups) > FEW:
        more = plural(len(found.groups) - FEW, "more group", "more groups")
        texts.append((f"and {more}: type `/partnership tree` to see all", None))
    for text, button_ in texts:
        yield section(
            clipped(text, LONGEST_PAGE // len(texts)), accessory=None if reader.shared_by else button_
        )
    for number, (place, held) in enumerate(found.seats, start=1):
        mend = None if reader.shared_by else _mend(place, held, number, reader)
        yield section(entries.seat(place, held), accessory=mend)
    lines = [*map(entries.ending, found.endings), *_changes(found)]
    if lines:
        yield from paged(lines, 0).blocks


def _changes(found: Answer) -> Iterator[str]:
    """What began or ended, under the names of its groups where there are several."""
    several = found.asked in {"ended", "began"} and len([count for count in found.counts if count]) > 1
    for at, change in enumerate(found.changes):
        if several and (at == 0 or (change.term is None) != (found.changes[at - 1].term is None)):
            yield "*Appointments*" if change.term is None else "*Terms of office*"
        yield entries.change(change, found.today)


def details(
    partnership: Partnership,
    ask: Ask,
    day: date | None = None,
    *,
    yes: bool = False,
    called: str = "Details",
) -> Element:
    """The button that opens a partnership's card, as of a day that is not today's; the card knows the way back.

    It says `yes` where the entry is the only guess.
    """
    value = Ask(shows="card", of=partnership.id, text=ask.text, day=day, back=ask.page).value()
    spoken = label(f"{called}: ", partnership.title, partnership.name, partnership.short)
    return button(
        YES if yes else called, CARD if called == "Details" else f"{CARD}.other", value, label=spoken
    )


def tell_who(appointment: str) -> Element:
    """The button by which somebody who knows it says who sits in a vacant seat."""
    return button("Tell staff who it is", TELL_WHO, About("appointments", appointment).value)


def _mend(place: Partnership, held: Holder, number: int, reader: Reader) -> Element | None:
    """What can be done about a seat of a list: staff change it, others say who sits there."""
    value = About("appointments", held.appointment.id).value
    called = label(f"{number}. {held.appointment.role} on ", place.title, place.name, place.short)
    if reader.may_edit:
        return button("Edit", EDIT, value, label=called)
    return button("Tell staff who it is", TELL_WHO, value, label=called) if held.appointment.vacant else None


def _person(entry: PersonSeats, ask: Ask, day: date | None, *, yes: bool = False) -> Element:
    ask = Ask(shows="person", of=entry.person.id, day=day, came_from=ask.text, back=ask.page)
    return button(YES if yes else "Details", CARD, ask.value(), label=label("Details: ", entry.person.name))


def _link(entry: PersonSeats) -> Element:
    """The button by which staff say who this is in Slack."""
    given = preset("links", person=entry.person.id)
    return button("Link", f"{ADD}.links", given, label=label("Link with Slack: ", entry.person.name))


def _ask_for(called: str, ask: Ask, day: date | None, *, yes: bool = False) -> Element:
    text = f"{called} on {write_date(day)}" if day else called
    ask = Ask(text=text, came_from=ask.text, back=ask.page)
    return button(YES if yes else "Details", CARD, ask.value(), label=label("Details: ", called))


def _other_day(found: Answer) -> date | None:
    """The day asked about, where it is not today's."""
    return found.day if found.day != found.today else None


def _remarks(found: Answer) -> str:
    told = [as_of(found.day, found.today), fit(found.remark, 500) if found.remark else ""]
    return "\n".join(filter(None, told))


def _day(found: Answer) -> str:
    told = as_of(found.day, found.today)
    return f"{told}: " if told else ""


def _small_print(found: Answer) -> str:
    """How the question was read, where that was not word for word; abbreviations in full; and the edition (A-16, I-23)."""
    listed = " ".join(filter(None, [spelt_out(found), edition(found.edition, found.policy_edition)]))
    if (
        found.asked in {"ended", "began"}
        or found.understood == "You"
        or _telling(found.understood) == _telling(found.query)
    ):
        return listed
    plain = found.asked != "entries" and not any(mark in found.understood for mark in (",", "(", " by "))
    return listed if plain or not found.understood else f"Read as: {fit(found.understood, 300)}. {listed}"


def _telling(text: str) -> set[str]:
    return {singular(word) for word in telling_words(text)}


def _in_words(found: Answer) -> str:
    """What was found, for a notification."""
    parts = [
        *(entries.partnership_in_words(row, found.detail) for row in found.partnerships),
        *(
            (entries.person_in_words(each, found.detail) for each in found.people)
            if len(found.people) <= FEW
            else [f"{'; '.join(name(entry.person.name) for entry in found.people)}."]
        ),
        *(f"{name(entry.committee.name)}." for entry in found.committees),
        *map(entries.office_in_words, found.offices),
        *(f"{name(entry.group.name)}." for entry in found.groups),
        *(f"{entries.seat(place, held).replace('*', '')}." for place, held in found.seats),
        *(f"{entries.ending(entry).replace('*', '')}." for entry in found.endings),
        *(f"{entries.change(entry, found.today).replace('*', '')}." for entry in found.changes),
    ]
    return " ".join(parts)
