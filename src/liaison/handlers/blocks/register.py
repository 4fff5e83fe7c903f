"""The register as staff keep it: lists with a way to edit, what changed, and what waits for somebody."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from liaison.domain.dates import write_date
from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import (
    Appointment,
    Committee,
    Entry,
    Group,
    Holder,
    Kind,
    Office,
    Person,
    Term,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import NOTHING, EntryTold, FieldTold, Told
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
    section,
)
from liaison.handlers.blocks.lookup.words import fit, name
from liaison.handlers.blocks.register_files import WHOLE

EDIT = "register.edit"  # kind:id
ADD = "register.add"  # kind, kind:partnership or kind?field=value
ADD_MENU = "register.add_menu"
AFTER = "after"  # in such a value: the id of whoever the new one comes after
PART = "register.part"  # kind:id:number of the part
SUCCEED = "register.succeed"
END = "register.end"  # kind:id or kind:id@day
NOMINATE = "register.nominate"
CONFIRM = "register.confirm"
UNDO = "register.undo"
PAGE = "register.page"  # kind:page:filter
OLDER = "register.older"
CODES = "register.codes"
MORE = "If it is not among these, type more of its name."
ROWS = 12
SET_UP = "command line"  # how a change was made by whoever installed Liaison
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
# What is edited after it was added: of a link with Slack everything is asked at once.
EDITED_NEXT = frozenset[Kind](kind for kind in ADDABLE if kind != "about")
# What mostly comes next: the kind, the field that names what was added, and the words of the button.
FOLLOWING: dict[Kind, tuple[Kind, str, str]] = {
    "partnerships": ("appointments", "partnership", "Add an appointment"),
    "people": ("appointments", "person", "Add an appointment"),
    "offices": ("terms", "office", "Add a term of office"),
    "committees": ("offices", "committee", "Add an office"),
    "appointments": ("appointments", "partnership", "Add another appointment"),
    "targets": ("targets", "partnership", "Add another target"),
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


def part_with(kind: Kind, id_: str, field: str) -> str:
    """The value of a button that opens the part of an entry's form in which a field is."""
    sort = SORTS[kind]
    return f"{kind}:{id_}:{sort.parts.index(sort.field(field).part or '')}"


def dated(kind: Kind, id_: str, day: date | None) -> str:
    """The value of a button that ends an appointment or a term, on a day where it is known."""
    return f"{kind}:{id_}@{day.isoformat()}" if day else f"{kind}:{id_}"


def read_dated(value: str) -> tuple[str, date | None]:
    """The id, and the day where there is one, of such a value."""
    id_, mark, day = value.rpartition("@")
    try:
        return (id_, date.fromisoformat(day)) if mark else (value, None)
    except ValueError:
        return value, None


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


def choose_office(typed: str, found: Sequence[tuple[Choice, str]]) -> Message:
    """Several offices that may be meant, each with the value that opens its form: the person says which."""
    blocks: list[Block] = [section(f'*Which office do you mean by "{fit(typed, LONGEST_ROW)}"?*')]
    for number, (each, value) in enumerate(found):
        choose_it = button("Choose", f"{ADD}.{number}", value, label=f"Choose {each.label}")
        blocks.append(section(fit(each.label, LONGEST_ROW), accessory=choose_it))
    blocks.append(context(MORE))
    return Message(f'Choose which office "{typed}" means.', blocks)


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
    blocks: list[Block] = [section("*Changes to the register*, the latest first")]
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
    return Message("The latest changes to the register.", blocks)


def changed(change: Told) -> Message:
    """The message that confirms a change, and takes it back at a press (UX-07)."""
    what = f"{change.headline}."
    text = f"Undone by {change.undone_by}. {what}" if change.undone_by else what
    return Message(text, _change(change, brief=False))


def supported(said: str, *, taken_back: bool) -> Message:
    """Tells a member who supports them from now on; whom that is does not stand in the notification (UX-20)."""
    more = " This has been taken back since." if taken_back else ""
    return Message("Who supports you has changed.", [section(f"{escape(said)}{more}")])


