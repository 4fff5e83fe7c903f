"""Reviews that have been recorded, as views and lists; putting a review off, and handing it over."""

import json

from liaison.domain.dates import local_day, write_date
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.work import Record, RecordedList, Revision
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    counted,
    date_picker,
    divider,
    escape,
    field,
    modal,
    paragraphs,
    section,
    text_input,
    type_ahead,
)
from liaison.handlers.blocks.reviews.form import FIELD, INPUT

OPEN = "reviews.work.open"
CORRECT = "reviews.work.correct"
ADD_ACTION = "reviews.work.add_action"
SHARE_LESSON = "reviews.work.share_lesson"
HAND_OVER = "reviews.work.hand_over"
PAGE = "reviews.work.recorded_page"
RECORD_PAGE = "reviews.work.record_page"
PERSON = "reviews.work.person"
PARTNERSHIP = "reviews.work.partnership"
DONE_VIEW = "reviews.work.done"
RECORD_VIEW = "reviews.work.record"
POSTPONE_VIEW = "reviews.work.later"
HAND_OVER_VIEW = "reviews.work.over"
HANDED_VIEW = "reviews.work.handed"
PUT_OFF_VIEW = "reviews.work.put_off"
ANSWERS = 20  # on a page of a recorded review
REVISIONS = 10


def recorded(found: Record) -> View:
    """That a review has been recorded, where that is seen, and what to do next (UX-06)."""
    blocks: list[Block] = [section(_outcome(found))]
    if found.shown_in:
        blocks.append(context(_seen(found)))
    blocks.append(section(f"*What to do next*\n{_commands(found.next_step)}"))
    blocks.append(actions("reviews.work.after", _next(found)))
    return modal(DONE_VIEW, "Review recorded", blocks, close="Done")


def _seen(found: Record) -> str:
    """What the committee's channel sees of a review that has just been recorded."""
    channel = f"the channel of the {escape(found.shown_in or '')}"
    if found.is_shown:
        return f"The message in {channel} shows this outcome now."
    if found.review.decided:
        return f"The outcome and what was decided are posted in {channel}."
    return f"No reminder of it stands in {channel}, so nothing is shown there."


def corrected(found: Record) -> View:
    """That a review has been corrected."""
    blocks = [section(_outcome(found)), context("What was recorded before stays on record.")]
    return modal(DONE_VIEW, "Review corrected", blocks, close="Done")


