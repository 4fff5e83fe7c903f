"""The words of `/partnership`: what to add, what to edit, and lists; whatever else is typed is a question."""

import re
from datetime import date
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound, quoted
from liaison.domain.lookup import find
from liaison.domain.names import fold
from liaison.domain.nobody import means_nobody, words_of_the_list
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Kind
from liaison.domain.register.snapshot import Register
from liaison.domain.values import OfficeId
from liaison.handlers import lookup
from liaison.handlers.blocks import register as blocks
from liaison.handlers.blocks import register_usage
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.blocks.register_inputs import LONGEST_NAME
from liaison.handlers.desk import Desk
from liaison.handlers.register import ending, files, lists, people, renaming
from liaison.handlers.register.naming import EDITABLE, MOST_CHOICES, meant, meant_exactly
from liaison.handlers.register.opening import open_form, open_new
from liaison.handlers.register.spoken import read, read_term

LISTS: dict[str, Kind] = {
    "people": "people",
    "offices": "offices",
    "committees": "committees",
    "groups": "groups",
    "appointments": "appointments",
    "terms": "terms",
    "targets": "targets",
    "signatures": "signatures",
}


NAMED: tuple[Kind, ...] = (*EDITABLE, "targets")  # the kinds whose entries can be edited by name
SHOWN = {"list", "tree", "priorities"}  # what the lookups show of a name after it


class _New(NamedTuple):
    """What "add ..." means: a kind, with what is filled in, and the field that names what it is for."""

    kind: Kind
    field: str = "name"
    of: Kind | None = None
    given: tuple[tuple[str, str], ...] = ()


def _seat(role: str) -> _New:
    return _New("appointments", "partnership", "partnerships", (("role", role),))


# The longer words first: "term of office" before "office".
NEW: dict[str, _New] = {
    "group of partnerships": _New("groups"),
    "term of office": _New("terms", "office", "offices"),
    "term": _New("terms", "office", "offices"),
    "representative": _seat("representative"),
    "substitute": _seat("substitute"),
    "support officer": _seat("support officer"),
    "link officer": _seat("link officer"),
    "appointment": _New("appointments", "partnership", "partnerships"),
    "seat": _New("appointments", "partnership", "partnerships"),
    "target": _New("targets", "partnership", "partnerships"),
    "signed code": _New("signatures", "person", "people"),
    "signature": _New("signatures", "person", "people"),
    "code": _New("signatures", "person", "people"),
    "partnership": _New("partnerships"),
    "person": _New("people"),
    "office": _New("offices"),
    "working group": _New("committees", given=(("kind", "working group"),)),
    "committee": _New("committees"),
    "group": _New("groups"),
    "edition": _New("about"),
}
ADD = re.compile(
    rf"(?:an? |the )?(?P<what>{'|'.join(NEW)})\b:?(?: (?P<rest>.+))?",
    re.IGNORECASE,
)
# What leads from that to a name: "target for barrow cdrp". A new name may begin with such a word itself.
LEADING = re.compile(r"(?:to|for|on|of|at|called)(?: |$)", re.IGNORECASE)
CALLED = re.compile(r"(?:called|of)(?: |$)", re.IGNORECASE)


async def command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str, *, channel: str
) -> Message | None:
    """The answer to `/partnership`; None where a form opens instead. Raises what the words lead to."""
    said = unescape(text).strip()
    word, _, rest = said.partition(" ")
    rest = rest.strip()
    match fold(word):
        case "" | "help":
            register = await desk.register(actor.workspace)
            return register_usage.usage(actor, register, local_day(desk.now(), register.timezone))
        case "add" | "edit":
            return await _open(desk, client, actor, fold(word), rest, trigger)
        case "appoint" | "sign" | "remove" | "end" | "merge" | "rename":
            return await _open(desk, client, actor, fold(word), rest, trigger)
        case "changes" | "undo":
            return await lists.latest(desk, actor)
        case "codes":
            return await lists.missing_codes(desk, actor, rest)
        case "import" | "export" | "template":
            return await files.file_words(desk, client, actor, fold(word), rest)
        case "unlink":
            require(actor, Action.LINK_PEOPLE)
            raise BadInput(
                "There is no command to unlink.", "Type /partnership link: links are changed there."
            )
        case "link" | "links":
            return await people.people_words(desk, client, actor, rest, trigger)
        case kind if kind in LISTS:
            return await lists.listed(desk, actor, LISTS[kind], rest)
    return await _asked(desk, actor, text, channel=channel)


