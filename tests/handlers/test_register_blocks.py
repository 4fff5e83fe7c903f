"""The register's forms and messages, whatever stands in the register: what Slack takes, and what comes back unchanged."""

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.domain.access.rules import Actor
from liaison.domain.register.asking import asked
from liaison.domain.register.cells import Names, read
from liaison.domain.register.changes import Change, Difference, differences
from liaison.domain.register.codes import Gap
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.editing import read_values
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import KINDS, Appointment, Entry, Kind, Link, Partnership, Person, Target
from liaison.domain.register.plans import Plan, RowFault
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import FieldTold, Told, told
from liaison.domain.values import AppointmentId, PartnershipId, PersonId, SlackUserId, WorkspaceId
from liaison.handlers.blocks import register as blocks
from liaison.handlers.blocks.register_codes import codes
from liaison.handlers.blocks.register_files import faulty, proposal
from liaison.handlers.blocks.register_forms import About, end_form, form
from liaison.handlers.blocks.register_inputs import typed
from liaison.handlers.blocks.register_notes import SAME_NAME, of_new_name, with_note
from liaison.handlers.blocks.register_overview import overview
from liaison.handlers.blocks.register_usage import usage
from liaison.sandbox.acting.values import initial_values
from liaison.sandbox.rules.surfaces import check_message_blocks, check_view
from liaison.storage.packs import load_pack, pack_names

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PACKS = {name: from_pack(load_pack(name), since=DAY) for name in pack_names()}
CUMBRIA = PACKS["cumbria"]
SHAW = PersonId("shaw")


def sent_in_unchanged(register: Register, kind: Kind, entry: Entry, part: str | None) -> None:
    """Opens the form of an entry and sends it in as it is: every field says what the entry said."""
    view = form(About(kind=kind, id=entry.id, at=1, part=part), register, day=DAY)
    assert not check_view(view, "modal"), (kind, entry.id)
    values = read_values(register, kind, typed(initial_values(view["blocks"])), now=NOW)
    for name, value in values.items():
        assert value == getattr(entry, name), (kind, entry.id, name)
    shown = {field.name for field in asked(register, kind, entry, part=part)}
    assert values.keys() == shown, "every field that is asked stands in the form"


def parts(kind: Kind) -> tuple[str | None, ...]:
    """The forms of a kind."""
    return SORTS[kind].parts if kind == "partnerships" else (None,)


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_a_form_that_is_sent_in_unchanged_changes_nothing(pack: str) -> None:
    register = PACKS[pack]
    for kind in KINDS:
        for entry in register.entries(kind):
            for part in parts(kind):
                sent_in_unchanged(register, kind, entry, part)
            if kind in {"partnerships", "offices"}:
                assert not check_view(overview(register, kind, entry, day=DAY), "modal"), entry.id


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def cells(field: Field) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each control
    """What may stand in a field, as a cell."""
    match field.control:
        case Control.DATE:
            return st.dates(date(1900, 1, 1), DAY) if field.past else DATES
        case Control.NUMBER:
            return st.integers(0, 10_000)
        case Control.YES_NO:
            return st.sampled_from(["Yes", "No"])
        case Control.CHOICE:
            return st.sampled_from(field.choices)
        case Control.ENTRY:
            return st.sampled_from([entry.id for entry in CUMBRIA.entries(cast("Kind", field.of))] or [""])
        case Control.ENTRIES:
            ids = [entry.id for entry in CUMBRIA.entries(cast("Kind", field.of))]
            return st.lists(st.sampled_from(ids), max_size=4).map("\n".join)
        case Control.ROLES:
            return st.just("member\nadmin")
        case Control.ATTENDANCE:
            return st.lists(st.sampled_from(["Funding: A; B", "Estates: Clerk"]), max_size=3).map("\n".join)
        case Control.FORMER_NAMES:
            return st.lists(st.sampled_from(["Old & <old>", "Older (until 1 May 2010)"]), max_size=3).map(
                "\n".join
            )
        case Control.LINES:
            return st.lists(LINE, max_size=5).map("\n".join)
    return LINE  # a text, or a channel


@st.composite
def entries(draw: st.DrawFn) -> tuple[Kind, Entry]:
    """Any entry of any kind, as a form or a file may have made it."""
    kind = draw(st.sampled_from([kind for kind in KINDS if kind != "links"]))
    names, values = Names(CUMBRIA), {}
    for field in SORTS[kind].fields:
        cell = draw(cells(field)) if field.needed else draw(st.none() | cells(field))
        values[field.name] = read(field, cell, names, today=DAY) if cell or field.needed else None
    kept = {name: value for name, value in values.items() if value is not None}
    return kind, KINDS[kind].model_validate({"id": "about" if kind == "about" else "an-entry", **kept})


@settings(max_examples=60, deadline=None)
@given(entries())
def test_any_entry_comes_back_from_its_form_as_it_was(drawn: tuple[Kind, Entry]) -> None:
    kind, entry = drawn
    register = CUMBRIA.changed([Edit(kind, entry.id, entry)])
    for part in parts(kind):
        sent_in_unchanged(register, kind, entry, part)
    change = one_change(register, (Difference(kind=kind, id=entry.id, before=None, after=entry),))
    message = blocks.changed(change)
    assert message.text.strip()
    assert not check_message_blocks(message.blocks)


