"""What time and Slack bring to the register, as messages with buttons; and who is not linked yet."""

from collections.abc import Callable, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.nobody import means_nobody
from liaison.domain.notices.models import Notice
from liaison.domain.register import accounts, people
from liaison.domain.register.accounts import Match
from liaison.domain.register.cells import name_of
from liaison.domain.register.ends import Ending
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.register.watch import END, Line, as_line, is_asked_again
from liaison.domain.values import OfficeId, PersonId
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    actions,
    button,
    capital,
    confirmed,
    context,
    counted,
    escape,
    section,
)
from liaison.handlers.blocks.register import EDIT, SUCCEED

CONFIRM = "register_people.confirm"
RENEW = "register_people.renew"
LET_END = "register_people.let_end"
LEAVE_VACANT = "register_people.leave_vacant"
END_ALL = "register_people.end_all"
UNLINK = "register_people.unlink"
KEEP = "register_people.keep"
USE_NAME = "register_people.use_name"
NOT_THEM = "register_people.not_them"
LINK = "register_people.link"
LINK_ALL = "register_people.link_all"
LINK_SOMEBODY = "register_people.link_somebody"
ENDS_PAGE = "register_people.ends_page"
ENDS_BACK = "register_people.ends_back"
MOST_NAMED = 20
MOST_LINES = 12  # seats in one message, so that each can have its buttons
TO_CONFIRM, ENDS = "/partnership to confirm", "/partnership ends"  # what shows the others
_Buttons = Callable[[Line], list[Element]]


def office_changed(notice: Notice, register: Register, lines: Sequence[Line]) -> Message | None:
    """The seats that go with an office that has changed hands, to be confirmed one by one (B-21).

    None where nothing is left to confirm before it was told.
    """
    office = register.office.get(OfficeId(notice.subject.removeprefix("office ")))
    named = office.name if office else "An office"
    since = date.fromisoformat(notice.facts["stage"])
    filled = office is not None and register.holders_of(office.id, since)
    return _told(
        notice,
        lines,
        f"{named} {'changed hands' if filled else 'fell vacant'} on {write_date(since)}. "
        "Are the seats that go with it still right?",
        TO_CONFIRM,
        lambda line: [
            button("Confirm", CONFIRM, line.id, style="primary", label=f"Confirm {line.name}"),
            _somebody_else(line),
        ],
    )


def _somebody_else(line: Line) -> Element:
    label = f"Appoint somebody else: {line.name}"
    return button("Appoint somebody else", SUCCEED, f"{line.kind}:{line.id}", label=label)


def ending(notice: Notice, lines: Sequence[Line], *, today: date) -> Message | None:
    """The seats and terms that end on a day, or ended on it (UK-12).

    None where all has been dealt with, or is asked anew, before it was told.
    """
    until = date.fromisoformat(notice.subject.removeprefix(END))
    left = (until - today).days
    when = f"{write_date(until)}, in {counted(left, 'day')}" if left > 0 else write_date(until)
    waiting = any(line.outcome is None for line in lines)
    if is_asked_again(notice):
        return _told(notice, lines, f"This ended on {when}.", ENDS) if notice.sent_ts else None
    if left <= 0:
        return _told(
            notice,
            lines,
            f"This ended on {when}{', and nobody follows' if waiting else ''}.",
            ENDS,
            _once_over,
        )
    return _told(
        notice,
        lines,
        f"This ends on {when}{', and nobody follows yet' if waiting else ''}.",
        ENDS,
        _ahead,
    )


