"""The command line: every command without a terminal, its exit status, and the mend that a failure names."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
import yaml
from cryptography.fernet import Fernet
from tests.bot.terminal import SETTINGS, TEAM, Answer, Terminal
from tests.bot.words import squeezed
from tests.flows.office import free_port

from liaison.bot import cli, local
from liaison.bot.settings import manifest_path
from liaison.domain.register.entries import Edit
from liaison.domain.values import WorkspaceId
from liaison.sandbox.delivery.http_delivery import HttpTransport
from liaison.sandbox.language.people import Channel, Slack
from liaison.sandbox.server import Sandbox
from liaison.sandbox.workspace import BOT_USER_ID, TEAM_ID
from liaison.storage.cipher import new_key
from liaison.storage.database import open_engine
from liaison.storage.packs import pack_names
from liaison.storage.register import RegisterRows

DECEMBER = "2026-12-03T09:00+00:00"  # a quarterly review's first reminder falls due
COMMITTEES = ("authority", "ppp", "ced", "personnel")


def everything_in(terminal: Terminal) -> list[str]:
    """The whole database, as statements."""
    with sqlite3.connect(terminal.folder / "liaison.db") as connection:
        found = list(connection.iterdump())
    connection.close()
    return found


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


def set_up_channels(terminal: Terminal, slack: Slack) -> dict[str, Channel]:
    """A channel for each committee, with the app in it."""
    channels = {name: slack.channel(f"{name}-committee", bot=True) for name in COMMITTEES}
    for name, channel in channels.items():
        terminal.runs("channel", *TEAM, "--committee", name, "--channel", channel.id).succeeds()
    return channels


@pytest.fixture
def seeded(terminal: Terminal) -> Terminal:
    """A terminal whose database holds Cumbria's register."""
    terminal.seeded()
    return terminal


@pytest.fixture
def at_work(seeded: Terminal, slack: Slack) -> Terminal:
    """A terminal whose settings reach a sandbox, too."""
    seeded.reaches(slack)
    return seeded


# key, migrate, seed


def test_key_prints_a_new_key_each_time(terminal: Terminal) -> None:
    first, second = (terminal.runs("key").succeeds().out for _ in range(2))
    assert first != second
    assert Fernet(first).decrypt(Fernet(first).encrypt(b"words")) == b"words"


def test_key_needs_no_settings(terminal: Terminal) -> None:
    terminal.unsets(*SETTINGS)
    terminal.runs("key").succeeds()
    assert not list(terminal.folder.iterdir())


