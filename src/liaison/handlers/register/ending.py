"""`/partnership end` and `merge`: what has ended, on which day and into what, with all that was said of it filled in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, quoted
from liaison.domain.names import fold
from liaison.domain.register.asking import ENDING
from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Kind, Office, Partnership, Person, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId
from liaison.handlers.blocks import register_end as blocks
from liaison.handlers.blocks.kit import Message
from liaison.handlers.blocks.register import dated
from liaison.handlers.desk import Desk
from liaison.handlers.register.naming import EDITABLE, MOST_CHOICES, meant, meant_exactly
from liaison.handlers.register.opening import known, open_form, open_passing
from liaison.handlers.register.spoken import SpokenEnd, read_end, read_holding, read_seat
from liaison.handlers.replies import in_time, replacing, respond_later

LONGEST_INTO = 150  # characters of a name within the value of a button
NOTHING = "Try another part of the name, or type /partnership list to see them all."


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons that choose which of several has ended."""

    @app.action(blocks.OPEN)
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        async def answer() -> dict[str, Any] | None:
            kind, id_, said = blocks.read_value(action["value"])
            chosen = Choice(known(kind), id_, "")
            message = await _end(desk, client, context["actor"], chosen, said, body["trigger_id"])
            return replacing(message) if message else None

        shown = await in_time(desk, context, respond, answer())
        await ack()
        if shown:
            respond_later(desk, respond, shown)


async def end(
    desk: Desk, client: AsyncWebClient, actor: Actor, word: str, text: str, trigger: str
) -> Message | None:
    """Opens the form for what has ended or merged; a list where it may be several things.

    Raises NotFound where nothing is called so, and BadInput for a day that is none.
    """
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace)
    spoken = read_end(word, text, today=local_day(desk.now(), register.timezone))
    if not fold(spoken.which):
        return blocks.which(word, register)
    merging = word == "merge" or bool(spoken.into)
    # Before the loose match of a name: the end of a seat must never open the end of its partnership.
    if (seat := read_seat(spoken.which)) and not meant_exactly(register, spoken.which):
        return await _end_seat(desk, client, actor, register, spoken, seat, trigger)
    found = meant(register, ("partnerships",) if merging else EDITABLE, spoken.which, desk)
    said = {"into": spoken.into[:LONGEST_INTO]} if spoken.into else {}
    if merging:
        said["word"] = "merge"
    if spoken.day:
        said["until"] = spoken.day.isoformat()
    if not found and not merging:
        return await _held_there(desk, client, actor, register, spoken, trigger)
    if not found:
        raise spoken.trouble or NotFound(f"No partnership is called {quoted(spoken.which)}.", NOTHING)
    if spoken.trouble:
        raise spoken.trouble
    if len(found) > 1:
        choices = [(each, blocks.value(each, said)) for each in found[:MOST_CHOICES]]
        return blocks.choose(f"Which one do you mean by {quoted(spoken.which)}?", choices)
    return await _end(desk, client, actor, found[0], said, trigger)


async def _end(
    desk: Desk, client: AsyncWebClient, actor: Actor, found: Choice, said: Mapping[str, str], trigger: str
) -> Message | None:
    """What has ended is one entry: its form, or what of it ends."""
    require(actor, Action.EDIT_REGISTER)
    register = await desk.register(actor.workspace)
    entry = register.entry(found.kind, found.id)
    day = blocks.read_day(said)
    if found.kind == "partnerships":
        return await _end_partnership(desk, client, actor, register, found, said, trigger)
    if isinstance(entry, Person):
        return _all_held(desk, register, entry, day)
    if isinstance(entry, Office) and day:
        terms = [term for term in register.terms_of(entry.id) if term.until is None or day <= term.until]
        return blocks.held(register, entry.name, terms, day=day, office=entry)
    if day and "until" not in {field.name for field in SORTS[found.kind].fields}:
        raise BadInput(
            f"A {SORTS[found.kind].one} has no end in the register.",
            "Type /partnership edit and its name to change it.",
        )
    given = {"until": day} if day else {}
    await open_form(desk, client, trigger, actor, found.kind, found.id, given)
    return None