def ends(
    register: Register,
    found: Sequence[Ending],
    *,
    page: int,
    day: date,
    let: Line | None = None,
    beside: tuple[int, int] = (0, 0),
) -> Message:
    """A page of what ends soon or has ended, with nobody to follow, each with what can be done (UK-12).

    Before it comes what somebody has just let end. `beside` counts what the other lists have: what ends, and what is
    vacant.
    """
    done = [section(escape(f"{capital(let.name)}. {let.outcome}"))] if let else []
    if not found:
        text = "Nothing ends soon, and nothing has ended, that waits for somebody to follow."
        return Message(text, [*done, section(text), *_others(*beside)])
    last = (len(found) - 1) // MOST_LINES
    page = min(max(0, page), last)
    title = f"What ends soon or has ended, with nobody to follow: {len(found):,}"
    blocks: list[Block] = [*done, section(f"*{title}*")]
    for number, end in enumerate(found[page * MOST_LINES : (page + 1) * MOST_LINES]):
        entry, over = as_line(register, end, day), end.until <= day
        said = f"{capital(entry.name)}. {'Ended' if over else 'Ends'} on {write_date(end.until)}."
        blocks.append(section(f"{escape(said)}{_vacant(entry)}"))
        buttons = _once_over(entry) if over else _ahead(entry)
        blocks.append(actions(f"register_people.line.{number}", buttons))
    if last:
        turns = [
            button(label, action, str(there))
            for label, action, there in (
                ("Previous page", ENDS_BACK, page - 1),
                ("Next page", ENDS_PAGE, page + 1),
            )
            if 0 <= there <= last
        ]
        blocks += [context(f"Page {page + 1} of {last + 1}"), actions("register_people.turn", turns)]
    return Message(f"{title}.", [*blocks, *_others(*beside)])


def _others(ending: int, vacant: int) -> list[Block]:
    """How much the lists have that show every end, and every vacant seat, whoever follows."""
    told = [
        f"`/rep expiring`: {ending:,} {'appointment or term ends' if ending == 1 else 'appointments or terms end'} in three months."
        if ending
        else "",
        f"`/rep vacant`: {vacant:,} {'seat is' if vacant == 1 else 'seats are'} vacant." if vacant else "",
    ]
    return [context(" ".join(filter(None, told)))] if any(told) else []


def _ahead(line: Line) -> list[Element]:
    """What can be done about an end that is to come."""
    return [
        button("Renew", RENEW, f"{line.kind} {line.id}", style="primary", label=f"Renew {line.name}"),
        _somebody_else(line),
        button("Let it end", LET_END, f"{line.kind} {line.id}", label=f"Let it end: {line.name}"),
    ]


def _vacant(line: Line) -> str:
    return f" Vacant since {write_date(line.vacant_since)}." if line.vacant_since else ""


def _once_over(line: Line) -> list[Element]:
    """What can still be done where an end came and nobody had seen to it."""
    value = f"{line.kind}:{line.id}"
    following = button(
        "Appoint somebody", SUCCEED, value, style="primary", label=f"Appoint somebody: {line.name}"
    )
    if line.kind == "terms":
        return [following]
    return [
        following,
        button("Record a vacancy", LEAVE_VACANT, line.id, label=f"Record a vacancy: {line.name}"),
    ]


def _told(
    notice: Notice, lines: Sequence[Line], title: str, others: str, buttons: _Buttons | None = None
) -> Message | None:
    """A line for each, with the buttons that deal with it; without any where a newer message has them.

    Where they are too many for one message, it says how many more wait, and which command lists the `others` (P-13).
    """
    waiting = [line for line in lines if line.outcome is None]
    if not waiting and not notice.sent_ts:
        return None
    blocks: list[Block] = [section(f"*{escape(title)}*")]
    for number, line in enumerate(lines[:MOST_LINES]):
        name = capital(line.name)
        if line.outcome:
            blocks.append(section(f"{escape(name)}. {escape(line.outcome)}"))
        elif buttons is None:
            blocks.append(section(f"{escape(name)}. Nobody follows. A newer message asks what to do."))
        else:
            blocks.append(section(f"{escape(name)}{f'.{_vacant(line)}' if line.vacant_since else ''}"))
            blocks.append(actions(f"register_people.line.{number}", buttons(line)))
    if more := sum(1 for line in lines[MOST_LINES:] if line.outcome is None):
        blocks.append(section(f"And {more:,} more: type `{others}`."))
    left = f"Still to be seen to: {len(waiting)}." if waiting else "All has been dealt with."
    return Message(f"{title} {left}", blocks)


