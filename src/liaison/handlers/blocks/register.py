"""The register as staff keep it: lists with a way to edit, what changed, and what waits for somebody."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Committee, Entry, Group, Holder, Kind, Office, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import EntryTold, FieldTold, Told
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    actions,
    button,
    capital,
    context,
    counted,
    escape,
    line,
    option,
    section,
    select,
)
from liaison.handlers.blocks.lookup.words import fit, name

EDIT = "register.edit"  # kind:id
ADD = "register.add"  # kind, kind:partnership or kind?field=value
ADD_MENU = "register.add_menu"
PART = "register.part"  # kind:id:number of the part
SUCCEED = "register.succeed"
END = "register.end"
NOMINATE = "register.nominate"
CONFIRM = "register.confirm"
UNDO = "register.undo"
PAGE = "register.page"  # kind:page:filter
OLDER = "register.older"
CODES = "register.codes"
MORE = "If it is not among these, type more of its name."
ROWS = 12
CHANGES = 6  # that one message lists
LONGEST_VALUE = 400  # characters of one field in the message that confirms a change; the form shows it whole
LONGEST_LISTED = 60  # the same in a list of changes
MOST_LISTED = 4  # fields of one entry in a list of changes
ENTRIES_LISTED = 2  # entries of one change in such a list
LONGEST_ROW = 300  # of a name, or of what stands beside it, in a list of twelve
LONGEST_FILTER = 100
# What staff can add, in the order of the menu.
ADDABLE: dict[Kind, str] = {
    "partnerships": "Partnership",
    "appointments": "Appointment",
    "people": "Person",
    "offices": "Office",
    "terms": "Term of office",
    "committees": "Committee or working group",
    "groups": "Group of partnerships",
    "targets": "Target",
    "signatures": "Signed code",
    "about": "Edition of the list",
}


class Listed(NamedTuple):
    """One page of a list: `wanted` is what it was filtered by."""

    kind: Kind
    wanted: str
    rows: tuple[Choice, ...]
    page: int
    total: int


def preset(kind: Kind, **values: str) -> str:
    """The value of a button that opens the form of a new entry with something filled in."""
    return f"{kind}?{urlencode(values)}"


def read_preset(value: str) -> tuple[str, dict[str, str]]:
    """The kind and the filled-in fields that such a value means; `kind:id` names a partnership."""
    kind, question, rest = value.partition("?")
    if question:
        return kind, dict(parse_qsl(rest))
    kind, colon, partnership = value.partition(":")
    return kind, {"partnership": partnership} if colon else {}


def add_menu() -> Message:
    """What can be added."""
    choices = [option(label, kind) for kind, label in ADDABLE.items()]
    blocks = [
        section("*What do you want to add?*", accessory=select(ADD_MENU, "Choose one", choices)),
        context("You can also type it: `/partnership add appointment to barrow cdrp`."),
    ]
    return Message("Choose what to add to the register.", blocks)


def choose(typed: str, found: Sequence[Choice]) -> Message:
    """Several entries that may be meant: the person says which."""
    blocks: list[Block] = [section(f'*Which one do you want to edit?* "{fit(typed, LONGEST_ROW)}" could be:')]
    for each in found:
        edit = button("Edit", EDIT, f"{each.kind}:{each.id}", label=f"Edit {each.label}")
        blocks.append(section(f"{fit(each.label, LONGEST_ROW)} ({SORTS[each.kind].one})", accessory=edit))
    blocks.append(context(MORE))
    return Message(f'Choose which entry "{typed}" means.', blocks)


def choose_for(label: str, kind: Kind, field: str, given: dict[str, str], found: Sequence[Choice]) -> Message:
    """Several entries to which a new one may belong: the person says which."""
    blocks: list[Block] = [section(f"*{escape(label)}: which one is it for?*")]
    for each in found:
        value = preset(kind, **given, **{field: each.id})
        choose_it = button("Choose", ADD, value, label=f"Choose {each.label}")
        blocks.append(section(fit(each.label, LONGEST_ROW), accessory=choose_it))
    blocks.append(context(MORE))
    return Message(f"{label}: choose which one it is for.", blocks)


def listed(found: Listed, register: Register, *, day: date) -> Message:
    """A page of a kind of entries, each with a way to edit it."""
    sort = SORTS[found.kind]
    about = f' that fit "{fit(found.wanted, LONGEST_ROW)}"' if found.wanted else ""
    blocks: list[Block] = [section(f"*{capital(sort.many)}*: {found.total:,}{about}")]
    for row in found.rows:
        entry = register.entry(found.kind, row.id)
        detail = _detail(register, entry, day) if entry else ""
        edit = button("Edit", EDIT, f"{row.kind}:{row.id}", label=f"Edit {row.label}")
        blocks.append(section(f"{fit(row.label, LONGEST_ROW)}{fit(detail, LONGEST_ROW)}", accessory=edit))
    if not found.rows:
        blocks.append(section(f"Type `/partnership add` to add {_a(sort.one)}."))
    if turns := _turns(found):
        blocks.append(actions("register.turn", turns))
    return Message(f"{capital(sort.many)}: {found.total:,}.", blocks)


def changes(found: Sequence[Told], *, skip: int, more: bool) -> Message:
    """The latest changes: who, what, when, each with its way back."""
    blocks: list[Block] = [section("*Changes of the register*, the latest first")]
    for change in found:
        blocks += _change(change, brief=True)
    if not found:
        blocks.append(section("Nothing has been changed yet."))
    turns = []
    if skip:
        turns.append(button("Newer changes", f"{OLDER}.back", str(max(0, skip - CHANGES))))
    if more:
        turns.append(button("Older changes", OLDER, str(skip + CHANGES)))
    if turns:
        blocks.append(actions("register.turn", turns))
    return Message("The latest changes of the register.", blocks)


def changed(change: Told) -> Message:
    """The message that confirms a change, and takes it back at a press (UX-07)."""
    what = f"{change.headline}."
    text = (
        f"Undone by {change.undone_by}: {what}" if change.undone_by else f"The register was changed: {what}"
    )
    return Message(text, _change(change, brief=False))


def _change(change: Told, *, brief: bool) -> list[Block]:
    """A change: who, when, what was before and what is now."""
    undone = (
        f" Undone by {escape(change.undone_by)} on {write_date(change.undone_on)}."
        if change.undone_by and change.undone_on
        else ""
    )
    how = " by import" if change.how == "import" else ", taking a change back" if change.how == "undo" else ""
    top = f"*Changed by {escape(change.by)} on {write_date(change.on)}{how}.*{undone}"
    if change.by_kind:
        top += f"\n{'; '.join(change.by_kind)}. The first are:"
    blocks = [section(top)]
    shown = change.entries[:ENTRIES_LISTED] if brief else change.entries
    blocks += [section(_entry(entry, brief=brief)) for entry in shown]
    more = change.more + len(change.entries) - len(shown)
    if more:
        blocks.append(context(f"Entries that are not shown here: {more:,}."))
    if change.remarks:
        blocks.append(context(*[f"Please note. {fit(remark, LONGEST_ROW)}" for remark in change.remarks[:5]]))
    if not change.undone_by:
        undo = button(
            "Undo", UNDO, str(change.version), label=f"Undo change {change.version}: {change.headline}"
        )
        further = [] if brief else _further(change)
        blocks.append(actions(f"register.change.{change.version}", [*further, undo]))
    return blocks


def _further(change: Told) -> list[Element]:
    """What mostly comes after something was added: the rest of a partnership, and who sits on it."""
    added = [entry for entry in change.entries if entry.what == "added" and not change.by_kind]
    for entry in added:
        if entry.kind == "partnerships":
            edit = button("Edit", EDIT, f"{entry.kind}:{entry.id}", label=f"Edit {entry.name}")
            return [edit, _appoint(entry, "partnership")]
        if entry.kind == "people":
            return [_appoint(entry, "person")]
    return []


def _appoint(entry: EntryTold, field: str) -> Element:
    value = preset("appointments", **{field: entry.id})
    return button(
        "Add an appointment", f"{ADD}.appointments", value, label=f"Add an appointment: {entry.name}"
    )


def to_confirm(register: Register, found: Sequence[Holder], *, page: int) -> Message:
    """The seats whose office changed hands, each with what can be done (B-21)."""
    if not found:
        return line("No seat waits to be confirmed.")
    page = min(page, (len(found) - 1) // ROWS)
    blocks: list[Block] = [section(f"*Seats to confirm, because their office changed hands: {len(found)}*")]
    for held in found[page * ROWS : (page + 1) * ROWS]:
        seat = held.appointment
        partnership = register.partnership.get(seat.partnership)
        where = partnership.title if partnership else seat.partnership
        who = held.person.name if held.person else "nobody"
        as_office = "" if held.holds_office else "appointed as "
        office = f" ({as_office}{held.office.name})" if held.office else ""
        day = write_date(held.to_confirm_since) if held.to_confirm_since else ""
        filled = (
            held.office
            and held.to_confirm_since
            and register.holders_of(held.office.id, held.to_confirm_since)
        )
        what = "changed hands" if filled else "fell vacant"
        said = f"{seat.role} on {where}"
        blocks.append(
            section(f"*{name(where)}*, {seat.role}: {name(who)}{name(office)}. The office {what} on {day}.")
        )
        value = f"appointments:{seat.id}"
        buttons = [
            button("Confirm", CONFIRM, seat.id, style="primary", label=f"Confirm the {said}"),
            button("Appoint somebody else", SUCCEED, value, label=f"Appoint somebody else as {said}"),
        ]
        blocks.append(actions(f"register.confirm.{seat.id}"[:255], buttons))
    turns = []
    if page:
        turns.append(button("Previous page", f"{CONFIRM}_page.back", str(page - 1)))
    if (page + 1) * ROWS < len(found):
        turns.append(button("Next page", f"{CONFIRM}_page", str(page + 1)))
    if turns:
        blocks.append(actions("register.turn", turns))
    return Message(f"Seats to confirm: {len(found)}.", blocks)


def usage(actor: Actor) -> Message:
    """What the reader can ask of `/partnership` (UX-03)."""
    lines = [
        "*Partnerships*",
        "`/partnership` and a name: what the register says of it",
        "`/partnership list`: all of them; add a word to filter, for example `/partnership list statutory`",
        "`/partnership priorities` and a name: its priorities",
        "`/partnership tree`: which partnership belongs to which",
        "`/partnership export public` or `export matrix`: the list for others, or who sits where, as a file",
    ]
    if actor.may(Action.EDIT_REGISTER):
        lines += [
            "*For staff*",
            "`/partnership add`: choose what to add; or `/partnership add appointment to barrow cdrp`",
            "`/partnership edit` and a name: a partnership, person, office, committee or group",
            "`/partnership appoint mr cole to barrow cdrp from 1 january 2027`: the form, filled in",
            "`/partnership end`, `merge`, `remove`, `sign` and a name: the form for it",
            "`/partnership people`, `offices`, `committees`, `groups`: lists to edit; add a word to filter",
            "`/partnership changes` or `undo`: who changed what, with a way to undo it",
            "`/partnership to confirm`: seats whose office changed hands",
            "`/partnership codes`: who has not signed which code; add a name to filter",
            "`/partnership export`, `template`, `import`: the register as a file",
        ]
    if actor.may(Action.LINK_PEOPLE):
        lines.append("`/partnership link`: who is who in Slack")
    return Message(
        "Type /partnership and a name to see what the register says of it.", [section("\n".join(lines))]
    )


def _entry(entry: EntryTold, *, brief: bool) -> str:
    most = MOST_LISTED if brief else len(entry.fields)
    lines = [f"*{fit(entry.name, LONGEST_ROW)}* ({entry.sort}): {entry.what}"]
    lines += [_field(told, LONGEST_LISTED if brief else LONGEST_VALUE) for told in entry.fields[:most]]
    if len(entry.fields) > most:
        lines.append(counted(len(entry.fields) - most, "more field"))
    return "\n".join(lines)


def _field(told: FieldTold, most: int) -> str:
    after = fit(told.after or "", most)
    if told.before is None:
        return f"{told.label}: {after}"
    return f"{told.label}: before {fit(told.before, most)}, after {after}"


def _detail(register: Register, entry: Entry, day: date) -> str:
    """What tells an entry of a list from others."""
    match entry:
        case Person():
            offices = [office.name for office in register.offices_of(entry.id, day)]
            seats = len(register.seats_held_by(entry.id, day))
            told = [
                *offices,
                *([entry.body] if entry.body else []),
                *([counted(seats, "seat")] if seats else []),
            ]
            return f": {', '.join(told)}" if told else ""
        case Office():
            holders = [person.name for person in register.holders_of(entry.id, day)]
            return f": {', '.join(holders) or 'nobody recorded'}"
        case Committee():
            return f" ({entry.short})" if entry.short else ""
        case Group():
            return f": {counted(entry.count, 'partnership')}" if entry.count else ""
    return ""


def _turns(found: Listed) -> list[dict[str, object]]:
    def value(page: int) -> str:
        return f"{found.kind}:{page}:{found.wanted[:LONGEST_FILTER]}"

    turns = []
    if found.page:
        turns.append(button("Previous page", f"{PAGE}.back", value(found.page - 1)))
    if (found.page + 1) * ROWS < found.total:
        turns.append(button("Next page", PAGE, value(found.page + 1)))
    return turns


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
