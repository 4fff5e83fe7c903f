"""Working a review: pages, two people at one field, what time brings to actions, and quarters."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st
from tests.domain.registers import BARROW, CHANGING
from tests.domain.stores import HERE, linked, open_store, standing
from tests.domain.test_reviews_occurrences import PACK, START, YEARLY

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.notices.models import Kind
from liaison.domain.reviews import action_reminders, actions, pages, progress, recording, working
from liaison.domain.reviews.action_models import Status
from liaison.domain.reviews.models import Outcome, Review, ReviewState
from liaison.domain.reviews.work import OUTCOME, Item, Record, Work
from liaison.domain.reviews.working import Given
from liaison.domain.values import CommitteeId, PersonId
from liaison.storage.unit_of_work import Store

EMPTY = working.opened_mark("")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CHANGING)


@pytest.fixture
def officer(store: Store) -> Actor:
    return linked(store, "Ms O Officer", "committee-services-officer")


@pytest.fixture
def helper(store: Store) -> Actor:
    return linked(store, "Mr S Helper", "support-officer")


@pytest.fixture
def run(store: Store) -> Callable[..., Any]:
    def run(use_case: Callable[..., Any], actor: Actor, *args: Any, **given: Any) -> Any:
        return store.run(HERE, use_case, actor, standing(store), PACK, *args, **given)

    return run


@pytest.fixture
def review(store: Store) -> Review:
    """The yearly review of one partnership, without objectives in the register."""
    made = Review(
        id="yearly:2026:barrow",
        cycle=YEARLY.id,
        subject=YEARLY.subject,
        partnership=BARROW,
        due=date(2026, 6, 30),
        committee=CommitteeId("ppp"),
        source="s",
        basis="b",
    )
    store.run(HERE, lambda uow: uow.reviews.add(made))
    return made


def typed(form: str, was: str = "", **answers: str) -> Given:
    """What stands in a page that showed `was` in each of these fields."""
    return Given(answers=answers, was=dict.fromkeys(answers, working.opened_mark(was)), form=form)


def pause(run: Callable[..., Any], actor: Actor, review: Review, found: Given, seconds: int) -> None:
    at = START + timedelta(seconds=seconds)
    run(working.keep, actor, review.id, found, typed_at=at, now=at)


def work_of(store: Store, review: Review) -> Work:
    found = store.run(HERE, lambda uow: uow.review_work.get(review.id))
    assert found
    return found


# Pages


@pytest.mark.parametrize(
    ("form", "items", "expected"),
    [
        (None, 0, ("outcome",)),
        ("partnership", 0, ("known", "achieved", "effort", "value", "outcome")),
        ("achievements", 4, ("known", "items.0", "effort", "value", "outcome")),
        ("achievements", 5, ("known", "items.0", "items.1", "effort", "value", "outcome")),
        ("approach", 9, ("items.0", "items.1", "items.2", "approach", "outcome")),
        ("progress", 0, ("known", "work", "outcome")),
    ],
)
def test_ux_21_a_long_form_has_as_many_pages_as_it_needs(
    form: str | None, items: int, expected: tuple[str, ...]
) -> None:
    listed = tuple(Item(key=f"o{number}", kind="objective", text="t") for number in range(items))
    work = Work(review="r", form=form, items=listed, started_by=PersonId("p"), started_at=START)
    assert pages.pages_of(work) == expected


def test_every_field_of_a_form_has_a_key_of_its_own(review: Review) -> None:
    listed = tuple(Item(key=f"o{number}", kind="objective", text="t") for number in range(9))
    for form in (None, "partnership", "achievements", "approach", "progress"):
        work = Work(review="r", form=form, items=listed, started_by=PersonId("p"), started_at=START)
        keys = [ask.key for ask in pages.all_asks(work, review)]
        assert len(keys) == len(set(keys))
        assert not [key for key in keys if "." in key], "errors find a field by what follows the last point"


@cases(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_g_07_a_quarter_is_three_whole_months_around_the_day(day: date) -> None:
    first, last = progress.quarter(day)
    assert first <= day <= last
    assert first.day == 1
    assert first.month in (1, 4, 7, 10)
    assert progress.quarter(last + timedelta(days=1))[0] == last + timedelta(days=1)


# Two people


def test_p_06_words_of_two_people_at_one_field_both_stay(
    run: Callable[..., Any], store: Store, officer: Actor, helper: Actor, review: Review
) -> None:
    pause(run, officer, review, typed("a", resources="Ten days"), 1)
    pause(run, helper, review, typed("b", resources="A van"), 2)
    pause(run, officer, review, typed("a", resources="Ten days of work"), 3)
    pause(run, helper, review, typed("b", resources="A van and a"), 4)
    work = work_of(store, review)
    assert work.answers["resources"] == "A van and a"
    assert "Ten days of work" in [each.words for each in work.beside if each.by == officer.person]
    at = START + timedelta(seconds=5)
    shown = run(working.turn, officer, review.id, "effort", typed("a", resources="Ten days of work"), now=at)
    assert shown.page == "effort"
    assert shown.told == ("Resources invested",)


def test_p_04_a_page_that_comes_late_undoes_nothing(
    run: Callable[..., Any], store: Store, officer: Actor, review: Review
) -> None:
    pause(run, officer, review, typed("a", resources="Ten"), 1)
    pause(run, officer, review, typed("a", resources="Ten days"), 2)
    at = START + timedelta(seconds=3)
    run(working.turn, officer, review.id, "effort", typed("a", resources="Ten"), now=at)
    assert work_of(store, review).answers["resources"] == "Ten days"


def test_what_another_wrote_into_other_fields_stays(
    run: Callable[..., Any], store: Store, officer: Actor, helper: Actor, review: Review
) -> None:
    pause(run, helper, review, typed("b", not_achieved="The second club"), 1)
    stale = Given(
        answers={"resources": "A van", "not_achieved": ""},
        was={"resources": EMPTY, "not_achieved": EMPTY},
        form="a",
    )
    shown = run(working.turn, officer, review.id, "effort", stale, now=START + timedelta(seconds=2))
    assert shown.page == "value"
    assert work_of(store, review).answers == {"resources": "A van", "not_achieved": "The second club"}


# Recording


def test_an_outcome_of_another_kind_of_review_is_refused(
    run: Callable[..., Any], store: Store, officer: Actor, review: Review
) -> None:
    pause(run, officer, review, typed("a", effective="Effective"), 1)
    found = typed("b", outcome=Outcome.NO_CHANGE.value, reviewed_on="2026-01-05")
    with pytest.raises(BadInput, match="not one of the choices"):
        run(recording.record, officer, review.id, found, now=START)
    ahead = typed("b", outcome=Outcome.CONTINUE.value, reviewed_on="2026-02-05")
    with pytest.raises(BadInput, match="5 February 2026 is still to come"):
        run(recording.record, officer, review.id, ahead, now=START)
    done = typed("b", outcome=Outcome.CONTINUE.value, reviewed_on="2026-01-05")
    assert isinstance(run(recording.record, officer, review.id, done, now=START), Record)
    kept = store.run(HERE, lambda uow: uow.reviews.get(review.id))
    assert kept
    assert kept.outcome is Outcome.CONTINUE
    with pytest.raises(NotFound):
        run(recording.read, officer, "no such review", now=START)


def test_a_review_that_was_dropped_is_not_worked(
    run: Callable[..., Any], store: Store, officer: Actor, review: Review
) -> None:
    dropped = review.model_copy(update={"state": ReviewState.DROPPED})
    store.run(HERE, lambda uow: uow.reviews.save(dropped))
    with pytest.raises(AlreadyDone, match="no longer due"):
        run(working.begin, officer, review.id, now=START)


def test_whoever_is_not_responsible_neither_works_nor_reads_it(
    run: Callable[..., Any], store: Store, officer: Actor, review: Review
) -> None:
    stranger = linked(store, "Ms F Force", "link-officer")
    with pytest.raises(NotAllowed):
        run(working.begin, stranger, review.id, now=START)
    shown = run(working.begin, officer, review.id, now=START)
    assert shown.page != OUTCOME
    with pytest.raises(NotAllowed):
        run(recording.read, stranger, review.id, now=START)


# Actions


def test_g_08_after_an_outage_an_owner_is_reminded_once_of_what_is_due_now(
    run: Callable[..., Any], store: Store, officer: Actor, helper: Actor
) -> None:
    due = START.date() + timedelta(days=20)
    run(actions.add, officer, "a1", text="Write.", owner=helper.person, due=due, now=START)
    late = datetime(due.year, due.month, due.day, 12, tzinfo=UTC) + timedelta(days=8)
    for _ in range(3):
        store.run(HERE, action_reminders.owe, standing(store), PACK, now=late)
    found = store.run(HERE, lambda uow: uow.notices.about("action a1"))
    assert {each.kind for each in found} == {Kind.ACTION}
    reminders = [each.key for each in found if ":given:" not in each.key]
    assert reminders == [
        f"action:a1:{due.isoformat()}:7:{user}" for user in (helper.slack_user, officer.slack_user)
    ]
    assert store.run(HERE, lambda uow: uow.actions.to_remind(now=late + timedelta(days=400))) == []


def test_g_08_what_is_closed_or_far_off_costs_a_look_nothing(
    run: Callable[..., Any], store: Store, officer: Actor, helper: Actor
) -> None:
    due = START.date() + timedelta(days=21)
    for number in range(3):
        run(actions.add, officer, f"a{number}", text="Write.", owner=helper.person, due=due, now=START)
    run(actions.close, helper, "a1", now=START)
    assert not store.run(HERE, lambda uow: uow.actions.to_remind(now=START + timedelta(days=12)))
    found = store.run(HERE, lambda uow: uow.actions.to_remind(now=START + timedelta(days=14)))
    assert [each.id for each in found] == ["a0", "a2"]


def test_g_08_an_owner_who_is_not_in_slack_is_told_by_whoever_added_it(
    run: Callable[..., Any], store: Store, officer: Actor
) -> None:
    someone = next(person for person in standing(store).people if standing(store).link_of(person.id) is None)
    due = START.date() + timedelta(days=3)
    line = run(actions.add, officer, "a1", text="Write.", owner=someone.id, due=due, now=START)
    assert not line.in_slack
    store.run(HERE, action_reminders.owe, standing(store), PACK, now=START + timedelta(days=3))
    found = store.run(HERE, lambda uow: uow.notices.about("action a1"))
    assert [each.to_user for each in found] == [officer.slack_user]


def test_g_08_an_action_is_closed_opened_and_changed_by_those_who_may(
    run: Callable[..., Any], store: Store, officer: Actor, helper: Actor
) -> None:
    member = linked(store, "Mrs M Member", "member")
    due = START.date() + timedelta(days=20)
    run(actions.add, officer, "a1", text="Write.", owner=helper.person, due=due, now=START)
    with pytest.raises(NotAllowed, match="somebody else's"):
        run(actions.close, member, "a1", now=START)
    with pytest.raises(BadInput, match="reason"):
        run(actions.close, officer, "a1", status=Status.DROPPED, now=START)
    run(actions.close, officer, "a1", now=START)
    with pytest.raises(AlreadyDone, match="has closed this action on 5 January 2026: Done"):
        run(actions.move, officer, "a1", until=due, reason="Late.", now=START)
    run(actions.reopen, officer, "a1", now=START)
    run(actions.hand_over, officer, "a1", owner=member.person, now=START)
    run(actions.hand_over, officer, "a1", owner=member.person, now=START)
    kept = store.run(HERE, lambda uow: uow.actions.get("a1"))
    assert kept
    assert (kept.owner, len(kept.moved), kept.status) == (member.person, 1, Status.OPEN)
