"""A clock that was wrong for one look strands nothing: what it put too far ahead is looked at again."""

from datetime import date, timedelta

import pytest
from tests.bot.post_room import (
    LIBRARY,
    POST,
    REPORT,
    Fault,
    PostRoom,
    cut_after,
    dies_after,
    dies_before,
    refuses,
)

from liaison.bot.tick import find_due
from liaison.domain.notices import choosing
from liaison.sandbox.language.people import Channel, Person

DECADE, WEEKS = timedelta(days=3654), timedelta(days=21)


def set_clock(room: PostRoom, ahead: timedelta) -> None:
    room.at += ahead
    room.slack.clock.set(room.at)


def evening(room: PostRoom) -> None:
    room.at = room.at.replace(hour=20)
    room.slack.clock.set(room.at)


@pytest.mark.parametrize("ahead", [WEEKS, DECADE])
def test_what_was_put_off_by_a_wrong_clock_comes_when_the_right_one_says(
    room: PostRoom, officer: Person, ahead: timedelta
) -> None:
    evening(room)
    room.owes_a_report(officer)
    set_clock(room, ahead)
    room.delivers()
    set_clock(room, -ahead)
    room.delivers(hours=1)
    assert room.posted(REPORT) == 0, "it is night by the right clock too"
    room.delivers(hours=11)
    assert room.posted(REPORT) == 1


def test_a_reminder_of_years_to_come_waits_for_them_all_the_same(room: PostRoom, ppp: Channel) -> None:
    evening(room)
    set_clock(room, WEEKS)
    find_due(room.office.store, LIBRARY, now=room.at)
    room.delivers()
    set_clock(room, -WEEKS)
    room.waits(4, minutes=60 * 5)
    assert not ppp.messages, "its day is 3 December"
    room.delivers(days=14)
    assert len(ppp.messages) == 1


@pytest.mark.parametrize("fault", [dies_before, dies_after, cut_after])
@pytest.mark.parametrize("ahead", [timedelta(days=3), WEEKS, DECADE])
def test_what_may_have_been_sent_by_a_clock_ahead_is_looked_for_and_makes_one_message(
    room: PostRoom, officer: Person, fault: Fault, ahead: timedelta
) -> None:
    """Slack's clock is right all the time."""
    room.owes_a_report(officer)
    room.at += ahead
    room.line.next(POST, fault)
    room.delivers_in_replicas(1)
    assert room.line.calls.count(POST) == 1
    room.at -= ahead
    room.waits(3, minutes=60 * 8)
    assert room.posted(REPORT) == 1
    assert not room.left()


@pytest.mark.parametrize("fault", [dies_before, dies_after, cut_after])
def test_what_may_have_been_sent_before_the_clock_went_back_is_looked_for_too(
    room: PostRoom, officer: Person, fault: Fault
) -> None:
    room.owes_a_report(officer)
    room.line.next(POST, fault)
    room.delivers()
    set_clock(room, -WEEKS)
    room.waits(3, minutes=60 * 8)
    assert room.posted(REPORT) == 1
    assert not room.left()


def test_what_somebody_put_off_or_is_away_for_stays(room: PostRoom, officer: Person) -> None:
    room.owes_a_report(officer, "put off")
    room.delivers()
    actor, usual = room._actor(officer), room.office.pack.manners
    zone = "Europe/London"
    when = date(2027, 2, 1)
    room.run(
        choosing.snooze,
        actor,
        f"report:put off:{officer.id}",
        when,
        usual=usual,
        zone=zone,
        now=room.at,
    )
    away = usual.model_dump() | {"away_from": date(2026, 11, 23), "away_until": date(2026, 12, 21)}
    room.run(choosing.choose, actor, away, usual=usual, zone=zone, now=room.at)
    room.owes_a_report(officer, "while away")
    room.waits(3, minutes=60 * 24)
    due = {
        notice.key.split(":")[1]: notice.due.date()
        for notice in room.run(choosing.outbox, None)
        if not notice.sent_ts
    }
    assert due == {"put off": when, "while away": date(2026, 12, 21)}


def test_what_is_held_by_a_wrong_clock_is_tried_by_the_right_one(room: PostRoom, officer: Person) -> None:
    room.owes_a_report(officer)
    set_clock(room, WEEKS)
    room.line.next(POST, refuses("user_disabled"))
    room.delivers()
    set_clock(room, -WEEKS)
    room.delivers(minutes=1)
    assert room.posted(REPORT) == 1
