"""Attendances, requests for advice and contacts with partners, as values."""

from datetime import date, datetime
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5

from liaison.domain.values import AppointmentId, PartnershipId, PersonId, SlackUserId, Value


class Asked(StrEnum):
    """What became of asking somebody to go in the representative's place (B-06, B-07)."""

    WAITING = "waiting"
    WILL_GO = "will go"
    CANNOT = "cannot"


class OfficerPlan(StrEnum):
    """What the support officer decides for one meeting (B-08)."""

    WITH = "with"
    NOT = "not"
    INSTEAD = "instead"


class Said(StrEnum):
    """Whether whoever attended made clear whom they represent, and whether the minutes say so (B-03).

    `unseen` means that the minutes had not been seen yet, `unminuted` that they do not say so.
    """

    BOTH = "both"
    UNSEEN = "unseen"
    UNMINUTED = "unminuted"
    NO = "no"


class OfficerCame(StrEnum):
    """Whether an officer went with the member or in the member's place; `absent` means that nobody went (B-09)."""

    WITH = "with"
    INSTEAD = "instead"
    NO = "no"
    ABSENT = "absent"


class Attendance(Value):
    """One representative's seat at one meeting of a partnership: who goes, and afterwards who went.

    `representative` is None where nobody holds the seat. `will_go` is what the representative has said. `stand_in` is
    whoever has been asked to go in their place, `turn` counts those who were asked, and `named_by` is the member of staff
    who named one for this meeting only (B-07). `off` tells that the meeting was moved, or that the seat changed hands.
    `told` names who has been owed what, so that it is not worked out anew each time; `settled` tells that time brings
    nothing more. `chased_in` is the later attendance whose reminder asks again whether
    the minutes say whom the person represented.
    """

    id: str
    partnership: PartnershipId
    held_on: date
    representative: PersonId | None = None
    will_go: bool | None = None
    stand_in: PersonId | None = None
    asked: Asked | None = None
    turn: int = 0
    declined: tuple[PersonId, ...] = ()
    named_by: PersonId | None = None
    officer: PersonId | None = None
    officer_plan: OfficerPlan | None = None
    told: tuple[str, ...] = ()
    off: bool = False
    settled: bool = False
    attended_by: PersonId | None = None
    said: Said | None = None
    officer_came: OfficerCame | None = None
    chased_in: str | None = None

    @property
    def subject(self) -> str:
        """What the notices of this attendance are about."""
        return f"meeting {self.id}"

    @property
    def goes(self) -> PersonId | None:
        """Who is to go, as far as is known: somebody in the representative's place, or the representative."""
        if self.stand_in and self.asked is Asked.WILL_GO:
            return self.stand_in
        if self.officer_plan is OfficerPlan.INSTEAD and not self.will_go:
            return self.officer
        return None if self.will_go is False else self.representative

    @property
    def needs_somebody(self) -> bool:
        """Whether nobody is to go and nobody is being asked."""
        return self.goes is None and self.asked is not Asked.WAITING

    @property
    def went(self) -> PersonId | None:
        """Who went, as far as is known; before anybody has said so, who was to go."""
        if self.officer_came in (OfficerCame.ABSENT, OfficerCame.INSTEAD):
            return self.attended_by  # nobody, or an officer whom perhaps nobody has named
        return self.attended_by or self.goes

    @property
    def answered(self) -> bool:
        """Whether everything that is asked afterwards has been answered."""
        return self.officer_came is OfficerCame.ABSENT or (
            self.said is not None and self.officer_came is not None
        )


def attendance_id(partnership: PartnershipId, held_on: date, representative: PersonId | None) -> str:
    """The id of a seat's attendance at a meeting: the same wherever it is worked out."""
    return uuid5(NAMESPACE_OID, f"{partnership}\n{held_on.isoformat()}\n{representative or ''}").hex


class Part(StrEnum):
    """What somebody is to a partnership's meeting."""

    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"
    STAND_IN = "stand-in"
    OFFICER = "support officer"
    STAFF = "staff"


