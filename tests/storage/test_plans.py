"""What delivery and the looks at what is due ask of the database, as it plans the very statements that they send.

Beside much that is over, each finds what is due through the index that holds nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, Engine, event, insert
from tests.storage.samples import HERE, NOW, PPP, SHAW, notice, review

from liaison.domain.notices import clocks, service
from liaison.domain.notices.models import Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.reviews.action_models import ActionItem
from liaison.domain.values import SlackUserId
from liaison.storage.tables import notices
from liaison.storage.unit_of_work import Store

OVER, DUE = 1_000, 20
READER = SlackUserId("U1")
AHEAD = NOW + timedelta(days=7)
Look = Callable[[UnitOfWork], object]


class Sent(NamedTuple):
    """A statement as it went to the database."""

    statement: str
    parameters: Any


@contextmanager
def read(engine: Engine, table: str) -> Iterator[list[Sent]]:
    """What is read of a table meanwhile."""
    found: list[Sent] = []

    def note(_: Connection, __: object, statement: str, parameters: Any, ___: object, ____: object) -> None:
        if statement.startswith("SELECT") and f"FROM {table}" in statement.replace("\n", " "):
            found.append(Sent(statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(engine: Engine, sent: Sent) -> str:
    """How the database goes about a statement."""
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {sent.statement}", sent.parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


def plans(store: Store, table: str, look: Look) -> list[str]:
    """How the database goes about what one look reads of a table; nothing stays changed."""
    if store.engine.dialect.name == "postgresql":  # as it does by itself in a while, and SQLite never does
        with store.engine.begin() as connection:
            connection.exec_driver_sql(f"ANALYZE {table}")
    with read(store.engine, table) as sent, pytest.raises(Undone):
        store.run(HERE, undone, look)
    assert sent, "nothing was read"
    return [plan(store.engine, each) for each in sent]


class Undone(Exception):  # noqa: N818 - nothing is wrong
    """Takes back what a look has changed."""


def undone(uow: UnitOfWork, look: Look) -> None:
    look(uow)
    raise Undone


# What is owed


def owed(number: int, key: str, **more: Any) -> Notice:
    """A notice to the person, or each second time to the committee."""
    user, committee = (READER, None) if number % 2 else (None, PPP)
    return notice(key, to_user=user, to_committee=committee, **more)


@pytest.fixture
def outbox(store: Store) -> Store:
    """A batch is due, to a person and to a committee; thousands that they were sent are over, and more lie ahead."""
    over = [owed(n, f"over:{n}", state=State.SENT, sent_ts=f"{n}.1", sent_at=NOW) for n in range(OVER)]
    ahead = [owed(n, f"ahead:{n}", due=NOW + timedelta(days=30 + n)) for n in range(DUE)]
    held = [owed(n, f"held:{n}", state=State.HELD, trouble="not_in_channel") for n in range(DUE)]
    due = [owed(n, f"due:{n}") for n in range(2 * DUE)]
    rows = [
        {"workspace": HERE, **each.model_dump(), "wakes_at": each.wakes_at}
        for each in (*over, *ahead, *held, *due)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(notices), rows)
    return store


LOOKS: dict[str, Look] = {
    "a claim": lambda uow: service.claim(uow, now=NOW, most=DUE),
    "a claim of what is new": lambda uow: service.claim(uow, now=NOW, most=DUE, sent=False),
    "a claim of what is there": lambda uow: service.claim(uow, now=NOW, most=DUE, new=False),
    "what a wrong clock has put ahead": lambda uow: clocks.look_again(uow, now=NOW),
    "how much is left": lambda uow: uow.notices.left_due(now=NOW),
    "how much is held": lambda uow: uow.notices.count_held(),
    "what is held for a committee": lambda uow: uow.notices.held_for(PPP),
    "what is held for a reason": lambda uow: uow.notices.held_because("not_in_channel"),
    "what waits for somebody": lambda uow: uow.notices.waiting_for(READER),
    "what staff see as owed": lambda uow: uow.notices.owed((State.HELD,), most=DUE),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_is_owed_is_found_by_when_it_wakes(outbox: Store, look: Look) -> None:
    found = plans(outbox, "notices", look)
    for each in found:
        assert "ix_notices_wakes" in each, each
        assert "SCAN notices" not in each
        assert "Seq Scan" not in each


# What reminders are due

NONE_TO_COME = pytest.mark.parametrize("remind_at", [None, AHEAD], ids=["none to come", "far ahead"])


@NONE_TO_COME
def test_reviews_are_found_by_their_next_reminder(store: Store, remind_at: datetime | None) -> None:
    others = [review(f"other:{n}", remind_at=remind_at) for n in range(OVER)]
    due = [review(f"due:{n}", remind_at=NOW) for n in range(DUE)]
    store.run(HERE, keep, lambda uow: uow.reviews.save, (*others, *due))
    for each in plans(store, "reviews", lambda uow: uow.reviews.due(NOW)):
        assert "ix_reviews_remind" in each, each


@NONE_TO_COME
def test_g_08_actions_are_found_by_their_next_reminder(store: Store, remind_at: datetime | None) -> None:
    others = [action(f"other:{n}", remind_at) for n in range(OVER)]
    due = [action(f"due:{n}", NOW) for n in range(DUE)]
    store.run(HERE, keep, lambda uow: uow.actions.save, (*others, *due))
    for each in plans(store, "review_actions", lambda uow: uow.actions.to_remind(now=NOW)):
        assert "ix_review_actions_remind" in each, each


def keep(uow: UnitOfWork, how: Callable[[UnitOfWork], Callable[[Any], None]], them: Sequence[object]) -> None:
    """Keeps all of them."""
    for each in them:
        how(uow)(each)


def action(name: str, remind_at: datetime | None) -> ActionItem:
    """An action of Mrs Shaw's."""
    return ActionItem(
        id=name,
        text="Ask for the figures.",
        owner=SHAW,
        due=NOW.date(),
        added_by=SHAW,
        added_at=NOW,
        remind_at=remind_at,
    )
