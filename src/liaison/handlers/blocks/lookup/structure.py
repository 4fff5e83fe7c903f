"""Lists of partnerships, what they want to reach, and how they hang together."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.lookup import PER_PAGE, Card
from liaison.domain.lookup.structure import Branch, Listing, Tree
from liaison.domain.register.models import Partnership
from liaison.handlers.blocks.kit import Message, section
from liaison.handlers.blocks.lookup import card as cards
from liaison.handlers.blocks.lookup.answers import details, tell_who
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.entries import group, partnership_in_words
from liaison.handlers.blocks.lookup.frame import (
    About,
    Reader,
    framed,
    page_words,
    turns,
    way_back,
    whole_matrix,
)
from liaison.handlers.blocks.lookup.words import STATUTORY, as_of, edition, fit, name, paged, plural

INDENT = "    "


def card(found: Card, ask: Ask, reader: Reader, *, today: date) -> Message:
    """One partnership's card, a page at a time, with the way back to the answer it was opened from."""
    row = found.row
    lines = cards.lines(found, today=today, public=reader.public)
    shown = paged(lines, ask.page)
    buttons = way_back(ask)
    if row.successor and row.standing:
        buttons.append(details(row.successor, ask, called="See what it merged into"))
    buttons += turns(ask, shown.page, shown.pages)
    seats = [*row.representatives, *row.substitutes]
    vacant = next((held for held in seats if held.appointment.vacant), None)
    if vacant and not reader.may_edit:
        buttons.append(tell_who(vacant.appointment.id))
    source = f"Source: {fit(row.partnership.source, 300)}. " if row.partnership.source else ""
    page = page_words(shown.page, shown.pages)
    return framed(
        partnership_in_words(row),
        shown.blocks,
        f"{f'{page.capitalize()}. ' if page else ''}{source}{edition(found.edition, found.policy_edition)}",
        ask,
        reader,
        buttons=buttons,
        about=About("partnerships", row.partnership.id),
    )


def priorities(found: Card, ask: Ask, reader: Reader, *, today: date) -> Message:
    """What a partnership wants to reach, under its own word for it (A-12, A-14)."""
    entry = found.row.partnership
    lines = [*cards.priorities(entry)] or [
        "The register records no priorities, principles, themes or vision of it."
    ]
    shown = paged(lines, ask.page)
    told = as_of(ask.day or today, today)
    heading = f"*{name(entry.title)}*"
    return framed(
        f"{f'{told}: ' if told else ''}Priorities of {name(entry.title)}.",
        shown.blocks,
        edition(found.edition, found.policy_edition),
        ask,
        reader,
        heading=f"{heading}\n{told}" if told else heading,
        buttons=[
            details(entry, Ask(), ask.day),
            *turns(ask, shown.page, shown.pages),
        ],
        about=About("partnerships", entry.id),
    )


def listing(found: Listing, ask: Ask, reader: Reader, *, today: date) -> Message:
    """Partnerships with their kind, whether they are statutory, and whose they are (A-19, A-22, A-23)."""
    pages = max(1, -(-found.total // PER_PAGE))
    heading = plural(found.total, "partnership", "partnerships")
    narrowed = f": {fit(found.understood, 200)}" if found.understood else ""
    page = page_words(found.page, pages)
    told = as_of(found.day, today)
    day = found.day if told else None
    title = f"*{heading}{narrowed}*{f', {page}' if page else ''}{chr(10) + told if told else ''}"
    return framed(
        f"{heading}{narrowed}. {'; '.join(name(entry.title) for entry in found.partnerships)}",
        [
            section(_listed(entry), accessory=None if reader.shared_by else details(entry, Ask(), day))
            for entry in found.partnerships
        ],
        edition(found.edition, found.policy_edition),
        ask,
        reader,
        heading=title,
        buttons=[*turns(ask, found.page, pages), whole_matrix(Ask(), day)],
    )


def _listed(entry: Partnership) -> str:
    said = [name(entry.kind) if entry.kind else "kind not recorded", STATUTORY[entry.statutory]]
    said += ["formal" if entry.formal else "informal"] if entry.formal is not None else []
    said += ["strategic"] if entry.strategic else []
    owner = f" Owner: {name(entry.owner)}." if entry.owner else ""
    return f"*{name(entry.title)}*: {', '.join(said)}.{owner}"


def tree(found: Tree, ask: Ask, reader: Reader, *, today: date) -> Message:
    """How partnerships hang together: what is part of what, and the groups with their counts (A-10)."""
    shown = paged(_tree_lines(found), ask.page)
    page = page_words(shown.page, shown.pages)
    heading = f"*How the partnerships hang together*{f', {page}' if page else ''}"
    told = as_of(found.day, today)
    about = About("partnerships", found.root.id) if found.root else None
    named = f" of {name(found.root.title)}" if found.root else ""
    return framed(
        f"The tree{named}: {plural(len(found.branches), 'partnership', 'partnerships')}, {plural(len(found.layers), 'group', 'groups')}.",
        shown.blocks,
        edition(found.edition, found.policy_edition),
        ask,
        reader,
        heading=f"{heading}\n{told}" if told else heading,
        buttons=[*turns(ask, shown.page, shown.pages), whole_matrix(Ask(), ask.day)],
        about=about,
    )


def _tree_lines(found: Tree) -> Iterator[str]:
    if found.above:
        yield f"Part of: {'; '.join(name(entry.title) for entry in found.above)}"
    yield from map(_branch, found.branches)
    for layer in found.layers:
        yield ""
        yield from group(layer.entry)
        yield from (f"• {name(entry.title)}" for entry in layer.partnerships)
        if layer.links_to:
            yield f"Links to: {', '.join(name(other.name) for other in layer.links_to)}"
    if found.alone:
        yield ""
        yield "*By themselves*"
        yield from (f"• {name(entry.title)}" for entry in found.alone)


def _branch(branch: Branch) -> str:
    member = ", a member" if branch.member else ""
    if not branch.depth:
        return f"*{name(branch.partnership.title)}*"
    return f"{INDENT * (branch.depth - 1)}• {name(branch.partnership.title)}{member}"
