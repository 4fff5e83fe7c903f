"""Who is who in Slack, from the rows: in the register's order, and nobody who has gone."""

import pytest
from tests.storage.samples import ELSEWHERE, HERE, SHAW, link, load_cumbria

from liaison.domain.access.rules import Actor
from liaison.domain.access.service import actor_in
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Person
from liaison.domain.values import PersonId, SlackUserId
from liaison.storage.unit_of_work import Store

EGAN, WATSON = PersonId("egan"), PersonId("watson")
U1, U2, U3 = (SlackUserId(user) for user in ("U1", "U2", "U3"))


def actor(uow: UnitOfWork, user: SlackUserId) -> Actor | None:
    return uow.links.actor(user)


@pytest.fixture
def linked(store: Store) -> Store:
    """A store whose workspace has three people linked, the last of the register first."""

    def tie(uow: UnitOfWork) -> None:
        load_cumbria(uow)
        link(uow, U1, SHAW, "member", "admin")
        link(uow, U2, WATSON, "admin")
        link(uow, U3, EGAN)

    store.run(HERE, tie)
    return store


def test_people_with_a_role_come_in_the_registers_order(linked: Store) -> None:
    def names(role: str) -> list[str]:
        return [found.name for found in linked.run(HERE, lambda uow: uow.links.with_role(role))]

    people = [person.name for person in linked.snapshots.of(HERE).people]
    assert names("admin") == [name for name in people if name in {"Mr R Watson", "Mrs L L Shaw"}]
    assert names("member") == ["Mrs L L Shaw"]
    assert names("mem") == []
    assert names("%") == []


def test_the_rows_and_the_snapshot_say_the_same_of_everybody(linked: Store) -> None:
    register = linked.snapshots.of(HERE)
    for user in (U1, U2, U3, SlackUserId("U4")):
        assert linked.run(HERE, actor, user) == actor_in(register, HERE, user)
    shaw = linked.run(HERE, lambda uow: uow.links.of_person(SHAW))
    assert shaw == actor_in(register, HERE, U1)
    assert shaw
    assert shaw.roles == {"member", "admin"}
    assert linked.run(HERE, lambda uow: uow.links.of_person(PersonId("smith"))) is None


@pytest.mark.parametrize(
    "edit", [Edit("links", U1, None), Edit("people", SHAW, None)], ids=["link", "person"]
)
def test_ux13_nobody_is_found_whose_link_or_entry_was_removed(linked: Store, edit: Edit) -> None:
    """UX-13: a stranger can do nothing."""
    linked.run(HERE, lambda uow: uow.register.save([edit]))
    assert linked.run(HERE, actor, U1) is None
    assert linked.run(HERE, lambda uow: uow.links.of_person(SHAW)) is None
    assert [a.name for a in linked.run(HERE, lambda uow: uow.links.with_role("admin"))] == ["Mr R Watson"]
    assert actor_in(linked.snapshots.of(HERE), HERE, U1) is None


def test_a_person_who_is_renamed_acts_under_the_new_name(linked: Store) -> None:
    renamed = Person(id=SHAW, name="Mrs L L Shaw-Jones")
    linked.run(HERE, lambda uow: uow.register.save([Edit("people", SHAW, renamed)]))
    found = linked.run(HERE, actor, U1)
    assert found
    assert found.name == "Mrs L L Shaw-Jones"


def test_links_of_another_workspace_are_not_seen(linked: Store) -> None:
    linked.run(ELSEWHERE, load_cumbria)
    assert linked.run(ELSEWHERE, actor, U1) is None
