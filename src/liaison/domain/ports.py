"""What use-cases ask of storage. Each repository serves one workspace and sees no other."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from liaison.domain.access.rules import Actor
from liaison.domain.audit import Trail
from liaison.domain.guidance.models import Question
from liaison.domain.meetings.models import Attendance, Contact, Request
from liaison.domain.notices.models import Outbox
from liaison.domain.register.changes import Changes
from liaison.domain.register.drafts import FormDrafts
from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back.models import Draft, Report
from liaison.domain.reviews.action_models import Actions
from liaison.domain.reviews.lesson_models import Lessons
from liaison.domain.reviews.models import Beside, Cycle, Review, Subject
from liaison.domain.reviews.work import Works
from liaison.domain.risk.models import Adoption, Assessment
from liaison.domain.values import CommitteeId, PartnershipId, PersonId, SlackUserId, WorkspaceId


class Links(Protocol):
    """Who is who in Slack."""

    def actor(self, user: SlackUserId) -> Actor | None: ...

    def with_role(self, role: str) -> Sequence[Actor]: ...

    def of_person(self, person: PersonId) -> Actor | None: ...


class RegisterRows(Protocol):
    """The register's rows; `version` rises with each change, so that every replica's snapshot notices."""

    def version(self) -> int: ...

    def load(self) -> Register | None: ...

    def lock(self) -> None:
        """Lets no other transaction change this register until this one ends."""
        ...

    def replace(self, register: Register) -> None: ...

    def save(self, edits: Sequence[Edit]) -> int:
        """Puts entries in the place of theirs, at the next version, which it gives back."""
        ...


class Reports(Protocol):
    """Drafts and submitted report-backs."""

    def draft(self, draft: str) -> Draft | None:
        """The draft, locked until the transaction ends, so that two moves never cross."""
        ...

    def open_draft(self, user: SlackUserId) -> Draft | None: ...

    def drafts_of(self, user: SlackUserId) -> Sequence[Draft]: ...

    def unasked(self, *, before: datetime) -> Sequence[Draft]: ...

    def save_draft(self, draft: Draft) -> None: ...

    def add(self, report: Report) -> bool:
        """Keeps the report; False where it is there already."""
        ...

    def get(self, report: str) -> Report | None: ...

    def locked(self, report: str) -> Report | None:
        """The report, which nobody else can change until the transaction ends."""
        ...

    def save(self, report: Report) -> None: ...

    def waiting(self) -> Sequence[Report]: ...

    def submitted(self, since: datetime, until: datetime) -> Sequence[Report]:
        """Reports that were submitted from one moment on and before another."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Report]: ...

    def all(self) -> Sequence[Report]: ...


class Assessments(Protocol):
    """Risk assessments and the adoption of another authority's checklist."""

    def get(self, assessment: str) -> Assessment | None: ...

    def open_for(self, partnership: PartnershipId) -> Assessment | None: ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Assessment]: ...

    def save(self, assessment: Assessment) -> None: ...

    def adoption(self) -> Adoption | None: ...

    def adopt(self, adoption: Adoption) -> None: ...


