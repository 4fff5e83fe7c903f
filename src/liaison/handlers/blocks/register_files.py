"""The register's files in Slack: what a file would change, what is wrong with it, and what came of it."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from liaison.domain.dates import write_date
from liaison.domain.register.plans import Plan, RowFault
from liaison.domain.register.telling import EntryTold, FieldTold
from liaison.handlers.blocks.kit import (
    LONGEST_SECTION,
    Block,
    Message,
    actions,
    button,
    context,
    counted,
    cut,
    escape,
    line,
    section,
)

APPLY = "register_files.apply"  # digest:file,file
CANCEL = "register_files.cancel"  # the file's name
WHOLE = "register_files.whole"  # the version of a change
MOST_SHOWN = 10  # entries or faults; the rest is counted
MOST_FIELDS = 3  # of an entry
MOST_REMARKS = 5
LONGEST_LINE = 280
SHORTEST_SAID = 80  # characters left of what is wrong where a long name stands in what to do
LONGEST_VALUE = 120

USAGE = (
    "Send me the file in our direct message: a workbook (.xlsx), a table (.csv), or a ZIP of tables. "
    "I show what it would change before anything happens. "
    "For an empty workbook with notes, type `/partnership template`."
)
EXPORTS = (
    "`/partnership export` sends the whole register, `/partnership export public` the list for others, and "
    "`/partnership export matrix` the matrix. Add `csv` for tables instead of a workbook."
)
# What can be exported, by whether the reader keeps the register.
EXPORTS_OF = {
    True: "/partnership export, /partnership export public or /partnership export matrix",
    False: "/partnership export public or /partnership export matrix",
}

LATE = "If nothing follows within a minute, send the file again."

# With which words each file comes.
FILES = {
    "register": "The whole register, as it is on {day}. What is restricted is in it. "
    "To change the register, change the file and send it back here.",
    "template": "An empty workbook to fill in, with notes. Send it back here when it is ready.",
    "public": "The list for others, as it is on {day}. It holds nothing that is restricted.",
    "matrix": "The matrix, as it is on {day}: who sits where.",
    "differences": "All that the file would change.",
    "faults": "All that is wrong with the file. Correct the file, and send it again.",
    "changes": "All that was changed together on {day}. What is restricted is in it.",
}


def proposal(
    name: str, plan: Plan, told: Sequence[EntryTold], files: Sequence[str], *, anew: bool
) -> Message:
    """What a file would change, with the buttons that decide; `anew` where the register has changed meanwhile."""
    lead = (
        "The register has changed since. Now the file would do this:" if anew else "This is what it would do:"
    )
    text = f"{name} can be taken in: {plan.counts}."
    shown = [section(f"*{escape(cut(name, 200))}* can be taken in. {lead}\n{plan.counts}.")]
    shown += _entries(told, len(plan.differences))
    if plan.remarks:
        more = len(plan.remarks) - MOST_REMARKS
        lines = [
            "*Look again before you decide*",
            *(_row_said(remark) for remark in plan.remarks[:MOST_REMARKS]),
        ]
        lines += [f"And {counted(more, 'more row')} like that."] if more > 0 else []
        shown += _sections(lines)
    buttons = [
        button("Change the register", APPLY, f"{plan.digest}:{','.join(files)}", style="primary"),
        button("Cancel", CANCEL, cut(name, 200)),
    ]
    shown += [
        actions("register_files.decide", buttons),
        context("Nothing has changed yet. Afterwards one button takes all of it back."),
    ]
    return Message(text, shown)


def nothing_new(name: str, plan: Plan) -> Message:
    """A file that says what the register says."""
    return line(f"{name} was read: the register says all this already. {plan.counts}.")


def faulty(name: str, plan: Plan) -> Message:
    """Everything that is wrong with a file, or as much as can be read at once."""
    count = len(plan.faults)
    text = f"{name} cannot be taken in: {counted(count, 'fault')}. Nothing was changed."
    lines = [_row_said(fault) for fault in plan.faults[:MOST_SHOWN]]
    rest = f" {_more(count - MOST_SHOWN, 'fault', 'faults')}" if count > MOST_SHOWN else ""
    return Message(
        text,
        [section(escape(text)), *_sections(lines), context(f"Correct the file, and send it again.{rest}")],
    )


def sent(what: str, day: date) -> str:
    """The sentence with which a file comes: what it is, and what can be done with it."""
    return FILES[what].format(day=write_date(day))


def reading(name: str, rows: int) -> Message:
    """A long file that is being looked at; what it would do takes the place of this."""
    return line(f"I am reading {cut(name, 200)}: {counted(rows, 'row')}. {LATE}")


def taking_in(rows: int) -> Message:
    """A long file that is being taken in; what came of it takes the place of this."""
    return line(f"I am taking in {counted(rows, 'row')}. {LATE}")


def refused(name: str, sentence: str) -> Message:
    """A file that cannot be read at all."""
    return line(f"{name} was not taken in, and nothing was changed. {sentence}")


def not_sent(what: str, sentence: str) -> Message:
    """An export of which nothing came."""
    return line(f"I could not send {what}. {sentence}")


def ignored(name: str, count: int) -> Message:
    """Files that are no part of a register, such as a picture."""
    what = "was ignored: it is no table" if count == 1 else "were ignored: they are no tables"
    return line(f"{name} {what}. I take workbooks (.xlsx), tables (.csv) and ZIPs of tables.")


def applied(plan: Plan, by: str) -> Message:
    """What came of a file; the button that takes it back stands in the message of the change."""
    return line(f"Taken in by {by}: {plan.counts}. The message about this change can undo it.")


def cancelled(name: str, by: str) -> Message:
    """A file that was not wanted after all."""
    return line(f"{name} was not taken in: cancelled by {by}. Nothing was changed.")


def usage() -> Message:
    """How a file comes in, and goes out."""
    return Message(USAGE, [section(USAGE), section(EXPORTS)])


def coming(what: str) -> Message:
    """An export that is being made."""
    return line(f"I am making {what}. It comes in our direct message.")


def _row_said(fault: RowFault) -> str:
    """What is said of a row of a file: where it is too long, what is wrong is cut, and what to do stands whole (UX-05)."""
    said = str(fault).removesuffix(fault.mend).rstrip()
    room = max(LONGEST_LINE - len(fault.mend), SHORTEST_SAID)
    return escape(f"{cut(said, room)} {fault.mend}".rstrip())


def _sections(lines: Sequence[str]) -> list[Block]:
    """Lines in as few blocks as hold them whole."""
    held = [""]
    for each in lines:
        if len(held[-1]) + len(each) >= LONGEST_SECTION:
            held.append("")
        held[-1] += f"\n{each}" if held[-1] else each
    return [section(each) for each in held if each]


def _entries(told: Sequence[EntryTold], count: int) -> list[Block]:
    rest = count - len(told)
    more = [context(_more(rest, "entry", "entries"))] if rest > 0 else []
    return [section("\n".join(_entry(entry))) for entry in told] + more


def _more(rest: int, one: str, many: str) -> str:
    return f"{rest:,} more {f'{one} is' if rest == 1 else f'{many} are'} in the workbook that follows."


def _entry(entry: EntryTold) -> list[str]:
    head = f"*{escape(cut(entry.line, LONGEST_LINE))}*"
    if entry.what == "added":
        return [head]
    lines = [_field(field) for field in islice(entry.fields, MOST_FIELDS)]
    rest = len(entry.fields) - len(lines)
    return [head, *lines, *([f"And {counted(rest, 'more field')}."] if rest > 0 else [])]


def _field(field: FieldTold) -> str:
    before, after = (cut(words or "", LONGEST_VALUE) for words in (field.before, field.after))
    return escape(f"{field.label}: before {before}, after {after}{field.note and f'. {field.note}'}")
