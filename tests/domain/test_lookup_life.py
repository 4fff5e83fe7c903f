"""From when to when something is there, asked in plain words (A-24), and the days that a question names."""

from datetime import date, timedelta

import pytest
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA

from liaison.domain.lookup import find
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import FormerName
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId
from liaison.handlers.blocks.lookup import answers
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader

TODAY = date(2026, 11, 22)
EDEN, CARLISLE, BARROW = map(PartnershipId, ("cu-lsp-eden", "cu-lsp-carlisle", "cu-cdrp-barrow"))


def shown(text: str, register: Register = CUMBRIA, day: date = TODAY) -> str:
    message = answers.answer(find(register, text, day=day), Ask(text=text), Reader())
    return "\n".join(block["text"]["text"] for block in message.blocks if block["type"] == "section")


def ended(register: Register, id_: PartnershipId, **fields: object) -> Register:
    entry = register.partnership[id_].model_copy(update=fields)
    return register.changed([Edit("partnerships", id_, entry)])


GOING = ended(
    ended(CUMBRIA, EDEN, until=date(2026, 12, 1), merged_into=CARLISLE), CARLISLE, until=date(2027, 3, 1)
)


@pytest.mark.parametrize(
    "text",
    [
        "when did eden lsp end",
        "when does eden lsp end?",
        "has eden lsp ended",
        "when will eden lsp merge",
        "what replaced eden lsp",
    ],
)
def test_a24_when_something_ends_is_said_before_and_after(text: str) -> None:
    before = shown(text, GOING)
    assert "ends on 1 December 2026, when it merges into Carlisle Partnership. Began: not recorded." in before
    after = shown(text, GOING, date(2027, 1, 5))
    assert "ended 1 December 2026, merged into Carlisle Partnership." in after


@pytest.mark.parametrize("text", ["when did carlisle partnership end", "has carlisle partnership ended yet"])
def test_a24_what_has_no_end_is_said_to_have_none(text: str) -> None:
    assert "No beginning and no end is recorded." in shown(text)


@pytest.mark.parametrize(
    "text", ["when did carlisle partnership begin", "when was carlisle partnership formed"]
)
def test_a24_when_something_began_is_said(text: str) -> None:
    began = ended(CUMBRIA, CARLISLE, since=date(2003, 4, 1))
    assert "Began: 1 April 2003. No end is recorded." in shown(text, began)
    over = ended(began, CARLISLE, until=date(2026, 11, 1))
    assert "ended 1 November 2026. Began: 1 April 2003." in shown(text, over)


@pytest.mark.parametrize("text", ["when does the chairman end", "when did mr watson end", "has it ended"])
def test_a_person_s_end_is_not_a_partnership_s(text: str) -> None:
    assert find(CUMBRIA, text, day=TODAY).detail != "dates"


def test_next_month_is_the_calendar_s_and_the_next_month_the_one_from_now() -> None:
    seat = DATED.appointments[0]
    late = seat.model_copy(update={"since": None, "until": date(2026, 12, 28)})
    register = DATED.changed([Edit("appointments", seat.id, late)])
    assert "28 December 2026" in shown("what ends next month", register)
    assert find(register, "what ends in the next month", day=TODAY).until == TODAY + timedelta(days=30)
    assert "What ends in December 2026" in shown("what ends next month", register)


def test_a_month_without_a_word_before_it_is_a_time() -> None:
    joined, with_word = (find(CUMBRIA, f"who joined {month}", day=TODAY) for month in ("may", "in may"))
    assert (joined.asked, joined.since, joined.until) == (with_word.asked, with_word.since, with_word.until)
    assert joined.period == "in May 2026"


def test_a24_a_former_name_that_is_typed_as_a_whole_is_said_to_be_one() -> None:
    """Also where another of its names, which is today's, fits it in part."""
    entry = CUMBRIA.partnership[BARROW]
    renamed = ended(
        CUMBRIA,
        BARROW,
        name="Furness Safety Partnership",
        formerly=(FormerName(name=entry.name, until=date(2026, 5, 1)),),
    )
    assert f"(formerly {entry.name}, until 1 May 2026)" in shown("barrow cdrp", renamed)
    assert "formerly" not in shown("barrow", renamed)


def test_who_left_this_year_names_nobody_who_is_to_leave() -> None:
    seat = DATED.appointments[0]
    leaving = seat.model_copy(update={"since": None, "until": date(2026, 12, 1)})
    register = DATED.changed([Edit("appointments", seat.id, leaving)])
    assert "1 December 2026" not in shown("who left this year", register)
    assert "1 December 2026" in shown("what ends in december", register)


def test_a_name_that_may_be_said_of_another_too_is_asked_back() -> None:
    """Somebody is renamed to what everybody calls another: neither is answered as sure."""
    shaw = next(person for person in CUMBRIA.people if person.name == "Mrs L L Shaw")
    married = shaw.model_copy(update={"name": "Mrs Egan"})
    register = CUMBRIA.changed([Edit("people", shaw.id, married)])
    found = find(register, "mrs egan", day=TODAY)
    assert found.certainty == "choice"
    assert {entry.person.name for entry in found.people} == {"Mrs Egan", "Mrs C Egan"}
    assert [entry.person.name for entry in find(register, "mrs c egan", day=TODAY).people] == ["Mrs C Egan"]
    assert find(CUMBRIA, "mrs c egan", day=TODAY).certainty == "certain"
