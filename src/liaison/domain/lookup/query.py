"""Reading what was typed: which list is asked for, as of which day, and which words are left to say what is meant.

A text that is somebody's or something's name as a whole is a name, whatever words it holds ("Bournemouth 2026"). From any
other text the day is taken out first, then a keyword ("vacant", "matrix"), a role, and a relation ("what reports to CED",
"under the CSP"). Of the rest, little words and politeness do not count.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from liaison.domain.dates import write_date
from liaison.domain.described import SeatRole
from liaison.domain.errors import BadInput
from liaison.domain.lookup.dated import When, horizon, read_when
from liaison.domain.lookup.models import Asked, Detail
from liaison.domain.lookup.plain import joined, plain
from liaison.domain.names import FILLERS, TOPICAL, fold, singular, whole
from liaison.domain.nobody import VACANT
from liaison.domain.register.index import SHELVES, Index

LONGEST_QUERY = 200
SOON = timedelta(days=90)
EXPIRING = re.compile(
    r"\b(expiring|expires?|expiry|about to end|coming to an end|end(?:s|ing)? soon|ending|ends|running out"
    r"|runs? out|up for renewal)\b"
)
KEYWORDS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "no seat",
        re.compile(
            r"\b(?:(?:without|with no|no|have no|has no) (?:an? |any |authority |of our |our )*seats?(?: of ours)?"
            r"|unrepresented|(?:are |is |were |was )?(?:we |us )?(?:are |were )?not represented"
            r"|(?:we|authority) (?:dont|do not|does not|doesnt) (?:have a seat|sit)(?: on)?)\b"
        ),
    ),
    (
        "vacant",
        re.compile(
            rf"\b({VACANT}|gaps?|(?:left )?to fill"
            r"|without (?:anybody|anyone|somebody|someone))\b"
            r"|\b(?:(?:without|with no|no|lack(?:s|ing)?) (?:an? |any )?"
            r"(?=representative|substitute|subs?\b(?! groups?)|deput|stand in|support(?:ing)? officer|l(?:ink|iaison) officer)"
            r"|(?:without|with no|no|(?:still )?needs? an?) (?:a |any )?(?=(?:reps?|members?|representative|substitute)\b))"
        ),
    ),
    ("no office", re.compile(r"\b(?:without|with no|no|have no|has no|holds? no) (?:an? |any )?offices?\b")),
    (
        "several seats",
        re.compile(
            r"\b(?:hold(?:s|ing)? )?(?:more than (?:one|1|a single)|at least (?:two|2)|(?:two|2) or more|several|multiple)"
            r" (?:of our |of the )?(?:seats?|partnerships?|positions?)\b"
        ),
    ),
    ("expiring", EXPIRING),
    ("unlinked", re.compile(r"\b(unlinked|(?:is|are)? ?(?:not|nt) linked|not (?:in|on) slack)\b")),
    (
        "to confirm",
        re.compile(
            r"\b(to confirm|to be confirmed|for confirmation|unconfirmed|(?:not|be) confirmed|needs? confirming)\b"
        ),
    ),
    ("matrix", re.compile(r"\b(matrix|grid)\b")),
    ("ended", re.compile(r"\b(ended|defunct|merged|dissolved|abolished|wound up|no longer exists?)\b")),
)
ROLES: tuple[tuple[SeatRole, re.Pattern[str]], ...] = (
    ("support officer", re.compile(r"\bsupport(?:ing)? officers?\b")),
    ("link officer", re.compile(r"\b(?:link|liaison) officers?\b")),
    (
        "substitute",
        re.compile(
            r"\b(?:cover(?:s|ed|ing)? for|substitutes?|subs?(?! groups?)|deput(?:y|ies)(?! chair)|(?:stand|stood|deputis)(?:s|es|ing)? (?:in|for)s?)\b"
        ),
    ),
    ("representative", re.compile(r"\b(?:representatives?|reps?)\b")),
)
# What is asked of an entry that is not a seat of it.
MEETING = re.compile(
    r"\b(?:next (?:\w+ )?meetings?|meet(?:s|ing)? (?:up )?next|when (?=.*\bmeet)|(?<=when)\b.*\bmeets?$)"
)
WHEN_IT_MEETS = re.compile(r"\b(?:when|next|meet|meets|meeting|meetings|date)\b")
WHERE_IT_REPORTS = re.compile(
    r"^(?:.*\b(?:what|which) (?:committees? )?|.*\bwhere )(?:do|does|did) (?P<who>.+) reports?(?: back)?(?: (?:in )?to)?$"
)
ASKS_WHERE = re.compile(
    r"\b(?:what|which|where) (?:committees? )?(?:do|does|did) (?:it|that|they|this) reports?(?: back)?(?: (?:in )?to)?$"
)
SUBSTITUTES = frozenset(["substitute", "substitutes"])
EXCEPT = "except"
BUT_NOT = re.compile(
    r"\b(?:excepting|except(?: for)?|excluding|apart from|other than|but not|(?<=\w )not the)\b"
)
# Whom somebody stands in for, and not who stands in for them.
STANDS_IN = re.compile(
    r"\b(?:do|does|did|am|is|can|should) (?P<who>.+?) (?:stand(?:ing)?(?: in)?|deputis(?:e|ing)|deputy|substitut(?:e|ing)"
    r"|(?:a |the )?substitute|sub|cover(?:ing)?) for$|^(?P<whose>.+) stands? in for$"
    r"|^where (?:do|does|am|is|are) (?P<where>.+?) (?:stand(?:ing)? in|(?:a |the )?substitute)$"
)
# Whether something is marked so, rather than what is.
WHETHER = re.compile(r"\b(?:non |in)?(?:statutory|formal) or (?:not|(?:non |in)?(?:statutory|formal))\b")
IS_IT = re.compile(
    r"^(?:is|are) (?P<who>.+?) (?:an? )?(?:statutory|non statutory|formal|informal)(?: one| body)?$"
)
IT = frozenset(["it", "that", "they", "this"])
STANDS_FOR = re.compile(r"^what (?:does|do|is) (?P<who>.+?) (?:stand for|mean|short for)$")
# Parts of what is said of an entry; they are looked for only where nothing else is named.
PARTS = re.compile(r"\b(?:(?:sub|task) ?groups?|member bodies|membership list)\b")
LAST_MET = re.compile(
    r"\b(?:(?:met|meet|meeting|meetings) last|last (?:met|meet|meeting)|(?<=when did)\b.*\bmeet)\b"
)
LAST_MET_WORDS = re.compile(r"\b(?:when|did|last|met|meet|meeting|meetings|date)\b")
AUTHORITY = re.compile(r"\b(?:police )?authority\b")
# Whose lack of a seat is asked about, rather than which partnerships lack one.
PEOPLE = re.compile(r"\b(?:members?|people|persons?|who|councillors?|nobody|anybody|anyone)\b")
ME = re.compile(
    r"\b(?:me|my|mine|myself|(?:do|am|did|was|will|have) i|i (?:sit|hold|am|have|represent|cover|serve|attend|was)|am i)\b"
)
OF_PEOPLE = frozenset[Asked](["no office", "several seats"])  # lists of people, and never of partnerships
REPORTS = re.compile(
    r"^(?P<before>.*)\b(?:reports?|reporting|reported|accountable|answers?) (?:(?:go|goes|going|back) )?(?:in)?to (?P<whom>.+)$"
)
UNDER = re.compile(
    r"^(?P<before>.*)\b(?:under|underneath|below|beneath|within|parts? of|members? of|belongs? to|belonging to"
    r"|mak(?:es?|ing) up) (?P<whom>.+)$"
)
CHOSEN = re.compile(r"^(?P<before>.*?)\b(?P<what>of kind|in area) (?P<name>.+)$", re.IGNORECASE | re.DOTALL)
ON_A_DAY = re.compile(r"^(?P<name>.+) (?P<day>on \d{1,2} \w+ \d{4})\s*$", re.DOTALL)
PARTED = re.compile(r"\b(?:and|or)\b")
MARKS = (
    (re.compile(r"\b(?:statutory )?(?:status )?(?:not stated|unstated)\b"), "notstated"),
    (re.compile(r"\b(?:non|not) statutory\b"), "nonstatutory"),
    (re.compile(r"\b(?:non|not) formal\b"), "informal"),
)
EVERYTHING = frozenset(
    ["all", "list", "every", "everything", "partnership", "register", "whole", "full", "entire", "each"]
)
# Words of which a list is full, that do not narrow it.
SEATS = frozenset(
    re.findall(
        r"\w+",
        "appointment appointments grid matrix member membership memberships place places position positions post posts seat"
        " seats term terms office soon people members all list partnerships partnership",
    )
)
CHANGED = frozenset(
    re.findall(
        r"\w+",
        "appointed began begun begin change changed changes changing else ended happened joined left new started"
        " different moved all partnership partnerships",
    )
)
# Words for what is shown anyway; they count only where something is called so.
ASIDE = frozenset(
    re.findall(
        r"\w+",
        "after appoint appointed appointment appointments appoints attend attended attending attends became become before"
        " belong belonging belongs by card concerning contact contacts detail details each else entire entry every"
        " everything former formerly full happened happens include includes including info information involve involved"
        " involving many meet meeting meetings meets nominate nominated nominates number one ones"
        " place places position positions post posts put puts regarding relevant seat seats send sending sends sent"
        " round several some speak speaking speaks term terms until whole",
    )
)
DAY_WORDS = frozenset(["on", "since", "before", "as of", "as at"])
CLOCK = frozenset(["now", "mo", "atm", "today", "currently", "nowadays", "days", "moment", "present"])


@dataclass(frozen=True)
class Question:
    """What was asked, as it was read. `said` are the words that say what is meant, as they were typed.

    `parts` are the same, taken apart at "and" and "or". `detail` is what of the entries was asked for. `kind` and `area` name
    exactly what a menu offers. `spoken` is all that was typed but for the day and the politest words.
    """

    text: str
    today: date
    day: date
    said: tuple[str, ...] = ()
    asked: Asked = "entries"
    since: date | None = None
    until: date | None = None
    note: str = ""
    role: SeatRole | None = None
    detail: Detail | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    me: bool = False
    topical: bool = False
    reports_to: str = ""
    under: str = ""
    members_of: bool = False
    kind: str = ""
    area: str = ""
    spoken: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether words narrow the list that is asked for."""
        return bool(self.said or self.me or self.reports_to or self.under or self.kind or self.area)

    @property
    def exists_on(self) -> date | None:
        """The day on which what is asked about must exist; None where the past is asked about."""
        return None if self.asked in {"ended", "changes"} else self.day


