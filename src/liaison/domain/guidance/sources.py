"""Whose something is and where it was read: the authority, the place in the document, the document and its date."""

import calendar
import re
from collections.abc import Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.guidance.models import Cited
from liaison.domain.packs import Document, Pack

UNNAMED = "the Authority"
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")


def owner_of(pack: Pack) -> str:
    """The authority as its documents name it; the force where they name it alone."""
    return pack.authority.name or pack.authority.force or UNNAMED


def cited(pack: Pack, library: Sequence[Pack], source: str, *, topic: str | None = None) -> Cited:
    """A source with whose it is: what was taken over from another authority stays that one's (I-04)."""
    taken = next(
        (a.pack for a in pack.adopts if topic and a.what == "knowledge" and a.id in {None, topic}), None
    )
    theirs = next((other for other in library if other.key == taken), None)
    document = document_of(pack, source)
    return Cited(
        owner=owner_of(theirs or pack), source=source, document=named(document) if document else None
    )


def document_of(pack: Pack, source: str) -> Document | None:
    """The document that a source stands in: the one whose short name begins it, or shares its first words."""
    exact = [document for document in pack.documents if source.startswith(document.short)]
    same = [d for d in pack.documents if d.short.partition(",")[0] == re.split(r"[,;]", source)[0]]
    return next(iter(sorted(exact, key=lambda d: -len(d.short)) or same), None)


def named(document: Document) -> str:
    """A document's title with its date or period in words: every answer is dated (X-20)."""
    when = document.date or document.approved_on or document.submitted
    approved = "approved on " if when and when == document.approved_on else ""
    dated = f"{approved}{in_words(when)}" if when else document.period
    return f"{document.title}, {dated}" if dated else document.title


def in_words(printed: str) -> str:
    """A date of a pack as people read it: "2009-05-18" is "18 May 2009", "2009-05" is "May 2009" (UK-01)."""
    return MONTH.sub(_month, DAY.sub(_day, printed))


def title_of_role(pack: Pack, role: str) -> str:
    """The title of a staff role of the pack."""
    return next((staff.title for staff in pack.staff_roles if staff.id == role), role.replace("_", " "))


def _day(match: re.Match[str]) -> str:
    try:
        return write_date(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:  # as printed, where there is no such day
        return match[0]


def _month(match: re.Match[str]) -> str:
    try:
        first = date(int(match[1]), int(match[2]), 1)
    except ValueError:  # as printed, where there is no such month
        return match[0]
    return f"{calendar.month_name[first.month]} {match[1]}"
