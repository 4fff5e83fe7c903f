"""What stands around lookups: ideals, how partnerships hang together, cards, the matrix as a sheet, reported mistakes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.domain.registers import BARROW, CHANGING, CUMBRIA, EGAN, FORUM, SHAW, SMITH
from tests.domain.stores import HERE, NOW, linked, open_store

from liaison.domain import audit, lookup
from liaison.domain.described import SeatRole
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.lookup import mistakes
from liaison.domain.lookup.card import card
from liaison.domain.lookup.grid import matrix_sheet
from liaison.domain.lookup.structure import listing, tree
from liaison.domain.notices.models import Kind, State
from liaison.domain.register.ideals import unlike_ideal
from liaison.domain.register.models import Appointment, Group, Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, GroupId, PartnershipId, PersonId

DAY = date(2026, 11, 22)
LOCAL, OTHER, LSP = PartnershipId("local"), PartnershipId("other"), PartnershipId("lsp")


def like(register: Register, **changes: object) -> Register:
    """The register with other entries; unlike a copy, it remembers nothing that was worked out before."""
    fields = {name: getattr(register, name) for name in Register.model_fields}
    return Register.model_validate(fields | changes)


def seat(
    partnership: PartnershipId, person: PersonId | None, role: SeatRole = "representative"
) -> Appointment:
    return Appointment(
        id=AppointmentId(f"{partnership}-{person}"), partnership=partnership, role=role, person=person
    )


def with_ideal(*seats: Appointment, area: str | None = None, below: bool = False) -> Register:
    """A register in which an LSP would ideally have the local CDRP's member."""
    groups = (
        Group(id=GroupId("cdrps"), name="CDRPs", kind_short="CDRP"),
        Group(
            id=GroupId("lsps"), name="LSPs", kind_short="LSP", ideal_representative="the local CDRP's member"
        ),
    )
    partnerships = (
        Partnership(
            id=LOCAL,
            name="Local CDRP",
            kind_short="CDRP",
            group=GroupId("cdrps"),
            area=area,
            member_of=(LSP,) if below else (),
        ),
        Partnership(id=OTHER, name="Other CDRP", kind_short="CDRP", area="Elsewhere"),
        Partnership(id=LSP, name="Local LSP", kind_short="LSP", group=GroupId("lsps"), area=area),
    )
    return like(CHANGING, groups=groups, partnerships=partnerships, appointments=seats)


@pytest.mark.parametrize(("area", "below"), [("Eden", False), (None, True)], ids=["area", "a member of it"])
def test_b_20_another_member_than_the_local_cdrps_is_remarked(area: str | None, *, below: bool) -> None:
    register = with_ideal(seat(LOCAL, EGAN), seat(LSP, SHAW), seat(OTHER, SMITH), area=area, below=below)
    said = "On Local CDRP the member is Mrs C Egan. Ideally the same member sits on both."
    assert unlike_ideal(register, register.partnership[LSP], DAY) == said
    assert card(register, LSP, day=DAY).remark == said


@pytest.mark.parametrize(
    "seats",
    [
        (seat(LOCAL, EGAN), seat(LSP, EGAN)),
        (seat(LOCAL, None), seat(LSP, SHAW)),
        (seat(LOCAL, EGAN), seat(LSP, None)),
        (seat(LSP, SHAW), seat(OTHER, EGAN)),
        (),
    ],
    ids=["the same", "nobody there", "nobody here", "no local one", "no seats"],
)
def test_b_20_nothing_is_remarked_where_there_is_nothing_to_compare(seats: tuple[Appointment, ...]) -> None:
    register = with_ideal(*seats, area="Eden")
    assert unlike_ideal(register, register.partnership[LSP], DAY) is None
    assert unlike_ideal(register, register.partnership[LOCAL], DAY) is None, (
        "its group has no ideal of that kind"
    )


def test_a_03_a_members_own_officer_is_on_the_card_unless_one_is_named_for_the_partnership() -> None:
    """X-16: the partnership's comes first."""
    people = tuple(
        p.model_copy(update={"support_officer": SMITH}) if p.id == SHAW else p for p in CHANGING.people
    )
    own = like(CHANGING, people=people)
    assert [(who.id, officer.id) for who, officer in card(own, BARROW, day=DAY).helped] == [(SHAW, SMITH)]
    named = like(own, appointments=(*own.appointments, seat(BARROW, EGAN, "support officer")))
    assert card(named, BARROW, day=DAY).helped == ()


def test_a_card_of_what_has_gone_says_so() -> None:
    with pytest.raises(NotFound, match="no longer in the register"):
        card(CHANGING, PartnershipId("gone"), day=DAY)


