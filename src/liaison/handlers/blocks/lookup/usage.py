"""How to ask, with examples from the reader's own register: their own partnerships come first (UX-03)."""

from collections.abc import Iterator
from datetime import date, timedelta

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.names import fold
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Message, context, escape, section
from liaison.handlers.blocks.lookup.words import name

SOME_DAYS = timedelta(days=365)
MOST_WORDS = 4


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
    """What to type, and what it shows: only what this register knows."""
    own = [
        register.partnership[held.appointment.partnership]
        for held in register.seats_held_by(actor.person, day)
    ]
    entries = [*own, *register.partnerships[:50]]
    if entries:
        yield _typed(entries[0]), "who sits there"
        yield f"{_typed(entries[0])} on {write_date(day - SOME_DAYS)}", "who sat there on that day"
    if place := next((entry for entry in entries if entry.area and entry.kind_short), None):
        yield (
            f"{fold(place.kind_short or '')} in {fold(place.area or '')}",
            "a kind of partnership in an area",
        )
    if aim := next(
        (said for entry in entries for said in entry.priorities if len(said.split()) <= MOST_WORDS), None
    ):
        yield f"who covers {fold(aim)}", "partnerships with that among their priorities"
    others = [person for person in register.people if person.id != actor.person]
    if others:
        yield fold(others[0].name.split()[-1]), "every seat that a person holds"
    if committee := next((c for c in register.committees if c.short and c.kind == "committee"), None):
        yield fold(committee.short or ""), "a committee and what reports to it"


def _typed(entry: Partnership) -> str:
    names = [entry.short, *entry.also_called, entry.title]
    return (
        fold(min(filter(None, names), key=len))
        if len(entry.title.split()) > MOST_WORDS
        else fold(entry.title)
    )
