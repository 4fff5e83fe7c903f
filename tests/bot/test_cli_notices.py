"""`liaison notices`: what is owed, why it waits, and what can be done about it; never what it says."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.bot.terminal import TEAM, Terminal

from liaison.domain.notices.manners import Choices
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId, WorkspaceId
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.database import open_engine
from liaison.storage.notices import Outbox

JUNE = datetime(2030, 6, 3, 8, 0, tzinfo=UTC)
SECRET = "Barrow CDRP has a vacancy"


@contextmanager
def outbox(terminal: Terminal) -> Iterator[Outbox]:
    engine = open_engine(terminal.database)
    with engine.begin() as connection:
        yield Outbox(connection, WorkspaceId(TEAM_ID))
    engine.dispose()


def owes(terminal: Terminal, key: str, **more: Any) -> None:
    """Something is owed to Mrs Shaw, unless it says to whom."""
    plain = Notice(
        key=key,
        kind=Kind.MISTAKE_REPORTED,
        subject=f"mistake {key}",
        reason="You keep the register.",
        to_user=SlackUserId("USHAW"),
        facts={"text": SECRET},
        due=JUNE,
    )
    with outbox(terminal) as kept:
        assert kept.add(plain.model_copy(update=more))


@pytest.fixture
def owing(seeded: Terminal) -> Terminal:
    """A terminal in whose database something waits, something failed, something is held, and something was sent."""
    seeded.runs("link", *TEAM, "--user", "USHAW", "--person", "shaw").succeeds()
    owes(seeded, "waits")
    owes(seeded, "failed", trouble="ratelimited", due=JUNE + timedelta(hours=1), failures=2)
    committee = {"to_user": None, "to_committee": CommitteeId("ppp")}
    owes(seeded, "held", state=State.HELD, trouble="is_archived", kind=Kind.REVIEW_DUE, **committee)
    owes(seeded, "late", due=datetime(2020, 1, 1, tzinfo=UTC), to_user=SlackUserId("UNOBODY"))
    sent = {"state": State.SENT, "sent_ts": "1.1", "sent_channel": ChannelId("D1")}
    owes(seeded, "sent", sent_at=JUNE, **sent)
    return seeded


def test_p08_without_a_good_token_the_list_and_the_doctor_say_how_to_mend_it(
    owing: Terminal,
) -> None:
    """Nobody in that workspace can be told in Slack, whoever's app it is."""
    owes(owing, "refused", trouble="account_inactive", due=JUNE)
    mend = "Install the app in that workspace again, for a token that Slack accepts."
    owing.runs("notices", *TEAM, "--state", "failed").succeeds(
        f"failed (account_inactive); the next try is at 9am on 3 June 2030. {mend} Key: refused"
    )
    shared = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
    owing.exports(**shared, LIAISON_PUBLIC_URL="https://liaison.example")
    answer = owing.runs("doctor")
    assert answer.status == 1
    assert (
        f"MEND token of {TEAM_ID}: Slack answered account_inactive when a message was sent. {mend}"
        in answer.out.replace("\n", " ")
    )


def test_what_is_kept_for_somebody_who_is_not_linked_is_listed_under_their_name(owing: Terminal) -> None:
    gone = {"to_user": SlackUserId("UGONE"), "facts": {"waits_for": "shaw"}}
    owes(owing, "kept", state=State.HELD, trouble="not_linked", **gone)
    owing.runs("notices", *TEAM, "--state", "held").succeeds(
        "Mistake reported, to Mrs L L Shaw: "
        "held until somebody mends it: their Slack account is not linked any more. Key: kept"
    )


def test_what_is_owed_is_listed_by_name_with_why_it_waits(owing: Terminal) -> None:
    answer = owing.runs("notices", *TEAM).succeeds(
        "Mistake reported, to Mrs L L Shaw: waits until 9am on 3 June 2030. Key: waits",
        "Mistake reported, to Mrs L L Shaw: failed (ratelimited); the next try is at 10am on 3 June 2030. Key: failed",
        "Review due, to the channel of the Policing Plan and Performance Committee: "
        "held until somebody mends it: its channel is archived. "
        "Take it out of the archive, or choose another with /committee. Key: held",
        "Mistake reported, to UNOBODY: due now. Key: late",
    )
    assert "Key: sent" not in answer.out
    assert SECRET not in answer.out


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        ("owed", ["late", "held", "waits", "failed"]),
        ("pending", ["late", "waits", "failed"]),
        ("failed", ["failed"]),
        ("held", ["held"]),
        ("sent", ["sent"]),
        ("all", ["late", "held", "waits", "failed", "sent"]),
    ],
)
def test_the_list_can_be_of_one_state(owing: Terminal, state: str, keys: list[str]) -> None:
    answer = owing.runs("notices", *TEAM, "--state", state, "--json").succeeds()
    assert [notice["key"] for notice in answer.json] == keys
    assert SECRET not in answer.out


