"""What stands in a list where nobody's name can: "To be advised", "Vacant", "TBA". It means a vacancy (A-06)."""

import re

from liaison.domain.names import fold

# What people also type when they look for vacancies.
VACANT = r"vacant|vacanc(?:y|ies)|unfilled|not filled|unoccupied|empty|nobody|no one|to be advised|tba|tbc"  # as folded
_OTHERWISE = (
    r"none|nil|n a|tb[dn]|t b [acdn]|to be \w+|unknown|not (?:yet )?(?:advised|appointed|confirmed|decided|filled|known|nominated)"
    r"|awaiting (?:an? )?\w+|no (?:appointment|member|name|nomination|person|representative|substitute)"
)
_BEFORE = r"(?:(?:currently|now|presently|still|place|position|post|seat) )*"
_AFTER = r"(?: (?:at present|currently|place|position|post|seat|yet)| (?:at|by|from|in|on) .+)*"
_NO_NAME = re.compile(f"{_BEFORE}(?:{VACANT}|{_OTHERWISE}){_AFTER}")
_PLAIN = frozenset(["", "empty", "n a", "nil", "no one", "nobody", "none", "vacancies", "vacancy", "vacant"])


def means_nobody(name: str) -> bool:
    """Whether what is written in place of a name names nobody."""
    return bool(_NO_NAME.fullmatch(fold(name)))


def is_left_open(cell: str) -> bool:
    """The same of a cell of a list, in which a dash does as well."""
    return means_nobody(cell) or not fold(cell)


def words_of_the_list(cell: str) -> str | None:
    """What such a cell says beyond that the seat is vacant."""
    return None if fold(cell) in _PLAIN else " ".join(cell.split())
