"""One field's value as a cell, a line or a form's input holds it, and back again.

What `write` gives, `read` takes: a text, a whole number, a date or nothing. An entry is written by its name, or by name
and id where another has the same name: "Mr J Smith [smith-2]".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from liaison.domain.dates import read_any_date, write_date
from liaison.domain.described import Attendance
from liaison.domain.errors import BadInput, quoted
from liaison.domain.names import fold
from liaison.domain.nobody import is_left_open
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.findable import names_of
from liaison.domain.register.models import (
    Appointment,
    Committee,
    Entry,
    FormerName,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
    Signature,
    Target,
    Term,
)
from liaison.domain.register.nearest import beginning_or_nearest, nearest
from liaison.domain.register.snapshot import Register

Cell = str | int | date | None
LONGEST_TEXT = 3_000  # what a Slack input holds
LONGEST_NAME = 250
LONGEST_CELL = 32_767  # what a cell of a workbook holds
MOST_ENTRIES = 300  # that one field names: their ids fit into one cell, whatever they are
EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
MOST_GUESSES = 100  # names of one file that are looked for among those much like them
WITH_ID = re.compile(r"(?P<name>.*)\[(?P<id>[^\[\]]+)\]\s*", re.DOTALL)
NOT_KNOWN = "not known"
WITH_UNTIL = re.compile(r"(?P<name>.*?)\s*\(until (?P<day>[^()]+)\)\s*", re.DOTALL)
# Control characters, halves of others, and those that are none: no workbook can hold them.
UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
SEVERAL = frozenset({Control.LINES, Control.ROLES, Control.ENTRIES, Control.FORMER_NAMES, Control.ATTENDANCE})
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class Names:
    """The entries of a register by name, for writing and reading those that others refer to; built once for many cells.

    `before` are the names of a register that is being changed: they are understood as well.
    """

    def __init__(self, register: Register, *, before: "Names | None" = None) -> None:
        self.register = register
        self._before = before
        self._ids: dict[Kind, dict[str, list[str]]] = {}
        self._other: dict[Kind, dict[str, list[str]]] = {}
        self._guesses: dict[tuple[Kind, str], str | None] = {}

    def write(self, kind: Kind, id_: str) -> str:
        """The name of an entry, with its id where the name alone is not enough."""
        entry = self.register.entry(kind, id_)
        if entry is None:
            return f"[{id_}]"
        name = name_of(self.register, kind, entry)
        alone = self._by_name(kind)[fold(name)] == [id_] and name.strip() and not WITH_ID.fullmatch(name)
        return name if alone and self.register.entry(kind, name) in (None, entry) else f"{name} [{id_}]"

    def read(self, kind: Kind, text: str) -> str:
        """The id of the entry that a text names: by name, by id, by both, or by another of its names. Raises BadInput."""
        match = WITH_ID.fullmatch(text)
        text = text.strip()
        for id_ in (match["id"].strip() if match else text, text):
            if self.register.entry(kind, id_):
                return id_
        found = self.called(kind, text) or self.otherwise_called(kind, text)
        if len(found) == 1:
            return found[0]
        one = SORTS[kind].one
        if found:
            raise BadInput(
                f'More than one {one} is called "{text}".', f"Add the ID in brackets: {text} [{found[0]}]."
            )
        guess = self._meant(kind, text)
        raise BadInput(
            f'No {one} is called "{text}".' + (f' Did you mean "{guess}"?' if guess else ""),
            f"Add the {one} first, or correct the name.",
        )

    def are_none(self, kind: Kind, text: str) -> bool:
        """Whether a text stands in place of a name and names nobody: "To be advised", unless somebody is called so (A-06)."""
        if kind not in {"people", "offices"} or not is_left_open(text) or WITH_ID.fullmatch(text):
            return False
        return not (self.register.entry(kind, text) or self.called(kind, text))

    def otherwise_called(self, kind: Kind, text: str) -> list[str]:
        """The ids of the entries that have this abbreviation, former or other name (A-14, A-24)."""
        known = self._other.get(kind)
        if known is None:
            known = self._other[kind] = defaultdict(list)
            for entry in self.register.entries(kind):
                for name in _other_names(entry):
                    known[name].append(entry.id)
        return known.get(fold(text), [])

    def called(self, kind: Kind, text: str) -> list[str]:
        """The ids of the entries of this name, or of those that had it before."""
        found = self._by_name(kind).get(fold(text), [])
        return found or (self._before.called(kind, text) if self._before else [])

    def _meant(self, kind: Kind, text: str) -> str | None:
        """The name that may have been meant; a file of which hardly a name fits is not guessed at to its end."""
        asked = (kind, fold(text))
        if asked not in self._guesses:
            known = (name_of(self.register, kind, entry) for entry in self.register.entries(kind))
            self._guesses[asked] = nearest(text, known) if len(self._guesses) < MOST_GUESSES else None
        return self._guesses[asked]

    def _by_name(self, kind: Kind) -> dict[str, list[str]]:
        known = self._ids.get(kind)
        if known is None:
            known = defaultdict(list)
            for entry in self.register.entries(kind):
                known[fold(name_of(self.register, kind, entry))].append(entry.id)
            self._ids[kind] = known
        return known


def _other_names(entry: Entry) -> set[str]:
    """The names of an entry beside its own, folded: abbreviations, former names, and its title with its kind."""
    if not isinstance(entry, Partnership | Person | Committee | Office):
        return set()
    names = [*names_of(entry), entry.title if isinstance(entry, Partnership) else ""]
    return {fold(name) for name in names} - {fold(entry.name), ""}


def name_of(register: Register, kind: Kind, entry: Entry) -> str:
    """What an entry is called in a sentence, a list or a menu."""
    match entry:
        case Appointment():
            partnership = register.partnership.get(entry.partnership)
            where = partnership.title if partnership else entry.partnership
            person = register.person.get(entry.person) if entry.person else None
            office = register.office.get(entry.office) if entry.office else None
            who = ", ".join(named.name for named in (person, office) if named) or "vacant"
            return f"{entry.role} on {where}: {who}"
        case Term():
            person, office = register.person.get(entry.person), register.office.get(entry.office)
            return f"{person.name if person else entry.person}, {office.name if office else entry.office}"
        case Target():
            return entry.target
        case Signature():
            person = register.person.get(entry.person)
            return f"{entry.code}, signed by {person.name if person else entry.person}"
        case Link():
            person = register.person.get(entry.person)
            return f"{person.name if person else entry.person} in Slack"
        case Partnership():
            return entry.name
    return str(getattr(entry, "name", SORTS[kind].one))


def write(field: Field, entry: Entry, names: Names) -> Cell:
    """What a field of an entry holds, as one cell; None where it says nothing."""
    value = getattr(entry, field.name)
    match field.control:
        case Control.YES_NO:
            return None if value is None else "Yes" if value else "No"
        case Control.LINES | Control.ROLES:
            return "\n".join(value) or None
        case Control.ENTRY:
            return names.write(cast("Kind", field.of), value) if value else None
        case Control.ENTRIES:
            named = "\n".join(names.write(cast("Kind", field.of), id_) for id_ in value)
            return (named if len(named) <= LONGEST_CELL else "\n".join(value)) or None
        case Control.FORMER_NAMES:
            return "\n".join(write_former_name(former) for former in value) or None
        case Control.ATTENDANCE:
            return "\n".join(f"{part.sub_group}: {'; '.join(part.who)}" for part in value) or None
    return cast("Cell", value)


def in_words(field: Field, entry: Entry, names: Names) -> str | None:
    """What a field of an entry holds, for a sentence."""
    cell = write(field, entry, names)
    if isinstance(cell, date):
        return write_date(cell)
    return "; ".join(str(cell).splitlines()) if cell is not None else None


def read(field: Field, cell: Cell | bool | float, names: Names, *, today: date) -> object:
    """The value that a cell stands for. Raises BadInput, which names the field, where it stands for none."""
    try:
        value = _read(field, cell, names, today)
    except BadInput as problem:
        raise BadInput(problem.sentence, problem.mend, field=field.name) from problem
    if field.past and isinstance(value, date) and value > today:
        raise BadInput("That day is still to come.", "Choose today, or an earlier day.", field=field.name)
    if field.needed and value in (None, ()):
        raise BadInput(f"{field.label} is needed.", "Fill it in.", field=field.name)
    return value


def _read(  # noqa: PLR0911 - one for each control
    field: Field, cell: Cell | bool | float, names: Names, today: date
) -> object:
    match field.control:
        case Control.DATE:
            return _date(cell, today)
        case Control.NUMBER:
            return _number(cell)
        case Control.YES_NO:
            return _yes_or_no(cell)
    text = _text(cell, most=LONGEST_CELL if field.control in SEVERAL else LONGEST_TEXT)
    lines = _lines(text)
    match field.control:
        case Control.LINES | Control.ROLES:
            return lines
        case Control.ENTRY:
            of = cast("Kind", field.of)
            if names.are_none(of, text):
                _short(" ".join(text.split()))  # as these are the words of the list, which must fit there
                return None
            return names.read(of, text) if text else None
        case Control.ENTRIES:
            if len(lines) > MOST_ENTRIES:
                raise BadInput(f"That names {len(lines):,}, and {MOST_ENTRIES} fit here.", "Leave some out.")
            return tuple(dict.fromkeys(names.read(cast("Kind", field.of), line) for line in lines))
        case Control.FORMER_NAMES:
            return tuple(_read_former_name(line, today) for line in lines)
        case Control.ATTENDANCE:
            return tuple(_read_attendance(line) for line in lines)
        case Control.CHOICE:
            return _choice(field, text)
        case Control.LONG_TEXT:
            return text or None
    return _short(" ".join(text.split())) or None


def _text(cell: Cell | bool | float, *, most: int = LONGEST_TEXT) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = write_date(cell) if isinstance(cell, date) else str(cell).strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        raise BadInput(
            f"That is {len(text):,} characters, and {most:,} fit here.", "Shorten it, and try again."
        )
    if bad := UNSHOWN.search(text):
        code = ord(bad[0])
        raise BadInput(f"There is a character in it that cannot be shown (code {code}).", "Take it out.")
    return text if any(is_seen(letter) for letter in text) else ""


def is_seen(letter: str) -> bool:
    """Whether a letter shows: some are spaces or invisible marks."""
    return not letter.isspace() and unicodedata.category(letter) != "Cf"


def _short(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise BadInput(
            f"That is {len(text):,} characters, and {LONGEST_NAME} fit here.", "Shorten it, and try again."
        )
    return text


def _lines(text: str) -> tuple[str, ...]:
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if any(map(is_seen, line)))
    if longest := max((len(line) for line in lines if len(line) > LONGEST_TEXT), default=0):
        raise BadInput(
            f"One line has {longest:,} characters, and {LONGEST_TEXT:,} fit on one.",
            "Shorten it, and try again.",
        )
    return lines


def _date(cell: Cell | bool | float, today: date) -> date | None:
    if isinstance(cell, datetime):
        return in_range(cell.date())
    if isinstance(cell, date):
        return in_range(cell)
    text = _text(cell)
    return _read_day(text, today) if text else None


def _read_day(text: str, today: date) -> date:
    try:
        day = read_any_date(text, today=today, lean="past")
    except BadInput as problem:
        raise BadInput(
            f"{quoted(text)} is no day of the calendar.", "Write it like 1 May 2027 or 01/05/2027."
        ) from problem
    return in_range(day)


def in_range(day: date) -> date:
    """The day, where a register can mean it: what lies beyond is a slip of the pen."""
    if not EARLIEST <= day <= LATEST:
        raise BadInput(f"{write_date(day)} cannot be meant.", "Correct the year, for example 9 March 2009.")
    return day


def _number(cell: Cell | bool | float) -> int | None:
    text = _text(cell).replace(",", "")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise BadInput(f'"{text}" is no whole number.', "Type a number such as 6.")
    return int(text)


def _yes_or_no(cell: Cell | bool | float) -> bool | None:
    text = _text(cell).casefold()
    if not text or text in {"not stated", "not recorded"}:
        return None
    if text in YES | NO:
        return text in YES
    raise BadInput(f'"{_text(cell)}" is neither yes nor no.', "Write Yes or No, or leave it empty.")


def _choice(field: Field, text: str) -> str | None:
    if not text:
        return None
    found = next((choice for choice in field.choices if fold(choice) == fold(text)), None)
    if found is None:
        guess = beginning_or_nearest(text, field.choices)
        raise BadInput(
            f"{quoted(text)} is none of the choices." + (f' Did you mean "{guess}"?' if guess else ""),
            f"Choose one of: {', '.join(field.choices)}.",
        )
    return found


def write_former_name(former: FormerName) -> str:
    """A former name as a cell holds it, with the day on which it ended."""
    if former.until:
        return f"{former.name} (until {write_date(former.until)})"
    # A name that itself ends like that is told apart by a day that is not known.
    reads_as_day = WITH_UNTIL.fullmatch(former.name)
    return f"{former.name} (until {NOT_KNOWN})" if reads_as_day else former.name


def _read_former_name(line: str, today: date) -> FormerName:
    match = WITH_UNTIL.fullmatch(line)
    if match and match["name"] and match["day"].strip() == NOT_KNOWN:
        return FormerName(name=_short(match["name"]))
    if match and match["name"]:
        return FormerName(name=_short(match["name"]), until=_read_day(match["day"], today))
    return FormerName(name=_short(line))


def _read_attendance(line: str) -> Attendance:
    sub_group, colon, who = line.partition(":")
    names = tuple(" ".join(name.split()) for name in who.split(";") if name.strip())
    if not colon or not sub_group.strip() or not names:
        raise BadInput(
            f'"{line}" does not say who attends what.',
            "Write it like this: Funding sub-group: Treasurer; Clerk.",
        )
    return Attendance(sub_group=sub_group.strip(), who=names)


def shown_fields(
    kind: Kind, entry: Entry, names: Names, *, public: bool = False
) -> Iterable[tuple[Field, str]]:
    """The fields of an entry that say something, in words; without what is restricted where it is for the public."""
    for field in SORTS[kind].fields:
        if public and field.restricted:
            continue
        words = in_words(field, entry, names)
        if words:
            yield field, words
