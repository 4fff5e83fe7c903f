"""Actions as lists, messages and forms (G-08)."""

import json
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.reviews.action_models import LONGEST_ACTION, ActionLine, ActionList, Status, Whose
from liaison.handlers.blocks.kit import (
    Block,
    Element,
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
    type_ahead,
)
from liaison.handlers.blocks.reviews.form import FIELD, INPUT
from liaison.handlers.blocks.reviews.records import PARTNERSHIP, PERSON, turner

ADD = "reviews.work.action_add"
DONE = "reviews.work.action_done"
MOVE = "reviews.work.action_move"
HAND = "reviews.work.action_hand"
DROP = "reviews.work.action_drop"
REOPEN = "reviews.work.action_reopen"
PAGE = "reviews.work.action_page"
ADD_VIEW = "reviews.work.action_new"
MOVE_VIEW = "reviews.work.action_later"
HAND_VIEW = "reviews.work.action_over"
DROP_VIEW = "reviews.work.action_off"
KEPT_VIEW = "reviews.work.action_kept"
IN_LIST = "reviews.work.in_list."  # then the page, then which list, then the action


def listed(found: ActionList, closed: ActionLine | None = None) -> Message:
    """Actions, eight at a time, with what can be done about each; `closed` is the one that was closed just now."""
    blocks: list[Block] = []
    if closed:
        again = button("Open it again", REOPEN, closed.action.id)
        blocks.append(section(f"Done: {escape(closed.action.text)}", accessory=again))
    overdue = f" Overdue: {found.overdue}." if found.overdue else ""
    blocks.append(section(f"*{escape(found.heading)}*: {found.total}.{overdue}"))
    if not found.lines:
        blocks.append(context("There is nothing here. Type `/review actions done` to see what was closed."))
    for line in found.lines:
        blocks.append(section(_told(line)))
        if line.moved:
            blocks.append(context(escape(line.moved)))
        if line.may_change:
            place = f"{IN_LIST}{found.page}.{line.action.id}.{found.which}"
            blocks.append(actions(place, _buttons(line)))
    blocks += turner(PAGE, found.page, found.pages, found.which)
    if found.may_add:
        blocks.append(actions("reviews.work.actions", [button("Add an action", ADD, "new")]))
    return Message(f"{found.heading}: {counted(found.total, 'action')}.{overdue}", blocks)


def message(line: ActionLine, *, mine: bool, newer: date | None = None) -> Message:
    """What an action's owner, or whoever follows it, is sent; it changes with the action. The text tells no words, the line does.

    Where a `newer` message reminds of it, that one has the buttons.
    """
    action = line.action
    about = f" ({line.partnership})" if line.partnership else ""
    day = write_date(action.due)
    if not action.is_open:
        when = write_date(action.closed_on or action.due)
        text = f"Action closed on {when}{about}: {action.status.value.casefold()}."
        by = f"Closed by {escape(line.closed_by or 'staff')}."
        told: list[Block] = [section(f"{escape(text)}\n{escape(action.text)}"), context(by)]
        return Message(text, told, line=f"{text} {action.text}")
    whose = "Your action" if mine else f"Action of {line.owner}"
    text = f"{whose} is overdue, due by {day}{about}." if line.overdue else f"{whose}, due by {day}{about}."
    blocks: list[Block] = [section(f"*{escape(text)}*\n{escape(action.text)}")]
    if line.moved:
        blocks.append(context(escape(line.moved)))
    if not line.in_slack:
        blocks.append(context(f"{escape(line.owner)} is not in Slack: please tell them."))
    if newer:
        also = f"A newer reminder came on {write_date(newer)}."
        return Message(f"{text} {also}", [*blocks, context(also)], line=f"{text} {also} {action.text}")
    if line.may_change:
        blocks.append(actions(f"reviews.work.action.{action.id}", _buttons(line)))
    return Message(text, blocks, line=f"{text} {action.text}")