def account(notice: Notice, register: Register, *, today: date) -> Message | None:
    """What has become of a Slack account, with what can be done; or how it ended.

    None where it has ended before it was told.
    """
    said = accounts.outcome(register, notice)
    if said:
        return Message(said, [section(escape(said))]) if notice.sent_ts else None
    person = register.person[PersonId(notice.facts["person"])]
    user, new = notice.facts["user"], notice.facts["name"]
    match notice.facts["what"]:
        case accounts.DEACTIVATED:
            text = f"The Slack account of {person.name} has been deactivated."
            held = _held(register, person, today)
            detail = (
                f"{person.name} holds: {'; '.join(held)}." if held else "They hold no seat and no office."
            )
            keep = button(
                "Keep", KEEP, f"{user} {accounts.DEACTIVATED}", label=f"Keep {person.name} as before"
            )
            ends = _end_all(register, person, user, today)
            controls = [
                *ends,
                button("Unlink", UNLINK, user, label=f"Unlink {person.name}"),
                *([keep] if ends or "ended" not in notice.facts else []),
            ]
        case accounts.RENAMED if means_nobody(new):
            text = f"{person.name} is now called {new} in Slack."
            detail = (
                f"That is nobody's name, so the register goes on saying {person.name}. "
                "Ask them to put their name into their Slack profile."
            )
            controls = []
        case accounts.RENAMED:
            text = f"{person.name} is now called {new} in Slack."
            detail = "If you use the new name, the old one is kept as a former name."
            controls = [
                button("Use the new name in the register", USE_NAME, f"{user} {new}", style="primary"),
                button("Keep the old one", KEEP, f"{user} {accounts.RENAMED}", label=f"Keep {person.name}"),
            ]
        case accounts.NAMESAKE:
            text = f"{new} has joined. Is that {person.name} of the register?"
            detail = "The name is the same, and no e-mail address says so. Link them only if you are sure."
            controls = [
                button("Link", LINK, f"{user} {person.id}", style="primary", label=f"Link {person.name}"),
                button("Not them", NOT_THEM, user, label=f"Not {person.name}"),
            ]
        case _:
            text = f"{new} has joined, with the e-mail address of {person.name}."
            detail = f"Nobody is linked to {person.name} yet. Once linked, they can use Liaison."
            controls = [
                button("Link", LINK, f"{user} {person.id}", style="primary", label=f"Link {person.name}")
            ]
    blocks = [
        section(f"*{escape(text)}*"),
        section(escape(detail)),
        *([actions("register_people.account", controls)] if controls else []),
    ]
    return Message(text, blocks)


def _end_all(register: Register, person: Person, user: str, today: date) -> list[Element]:
    """Ends all that somebody holds in their own name, once the presser is sure; nothing where they hold nothing."""
    seats, terms = people.held_by(register, person.id, today)
    counts = [
        *([counted(len(seats), "appointment")] if seats else []),
        *([counted(len(terms), "term")] if terms else []),
    ]
    if not counts:
        return []
    words = f"End {' and '.join(counts)}"
    end = button(words, END_ALL, user, style="danger", label=f"End what {person.name} holds")
    ask = (
        f"What {person.name} holds ends today. Their own seats are left vacant. "
        "Seats that go with an office are to be confirmed. You can undo it."
    )
    return [confirmed(end, f"{words}?", ask, yes="End", no="Cancel", danger=True)]


