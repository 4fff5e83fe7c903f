"""What carries payloads to the app and brings back its acknowledgement: Socket Mode or HTTP."""

from dataclasses import dataclass
from typing import Any, Protocol

from liaison.sandbox.jsons import Json


@dataclass(frozen=True)
class Retry:
    attempt: int
    reason: str


@dataclass(frozen=True)
class Ack:
    """What came back. `reason` is Slack's word for a failure: http_timeout, http_error, connection_failed.

    `status` is the HTTP status of an http_error.
    """

    ok: bool
    payload: Any = None
    reason: str = ""
    no_retry: bool = False
    status: int | None = None


class Transport(Protocol):
    """`kind` is events_api, interactive or slash_commands."""

    @property
    def connected(self) -> bool: ...

    async def send(
        self, kind: str, payload: Json, *, answerable: bool, retry: Retry | None = None
    ) -> Ack: ...

    def cut(self, *, last_used: bool) -> None:
        """Breaks the connection that was used last, or is next in turn, without a word."""

    async def close(self) -> None: ...
