"""The report-back's conversation, summary and report, as blocks. Top-level texts carry nothing restricted (UX-20)."""

from collections.abc import Sequence
from typing import Any

from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules
from liaison.domain.report_back.form import Form
from liaison.domain.report_back.models import (
    MEETING_ON,
    MEMBER,
    NEXT_MEETING,
    OUTCOMES,
    PARTNERSHIP,
    SUMMARY,
    Choice,
    Control,
    Draft,
    DraftState,
    Ended,
    Line,
    Opened,
    Question,
    Summary,
    Turn,
    Waiting,
)
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
    date_picker,
    escape,
    field,
    modal,
    multi_select,
    option,
    paragraphs,
    section,
    select,
    text_input,
    type_ahead,
)

PICK = "report_back.pick"
CHOOSING = "report_back.choosing"
CHOSEN = "report_back.chosen"
WORD = "report_back.word"
CHANGE = "report_back.change"
RESUME = "report_back.resume"
OPEN = "report_back.open"
MARK = "report_back.mark"
PUT_BACK = "report_back.put_back"
NEW = "report_back.new"
REPORT_VIEW = "report_back.report"
FORM_VIEW = "report_back.form"
INPUT = "report_back.input"
MOST_OPTIONS = 100
MOST_WAITING = 20
FORM_HINTS = {
    MEETING_ON: "The day on which it was held.",
    MEMBER: "Who attended for the authority? What the register suggests is filled in; change it if another went.",
    OUTCOMES: "What did the partnership decide? Say it in five words or more.",
    NEXT_MEETING: "Leave it empty where it is not known.",
}
MARKING = (
    "Mark a report once it is with its committees. Its author then sees that, with your name and the day."
)
SHOWN_OF_LONG_ANSWER = 9_000  # the rest is shown when the report is opened; a message holds about 13,000


def message(turn: Turn) -> Message | None:
    """What is posted after a move: a line, the next question, the summary, or how it ended. None for nothing."""
    said: list[Block] = [section(escape(turn.said))] if turn.said else []
    match turn.then:
        case Question() as asked:
            return Message(f"Item {asked.number} of 6: {asked.label}", said + question(asked))
        case Summary() as ready:
            return Message("Your report is ready to check.", said + summary(ready))
        case Ended() as over:
            return Message(over.sentence, said + ended(over))
        case _:
            return (
                Message(f"About item {turn.step}." if turn.step != SUMMARY else "About your report.", said)
                if said
                else None
            )


def closed(turn: Turn) -> Message:
    """What the message that has been answered turns into: one line of what happened, no buttons (UX-15)."""
    if isinstance(turn.closed, Line):
        return Message(f"{turn.closed.label}: answered.", answer(turn.closed))
    text = turn.closed or "Answered."
    return Message(text, [context(escape(text))])


def question(asked: Question) -> list[Block]:
    """One item: number and name, a hint, and the controls that answer it."""
    controls = [*_default(asked), *_control(asked), *_alternatives(asked)]
    blocks = [section(f"*{escape(asked.label)}*\n{escape(asked.hint)}", accessory=_committees(asked))]
    if asked.current and asked.number == OUTCOMES:
        blocks += [
            context("Your answer so far. Type a new one to replace it, or keep it."),
            *_long(asked.current),
        ]
    if controls:
        blocks.append(actions(f"report_back.item.{asked.number}", controls))
    blocks.append(actions(f"report_back.words.{asked.number}", _words(asked)))
    return blocks


