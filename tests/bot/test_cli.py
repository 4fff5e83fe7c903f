"""The command line: every command without a terminal, its exit status, and the mend that a failure names."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from cryptography.fernet import Fernet
from tests.bot.terminal import SETTINGS, TEAM, Terminal, everything_in, set_up_channels
from tests.bot.words import squeezed
from tests.flows.office import free_port

from liaison.bot import cli
from liaison.sandbox.language.people import Slack
from liaison.storage.cipher import new_key
from liaison.storage.packs import pack_names

DECEMBER = "2026-12-03T09:00+00:00"  # a quarterly review's first reminder falls due

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
    terminal.runs("seed", "cumbria", "--team", "nonsense").is_used_wrongly("It begins with T")


def test_settings_come_from_a_dot_env_file_too(terminal: Terminal) -> None:
    terminal.unsets("DATABASE_URL", "LIAISON_KEY")
    (terminal.folder / ".env").write_text(f"DATABASE_URL=sqlite:///from-env.db\nLIAISON_KEY={new_key()}\n")
    terminal.runs("seed", "cumbria", *TEAM).succeeds("Loaded")
    assert (terminal.folder / "from-env.db").exists()


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


def test_tick_at_night_raises_no_alarm_about_what_waits_until_morning(at_work: Terminal) -> None:
    at_work.runs("tick", "--at", DECEMBER).succeeds("1 wait")
    told = at_work.runs("tick", "--at", "2026-12-04T02:00Z").succeeds(
        "Nothing is left due. 1 waits until somebody"
    )
    assert "see the log" not in told.out
    at_work.runs("notices", *TEAM).succeeds("held until somebody mends it: no channel has been chosen for it")


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


def test_tick_at_a_year_far_ahead_is_refused_because_it_would_really_send(at_work: Terminal) -> None:
    said = "9999 is more than 10 years from now. What is due then would be sent. Choose a nearer day."
    at_work.runs("tick", "--at", "9999-06-30T09:00Z").is_used_wrongly(said)


@pytest.mark.parametrize("year", ["0001", "1999"])
def test_tick_at_a_year_long_past_is_refused(at_work: Terminal, year: str) -> None:
    said = "years from now. Choose a nearer day."
    at_work.runs("tick", "--at", f"{year}-06-30T09:00Z").is_used_wrongly(said)


@pytest.mark.parametrize("text", ["soon", "2027-02-29T09:00"])
def test_tick_at_no_time_is_refused_with_an_example(at_work: Terminal, text: str) -> None:
    at_work.runs("tick", "--at", text).is_used_wrongly(
        "is no day and time that there is. Example: 2027-06-30T09:00+01:00."
    )


def test_tick_without_a_token_says_where_to_find_it(seeded: Terminal) -> None:
    seeded.runs("tick").fails("SLACK_BOT_TOKEN is not set.", "OAuth & Permissions")


# audit verify


def test_audit_verify_says_that_the_chain_holds(seeded: Terminal) -> None:
    seeded.runs("link", *TEAM, "--user", "U1", "--person", "shaw").succeeds()
    seeded.runs("audit", "verify", *TEAM).succeeds("The chain holds: 3 entries.")
    assert seeded.runs("audit", "verify", *TEAM, "--json").succeeds().json == {"entries": 3, "broken": None}


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
    ("settings", "missing", "mend"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
            "LIAISON_KEY",
            "LIAISON_KEY is not set.",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN", "Neither SLACK_APP_TOKEN"),
        ({}, "SLACK_BOT_TOKEN", "SLACK_"),
    ],
)
def test_serve_refuses_to_start_without_its_secrets(
    terminal: Terminal, settings: dict[str, str], missing: str, mend: str
) -> None:
    terminal.exports(PORT=str(free_port()), **settings)
    terminal.unsets(missing)
    answer = terminal.runs("serve").fails(mend)
    assert answer.err_lines == 1, answer


def test_a_process_that_refuses_to_start_says_one_line_and_nothing_after_it(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "LIAISON_KEY": new_key()}
    ran = as_a_process(tmp_path, "serve", PORT=str(free_port()), **settings)
    assert ran.returncode == 1, ran
    assert "Neither SLACK_APP_TOKEN" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    assert "Traceback" not in ran.stderr


def test_json_is_one_document_even_as_a_process(tmp_path: Path) -> None:
    ran = as_a_process(tmp_path, "doctor", "--json", LIAISON_KEY=new_key())
    assert ran.returncode == 1
    assert {finding["what"] for finding in json.loads(ran.stdout)} >= {"settings", "database", "bot token"}
