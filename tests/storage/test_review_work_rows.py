"""What is written in reviews, actions and lessons in rows: kept whole, encrypted, and what is due found by an index."""

from datetime import date, timedelta

from sqlalchemy import select, update
from tests.storage.samples import HERE, NOW, SHAW

from liaison.domain.ports import UnitOfWork
from liaison.domain.reviews.action_models import ActionItem, Moved, Status, Whose
from liaison.domain.reviews.lesson_models import Lesson, Shared
from liaison.domain.reviews.work import Beside, Item, Revision, Work
from liaison.domain.typed import Typed
from liaison.domain.values import ChannelId, PartnershipId
from liaison.storage.tables import lessons, review_actions, review_work
from liaison.storage.unit_of_work import Store

SECRET = "They keep their figures back."
WORK = Work(
    review="r1",
    partnership=PartnershipId("barrow"),
    form="achievements",
    items=(Item(key="o1", kind="objective", text="Fewer offences", note="by a count"),),
    answers={"o1:how": "Achieved", "resources": SECRET},
    typed={"resources": Typed(at=NOW, kept="a")},
    typed_by={"resources": SHAW},
    beside=(Beside(key="resources", words=SECRET, by=SHAW, at=NOW),),
    hands={SHAW: NOW},
    started_by=SHAW,
    started_at=NOW,
    recorded_at=NOW,
    revisions=(
        Revision(
            outcome="Continue",
            reviewed_on=date(2026, 11, 1),
            decided=SECRET,
            recorded_by=SHAW,
            corrected_by=SHAW,
            corrected_at=NOW,
            why=SECRET,
        ),
    ),
)


def keep(uow: UnitOfWork, each: Work | ActionItem | Lesson) -> None:
    """Puts one thing into its table."""
    match each:
        case Work():
            uow.review_work.save(each)
        case ActionItem():
            uow.actions.save(each)
        case Lesson():
            uow.lessons.save(each)


def action(name: str, **changes: object) -> ActionItem:
    fields = {
        "id": name,
        "text": SECRET,
        "owner": SHAW,
        "due": date(2026, 12, 1),
        "whose": Whose.FORCE,
        "partnership": "barrow",
        "added_by": SHAW,
        "added_at": NOW,
        "moved": (Moved(at=NOW, by=SHAW, due=date(2026, 11, 30), reason=SECRET),),
        "remind_at": NOW,
    }
    return ActionItem.model_validate(fields | changes)


def test_what_is_written_in_a_review_is_kept_whole(store: Store) -> None:
    store.run(HERE, keep, WORK)
    assert store.run(HERE, lambda uow: uow.review_work.get("r1")) == WORK


def test_g_07_of_actions_those_are_read_that_are_open_or_were_closed_since_a_day(store: Store) -> None:
    """What was closed before the day was kept beside it may have been closed at any time."""
    closed = {"status": Status.DONE, "due": date(2026, 10, 1), "remind_at": None}
    before, since, open_ = (
        action("before", closed_on=date(2026, 9, 30), **closed),
        action("since", closed_on=date(2026, 10, 1), **closed),
        action("open"),
    )
    for each in (before, since, open_, action("old", closed_on=date(2025, 1, 1), **closed)):
        store.run(HERE, keep, each)
    with store.engine.begin() as connection:
        connection.execute(update(review_actions).where(review_actions.c.id == "old").values(closed_on=None))
    found = store.run(HERE, lambda uow: uow.actions.since(date(2026, 10, 1)))
    assert [each.id for each in found] == ["old", "since", "open"]


def test_actions_are_found_by_owner_partnership_and_reminder(store: Store) -> None:
    due, later = action("due"), action("later", remind_at=NOW + timedelta(days=1), due=date(2026, 12, 9))
    done = action("done", status=Status.DONE, due=date(2026, 10, 1))
    for each in (later, due, done):
        store.run(HERE, keep, each)
    assert store.run(HERE, lambda uow: uow.actions.to_remind(now=NOW)) == [due]
    assert store.run(HERE, lambda uow: uow.actions.open()) == [due, later]
    assert store.run(HERE, lambda uow: uow.actions.of_owner(SHAW)) == [done, due, later]
    assert store.run(HERE, lambda uow: uow.actions.of_partnership(PartnershipId("barrow"))) == [
        done,
        due,
        later,
    ]
    assert store.run(HERE, lambda uow: uow.actions.get("none")) is None


def test_lessons_are_kept_the_latest_first(store: Store) -> None:
    shared = Shared(channel=ChannelId("C1"), text="In short.", by=SHAW, at=NOW)
    first = Lesson(id="a", text=SECRET, added_by=SHAW, added_at=NOW, shared=(shared,))
    second = first.model_copy(update={"id": "b", "added_at": NOW + timedelta(days=1)})
    for each in (first, second):
        store.run(HERE, keep, each)
    assert store.run(HERE, lambda uow: uow.lessons.all()) == [second, first]
    assert store.run(HERE, lambda uow: uow.lessons.get("a")) == first


def test_no_words_are_readable_at_rest(store: Store) -> None:
    lesson = Lesson(id="a", text=SECRET, added_by=SHAW, added_at=NOW)
    store.run(HERE, keep, WORK)
    store.run(HERE, keep, action("a"))
    store.run(HERE, keep, lesson)
    with store.engine.connect() as connection:
        for table in (review_work, review_actions, lessons):
            rows = connection.execute(select(table)).all()
            assert rows
            assert SECRET not in str(rows)
