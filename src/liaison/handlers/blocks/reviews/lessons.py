"""Lessons as a list, as forms, and as the message in a channel, also of one that was withdrawn (G-10)."""

import json
from datetime import date

from liaison.domain.access.rules import by_name
from liaison.domain.dates import local_day, write_date
from liaison.domain.reviews.lesson_models import LessonLine, LessonList, Posting, Shared
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    channel_select,
    confirmed,
    context,
    counted,
    escape,
    field,
    modal,
    paragraphs,
    section,
    text_input,
    type_ahead,
)
from liaison.handlers.blocks.reviews.form import FIELD, INPUT
from liaison.handlers.blocks.reviews.records import PARTNERSHIP, SHARE_LESSON, turner

ADD = "reviews.work.lesson_add"
PAGE = "reviews.work.lesson_page"
WITHDRAW = "reviews.work.lesson_withdraw"
ADD_VIEW = "reviews.work.lesson_new"
SHARE_VIEW = "reviews.work.lesson_where"
POST_VIEW = "reviews.work.lesson_post"
POSTED_VIEW = "reviews.work.lesson_posted"
WITHDRAWN = "The lesson is withdrawn. Where it was posted, the message says so."


def listed(found: LessonList, zone: str, *, done: str | None = None) -> Message:
    """Lessons that fit what was asked, the latest first; `done` says what has just been done with one."""
    asked = f' with "{found.asked}"' if found.asked else ""
    heading = f"{counted(found.total, 'lesson')}{asked}"
    blocks: list[Block] = [section(done)] if done else []
    blocks.append(section(f"*{escape(heading)}*"))
    for line in found.lines:
        lesson = line.lesson
        blocks += paragraphs(line.text)
        where = "; posted in " + ", ".join(f"<#{each}>" for each in line.channels) if line.channels else ""
        about = f"{escape(line.partnership)}, " if line.partnership else ""
        when = write_date(local_day(lesson.added_at, zone))
        blocks.append(context(f"{about}{escape(line.added_by)}, {when}{where}"))
        row = []
        if line.may_share:
            label = f"Share the lesson of {when}: {line.text}"
            row.append(button("Share in a channel", f"{SHARE_LESSON}.{lesson.id}", lesson.id, label=label))
        if line.may_withdraw:
            row.append(_withdraw(found, line, when))
        if row:
            blocks.append(actions(f"reviews.work.lesson.{lesson.id}", row))
    blocks += turner(PAGE, found.page, found.pages, found.asked)
    if found.may_add:
        blocks.append(actions("reviews.work.lessons", [button("Add a lesson", ADD, "new")]))
    if not found.total and found.asked:
        blocks.append(context("Type `/review lessons` alone to see all that you may read."))
    elif not found.total:
        blocks.append(context("Lessons are added here, or in the form of a review."))
    return Message(f"{heading}.", blocks)


def _withdraw(found: LessonList, line: LessonLine, when: str) -> Element:
    value = json.dumps([line.lesson.id, found.page, found.asked])
    label = f"Withdraw the lesson of {when}: {line.text}"
    return confirmed(
        button("Withdraw", f"{WITHDRAW}.{line.lesson.id}", value, label=label),
        "Withdraw this lesson?",
        "It leaves the list, and where it was posted the message says that it was withdrawn.",
        yes="Withdraw it",
        no="Keep it",
        danger=True,
    )


def add_form() -> View:
    """Adds a lesson by itself."""
    blocks = [
        field(
            f"{FIELD}text",
            "What was learnt",
            text_input(INPUT, multiline=True),
            hint="Staff and members can read it. You can post it in a channel afterwards.",
        ),
        field(f"{FIELD}partnership", "Partnership", type_ahead(PARTNERSHIP, "Type a name"), optional=True),
    ]
    return modal(ADD_VIEW, "Add a lesson", blocks, submit="Add")


def share_form(posting: Posting, *, after: str | None = None) -> View:
    """Asks what of a lesson is posted, and where; `after` says what has been done before (UX-06)."""
    blocks: list[Block] = [context(after)] if after else []
    blocks += [
        field(
            f"{FIELD}text",
            "What is posted",
            text_input(INPUT, initial=posting.text, multiline=True),
            hint="Leave out names and whatever is restricted. You see it once more before it is posted.",
        ),
        field(
            f"{FIELD}channel",
            "Where",
            channel_select(INPUT, "Choose a channel", initial=posting.suggested),
            hint="A channel of the Authority, or one in which the Force is. Liaison must be a member of it.",
        ),
    ]
    about = json.dumps({"lesson": posting.lesson.id})
    return modal(SHARE_VIEW, "Share a lesson", blocks, submit="Show me first", metadata=about)


def preview(posting: Posting, sharer: str) -> View:
    """What will be seen, and where, before it is posted."""
    blocks: list[Block] = [
        section(f"This will be posted in <#{posting.channel}>. Everybody there can read it:"),
        *_words(posting.text, posting.partnership),
        context(f"Shared by {escape(sharer)}"),
    ]
    about = {"lesson": posting.lesson.id, "channel": posting.channel}
    return modal(
        POST_VIEW,
        "Post this lesson?",
        blocks,
        submit="Post",
        close="Change it",
        metadata=json.dumps(about),
    )


def posted(line: LessonLine) -> View:
    """That a lesson goes to a channel."""
    where = f"<#{line.channels[-1]}>" if line.channels else "the channel"
    text = f"The lesson is on its way to {where}. Type `/review lessons` to see all of them."
    # With it goes the form from which it was posted: nothing is left to do there.
    return modal(POSTED_VIEW, "Lesson posted", [section(text)], close="Done") | {"clear_on_close": True}


def added(line: LessonLine) -> View:
    """That a lesson has been kept."""
    row = [button("Share in a channel", SHARE_LESSON, line.lesson.id)]
    blocks = [
        section("The lesson is kept. Staff and members find it with `/review lessons`."),
        actions("reviews.work.lesson", row),
    ]
    return modal(POSTED_VIEW, "Lesson kept", blocks, close="Done")


def message(shared: Shared, partnership: str | None, sharer: str, zone: str) -> Message:
    """A lesson as a channel sees it."""
    about = f": {partnership}" if partnership else ""
    text = f"A lesson from partnership work{about}. Shared by {sharer}."
    when = write_date(local_day(shared.at, zone))
    return Message(
        text,
        [*_words(shared.text, partnership), context(f"Shared by {escape(sharer)} on {when}")],
    )


def withdrawn(by: str, on: date) -> Message:
    """What stands in a channel where a lesson was posted that stands no more."""
    text = f"A lesson that was shared here was withdrawn by {by_name(by)} on {write_date(on)}."
    return Message(text, [section(escape(text))], over=True)


def _words(text: str, partnership: str | None) -> list[Block]:
    about = f": {escape(partnership)}" if partnership else ""
    return [section(f"*A lesson from partnership work*{about}"), *paragraphs(text)]
