"""`liaison notices`: what is owed and what was sent, never what it says; try one again, or cancel it."""

import shlex
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from liaison.bot.app import load_library, open_store
from liaison.bot.console import AsJson, Team, TeamIfGiven, out, say
from liaison.bot.settings import Settings
from liaison.domain.notices import choosing, trying
from liaison.domain.notices.models import Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import WorkspaceId
from liaison.handlers.blocks.kit import capital
from liaison.handlers.blocks.notices import name, receiver, tried, waits
from liaison.handlers.notices import naming

app = typer.Typer(help="What is owed to whom, and why it waits.", invoke_without_command=True)

Key = Annotated[str, typer.Argument(help="The notice's key, as the list shows it, with its quotes.")]


class Which(StrEnum):
    """Which notices are listed."""

    OWED = "owed"
    PENDING = "pending"
    FAILED = "failed"
    HELD = "held"
    SENT = "sent"
    ALL = "all"


@app.callback()
def listed(
    context: typer.Context,
    team: TeamIfGiven = None,
    state: Annotated[
        Which,
        typer.Option(
            help="What is not sent yet (owed): for now (pending), after trouble (failed), or until somebody mends it "
            "(held). Or the latest that were sent, or all."
        ),
    ] = Which.OWED,
    as_json: AsJson = False,
) -> None:
    """List what is owed to whom, and why it waits; or the latest that were sent."""
    if context.invoked_subcommand:
        if team is not None or state is not Which.OWED or as_json:
            raise typer.BadParameter(f"Put options after the word {context.invoked_subcommand}.")
        return
    if team is None:
        raise typer.BadParameter("Say which workspace: --team T012AB3CD.")
    workspace, now = WorkspaceId(team), datetime.now(UTC)
    with closing(open_store(Settings())) as store:
        register = store.snapshots.of(workspace, at_once=True)
        found = store.run(workspace, _found, state)
        about = store.run(workspace, naming.about, None, found, register)
    if as_json:
        out.print_json(data=[_facts(notice, register, now) for notice in found])
        return
    for notice in found:
        out.print(_line(notice, register, now, about), markup=False)
    if not found:
        out.print("There is none.")
    elif state is not Which.SENT and len(found) >= choosing.MOST_LISTED:
        out.print(
            f"No more than {choosing.MOST_LISTED} that wait are shown; the rest follows when these are gone."
        )


@app.command()
def retry(key: Key, team: Team, as_json: AsJson = False) -> None:
    """Make a notice due at once, or as soon as its receiver may be told; delivery sends it then."""
    workspace, now = WorkspaceId(team), datetime.now(UTC)
    with closing(open_store(Settings())) as store:
        register = store.snapshots.of(workspace, at_once=True)
        usual = next(pack.manners for pack in load_library() if pack.key == register.pack)
        result = store.run(workspace, trying.try_again, None, register, key, usual=usual, now=now)
    notice = result.notice
    said = tried(result, register) if result.goes_at else "due now."
    text = f"{capital(notice.kind)}: {said[0].lower()}{said[1:]}"
    say(text, {"key": notice.key, "state": notice.state.value}, as_json=as_json)


@app.command()
def cancel(key: Key, team: Team, as_json: AsJson = False) -> None:
    """Owe a notice no longer; nobody is told of it then."""
    with closing(open_store(Settings())) as store:
        notice = store.run(WorkspaceId(team), choosing.cancel, None, key, now=datetime.now(UTC))
    text = f"{capital(notice.kind)}: cancelled."
    say(text, {"key": notice.key, "state": notice.state.value}, as_json=as_json)


def _found(uow: UnitOfWork, which: Which) -> Sequence[Notice]:
    owed = () if which is Which.SENT else choosing.outbox(uow, None)
    match which:
        case Which.OWED:
            return owed
        case Which.PENDING:
            return [notice for notice in owed if notice.state is not State.HELD]
        case Which.FAILED:
            return [notice for notice in owed if notice.trouble and notice.state is not State.HELD]
        case Which.HELD:
            return [notice for notice in owed if notice.state is State.HELD]
        case Which.SENT | Which.ALL:
            keys = {notice.key for notice in owed}
            return [*owed, *(notice for notice in choosing.latest(uow, None) if notice.key not in keys)]


def _line(notice: Notice, register: Register, now: datetime, about: Mapping[str, str]) -> str:
    said = waits(notice, register, now)
    # A key may hold blanks: it is quoted as a shell wants it, so that it can be pasted.
    return f"{name(notice, register, about)}: {said}. Key: {shlex.quote(notice.key)}"


def _facts(notice: Notice, register: Register, now: datetime) -> dict[str, str | None]:
    return {
        "key": notice.key,
        "kind": notice.kind.value,
        "to": receiver(notice, register),
        "state": notice.state.value,
        "due": notice.due.isoformat(),
        "sent": notice.sent_at.isoformat() if notice.sent_at else None,
        "says": waits(notice, register, now),
    }
