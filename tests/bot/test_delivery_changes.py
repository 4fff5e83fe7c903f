"""What changes after a notice was sent, or while it is on its way, shows in the message that there is."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from tests.bot.post_room import FAULTS, LIBRARY, POST, REMINDER, PostRoom, dies_after, meanwhile

from liaison.bot.tick import find_due
from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment
from liaison.sandbox.language.people import Channel, Person
from liaison.storage.snapshots import Snapshots

PLACES = ("cu-pensions", "cu-crimestoppers")


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


@pytest.mark.parametrize("after", [1, 2, 3])
def test_what_changes_right_after_the_register_was_read_is_in_the_message(room: PostRoom, after: int) -> None:
    """However often a delivery reads the register: a change that comes between it and the notices is not lost."""
    clerk = room.office.linked("Clerk", "admin")
    seats = [
        next(seat for seat in room.office.register.appointments if seat.partnership == p) for p in PLACES
    ]
    for seat in seats:
        changes(room, seat.model_copy(update={"until": date(2026, 12, 1)}))
    find_due(room.office.store, LIBRARY, now=room.at)
    room.waits(2)
    clerk.dm.sees("This ends on 1 December 2026")
    changes(room, seats[0])
    reads = 0
    real = Snapshots.of

    def read(snapshots: Snapshots, *args: Any, **kwargs: Any) -> object:
        nonlocal reads
        found = real(snapshots, *args, **kwargs)
        if snapshots is not room.office.store.snapshots:
            reads += 1
            if reads == after:
                changes(room, seats[1])
        return found

    with patch.object(Snapshots, "of", read):
        room.delivers(seconds=1)
    room.waits(2)
    assert reads >= after
    told = next(text for text in clerk.dm.messages if "1 December 2026" in text)
    assert told.count("Now without an end") == len(PLACES)
    assert "[Renew]" not in told


def changes(room: PostRoom, seat: Appointment) -> None:
    """A seat is changed in the register."""
    edit = Edit("appointments", seat.id, seat)
    room.run(editing.apply, None, [edit], how="command line", now=room.at)
