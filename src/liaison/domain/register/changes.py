"""Changes of the register: what was before and after, who did it, and how it is undone (UX-07, UX-10, UK-08)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, Protocol

from pydantic import SerializeAsAny, ValidationInfo, field_validator

from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Entry, Kind
from liaison.domain.register.snapshot import Register
from liaison.domain.values import SlackUserId, Value

How = Literal["form", "button", "import", "undo", "command line", "report-back"]


class Difference(Value):
    """One entry before and after; None before means that it was added, None after that it was removed."""

    kind: Kind
    id: str
    before: SerializeAsAny[Entry] | None
    after: SerializeAsAny[Entry] | None

    @field_validator("before", "after", mode="before")
    @classmethod
    def _of_its_kind(cls, said: object, others: ValidationInfo) -> object:
        # Read back from storage: the kind says what an entry is, so nothing need be guessed from its fields.
        kind = KINDS.get(others.data.get("kind", "about"))
        return kind.model_validate(said) if kind and isinstance(said, dict) else said

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, in the order in which they are shown."""
        return tuple(
            field.name
            for field in SORTS[self.kind].fields
            if getattr(self.before, field.name, None) != getattr(self.after, field.name, None)
        )


class Change(Value):
    """Entries changed together, by one person or command; `version` is the register's version that it made (its id).

    `undoes` and `undone_by` are the versions of the change that this one takes back, and of the one that took it back.
    """

    version: int
    at: datetime
    by: str
    by_user: SlackUserId | None
    how: How
    differences: tuple[Difference, ...]
    undoes: int | None = None
    undone_by: int | None = None


class Changes(Protocol):
    """Where changes are kept, for one workspace."""

    def add(self, change: Change) -> None: ...

    def get(self, version: int) -> Change | None: ...

    def save(self, change: Change) -> None:
        """Keeps that a change was undone."""
        ...

    def after(self, version: int) -> Sequence[Change]:
        """The changes that were made after a version, the oldest first."""
        ...

    def latest(self, most: int) -> Sequence[Change]:
        """The newest changes, the newest first."""
        ...


def differences(register: Register, edits: Iterable[Edit]) -> tuple[Difference, ...]:
    """What edits would change; those that would change nothing are left out."""
    found = (
        Difference(kind=edit.kind, id=edit.id, before=register.entry(edit.kind, edit.id), after=edit.entry)
        for edit in edits
    )
    return tuple(difference for difference in found if difference.before != difference.after)


def reverse(change: Change) -> tuple[Edit, ...]:
    """The edits that take a change back, in the opposite order."""
    return tuple(
        Edit(difference.kind, difference.id, difference.before) for difference in reversed(change.differences)
    )
