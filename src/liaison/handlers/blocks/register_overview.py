"""What an entry of several parts holds, with a button for each part, each seat and each term: the way in to editing."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.register.cells import in_words, name_of
from liaison.domain.register.choosing import Spoken
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, Kind, Office, Partnership, Term
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    View,
    actions,
    button,
    capital,
    context,
    counted,
    cut,
    divider,
    escape,
    modal,
    section,
)
from liaison.handlers.blocks.register import ADD, EDIT, END, NOMINATE, PART, SUCCEED, preset
from liaison.handlers.blocks.register_forms import About, a_kind, called, remove_button

OVERVIEW: tuple[Kind, ...] = ("partnerships", "offices")  # the kinds that open with an overview
MOST_SEATS = 20
MOST_TARGETS = 15
MOST_MISSING = 5
LONGEST_LINE = 200
LINK_OFFICER = "link officer"
VIEW = "register.overview"


def overview(register: Register, kind: Kind, entry: Entry, *, day: date) -> View:
    """A partnership with its parts, seats and targets; an office with its terms."""
    blocks = [section(f"*{escape(called(register, kind, entry))}*")]
    blocks += _parts(register, kind, entry, day)
    if isinstance(entry, Partnership):
        blocks += [divider(), *_seats(register, entry, day), *_targets(register, entry)]
    elif isinstance(entry, Office):
        blocks += [divider(), *_terms(register, entry, day)]
    more = [remove_button(kind, entry.id)]
    if isinstance(entry, Partnership):
        more.insert(0, button("End it", END, f"{kind}:{entry.id}", label=f"End it: {entry.title}"))
    blocks += [divider(), actions("register.more", more)]
    about = About(kind=kind, id=entry.id, at=register.version)
    return modal(VIEW, f"Edit {a_kind(kind, known=True)}", blocks, close="Done", metadata=about.dump())


def _parts(register: Register, kind: Kind, entry: Entry, day: date) -> Iterator[Block]:
    """Each part with what it says, in short, and what it does not say yet (A-11)."""
    names, sort = Spoken(register, day), SORTS[kind]
    for number, part in enumerate(sort.parts):
        lines, missing = [f"*{part}*"], []
        for field in (field for field in sort.fields if field.part == part):
            words = in_words(field, entry, names)
            if words:
                lines.append(f"{field.label}: {escape(cut(words, LONGEST_LINE))}")
            else:
                missing.append(field.label)
        if missing:
            more = len(missing) - MOST_MISSING
            others = f"; and {counted(more, 'other')}" if more > 0 else ""
            lines.append(f"Not recorded: {'; '.join(missing[:MOST_MISSING])}{others}")
        edit = button("Edit", f"{PART}.{number}", f"{kind}:{entry.id}:{number}", label=f"Edit: {part}")
        yield section("\n".join(lines), accessory=edit)


def _seats(register: Register, partnership: Partnership, day: date) -> Iterator[Block]:
    seats = [seat for seat in register.appointments if seat.partnership == partnership.id]
    now = [seat for seat in seats if seat.until is None or day < seat.until]
    yield section(f"*Seats: {len(now)}*")
    for number, seat in enumerate(now[:MOST_SEATS]):
        yield section(_seat(register, seat, day))
        yield actions(f"register.seat.{number}", _seat_buttons(register, seat))
    if len(now) > MOST_SEATS:
        yield context(
            f"{counted(len(now) - MOST_SEATS, 'more seat')}: type `/partnership appointments` and the partnership's name."
        )
    ended = len(seats) - len(now)
    if ended:
        yield context(
            f"Ended: {ended}. Type `/partnership appointments` and the partnership's name to see them all."
        )
    adding = [
        button(
            "Add an appointment", f"{ADD}.appointments", preset("appointments", partnership=partnership.id)
        )
    ]
    if not any(seat.role == LINK_OFFICER for seat in now):
        request = preset(
            "appointments", partnership=partnership.id, role=LINK_OFFICER, requested_on=day.isoformat()
        )
        adding.append(button("Ask for a link officer", f"{ADD}.link_officer", request))
    yield actions("register.add_seat", adding)


def _seat(register: Register, seat: Appointment, day: date) -> str:
    held = register.holder(seat, day)
    who = held.person.name if held.person else held.office.name if held.office else "vacant"
    as_office = "" if held.holds_office else "appointed as "
    by = f", {as_office}{held.office.name}" if held.office and held.person else ""
    to_come = ", to come" if seat.since and day < seat.since else ""
    since = f", from {write_date(seat.since)}" if seat.since else ""
    until = f", until {write_date(seat.until)}" if seat.until else ""
    asked = (
        f". The chief constable was asked on {write_date(seat.requested_on)}; no nomination has come yet"
        if seat.requested_on and seat.vacant
        else ""
    )
    confirm = (
        f"\nTo be confirmed: the office changed hands on {write_date(held.to_confirm_since)}."
        if held.to_confirm_since
        else ""
    )
    return f"{capital(seat.role)}{to_come}: *{escape(who)}*{escape(by)}{since}{until}{asked}{confirm}"


def _seat_buttons(register: Register, seat: Appointment) -> list[Element]:
    said, value = name_of(register, "appointments", seat), f"appointments:{seat.id}"
    buttons = [button("Change", EDIT, value, label=f"Change: {said}")]
    if seat.role == LINK_OFFICER and seat.vacant:
        buttons.append(
            button("Record the nomination", NOMINATE, value, label=f"Record the nomination: {said}")
        )
        return buttons
    following = "Appoint somebody" if seat.vacant else "Appoint somebody else"
    buttons.append(button(following, SUCCEED, value, label=f"{following}: {said}"))
    if seat.until is None:
        buttons.append(button("End", END, value, label=f"End: {said}"))
    return buttons


def _targets(register: Register, partnership: Partnership) -> Iterator[Block]:
    targets = register.targets_of(partnership.id)
    yield section(f"*Targets: {len(targets)}*")
    for target in targets[:MOST_TARGETS]:
        by = f", by {write_date(target.by)}" if target.by else ""
        change = button("Change", EDIT, f"targets:{target.id}", label=f"Change the target: {target.target}")
        yield section(f"{escape(cut(target.target, LONGEST_LINE))}{by}", accessory=change)
    if len(targets) > MOST_TARGETS:
        yield context(
            f"{counted(len(targets) - MOST_TARGETS, 'more target')}: type `/partnership targets` and a word of them."
        )
    add = button("Add a target", f"{ADD}.targets", preset("targets", partnership=partnership.id))
    yield actions("register.add_target", [add])


def _terms(register: Register, office: Office, day: date) -> Iterator[Block]:
    """Who holds the office and who held it, the latest first."""
    terms = [term for term in register.terms if term.office == office.id]
    terms.sort(key=lambda term: term.until or date.max, reverse=True)
    yield section(f"*Terms of office: {len(terms)}*")
    for number, term in enumerate(terms[:MOST_SEATS]):
        yield section(_term(register, term))
        yield actions(f"register.term.{number}", _term_buttons(register, term, day))
    if len(terms) > MOST_SEATS:
        yield context(
            f"{counted(len(terms) - MOST_SEATS, 'more term')}: type `/partnership terms` and the office's name."
        )
    add = button("Add a term of office", f"{ADD}.terms", preset("terms", office=office.id))
    yield actions("register.add_term", [add])


def _term(register: Register, term: Term) -> str:
    person = register.person.get(term.person)
    since = f", from {write_date(term.since)}" if term.since else ""
    until = f", until {write_date(term.until)}" if term.until else ""
    return f"*{escape(person.name if person else term.person)}*{since}{until}"


def _term_buttons(register: Register, term: Term, day: date) -> list[Element]:
    said, value = name_of(register, "terms", term), f"terms:{term.id}"
    buttons = [button("Change", EDIT, value, label=f"Change: {said}")]
    if term.until is None or day < term.until:
        buttons.append(button("Next holder", SUCCEED, value, label=f"Next holder: {said}"))
    if term.until is None:
        buttons.append(button("End", END, value, label=f"End: {said}"))
    return buttons