def _change(change: Told, *, brief: bool) -> list[Block]:
    """A change: who, when, what was before and what is now."""
    undone = (
        f" Undone by {escape(change.undone_by)} on {write_date(change.undone_on)}."
        if change.undone_by and change.undone_on
        else ""
    )
    how = " by import" if change.how == "import" else ", taking a change back" if change.how == "undo" else ""
    top = f"*Changed by {escape(change.by)} on {write_date(change.on)}{how}.*{undone}"
    if change.how == SET_UP:
        top = f"*Set up on the command line on {write_date(change.on)}.*{undone} {_where_set_up(change)}"
    if change.by_kind:
        top += f"\n{'; '.join(change.by_kind)}. {'The first are:' if change.more else 'They are:'}"
    blocks = [section(top)]
    shown = change.entries[:ENTRIES_LISTED] if brief else change.entries
    blocks += [section(_entry(entry, brief=brief)) for entry in shown]
    more = change.more + len(change.entries) - len(shown)
    if more:
        blocks.append(context(f"Entries that are not shown here: {more:,}."))
    if change.remarks:
        blocks.append(context(*[f"Please note. {fit(remark, LONGEST_ROW)}" for remark in change.remarks[:5]]))
    buttons = [] if brief or change.undone_by else [*_further(change), *_beside(change)]
    if more:
        label = f"See all of change {change.version}. {change.headline}"
        buttons.append(button("See all", WHOLE, str(change.version), label=label))
    if change.may_undo and not change.undone_by and change.how != SET_UP:
        label = f"Undo change {change.version}. {change.headline}"
        buttons.append(button("Undo", UNDO, str(change.version), label=label))
    if buttons:
        blocks.append(actions(f"register.change.{change.version}", buttons))
    return blocks


def _where_set_up(change: Told) -> str:
    """Where what was set up is changed, in place of a button: undone, it could leave somebody without a way in."""
    kinds = {entry.kind for entry in change.entries}
    words = "link" if "links" in kinds else "edit"
    return f"To change it, use `{'/committee' if kinds == {'committees'} else f'/partnership {words}'}`."


def _further(change: Told) -> list[Element]:
    """What mostly comes after something was added: its other fields, and what belongs to it (UX-07)."""
    added = None if change.by_kind else next((e for e in change.entries if e.what == "added"), None)
    if added is None or added.kind not in EDITED_NEXT:
        return []
    edit = button("Edit", EDIT, f"{added.kind}:{added.id}", label=f"Edit {added.name}")
    following = FOLLOWING.get(added.kind)
    if following is None:
        return [edit]
    kind, field, words = following
    value = preset(kind, **{field: added.partnership or added.id})
    return [edit, button(words, f"{ADD}.{kind}", value, label=f"{words}: {added.name}")]


def _beside(change: Told) -> list[Element]:
    """Ends those who sit beside somebody new, on the day on which the new one begins: so one follows the other."""
    return [
        button(
            f"End the appointment of {seat.who}",
            f"{END}.{number}",
            dated("appointments", seat.id, seat.day),
            label=f"End: {seat.name}",
        )
        for number, seat in enumerate(change.beside)
    ]


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


def _entry(entry: EntryTold, *, brief: bool) -> str:
    most = MOST_LISTED if brief else len(entry.fields)
    lines = [f"*{fit(entry.line, LONGEST_ROW)}*"]
    lines += [_field(told, LONGEST_LISTED if brief else LONGEST_VALUE) for told in entry.fields[:most]]
    if len(entry.fields) > most:
        lines.append(counted(len(entry.fields) - most, "more field"))
    return "\n".join(lines)


def _field(told: FieldTold, most: int) -> str:
    before, after = (
        f"<{told.mark}{words}>" if told.mark and words and words != NOTHING else fit(words or "", most)
        for words in (told.before, told.after)
    )
    return (
        f"{told.label}: {after}" if told.before is None else f"{told.label}: before {before}, after {after}"
    )


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
        case Appointment() | Term():
            return _period(entry, day)
        case Group():
            return f": {counted(entry.count, 'partnership')}" if entry.count else ""
    return ""


def _period(entry: Appointment | Term, day: date) -> str:
    """From when to when an appointment or a term runs, and whether that is over or to come."""
    since = f", from {write_date(entry.since)}" if entry.since else ""
    until = f", until {write_date(entry.until)}" if entry.until else ""
    over = " (ended)" if entry.until and entry.until <= day else ""
    to_come = " (to come)" if entry.since and day < entry.since else ""
    return f"{since}{until}{over or to_come}"


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
