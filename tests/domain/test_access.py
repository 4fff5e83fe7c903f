"""Who may do what: the one table, read out."""

from pathlib import Path

import pytest
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import ALLOWED, ROLES, STAFF, Action, Actor, by_name, require, role_title
from liaison.domain.access.service import menders, whom_to_ask
from liaison.domain.errors import NotAllowed
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId

OFFICERS = {
    "support-officer",
    "committee-services-officer",
    "administration-manager",
    "chief-executive",
    "treasurer",
    "strategic-planning-manager",
    "admin",
}
# What each role may do, as the documents give it: a change here is a change of policy.
TABLE = {
    Action.LOOK_UP: set(ROLES),
    Action.FILE_REPORT: OFFICERS | {"member"},
    Action.RECEIVE_REPORTS: {"committee-services-officer"},
    Action.ASSESS_RISK: OFFICERS,
    Action.SEE_REVIEWS: OFFICERS | {"member"},
    Action.RECORD_REVIEW: OFFICERS,
    Action.KEEP_CYCLES: OFFICERS,
    Action.KEEP_ACTIONS: OFFICERS,
    Action.SHARE_LESSON: OFFICERS | {"member", "link-officer", "chief-constable"},
    Action.WITHDRAW_LESSON: OFFICERS,
    Action.SET_CHANNEL: {"admin", "committee-services-officer", "administration-manager", "chief-executive"},
    Action.EDIT_REGISTER: OFFICERS,
    Action.LINK_PEOPLE: {"admin", "committee-services-officer", "administration-manager"},
    Action.SEE_DIARY: OFFICERS | {"member"},
    Action.NAME_STAND_IN: OFFICERS,
    Action.SUPPORT_MEMBERS: OFFICERS,
    Action.RECORD_CONTACT: OFFICERS,
    Action.SEE_LINKS: OFFICERS,
    Action.SEE_NOTICES: {"admin", "committee-services-officer", "administration-manager"},
    Action.SEE_RESTRICTED: OFFICERS | {"member"},
    Action.ASK_ADVICE: set(ROLES),
    Action.ACKNOWLEDGE: set(ROLES),
    Action.CIRCULATE: {
        "admin",
        "committee-services-officer",
        "administration-manager",
        "chief-executive",
        "strategic-planning-manager",
    },
    Action.SEE_READERS: OFFICERS,
}
# Look things up, ask for advice, say that one has read something.
EVERYBODY = [Action.LOOK_UP, Action.ASK_ADVICE, Action.ACKNOWLEDGE]


def actor(*roles: str) -> Actor:
    return Actor(
        workspace=WorkspaceId("T1"),
        slack_user=SlackUserId("U1"),
        person=PersonId("shaw"),
        name="Mrs L L Shaw",
        roles=frozenset(roles),
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_do_what_the_table_says(action: Action, role: str) -> None:
    assert actor(role).may(action) == (role in TABLE[action])


@pytest.mark.parametrize("action", Action)
def test_every_action_stands_in_the_table(action: Action) -> None:
    assert action in ALLOWED
    assert action in TABLE


@pytest.mark.parametrize("action", Action)
def test_roles_add_up_and_never_take_away(action: Action) -> None:
    assert actor(*ROLES).may(action)
    for role in ROLES:
        assert actor("link-officer", role).may(action) == (
            actor("link-officer").may(action) or actor(role).may(action)
        )


@pytest.mark.parametrize("action", Action)
def test_someone_linked_without_a_role_may_do_what_everybody_may_and_no_more(action: Action) -> None:
    assert actor().may(action) == (action in EVERYBODY)


@pytest.mark.parametrize("role", ["deputy-chief-executive", "representative"])
def test_a_role_that_only_a_pack_knows_is_as_good_as_none(role: str) -> None:
    assert [action for action in Action if actor(role).may(action)] == EVERYBODY


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", Action)
def test_a_refusal_says_what_is_not_allowed_and_names_all_who_can(action: Action, role: str) -> None:
    if role in TABLE[action]:
        require(actor(role), action)
        return
    with pytest.raises(NotAllowed) as caught:
        require(actor(role), action)
    assert caught.value.sentence == f"Your role does not let you {action.value}."
    named = caught.value.mend.removeprefix("Ask one of these to do it: ").removesuffix(".").split(", ")
    assert set(named) == {role_title(able) for able in TABLE[action]}


def test_the_force_is_not_the_authoritys_staff() -> None:
    assert not STAFF & {"chief-constable", "link-officer", "member"}
    assert set(ROLES) >= STAFF


def test_a_role_is_written_as_people_write_it() -> None:
    assert role_title("committee-services-officer") == "Committee Services Officer"


def test_somebody_known_by_their_role_alone_is_named_with_an_article() -> None:
    assert by_name("Committee Services Officer") == "the Committee Services Officer"
    assert by_name("Mrs L L Shaw") == "Mrs L L Shaw"


def test_those_who_keep_the_register_are_told_and_the_admin_only_where_there_are_none(tmp_path: Path) -> None:
    store = open_store(tmp_path, CHANGING)
    asked = []
    for name, role in (
        ("Admin", "admin"),
        ("Ms A Manager", "administration-manager"),
        ("Committee Services Officer", "committee-services-officer"),
    ):
        newest = linked(store, name, role)
        assert store.run(HERE, menders) == [newest]
        asked.append(whom_to_ask(standing(store)))
    assert asked == [
        "Ask the Admin",
        "Ask Ms A Manager (Administration Manager)",
        "Ask the Committee Services Officer",
    ]
    store.close()
