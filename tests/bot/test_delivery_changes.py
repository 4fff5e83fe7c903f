"""What changes after a notice was sent, or while it is on its way, shows in the message that there is."""

from datetime import date

import pytest
from tests.bot.post_room import FAULTS, POST, REMINDER, PostRoom, dies_after, meanwhile

from liaison.sandbox.language.people import Channel, Person


def test_a_reminder_turns_into_its_outcome(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    room.delivers(seconds=1)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1
    room.delivers(minutes=1)
    assert not room.line.calls, "once is enough"


def test_a_reminder_that_was_put_off_says_so(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.delivers(seconds=1)
    ppp.sees("Review due by 31 January 2027").sees("Postponed from 31 December 2026")
    assert len(ppp.messages) == 1


@pytest.mark.parametrize(
    "name",
    [
        "cut before",
        "cut after",
        "500 before",
        "503 in plain text after",
        "200 cut off after",
        "dies after",
        "429",
    ],
)
def test_an_update_survives_every_fault(room: PostRoom, officer: Person, ppp: Channel, name: str) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    room.line.next("chat.update", FAULTS[name])
    room.delivers(seconds=1)
    room.waits(2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("Review due by")
    assert len(ppp.messages) == 1


def test_a_message_that_somebody_deleted_is_not_sent_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].messages.clear())
    room.completes(review, officer)
    room.delivers(seconds=1)
    room.waits(2)
    assert not ppp.messages
    assert not room.left()


def test_what_ended_before_it_could_be_sent_is_not_sent(room: PostRoom, officer: Person) -> None:
    ppp = room.office.channel("ppp", officer, bot=False)
    review = room.owes_a_review()
    room.delivers()
    room.completes(review, officer)
    officer.invites_app(ppp)
    room.waits()
    assert room.posted(REMINDER) == 0
    assert room.posted("Reviewed on") == 0


def test_what_ends_while_it_is_on_its_way_is_updated(room: PostRoom, officer: Person, ppp: Channel) -> None:
    review = room.owes_a_review()
    room.line.next(POST, meanwhile(lambda: room.completes(review, officer)))
    room.delivers()
    room.waits(2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1


def test_what_changes_again_while_its_update_is_on_its_way_is_updated_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.line.next("chat.update", meanwhile(lambda: room.completes(review, officer)))
    room.delivers(seconds=1)
    room.waits(2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")


def test_what_changes_again_while_its_update_waits_is_updated_again(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.delivers()
    room.postpones(review, officer, date(2027, 1, 31))
    room.line.next("chat.update", FAULTS["429"])
    room.delivers(seconds=1)
    room.completes(review, officer)
    room.waits(2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")


def test_what_ends_after_a_process_died_with_it_is_updated(
    room: PostRoom, officer: Person, ppp: Channel
) -> None:
    review = room.owes_a_review()
    room.line.next(POST, dies_after)
    room.delivers()
    room.completes(review, officer)
    room.waits(2)
    ppp.sees("Reviewed on 3 December 2026").does_not_see("[Start the review]")
    assert len(ppp.messages) == 1
