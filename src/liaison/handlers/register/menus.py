"""The words of `/partnership`: what to add, what to edit, and lists; whatever else is typed is a question."""

import re
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound, quoted
from liaison.domain.names import fold
from liaison.domain.register.choosing import Choice, exactly, search
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Kind
from liaison.domain.register.snapshot import Register
from liaison.handlers import lookup
from liaison.handlers.blocks import register as blocks
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.desk import Desk
from liaison.handlers.register import files, lists, people
from liaison.handlers.register.forms import open_form

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
EDITABLE: tuple[Kind, ...] = ("partnerships", "people", "offices", "committees", "groups")
MOST_CHOICES = 8
LONGEST_NAME = 250


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
    rf"(?:an? |the )?(?P<what>{'|'.join(NEW)})\b:?(?: (?:to|for|on|of|at|called))?(?: (?P<rest>.+))?",
    re.IGNORECASE,
)


async def command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str, *, channel: str
) -> Message | None:
    """The answer to `/partnership`; None where a form opens instead. Raises what the words lead to."""
    said = unescape(text).strip()
    word, _, rest = said.partition(" ")
    rest = rest.strip()
    match fold(word):
        case "" | "help":
            return blocks.usage(actor)
        case "add":
            return await _add(desk, client, actor, rest, trigger)
        case "edit":
            return await _edit(desk, client, actor, rest, trigger)
        case "changes":
            return await lists.latest(desk, actor)
        case "codes":
            return await lists.missing_codes(desk, actor)
        case "import" | "export" | "template":
            return await files.file_words(desk, client, actor, fold(word), rest)
        case "link" | "links":
            return await people.people_words(desk, client, actor)
        case kind if kind in LISTS:
            return await lists.listed(desk, actor, LISTS[kind], rest)
    if fold(said) == "to confirm":
        return await lists.to_confirm(desk, actor)
    return await lookup.partnership_answer(desk, actor, text, channel=channel)


async def _edit(desk: Desk, client: AsyncWebClient, actor: Actor, name: str, trigger: str) -> Message | None:
    """Opens what a name means, where it means one thing; otherwise the person chooses."""
    require(actor, Action.EDIT_REGISTER)
    if fold(name) in {"edition", "the edition", "about"}:
        await open_form(desk, client, trigger, actor, "about", "about")
        return None
    if not fold(name):
        raise NotFound(
            "Say what you want to edit.", "Type it like this: /partnership edit and a part of its name."
        )
    register = await desk.register(actor.workspace)
    found = _meant(register, EDITABLE, name, desk)
    if not found:
        raise NotFound(
            f"Nothing in the register is called {quoted(name)}.",
            "Try another part of its name, or type /partnership people to see a list.",
        )
    if len(found) > 1:
        return blocks.choose(name, found[:MOST_CHOICES])
    await open_form(desk, client, trigger, actor, found[0].kind, found[0].id)
    return None


async def _add(desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str) -> Message | None:
    """Opens the form of a new entry, for what is named with it; the menu where nothing is said."""
    require(actor, Action.EDIT_REGISTER)
    match = ADD.fullmatch(" ".join(text.split()))
    if match is None:
        if text:
            raise NotFound(f"I do not know how to add {quoted(text)}.", "Type /partnership add to choose.")
        return blocks.add_menu()
    new, rest = NEW[match["what"].casefold()], (match["rest"] or "").strip()
    given = dict(new.given)
    if new.kind == "about":
        await open_form(desk, client, trigger, actor, "about", "about")
        return None
    if rest and new.of:
        found = _meant(await desk.register(actor.workspace), (new.of,), rest, desk)
        if not found:
            raise NotFound(
                f"No {SORTS[new.of].one} is called {quoted(rest)}.",
                f"Type /partnership add {match['what']} and choose it in the form.",
            )
        if len(found) > 1:
            label = f"Add {match['what'].casefold()}"
            return blocks.choose_for(label, new.kind, new.field, given, found[:MOST_CHOICES])
        given[new.field] = found[0].id
    elif rest:
        given["name"] = rest[:LONGEST_NAME]
    await open_form(desk, client, trigger, actor, new.kind, None, given)
    return None


def _meant(register: Register, kinds: tuple[Kind, ...], name: str, desk: Desk) -> tuple[Choice, ...]:
    """What a name may mean: what is called just so, otherwise all that it fits."""
    day = local_day(desk.now(), register.timezone)
    # A group is called like the kind of all that is in it, so its name alone does not say that the group is meant.
    exact = exactly(register, [kind for kind in kinds if kind != "groups"], name, day=day)
    if exact:
        return exact
    groups = exactly(register, [kind for kind in kinds if kind == "groups"], name, day=day)
    found = (each for kind in kinds for each in search(register, kind, name, day=day, most=MOST_CHOICES))
    return tuple(dict.fromkeys((*groups, *found)))
