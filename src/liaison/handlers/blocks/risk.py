"""The risk checklist as a form, and where assessments stand, as blocks."""

import json
import zlib

from liaison.domain import checklists
from liaison.domain.checklists import Question
from liaison.domain.dates import local_day, write_date
from liaison.domain.risk.models import ADVICE, TRIGGERS, ChecklistInUse, Closed, Offer, Page, Standing
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
    divider,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    text_input,
)

START = "risk.start"
GO = "risk.go"
TRIGGERS_VIEW = "risk.triggers"
SECTION_VIEW = "risk.section"
ADVICE_VIEW = "risk.advice"
CLOSING_VIEW = "risk.closing"
CLOSED_VIEW = "risk.closed"
ANSWER = "risk.answer"
YES, NO = option("Yes", "yes"), option("No", "no")
PROPORTIONS = {
    "full": "All items are needed",
    "less formalised": "A less formalised initiative",
    "temporary": "A temporary initiative",
}


def offer(found: Offer) -> Message:
    """The library's checklist, under its owner's name, with a button that starts it."""
    checklist = found.in_use.checklist
    text = (
        f"The documents of {found.own_authority} have no risk checklist. "
        f'You can use "{checklist.title}" of {found.in_use.authority} ({checklist.version}).'
    )
    note = f"Starting it records that you adopted it, for {found.title} and for later assessments."
    blocks = [
        section(escape(text)),
        context(escape(f"{note} Source: {checklist.source}.")),
        actions("risk.offer", [button("Start", START, found.partnership, style="primary")]),
    ]
    return Message(f"{text} Press Start to use it.", blocks)


def adopted() -> Message:
    """What the offer turns into once it has been taken up (UX-15)."""
    text = "The checklist is adopted, and the assessment has begun. Type /risk assess to carry on with it."
    return Message(text, [section(text)])


def page(shown: Page) -> View:
    """One page of the assessment: the high-risk questions, a section, or the last page."""
    match shown.page:
        case "triggers":
            return _triggers(shown)
        case "advice":
            return _advice(shown)
        case "closing":
            return _closing(shown)
        case _:
            return _section(shown, int(shown.page))


def closed(done: Closed) -> View:
    """That the assessment has been closed, and what holds now."""
    high = "High risk." if done.assessment.high_risk else "Not high risk."
    lines = [
        f"*{escape(done.title)}*: assessment closed.",
        high,
        f"{done.answered} of {done.questions} answered.",
    ]
    if done.assessment.reason:
        lines.append(f"Fewer were enough: {done.assessment.proportion}. {escape(done.assessment.reason)}")
    return modal(CLOSED_VIEW, "Assessment closed", [section("\n".join(lines))], close="Done")


def standings(found: tuple[Standing, ...], zone: str) -> Message:
    """Where assessments stand, without what they say."""
    if not found:
        text = "No partnership has been assessed yet. Type /risk assess and a partnership to start."
        return Message(text, [section(text)])
    lines = [_standing(standing, zone) for standing in found]
    shown = [section("\n".join(lines[start : start + 15])) for start in range(0, len(lines), 15)]
    return Message(f"{counted(len(found), 'assessment')}.", [section("*Risk assessments*"), *shown])


def usage() -> Message:
    """How to assess (UX-03)."""
    text = (
        "*Risk of a partnership*\n`/risk assess barrow cdrp`: answer the checklist, or carry on\n"
        "`/risk status`: which partnerships have been assessed, and what is still blank"
    )
    return Message(
        "Type /risk assess and a partnership, for example /risk assess barrow cdrp.", [section(text)]
    )


def values(state: dict[str, dict[str, dict[str, object]]]) -> dict[str, str]:
    """The text answers of a page, by question key."""
    found: dict[str, str] = {}
    for block_id, inputs in state.items():
        if block_id.startswith("risk.item.") and ANSWER in inputs:
            found[block_id.rpartition(".")[2]] = str(inputs[ANSWER].get("value") or "")
    return found


def changed(answers: dict[str, str], was: dict[str, str]) -> dict[str, str]:
    """The answers that are no longer what they were when the form was opened."""
    return {key: text for key, text in answers.items() if _mark(text) != was.get(key)}


def _mark(text: str) -> str:
    return f"{zlib.crc32(text.strip().encode()):x}"


def _keys(shown: Page) -> list[str]:
    sections = shown.in_use.checklist.sections
    if not shown.page.isdigit():
        return []
    return [question.key for question in checklists.questions(sections[int(shown.page)])]


