"""`liaison demo`: the sandbox and the bot in one process, with a register, for a look without a Slack account."""

import asyncio
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from liaison.bot.server import serve
from liaison.bot.settings import Settings, manifest_path
from liaison.bot.trying import steps
from liaison.domain.access import linking as access
from liaison.domain.access.rules import role_title
from liaison.domain.errors import Problem
from liaison.domain.packs import Pack
from liaison.domain.register import service as register_service
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.sandbox.server import Sandbox
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

FOLDER = Path(".demo")
# The documents name no staff, so the demo's are called by their roles.
STAFF = (
    "committee-services-officer",
    "support-officer",
    "administration-manager",
    "chief-executive",
    "admin",
)
SECONDS_TO_CONNECT = 20


class Workplace(NamedTuple):
    """The sandbox's users and channels, by person and committee."""

    members: dict[str, str]
    staff: dict[str, str]
    channels: dict[str, str]


async def run(*, pack: str, port: int, say: Callable[[str], None]) -> None:
    """Starts everything, says what to try, and runs until Ctrl-C."""
    chosen = load_pack(pack)
    await asyncio.to_thread(shutil.rmtree, FOLDER, ignore_errors=True)
    say("Starting the sandbox: a local Slack that only this machine sees.")
    with open_sandbox(port, manifest=manifest_path(), command="demo") as slack:
        workplace = people(slack, chosen)
        to_try = steps(chosen, datetime.now(UTC).date())
        slack.look(lambda workspace: workspace.try_this.extend(to_try))
        say(f"Loading the register: {chosen.authority.name or chosen.key}.")
        settings = _settings(slack)
        _load(settings, WorkspaceId(TEAM_ID), chosen, workplace)
        stop = asyncio.Event()
        _stop_on_interrupt(stop)
        say("Starting the bot over Socket Mode.")
        bot = asyncio.create_task(serve(settings, stop=stop))
        connected = asyncio.create_task(asyncio.to_thread(slack.connected, SECONDS_TO_CONNECT))
        await asyncio.wait({bot, connected}, return_when=asyncio.FIRST_COMPLETED)
        if not bot.done():
            say(_what_to_try(slack.url, to_try))
        await bot
    say("Stopped. Nothing is left running.")


@contextmanager
def open_sandbox(port: int, *, manifest: Path, command: str) -> Iterator[Sandbox]:
    """The sandbox at a port, for a command of `liaison`. Raises Problem where something else listens there."""
    sandbox = Sandbox(manifest, port=port)
    try:
        sandbox.start()
    except OSError as error:
        raise Problem(
            f"Port {port} is in use.",
            f"Stop what uses it, or choose another: liaison {command} --port {port + 1}.",
        ) from error
    try:
        yield sandbox
    finally:
        sandbox.stop()


def people(slack: Sandbox, pack: Pack) -> Workplace:
    """Fills the sandbox with the register's people, staff by their roles, a guest, and the committees' channels."""
    slack.look(lambda workspace: setattr(workspace, "name", pack.authority.name or "The Authority"))
    members = {
        person.id: slack.add_user(person.name, role=_role_of(pack, person.office))
        for person in pack.register_.people
    }
    staff = {role: slack.add_user(role_title(role), role="Staff") for role in STAFF}
    slack.add_user("A visitor", role="Guest", guest=True)
    everybody = [*members.values(), *staff.values()]
    channels = {
        committee.id: slack.add_channel(_channel_name(committee.short or committee.id), everybody, bot=True)
        for committee in pack.register_.committees
    }
    return Workplace(members, staff, channels)


def _settings(slack: Sandbox) -> Settings:
    return Settings.model_validate(
        {
            "database_url": f"sqlite:///{FOLDER}/liaison.db",
            "slack_bot_token": slack.bot_token,
            "slack_app_token": slack.app_token,
            "slack_api_url": slack.api_url,
            "liaison_clock_url": slack.clock_url,
            "liaison_key": new_key(),
        }
    )


def _load(settings: Settings, workspace: WorkspaceId, pack: Pack, workplace: Workplace) -> None:
    now = datetime.now(UTC)
    store = Store(open_engine(settings.database_url), Cipher(settings.key))
    migrate(store.engine)
    store.run(workspace, register_service.seed, pack, now=now)
    for person, user in workplace.members.items():
        _link(store, workspace, pack, user, person, ["member"], now)
    for role, user in workplace.staff.items():
        _link(store, workspace, pack, user, role_title(role), [role], now)
    for committee, channel in workplace.channels.items():
        store.run(
            workspace, register_service.set_channel, None, CommitteeId(committee), ChannelId(channel), now=now
        )
    store.close()


def _link(
    store: Store, workspace: WorkspaceId, pack: Pack, user: str, name: str, roles: list[str], now: datetime
) -> None:
    store.run(workspace, access.link, pack, user=SlackUserId(user), name=name, roles=roles, now=now)


def _role_of(pack: Pack, office: str | None) -> str:
    named = next((entry.name for entry in pack.register_.offices if entry.id == office), None)
    return named or "Member"


def _channel_name(short: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", short.casefold()).strip("-") + "-committee"


def _stop_on_interrupt(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _what_to_try(url: str, to_try: Sequence[str]) -> str:
    numbered = [f"{number}. {step.replace('`', '')}" for number, step in enumerate(to_try, start=1)]
    return "\n".join(["", f"Open {url} in your browser. Then:", *numbered, "", "Press Ctrl-C to stop."])
