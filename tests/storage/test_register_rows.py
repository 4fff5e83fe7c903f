"""The register in rows, and the snapshots that every process holds of it."""

from datetime import date

import pytest
from sqlalchemy import Engine
from tests.storage.samples import BARROW, ELSEWHERE, HERE, PPP, SHAW, at_once, cumbria, load_cumbria

from liaison.domain.errors import NotFound
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import (
    Appointment,
    Committee,
    Office,
    Partnership,
    Person,
    Register,
    Term,
)
from liaison.domain.register.service import from_pack
from liaison.domain.values import AppointmentId, ChannelId, CommitteeId, OfficeId, PersonId, WorkspaceId
from liaison.storage.packs import load_pack, pack_names
from liaison.storage.register import STALE_AFTER, RegisterRows, Snapshots
from liaison.storage.unit_of_work import Store

# Everything that a register can say, though no pack says it all.
FULL = Register(
    version=1,
    since=date(2026, 2, 28),
    authority="Northshire Authority",
    force="Northshire Police",
    timezone="Europe/Dublin",
    pack="northshire",
    edition="2026",
    policy_edition="2025/26",
    whose="force",
    people=(
        Person(id=SHAW, name="Mrs L L Shaw", email="shaw@example.org"),
        Person(id=PersonId("smith"), name="Mr W Smith"),
    ),
    offices=(
        Office(id=OfficeId("chair"), name="Chair", also_called=("Chairman", "Cathaoirleach"), committee=PPP),
        Office(id=OfficeId("clerk"), name="Clerk"),
    ),
    terms=(
        Term(office=OfficeId("chair"), person=SHAW, since=date(2025, 1, 1), until=date(2026, 7, 1)),
        Term(office=OfficeId("chair"), person=PersonId("smith"), since=date(2026, 7, 1)),
    ),
    committees=(
        Committee(
            id=PPP,
            name="Plan & Performance",
            short="PPP",
            also_called=("Plan",),
            kind="working group",
            channel=ChannelId("C1"),
        ),
    ),
    partnerships=(
        Partnership(
            id=BARROW,
            name="Barrow “CDRP”",
            statutory=False,
            formal=True,
            formerly=("Barrow Panel",),
            reports_to=(PPP,),
            notes=("A note.\nIts second line.",),
        ),
    ),
    appointments=(
        Appointment(
            id=AppointmentId("9"),
            partnership=BARROW,
            role="link officer",
            office=OfficeId("clerk"),
            listed_as="To be advised",
            since=date(2026, 1, 1),
            until=date(2027, 1, 1),
        ),
        Appointment(id=AppointmentId("1"), partnership=BARROW, role="representative", person=SHAW),
    ),
)


