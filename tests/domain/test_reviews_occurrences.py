"""Occurrences of cycles: made in time and no sooner, and in line with what the register and the cycles become."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.registers import BARROW, CHANGING, EDEN, FORUM, PPP
from tests.domain.stores import HERE, linked, open_store

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput, NotAllowed, NotFound
from liaison.domain.notices.models import State, newer
from liaison.domain.packs import Pack, ReviewCycle
from liaison.domain.packs.pack import Authority
from liaison.domain.packs.register import Register as PackRegister
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Partnership
from liaison.domain.reviews import keeping, occurrences, reminders, service
from liaison.domain.reviews.keeping import CycleForm
from liaison.domain.reviews.models import Outcome, Review, ReviewState
from liaison.domain.values import PartnershipId
from liaison.storage.unit_of_work import Store

START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
YEARLY = ReviewCycle(
    id="yearly",
    subject="membership",
    every="year",
    month=6,
    interval_as_stated="annual",
    scope="every",
    committee="ppp",
    source="s",
)
PACK = Pack(
    key="none",
    version="1",
    authority=Authority(name="the Authority"),
    documents=(),
    register=PackRegister(),
    review_cycles=(YEARLY.model_copy(update={"committee": None}),),
)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CHANGING)


@pytest.fixture
def officer(store: Store) -> Actor:
    return linked(store, "Ms O Officer", "committee-services-officer")


@pytest.fixture
def run(store: Store) -> Callable[..., Any]:
    """Runs a use-case that takes the register and the pack, on a day."""

    def do(use_case: Callable[..., Any], *args: Any, on: date, **more: Any) -> Any:
        def work(uow: UnitOfWork) -> Any:
            return use_case(uow, *args, uow.register.load(), PACK, now=at(on), **more)

        return store.run(HERE, work)

    return do


@pytest.fixture
def look(run: Callable[..., Any], store: Store) -> Callable[[date], list[Review]]:
    """One look on a day; what is open then."""

    def do(day: date) -> list[Review]:
        run(reminders.owe, on=day)
        return list(store.run(HERE, lambda uow: uow.reviews.open()))

    return do


def change(store: Store, partnership: PartnershipId, **fields: Any) -> None:
    entry = CHANGING.partnership[partnership].model_copy(update=fields)
    store.run(HERE, lambda uow: uow.register.save([Edit("partnerships", partnership, entry)]))


def keys(store: Store, review: str) -> dict[str, State]:
    return store.run(HERE, lambda uow: {notice.key: notice.state for notice in uow.notices.about(review)})


def test_reviews_are_made_as_their_first_reminder_nears(look: Callable[[date], list[Review]]) -> None:
    assert look(date(2026, 5, 20)) == []
    made = look(date(2026, 5, 27))
    assert [review.id for review in made] == ["yearly:2026:barrow", "yearly:2026:eden", "yearly:2026:forum"]
    assert {review.due for review in made} == {date(2026, 6, 30)}
    assert [review.committee for review in made] == [PPP, None, None], "whoever receives the report-backs"
    assert look(date(2026, 5, 28)) == made


def test_an_outage_of_more_than_a_year_loses_none(look: Callable[[date], list[Review]]) -> None:
    look(date(2026, 5, 1))
    assert {review.due.year for review in look(date(2028, 6, 10))} == {2026, 2027, 2028}


def test_what_comes_in_late_owes_nothing_of_before(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    look(date(2026, 7, 10))
    late = Partnership(id=PartnershipId("late"), name="Late Forum")
    store.run(HERE, lambda uow: uow.register.save([Edit("partnerships", late.id, late)]))
    assert "yearly:2026:late" not in [review.id for review in look(date(2026, 7, 12))]
    assert "yearly:2027:late" in [review.id for review in look(date(2027, 6, 10))]


def test_what_has_ended_drops_out_and_comes_back_when_that_is_undone(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    look(date(2026, 6, 10))
    change(store, FORUM, until=date(2026, 6, 20))
    assert "yearly:2026:forum" not in [review.id for review in look(date(2026, 6, 11))]
    change(store, FORUM)
    assert "yearly:2026:forum" in [review.id for review in look(date(2026, 6, 12))]
    store.run(HERE, lambda uow: uow.register.save([Edit("partnerships", EDEN, None)]))
    assert "yearly:2026:eden" not in [review.id for review in look(date(2026, 6, 13))]


def test_a_clock_set_back_makes_nothing_twice(look: Callable[[date], list[Review]]) -> None:
    made = look(date(2026, 6, 10))
    assert look(date(2026, 5, 1)) == made
    assert look(date(2026, 6, 11)) == made


def test_what_is_only_foreseen_comes_into_being_when_somebody_begins_it(
    run: Callable[..., Any], store: Store
) -> None:
    def find(uow: UnitOfWork, register: Any, pack: Pack, *, now: datetime, id_: str) -> Review:
        return occurrences.find(uow, register, pack, id_, now=now)

    review = run(find, on=date(2026, 1, 6), id_="yearly:2026:barrow")
    assert review.due == date(2026, 6, 30)
    run(reminders.owe, on=date(2026, 1, 6))
    assert keys(store, review.id) == {}
    with pytest.raises(NotFound):
        run(find, on=date(2026, 1, 6), id_="yearly:2036:barrow")


@pytest.mark.parametrize("how", ["its cycle is stopped", "its partnership ends"])
def test_what_people_decided_about_a_review_outlasts_an_end_that_is_undone(
    how: str, run: Callable[..., Any], look: Callable[[date], list[Review]], store: Store, officer: Actor
) -> None:
    """The Forum's is put off far beyond what its cycle foresees, and is Mrs Shaw's now."""
    shaw = linked(store, "Mrs L L Shaw", "member").person
    look(date(2026, 6, 10))
    works(run, officer, service.postpone, until=date(2027, 1, 15), reason="The chair is ill")
    works(run, officer, service.hand_over, person=shaw)
    for on in (date(2026, 6, 11), date(2026, 11, 20)):
        if how == "its cycle is stopped":
            run(stop, officer, on=on, stopped=True)
            assert not [review for review in look(on) if review.id == FORUMS]
            run(stop, officer, on=on, stopped=False)
        else:
            change(store, FORUM, until=on - timedelta(days=1))
            assert not [review for review in look(on) if review.id == FORUMS]
            change(store, FORUM)
        [back] = [review for review in look(on + timedelta(days=1)) if review.id == FORUMS]
        assert (back.due, back.postponed_from, back.postponed_reason) == (
            date(2027, 1, 15),
            date(2026, 6, 30),
            "The chair is ill",
        )
        assert (back.handed_over, back.owner.id if back.owner else None) == (True, shaw)


def test_a_reminder_that_waits_while_a_review_is_dropped_still_comes_once_it_is_back(
    run: Callable[..., Any], look: Callable[[date], list[Review]], store: Store, officer: Actor
) -> None:
    look(date(2026, 6, 10))
    told = "review:yearly:2026:barrow:2026-06-30 28 days ahead"
    assert keys(store, "yearly:2026:barrow") == {told: State.PENDING}
    run(stop, officer, on=date(2026, 6, 10), stopped=True)
    assert keys(store, "yearly:2026:barrow") == {told: State.CANCELLED}
    run(stop, officer, on=date(2026, 6, 10), stopped=False)
    look(date(2026, 6, 10))
    assert keys(store, "yearly:2026:barrow") == {told: State.PENDING}
    [notice] = store.run(HERE, lambda uow: uow.notices.about("yearly:2026:barrow"))
    assert (notice.ended, newer(notice)) == (False, None)


def test_what_was_told_before_an_end_that_is_undone_is_still_the_newest(
    run: Callable[..., Any], look: Callable[[date], list[Review]], store: Store, officer: Actor
) -> None:
    look(date(2026, 6, 10))
    [notice] = store.run(HERE, lambda uow: uow.notices.about("yearly:2026:barrow"))
    gone = notice.model_copy(update={"state": State.SENT, "sent_ts": "1.1", "sent_at": at(date(2026, 6, 10))})
    store.run(HERE, lambda uow: uow.notices.save(gone))
    run(stop, officer, on=date(2026, 6, 10), stopped=True)
    run(stop, officer, on=date(2026, 6, 10), stopped=False)
    look(date(2026, 6, 10))
    [notice] = store.run(HERE, lambda uow: uow.notices.about("yearly:2026:barrow"))
    assert (notice.state, notice.ended, newer(notice)) == (State.OUTDATED, False, None)


def test_what_ended_while_it_was_overdue_does_not_come_back_each_day(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    look(date(2026, 7, 2))
    change(store, FORUM, until=date(2026, 7, 4))
    for day in range(5, 9):
        assert FORUMS not in [review.id for review in look(date(2026, 7, day))]


FORUMS = "yearly:2026:forum"


def stop(uow: UnitOfWork, officer: Actor, register: Any, pack: Pack, *, stopped: bool, now: datetime) -> None:
    keeping.stop(uow, officer, register, pack, "yearly", stopped=stopped, now=now)


def works(run: Callable[..., Any], officer: Actor, use_case: Callable[..., Any], **given: Any) -> None:
    """Does something with the Forum's review."""

    def do(uow: UnitOfWork, register: Any, pack: Pack, *, now: datetime) -> None:
        use_case(uow, officer, register, FORUMS, pack=pack, now=now, **given)

    run(do, on=date(2026, 6, 10))


