"""A message whose subject changes while it is on its way is updated once it is there, and is never lost."""

from collections.abc import Callable
from functools import partial

from tests.storage.samples import HERE, NOW, at_once, notice

from liaison.domain.notices import models, service
from liaison.domain.notices.models import Notice, State
from liaison.domain.notices.outcomes import CLAIM
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import ChannelId
from liaison.storage.unit_of_work import Store

OWED = notice("n1")


def send(store: Store, claimed: Notice) -> None:
    """The message reaches Slack, and that is kept."""
    store.run(HERE, service.record_sent, (claimed,), channel=ChannelId("C1"), ts="1.000001", now=NOW)


def claim(store: Store) -> Notice:
    """Delivery takes the notice up."""
    (claimed,) = store.run(HERE, lambda uow: uow.notices.claim(now=NOW, until=NOW + CLAIM, most=5))
    return claimed


def refresh(store: Store) -> None:
    store.run(HERE, change, OWED.subject)


def kept(uow: UnitOfWork, key: str = OWED.key) -> Notice:
    found = uow.notices.get(key)
    assert found
    return found


def add(uow: UnitOfWork, owed: Notice) -> None:
    uow.notices.add(owed)


def change(uow: UnitOfWork, subject: str) -> None:
    models.refresh(uow.notices, subject)


def call(act: Callable[[], None]) -> None:
    act()


def test_what_changes_after_it_was_sent_is_updated(store: Store) -> None:
    store.run(HERE, add, OWED)
    send(store, claim(store))
    assert store.run(HERE, kept).state is State.SENT
    refresh(store)
    assert store.run(HERE, kept).state is State.OUTDATED


def test_what_changes_while_it_is_on_its_way_is_sent_and_then_updated(store: Store) -> None:
    """Somebody may press its button before it is kept that it was sent."""
    store.run(HERE, add, OWED)
    claimed = claim(store)
    refresh(store)
    assert store.run(HERE, kept).state is State.CLAIMED
    assert not store.run(HERE, kept).stale, "it has not ended"
    send(store, claimed)
    assert store.run(HERE, kept).state is State.OUTDATED
    send(store, claim(store))
    assert store.run(HERE, kept).state is State.SENT


def test_what_changes_before_it_is_rendered_needs_no_update(store: Store) -> None:
    store.run(HERE, add, OWED)
    claimed = claim(store)
    refresh(store)
    renewed = store.run(HERE, service.renew, (claimed,), now=NOW)
    assert renewed
    send(store, *renewed)
    assert store.run(HERE, kept).state is State.SENT


def test_what_is_still_to_be_sent_is_left_as_it_is(store: Store) -> None:
    store.run(HERE, add, OWED)
    refresh(store)
    assert store.run(HERE, kept) == OWED


def test_a_change_and_the_record_of_a_sent_message_do_not_undo_each_other(busy_store: Store) -> None:
    """On PostgreSQL both happen side by side: whichever comes first, the message is known, and to be updated."""
    for number in range(20):
        owed = OWED.model_copy(update={"key": f"n{number}", "subject": f"s{number}"})
        busy_store.run(HERE, add, owed)
        claimed = claim(busy_store)
        acts: list[Callable[[], None]] = [
            partial(busy_store.run, HERE, change, owed.subject),
            partial(send, busy_store, claimed),
        ]
        at_once(call, acts)
        found = busy_store.run(HERE, kept, owed.key)
        assert (found.state, found.sent_ts) == (State.OUTDATED, "1.000001")
        send(busy_store, claim(busy_store))
