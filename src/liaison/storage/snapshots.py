"""The registers in memory, that lookups answer from (design decision 5)."""

import threading
import time
from collections.abc import Callable

from sqlalchemy import Engine

from liaison.domain.register.index import SHELVES
from liaison.domain.register.models import KINDS
from liaison.domain.register.snapshot import Register
from liaison.domain.values import WorkspaceId
from liaison.storage.database import READING
from liaison.storage.memory import settle, without_collecting
from liaison.storage.register import RegisterRows, none_loaded

MANY = 5_000  # entries, from which on it matters whether Python goes through them all
STALE_AFTER = 1.0  # seconds for which another process's change may go unnoticed


class Snapshots:
    """The registers of all workspaces in memory, each replaced as a whole when its version has changed.

    A lookup never waits for the rows: at most once a second the version number is compared, and only what is newer is
    read. Safe to share between threads.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        for_lookups: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Takes a database; `for_lookups` prepares what is read for looking things up, before it is first asked."""
        self._engine = engine
        self._for_lookups = for_lookups
        self._clock = clock
        self._locks: dict[WorkspaceId, threading.Lock] = {}
        self._held: dict[WorkspaceId, Register] = {}
        self._asked: dict[WorkspaceId, float] = {}  # when what is held was last known to be the newest
        self._changes = 0

    def of(self, workspace: WorkspaceId, *, at_once: bool = False) -> Register:
        """The workspace's register; `at_once` compares the version even within the second.

        Raises NotFound where none has been loaded.
        """
        if not at_once and (found := self.fresh(workspace)):
            return found
        asked = self._asked.get(workspace)
        with self._locks.setdefault(workspace, threading.Lock()):
            looked_meanwhile = self._asked.get(workspace) != asked
            if looked_meanwhile and not at_once and (found := self.fresh(workspace)):
                return found
            return self._read(workspace)

    def fresh(self, workspace: WorkspaceId) -> Register | None:
        """What is held, where it is young enough to answer from; never waits for anything."""
        asked, held = self._asked.get(workspace), self._held.get(workspace)
        return held if asked is not None and self._clock() - asked < STALE_AFTER else None

    def held(self, workspace: WorkspaceId) -> Register | None:
        """What is held, however old."""
        return self._held.get(workspace)

    def keep(self, workspace: WorkspaceId, register: Register) -> None:
        """Takes what a transaction has read, where nothing is held yet: the next one need not read it all again."""
        self._held.setdefault(workspace, register)

    def forget(self, workspace: WorkspaceId) -> None:
        """Looks again at the next question, because this process has changed the register."""
        self._changes += 1
        self._asked.pop(workspace, None)

    def _read(self, workspace: WorkspaceId) -> Register:
        reading = self._engine.execution_options(**{READING: True})
        changes, asked = self._changes, self._clock()
        with reading.connect() as connection:
            register = RegisterRows(connection, workspace, self._held.get(workspace)).load()
        if register is None:
            self._held.pop(workspace, None)
            raise none_loaded()
        if self._for_lookups:
            _prepare(register)
        self._held[workspace] = register
        self._asked[workspace] = asked
        if self._changes != changes:
            self._asked.pop(workspace, None)  # it changed while it was read
        return register


def _prepare(register: Register) -> None:
    # Here, on a thread where nobody's three seconds go by.
    read_whole = "index" not in register.__dict__
    with without_collecting():
        for shelf in SHELVES:
            register.index.shelf(shelf)
    if read_whole and sum(len(register.entries(kind)) for kind in KINDS) >= MANY:
        settle()
