"""The sandbox's clock: it ticks like a real one, and can be moved."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# Slack's times count from 1970; the last year that there is stays free, since the clock ticks on.
_FIRST, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Clock:
    """UTC, real time plus an offset. Safe to use from any thread.

    `monotonic()` only goes forward: it is what lifetimes (triggers, response URLs, retries) are measured with,
    so that moving the clock on ends them.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta(0)
        self._leapt = 0.0
        self.version = 1
        self.on_move: list[Callable[[], None]] = []
        if now is not None:
            _check(_aware(now))
            self._offset = _aware(now) - datetime.now(UTC)

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._offset

    def monotonic(self) -> float:
        """Seconds that never go back, and leap ahead when the clock is moved on."""
        with self._lock:
            return time.monotonic() + self._leapt

    def advance(
        self,
        delta: timedelta | None = None,
        *,
        weeks: float = 0,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> datetime:
        """Move the clock on (or back); returns the new time.

        Raises ValueError or OverflowError, and moves nothing, for a time that is not from 1970 to 9998.
        """
        step = (delta or timedelta(0)) + timedelta(
            weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
        )
        with self._lock:
            offset = self._offset + step
            _check(datetime.now(UTC) + offset)
            self._offset = offset
            self._leapt += max(0.0, step.total_seconds())
            self.version += 1
        for tell in self.on_move:
            tell()
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Move the clock to a moment (one without a zone is taken as UTC); returns the new time."""
        return self.advance(_aware(moment) - self.now())


def _check(moment: datetime) -> None:
    if not _FIRST <= moment < _END:
        raise ValueError("The clock goes from 1970 to 9998.")


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
