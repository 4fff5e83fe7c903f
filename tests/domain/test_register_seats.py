"""Who follows whom: seats that pass on, seats that are confirmed, what a form asks, and names found while typing."""

from datetime import date
from time import process_time

import pytest
from tests.domain.registers import BARROW, CHANGING, CUMBRIA, SHAW

from liaison.domain.register.asking import asked, asked_of_successor
from liaison.domain.register.choosing import choice, exactly, search
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Group, Person
from liaison.domain.register.seats import asks_area_link
from liaison.domain.values import AppointmentId, GroupId, PersonId

DAY = date(2026, 11, 22)


def labels(kind: str, typed: str, most: int = 100) -> list[str]:
    """What a menu over Cumbria's register offers."""
    return [each.label for each in search(CUMBRIA, kind, typed, day=DAY, most=most)]  # type: ignore[arg-type]


# Type-ahead


def test_a_name_is_found_by_its_beginning_a_word_a_part_and_misspelt() -> None:
    assert labels("people", "mrs l l sh") == ["Mrs L L Shaw"]
    assert labels("people", "Shaw") == ["Mrs L L Shaw"]
    assert labels("people", "haw") == ["Mrs L L Shaw"]
    assert labels("people", "shaw mrs") == ["Mrs L L Shaw"]
    assert labels("people", "egaan")[0] == "Mrs C Egan"
    assert labels("people", "zzzz") == []
    assert labels("people", "qz") == []


def test_beginnings_come_before_words_and_words_before_parts() -> None:
    found = labels("partnerships", "c")
    assert found[0].casefold().startswith("c")
    assert len(labels("partnerships", "", most=5)) == 5


def test_abbreviations_and_former_names_find_their_entry() -> None:
    assert labels("committees", "ppp") == ["Policing Plan and Performance Committee"]
    assert [each.id for each in exactly(CUMBRIA, ("partnerships", "people"), "CRIMESTOPPERS", day=DAY)]


def test_two_of_one_name_are_told_apart_by_office_body_or_seat() -> None:
    twin = Person(id=PersonId("shaw-2"), name="Mrs L L Shaw")
    officer = Person(id=PersonId("shaw-3"), name="Mrs L L Shaw", body="the force")
    register = CUMBRIA.changed([Edit("people", each.id, each) for each in (twin, officer)])
    found = [each.label for each in search(register, "people", "shaw", day=DAY, most=10)]
    assert len(set(found)) == 3
    assert "Mrs L L Shaw, the force" in found
    assert "Mrs L L Shaw, no seat or office" in found
    third = Person(id=PersonId("shaw-4"), name="Mrs L L Shaw")
    register = register.changed([Edit("people", third.id, third)])
    found = [each.label for each in search(register, "people", "shaw", day=DAY, most=10)]
    assert "Mrs L L Shaw, no seat or office (shaw-2)" in found, "by its id where nothing else tells"
    assert choice(CUMBRIA, "people", CUMBRIA.person[PersonId("shaw")], day=DAY).label == "Mrs L L Shaw"


def test_a_menu_over_ten_thousand_names_is_quick() -> None:
    many = [Person(id=PersonId(f"p{n}"), name=f"Mr A{n} Person{n % 997}") for n in range(10_000)]
    register = CHANGING.changed([Edit("people", each.id, each) for each in many])
    search(register, "people", "x", day=DAY, most=99)
    started = process_time()
    for typed in ("pers", "mr a4999", "persn123", "zzzzzz"):
        search(register, "people", typed, day=DAY, most=99)
    assert (process_time() - started) / 4 < 0.2, "seconds for each letter typed; Slack waits for three"


# What is asked


def names(kind: str, **known: str) -> set[str]:
    """The fields that the form of a new entry asks for."""
    return {field.name for field in asked(CUMBRIA, kind, None, preset=known)}  # type: ignore[arg-type]


def test_ux_16_a_new_partnership_is_asked_for_little() -> None:
    assert len(names("partnerships")) < 10


def test_an_appointment_is_asked_by_its_role() -> None:
    assert names("appointments") == {"partnership", "role", "person", "office", "since", "until"}
    assert {"suitability", "delegation", "capacity"} <= names("appointments", role="representative")
    assert {"requested_on", "nominated_on"} <= names("appointments", role="link officer")
    assert "office" not in names("appointments", role="link officer")
    assert "suitability" not in names("appointments", role="support officer")


def test_what_was_recorded_is_always_shown() -> None:
    seat = Appointment(
        id=AppointmentId("x"), partnership=BARROW, role="support officer", person=SHAW, suitability="Chair"
    )
    assert "suitability" in {field.name for field in asked(CHANGING, "appointments", seat)}


def test_a_channel_is_chosen_elsewhere_and_a_linked_user_stays() -> None:
    assert "channel" not in names("committees")
    assert "id" in names("links")


def test_whoever_comes_next_is_asked_first_from_when() -> None:
    seat = CHANGING.appointments[1]
    fields = [field.name for field in asked_of_successor(CHANGING, "appointments", seat)]
    assert fields[0] == "since"
    assert not {"partnership", "role"} & set(fields)
    term = CHANGING.terms[0]
    assert [field.name for field in asked_of_successor(CHANGING, "terms", term)] == [
        "since",
        "person",
        "until",
    ]


@pytest.mark.parametrize(
    ("ideal", "asks"),
    [
        ("a member with links to the area (living, working or representative role)", True),
        ("the member appointed to the local CDRP", False),
        (None, False),
    ],
)
def test_b_19_a_link_with_the_area_is_asked_where_the_group_wants_it(ideal: str | None, asks: bool) -> None:
    group = Group(id=GroupId("g"), name="Groups", ideal_representative=ideal)
    barrow = CHANGING.partnership[BARROW].model_copy(update={"group": group.id})
    register = CHANGING.changed([Edit("groups", "g", group), Edit("partnerships", BARROW, barrow)])
    assert asks_area_link(register, register.partnership[BARROW]) is asks
    preset = {"role": "substitute", "partnership": str(BARROW)}
    found = {field.name for field in asked(register, "appointments", None, preset=preset)}
    assert ("area_link" in found) is asks