class Nothing:
    """Changes that were never undone."""

    @property
    def changes(self) -> "Nothing":
        return self

    def get(self, _version: int) -> None:
        return None


def one_change(register: Register, found: tuple[Difference, ...]) -> Told:
    """A change as it is told."""
    change = Change(
        version=7, at=NOW, by="Mrs C Egan", by_user=SlackUserId("U1"), how="form", differences=found
    )
    return told(cast("Any", Nothing()), register, change)


LONG = "Sentence about safety. " * 130


def test_p_13_what_is_long_stays_within_slacks_limits() -> None:
    big = CUMBRIA.partnerships[0].model_copy(
        update={
            "purpose": tuple(LONG[:250] for _ in range(11)),
            "own_role": LONG[:3000],
            "remark": LONG[:3000],
        }
    )
    seats = [
        Appointment(id=AppointmentId(f"s{n}"), partnership=big.id, role="representative", person=SHAW)
        for n in range(60)
    ]
    targets = [Target(id=f"t{n}", partnership=big.id, target=LONG[:3000]) for n in range(40)]
    edits = [Edit("partnerships", big.id, big)]
    edits += [Edit("appointments", seat.id, seat) for seat in seats]
    edits += [Edit("targets", target.id, target) for target in targets]
    register = CUMBRIA.changed(edits)
    view = overview(register, "partnerships", big, day=DAY)
    assert not check_view(view, "modal")
    assert "more seats" in str(view)
    assert "more targets" in str(view)
    shown = one_change(register, differences(CUMBRIA, edits))
    assert not check_message_blocks(blocks.changed(shown).blocks)
    assert "60 appointments added" in str(blocks.changed(shown).blocks)
    many = [shown._replace(version=version) for version in range(blocks.CHANGES)]
    assert not check_message_blocks(blocks.changes(many, skip=6, more=True).blocks)


def test_a_field_that_is_too_long_for_a_form_says_so() -> None:
    entry = CUMBRIA.partnerships[0].model_copy(
        update={"purpose": tuple(f"{n} {LONG[:200]}" for n in range(40))}
    )
    register = CUMBRIA.changed([Edit("partnerships", entry.id, entry)])
    view = form(About(kind="partnerships", id=entry.id, at=1, part="Purpose and aims"), register, day=DAY)
    assert not check_view(view, "modal")
    assert "Purpose* is too long for a form" in str(view)


def test_markup_in_names_is_no_markup() -> None:
    person = Person(id=PersonId("x"), name="<!channel> *Bold* & Sons")
    register = CUMBRIA.changed([Edit("people", person.id, person)])
    message = blocks.changed(one_change(register, differences(CUMBRIA, [Edit("people", "x", person)])))
    assert "<!channel>" not in str(message.blocks[0:2])


def test_every_form_of_a_new_entry_is_one_that_slack_takes() -> None:
    for kind in KINDS:
        view = form(About(kind=kind, at=1), CUMBRIA, day=DAY)
        assert not check_view(view, "modal"), kind
        assert len(view["title"]["text"]) <= 24
    seat = CUMBRIA.appointments[0]
    about = About(kind="appointments", id=seat.id, at=1, successor=True)
    assert not check_view(form(about, CUMBRIA, day=DAY), "modal")
    assert not check_view(end_form(about, CUMBRIA, seat, day=DAY, today=DAY), "modal")


def test_restricted_words_are_not_in_a_notification() -> None:
    seat = CUMBRIA.appointments[0].model_copy(update={"delegation": "May spend zebrafinch"})
    edits = [Edit("appointments", seat.id, seat)]
    message = blocks.changed(one_change(CUMBRIA, differences(CUMBRIA, edits)))
    assert "zebrafinch" in str(message.blocks)
    assert "zebrafinch" not in message.text


def test_ux_07_what_was_set_up_has_no_button_that_undoes_it() -> None:
    """Pressed by the way, it could leave somebody without a way in; the message says where it is changed."""
    link = Link(id=SlackUserId("U1"), person=SHAW, roles=("member",))
    board = CUMBRIA.committees[0].model_copy(update={"channel": "C012AB3CD"})
    for edit, words in (
        (Edit("links", link.id, link), "`/partnership link`"),
        (Edit("committees", board.id, board), "`/committee`"),
        (Edit("people", "x", Person(id=PersonId("x"), name="X")), "`/partnership edit`"),
    ):
        change = one_change(CUMBRIA, differences(CUMBRIA, [edit]))
        assert "Undo" in str(blocks.changes([change], skip=0, more=False).blocks)
        shown = str(blocks.changes([change._replace(how="command line")], skip=0, more=False).blocks)
        assert "Undo" not in shown
        assert f"*Set up on the command line on 23 November 2026.* To change it, use {words}." in shown