def triggers(state: dict[str, dict[str, dict[str, object]]]) -> dict[int, bool]:
    """The answered high-risk questions, by number."""
    found: dict[int, bool] = {}
    for block_id, inputs in state.items():
        chosen = inputs.get(ANSWER, {}).get("selected_option")
        if block_id.startswith("risk.trigger.") and isinstance(chosen, dict):
            found[int(block_id.rpartition(".")[2])] = chosen["value"] == "yes"
    return found


def advice(state: dict[str, dict[str, dict[str, object]]]) -> dict[str, str]:
    """What the page on advice says, by field; what was not filled in is empty."""
    given: dict[str, str] = {}
    for block_id, inputs in state.items():
        found = inputs.get(ANSWER, {})
        chosen = found.get("selected_option")
        said = (
            chosen["value"] if isinstance(chosen, dict) else found.get("selected_date") or found.get("value")
        )
        given[block_id.rpartition(".")[2]] = str(said or "").strip()
    return given


def _standing(standing: Standing, zone: str) -> str:
    assessment = standing.assessment
    if assessment is None:
        return f"*{escape(standing.title)}*: not assessed. Type `/risk assess` and its name to start."
    high = "high risk" if assessment.high_risk else "not high risk"
    if assessment.closed_at:
        return f"*{escape(standing.title)}*: {high}, closed on {write_date(local_day(assessment.closed_at, zone))}"
    held = (
        f", held until the advice of the {escape(standing.held_for)} is recorded" if standing.held_for else ""
    )
    return f"*{escape(standing.title)}*: {high} so far, {standing.blanks} items blank{held}"


def _triggers(shown: Page) -> View:
    checklist = shown.in_use.checklist
    blocks: list[Block] = _top(
        shown,
        f"Page 1 of {_pages(shown)}: does any of these apply? Answer each; one yes makes it high risk.",
    )
    for trigger in checklist.triggers:
        answered = shown.assessment.triggers.get(trigger.number)
        initial = None if answered is None else (YES if answered else NO)
        worded = f'Also worded: "{trigger.also_worded}".' if trigger.also_worded else None
        blocks.append(
            field(
                f"risk.trigger.{trigger.number}",
                f"{trigger.number}. {_capital(trigger.label)}",
                radio(ANSWER, [YES, NO], initial=initial),
                tell=True,
                hint=trigger.note or worded,
            )
        )
    return _view(shown, TRIGGERS_VIEW, blocks, submit="Save and go on")


def _section(shown: Page, index: int) -> View:
    checklist = shown.in_use.checklist
    current = checklist.sections[index]
    blocks = _top(shown, f"Page {index + 2} of {_pages(shown)}: *{escape(current.title)}*")
    needed = (
        "Every item is needed before it can be closed."
        if shown.assessment.high_risk
        else "Not every item may be needed."
    )
    blocks.append(context(f"You can leave an item blank for now. {needed} What you type is kept."))
    under = None
    for question in checklists.questions(current):
        if question.under and question.under != under:
            blocks.append(section(f"*{escape(question.under)}*"))
        under = question.under
        blocks.append(_question(shown, question))
    shown_notes = {
        note.number: note
        for question in checklists.questions(current)
        for note in checklists.notes_for(checklist, question)
    }
    for note in shown_notes.values():
        heads = [f"*{escape(head.title)}*: {escape('; '.join(head.points))}" for head in note.headings]
        blocks.append(context(f"Note ({note.number}): {escape(note.text)}"))
        blocks += [context(head) for head in heads]
    blocks.append(actions("risk.turn", [button("Previous page", GO, _before(index))]))
    return _view(shown, SECTION_VIEW, blocks, submit="Save and go on")


def _question(shown: Page, question: Question) -> Block:
    refers = f"See note ({question.notes[0]}) at the foot of this page." if question.notes else None
    return field(
        f"risk.item.{question.key}",
        question.label,
        text_input(ANSWER, initial=shown.assessment.answers.get(question.key), multiline=True, tell=True),
        tell=True,
        hint=refers,
        optional=True,
    )


