"""The matrix as a table, a page at a time under its counts, with a menu that narrows it and a button for a workbook."""

from collections.abc import Sequence

from liaison.domain.dates import write_date
from liaison.domain.lookup import PER_PAGE, Answer, Matrix, Row
from liaison.domain.register.models import Holder
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    button,
    escape,
    option,
    section,
    select,
    unescape,
)
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import (
    NARROW,
    WORKBOOK,
    Reader,
    framed,
    page_words,
    turns,
    way_back,
    whole_matrix,
)
from liaison.handlers.blocks.lookup.words import (
    NOT_FILLED,
    NOT_RECORDED,
    as_of,
    edition,
    fit,
    holders,
    plural,
    some,
)

COLUMNS = ("Partnership", "Representative", "Substitute", "Support officer", "Link officer", "Committee")
LONGEST_CELL = 120  # of 10,000 characters in the cells of a table: 13 rows of 6
MOST_CHOICES = 100
LONGEST_CHOICE = 150
NONE_FITS = (
    "No partnership of the register fits that. Choose another kind or area, or all partnerships, in the menu."
)


def matrix(found: Answer, kinds: Sequence[str], areas: Sequence[str], ask: Ask, reader: Reader) -> Message:
    """A page of the matrix with its counts (A-07), and a menu of the kinds and areas to which it can be narrowed."""
    grid = found.matrix
    if grid is None:
        raise AssertionError("This answer has no matrix.")
    pages = max(1, -(-grid.total // PER_PAGE))
    words = ", ".join(  # the list's own name comes first, and the day stands below
        part for part in grid.understood.split(", ")[1:] if not part.startswith(f"on {write_date(found.day)}")
    )
    narrowed = f": {fit(words, 200)}" if words else ""
    page = page_words(grid.page, pages)
    heading = f"*The matrix{narrowed}*{f', {page}' if page else ''}\n{counts(grid)}"
    told = "\n".join(filter(None, [as_of(found.day, found.today), escape(found.remark or "")]))
    buttons: list[Element] = [_narrow(kinds, areas, found)] if kinds or areas else []
    buttons += [
        *way_back(ask),
        *turns(ask, grid.page, pages),
        *([whole_matrix(ask, found.day if found.day != found.today else None)] if words else []),
        button("Send it to me as a workbook", WORKBOOK, ask.value()),
    ]
    return framed(
        f"The matrix{narrowed}{f', {page}' if page else ''}. {f'{told}. ' if told else ''}{counts(grid)}",
        [table(grid.rows)] if grid.rows else [section(NONE_FITS)],
        edition(grid.edition, grid.policy_edition),
        ask,
        reader,
        heading=f"{heading}\n{told}" if told else heading,
        buttons=buttons,
    )


def counts(grid: Matrix) -> str:
    """How many seats there are, and how many are filled."""
    return (
        f"{plural(grid.seats, 'representative seat', 'representative seats')}: "
        f"{grid.filled:,} filled, {grid.vacant:,} vacant. "
        f"{plural(grid.substitutes, 'substitute', 'substitutes')}. {plural(grid.members, 'member', 'members')}."
    )


def table(rows: Sequence[Row]) -> Block:
    """Partnerships by rows; what does not fit a cell is counted there."""
    lines = [COLUMNS, *map(cells, rows)]
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": True} for _ in COLUMNS],
        "rows": [[{"type": "raw_text", "text": _cut(text)} for text in line] for line in lines],
    }


def cells(row: Row) -> tuple[str, ...]:
    """One partnership's cells, in plain text."""
    standing = f", {row.standing}" if row.standing else ""
    committees = (escape(committee.short or committee.name) for committee in row.reports_to)
    return (
        f"{row.partnership.title}{standing}",
        _who(row.representatives, "no seat of ours"),
        _who(row.substitutes, NOT_FILLED if row.representatives else NOT_RECORDED),
        _who(row.support_officers, NOT_RECORDED),
        _who(row.link_officers, NOT_RECORDED),
        unescape(some(committees, LONGEST_CELL)) or NOT_RECORDED,
    )


def _who(seats: Sequence[Holder], otherwise: str) -> str:
    return unescape(holders(seats, most=LONGEST_CELL - 15, dated=False)) or otherwise


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _narrow(kinds: Sequence[str], areas: Sequence[str], found: Answer) -> Element:
    """The menu of kinds and areas; the day asked about stays the same."""
    day = f" on {write_date(found.day)}" if found.day != found.today else ""
    choices = [*((kind, f"of kind {kind}") for kind in kinds), *((area, f"in area {area}") for area in areas)]
    options = [
        option(f"Only: {called}", f"{asked}{day}")
        for called, asked in choices
        if len(asked) + len(day) <= LONGEST_CHOICE
    ]
    everything = option("All partnerships", f"all{day}")
    return select(NARROW, "Narrow it", [everything, *options[: MOST_CHOICES - 1]])
