"""One transaction in one workspace: kept whole or not at all, and blind to every other workspace."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from tests.storage.samples import (
    BARROW,
    ELSEWHERE,
    HERE,
    NOW,
    PPP,
    SECRET,
    SHAW,
    add_person,
    assessment,
    at_once,
    choose_channel,
    cumbria,
    draft,
    link,
    load_cumbria,
    notice,
    report,
    review,
)

from liaison.domain import audit
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.notices.models import State
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.register.models import Person
from liaison.domain.report_back.models import DraftState
from liaison.domain.reviews.models import Outcome
from liaison.domain.risk.models import Adoption
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.storage.packs import load_pack
from liaison.storage.tables import metadata
from liaison.storage.unit_of_work import TRIES, Store

USER = SlackUserId("U1")
LATER = NOW + timedelta(hours=1)


def write_everything(uow: UnitOfWork, mark: str) -> None:
    """Writes something into each table, under the same ids in every workspace; only the mark differs."""
    register = cumbria()
    uow.register.replace(
        register.model_copy(
            update={"people": (Person(id=SHAW, name=f"Mrs L L Shaw of {mark}"), *register.people[:2])}
        )
    )
    choose_channel(uow, f"C{mark}")
    link(uow, USER, SHAW, mark)
    uow.reports.save_draft(draft("d1", outcomes=mark))
    uow.reports.add(report("r1", outcomes=mark))
    uow.assessments.save(assessment("a1", answers={"1": mark}))
    uow.assessments.adopt(
        Adoption(checklist="list", version=mark, authority="Northshire", adopted_by=SHAW, adopted_at=NOW)
    )
    uow.reviews.add(review("v1", subject=mark))
    uow.notices.add(notice("n1", subject=mark))
    uow.first_time("m1", now=NOW)
    audit.record(uow.audit, at=NOW, actor=mark, action="wrote", subject="everything")


def read_everything(uow: UnitOfWork) -> set[str]:
    """The marks that are found by every way there is to read."""
    register, actor, adoption = uow.register.load(), uow.links.actor(USER), uow.assessments.adoption()
    got = uow.reports.draft("d1"), uow.reports.get("r1"), uow.assessments.get("a1"), uow.reviews.get("v1")
    assert register
    assert actor
    assert adoption
    assert all(got)
    found = [
        register.people[0].name.removeprefix("Mrs L L Shaw of "),
        (register.committee[PPP].channel or "").removeprefix("C"),
        *actor.roles,
        adoption.version,
        *(
            entry.answers.outcomes
            for entry in (uow.reports.draft("d1"), uow.reports.open_draft(USER))
            if entry
        ),
        *(entry.answers.outcomes for entry in uow.reports.drafts_of(USER)),
        *(entry.answers.outcomes for entry in uow.reports.unasked(before=LATER)),
        *(entry.outcomes for entry in (*uow.reports.waiting(), *uow.reports.of_partnership(BARROW))),
        *(
            entry.answers["1"]
            for entry in (uow.assessments.get("a1"), uow.assessments.open_for(BARROW))
            if entry
        ),
        *(entry.answers["1"] for entry in uow.assessments.of_partnership(BARROW)),
        *(entry.subject for entry in uow.reviews.open()),
        *(entry.subject for entry in (uow.reviews.get("v1"), uow.notices.get("n1")) if entry),
        *(entry.actor for entry in uow.audit.all()),
        *(role for known in [uow.links.of_person(SHAW)] if known for role in known.roles),
    ]
    return {str(mark) for mark in found}


def count_rows(store: Store) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {
            name: count
            for name, table in metadata.tables.items()
            if (count := connection.execute(select(func.count()).select_from(table)).scalar_one())
        }


@pytest.mark.parametrize(
    "error", [BadInput("No.", "Try again."), ZeroDivisionError(), KeyboardInterrupt()], ids=repr
)
def test_what_raises_leaves_nothing_behind(store: Store, error: BaseException) -> None:
    def work(uow: UnitOfWork) -> None:
        write_everything(uow, "lost")
        raise error

    with pytest.raises(type(error)):
        store.run(HERE, work)
    assert count_rows(store) == {}


def test_what_ends_well_is_kept_whole(store: Store) -> None:
    store.run(HERE, write_everything, "kept")
    assert store.run(HERE, read_everything) == {"kept"}


def test_what_raises_leaves_what_was_there_before(store: Store) -> None:
    def spoil(uow: UnitOfWork) -> None:
        uow.reports.save_draft(draft("d1", outcomes="spoilt"))
        choose_channel(uow, "CSPOILT")
        raise BadInput("No.", "Try again.")

    store.run(HERE, write_everything, "kept")
    version = store.run(HERE, lambda uow: uow.register.version())
    with pytest.raises(BadInput):
        store.run(HERE, spoil)
    assert store.run(HERE, read_everything) == {"kept"}
    assert store.run(HERE, lambda uow: uow.register.version()) == version


def test_each_workspace_reads_its_own_under_the_same_ids(store: Store) -> None:
    store.run(HERE, write_everything, "here")
    store.run(ELSEWHERE, write_everything, "elsewhere")
    assert store.run(HERE, read_everything) == {"here"}
    assert store.run(ELSEWHERE, read_everything) == {"elsewhere"}
    assert store.snapshots.of(HERE).people[0].name == "Mrs L L Shaw of here"
    assert store.workspaces() == sorted([HERE, ELSEWHERE])


def test_a_workspace_that_holds_nothing_finds_nothing(store: Store) -> None:
    def look(uow: UnitOfWork) -> list[object]:
        return [
            uow.links.actor(USER),
            uow.links.of_person(SHAW),
            uow.register.load(),
            uow.reports.draft("d1"),
            uow.reports.open_draft(USER),
            uow.reports.get("r1"),
            uow.assessments.get("a1"),
            uow.assessments.open_for(BARROW),
            uow.assessments.adoption(),
            uow.reviews.get("v1"),
            uow.notices.get("n1"),
            uow.audit.last(),
            *uow.links.with_role("elsewhere"),
            *uow.reports.drafts_of(USER),
            *uow.reports.unasked(before=LATER),
            *uow.reports.waiting(),
            *uow.reports.of_partnership(BARROW),
            *uow.assessments.of_partnership(BARROW),
            *uow.reviews.open(),
            *uow.notices.claim(now=LATER, until=LATER, most=9),
            *uow.notices.about("elsewhere"),
            *uow.notices.held_for(PPP),
            *uow.audit.all(),
        ]

    store.run(ELSEWHERE, write_everything, "elsewhere")
    assert [found for found in store.run(HERE, look) if found is not None] == []
    assert store.run(HERE, lambda uow: (uow.notices.left_due(now=LATER), uow.notices.count_held())) == (0, 0)
    with pytest.raises(NotFound, match="No register has been loaded"):
        store.snapshots.of(HERE)


def test_what_changes_in_one_workspace_stays_in_it(store: Store) -> None:
    def change(uow: UnitOfWork) -> None:
        choose_channel(uow, "Cchanged")
        add_person(uow, Person(id=PersonId("clerk"), name="Clerk"))
        link(uow, USER, SHAW, "changed")
        uow.reports.save_draft(draft("d1", outcomes="changed", state=DraftState.CANCELLED))
        uow.assessments.save(assessment("a1", answers={"1": "changed"}, closed_at=NOW))
        uow.reviews.save(review("v1", subject="changed", outcome=Outcome.NO_CHANGE))
        uow.notices.save(notice("n1", subject="changed", state=State.HELD))
        uow.notices.claim(now=LATER, until=LATER, most=9)
        uow.forget_moves(before=LATER)
        audit.record(uow.audit, at=NOW, actor="changed", action="changed", subject="everything")
        uow.register.replace(cumbria())

    store.run(ELSEWHERE, write_everything, "elsewhere")
    store.run(HERE, write_everything, "here")
    store.run(HERE, change)
    assert store.run(ELSEWHERE, read_everything) == {"elsewhere"}
    assert not store.run(ELSEWHERE, lambda uow: uow.first_time("m1", now=NOW))
    assert store.run(ELSEWHERE, lambda uow: uow.notices.left_due(now=LATER)) == 1


def test_a_move_is_taken_for_the_first_time_once(store: Store) -> None:
    def first(uow: UnitOfWork) -> bool:
        return uow.first_time("m1", now=NOW)

    assert [store.run(HERE, first), store.run(HERE, first), store.run(ELSEWHERE, first)] == [
        True,
        False,
        True,
    ]
    store.run(HERE, lambda uow: uow.forget_moves(before=NOW))
    assert not store.run(HERE, first)
    store.run(HERE, lambda uow: uow.forget_moves(before=LATER))
    assert store.run(HERE, first)


def test_a_move_whose_work_failed_can_be_taken_again(store: Store) -> None:
    def fail(uow: UnitOfWork) -> None:
        assert uow.first_time("m1", now=NOW)
        raise BadInput("No.", "Try again.")

    with pytest.raises(BadInput):
        store.run(HERE, fail)
    assert store.run(HERE, lambda uow: uow.first_time("m1", now=NOW))


def test_one_user_has_one_open_draft_and_one_partnership_one_open_assessment(store: Store) -> None:
    store.run(HERE, write_everything, "here")
    with pytest.raises(IntegrityError):
        store.run(HERE, lambda uow: uow.reports.save_draft(draft("d2")))
    with pytest.raises(IntegrityError):
        store.run(HERE, lambda uow: uow.assessments.save(assessment("a2")))
    store.run(HERE, lambda uow: uow.reports.save_draft(draft("d2", state=DraftState.SAVED)))
    store.run(HERE, lambda uow: uow.reports.save_draft(draft("d3", user="U2")))
    store.run(HERE, lambda uow: uow.assessments.save(assessment("a2", closed_at=NOW)))
    assert len(store.run(HERE, lambda uow: uow.reports.drafts_of(USER))) == 2


def test_a_collision_is_tried_again_in_a_fresh_transaction(store: Store) -> None:
    tries = []

    def work(uow: UnitOfWork) -> str:
        tries.append(uow)
        assert uow.first_time("m1", now=NOW), "what an earlier try wrote has gone"
        if len(tries) < TRIES:
            uow.reports.save_draft(draft("d2"))
        return "done"

    store.run(HERE, write_everything, "here")
    store.run(HERE, lambda uow: uow.forget_moves(before=LATER))
    assert store.run(HERE, work) == "done"
    assert len(tries) == TRIES


def test_a_collision_that_does_not_go_away_is_raised_without_what_was_written(store: Store) -> None:
    tries = []

    def work(uow: UnitOfWork) -> None:
        tries.append(uow)
        uow.reports.save_draft(draft("d2", outcomes=SECRET))

    store.run(HERE, write_everything, "here")
    with pytest.raises(IntegrityError) as caught:
        store.run(HERE, work)
    assert len(tries) == TRIES
    assert SECRET not in str(caught.value)
    assert store.run(HERE, lambda uow: uow.reports.draft("d2")) is None


def test_errors_of_the_database_do_not_show_what_was_to_be_kept(store: Store) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.reviews.add(review("v1", decided=SECRET, subject=None))

    with pytest.raises(IntegrityError) as caught:
        store.run(HERE, work)
    assert SECRET not in str(caught.value).replace(str(caught.value.orig), "")


def test_of_two_who_start_at_once_the_second_sees_what_the_first_did(busy_store: Store) -> None:
    """Both find nothing and both begin a draft: one loses the race, and then carries on the winner's draft."""
    both_looked = threading.Barrier(2, timeout=30)
    tries = []

    def start(name: str) -> str:
        def work(uow: UnitOfWork) -> str:
            tries.append(name)
            there = uow.reports.open_draft(USER)
            if tries.count(name) == 1:
                both_looked.wait()
            if there:
                return there.id
            uow.reports.save_draft(draft(name))
            return name

        return busy_store.run(HERE, work)

    winners = at_once(start, ["d1", "d2"])
    assert winners[0] == winners[1]
    assert len(tries) == 3
    assert len(busy_store.run(HERE, lambda uow: uow.reports.drafts_of(USER))) == 1