async def _end_partnership(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    register: Register,
    found: Choice,
    said: Mapping[str, str],
    trigger: str,
) -> Message | None:
    """Opens the form that says when a partnership ended and what it merged into."""
    given = {name: said[name] for name in ("word", "until", "merged_into") if name in said}
    if into := said.get("into"):
        successors = meant(register, ("partnerships",), into, desk)
        others = [each for each in successors if each.id != found.id]
        if successors and not others:
            raise BadInput(
                f"{successors[0].label} cannot merge into itself.", "Type the name of the one it merged into."
            )
        if not others:
            raise NotFound(f"No partnership is called {quoted(into)}.", NOTHING)
        if len(others) > 1:
            choices = [
                (each, blocks.value(found, {**given, "merged_into": each.id}))
                for each in others[:MOST_CHOICES]
            ]
            return blocks.choose(f"Which one do you mean by {quoted(into)}?", choices)
        given["merged_into"] = others[0].id
    preset: dict[str, str | None] = dict(given)
    entry = register.partnership.get(PartnershipId(found.id))
    if preset.pop("word", None) and entry:
        preset.setdefault("merged_into", entry.merged_into)
    await open_form(desk, client, trigger, actor, "partnerships", found.id, preset, part=ENDING)
    return None


async def _held_there(
    desk: Desk, client: AsyncWebClient, actor: Actor, register: Register, spoken: SpokenEnd, trigger: str
) -> Message | None:
    """Ends what somebody holds on one partnership, or as one office: "mr nicholson on south lakeland cdrp"."""
    who, role, where = read_holding(spoken.which)
    people = meant(register, ("people",), who, desk)
    if who == spoken.which or not people:
        raise spoken.trouble or NotFound(
            f"Nothing in the register is called {quoted(spoken.which)}.", NOTHING
        )
    if len(people) > 1:
        choices = [(each, blocks.value(each, _day(spoken))) for each in people[:MOST_CHOICES]]
        return blocks.choose(f"Whom do you mean by {quoted(who)}?", choices)
    person = register.entry("people", people[0].id)
    if not isinstance(person, Person):
        raise NotFound(f"Nobody in the register is called {quoted(who)}.", NOTHING)
    everything = [entry for entry in _all_of(desk, register, person) if _in_role(register, entry, role)]
    places = meant(register, ("partnerships",), where, desk) if where else ()
    if where and not places:
        raise spoken.trouble or NotFound(f"No partnership is called {quoted(where)}.", NOTHING)
    ids = {PartnershipId(each.id) for each in places}
    if where:
        everything = [
            entry for entry in everything if isinstance(entry, Appointment) and entry.partnership in ids
        ]
    held, over = _parted(desk, register, everything)
    if not held and over:
        raise _ended_already(register, over)
    if not held:
        there = f"on {places[0].label}" if len(places) == 1 else quoted(f"{role} {where}".strip())
        raise NotFound(
            f"{person.name} has no appointment {there}.",
            f"Type /partnership end {person.name} to see what they hold.",
        )
    return await _end_held(desk, client, actor, register, person.name, held, spoken, trigger)


async def _end_seat(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    register: Register,
    spoken: SpokenEnd,
    seat: tuple[str, str, str],
    trigger: str,
) -> Message | None:
    """Ends a seat that is named by its role and its partnership: "substitute on barrow cdrp"."""
    who, role, where = seat
    if spoken.into:
        named = f"{role} on {where}" if where else f"{role} on, and the name of its partnership"
        raise BadInput("Only a partnership can merge.", f"To end a seat, type /partnership end {named}.")
    if not where:
        raise BadInput(
            "Say on which partnership.", f"Type its name as well, after /partnership end {role} on."
        )
    places = meant(register, ("partnerships",), where, desk)
    if not places:
        raise spoken.trouble or NotFound(f"No partnership is called {quoted(where)}.", NOTHING)
    ids = {PartnershipId(each.id) for each in places}
    people = {each.id for each in meant(register, ("people",), who, desk)} if who else set()
    everything = [
        entry
        for entry in register.appointments
        if entry.partnership in ids and fold(entry.role) == role and (not who or entry.person in people)
    ]
    held, over = _parted(desk, register, everything)
    there = f"on {places[0].label}" if len(places) == 1 else f"on {quoted(where)}"
    if not held and over:
        raise _ended_already(register, over)
    if not held:
        somebody = f"{quoted(who)} has no appointment as" if who else "Nobody is"
        raise NotFound(
            f"{somebody} {role} {there}.", f"Type /partnership appointments {where} to see who is appointed."
        )
    title = f"{role.capitalize()} {there}"
    return await _end_held(desk, client, actor, register, title, held, spoken, trigger)


