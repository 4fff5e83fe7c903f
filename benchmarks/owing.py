"""`make bench`: a look at what time has made due, and the taking of what is owed, beside ever more that is over.

What is over are sent notices, recorded reviews and attendances that are settled; beside them as many reviews are open
that were put off for years. Each round asks every size in turn; a figure is the median of the rounds of one run, and a ratio the median of the rounds' ratios to the smallest history.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from liaison.bot.app import load_library
from liaison.bot.tick import find_due
from liaison.domain.meetings.models import Attendance
from liaison.domain.notices import service
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.reviews.models import Outcome, Review, ReviewState
from liaison.domain.values import CommitteeId, PartnershipId, PersonId, SlackUserId, WorkspaceId
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.tables import notices as rows
from liaison.storage.unit_of_work import Store

WORKSPACE = WorkspaceId("T1")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FAR_AHEAD = date(2040, 6, 30)
LASTING = "cu-guide"  # a cycle of Cumbria's, about the authority as a whole
FIRST = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
HISTORIES = (0, 1_000, 10_000, 100_000)
ROUNDS = 15
BATCH = 20
AT_ONCE = 5_000  # of what is over, in one transaction
KINDS = (Kind.REVIEW_DUE, Kind.REPORT_WAITING, Kind.MEETING_BEFORE, Kind.ENDING)


def grown(url: str, history: int) -> Store:
    """A workspace with Cumbria's register in which so many notices, and as much else, are over."""
    store = Store(open_engine(url), Cipher(new_key()))
    migrate(store.engine)
    library = load_library()
    pack = next(pack for pack in library if pack.key == "cumbria")
    store.run(WORKSPACE, register_service.seed, pack, now=NOW)
    find_due(store, library, now=NOW)
    for start in range(0, history, AT_ONCE):
        store.run(WORKSPACE, _add, range(start, min(start + AT_ONCE, history)))
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return store


def _add(uow: UnitOfWork, numbers: range) -> None:
    for number in numbers:
        then = NOW - timedelta(hours=number + 1)
        committee = CommitteeId("ppp") if number % 2 else None
        uow.notices.add(
            Notice(
                key=f"over:{number}",
                kind=KINDS[number % len(KINDS)],
                subject=f"review:over:{number}",
                reason="It was due.",
                to_user=None if committee else SlackUserId(f"U{number % 20}"),
                to_committee=committee,
                facts={"stage": "due"},
                due=then,
                state=State.SENT,
                attempts=1,
                sent_channel="C1",
                sent_ts=f"{number}.000001",
                sent_at=then,
            )
        )
        uow.reviews.add(
            Review(
                id=f"over:{number}",
                cycle=f"cycle:{number % 10}",
                subject="Review",
                due=then.date(),
                committee=CommitteeId("ppp"),
                source="G-01",
                basis="every year",
                state=ReviewState.DONE,
                outcome=Outcome.CONTINUE,
                reviewed_on=then.date(),
            )
        )
        uow.reviews.add(
            Review(
                id=f"ahead:{number}",
                cycle=LASTING,
                subject="Review",
                due=FAR_AHEAD,
                committee=CommitteeId("ppp"),
                postponed_from=then.date(),
                source="G-01",
                basis="every year",
                remind_at=datetime(FAR_AHEAD.year, 1, 1, tzinfo=UTC),
            )
        )
        uow.meetings.add(
            Attendance(
                id=f"over:{number}",
                partnership=PartnershipId("barrow-cdrp"),
                held_on=then.date() - timedelta(days=30),
                representative=PersonId("somebody"),
                settled=True,
            )
        )


def owe_a_batch(store: Store) -> None:
    """Puts the notices in place of which a batch is taken."""

    def add(uow: UnitOfWork) -> None:
        for number in range(BATCH):
            uow.notices.save(
                Notice(
                    key=f"due:{number}",
                    kind=Kind.MEND_CHANNEL,
                    subject=f"due:{number}",
                    reason="It is due.",
                    to_user=SlackUserId(f"U{number}"),
                    facts={},
                    due=NOW,
                )
            )

    store.run(WORKSPACE, add)


def main(histories: tuple[int, ...]) -> None:
    """Prints a table: what, and for each history milliseconds and the ratio to the smallest."""
    library = load_library()
    mornings: defaultdict[Store, Iterator[datetime]] = defaultdict(_mornings)
    steps: dict[str, Callable[[Store], object]] = {
        "a look that finds nothing new": lambda store: find_due(store, library, now=FIRST),
        "the first look of a day": lambda store: find_due(store, library, now=next(mornings[store])),
        "a taking when nothing is due": lambda store: store.run(
            WORKSPACE, service.claim, now=NOW, most=BATCH
        ),
        f"a taking of {BATCH}": lambda store: store.run(WORKSPACE, service.claim, now=NOW, most=BATCH),
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stores = []
        for history in histories:
            store = grown(f"sqlite:///{Path(folder)}/{history}.db", history)
            stack.callback(store.close)
            find_due(
                store, library, now=next(mornings[store])
            )  # in a new month all that is open is gone through
            _finish(store)
            stores.append(store)
        print(f"\n{'beside so many that are over':32}" + "".join(f"{history:>18,}" for history in histories))
        for what, step in steps.items():
            if what.endswith(str(BATCH)) or "nothing is due" in what:
                for store in stores:
                    _finish(store)
            rounds = [
                [_timed(store, step, full=what.endswith(str(BATCH))) for store in stores]
                for _ in range(ROUNDS)
            ]
            print(f"{what:32}" + "".join(_column(rounds, place) for place in range(len(stores))))


def _mornings() -> Iterator[datetime]:
    """The days of a month, in order."""
    for days in range(ROUNDS + 1):
        yield FIRST + timedelta(days=days)


def _finish(store: Store) -> None:
    """Lets what the first look owed be over too, so that nothing is due."""
    with store.engine.begin() as connection:
        keys = connection.execute(select(rows.c.key).where(rows.c.wakes_at.is_not(None))).scalars().all()
        connection.execute(rows.update().where(rows.c.key.in_(keys)).values(state=State.SENT, wakes_at=None))


def _timed(store: Store, step: Callable[[Store], object], *, full: bool) -> float:
    if full:
        owe_a_batch(store)
    start = time.perf_counter()
    step(store)
    took = (time.perf_counter() - start) * 1_000
    if full:
        _finish(store)
    return took


def _column(rounds: list[list[float]], place: int) -> str:
    each = statistics.median(times[place] for times in rounds)
    ratio = statistics.median(times[place] / times[0] for times in rounds)
    return f"{each:9.2f} ({ratio:5.2f})"


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or HISTORIES)
