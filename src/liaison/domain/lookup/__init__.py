"""Answering "who", "what" and "where" from a snapshot of the register, as of any day."""

from liaison.domain.lookup.list_answers import ending_and_vacant
from liaison.domain.lookup.models import (
    PER_PAGE,
    Answer,
    Asked,
    Before,
    Card,
    Certainty,
    Change,
    CommitteeEntry,
    Detail,
    Ending,
    GroupEntry,
    Matrix,
    OfficeHolders,
    PersonSeats,
    Row,
)
from liaison.domain.lookup.naming import near, one_partnership, one_person, quoted, some_committees, unclear
from liaison.domain.lookup.query import LONGEST_QUERY
from liaison.domain.lookup.rows import person_seats, row
from liaison.domain.lookup.service import about_person, find, matrix

__all__ = [
    "LONGEST_QUERY",
    "PER_PAGE",
    "Answer",
    "Asked",
    "Before",
    "Card",
    "Certainty",
    "Change",
    "CommitteeEntry",
    "Detail",
    "Ending",
    "GroupEntry",
    "Matrix",
    "OfficeHolders",
    "PersonSeats",
    "Row",
    "about_person",
    "ending_and_vacant",
    "find",
    "matrix",
    "near",
    "one_partnership",
    "one_person",
    "person_seats",
    "quoted",
    "row",
    "some_committees",
    "unclear",
]
