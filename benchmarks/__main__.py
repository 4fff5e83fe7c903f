"""`make bench`: lookups and moves of the conversation, each beside an empty command through the same framework.

Every figure is the median of several rounds in one run, so that the ratios can be compared.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest

from liaison.bot.app import Liaison
from liaison.bot.settings import Settings, manifest_path
from liaison.domain.access import service as access
from liaison.domain.register import service as register_service
from liaison.domain.register.models import Partnership
from liaison.domain.values import PartnershipId, SlackUserId, WorkspaceId
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import new_key
from liaison.storage.migrate import migrate
from liaison.storage.packs import load_pack

ROUNDS, CALLS = 7, 40
WORKSPACE = WorkspaceId(TEAM_ID)


async def main() -> None:
    """Prints a table: what, milliseconds each, and the ratio to an empty command."""
    with Slack(manifest_path()) as slack, tempfile.TemporaryDirectory() as folder:
        shaw = slack.person("Mrs L L Shaw")
        liaison = Liaison(
            Settings(
                database_url=f"sqlite:///{Path(folder)}/bench.db",
                slack_bot_token=SecretStr(slack.bot_token),
                slack_signing_secret=SecretStr(slack.signing_secret),
                slack_api_url=slack.api_url,
                liaison_key=SecretStr(new_key()),
            )
        )
        migrate(liaison.store.engine)
        pack = load_pack("cumbria")
        now = datetime.now(UTC)
        liaison.store.run(WORKSPACE, register_service.seed, pack, now=now)
        liaison.store.run(
            WORKSPACE, access.link, pack, user=SlackUserId(shaw.id), name=shaw.name, roles=["member"], now=now
        )
        empty = _empty(liaison)
        print(f"{'what':44}{'ms each':>10}{'ratio':>8}")
        base = await _show("an empty command", _typing(empty, "/empty", "", shaw.id), None)
        for size in (26, 1_000, 5_000):
            _grow(liaison, size)
            for text in ("barrow", "watson", "xyzzy nonsense"):
                await _show(
                    f"/rep {text} ({size:,} partnerships)", _typing(liaison.bolt, "/rep", text, shaw.id), base
                )
        await liaison.close()


def _empty(liaison: Liaison) -> AsyncApp:
    """An app that answers nothing, through the same framework and settings."""
    app = AsyncApp(client=liaison.client, signing_secret="unused", process_before_response=True)  # noqa: S106 - no secret

    @app.command("/empty")
    async def answer(ack: AsyncAck) -> None:
        await ack()

    return app


def _grow(liaison: Liaison, size: int) -> None:
    register = liaison.store.snapshots.of(WORKSPACE, at_once=True)
    more = tuple(
        Partnership(
            id=PartnershipId(f"forum-{n}"),
            name=f"Neighbourhood Forum {n} of Ward {n % 97}",
            area=f"Ward {n % 97}",
        )
        for n in range(len(register.partnerships), size)
    )
    grown = register.model_copy(update={"partnerships": register.partnerships + more})
    liaison.store.run(WORKSPACE, lambda uow: uow.register.replace(grown))


def _typing(app: AsyncApp, command: str, text: str, user: str) -> Callable[[], Awaitable[None]]:
    body = {
        "command": command,
        "text": text,
        "team_id": TEAM_ID,
        "user_id": user,
        "channel_id": "C1",
        "trigger_id": "1",
    }

    async def once() -> None:
        request = AsyncBoltRequest(body=json.dumps(body), mode="socket_mode")
        response = await app.async_dispatch(request)
        if response.status != 200:  # noqa: PLR2004 - anything else is no answer
            raise RuntimeError(f"{command} {text} answered {response.status}")

    return once


async def _show(what: str, once: Callable[[], Awaitable[None]], base: float | None) -> float:
    await once()
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            await once()
        rounds.append((time.perf_counter() - start) / CALLS * 1_000)
    each = statistics.median(rounds)
    print(f"{what:44}{each:10.2f}{each / (base or each):8.1f}")
    return each


asyncio.run(main())
