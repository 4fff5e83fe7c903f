"""What a lookup answers, as blocks."""

from liaison.domain.access.rules import Actor
from liaison.domain.lookup import Answer, CommitteeEntry, Matrix, OfficeHolders, PersonSeats, Row, Vacancies
from liaison.domain.names import words
from liaison.domain.register.models import Holder, Register
from liaison.handlers.blocks.kit import Block, Message, actions, button, context, escape, section

CARD = "lookup.card"
MATRIX = "lookup.matrix"
MORE = "lookup.more"
NOT_RECORDED = "not recorded"
PER_PAGE = 12


def answer(found: Answer, page: int = 0) -> Message:
    """What was found: short lines, the edition, and buttons for more."""
    if not found.count:
        return nothing(found)
    lines = [
        *(partnership_line(row) for row in found.partnerships),
        *(person_lines(person) for person in found.people),
        *(committee_lines(committee) for committee in found.committees),
        *(office_lines(office) for office in found.offices),
    ]
    heading = _heading(found)
    shown = lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    blocks: list[Block] = [section(f"*{escape(heading)}*")] if heading else []
    blocks += [section(line) for line in shown]
    blocks.append(context(edition(found.edition, found.policy_edition)))
    buttons = [
        button(f"Details: {row.partnership.title}", f"{CARD}.{number}", row.partnership.id)
        for number, row in enumerate(found.partnerships[page * PER_PAGE : (page + 1) * PER_PAGE][:3])
    ]
    if len(lines) > (page + 1) * PER_PAGE:
        buttons.append(button(f"Next {PER_PAGE}", MORE, f"{page + 1}:{found.query}"))
    buttons.append(button("See the whole matrix", MATRIX, "0"))
    blocks.append(actions("lookup.buttons", buttons))
    return Message(_in_words(found), blocks)


def nothing(found: Answer) -> Message:
    """That nothing matches, with what to try."""
    shown = found.query if len(found.query) <= 60 else f"{found.query[:60]}…"  # noqa: PLR2004 - to recognise it
    text = f'Nothing in the register matches "{shown}".'
    if found.near:
        mend = f"Did you mean: {', '.join(found.near)}?"
    else:
        mend = "Try a partnership, a person, an area or a committee: `/rep carlisle`, `/rep watson`."
    blocks = [
        section(f"{escape(text)} {escape(mend)}"),
        actions("lookup.buttons", [button("See the whole matrix", MATRIX, "0")]),
    ]
    return Message(f"{text} {mend}", blocks)


def card(row: Row, register: Register, policy_edition: str | None) -> Message:
    """Everything the register says of one partnership; what it does not say is shown as not recorded (A-11)."""
    partnership = row.partnership
    parent = register.partnership.get(partnership.parent) if partnership.parent else None
    part_of = [parent, *(register.partnership.get(other) for other in partnership.member_of)]
    statutory = {True: "statutory", False: "not statutory", None: NOT_RECORDED}[partnership.statutory]
    lines = [
        f"*{escape(partnership.title)}*",
        f"*Also called:* {escape(', '.join(partnership.also_called) or NOT_RECORDED)}",
        f"*Kind:* {escape(partnership.kind or NOT_RECORDED)}, {statutory}",
        f"*Area:* {escape(partnership.area or NOT_RECORDED)}",
        f"*Representative:* {holders(row.representatives)}",
        f"*Substitute:* {holders(row.substitutes)}",
        f"*Support officer:* {holders(row.support_officers)}",
        f"*Link officer:* {holders(row.link_officers)}",
        f"*Reports to:* {escape(', '.join(c.name for c in row.reports_to) or NOT_RECORDED)}",
        f"*Part of:* {escape(', '.join(p.title for p in part_of if p) or NOT_RECORDED)}",
        f"*Chaired by:* {escape(partnership.chaired_by or NOT_RECORDED)}",
        f"*Members:* {escape('; '.join(partnership.members) or NOT_RECORDED)}",
        f"*Purpose:* {escape('; '.join(partnership.purpose) or NOT_RECORDED)}",
        f"*Our role in it:* {escape(partnership.own_role or NOT_RECORDED)}",
        f"*Priorities:* {escape('; '.join(partnership.priorities) or NOT_RECORDED)}",
    ]
    source = f"Source: {escape(partnership.source)}. " if partnership.source else ""
    blocks = [section("\n".join(lines)), context(source + edition(register.edition, policy_edition))]
    return Message(f"{partnership.title}. {partnership_words(row)}", blocks)


