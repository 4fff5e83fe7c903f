"""One field as a cell: what is written can be read again, whatever it is (A-17)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.registers import BARROW, CHANGING, EGAN

from liaison.domain.described import Attendance
from liaison.domain.errors import BadInput
from liaison.domain.register.cells import (
    LONGEST_CELL,
    LONGEST_TEXT,
    MOST_ENTRIES,
    Cell,
    Names,
    in_words,
    name_of,
    read,
    shown_fields,
    write,
)
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import (
    KINDS,
    Appointment,
    Entry,
    FormerName,
    Kind,
    Link,
    Partnership,
    Person,
    Signature,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PartnershipId, PersonId, SlackUserId
from liaison.storage.packs import load_pack

TODAY = date(2026, 11, 22)
PACKS = ("bedfordshire", "cambridgeshire", "cumbria", "dorset", "humberside", "model")
NAMES = Names(CHANGING)


def every_field(register: Register) -> Iterator[tuple[Field, Entry]]:
    for kind in KINDS:
        for entry in register.entries(kind):
            for field in SORTS[kind].fields:
                yield field, entry


@pytest.mark.parametrize("pack", PACKS)
def test_every_field_of_every_entry_is_read_as_it_was_written(pack: str) -> None:
    register = from_pack(load_pack(pack), since=TODAY)
    names = Names(register)
    told = 0
    for field, entry in every_field(register):
        cell = write(field, entry, names)
        assert read(field, cell, names, today=TODAY) == getattr(entry, field.name), (field.name, entry.id)
        told += cell is not None
    assert told


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_in_its_table_once(kind: Kind) -> None:
    listed = [field.name for field in SORTS[kind].fields]
    assert len(listed) == len(set(listed))
    told = set(KINDS[kind].model_fields) - ({"id"} if kind != "links" else set())
    assert set(listed) == told


@pytest.mark.parametrize("kind", KINDS)
def test_what_must_be_filled_in_is_what_an_entry_cannot_be_without(kind: Kind) -> None:
    for field in SORTS[kind].fields:
        model = KINDS[kind].model_fields[field.name]
        assert field.needed == model.is_required(), field.name


def test_choices_are_those_that_the_entry_takes() -> None:
    for kind, sort in SORTS.items():
        for field in sort.fields:
            if field.control is Control.CHOICE and (kind, field.name) != ("committees", "kind"):
                wanted = get_args(KINDS[kind].model_fields[field.name].annotation)
                flat = [one for part in wanted for one in (get_args(part) or (part,)) if isinstance(one, str)]
                assert list(field.choices) == flat


LINE = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(LINE, max_size=6))
def test_lines_of_any_words_come_back(lines: list[str]) -> None:
    entry = Partnership(id=BARROW, name="Barrow CDRP", priorities=tuple(lines), notes=tuple(lines))
    for name in ("priorities", "notes"):
        field = SORTS["partnerships"].field(name)
        assert read(field, write(field, entry, NAMES), NAMES, today=TODAY) == tuple(lines)


@given(LINE)
def test_any_name_finds_its_own_entry_whatever_others_are_called(name: str) -> None:
    others = [
        Edit("people", f"p{number}", Person(id=PersonId(f"p{number}"), name=called))
        for number, called in enumerate((name, name.upper(), f"{name} [p0]", "Mrs C Egan"))
    ]
    register = CHANGING.changed(others)
    names, field = Names(register), SORTS["appointments"].field("person")
    for person in register.people:
        seat = Appointment(id=AppointmentId("x"), partnership=BARROW, role="substitute", person=person.id)
        assert read(field, write(field, seat, names), names, today=TODAY) == person.id


@pytest.mark.parametrize("until", [None, date(2010, 5, 1)])
@pytest.mark.parametrize("name", ["Board (until 2009)", "(until 2009)", "Board (until 1 May 2009)"])
def test_former_names_that_end_like_a_day_come_back(name: str, until: date | None) -> None:
    field = SORTS["people"].field("formerly")
    person = Person(id=EGAN, name="x", formerly=(FormerName(name=name, until=until),))
    assert read(field, write(field, person, NAMES), NAMES, today=TODAY) == person.formerly


def test_several_lines_may_be_longer_together_than_one_may_be() -> None:
    field = SORTS["partnerships"].field("notes")
    lines = tuple(f"{number} {'x' * 2_900}" for number in range(11))
    assert read(field, "\n".join(lines), NAMES, today=TODAY) == lines


def test_entries_whose_names_do_not_fit_into_a_cell_are_written_by_their_ids() -> None:
    people = [
        Edit(
            "partnerships",
            f"p{number}",
            Partnership(id=PartnershipId(f"p{number}"), name=f"{number} {'x' * 240}"),
        )
        for number in range(MOST_ENTRIES)
    ]
    register = CHANGING.changed(people)
    field = next(
        each
        for each in SORTS["partnerships"].fields
        if each.control is Control.ENTRIES and each.of == "partnerships"
    )
    ids = tuple(edit.id for edit in people)
    entry = register.partnership[BARROW].model_copy(update={field.name: ids})
    cell = write(field, entry, Names(register))
    assert len(str(cell)) < LONGEST_CELL
    assert read(field, cell, Names(register), today=TODAY) == ids


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)), LINE)
def test_former_names_keep_their_days(day: date, name: str) -> None:
    field = SORTS["people"].field("formerly")
    person = Person(id=EGAN, name="x", formerly=(FormerName(name=name, until=day),))
    assert read(field, write(field, person, NAMES), NAMES, today=TODAY) == person.formerly


@pytest.mark.parametrize(
    ("kind", "name", "cell", "value"),
    [
        ("appointments", "since", "9 March 2009", date(2009, 3, 9)),
        ("appointments", "since", "09/03/09", date(2009, 3, 9)),
        ("appointments", "since", datetime(2009, 3, 9, 12, 0), date(2009, 3, 9)),  # noqa: DTZ001 - as a workbook has it
        ("appointments", "since", "1 April 1889", date(1889, 4, 1)),
        ("appointments", "until", "31 March 2050", date(2050, 3, 31)),
        ("appointments", "since", "  ", None),
        ("appointments", "role", "Link Officer", "link officer"),
        ("appointments", "person", "mrs c egan", EGAN),
        ("appointments", "person", "[egan]", EGAN),
        ("appointments", "person", "Somebody else [egan]", EGAN),
        ("partnerships", "statutory", "yes", True),
        ("partnerships", "statutory", True, True),
        ("partnerships", "statutory", 0, False),
        ("partnerships", "statutory", "Not stated", None),
        ("partnerships", "bodies", 6.0, 6),
        ("partnerships", "bodies", "5,000", 5000),
        ("partnerships", "name", 101.0, "101"),
        ("partnerships", "name", "Two\nlines", "Two lines"),
        ("partnerships", "priorities", " one \r\n\r\n two", ("one", "two")),
        ("partnerships", "reports_to", "PPP\nppp", ("ppp",)),
        (
            "partnerships",
            "attendance",
            "Funding: Clerk;  Treasurer",
            (Attendance(sub_group="Funding", who=("Clerk", "Treasurer")),),
        ),
        ("people", "formerly", "Miss C Jones", (FormerName(name="Miss C Jones"),)),
    ],
)
def test_cells_as_people_fill_them_in(kind: Kind, name: str, cell: Any, value: object) -> None:
    named = CHANGING.changed(
        [Edit("committees", "ppp", CHANGING.committees[0].model_copy(update={"name": "PPP"}))]
    )
    assert read(SORTS[kind].field(name), cell, Names(named), today=TODAY) == value


@pytest.mark.parametrize(
    ("kind", "name", "cell"),
    [
        ("appointments", "since", "the other day"),
        ("appointments", "since", date(209, 3, 9)),
        ("appointments", "since", "9 March 2909"),
        ("appointments", "role", "chair"),
        ("appointments", "person", "Mr N Obody"),
        ("appointments", "person", "[nobody]"),
        ("appointments", "partnership", None),
        ("partnerships", "name", "  "),
        ("partnerships", "name", "x" * 251),
        ("partnerships", "governance", "x" * (LONGEST_TEXT + 1)),
        ("partnerships", "statutory", "perhaps"),
        ("partnerships", "bodies", "six"),
        ("partnerships", "bodies", 6.5),
        ("partnerships", "bodies", -1),
        ("partnerships", "attendance", "Clerk"),
        ("partnerships", "attendance", "Funding:"),
        ("partnerships", "notes", "bell \x07"),
        *(("partnerships", "name", f"Bar{bad}row") for bad in "\x85\x7f\ud800\ufdd0\ufffe\uffff\U0001ffff"),
        ("partnerships", "name", "\u200b\u2060"),
        ("partnerships", "notes", "x" * (LONGEST_TEXT + 1)),
        ("partnerships", "notes", "x\n" * LONGEST_CELL),
        ("partnerships", "reports_to", "ppp\n" * (MOST_ENTRIES + 1)),
    ],
)
def test_what_cannot_be_read_names_its_field_and_a_mend(kind: Kind, name: str, cell: Any) -> None:
    with pytest.raises(BadInput) as caught:
        read(SORTS[kind].field(name), cell, NAMES, today=TODAY)
    assert caught.value.field == name
    assert caught.value.mend


def test_a_name_that_two_have_asks_for_the_id() -> None:
    twin = Edit("people", "egan-2", Person(id=PersonId("egan-2"), name="Mrs C Egan"))
    names = Names(CHANGING.changed([twin]))
    field = SORTS["appointments"].field("person")
    with pytest.raises(BadInput, match="Add the ID in brackets"):
        read(field, "Mrs C Egan", names, today=TODAY)
    seat = Appointment(id=AppointmentId("x"), partnership=BARROW, role="substitute", person=EGAN)
    assert write(field, seat, names) == "Mrs C Egan [egan]"


NAMED: list[tuple[Kind, Entry, str]] = [
    ("appointments", CHANGING.appointments[0], "representative on Barrow CDRP: Mrs C Egan"),
    ("appointments", CHANGING.appointments[2], "substitute on Barrow CDRP: vacant"),
    ("terms", CHANGING.terms[0], "Mrs C Egan, Chair of Policing Plan and Performance Committee"),
    ("links", Link(id=SlackUserId("U1"), person=EGAN), "Mrs C Egan in Slack"),
    (
        "signatures",
        Signature(id="s", person=EGAN, code="Code", signed_on=TODAY),
        "Code, signed by Mrs C Egan",
    ),
    ("about", CHANGING.about, "edition"),
]


@pytest.mark.parametrize(("kind", "entry", "name"), NAMED)
def test_entries_are_called_by_a_name_that_people_know(kind: Kind, entry: Entry, name: str) -> None:
    assert name_of(CHANGING, kind, entry) == name


def test_a17_the_public_sees_nothing_restricted() -> None:
    seat = CHANGING.appointments[1].model_copy(update={"delegation": "Up to £5,000", "since": TODAY})
    everything = {field.name: words for field, words in shown_fields("appointments", seat, NAMES)}
    public = {field.name: words for field, words in shown_fields("appointments", seat, NAMES, public=True)}
    assert everything == public | {"delegation": "Up to £5,000"}
    assert public["since"] == "22 November 2026"
    person = Person(id=EGAN, name="Mrs C Egan", email="egan@example.org", other_roles=("county councillor",))
    told = dict(shown_fields("people", person, NAMES, public=True))
    assert [field.name for field in told] == ["name"]


def test_nothing_said_is_nothing_in_words() -> None:
    seat: Cell = write(SORTS["appointments"].field("since"), CHANGING.appointments[0], NAMES)
    assert seat is None
    assert in_words(SORTS["appointments"].field("since"), CHANGING.appointments[0], NAMES) is None
    assert PartnershipId("eden") in CHANGING.partnership