class Coming(Value):
    """An attendance as one person sees it: names instead of ids, and what they are to it.

    `officer` is the officer who has said that they go; `officer_oneself` tells that what an officer has said of it is
    the reader's own. `unlinked` are substitutes who could go, but cannot be asked in Slack; `staff_find` tells whether
    somebody in Slack finds one where nobody goes. `previous` is an earlier attendance of theirs about whose minutes they
    are asked again.
    """

    attendance: Attendance
    title: str
    part: Part | None
    authority: str
    representative: str | None
    stand_in: str | None
    officer: str | None
    officer_oneself: bool
    goes: str | None
    goes_oneself: bool
    went: str | None
    went_oneself: bool
    past: bool
    other_roles: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    substitute_seat: AppointmentId | None = None
    unlinked: tuple[str, ...] = ()
    staff_find: bool = False
    moved_to: date | None = None
    previous: Attendance | None = None


class Attended(Value):
    """Who went to a meeting, as what, and whether an officer came, in words (B-03, B-09)."""

    held_on: date
    who: str
    attended_as: str
    officer_came: OfficerCame | None
    said: Said | None


class Card(Value):
    """What somebody who may attend needs to know before a meeting (B-01, B-04, H-06).

    `may_record` tells whether the reader may say when it is.
    """

    partnership: PartnershipId
    title: str
    part: Part
    authority: str
    held_on: date | None
    coming: Coming | None
    other_roles: tuple[str, ...]
    representatives: tuple[str, ...]
    substitutes: tuple[str, ...]
    support_officers: tuple[str, ...]
    link_officers: tuple[str, ...]
    delegations: tuple[str, ...]
    suitability: tuple[str, ...]
    capacity: tuple[str, ...]
    reports_to: tuple[str, ...]
    last_met: date | None
    last_report: date | None
    last_attended: Attended | None
    priorities: tuple[str, ...]
    priorities_called: str
    may_record: bool


class DiaryLine(Value):
    """A partnership in somebody's diary; `attendances` are those of its next meeting, one for each representative.

    `may_record` tells whether the reader may say when it meets.
    """

    partnership: PartnershipId
    title: str
    part: Part
    held_on: date | None
    attendances: tuple[Coming, ...] = ()
    may_record: bool = False


class ReportLine(Value):
    """A report that the reader may open, without anything restricted (J-18)."""

    report: str
    partnership: str
    meeting_on: date
    member: str


class Request(Value):
    """A member's question to their support officer, and the answer (B-08); both texts are restricted."""

    id: str
    asked_by: PersonId
    asked_by_user: SlackUserId
    question: str
    asked_at: datetime
    answer: str | None = None
    answered_by: PersonId | None = None
    answered_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What its notices are about."""
        return f"request {self.id}"


class RequestLine(Value):
    """A request with names, and the day on which it was asked in the authority's zone."""

    request: Request
    asked_by: str
    asked_on: date
    answered_by: str | None = None


class Diary(Value):
    """What `/diary` shows: own meetings first, then those of the members whom the reader helps, each by date."""

    lines: tuple[DiaryLine, ...]
    reports: tuple[ReportLine, ...]
    requests: tuple[RequestLine, ...]


class Area(StrEnum):
    """What a direct contact of staff with a partner was about (B-10)."""

    ENGAGEMENT = "Engagement and consultation"
    SCRUTINY = "Scrutiny of crime and disorder with councils"
    TRAINING = "Member training"
    SHARING = "Sharing with other authorities"


class Contact(Value):
    """A direct contact of staff with a partner: with a partnership of the register, or with another body (B-10)."""

    id: str
    area: Area
    partnership: PartnershipId | None
    body: str | None
    held_on: date
    note: str | None
    recorded_by: PersonId
    recorded_at: datetime


class ContactLine(Value):
    """A contact with names."""

    contact: Contact
    partner: str
    recorded_by: str