def test_a_button_says_what_it_fills_in() -> None:
    value = blocks.preset("appointments", partnership="a b&c", role="link officer")
    assert blocks.read_preset(value) == ("appointments", {"partnership": "a b&c", "role": "link officer"})
    assert blocks.read_preset("appointments:x") == ("appointments", {"partnership": "x"})
    assert blocks.read_preset("people") == ("people", {})


def test_a_partnership_is_named_by_its_id_in_the_values_of_buttons() -> None:
    partnership = Partnership(id=PartnershipId("x:y"), name="Colon")
    register = CUMBRIA.changed([Edit("partnerships", partnership.id, partnership)])
    view = overview(register, "partnerships", partnership, day=DAY)
    assert "partnerships:x:y:0" in str(view)


def test_what_a_screen_reader_says_is_plain_words() -> None:
    """A label is no markup: an ampersand in it is read out as one."""
    person = Person(id=PersonId("x"), name="Smith & Sons")
    seat = CUMBRIA.appointments[0].model_copy(update={"id": "x", "person": person.id, "office": None})
    register = CUMBRIA.changed([Edit("people", person.id, person), Edit("appointments", "x", seat)])
    view = overview(register, "partnerships", register.partnership[seat.partnership], day=DAY)
    labels = [
        element["accessibility_label"]
        for block in view["blocks"]
        for element in block.get("elements", [])
        if "accessibility_label" in element
    ]
    assert any("Smith & Sons" in label for label in labels)
    assert not [label for label in labels if "&amp;" in label]


def test_one_more_is_not_said_as_several() -> None:
    fields = [
        FieldTold(str(number), None, "Yes", restricted=False) for number in range(blocks.MOST_LISTED + 1)
    ]
    shown = one_change(
        CUMBRIA, differences(CUMBRIA, [Edit("people", "x", Person(id=PersonId("x"), name="X"))])
    )
    entry = shown.entries[0]._replace(fields=tuple(fields))
    message = blocks.changes([shown._replace(entries=(entry,))], skip=0, more=False)
    assert "1 more field" in str(message.blocks)
    assert "1 more fields" not in str(message.blocks)


def test_a_page_that_is_no_more_is_the_last_one() -> None:
    """Seats are confirmed and codes signed meanwhile: a button of an older list goes past the end."""
    held = [CUMBRIA.holder(seat, DAY) for seat in CUMBRIA.appointments[:3]]
    assert str(blocks.to_confirm(CUMBRIA, held, page=7)) == str(blocks.to_confirm(CUMBRIA, held, page=0))
    gaps = [Gap(person=CUMBRIA.people[0], code="Code of conduct")]
    last, past = (codes(gaps, ["Code of conduct"], page=page, day=DAY, lacking=1).blocks for page in (0, 3))
    assert last == past


def test_what_to_do_about_a_row_of_a_file_is_never_cut() -> None:
    mend = f"Write it under Formerly: {'Furness & Eden ' * 15}(until 9 March 2009). Was it a mistake? Use the form."
    rows = [
        RowFault(sheet="Partnerships", row=row, column="Name", sentence="Long name. " * 40, mend=mend)
        for row in range(2, 12)
    ]
    plan = Plan(version=1, remarks=tuple(rows))
    for message, most in (
        (proposal("a.csv", plan, (), ["F1"], anew=False), 5),
        (faulty("a.csv", Plan(version=1, faults=tuple(rows))), 10),
    ):
        assert not check_message_blocks(message.blocks)
        said = "".join(block["text"]["text"] for block in message.blocks if block["type"] == "section")
        assert said.count("Was it a mistake? Use the form.") == most


def test_who_goes_by_a_name_already_stands_below_it_until_another_is_typed() -> None:
    place, other = CUMBRIA.partnerships[:2]
    part = SORTS["partnerships"].field("name").part
    about = About(kind="partnerships", id=place.id, at=1, part=part, given={"name": other.name})
    opened = form(about, CUMBRIA, day=DAY)
    view = opened | {"blocks": [{"block_id": f"b{n}", **each} for n, each in enumerate(opened["blocks"])]}
    below = next(each["block_id"] for each in view["blocks"] if each["block_id"].endswith(".name"))
    assert "already. Whoever types it is asked which is meant." in str(view)
    told = with_note(view | {"id": "V1", "hash": "h"}, below, [])
    assert not check_view(told, "modal")
    assert told == view | {"blocks": [each for each in view["blocks"] if each["block_id"] != SAME_NAME]}
    noted = of_new_name(CUMBRIA, "partnerships", place, other.name, day=DAY)
    assert with_note(told, below, noted) == view
    same = of_new_name(CUMBRIA, "partnerships", place, place.name, day=DAY)
    assert same == [], "it has that name itself"


def test_what_is_typed_of_an_appointment_in_the_help_names_a_role() -> None:
    actor = Actor(
        workspace=WorkspaceId("T"),
        slack_user=SlackUserId("U"),
        person=PersonId("x"),
        name="X",
        roles=frozenset({"admin"}),
    )
    assert " as representative from 1 january 2027`: the form, filled in" in str(
        usage(actor, CUMBRIA, DAY).blocks
    )
