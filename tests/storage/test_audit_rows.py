"""The audit trail in rows: one chain per workspace, however many write, and no change goes unseen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete, update
from tests.storage.samples import ELSEWHERE, HERE, NOW, at_once

from liaison.domain import audit
from liaison.domain.audit import Entry, first_broken
from liaison.domain.errors import BadInput
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import WorkspaceId
from liaison.storage import tables
from liaison.storage.unit_of_work import Store


def record(uow: UnitOfWork, /, subject: str, *, at: datetime = NOW, **details: str) -> Entry:
    return audit.record(uow.audit, at=at, actor="Mrs L L Shaw", action="looked", subject=subject, **details)


def entries(store: Store, workspace: WorkspaceId = HERE) -> Sequence[Entry]:
    return store.run(workspace, lambda uow: list(uow.audit.all()))


@pytest.fixture
def five(store: Store) -> Store:
    """A trail of five entries."""
    for number in range(5):
        store.run(HERE, record, f"subject {number}", place=f"“{number}”", other="é")
    return store


def test_entries_are_read_back_as_they_were_recorded(store: Store) -> None:
    recorded = [store.run(HERE, record, f"subject {number}", zeta="1", alpha="2") for number in range(3)]
    assert entries(store) == recorded
    assert store.run(HERE, lambda uow: uow.audit.last()) == recorded[-1]
    assert first_broken(entries(store)) is None


def test_an_empty_trail_holds(store: Store) -> None:
    assert store.run(HERE, lambda uow: uow.audit.last()) is None
    assert first_broken(entries(store)) is None


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")),
        datetime(2026, 7, 1, 9, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1),
    ],
    ids=["summer time", "microseconds", "the hour that comes twice"],
)
def test_a_moment_of_any_zone_keeps_the_chain_whole(store: Store, at: datetime) -> None:
    """`liaison tick --at 2026-07-01T09:30+01:00` is one moment, however it is written."""
    store.run(HERE, record, "subject", at=at)
    store.run(HERE, record, "another")
    assert entries(store)[0].at == at.astimezone(UTC)
    assert first_broken(entries(store)) is None


def test_each_workspace_has_a_chain_of_its_own(store: Store) -> None:
    for workspace in (HERE, ELSEWHERE, HERE, HERE):
        store.run(workspace, record, workspace)
    assert [entry.number for entry in entries(store)] == [1, 2, 3]
    assert [entry.number for entry in entries(store, ELSEWHERE)] == [1]
    assert first_broken(entries(store)) is first_broken(entries(store, ELSEWHERE)) is None


def test_what_was_undone_leaves_no_entry_and_no_gap(five: Store) -> None:
    def work(uow: UnitOfWork) -> None:
        record(uow, "undone")
        raise BadInput("No.", "Try again.")

    with pytest.raises(BadInput):
        five.run(HERE, work)
    five.run(HERE, record, "done")
    assert [entry.subject for entry in entries(five)][-2:] == ["subject 4", "done"]
    assert first_broken(entries(five)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "Mr R Watson"},
        {"action": "did not look"},
        {"subject": "subject 9"},
        {"at": datetime(2026, 11, 22, 9, 31, tzinfo=UTC)},
        {"details": {"place": "“2”"}},
        {"details": {}},
        {"previous": "0" * 64},
        {"digest": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_was_changed_is_found(five: Store, engine: Engine, change: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(update(tables.audit).where(tables.audit.c.number == 3).values(**change))
    broken = first_broken(entries(five))
    assert broken
    assert broken.number == 3


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_row_that_was_removed_is_found(five: Store, engine: Engine, number: int) -> None:
    with engine.begin() as connection:
        connection.execute(delete(tables.audit).where(tables.audit.c.number == number))
    broken = first_broken(entries(five))
    assert broken
    assert broken.number == number + 1


def test_writers_who_meet_keep_the_chain_whole(busy_store: Store) -> None:
    def write(name: str) -> None:
        for number in range(8):
            busy_store.run(HERE, record, f"{name} {number}")

    at_once(write, ["first", "second", "third", "fourth"])
    found = entries(busy_store)
    assert [entry.number for entry in found] == list(range(1, 33))
    assert len({entry.subject for entry in found}) == 32
    assert first_broken(found) is None


def test_writers_of_several_entries_each_do_not_mix_them(store: Store) -> None:
    def write(name: str) -> None:
        def work(uow: UnitOfWork) -> None:
            for number in range(4):
                record(uow, f"{name} {number}")

        store.run(HERE, work)

    at_once(write, ["first", "second", "third", "fourth"])
    found = entries(store)
    assert first_broken(found) is None
    names = [entry.subject.split()[0] for entry in found]
    assert [names[at] for at in range(0, 16, 4) for _ in range(4)] == names


def test_a_long_trail_is_read_in_order_to_its_end(store: Store) -> None:
    def many(uow: UnitOfWork) -> None:
        for number in range(600):
            record(uow, str(number))

    store.run(HERE, many)
    found = entries(store)
    assert [entry.subject for entry in found] == [str(number) for number in range(600)]
    assert first_broken(found) is None
