"""The words in which lookups answer: seats, offices, days, editions. What comes from the register is escaped here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from liaison.domain.dates import write_date
from liaison.domain.names import words
from liaison.domain.register.models import Holder, Partnership
from liaison.handlers.blocks.kit import Block, escape, section

NOT_RECORDED = "not recorded"
NOT_FILLED = "not filled"
STATUTORY = {True: "statutory", False: "not statutory", None: "statutory status not stated"}
LONGEST_NAME = 100  # characters that a name has in a line of several
LONGEST_LINE = 2_800  # of a section's 3,000
LONGEST_PAGE = 9_000  # of the 13,000 that a message shows; the rest is for headings and small print
MOST_SECTIONS = 30  # of a message's 50 blocks


def fit(text: str, most: int) -> str:
    """Text from the register, escaped, and cut with an ellipsis so that no more than so many characters are left."""
    whole = escape(text)
    if len(whole) <= most:
        return whole
    kept, length = list[str](), 1
    for letter in text:
        length += len(escape(letter))
        if length > most:
            break
        kept.append(escape(letter))
    return "".join(kept).rstrip() + "…"


def name(text: str) -> str:
    """A name as it stands in a line."""
    return fit(text, LONGEST_NAME)


def clipped(text: str, most: int) -> str:
    """Escaped text with marks, cut between words where it is too long: a button beside it leads to the whole."""
    return text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0]}…"


def some(parts: Iterable[str], most: int, *, between: str = ", ") -> str:
    """Parts, escaped already, as many as fit; the others are counted, so that nothing is left out in silence."""
    listed = list(parts)
    kept, length = list[str](), 0
    for part in listed:
        length += len(part) + len(between)
        if kept and length > most:
            break
        kept.append(part)
    more = len(listed) - len(kept)
    return between.join(kept) + (f" and {more} more" if more else "")


def holder(held: Holder, *, dated: bool = True) -> str:
    """One seat's holder: a name with the office beside it (A-08), an office alone (A-21), or that it is vacant (A-06)."""
    seat = held.appointment
    if seat.vacant:
        return f"vacant{_listed(held)}"
    since = f", since {write_date(seat.since)}" if dated and seat.since else ""
    until = f", until {write_date(seat.until)}" if dated and seat.until else ""
    capacity = f", as {seat.capacity}" if seat.capacity else ""
    confirm = (
        f", to be confirmed: the office changed hands on {write_date(held.to_confirm_since)}"
        if held.to_confirm_since
        else ""
    )
    return f"{_who(held)}{capacity}{since}{until}{confirm}"


def _who(held: Holder) -> str:
    if held.person and held.office:
        as_office = "" if held.holds_office else "appointed as "
        return f"{name(held.person.name)} ({as_office}{name(held.office.name)})"
    if held.person:
        return name(held.person.name)
    return f"{name(held.office.name)} (the seat goes with the office)" if held.office else NOT_RECORDED


def _listed(held: Holder) -> str:
    return f' ("{name(held.appointment.listed_as)}" in the list)' if held.appointment.listed_as else ""


def holders(seats: Sequence[Holder], *, most: int = 500, dated: bool = True) -> str:
    """Who holds some seats, with any office; empty where there are none."""
    between = "; " if any("," in holder(held, dated=dated) for held in seats) else ", "
    return some((holder(held, dated=dated) for held in seats), most, between=between)


def also_called(partnership: Partnership) -> str:
    """Another name, by which somebody may know it (A-09): one that begins with another word, and says something new."""
    own = words(partnership.title)
    for other in partnership.also_called:
        said = words(other)
        if said[:1] != own[:1] and not set(said) <= set(own):
            return f", also called {name(other)}"
    return ""


def edition(listed: str | None, policy: str | None) -> str:
    """Which list the answer comes from, with a warning where the policy is of another year (A-16, X-09)."""
    if not listed:
        return "The list carries no edition."
    if policy and policy != listed:
        return f"List of {name(listed)}; the policy is of {name(policy)}, so check before you rely on it."
    return f"List of {name(listed)}"


def as_of(day: date, today: date) -> str:
    """The day asked about, where it is not today's."""
    if day == today:
        return ""
    return f"As it {'was' if day < today else 'will be'} on {write_date(day)}"


def plural(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 person", "2 people"."""
    return f"{number:,} {one if number == 1 else many}"


class Paged(NamedTuple):
    """One page of lines as blocks, with its number and how many there are."""

    blocks: list[Block]
    page: int
    pages: int


def paged(lines: Iterable[str], page: int) -> Paged:
    """Lines of mrkdwn in as few sections as hold them, a message's worth at a time; nothing is left out (P-13)."""
    sections = _sections(lines)
    sheets: list[list[str]] = [[]]
    for text in sections:
        if sheets[-1] and (
            sum(map(len, sheets[-1])) + len(text) > LONGEST_PAGE or len(sheets[-1]) >= MOST_SECTIONS
        ):
            sheets.append([])
        sheets[-1].append(text)
    at = min(max(0, page), len(sheets) - 1)
    return Paged([section(text) for text in sheets[at]], at, len(sheets))


def _sections(lines: Iterable[str]) -> list[str]:
    """The lines joined into texts that a section holds; an empty line begins a new one."""
    found, text = list[str](), ""
    for line in (piece for whole in lines for piece in _pieces(whole)):
        if text and (not line or len(text) + 1 + len(line) > LONGEST_LINE):
            found.append(text)
            text = ""
        text = f"{text}\n{line}" if text else line
    return [*found, text] if text else found


def _pieces(line: str) -> Iterable[str]:
    """A line that is too long for one section, broken between words where it has any."""
    while len(line) > LONGEST_LINE:
        at = max(line.rfind("\n", 1, LONGEST_LINE), 0) or max(line.rfind(" ", 1, LONGEST_LINE), 0)
        if not at:  # one word: broken anywhere but within an escaped character
            inside = line.rfind("&", LONGEST_LINE - 5, LONGEST_LINE)
            at = inside if inside > 0 else LONGEST_LINE
        yield line[:at]
        line = line[at:].lstrip()
    yield line
