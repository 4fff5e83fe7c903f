"""What a lookup answers, as values: how the question was read, what fits it as of a day, and how sure that is."""

from datetime import date
from typing import Literal

from liaison.domain.described import SeatRole
from liaison.domain.register.models import Committee, Group, Holder, Office, Partnership, Person, Target, Term
from liaison.domain.values import Value

PER_PAGE = 12
# certain: one entry fits, and is the answer. choice: several fit. guess: only by a slip of the pen, or not all of what
# was typed fits, so it is offered as a question and never stated as right. nothing: nothing fits.
Certainty = Literal["certain", "choice", "guess", "nothing"]
Asked = Literal[
    "entries",
    "everything",
    "vacant",
    "no seat",
    "with",
    "without",
    "expiring",
    "unlinked",
    "unseated",
    "no office",
    "several seats",
    "to confirm",
    "matrix",
    "ended",
    "began",
    "changes",
]
# What of an entry is asked for; the answer says it first.
Detail = (
    SeatRole
    | Literal[
        "next meeting",
        "last meeting",
        "committee",
        "chair",
        "member bodies",
        "status",
        "stands in for",
        "purpose",
        "priorities",
        "sub-groups",
        "sits with",
        "merged into",
        "dates",
        "owner",
        "former names",
        "before",
        "since when",
        "until when",
    ]
)
# What is asked of the time that somebody has a seat or an office.
OfTime = Literal["before", "since when", "until when"]


class Before(Value):
    """Who had a seat or an office before somebody, each with the day on which that ended.

    `since` is the day on which that somebody began; None where the register does not say. `until` is the day on which it
    ended or ends, and `over` that it has ended. `asks` is what of this was asked. `person` is None where nobody is there
    before whom it could be, or more than one.
    """

    person: Person | None
    since: date | None = None
    until: date | None = None
    over: bool = False
    asks: OfTime = "before"
    earlier: tuple[tuple[str, date | None], ...] = ()


class Row(Value):
    """One partnership with its seats on the day asked about.

    `matched` says why it fits where its name does not: "priority: violent crime", "formerly Poole CDRP". `standing` says
    that it had ended, or had not begun, on that day: "ended 1 May 2010, merged into Dorset CSP" (A-24), `ending` that it is
    to end, unless the day is past. `reports_to`
    starts with the committee that receives its report-backs; `further_committees` are the others (A-05). `parts` counts
    the partnerships below it (A-10). `own_support` are the officers who support its representatives wherever they sit (A-03).
    `coming` are the representatives whose seats begin later, where nobody sits there yet, and `coming_substitutes` those who
    will stand in; a day that is past has none. `met` is a next meeting that has passed. `before` says who sat there before
    somebody, where that was asked. `merged_from` are those that had merged into it by then.
    """

    partnership: Partnership
    representatives: tuple[Holder, ...]
    substitutes: tuple[Holder, ...]
    support_officers: tuple[Holder, ...]
    link_officers: tuple[Holder, ...]
    reports_to: tuple[Committee, ...]
    own_support: tuple[Person, ...] = ()
    coming: tuple[Holder, ...] = ()
    coming_substitutes: tuple[Holder, ...] = ()
    parts: int = 0
    before: Before | None = None
    met: date | None = None
    successor: Partnership | None = None
    merged_from: tuple[Partnership, ...] = ()
    matched: str | None = None
    ending: str | None = None
    standing: str | None = None

    @property
    def further_committees(self) -> tuple[Committee, ...]:
        """The committees and working groups after the first."""
        return self.reports_to[1:]


class PersonSeats(Value):
    """One person with the offices and seats they hold on the day asked about (A-08); `terms` go with `offices`, one each.

    `beside` are those who hold another role where this person is the representative, where that role was asked for; or
    the representatives for whom this person stands in. `coming` and `coming_terms` begin later; a day that is past has none.
    """

    person: Person
    offices: tuple[Office, ...]
    seats: tuple[tuple[Partnership, Holder], ...]
    terms: tuple[Term, ...] = ()
    support_officer: Person | None = None
    beside: tuple[tuple[Partnership, tuple[Holder, ...]], ...] = ()
    coming: tuple[tuple[Partnership, Holder], ...] = ()
    coming_terms: tuple[tuple[Office, Term], ...] = ()
    matched: str | None = None


class OfficeHolders(Value):
    """One office with those who hold it, and the seats that go with it where no holder is recorded."""

    office: Office
    holders: tuple[PersonSeats, ...]
    seats: tuple[tuple[Partnership, Holder], ...] = ()
    before: Before | None = None
    matched: str | None = None


