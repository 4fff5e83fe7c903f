"""Who asks by a name that is no longer used learns that it is a former one, and until when it was used (A-24)."""

from datetime import date

import pytest
from tests.domain.registers import BARROW, CHANGING, EGAN, PPP

from liaison.domain import lookup
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import FormerName

TODAY = date(2026, 11, 22)
RENAMED = date(2026, 5, 1)


def _former(name: str) -> dict[str, tuple[FormerName, ...]]:
    return {"formerly": (FormerName(name=name, until=RENAMED),)}


REGISTER = CHANGING.changed(
    [
        Edit(
            "partnerships",
            BARROW,
            CHANGING.partnership[BARROW].model_copy(
                update={"name": "Barrow and Furness CDRP", **_former("Barrow CDRP")}
            ),
        ),
        Edit("people", EGAN, CHANGING.person[EGAN].model_copy(update=_former("Miss C Halfpenny"))),
        Edit("committees", PPP, CHANGING.committee[PPP].model_copy(update=_former("Targets Panel"))),
    ]
)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("barrow cdrp", "formerly Barrow CDRP, until 1 May 2026"),
        ("who sits on Barrow CDRP", "formerly Barrow CDRP, until 1 May 2026"),
        ("barrow and furness cdrp", None),
        ("furness", None),
        ("barrow", None),
        ("halfpenny", "formerly Miss C Halfpenny, until 1 May 2026"),
        ("egan", None),
        ("targets panel", "formerly Targets Panel, until 1 May 2026"),
        ("ppp", None),
    ],
)
def test_an_old_name_is_said_to_be_one(typed: str, why: str | None) -> None:
    found = lookup.find(REGISTER, typed, day=TODAY)
    assert found.certainty == "certain"
    rows, people, committees = found.partnerships, found.people, found.committees
    assert [
        *(row.matched for row in rows),
        *(who.matched for who in people),
        *(each.matched for each in committees),
    ] == [why]


def test_on_a_day_when_it_was_called_so_it_is_no_old_name() -> None:
    (row,) = lookup.find(REGISTER, "barrow cdrp on 1 april 2026", day=TODAY).partnerships
    assert row.partnership.name == "Barrow CDRP, now Barrow and Furness CDRP"
    assert row.matched is None
