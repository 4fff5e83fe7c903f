"""What was sent and could not be kept is looked for, and not sent again: the database fails at the worst moment."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from tests.bot.post_room import REMINDER, REPORT, PostRoom

from liaison.domain.notices import service
from liaison.sandbox.language.people import Channel, Person


@pytest.fixture
def database_fails_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """The first time that a sent message is to be kept, the database does not answer; tells whether that was so."""
    keeps, failures = service.record_sent, [OperationalError("database is locked", None, Exception())]

    def fails(*given: Any, **more: Any) -> None:
        if failures:
            raise failures.pop()
        keeps(*given, **more)

    monkeypatch.setattr(service, "record_sent", fails)
    return lambda: not failures


def test_a_direct_message_that_could_not_be_kept_is_not_sent_again(
    room: PostRoom, officer: Person, database_fails_once: Callable[[], bool]
) -> None:
    for partnership in ("Barrow CDRP", "South Lakeland CDRP"):
        room.owes_a_report(officer, partnership)
    room.delivers()
    assert database_fails_once()
    room.waits(3)
    assert room.posted("2 things for you: " + REPORT) == 1
    assert room.posted(REPORT) == 1
    assert not room.left()


def test_nor_is_a_reminder_in_a_channel(
    room: PostRoom, ppp: Channel, database_fails_once: Callable[[], bool]
) -> None:
    room.owes_a_review()
    room.delivers()
    assert database_fails_once()
    room.waits(3)
    ppp.sees(REMINDER)
    assert room.posted(REMINDER) == 1
    assert not room.left()
