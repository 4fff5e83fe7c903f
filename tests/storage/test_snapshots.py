"""The registers that every process holds in memory: how soon they notice a change, and that they never miss one."""

import gc
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event
from tests.storage.samples import (
    HERE,
    NOW,
    PPP,
    SHAW,
    add_person,
    at_once,
    choose_channel,
    cumbria,
    link,
    load_cumbria,
)

from liaison.domain import lookup
from liaison.domain.access.service import actor_in
from liaison.domain.errors import NotFound
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import About, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId, new_id
from liaison.storage.register import RegisterRows
from liaison.storage.snapshots import MANY, STALE_AFTER, Snapshots
from liaison.storage.unit_of_work import Store

USER = SlackUserId("U1")


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


def channel_in(snapshots: Snapshots, *, at_once: bool = False) -> str | None:
    return snapshots.of(HERE, at_once=at_once).committee[PPP].channel


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    statements: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


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


def test_what_is_fresh_answers_without_the_database(
    store: Store, engine: Engine, elsewhere: Snapshots, clock: Clock
) -> None:
    store.run(HERE, load_cumbria)
    assert elsewhere.fresh(HERE) is None
    held = elsewhere.of(HERE)
    clock.seconds += STALE_AFTER - 0.001
    with counted(engine) as statements:
        assert elsewhere.fresh(HERE) is held
        assert elsewhere.of(HERE) is held
    assert statements == []
    clock.seconds += 0.001
    assert elsewhere.fresh(HERE) is None
    assert elsewhere.held(HERE) is held


def test_only_what_has_changed_is_read_again(store: Store, engine: Engine, elsewhere: Snapshots) -> None:
    """Whatever has not changed is the very same value as before."""
    store.run(HERE, load_cumbria)
    before = elsewhere.of(HERE)
    store.run(HERE, choose_channel, "C1")
    with counted(engine) as statements:
        after = elsewhere.of(HERE, at_once=True)
    assert len([statement for statement in statements if "SELECT" in statement]) == 2
    pairs = zip((*after.people, *after.partnerships), (*before.people, *before.partnerships), strict=True)
    assert all(new is old for new, old in pairs)
    assert after.committee[PPP].channel == "C1"


def test_a_process_that_never_looks_anything_up_reads_the_whole_once(store: Store, engine: Engine) -> None:
    """One transaction after the other asks who somebody is: only the first reads every row."""

    def known(uow: UnitOfWork) -> bool:
        return uow.links.actor(USER) is not None

    store.run(HERE, load_cumbria)
    store.run(HERE, link, USER, SHAW, "member")
    with counted(engine) as statements:
        assert store.run(HERE, known)
    assert any("FROM entries" in statement for statement in statements)
    with counted(engine) as statements:
        assert store.run(HERE, known)
    assert not any("FROM entries" in statement for statement in statements)
    store.run(HERE, lambda uow: uow.register.save([Edit("links", USER, None)]))
    assert not store.run(HERE, known)


def test_what_python_goes_through_for_garbage_does_not_grow_with_the_register(
    store: Store, engine: Engine
) -> None:
    """A large register that is read for lookups stops no answer later; one that was replaced is let go of."""
    many = tuple(Person(id=PersonId(f"p{number}"), name=f"Mr P {number}") for number in range(MANY))
    store.run(
        HERE, lambda uow: uow.register.replace(cumbria().changed([]).model_copy(update={"people": many}))
    )
    before = gc.get_freeze_count()
    snapshots = Snapshots(engine, for_lookups=True)
    try:
        first = weakref.ref(snapshots.of(HERE))
        assert gc.get_freeze_count() > before + MANY
        store.run(HERE, lambda uow: uow.register.replace(cumbria().model_copy(update={"people": many[1:]})))
        snapshots.of(HERE, at_once=True)
    finally:
        gc.unfreeze()
    gc.collect()
    assert first() is None


def test_a_link_taken_away_counts_at_once_here_and_within_a_second_elsewhere(
    store: Store, elsewhere: Snapshots, clock: Clock
) -> None:
    """UX-13: somebody who is no longer linked can do nothing more."""

    def known(snapshots: Snapshots) -> bool:
        return actor_in(snapshots.of(HERE), HERE, USER) is not None

    store.run(HERE, load_cumbria)
    store.run(HERE, link, USER, SHAW, "member")
    assert known(store.snapshots)
    assert known(elsewhere)
    store.run(HERE, lambda uow: uow.register.save([Edit("links", USER, None)]))
    assert not known(store.snapshots)
    clock.seconds += STALE_AFTER
    assert not known(elsewhere)


