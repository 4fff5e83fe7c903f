"""Senders as processes of their own that are killed: where a step says so, or whenever the test wants.

Each is forked from a process that has done the same before, so that a life is cheap. It asks what somebody wants asked,
by the product's use-case, delivers once what is due at a moment, and ends.
"""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, NamedTuple, Self
from unittest.mock import patch

from slack_sdk.web.async_client import AsyncWebClient
from tests.flows.office import WORKSPACE

from liaison.bot.app import load_library, open_client, open_store
from liaison.bot.delivery import Deliverer
from liaison.bot.settings import Settings
from liaison.domain.meetings import support
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import SlackUserId
from liaison.storage.notices import Outbox
from liaison.storage.unit_of_work import Store

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["pytest", "tests.faults.senders"])

LIBRARY = load_library()  # read once, before any of them is forked

USE_CASES = (
    "ask",
    "look_again",
    "claim",
    "prepare",
    "prepare_for_channel",
    "renew",
    "release",
    "_rendered",
    "record_gone",
    "record_sent",
    "record_failure",
    "record_held",
    "record_searched",
    "record_not_there",
)
CALLS = (
    "users.info",
    "conversations.open",
    "conversations.history",
    "chat.postMessage",
    "chat.update",
)
OWING = "owing"  # within a transaction, between what causes a notice and the notice
# Every place in which a sender can die: around each transaction, within it, and around each call to Slack.
STEPS = tuple(
    f"{when} {what}"
    for what, whens in (
        *((use_case, ("before", "within", "after")) for use_case in USE_CASES),
        *((each, ("before", "after")) for each in (*CALLS, OWING)),
    )
    for when in whens
)


class Death(NamedTuple):
    """At which passing of which step a sender dies."""

    step: str
    passing: int


class Question(NamedTuple):
    """What a member asks their support officer: a request of that id."""

    id: str
    member: str
    words: str


class Nest:
    """Where senders come from: a process that has worked a life of its own first. A context manager."""

    def __init__(self, settings: Settings, at: datetime, questions: Sequence[Question]) -> None:
        self._line, other_end = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_nest, args=(settings, at, questions, other_end), daemon=True)
        self._process.start()
        other_end.close()
        self.ask(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self._process.join(20)

    def ask(self, order: object) -> int:
        """Gives an order, and waits for what came of it."""
        if order is not None:
            self._line.send(order)
        assert self._line.poll(120), "a sender neither works nor ends"
        return int(self._line.recv())


class Sender:
    """One sender; ends by itself, or by SIGKILL, as in a power cut."""

    def __init__(
        self, nest: Nest, at: datetime, death: Death | None = None, questions: Sequence[Question] = ()
    ) -> None:
        self.death = death
        self._nest = nest
        self._pid = nest.ask((at, death, questions))

    def kill(self) -> None:
        """Ends it at once, wherever it is."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def ends(self) -> bool:
        """Waits for its end; whether it was killed. Fails where it ended in any other way than by its work's end."""
        code = os.waitstatus_to_exitcode(self._nest.ask(self._pid))
        assert code in (0, -signal.SIGKILL), code
        return code != 0


def _nest(settings: Settings, at: datetime, questions: Sequence[Question], line: Connection) -> None:
    """What happens in the process from which senders are forked."""
    store = open_store(settings)
    _live(settings, store, at, None, questions)
    line.send(0)
    while True:
        try:
            order = line.recv()
        except EOFError:
            return
        if isinstance(order, int):
            line.send(os.waitpid(order, 0)[1])
            continue
        sys.stdout.flush()
        if (sender := os.fork()) == 0:
            _live_and_end(settings, store, *order)
        line.send(sender)


def _live_and_end(settings: Settings, store: Store, *order: Any) -> None:
    code = 1
    try:
        _live(settings, store, *order)
        code = 0
    except BaseException:  # noqa: BLE001 - the test is told by the code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _live(
    settings: Settings, store: Store, at: datetime, death: Death | None, questions: Sequence[Question]
) -> None:
    """The life of a sender; it leaves no connection open."""
    passings = 0

    def step(name: str) -> None:
        nonlocal passings
        if death and name == death.step:
            passings += 1
            if passings == death.passing:
                os.kill(os.getpid(), signal.SIGKILL)

    with (
        patch.object(Store, "run", _run(step)),
        patch.object(Outbox, "add", _add(step)),
        patch.object(AsyncWebClient, "api_call", _api_call(step)),
    ):
        for question in questions:
            store.run(WORKSPACE, ask, question, now=at)
        asyncio.run(_deliver(settings, store, at))
        store.close()


def ask(uow: UnitOfWork, question: Question, *, now: datetime) -> None:
    """A member's form arrives: as the product asks it, once however often it arrives."""
    actor, register = uow.links.actor(SlackUserId(question.member)), uow.register.load()
    assert actor
    assert register
    support.ask(uow, actor, register, question.id, question.words, now=now)


async def _deliver(settings: Settings, store: Store, at: datetime) -> None:
    with ThreadPoolExecutor() as pool:
        client = open_client(settings, settings.bot_token)
        await Deliverer(store, LIBRARY, lambda _: client, lambda: at, pool).deliver()


def _add(step: Callable[[str], None]) -> Callable[..., bool]:
    """Notices before and after which one can die."""
    real = Outbox.add

    def add(self: Outbox, notice: Any) -> bool:
        step(f"before {OWING}")
        added = real(self, notice)
        step(f"after {OWING}")
        return added

    return add


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
