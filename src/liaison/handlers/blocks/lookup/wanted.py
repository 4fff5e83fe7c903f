"""What an answer says first where one thing of an entry was asked for; what is not recorded is said to be missing."""

from liaison.domain.dates import write_date
from liaison.domain.lookup import Before, Detail, Row
from liaison.domain.names import fold
from liaison.domain.register.models import FormerName, Partnership
from liaison.handlers.blocks.kit import escape
from liaison.handlers.blocks.lookup.card import aims
from liaison.handlers.blocks.lookup.words import (
    NOT_FILLED,
    NOT_RECORDED,
    STATUTORY,
    fit,
    holders,
    name,
    some,
)

MOST_AIMS = 1_500  # characters of the priorities of one partnership
SHORT = 500  # characters of a list within one entry of several
DAYS = frozenset[Detail](["next meeting", "last meeting"])
LABELS: dict[Detail, str] = {
    "representative": "Representative",
    "substitute": "Substitute",
    "support officer": "Support officer",
    "link officer": "Link officer",
    "committee": "Reports to",
    "next meeting": "Next meeting",
    "last meeting": "Last met",
    "member bodies": "Member bodies",
    "status": "Status",
    "chair": "Chaired by",
    "stands in for": "Stands in for",
    "sits with": "Representative",
    "purpose": "Purpose",
    "priorities": "Priorities",
    "sub-groups": "Sub-groups",
    "merged into": "Merged into",
    "dates": "Beginning and end",
    "owner": "Owner",
    "former names": "Former names",
    "before": "Before",
    "since when": "Since",
    "until when": "Until",
}


def asked(row: Row, detail: Detail) -> str:
    """What of a partnership was asked for."""
    if detail == "purpose":
        return _purpose(row)
    if detail == "priorities":
        return _priorities(row)
    if detail == "dates":
        return began(row) or (
            f"Began: {NOT_RECORDED}." if row.ending else "No beginning and no end is recorded."
        )
    if row.before:
        return before(row.before)
    if detail == "next meeting" and row.met:
        return f"{LABELS[detail]}: {NOT_RECORDED}. The last one recorded was on {write_date(row.met)}."
    own = (
        some((name(officer.name) for officer in row.own_support), SHORT)
        if detail == "support officer"
        else ""
    )
    return f"{LABELS[detail]}: {has(row, detail) or own or none_of(detail, row)}."


def began(row: Row) -> str:
    """Since when a partnership is there, where the register says so; with its name stands when it ended or is to end."""
    since = row.partnership.since
    end = "" if row.standing or row.ending else " No end is recorded."
    return f"Began: {write_date(since)}.{end}" if since else ""


def _purpose(row: Row) -> str:
    """What a partnership is for, and what is ours to do in it; each is said to be missing where it is."""
    purpose = some(map(escape, row.partnership.purpose), SHORT, between="; ") or NOT_RECORDED
    own = fit(row.partnership.own_role or NOT_RECORDED, SHORT).rstrip(".")
    return f"Purpose: {purpose.rstrip('.')}. Our role in it: {own}."


def _priorities(row: Row) -> str:
    """What a partnership wants to reach, under its own word for that (A-12)."""
    listed = [
        f"{name(called)}: {some(map(escape, said), MOST_AIMS, between='; ').rstrip('.')}."
        for called, said in aims(row.partnership)
    ]
    return " ".join(listed) or f"{LABELS['priorities']}: {NOT_RECORDED}."


def lacks_purpose(row: Row) -> bool:
    """Whether the register does not say what a partnership is for, or what is ours to do in it."""
    return not (row.partnership.purpose and row.partnership.own_role)


def before(found: Before) -> str:
    """Who had a seat or an office before somebody, as far as the register says."""
    earlier = some(
        (
            f"{name(each)}, until {write_date(until)}" if until else name(each)
            for each, until in found.earlier
        ),
        SHORT,
        between="; ",
    )
    if found.person is None:
        return f"There before: {earlier}." if earlier else "Who was there before is not recorded."
    who = name(found.person.name)
    if found.asks == "since when":
        if found.since is None:
            return f"The register does not say when {who} began."
        return f"{who} began on {write_date(found.since)}."
    if found.asks == "until when":
        if found.until is None:
            return f"No end is recorded for {who}."
        return f"{who} {'ended' if found.over else 'ends'} on {write_date(found.until)}."
    if found.since is None:
        there = "was" if found.over else "is"
        return f"The register does not say since when {who} {there} there, nor who was there before."
    began = f"{who}, who began on {write_date(found.since)}"
    return f"Before {began}: {earlier}." if earlier else f"Nobody is recorded before {began}."


def none_of(detail: Detail, row: Row | None = None) -> str:
    """That nobody is recorded; of a substitute, that the seat is not filled, where a seat is ours (A-02)."""
    no_seat = row is not None and not (row.representatives or row.coming)
    return NOT_FILLED if detail == "substitute" and not no_seat else NOT_RECORDED


def has(row: Row, detail: Detail) -> str:
    """What a partnership has of what can be asked for; empty where it has nothing."""
    match detail:
        case "representative" | "stands in for" | "sits with":
            return holders(row.representatives, most=SHORT)
        case "substitute":
            return holders(row.substitutes, most=SHORT, dated=False)
        case "support officer":
            return holders(row.support_officers)
        case "link officer":
            return holders(row.link_officers)
        case "committee":
            return some((escape(committee.name) for committee in row.reports_to), SHORT)
        case "merged into":
            return name(row.successor.title) if row.successor else ""
    return _says(row.partnership, detail)


def _sub_group(entry: Partnership, group: str) -> str:
    """A sub-group with who attends it, where that is recorded (A-25)."""
    who = [each for said in entry.attendance if fold(said.sub_group) == fold(group) for each in said.who]
    return f"{escape(group)} (attended by {some(map(escape, who), SHORT)})" if who else escape(group)


def _former(was: FormerName) -> str:
    """A former name, and until when it was so."""
    return f"{name(was.name)}, until {write_date(was.until)}" if was.until else name(was.name)


def _says(entry: Partnership, detail: Detail) -> str:
    """What the register says of the partnership itself."""
    match detail:
        case "next meeting":
            return write_date(entry.next_meeting) if entry.next_meeting else ""
        case "last meeting":
            return write_date(entry.last_met) if entry.last_met else ""
        case "status":
            formal = {True: ", formal", False: ", informal", None: ""}[entry.formal]
            return f"{STATUTORY[entry.statutory]}{formal}"
        case "owner":
            return name(entry.owner) if entry.owner else ""
        case "former names":
            return some(map(_former, entry.formerly), SHORT, between="; ")
        case "member bodies":
            return some(map(name, entry.members), SHORT)
        case "sub-groups":
            groups = dict.fromkeys((*entry.sub_groups, *entry.task_groups))
            return some((_sub_group(entry, group) for group in groups), MOST_AIMS, between="; ")
    return fit(entry.chaired_by or "", SHORT)
