"""What cannot be sent is held until somebody mends what stands in its way, and stops nothing else."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from tests.bot.post_room import REMINDER, REPORT, PostRoom

from liaison.domain.register.service import set_channel
from liaison.domain.values import ChannelId, CommitteeId
from liaison.sandbox.language.people import Channel, Person
from liaison.sandbox.workspace import Workspace

MARCH_REMINDER = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
JUNE_REMINDER = datetime(2027, 6, 2, 8, 0, tzinfo=UTC)

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
    officer.dm.saw("because I cannot see").saw(
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


def test_p08_one_missing_channel_is_one_standing_message_until_it_is_mended(
    room: PostRoom, officer: Person
) -> None:
    """Whatever else waits for it, and whichever of it is no longer owed, staff have one message, kept up to date."""
    review = room.owes_a_review()
    room.delivers()
    officer.dm.saw("I could not post a reminder for the Policing Plan and Performance Committee")
    room.completes(review, officer)
    room.owes_a_review(MARCH_REMINDER)
    room.delivers()
    room.waits()
    assert room.posted("I could not post") == 1
    officer.dm.saw(
        "I could not post 2 reminders for the Policing Plan and Performance Committee, because no channel has been "
        "chosen for it. Type /committee and choose one. I will post them as soon as I can; nothing is lost."
    )
    ppp = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    ppp.sees("Review due by 31 March 2027")
    officer.dm.saw("because no channel has been chosen for it. That was mended on 3 March 2027.")

    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review(JUNE_REMINDER)
    room.delivers()
    room.waits()
    told = "reminders for the Policing Plan and Performance Committee, because"
    assert room.posted(told) == 2, "it is another trouble"
    officer.dm.saw("is archived. Take it out of the archive")


def test_p08_what_staff_were_told_is_mended_although_what_waited_is_no_longer_owed(
    room: PostRoom, officer: Person
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    ppp = room.office.channel("ppp", officer)
    room.owes_a_review(MARCH_REMINDER)
    room.delivers()
    ppp.sees("Review due by 31 March 2027")
    officer.dm.saw("That was mended on 3 March 2027.")


def test_another_channel_mends_it_too(room: PostRoom, officer: Person, ppp: Channel) -> None:
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=True))
    room.owes_a_review()
    room.delivers()
    other = room.office.channel("ppp", officer)
    room.delivers(seconds=1)
    other.sees(REMINDER)
    ppp.does_not_see(REMINDER)
    officer.dm.saw("is archived. That was mended on 3 December 2026.")


def test_p08_staff_are_told_of_another_channel_that_is_archived_too_and_of_the_first_once_more(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    def chosen_while_archived(channel: Channel) -> None:
        room.slack.sandbox.look(lambda workspace: archive(workspace, channel, archived=True))
        room.run(set_channel, None, CommitteeId("ppp"), ChannelId(channel.id), now=room.at)
        room.delivers(seconds=1)
        room.waits(2)

    room.owes_a_review()
    chosen_while_archived(ppp)
    chosen_while_archived(room.slack.channel("another-room", [officer]))
    assert told(room) == 2
    over = "is archived. It goes elsewhere now. A newer message says what stops it there."
    officer.dm.saw(f"because #ppp-committee {over}")
    officer.dm.saw("because #another-room is archived. Take it out of the archive, or choose another")

    chosen_while_archived(ppp)
    assert told(room) == 3
    officer.dm.saw(f"because #another-room {over}")
    room.slack.sandbox.look(lambda workspace: archive(workspace, ppp, archived=False))
    room.delivers(hours=1)
    ppp.sees(REMINDER)
    officer.dm.saw("because #ppp-committee is archived. That was mended on 3 December 2026.")


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
    assert room.posted("2 things for you: A report-back is waiting") == 1


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
