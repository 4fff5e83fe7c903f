"""What somebody may mean to end, each with a way to do it: appointments, terms of office, and several of one name."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlencode

from liaison.domain.dates import write_date
from liaison.domain.register.cells import name_of
from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Kind, Office, Term
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Block, Message, actions, button, capital, context, escape, section
from liaison.handlers.blocks.lookup.words import fit, name
from liaison.handlers.blocks.register import EDIT, END, LONGEST_ROW, MORE, dated
from liaison.handlers.blocks.register_usage import alike, examples

OPEN = "register_end.open"  # kind, id, and what was said besides, as a query
MOST_HELD = 20


def value(found: Choice, said: Mapping[str, str]) -> str:
    """The value of a button that chooses what is to end; what was typed besides stays with it."""
    return urlencode({"kind": found.kind, "id": found.id, **said})


def read_value(value: str) -> tuple[str, str, dict[str, str]]:
    """The kind, the id and the rest of such a value."""
    said = dict(parse_qsl(value))
    return said.pop("kind", ""), said.pop("id", ""), said


def read_day(said: Mapping[str, str]) -> date | None:
    """The day that such a value holds."""
    try:
        return date.fromisoformat(said["until"]) if "until" in said else None
    except ValueError:
        return None


def choose(question: str, choices: Sequence[tuple[Choice, str]]) -> Message:
    """Several that may be meant, each with the value of its button."""
    blocks: list[Block] = [section(f"*{escape(question)}*")]
    for found, chosen in choices:
        choose_it = button("Choose", OPEN, chosen, label=f"Choose {found.label}")
        blocks.append(
            section(f"{fit(found.label, LONGEST_ROW)} ({SORTS[found.kind].one})", accessory=choose_it)
        )
    blocks.append(context(MORE))
    return Message(f"{question} Choose one.", blocks)


def held(
    register: Register,
    title: str,
    entries: Sequence[Appointment | Term],
    *,
    day: date | None,
    office: Office | None = None,
) -> Message:
    """Appointments and terms, each with a way to end it on that day, or on one that is still to be chosen."""
    on = f" on {write_date(day)}" if day else ""
    blocks: list[Block] = [section(f"*{escape(title)}: which ends{on}?*")]
    for number, entry in enumerate(entries[:MOST_HELD]):
        kind: Kind = "appointments" if isinstance(entry, Appointment) else "terms"
        said = name_of(register, kind, entry)
        end = button("End", f"{END}.{number}", dated(kind, entry.id, day), label=f"End: {said}")
        blocks.append(section(f"{name(capital(said))}{_period(entry)}", accessory=end))
    if len(entries) > MOST_HELD:
        blocks.append(
            context(f"And {len(entries) - MOST_HELD} more. Type `/partnership appointments` and the name.")
        )
    if office:
        edit = button("Edit the office", EDIT, f"offices:{office.id}", label=f"Edit {office.name}")
        blocks.append(actions("register_end.office", [edit]))
    return Message(f"{title}: choose which ends{on}.", blocks)


def which(word: str, register: Register) -> Message:
    """What to type after a word that was typed alone, with names of this register."""
    place, _, somebody = examples(register)
    question, typed = "What has ended?", [f"end {place}", f"end {somebody}"]
    if word == "merge":
        first, second = alike(register)
        question, typed = "Which partnership has merged?", [f"merge {first} into {second}"]
    listed = " or ".join(f"`/partnership {name(each)}`" for each in typed)
    return Message(question, [section(f"*{question}* Type it like {listed}.")])


def _period(entry: Appointment | Term) -> str:
    since = f", from {write_date(entry.since)}" if entry.since else ""
    until = f", until {write_date(entry.until)}" if entry.until else ""
    return f"{since}{until}"