# What staff say


def form(**fields: Any) -> CycleForm:
    return CycleForm(
        **{"subject": "membership", "often": "year", "scope": "every", "first": date(2026, 9, 30)} | fields
    )


def save(run: Callable[..., Any], officer: Actor, given: CycleForm, *, id_: str = "yearly", on: date) -> Any:
    def do(uow: UnitOfWork, register: Any, pack: Pack, *, now: datetime) -> Any:
        return keeping.save(uow, officer, register, pack, id_, given, now=now)

    return run(do, on=on)


def test_another_date_moves_what_is_open(
    run: Callable[..., Any], look: Callable[[date], list[Review]], officer: Actor
) -> None:
    look(date(2026, 6, 10))
    save(run, officer, form(), on=date(2026, 6, 11))
    assert {review.due for review in look(date(2026, 6, 12))} == {date(2026, 9, 30)}
    look(date(2026, 10, 9))
    save(run, officer, form(first=date(2026, 11, 30)), on=date(2026, 10, 10))
    assert {review.due for review in look(date(2026, 10, 11))} == {date(2026, 11, 30)}, "the year's one"


def test_months_are_counted_from_the_day_on_which_the_last_one_was_recorded(
    run: Callable[..., Any], look: Callable[[date], list[Review]], officer: Actor, store: Store
) -> None:
    given = form(subject="Delegations", often="after", rule="6", scope="authority", first=date(2026, 7, 1))
    save(run, officer, given, id_="after", on=date(2026, 2, 1))
    [first] = [review for review in look(date(2026, 6, 10)) if review.cycle == "after"]
    assert first.due == date(2026, 7, 1)
    store.run(HERE, reminders.ended, done(first, date(2026, 8, 31)))
    assert "after" not in [review.cycle for review in look(date(2026, 9, 1))]
    [second] = [review for review in look(date(2027, 2, 20)) if review.cycle == "after"]
    assert second.due == date(2027, 2, 28)