async def _asked(desk: Desk, actor: Actor, text: str, *, channel: str) -> Message:
    """What waits for somebody's word, or the answer to a question."""
    said = unescape(text).strip()
    if fold(said) in {"to confirm", "confirm"}:
        return await lists.to_confirm(desk, actor)
    if fold(said) == "ends" and actor.may(Action.EDIT_REGISTER):
        return await lists.ends(desk, actor)
    nothing = None if fold(said.partition(" ")[0]) in SHOWN else await _nothing(desk, actor, said)
    return nothing or await lookup.partnership_answer(desk, actor, text, channel=channel)


async def _nothing(desk: Desk, actor: Actor, said: str) -> Message | None:
    """What to type with `/partnership` where nothing is like what was typed; None where something is (UX-03)."""
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    found = find(register, said, day=local_day(desk.now(), register.timezone), me=actor.person)
    lost = found.certainty == "nothing" and not (found.total or found.near or found.instead)
    return register_usage.nothing(said, register) if lost else None


async def _open(
    desk: Desk, client: AsyncWebClient, actor: Actor, word: str, rest: str, trigger: str
) -> Message | None:
    """Opens the form that a word means."""
    match word:
        case "add":
            return await _add(desk, client, actor, rest, trigger)
        case "appoint":
            return await _add(desk, client, actor, f"appointment {rest}", trigger)
        case "sign":
            return await _add(desk, client, actor, f"signature {rest}", trigger)
        case "end" | "merge":
            return await ending.end(desk, client, actor, word, rest, trigger)
        case "rename":
            return await renaming.rename(desk, client, actor, rest, trigger)
    return await _edit(desk, client, actor, word, rest, trigger)  # a form has its own way to remove


async def _edit(
    desk: Desk, client: AsyncWebClient, actor: Actor, word: str, name: str, trigger: str
) -> Message | None:
    """Opens what a name means, where it means one thing; otherwise the person chooses."""
    require(actor, Action.EDIT_REGISTER)
    if fold(name) in {"edition", "the edition", "about"}:
        await open_form(desk, client, trigger, actor, "about", "about")
        return None
    if not fold(name):
        raise NotFound(
            "Say which entry you mean.", f"Type a part of its name as well, after /partnership {word}."
        )
    register = await desk.register(actor.workspace)
    kind, rest = _of_kind(name)
    found = meant(register, EDITABLE, name, desk)
    if not found and rest and kind in NAMED:
        found = meant(register, (kind,), rest, desk)
    # A target is called by what is to be done, which may be any words: it is looked for last.
    found = found or meant(register, ("targets",), name, desk)
    if not found:
        raise _not_there(name, kind, rest)
    if len(found) > 1:
        return blocks.choose(name, found[:MOST_CHOICES])
    await open_form(desk, client, trigger, actor, found[0].kind, found[0].id)
    return None


def _of_kind(name: str) -> tuple[Kind | None, str]:
    """The kind that somebody names before a name, as in "office chairman", and the name."""
    match = ADD.fullmatch(" ".join(name.split()))
    return (NEW[match["what"].casefold()].kind, _named(match)) if match else (None, "")


def _named(match: re.Match[str]) -> str:
    """The name that stands after what is added: of a new entry, or of what it is for."""
    rest, leading = match["rest"] or "", LEADING if NEW[match["what"].casefold()].of else CALLED
    led = leading.match(rest)
    return rest[led.end() :] if led else rest


def _not_there(name: str, kind: Kind | None, rest: str) -> NotFound:
    """That nothing is called so, with the list in which it can be looked for."""
    lists = {known: word for word, known in LISTS.items()} | {"partnerships": "list"}
    mend = "Type /partnership list to see the partnerships, or /partnership people to see the people."
    if kind and kind in lists:
        words = lists[kind] if kind in NAMED or not rest else f"{lists[kind]} {rest[:LONGEST_NAME]}"
        mend = f"Type /partnership {words} to see the {SORTS[kind].many}."
    return NotFound(f"Nothing in the register is called {quoted(name)}.", mend)


async def _add(desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str) -> Message | None:
    """Opens the form of a new entry, for what is named with it; the menu where nothing is said."""
    require(actor, Action.EDIT_REGISTER)
    match = ADD.fullmatch(" ".join(text.split()))
    if match is None:
        if text:
            raise NotFound(f"I do not know how to add {quoted(text)}.", "Type /partnership add to choose.")
        return register_usage.add_menu(await desk.register(actor.workspace))
    new, rest = NEW[match["what"].casefold()], _named(match)
    given = dict(new.given)
    if new.kind == "about":
        await open_form(desk, client, trigger, actor, "about", "about")
        return None
    if new.kind == "appointments" and rest:
        return await _appoint(desk, client, actor, match["what"].casefold(), given, text, trigger)
    if rest and new.of:
        found = meant(await desk.register(actor.workspace), (new.of,), rest, desk)
        if not found:
            raise NotFound(
                f"No {SORTS[new.of].one} is called {quoted(rest)}.",
                f"Type /partnership add {match['what']} and choose it in the form.",
            )
        if len(found) > 1:
            label = f"Add {match['what'].casefold()}"
            return blocks.choose_for(label, new.kind, new.field, given, found[:MOST_CHOICES])
        given[new.field] = found[0].id
    elif new.kind == "people" and means_nobody(rest):
        raise BadInput(
            f"{quoted(rest)} is nobody's name.",
            "Leave the person empty for a vacancy. Type /partnership add appointment, and choose nobody.",
        )
    elif rest:
        given["name"] = rest[:LONGEST_NAME]
    await open_form(desk, client, trigger, actor, new.kind, None, given)
    return None


