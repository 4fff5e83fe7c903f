"""What people really type, kept with what they must get: `tests/domain/queries/*.toml` (A-09, I-23, X-32).

Precision at 1 is the share of the questions whose first answer is right and is as sure as it should be. No nonsense may be
answered as if it were a question. Add a line for every question that somebody asked and did not get an answer to.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import Answer
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Office, Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId
from liaison.storage.packs import load_pack

QUERIES = Path(__file__).parent / "queries"
SINCE = date(2026, 1, 5)
REGISTERS = {
    "cumbria": CUMBRIA,
    "dorset": from_pack(load_pack("dorset"), since=SINCE),
    "cambridgeshire": from_pack(load_pack("cambridgeshire"), since=SINCE),
    "dated": DATED,
    "humberside": from_pack(load_pack("humberside"), since=SINCE),
}
FILES = (
    *("cumbria", "dorset", "cambridgeshire", "dated"),
    *("blind_cumbria", "blind_dorset", "blind_cambridgeshire", "blind_humberside"),
)
TODAY = date(2026, 11, 22)
ME = PersonId("shaw")
LEAST_PRECISION = 0.97
LEAST_QUESTIONS = 1_850
LEAST_NONSENSE = 140


@dataclass(frozen=True)
class Ask:
    """One question, with what must come of it."""

    register: Register
    today: date
    ask: str
    sure: str
    first: tuple[str, ...] = ()
    asked: str = "entries"
    total: int | None = None
    day: date | None = None
    since: date | None = None

    def fault(self) -> str | None:
        """What is wrong with the answer; None where nothing is."""
        try:
            answer = lookup.find(self.register, self.ask, day=self.today, me=ME)
        except BadInput as refused:
            return None if self.sure == "refused" else f"refused: {refused}"
        first = next(first_of(answer), None)
        got = (
            answer.certainty,
            answer.asked,
            first in self.first if self.first else first is None,
            answer.day,
            answer.since,
            answer.total if self.total is not None else None,
        )
        wanted = (self.sure, self.asked, True, self.day or self.today, self.since, self.total)
        if got == wanted:
            return None
        return f"{answer.asked}, {answer.certainty}, {answer.total}, {first}, {answer.understood}"


def first_of(answer: Answer) -> Iterator[str]:
    """The ids of an answer, the first first."""
    yield from (row.partnership.id for row in answer.partnerships)
    yield from (entry.person.id for entry in answer.people)
    yield from (entry.committee.id for entry in answer.committees)
    yield from (entry.office.id for entry in answer.offices)
    yield from (entry.group.id for entry in answer.groups)
    yield from (partnership.id for partnership, _ in answer.seats)
    for ending in answer.endings:
        yield _what(ending.partnership, ending.office)
    for change in answer.changes:
        yield _what(change.partnership, change.office)
    yield from (row.partnership.id for row in (answer.matrix.rows if answer.matrix else ()))


def _what(partnership: Partnership | None, office: Office | None) -> str:
    return partnership.id if partnership else office.id if office else ""


def asks(name: str) -> list[Ask]:
    with (QUERIES / f"{name}.toml").open("rb") as file:
        kept: dict[str, Any] = tomllib.load(file)
    register, today = REGISTERS[kept["register"]], kept["today"]
    return [
        Ask(register=register, today=today, **{**query, "first": tuple(query.get("first", ()))})
        for query in kept["queries"]
    ]


def nonsense() -> list[str]:
    with (QUERIES / "nonsense.toml").open("rb") as file:
        return [str(text) for text in tomllib.load(file)["queries"]]


def test_what_people_type_gets_the_right_answer_first() -> None:
    questions = [ask for name in FILES for ask in asks(name)]
    faults = [f"{ask.register.pack}: {ask.ask}: {fault}" for ask in questions if (fault := ask.fault())]
    assert len(questions) >= LEAST_QUESTIONS
    assert 1 - len(faults) / len(questions) >= LEAST_PRECISION, faults


def test_every_register_answers_nearly_all_of_its_questions() -> None:
    """One authority's good answers do not make up for another's bad ones."""
    for name in FILES:
        faults = [ask.ask for ask in asks(name) if ask.fault()]
        assert len(faults) / len(asks(name)) <= 0.06, faults


@pytest.mark.parametrize("name", REGISTERS)
def test_nonsense_is_never_answered_as_if_it_were_a_question(name: str) -> None:
    texts = nonsense()
    assert len(texts) >= LEAST_NONSENSE
    for text in texts:
        try:
            answer = lookup.find(REGISTERS[name], text, day=TODAY, me=ME)
        except BadInput:
            continue
        assert answer.certainty in {"guess", "nothing"}, f"{text!r}: {answer.understood}, {answer.total}"
