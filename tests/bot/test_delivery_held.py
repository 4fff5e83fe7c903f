"""What cannot be sent is held until somebody mends what stands in its way, and stops nothing else."""

import sqlite3
from datetime import datetime
from pathlib import Path

from tests.bot.post_room import REMINDER, REPORT, PostRoom

from liaison.sandbox.language.people import Channel, Person
from liaison.sandbox.workspace import Workspace

# Somebody has to mend something


def archive(workspace: Workspace, channel: Channel, *, archived: bool) -> None:
    """Archives a channel, or takes it out of the archive."""
    workspace.conversations[channel.id].is_archived = archived
    workspace.changes.bump()


def told(room: PostRoom) -> int:
    """How often staff have been told of something to mend."""
    return room.posted("I could not post a reminder")


def test_not_in_channel_holds_it_and_tells_staff_once(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False)
    room.owes_a_review()
    room.delivers()
    officer.dm.saw(
        "I could not post a reminder for the Policing Plan and Performance Committee, because I am not a member of"
    ).saw("Type /invite @Liaison there. I will post it as soon as I can; nothing is lost.")
    room.waits()
    assert told(room) == 1
    ppp.does_not_see(REMINDER)
    officer.invites_app(ppp)
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    room.waits()
    assert room.posted(REMINDER) == 1
    assert told(room) == 1


def test_channel_not_found_holds_it_and_tells_staff_once(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False, private=True)
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("because I cannot see its channel").saw(
        "Type /invite @Liaison there, or choose another with /committee."
    )
    room.waits()
    assert told(room) == 1
    officer.invites_app(ppp)
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    assert room.posted(REMINDER) == 1


def test_is_archived_holds_it_and_tells_staff_once(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("is archived").saw("Take it out of the archive, or choose another with /committee.")
    room.waits()
    assert told(room) == 1
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=False))
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    assert room.posted(REMINDER) == 1


def test_an_outcome_for_a_channel_archived_meanwhile_waits_and_staff_are_told(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    ppp.sees(REMINDER)
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.completes(review, officer)
    room.delivers(minutes=1)
    officer.dm.saw("is archived").saw("Take it out of the archive")
    assert told(room) == 1
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=False))
    room.delivers(hours=1)
    ppp.sees("Reviewed on")


def test_no_channel_holds_it_and_a_chosen_one_gets_it_at_once(room: PostRoom, officer: Person) -> None:
    room.owes_a_review()
    room.delivers()
    officer.dm.saw("because no channel has been chosen for it. Type /committee and choose one.")
    ppp = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    ppp.sees(REMINDER)


def test_another_channel_mends_it_too(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review()
    room.delivers()
    other = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    other.sees(REMINDER)
    ppp.does_not_see(REMINDER)


def test_staff_who_are_linked_later_are_told_too(room: PostRoom) -> None:
    room.owes_a_review()
    room.delivers()
    officer = room.office.staff("committee-services-officer")
    room.waits()
    officer.dm.saw("because no channel has been chosen for it")
    assert told(room) == 1


def test_a_message_to_somebody_who_has_left_stops_nobody_elses(room: PostRoom, officer: Person) -> None:
    gone = room.office.staff("support-officer")
    room.slack.deactivate(gone)
    room.owes_a_report(gone)
    room.owes_a_report(officer)
    room.delivers()
    room.waits(2)
    assert room.posted(REPORT) == 1


# What cannot be shown


def test_a_notice_that_cannot_be_rendered_stops_nobody_elses(room: PostRoom, officer: Person) -> None:
    room.owes_a_report(officer, "A poor one", partnership="only this fact is there")
    room.owes_a_report(officer)
    room.owes_a_report(officer, "South Lakeland CDRP")
    room.delivers()
    room.waits(2)
    assert room.posted("A report-back is waiting") == 2


def test_a_report_under_a_lost_key_stops_nobody_elses(
    room: PostRoom, officer: Person, tmp_path: Path, now: datetime
) -> None:
    with sqlite3.connect(tmp_path / "liaison.db") as connection:
        connection.execute(
            "INSERT INTO reports (workspace, id, partnership, stage, submitted_at, body) VALUES (?, ?, ?, ?, ?, ?)",
            ("T0SANDBOX", "r1", "cu-cdrps", "submitted", now.strftime("%Y-%m-%d %H:%M:%S.%f"), b"sealed"),
        )
    connection.close()
    room.owes_a_copy(officer, "r1")
    room.owes_a_report(officer)
    room.delivers()
    room.waits(2)
    assert room.posted(REPORT) == 1
