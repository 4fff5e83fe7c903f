"""A new name from a day, which leaves the old one under Formerly, or a mistake put right, which leaves none (A-24)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.files import TODAY, sheet, taken
from tests.domain.made_up import registers
from tests.domain.registers import BARROW, CHAIR, CHANGING, SHAW
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.lookup import find
from liaison.domain.lookup.rows import name_then
from liaison.domain.register import importing
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import edit, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.exporting import register_sheets
from liaison.domain.register.importing import in_words, plan
from liaison.domain.register.models import FormerName, Kind, Partnership
from liaison.domain.register.renaming import FROM, HOW, MISTAKE, NEW, renamed
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId
from liaison.storage.unit_of_work import Store

MAY = date(2026, 5, 1)
APRIL = date(2026, 4, 30)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CHANGING)


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


def rename(store: Store, actor: Actor, kind: Kind, id_: str, name: str, /, **said: Cell) -> Change:
    """What the form says of a new name: by itself, that it is new from today."""
    typed = {"name": name, HOW.name: NEW, FROM.name: TODAY, **said}
    change = store.run(HERE, edit, actor, kind, id_, typed, opened_at=standing(store).version, now=NOW)
    assert change
    return change


def test_a_24_who_and_what_is_renamed_keeps_the_old_name_until_the_day(store: Store, clerk: Actor) -> None:
    before = standing(store)
    named: tuple[tuple[Kind, str, str], ...] = (
        ("partnerships", BARROW, "Furness Safety Partnership"),
        ("people", SHAW, "Mrs L L Egan"),
        ("offices", CHAIR, "Chair of the Performance Committee"),
        ("committees", "ppp", "Performance Committee"),
    )
    changes = [rename(store, clerk, *said, **{FROM.name: MAY}) for said in named]
    after = standing(store)
    for kind, id_, name in named:
        entry, old = after.entry(kind, id_), before.entry(kind, id_)
        assert entry == old.model_copy(  # type: ignore[union-attr]
            update={"name": name, "formerly": (FormerName(name=getattr(old, "name", ""), until=MAY),)}
        )
    (row,) = find(after, "barrow cdrp", day=TODAY).partnerships
    assert row.partnership.name == "Furness Safety Partnership"
    (row,) = find(after, "barrow cdrp on 30 april 2026", day=TODAY).partnerships
    assert row.partnership.name == "Barrow CDRP, now Furness Safety Partnership"
    (row,) = find(after, "barrow cdrp on 1 may 2026", day=TODAY).partnerships
    assert row.partnership.name == "Furness Safety Partnership"
    (found,) = find(after, "mrs c egan on 30 april 2026", day=TODAY).people
    assert {where.name for where, _ in found.seats} >= {"Barrow CDRP, now Furness Safety Partnership"}
    assert [office.name for office in found.offices] == [
        "Chair of Policing Plan and Performance Committee, now Chair of the Performance Committee"
    ]
    (found,) = find(after, "mrs shaw", day=TODAY).people
    assert found.person.name == "Mrs L L Egan"
    for change in reversed(changes):
        store.run(HERE, undo, clerk, change.version, now=NOW)
    assert {kind: standing(store).entry(kind, id_) for kind, id_, _ in named} == {
        kind: before.entry(kind, id_) for kind, id_, _ in named
    }


def test_a_24_a_mistake_put_right_leaves_no_former_name(store: Store, clerk: Actor) -> None:
    rename(store, clerk, "people", SHAW, "Mrs L M Shaw", **{HOW.name: MISTAKE})
    assert (standing(store).person[SHAW].name, standing(store).person[SHAW].formerly) == ("Mrs L M Shaw", ())
    rename(store, clerk, "people", SHAW, "MRS L. M. Shaw")  # the same name, written in another way
    assert standing(store).person[SHAW].formerly == ()


def test_where_the_name_stays_nothing_said_of_a_new_one_counts(store: Store, clerk: Actor) -> None:
    typed: dict[str, Cell] = {"name": "Barrow CDRP", HOW.name: NEW, FROM.name: date(2030, 1, 1)}
    at = standing(store).version
    assert store.run(HERE, edit, clerk, "partnerships", BARROW, typed, opened_at=at, now=NOW) is None
    rename(store, clerk, "partnerships", BARROW, "Barrow CDRP", area="Barrow", **{FROM.name: None})
    assert standing(store).partnership[BARROW].formerly == ()


def test_a_day_that_is_not_known_leaves_the_old_name_without_one(store: Store, clerk: Actor) -> None:
    rename(store, clerk, "partnerships", BARROW, "Furness Safety Partnership", **{FROM.name: None})
    assert standing(store).partnership[BARROW].formerly == (FormerName(name="Barrow CDRP"),)


def test_the_old_name_is_not_kept_twice_where_it_was_typed_by_hand(store: Store, clerk: Actor) -> None:
    said = {"formerly": "BARROW cdrp (until 9 March 2009)"}
    rename(store, clerk, "partnerships", BARROW, "Furness Forum", **said)
    kept = standing(store).partnership[BARROW].formerly
    assert kept == (FormerName(name="BARROW cdrp", until=date(2009, 3, 9)),)
    rename(store, clerk, "partnerships", BARROW, "Furness Partnership", formerly="Furness Forum")
    assert standing(store).partnership[BARROW].formerly == (FormerName(name="Furness Forum", until=TODAY),)


@pytest.mark.parametrize(
    ("said", "day", "told"),
    [
        ({}, date(2027, 5, 1), "That day is still to come."),
        ({"since": MAY}, MAY, "It began on 1 May 2026, so it had no other name before 1 May 2026."),
        ({"since": MAY}, APRIL, "It began on 1 May 2026, so it had no other name before 30 April 2026."),
        ({"until": MAY}, MAY, "It ended on 1 May 2026, under the name that it had."),
        (
            {"formerly": (FormerName(name="Barrow CSP", until=MAY),)},
            APRIL,
            "It was called Barrow CSP until 1 May 2026.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_one_sentence(
    store: Store, clerk: Actor, said: dict[str, object], day: date, told: str
) -> None:
    barrow = Partnership.model_validate({**dict(CHANGING.partnership[BARROW]), **said})
    store.run(HERE, lambda uow: uow.register.save([Edit("partnerships", BARROW, barrow)]))
    with pytest.raises(BadInput) as caught:
        rename(store, clerk, "partnerships", BARROW, "Furness Forum", **{FROM.name: day})
    assert (caught.value.sentence, caught.value.field) == (told, FROM.name)
    mistake: dict[str, Cell] = {FROM.name: day, HOW.name: MISTAKE}
    rename(store, clerk, "partnerships", BARROW, "Furness Forum", **mistake)


def test_a_name_that_held_for_no_day_is_not_kept(store: Store, clerk: Actor) -> None:
    rename(store, clerk, "partnerships", BARROW, "Furness Frum")
    rename(store, clerk, "partnerships", BARROW, "Furness Forum")
    assert standing(store).partnership[BARROW].formerly == (FormerName(name="Barrow CDRP", until=TODAY),)
    rename(store, clerk, "partnerships", BARROW, "Barrow CDRP")
    assert name_then(standing(store).partnership[BARROW], MAY) == "Barrow CDRP"


NAMES = st.lists(st.sampled_from(["Eden", "Furness", "Kendal", "Barrow"]), min_size=1, max_size=8)


@given(NAMES, st.data())
def test_on_every_day_the_name_is_the_one_that_was_given_last(names: list[str], data: st.DataObject) -> None:
    days = sorted(
        data.draw(
            st.sets(st.dates(date(2000, 1, 1), TODAY), min_size=len(names), max_size=len(names)), "days"
        )
    )
    entry = Partnership(id=PartnershipId("p"), name="First")
    history = [(date.min, "First")]
    for day, name in zip(days, names, strict=True):
        after = renamed(entry, entry.model_copy(update={"name": name}), day, today=TODAY)
        assert isinstance(after, Partnership)
        entry = after
        history.append((day, name))
    for day in (*days, *(day - timedelta(days=1) for day in days)):
        held = next(name for since, name in reversed(history) if since <= day)
        assert name_then(entry, day).partition(", now ")[0] == held


# --- files


def test_a_row_with_another_name_keeps_the_old_one_and_says_so() -> None:
    found, after = taken(sheet("Partnerships", "ID, Name", [BARROW, "Furness Forum"]))
    assert after.partnership[BARROW].formerly == (FormerName(name="Barrow CDRP", until=TODAY),)
    (remark,) = found.remarks
    assert str(remark) == (
        "Partnerships, row 2, Name: Furness Forum would be the name from 22 November 2026, and Barrow CDRP goes under "
        "Formerly. Was it another day? Write it under Formerly: Barrow CDRP (until 9 March 2009). "
        "Was the old name a mistake? Use /partnership edit."
    )
    (told,) = in_words(CHANGING, found)
    assert [field[:3] for field in told.fields] == [
        ("Name", "Barrow CDRP", "Furness Forum"),
        ("Formerly", "not recorded", "Barrow CDRP (until 22 November 2026)"),
    ]
    again, _ = taken(sheet("Partnerships", "ID, Name", [BARROW, "Furness Forum"]), register=after)
    assert (again.differences, again.remarks) == ((), ())


def test_what_a_row_says_of_former_names_itself_stands() -> None:
    headings = "ID, Name, Formerly"
    found, after = taken(
        sheet("Partnerships", headings, [BARROW, "Furness Forum", "Barrow CDRP (until 1 May 2026)"])
    )
    assert after.partnership[BARROW].formerly == (FormerName(name="Barrow CDRP", until=MAY),)
    assert not found.remarks
    found, after = taken(
        sheet("Partnerships", headings, [BARROW, "Furness Partnership", "Barrow CSP"]), register=after
    )
    assert [str(remark) for remark in found.remarks] == [
        (
            "Partnerships, row 2, Name: Furness Partnership would take the place of Furness Forum, and no former name "
            "is kept. If it was its name, write it under Formerly: Furness Forum (until 22 November 2026)."
        ),
        (
            "Partnerships, row 2, Formerly: Barrow CDRP (until 1 May 2026) would no longer be there. "
            "To keep it, write it there."
        ),
    ]


def test_a_file_that_is_older_than_a_change_says_whose_change_it_would_take_back(
    store: Store, clerk: Actor
) -> None:
    older = register_sheets(standing(store))
    rename(store, clerk, "partnerships", BARROW, "Furness Forum", area="Furness", **{FROM.name: MAY})
    register = standing(store)
    found = plan(register, older, today=TODAY)
    (told,) = in_words(register, found, store.run(HERE, importing.lately))
    said = "So it stood until Clerk changed it on 22 November 2026. The file may be older."
    assert [(field.label, field.after, field.note) for field in told.fields] == [
        ("Name", "Barrow CDRP", said),
        ("Formerly", "not recorded", said),
        ("Area", "not recorded", said),
    ]
    newer = sheet("Partnerships", "ID, Area", [BARROW, "Barrow"])
    found = plan(register, [newer], today=TODAY)
    (told,) = in_words(register, found, store.run(HERE, importing.lately))
    assert [field.note for field in told.fields] == [""]


def test_a_mere_change_of_letters_in_a_file_keeps_no_former_name() -> None:
    found, after = taken(sheet("People", "ID, Name", [SHAW, "MRS L. L. Shaw"]))
    assert (after.person[SHAW].formerly, found.remarks) == ((), ())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(registers(), st.data())
def test_an_export_after_a_renaming_comes_in_without_a_difference(
    register: Register, data: st.DataObject
) -> None:
    """As does the file that renamed, once it has been taken in, where it says nothing of former names."""
    named: list[Kind] = ["partnerships", "people", "offices", "committees"]
    entries = [(kind, entry) for kind in named for entry in register.entries(kind)]
    if not entries:
        return
    kind, entry = data.draw(st.sampled_from(entries))
    page = {"partnerships": "Partnerships", "people": "People", "offices": "Offices"}.get(kind, "Committees")
    rows = sheet(page, "ID, Name", [entry.id, "A name that nothing had"])
    _, after = taken(rows, register=register)
    again, _ = taken(rows, register=after)
    back, same = taken(*register_sheets(after), register=after)
    assert again.differences == back.differences == ()
    assert register_sheets(same) == register_sheets(after)
