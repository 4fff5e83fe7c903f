"""What is said of an appointment in one line: "mr cole to barrow cdrp as substitute from 1 january 2027"."""

import re
from datetime import date
from typing import NamedTuple

from liaison.domain.dates import read_any_date
from liaison.domain.names import fold

ROLES = ("representative", "substitute", "support officer", "link officer")
LINE = re.compile(
    r"(?:(?P<who>.+?)\s+)?(?:to|on|at|for)\s+(?:the\s+)?(?P<where>.+?)"
    rf"(?:\s+as\s+(?:an?\s+|the\s+)?(?P<role>{'|'.join(ROLES)}))?"
    r"(?:\s+from\s+(?P<since>.+?))?(?:\s+until\s+(?P<until>.+?))?\s*",
    re.IGNORECASE,
)
DAYS = re.compile(
    r"(?P<where>.+?)(?:\s+from\s+(?P<since>.+?))?(?:\s+until\s+(?P<until>.+?))?\s*", re.IGNORECASE
)


class Spoken(NamedTuple):
    """An appointment as somebody says it; what was not said is empty."""

    who: str
    where: str
    given: dict[str, str]


def read(text: str, *, today: date) -> Spoken | None:
    """What a line says of an appointment; None where it names no partnership. Raises BadInput for a day that is none."""
    line = " ".join(text.split())  # where a line breaks, the patterns would try every way to read it
    found = LINE.fullmatch(line) or DAYS.fullmatch(line)
    if found is None:
        return None
    said = found.groupdict()
    given = {"role": fold(said["role"])} if said.get("role") else {}
    for name in ("since", "until"):
        if said[name]:
            given[name] = read_any_date(said[name], today=today, lean="future").isoformat()
    return Spoken(who=said.get("who") or "", where=said["where"], given=given)
