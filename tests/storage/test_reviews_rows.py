"""Reviews in rows: everything is kept, what is due is found by an index, and a look costs the same whatever lies beside."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, event, insert, select
from tests.storage.samples import HERE, NOW, PPP, SHAW, load_cumbria, review

from liaison.domain.ports import UnitOfWork
from liaison.domain.reviews import reminders
from liaison.domain.reviews.models import Beside, Cycle, Outcome, Owner, Review, ReviewState, Subject
from liaison.domain.reviews.rules import NOT_TOLD
from liaison.domain.values import CommitteeId, PartnershipId
from liaison.storage.database import open_engine
from liaison.storage.migrate import configuration, migrate
from liaison.storage.packs import load_pack
from liaison.storage.reviews import Reviews
from liaison.storage.tables import reviews
from liaison.storage.unit_of_work import Store

FAR = NOW + timedelta(days=400)
FULL = review(
    "full",
    partnership=PartnershipId("barrow"),
    owner=Owner(kind="seat", id="support officer"),
    handed_over=True,
    form="achievements",
    postponed_from=date(2026, 11, 1),
    postponed_reason="Nobody can come.",
    remind_at=NOW,
)


def kept_whole(uow: UnitOfWork, each: Review) -> bool:
    """Whether a review that is kept is found as it was."""
    return uow.reviews.add(each) and uow.reviews.get(each.id) == each


def test_everything_about_a_review_is_kept(store: Store) -> None:
    done = FULL.model_copy(
        update={
            "id": "done",
            "state": ReviewState.DONE,
            "outcome": Outcome.CONTINUE,
            "reviewed_on": date(2026, 11, 20),
            "recorded_by": SHAW,
            "recorded_at": NOW,
            "remind_at": None,
        }
    )
    for each in (FULL, done):
        assert store.run(HERE, kept_whole, each)
    assert store.run(HERE, lambda uow: uow.reviews.open()) == [FULL]
    assert store.run(HERE, lambda uow: uow.reviews.known(["full", "done", "none"])) == {
        "full": FULL,
        "done": done,
    }
    assert store.run(HERE, lambda uow: uow.reviews.of_group("cu-performance", FULL.due)) == [done, FULL]
    assert store.run(HERE, lambda uow: uow.reviews.last_of("cu-performance")) == {
        PartnershipId("barrow"): date(2026, 11, 20)
    }


def test_what_has_an_outcome_is_never_due_again(store: Store) -> None:
    ended = FULL.model_copy(update={"outcome": Outcome.NO_CHANGE})
    dropped = FULL.model_copy(update={"id": "dropped", "state": ReviewState.DROPPED})

    def keep(uow: UnitOfWork) -> None:
        uow.reviews.add(FULL)
        uow.reviews.add(dropped)
        assert [each.id for each in uow.reviews.due(NOW)] == ["full"]
        uow.reviews.save(ended)
        assert not uow.reviews.due(NOW)

    store.run(HERE, keep)


def test_cycles_and_meetings_are_kept(store: Store) -> None:
    cycle = Cycle(
        id="c1",
        subject="Interests",
        rule="FREQ=WEEKLY",
        first=date(2027, 1, 4),
        owner=Owner(kind="person", id=SHAW),
        own={PartnershipId("barrow"): date(2027, 2, 1)},
        source="s",
        added=True,
    )

    def keep(uow: UnitOfWork) -> None:
        uow.cycles.save(cycle)
        uow.cycles.save_meetings(PPP, [date(2027, 6, 18), date(2027, 1, 4), date(2027, 1, 4)])
        uow.cycles.save_meetings(CommitteeId("agm"), [])
        assert uow.cycles.all() == [cycle]
        assert uow.cycles.meetings() == {PPP: (date(2027, 1, 4), date(2027, 6, 18))}
        assert uow.cycles.last_look() == (None, "")
        uow.cycles.looked(date(2027, 1, 4), "seen")
        assert uow.cycles.last_look() == (date(2027, 1, 4), "seen")

    store.run(HERE, keep)


# What a look costs


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def crowd(uow: UnitOfWork, number: int) -> None:
    """A long history, and as many open reviews whose next reminder is far off."""
    for place in range(number):
        uow.reviews.add(review(f"old{place}", outcome=Outcome.NO_CHANGE, remind_at=NOT_TOLD))
        uow.reviews.add(review(f"far{place}", cycle="other", remind_at=FAR, postponed_from=date(2026, 1, 1)))


def test_a_look_is_as_many_statements_with_a_crowd_as_without(store: Store) -> None:
    pack = load_pack("cumbria")
    store.run(HERE, load_cumbria)

    def look(uow: UnitOfWork) -> None:
        register = uow.register.load()
        assert register
        reminders.owe(uow, register, pack, now=NOW)

    store.run(HERE, look)
    with statements(store.engine) as few:
        store.run(HERE, look)
    store.run(HERE, crowd, 200)
    with statements(store.engine) as many:
        store.run(HERE, look)
    assert many == few
    assert sum("FROM reviews" in statement for statement in few) == 1


def test_what_is_due_is_found_by_its_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """As SQLite plans it: only rows with a reminder to come stand in the index, so history is not even passed by."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('plan')}/liaison.db")
    migrate(engine)
    with engine.begin() as connection, statements(engine) as sent:
        Reviews(connection, HERE).due(NOW)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", (HERE, NOW.isoformat())).all()
    assert "USING INDEX ix_reviews_remind (workspace=? AND remind_at" in str(plan)
    engine.dispose()