def test_the_same_form_twice_is_one_cycle(run: Callable[..., Any], officer: Actor, store: Store) -> None:
    for _ in range(2):
        save(run, officer, form(subject="Interests", often="once"), id_="new", on=date(2026, 6, 11))
    assert [cycle.subject for cycle in store.run(HERE, lambda uow: uow.cycles.all())] == ["Interests"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"often": "month", "first": None}, "first"),
        ({"often": "once", "first": date(2026, 1, 1)}, "first"),
        ({"often": "fortnight"}, "often"),
        ({"often": "after", "rule": "6", "first": date(2026, 1, 1)}, "first"),
        ({"often": "after", "rule": "0"}, "rule"),
        ({"often": "after", "rule": "six"}, "rule"),
        ({"often": "rule", "rule": "FREQ=HOURLY"}, "rule"),
        ({"scope": "partnership"}, "partnership"),
        ({"scope": "partnership", "partnership": "zzz"}, "partnership"),
        ({"partnership": "barrow"}, "partnership"),
        ({"scope": "nothing"}, "scope"),
        ({"at_meeting": True}, "committee"),
        ({"person": "U0NOBODY"}, "person"),
        ({"person": "UMSOOFFICER", "owner": "role:chief-executive"}, "person"),
        ({"first": date(2200, 1, 1)}, "first"),
    ],
)
def test_what_cannot_be_reckoned_with_is_said_at_its_field(
    run: Callable[..., Any], officer: Actor, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        save(run, officer, form(**fields), on=date(2026, 6, 11))
    assert refused.value.field == field


def test_cycles_are_kept_by_staff(run: Callable[..., Any], store: Store) -> None:
    member = linked(store, "Mrs L L Shaw", "member")
    with pytest.raises(NotAllowed, match="say what is reviewed, and when"):
        save(run, member, form(), on=date(2026, 6, 11))


# Messages


def done(review: Review, on: date) -> Review:
    return review.model_copy(
        update={"outcome": Outcome.CONTINUE, "reviewed_on": on, "state": ReviewState.DONE}
    )


def test_g_01_as_reviews_are_recorded_their_message_counts_them_and_ends_with_the_last(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    for partnership in (BARROW, FORUM, EDEN):
        change(store, partnership, reports_to=(PPP,))
    made = look(date(2026, 6, 2))
    subject = occurrences.group(made[0])
    assert list(keys(store, subject).values()) == [State.PENDING]
    for review in made[:2]:
        store.run(HERE, reminders.ended, done(review, date(2026, 6, 3)))
    assert list(keys(store, subject).values()) == [State.PENDING], "one is still to be done"
    store.run(HERE, reminders.ended, done(made[2], date(2026, 6, 3)))
    assert list(keys(store, subject).values()) == [State.CANCELLED]
    assert look(date(2026, 7, 8)) == []


def test_where_nobody_is_named_those_who_mend_things_are_told(
    look: Callable[[date], list[Review]], store: Store, officer: Actor
) -> None:
    """The Forum's review has neither committee nor owner, and so has Eden's: one message to the officer."""
    made = look(date(2026, 6, 2))
    told = keys(store, occurrences.group(made[0]))
    assert list(told) == [f"reviews:yearly:2026-06-30 28 days ahead:{officer.slack_user}"]
    assert keys(store, "yearly:2026:barrow") == {
        "review:yearly:2026:barrow:2026-06-30 28 days ahead": State.PENDING
    }


def test_each_rung_is_owed_once_however_often_it_is_looked_at(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    day = date(2026, 5, 20)
    while day < date(2026, 9, 1):
        look(day)
        day += timedelta(days=1)
    names = [
        key.removeprefix("review:yearly:2026:barrow:2026-06-30 ") for key in keys(store, "yearly:2026:barrow")
    ]
    assert sorted(names) == [
        "28 days ahead",
        "7 days overdue",
        "on the day",
    ]


@settings(max_examples=15)
@given(
    days=st.lists(st.integers(1, 45) | st.integers(1, 4), min_size=4, max_size=14),
    ends=st.lists(st.tuples(st.integers(0, 13), st.dates(START.date(), date(2027, 6, 30))), max_size=3),
)
def test_a_look_on_a_new_day_makes_of_it_what_a_look_at_everything_does(
    days: list[int], ends: list[tuple[int, date]]
) -> None:
    """Where only the day is new, what is open is not gone through; that must not show."""
    seen: list[list[list[Review]]] = []
    for everything in (True, False):
        with TemporaryDirectory() as folder:
            store, found, day = open_store(Path(folder), CHANGING), [], START.date()
            for number, step in enumerate(days):
                day += timedelta(days=step)
                for when, until in ends:
                    if when == number:
                        change(store, FORUM, until=until)
                found.append(store.run(HERE, looks, day, everything=everything))
            store.close()
        seen.append(found)
    assert seen[0] == seen[1]


def looks(uow: UnitOfWork, day: date, *, everything: bool) -> list[Review]:
    """A look on a day; what is open then."""
    last, _ = uow.cycles.last_look()
    if everything and last:
        uow.cycles.looked(last, "")
    register = uow.register.load()
    assert register
    reminders.owe(uow, register, PACK, now=at(day))
    return list(uow.reviews.open())


def test_a_look_on_a_new_day_does_not_go_through_what_is_open(store: Store) -> None:
    for day in (date(2026, 6, 9), date(2026, 6, 10)):
        store.run(HERE, looks, day, everything=False)

    def work(uow: UnitOfWork) -> None:
        register = uow.register.load()
        assert register
        with patch.object(type(uow.reviews), "open", side_effect=AssertionError("all that is open is read")):
            reminders.owe(uow, register, PACK, now=at(date(2026, 6, 11)))

    store.run(HERE, work)


def test_what_is_overdue_goes_on_the_day_on_which_its_partnership_ends(
    look: Callable[[date], list[Review]], store: Store
) -> None:
    change(store, FORUM, until=date(2026, 7, 20))
    look(date(2026, 6, 10))
    for day in (date(2026, 7, 2), date(2026, 7, 19)):
        assert "yearly:2026:forum" in [review.id for review in look(day)]
    assert "yearly:2026:forum" not in [review.id for review in look(date(2026, 7, 20))]
