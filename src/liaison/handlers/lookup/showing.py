"""From what was asked to the answer as a message: one lookup in the snapshot, then its blocks."""

import re
from datetime import date
from typing import Literal

from liaison.domain import lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.lookup.card import card
from liaison.domain.lookup.structure import listed, listing, tree
from liaison.domain.names import fold
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import name_of
from liaison.domain.register.models import KINDS, Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId, SlackUserId
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.blocks.lookup import answers, matrix, structure
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.blocks.lookup.usage import examples, usage
from liaison.handlers.desk import Desk

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def reader(actor: Actor, channel: str) -> Reader:
    """What somebody may see and do where they ask; in a direct message there is nobody to share with."""
    return Reader(
        may_edit=actor.may(Action.EDIT_REGISTER),
        may_link=actor.may(Action.LINK_PEOPLE),
        sees_restricted=actor.may(Action.SEE_RESTRICTED),
        can_share=bool(channel) and not channel.startswith("D"),
    )


async def shown(desk: Desk, actor: Actor, ask: Ask, reader: Reader) -> Message:
    """The answer to what was asked, as of today or the day it names. Raises what a lookup raises."""
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    if ask.shows == "tree":  # it looks at every partnership, while others want their answers
        return await desk.work(answer, register, actor, ask, reader, today=today)
    return answer(register, actor, ask, reader, today=today)


async def asks(desk: Desk, actor: Actor, text: str) -> bool:
    """Whether a text without a command is a question to the register: it finds something, or may with a question mark.

    A day alone is none: it is the answer to some question that is no longer asked.
    """
    require(actor, Action.LOOK_UP)
    if not fold(text) or fold(text) == "help":
        return False
    if MENTION.fullmatch(text.strip()):
        return True
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    found = lookup.find(register, unescape(MENTION.sub("", text)), day=today, me=actor.person)
    if found.certainty == "guess":
        return text.rstrip().endswith("?")
    return found.exact and found.asked != "everything"


def example(actor: Actor, register: Register, today: date) -> str:
    """A partnership of the reader's as they would type it; empty where the register holds none."""
    return next((asked for asked, _ in examples(actor, register, today)), "")


def answer(register: Register, actor: Actor, ask: Ask, reader: Reader, *, today: date) -> Message:
    """The same, from a register."""
    match ask.shows:
        case "card":
            found = card(register, PartnershipId(ask.of or ""), day=ask.day or today, today=today)
            return structure.card(found, ask, reader, today=today)
        case "person":
            return answers.answer(_about(register, PersonId(ask.of or ""), ask.day, today), ask, reader)
        case "priorities":
            found = card(register, PartnershipId(ask.of or ""), day=ask.day or today, today=today)
            return structure.priorities(found, ask, reader, today=today)
        case "tree":
            root = PartnershipId(ask.of) if ask.of else None
            return structure.tree(tree(register, root, day=ask.day or today), ask, reader, today=today)
        case "list":
            return _list(register, actor, ask, reader, today)
    return _typed(register, actor, ask, reader, today)


def _typed(register: Register, actor: Actor, ask: Ask, reader: Reader, today: date) -> Message:
    """What somebody typed after `/rep`."""
    word = fold(ask.text)
    if word == "help" or not ask.text.strip().strip("?"):
        return usage(actor, register, today)
    if (mention := MENTION.fullmatch(ask.text.strip())) is not None:
        return answers.answer(_about(register, _mentioned(register, mention[1]), None, today), ask, reader)
    text = unescape(MENTION.sub(lambda said: register.person[_mentioned(register, said[1])].name, ask.text))
    found = _found(register, actor, text, ask.page, today)
    reader = _kept_to_staff(found, actor, reader)
    if found.matrix is not None:
        return matrix.matrix(found, register.kinds, register.areas, ask, reader)
    tips = [asked for asked, _ in examples(actor, register, today)][-2:] if not found.total else []
    return answers.answer(found, ask, reader, tips=tips)


