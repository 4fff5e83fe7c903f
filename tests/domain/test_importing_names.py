"""How the rows of a file name entries: by every name they have had, and what is said of a name that is none's."""

import pytest
from tests.domain.files import faults, sheet, taken
from tests.domain.registers import BARROW, CHANGING

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee, FormerName, Partnership
from liaison.domain.values import CommitteeId, PartnershipId, PersonId

NAMED_OTHERWISE = CHANGING.changed(
    [
        Edit("committees", "ced", Committee(id=CommitteeId("ced"), name="Community Engagement", short="CED")),
        Edit(
            "partnerships",
            "eden-lsp",
            Partnership(
                id=PartnershipId("eden-lsp"),
                name="Eden Local Strategic Partnership",
                also_called=("Eden LSP",),
                formerly=(FormerName(name="Eden Forum"),),
            ),
        ),
    ]
)


def test_rows_can_name_one_another_in_any_order_and_by_an_old_name() -> None:
    _, after = taken(
        sheet("Appointments", "Partnership, Role, Person", ["Kendal Forum", "representative", "Ms New"]),
        sheet(
            "Partnerships",
            "ID, Name, Part of",
            [None, "Kendal Forum", "Barrow CDRP"],
            [BARROW, "Barrow CSP", None],
        ),
        sheet("People", "Name, Support officer", ["Ms New", "Mr Newer"], ["Mr Newer", None]),
    )
    (seat,) = [seat for seat in after.appointments if seat.partnership == "kendal-forum"]
    assert after.person[PersonId(str(seat.person))].name == "Ms New"
    assert after.partnership[PartnershipId("kendal-forum")].parent == BARROW
    assert after.person[PersonId("ms-new")].support_officer == "mr-newer"


def test_a14_rows_name_others_by_abbreviations_and_by_other_and_former_names() -> None:
    _, after = taken(
        sheet(
            "Partnerships",
            "Name, Reports to, Part of",
            ["Kendal Forum", "ced", "Eden LSP"],
            ["Penrith Forum", "CED", "Eden forum"],
        ),
        register=NAMED_OTHERWISE,
    )
    for id_ in ("kendal-forum", "penrith-forum"):
        found = after.partnership[PartnershipId(id_)]
        assert (found.reports_to, found.parent) == (("ced",), "eden-lsp")


def test_a_name_of_its_own_comes_before_another_entrys_other_name() -> None:
    another = Partnership(id=PartnershipId("other"), name="Eden LSP")
    register = NAMED_OTHERWISE.changed([Edit("partnerships", "other", another)])
    _, after = taken(sheet("Partnerships", "Name, Part of", ["Kendal Forum", "Eden LSP"]), register=register)
    assert after.partnership[PartnershipId("kendal-forum")].parent == "other"


def test_an_other_name_that_two_have_asks_for_the_id() -> None:
    twin = Partnership(id=PartnershipId("twin"), name="Eden District", also_called=("Eden LSP",))
    register = NAMED_OTHERWISE.changed([Edit("partnerships", "twin", twin)])
    (fault,) = faults(sheet("Partnerships", "Name, Part of", ["Kendal Forum", "Eden LSP"]), register=register)
    assert "Add the ID in brackets: Eden LSP [" in fault


def test_a_name_that_nobody_has_brings_the_nearest() -> None:
    seat = ["Barow CDRP", "Rep", "Mrs C Eagan"]
    assert faults(sheet("Appointments", "Partnership, Role, Person", seat)) == [
        (
            'Appointments, row 2, Partnership: No partnership is called "Barow CDRP". Did you mean "Barrow CDRP"?'
            " Add the partnership first, or correct the name."
        ),
        (
            'Appointments, row 2, Role: "Rep" is none of the choices. Did you mean "representative"?'
            " Choose one of: representative, substitute, support officer, link officer."
        ),
        (
            'Appointments, row 2, Person: No person is called "Mrs C Eagan". Did you mean "Mrs C Egan"?'
            " Add the person first, or correct the name."
        ),
    ]
    (column,) = faults(sheet("People", "Name, E-mail", ["Mr X", "x@example.org"]))
    assert column.startswith(
        'People, row 1, E-mail: There is no column "E-mail" here. Did you mean "E-mail address"?'
    )


@pytest.mark.parametrize("name", ["Eden LSP", "eden forum"])
def test_a_new_row_under_an_entrys_other_name_is_refused(name: str) -> None:
    assert faults(sheet("Partnerships", "Name", [name]), register=NAMED_OTHERWISE) == [
        (
            "Partnerships, row 2, Name: This is Eden Local Strategic Partnership in the register. Use that name."
            " To rename it, give its ID: eden-lsp. If it is another, give an ID of your own."
        )
    ]
    found, _ = taken(sheet("Partnerships", "ID, Name", ["my-own", name]), register=NAMED_OTHERWISE)
    assert found.counts.added == 1


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Mrs Shaw", True),
        ("L Shaw", True),
        ("Mrs L L M Shaw", True),
        ("Mr Shaw", False),
        ("Mrs P Shaw", False),
        ("Mrs L L Shawcross", False),
    ],
)
def test_somebody_new_who_looks_like_another_is_pointed_out_and_added(name: str, like: bool) -> None:
    found, after = taken(sheet("People", "Name", [name]))
    assert found.counts.added == 1
    assert [str(remark) for remark in found.remarks] == (
        [
            (
                f"People, row 2, Name: {name} would be added, and Mrs L L Shaw is in the register."
                " If that is one person, write Mrs L L Shaw."
            )
        ]
        if like
        else []
    )
    again, _ = taken(sheet("People", "Name", [name]), register=after)
    assert not again.remarks
