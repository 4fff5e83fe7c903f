"""Reviews as lists, a page at a time."""

import json
from collections.abc import Iterator

from liaison.domain.dates import write_date
from liaison.domain.reviews.lists import MOST_OF_ONE
from liaison.domain.reviews.models import Bunch, CycleLine, Listing, ReviewLine
from liaison.domain.reviews.seats import Appointments
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    context,
    counted,
    cut,
    escape,
    modal,
    section,
)
from liaison.handlers.blocks.reviews.records import OPEN as READ
from liaison.handlers.blocks.reviews.reminders import OPEN, buttons, seats

BACK = "reviews.list.back"
NEXT = "reviews.list.next"
CYCLES = "reviews.cycle.list"
SEATS_VIEW = "reviews.list.appointments"
UNDATED_SHOWN = 8
LONGEST_NAME = 150  # characters of a cycle's name among others


def listed(found: Listing) -> Message:
    """One page of a list."""
    blocks: list[Block] = []
    counts = f"{counted(found.total, 'review')}" + (f", {found.overdue} overdue" if found.overdue else "")
    blocks.append(section(f"*{escape(found.heading)}*: {counts if found.total else 'none'}."))
    shown = ""
    for row in found.rows:
        part = _part(row)
        if part != shown:
            blocks.append(section(f"*{part}*"))
            shown = part
        blocks.extend(_row(row, found))
    if not found.total:
        blocks.append(context(f"{_nothing(found)} Type `/review` to see everything that is coming."))
    if found.left_out:
        dates = counted(found.left_out, "later date")
        blocks.append(
            context(f"Of what comes up often, the next {MOST_OF_ONE} are listed: {dates} left out.")
        )
    if found.undated:
        blocks.append(context(_undated(found)))
    around = list(pages(found.asked, found.page, found.pages))
    if found.can_keep and found.asked == "all":
        around.append(button("See the cycles", CYCLES, page_value("cycles", 0)))
    if around:
        blocks.append(actions(f"reviews.pages.{found.asked}"[:255], around))
    text = f"{found.heading}: {counts}." if found.total else f"{found.heading}: none."
    return Message(text, blocks)


def _nothing(found: Listing) -> str:
    """Why a list is empty, or what would stand in it next."""
    if found.following:
        due = write_date(found.following.review.due)
        return f"The next is {escape(found.following.title)}, due by {due}."
    return "A review is yours where you are its owner." if found.asked == "mine" else "Nothing here is due."


def pages(asked: str, page: int, total: int) -> Iterator[Element]:
    """The buttons to the pages before and after."""
    if page > 0:
        yield button("Back", BACK, page_value(asked, page - 1), label=f"Back to page {page} of {total}")
    if page + 1 < total:
        label = f"Page {page + 2} of {total}"
        yield button(f"Next ({page + 2} of {total})", NEXT, page_value(asked, page + 1), label=label)


def page_value(asked: str, page: int) -> str:
    """What a button carries that opens a page of a list."""
    return json.dumps({"asked": asked, "page": page})


def read_value(value: str) -> tuple[str, int]:
    """What such a button carries: the list, and the page."""
    found = json.loads(value)
    return str(found["asked"]), int(found["page"])


def appointments_view(found: Appointments, title: str) -> View:
    """Current holders and vacancies, over whatever the reader was looking at (G-12)."""
    return modal(SEATS_VIEW, "Holders and vacancies", [section(escape(title)), *seats(found)])


def _part(row: ReviewLine | Bunch) -> str:
    first = row.lines[0] if isinstance(row, Bunch) else row
    if isinstance(row, ReviewLine) and not row.review.open:
        return "Done"
    return "Overdue" if first.overdue else "Coming"


def _row(row: ReviewLine | Bunch, found: Listing) -> Iterator[Block]:
    if isinstance(row, Bunch):
        group = f"{row.cycle}|{row.due.isoformat()}"
        about = counted(row.left, "partnership" if row.lines[0].review.partnership else "review")
        text = f"{escape(row.title)}, *due by {write_date(row.due)}*, for {about}"
        label = f"Open the list of reviews due {write_date(row.due)}: {row.title}"
        yield section(text, accessory=button("Open the list", OPEN, group, label=label))
        return
    yield section(_line(row), accessory=_read(row) if row.review.outcome else None)
    if row.review.open and (found.can_record or row.mine):
        yield buttons(row, listing=row.review.form == "appointments")


def _read(line: ReviewLine) -> Element:
    """Opens what was recorded."""
    done = write_date(line.review.reviewed_on or line.review.due)
    label = f"Open the review of {done}: {line.title}"
    return button("Open", f"{READ}.{line.review.id}"[:255], line.review.id, label=label)


def _line(line: ReviewLine) -> str:
    review = line.review
    if review.outcome:
        done = write_date(review.reviewed_on or review.due)
        word = "recorded for" if review.is_event else "reviewed on"
        return f"{escape(line.title)}, {word} {done}: {escape(str(review.outcome))}"
    committee = f", for the {escape(line.committee)}" if line.committee else ""
    owner = f". Owner: {escape(line.owner)}" if line.owner else ""
    moved = f". Postponed from {write_date(review.postponed_from)}" if review.postponed_from else ""
    return f"{escape(line.title)}, *due by {write_date(review.due)}*{committee}{owner}{moved}"


def _undated(found: Listing) -> str:
    """The cycles without a date, and those that are left to something else (G-09)."""
    open_ones = [line for line in found.undated if not line.cycle.through]
    elsewhere = [line for line in found.undated if line.cycle.through]
    said = []
    if open_ones:
        names = "; ".join(escape(_undated_one(line)) for line in open_ones[:UNDATED_SHOWN])
        more = f"; and {len(open_ones) - UNDATED_SHOWN} more" if len(open_ones) > UNDATED_SHOWN else ""
        mend = " Type `/review cycles` to give them one." if found.can_keep else ""
        said.append(f"No date is recorded for: {names}{more}.{mend}")
    said.extend(
        f"{escape(line.cycle.subject)}: left to {escape(line.cycle.through or '')}, and only referred to here."
        for line in elsewhere
    )
    return "\n".join(said)


def _undated_one(line: CycleLine) -> str:
    words = line.cycle.interval_as_stated
    ended = f"ended on {write_date(line.ended)}" if line.ended else words
    subject = cut(line.cycle.subject, LONGEST_NAME)
    return f"{subject} ({ended})" if ended else subject
