"""Codes that must be signed: who has yet to sign which, as of a day (B-05)."""

from datetime import date
from pathlib import Path

import pytest
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.errors import BadInput
from liaison.domain.register import importing
from liaison.domain.register.cells import Cell
from liaison.domain.register.codes import codes, gaps, members, officers
from liaison.domain.register.editing import edit
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Link, Person, Signature
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId
from liaison.storage.packs import load_pack

PACK = load_pack("cumbria")
TODAY = date(2026, 11, 22)
CONDUCT, EQUAL = (
    "Authority Code of Conduct and associated undertakings",
    "Anti-Discrimination Code of Conduct",
)
CLERK, INSPECTOR = PersonId("clerk"), PersonId("inspector")


@pytest.fixture
def register() -> Register:
    """Cumbria's register with a clerk of its staff, and a link officer of the force."""
    return from_pack(PACK, since=TODAY).changed(
        [
            Edit("people", CLERK, Person(id=CLERK, name="Clerk")),
            Edit("people", INSPECTOR, Person(id=INSPECTOR, name="Inspector", body="Cumbria Constabulary")),
            Edit("links", "U1", Link(id=SlackUserId("U1"), person=CLERK, roles=("treasurer",))),
            Edit("links", "U2", Link(id=SlackUserId("U2"), person=INSPECTOR, roles=("member",))),
        ]
    )


def signed(person: str, code: str, day: date) -> Edit:
    id_ = f"{person}:{code}"
    return Edit("signatures", id_, Signature(id=id_, person=PersonId(person), code=code, signed_on=day))


def test_b05_the_documents_name_two_codes_and_who_signs_them() -> None:
    assert [(code.title, code.signed_by) for code in codes(PACK)] == [
        (CONDUCT, ("all members",)),
        (EQUAL, ("all members", "all officers")),
    ]
    assert codes(load_pack("dorset")) == ()


def test_b05_members_sign_both_and_officers_one_and_the_force_none(register: Register) -> None:
    assert len(members(register, TODAY)) == 13  # the twelve of the list, and the role of a member
    assert officers(register, TODAY) == {CLERK}
    found = gaps(register, PACK, TODAY)
    assert [gap.code for gap in found if gap.person.id == "shaw"] == [CONDUCT, EQUAL]
    assert [gap.code for gap in found if gap.person.id == CLERK] == [EQUAL]
    assert not [gap for gap in found if gap.person.id == INSPECTOR]
    assert len(found) == 12 + 13


def test_b05_a_signature_counts_from_its_day_and_however_it_is_written(register: Register) -> None:
    day = date(2026, 6, 1)
    after = register.changed([signed("shaw", EQUAL.upper(), day), signed("shaw", "Another code", day)])
    left = [gap.code for gap in gaps(after, PACK, day) if gap.person.id == "shaw"]
    assert left == [CONDUCT]
    before = [gap.code for gap in gaps(after, PACK, date(2026, 5, 31)) if gap.person.id == "shaw"]
    assert before == [CONDUCT, EQUAL]


def test_b05_whoever_has_left_need_not_sign(register: Register) -> None:
    seats = [seat for seat in register.appointments if seat.person == "cole"]
    terms = [term for term in register.terms if term.person == "cole"]
    ended = [
        *(Edit("appointments", seat.id, seat.model_copy(update={"until": TODAY})) for seat in seats),
        *(Edit("terms", term.id, term.model_copy(update={"until": TODAY})) for term in terms),
    ]
    found = gaps(register.changed(ended), PACK, TODAY)
    assert not [gap for gap in found if gap.person.id == "cole"]


def test_b05_a_code_is_signed_once_and_not_on_a_day_to_come(tmp_path: Path) -> None:
    store = open_store(tmp_path, CHANGING)
    officer = linked(store, "An Officer", "support-officer")

    def sign(code: str, day: date) -> None:
        typed: dict[str, Cell] = {"person": "shaw", "code": code, "signed_on": day}
        at = standing(store).version
        store.run(HERE, edit, officer, "signatures", None, typed, opened_at=at, now=NOW)

    sign(EQUAL, date(2026, 11, 2))
    with pytest.raises(BadInput, match=r"recorded already, for 2 November 2026\.") as twice:
        sign(EQUAL.upper(), date(2026, 11, 3))
    assert twice.value.field == "code"
    with pytest.raises(BadInput, match="That day is still to come") as early:
        sign(CONDUCT, date(2026, 11, 23))
    assert early.value.field == "signed_on"
    columns = tuple(Column(heading=heading) for heading in ("Person", "Code", "Signed on"))
    rows = (("Mrs L L Shaw", EQUAL, date(2026, 5, 1)), ("Mrs C Egan", EQUAL, date(2030, 1, 1)))
    found = importing.plan(
        standing(store), [Sheet(name="Signed codes", columns=columns, rows=rows)], today=TODAY
    )
    assert [(fault.column, fault.sentence) for fault in found.faults] == [
        ("Signed on", "That day is still to come.")
    ]
    assert len(standing(store).signatures) == 1
    store.close()
