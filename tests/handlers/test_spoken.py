"""What is said of an appointment in one line."""

from datetime import date
from time import perf_counter

import pytest

from liaison.domain.errors import BadInput
from liaison.handlers.register.spoken import read

TODAY = date(2026, 11, 22)


def test_an_appointment_is_read_from_one_line() -> None:
    found = read("mr cole to the barrow cdrp as a substitute from 1 january 2027 until 31/12/27", today=TODAY)
    assert found
    assert (found.who, found.where) == ("mr cole", "barrow cdrp")
    assert found.given == {"role": "substitute", "since": "2027-01-01", "until": "2027-12-31"}


def test_what_is_typed_on_two_lines_is_one() -> None:
    found = read("mr cole to barrow\ncdrp\nfrom 1 january 2027", today=TODAY)
    assert found
    assert (found.who, found.where, found.given) == ("mr cole", "barrow cdrp", {"since": "2027-01-01"})


def test_a_long_text_is_read_at_once() -> None:
    begun = perf_counter()
    with pytest.raises(BadInput):
        read("to a from b until c " * 100 + "\n\nx", today=TODAY)
    assert perf_counter() - begun < 1
