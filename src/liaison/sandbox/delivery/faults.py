"""Faults on demand: what is to go wrong between Slack and the app, armed by a test or from the page.

    slack.faults.rate_limit("chat.postMessage", times=3, retry_after=30)
    slack.faults.cut_after("chat.postMessage")           # Slack took it; the app never hears so
    slack.faults.twice("message")                        # the next message event comes twice

A fault strikes the next calls or deliveries that it names, in the order in which faults were armed. `what` is a method
of the Web API; for deliveries an event ("message"), a command ("/rep"), a kind of interaction ("block_actions") or of
delivery ("events_api", "interactive", "slash_commands"). "*" is everything. Seconds are by the sandbox's clock.
"""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

EVERYTHING = "*"
FOR_EVER = 366 * 24 * 3600  # seconds


class FaultKind(StrEnum):
    """The faults of calls to Slack, and of deliveries to the app."""

    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    REFUSAL = "refusal"
    LATE_ANSWER = "late_answer"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  # no password
    LATE_DELIVERY = "late_delivery"
    LOST_ACK = "lost_ack"
    LOST_DELIVERY = "lost_delivery"
    LOST_CONNECTION = "lost_connection"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"


# What each fault does, for people; `{}` is the number of seconds.
LABELS: dict[FaultKind, str] = {
    FaultKind.RATE_LIMIT: "Too many calls: 429, try again after {} seconds",
    FaultKind.SERVER_ERROR: "Slack is out of order: 500 and a page of HTML",
    FaultKind.REFUSAL: "Slack answers that something went wrong inside it",
    FaultKind.LATE_ANSWER: "Slack does it, and answers {} seconds late",
    FaultKind.CUT_BEFORE: "The connection is cut before Slack does it",
    FaultKind.CUT_AFTER: "The connection is cut after Slack has done it",
    FaultKind.TOKEN_REVOKED: "The app's token is revoked just before, until the faults are cleared",
    FaultKind.LATE_DELIVERY: "It reaches the app {} seconds late",
    FaultKind.LOST_ACK: "The app's acknowledgement is lost",
    FaultKind.LOST_DELIVERY: "The connection is cut before it reaches the app",
    FaultKind.LOST_CONNECTION: "The connection is cut after the app has it",
    FaultKind.TWICE: "It reaches the app twice",
    FaultKind.OUT_OF_ORDER: "It reaches the app after the next one",
}
OF_CALLS = (
    FaultKind.RATE_LIMIT, FaultKind.SERVER_ERROR, FaultKind.REFUSAL, FaultKind.LATE_ANSWER, FaultKind.CUT_BEFORE,
    FaultKind.CUT_AFTER, FaultKind.TOKEN_REVOKED,
)  # fmt: skip
OF_EVENTS = (FaultKind.TWICE, FaultKind.OUT_OF_ORDER)
TIMED = (FaultKind.RATE_LIMIT, FaultKind.LATE_ANSWER, FaultKind.LATE_DELIVERY)


@dataclass
class Armed:
    """A fault that waits: it strikes `left` more times. `status` and `code` are what Slack answers."""

    id: int
    kind: FaultKind
    what: str
    left: int
    seconds: float = 0
    status: int = 500
    code: str = "internal_error"

    @property
    def sentence(self) -> str:
        where = "every call or delivery" if self.what == EVERYTHING else self.what
        return f"{where}: {LABELS[self.kind].format(f'{self.seconds:g}')}"


