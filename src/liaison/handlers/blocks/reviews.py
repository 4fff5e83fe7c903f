"""Reviews as messages, lists and forms."""

import json
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.reviews.models import Outcome, ReviewLine, ReviewList
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    counted,
    date_picker,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    text_input,
)

START = "reviews.start"
POSTPONE = "reviews.postpone"
WHY = "reviews.why"
COMPLETE_VIEW = "reviews.complete"
POSTPONE_VIEW = "reviews.later"
INPUT = "reviews.input"
MOST = 12


def reminder(line: ReviewLine) -> Message:
    """The message in a committee's channel: the reminder, or, once it is done, the outcome in its place."""
    review = line.review
    if review.outcome:
        done = write_date(review.reviewed_on or review.due)
        text = f"Reviewed on {done}: {review.subject}: {review.outcome}. Recorded by {line.recorded_by or 'staff'}."
        blocks = [section(f"*Reviewed on {done}*: {escape(review.subject)}: {escape(review.outcome)}.")]
        if review.decided:
            blocks.append(section(escape(review.decided)))
        blocks.append(context(f"Recorded by {escape(line.recorded_by or 'staff')}"))
        return Message(text, blocks)
    when = "Overdue review, due" if line.overdue else "Review due by"
    covers = f" It covers: {escape('; '.join(review.covers))}." if review.covers else ""
    moved = f" Postponed from {write_date(review.postponed_from)}." if review.postponed_from else ""
    why = f" Reason: {escape(review.postponed_reason)}" if review.postponed_reason else ""
    text = f"{when} {write_date(review.due)}: {review.subject}."
    return Message(
        text,
        [
            section(f"*{when} {write_date(review.due)}*: {escape(review.subject)}.{covers}{moved}{why}"),
            _buttons(line),
        ],
    )


def listed(found: ReviewList) -> Message:
    """What is overdue, what comes, and what has no date."""
    overdue = [line for line in found.reviews if line.overdue]
    coming = [line for line in found.reviews if not line.overdue]
    blocks: list[Block] = []
    for title, lines in (("Overdue", overdue), ("Coming", coming)):
        if lines:
            blocks.append(section(f"*{title}: {len(lines)}*"))
        for line in lines[:MOST]:
            blocks.append(section(_line(line)))
            if found.can_record:
                blocks.append(_buttons(line))
        if len(lines) > MOST:
            blocks.append(context(f"{len(lines) - MOST} more come after these."))
    if not found.reviews:
        blocks.append(section("No review is due within a year."))
    if found.undated:
        undated = "; ".join(f"{entry.subject} ({entry.interval_as_stated})" for entry in found.undated)
        blocks.append(context(f"No date is recorded for: {escape(undated)}"))
    return Message(
        f"Overdue: {counted(len(overdue), 'review')}. Coming: {counted(len(coming), 'review')}.", blocks
    )


def complete_form(line: ReviewLine, *, today: date) -> View:
    """The form that records an outcome; it says who will see it (UX-06)."""
    review = line.review
    outcomes = [option(outcome.value, outcome.value) for outcome in Outcome]
    blocks = [
        section(f"*{escape(review.subject)}*, due by {write_date(review.due)}"),
        field("reviews.outcome", "Outcome", radio(INPUT, outcomes)),
        field(
            "reviews.reviewed_on", "Date of the review", date_picker(INPUT, "Choose a date", initial=today)
        ),
        field(
            "reviews.decided",
            "What was decided",
            text_input(INPUT, multiline=True),
            hint="Shown in the committee's channel with the outcome.",
            optional=True,
        ),
    ]
    return modal(COMPLETE_VIEW, "Record the review", blocks, submit="Record", metadata=_about(line))


def postpone_form(line: ReviewLine) -> View:
    """The form that puts a review off."""
    review = line.review
    blocks = [
        section(f"*{escape(review.subject)}*, due by {write_date(review.due)}"),
        field("reviews.until", "New date", date_picker(INPUT, "Choose a date")),
        field(
            "reviews.reason",
            "Reason",
            text_input(INPUT, multiline=True),
            hint="Shown in the committee's channel.",
        ),
    ]
    return modal(POSTPONE_VIEW, "Postpone the review", blocks, submit="Postpone", metadata=_about(line))


def reason(line: ReviewLine) -> str:
    """Why the reader gets this reminder."""
    return f"{escape(line.review.basis)} Source: {escape(line.review.source)}."


def usage() -> Message:
    """How to see reviews (UX-03)."""
    text = "*Reviews*\n`/review`: what is overdue and what is coming. Staff record outcomes there, or from a reminder."
    return Message("Type /review to see what is overdue and what is coming.", [section(text)])


def _line(line: ReviewLine) -> str:
    committee = f" for the {escape(line.committee)}" if line.committee else ""
    return f"*{escape(line.review.subject)}*, due by {write_date(line.review.due)}{committee}"


def _buttons(line: ReviewLine) -> Block:
    review = line.review
    named = f"due {write_date(review.due)}: {review.subject}"
    return actions(
        f"reviews.buttons.{review.id}",
        [
            button("Start the review", START, review.id, style="primary", label=f"Start the review {named}"),
            button("Postpone", POSTPONE, review.id, label=f"Postpone the review {named}"),
            button("Why this?", WHY, review.id, label=f"Why this review {named}"),
        ],
    )


def _about(line: ReviewLine) -> str:
    return json.dumps({"review": line.review.id})
