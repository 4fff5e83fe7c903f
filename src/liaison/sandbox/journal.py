"""What went to and fro between Slack and the app, and what of it was against the rules."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liaison.sandbox.clock import Clock
from liaison.sandbox.jsons import Json

KEPT = 200  # entries that the page's inspector shows


@dataclass(frozen=True)
class Violation:
    """Something the app did that Slack refuses, or warns of. `code` is Slack's own where it has one."""

    where: str
    code: str
    sentence: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.where}: {self.code}: {self.sentence}"


@dataclass(frozen=True)
class Entry:
    """One payload. `direction` is "out" from Slack to the app, "in" from the app to Slack; "fault" is one that struck."""

    n: int
    at: datetime
    direction: str
    kind: str
    summary: str
    payload: Any
    violation: str | None = None


@dataclass
class Journal:
    clock: Clock
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    violations: list[Violation] = field(default_factory=list)
    count: int = 0

    def record(
        self, direction: str, kind: str, summary: str, payload: Any = None, violation: str | None = None
    ) -> None:
        """Note a payload for the inspector."""
        self.count += 1
        self.entries.append(Entry(self.count, self.clock.now(), direction, kind, summary, payload, violation))

    def fault(self, where: str, sentence: str) -> None:
        """Note that something was made to go wrong."""
        self.record("fault", where, sentence)

    def refuse(self, where: str, code: str, sentence: str, payload: Json | None = None) -> None:
        """Note something that was refused to the app, with the payload that was at fault."""
        self.violations.append(Violation(where, code, sentence, self.clock.now()))
        self.record("in", where, f"{where}: {code}", payload, f"{code}: {sentence}")
