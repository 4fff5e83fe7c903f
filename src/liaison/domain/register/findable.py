"""The texts by which each kind of entry is found; what is restricted is not among them (A-17)."""

from collections.abc import Iterable
from dataclasses import dataclass

from liaison.domain.names import fold, whole
from liaison.domain.register.entries import Entries
from liaison.domain.register.models import Committee, Entry, Group, Office, Partnership, Person


@dataclass(frozen=True)
class Findable:
    """The texts by which an entry is found. `own` are names of which one alone names it, and with one of its `kinds` too,
    as its area does; `called` are other words for it; `flags` are what it is marked. `bodies` belong to it or run it;
    they are facts too. They and whatever is `shortened` are known by their initials.
    """

    own: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    area: str = ""
    dated: bool = False


def findable(register: Entries, entry: Entry) -> Findable:
    """The texts by which an entry is found."""
    match entry:
        case Partnership():
            return _partnership(register, entry)
        case Person():
            return Findable(own=names_of(entry), called=_initials(entry), facts=(entry.body or "",))
        case Committee():
            return Findable(own=names_of(entry), facts=(entry.kind,), dated=bool(entry.since or entry.until))
        case Office():
            committee = register.committee.get(entry.committee) if entry.committee else None
            return Findable(
                own=names_of(entry),
                called=names_of(committee) if committee else (),
                dated=bool(entry.since or entry.until),
            )
        case Group():
            return Findable(
                own=(entry.name, entry.kind or "", entry.kind_short or ""),
                flags=_status(entry),
                shortened=(entry.name, entry.kind or ""),
            )
    return Findable(own=())


def names_of(entry: Partnership | Person | Committee | Office) -> tuple[str, ...]:
    """Everything that an entry is or was called, its name first."""
    short = entry.short if isinstance(entry, Partnership | Committee) else None
    names = [entry.name, short or "", *entry.also_called, *(former.name for former in entry.formerly)]
    return tuple(name for name in names if name)


def _initials(person: Person) -> tuple[str, ...]:
    """The initials as one word: "LL" for L L Shaw."""
    found = []
    for name in names_of(person):
        letters = [word for word in fold(name).split() if len(word) == 1]
        if len(letters) > 1:
            found.append("".join(letters))
    return tuple(found)


def _partnership(register: Entries, entry: Partnership) -> Findable:
    names = names_of(entry)
    kinds = (entry.kind_short, entry.kind, entry.kind_formerly_short, entry.kind_formerly)
    group = register.group.get(entry.group) if entry.group else None
    above = [register.partnership.get(id_) for id_ in (entry.parent, *entry.member_of) if id_]
    committees = [register.committee[id_] for id_ in entry.reports_to if id_ in register.committee]
    return Findable(
        own=names,
        kinds=tuple(kind for kind in kinds if kind),
        called=(group.name,) if group else (),
        facts=tuple(
            text
            for text in (
                *(text for _, text in sayings(entry)),
                *(name for committee in committees for name in names_of(committee)),
                *(name for parent in above if parent for name in (parent.name, parent.short or "")),
                *flags_of(entry),
                "partnership",
            )
            if text
        ),
        flags=flags_of(entry),
        bodies=tuple(
            body
            for body in (
                *entry.members,
                *entry.also_attend,
                entry.host,
                entry.owner,
                entry.on_behalf_of,
                entry.chaired_by,
            )
            if body
        ),
        shortened=(
            *names,
            *(name.rpartition(" ")[0] for name in names),
            *entry.priorities,
            *entry.objectives,
            *entry.themes,
        ),
        area=entry.area or "",
        dated=bool(entry.since or entry.until),
    )


def flags_of(entry: Partnership) -> tuple[str, ...]:
    """What an entry is marked, each as one word or phrase that a list can be narrowed by (A-18, A-19, A-23)."""
    marks = (
        *_status(entry),
        {True: "formal", False: "informal", None: ""}[entry.formal],
        "strategic" if entry.strategic else "",
        whole(entry.level or ""),
        "regional" if entry.level == "region" else "",
    )
    return tuple(mark for mark in marks if mark)


def _status(entry: Partnership | Group) -> tuple[str, ...]:
    return ({True: "statutory", False: "nonstatutory", None: "notstated"}[entry.statutory],)


def sayings(entry: Partnership) -> Iterable[tuple[str, str]]:
    """What the register says of a partnership that a question may touch, each with the word for it (A-12, A-15, A-25)."""
    aims = entry.priorities_called or "priorities"
    lists: tuple[tuple[str, tuple[str, ...]], ...] = (
        (_one_of(aims), entry.priorities),
        ("principle", entry.principles),
        ("theme", entry.themes),
        ("strand", entry.strands),
        ("objective", entry.objectives),
        ("vision", entry.vision),
        ("purpose", entry.purpose),
        ("member body", entry.members),
        ("also attends", entry.also_attend),
        ("sub-group", entry.sub_groups),
        ("task group", entry.task_groups),
    )
    for label, texts in lists:
        for text in texts:
            yield label, text
    for attendance in entry.attendance:
        for who in attendance.who:
            yield f"attends the {attendance.sub_group}", who
    singles = (
        ("chair", entry.chaired_by),
        ("steering group", entry.steering_group),
        ("owner", entry.owner),
        ("host", entry.host),
        ("on behalf of", entry.on_behalf_of),
        ("formerly", entry.kind_formerly),
        ("formerly", entry.kind_formerly_short),
        ("established under", entry.established_under),
        ("level", entry.level),
        ("bodies", entry.bodies_are),
        ("our role", entry.own_role),
        ("vision", f"{entry.vision_year} vision" if entry.vision_year else None),
    )
    for label, single in singles:
        if single:
            yield label, single


def _one_of(word: str) -> str:
    """One of several: "priority" of "priorities", "key objective" of "key objectives"."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
