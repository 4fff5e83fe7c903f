"""The authority's office as the flow tests find it: a sandbox, the bot, Cumbria's register, and people linked to it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Self
from unittest.mock import patch

from pydantic import SecretStr
from tests.database import bring_up, file_to_copy

from liaison.bot.server import serve
from liaison.bot.settings import Settings, manifest_path
from liaison.domain.access import linking as access
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import conversation
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

WORKSPACE = WorkspaceId(TEAM_ID)


class Bot:
    """The bot in a thread of this process, stopped as a deployment stops it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bot")
        self._trouble: BaseException | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        if self._trouble:
            raise self._trouble

    def _run(self) -> None:
        async def work() -> None:
            self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            self._ready.set()
            await serve(self._settings, stop=self._stop)

        try:
            asyncio.run(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            self._trouble = error


@cache
def _seeded_file(pack: str, now: datetime) -> Path:
    """A SQLite database with an authority's register and nothing else."""
    file = file_to_copy()
    store = Store(open_engine(f"sqlite:///{file}"), Cipher(new_key()))
    bring_up(store.engine)
    store.run(WORKSPACE, register_service.seed, load_pack(pack), now=now)
    store.close()  # the last connection writes its log back into the file
    return file


class Office:
    """People, channels and the database behind them."""

    def __init__(self, slack: Slack, settings: Settings, pack: str) -> None:
        self.slack = slack
        self.settings = settings
        self.pack = load_pack(pack)
        self.store = Store(open_engine(settings.database_url), Cipher(settings.key))
        bring_up(self.store.engine, like=_seeded_file(pack, slack.clock.now()))
        self.store.run(WORKSPACE, register_service.seed, self.pack, now=slack.clock.now())

    def member(self, name: str) -> Person:
        """A member of the authority, linked to the register."""
        return self.linked(name, "member")

    def staff(self, role: str) -> Person:
        """A member of staff, called by the role, since the documents name none."""
        return self.linked(role.replace("-", " ").title(), role)

    def linked(self, name: str, *roles: str) -> Person:
        """A person in Slack and in the register, with roles."""
        person = self.slack.person(name, role=", ".join(roles))
        self.store.run(
            WORKSPACE,
            access.link,
            self.pack,
            user=SlackUserId(person.id),
            name=name,
            roles=roles,
            now=self.slack.clock.now(),
        )
        return person

    def channel(self, committee: str, *people: Person, bot: bool = True, private: bool = False) -> Channel:
        """A committee's channel, chosen for it."""
        channel = self.slack.channel(f"{committee}-committee", people, bot=bot, private=private)
        self.store.run(
            WORKSPACE,
            register_service.set_channel,
            None,
            CommitteeId(committee),
            ChannelId(channel.id),
            now=self.slack.clock.now(),
        )
        return channel

    def keep(self, *edits: Edit) -> None:
        """Puts entries into the register, as a form would, and tells nobody."""
        self.store.run(WORKSPACE, lambda uow: uow.register.save(edits))

    def answered_but_not_asked(self, person: Person) -> None:
        """Puts a draft where a bot leaves it that dies between keeping an answer and asking the next item."""
        user, now = SlackUserId(person.id), self.slack.clock.now()
        self.store.run(WORKSPACE, _skip_quietly, user, self.register, self.pack, now=now)

    @property
    def register(self) -> Register:
        """The register as it stands in the database."""
        return self.store.snapshots.of(WORKSPACE)


def _skip_quietly(
    uow: UnitOfWork, user: SlackUserId, register: Register, pack: Pack, *, now: datetime
) -> None:
    actor, draft = uow.links.actor(user), uow.reports.open_draft(user)
    assert actor
    assert draft
    assert pack.proforma
    conversation.press(uow, actor, register, pack.proforma, draft.id, draft.step, "skip", now=now)


def opened(person: Person, line: str) -> None:
    """Somebody is told something, and opens it where it came together with others."""
    person.dm.saw(line)
    alone = person.dm.button(f"Open: {line}")
    if alone.exists():
        alone.click()


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def settings_for(slack: Slack, database_url: str, delivery: str) -> Settings:
    """The settings with which a bot reaches the sandbox, by Socket Mode or by HTTP."""
    return Settings(
        database_url=database_url,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token) if delivery == "socket" else None,
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_api_url=slack.api_url,
        liaison_key=SecretStr(new_key()),
        liaison_clock_url=slack.clock_url,
        port=free_port(),
    )


@contextmanager
def open_office(
    database_url: str, now: datetime, *, delivery: str = "socket", pack: str = "cumbria"
) -> Iterator[Office]:
    """The office at work: everything runs, and at the end nothing that Slack refuses has been done.

    What a test writes into the database behind the bot's back counts at once, and not within the second.
    """
    with Slack(manifest_path(), now=now) as slack, patch("liaison.storage.snapshots.STALE_AFTER", 0.0):
        settings = settings_for(slack, database_url, delivery)
        office = Office(slack, settings, pack)
        if delivery == "http":
            slack.deliver_by_http(f"http://127.0.0.1:{settings.port}/slack/events")
        with Bot(settings):
            slack.connected()
            yield office
            slack.settled()
        office.store.close()
        assert not slack.violations, slack.violations