def test_what_was_sent_says_when_and_no_more_than_the_latest_are_shown(seeded: Terminal) -> None:
    seeded.runs("notices", *TEAM, "--state", "sent").succeeds("There is none.")
    for number in range(52):
        at = JUNE + timedelta(minutes=number)
        owes(seeded, f"n{number}", state=State.SENT, sent_ts=f"1.{number}", sent_at=at)
    answer = seeded.runs("notices", *TEAM, "--state", "sent").succeeds(
        "Mistake reported, to USHAW: sent at 9:51am on 3 June 2030. Key: n51"
    )
    assert answer.out.count("Key: ") == 50
    assert "Key: n1 " not in answer.out


def test_a_long_list_says_that_it_is_cut(seeded: Terminal) -> None:
    for number in range(201):
        owes(seeded, f"n{number:03}")
    seeded.runs("notices", *TEAM).succeeds("Key: n199", "No more than 200 that wait are shown")


def test_retry_makes_it_due_at_once_and_cancel_owes_it_no_longer(owing: Terminal) -> None:
    owes(owing, "stuck", trouble="ratelimited", due=JUNE, urgent=True)
    owing.runs("notices", "retry", "stuck", *TEAM).succeeds("Mistake reported: due now.")
    owing.runs("notices", *TEAM).succeeds("Mrs L L Shaw: due now. Key: stuck")
    answer = owing.runs("notices", "cancel", "waits", *TEAM, "--json").succeeds()
    assert answer.json == {"key": "waits", "state": "cancelled"}
    assert "Key: waits" not in owing.runs("notices", *TEAM).out
    owing.runs("audit", "verify", *TEAM).succeeds("The chain holds")


def test_p09_retry_keeps_the_hours_of_the_receiver_and_says_when_it_goes_out(owing: Terminal) -> None:
    """She is away until a day far ahead, so that it is so at whatever hour this is run."""
    back = datetime.now(UTC).date() + timedelta(days=300)
    with outbox(owing) as kept:
        kept.save_choices(Choices(user=SlackUserId("USHAW"), away_until=back))
    answer = owing.runs("notices", "retry", "waits", *TEAM).succeeds(
        "Mistake reported: it goes out at 8am on "
    )
    assert "when Mrs L L Shaw may be told." in answer.out
    assert "when Mrs L L Shaw may be told. Key: waits" in owing.runs("notices", *TEAM).out


def test_p08_without_a_channel_the_list_and_retry_say_so_with_the_mend(owing: Terminal) -> None:
    committee = {"to_user": None, "to_committee": CommitteeId("ppp")}
    owes(owing, "none", state=State.HELD, trouble="no_channel", kind=Kind.REVIEW_DUE, **committee)
    owing.runs("notices", *TEAM).succeeds(
        "held until somebody mends it: no channel has been chosen for it. Type /committee and choose one. Key: none"
    )
    owing.runs("notices", "retry", "none", *TEAM).fails(
        "No channel has been chosen for the Policing Plan and Performance Committee.",
        "Type /committee and choose one",
    )
    assert "due now. Key: none" not in owing.runs("notices", *TEAM).out


def test_a_key_with_blanks_is_printed_as_it_can_be_pasted(owing: Terminal) -> None:
    owes(owing, "report:Barrow CDRP's:U1")
    listed = owing.runs("notices", *TEAM).out
    (from_key,) = [text for text in listed.split("Key: ") if "Barrow" in text]
    pasted = shlex.split(from_key)[0]
    assert pasted == "report:Barrow CDRP's:U1"
    owing.runs("notices", "cancel", pasted, *TEAM).succeeds("cancelled")


def test_what_is_not_there_or_does_not_wait_is_said_with_the_mend(owing: Terminal) -> None:
    owing.runs("notices", "retry", "nothing", *TEAM).fails("There is no such notice. Look at the list again")
    owing.runs("notices", "cancel", "sent", *TEAM).fails("This notice does not wait any more.")
    owes(owing, "doubtful", unsure=True)
    owing.runs("notices", "cancel", "doubtful", *TEAM).fails("It is not known yet whether this was sent.")


def test_wrong_use_is_said(seeded: Terminal) -> None:
    seeded.runs("notices").is_used_wrongly("--team T012AB3CD")
    seeded.runs("notices", "--team", "nowhere").is_used_wrongly("is no workspace's ID")
    seeded.runs("notices", *TEAM, "--state", "lost").is_used_wrongly("--state")
    seeded.runs("notices", *TEAM, "retry", "key").is_used_wrongly("Put options after the word retry")
    seeded.runs("notices", "retry", *TEAM).is_used_wrongly("Missing argument 'key'")
    seeded.runs("notices", "--team", "T0NOWHERE").fails()
