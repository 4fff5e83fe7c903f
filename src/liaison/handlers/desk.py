"""What every handler is given: the way to run a use-case, the register, the packs, the time, and a place for later work."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from liaison.domain.access.rules import Actor
from liaison.domain.packs import Pack, Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.sheets import Files
from liaison.domain.register.snapshot import Register
from liaison.domain.values import WorkspaceId

P = ParamSpec("P")
R = TypeVar("R")
LAST_SECONDS = 10.0  # that work which was put off is waited for when the process stops


class Store(Protocol):
    """Runs a use-case in one transaction of one workspace."""

    def run(
        self,
        workspace: WorkspaceId,
        use_case: Callable[Concatenate[UnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R: ...


class Snapshots(Protocol):
    """The registers in memory."""

    def of(self, workspace: WorkspaceId, *, at_once: bool = False) -> Register:
        """The register as it stood within the last second, or as it now stands. Raises NotFound where there is none."""
        ...

    def fresh(self, workspace: WorkspaceId) -> Register | None:
        """What is in memory, where it is new enough to answer from; waits for nothing."""
        ...


class Turn:
    """A person's place in the queue of their own moves; given back once, however often that is said."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock
        self._held = False

    async def take(self) -> None:
        """Waits for the moves that came before."""
        await self._lock.acquire()
        self._held = True

    def give_back(self) -> None:
        """Lets the next move begin."""
        if self._held:
            self._held = False
            self._lock.release()


class Desk:
    """Async at this edge, plain inside: use-cases run on a bounded pool of threads."""

    def __init__(
        self,
        *,
        store: Store,
        snapshots: Snapshots,
        library: Sequence[Pack],
        files: Files,
        now: Callable[[], datetime],
        pool: Executor,
        on_trouble: Callable[[BaseException], str],
        nudge: Callable[[], None],
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._pool = pool
        self._turns: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._later: set[asyncio.Task[None]] = set()
        self.no_updates_before: dict[WorkspaceId, datetime] = {}  # where Slack asked to be left alone
        self.library = library
        self.files = files
        self.now = now
        self.on_trouble = on_trouble
        self.nudge = nudge

    async def run(
        self,
        workspace: WorkspaceId,
        use_case: Callable[Concatenate[UnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs a use-case in its transaction, on a thread; what it owes is sent soon after."""
        call = partial(self._store.run, workspace, use_case, *args, **kwargs)
        result = await asyncio.get_running_loop().run_in_executor(self._pool, call)
        self.nudge()
        return result

    async def work(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Does something that takes long and touches no database, on a thread: reading a file, for example."""
        call = partial(function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    async def register(self, workspace: WorkspaceId, *, at_once: bool = False) -> Register:
        """The workspace's register, from memory where it was looked at within the second.

        `at_once` looks again even so. Raises NotFound where none has been loaded.
        """
        fresh = None if at_once else self._snapshots.fresh(workspace)
        if fresh is not None:
            return fresh
        look = partial(self._snapshots.of, workspace, at_once=at_once)
        return await asyncio.get_running_loop().run_in_executor(self._pool, look)

    def pack(self, register: Register) -> Pack:
        """The pack that the workspace's register came from."""
        return next(pack for pack in self.library if pack.key == register.pack)

    def proforma(self, register: Register) -> Proforma:
        """The authority's own report-back form, or the library's where its documents set none (D-07)."""
        forms = [self.pack(register).proforma, *(pack.proforma for pack in self.library)]
        return next(form for form in forms if form)

    async def queue(self, workspace: str, user: str) -> Turn:
        """Takes a person's turn: their moves are taken in the order in which they came."""
        turn = Turn(self._turns[workspace, user])
        await turn.take()
        return turn

    async def in_turn(
        self,
        actor: Actor,
        move: Callable[[], Awaitable[R]],
        show: Callable[[R], Awaitable[None]],
        turn: Turn | None = None,
    ) -> R:
        """Takes a person's moves one after the other: the next waits until this one has been taken and shown.

        Returns as soon as the move is kept, so that Slack hears of it in time; showing goes on afterwards.
        """
        turn = turn or await self.queue(actor.workspace, actor.slack_user)
        try:
            result = await move()
        except BaseException:
            turn.give_back()
            raise

        async def then() -> None:
            try:
                await show(result)
            finally:
                turn.give_back()

        self.later(then())
        return result

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something after Slack has been answered; what goes wrong is logged."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - the last place that can report it
                self.on_trouble(error)

        task = asyncio.create_task(guarded())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def finish(self) -> None:
        """Waits for work that was put off, but not for long, when the process stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                while self._later:  # some of it puts more off
                    await asyncio.gather(*self._later, return_exceptions=True)