def add_form(review: str | None, partnership: tuple[str, str] | None = None) -> View:
    """Adds an action, from a review or by itself; it says who will see it (UX-06)."""
    initial = option(partnership[1], partnership[0]) if partnership else None
    whose = [option(f"The {each.value}", each.value) for each in Whose]
    blocks = [
        field(
            f"{FIELD}text",
            "What is to be done",
            text_input(INPUT, multiline=True, most=LONGEST_ACTION),
            hint=f"Staff, members and the owner can read it. At most {LONGEST_ACTION} characters.",
        ),
        field(f"{FIELD}owner", "Who does it", type_ahead(PERSON, "Type a name")),
        field(f"{FIELD}due", "By when", date_picker(INPUT, "Choose a date")),
        field(f"{FIELD}whose", "Whose work it is", radio(INPUT, whose, initial=whose[0])),
        field(
            f"{FIELD}partnership",
            "Partnership",
            type_ahead(PARTNERSHIP, "Type a name", initial=initial),
            optional=True,
        ),
        context("The owner is told, and reminded before the date, on it, and when it is overdue."),
    ]
    about = json.dumps({"review": review})
    return modal(ADD_VIEW, "Add an action", blocks, submit="Add", metadata=about)


def move_form(line: ActionLine) -> View:
    """Gives an action a new date, with a reason."""
    blocks = [
        section(_told(line)),
        field(f"{FIELD}until", "New date", date_picker(INPUT, "Choose a date")),
        field(f"{FIELD}reason", "Reason", text_input(INPUT, multiline=True, most=LONGEST_ACTION)),
    ]
    return modal(MOVE_VIEW, "New date", blocks, submit="Move", metadata=_about(line))


def hand_form(line: ActionLine) -> View:
    """Gives an action to somebody else."""
    blocks = [section(_told(line)), field(f"{FIELD}owner", "Who does it", type_ahead(PERSON, "Type a name"))]
    return modal(HAND_VIEW, "Hand over the action", blocks, submit="Hand over", metadata=_about(line))


def drop_form(line: ActionLine) -> View:
    """Closes an action that is not needed any more."""
    blocks = [
        section(_told(line)),
        field(
            f"{FIELD}note",
            "Why it is no longer needed",
            text_input(INPUT, multiline=True, most=LONGEST_ACTION),
        ),
    ]
    return modal(DROP_VIEW, "No longer needed", blocks, submit="Close it", metadata=_about(line))


def kept(line: ActionLine) -> View:
    """What an action is now, once a form about it is sent (UX-06)."""
    told = "" if line.in_slack else f"\n{escape(line.owner)} is not in Slack: please tell them."
    blocks = [section(f"{_told(line)}{told}"), context("Type `/review actions` to see all that are open.")]
    title = "Action kept" if line.action.is_open else "Action closed"
    return modal(KEPT_VIEW, title, blocks, close="Done")


def _told(line: ActionLine) -> str:
    action = line.action
    about = f" {escape(line.partnership)}." if line.partnership else ""
    who = f"{escape(line.owner)}, for the {action.whose.value}"
    if not action.is_open:
        when = write_date(action.closed_on or action.due)
        note = f" {escape(action.note)}" if action.note else ""
        by = escape(line.closed_by or "staff")
        return f"{escape(action.text)}\n{action.status.value} on {when}, by {by}. {who}.{about}{note}"
    late = "Overdue, due by" if line.overdue else "Due by"
    return f"{escape(action.text)}\n{late} {write_date(action.due)}. {who}.{about}"


def _buttons(line: ActionLine) -> list[Element]:
    action = line.action
    named = f"{write_date(action.due)}: {action.text}"
    if action.status is not Status.OPEN:
        return [button("Open it again", REOPEN, action.id, label=f"Open again {named}")]
    return [
        button("Done", DONE, action.id, style="primary", label=f"Done, {named}"),
        button("New date", MOVE, action.id, label=f"New date, {named}"),
        button("Hand over", HAND, action.id, label=f"Hand over, {named}"),
        button("No longer needed", DROP, action.id, label=f"No longer needed, {named}"),
    ]


def _about(line: ActionLine) -> str:
    return json.dumps({"id": line.action.id})
