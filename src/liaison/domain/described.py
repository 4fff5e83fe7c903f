"""What an authority's document and the register say of a partnership in the same words: read from one, kept in the other."""

from datetime import date
from typing import Literal

from liaison.domain.values import Value

SeatRole = Literal["representative", "substitute", "support officer", "link officer"]


class Attendance(Value):
    """Who attends a sub-group (A-25)."""

    sub_group: str
    who: tuple[str, ...]


class Described(Value):
    """A partnership as it is described; None and empty mean that nothing is said.

    `priorities_called` is its own word where that is not "priorities". `bodies` counts the bodies that take part, at
    `seats_per_body` each (A-21). `formal` means agreed terms of reference and formal meetings (A-18). `remark` is ours,
    not the document's: how an unclear passage was read (X-01 to X-34).
    """

    name: str
    short: str | None = None
    kind: str | None = None
    kind_short: str | None = None
    kind_formerly: str | None = None
    kind_formerly_short: str | None = None
    number: int | None = None
    level: str | None = None
    area: str | None = None
    statutory: bool | None = None
    formal: bool | None = None
    strategic: bool | None = None
    established_under: str | None = None
    host: str | None = None
    on_behalf_of: str | None = None
    also_called: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    own_role: str | None = None
    priorities: tuple[str, ...] = ()
    priorities_called: str | None = None
    principles: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    vision: tuple[str, ...] = ()
    vision_year: int | None = None
    strategy_years: int | None = None
    governance: str | None = None
    chaired_by: str | None = None
    members: tuple[str, ...] = ()
    also_attend: tuple[str, ...] = ()
    bodies: int | None = None
    bodies_are: str | None = None
    seats_per_body: int | None = None
    sub_groups: tuple[str, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    last_met: date | None = None
    notes: tuple[str, ...] = ()
    remark: str | None = None