def record(found: Record, zone: str, page: int = 0) -> View:
    """A recorded review, for those who may read it, so many answers at a time."""
    pages = max(1, -(-len(found.said) // ANSWERS))
    shown = found.said[page * ANSWERS : (page + 1) * ANSWERS]
    blocks: list[Block] = [section(_outcome(found))]
    if found.decided:
        blocks += [section("*What was decided*"), *paragraphs(found.decided)]
    for said in shown:
        blocks += [section(f"*{escape(said.label)}*"), *paragraphs(said.answer)]
    blocks += turner(RECORD_PAGE, page, pages, found.review.id)
    blocks += [context(_revision(found, revision, zone)) for revision in found.revisions[-REVISIONS:]]
    earlier = len(found.revisions) - REVISIONS
    if earlier > 0:
        blocks.append(context(f"It was corrected {earlier} times before that. The audit trail has them all."))
    if found.may_work:
        row = [button("Correct it", CORRECT, found.review.id), *_next(found)]
        blocks += [divider(), actions("reviews.work.after", row)]
    return modal(RECORD_VIEW, "Recorded review", blocks)


def listed(found: RecordedList) -> Message:
    """Reviews that have been recorded, the latest first: titles, dates and outcomes."""
    if not found.lines:
        text = "No recorded review has these words." if found.words else "No review has been recorded yet."
        return Message(text, [section(f"{text} Type `/review` to see what is due.")])
    blocks: list[Block] = [section(f"*Recorded: {counted(found.total, 'review')}*")]
    for line in found.lines:
        review = line.review
        when = write_date(review.reviewed_on or review.due)
        fixed = ", corrected" if line.corrected else ""
        text = f"*{when}*: {escape(line.title)}: {review.outcome}{fixed}. Recorded by {escape(line.recorded_by or 'staff')}."
        label = f"Open the review of {when}: {line.title}"
        blocks.append(
            section(text, accessory=button("Open", f"{OPEN}.{review.id}"[:255], review.id, label=label))
        )
    blocks += turner(PAGE, found.page, found.pages, found.words)
    return Message(f"{counted(found.total, 'review')} recorded.", blocks)


def turner(action_id: str, page: int, pages: int, about: str) -> list[Block]:
    """Buttons that turn the pages of a list; nothing where there is one page."""
    if pages == 1:
        return []
    row = []
    for name, to in (("Earlier page", page - 1), ("Next page", page + 1)):
        if 0 <= to < pages:
            row.append(button(name, f"{action_id}.{to}", json.dumps([to, about])))
    return [context(f"Page {page + 1} of {pages}"), actions(f"{action_id}s", row)]


def postpone_form(review: Review, title: str) -> View:
    """The form that puts a review off."""
    blocks = [
        section(f"{escape(title)}, *due by {write_date(review.due)}*"),
        field(f"{FIELD}until", "New date", date_picker(INPUT, "Choose a date")),
        field(
            f"{FIELD}reason",
            "Reason",
            text_input(INPUT, multiline=True),
            hint="Shown with its reminder in the committee's channel.",
        ),
    ]
    about = json.dumps({"review": review.id})
    return modal(POSTPONE_VIEW, "Postpone the review", blocks, submit="Postpone", metadata=about)


def hand_over_form(review: Review, title: str) -> View:
    """The form that makes somebody else responsible for a review."""
    blocks = [
        section(f"{escape(title)}, *due by {write_date(review.due)}*"),
        field(
            f"{FIELD}person",
            "Who is to do it?",
            type_ahead(PERSON, "Type a name"),
            hint="They are told in a direct message. Somebody without a link to Slack must be told by you.",
        ),
        context("What has been written into its form so far stays there."),
    ]
    about = json.dumps({"review": review.id})
    return modal(HAND_OVER_VIEW, "Hand over the review", blocks, submit="Hand over", metadata=about)


def put_off(title: str, review: Review) -> View:
    """That a review has been put off, and to when (UX-06)."""
    said = f"Put off to {write_date(review.due)}. Reminders follow the new date."
    return modal(PUT_OFF_VIEW, "Review postponed", [section(f"{escape(title)}\n{said}")], close="Done")


def handed_over(title: str, owner: str, *, told: bool, mine: bool) -> View:
    """To whom a review has been handed over, and whether they hear of it by themselves (UX-06)."""
    if mine:
        said = "It is yours now. Type `/review mine` to work on it."
    elif told:
        said = f"Handed over to {escape(owner)}, who is told in a direct message."
    else:
        said = f"Owner: {escape(owner)}. {escape(owner)} is not in Slack: please tell them."
    return modal(HANDED_VIEW, "Review handed over", [section(f"{escape(title)}\n{said}")], close="Done")


def _outcome(found: Record) -> str:
    review = found.review
    when = write_date(review.reviewed_on or review.due)
    who = escape(found.recorded_by or "staff")
    word = "Recorded for" if review.is_event else "Reviewed on"
    return f"*{word} {when}*: {escape(found.title)}: {review.outcome}. Recorded by {who}."


def _next(found: Record) -> list[Block]:
    row = [button("Add an action", ADD_ACTION, found.review.id)]
    if found.lesson:
        row.append(button("Share the lesson", SHARE_LESSON, found.lesson))
    return row


def _revision(found: Record, was: Revision, zone: str) -> str:
    """What was recorded before, who corrected it, and why."""
    when = write_date(local_day(was.corrected_at, zone))
    who = found.names.get(was.corrected_by, "Somebody")
    before = found.names.get(was.recorded_by or "", "somebody")
    said = f"Corrected on {when} by {who}: {was.why} Before: {was.outcome}"
    dated = f", of {write_date(was.reviewed_on)}" if was.reviewed_on else ""
    decided = f' "{was.decided}"' if was.decided else ""
    return escape(f"{said}{dated}, recorded by {before}.{decided}")


def _commands(text: str) -> str:
    """A sentence with its commands marked as such."""
    said, found, rest = escape(text).partition("/")
    command, stop, after = rest.partition(".")
    return f"{said}`/{command}`{stop}{after}" if found else said