def read(index: Index, text: str, *, today: date) -> Question:
    """Reads a question. Raises BadInput for a text that is too long, and for a day that cannot be asked about."""
    question = name_only(text, today=today)
    if fold(text) in DAY_WORDS:
        raise BadInput(
            "The day is missing.", f"Type it after that, for example /rep me on {write_date(today)}."
        )
    if _is_a_name(index, text):
        stand_in = not SUBSTITUTES.isdisjoint(
            fold(text).split()
        )  # it is no telling word, but says what is asked
        return replace(question, role="substitute", detail="substitute") if stand_in else question
    text, kind, area = _chosen(index, text)
    when, day, until = _when(index, text, today)
    asked = plain(when.text, known=lambda word: knows(index, word))
    if when.since and when.since > today:
        raise BadInput(
            f"{write_date(when.since)} is still to come.",
            f"To see what ends by then, type /rep expiring by {write_date(when.since)}.",
        )
    detail, said = _detail(asked)
    question = replace(question, day=day, since=when.since, until=until, note=when.note, detail=detail)
    question = replace(question, kind=kind, area=area, spoken=asked)
    return _relation(_keyword(index, question, said))


def _chosen(index: Index, text: str) -> tuple[str, str, str]:
    """Takes out the kind or the area that a menu offers, whatever words are in it, before anything else is read."""
    match = CHOSEN.match(text)
    if match is None:
        return text, "", ""
    shelf, of_kind = index.shelf("partnerships"), match["what"].casefold() == "of kind"
    name, rest = match["name"], match["before"]
    dated = ON_A_DAY.match(name)
    if dated and whole(name) not in (shelf.kinds if of_kind else shelf.areas).places:
        name, rest = dated["name"], f"{rest} {dated['day']}"
    return rest, name if of_kind else "", "" if of_kind else name


