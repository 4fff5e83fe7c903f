"""The form of a review, page by page (UX-21)."""

import json
from typing import Any

from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.reviews.recording import recorded_mark
from liaison.domain.reviews.work import OUTCOME, Ask, Page
from liaison.domain.reviews.working import Given, opened_mark
from liaison.domain.values import new_id
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    View,
    actions,
    button,
    checkboxes,
    context,
    cut,
    date_picker,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    text_input,
)

GO = "reviews.work.go"
INPUT = "reviews.work.input"
FORM_VIEW = "reviews.work.form"
CORRECT_VIEW = "reviews.work.correct_form"
FIELD = "reviews.work.field."
MOST_BLANKS = 12
NEEDED = "You can leave it for now. Recording the review needs an answer."
CARRIED_ON = "You are carrying on where the form was left; what was typed is filled in."


def page(shown: Page, zone: str) -> View:
    """One page of the form; the last one says who will see what, and records (UX-06)."""
    review, last = shown.review, shown.page == OUTCOME
    blocks: list[Block] = [section(f"{escape(shown.title)}, *due by {write_date(review.due)}*")]
    if shown.refused and shown.blanks:
        # First of all, or whoever pressed Record sees nothing happen.
        blocks.append(_blanks(shown, "Not recorded yet: these need an answer"))
        blocks.append(context("Press Previous page to go back to them; what you have typed here is kept."))
    if len(shown.pages) > 1:
        blocks.append(context(f"Page {shown.number} of {len(shown.pages)}: {shown.heading}"))
    if shown.number == 1 and not last:
        blocks.append(context("You can stop at any time: what is typed is kept. Type `/review` to carry on."))
    if shown.resumed:
        blocks.append(context(CARRIED_ON))
    blocks += [context(_colleague(name, at, zone)) for name, at in _others(shown)]
    if shown.told:
        fields = "; ".join(shown.told)
        blocks.append(
            section(
                f"*Somebody else wrote here while you did:* {escape(fields)}. Both are kept. "
                "Check what is to count, then go on."
            )
        )
    for fact in shown.facts:
        lines = "\n".join(escape(line) for line in fact.lines)
        blocks.append(section(f"*{escape(fact.heading)}*\n{lines}"))
    for ask in shown.asks:
        blocks.append(_ask(shown, ask))
        blocks += [
            context(f"{escape(name)} wrote here at the same time: {escape(words)}")
            for key, name, words in shown.beside
            if key == ask.key
        ]
    if last:
        blocks += _before_recording(shown)
    if shown.number > 1:
        before = shown.pages[shown.number - 2]
        blocks.append(actions("reviews.work.turn", [button("Previous page", GO, before)]))
    submit = "Record" if last else "Save and go on"
    return modal(
        FORM_VIEW,
        "Record the review",
        blocks,
        submit=submit,
        close="Stop for now",
        metadata=_metadata(shown),
    )


def correction(shown: Page) -> View:
    """The last page of a recorded review, for its correction (UX-07)."""
    review = shown.review
    blocks: list[Block] = [
        section(f"{escape(shown.title)}, *due by {write_date(review.due)}*"),
        context(
            "What was recorded before stays on record. Where its outcome stands in a channel, that shows what holds now."
        ),
        *(_ask(shown, ask) for ask in shown.asks),
        field(
            f"{FIELD}why",
            "Why it is corrected",
            text_input(INPUT, multiline=True),
            hint="Kept with the review.",
        ),
    ]
    metadata = json.dumps({"review": review.id, "recorded": recorded_mark(review, shown.work)})
    return modal(CORRECT_VIEW, "Correct the review", blocks, submit="Correct", metadata=metadata)


def given(view: View) -> Given:
    """What stands in a page, field by field; a field without an answer is empty."""
    held = about(view)
    was = {"recorded": held["recorded"]} if "recorded" in held else held.get("was") or {}
    return Given(
        answers={
            block_id.removeprefix(FIELD): said(next(iter(inputs.values())))
            for block_id, inputs in view["state"]["values"].items()
            if block_id.startswith(FIELD)
        },
        was=was,
        form=held.get("form", ""),
        beside=held.get("beside", 0),
    )


def only(view: View, block_id: str) -> View:
    """The same page with one field of it: what a colleague has written into another meanwhile stays."""
    return view | {"state": {"values": {block_id: view["state"]["values"][block_id]}}}


def said(element: dict[str, Any]) -> str:
    """What stands in one control."""
    chosen = element.get("selected_option") or next(iter(element.get("selected_options") or ()), None) or {}
    value = (
        chosen.get("value")
        or element.get("selected_date")
        or element.get("selected_conversation")
        or element.get("selected_user")
        or element.get("value")
    )
    return str(value or "")


def about(view: View) -> dict[str, Any]:
    """What a form is about."""
    found: dict[str, Any] = json.loads(view["private_metadata"] or "{}")
    return found


def _ask(shown: Page, ask: Ask) -> Block:
    kept = shown.work.answers.get(ask.key)
    return field(
        f"{FIELD}{ask.key}",
        ask.label,
        _control(shown, ask, kept),
        hint=" ".join(filter(None, (ask.hint, NEEDED if ask.kind == "choice" and ask.optional else None))),
        optional=ask.optional,
        tell=True,
    )


def _control(shown: Page, ask: Ask, kept: str | None) -> Element:
    options = [option(each, each) for each in ask.options]
    chosen = [each for each in options if each["value"] == kept]
    match ask.kind:
        case "choice":
            return radio(INPUT, options, initial=chosen[0] if chosen else None)
        case "tick":
            return checkboxes(INPUT, options, initial=chosen)
        case "date":
            day = type(shown.today).fromisoformat(kept) if kept else shown.today
            return date_picker(INPUT, "Choose a date", initial=day)
    return text_input(INPUT, initial=kept, multiline=True, tell=True)


def _before_recording(shown: Page) -> list[Block]:
    """What still needs an answer; and who will see what, before it is recorded."""
    blocks = [_blanks(shown, "These still need an answer")] if shown.blanks and not shown.refused else []
    if shown.committee:
        where = f"Where a reminder stands in the channel of the {escape(shown.committee)}, it turns into"
        said = (
            "What was decided is shown there only where you tick it, and then also where no reminder stands."
        )
        blocks.append(context(f"{where} the outcome with your name. {said}"))
    else:
        blocks.append(context("Once you record it, it is kept with your name. No channel shows it."))
    return blocks


def _blanks(shown: Page, said_so: str) -> Block:
    named = "\n".join(f"• {escape(cut(label, 150))}" for label in shown.blanks[:MOST_BLANKS])
    more = len(shown.blanks) - MOST_BLANKS
    return section(f"*{said_so}:*\n{named}" + (f"\n{more} more" if more > 0 else ""))


def _others(shown: Page) -> list[tuple[str, Any]]:
    return [(colleague.name, colleague.at) for colleague in shown.colleagues]


def _colleague(name: str, at: Any, zone: str) -> str:
    when = f"at {write_time(at, zone)} on {write_date(local_day(at, zone))}"
    return f"{escape(name)} has written into this form too, last {when}. You share its answers."


def _metadata(shown: Page) -> str:
    # What stood in each field when the page was opened: only what the person has changed since is kept, so that two
    # people at one page do not undo each other's answers.
    was = {ask.key: opened_mark(shown.work.answers.get(ask.key, "")) for ask in shown.asks}
    return json.dumps(
        {
            "review": shown.review.id,
            "page": shown.page,
            "was": was,
            "form": new_id(),
            "beside": len(shown.beside),
        }
    )