def summary(ready: Summary) -> list[Block]:
    """Every item with a button to change it, who will read the report, and what can be done (UX-06)."""
    blocks: list[Block] = [section(f"*{escape(ready.title)}*: ready to check")]
    for line in ready.lines:
        edit = button(
            f"Change {line.number}", CHANGE, f"{ready.draft}:{line.number}", label=f"Change item {line.label}"
        )
        if line.number == OUTCOMES and line.answer:
            blocks += [section(f"*{escape(line.label)}*", accessory=edit), *_long(line.answer)]
        else:
            blocks.append(
                section(f"*{escape(line.label)}*\n{escape(line.answer or 'No answer yet')}", accessory=edit)
            )
    blocks.append(context(escape(ready.readers)))
    step = str(SUMMARY)
    words = [
        button("Submit", f"{WORD}.submit", f"{ready.draft}:{step}:submit", style="primary"),
        button("Save for later", f"{WORD}.save", f"{ready.draft}:{step}:save"),
        button("Cancel", f"{WORD}.cancel", f"{ready.draft}:{step}:cancel"),
    ]
    return [*blocks, actions("report_back.finish", words)]


def answer(line: Line) -> list[Block]:
    """An item with its answer, once it has been given."""
    if line.answer and line.number == OUTCOMES:
        return [context(f"*{escape(line.label)}*"), *_long(line.answer)]
    return [context(f"*{escape(line.label)}*: {escape(line.answer or 'left for now')}")]


def ended(over: Ended) -> list[Block]:
    """How the conversation ended, with a way back where there is one (UX-07)."""
    blocks: list[Block] = [section(escape(over.sentence))]
    if over.can_resume:
        blocks.append(actions("report_back.ended", [button("Carry on", RESUME, over.draft)]))
    if over.report:
        read = button("Read it", OPEN, over.report, label="Read the report that you submitted")
        blocks.append(actions("report_back.ended", [read]))
    return blocks


def drafts(found: Sequence[Draft], register: Register) -> Message:
    """The reader's unfinished reports, each with a button that takes it up again."""
    if not found:
        text = "You have no unfinished report. Type /reportback and a partnership to start one."
        return Message(text, [section(escape(text))])
    state = {DraftState.OPEN: "being written", DraftState.SAVED: "saved", DraftState.CANCELLED: "stopped"}
    blocks: list[Block] = [section(f"*Your unfinished reports: {len(found)}*")]
    for draft in found[:20]:
        about = rules.about(draft.answers, register)
        day = write_date(local_day(draft.updated_at, register.timezone))
        carry_on = button("Carry on", RESUME, draft.id, label=f"Carry on with {about}")
        blocks.append(
            section(f"{escape(about)}: {state[draft.state]}, last changed on {day}", accessory=carry_on)
        )
    if len(found) > 20:  # noqa: PLR2004 - as above
        blocks.append(context(f"The {len(found) - 20} older ones appear as you finish these."))
    return Message(f"You have {counted(len(found), 'unfinished report')}.", blocks)


def waiting(found: Sequence[Waiting], register: Register) -> Message:
    """The Committee Services Officer's list: partnership, dates and status, no restricted text (J-18)."""
    if not found:
        text = "No report is waiting."
        return Message(text, [section(text)])
    blocks: list[Block] = [section(f"*Reports waiting: {len(found)}*")]
    for number, report in enumerate(found[:MOST_WAITING]):
        when = write_date(local_day(report.submitted_at, register.timezone))
        text = (
            f"*{escape(report.partnership)}*, meeting of {write_date(report.meeting_on)}: {escape(report.member)}, "
            f"for {escape('; '.join(report.committees))}. Submitted on {when}."
        )
        read = button("Open", OPEN, report.report, label=f"Open the report on {report.partnership}")
        done = button(
            "Mark as submitted", MARK, report.report, label=f"Mark the report on {report.partnership}"
        )
        blocks += [section(text), actions(f"report_back.waiting.{number}", [read, done])]
    blocks.append(context(MARKING))
    if len(found) > MOST_WAITING:
        more = len(found) - MOST_WAITING
        blocks.append(context(f"These are the {MOST_WAITING} oldest; {more} more follow them."))
    return Message(f"Waiting: {counted(len(found), 'report')}.", blocks)


