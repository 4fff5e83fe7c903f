"""What can be taken back, by whom, and what is said of it afterwards (UX-07, UX-10)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.domain.registers import BARROW, CHANGING, EDEN, PPP
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access import linking
from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput, NotAllowed
from liaison.domain.notices.models import Notice, State
from liaison.domain.packs import Pack
from liaison.domain.register import telling
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply, edit, subject_of, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee
from liaison.domain.register.service import set_channel
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

USER, CHANNEL = SlackUserId("U9"), ChannelId("C1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    yield store
    store.close()


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("cumbria")


def fill_in(store: Store, actor: Actor, kind: Any, id_: str, **typed: Any) -> Change:
    change = store.run(HERE, edit, actor, kind, id_, typed, opened_at=standing(store).version, now=NOW)
    assert change
    return change


def undone_by(store: Store, change: Change) -> str | None:
    """Whoever is said to have undone a change, in its message and in the list."""

    def look(uow: Any) -> str | None:
        kept = uow.changes.get(change.version)
        return telling.told(uow, uow.register.load(), kept).undone_by

    return store.run(HERE, look)


def sent(store: Store, change: Change) -> None:
    """The message that confirmed the change has been sent."""

    def deliver(uow: Any) -> None:
        for notice in uow.notices.about(subject_of(change.version)):
            uow.notices.save(notice.model_copy(update={"state": State.SENT, "sent_ts": "1.2"}))

    store.run(HERE, deliver)


def messages(store: Store, change: Change) -> list[Notice]:
    return store.run(HERE, lambda uow: list(uow.notices.about(subject_of(change.version))))


def test_ux_07_an_undo_of_an_undo_says_that_the_change_holds_again(store: Store, clerk: Actor) -> None:
    change = fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    back = store.run(HERE, undo, clerk, change.version, now=NOW)
    assert undone_by(store, change) == "Clerk"
    sent(store, change)
    again = store.run(HERE, undo, clerk, back.version, now=NOW)
    assert standing(store).partnership[BARROW].area == "Barrow"
    assert (undone_by(store, change), undone_by(store, back)) == (None, "Clerk")
    assert [notice.state for notice in messages(store, change)] == [State.OUTDATED], "it is shown anew"
    store.run(HERE, undo, clerk, again.version, now=NOW)
    assert standing(store).partnership[BARROW].area is None
    assert (undone_by(store, change), undone_by(store, back), undone_by(store, again)) == (
        "Clerk",
        None,
        "Clerk",
    )
    store.run(HERE, undo, clerk, back.version, now=NOW)
    store.run(HERE, undo, clerk, change.version, now=NOW)
    assert undone_by(store, change) == "Clerk", "what holds again can be undone again"


def test_a_channel_is_chosen_as_a_change_that_can_be_undone(store: Store, clerk: Actor) -> None:
    """And what was changed before it can be undone after it: nothing stands outside the history."""
    before = fill_in(store, clerk, "committees", PPP, short="P")
    store.run(HERE, set_channel, clerk, PPP, CHANNEL, now=NOW)
    assert standing(store).committee[PPP].channel == CHANNEL
    chosen = store.run(HERE, lambda uow: uow.changes.latest(1)[0])
    assert [difference.fields for difference in chosen.differences] == [("channel",)]
    store.run(HERE, undo, clerk, chosen.version, now=NOW)
    store.run(HERE, undo, clerk, before.version, now=NOW)
    assert standing(store).committee[PPP] == CHANGING.committee[PPP]


def test_the_command_line_is_told_nothing_of_a_channel_or_a_link_and_both_are_kept(
    store: Store, clerk: Actor, pack: Pack
) -> None:
    before = fill_in(store, clerk, "links", clerk.slack_user, roles="admin\nmember")
    store.run(HERE, set_channel, None, PPP, CHANNEL, now=NOW)
    store.run(HERE, linking.link, pack, user=USER, name="Mr N New", roles=["member"], now=NOW)
    store.run(HERE, linking.link, pack, user=clerk.slack_user, name="Clerk", roles=["treasurer"], now=NOW)
    kept = store.run(HERE, lambda uow: uow.changes.latest(3))
    assert {change.by for change in kept} == {"the command line"}
    assert not [notice for change in kept for notice in messages(store, change)]
    assert [len(change.differences) for change in kept] == [1, 2, 1]
    with pytest.raises(BadInput, match="has been changed since, by the command line"):
        store.run(HERE, undo, clerk, before.version, now=NOW)
    store.run(HERE, undo, clerk, kept[0].version, now=NOW)
    store.run(HERE, undo, clerk, before.version, now=NOW)
    assert standing(store).link[clerk.slack_user].roles == ("admin",)


def test_linking_twice_is_one_change_and_a_name_of_another_takes_no_id(
    store: Store, clerk: Actor, pack: Pack
) -> None:
    renamed = standing(store).person[clerk.person].model_copy(update={"name": "Ms A Keeper"})
    store.run(HERE, apply, clerk, [Edit("people", renamed.id, renamed)], how="form", now=NOW)
    for _ in range(2):
        store.run(HERE, linking.link, pack, user=USER, name="Clerk", roles=["member"], now=NOW)
    assert len(store.run(HERE, lambda uow: uow.changes.latest(9))) == 2
    assert standing(store).person[clerk.person].name == "Ms A Keeper"


def test_whoever_may_not_choose_channels_may_not_remove_a_committee_that_has_one(
    store: Store, clerk: Actor
) -> None:
    """Undo would need the right to choose it."""
    new = Committee(id=CommitteeId("zed"), name="Zed", channel=CHANNEL)
    store.run(HERE, apply, clerk, [Edit("committees", new.id, new)], how="form", now=NOW)
    officer = linked(store, "Officer", "support-officer")
    with pytest.raises(NotAllowed, match="choose a committee's channel"):
        store.run(HERE, apply, officer, [Edit("committees", new.id, None)], how="form", now=NOW)
    removed = store.run(HERE, apply, clerk, [Edit("committees", new.id, None)], how="form", now=NOW)
    assert removed
    store.run(HERE, undo, clerk, removed.version, now=NOW)
    store.run(HERE, apply, officer, [Edit("partnerships", EDEN, None)], how="form", now=NOW)


def test_a_link_is_not_given_to_another_slack_user(store: Store, clerk: Actor) -> None:
    """The form of a link does not show its user; a request that names another is refused."""
    before = standing(store)
    typed: dict[str, Any] = {"id": "U7", "roles": "member"}
    with pytest.raises(BadInput, match="A link stays with its Slack user") as refused:
        fill_in(store, clerk, "links", clerk.slack_user, **typed)
    assert refused.value.field == "id"
    assert standing(store) == before