def vacancies(found: Vacancies) -> Message:
    """The seats that nobody holds (A-06)."""
    count = len(found.seats)
    heading = "No seat is vacant" if not count else f"{count} vacant {'seat' if count == 1 else 'seats'}"
    lines = [
        f"*{escape(partnership.title)}*: {held.appointment.role}, vacant{escape(_listed(held))}"
        for partnership, held in found.seats
    ]
    shown = [section("\n".join(lines[start : start + 10])) for start in range(0, len(lines), 10)]
    blocks = [section(f"*{heading}*"), *shown, context(edition(found.edition, None))]
    plain = "; ".join(f"{partnership.title}: {held.appointment.role}" for partnership, held in found.seats)
    return Message(f"{heading}. {plain}".strip(), blocks)


def matrix(grid: Matrix, page: int = 0) -> Message:
    """The register as a grid, a page at a time, under its counts (A-07)."""
    counts = (
        f"{grid.seats} representative seats: {grid.filled} filled, {grid.vacant} vacant. "
        f"{grid.substitutes} substitutes. {grid.members} members."
    )
    pages = max(1, -(-len(grid.rows) // PER_PAGE))
    page = min(page, pages - 1)
    rows = grid.rows[page * PER_PAGE : (page + 1) * PER_PAGE]
    blocks = [section(f"*The matrix*, page {page + 1} of {pages}\n{counts}")]
    blocks += [section(partnership_line(row)) for row in rows]
    blocks.append(context(edition(grid.edition, grid.policy_edition)))
    turns = [button("Previous page", f"{MATRIX}.previous", str(page - 1))] if page else []
    turns += [button("Next page", f"{MATRIX}.next", str(page + 1))] if page + 1 < pages else []
    if turns:
        blocks.append(actions("lookup.buttons", turns))
    return Message(f"The matrix, page {page + 1} of {pages}. {counts}", blocks)


def usage(actor: Actor, register: Register) -> Message:
    """How to ask, with examples from the reader's own register (UX-03)."""
    areas = [p.area for p in register.partnerships if p.area and p.kind_short]
    example = (
        areas[0] if areas else register.partnerships[0].name if register.partnerships else "crime"
    ).casefold()
    someone = register.people[0].name.split()[-1].casefold() if register.people else "smith"
    text = (
        "*Who represents us, and where?* Type `/rep` and a partnership, person, area, kind, committee or office.\n"
        f"`/rep {escape(example)}`: partnerships there and who sits on them\n"
        f"`/rep {escape(someone)}`: every seat that person holds\n"
        "`/rep me`: your own seats\n`/rep vacant`: seats that nobody holds\n`/rep matrix`: the whole register"
    )
    plain = (
        f"Type /rep and a partnership, person, area, kind, committee or office, for example /rep {example}."
    )
    return Message(
        plain, [section(text), context(f"You are {escape(actor.name)}. Only you see this answer.")]
    )


def edition(listed: str | None, policy: str | None) -> str:
    """Which list the answer comes from, with a warning where the policy is of another year (A-16, X-09)."""
    if not listed:
        return "The list carries no edition."
    if policy and policy != listed:
        return f"List of {escape(listed)}; the policy is of {escape(policy)}, so check before you rely on it."
    return f"List of {escape(listed)}"


def partnership_line(row: Row) -> str:
    """One partnership in a line of mrkdwn (A-01, A-02)."""
    start = words(row.partnership.name)[:1]
    different = [name for name in row.partnership.also_called if words(name)[:1] != start]
    also = f", also called {escape(different[0])}" if different else ""
    return f"*{escape(row.partnership.title)}*{also}: {_seats(row)}"


def partnership_words(row: Row) -> str:
    """One partnership's seats in plain words."""
    return _seats(row)


def _seats(row: Row) -> str:
    substitute = f"Substitute: {holders(row.substitutes)}."
    if not row.representatives:
        return f"no seat of ours is listed. {substitute}"
    return f"{holders(row.representatives)}. {substitute}"


def holders(seats: tuple[Holder, ...]) -> str:
    """Who holds some seats, with any office (A-08), escaped."""
    return ", ".join(escape(holder_words(held)) for held in seats) or NOT_RECORDED


def holder_words(held: Holder) -> str:
    """One seat's holder: a name with the office beside it, an office alone, or that it is vacant."""
    if held.appointment.vacant:
        return f"vacant{_listed(held)}"
    if held.person and held.office:
        return f"{held.person.name} ({held.office.name})"
    if held.person:
        return held.person.name
    return f"{held.office.name} (the seat goes with the office)" if held.office else NOT_RECORDED


def _listed(held: Holder) -> str:
    return f' ("{held.appointment.listed_as}" in the list)' if held.appointment.listed_as else ""


def person_lines(entry: PersonSeats) -> str:
    """One person with offices and seats (A-08)."""
    offices = f", {escape(', '.join(office.name for office in entry.offices))}" if entry.offices else ""
    seats = [f"• {escape(partnership.title)}: {held.appointment.role}" for partnership, held in entry.seats]
    return "\n".join([f"*{escape(entry.person.name)}*{offices}", *(seats or ["No seat is recorded."])])


def office_lines(entry: OfficeHolders) -> str:
    """One office with its holders and their seats."""
    if not entry.holders:
        return f"*{escape(entry.office.name)}*: holder not recorded"
    return "\n".join([f"*{escape(entry.office.name)}*", *(person_lines(holder) for holder in entry.holders)])


def committee_lines(entry: CommitteeEntry) -> str:
    """One committee with its offices and the partnerships that report to it (A-05)."""
    short = f" ({escape(entry.committee.short)})" if entry.committee.short else ""
    offices = [
        f"• {escape(office.office.name)}: "
        + (escape(", ".join(holder.person.name for holder in office.holders)) or NOT_RECORDED)
        for office in entry.offices
    ]
    reports = ", ".join(escape(row.partnership.title) for row in entry.partnerships) or NOT_RECORDED
    return "\n".join(
        [f"*{escape(entry.committee.name)}*{short}", *offices, f"Partnerships that report to it: {reports}"]
    )


def _heading(found: Answer) -> str:
    if not found.exact:
        return f'Nothing is called "{found.query}" exactly. The nearest:'
    if found.count == 1:
        return ""
    kinds = {
        "partnership": len(found.partnerships),
        "person": len(found.people),
        "committee": len(found.committees),
        "office": len(found.offices),
    }
    plural = {"person": "people"}
    parts = [f"{n} {kind if n == 1 else plural.get(kind, kind + 's')}" for kind, n in kinds.items() if n]
    return f'{" and ".join(parts)} match "{found.query}"'


def _in_words(found: Answer) -> str:
    parts = [f"{row.partnership.title}: {partnership_words(row)}" for row in found.partnerships]
    parts += [
        f"{entry.person.name}: "
        + (", ".join(f"{p.title} ({h.appointment.role})" for p, h in entry.seats) or "no seat")
        for entry in found.people
    ]
    parts += [entry.committee.name for entry in found.committees]
    parts += [
        f"{entry.office.name}: {', '.join(h.person.name for h in entry.holders) or NOT_RECORDED}"
        for entry in found.offices
    ]
    heading = _heading(found)
    return " ".join([f"{heading}."] if heading else []) + (" " if heading else "") + " ".join(parts)[:2_900]
