"""Senders as processes of their own that are killed: where a step says so, or whenever the test wants.

Each is forked from a process that has imported the program already, delivers once what is due at a moment, and ends.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple
from unittest.mock import patch

from slack_sdk.web.async_client import AsyncWebClient

from liaison.bot.app import Liaison
from liaison.bot.settings import Settings
from liaison.storage.unit_of_work import Store

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.senders"])

USE_CASES = ("claim", "renew", "_rendered", "record_sent", "record_failure", "record_not_there", "release")
CALLS = ("conversations.open", "conversations.history", "chat.postMessage")
# Every place in which a sender can die: around each transaction, within it, and around each call to Slack.
STEPS = tuple(
    f"{when} {what}"
    for what, whens in (
        *((use_case, ("before", "within", "after")) for use_case in USE_CASES),
        *((call, ("before", "after")) for call in CALLS),
    )
    for when in whens
)


class Death(NamedTuple):
    """At which passing of which step a sender dies."""

    step: str
    passing: int


class Sender:
    """One sender; ends by itself, or by SIGKILL, as in a power cut."""

    def __init__(self, settings: Settings, at: datetime, death: Death | None = None) -> None:
        self._process: BaseProcess = CONTEXT.Process(target=_deliver, args=(settings, at, death), daemon=True)
        self._process.start()

    def kill(self) -> None:
        """Ends it at once, wherever it is."""
        self._process.kill()

    def ends(self) -> bool:
        """Waits for its end; whether it was killed. Fails where it ended in any other way than by its work's end."""
        self._process.join(120)
        assert self._process.exitcode in (0, -signal.SIGKILL), self._process.exitcode
        return self._process.exitcode != 0


def _deliver(settings: Settings, at: datetime, death: Death | None) -> None:
    """What happens in the process."""
    passings = 0

    def step(name: str) -> None:
        nonlocal passings
        if death and name == death.step:
            passings += 1
            if passings == death.passing:
                os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(Store, "run", _run(step)), patch.object(AsyncWebClient, "api_call", _api_call(step)):
        asyncio.run(_deliver_once(settings, at))


async def _deliver_once(settings: Settings, at: datetime) -> None:
    liaison = Liaison(settings, at=at)
    await liaison.deliverer.deliver()
    await liaison.close()


def _run(step: Callable[[str], None]) -> Callable[..., Any]:
    """Transactions that can be died in."""
    real = Store.run

    def run(self: Store, workspace: Any, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        name = use_case.__name__

        def within(uow: Any, *args: Any, **kwargs: Any) -> Any:
            result = use_case(uow, *args, **kwargs)
            step(f"within {name}")
            return result

        step(f"before {name}")
        result = real(self, workspace, within, *args, **kwargs)
        step(f"after {name}")
        return result

    return run


def _api_call(step: Callable[[str], None]) -> Callable[..., Awaitable[Any]]:
    """Calls to Slack that can be died in."""
    real = AsyncWebClient.api_call

    async def api_call(self: AsyncWebClient, api_method: str, **kwargs: Any) -> Any:
        step(f"before {api_method}")
        result = await real(self, api_method, **kwargs)
        step(f"after {api_method}")
        return result

    return api_call