class Reviews(Protocol):
    """Occurrences of review cycles."""

    def get(self, review: str) -> Review | None:
        """The review, locked until the transaction ends."""
        ...

    def add(self, review: Review) -> bool:
        """Keeps the review; False where it is there already."""
        ...

    def save(self, review: Review) -> None: ...

    def due(self, now: datetime) -> Sequence[Review]:
        """Those whose next reminder has come, locked; found by an index, whatever else there is."""
        ...

    def open(self) -> Sequence[Review]: ...

    def dropped(self, *, since: date) -> Sequence[Review]:
        """Those that were dropped and would be due on a day or later."""
        ...

    def known(self, ids: Iterable[str]) -> dict[str, Review]:
        """Those of these ids that are there, in whatever state, by their ids."""
        ...

    def of_group(self, cycle: str, due: date) -> Sequence[Review]:
        """The reviews of a cycle that fall due on a day, in whatever state."""
        ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Review]: ...

    def recorded_subjects(self) -> Sequence[Subject]:
        """What has been reviewed at all: each subject of each partnership once."""
        ...

    def count_recorded(self, subjects: Sequence[Subject] | None) -> int:
        """How many reviews have been recorded; of these subjects, where any are given."""
        ...

    def recorded(self, subjects: Sequence[Subject] | None, *, skip: int, most: int) -> Sequence[Review]:
        """So many of them, after those that are skipped, that of the latest day first."""
        ...

    def reviewed(self, since: date, until: date) -> Sequence[Review]:
        """Those that took place on a day from one to another, inclusive, the latest first."""
        ...

    def beside(self, review: Review) -> Beside:
        """When the same cycle fell due before it, and falls due after it, for the same partnership; not the dropped."""
        ...

    def last_of(self, cycle: str) -> dict[PartnershipId | None, date]:
        """The day of the last review of a cycle that was recorded, for each partnership."""
        ...


class Cycles(Protocol):
    """Cycles of reviews that staff keep, the dates of committees' meetings, and for what reviews were last made."""

    def all(self) -> Sequence[Cycle]: ...

    def save(self, cycle: Cycle) -> None: ...

    def meetings(self) -> dict[CommitteeId, tuple[date, ...]]: ...

    def save_meetings(self, committee: CommitteeId, days: Iterable[date]) -> None: ...

    def last_look(self) -> tuple[date | None, str]:
        """The day on which reviews were last made, and what was seen then."""
        ...

    def looked(self, day: date, seen: str) -> None: ...


class Questions(Protocol):
    """Questions on conflicting codes, with their answers."""

    def get(self, question: str) -> Question | None:
        """The question with that id, locked until the transaction ends."""
        ...

    def save(self, question: Question) -> None: ...


class Meetings(Protocol):
    """Who goes to meetings, what members ask their officers, and contacts with partners."""

    def get(self, attendance: str) -> Attendance | None:
        """The attendance, locked until the transaction ends."""
        ...

    def add(self, attendance: Attendance) -> bool:
        """Keeps the attendance; False where it is there already."""
        ...

    def save(self, attendance: Attendance) -> None: ...

    def unsettled(self) -> Sequence[Attendance]: ...

    def known_from(self, day: date) -> AbstractSet[str]:
        """The ids of the attendances on that day and later."""
        ...

    def from_day(self, day: date) -> Sequence[Attendance]: ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Attendance]: ...

    def request(self, request: str) -> Request | None:
        """The request, locked until the transaction ends."""
        ...

    def save_request(self, request: Request) -> None: ...

    def open_requests(self) -> Sequence[Request]: ...

    def add_contact(self, contact: Contact) -> bool:
        """Keeps the contact; False where it is there already."""
        ...

    def contacts(self) -> Sequence[Contact]: ...


class UnitOfWork(Protocol):
    """One transaction in one workspace: everything in it is kept, or nothing."""

    @property
    def workspace(self) -> WorkspaceId: ...

    @property
    def links(self) -> Links: ...

    @property
    def register(self) -> RegisterRows: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def form_drafts(self) -> FormDrafts: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def assessments(self) -> Assessments: ...

    @property
    def reviews(self) -> Reviews: ...

    @property
    def cycles(self) -> Cycles: ...

    @property
    def review_work(self) -> Works: ...

    @property
    def actions(self) -> Actions: ...

    @property
    def lessons(self) -> Lessons: ...

    @property
    def questions(self) -> Questions: ...

    @property
    def meetings(self) -> Meetings: ...

    @property
    def notices(self) -> Outbox: ...

    @property
    def audit(self) -> Trail: ...

    def first_time(self, move: str, *, now: datetime) -> bool:
        """Whether this move (a message, a click) has not been taken before; it now has been."""
        ...

    def taken(self, move: str) -> bool:
        """Whether this move has been taken before."""
        ...

    def forget_moves(self, *, before: datetime) -> None:
        """Forgets moves that are too old to be delivered again."""
        ...
