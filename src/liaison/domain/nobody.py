"""What stands in a list where nobody's name can: "To be advised", "Vacant", "TBA". It means a vacancy (A-06)."""

import re

from liaison.domain.names import TITLES, fold

# What people also type when they look for vacancies.
VACANT = r"vacant|vacanc(?:y|ies)|unfilled|not filled|unoccupied|empty|nobody|no one|to be advised|tba|tbc"  # as folded
_DONE = r"(?:\w+ed|chosen|found|given|known|made|put forward)"
_WHO = (
    r"(?:appointee|appointment|chair|deputy|details|member|names?|nomination|nominee|officer|person|place|position|post|rep"
    r"|representative|role|seat|substitute)"
)
# Words that no name is made of, so that a title before them makes none either: "Cllr TBA".
_SURELY = (
    rf"vacant|vacanc(?:y|ies)|unfilled|unoccupied|tb[acdn]|to be {_DONE}|to follow|unknown|an? n other|an other"
    rf"|(?:none|nobody|no one|not)(?: yet| currently)? {_DONE}|not applicable|awaiting .+|await(?:ed|ing)"
)
# Words that may be somebody's, or their initials: they stand for nobody only without a title.
_ALONE = rf"empty|nobody|no one|none|nil|n [ak]|pending(?! )|t b [acdn]|no {_WHO}(?: {_DONE})?"
_LITTLE = r"an?|also|casual|currently|is|new|now|presently|still|the|there|\d+|one|two|three"
_QUALIFYING = (
    r"after|as|at|because|before|by|due|during|following|for|formerly|from|if|in|on|once|owing|pending|per|previously|see"
    r"|since|subject|through|till|to|under|unless|until|was|when|where|while|whilst|with"
)
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_THEN = (
    rf"(?: (?:again|at present|currently|now|please|shortly|soon|still|yet|{_WHO}|{_MONTHS}|\d+(?:st|nd|rd|th)?))*"
    rf"(?: (?:{_QUALIFYING})(?: .+)?)?"
)
_WHOSE = rf"(?:(?!(?:{_QUALIFYING})\b)\w+ ){{1,3}}vacanc(?:y|ies)"  # "Labour group vacancy"


def _one_or_more(words: str, before: str) -> re.Pattern[str]:
    """One of the words or more, with what may stand before and after; read in one way only, however long it is."""
    return re.compile(rf"(?:(?:{before}) )*(?:{words}|{_WHOSE})(?: (?:and |or )?(?:{words}))*+{_THEN}")


_SURELY_NOBODY = _one_or_more(_SURELY, "|".join((_LITTLE, _WHO, *sorted(TITLES))))
_NOBODY = _one_or_more(f"{_SURELY}|{_ALONE}", f"{_LITTLE}|{_WHO}")
# What divides a vacancy from what is said of it: a dash that joins no words, brackets, the end of a sentence or part.
_DASH = r"(?<=\s)-+(?=\s)|[\u2012-\u2015]"
_APART = re.compile(rf"{_DASH}|[()\[\]{{}}:;,|\n]|\.(?=\s)")
_DASHED, _BRACKETED = re.compile(_DASH), re.compile(r"[(\[]")
_PLAIN = frozenset(
    [
        "",
        "empty",
        "n a",
        "nil",
        "no one",
        "nobody",
        "none",
        "not applicable",
        "vacancies",
        "vacancy",
        "vacant",
    ]
)


def means_nobody(name: str) -> bool:
    """Whether what is written in place of a name names nobody, whatever is said of it: "Vacant (Mr Cole resigned)"."""
    said = fold(name)
    if not said.strip("_ "):
        return any(not letter.isspace() for letter in name)  # a dash, or a question mark
    # Initials may be in brackets or come before a full stop: "N A (Tony) Smith", "N.A. Smith".
    added = _BRACKETED if name.rstrip().endswith((")", "]")) else _DASHED
    first = next(part for part in map(fold, _APART.split(name)) if part)
    return bool(
        _SURELY_NOBODY.fullmatch(first)
        or _NOBODY.fullmatch(said)
        or _SURELY_NOBODY.fullmatch(said)
        or _NOBODY.fullmatch(fold(added.split(name, maxsplit=1)[0]))
    )


def is_left_open(cell: str) -> bool:
    """The same of a cell of a list, in which nothing at all does as well."""
    return means_nobody(cell) or not fold(cell)


def words_of_the_list(cell: str) -> str | None:
    """What such a cell says beyond that the seat is vacant."""
    return None if fold(cell) in _PLAIN else " ".join(cell.split())
