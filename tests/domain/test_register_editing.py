"""Changing the register: whole or not at all, told with before and after, and taken back (UX-07, UX-10, UK-08)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, EDEN, EGAN, PPP, SMITH
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain import audit
from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.notices.models import State
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply, edit, new_entry, subject_of, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee, Entry, Kind, Link, Partnership, Person
from liaison.domain.values import AppointmentId, ChannelId, CommitteeId, PartnershipId, PersonId, SlackUserId
from liaison.storage.unit_of_work import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CHANGING)


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


def fill_in(
    store: Store, actor: Actor, kind: Kind, id_: str | None, /, opened_at: int | None = None, **typed: Cell
) -> Change | None:
    at = standing(store).version if opened_at is None else opened_at
    return store.run(HERE, edit, actor, kind, id_, typed, opened_at=at, now=NOW)


def done(change: Change | None) -> Change:
    assert change is not None
    return change


def take_back(store: Store, actor: Actor, change: Change | None) -> Change:
    return store.run(HERE, undo, actor, done(change).version, now=NOW)


def test_a_form_changes_one_field_and_the_change_says_who_what_before_and_after(
    store: Store, clerk: Actor
) -> None:
    change = done(fill_in(store, clerk, "partnerships", BARROW, area="Barrow", name="Barrow CDRP"))
    (difference,) = change.differences
    assert (change.by, change.by_user, change.how) == ("Clerk", clerk.slack_user, "form")
    assert (change.version, difference.fields) == (standing(store).version, ("area",))
    assert isinstance(difference.before, Partnership)
    assert isinstance(difference.after, Partnership)
    assert (difference.before.area, difference.after.area) == (None, "Barrow")
    assert standing(store).partnership[BARROW].area == "Barrow"
    assert store.run(HERE, lambda uow: uow.changes.get(change.version)) == change


def test_each_change_is_in_the_trail_and_owed_to_whoever_made_it(store: Store, clerk: Actor) -> None:
    change = done(fill_in(store, clerk, "partnerships", BARROW, area="Barrow"))
    entry = store.run(HERE, lambda uow: list(uow.audit.all()))[-1]
    assert (entry.actor, entry.action, entry.subject) == (
        "Clerk",
        "register changed",
        "partnerships: barrow",
    )
    assert entry.details == {"version": str(change.version), "how": "form"}
    assert audit.first_broken(store.run(HERE, lambda uow: list(uow.audit.all()))) is None
    (notice,) = store.run(HERE, lambda uow: list(uow.notices.about(subject_of(change.version))))
    assert (notice.to_user, notice.state) == (clerk.slack_user, State.PENDING)


def test_what_changes_nothing_is_no_change(store: Store, clerk: Actor) -> None:
    before = standing(store).version
    assert fill_in(store, clerk, "partnerships", BARROW, name="Barrow CDRP", area=None) is None
    assert standing(store).version == before


def test_a_new_entry_gets_an_id_that_people_can_read(store: Store, clerk: Actor) -> None:
    for _ in range(2):
        fill_in(store, clerk, "people", None, name="Mrs N É New")
    assert [person.id for person in standing(store).people][-2:] == ["mrs-n-e-new", "mrs-n-e-new-2"]
    seat = done(fill_in(store, clerk, "appointments", None, partnership="eden", role="substitute"))
    assert len(seat.differences[0].id) == 12
    blank = new_entry(standing(store), "people", {"name": "???"})
    assert len(blank.id) == 12


def test_two_people_change_different_fields_of_one_entry_and_both_stay(store: Store, clerk: Actor) -> None:
    opened = standing(store).version
    fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    shown: dict[str, Cell] = {"area": None, "short": None, "level": "district"}
    done(fill_in(store, clerk, "partnerships", BARROW, opened, **shown))
    barrow = standing(store).partnership[BARROW]
    assert (barrow.area, barrow.level) == ("Barrow", "district")


def test_two_people_change_the_same_field_and_the_second_is_told(store: Store, clerk: Actor) -> None:
    opened = standing(store).version
    fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    with pytest.raises(BadInput, match="Somebody else has changed Area meanwhile") as caught:
        fill_in(store, clerk, "partnerships", BARROW, opened, area="Furness")
    assert caught.value.field == "area"
    assert standing(store).partnership[BARROW].area == "Barrow"
    assert (
        fill_in(store, clerk, "partnerships", BARROW, opened, area="Barrow") is None
    )  # the same: nothing to tell


def test_an_entry_that_went_meanwhile_is_told_of(store: Store, clerk: Actor) -> None:
    store.run(HERE, apply, clerk, [Edit("partnerships", EDEN, None)], how="form", now=NOW)
    with pytest.raises(AlreadyDone, match="This partnership has been removed"):
        fill_in(store, clerk, "partnerships", EDEN, area="Eden")


def test_what_must_not_be_changes_nothing_at_all(store: Store, clerk: Actor) -> None:
    before = standing(store)
    good = before.person[EGAN].model_copy(update={"name": "Mrs C Brown"})
    edits = [Edit("people", EGAN, good), Edit("partnerships", BARROW, None)]
    with pytest.raises(BadInput):
        store.run(HERE, apply, clerk, edits, how="form", now=NOW)
    assert standing(store) == before
    assert not store.run(HERE, lambda uow: list(uow.changes.latest(5)))


def test_a_change_is_taken_back_and_so_is_an_addition_and_a_removal(store: Store, clerk: Actor) -> None:
    before = standing(store)
    changed = fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    added = fill_in(store, clerk, "people", None, name="Mrs N New")
    removed = store.run(HERE, apply, clerk, [Edit("partnerships", EDEN, None)], how="form", now=NOW)
    for change in (changed, added, removed):
        back = take_back(store, clerk, change)
        assert (back.how, back.undoes) == ("undo", done(change).version)
    after = standing(store)
    assert set(after.partnerships) == set(before.partnerships)
    assert after.people == before.people
    kept = store.run(HERE, lambda uow: uow.changes.get(done(changed).version))
    assert kept
    assert kept.undone_by


def test_a_change_is_taken_back_once(store: Store, clerk: Actor) -> None:
    change = fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    take_back(store, clerk, change)
    with pytest.raises(AlreadyDone, match="undone already"):
        take_back(store, clerk, change)
    with pytest.raises(NotFound):
        store.run(HERE, undo, clerk, 999, now=NOW)


def test_a_later_change_of_the_same_entry_stands_in_the_way_and_is_named(store: Store, clerk: Actor) -> None:
    first = fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    other = linked(store, "Deputy", "chief-executive")
    fill_in(store, other, "partnerships", EDEN, area="Eden")
    fill_in(store, other, "partnerships", BARROW, level="district")
    with pytest.raises(BadInput, match="Barrow CDRP has been changed since, by Deputy"):
        take_back(store, clerk, first)


def test_a_change_that_others_build_on_is_not_taken_back(store: Store, clerk: Actor) -> None:
    added = fill_in(store, clerk, "people", None, name="Mrs N New")
    fill_in(store, clerk, "appointments", None, partnership="eden", role="substitute", person="Mrs N New")
    with pytest.raises(
        BadInput,
        match='Mrs N New is still named by the appointment "substitute on Eden Partnership: Mrs N New"',
    ):
        take_back(store, clerk, added)


def test_an_undo_can_itself_be_taken_back(store: Store, clerk: Actor) -> None:
    change = fill_in(store, clerk, "partnerships", BARROW, area="Barrow")
    back = take_back(store, clerk, change)
    take_back(store, clerk, back)
    assert standing(store).partnership[BARROW].area == "Barrow"


LINK = Link(id=SlackUserId("U9"), person=SMITH, roles=("admin",))
CHANNEL = CHANGING.committee[PPP].model_copy(update={"channel": "C1"})
NAMED = CHANGING.committee[PPP].model_copy(update={"short": "PP"})
WHO_MAY: list[tuple[Kind, Entry, dict[str, bool]]] = [
    (
        "people",
        Person(id=PersonId("n"), name="Mrs N New"),
        {"member": False, "treasurer": True, "admin": True, "link-officer": False},
    ),
    ("links", LINK, {"member": False, "treasurer": False, "chief-executive": False, "admin": True}),
    ("committees", CHANNEL, {"treasurer": False, "chief-executive": True, "admin": True}),
    ("committees", NAMED, {"member": False, "treasurer": True}),
]


@pytest.mark.parametrize(("kind", "entry", "roles"), WHO_MAY)
def test_who_may_change_what(store: Store, kind: Kind, entry: Entry, roles: dict[str, bool]) -> None:
    for role, may in roles.items():
        actor = linked(store, f"Holder of {role}", role)
        edits = [Edit(kind, entry.id, entry)]
        if not may:
            with pytest.raises(NotAllowed):
                store.run(HERE, apply, actor, edits, how="form", now=NOW)
            continue
        change = done(store.run(HERE, apply, actor, edits, how="form", now=NOW))
        take_back(store, actor, change)


def test_an_undo_needs_the_right_to_the_change(store: Store, clerk: Actor) -> None:
    change = store.run(HERE, apply, clerk, [Edit("links", LINK.id, LINK)], how="form", now=NOW)
    with pytest.raises(NotAllowed):
        take_back(store, linked(store, "Treasurer", "treasurer"), change)


def test_a_link_of_somebody_linked_already_is_not_overwritten(store: Store, clerk: Actor) -> None:
    typed: dict[str, Any] = {"id": clerk.slack_user, "person": "Mr W Smith", "roles": None}
    with pytest.raises(BadInput, match="linked already") as caught:
        fill_in(store, clerk, "links", None, **typed)
    assert (caught.value.field, "Clerk in Slack" in caught.value.mend) == ("id", True)


def test_nobody_takes_the_last_keepers_role_away(store: Store, clerk: Actor) -> None:
    with pytest.raises(BadInput, match="Nobody would be left"):
        store.run(HERE, apply, clerk, [Edit("links", clerk.slack_user, None)], how="button", now=NOW)
    with pytest.raises(BadInput, match="Nobody would be left"):
        fill_in(store, clerk, "links", clerk.slack_user, roles="member")


def test_the_command_line_changes_too_and_is_named(store: Store) -> None:
    new = Partnership(id=PartnershipId("n"), name="New")
    change = done(store.run(HERE, apply, None, [Edit("partnerships", "n", new)], how="import", now=NOW))
    assert (change.by, change.by_user) == ("the command line", None)
    assert not store.run(HERE, lambda uow: list(uow.notices.about(subject_of(change.version))))


def test_a_change_in_a_workspace_without_a_register_says_what_to_do(tmp_path: Path) -> None:
    store = open_store(tmp_path, CHANGING)
    with pytest.raises(NotFound, match="liaison seed"):
        store.run(type(HERE)("TNONE"), apply, None, [], how="import", now=NOW)


def test_b21_a_term_that_ends_by_a_form_moves_the_seat_to_confirmation(store: Store, clerk: Actor) -> None:
    today = NOW.date()
    smith = next(term for term in standing(store).terms if term.person == SMITH)
    fill_in(store, clerk, "terms", smith.id, until=today + timedelta(days=2))
    register = standing(store)
    assert "4" not in {held.appointment.id for held in register.to_confirm(date(2026, 6, 30))}
    day = today + timedelta(days=2)
    waits = {held.appointment.id: held.to_confirm_since for held in register.to_confirm(day)}
    assert waits[AppointmentId("4")] == day
    assert register.holders_of(CHAIR, day) == ()


def test_a_committee_without_a_kind_is_a_committee(store: Store, clerk: Actor) -> None:
    """What is left empty in a form takes the kind's own value where it cannot be empty."""
    change = done(fill_in(store, clerk, "committees", None, name="Zed", kind=None))
    added = standing(store).entry("committees", change.differences[0].id)
    assert added is not None
    assert getattr(added, "kind", None) == "committee"
    assert fill_in(store, clerk, "committees", added.id, kind=None) is None


def test_an_undo_says_nothing_of_the_entry_to_somebody_without_the_right(store: Store, clerk: Actor) -> None:
    """The role is asked before anything is compared: the sentence would name the entry."""
    change = done(fill_in(store, clerk, "partnerships", BARROW, area="Barrow"))
    fill_in(store, clerk, "partnerships", BARROW, area="Furness")
    stranger = linked(store, "Link Officer", "link-officer")
    with pytest.raises(NotAllowed, match="change the register"):
        take_back(store, stranger, change)


def test_a_channel_comes_with_a_new_committee_only_from_those_who_may_choose_channels(
    store: Store, clerk: Actor
) -> None:
    officer = linked(store, "Support Officer", "support-officer")
    new = Committee(id=CommitteeId("zed"), name="Zed", channel=ChannelId("C0SECRET"))
    with pytest.raises(NotAllowed, match="choose a committee's channel"):
        store.run(HERE, apply, officer, [Edit("committees", new.id, new)], how="import", now=NOW)
    assert store.run(HERE, apply, clerk, [Edit("committees", new.id, new)], how="import", now=NOW)