def _held(register: Register, person: Person, today: date) -> list[str]:
    """What somebody holds: what would be ended, then what goes with an office, and what ends with somebody after it."""
    seats, terms = people.held_by(register, person.id, today)
    held = [name_of(register, "appointments", seat).partition(":")[0] for seat in seats]
    held += [register.office[term.office].name for term in terms if term.office in register.office]
    for holder in register.seats_held_by(person.id, today):
        seat = holder.appointment
        if seat in seats:
            continue
        place = name_of(register, "appointments", seat).partition(":")[0]
        if holder.office:
            waits = ", to be confirmed" if holder.to_confirm_since else ""
            held.append(f"{place} (with the office {holder.office.name}{waits})")
        else:
            held.append(f"{place} until {write_date(seat.until)}, which stays so" if seat.until else place)
    more = len(held) - MOST_NAMED
    return [*held[:MOST_NAMED], f"and {more} more, which `/rep {person.name}` shows"] if more > 0 else held


def unlinked(waiting: Sequence[Person], found: Sequence[Match]) -> Message:
    """Who holds a seat or an office and is not linked, and who can be, by e-mail address."""
    text = (
        f"Not linked to Slack yet, of those with a seat or an office: {len(waiting)}."
        if waiting
        else "Everybody who holds a seat or an office is linked to Slack."
    )
    blocks: list[Block] = [section(f"*{text}*")]
    names = [escape(person.name) for person in waiting[:MOST_NAMED]]
    if len(waiting) > MOST_NAMED:
        names.append(f"and {len(waiting) - MOST_NAMED} more, which `/rep unlinked` shows")
    if names:
        blocks.append(section("; ".join(names)))
    controls = [button("Link somebody", LINK_SOMEBODY, "by hand")]
    if waiting and not found:
        blocks.append(section(_why_nobody_fits(waiting)))
    if found:
        pairs = [f"{escape(match.person.name)}: <@{match.user}>" for match in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            pairs.append(f"and {len(found) - MOST_NAMED} more")
        blocks.append(section("*The same e-mail address in Slack*\n" + "\n".join(pairs)))
        label = "Link this person" if len(found) == 1 else f"Link these {len(found)} people"
        controls.insert(0, button(label, LINK_ALL, "by e-mail", style="primary"))
        blocks.append(
            section("Whoever is linked by e-mail gets the role of a member at most, and you can undo it.")
        )
    blocks.append(actions("register_people.unlinked", controls))
    return Message(text, blocks)


def _why_nobody_fits(waiting: Sequence[Person]) -> str:
    """Why nobody can be linked by e-mail address, and what to do first."""
    known = sum(1 for person in waiting if person.email)
    why = (
        f"{counted(known, 'e-mail address')} of these {'is' if known == 1 else 'are'} in the register, "
        "and Slack knows nobody by them."
        if known
        else "Nobody of these has an e-mail address in the register."
    )
    mend = (
        "Record their addresses first: type `/partnership edit` and a name, or send a workbook. "
        "Then type `/partnership link` again. Or press Link somebody."
    )
    return f"{why} {mend}"


def links_of(register: Register, found: Sequence[Person]) -> Message:
    """Whether these people are linked, each with the way to do it."""
    blocks: list[Block] = []
    for person in found:
        name = escape(person.name)
        if link := register.link_of(person.id):
            edit = button("Edit", EDIT, f"links:{link.id}", label=f"Edit the link of {person.name}")
            blocks.append(section(f"{name} is linked to <@{link.id}>.", accessory=edit))
        else:
            add = button("Link", LINK_SOMEBODY, person.id, label=f"Link {person.name}")
            blocks.append(section(f"{name} is not linked to Slack yet.", accessory=add))
    return Message(f"Links with Slack: {'; '.join(person.name for person in found)}.", blocks)


def linked(found: Sequence[Person]) -> Message:
    """Who has been linked, in the place of the list."""
    text = f"Linked by e-mail address: {'; '.join(person.name for person in found)}."
    return Message(text, [section(escape(text))])
