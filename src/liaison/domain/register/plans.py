"""What taking a file into the register would do, and everything that is wrong with the file."""

import hashlib
from typing import Literal

from liaison.domain.register.changes import Difference
from liaison.domain.register.entries import Edit
from liaison.domain.values import Value

Sort = Literal["added", "changed", "ended"]


class RowFault(Value):
    """What is wrong in a file, and where: sheet, row and column are as a person sees them in it."""

    sheet: str
    row: int | None
    column: str | None
    sentence: str
    mend: str

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (self.sheet, f"row {self.row}" if self.row else "", self.column or "") if part
        )
        return f"{place}: {self.sentence} {self.mend}"


class Counts(Value):
    """How many entries a file adds, changes, ends, and leaves as they are."""

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.ended} ended, {self.unchanged} unchanged"


class Plan(Value):
    """What taking a file would do to the register, at the version at which it was looked at.

    `faults` keep the file out; `remarks` only ask for a second look.
    """

    version: int
    edits: tuple[Edit, ...] = ()
    differences: tuple[Difference, ...] = ()
    faults: tuple[RowFault, ...] = ()
    remarks: tuple[RowFault, ...] = ()
    counts: Counts = Counts()

    @property
    def digest(self) -> str:
        """A short word for all that it would change: two plans with the same word would do the same."""
        told = hashlib.sha256()
        for difference in self.differences:
            told.update(difference.model_dump_json().encode())
        return told.hexdigest()[:16]


def sort_of(difference: Difference) -> Sort:
    """Whether an entry is added, ended, or only changed."""
    if difference.before is None:
        return "added"
    if difference.after is None:
        return "ended"
    before, after = (getattr(entry, "until", None) for entry in (difference.before, difference.after))
    return "ended" if after and not before else "changed"