@dataclass
class Faults:
    """What is armed, and what has struck. May be used from any thread.

    `calls` and `events` are the names that there are, and `interactions` those of all other deliveries. `on_change` is
    told of each arming, `on_clear` of each clearing. `struck` counts (fault, call or delivery).
    """

    calls: frozenset[str]
    events: frozenset[str]
    interactions: frozenset[str]
    on_change: Callable[[], None] = lambda: None
    on_clear: Callable[[], None] = lambda: None
    struck: Counter[tuple[FaultKind, str]] = field(default_factory=Counter)
    _armed: list[Armed] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    # Calls to Slack's Web API

    def rate_limit(self, method: str = EVERYTHING, *, times: int = 1, retry_after: int = 1) -> None:
        """Answers 429 with `Retry-After` in seconds; nothing is done."""
        self.arm(FaultKind.RATE_LIMIT, method, times, seconds=retry_after)

    def server_error(self, method: str = EVERYTHING, *, times: int = 1, status: int = 500) -> None:
        """Answers with a 5xx and a page of HTML; nothing is done."""
        self.arm(FaultKind.SERVER_ERROR, method, times, status=status)

    def refusal(self, method: str = EVERYTHING, *, times: int = 1, code: str = "internal_error") -> None:
        """Answers `ok: false` with the code; nothing is done."""
        self.arm(FaultKind.REFUSAL, method, times, code=code)

    def late_answer(self, method: str = EVERYTHING, *, seconds: float, times: int = 1) -> None:
        """Does what is asked, and answers only when so many seconds are over."""
        self.arm(FaultKind.LATE_ANSWER, method, times, seconds=seconds)

    def cut_before(self, method: str = EVERYTHING, *, times: int = 1) -> None:
        """Cuts the connection; nothing is done."""
        self.arm(FaultKind.CUT_BEFORE, method, times)

    def cut_after(self, method: str = EVERYTHING, *, times: int = 1) -> None:
        """Does what is asked, and cuts the connection instead of answering."""
        self.arm(FaultKind.CUT_AFTER, method, times)

    def token_revoked(self, method: str = EVERYTHING) -> None:
        """Revokes the app's token when the call arrives."""
        self.arm(FaultKind.TOKEN_REVOKED, method, 1)

    # Deliveries to the app

    def late_delivery(self, what: str = EVERYTHING, *, seconds: float, times: int = 1) -> None:
        """Brings it so many seconds late, with triggers that have aged; from 3 seconds on Slack has given it up."""
        self.arm(FaultKind.LATE_DELIVERY, what, times, seconds=seconds)

    def lost_ack(self, what: str = EVERYTHING, *, times: int = 1) -> None:
        """Brings it, and takes it as not acknowledged: an event comes again, a person sees an error."""
        self.arm(FaultKind.LOST_ACK, what, times)

    def lost_delivery(self, what: str = EVERYTHING, *, times: int = 1) -> None:
        """Cuts the connection before the app has it."""
        self.arm(FaultKind.LOST_DELIVERY, what, times)

    def lost_connection(self, what: str = EVERYTHING, *, times: int = 1) -> None:
        """Brings it, and cuts the connection before the acknowledgement arrives."""
        self.arm(FaultKind.LOST_CONNECTION, what, times)

    def twice(self, what: str = EVERYTHING, *, times: int = 1) -> None:
        """Brings the same event twice. Only events: Slack does not repeat interactions."""
        self.arm(FaultKind.TWICE, what, times)

    def out_of_order(self, what: str = EVERYTHING, *, times: int = 1) -> None:
        """Keeps an event back until the next one has been brought. Only events."""
        self.arm(FaultKind.OUT_OF_ORDER, what, times)

    # All

    def arm(
        self,
        kind: FaultKind,
        what: str,
        times: int,
        *,
        seconds: float = 0,
        status: int = 500,
        code: str = "internal_error",
    ) -> None:
        """Arms a fault. Raises ValueError, with a sentence, for one that could never strike."""
        what = what or EVERYTHING
        if times < 1:
            raise ValueError("A fault strikes once or more often.")
        if not 0 <= seconds < FOR_EVER:
            raise ValueError("Seconds are at least none, and at most a year of them.")
        if what != EVERYTHING:
            self._check(kind, what)
        with self._lock:
            self._armed.append(Armed(next(self._ids), kind, what, times, seconds, status, code))
        self.on_change()

    def _check(self, kind: FaultKind, what: str) -> None:
        if kind in OF_CALLS:
            if what not in self.calls:
                raise ValueError(f"Slack has no method called {what}. Name one, like chat.postMessage.")
        elif what not in self.events | self.interactions:
            raise ValueError(
                f"The app is sent nothing called {what}. Name an event, a command or block_actions."
            )
        elif kind in OF_EVENTS and what not in self.events:
            raise ValueError(f"Only events come twice or out of order, and {what} is none.")

    def clear(self) -> None:
        """Disarms everything, and makes a token good again that a fault revoked."""
        with self._lock:
            self._armed.clear()
        self.on_clear()
        self.on_change()

    @property
    def told(self) -> list[str]:
        """What has struck, for people."""
        return [
            f"{name}: {LABELS[kind].format('some')} ({times})" for (kind, name), times in self.struck.items()
        ]

    @property
    def armed(self) -> list[Armed]:
        with self._lock:
            return list(self._armed)

    def strike_call(self, method: str) -> Armed | None:
        """The fault that strikes this call, if one does."""
        return self._strike(
            method, lambda armed: armed.kind in OF_CALLS and armed.what in (method, EVERYTHING)
        )

    def strike_delivery(self, kind: str, name: str) -> Armed | None:
        """The fault that strikes this delivery, if one does."""
        return self._strike(
            name,
            lambda armed: (
                armed.kind not in OF_CALLS
                and armed.what in (kind, name, EVERYTHING)
                and (kind == "events_api" or armed.kind not in OF_EVENTS)
            ),
        )

    def _strike(self, name: str, fits: Callable[[Armed], bool]) -> Armed | None:
        with self._lock:
            found = next((armed for armed in self._armed if fits(armed)), None)
            if found is None:
                return None
            found.left -= 1
            if not found.left:
                self._armed.remove(found)
            self.struck[found.kind, name] += 1
            return found
