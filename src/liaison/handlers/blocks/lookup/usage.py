"""How to ask, with examples from the reader's own register: their own partnerships come first (UX-03)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.errors import BadInput
from liaison.domain.lookup import find
from liaison.domain.names import fold
from liaison.domain.register.models import Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Message, context, escape, section
from liaison.handlers.blocks.lookup.words import name

SOME_DAYS = timedelta(days=365)
MOST_WORDS = 4
MOST_LOOKED_AT = 50  # entries of one kind
MOST_TRIED = 8  # texts of one sort, until one is answered: somebody waits


def usage(actor: Actor, register: Register, day: date) -> Message:
    """How to ask `/rep`."""
    lines = [f"`/rep {escape(asked)}`: {told}" for asked, told in examples(actor, register, day)]
    start = "*Who represents us, and where?* Type `/rep` and a partnership, person, area, kind, committee or office."
    lists = (
        "`/rep me`: your own seats\n`/rep vacant`: seats that nobody holds\n"
        "`/rep without a substitute`: seats where nobody stands in\n"
        "`/rep substitute for` and a name: who stands in there\n`/rep expiring`: what ends soon\n"
        "`/rep what ended`: what is over since a year; `/rep who joined` and a month: who is new\n"
        "`/rep to confirm`: seats whose office changed hands\n`/rep matrix`: the whole register"
    )
    if actor.may(Action.SEE_LINKS):
        lists += "\n`/rep unlinked`: people whom Slack does not know"
    also = [f"`/rep {escape(text)}`" for text in more_examples(register, day)]
    for at in range(0, len(also), 2):  # two in a line, so that it stays short
        lists += f"\n{'Ask also' if at == 0 else 'Or'} {' or '.join(also[at : at + 2])}"
    more = (
        "`/partnership` and a name shows all that the register says of one. `/partnership list`, "
        "`/partnership tree` and `/partnership priorities` show more of it."
    )
    plain = (
        "Type /rep and a partnership, person, area, kind, committee or office; or /rep me, vacant or matrix."
    )
    return Message(
        plain,
        [
            section("\n".join([start, *lines])),
            section(lists),
            section(more),
            context(f"You are {name(actor.name)}. Only you see this answer."),
        ],
    )


def examples(actor: Actor, register: Register, day: date) -> Iterator[tuple[str, str]]:
    """What to type, and what it shows: of each sort the first that this register answers without a guess."""
    own = [
        register.partnership[held.appointment.partnership]
        for held in register.seats_held_by(actor.person, day)
    ]
    entries = [*own, *register.partnerships[:MOST_LOOKED_AT]]
    others = [person for person in register.people[:MOST_LOOKED_AT] if person.id != actor.person]
    kinds = [(e.kind_short, e.area) for e in entries if e.area and e.kind_short]
    aims = [said for e in entries for said in e.priorities if len(said.split()) <= MOST_WORDS]
    shorts = [c.short for c in register.committees if c.short and c.kind == "committee"]
    then = write_date(day - SOME_DAYS)
    sorts: list[tuple[Iterable[str], str]] = [
        (map(_typed, entries), "who sits there"),
        ((f"{_typed(entry)} on {then}" for entry in entries), "who sat there on that day"),
        (
            (f"{fold(kind or '')} in {fold(area or '')}" for kind, area in kinds),
            "a kind of partnership in an area",
        ),
        ((f"who covers {fold(aim)}" for aim in aims), "partnerships with that among their priorities"),
        ((fold(person.name.split()[-1]) for person in others), "every seat that a person holds"),
        (map(fold, shorts), "a committee and what reports to it"),
    ]
    for texts, told in sorts:
        if asked := next((text for text in islice(texts, MOST_TRIED) if _answered(register, text, day)), ""):
            yield asked, told


def more_examples(register: Register, day: date) -> Iterator[str]:
    """What else can be asked of one entry, one text of each sort for which this register has an answer on record."""
    entries = [entry for entry in register.partnerships[:MOST_LOOKED_AT] if entry.exists_on(day)]
    seats = [
        (person, entry)
        for entry in entries
        for each in register.seats_of(entry.id, day)
        if (person := each.person) and each.appointment.person and each.appointment.since
    ]
    sorts: tuple[Iterable[str], ...] = (
        (f"priorities of {_typed(entry)}" for entry in entries if entry.priorities),
        (f"sub-groups of {_typed(entry)}" for entry in entries if entry.sub_groups),
        (f"who owns {_typed(entry)}" for entry in entries if entry.owner),
        (f"who sits with {fold(person.name)}" for person in _beside_others(register, entries, day)),
        (f"how long has {fold(person.name)} been on {_typed(entry)}" for person, entry in seats),
        (
            f"what was {_typed(entry)} merged into"
            for entry in register.partnerships
            if entry.merged_into and not entry.exists_on(day)
        ),
    )
    for texts in sorts:
        if text := next((text for text in islice(texts, MOST_TRIED) if _certain(register, text, day)), ""):
            yield text


def _beside_others(register: Register, entries: Iterable[Partnership], day: date) -> Iterator[Person]:
    """Representatives beside whom somebody else of ours sits."""
    for entry in entries:
        people = [held.person for held in register.seats_of(entry.id, day) if held.person]
        if len(people) > 1:
            yield people[0]


def _certain(register: Register, text: str, day: date) -> bool:
    """Whether a text is answered with one entry, and no other may be meant."""
    try:
        return find(register, text, day=day).certainty == "certain"
    except BadInput:
        return False


def _answered(register: Register, text: str, day: date) -> bool:
    """Whether a text is answered, and not only guessed at."""
    try:
        return find(register, text, day=day).exact
    except BadInput:
        return False


def _typed(entry: Partnership) -> str:
    names = [entry.short, *entry.also_called, entry.title]
    return (
        fold(min(filter(None, names), key=len))
        if len(entry.title.split()) > MOST_WORDS
        else fold(entry.title)
    )
