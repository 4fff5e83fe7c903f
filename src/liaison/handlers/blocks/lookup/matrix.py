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
MOST_OF_A_SORT = 45  # kinds, and areas: a menu holds a hundred choices
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
    menu, left_out = _narrow(kinds, areas, found)
    buttons: list[Element] = [menu] if kinds or areas else []
    buttons += [
        *way_back(ask),
        *turns(ask, grid.page, pages),
        *([whole_matrix(ask, found.day if found.day != found.today else None)] if words else []),
        button("Send it to me as a workbook", WORKBOOK, ask.value()),
    ]
    return framed(
        f"The matrix{narrowed}{f', {page}' if page else ''}. {f'{told}. ' if told else ''}{counts(grid)}",
        [table(grid.rows)] if grid.rows else [section(NONE_FITS)],
        " ".join([edition(grid.edition, grid.policy_edition), *([] if reader.shared_by else left_out)]),
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


def _narrow(kinds: Sequence[str], areas: Sequence[str], found: Answer) -> tuple[Element, list[str]]:
    """The menu of the commonest kinds and areas, and what it leaves out (P-13); the day asked about stays the same."""
    day = f" on {write_date(found.day)}" if found.day != found.today else ""
    options, left_out = [option("All partnerships", f"all{day}")], list[str]()
    for called, asks, all_of_them in (("kind", "of kind", kinds), ("area", "in area", areas)):
        fitting = [each for each in all_of_them if len(f"{asks} {each}{day}") <= LONGEST_CHOICE]
        shown = fitting[:MOST_OF_A_SORT]
        options += [option(f"Only: {each}", f"{asks} {each}{day}") for each in shown]
        if len(shown) < len(all_of_them):
            left_out.append(
                f"The menu has {len(shown)} of {len(all_of_them):,} {called}s. "
                f"For another, type `/rep matrix` and the {called}."
            )
    return select(NARROW, "Narrow it", options), left_out