def test_a_10_a_tree_ends_even_where_members_go_round_in_a_circle() -> None:
    one = Partnership(id=LOCAL, name="One", member_of=(LSP,))
    two = Partnership(id=LSP, name="Two", member_of=(LOCAL,))
    register = like(CHANGING, partnerships=(one, two), appointments=())
    assert [branch.partnership.id for branch in tree(register, LOCAL, day=DAY).branches] == [LOCAL, LSP]
    assert tree(register, None, day=DAY).alone == (one, two), "nothing stands above all others"


def test_a_10_parts_come_before_members_and_each_once() -> None:
    found = tree(CUMBRIA, None, day=DAY)
    branches = [(branch.partnership.name, branch.depth, branch.member) for branch in found.branches]
    assert branches[0] == ("Cumbria Strategic Partnership", 0, False)
    assert [name for name, depth, _ in branches if depth == 1][:2] == [
        "Local Area Agreement",
        "Safer and Stronger Communities Thematic Partnership",
    ]
    assert ("Barrow CDRP", 2, True) in branches
    assert len(branches) == len({name for name, _, _ in branches}) == 18
    assert [layer.entry.named for layer in found.layers] == [7, 5, 4]


def test_a_list_has_pages_of_which_the_last_is_the_end() -> None:
    first, last = listing(CUMBRIA, day=DAY), listing(CUMBRIA, day=DAY, page=99)
    assert (first.total, first.page, len(first.partnerships)) == (25, 0, 12)
    assert (last.page, len(last.partnerships)) == (2, 1)


def test_the_matrix_as_a_sheet_has_every_row() -> None:
    sheet = matrix_sheet(lookup.matrix(CHANGING, day=DAY))
    assert [row[0] for row in sheet.rows] == ["Barrow CDRP", "Pensions Forum", "Eden Partnership"]
    assert sheet.rows[0][3:8] == (
        "Mrs L L Shaw",
        "vacant",
        "not recorded",
        "not recorded",
        "Policing Plan and Performance Committee",
    )
    assert sheet.rows[1][3] == "Mr W Smith (Chair of Policing Plan and Performance Committee)"
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


def test_a_mistake_is_told_to_each_mender_once_and_its_end_to_the_reporter(tmp_path: Path) -> None:
    store = open_store(tmp_path, CHANGING)
    shaw, admin = linked(store, "Mrs L L Shaw", "member"), linked(store, "An Admin", "admin")
    second = linked(store, "Another Admin", "admin")
    said: dict[str, Any] = {
        "about": f"partnerships:{FORUM}",
        "named": "Pensions Forum",
        "said": " It has moved. ",
        "form": "V1",
    }
    for _ in range(2):  # the form is sent twice
        told = store.run(HERE, mistakes.report, shaw, **said, now=NOW)
    assert sorted(told) == ["An Admin", "Another Admin"]
    notices = store.run(HERE, lambda uow: tuple(uow.notices.about("mistake V1")))
    assert {notice.to_user for notice in notices} == {admin.slack_user, second.slack_user}
    assert {notice.facts["said"] for notice in notices} == {"It has moved."}
    with pytest.raises(NotAllowed):
        store.run(HERE, mistakes.deal_with, shaw, "mistake V1", now=NOW)
    store.run(HERE, mistakes.deal_with, admin, "mistake V1", now=NOW)
    with pytest.raises(AlreadyDone, match="An Admin has dealt with it"):
        store.run(HERE, mistakes.deal_with, second, "mistake V1", now=NOW)
    with pytest.raises(NotFound):
        store.run(HERE, mistakes.deal_with, admin, "mistake V2", now=NOW)
    unsent = store.run(HERE, lambda uow: tuple(uow.notices.about("mistake V1")))
    assert {notice.state for notice in unsent} == {State.CANCELLED}
    receipts = store.run(HERE, lambda uow: tuple(uow.notices.about("mistake V1 dealt with")))
    assert [(notice.kind, notice.to_user) for notice in receipts] == [(Kind.MISTAKE_MENDED, shaw.slack_user)]
    trail = store.run(HERE, lambda uow: tuple(uow.audit.all()))
    assert [entry.action for entry in trail] == ["mistake reported", "mistake dealt with"]
    assert "It has moved" not in str(trail), "what somebody writes is not for the trail"
    assert audit.first_broken(trail) is None


@pytest.mark.parametrize(
    ("said", "problem"),
    [("  ", "Staff need to know"), ("x" * 2_001, "2,001 characters")],
    ids=["empty", "too long"],
)
def test_a_mistake_needs_words_and_not_too_many(tmp_path: Path, said: str, problem: str) -> None:
    store = open_store(tmp_path, CHANGING)
    shaw = linked(store, "Mrs L L Shaw", "member")
    with pytest.raises(BadInput, match=problem) as raised:
        store.run(HERE, mistakes.report, shaw, about="answer:x", named="x", said=said, form="V", now=NOW)
    assert raised.value.field == "said"
    with pytest.raises(NotFound, match="No member of staff"):
        store.run(HERE, mistakes.report, shaw, about="answer:x", named="x", said="Yes.", form="V", now=NOW)