async def _end_held(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    register: Register,
    title: str,
    held: Sequence[Appointment | Term],
    spoken: SpokenEnd,
    trigger: str,
) -> Message | None:
    """Opens the end of the one that is held; a list where there are several."""
    if spoken.trouble:
        raise spoken.trouble
    if len(held) > 1:
        return blocks.held(register, title, held, day=spoken.day)
    kind: Kind = "appointments" if isinstance(held[0], Appointment) else "terms"
    value = dated(kind, held[0].id, spoken.day)
    await open_passing(desk, client, trigger, actor, "end", value, None)
    return None


def _all_held(desk: Desk, register: Register, person: Person, day: date | None) -> Message:
    held, over = _parted(desk, register, _all_of(desk, register, person))
    if not held and over:
        raise _ended_already(register, over)
    if not held:
        raise NotFound(
            f"{person.name} holds no seat and no office.",
            f"To take them out of the register, type /partnership remove {person.name}.",
        )
    return blocks.held(register, person.name, held, day=day)


def _all_of(desk: Desk, register: Register, person: Person) -> Sequence[Appointment | Term]:
    """The seats and terms of somebody, past and to come."""
    today = local_day(desk.now(), register.timezone)
    by_office = {held.appointment.id for held in register.seats_held_by(person.id, today)}
    entries: list[Appointment | Term] = [
        seat for seat in register.appointments if seat.person == person.id or seat.id in by_office
    ]
    entries += [term for term in register.terms if term.person == person.id]
    return entries


def _parted(
    desk: Desk, register: Register, entries: Sequence[Appointment | Term]
) -> tuple[Sequence[Appointment | Term], Sequence[Appointment | Term]]:
    """Those of some seats and terms that have not ended, and those that have."""
    today = local_day(desk.now(), register.timezone)
    over = [entry for entry in entries if entry.until and entry.until <= today]
    return [entry for entry in entries if entry not in over], over


def _ended_already(register: Register, over: Sequence[Appointment | Term]) -> AlreadyDone:
    """That what was to be ended is over: the latest of it, its day, and where that is corrected."""
    last = max(over, key=lambda entry: entry.until or date.min)
    kind: Kind = "appointments" if isinstance(last, Appointment) else "terms"
    where: Partnership | Office | None
    if isinstance(last, Appointment):
        where = register.partnership.get(last.partnership)
        who = register.person.get(last.person) if last.person else None
        held = register.office.get(last.office) if last.office else None
        named = who or held
        what = f"The appointment of {named.name}" if named else "The vacancy"
        said = f"{what} as {last.role} on {where.title if where else last.partnership}"
    else:
        where, who = register.office.get(last.office), register.person.get(last.person)
        said = f"The term of {who.name if who else last.person} as {where.name if where else last.office}"
    day = write_date(last.until) if last.until else ""
    mend = f"If the day is wrong, type /partnership {kind} {where.name if where else ''} and press Edit."
    return AlreadyDone(f"{said} ended on {day}.", mend)


def _in_role(register: Register, entry: Appointment | Term, role: str) -> bool:
    """Whether an appointment is in a role, or a term in an office, that somebody named; any where nothing was named."""
    if isinstance(entry, Appointment):
        return fold(role) in fold(entry.role)
    office = register.office.get(entry.office)
    return not role or (office is not None and fold(role) in fold(office.name))


def _day(spoken: SpokenEnd) -> dict[str, str]:
    return {"until": spoken.day.isoformat()} if spoken.day else {}
