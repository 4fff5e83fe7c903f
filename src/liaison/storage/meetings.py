"""Attendances, requests and contacts as rows; what they say is encrypted."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from liaison.domain.meetings.models import Attendance, Contact, Request
from liaison.domain.values import PartnershipId, WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import insert_new, put
from liaison.storage.tables import attendances, contacts, requests

Row = dict[str, object]


class Meetings:
    """The attendances, requests and contacts of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, attendance: str) -> Attendance | None:
        """The attendance with that id, locked until the transaction ends."""
        return next(iter(self._attendances(attendances.c.id == attendance, lock=True)), None)

    def add(self, attendance: Attendance) -> bool:
        """Keeps the attendance; False where it is there already."""
        return insert_new(self._connection, attendances, self._row(attendance))

    def save(self, attendance: Attendance) -> None:
        """Keeps the attendance as it now stands."""
        put(self._connection, attendances, self._row(attendance))

    def unsettled(self) -> Sequence[Attendance]:
        """The attendances to which time still brings something, the soonest first; locked."""
        return self._attendances(attendances.c.settled.is_(False), lock=True)

    def known_from(self, day: date) -> AbstractSet[str]:
        """The ids of the attendances on that day and later."""
        query = select(attendances.c.id).where(
            attendances.c.workspace == self._workspace, attendances.c.held_on >= day
        )
        return set(self._connection.execute(query).scalars())

    def from_day(self, day: date) -> Sequence[Attendance]:
        """The attendances on that day and later, the soonest first."""
        return self._attendances(attendances.c.held_on >= day)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Attendance]:
        """All attendances at a partnership's meetings, the earliest first."""
        return self._attendances(attendances.c.partnership == partnership)

    def request(self, request: str) -> Request | None:
        """The request with that id, locked until the transaction ends."""
        return next(iter(self._requests(requests.c.id == request, lock=True)), None)

    def save_request(self, request: Request) -> None:
        """Keeps the request as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": request.id,
            "asked_at": request.asked_at,
            "answered": request.answer is not None,
            "body": self._cipher.seal(request),
        }
        put(self._connection, requests, row)

    def open_requests(self) -> Sequence[Request]:
        """The requests without an answer, the oldest first."""
        return self._requests(requests.c.answered.is_(False))

    def add_contact(self, contact: Contact) -> bool:
        """Keeps the contact; False where it is there already."""
        row = {
            "workspace": self._workspace,
            "id": contact.id,
            "held_on": contact.held_on,
            "body": self._cipher.seal(contact),
        }
        return insert_new(self._connection, contacts, row)

    def contacts(self) -> Sequence[Contact]:
        """Every contact, the latest first."""
        query = (
            select(contacts.c.body)
            .where(contacts.c.workspace == self._workspace)
            .order_by(contacts.c.held_on.desc(), contacts.c.id)
        )
        return [self._cipher.open(Contact, body) for body in self._connection.execute(query).scalars()]

    def _row(self, attendance: Attendance) -> Row:
        return {
            "workspace": self._workspace,
            "id": attendance.id,
            "partnership": attendance.partnership,
            "held_on": attendance.held_on,
            "settled": attendance.settled,
            "body": self._cipher.seal(attendance),
        }

    def _attendances(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Attendance]:
        query = (
            select(attendances.c.body)
            .where(attendances.c.workspace == self._workspace, *conditions)
            .order_by(attendances.c.held_on, attendances.c.id)
        )
        if lock:
            query = query.with_for_update()
        return [self._cipher.open(Attendance, body) for body in self._connection.execute(query).scalars()]

    def _requests(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Request]:
        query = (
            select(requests.c.body)
            .where(requests.c.workspace == self._workspace, *conditions)
            .order_by(requests.c.asked_at)
        )
        if lock:
            query = query.with_for_update()
        return [self._cipher.open(Request, body) for body in self._connection.execute(query).scalars()]