def report_blocks(opened: Opened, zone: str) -> list[Block]:
    """A report, item by item under its numbers and names (D-07)."""
    report = opened.report
    when = f"{write_date(local_day(report.submitted_at, zone))} at {write_time(report.submitted_at, zone)}"
    blocks: list[Block] = [
        context(f"Restricted. Submitted by {escape(opened.author)} on {when}. Now {report.stage}.")
    ]
    for line in opened.lines:
        if line.number == OUTCOMES and line.answer:
            blocks += [section(f"*{escape(line.label)}*"), *paragraphs(line.answer)]
        else:
            blocks.append(section(f"*{escape(line.label)}*\n{escape(line.answer or 'No answer')}"))
    return blocks


def report_view(opened: Opened, zone: str) -> View:
    """A report as a modal, which only its reader sees."""
    return modal(REPORT_VIEW, "Report-back", report_blocks(opened, zone))


def waiting_notice(facts: dict[str, str], report: str, done: str | None) -> Message:
    """To the Committee Services Officer: a report has come in (D-14), or who has submitted it since (B-12)."""
    author = facts.get("author", facts["member"])  # notices of earlier versions name the member only
    attended = "" if facts["member"] == author else f" ({facts['member']} attended)"
    text = (
        f"A report-back is waiting: {facts['partnership']}, meeting of {facts['meeting']}, "
        f"from {author}{attended}, for {facts['committees']}."
    )
    read = button("Open the report", OPEN, report)
    if done:
        text = f"{facts['partnership']}, meeting of {facts['meeting']}, from {author}{attended}. {done}"
        back = button("Put it back", PUT_BACK, report, label="Put the report back among those that wait")
        return Message(text, [section(escape(text)), actions("report_back.notice", [read, back])])
    mark = button("Mark as submitted", MARK, report, label="Mark the report as submitted")
    blocks = [section(escape(text)), actions("report_back.notice", [read, mark]), context(MARKING)]
    return Message(text, blocks)


def copy_notice(opened: Opened, zone: str) -> Message:
    """To the support officer: a copy of the report (D-16); the notification tells only that it has come."""
    facts = {line.number: line.answer for line in opened.lines}
    text = f"Your copy of a report-back: {facts[PARTNERSHIP]}."
    blocks = report_blocks(opened, zone)
    if len(opened.report.outcomes) > SHOWN_OF_LONG_ANSWER:
        blocks = [blocks[0], section("The report is long. Open it to read it whole.")]
    read = actions("report_back.notice", [button("Open the report", OPEN, opened.report.id)])
    return Message(text, [section(f"*{escape(text)}*"), *blocks, read])


def usage(proforma_title: str) -> Message:
    """How to report back (UX-03)."""
    text = (
        f"*{escape(proforma_title)}*: six short items, in a direct message with me.\n"
        "`/reportback barrow cdrp`: start, or carry on\n"
        "`/reportback form barrow cdrp`: the same as one form\n"
        "`/reportback drafts`: your unfinished reports\n"
        "`/reportback waiting`: reports that have come in (Committee Services Officer)"
    )
    return Message(
        "Type /reportback and a partnership, for example /reportback barrow cdrp.", [section(text)]
    )


def started() -> Message:
    """To the asker of `/reportback`: where the questions are."""
    text = "I have sent you the questions in a direct message. Answer there; nobody else sees it."
    return Message(text, [section(text)])


def _long(text: str) -> list[Block]:
    shown = paragraphs(text[:SHOWN_OF_LONG_ANSWER])
    if len(text) > SHOWN_OF_LONG_ANSWER:
        shown.append(
            context(
                f"All {len(text):,} characters are kept; the first {SHOWN_OF_LONG_ANSWER:,} are shown here."
            )
        )
    return shown


def _default(asked: Question) -> list[Element]:
    if not asked.default:
        return []
    said = button(
        cut(f"Yes, {asked.default.label}", 75),
        f"{PICK}.default",
        f"{asked.draft}:{asked.number}:{asked.default.value}",
        style="primary",
    )
    return [said]


def _control(asked: Question) -> list[Element]:
    # Menus and calendars carry no value of their own: the draft and the item travel in the action_id.
    action = f"{PICK}.menu.{asked.draft}.{asked.number}"
    match asked.control:
        case Control.DATE:
            return [date_picker(action, "Choose a date", initial=asked.initial_date)]
        case Control.COMMITTEES if asked.choices:
            return [
                button(
                    "Use these", CHOSEN, f"{asked.draft}:{asked.number}", label="Use the committees chosen"
                )
            ]
        case Control.PARTNERSHIP | Control.PERSON if asked.choices:
            return [_menu(asked, action)]
        case _:
            return []


