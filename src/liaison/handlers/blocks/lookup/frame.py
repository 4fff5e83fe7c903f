"""What stands around every answer: the heading, the small print, and the buttons that lead on, back and out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from liaison.domain.dates import write_date
from liaison.handlers.blocks.kit import Block, Element, Message, actions, button, context, section, unescape
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.register import EDIT

CARD = "lookup.card"
BACK = "lookup.back"
PREVIOUS = "lookup.page.previous"
NEXT = "lookup.page.next"
MATRIX = "lookup.matrix"
WORKBOOK = "lookup.workbook"
SHARE = "lookup.share"
MISTAKE = "lookup.mistake"
TELL_WHO = "lookup.mistake.vacancy"
NARROW = "lookup.narrow"
BUTTONS = "lookup.buttons"
LONGEST_NOTIFICATION = 2_000
LONGEST_LABEL = 75


class Reader(NamedTuple):
    """For whom an answer is made: what they may do, and whether it can be shared where they read it.

    A shared answer has no reader: it is for everybody in the channel, and `public`.
    """

    may_edit: bool = False
    may_link: bool = False
    sees_restricted: bool = False
    can_share: bool = False
    shared_by: str | None = None

    @property
    def public(self) -> bool:
        """Whether what is restricted has to be left out."""
        return not self.sees_restricted


class About(NamedTuple):
    """The entry that an answer is about, where it is about one; staff can open its form."""

    kind: str
    id: str

    @property
    def value(self) -> str:
        """The entry as the form's button carries it."""
        return f"{self.kind}:{self.id}"


def framed(
    text: str,
    body: Sequence[Block],
    small_print: str,
    ask: Ask,
    reader: Reader,
    *,
    heading: str = "",
    buttons: Iterable[Element] = (),
    about: About | None = None,
) -> Message:
    """An answer with its buttons; shared with a channel it has none, and says who shared it (UX-10, UX-15)."""
    blocks: list[Block] = [section(heading)] if heading else []
    blocks += body
    if reader.shared_by:
        command = "rep" if ask.shows in {"answer", "person", "card"} else "partnership"
        more = f"Shared by <@{reader.shared_by}>. Type `/{command}` to ask yourself."
        return Message(shortened(unescape(text)), [*blocks, context(small_print), context(more)])
    elements = [*buttons]
    if reader.can_share:
        elements.append(share(ask))
    elements.append(button("Report a mistake", MISTAKE, mistake_value(ask, about)))
    if reader.may_edit and about:
        elements.append(button("Edit", EDIT, about.value))
    return Message(shortened(unescape(text)), [*blocks, context(small_print), actions(BUTTONS, elements)])


def shortened(text: str) -> str:
    """The text of a notification: it stands alone, and says so where there is more than it holds (UX-20)."""
    if len(text) <= LONGEST_NOTIFICATION:
        return text
    cut = text[:LONGEST_NOTIFICATION].rpartition(" ")[0].rstrip(";,. ")
    return f"{cut}; and more."


def share(ask: Ask) -> Element:
    """The button that shows an answer to the whole channel, once somebody has said yes to that (UX-04, UX-06)."""
    return button("Share in this channel", SHARE, ask.value()) | {
        "confirm": {
            "title": {"type": "plain_text", "text": "Share in this channel?", "emoji": False},
            "text": {
                "type": "plain_text",
                "text": "Everybody in this channel will see it, with your name. What is restricted is left out.",
                "emoji": False,
            },
            "confirm": {"type": "plain_text", "text": "Share it", "emoji": False},
            "deny": {"type": "plain_text", "text": "Keep it to myself", "emoji": False},
        }
    }


def mistake_value(ask: Ask, about: About | None) -> str:
    """What a mistake is reported of: an entry, or the answer to what was typed."""
    return about.value if about else f"answer:{ask.text}"


def turns(ask: Ask, page: int, pages: int) -> list[Element]:
    """The buttons that turn the pages."""
    found = [button("Previous page", PREVIOUS, ask.at(page - 1).value())] if page else []
    return [*found, button("Next page", NEXT, ask.at(page + 1).value())] if page + 1 < pages else found


def way_back(ask: Ask) -> list[Element]:
    """The button that leads to the answer from which this one was opened; none where it was asked for."""
    opened_from = ask.text if ask.shows == "card" else ask.came_from
    return [button("Back to the answer", BACK, ask.went_back().value())] if opened_from else []


def whole_matrix(ask: Ask, day: date | None = None) -> Element:
    """The way to everything, as of a day that is not today's where one is given; the matrix knows the way back."""
    text = f"matrix on {write_date(day)}" if day else "matrix"
    asked = Ask(text=text, came_from=ask.came_from or ask.text, back=ask.page)
    return button("See the whole matrix", MATRIX, asked.value())


def page_words(page: int, pages: int) -> str:
    """Which page it is, where there are several."""
    return f"page {page + 1} of {pages}" if pages > 1 else ""


def label(start: str, *names: str | None) -> str:
    """A button's words: with the first of the names that fits whole, else with the last one cut."""
    known = [name for name in names if name]
    fitting = next((name for name in known if len(start) + len(name) <= LONGEST_LABEL), None)
    return f"{start}{fitting or known[-1]}"
