"""How to ask for, add and change what the register says, with names of the reader's own register (UX-03)."""

from datetime import date

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.names import fold
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Message, context, cut, escape, option, section, select
from liaison.handlers.blocks.lookup.words import name
from liaison.handlers.blocks.register import ADD_MENU, ADDABLE, LONGEST_ROW

MOST_WORDS = 4  # of a name in an example


def examples(register: Register) -> tuple[str, str, str]:
    """Two partnerships and a person of this register, as somebody would type them."""
    found = [entry for entry in register.partnerships if entry.until is None]
    short = [fold(entry.title) for entry in found if len(entry.title.split()) <= MOST_WORDS]
    place, other, *_ = [*short, *(fold(entry.title) for entry in found), "a partnership", "another one"]
    seated = (seat.person for seat in register.appointments if seat.person and seat.until is None)
    named = (register.person[person].name for person in seated if person in register.person)
    return place, other, fold(next(named, "a person"))


def alike(register: Register) -> tuple[str, str]:
    """Two partnerships of this register that might merge, being of one kind in neighbouring areas, as somebody would type them."""
    of_kind: dict[str, list[str]] = {}
    for entry in register.partnerships:
        if entry.until is None and entry.kind and entry.area and len(entry.title.split()) <= MOST_WORDS:
            of_kind.setdefault(entry.kind, []).append(fold(entry.title))
    place, other, _ = examples(register)
    first, second, *_ = next((found for found in of_kind.values() if len(found) > 1), [place, other])
    return first, second


def add_menu(register: Register) -> Message:
    """What can be added."""
    place, _, _ = examples(register)
    choices = [option(label, kind) for kind, label in ADDABLE.items()]
    blocks = [
        section("*What do you want to add?*", accessory=select(ADD_MENU, "Choose one", choices)),
        context(f"You can also type it: `/partnership add appointment to {name(place)}`."),
    ]
    return Message("Choose what to add to the register.", blocks)


def nothing(typed: str, register: Register) -> Message:
    """That nothing of the register is like what was typed after `/partnership`, with what can be."""
    place, _, _ = examples(register)
    text = f'Nothing in the register matches "{cut(typed, LONGEST_ROW)}".'
    mend = f"Type `/partnership list` to see all of them, or a name, for example `/partnership {place}`."
    return Message(f"{text} {mend.replace('`', '')}", [section(escape(f"{text} {mend}"))])


def usage(actor: Actor, register: Register, day: date) -> Message:
    """What the reader can ask of `/partnership` (UX-03)."""
    place, _, somebody = (name(each) for each in examples(register))
    next_year = write_date(date(day.year + 1, 1, 1)).casefold()
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
            f"`/partnership add`: choose what to add; or `/partnership add appointment to {place}`",
            "`/partnership edit` and a name: a partnership, person, office, committee or group",
            f"`/partnership appoint {somebody} to {place} as representative from {next_year}`: the form, filled in",
            f"`/partnership end {somebody}` or `end {place} on {next_year}`: what has ended, and when",
            f"`/partnership rename {place} to` and the new name, with its first day: the old one is still found",
            "`/partnership merge`, `remove`, `sign` and a name: the form for it",
            "`/partnership people`, `offices`, `committees`, `groups`: lists to edit; add a word to filter",
            "`/partnership changes` or `undo`: who changed what, with a way to undo it",
            "`/partnership to confirm`: seats whose office changed hands",
            "`/partnership ends`: what ends soon or has ended, with nobody to follow",
            "`/partnership codes`: who has not signed which code; add a name to filter",
            "`/partnership export`, `template`, `import`: the register as a file",
        ]
    if actor.may(Action.LINK_PEOPLE):
        lines.append("`/partnership link`: who is who in Slack; add a name or a mention for one person")
    return Message(
        "Type /partnership and a name to see what the register says of it.", [section("\n".join(lines))]
    )
