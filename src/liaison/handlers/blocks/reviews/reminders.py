"""Reviews as messages: the reminder, and the outcome that takes its place."""

from collections.abc import Iterator, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.reviews.models import Outcome, Review, ReviewLine, ReviewState
from liaison.domain.reviews.seats import Appointments, Seats
from liaison.handlers.blocks.kit import Block, Message, actions, button, context, counted, escape, section

START = "reviews.start"
POSTPONE = "reviews.postpone"
HAND_OVER = "reviews.work.hand_over"
WHY = "reviews.why"
OPEN = "reviews.list.open"
SEATS = "reviews.list.seats"
OUTCOMES_SHOWN = 30
NAMED = 5  # partnerships that a message about several names; the list names them all
LINES_IN_ONE = 10
SEATS_SHOWN = 300  # partnerships: a message holds 50 blocks
PARTNERSHIPS_OWN = {Outcome.CONTINUE, Outcome.CHANGE, Outcome.LEAVE}


def reminder(
    line: ReviewLine,
    appointments: Appointments | None = None,
    *,
    newer: date | None = None,
    given_by: str | None = None,
) -> Message:
    """The reminder of one review, or, once it is done, the outcome in its place; with whose seats it is about (G-12).

    Where a `newer` message reminds of it, that one has the buttons. `given_by` is who has handed it over to the reader.
    """
    review = line.review
    if review.outcome:
        return _outcome(line)
    if review.state is ReviewState.DROPPED:
        text = f"No longer to be done: {line.title}, which was due by {write_date(review.due)}."
        return Message(text, [section(escape(text))])
    when = _when(review, overdue=line.overdue)
    given = f"Handed over to you by {given_by}: " if given_by else ""
    text = f"{given}{when} {write_date(review.due)}: {line.title}."
    if newer:
        return _overtaken(f"*{when} {write_date(review.due)}*: {escape(line.title)}.", text, newer)
    said = [f"{escape(given)}*{when} {write_date(review.due)}*: {escape(line.title)}."]
    if line.owner:
        said.append(f"Owner: {escape(line.owner)}.")
    if review.covers:
        said.append(f"It covers: {escape('; '.join(review.covers))}.")
    if review.postponed_from:
        said.append(f"Postponed from {write_date(review.postponed_from)}.")
    if review.postponed_reason:
        said.append(f"Reason: {escape(review.postponed_reason)}")
    blocks = [section(" ".join(said))]
    if appointments:
        blocks.extend(seats(appointments))
    return Message(text, [*blocks, buttons(line, listing=review.form == "appointments")])


def handed_on(line: ReviewLine) -> Message:
    """What stands in place of the message by which a review was handed over, once it is somebody else's."""
    whose = f"Handed on to {line.owner}" if line.owner else "Handed on"
    text = f"{whose}: {line.title}, due by {write_date(line.review.due)}."
    return Message(text, [section(escape(text))], over=True)


def several(
    lines: Sequence[ReviewLine], due: date, group: str, *, today: date, newer: date | None = None
) -> Message:
    """The reminder of several reviews of one cycle that fall due on one day: a count, and a button that lists them.

    Where a `newer` message reminds of them, that one has the button and says what came of each.
    """
    left = [line for line in lines if line.review.open]
    subject = lines[0].review.subject
    done = [line for line in lines if line.review.outcome]
    about = counted(len(left or lines), "partnership" if lines[0].review.partnership else "review")
    blocks: list[Block] = []
    if not left:
        word, what = ("Recorded", "partnership") if lines[0].review.is_event else ("Reviewed", "review")
        text = f"{word}: {subject}, {counted(len(done), what)} due by {write_date(due)}."
        blocks.append(section(f"*{word}*: {escape(subject)}, {counted(len(done), what)}."))
    else:
        when = _when(lines[0].review, overdue=due < today, many=True)
        text = f"{when} {write_date(due)}: {subject}, for {about}."
        recorded = f" Recorded already: {len(done)}." if done and not newer else ""
        recorded += "" if newer else _vacant(left)
        blocks.append(section(f"*{when} {write_date(due)}*: {escape(subject)}, for {about}.{recorded}"))
        if newer:
            return _overtaken(str(blocks[0]["text"]["text"]), text, newer)
        if 0 < len(left) <= NAMED and left[0].review.partnership:
            blocks.append(section(escape("; ".join(line.partnership or line.title for line in left))))
    if newer:
        return Message(text, blocks, over=True)
    blocks.extend(_outcomes(done))
    label = f"Open the list of reviews due {write_date(due)}: {subject}"
    row = [button("Open the list", OPEN, group, style="primary" if left else None, label=label)]
    row.append(button("Why this?", WHY, lines[0].review.id, label=f"Why these reviews: {subject}"))
    return Message(text, [*blocks, actions(f"reviews.several.{group}"[:255], row)], over=not left)


def _vacant(left: Sequence[ReviewLine]) -> str:
    """How many of several reviews nobody is told of, since nobody sits there."""
    vacant = [line for line in left if line.vacant]
    if not vacant or not vacant[0].review.owner:
        return ""
    verb, them = ("has", "it") if len(vacant) == 1 else ("have", "them")
    return f" {len(vacant)} of them {verb} no {vacant[0].review.owner.id}: open the list to hand {them} over."


