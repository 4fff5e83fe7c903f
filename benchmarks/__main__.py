"""`make bench`: lookups at several sizes of the register, each beside an empty command through the same framework.

There are two empty commands: the only one of an app without anything else, and the last among Liaison's own, so that what
the framework takes to come to it is seen too. A round asks everything once in turn, the empty commands first. A figure is the median of all rounds of one run, and a ratio
the median of the rounds' ratios: what else the machine does in a round weighs on both.
"""

import asyncio
import gc
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from benchmarks.asking import Asking, Figure, measure
from benchmarks.growing import grow
from liaison.bot.app import Liaison
from liaison.bot.settings import Settings, manifest_path
from liaison.domain.access import linking as access
from liaison.domain.register import service as register_service
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Kind
from liaison.domain.register.snapshot import Register
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import new_key
from liaison.storage.migrate import migrate
from liaison.storage.packs import load_pack

WORKSPACE = WorkspaceId(TEAM_ID)
SIZES = (26, 50, 5_000, 50_000)
GROWN: tuple[Kind, ...] = ("committees", "people", "offices", "terms", "partnerships", "appointments")
QUESTIONS = (
    ("/rep", "barrow"),
    ("/rep", "watson"),
    ("/rep", "cdrp in south lakeland on 1 june 2009"),
    ("/rep", "barow cdrp"),
    ("/rep", "xyzzy nonsense"),
    ("/rep", "who covers domestic violence?"),
    ("/rep", "watson carlisle"),
    ("/rep", "me"),
    ("/rep", "vacant"),
    ("/rep", "expiring"),
    ("/rep", "matrix"),
    ("/partnership", "barrow cdrp"),
    ("/partnership", "list statutory"),
)


async def main(sizes: tuple[int, ...]) -> None:
    """Prints a table for each size: what, milliseconds each, and the ratios to the two empty commands."""
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
        for size in sizes:
            grown = await asyncio.to_thread(_grow, liaison, size)
            print(f"\n{size:,} partnerships, {len(grown.people):,} people, {len(grown.appointments):,} seats")
            _show(await measure(Asking(liaison.bolt, liaison.client, shaw.id), QUESTIONS))
            print(f"{'the first lookup after one entry has changed':56}{_after_a_change(liaison):10.2f}")
        await liaison.close()


def _show(figures: list[Figure]) -> None:
    print(f"{'what':56}{'ms each':>10}{'to empty':>10}{'to own':>8}")
    for figure in figures:
        print(f"{figure.what:56}{figure.each:10.2f}{figure.to_empty:10.1f}{figure.to_own:8.1f}")


def _grow(liaison: Liaison, size: int) -> Register:
    """Brings the workspace's register to a size, through the same door as an import."""
    register = liaison.store.snapshots.of(WORKSPACE, at_once=True)
    grown = grow(register, size)
    known = {kind: {entry.id for entry in register.entries(kind)} for kind in GROWN}
    edits = [
        Edit(kind, entry.id, entry)
        for kind in GROWN
        for entry in grown.entries(kind)
        if entry.id not in known[kind]
    ]
    if edits:
        liaison.store.run(WORKSPACE, lambda uow: uow.register.save(edits))
    held = liaison.store.snapshots.of(WORKSPACE, at_once=True)
    gc.collect()
    return held


def _after_a_change(liaison: Liaison) -> float:
    """Milliseconds until a lookup can answer from a register in which one partnership was renamed."""
    register = liaison.store.snapshots.of(WORKSPACE, at_once=True)
    entry = register.partnerships[-1]
    renamed = entry.model_copy(update={"remark": f"{entry.remark or ''}."})
    liaison.store.run(WORKSPACE, lambda uow: uow.register.save([Edit("partnerships", entry.id, renamed)]))
    start = time.perf_counter()
    liaison.store.snapshots.of(WORKSPACE, at_once=True)
    return (time.perf_counter() - start) * 1_000


asyncio.run(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
