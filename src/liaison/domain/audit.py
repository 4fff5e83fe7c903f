"""The audit trail: append-only, each entry carrying the hash of the one before (design decision 8; UK-08)."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from pydantic import Field

from liaison.domain.values import Value

FIRST = "0" * 64


class Entry(Value):
    """One thing done: by whom (a person's name, a Slack user, or "system"), what, to what, when (UTC).

    `details` holds ids, dates and titles, never restricted text.
    """

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, str] = Field(default_factory=dict)
    previous: str
    digest: str


class Trail(Protocol):
    """Where entries are kept, for one workspace; there is no way to change or remove one."""

    def last(self) -> Entry | None:
        """The newest entry; the trail is locked until the transaction ends, so that no two follow the same one."""
        ...

    def add(self, entry: Entry) -> None: ...

    def all(self) -> Iterable[Entry]: ...


def digest_of(
    number: int, at: datetime, actor: str, action: str, subject: str, details: dict[str, str], previous: str
) -> str:
    """The hash that ties an entry to all entries before it."""
    text = json.dumps([number, at.isoformat(), actor, action, subject, details, previous], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def record(trail: Trail, *, at: datetime, actor: str, action: str, subject: str, **details: str) -> Entry:
    """Adds an entry to the trail, inside the transaction of what it records."""
    at = at.astimezone(UTC)  # it is read back in UTC, and the hash is of what is read back
    last = trail.last()
    number = last.number + 1 if last else 1
    previous = last.digest if last else FIRST
    entry = Entry(
        number=number,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        details=details,
        previous=previous,
        digest=digest_of(number, at, actor, action, subject, details, previous),
    )
    trail.add(entry)
    return entry


def first_broken(entries: Iterable[Entry]) -> Entry | None:
    """The first entry whose number, link or content no longer fits the chain; None where the chain holds."""
    previous, number = FIRST, 1
    for entry in entries:
        expected = digest_of(
            entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.details, entry.previous
        )
        if entry.number != number or entry.previous != previous or entry.digest != expected:
            return entry
        previous, number = entry.digest, number + 1
    return None