def _menu(asked: Question, action_id: str, initial: Element | None = None) -> Element:
    """A menu of all choices, or one that is searched by typing where they are too many to show."""
    if len(asked.choices) <= MOST_OPTIONS:
        return select(action_id, "Choose from the list", options(asked.choices), initial=initial)
    return type_ahead(action_id, "Type to search", initial=initial)


def form(shown: Form) -> View:
    """The proforma as one form: the six items under their numbers and names (D-07)."""
    blocks: list[Block] = [
        context(
            "Restricted: the Committee Services Officer and the support officer can read it once you submit it."
        )
    ]
    blocks += [_form_field(item) for item in shown.items]
    return modal(
        FORM_VIEW, "Report-back", blocks, submit="Submit", close="Save for later", metadata=shown.draft
    )


def form_values(state: dict[str, dict[str, dict[str, Any]]]) -> dict[int, str]:
    """What stands in the form, by item."""
    found: dict[int, str] = {}
    for block_id, inputs in state.items():
        given = next(iter(inputs.values()), {})
        chosen = given.get("selected_option") or {}
        several = [option["value"] for option in given.get("selected_options") or []]
        value = given.get("value") or given.get("selected_date") or chosen.get("value") or ",".join(several)
        found[int(block_id.rpartition(".")[2])] = value or ""
    return found


def _form_field(item: Question) -> Block:
    known = option(item.default.label, item.default.value) if item.default else None
    hint = FORM_HINTS.get(item.number, item.hint)
    match item.control:
        case Control.DATE:
            element = date_picker(INPUT, "Choose a date", initial=item.initial_date)
        case Control.COMMITTEES:
            chosen = [
                choice
                for choice in item.choices
                if item.default and choice.value in item.default.value.split(",")
            ]
            element = multi_select(INPUT, "Choose committees", options(item.choices), initial=options(chosen))
        case Control.TEXT:
            element = text_input(INPUT, initial=(item.current or "")[:3_000], multiline=True, tell=True)
        case _:
            element = _menu(item, f"{INPUT}.{item.number}", initial=known)
    optional = item.number == NEXT_MEETING
    return field(
        f"report_back.form.{item.number}", item.label, element, hint=hint, optional=optional, tell=True
    )


def suggestions(choices: Sequence[Choice]) -> list[Element]:
    """What a menu that is searched by typing offers."""
    return options(choices[:MOST_OPTIONS])


def _committees(asked: Question) -> Element | None:
    """The menu of committees; Slack shows a menu of several only beside a paragraph."""
    if asked.control is not Control.COMMITTEES or not asked.choices:
        return None
    known = asked.default.value.split(",") if asked.default else []
    chosen = options([choice for choice in asked.choices if choice.value in known])
    return multi_select(CHOOSING, "Choose committees", options(asked.choices), initial=chosen)


def _alternatives(asked: Question) -> list[Element]:
    if asked.number == NEXT_MEETING:
        return [button("Not known", f"{PICK}.not_known", f"{asked.draft}:{asked.number}:not known")]
    if asked.number == OUTCOMES and asked.current:
        return [button("Keep it", f"{PICK}.keep", f"{asked.draft}:{asked.number}:keep")]
    return []


def _words(asked: Question) -> list[Element]:
    words = [("Back", "back"), ("Skip", "skip"), ("Save for later", "save"), ("Cancel", "cancel")]
    if asked.number == PARTNERSHIP and not asked.changing:
        words = words[1:]
    return [button(text, f"{WORD}.{word}", f"{asked.draft}:{asked.number}:{word}") for text, word in words]


def options(choices: Sequence[Choice]) -> list[Element]:
    """Choices as a menu offers them."""
    return [option(choice.label, choice.value) for choice in choices]