def _when(index: Index, text: str, today: date) -> tuple[When, date, date | None]:
    """What a text says of time: the day asked about, and the day by which what is asked about ends."""
    expiring = bool(EXPIRING.search(fold(text)))
    until = None
    if expiring and (ahead := horizon(text, today=today)):
        text, until = ahead
    when = read_when(text, today=today, known=lambda word: knows(index, word))
    day = when.day or today
    if not expiring:
        return when, day, until
    if when.yearless and day < today:  # what ends is still to come
        day += relativedelta(years=1)
    if until is None and when.last and when.last > today:
        until = when.last
    if until is None:
        until = day if day > today else min(day, date.max - SOON) + SOON
    return when, min(day, today), until


def _detail(said: str) -> tuple[Detail | None, str]:
    """Takes out what is asked of an entry: when it meets next, or where it reports."""
    said = " ".join(said.split())
    if match := WHERE_IT_REPORTS.match(said):
        return "committee", ASKS_WHERE.sub(" ", said) if match["who"] in IT else match["who"]
    if WHETHER.search(said):
        return "status", WHETHER.sub(" ", said)
    if match := IS_IT.match(said):
        return "status", match["who"]
    if match := STANDS_FOR.match(said):
        return None, match["who"]
    if match := STANDS_IN.search(said):
        return "stands in for", match["who"] or match["whose"] or match["where"]
    if LAST_MET.search(said):
        return "last meeting", LAST_MET_WORDS.sub(" ", said)
    if MEETING.search(said):
        return "next meeting", WHEN_IT_MEETS.sub(" ", said)
    rest = PARTS.sub(" ", said)
    return None, rest if _telling(rest) and set(_telling(rest)) - FILLERS else said


