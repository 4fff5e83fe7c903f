"""Attendances, requests and contacts as rows: kept, locked away from other workspaces, and unreadable at rest."""

from datetime import date, timedelta

from sqlalchemy import Engine, text
from tests.storage.samples import BARROW, ELSEWHERE, HERE, NOW, SECRET, SHAW

from liaison.domain.meetings.models import Area, Contact, Request, Said
from liaison.domain.meetings.rules import new_attendance
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import PartnershipId, SlackUserId
from liaison.storage.unit_of_work import Store

DAY = date(2026, 12, 3)
ATTENDANCE = new_attendance(BARROW, DAY, SHAW)
REQUEST = Request(id="r1", asked_by=SHAW, asked_by_user=SlackUserId("U1"), question=SECRET, asked_at=NOW)
CONTACT = Contact(
    id="c1",
    area=Area.SHARING,
    partnership=BARROW,
    body=None,
    held_on=DAY,
    note=SECRET,
    recorded_by=SHAW,
    recorded_at=NOW,
)


def keep(uow: UnitOfWork) -> None:
    """Keeps one of each."""
    uow.meetings.add(ATTENDANCE)
    uow.meetings.save_request(REQUEST)
    uow.meetings.add_contact(CONTACT)


def test_an_attendance_is_added_once_and_saved_as_it_stands(store: Store) -> None:
    def work(uow: UnitOfWork) -> None:
        assert uow.meetings.add(ATTENDANCE)
        assert not uow.meetings.add(ATTENDANCE.model_copy(update={"will_go": True}))
        assert uow.meetings.get(ATTENDANCE.id) == ATTENDANCE
        changed = ATTENDANCE.model_copy(update={"said": Said.UNSEEN, "declined": (SHAW,)})
        uow.meetings.save(changed)
        assert uow.meetings.get(ATTENDANCE.id) == changed
        assert uow.meetings.get("another") is None

    store.run(HERE, work)


def test_attendances_are_found_by_day_by_partnership_and_until_they_are_settled(store: Store) -> None:
    later = new_attendance(BARROW, DAY + timedelta(days=42), SHAW)
    elsewhere = new_attendance(PartnershipId("eden"), DAY - timedelta(days=1), None)

    def work(uow: UnitOfWork) -> None:
        for attendance in (later, ATTENDANCE, elsewhere):
            uow.meetings.add(attendance)
        assert uow.meetings.from_day(DAY) == [ATTENDANCE, later]
        assert uow.meetings.of_partnership(BARROW) == [ATTENDANCE, later]
        assert uow.meetings.unsettled() == [elsewhere, ATTENDANCE, later]
        uow.meetings.save(ATTENDANCE.model_copy(update={"settled": True}))
        assert uow.meetings.unsettled() == [elsewhere, later]

    store.run(HERE, work)


def test_b08_a_request_is_open_until_it_is_answered(store: Store) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.meetings.save_request(REQUEST)
        assert uow.meetings.open_requests() == [REQUEST]
        answered = REQUEST.model_copy(update={"answer": "Yes.", "answered_by": SHAW, "answered_at": NOW})
        uow.meetings.save_request(answered)
        assert uow.meetings.open_requests() == []
        assert uow.meetings.request("r1") == answered

    store.run(HERE, work)


def test_b10_contacts_are_kept_once_and_come_the_latest_first(store: Store) -> None:
    later = CONTACT.model_copy(update={"id": "c2", "held_on": DAY + timedelta(days=1)})

    def work(uow: UnitOfWork) -> None:
        assert uow.meetings.add_contact(CONTACT)
        assert not uow.meetings.add_contact(CONTACT.model_copy(update={"note": None}))
        uow.meetings.add_contact(later)
        assert uow.meetings.contacts() == [later, CONTACT]

    store.run(HERE, work)


def test_another_workspace_sees_none_of_it(store: Store) -> None:
    store.run(HERE, keep)

    def work(uow: UnitOfWork) -> None:
        assert uow.meetings.get(ATTENDANCE.id) is None
        assert uow.meetings.request("r1") is None
        found = uow.meetings
        assert [*found.unsettled(), *found.from_day(DAY), *found.open_requests(), *found.contacts()] == []

    store.run(ELSEWHERE, work)


def test_what_members_and_staff_write_is_unreadable_at_rest(store: Store, engine: Engine) -> None:
    store.run(HERE, keep)
    with engine.connect() as connection:
        for table in ("requests", "contacts", "attendances"):
            (body,) = connection.execute(text(f"SELECT body FROM {table}")).scalars()
            assert SECRET.encode() not in bytes(body)
            assert SHAW.encode() not in bytes(body)