def _found(register: Register, actor: Actor, text: str, page: int, today: date) -> lookup.Answer:
    """One page of what a text finds; the last one where it has fewer, such as one entry whose own lines fill several."""
    found = lookup.find(register, text, day=today, page=page, me=actor.person)
    last = max(0, (found.total - 1) // lookup.PER_PAGE)
    return found if page <= last else lookup.find(register, text, day=today, page=last, me=actor.person)


def _kept_to_staff(found: lookup.Answer, actor: Actor, reader: Reader) -> Reader:
    """The reader, who cannot share what is said of links with Slack. Raises NotAllowed and BadInput (A-17)."""
    if found.asked != "unlinked":
        return reader
    if reader.shared_by:
        raise BadInput(
            "Who is linked to Slack is not shown to a whole channel.",
            "Type /rep unlinked to see it yourself.",
        )
    require(actor, Action.SEE_LINKS)
    return reader._replace(can_share=False)


def _mentioned(register: Register, user: str) -> PersonId:
    link = register.link.get(SlackUserId(user))
    if link is None or link.person not in register.person:
        raise NotFound(
            "That person is not linked to the register.",
            "Type /rep and their surname instead.",
        )
    return link.person


def _about(register: Register, person: PersonId, day: date | None, today: date) -> lookup.Answer:
    if person not in register.person:
        raise AlreadyDone("That person is no longer in the register.", "Type /rep matrix to see who is.")
    return lookup.about_person(register, person, day=day or today, today=today)


def _list(register: Register, actor: Actor, ask: Ask, reader: Reader, today: date) -> Message:
    """`/partnership list`: all of them, or those that fit what was typed after it."""
    if not ask.text.strip():
        return structure.listing(listing(register, day=today, page=ask.page), ask, reader, today=today)
    found = _found(register, actor, unescape(ask.text), ask.page, today)
    reader = _kept_to_staff(found, actor, reader)
    if found.exact and found.partnerships and len(found.partnerships) == found.count:
        return structure.listing(listed(found), ask, reader, today=today)
    return answers.answer(found, Ask(text=ask.text, page=ask.page), reader)


async def partnership_shown(desk: Desk, actor: Actor, text: str, reader: Reader) -> Message:
    """What was typed after `/partnership`: a card, a list, the tree, priorities, or a choice of what was meant."""
    word, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    match fold(word):
        case "list":
            ask = Ask(shows="list", text=rest)
        case "tree" if not rest:
            ask = Ask(shows="tree")
        case "priorities" if not rest:
            raise await _which(desk, actor)
        case "tree" | "priorities" as shows:
            ask = await _of_one(desk, actor, rest, shows)
        case _:
            ask = await _of_one(desk, actor, text, "card")
    return await shown(desk, actor, ask, reader)


async def _which(desk: Desk, actor: Actor) -> BadInput:
    """That priorities are those of some partnership, with one to type."""
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    known = example(actor, register, local_day(desk.now(), register.timezone))
    return BadInput(
        "Priorities are shown of one partnership at a time.",
        f"Type its name after that, for example /partnership priorities {known}."
        if known
        else "Type its name after that.",
    )


async def _of_one(desk: Desk, actor: Actor, text: str, shows: Literal["card", "tree", "priorities"]) -> Ask:
    """What to show of the one partnership that a text names for certain.

    It is the answer where several are named, from which one is chosen, and where something of it is asked for.
    """
    require(actor, Action.LOOK_UP)
    register = await desk.register(actor.workspace)
    today = local_day(desk.now(), register.timezone)
    found = lookup.find(register, unescape(text), day=today, me=actor.person) if text.strip() else None
    one = found and found.certainty == "certain" and found.total == 1 and len(found.partnerships) == 1
    day = found.day if found and found.day != today else None
    if found and shows != "card" and found.asked == "everything":  # a day alone
        if shows == "tree":
            return Ask(shows="tree", day=day)
        raise await _which(desk, actor)
    if found and one and not (shows == "card" and found.detail):
        return Ask(shows=shows, of=found.partnerships[0].partnership.id, day=day)
    return Ask(text=text)


def told(uow: UnitOfWork) -> tuple[str, ...]:
    """Those who would be told of a mistake."""
    return tuple(mender.name for mender in menders(uow))


def named(register: Register, about: str) -> str:
    """What people call that of which a mistake is reported: an entry, or an answer."""
    kind, _, id_ = about.partition(":")
    if kind == "answer":
        return f'the answer to "{id_}"'
    sort = next((known for known in KINDS if known == kind), None)
    entry = register.entry(sort, id_) if sort else None
    if sort is None or entry is None:
        raise AlreadyDone("That entry is no longer in the register.", "Ask again, for example /rep me.")
    return entry.title if isinstance(entry, Partnership) else name_of(register, sort, entry)
