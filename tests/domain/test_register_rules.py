"""What must hold of the register after a change: each rule kept, and broken (A-04, A-24, B-11, B-19)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, EDEN, EGAN, FORUM, PPP, SHAW, SMITH

from liaison.domain.errors import BadInput
from liaison.domain.register.changes import differences
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import (
    Appointment,
    Committee,
    Entry,
    Group,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
    Target,
    Term,
)
from liaison.domain.register.rules import check, faults
from liaison.domain.register.snapshot import Register
from liaison.domain.values import (
    AppointmentId,
    CommitteeId,
    GroupId,
    OfficeId,
    PartnershipId,
    PersonId,
    SlackUserId,
)

FORCED = CHANGING.changed(
    [
        Edit("about", "about", CHANGING.about.model_copy(update={"force": "Cumbria Constabulary"})),
        Edit(
            "people",
            "inspector",
            Person(id=PersonId("inspector"), name="Inspector", body="Cumbria constabulary"),
        ),
        Edit("links", "U1", Link(id=SlackUserId("U1"), person=EGAN, roles=("admin", "member"))),
    ]
)
LINK_SEAT = Appointment(
    id=AppointmentId("9"),
    partnership=EDEN,
    role="link officer",
    person=PersonId("inspector"),
    nominated_on=date(2026, 3, 2),
)


def broken(*edits: Edit, register: Register = FORCED) -> BadInput | None:
    """What the rules say of a change."""
    found = differences(register, edits)
    problems = [fault.problem for fault in faults(register.changed(edits), found)]
    if problems:
        with pytest.raises(BadInput):
            check(register.changed(edits), found)
    else:
        check(register.changed(edits), found)
    return problems[0] if problems else None


def edit(kind: Kind, entry: Entry, **what: Any) -> Edit:
    return Edit(kind, entry.id, type(entry).model_validate({**dict(entry), **what}))


def partnership(name: str, **what: Any) -> Partnership:
    return Partnership(id=PartnershipId(name.lower()), name=name, **what)


NEW: list[tuple[Kind, Entry, str]] = [
    ("appointments", LINK_SEAT.model_copy(update={"partnership": "none"}), "partnership"),
    ("appointments", LINK_SEAT.model_copy(update={"person": "none"}), "person"),
    ("terms", Term(id="t", office=OfficeId("none"), person=EGAN), "office"),
    ("offices", Office(id=OfficeId("o"), name="Treasurer", committee=CommitteeId("none")), "committee"),
    ("partnerships", partnership("New", reports_to=(PPP, CommitteeId("none"))), "reports_to"),
    ("targets", Target(id="t", partnership=PartnershipId("none"), target="Less"), "partnership"),
    ("links", Link(id=SlackUserId("U2"), person=PersonId("none")), "person"),
    ("groups", Group(id=GroupId("g"), name="G", links_to=(GroupId("none"),)), "links_to"),
]


@pytest.mark.parametrize(("kind", "entry", "field"), NEW)
def test_what_an_entry_names_must_be_there(kind: Kind, entry: Entry, field: str) -> None:
    problem = broken(Edit(kind, entry.id, entry))
    assert problem
    assert (problem.field, "is not in the register" in problem.sentence) == (field, True)


def test_what_is_added_in_the_same_change_counts() -> None:
    new = partnership("New")
    seat = Appointment(id=AppointmentId("n"), partnership=new.id, role="representative", person=SHAW)
    assert broken(Edit("appointments", "n", seat), Edit("partnerships", new.id, new)) is None


TWICE: list[Callable[[], Edit]] = [
    lambda: Edit("partnerships", "x", Partnership(id=PartnershipId("x"), name="barrow  cdrp")),
    lambda: Edit("offices", "x", Office(id=OfficeId("x"), name="CLERK")),
    lambda: Edit(
        "committees", "x", Committee(id=CommitteeId("x"), name="Policing plan & performance committee")
    ),
]


@pytest.mark.parametrize("twice", TWICE)
def test_two_of_one_name_are_refused(twice: Callable[[], Edit]) -> None:
    problem = broken(twice())
    assert problem
    assert problem.field == "name"


def test_two_people_may_have_one_name() -> None:
    assert broken(Edit("people", "egan-2", Person(id=PersonId("egan-2"), name="Mrs C Egan"))) is None


def test_a_name_may_be_used_again_once_its_owner_has_ended() -> None:
    over = edit("partnerships", CHANGING.partnership[BARROW], until=date(2026, 8, 1))
    again = Partnership(id=PartnershipId("x"), name="Barrow CDRP", since=date(2026, 8, 1))
    assert broken(over, Edit("partnerships", "x", again)) is None
    sooner = again.model_copy(update={"since": date(2026, 7, 31)})
    assert broken(over, Edit("partnerships", "x", sooner))


def test_nothing_ends_before_it_begins() -> None:
    problem = broken(edit("terms", CHANGING.terms[1], until=date(2026, 6, 30)))
    assert problem
    assert problem.field == "until"
    assert "30 June 2026" in problem.sentence
    assert broken(edit("terms", CHANGING.terms[1], until=date(2026, 7, 1))) is None


@pytest.mark.parametrize("step", ["parent", "merged_into"])
def test_no_partnership_leads_back_to_itself(step: str) -> None:
    day = date(2026, 8, 1)
    there = edit("partnerships", CHANGING.partnership[BARROW], **{step: EDEN}, until=day)
    back = edit("partnerships", CHANGING.partnership[EDEN], **{step: BARROW}, until=day)
    assert broken(there) is None
    problem = broken(there, back)
    assert problem
    assert problem.field == step
    itself = broken(edit("partnerships", CHANGING.partnership[EDEN], **{step: EDEN}, until=day))
    assert itself
    assert itself.field == step


@pytest.mark.parametrize("link", ["member_of", "works_into"])
def test_no_partnership_is_a_member_of_itself(link: str) -> None:
    assert broken(edit("partnerships", CHANGING.partnership[EDEN], **{link: (EDEN,)}))
    assert broken(edit("partnerships", CHANGING.partnership[EDEN], **{link: (FORUM,)})) is None


def test_a24_what_merged_has_ended() -> None:
    problem = broken(edit("partnerships", CHANGING.partnership[EDEN], merged_into=BARROW))
    assert problem
    assert problem.field == "until"
    day = date(2010, 5, 1)
    assert broken(edit("partnerships", CHANGING.partnership[EDEN], merged_into=BARROW, until=day)) is None


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({}, None),
        ({"nominated_on": None}, "nominated_on"),
        ({"person": EGAN}, "person"),
        ({"office": CHAIR}, "office"),
        ({"requested_on": date(2026, 3, 3)}, "nominated_on"),
        ({"requested_on": date(2026, 3, 1)}, None),
        ({"person": None, "nominated_on": None, "requested_on": date(2026, 3, 1)}, None),
    ],
)
def test_b11_only_the_nomination_fills_a_link_officers_seat_and_only_from_the_force(
    what: dict[str, Any], field: str | None
) -> None:
    problem = broken(edit("appointments", LINK_SEAT, **what))
    assert (problem.field if problem else None) == field


def test_b11_a_link_officer_goes_on_coming_from_the_force() -> None:
    register = FORCED.changed([Edit("appointments", LINK_SEAT.id, LINK_SEAT)])
    inspector = register.person[PersonId("inspector")]
    problem = broken(edit("people", inspector, body=None), register=register)
    assert problem
    assert problem.field == "body"
    assert broken(edit("people", inspector, name="Chief Inspector"), register=register) is None


def test_b11_another_force_leaves_no_link_officer_behind() -> None:
    register = FORCED.changed([Edit("appointments", LINK_SEAT.id, LINK_SEAT)])
    inspector = register.person[PersonId("inspector")]
    other = edit("about", register.about, force="Lancashire Constabulary")
    problem = broken(other, register=register)
    assert problem
    assert problem.field == "force"
    assert "A link officer comes from Lancashire Constabulary" in problem.sentence
    assert broken(edit("about", register.about, edition="2009-10"), register=register) is None
    moved = edit("people", inspector, body="Lancashire Constabulary")
    assert broken(other, moved, register=register) is None, "both in one file"
    ended = edit("appointments", LINK_SEAT, until=date(2026, 12, 1))
    register = register.changed([ended])
    assert broken(other, register=register) is None, "an ended seat stays as it was"
    assert broken(edit("people", inspector, body="Lancashire Constabulary"), register=register) is None


def test_b19_nobody_without_a_link_with_the_area_unless_it_is_explained() -> None:
    seat = CHANGING.appointment[AppointmentId("2")]
    problem = broken(edit("appointments", seat, area_link="none"))
    assert problem
    assert problem.field == "area_link_note"
    assert broken(edit("appointments", seat, area_link="none", area_link_note="The only volunteer")) is None
    assert broken(edit("appointments", seat, area_link="living")) is None


def test_a03_nobody_is_their_own_support_officer() -> None:
    problem = broken(edit("people", CHANGING.person[EGAN], support_officer=EGAN))
    assert problem
    assert problem.field == "support_officer"
    assert broken(edit("people", CHANGING.person[EGAN], support_officer=SMITH)) is None


@pytest.mark.parametrize(
    ("kind", "id_"), [("people", EGAN), ("offices", CHAIR), ("committees", PPP), ("partnerships", BARROW)]
)
def test_what_is_named_elsewhere_is_not_removed(kind: Kind, id_: str) -> None:
    problem = broken(Edit(kind, id_, None))
    assert problem
    assert "still named by the" in problem.sentence
    assert id_ not in problem.sentence.split(), "by its name, and not by its id"


@pytest.mark.parametrize(
    "address", ["bell at cumbria", "bell@", "bell@cumbria", "a b@c.example", "@c.example"]
)
def test_an_address_is_one(address: str) -> None:
    problem = broken(edit("people", CHANGING.person[EGAN], email=address))
    assert problem
    assert problem.field == "email"
    assert broken(edit("people", CHANGING.person[EGAN], email="bell@cumbria.example")) is None


def test_what_nothing_names_can_be_removed() -> None:
    assert broken(Edit("partnerships", EDEN, None)) is None
    seats = [Edit("appointments", seat.id, None) for seat in CHANGING.all_seats_of(FORUM)]
    assert broken(*seats, Edit("partnerships", FORUM, None)) is None


def test_the_registers_own_entry_stays() -> None:
    assert broken(Edit("about", "about", None))


def test_the_last_who_can_link_people_cannot_be_locked_out() -> None:
    mine = FORCED.link[SlackUserId("U1")]
    for last in (Edit("links", "U1", None), edit("links", mine, roles=("member",))):
        problem = broken(last)
        assert problem
        assert problem.sentence == "Nobody would be left who can link people and give roles."
    other = Link(id=SlackUserId("U2"), person=SMITH, roles=("administration-manager",))
    assert broken(Edit("links", "U2", other), Edit("links", "U1", None)) is None
    assert broken(edit("links", mine, roles=("admin",))) is None


def test_every_fault_of_a_change_is_found_and_one_for_each_entry() -> None:
    edits = [
        edit("terms", CHANGING.terms[1], until=date(2026, 6, 30)),
        Edit("offices", "x", Office(id=OfficeId("x"), name="Clerk")),
    ]
    found = faults(FORCED.changed(edits), differences(FORCED, edits))
    assert [(fault.kind, fault.id) for fault in found] == [("terms", "2"), ("offices", "x")]
