"""`liaison link`: a role is taken away and a user untied, and nobody is locked out."""

import pytest
from tests.bot.terminal import TEAM, Terminal

U1, U2 = ("--user", "U1"), ("--user", "U2")


@pytest.fixture
def linked(terminal: Terminal) -> Terminal:
    """Cumbria's register, with Mrs Shaw as member and treasurer, and an administrator."""
    terminal.runs("migrate").succeeds()
    terminal.runs("seed", "cumbria", *TEAM).succeeds()
    roles = ("--role", "member", "--role", "treasurer")
    terminal.runs("link", *TEAM, *U1, "--person", "Mrs L L Shaw", *roles).succeeds()
    terminal.runs("link", *TEAM, *U2, "--person", "Administrator", "--role", "admin").succeeds()
    return terminal


def test_a_role_is_taken_away(linked: Terminal) -> None:
    linked.runs("link", *TEAM, *U1, "--remove-role", "treasurer").succeeds("U1 no longer has: treasurer.")
    linked.runs("link", *TEAM, *U1, "--person", "shaw").succeeds("U1 is Mrs L L Shaw (member).")
    linked.runs("link", *TEAM, *U1, "--remove-role", "treasurer").fails("does not have the role treasurer")


def test_a_user_is_untied_and_the_trail_holds(linked: Terminal) -> None:
    linked.runs("link", *TEAM, *U1, "--unlink").succeeds("U1 is no longer linked.")
    linked.runs("link", *TEAM, *U1, "--unlink").fails("This Slack user is not linked to the register.")
    linked.runs("audit", "verify", *TEAM).succeeds("The chain holds")


@pytest.mark.parametrize("how", [("--unlink",), ("--remove-role", "admin")])
def test_the_last_who_can_link_people_stays(linked: Terminal, how: tuple[str, ...]) -> None:
    linked.runs("link", *TEAM, *U2, *how).fails("Nobody would be left who can link people and give roles.")
