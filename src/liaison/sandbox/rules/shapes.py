"""Small checks for JSON that put together say what Slack accepts, and point at what it does not."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from liaison.sandbox.jsons import Json


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: `pointer` is a JSON pointer."""

    pointer: str
    sentence: str
    code: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"[ERROR] {self.sentence} [json-pointer:{self.pointer or '/'}]"


@dataclass(frozen=True)
class Place:
    """Where a thing stands. `surface` is message, modal or home; `block` the type of the block around it."""

    surface: str
    block: str = ""
    at: str = ""

    def into(self, *steps: str | int) -> "Place":
        escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
        return Place(self.surface, self.block, "/".join((self.at, *escaped)))

    def inside(self, block: str) -> "Place":
        return Place(self.surface, block, self.at)

    def fault(self, sentence: str, code: str = "invalid_blocks") -> list[Fault]:
        return [Fault(self.at, sentence, code)]


Check = Callable[[Any, Place], list[Fault]]
NO_FAULTS: list[Fault] = []


def string(most: int | None = None, least: int = 1) -> Check:
    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, str):
            return place.fault("must be a string")
        if len(value) < least:
            return place.fault(f"must be more than {least - 1} characters")
        if most is not None and len(value) > most:
            return place.fault(f"must be less than {most + 1} characters")
        return NO_FAULTS

    return check


def boolean(value: Any, place: Place) -> list[Fault]:
    return NO_FAULTS if isinstance(value, bool) else place.fault("must be a boolean")


def integer(least: int, most: int) -> Check:
    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, int) or isinstance(value, bool):
            return place.fault("must be an integer")
        return NO_FAULTS if least <= value <= most else place.fault(f"must be from {least} to {most}")

    return check


def number(value: Any, place: Place) -> list[Fault]:
    """A finite number (JSON has no other, but Python reads NaN)."""
    plain = isinstance(value, int) and not isinstance(value, bool)
    fine = plain or (isinstance(value, float) and math.isfinite(value))
    return NO_FAULTS if fine else place.fault("must be a number")


def one_of(*allowed: object) -> Check:
    def check(value: Any, place: Place) -> list[Fault]:
        if value in allowed:
            return NO_FAULTS
        return place.fault(f"must be one of {', '.join(map(str, allowed))}")

    return check


def matching(pattern: str, what: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, place: Place) -> list[Fault]:
        ok = isinstance(value, str) and compiled.fullmatch(value)
        return NO_FAULTS if ok else place.fault(f"must be {what}")

    return check


def a_date(value: Any, place: Place) -> list[Fault]:
    try:
        ok = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        ok = False
    return NO_FAULTS if ok else place.fault("must be a date like 2026-11-22")


a_time = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time like 09:30")
a_number = matching(r"-?\d+(\.\d+)?", "a number, as a string")


def a_timezone(value: Any, place: Place) -> list[Fault]:
    try:
        ZoneInfo(value)
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        return place.fault("must be a time zone like Europe/London")
    return NO_FAULTS


def url(most: int, scheme: str = r"[a-z][a-z0-9+.-]*") -> Check:
    """A URL of at most so many characters; `scheme` is a pattern."""
    pattern = re.compile(rf"{scheme}:\S+", re.IGNORECASE)

    def check(value: Any, place: Place) -> list[Fault]:
        faults = string(most)(value, place)
        return faults or (NO_FAULTS if pattern.fullmatch(value) else place.fault("must be a URL"))

    return check


WEB, LINKS = "https?", "(https?|mailto)"  # where pictures come from, and where links may lead


def unique(items: list[Any], what: str, place: Callable[[int], Place]) -> list[Fault]:
    """A fault at each item that has been there before; None is no item. `place` says where item n stands."""
    seen: set[Any] = set()
    faults: list[Fault] = []
    for n, item in enumerate(items):
        if item in seen:
            faults += place(n).fault(f"{what} {item!r} already exists")
        elif item is not None:
            seen.add(item)
    return faults


def listing(item: Check, most: int, least: int = 1) -> Check:
    """An array of `least` to `most` items, each checked."""

    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, list):
            return place.fault("must be an array")
        if len(value) < least:
            return place.fault(f"no fewer than {least} items allowed")
        if len(value) > most:
            return place.fault(f"no more than {most} items allowed")
        return [fault for n, each in enumerate(value) for fault in item(each, place.into(n))]

    return check


def shape(
    required: dict[str, Check], optional: dict[str, Check] | None = None, *more: Check, typed: bool = True
) -> Check:
    """An object with these properties and no others; `more` checks look at the object as a whole.

    A `typed` object also has a `type`, which whoever chose this shape has looked at already.
    """
    known = {**required, **(optional or {})}

    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, dict):
            return place.fault("must be an object")
        faults: list[Fault] = []
        for name in required:
            if name not in value:
                faults += place.fault(f"missing required field: {name}")
        for name, each in value.items():
            if name in known:
                faults += known[name](each, place.into(name))
            elif not (typed and name == "type"):
                faults += place.fault(f"no more properties allowed: {name}")
        return faults or [fault for rule in more for fault in rule(value, place)]

    return check


def by_type(kinds: Callable[[], dict[str, Check]]) -> Check:
    """An object whose `type` chooses the shape. The table comes as a function, for shapes that hold each other."""

    def check(value: Any, place: Place) -> list[Fault]:
        if not isinstance(value, dict):
            return place.fault("must be an object")
        kind = value.get("type")
        if not isinstance(kind, str):
            return place.fault("missing required field: type")
        found = kinds().get(kind)
        if found is None:
            return place.into("type").fault(f"unsupported type: {kind}")
        return found(value, place)

    return check


def rule(holds: Callable[[Json], bool], sentence: str) -> Check:
    """A rule about a whole object."""

    def check(value: Any, place: Place) -> list[Fault]:
        return NO_FAULTS if holds(value) else place.fault(sentence)

    return check