def test_a_change_that_commits_late_is_not_missed(busy_store: Store, busy_engine: Engine) -> None:
    """Of two who change at once, the second waits for the first; so no lower version appears after a higher one."""
    saved, may_commit, begun = threading.Event(), threading.Event(), threading.Event()

    def slowly(uow: UnitOfWork) -> None:
        add_person(uow, Person(id=PersonId("slow"), name="Slow"))
        saved.set()
        assert may_commit.wait(30)

    def quickly(uow: UnitOfWork) -> None:
        begun.set()
        add_person(uow, Person(id=PersonId("quick"), name="Quick"))

    def people(snapshots: Snapshots) -> set[str]:
        return {str(person.id) for person in snapshots.of(HERE, at_once=True).people} & {"slow", "quick"}

    busy_store.run(HERE, load_cumbria)
    reader = Snapshots(busy_engine)
    assert people(reader) == set()
    slow = threading.Thread(target=busy_store.run, args=(HERE, slowly))
    quick = threading.Thread(target=busy_store.run, args=(HERE, quickly))
    slow.start()
    assert saved.wait(30)
    quick.start()
    assert begun.wait(30)
    quick.join(0.2)
    assert quick.is_alive()  # it waits for the slow one, whose version is the lower
    assert people(reader) == set()
    may_commit.set()
    slow.join(30)
    quick.join(30)
    assert people(reader) == {"slow", "quick"}
    assert reader.of(HERE) == Snapshots(busy_engine).of(HERE)


def test_what_many_write_at_once_is_all_read_by_who_reads_meanwhile(
    busy_store: Store, busy_engine: Engine
) -> None:
    reader, done = Snapshots(busy_engine), threading.Event()

    def write(number: int) -> None:
        for turn in range(5):
            name = f"writer-{number}-{turn}"
            busy_store.run(HERE, add_person, Person(id=PersonId(name), name=name))

    def read() -> None:
        while not done.is_set():
            reader.of(HERE, at_once=True)

    busy_store.run(HERE, load_cumbria)
    reading = threading.Thread(target=read)
    reading.start()
    try:
        at_once(write, range(4))
    finally:
        done.set()
        reading.join(30)
    held = reader.of(HERE, at_once=True)
    assert held == Snapshots(busy_engine).of(HERE)
    assert len(held.people) == len(cumbria().people) + 20


Turn = Literal["replace", "about", "read"] | list[tuple[PersonId, str | None]]
PEOPLE = st.sampled_from([PersonId(name) for name in ("shaw", "egan", "ann", "ben", "cay", "dee")])
OTHER_TURNS: list[Turn] = ["replace", "about", "read"]
SAVES = st.lists(st.tuples(PEOPLE, st.sampled_from([None, "Old", "New"])), max_size=5)
TURNS: st.SearchStrategy[list[Turn]] = st.lists(st.one_of(SAVES, st.sampled_from(OTHER_TURNS)), max_size=15)


def test_what_is_read_bit_by_bit_is_what_is_read_whole(store: Store, engine: Engine) -> None:
    """However entries come, change, go and come back between two looks, a reader has what the rows say, in their order."""

    @settings(max_examples=25, deadline=None)
    @given(TURNS)
    def each(turns: list[Turn]) -> None:
        workspace = WorkspaceId(new_id())
        reader = Snapshots(engine, for_lookups=True, clock=lambda: 0.0)
        store.run(workspace, load_cumbria)
        for turn in turns:
            if turn == "read":
                assert reader.of(workspace, at_once=True) == whole(workspace)
            else:
                store.run(workspace, play, turn)
        found = reader.of(workspace, at_once=True)
        assert found == whole(workspace)
        assert store.snapshots.of(workspace) == found
        again = whole(workspace)
        assert again
        for words in ("old", "new", "shaw"):
            assert lookup.find(found, words, day=NOW.date()) == lookup.find(again, words, day=NOW.date())

    def whole(workspace: WorkspaceId) -> Register | None:
        with engine.connect() as connection:
            return RegisterRows(connection, workspace).load()

    each()


def play(uow: UnitOfWork, turn: Turn) -> None:
    """One change of the register, for the test above."""
    register = uow.register.load()
    assert register
    if isinstance(turn, list):
        edits = [Edit("people", id_, Person(id=id_, name=name) if name else None) for id_, name in turn]
        uow.register.save(edits)
    elif turn == "about":
        about = About(authority="Cumbria", edition=f"Edition {register.version}")
        uow.register.save([Edit("about", "about", about)])
    else:
        people = tuple(reversed(register.people[1:]))
        new = {"people": people, "pack": f"pack {register.version}"}
        uow.register.replace(register.changed([]).model_copy(update=new))
