"""What use-cases ask of storage. Each repository serves one workspace and sees no other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from liaison.domain.access.rules import Actor
from liaison.domain.audit import Trail
from liaison.domain.notices.models import Outbox
from liaison.domain.register.models import Person, Register
from liaison.domain.report_back.models import Draft, Report
from liaison.domain.reviews.models import Review
from liaison.domain.risk.models import Adoption, Assessment
from liaison.domain.values import ChannelId, CommitteeId, PartnershipId, PersonId, SlackUserId, WorkspaceId


class Links(Protocol):
    """Who is who in Slack."""

    def actor(self, user: SlackUserId) -> Actor | None: ...

    def with_role(self, role: str) -> Sequence[Actor]: ...

    def of_person(self, person: PersonId) -> Actor | None: ...

    def save(self, user: SlackUserId, person: PersonId, roles: frozenset[str]) -> None: ...


class RegisterRows(Protocol):
    """The register's rows; `version` rises with each change, so that every replica's snapshot notices."""

    def version(self) -> int: ...

    def load(self) -> Register | None: ...

    def lock(self) -> None:
        """Lets no other transaction change this register until this one ends."""
        ...

    def replace(self, register: Register) -> None: ...

    def add_person(self, person: Person) -> None: ...

    def set_channel(self, committee: CommitteeId, channel: ChannelId) -> None: ...


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

    def waiting(self) -> Sequence[Report]: ...

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Report]: ...


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

    def get(self, review: str) -> Review | None: ...

    def add(self, review: Review) -> bool:
        """Keeps the review; False where it is there already."""
        ...

    def save(self, review: Review) -> None: ...

    def open(self) -> Sequence[Review]: ...


class UnitOfWork(Protocol):
    """One transaction in one workspace: everything in it is kept, or nothing."""

    @property
    def workspace(self) -> WorkspaceId: ...

    @property
    def links(self) -> Links: ...

    @property
    def register(self) -> RegisterRows: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def assessments(self) -> Assessments: ...

    @property
    def reviews(self) -> Reviews: ...

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