def test_migrate_twice_is_as_good_as_once(terminal: Terminal) -> None:
    terminal.runs("migrate").succeeds("The database is up to date.")
    once = everything_in(terminal)
    terminal.runs("migrate").succeeds("The database is up to date.")
    assert everything_in(terminal) == once


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("mysql://somewhere/liaison", "Use sqlite:///file.db or postgresql://"),
        ("nonsense", "DATABASE_URL"),
        ("postgresql://127.0.0.1:{port}/liaison?connect_timeout=2", "DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_named(terminal: Terminal, url: str, mend: str) -> None:
    terminal.exports(DATABASE_URL=url.format(port=free_port()))
    terminal.runs("migrate").fails(mend)


def test_seed_loads_a_register_and_a_second_time_changes_nothing(terminal: Terminal) -> None:
    terminal.runs("seed", "cumbria", *TEAM).succeeds("Loaded: Cumbria Police Authority,", "partnerships.")
    once = everything_in(terminal)
    terminal.runs("seed", "cumbria", *TEAM).succeeds("Already loaded: Cumbria Police Authority,")
    assert everything_in(terminal) == once


@pytest.mark.parametrize("pack", pack_names())
def test_every_pack_can_be_loaded(terminal: Terminal, pack: str) -> None:
    terminal.runs("seed", pack, *TEAM).succeeds("Loaded: ")


def test_a_workspace_keeps_its_authority(seeded: Terminal) -> None:
    once = everything_in(seeded)
    seeded.runs("seed", "dorset", *TEAM).fails(
        "This workspace holds the register of Cumbria Police Authority."
    )
    assert everything_in(seeded) == once


def test_another_workspace_can_hold_another_authority(seeded: Terminal) -> None:
    seeded.runs("seed", "dorset", "--team", "T0DORSET").succeeds("Loaded: ")


def test_an_unknown_pack_gets_the_list(terminal: Terminal) -> None:
    terminal.runs("seed", "atlantis", *TEAM).fails('There is no pack called "atlantis".', *pack_names())


def test_seed_without_a_key_says_how_to_get_one(terminal: Terminal) -> None:
    terminal.unsets("LIAISON_KEY")
    terminal.runs("seed", "cumbria", *TEAM).fails("LIAISON_KEY is not set.", "liaison key")


def test_seed_needs_a_team(terminal: Terminal) -> None:
    terminal.runs("seed", "cumbria").is_used_wrongly("--team")


def test_settings_come_from_a_dot_env_file_too(terminal: Terminal) -> None:
    terminal.unsets("DATABASE_URL", "LIAISON_KEY")
    (terminal.folder / ".env").write_text(f"DATABASE_URL=sqlite:///from-env.db\nLIAISON_KEY={new_key()}\n")
    terminal.runs("seed", "cumbria", *TEAM).succeeds("Loaded")
    assert (terminal.folder / "from-env.db").exists()


# link


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
    nobody = seeded.runs("link", *TEAM, "--user", "U1", "--person", "Nobody At All", "--role", "member")
    nobody.succeeds("Nobody At All was not in the register and has been added.")
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


# sandbox


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Sandbox]:
    """The sandboxes that `liaison sandbox` opened. Each is stopped at once, as if by Ctrl-C."""
    found: list[Sandbox] = []
    monkeypatch.setattr(local, "wait_for_interrupt", found.append)
    return found


def people_in(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(user.real_name, user.role) for user in sandbox.workspace.users.values() if not user.is_bot]


def runs_sandbox(terminal: Terminal, *options: str) -> Answer:
    return terminal.runs("sandbox", "--port", str(free_port()), *options)


def test_a_sandbox_has_somebody_in_it_and_says_how_to_choose_others(
    terminal: Terminal, opened: list[Sandbox]
) -> None:
    runs_sandbox(terminal).succeeds(
        "People: First Member (Member), Committee Officer (Officer).", '--person "Name, Role"'
    )
    assert people_in(opened[0]) == [("First Member", "Member"), ("Committee Officer", "Officer")]


def test_a_sandbox_with_people_of_ones_own(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--person", "Mrs L L Shaw, Member", "--person", "Mr W Smith").succeeds(
        "People: Mrs L L Shaw (Member), Mr W Smith."
    )
    assert people_in(opened[0]) == [("Mrs L L Shaw", "Member"), ("Mr W Smith", "")]


