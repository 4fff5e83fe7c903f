"""A partnership that ends or merges leaves no seat behind that runs on or begins later, by a form as by a file (A-24)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.files import faults, sheet, taken
from tests.domain.registers import BARROW, CHAIR, CHANGING, EDEN, EGAN, FORUM, HANDOVER, SHAW, SMITH
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.register import seats, telling
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change, differences, reverse
from liaison.domain.register.editing import edit, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment
from liaison.domain.register.remarks import remarks
from liaison.domain.register.rules import check
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import ended_with, kept_within
from liaison.storage.unit_of_work import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
DECEMBER, JANUARY, FEBRUARY = date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)

BROUGHT_ALONG = (
    "1 seat and 1 vacancy end that day, and 1 that would begin later is taken back: "
    "Mr W Smith, substitute, from 1 January 2027."
)


def seat(id_: str, **said: object) -> Appointment:
    fields = {"id": id_, "partnership": BARROW, "role": "substitute", "person": SMITH, **said}
    return Appointment.model_validate(fields)


# Mr Smith follows as substitute in January, and the vacancy ends then.
TO_COME = CHANGING.changed(
    [
        Edit("appointments", "3", CHANGING.appointments[2].model_copy(update={"until": JANUARY})),
        Edit("appointments", "9", seat("9", since=JANUARY)),
    ]
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, TO_COME)
    yield store
    store.close()


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


def fill_in(store: Store, actor: Actor, kind: Any, id_: str | None, **typed: Any) -> Change:
    change = store.run(HERE, edit, actor, kind, id_, typed, opened_at=standing(store).version, now=NOW)
    assert change
    return change


def of_barrow(register: Register) -> dict[str, tuple[date | None, date | None]]:
    return {seat.id: (seat.since, seat.until) for seat in register.all_seats_of(BARROW)}


def too_late(register: Register) -> list[Appointment]:
    """The seats that run on or begin on or after the day on which their partnership has ended."""
    return [
        seat
        for seat in register.appointments
        if (until := register.partnership[seat.partnership].until)
        and (seat.until is None or until < seat.until or (seat.since is not None and until <= seat.since))
    ]


def test_a24_a_seat_to_come_is_taken_back_and_said_by_name_and_undo_restores_it(
    store: Store, clerk: Actor
) -> None:
    before = standing(store)
    change = fill_in(store, clerk, "partnerships", BARROW, until=DECEMBER, merged_into=EDEN)
    after = standing(store)
    assert of_barrow(after) == {"1": (None, HANDOVER), "2": (HANDOVER, DECEMBER), "3": (HANDOVER, DECEMBER)}
    (said,) = remarks(after, change, TODAY)
    assert said == f"{BROUGHT_ALONG} Undo brings back what is taken back."
    told = store.run(HERE, lambda uow: telling.told(uow, after, change))
    assert told.by_kind == (
        "1 partnership ended",
        "1 appointment ended",
        "1 vacancy changed",
        "1 appointment removed",
    )
    store.run(HERE, undo, clerk, change.version, now=NOW)
    assert standing(store).appointments == before.appointments
    assert standing(store).partnerships == before.partnerships


def test_a24_what_would_begin_on_the_very_day_is_taken_back_as_well(store: Store, clerk: Actor) -> None:
    change = fill_in(store, clerk, "partnerships", BARROW, until=JANUARY)
    assert of_barrow(standing(store)) == {
        "1": (None, HANDOVER),
        "2": (HANDOVER, JANUARY),
        "3": (HANDOVER, JANUARY),
    }
    (said,) = remarks(standing(store), change, TODAY)
    assert "1 seat ends that day, and 1 that would begin then or later is taken back: Mr W Smith" in said


@pytest.mark.parametrize("later", [FEBRUARY, None])
def test_a24_where_the_end_is_corrected_what_was_taken_back_for_it_returns(
    store: Store, clerk: Actor, later: date | None
) -> None:
    fill_in(store, clerk, "partnerships", BARROW, until=DECEMBER)
    fill_in(store, clerk, "partnerships", BARROW, until=later)
    assert of_barrow(standing(store))["9"] == (JANUARY, later)
    assert of_barrow(standing(store))["2"] == (HANDOVER, later)
    assert not too_late(standing(store))


def test_a24_what_was_taken_back_returns_only_where_it_can_and_only_there(store: Store, clerk: Actor) -> None:
    fill_in(store, clerk, "partnerships", BARROW, until=DECEMBER)
    change = fill_in(store, clerk, "partnerships", BARROW, until=date(2026, 12, 2))
    assert "9" not in of_barrow(standing(store)), "it would still begin too late"
    second = fill_in(store, clerk, "partnerships", BARROW, until=None)
    assert of_barrow(standing(store))["9"] == (JANUARY, None)
    store.run(HERE, undo, clerk, second.version, now=NOW)
    store.run(HERE, undo, clerk, change.version, now=NOW)
    fill_in(store, clerk, "partnerships", EDEN, until=DECEMBER)
    fill_in(store, clerk, "partnerships", EDEN, until=None)
    assert "9" not in of_barrow(standing(store))


def test_a24_a_seat_is_not_added_to_a_partnership_that_has_ended(store: Store, clerk: Actor) -> None:
    fill_in(store, clerk, "partnerships", EDEN, until=DECEMBER)
    given = {"partnership": EDEN, "role": "representative", "person": EGAN}
    with pytest.raises(BadInput) as refused:
        fill_in(store, clerk, "appointments", None, **given, since=DECEMBER)
    assert refused.value.field == "since"
    assert refused.value.sentence == (
        "It would begin on 1 December 2026, and Eden Partnership ends on 1 December 2026."
    )
    with pytest.raises(BadInput) as refused:
        fill_in(store, clerk, "appointments", None, **given, until=JANUARY)
    assert refused.value.field == "until"
    assert refused.value.sentence == "It would go on after 1 December 2026, when Eden Partnership ends."
    change = fill_in(store, clerk, "appointments", None, **given)
    (added,) = standing(store).all_seats_of(EDEN)
    assert added.until == DECEMBER, "it ends with it"
    assert "It ends with Eden Partnership, on 1 December 2026." in list(
        remarks(standing(store), change, TODAY)
    )
    with pytest.raises(BadInput) as refused:
        fill_in(store, clerk, "appointments", added.id, until=None)
    assert refused.value.field == "until", "not put back in silence"


def test_a24_who_follows_before_the_end_ends_with_the_partnership(store: Store, clerk: Actor) -> None:
    fill_in(store, clerk, "partnerships", BARROW, until=FEBRUARY)
    typed: dict[str, Cell] = {"person": EGAN, "since": DECEMBER}
    store.run(HERE, seats.succeed, clerk, "appointments", "3", typed, now=NOW)
    store.run(HERE, seats.end, clerk, "appointments", "2", DECEMBER, vacant=True, now=NOW)
    assert not too_late(standing(store))
    ends = {each.until for each in standing(store).all_seats_of(BARROW)}
    assert ends == {HANDOVER, DECEMBER, FEBRUARY}


def test_a24_undoing_an_end_of_another_day_takes_along_what_was_added_since(
    store: Store, clerk: Actor
) -> None:
    fill_in(store, clerk, "partnerships", EDEN, until=DECEMBER)
    moved = fill_in(store, clerk, "partnerships", EDEN, until=FEBRUARY)
    for since, person in ((None, EGAN), (JANUARY, SHAW)):
        fill_in(
            store,
            clerk,
            "appointments",
            None,
            partnership=EDEN,
            role="substitute",
            person=person,
            since=since,
        )
    back = store.run(HERE, undo, clerk, moved.version, now=NOW)
    assert [seat.until for seat in standing(store).all_seats_of(EDEN)] == [DECEMBER]
    store.run(HERE, undo, clerk, back.version, now=NOW)
    assert [seat.until for seat in standing(store).all_seats_of(EDEN)] == [FEBRUARY, FEBRUARY]


def test_a24_undoing_an_end_leaves_the_seat_that_had_ended_that_day_by_itself(
    store: Store, clerk: Actor
) -> None:
    fill_in(store, clerk, "appointments", "2", until=DECEMBER)
    change = fill_in(store, clerk, "partnerships", BARROW, until=DECEMBER)
    store.run(HERE, undo, clerk, change.version, now=NOW)
    assert of_barrow(standing(store))["2"] == (HANDOVER, DECEMBER)


def test_a06_a_vacancy_that_ends_is_counted_as_one_and_not_as_an_appointment(
    store: Store, clerk: Actor
) -> None:
    for place, role in ((EDEN, "representative"), (EDEN, "substitute")):
        fill_in(store, clerk, "appointments", None, partnership=place, role=role)
    fill_in(store, clerk, "appointments", None, partnership=EDEN, role="support officer", person=EGAN)
    change = fill_in(store, clerk, "partnerships", EDEN, until=DECEMBER)
    told = store.run(HERE, lambda uow: telling.told(uow, standing(store), change))
    assert told.by_kind == ("1 partnership ended", "2 vacancies ended", "1 appointment ended")
    assert told.entries[1].line == "Vacancy ended: representative on Eden Partnership"
    assert told.remarks[0] == "1 seat and 2 vacancies end that day."


# Files


def test_a24_a_file_that_ends_a_partnership_ends_its_seats_and_says_what_it_takes_back() -> None:
    rows = sheet("Partnerships", "Name, Ended, Merged into", ["Barrow CDRP", DECEMBER, "Eden Partnership"])
    plan, after = taken(rows, register=TO_COME)
    assert of_barrow(after) == {"1": (None, HANDOVER), "2": (HANDOVER, DECEMBER), "3": (HANDOVER, DECEMBER)}
    (said,) = map(str, plan.remarks)
    mend = "If a seat goes on, correct the day under Ended."
    assert said == f"Partnerships, row 2, Ended: {BROUGHT_ALONG} {mend}"


def test_a24_rows_of_seats_that_say_nothing_new_follow_their_partnership() -> None:
    """As where somebody exports the register, and fills in nothing but the end."""
    headings = "ID, Partnership, Role, Person, From, Until"
    rows = sheet(
        "Appointments",
        headings,
        ["2", "Barrow CDRP", "representative", "Mrs L L Shaw", HANDOVER, None],
        ["9", "Barrow CDRP", "substitute", "Mr W Smith", JANUARY, None],
    )
    plan, after = taken(
        sheet("Partnerships", "Name, Ended", ["Barrow CDRP", DECEMBER]), rows, register=TO_COME
    )
    assert of_barrow(after) == {"1": (None, HANDOVER), "2": (HANDOVER, DECEMBER), "3": (HANDOVER, DECEMBER)}
    assert (plan.counts.ended, plan.counts.changed, plan.counts.unchanged) == (3, 1, 0)


def test_a24_a_row_that_fills_a_vacancy_up_to_the_end_leaves_none_after_it() -> None:
    headings = "Partnership, Role, Person, From, Until"
    row: list[Cell] = ["Barrow CDRP", "substitute", "Mr W Smith", TODAY, DECEMBER]
    end = sheet("Partnerships", "Name, Ended", ["Barrow CDRP", DECEMBER])
    _, after = taken(end, sheet("Appointments", headings, row))
    assert {each.until for each in after.all_seats_of(BARROW)} == {HANDOVER, DECEMBER, TODAY}


def test_a24_a_row_whose_seat_begins_or_goes_on_after_the_end_is_refused() -> None:
    headings = "Partnership, Role, Person, From, Until"
    end = sheet("Partnerships", "Name, Ended", ["Eden Partnership", DECEMBER])
    late = sheet(
        "Appointments", headings, ["Eden Partnership", "representative", "Mr W Smith", JANUARY, None]
    )
    (said,) = faults(end, late)
    assert said.startswith(
        "Appointments, row 2, From: It would begin on 1 January 2027, and Eden Partnership"
    )
    long = sheet(
        "Appointments", headings, ["Eden Partnership", "representative", "Mr W Smith", None, JANUARY]
    )
    (said,) = faults(end, long)
    assert said.startswith("Appointments, row 2, Until: It would go on after 1 December 2026")
    open_ended = ["Eden Partnership", "representative", "Mr W Smith", None, None]
    _, after = taken(end, sheet("Appointments", headings, open_ended))
    assert [seat.until for seat in after.all_seats_of(EDEN)] == [DECEMBER]


# Whatever there is

DAY = st.integers(0, 40).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def seats_of_three(draw: st.DrawFn) -> Register:
    """Any seats on three partnerships, past and to come, each a person's, an office's or vacant."""
    edits = []
    for number in range(draw(st.integers(0, 8))):
        since, until = draw(st.none() | DAY), draw(st.none() | DAY)
        if since and until and until < since:
            since, until = until, since
        id_ = f"s{number}"
        role = draw(st.sampled_from(["representative", "substitute", "support officer"]))
        place = draw(st.sampled_from([BARROW, FORUM, EDEN]))
        office = draw(st.none() | st.just(CHAIR))
        entry = seat(id_, partnership=place, role=role, person=None, office=office, since=since, until=until)
        edits.append(Edit("appointments", id_, entry))
    return CHANGING.changed(edits)


@settings(max_examples=200)
@given(seats_of_three(), st.lists(st.none() | DAY, min_size=1, max_size=4))
def test_a24_whatever_the_seats_and_the_days_none_runs_on_and_undoing_gives_back_everything(
    register: Register, days: list[date | None]
) -> None:
    done: list[tuple[Register, Change]] = []
    for day in days:
        ended = register.partnership[BARROW].model_copy(update={"until": day})
        edits = kept_within(register, [Edit("partnerships", BARROW, ended)])
        found, after = differences(register, edits), register.changed(edits)
        check(after, found)
        assert not too_late(after)
        assert after.all_seats_of(FORUM) == register.all_seats_of(FORUM)
        assert kept_within(register, edits) == edits, "a file's plan is made once more when it is taken in"
        change = Change(version=2, at=NOW, by="A", by_user=None, how="form", differences=found)
        done.append((register, change))
        register = after
    for before, change in reversed(done):
        register = register.changed(kept_within(register, reverse(change), back=True))
        assert {each.id: each for each in register.appointments} == {
            each.id: each for each in before.appointments
        }
        assert register.partnership == before.partnership


@given(seats_of_three(), DAY)
def test_a24_a_form_and_a_file_do_the_same(register: Register, day: date) -> None:
    before = register.partnership[BARROW]
    ended = before.model_copy(update={"until": day})
    form = register.changed([Edit("partnerships", BARROW, ended), *ended_with(register, before, ended)])
    _, file = taken(sheet("Partnerships", "Name, Ended", ["Barrow CDRP", day]), register=register)
    assert form == file