class CommitteeEntry(Value):
    """One committee with the offices tied to it and the partnerships that report to it (A-05): the first page of them."""

    committee: Committee
    offices: tuple[OfficeHolders, ...]
    partnerships: tuple[Row, ...]
    reporting: int = 0
    matched: str | None = None


class GroupEntry(Value):
    """What the register says of several partnerships at once, and how many of them it names (A-10, A-20).

    `appointed_at` is the meeting that appoints to them. `of_today` where another day was asked about, since what is said
    of a group has no days.
    """

    group: Group
    named: int
    appointed_at: Committee | None = None
    of_today: bool = False


class Change(Value):
    """What began or ended with a seat or an office since the day asked about, one for each; exactly one has `seat` or `term`."""

    on: date
    began: bool
    partnership: Partnership | None = None
    seat: Holder | None = None
    office: Office | None = None
    person: Person | None = None
    term: Term | None = None


class Ending(Value):
    """An appointment, or a term of office, that ends soon; for a term, `office` and `person` are given."""

    on: date
    partnership: Partnership | None = None
    seat: Holder | None = None
    office: Office | None = None
    person: Person | None = None
    term: Term | None = None


class Matrix(Value):
    """The register as a grid, with its counts (A-07); `rows` are one page of it where a page was asked for."""

    day: date
    edition: str | None
    policy_edition: str | None
    rows: tuple[Row, ...]
    seats: int
    filled: int
    vacant: int
    substitutes: int
    members: int
    total: int = 0
    page: int = 0
    understood: str = ""


class Answer(Value):
    """What a lookup found, one page of it; `total` counts everything, and `near` holds names to try where it is nothing.

    `asked` says which of the lists is filled. "entries": partnerships, people, committees, offices, groups.
    "with" and "without": partnerships that have or lack a `detail`, a role (A-02). "no seat": those that list no seat of ours. "vacant" and "to confirm": `seats`. "expiring": `endings`. "unlinked", "unseated", "no office" and "several seats": people. "changes" (since `since`): `changes`.
    "ended" and "began": partnerships, then `changes`, seats before terms, with how many of each in `counts`; `period` is when, in words.
    "matrix": `matrix`. `understood` is how the question was read, in plain words, and names the day where it is not
    today. `detail` is what of each entry was asked for. `instead` says what is not so, where something else is offered.
    `empty`: the register holds no seats at all. `today` is the day on which it was asked, `day` the day asked about. `until` ends what "expiring", "ended" and "began" look at.
    """

    query: str
    day: date
    today: date
    since: date | None = None
    until: date | None = None
    edition: str | None
    policy_edition: str | None
    asked: Asked = "entries"
    certainty: Certainty = "nothing"
    understood: str = ""
    period: str = ""
    counts: tuple[int, int, int] = (0, 0, 0)
    remark: str | None = None
    detail: Detail | None = None
    instead: str | None = None
    empty: bool = False
    total: int = 0
    page: int = 0
    partnerships: tuple[Row, ...] = ()
    people: tuple[PersonSeats, ...] = ()
    committees: tuple[CommitteeEntry, ...] = ()
    offices: tuple[OfficeHolders, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    seats: tuple[tuple[Partnership, Holder], ...] = ()
    endings: tuple[Ending, ...] = ()
    changes: tuple[Change, ...] = ()
    matrix: Matrix | None = None
    near: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether what was found is what was typed, and no guess."""
        return self.certainty in {"certain", "choice"}

    @property
    def count(self) -> int:
        """How many entries are on this page."""
        return len(self.partnerships) + len(self.people) + len(self.committees) + len(self.offices)

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return (self.page + 1) * PER_PAGE < self.total


class Card(Value):
    """Everything the register says of one partnership as of a day, beside its row.

    `helped` pairs a representative with their own support officer, where none is named for the partnership (A-03, X-16).
    `remark` is what staff may want to look at: a representative who is not the ideal one (B-20).
    """

    row: Row
    day: date
    edition: str | None
    policy_edition: str | None
    parents: tuple[Partnership, ...] = ()
    parts: tuple[Partnership, ...] = ()
    works_into: tuple[Partnership, ...] = ()
    merged_from: tuple[Partnership, ...] = ()
    group: Group | None = None
    targets: tuple[Target, ...] = ()
    helped: tuple[tuple[Person, Person], ...] = ()
    remark: str | None = None