def _advice(shown: Page) -> View:
    """What must wait for advice: the question, and the advice (B-18)."""
    hold, kept, last = shown.hold, shown.assessment.advice, _pages(shown)
    if hold is None:
        return _closing(shown)
    answered = None if kept.accepts is None else (YES if kept.accepts else NO)
    by = hold.advice_from
    blocks = [
        *_top(shown, f"Page {last - 1} of {last}: advice of the {escape(by)}"),
        field("risk.accepts", hold.question, radio(ANSWER, [YES, NO], initial=answered), tell=True),
        context(
            escape(
                f"If yes, the assessment is held until the advice of the {by} is recorded. Source: {hold.source}."
            )
        ),
        field(
            "risk.on",
            "Date of the advice",
            date_picker(ANSWER, "Choose a date", initial=kept.on),
            optional=True,
            tell=True,
        ),
        field(
            "risk.by",
            "Given by",
            text_input(ANSWER, initial=kept.by, most=200, tell=True),
            optional=True,
            tell=True,
        ),
        field(
            "risk.text",
            "The advice",
            text_input(ANSWER, initial=kept.text, multiline=True, tell=True),
            optional=True,
            tell=True,
        ),
        actions("risk.turn", [button("Previous page", GO, str(len(shown.in_use.checklist.sections) - 1))]),
    ]
    return _view(shown, ADVICE_VIEW, blocks, submit="Save and go on")


def _pages(shown: Page) -> int:
    """How many pages the form has: the triggers, the sections, the advice where it is asked, and the last one."""
    return len(shown.in_use.checklist.sections) + (3 if shown.hold else 2)


def _closing(shown: Page) -> View:
    assessment, blanks = shown.assessment, shown.blanks
    high, last = assessment.high_risk, _pages(shown)
    blocks = _top(shown, f"Page {last} of {last}: close the assessment.")
    if shown.held and shown.hold:
        said = "Not closed: it is held" if shown.refused else "Held"
        blocks.append(
            section(f"*{said} until the advice of the {escape(shown.hold.advice_from)} is recorded.*")
        )
    blocks.append(section("*High risk*: every item needs an answer." if high else "*Not high risk*"))
    if blanks:
        refused = shown.refused and high
        said = "Not closed, because these items are blank" if refused else "These items are blank"
        blocks.append(section(f"*{said}:* {', '.join(blanks)}."))
    else:
        blocks.append(section("Every item has an answer."))
    if blanks and not high:
        options = [option(text, value) for value, text in PROPORTIONS.items()]
        blocks += [
            field("risk.proportion", "Why is less enough?", radio(ANSWER, options, initial=options[0])),
            field(
                "risk.reason",
                "Reason",
                text_input(ANSWER, multiline=True),
                hint="Needed where items stay blank; it is kept with the assessment.",
                optional=True,
            ),
        ]
    blocks.append(actions("risk.turn", _page_buttons(shown)))
    return _view(shown, CLOSING_VIEW, blocks, submit="Close assessment")


def _page_buttons(shown: Page) -> list[Element]:
    """A button to each section, those with blanks named so."""
    checklist = shown.in_use.checklist
    with_blanks = {checklists.section_of(checklist, key) for key in shown.blanks}
    buttons = [
        button(
            f"{index + 2}. {current.title}"[:60] + (": blanks" if index in with_blanks else ""),
            f"{GO}.{index}",
            str(index),
        )
        for index, current in enumerate(checklist.sections)
    ]
    if shown.hold:
        text = f"{len(checklist.sections) + 2}. Advice of the {shown.hold.advice_from}"
        buttons.append(button(text, f"{GO}.{ADVICE}", ADVICE))
    return [button("1. High-risk questions", f"{GO}.{TRIGGERS}", TRIGGERS), *buttons]


def _top(shown: Page, line: str) -> list[Block]:
    blocks = [section(f"*{escape(shown.title)}*\n{line}"), context(_whose(shown.in_use))]
    if shown.resumed:
        blocks.append(
            context("You are carrying on an assessment that was begun earlier; its answers are filled in.")
        )
    return [*blocks, divider()]


def _whose(in_use: ChecklistInUse) -> str:
    checklist = in_use.checklist
    owner = f"Adopted from {in_use.authority}" if in_use.borrowed else in_use.authority
    return escape(f"{checklist.title} ({checklist.version}). {owner}. Source: {checklist.source}.")


def _view(shown: Page, callback_id: str, blocks: list[Block], *, submit: str) -> View:
    # What stood in the form when it was opened: only what the person has changed since is kept, so that two people at
    # one page do not undo each other's answers.
    was = {key: _mark(shown.assessment.answers.get(key, "")) for key in _keys(shown)}
    metadata = json.dumps({"assessment": shown.assessment.id, "page": shown.page, "was": was})
    return modal(
        callback_id,
        "Risk assessment",
        blocks,
        submit=submit,
        close="Stop for now",
        metadata=metadata,
    )


def _before(index: int) -> str:
    return str(index - 1) if index else TRIGGERS


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
