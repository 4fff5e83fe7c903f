"""The time: the machine's own, or, in a demo and in tests, that of a sandbox whose clock can be moved."""

import asyncio
import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

log = structlog.get_logger()
AGAIN_AFTER = 1.0  # seconds before a sandbox that did not answer is asked again


class Clock:
    """Tells the time in UTC."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        """The present moment, aware."""
        return datetime.now(UTC) + self._offset

    async def follow(self, moved: Callable[[], None]) -> None:
        """Calls `moved` whenever the clock has been moved by hand; the machine's own never is."""

    def _read(self, told: dict[str, str | int]) -> int:
        self._offset = datetime.fromisoformat(str(told["now"])) - datetime.now(UTC)
        return int(told["version"])


class StoppedClock(Clock):
    """Stands still at one moment: for a pass "as of" it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._at


class FollowedClock(Clock):
    """The clock of a sandbox, asked once at the start and then followed as it is moved."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - the sandbox's own address, from settings
            self._version = self._read(json.load(answer))

    async def follow(self, moved: Callable[[], None]) -> None:
        """Waits for each move of the sandbox's clock and calls `moved` after it."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                try:
                    async with session.get(self._url, params={"after": str(self._version)}) as answer:
                        version = self._read(await answer.json())
                except (aiohttp.ClientError, TimeoutError):
                    log.info("the sandbox's clock did not answer")
                    await asyncio.sleep(AGAIN_AFTER)
                    continue
                if version != self._version:
                    self._version = version
                    moved()


def open_clock(url: str | None) -> Clock:
    """The clock to use."""
    return FollowedClock(url) if url else Clock()
