"""The command line. Every command works without a terminal; exit status 0, 1 (failed) or 2 (used wrongly)."""

import asyncio
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from alembic.util import CommandError
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from liaison.bot import doctor as checkup
from liaison.bot import files, local, notices
from liaison.bot.app import Liaison, load_library, open_store
from liaison.bot.console import AsJson, Team, out, say
from liaison.bot.logs import set_up
from liaison.bot.server import serve as serve_slack
from liaison.bot.settings import Settings, manifest_path, unusable
from liaison.bot.tick import find_due
from liaison.domain import audit as trail
from liaison.domain import lookup
from liaison.domain.access import linking as access
from liaison.domain.errors import BadInput, NotFound, Problem
from liaison.domain.names import fold
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import people
from liaison.domain.register import service as register_service
from liaison.domain.register.models import Committee
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.handlers.replies import slack_code
from liaison.storage.cipher import new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate as migrate_database
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

MOST_YEARS = 10  # how far from now a pass of `tick` may be
SLACK_USER = re.compile(r"[UW][A-Z0-9]+")

app = typer.Typer(
    name="liaison",
    help="Partnership governance in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit_app = typer.Typer(help="The audit trail.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
app.add_typer(notices.app, name="notices")
app.command("import")(files.import_file)
app.command("export")(files.export_file)


def main() -> None:
    """Runs a command. What a person can mend is one sentence on standard error and exit status 1."""
    try:
        app()
    except Problem as problem:
        sys.exit(_complain(str(problem)))
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        sys.exit(_complain(str(unusable(error))))
    except SlackApiError as error:
        code = slack_code(error)
        sys.exit(_complain(f"Slack refused that ({code}). Run liaison doctor to see what to mend."))
    except (aiohttp.ClientError, TimeoutError) as error:
        sys.exit(
            _complain(f"Slack did not answer ({type(error).__name__}). Check SLACK_API_URL and your network.")
        )
    except (CommandError, OSError, OverflowError, ValueError) as error:
        kind = type(error).__name__
        sys.exit(
            _complain(
                f"That could not be done ({kind}). Run liaison doctor, and check .env and what you typed."
            )
        )
    except SQLAlchemyError as error:
        sys.exit(
            _complain(
                f"The database did not answer ({type(error).__name__}). Check DATABASE_URL, then: liaison migrate."
            )
        )


def _complain(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - the command line's own voice
    return 1


def _now() -> datetime:
    return datetime.now(UTC)


@app.command()
def serve() -> None:
    """Run the bot: over Socket Mode when SLACK_APP_TOKEN is set, otherwise over HTTP on PORT."""
    settings = Settings()
    set_up(settings.log_level)
    migrate_database(open_engine(settings.database_url))
    asyncio.run(serve_slack(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 4390,
    pack: Annotated[str, typer.Option(help="Which authority's register to try.")] = "cumbria",
) -> None:
    """Try Liaison in the browser: a local Slack, a register, no tokens, nothing to answer."""
    # Imported here: no other command needs the sandbox, and to import it takes as long as many a command.
    from liaison.bot import demo as demonstration  # noqa: PLC0415

    set_up("WARNING")
    asyncio.run(demonstration.run(pack=pack, port=port, say=lambda line: out.print(line, markup=False)))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Where the Web API and the page are served.")] = 4390,
    manifest: Annotated[
        Path | None,
        typer.Option(help="The app's manifest; else app_manifest.yml of this folder, else Liaison's own."),
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(help='Somebody in the workspace: "Name, Role"; can be repeated.')
    ] = None,
    seed: Annotated[str | None, typer.Option(help="A pack whose people are to be in the workspace.")] = None,
    http: Annotated[
        str | None, typer.Option(help="The app's address, to deliver to instead of over Socket Mode.")
    ] = None,
) -> None:
    """Run the sandbox alone: a strict Slack for your laptop, without a bot."""
    local.run(
        port=port,
        manifest=manifest,
        persons=person or (),
        seed=seed,
        http=http,
        say=lambda line: out.print(line, markup=False),
    )


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema; safe to run from several replicas at once."""
    migrate_database(open_engine(Settings().database_url))
    out.print("The database is up to date.")


@app.command()
def key() -> None:
    """Print a new key for LIAISON_KEY."""
    out.print(new_key(), markup=False)


@app.command()
def seed(
    pack: Annotated[str, typer.Argument(help="The pack's name, such as cumbria or model.")], team: Team
) -> None:
    """Load a pack and its register into a workspace; running it twice changes nothing."""
    settings = Settings()
    loaded = load_pack(pack)
    if settings.liaison_timezone:
        authority = loaded.authority.model_copy(update={"timezone": settings.liaison_timezone})
        loaded = loaded.model_copy(update={"authority": authority})
    store = open_store(settings)
    migrate_database(store.engine)
    fresh = store.run(WorkspaceId(team), register_service.seed, loaded, now=_now())
    register = store.snapshots.of(WorkspaceId(team))
    state = "Loaded" if fresh else "Already loaded"
    out.print(f"{state}: {register.authority}, {len(register.partnerships)} partnerships.", markup=False)


@app.command()
def link(
    team: Team,
    user: Annotated[str | None, typer.Option(help="The Slack user's ID, such as U012AB3CD.")] = None,
    person: Annotated[str | None, typer.Option(help='The person, by name or id: "Mrs L L Shaw".')] = None,
    role: Annotated[list[str] | None, typer.Option(help="A role to give; can be repeated.")] = None,
    auto: Annotated[
        bool, typer.Option("--auto", help="Link everybody whose e-mail address the register knows.")
    ] = False,
    remove_role: Annotated[
        list[str] | None, typer.Option(help="A role to take away; can be repeated.")
    ] = None,
    unlink: Annotated[bool, typer.Option("--unlink", help="Untie the user from the register.")] = False,
) -> None:
    """Tie a Slack user to a person of the register and to roles, or untie them again."""
    store = open_store(Settings())
    workspace = WorkspaceId(team)
    if auto:
        linked, unknown = asyncio.run(_link_by_email(store, slack_settings(), workspace))
        out.print(f"Linked by e-mail: {linked}. People without a match: {unknown}.")
        return
    if user and not SLACK_USER.fullmatch(user):
        raise BadInput(
            f'"{user}" is no Slack user\'s ID.', "Copy it from the profile in Slack; it begins with U or W."
        )
    if user and (unlink or remove_role):
        who = SlackUserId(user)
        if unlink:
            store.run(workspace, people.unlink, None, who, now=_now())
            out.print(f"{user} is no longer linked.", markup=False)
        else:
            store.run(workspace, people.take_roles, None, who, remove_role or (), now=_now())
            out.print(f"{user} no longer has: {', '.join(remove_role or ())}.", markup=False)
        return
    if not user or not person:
        raise typer.BadParameter(
            'Give --user and --person, or --auto. Example: --user U1 --person "Mrs L L Shaw".'
        )
    pack = load_pack(store.snapshots.of(workspace).pack)
    found = store.run(
        workspace, access.link, pack, user=SlackUserId(user), name=person, roles=role or [], now=_now()
    )
    actor = store.run(workspace, lambda uow: uow.links.actor(SlackUserId(user)))
    roles = ", ".join(sorted(actor.roles)) if actor and actor.roles else "no role"
    out.print(f"{user} is {found.person.name} ({roles}).", markup=False)
    for line in _worth_knowing(found):
        out.print(line, markup=False)


def _worth_knowing(found: access.Linked) -> Iterator[str]:
    """What somebody who linked a person should see, since they may not have meant it."""
    name = found.person.name
    if found.added:
        yield f"{name} was not in the register and has been added."
    if found.meant:
        yield f"Did you mean {found.meant}? Then run this again with that name. {name} stays in the register."
    if found.others:
        yield f"{name} is also {', '.join(found.others)}. Use --unlink with --user to untie one."


def slack_settings() -> Settings:
    """The settings, for a command that also speaks to Slack."""
    settings = Settings()
    if not settings.shared:
        _ = settings.bot_token  # said at once where it is missing
    return settings


async def _link_by_email(store: Store, settings: Settings, workspace: WorkspaceId) -> tuple[int, int]:
    """How many people were linked, and how many have no match in Slack."""
    register = store.snapshots.of(workspace)
    pack = load_pack(register.pack)
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.slack_api_url)
    linked = unknown = 0
    for person in register.people:
        user = None
        if person.email:
            try:
                user = (await client.users_lookupByEmail(email=person.email))["user"]["id"]
            except SlackApiError as error:
                if slack_code(error) != "users_not_found":
                    raise
        if user:
            store.run(
                workspace, access.link, pack, user=SlackUserId(user), name=person.id, roles=[], now=_now()
            )
            linked += 1
        else:
            unknown += 1
    return linked, unknown


@app.command()
def channel(
    team: Team,
    committee: Annotated[str, typer.Option(help="The committee, by name, short name or id.")],
    channel: Annotated[str, typer.Option(help="The channel's ID, such as C012AB3CD.")],
) -> None:
    """Choose the channel in which Liaison posts for a committee."""
    store = open_store(Settings())
    workspace = WorkspaceId(team)
    chosen = _committee(store.snapshots.of(workspace), committee)
    store.run(workspace, register_service.set_channel, None, chosen.id, ChannelId(channel), now=_now())
    out.print(f"{chosen.name}: {channel}. Invite the app there: /invite @Liaison", markup=False)


def _committee(register: Register, text: str) -> Committee:
    if CommitteeId(text) in register.committee:
        return register.committee[CommitteeId(text)]
    same = [c for c in register.committees if fold(text) in {fold(c.name), fold(c.short or "")}]
    found = same or list(lookup.some_committees(register, text))
    names = ", ".join(committee.name for committee in register.committees)
    if not found:
        raise NotFound(f'There is no committee "{text}".', f"Use one of these: {names}.")
    if len(found) > 1:
        raise BadInput(
            f'"{text}" names several committees.', f"Use one of these: {', '.join(c.id for c in found)}."
        )
    return found[0]


@app.command()
def tick(
    at: Annotated[
        str | None,
        typer.Option(
            help="As of this moment, such as 2027-06-30T09:00+01:00 (UTC without the last part). "
            "What is due then is really sent."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """One pass of everything due, then delivery. Exit status 0 when nothing is left due."""
    settings = slack_settings()
    set_up(settings.log_level)
    moment = _moment(at) if at is not None else None
    left, held = asyncio.run(_tick(settings, moment))
    due = "notice is" if left == 1 else "notices are"
    text = f"{left} {due} still due; see the log for why." if left else "Nothing is left due."
    if held:
        text += f" {held} {'waits' if held == 1 else 'wait'} until somebody mends the channel."
    say(text, {"left_due": left, "held": held}, as_json=as_json)
    if left:
        raise typer.Exit(1)


async def _tick(settings: Settings, moment: datetime | None) -> tuple[int, int]:
    liaison = Liaison(settings, at=moment)
    now = liaison.clock.now()
    troubled = find_due(liaison.store, load_library(), now=now)
    await liaison.deliverer.deliver()
    left, held = troubled, 0
    for workspace in liaison.store.workspaces():
        counts = liaison.store.run(workspace, _counts, now=now)
        left, held = left + counts[0], held + counts[1]
    await liaison.close()
    return left, held


def _counts(uow: UnitOfWork, *, now: datetime) -> tuple[int, int]:
    return uow.notices.left_due(now=now), uow.notices.count_held()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f'"{text}" is no day and time that there is. Example: 2027-06-30T09:00+01:00.'
        ) from error
    ahead = moment.year - datetime.now(UTC).year
    if abs(ahead) > MOST_YEARS:
        sent = " What is due then would be sent." if ahead > 0 else ""
        raise typer.BadParameter(
            f"{moment.year} is more than {MOST_YEARS} years from now.{sent} Choose a nearer day."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check settings, database, tokens, scopes, manifest and channels, and say how to mend each."""
    findings = asyncio.run(checkup.examine(Settings(), manifest_path()))
    if as_json:
        out.print_json(data=[finding._asdict() for finding in findings])
    for finding in () if as_json else findings:
        out.print(f"{'ok   ' if finding.ok else 'MEND '} {finding.what}: {finding.says}", markup=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@audit_app.command("verify")
def audit_verify(team: Team, as_json: AsJson = False) -> None:
    """Check that no entry of the audit trail has been changed or removed."""
    store = open_store(Settings())
    broken, count = store.run(WorkspaceId(team), _first_broken)
    if not count:
        raise NotFound(f"There is no audit trail for {team}.", "Check the workspace's ID.")
    if broken is None:
        say(f"The chain holds: {count} entries.", {"entries": count, "broken": None}, as_json=as_json)
        return
    say(f"The chain breaks at entry {broken}.", {"entries": count, "broken": broken}, as_json=as_json)
    raise typer.Exit(1)


def _first_broken(uow: UnitOfWork) -> tuple[int | None, int]:
    entries = list(uow.audit.all())
    broken = trail.first_broken(entries)
    return (broken.number if broken else None), len(entries)