def _overtaken(said: str, text: str, newer: date) -> Message:
    """What stays of a reminder once a newer one has come."""
    also = f"A newer reminder came on {write_date(newer)}."
    return Message(f"{text} {also}", [section(said), context(also)])


def nothing_left(due: date) -> Message:
    """What stays of such a message where all of them were postponed, or are no longer to be done."""
    text = f"Of the reviews due by {write_date(due)}, none is left here. Type /review to see what is due."
    return Message(text, [section(text.replace("/review", "`/review`"))])


def reason(line: ReviewLine) -> str:
    """Why the reader gets this reminder: where it comes from, and whether it is theirs to do."""
    owner = line.review.owner
    seat = f": you sit there as {owner.id}" if owner and owner.kind == "seat" else ""
    yours = f" It is yours to do{seat}." if line.mine and line.review.open else ""
    return f"{escape(line.review.basis)} Source: {escape(line.review.source)}.{yours}"


def buttons(line: ReviewLine, *, listing: bool = False) -> Block:
    """What can be done about a review; `listing` for one that lists whose seats it is about."""
    review = line.review
    named = f"due {write_date(review.due)}: {line.title}"
    starts = "Record it" if review.is_event else "Start the review"
    starts = "Carry on" if line.begun else starts
    row = [
        button(starts, START, review.id, style="primary", label=f"{starts} {named}"),
        button("Postpone", POSTPONE, review.id, label=f"Postpone the review {named}"),
        button("Hand over", HAND_OVER, review.id, label=f"Hand over the review {named}"),
        button("Why this?", WHY, review.id, label=f"Why this review {named}"),
    ]
    if listing:
        row.insert(
            1, button("Holders and vacancies", SEATS, review.id, label=f"Holders and vacancies, {named}")
        )
    return actions(f"reviews.buttons.{review.id}"[:255], row)


def seats(found: Appointments) -> Iterator[Block]:
    """Current holders and vacancies, whatever their number (G-12)."""
    total = len(found.seats)
    count = f"{counted(found.vacancies, 'vacant seat')} on {counted(total, 'partnership')}"
    yield section(f"*{escape(found.kind)} appointments as they stand*: {count}.")
    if found.count and found.count > total:
        yield context(
            f"The policy speaks of {found.count}; {total} are in the register. "
            "Type `/partnership add` to add those that are missing."
        )
    shown = found.seats[:SEATS_SHOWN]
    for start in range(0, len(shown), LINES_IN_ONE):
        yield section("\n".join(_seat(each) for each in shown[start : start + LINES_IN_ONE]))
    if total > SEATS_SHOWN:
        yield context(f"{total - SEATS_SHOWN} more come after these. Type `/rep matrix` to see them all.")


def _seat(each: Seats) -> str:
    names = ", ".join(escape(name) for name in each.holders)
    vacant = counted(each.vacant, "vacant seat") if each.vacant > 1 else ("vacant" if each.vacant else "")
    return f"*{escape(each.title)}*: {'; '.join(part for part in (names, vacant) if part)}"


def _when(review: Review, *, overdue: bool, many: bool = False) -> str:
    """What stands before the date: whether a review is due, or something that takes place."""
    if review.is_event:
        return "Overdue, due" if overdue else "Due by"
    what = "reviews" if many else "review"
    return f"Overdue {what}, due" if overdue else f"{what.capitalize()} due by"


def _outcome(line: ReviewLine) -> Message:
    """What came of a review, in the words that its committee's channel sees."""
    review = line.review
    done, who = write_date(review.reviewed_on or review.due), line.recorded_by or "staff"
    outcome = str(review.outcome)
    said = outcome.casefold() if review.outcome in PARTNERSHIPS_OWN else outcome
    begins, ends = f"Reviewed on {done}", f": {said}"
    if review.is_event:  # the outcome says it all
        missed = review.outcome is Outcome.NOT_DONE
        begins, ends = (
            f"{outcome} {'by' if missed else 'on'} {write_date(review.due) if missed else done}",
            "",
        )
    text = f"{begins}: {line.title}{ends}. Recorded by {who}."
    blocks = [section(f"*{begins}*: {escape(line.title)}{escape(ends)}. Recorded by {escape(who)}.")]
    if review.decided:
        blocks.append(section(escape(review.decided)))
    return Message(text, blocks)


def _outcomes(done: Sequence[ReviewLine]) -> Iterator[Block]:
    said = [
        f"{escape(line.partnership or line.title)}: {escape(str(line.review.outcome))}, by {escape(line.recorded_by or 'staff')}"
        for line in done[:OUTCOMES_SHOWN]
    ]
    for start in range(0, len(said), LINES_IN_ONE):
        yield section("\n".join(said[start : start + LINES_IN_ONE]))
    if len(done) > OUTCOMES_SHOWN:
        yield context(f"{len(done) - OUTCOMES_SHOWN} more have been recorded. The list shows them all.")
