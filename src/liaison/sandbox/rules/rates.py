"""How often an app may call each method: Slack's tiers, counted by method over the last minute.

Slack counts per app and workspace too; a sandbox has one of each.
"""

import math
from collections import defaultdict, deque

from liaison.sandbox.rules import limits


class Rates:
    """The calls of the last minute. Times are seconds that only go forward."""

    def __init__(self) -> None:
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._held: dict[str, float] = {}  # until when a method must not be called, after a 429

    def __len__(self) -> int:
        """The methods and channels that are counted."""
        return len(self._calls)

    def hold(self, method: str, seconds: float, now: float) -> None:
        """Notes that the app was told to wait so long with this method."""
        self._held[method] = now + seconds

    def held(self, method: str, now: float) -> int:
        """The seconds that the app was told to wait and has not; none if it may call."""
        left = self._held.get(method, now) - now
        if left <= 0:
            self._held.pop(method, None)
        return max(0, math.ceil(left))

    def wait(self, method: str, channel: str, now: float, *, sold: bool = False) -> int:
        """The seconds to wait before this call is allowed; none if it is, and then it counts.

        `sold` tells that the app is sold and not in Slack's Marketplace.
        """
        seconds = self._over(method, limits.calls_a_minute(method, sold=sold), limits.MINUTE, now)
        if not seconds and channel and method == "chat.postMessage":
            seconds = self._over(f"{method} {channel}", limits.POST_BURST, limits.POST_BURST_SECONDS, now)
            if seconds:
                self._calls[method].pop()
        return seconds

    def _over(self, key: str, most: int, window: float, now: float) -> int:
        calls = self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return 0
        return max(1, math.ceil(calls[0] + window - now))
