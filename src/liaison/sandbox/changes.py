"""A counter that goes up at every change, and a way to wait for the next one without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """Belongs to one event loop: everything here is called on that loop."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> int:
        """Say that something changed; returns the new version."""
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)
        return self.version

    async def after(self, version: int, seconds: float | None = None) -> int:
        """Wait until the version is beyond the given one, or the time is over; returns the version."""
        if self.version <= version:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                # Not wait_for: on Python 3.11 it loses a cancellation that comes together with the result.
                async with asyncio.timeout(seconds):
                    await future
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(future)
        return self.version

    async def until(self, find: Callable[[], Found | None], seconds: float) -> Found | None:
        """Look again after every change until `find` gives something else than None, or the time is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            version = self.version
            found = find()
            left = end - loop.time()
            if found is not None or left <= 0:
                return found
            await self.after(version, left)
