"""The outbox in rows: every notice is kept once, claimed by one, and never lost."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest
from tests.storage.samples import ELSEWHERE, HERE, NOW, PPP, at_once, notice

from liaison.domain.notices import gathering, models, outcomes, service
from liaison.domain.notices.manners import Manners
from liaison.domain.notices.models import Notice, State
from liaison.domain.notices.outcomes import CLAIM, FIRST_RETRY, HELD_RETRY, LONGEST_RETRY
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId
from liaison.storage.unit_of_work import Store

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
SUBJECT = notice("n").subject


@pytest.fixture
def keep(store: Store) -> Callable[..., list[bool]]:
    """Puts notices into the outbox."""

    def kept(*notices: Notice) -> list[bool]:
        return store.run(HERE, lambda uow: [uow.notices.add(each) for each in notices])

    return kept


def claim(store: Store, *, now: datetime = NOW, most: int = 20) -> Sequence[Notice]:
    return store.run(HERE, service.claim, now=now, most=most)


def renew(store: Store, *claimed: Notice) -> tuple[Notice, ...]:
    """The process begins to send what it claimed."""
    return store.run(HERE, service.renew, claimed, now=NOW) or ()


def kept_as(store: Store, key: str = "n") -> Notice:
    """The notice as it stands."""
    found = store.run(HERE, lambda uow: uow.notices.get(key))
    assert found
    return found


def keys(notices: Sequence[Notice]) -> list[str]:
    return [each.key for each in notices]


def send(store: Store, claimed: Notice, *, now: datetime = NOW) -> None:
    store.run(HERE, service.record_sent, (claimed,), channel=ChannelId("C1"), ts="1.1", now=now)


def settle(store: Store) -> None:
    """The subject of the notices has ended."""
    store.run(HERE, lambda uow: models.settle(uow.notices, SUBJECT))


def test_everything_about_a_notice_is_kept(store: Store, keep: Callable[..., list[bool]]) -> None:
    full = notice(
        "n",
        to_user=SlackUserId("U1"),
        to_committee=None,
        facts={"partnership": "Carlisle & Eden", "mend": "Type /committee."},
        due=NOW + timedelta(microseconds=1),
        state=State.SENT,
        attempts=3,
        claimed_until=NOW + CLAIM,
        unsure=True,
        sent_channel=ChannelId("C1"),
        sent_ts="1795.0001",
        sent_at=NOW,
        trouble="not_in_channel",
    )
    keep(full)
    assert kept_as(store) == full


def test_a_notice_is_owed_once_however_often_its_cause_is_looked_at(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    assert keep(notice("n"), notice("n", subject="another"), notice("m")) == [True, False, True]
    assert keep(notice("n", due=NOW + HOUR)) == [False]
    assert kept_as(store) == notice("n")


def test_a_notice_that_was_sent_or_cancelled_is_not_owed_again(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("sent", state=State.SENT), notice("cancelled", state=State.CANCELLED))
    assert keep(notice("sent"), notice("cancelled")) == [False, False]
    assert claim(store) == []


def test_the_same_key_in_two_workspaces_is_two_notices(store: Store) -> None:
    for workspace in (HERE, ELSEWHERE):
        assert store.run(workspace, lambda uow: uow.notices.add(notice("n")))
    assert keys(claim(store)) == ["n"]
    assert store.run(ELSEWHERE, lambda uow: uow.notices.left_due(now=NOW)) == 1


def test_what_is_due_is_claimed_the_longest_due_first(store: Store, keep: Callable[..., list[bool]]) -> None:
    keep(
        notice("b"),
        notice("a"),
        notice("late", due=NOW - HOUR),
        notice("later", due=NOW + SECOND),
    )
    assert keys(claim(store)) == ["late", "a", "b"]
    assert keys(claim(store, now=NOW + SECOND)) == ["later"]


def test_a_claim_takes_no_more_than_it_can_carry(store: Store, keep: Callable[..., list[bool]]) -> None:
    keep(*(notice(f"n{number}") for number in range(5)))
    assert [keys(claim(store, most=2)) for _ in range(4)] == [["n0", "n1"], ["n2", "n3"], ["n4"], []]


@pytest.mark.parametrize(
    ("state", "claimed"),
    [
        (State.PENDING, True),
        (State.HELD, True),
        (State.OUTDATED, True),
        (State.SENT, False),
        (State.CANCELLED, False),
        (State.CLAIMED, False),
    ],
)
def test_what_waits_is_claimed_and_what_has_ended_is_not(
    store: Store, keep: Callable[..., list[bool]], state: State, claimed: bool
) -> None:
    keep(notice("n", state=state, claimed_until=NOW + SECOND))
    assert store.run(HERE, lambda uow: uow.notices.left_due(now=NOW)) == int(claimed)
    assert keys(claim(store)) == (["n"] if claimed else [])


def test_a_claim_is_this_processes_until_its_deadline(store: Store, keep: Callable[..., list[bool]]) -> None:
    keep(notice("n"))
    (claimed,) = claim(store)
    assert (claimed.unsure, claimed.attempts) == (False, 1)
    stands = kept_as(store)
    assert (stands.state, stands.claimed_until, stands.attempts) == (State.CLAIMED, NOW + CLAIM, 1)
    assert claim(store, now=NOW + CLAIM - SECOND) == []


def test_what_a_process_had_claimed_and_not_begun_to_send_when_it_died_is_as_it_was(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n", bundle="together:1:n"))
    claim(store)
    (again,) = claim(store, now=NOW + CLAIM)
    assert (again.unsure, again.attempts, again.bundle, again.first_tried) == (False, 2, None, NOW + CLAIM)


def test_what_a_process_had_begun_to_send_when_it_died_is_unsure_until_it_is_looked_for(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    """Its claim is renewed at the last moment before it is sent; whoever takes it up next has to look for it."""
    keep(notice("n"))
    (claimed,) = renew(store, *claim(store))
    assert not claimed.unsure
    (again,) = claim(store, now=NOW + CLAIM)
    assert (again.unsure, again.first_tried, again.last_tried) == (True, NOW, NOW + CLAIM)
    assert claim(store, now=NOW + CLAIM) == []
    (third,) = claim(store, now=NOW + 2 * CLAIM)
    assert (third.unsure, third.attempts) == (True, 3)
    (sure,) = store.run(HERE, service.record_not_there, (third,), now=NOW + 2 * CLAIM) or ()
    assert not sure.unsure
    (fourth,) = claim(store, now=NOW + 4 * CLAIM)
    assert (fourth.unsure, fourth.first_tried) == (True, NOW + 2 * CLAIM)


def test_what_was_begun_and_certainly_not_sent_is_not_unsure(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"))
    begun = renew(store, *claim(store))
    assert kept_as(store).unsure
    store.run(HERE, service.record_failure, begun, trouble="ratelimited", now=NOW)
    assert not kept_as(store).unsure


def test_of_a_message_of_two_the_first_is_let_go_as_it_was_where_the_second_was_lost(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("a"), notice("b"))
    first, second = claim(store)
    store.run(HERE, lambda uow: uow.notices.save(second.model_copy(update={"attempts": 2})))
    assert renew(store, first, second) == ()
    stands = kept_as(store, "a")
    assert (stands.state, stands.unsure) == (State.PENDING, False)


def test_what_has_to_be_looked_for_is_left_where_slack_asked_for_a_pause_in_looking(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    there = {"unsure": True, "state": State.OUTDATED, "sent_channel": ChannelId("C1"), "sent_ts": "1.1"}
    keep(notice("new"), notice("doubtful", unsure=True), notice("there", **there))
    assert keys(store.run(HERE, service.claim, now=NOW, most=9, unsure=False)) == ["new", "there"]
    assert keys(claim(store)) == ["doubtful"]


def test_being_unsure_outlives_a_failure_and_ends_with_the_message(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"))
    (claimed,) = claim(store)
    store.run(HERE, service.record_failure, (claimed,), trouble="TimeoutError", now=NOW, unsure=True)
    (again,) = claim(store, now=NOW + HOUR)
    assert again.unsure
    send(store, again, now=NOW + HOUR)
    stands = kept_as(store)
    assert (stands.state, stands.unsure, stands.sent_at, stands.trouble) == (
        State.SENT,
        False,
        NOW + HOUR,
        None,
    )


def test_what_failed_is_due_again_after_a_growing_pause(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"))
    now, pauses = NOW, list[timedelta]()
    for _ in range(12):
        (claimed,) = claim(store, now=now)
        store.run(HERE, service.record_failure, (claimed,), trouble="internal_error", now=now)
        due = kept_as(store).due
        pauses.append(due - now)
        assert claim(store, now=due - SECOND) == []
        now = due
    assert pauses == sorted(pauses)
    assert FIRST_RETRY <= pauses[0] < pauses[1]
    assert pauses[-1] == LONGEST_RETRY


def test_the_pause_that_slack_asks_for_is_kept(store: Store, keep: Callable[..., list[bool]]) -> None:
    keep(notice("n"))
    (claimed,) = claim(store)
    store.run(HERE, service.record_failure, (claimed,), trouble="ratelimited", now=NOW, wait=30 * SECOND)
    assert kept_as(store).due == NOW + 30 * SECOND


def test_what_is_held_waits_for_its_committee_and_is_tried_each_hour(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"), notice("other", to_committee=CommitteeId("ced")))

    def hold(uow: UnitOfWork) -> None:
        for claimed in uow.notices.claim(now=NOW, until=NOW + CLAIM, most=9):
            uow.notices.save(outcomes.held(claimed, now=NOW, trouble="no_channel"))

    store.run(HERE, hold)
    assert store.run(HERE, lambda uow: uow.notices.count_held()) == 2
    assert keys(store.run(HERE, lambda uow: uow.notices.held_for(PPP))) == ["n"]
    assert claim(store, now=NOW + HELD_RETRY - SECOND) == []
    store.run(HERE, lambda uow: models.release(uow.notices, PPP, now=NOW + SECOND))
    (released,) = claim(store, now=NOW + SECOND)
    assert released.key == "n"
    send(store, released)
    assert keys(claim(store, now=NOW + HELD_RETRY)) == ["other"]


def test_what_nobody_has_dealt_with_yet_is_found_by_its_kind(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    told, mended = models.Kind.MISTAKE_REPORTED, models.Kind.MISTAKE_MENDED
    keep(
        notice("n", kind=told, facts={"about": "people:x"}, state=State.SENT),
        notice("done", kind=told, facts={"done": "Mrs C Egan"}, state=State.SENT),
        notice("other", kind=mended),
    )
    assert keys(store.run(HERE, lambda uow: uow.notices.unfinished(told))) == ["n"]
    assert store.run(ELSEWHERE, lambda uow: uow.notices.unfinished(told)) == []


def test_what_a_message_is_about_has_ended_before_it_was_sent(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"), notice("held", state=State.HELD), notice("other", subject="another"))
    settle(store)
    assert {kept_as(store, key).state for key in ("n", "held")} == {State.CANCELLED}
    assert keys(claim(store, now=NOW + HOUR)) == ["other"]


def test_what_a_message_is_about_has_ended_after_it_was_sent(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    """It is updated in place, at once, and its first day of sending stays."""
    keep(notice("n"))
    send(store, *claim(store))
    settle(store)
    (outdated,) = claim(store)
    assert (outdated.sent_channel, outdated.sent_ts, outdated.unsure) == ("C1", "1.1", False)
    send(store, outdated, now=NOW + HOUR)
    assert (kept_as(store).state, kept_as(store).sent_at) == (State.SENT, NOW)
    assert claim(store, now=NOW + HOUR) == []


def test_what_a_message_is_about_has_ended_while_it_was_being_sent(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    """It was written before the end and arrives after it: it has to be updated, or it says what is no longer so."""
    keep(notice("n"))
    (claimed,) = claim(store)
    settle(store)
    send(store, claimed)
    assert kept_as(store).state is State.OUTDATED
    assert keys(claim(store)) == ["n"]


def test_what_was_cancelled_while_it_was_being_sent_is_not_sent_again_after_a_failure(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    keep(notice("n"))
    (claimed,) = claim(store)
    cancelled = claimed.model_copy(update={"state": State.CANCELLED})
    store.run(HERE, lambda uow: uow.notices.save(cancelled))
    store.run(HERE, service.record_failure, (claimed,), trouble="internal_error", now=NOW)
    assert claim(store, now=NOW + HOUR) == []


def test_two_claimers_at_once_never_get_the_same_notice(busy_store: Store) -> None:
    """The first still holds its claim, uncommitted, when the second asks: it gets the others, without waiting."""
    first_has_claimed, second_has_claimed = threading.Event(), threading.Event()

    def first(uow: UnitOfWork) -> Sequence[Notice]:
        found = uow.notices.claim(now=NOW, until=NOW + CLAIM, most=3)
        first_has_claimed.set()
        assert second_has_claimed.wait(30), "the second waited for the first"
        return found

    def second(uow: UnitOfWork) -> Sequence[Notice]:
        assert first_has_claimed.wait(30)
        found = uow.notices.claim(now=NOW, until=NOW + CLAIM, most=9)
        second_has_claimed.set()
        return found

    busy_store.run(HERE, lambda uow: [uow.notices.add(notice(f"n{number}")) for number in range(5)])
    mine, theirs = at_once(lambda claimer: busy_store.run(HERE, claimer), [first, second])
    assert (keys(mine), keys(theirs)) == (["n0", "n1", "n2"], ["n3", "n4"])


def test_many_claimers_share_all_that_is_due(store: Store, keep: Callable[..., list[bool]]) -> None:
    keep(*(notice(f"n{number:02}") for number in range(40)))

    def work(_: int) -> list[str]:
        mine = list[str]()
        while found := claim(store, most=3):
            mine += keys(found)
        return mine

    taken = [key for share in at_once(work, range(4)) for key in share]
    assert sorted(taken) == [f"n{number:02}" for number in range(40)]


def test_many_who_owe_the_same_notice_at_once_owe_it_once(store: Store) -> None:
    added = at_once(lambda _: store.run(HERE, lambda uow: uow.notices.add(notice("n"))), range(6))
    assert sorted(added) == [False] * 5 + [True]


def test_of_a_bundle_that_two_processes_claimed_in_part_one_takes_all(
    store: Store, keep: Callable[..., list[bool]]
) -> None:
    """The other lets it be, and goes on with what else it claimed; so does one that finds the bundle let go of."""
    user = SlackUserId("U1")
    doubtful = {"to_user": user, "to_committee": None, "bundle": "together:1:a", "unsure": True}
    keep(*(notice(key, **doubtful) for key in ("a", "b")))
    first, second = claim(store)
    prepared = partial(gathering.prepare, user=user, profile=None, usual=Manners(), zone="UTC", now=NOW)

    def parcels(*claimed: Notice) -> list[list[str]]:
        return [keys(parcel) for parcel in store.run(HERE, lambda uow: prepared(uow, claimed))]

    assert parcels(second) == []
    assert parcels(first) == [["a", "b"]]

    def let_go(uow: UnitOfWork) -> None:
        for key in ("a", "b"):
            uow.notices.save(notice(key, to_user=user, to_committee=None))

    store.run(HERE, let_go)
    assert parcels(second) == []
    assert parcels(first) == []