def test_a_sandbox_with_a_packs_people_has_nobody_else(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--seed", "cumbria").succeeds("Mrs L L Shaw")
    assert "First Member" not in dict(people_in(opened[0]))


def test_a_person_without_a_name_is_used_wrongly(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--person", ", Member").is_used_wrongly("has no name")
    assert not opened


def write_manifest(folder: Path, name: str, *, commands: Sequence[str], socket_mode: bool = True) -> None:
    manifest = yaml.safe_load(manifest_path().read_text("utf-8"))
    manifest["features"]["slash_commands"] = [{"command": each, "description": "x"} for each in commands]
    manifest["settings"]["socket_mode_enabled"] = socket_mode
    if not socket_mode:
        for part in ("event_subscriptions", "interactivity"):
            manifest["settings"][part]["request_url"] = "https://app.example/slack/events"
        for command in manifest["features"]["slash_commands"]:
            command["url"] = "https://app.example/slack/events"
    (folder / name).write_text(yaml.safe_dump(manifest), "utf-8")


def test_a_sandbox_takes_the_manifest_of_the_folder_then_liaisons_own(
    terminal: Terminal, opened: list[Sandbox]
) -> None:
    runs_sandbox(terminal).succeeds(f"Manifest: {manifest_path()} (Liaison's own;")
    write_manifest(terminal.folder, "app_manifest.yml", commands=["/here"])
    write_manifest(terminal.folder, "other.yml", commands=["/other"])
    runs_sandbox(terminal).succeeds("Manifest: app_manifest.yml Bot token")
    runs_sandbox(terminal, "--manifest", "other.yml").succeeds("Manifest: other.yml Bot token")
    commands = [list(sandbox.workspace.manifest.commands) for sandbox in opened]
    assert "/rep" in commands[0]
    assert commands[1:] == [["/here"], ["/other"]]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "There is no manifest m.yml. Name the app's own with --manifest PATH."),
        (b"[1]", "m.yml cannot be used: The manifest is not a mapping. Mend it, or name another"),
        (b"a: [", "m.yml cannot be used: The manifest is not YAML"),
        (b"\xff\xfe\x00", "m.yml cannot be used"),
        (b"display_information: {name: x}\nsettings: {nonsense: 1}", "not one that Slack would take: "),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_its_mend(
    terminal: Terminal, opened: list[Sandbox], content: bytes | None, why: str
) -> None:
    if content is not None:
        (terminal.folder / "m.yml").write_bytes(content)
    answer = runs_sandbox(terminal, "--manifest", "m.yml")
    answer.is_used_wrongly(why, "--manifest PATH")
    assert "Traceback" not in answer.err
    assert not opened


def test_a_manifest_that_is_a_folder_cannot_be_used(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--manifest", ".").is_used_wrongly(". cannot be used: Is a directory.")
    assert not opened


def test_a_sandbox_delivers_over_http_where_it_is_told_to(terminal: Terminal, opened: list[Sandbox]) -> None:
    url = "http://127.0.0.1:3000/slack/events"
    runs_sandbox(terminal, "--http", url).succeeds(
        f"Delivery: over HTTP to {url}, signed with sandbox-secret."
    )
    transport = opened[0].delivery.transport
    assert isinstance(transport, HttpTransport)
    assert transport.url == url


@pytest.mark.parametrize("url", ["3000", "localhost:3000", "ftp://x/", "http://", "http://x:port/"])
def test_an_address_that_is_none_is_used_wrongly(terminal: Terminal, opened: list[Sandbox], url: str) -> None:
    runs_sandbox(terminal, "--http", url).is_used_wrongly("is no address")
    assert not opened


def test_a_sandbox_whose_app_it_cannot_reach_says_how_to(terminal: Terminal, opened: list[Sandbox]) -> None:
    write_manifest(terminal.folder, "app_manifest.yml", commands=["/here"], socket_mode=False)
    runs_sandbox(terminal).succeeds("Delivery: none.", "--http URL", "socket_mode_enabled: true")
    assert opened


@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_a_port_in_use_is_named_by_the_command_that_wanted_it(terminal: Terminal, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        terminal.runs(command, "--port", str(port)).fails(
            f"Port {port} is in use.", f"liaison {command} --port {port + 1}."
        )


# channel


@pytest.mark.parametrize(
    "committee", ["ppp", "PPP", "Policing Plan and Performance Committee", "policing plan and performance"]
)
def test_channel_finds_a_committee_by_name_short_name_and_id(seeded: Terminal, committee: str) -> None:
    seeded.runs("channel", *TEAM, "--committee", committee, "--channel", "C1").succeeds(
        "Policing Plan and Performance Committee: C1.", "/invite @Liaison"
    )


def test_channel_of_an_unknown_committee_lists_those_there_are(seeded: Terminal) -> None:
    seeded.runs("channel", *TEAM, "--committee", "tea", "--channel", "C1").fails(
        'There is no committee "tea".', "Personnel Committee", "Communities, Equality and Diversity Committee"
    )


def test_channel_before_a_register_is_loaded_says_how_to_load_one(terminal: Terminal) -> None:
    terminal.runs("migrate").succeeds()
    terminal.runs("channel", *TEAM, "--committee", "ppp", "--channel", "C1").fails("liaison seed")


# tick


def test_tick_sends_what_is_due_and_a_second_time_nothing(at_work: Terminal, slack: Slack) -> None:
    ppp = set_up_channels(at_work, slack)["ppp"]
    for _ in range(2):
        at_work.runs("tick", "--at", DECEMBER).succeeds("Nothing is left due.")
        assert len([text for text in ppp.messages if "Review due by 31 December 2026" in text]) == 1
    assert not slack.violations


def test_tick_before_its_time_sends_nothing(at_work: Terminal, slack: Slack) -> None:
    ppp = set_up_channels(at_work, slack)["ppp"]
    at_work.runs("tick", "--at", "2026-12-03T08:59:59Z").succeeds("Nothing is left due.")
    assert not ppp.messages


def test_tick_without_a_time_takes_the_present(at_work: Terminal, slack: Slack) -> None:
    ppp = set_up_channels(at_work, slack)["ppp"]
    at_work.runs("tick").succeeds("Nothing is left due.")
    slack.clock.set(datetime(2026, 12, 3, 9, tzinfo=UTC))
    at_work.runs("tick").succeeds()
    ppp.sees("Review due by 31 December 2026")


def test_tick_answers_in_json_for_programs(at_work: Terminal, slack: Slack) -> None:
    set_up_channels(at_work, slack)
    assert at_work.runs("tick", "--at", DECEMBER, "--json").succeeds().json == {"left_due": 0, "held": 0}


def test_tick_tells_how_many_wait_for_a_channel(at_work: Terminal, slack: Slack) -> None:
    found = at_work.runs("tick", "--at", DECEMBER, "--json").succeeds().json
    assert (found["left_due"], found["held"]) == (0, 1)
    at_work.runs("tick", "--at", DECEMBER).succeeds("1 wait")
    ppp = set_up_channels(at_work, slack)["ppp"]
    at_work.runs("tick", "--at", "2026-12-03T09:05Z").succeeds()
    ppp.sees("Review due by 31 December 2026")


def test_tick_fails_when_what_was_due_could_not_be_sent(at_work: Terminal, slack: Slack) -> None:
    set_up_channels(at_work, slack)
    at_work.exports(SLACK_API_URL=f"http://127.0.0.1:{free_port()}/api/")
    answer = at_work.runs("tick", "--at", DECEMBER)
    assert answer.status == 1, "a reminder that was due has not been sent, so something is left due"
    assert "1 notice" in answer.out


@pytest.mark.parametrize("moment", ["tomorrow", "2026-13-45", "03/12/2026", ""])
def test_tick_at_no_time_is_used_wrongly(at_work: Terminal, moment: str) -> None:
    at_work.runs("tick", "--at", moment).is_used_wrongly("2027-06-30T09:00+01:00")


def test_tick_without_a_token_says_where_to_find_it(seeded: Terminal) -> None:
    seeded.runs("tick").fails("SLACK_BOT_TOKEN is not set.", "OAuth & Permissions")


# doctor


def test_doctor_finds_all_well(at_work: Terminal, slack: Slack) -> None:
    set_up_channels(at_work, slack)
    answer = at_work.runs("doctor").succeeds("LIAISON_KEY", "up to date", "all granted", "Socket Mode")
    assert "MEND" not in answer.out
    findings = at_work.runs("doctor", "--json").succeeds().json
    assert all(finding["ok"] for finding in findings)
    assert {"what", "ok", "says"} <= findings[0].keys()
    assert not slack.violations


def _no_key(terminal: Terminal) -> None:
    terminal.unsets("LIAISON_KEY")


def _no_good_key(terminal: Terminal) -> None:
    terminal.exports(LIAISON_KEY="secret")


def _new_database(terminal: Terminal) -> None:
    terminal.exports(DATABASE_URL=f"sqlite:///{terminal.folder}/new.db")


def _no_such_database(terminal: Terminal) -> None:
    terminal.exports(
        DATABASE_URL=f"postgresql://127.0.0.1:{free_port()}/liaison?connect_timeout=2",
    )


def _no_register(terminal: Terminal) -> None:
    _new_database(terminal)
    terminal.runs("migrate").succeeds()


def _no_token(terminal: Terminal) -> None:
    terminal.unsets("SLACK_BOT_TOKEN")


def _wrong_token(terminal: Terminal) -> None:
    terminal.exports(SLACK_BOT_TOKEN="xoxb-not-ours")


def _no_slack(terminal: Terminal) -> None:
    terminal.exports(SLACK_API_URL=f"http://127.0.0.1:{free_port()}/api/")


def _no_delivery(terminal: Terminal) -> None:
    terminal.unsets("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


@pytest.mark.parametrize(
    ("break_it", "mend"),
    [
        (_no_key, "LIAISON_KEY is not set. Print a new key with: liaison key."),
        (_no_good_key, "Make one with: liaison key."),
        (_new_database, "Run: liaison migrate"),
        (_no_such_database, "Check DATABASE_URL."),
        (_no_register, "Run: liaison seed PACK --team T0SANDBOX"),
        (_no_token, "SLACK_BOT_TOKEN"),
        (_wrong_token, "Slack answered invalid_auth. Install the app again"),
        (_no_slack, "Check SLACK_API_URL and your network."),
        (_no_delivery, "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"),
    ],
)
def test_doctor_names_each_fault_with_its_mend(
    at_work: Terminal, slack: Slack, break_it: Callable[[Terminal], None], mend: str
) -> None:
    set_up_channels(at_work, slack)
    break_it(at_work)
    answer = at_work.runs("doctor")
    assert answer.status == 1, answer
    assert mend in answer.out
    assert "Traceback" not in answer.err
    findings = at_work.runs("doctor", "--json").json
    assert [finding["says"] for finding in findings if not finding["ok"] and mend in finding["says"]]
    assert any(finding["ok"] for finding in findings), "one fault does not hide what is well"


def test_doctor_names_a_missing_scope(seeded: Terminal, now: datetime) -> None:
    manifest = yaml.safe_load(manifest_path().read_text())
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:history")
    with Slack(manifest, now=now) as slack:
        seeded.reaches(slack)
        set_up_channels(seeded, slack)
        answer = seeded.runs("doctor")
        assert answer.status == 1
        assert "Missing: groups:history. Update the app from app_manifest.yml." in answer.out


def test_doctor_names_a_channel_that_the_app_is_not_in(at_work: Terminal, slack: Slack) -> None:
    ppp = set_up_channels(at_work, slack)["ppp"]
    slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.remove(BOT_USER_ID))
    answer = at_work.runs("doctor")
    assert answer.status == 1
    assert "Type /invite @Liaison in #ppp-committee." in answer.out


def test_doctor_names_a_committee_without_a_channel(at_work: Terminal) -> None:
    answer = at_work.runs("doctor")
    assert answer.status == 1
    assert "channel of the Personnel Committee: None is chosen. Type /committee in Slack" in answer.out


def test_doctor_names_a_channel_that_has_been_archived(at_work: Terminal, slack: Slack) -> None:
    slack.archive(set_up_channels(at_work, slack)["ppp"])
    answer = at_work.runs("doctor")
    assert answer.status == 1, "an archived channel takes no message"
    assert "archive" in answer.out


def test_doctor_names_a_channel_that_it_cannot_see(at_work: Terminal, slack: Slack) -> None:
    set_up_channels(at_work, slack)
    hidden = slack.channel("hidden", private=True)
    at_work.runs("channel", *TEAM, "--committee", "ppp", "--channel", hidden.id).succeeds()
    answer = at_work.runs("doctor")
    assert answer.status == 1
    assert "channel_not_found. Type /invite @Liaison there, or choose another." in answer.out
    slack.expect_violation("channel_not_found")


# audit verify


def test_audit_verify_says_that_the_chain_holds(seeded: Terminal) -> None:
    seeded.runs("link", *TEAM, "--user", "U1", "--person", "shaw").succeeds()
    seeded.runs("audit", "verify", *TEAM).succeeds("The chain holds: 2 entries.")
    assert seeded.runs("audit", "verify", *TEAM, "--json").succeeds().json == {"entries": 2, "broken": None}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'nobody' WHERE number = 2",
        "UPDATE audit SET subject = 'U9' WHERE number = 2",
        "UPDATE audit SET at = '2001-01-01 00:00:00.000000' WHERE number = 2",
        "DELETE FROM audit WHERE number = 1",
    ],
)
def test_audit_verify_finds_what_was_changed(seeded: Terminal, change: str) -> None:
    for user in ("U1", "U2"):
        seeded.runs(
            "link", *TEAM, "--user", user, "--person", f"Officer {user}", "--role", "admin"
        ).succeeds()
    with sqlite3.connect(seeded.folder / "liaison.db") as connection:
        connection.execute(change)
    connection.close()
    answer = seeded.runs("audit", "verify", *TEAM)
    assert answer.status == 1
    assert "The chain breaks at entry 2." in answer.out
    assert seeded.runs("audit", "verify", *TEAM, "--json").json["broken"] == 2


# help, and the process itself


def commands() -> list[tuple[str, ...]]:
    """Every command, by the words that call it."""

    def under(command: object, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        inner: dict[str, object] = getattr(command, "commands", {})
        return [words, *(found for name, sub in inner.items() for found in under(sub, (*words, name)))]

    return under(typer.main.get_command(cli.app), ())


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help(terminal: Terminal, command: tuple[str, ...]) -> None:
    answer = terminal.runs(*command, "--help").succeeds("Usage: liaison", "--help")
    assert "\x1b" not in answer.out, "plain output when not on a TTY"
    assert not list(terminal.folder.iterdir()), "help touches nothing"


@pytest.mark.parametrize("arguments", [("nonsense",), ("seed",), ("tick", "--when", "now")])
def test_what_is_used_wrongly_ends_with_2(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    terminal.runs(*arguments).is_used_wrongly("Usage: liaison")


def as_a_process(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m liaison …` without a terminal and without input, in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", "liaison", *arguments],
        cwd=folder,
        env={**environment, "DATABASE_URL": f"sqlite:///{folder}/liaison.db", **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    ran = as_a_process(tmp_path, "--help")
    assert ran.returncode == 0
    assert "Partnership governance in Slack." in squeezed(ran.stdout)
    assert "\x1b" not in ran.stdout


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "LIAISON_KEY is not set."),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "LIAISON_KEY": "a key"}, "Neither SLACK_APP_TOKEN"),
        ({"LIAISON_KEY": "a key"}, "SLACK_"),
    ],
)
def test_serve_refuses_to_start_without_its_secrets(
    tmp_path: Path, settings: dict[str, str], mend: str
) -> None:
    if "LIAISON_KEY" in settings:
        settings = {**settings, "LIAISON_KEY": new_key()}
    ran = as_a_process(tmp_path, "serve", PORT=str(free_port()), **settings)
    assert ran.returncode == 1, ran
    assert mend in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    assert "Traceback" not in ran.stderr


def test_json_is_one_document_even_as_a_process(tmp_path: Path) -> None:
    ran = as_a_process(tmp_path, "doctor", "--json", LIAISON_KEY=new_key())
    assert ran.returncode == 1
    assert {finding["what"] for finding in json.loads(ran.stdout)} >= {"settings", "database", "bot token"}
