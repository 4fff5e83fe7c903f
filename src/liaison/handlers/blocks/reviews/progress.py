"""The progress report of a quarter, as a message and in a committee's channel (G-07)."""

from liaison.domain.dates import write_date
from liaison.domain.reviews.progress import Plan, Progress
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    actions,
    button,
    context,
    counted,
    escape,
    paragraphs,
    section,
)

SEND = "reviews.work.progress_send"
SHOW = "reviews.work.progress_show"
NOW = "now"  # the quarter that it is, where a button is not about a review
MOST = 15


def report(found: Progress, review: str | None) -> Message:
    """The whole report for one reader: the Authority's work, the Force's work, the action plan."""
    heading = _heading(found)
    blocks: list[Block] = [section(f"*{escape(heading)}*"), *_counts(found)]
    for name, words in ((found.authority_name, found.authority), (found.force_name, found.force)):
        if words:
            blocks += [section(f"*Work of {escape(name)}*"), *paragraphs(words)]
    blocks += _reviews(found)
    if found.reported:
        lines = [
            f"{escape(each.partnership)}: {each.filed}, latest meeting {write_date(each.latest)}"
            for each in found.reported
        ]
        blocks += _lines("Report-backs filed", lines)
    late = [entry for entry in found.entries if entry.status == "Overdue"]
    if late:
        lines = [
            f"{escape(entry.action)}: {escape(entry.owner)}, due by {write_date(entry.due)}" for entry in late
        ]
        blocks += _lines("Overdue actions", lines)
    if found.elsewhere:
        blocks.append(context(escape(f"Covered elsewhere. {'. '.join(found.elsewhere)}.")))
    if found.full:
        blocks.append(actions("reviews.work.progress", [button("Send me the workbook", SEND, review or NOW)]))
    return Message(f"{heading}.", blocks)


def in_channel(found: Progress, review: str) -> Message:
    """The report in its committee's channel: counts, titles and a button; none of the words."""
    heading = _heading(found)
    row = [
        button("See the report", SHOW, review, style="primary"),
        button("Send me the workbook", SEND, review),
    ]
    blocks = [
        section(f"*{escape(heading)}*"),
        *_counts(found),
        *_reviews(found),
        actions("reviews.work.progress", row),
    ]
    return Message(f"{heading}.", blocks)


def sent(found: Progress) -> str:
    """What is said with the workbook."""
    return f"{_heading(found)}. It is restricted: pass it on to the committee's members only."


def coming() -> str:
    """That the workbook is on its way."""
    return "I am making the workbook. It comes in your direct message in a moment."


def _heading(found: Progress) -> str:
    return f"Partnership progress, {write_date(found.since)} to {write_date(found.until)}"


def _counts(found: Progress) -> list[Block]:
    lines = [
        f"*{plan.whose.value}*: {counted(plan.open, 'action')} open, {plan.overdue} of them overdue. "
        f"This quarter: {plan.done} done, {_dropped(plan)}{plan.added} added."
        for plan in found.plans
    ]
    return [section("*Action plan*\n" + "\n".join(lines))]


def _dropped(plan: Plan) -> str:
    return f"{plan.dropped} no longer needed, " if plan.dropped else ""


def _reviews(found: Progress) -> list[Block]:
    lines = [
        f"{write_date(each.on)}: {escape(each.title)}: {escape(each.outcome)}" for each in found.reviewed
    ]
    return _lines("Reviews recorded", lines) if lines else [section("*Reviews recorded*: none")]


def _lines(heading: str, lines: list[str]) -> list[Block]:
    more = len(lines) - MOST
    shown = "\n".join(lines[:MOST])
    return [
        section(f"*{heading}*: {len(lines)}\n{shown}"),
        *([context(f"{more} more are in the workbook.")] if more > 0 else []),
    ]