# From the schema before


def test_reviews_of_the_schema_before_are_kept_and_looked_at(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        before = MetaData()
        before.reflect(connection, only=["reviews"])
        plain = {
            "workspace": HERE,
            "cycle": "cu-performance",
            "subject": "measures",
            "due": date(2026, 12, 31),
            "committee": PPP,
            "source": "guide",
            "covers": [],
            "basis": "Each calendar quarter.",
        }
        rows = [
            plain | {"id": "open", "outcome": None, "recorded_at": None},
            plain | {"id": "done", "outcome": "Changes agreed", "recorded_at": datetime(2026, 11, 2, 9)},  # noqa: DTZ001
        ]
        connection.execute(insert(before.tables["reviews"]), rows)
    migrate(engine)
    with engine.begin() as connection:
        kept = Reviews(connection, HERE)
        assert [each.id for each in kept.due(NOW)] == ["open"]
        done = kept.get("done")
        assert isinstance(done, Review)
        assert (done.state, done.recorded_at) == (ReviewState.DONE, datetime(2026, 11, 2, 9, tzinfo=UTC))
        assert connection.execute(select(reviews.c.remind_at).where(reviews.c.id == "done")).scalar() is None
    engine.dispose()


def test_recorded_reviews_are_read_a_page_at_a_time_and_by_what_they_are_about(store: Store) -> None:
    """A review without a partnership, and one of a partnership, of every fourth day of a year; what is open is not among them."""
    barrow, own = Subject(PartnershipId("barrow"), "membership"), Subject(None, "membership")

    def fill(uow: UnitOfWork) -> None:
        for number in range(20):
            day, at = date(2026, 1, 1) + timedelta(days=4 * number), NOW + timedelta(days=number)
            about = barrow if number % 2 else own
            done = review(
                f"r{number}",
                partnership=about.partnership,
                subject=about.subject,
                outcome=Outcome.CONTINUE,
                reviewed_on=day,
                recorded_by=SHAW,
                recorded_at=at,
            )
            uow.reviews.add(done)
        uow.reviews.add(review("open", subject="other"))

    def ids(found: Sequence[Review]) -> list[str]:
        return [each.id for each in found]

    store.run(HERE, fill)
    assert set(store.run(HERE, lambda uow: uow.reviews.recorded_subjects())) == {barrow, own}
    assert store.run(HERE, lambda uow: uow.reviews.count_recorded(None)) == 20
    assert store.run(HERE, lambda uow: uow.reviews.count_recorded([own])) == 10
    assert store.run(HERE, lambda uow: uow.reviews.count_recorded([])) == 0
    assert ids(store.run(HERE, lambda uow: uow.reviews.recorded(None, skip=0, most=3))) == [
        "r19",
        "r18",
        "r17",
    ]
    assert ids(store.run(HERE, lambda uow: uow.reviews.recorded([own], skip=8, most=3))) == ["r2", "r0"]
    assert ids(store.run(HERE, lambda uow: uow.reviews.recorded([barrow, own], skip=18, most=3))) == [
        "r1",
        "r0",
    ]
    assert store.run(HERE, lambda uow: uow.reviews.recorded([], skip=0, most=3)) == []
    within = store.run(HERE, lambda uow: uow.reviews.reviewed(date(2026, 1, 5), date(2026, 1, 13)))
    assert ids(within) == ["r3", "r2", "r1"]


def test_beside_a_review_stand_the_others_of_its_cycle_and_partnership(store: Store) -> None:
    """Not those of another cycle or partnership, nor one that is not to be done any more."""
    barrow = PartnershipId("barrow-cdrp")
    days = [date(2026, 11, day) for day in (2, 9, 16, 23)]
    ours = [review(f"a:{day}", cycle="a", partnership=barrow, due=day) for day in days]
    ours[2] = ours[2].model_copy(update={"state": ReviewState.DROPPED})
    others = [
        review("a:all", cycle="a", partnership=None, due=date(2026, 11, 10)),
        review("b", cycle="b", partnership=barrow, due=date(2026, 11, 8)),
    ]

    def keep(uow: UnitOfWork) -> list[Beside]:
        for each in (*ours, *others):
            uow.reviews.add(each)
        return [uow.reviews.beside(each) for each in (ours[0], ours[1], ours[3], others[0])]

    first, second, last, alone = store.run(HERE, keep)
    assert first == Beside(before=None, after=days[1])
    assert second == Beside(before=days[0], after=days[3])
    assert last == Beside(before=days[1], after=None)
    assert alone == Beside()
