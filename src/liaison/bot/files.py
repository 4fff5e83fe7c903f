"""`liaison import` and `liaison export`: the register in and out as files."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from liaison.bot.app import open_store
from liaison.bot.console import AsJson, Team, out
from liaison.bot.settings import Settings
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput
from liaison.domain.register import exporting, importing, rows
from liaison.domain.register.changes import Change
from liaison.domain.register.plans import Plan
from liaison.domain.register.sheets import FORMATS, LARGEST_FILE
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import EntryTold
from liaison.domain.values import WorkspaceId
from liaison.storage.workbooks import Workbooks

SMALL = 1_000  # rows of a file that needs no word of progress


class What(StrEnum):
    """What can be taken out."""

    REGISTER = "register"
    TEMPLATE = "template"
    PUBLIC = "public"
    MATRIX = "matrix"


class _Outcome(NamedTuple):
    plan: Plan
    told: tuple[EntryTold, ...]
    version: int | None  # the register's, where the file was taken in


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="A workbook (.xlsx), a table (.csv) or a ZIP of tables."
        ),
    ],
    team: Team,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the file would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a file into the register, whole or not at all; one undo takes it back."""
    if file.stat().st_size > LARGEST_FILE:
        raise BadInput(f"{file.name} is too large to be a register.", "Check that it is the right file.")
    workspace, now = WorkspaceId(team), datetime.now(UTC)
    with closing(open_store(Settings())) as store:
        register = store.snapshots.of(workspace, at_once=True)
        sheets = Workbooks().read(file.name, file.read_bytes())
        with _progress(quiet=as_json) as progress:
            today = local_day(now, register.timezone)
            plan, change = importing.plan(register, sheets, today=today, progress=progress), None
            made = store.run(workspace, importing.lately)
        if not dry_run:
            plan, change = store.run(workspace, importing.take_in, None, sheets, now=now, planned=plan)
    done = _Outcome(plan, _told(register, plan, made), change.version if change else None)
    if as_json:
        out.print_json(data=_facts(done))
    else:
        for line in _lines(done, dry_run=dry_run):
            out.print(line, markup=False)
    if done.plan.faults:
        raise typer.Exit(1)


def _told(register: Register, plan: Plan, made: Sequence[Change]) -> tuple[EntryTold, ...]:
    return () if plan.faults else tuple(importing.in_words(register, plan, made))


def _lines(done: _Outcome, *, dry_run: bool) -> Iterator[str]:
    for fault in done.plan.faults:
        yield str(fault)
    if done.plan.faults:
        count = len(done.plan.faults)
        yield f"Nothing was changed: {count} {'fault' if count == 1 else 'faults'} in the file."
        return
    for entry in done.told:
        yield entry.line
        if entry.what != "added":
            for field in entry.fields:
                yield f"  {field.label}: before {_quoted(field.before)}, after {_quoted(field.after)}"
                if field.note:
                    yield f"    {field.note}"
    for remark in done.plan.remarks:
        yield f"Look again: {remark}"
    yield f"{done.plan.counts}."
    if not done.plan.differences:
        yield "The register says all this already."
    elif dry_run:
        yield "Nothing was changed. Run it again without --dry-run to change the register."
    else:
        yield f"The register has been changed: version {done.version}. /partnership changes can undo it."


def _quoted(words: str | None) -> str:
    return f'"{words}"'


def _facts(done: _Outcome) -> dict[str, object]:
    return {
        "applied": done.version is not None,
        "version": done.version,
        **done.plan.counts.model_dump(),
        "faults": [fault.model_dump() for fault in done.plan.faults],
        "remarks": [remark.model_dump() for remark in done.plan.remarks],
        "differences": [
            {
                "what": entry.what,
                "kind": entry.sort,
                "name": entry.name,
                "fields": {field.label: [field.before, field.after] for field in entry.fields},
            }
            for entry in done.told
        ],
    }


@contextmanager
def _progress(*, quiet: bool) -> Iterator[rows.Progress]:
    """A bar on a terminal; elsewhere a plain line for each tenth, on standard error, and none where JSON is asked for."""
    screen = Console(stderr=True, highlight=False)
    if screen.is_terminal and not quiet:
        bar = Progress(
            TextColumn("Reading rows"), BarColumn(), MofNCompleteColumn(), console=screen, transient=True
        )
        with bar:
            task = bar.add_task("rows", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    said = 0

    def line(done: int, total: int) -> None:
        nonlocal said
        tenth = 10 * done // total if total else 0
        if tenth > said and total > SMALL and not quiet:
            said = tenth
            screen.print(f"{done:,} of {total:,} rows read.", markup=False, soft_wrap=True)

    yield line


def export_file(
    what: Annotated[What, typer.Argument(help="What to take out.")],
    team: Team,
    form: Annotated[
        str, typer.Option("--format", metavar="xlsx|csv", help="A workbook, or tables (several as a ZIP).")
    ] = FORMATS[0],
    output: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="The file to write; a name with the day in it where none is given."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write the register, a template to fill in, the public list or the matrix to a file."""
    chosen = next((each for each in FORMATS if each == form.casefold()), None)
    if chosen is None:
        raise typer.BadParameter(f'"{form}" cannot be written. Use --format {" or --format ".join(FORMATS)}.')
    workspace, now = WorkspaceId(team), datetime.now(UTC)
    with closing(open_store(Settings())) as store:
        register = store.snapshots.of(workspace, at_once=True)
        name = exporting.file_name(what.value, chosen, local_day(now, register.timezone))
        path = output or Path(name)
        if path.exists() and not force:
            raise BadInput(
                f"{path} is there already.", "Name another file with --output, or write over it with --force."
            )
        if not path.parent.is_dir():
            raise BadInput(
                f"There is no folder {path.parent}.", "Make it first, or name another file with --output."
            )
        sheets = store.run(workspace, exporting.export, None, register, what.value, now=now)
    path.write_bytes(Workbooks().write(sheets, chosen))
    if what is What.TEMPLATE:
        out.print(f"Written: {path}, an empty template with notes.", markup=False)
        return
    count = sum(len(sheet.rows) for sheet in sheets)
    out.print(f"Written: {path}, {count:,} {'row' if count == 1 else 'rows'}.", markup=False)