def name_only(text: str, *, today: date) -> Question:
    """Reads a text as a name, whatever it holds. Raises BadInput where it is too long to be one."""
    if len(text) > LONGEST_QUERY:
        raise BadInput(
            f"That is {len(text):,} characters, which is too long for a name.",
            "Type a partnership, a person, an area or a committee, for example /rep barrow.",
        )
    return Question(text=" ".join(text.split()), today=today, day=today, said=_telling(fold(joined(text))))


def knows(index: Index, word: str) -> bool:
    """Whether some entry is called by that word."""
    return any(word in index.shelf(kind).names.places for kind in SHELVES)


def _is_a_name(index: Index, text: str) -> bool:
    key = whole(text)
    return any(key in index.shelf(kind).wholes.places for kind in SHELVES)


def _telling(said: str, dropped: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words that count, without doubles; all where none does."""
    words = tuple(dict.fromkeys(said.split()))
    telling = tuple(word for word in words if word not in FILLERS and word not in dropped)
    return telling or tuple(word for word in words if word not in dropped)


def _keyword(index: Index, question: Question, said: str) -> Question:
    asked: Asked = "entries"
    said_before = said
    for name, pattern in KEYWORDS:
        match = pattern.search(said)
        rest = f"{said[: match.start()]} {said[match.end() :]}" if match else said
        if name in OF_PEOPLE and _telling(rest) and not PEOPLE.search(said):
            continue  # it is said of partnerships
        if match and not (knows(index, match[0].strip()) and _telling(rest)):
            asked, said = name, rest
            break
    if question.since and asked == "entries":
        asked = "changes"
    if asked == "no seat":  # the authority is who asks
        said = AUTHORITY.sub(" ", said)
        asked = "unseated" if PEOPLE.search(said_before) else asked
    if asked in OF_PEOPLE:
        said = PEOPLE.sub(" ", said)
    said = BUT_NOT.sub(EXCEPT, said)
    for mark, token in MARKS:
        said = mark.sub(token, said)
    role = None
    for role_name, pattern in ROLES:
        if pattern.search(said):
            role, said = role or role_name, pattern.sub(" ", said)
    if asked == "vacant" and role:
        asked = "without"  # a seat that is not recorded is lacking as well
    me = bool(ME.search(said)) or (question.detail == "stands in for" and said.strip() == "i")
    said = ME.sub(" ", "" if said.strip() == "i" else said) if me else said
    listing = asked != "entries" or me
    dropped = CLOCK | (SEATS if listing else frozenset()) | (CHANGED if question.since else frozenset())
    words = said.split()
    kept = [word for word in words if word not in dropped]
    rest = " ".join(word for word in kept if word not in ASIDE or knows(index, word))
    rest = rest if listing or _telling(rest) else " ".join(kept)
    if asked == "entries" and role and not me and not _telling(rest, FILLERS | EVERYTHING | SEATS):
        return replace(question, asked="with", role=role, detail=role, said=())
    a_day_alone = not words and question.day != question.today and question.detail is None
    listed = {singular(word) for word in words} & EVERYTHING or a_day_alone
    if asked == "entries" and not me and listed and {singular(w) for w in _telling(rest)} <= EVERYTHING:
        asked, rest = "everything", ""
    elif asked == "entries":
        rest = " ".join(word for word in rest.split() if word not in {"all", "list", "every"}) or rest
    detail = role or question.detail
    return replace(question, asked=asked, role=role, detail=detail, me=me, said=tuple(rest.split()))


def _relation(question: Question) -> Question:
    """Takes "reports to X" and "under X" apart, and leaves the words that tell."""
    said = " ".join(question.said)
    reports_to, under, members_of = "", "", False
    if match := REPORTS.match(said):
        said, reports_to = match["before"], match["whom"]
    elif match := UNDER.match(said):
        said, under = match["before"], match["whom"]
        members_of = "member" in match[0]
    topical = any(word in TOPICAL for word in said.split())
    parts = [tuple(word for word in part.split() if word not in FILLERS) for part in PARTED.split(said)]
    words = tuple(word for word in dict.fromkeys(said.split()) if word not in FILLERS)
    if topical:
        words = tuple(word for word in words if word not in TOPICAL) or words
    fallback = (
        ()
        if (
            reports_to
            or under
            or question.kind
            or question.area
            or question.me
            or question.asked != "entries"
        )
        else question.said
    )
    return replace(
        question,
        said=words or tuple(dict.fromkeys(fallback)),
        topical=topical,
        parts=tuple(parts) if len(parts) > 1 and all(parts) else (),
        reports_to=reports_to,
        under=under,
        members_of=members_of,
    )
