"""Cycles of reviews as a list, and the forms in which staff keep them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from liaison.domain.access.rules import ROLES, role_title
from liaison.domain.dates import write_date
from liaison.domain.packs.policy import Every
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.keeping import AFTER, ONCE, RULE, KeptCycle
from liaison.domain.reviews.models import Cycle, CycleLine, CycleListing, Owner
from liaison.domain.values import CommitteeId
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    capital,
    confirmed,
    context,
    counted,
    cut,
    date_picker,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
    user_select,
)
from liaison.handlers.blocks.reviews.form import FIELD, INPUT
from liaison.handlers.blocks.reviews.lists import pages

ADD = "reviews.cycle.add"
CHANGE = "reviews.cycle.change"
STOP = "reviews.cycle.stop"
AGAIN = "reviews.cycle.again"
OWN_DATE = "reviews.cycle.own_date"
MEETINGS = "reviews.cycle.meetings"
FORM = "reviews.cycle.form"
OWN_DATE_FORM = "reviews.cycle.own_date_form"
MEETINGS_FORM = "reviews.cycle.meetings_form"
ASKED = "cycles"
MOST_CHOICES = 100
DATES_SHOWN = 12
OFTEN: Mapping[Every | str, str] = {
    "year": "Every year",
    "quarter": "Every quarter",
    "month": "Every month",
    "week": "Every week",
    "half year": "Every half year",
    "two years": "Every two years",
    "three years": "Every three years",
    ONCE: "Once",
    AFTER: "So many months after the last",
    RULE: "By a rule of your own",
}
AT_MEETING = ("yes", "On the day of the committee's meeting, once it is known")
ON_DATE = ("no", "On the date itself")


STOPPED = "Stopped. Nothing of it comes up any more, until you start it again."
STARTED = "Started again. It comes up as it did before."


def listed(found: CycleListing, *, done: str | None = None) -> Message:
    """One page of the cycles, each with its next date and, for staff, what they can do; `done` says what one of them did."""
    text = f"Cycles of reviews: {found.total}."
    top = [button("Dates of meetings", MEETINGS, "all", label="Record when committees meet")]
    blocks: list[Block] = [section(done)] if done else []
    blocks.append(section(f"*Cycles of reviews*: {found.total}."))
    if found.can_keep:
        add = button("Add a cycle", ADD, "new", style="primary")
        blocks.append(actions("reviews.cycle.top", [add, *top]))
    for line in found.rows:
        blocks.append(section(_line(line)))
        if found.can_keep and not line.cycle.through:
            blocks.append(actions(f"reviews.cycle.row.{line.cycle.id}"[:255], _row(line)))
    row = list(pages(ASKED, found.page, found.pages))
    if row:
        blocks.append(actions("reviews.cycle.pages", row))
    return Message(text, blocks)


def form(register: Register, cycle_id: str, kept: KeptCycle | None) -> View:
    """The form that adds a cycle, or changes one; it says what will happen (UX-06)."""
    cycle = kept.cycle if kept else None
    often = [option(words, value) for value, words in OFTEN.items()]
    committees = [option(found.name, found.id) for found in register.committees][:MOST_CHOICES]
    scopes = _scopes(register)
    owners = _owners(register)
    owner = str(cycle.owner) if cycle and cycle.owner else None
    person = _user(register, cycle.owner) if cycle and cycle.owner else None
    meeting = [option(words, value) for value, words in (ON_DATE, AT_MEETING)]
    blocks = [
        *_about(cycle),
        field(
            f"{FIELD}subject",
            "What is reviewed",
            text_input(INPUT, initial=cycle.subject if cycle else None, most=200),
        ),
        field(
            f"{FIELD}often",
            "How often",
            select(INPUT, "Choose one", often, initial=_chosen(often, _often(cycle))),
        ),
        field(
            f"{FIELD}first",
            "First date",
            date_picker(INPUT, "Choose a date", initial=_first(cycle)),
            hint="The others are counted from it. Every quarter, it may stay empty: the quarter's last day is used.",
            optional=True,
        ),
        field(
            f"{FIELD}committee",
            "Put to",
            select(
                INPUT,
                "Choose a committee",
                committees,
                initial=_chosen(committees, cycle.committee if cycle else None),
            ),
            hint="Reminders go to its channel.",
            optional=True,
        )
        if committees
        else context("No committee is in the register yet."),
        field(
            f"{FIELD}meeting",
            "Which day",
            radio(INPUT, meeting, initial=meeting[bool(cycle and cycle.meeting)]),
        ),
        field(
            f"{FIELD}owner",
            "Owner: an office, a role or a seat",
            select(INPUT, "Choose one", owners, initial=_chosen(owners, owner)),
            optional=True,
        ),
        field(
            f"{FIELD}person",
            "Owner: a person",
            user_select(INPUT, "Choose a person", initial=person),
            hint="Give a person, or an office, a role or a seat.",
            optional=True,
        ),
        field(
            f"{FIELD}scope",
            "What it is about",
            select(INPUT, "Choose one", scopes, initial=_chosen(scopes, _scope(cycle)) or scopes[0]),
        ),
        field(
            f"{FIELD}partnership",
            "Which partnership",
            text_input(INPUT, initial=_partnership(register, cycle), most=200),
            hint="Only for one partnership: its name.",
            optional=True,
        ),
        field(
            f"{FIELD}rule",
            "Months, or the rule",
            text_input(INPUT, initial=_rule(cycle), most=200),
            hint="A number of months, or a rule. FREQ=YEARLY;BYMONTH=3;BYDAY=3TH: each year, on the third Thursday of "
            "March. FREQ=MONTHLY;BYDAY=2TU: each month, on the second Tuesday.",
            optional=True,
        ),
    ]
    title = "Change the cycle" if kept else "Add a cycle"
    return modal(FORM, title, blocks, submit="Save", metadata=json.dumps({"cycle": cycle_id}))


def saved(kept: KeptCycle) -> View:
    """What was kept, and when it is next due (UX-06)."""
    blocks = [section(_line(kept.line))]
    if not kept.line.committee and not kept.line.owner:
        blocks.append(context("No committee and no owner is named: the staff who mend things are reminded."))
    blocks.append(context("Type `/review cycles` to see all of them."))
    return modal("reviews.cycle.saved", "Saved", blocks)


def own_date_form(cycle: Cycle) -> View:
    """The form that gives one partnership a date of its own (G-13)."""
    blocks = [
        section(escape(cycle.subject)),
        field(f"{FIELD}partnership", "Partnership", text_input(INPUT, most=200), hint="Its name."),
        field(f"{FIELD}first", "First date", date_picker(INPUT, "Choose a date")),
    ]
    metadata = json.dumps({"cycle": cycle.id})
    return modal(OWN_DATE_FORM, "A partnership's date", blocks, submit="Save", metadata=metadata)


def meetings_form(register: Register, known: Mapping[CommitteeId, Sequence[date]]) -> View:
    """The form that records when a committee meets; what is known of each stands above."""
    committees = [option(found.name, found.id) for found in register.committees][:MOST_CHOICES]
    said = [
        f"*{escape(register.committee[committee].name)}*: "
        + "; ".join(write_date(day) for day in days[-DATES_SHOWN:])
        for committee, days in known.items()
        if days
    ]
    blocks = [
        section("Reviews that hang on a meeting move to its day."),
        *([section("\n".join(said))] if said else []),
        field(f"{FIELD}committee", "Committee", select(INPUT, "Choose a committee", committees)),
        field(
            f"{FIELD}days",
            "Dates of its meetings",
            text_input(INPUT, multiline=True),
            hint="All of them, one on each line, such as 18 June 2027. They take the place of those that are known. "
            "To take all away, type none.",
        ),
    ]
    return modal(MEETINGS_FORM, "Dates of meetings", blocks, submit="Save")


def meetings_saved(name: str, days: Sequence[date]) -> View:
    """Which meetings are now known."""
    said = "; ".join(write_date(day) for day in days) or "no date is recorded"
    return modal("reviews.cycle.saved", "Saved", [section(f"*{escape(name)}* meets: {said}.")])


def _line(line: CycleLine) -> str:
    cycle = line.cycle
    text = f"{escape(cycle.subject)}: {escape(line.how_often)}"
    if line.applies_to:
        number = f" ({line.partnerships} now)" if line.partnerships is not None else ""
        text += f", for {escape(line.applies_to)}{number}"
    text += "."
    if line.unsure:
        text += f" Of {counted(line.unsure, 'partnership')} it is not recorded whether they are statutory."
    if line.committee:
        text += f" Put to: {escape(line.committee)}."
    if line.owner:
        text += f" Owner: {escape(line.owner)}."
    if cycle.through:
        return f"{text} Left to {escape(cycle.through)}, and only referred to here."
    if cycle.stopped:
        return f"{text} Stopped."
    if line.next:
        assumed = " No meeting is recorded for it, so this day is assumed." if line.assumed else ""
        return f"{text} {'Ends on' if cycle.ends else 'Next'}: {write_date(line.next)}.{assumed}"
    if line.ended:
        return f"{text} Ended on {write_date(line.ended)}."
    dates = f" Dates of {counted(len(cycle.own), 'partnership')} are recorded." if cycle.own else ""
    return f"{text} Date not recorded.{dates}"


def _row(line: CycleLine) -> list[Element]:
    cycle, named = line.cycle, line.cycle.subject
    if cycle.stopped:
        return [button("Start again", AGAIN, cycle.id, label=f"Start again: {named}")]
    row = [button("Change", CHANGE, cycle.id, label=f"Change: {named}")]
    if cycle.each:
        row.append(button("A partnership's date", OWN_DATE, cycle.id, label=f"A partnership's date: {named}"))
    stop = button("Stop", STOP, cycle.id, label=f"Stop: {named}")
    row.append(
        confirmed(
            stop,
            "Stop this cycle?",
            "Nothing more will be due by it. You can start it again.",
            yes="Stop it",
            no="Keep it",
        )
    )
    return row


def _about(cycle: Cycle | None) -> list[Block]:
    if cycle is None or cycle.added:
        return []
    said = f"The document says: {cycle.interval_as_stated}. " if cycle.interval_as_stated else ""
    remark = f" {cycle.remark}" if cycle.remark else ""
    return [context(escape(f"{said}Source: {cycle.source}.{remark}"))]


def _often(cycle: Cycle | None) -> str | None:
    if cycle is None:
        return None
    if cycle.on:
        return ONCE
    if cycle.months_after_last:
        return AFTER
    return RULE if cycle.rule else cycle.every


def _first(cycle: Cycle | None) -> date | None:
    if cycle is None:
        return None
    return cycle.on[0] if cycle.on else cycle.first


def _rule(cycle: Cycle | None) -> str | None:
    if cycle is None:
        return None
    return cycle.rule or (str(cycle.months_after_last) if cycle.months_after_last else None)


def _scope(cycle: Cycle | None) -> str:
    if cycle is None:
        return "authority"
    return f"{cycle.scope}:{cycle.scope_of}" if cycle.scope in {"kind", "group"} else cycle.scope


def _partnership(register: Register, cycle: Cycle | None) -> str | None:
    if cycle is None or cycle.scope != "partnership":
        return None
    return next((found.name for found in register.partnerships if found.id == cycle.scope_of), None)


def _user(register: Register, owner: Owner) -> str | None:
    return next(
        (link.id for link in register.links if owner.kind == "person" and link.person == owner.id), None
    )


def _chosen(options: Sequence[Element], value: str | None) -> Element | None:
    return next((found for found in options if found["value"] == value), None)


def _scopes(register: Register) -> list[Element]:
    fixed = {
        "authority": "The authority's own work",
        "partnership": "One partnership",
        "every": "Every partnership",
        "non-statutory": "Each non-statutory partnership",
    }
    found = [option(words, value) for value, words in fixed.items()]
    found += [option(f"Each {kind}", f"kind:{kind}"[:150]) for kind in register.kinds]
    found += [option(f"Each of: {group.name}", f"group:{group.id}"[:150]) for group in register.groups]
    return found[:MOST_CHOICES]


def _owners(register: Register) -> list[Element]:
    found = [option(role_title(role), f"role:{role}") for role in ROLES]
    found += [
        option(f"{capital(seat)} on the partnership", f"seat:{seat}")
        for seat in ("representative", "support officer")
    ]
    found += [option(cut(office.name, 75), f"office:{office.id}") for office in register.offices]
    return found[:MOST_CHOICES]
