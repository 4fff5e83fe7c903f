"""Forms of the register that are sent twice at once, or by two officers: on PostgreSQL, where transactions meet (P-02)."""

from datetime import date

import pytest
from tests.domain.registers import BARROW, CHANGING, SMITH
from tests.domain.stores import HERE, NOW, linked, standing
from tests.storage.samples import at_once

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.register import taking
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.storage.unit_of_work import Store

DECEMBER = date(2026, 12, 1)
SEAT = "2"  # Mrs L L Shaw on Barrow


@pytest.fixture
def busy(busy_store: Store) -> Store:
    busy_store.run(HERE, lambda uow: uow.register.replace(CHANGING))
    return busy_store


@pytest.fixture
def officer(busy: Store) -> Actor:
    return linked(busy, "An Officer", "committee-services-officer")


def test_a_form_that_is_sent_twice_at_once_gets_one_answer(busy: Store, officer: Actor) -> None:
    """The second waits for the first, and then says what the first said: nothing of other words."""
    typed: dict[str, Cell] = {"partnership": str(BARROW), "target": "Less violence"}

    def send(view: str) -> Change | None:
        return busy.run(
            HERE, taking.take, officer, "targets", None, typed, opened_at=1, form="f", view=view, now=NOW
        )

    for number in range(8):
        found = at_once(send, [f"V{number}"] * 4)
        assert sorted(change is not None for change in found) == [False, False, False, True]
    assert len(standing(busy).targets) == 8


def test_two_officers_end_a_seat_at_once_and_leave_one_vacancy(busy: Store, officer: Actor) -> None:
    opened = standing(busy).version

    def send(view: str) -> str:
        try:
            busy.run(
                HERE,
                taking.take_end,
                officer,
                "appointments",
                SEAT,
                DECEMBER,
                vacant=True,
                opened_at=opened,
                view=view,
                now=NOW,
            )
        except BadInput as problem:
            return problem.sentence
        return "ended"

    found = sorted(at_once(send, ["V1", "V2", "V3"]))
    assert found[-1] == "ended"
    assert all("has been changed since you opened the form" in each for each in found[:-1])
    seats = [seat for seat in standing(busy).all_seats_of(BARROW) if seat.role == "representative"]
    assert [seat.vacant for seat in seats] == [False, False, True]


def test_two_officers_say_at_once_who_comes_next_and_one_does(busy: Store, officer: Actor) -> None:
    opened = standing(busy).version
    typed: dict[str, Cell] = {"since": DECEMBER, "person": str(SMITH)}

    def send(view: str) -> bool:
        try:
            busy.run(
                HERE,
                taking.take_successor,
                officer,
                "appointments",
                SEAT,
                typed,
                opened_at=opened,
                form="f",
                view=view,
                now=NOW,
            )
        except BadInput:
            return False
        return True

    assert sorted(at_once(send, ["V1", "V2"])) == [False, True]
    assert len(standing(busy).seats_of(BARROW, DECEMBER, "representative")) == 1
