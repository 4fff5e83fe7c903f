"""`liaison link`: Slack users are tied to people of the register and to roles."""

from collections.abc import Mapping

import pytest
from tests.bot.terminal import TEAM, Terminal, everything_in

from liaison.domain.register.entries import Edit
from liaison.domain.values import WorkspaceId
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.database import open_engine
from liaison.storage.register import RegisterRows


def give_addresses(terminal: Terminal, addresses: Mapping[str, str]) -> None:
    """Puts e-mail addresses into the register, by the ids of people."""
    engine = open_engine(terminal.database)
    with engine.begin() as connection:
        rows = RegisterRows(connection, WorkspaceId(TEAM_ID))
        register = rows.load()
        assert register
        people = [person for person in register.people if person.id in addresses]
        rows.save(
            [
                Edit("people", person.id, person.model_copy(update={"email": addresses[person.id]}))
                for person in people
            ]
        )
    engine.dispose()


@pytest.mark.parametrize("person", ["Mrs L L Shaw", "shaw", "mrs l l shaw", "L L Shaw"])
def test_link_finds_a_person_by_name_and_by_id(seeded: Terminal, person: str) -> None:
    seeded.runs("link", *TEAM, "--user", "U1", "--person", person).succeeds("U1 is Mrs L L Shaw (member).")


def test_link_twice_changes_nothing(seeded: Terminal) -> None:
    command = ("link", *TEAM, "--user", "U1", "--person", "shaw", "--role", "member")
    seeded.runs(*command).succeeds()
    once = everything_in(seeded)
    seeded.runs(*command).succeeds("U1 is Mrs L L Shaw (member).")
    assert everything_in(seeded) == once


def test_link_adds_a_role_to_those_there_are(seeded: Terminal) -> None:
    seeded.runs("link", *TEAM, "--user", "U1", "--person", "shaw").succeeds("(member)")
    seeded.runs(
        "link", *TEAM, "--user", "U1", "--person", "shaw", "--role", "treasurer", "--role", "admin"
    ).succeeds("(admin, member, treasurer)")


def test_link_adds_somebody_new_when_a_role_is_given(seeded: Terminal) -> None:
    role = "committee-services-officer"
    seeded.runs(
        "link", *TEAM, "--user", "U2", "--person", "Committee Services Officer", "--role", role
    ).succeeds(f"U2 is Committee Services Officer ({role}).")


def test_link_says_who_was_added_whom_that_may_have_meant_and_who_else_is_that_person(
    seeded: Terminal,
) -> None:
    nobody = seeded.runs("link", *TEAM, "--user", "U1", "--person", "Standards Clerk", "--role", "member")
    nobody.succeeds("Standards Clerk was not in the register and has been added.")
    assert "Did you mean" not in nobody.out
    typed = ("link", *TEAM, "--user", "U2", "--person", "Mr R Wattson")
    seeded.runs(*typed).fails("Did you mean Mr R Watson?")
    seeded.runs(*typed, "--role", "member").succeeds(
        "Mr R Wattson was not in the register",
        "Did you mean Mr R Watson? Then run this again with that name.",
    )
    seeded.runs("link", *TEAM, "--user", "U3", "--person", "shaw").succeeds()
    again = seeded.runs("link", *TEAM, "--user", "U4", "--person", "shaw")
    again.succeeds("U4 is Mrs L L Shaw (member). Mrs L L Shaw is also U3.")
    assert "added" not in again.out


@pytest.mark.parametrize("option", [("--person", "shaw"), ("--unlink",), ("--remove-role", "member")])
def test_link_takes_nothing_but_a_slack_id_for_a_user(seeded: Terminal, option: tuple[str, ...]) -> None:
    seeded.runs("link", *TEAM, "--user", "shaw", *option).fails(
        '"shaw" is no Slack user\'s ID. Copy it from the profile in Slack'
    )


def test_link_of_an_unknown_name_without_a_role_says_what_is_missing(seeded: Terminal) -> None:
    once = everything_in(seeded)
    seeded.runs("link", *TEAM, "--user", "U2", "--person", "Committee Services Officer").fails(
        'Nobody in the register is called "Committee Services Officer".', "--role"
    )
    assert everything_in(seeded) == once


def test_link_with_an_unknown_role_lists_the_roles(seeded: Terminal) -> None:
    seeded.runs("link", *TEAM, "--user", "U1", "--person", "shaw", "--role", "king").fails(
        'There is no role "king".', "member", "link-officer", "strategic-planning-manager", "admin"
    )


def test_link_by_a_name_that_fits_several_lists_them(seeded: Terminal) -> None:
    for user, name in (("U1", "Support Officer North"), ("U2", "Support Officer South")):
        seeded.runs("link", *TEAM, "--user", user, "--person", name, "--role", "support-officer").succeeds()
    seeded.runs("link", *TEAM, "--user", "U3", "--person", "Support Officer").fails(
        '"Support Officer" could be several people.', "Support Officer North", "Support Officer South"
    )


def test_link_before_a_register_is_loaded_says_how_to_load_one(terminal: Terminal) -> None:
    terminal.runs("migrate").succeeds()
    terminal.runs("link", *TEAM, "--user", "U1", "--person", "shaw").fails("liaison seed")


@pytest.mark.parametrize("arguments", [(), ("--user", "U1"), ("--person", "shaw")])
def test_link_says_what_it_needs(seeded: Terminal, arguments: tuple[str, ...]) -> None:
    seeded.runs("link", *TEAM, *arguments).is_used_wrongly("--user", "--person", "--auto")


def test_link_auto_ties_everybody_whose_address_the_register_knows(at_work: Terminal, slack: Slack) -> None:
    shaw = slack.person("Mrs L L Shaw", email="shaw@authority.example")
    slack.person("A visitor", email="visitor@elsewhere.example")
    give_addresses(at_work, {"shaw": "shaw@authority.example", "egan": "egan@authority.example"})
    at_work.runs("link", *TEAM, "--auto").succeeds("Linked by e-mail: 1.")
    at_work.runs("link", *TEAM, "--user", shaw.id, "--person", "shaw", "--role", "admin").succeeds(
        "Mrs L L Shaw (admin, member)"
    )


def test_link_auto_without_a_token_says_where_to_find_it(seeded: Terminal) -> None:
    seeded.runs("link", *TEAM, "--auto").fails("SLACK_BOT_TOKEN is not set.")


def test_link_auto_with_a_bad_token_fails_in_one_sentence(at_work: Terminal, slack: Slack) -> None:
    give_addresses(at_work, {"shaw": "shaw@authority.example"})
    at_work.exports(SLACK_BOT_TOKEN="xoxb-not-ours")
    at_work.runs("link", *TEAM, "--auto").fails("invalid_auth")
    slack.expect_violation("invalid_auth")