def test_of_two_who_assess_at_once_the_second_carries_on_with_the_firsts(busy_store: Store) -> None:
    both_looked = threading.Barrier(2, timeout=30)
    tries = []

    def start(name: str) -> str:
        def work(uow: UnitOfWork) -> str:
            tries.append(name)
            there = uow.assessments.open_for(BARROW)
            if tries.count(name) == 1:
                both_looked.wait()
            if there:
                return there.id
            uow.assessments.save(assessment(name))
            return name

        return busy_store.run(HERE, work)

    winners = at_once(start, ["a1", "a2"])
    assert winners[0] == winners[1]


def test_of_several_deliveries_of_one_move_one_is_the_first(store: Store) -> None:
    found = at_once(lambda _: store.run(HERE, lambda uow: uow.first_time("m1", now=NOW)), range(6))
    assert sorted(found) == [False] * 5 + [True]


def test_two_moves_on_one_draft_wait_for_each_other(busy_store: Store) -> None:
    """Each adds a word to what it read: with the draft locked, none of the words is lost."""

    def add(word: str) -> None:
        def work(uow: UnitOfWork) -> None:
            there = uow.reports.draft("d1")
            assert there
            words = f"{there.answers.outcomes} {word}"
            uow.reports.save_draft(draft("d1", outcomes=words))

        busy_store.run(HERE, work)

    busy_store.run(HERE, lambda uow: uow.reports.save_draft(draft("d1", outcomes="so")))
    words = [f"word{number}" for number in range(8)]
    at_once(add, words)
    kept = busy_store.run(HERE, lambda uow: uow.reports.draft("d1"))
    assert kept
    assert set((kept.answers.outcomes or "").split()) == {"so", *words}


@pytest.fixture
def pack() -> Pack:
    return load_pack("cumbria")


def test_of_several_who_seed_at_once_one_does(store: Store, pack: Pack) -> None:
    done = at_once(lambda _: store.run(HERE, register_service.seed, pack, now=NOW), range(4))
    assert sorted(done) == [False, False, False, True]
    assert len(list(store.run(HERE, lambda uow: list(uow.audit.all())))) == 1


def test_a_change_of_the_register_is_seen_at_once_in_this_process(store: Store) -> None:
    store.run(HERE, load_cumbria)
    assert store.snapshots.of(HERE).committee[PPP].channel is None
    store.run(HERE, lambda uow: choose_channel(uow, "C9"))
    assert store.snapshots.of(HERE).committee[PPP].channel == "C9"


def test_workspaces_are_those_that_hold_a_register(store: Store) -> None:
    assert store.workspaces() == []
    store.run(WorkspaceId("T2"), load_cumbria)
    store.run(HERE, lambda uow: uow.first_time("m1", now=NOW))
    assert store.workspaces() == ["T2"]
