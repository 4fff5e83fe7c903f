"""`liaison doctor`: what is wrong is named with its mend, and one fault hides no other."""

from collections.abc import Callable
from datetime import datetime

import pytest
import yaml
from tests.bot.terminal import TEAM, Terminal, set_up_channels
from tests.flows.office import free_port

from liaison.bot.settings import manifest_path
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import BOT_USER_ID


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


def test_doctor_says_at_once_all_that_is_missing(at_work: Terminal) -> None:
    """Whoever sets Liaison up mends in one go what is missing, whether Slack answers or not."""
    _no_register(at_work)
    _no_delivery(at_work)
    wanted = ("SLACK_BOT_TOKEN", "Set SLACK_APP_TOKEN", "liaison seed PACK --team")
    for break_it in (_wrong_token, _no_slack, _no_token):
        break_it(at_work)
        answer = at_work.runs("doctor")
        assert answer.status == 1
        for text in wanted[1:]:
            assert text in answer.out, answer
    assert wanted[0] in answer.out


def test_a_setting_that_cannot_be_used_is_named(at_work: Terminal) -> None:
    for wrong in ("abc", "70000"):
        at_work.exports(PORT=wrong)
        at_work.runs("doctor").fails("PORT cannot be used as it is set. Set it to a number from 1 to 65535")


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
