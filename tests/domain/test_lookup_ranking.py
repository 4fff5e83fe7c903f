"""How matches are ranked: each tier before the next, and never a wrong answer stated as right (A-09)."""

from datetime import date

import pytest

from liaison.domain import lookup
from liaison.domain.lookup.ranking import slips_forgiven
from liaison.domain.register.models import FormerName, Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId

DAY = date(2026, 11, 22)


def partnership(id_: str, name: str, **more: object) -> Partnership:
    return Partnership.model_validate({"id": PartnershipId(id_), "name": name, **more})


REGISTER = Register(
    version=1,
    since=date(2026, 1, 5),
    authority="the Authority",
    pack="none",
    people=(Person(id=PersonId("barry"), name="Mr A L Barry"), Person(id=PersonId("cole"), name="Mr R Cole")),
    partnerships=(
        partnership("exact", "Harbour"),
        partnership("words", "Harbour Watch", short="HW"),
        partnership("beginning", "Harbourside Forum"),
        partnership("alias", "Quayside Group", also_called=["The Coal Board", "Pit Board"]),
        partnership("former", "Towpath Trust", formerly=[FormerName(name="Canal Trust")]),
        partnership("fact", "Waterways Panel", priorities=["harbour lights", "dredging"]),
        partnership("eden", "Eden Board"),
        partnership("north", "Youth Board", area="North Fell", kind="youth board", kind_short="YB"),
        partnership("north-2", "Roads Board", area="North Fell"),
        partnership("fell", "North Fell"),
    ),
)


@pytest.mark.parametrize(
    ("typed", "sure", "found"),
    [
        ("harbour", "certain", ["exact"]),  # a whole name before words of longer names
        ("harbour watch", "certain", ["words"]),
        ("hw", "certain", ["words"]),
        ("watch", "certain", ["words"]),  # a whole word
        ("harbours", "certain", ["exact"]),
        ("harboursi", "certain", ["beginning"]),  # a beginning, where no word is whole
        ("board coal", "certain", ["alias"]),  # words of another name
        ("canal", "certain", ["former"]),
        ("dredging", "certain", ["fact"]),  # what else is said of it, where no name says it
        ("harbour lights", "certain", ["fact"]),
        ("who covers harbour lights", "certain", ["fact"]),
        ("dredg", "certain", ["fact"]),
        ("who deals with the harbour", "certain", ["exact"]),
        ("habour watch", "guess", ["words"]),  # a slip is owned up to
        ("egen", "guess", ["eden"]),  # four letters forgive one
        ("egon", "nothing", []),  # and no more
        ("hwx", "guess", ["words"]),
        ("harbour moon landing", "nothing", []),  # what is left over is not passed over
        ("harbour moon", "guess", ["exact"]),
        ("north fell yb", "certain", ["north"]),
        (
            "north fell",
            "choice",
            ["fell", "north", "north-2"],
        ),  # an area is everything in it, though one has its name
        ("ba", "nothing", []),
        ("northfell yb", "certain", ["north"]),  # two words run together
        ("harbour wat ch", "certain", ["words"]),  # and one torn apart
        ("barr", "guess", ["barry"]),  # the beginning of a surname may be another surname
        ("col", "guess", ["cole"]),
        ("dre", "guess", ["fact"]),  # a short beginning of a mere fact does not
    ],
)
def test_each_tier_comes_before_the_next(typed: str, sure: str, found: list[str]) -> None:
    answer = lookup.find(REGISTER, typed, day=DAY)
    ids = [
        *(row.partnership.id for row in answer.partnerships),
        *(entry.person.id for entry in answer.people),
    ]
    assert answer.certainty == sure
    assert ids[: len(found)] == found or sorted(ids) == sorted(found)
    assert sure == "guess" or len(ids) == len(found)


def test_short_words_forgive_one_wrong_letter_at_most() -> None:
    assert [slips_forgiven("x" * length) for length in range(1, 9)] == [0, 0, 1, 1, 1, 1, 2, 2]
    assert slips_forgiven("2026") == 0
