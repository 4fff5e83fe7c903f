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

    def wait(self, method: str, channel: str, now: float) -> int:
        """The seconds to wait before this call is allowed; none if it is, and then it counts."""
        seconds = self._over(method, limits.calls_a_minute(method), limits.MINUTE, now)
        if not seconds and method == "chat.postMessage":
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