class Clock:
    """Seconds that go by when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def elsewhere(engine: Engine, clock: Clock) -> Snapshots:
    """What another process holds: snapshots that nobody tells of a change."""
    return Snapshots(engine, clock=clock)


def version(store: Store) -> int:
    return store.run(HERE, lambda uow: uow.register.version())


def choose_channel(uow: UnitOfWork, channel: str) -> None:
    uow.register.set_channel(PPP, ChannelId(channel))


def channel_in(snapshots: Snapshots, *, at_once: bool = False) -> str | None:
    return snapshots.of(HERE, at_once=at_once).committee[PPP].channel


def test_every_pack_is_read_back_as_it_was_kept(store: Store) -> None:
    registers = [from_pack(load_pack(name), since=date(2026, 11, 22)) for name in pack_names()]

    def keep_and_read(uow: UnitOfWork, register: Register) -> Register | None:
        uow.register.replace(register)
        return uow.register.load()

    assert registers
    for register in registers:
        workspace = WorkspaceId(f"T{register.pack}")
        assert store.run(workspace, keep_and_read, register) == register
    assert len(store.workspaces()) == len(registers)


def test_whatever_a_register_can_say_is_read_back(store: Store) -> None:
    store.run(HERE, lambda uow: uow.register.replace(FULL))
    assert store.run(HERE, lambda uow: uow.register.load()) == FULL


def test_an_empty_register_is_a_register(store: Store) -> None:
    empty = Register(version=1, since=date(2026, 1, 1), authority="the Authority", pack="none")
    store.run(HERE, lambda uow: uow.register.replace(empty))
    assert store.run(HERE, lambda uow: uow.register.load()) == empty
    store.run(HERE, lambda uow: uow.register.add_person(Person(id=SHAW, name="Mrs L L Shaw")))
    assert [person.id for person in store.snapshots.of(HERE).people] == [SHAW]


def test_no_register_has_no_version(store: Store) -> None:
    assert version(store) == 0
    assert store.run(HERE, lambda uow: uow.register.load()) is None


def test_the_version_rises_with_each_change(store: Store) -> None:
    store.run(HERE, load_cumbria)
    assert version(store) == 1
    store.run(HERE, choose_channel, "C1")
    assert version(store) == 2
    store.run(HERE, lambda uow: uow.register.add_person(Person(id=PersonId("clerk"), name="Clerk")))
    assert version(store) == 3
    store.run(HERE, load_cumbria)
    assert version(store) == 4
    assert store.snapshots.of(HERE) == cumbria().model_copy(update={"version": 4})


def test_the_version_of_another_workspace_stays(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(ELSEWHERE, load_cumbria)
    store.run(ELSEWHERE, choose_channel, "C1")
    assert version(store) == 1


def test_what_replaces_a_register_leaves_nothing_of_it(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(HERE, lambda uow: uow.register.replace(FULL))
    assert store.snapshots.of(HERE) == FULL.model_copy(update={"version": 2})


def test_a_person_who_is_added_comes_last(store: Store) -> None:
    store.run(HERE, load_cumbria)
    before = store.snapshots.of(HERE).people
    clerk = Person(id=PersonId("clerk"), name="Clerk", email="clerk@example.org")
    deputy = Person(id=PersonId("deputy"), name="Deputy Clerk")
    store.run(HERE, lambda uow: uow.register.add_person(clerk))
    store.run(HERE, lambda uow: uow.register.add_person(deputy))
    assert store.snapshots.of(HERE).people == (*before, clerk, deputy)


def test_a_channel_is_set_for_its_committee_alone(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(HERE, choose_channel, "C1")
    store.run(HERE, choose_channel, "C2")
    channels = {committee.id: committee.channel for committee in store.snapshots.of(HERE).committees}
    assert channels == {"authority": None, "ppp": "C2", "ced": None, "personnel": None}
    assert CommitteeId("ced") in channels


def test_two_changes_at_once_raise_the_version_twice(busy_store: Store) -> None:
    busy_store.run(HERE, load_cumbria)
    at_once(lambda channel: busy_store.run(HERE, choose_channel, channel), [f"C{n}" for n in range(6)])
    assert version(busy_store) == 7


def test_a_change_by_another_process_is_noticed_within_a_second(
    store: Store, elsewhere: Snapshots, clock: Clock
) -> None:
    store.run(HERE, load_cumbria)
    assert channel_in(elsewhere) is None
    store.run(HERE, choose_channel, "C1")
    clock.seconds += STALE_AFTER - 0.001
    assert channel_in(elsewhere) is None
    clock.seconds += 0.001
    assert channel_in(elsewhere) == "C1"
    assert STALE_AFTER <= 1


def test_a_change_by_another_process_is_noticed_at_once_by_who_asks_for_that(
    store: Store, elsewhere: Snapshots
) -> None:
    store.run(HERE, load_cumbria)
    assert channel_in(elsewhere) is None
    store.run(HERE, choose_channel, "C1")
    assert channel_in(elsewhere) is None
    assert channel_in(elsewhere, at_once=True) == "C1"
    assert channel_in(elsewhere) == "C1"


def test_what_has_not_changed_is_the_same_object(store: Store, elsewhere: Snapshots, clock: Clock) -> None:
    """Nothing is read again but the version: whoever holds a snapshot may compare it by identity."""
    store.run(HERE, load_cumbria)
    first = elsewhere.of(HERE)
    clock.seconds += 60
    assert elsewhere.of(HERE) is first
    assert elsewhere.of(HERE, at_once=True) is first


def test_a_snapshot_never_changes_under_its_reader(store: Store) -> None:
    store.run(HERE, load_cumbria)
    held = store.snapshots.of(HERE)
    store.run(HERE, choose_channel, "C1")
    assert held.committee[PPP].channel is None


def test_a_change_that_was_undone_is_no_change(store: Store, elsewhere: Snapshots) -> None:
    def work(uow: UnitOfWork) -> None:
        choose_channel(uow, "C1")
        raise NotFound("No.", "Try again.")

    store.run(HERE, load_cumbria)
    with pytest.raises(NotFound):
        store.run(HERE, work)
    assert channel_in(store.snapshots) is None
    assert channel_in(elsewhere) is None


def test_a_workspace_without_a_register_says_how_to_load_one(store: Store, elsewhere: Snapshots) -> None:
    with pytest.raises(NotFound, match="liaison seed PACK --team TEAM"):
        elsewhere.of(HERE)
    store.run(HERE, load_cumbria)
    assert elsewhere.of(HERE) == cumbria()


def test_many_readers_at_once_get_one_register(store: Store, elsewhere: Snapshots) -> None:
    store.run(HERE, load_cumbria)
    found = at_once(lambda _: elsewhere.of(HERE), range(8))
    assert all(register is found[0] for register in found)


def test_a_change_made_while_a_snapshot_is_being_taken_is_seen_at_once_in_this_process(
    busy_store: Store, busy_engine: Engine
) -> None:
    """The rows were read just before the change, and the snapshot was put away just after it."""
    changes = [lambda: busy_store.run(HERE, choose_channel, "C1")]

    def clock() -> float:
        if changes:
            changes.pop(0)()
        return 0.0

    busy_store.run(HERE, load_cumbria)
    busy_store.snapshots = Snapshots(busy_engine, clock=clock)
    busy_store.snapshots.of(HERE)
    assert not changes
    assert channel_in(busy_store.snapshots) == "C1"
    with busy_engine.connect() as connection:
        assert RegisterRows(connection, HERE).version() == 2