async def _appoint(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    what: str,
    given: dict[str, str],
    text: str,
    trigger: str,
) -> Message | None:
    """Opens the form of an appointment with whoever, wherever and whenever was said."""
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    line = re.sub(rf"^(?:an? |the )?{what}\b:?(?: of)?", "", text, flags=re.IGNORECASE).strip()
    term = None if given else read_term(line, today=today)
    offices = meant(register, ("offices",), term.where, desk) if term else ()
    if term and offices:
        said = _who(register, term.who, term.where, desk) | term.given
        if len(offices) > 1:
            which = [(each, _term_of(register, each.id, said, today)) for each in offices[:MOST_CHOICES]]
            return blocks.choose_office(term.where, which)
        _, given = blocks.read_preset(_term_of(register, offices[0].id, said, today))
        await open_new(desk, client, trigger, actor, "terms", given)
        return None
    place = re.sub(r"^(?:to|for|on|of|at) ", "", line, flags=re.IGNORECASE)
    found = meant(register, ("partnerships",), place, desk)
    spoken = None if found else read(line, today=today)
    if spoken:
        found = meant(register, ("partnerships",), spoken.where, desk)
        given = given | spoken.given | _who(register, spoken.who, spoken.where, desk)
    people = () if found else meant(register, ("people",), place, desk)
    if people:
        raise BadInput(
            f"Say where to appoint {people[0].label if len(people) == 1 else quoted(place)}.",
            f"Type /partnership appoint {place[:LONGEST_NAME]} to, and the name of a partnership.",
        )
    if not found and term:
        raise NotFound(
            f"No office is called {quoted(term.where)}.", "Type /partnership offices to see the offices."
        )
    if not found:
        raise NotFound(
            f"No partnership is called {quoted(spoken.where if spoken else place)}.",
            f"Type /partnership add {what} and choose it in the form.",
        )
    if len(found) > 1:
        label = f"Add {what}"
        return blocks.choose_for(label, "appointments", "partnership", given, found[:MOST_CHOICES])
    given = given | {"partnership": found[0].id}
    await open_form(desk, client, trigger, actor, "appointments", None, given)
    return None


def _term_of(register: Register, office: str, said: dict[str, str], today: date) -> str:
    """The value that opens the form of a new term: of whoever comes next, where one person holds the office."""
    serving = [
        each
        for each in register.terms_of(OfficeId(office))
        if (each.since is None or each.since <= today) and (each.until is None or today < each.until)
    ]
    which = {blocks.AFTER: serving[0].id} if len(serving) == 1 else {"office": office}
    return blocks.preset(
        "terms",
        **{name: known for name, known in said.items() if name not in {"office", "listed_as"}},
        **which,
    )


def _who(register: Register, name: str, where: str, desk: Desk) -> dict[str, str]:
    """The person or the office that a name means; nothing where it may be several, so that the form asks."""
    if not name:
        return {}
    person, _, role = name.partition(" as ")
    if role:
        raise BadInput(
            f"I do not know the role {quoted(role)}.",
            f"Type it like /partnership appoint {person[:LONGEST_NAME]} to {where[:LONGEST_NAME]} as substitute.",
        )
    if means_nobody(name) and not meant_exactly(register, name):
        said = words_of_the_list(name) or ""
        if len(said) > LONGEST_NAME:
            raise BadInput(
                f"That is {len(said):,} characters in place of a name, and {LONGEST_NAME} fit there.",
                f"Type it like /partnership appoint to be advised to {where[:LONGEST_NAME]}.",
            )
        return {"listed_as": said} if said else {}
    people = meant(register, ("people",), name, desk)
    offices = () if people else meant(register, ("offices",), name, desk)
    if not people and not offices:
        raise NotFound(
            f"Nobody in the register is called {quoted(name)}.",
            f"Type /partnership add person {name[:LONGEST_NAME]} first.",
        )
    for field, found in (("person", people), ("office", offices)):
        if len(found) == 1:
            return {field: found[0].id}
    return {}
