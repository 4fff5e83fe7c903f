"""What stands over an answer: how many of what was found, and what it was narrowed to."""

from liaison.domain.dates import write_date
from liaison.domain.lookup import PER_PAGE, Answer
from liaison.domain.names import fold, words
from liaison.handlers.blocks.kit import escape
from liaison.handlers.blocks.lookup.words import fit, plural

OF_SEATS = frozenset(["vacant", "with", "without", "to confirm", "expiring", "changes", "several seats"])
LONGEST_QUERY_SHOWN = 60
MOST_SPELT = 3  # abbreviations in full below one answer
NOUNS = {
    "vacant": ("vacant seat", "vacant seats", "No seat is vacant"),
    "no seat": (
        "partnership lists no seat of ours",
        "partnerships list no seat of ours",
        "Every partnership lists a seat of ours",
    ),
    "expiring": (
        "appointment or term ends soon",
        "appointments or terms end soon",
        "No appointment or term ends soon",
    ),
    "to confirm": ("seat is to be confirmed", "seats are to be confirmed", "No seat is to be confirmed"),
    "unlinked": (
        "person is not linked to Slack",
        "people are not linked to Slack",
        "Everybody is linked to Slack",
    ),
    "unseated": ("member holds no seat", "members hold no seat", "Every member holds a seat"),
    "no office": ("member holds no office", "members hold no office", "Every member holds an office"),
    "several seats": ("person has several seats", "people have several seats", "Nobody has several seats"),
    "changes": ("change", "changes", "No beginning or ending is recorded"),
    "everything": ("partnership", "partnerships", "The register holds no partnership"),
}


def heading(found: Answer) -> str:
    """How many of what was asked for were found, or whether they were meant."""
    if found.certainty == "guess":
        asked = "Did you mean this?" if found.total == 1 else "Did you mean one of these?"
        return (
            f"{escape(found.instead)} {asked}"
            if found.instead
            else f'Nothing is called "{query(found)}" exactly. {asked}'
        )
    if found.empty and found.asked in OF_SEATS:
        return "The register holds no seats yet"
    if found.asked in {"ended", "began"}:
        return _of_a_time(found)
    if found.asked in {"with", "without"}:
        return _narrowed(found, _of_a_role(found))
    if found.asked in NOUNS:
        one, many, none = NOUNS[found.asked]
        return _narrowed(found, plural(found.total, one, many) if found.total else none)
    return f'{_counted(found)} "{query(found)}"'


def _of_a_time(found: Answer) -> str:
    """What ended or began in some time, and how many of each: "Who left in June 2026: 1 appointment and 1 term of office"."""
    said = found.understood.removesuffix(f", {found.period}")
    asked, _, narrowed = said.partition(", ")
    partnerships, seats, terms = found.counts
    counted = [
        plural(number, one, many)
        for number, one, many in (
            (partnerships, "partnership", "partnerships"),
            (seats, "appointment", "appointments"),
            (terms, "term of office", "terms of office"),
        )
        if number
    ]
    listed = " and ".join(filter(None, [", ".join(counted[:-1]), *counted[-1:]])) or "nothing is recorded"
    place = f"{fit(narrowed[:1].upper() + narrowed[1:], 200)}: " if narrowed else ""
    asked = f"{asked[:1].lower()}{asked[1:]}" if place else asked
    return f"{place}{asked} {found.period}: {listed}"


def _of_a_role(found: Answer) -> str:
    """How many partnerships have a role filled, or lack it (A-02, A-03, A-04)."""
    count = plural(found.total, "partnership has", "partnerships have")
    if found.asked == "with":
        return f"{count} a {found.detail}" if found.total else f"No {found.detail} is recorded"
    return (
        f"{count} no {found.detail} recorded"
        if found.total
        else f"Every partnership with a seat of ours has a {found.detail}"
    )


def _narrowed(found: Answer, count: str) -> str:
    """A list's heading with what it was narrowed to: "Barrow: no seat is vacant"; its day stands below it."""
    parts = found.understood.split(", ")[1:]
    since = f" {found.period}" if found.period in parts else ""
    before = ", ".join(
        part for part in parts if not part.startswith(f"on {write_date(found.day)}") and f" {part}" != since
    )
    if not before:
        return f"{count}{since}"
    return f"{fit(before[:1].upper() + before[1:], 200)}: {count[:1].lower()}{count[1:]}{since}"


def _counted(found: Answer) -> str:
    """How many entries match; groups are an explanation beside them, and count only where there is nothing else."""
    kinds = [
        ("partnership", "partnerships", len(found.partnerships)),
        ("person", "people", len(found.people)),
        ("committee", "committees", len(found.committees)),
        ("office", "offices", len(found.offices)),
    ]
    here = sum(number for _, _, number in kinds)
    if not here:
        return f"{plural(len(found.groups), 'group matches', 'groups match')}"
    if found.total > here:
        return f"{plural(found.total, 'entry matches', 'entries match')}"
    parts = [plural(number, one, many) for one, many, number in kinds if number]
    listed = " and ".join([*[", ".join(parts[:-1])][: len(parts) - 1], parts[-1]])
    return f"{listed} {'matches' if here == 1 else 'match'}"


def query(found: Answer) -> str:
    """What was typed, escaped, and no longer than it takes to recognise it."""
    plain = found.query.strip("*_~`") or found.query
    return escape(plain if len(plain) <= LONGEST_QUERY_SHOWN else f"{plain[:LONGEST_QUERY_SHOWN]}…")


def spelt_out(found: Answer) -> str:
    """The kinds that an answer's names abbreviate, in full: "CDRP: Crime and Disorder Reduction Partnership."."""
    shown = [
        *((row.partnership, row.matched or "") for row in found.partnerships),
        *((place, "") for entry in found.people for place, _ in entry.seats[:PER_PAGE]),
        *((place, "") for place, _ in found.seats),
        *((each.partnership, "") for each in found.endings if each.partnership),
        *((each.partnership, "") for each in found.changes if each.partnership),
    ]
    full: dict[str, str] = {}
    for entry, beside in shown:
        said = words(f"{entry.title} {beside}")
        for short, kind in (
            (entry.kind_short, entry.kind),
            (entry.kind_formerly_short, entry.kind_formerly),
        ):
            if short and kind and fold(short) in said and not set(words(kind)) <= set(said):
                full.setdefault(short, kind)
    return " ".join(
        f"{escape(short)}: {fit(kind[:1].upper() + kind[1:], 100)}."
        for short, kind in [*full.items()][:MOST_SPELT]
    )
