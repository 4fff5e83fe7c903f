"""Somebody appointed to a role that is vacant fills the vacancy, by a form as by a file (A-06)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.domain.registers import BARROW, CHAIR, CHANGING, EDEN, EGAN, HANDOVER, SMITH
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.closing import filled_by
from liaison.domain.register.editing import edit, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.importing import plan, take_in
from liaison.domain.register.models import Appointment
from liaison.domain.register.remarks import remarks
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId
from liaison.storage.unit_of_work import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY, DECEMBER, JANUARY = date(2026, 11, 22), date(2026, 12, 1), date(2027, 1, 1)
VACANCY = AppointmentId("3")  # nobody is substitute on Barrow, since the handover


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    yield store
    store.close()


@pytest.fixture
def officer(store: Store) -> Actor:
    return linked(store, "An Officer", "committee-services-officer")


def seat(**said: object) -> Appointment:
    """A new substitute on Barrow."""
    fields = {"id": "new", "partnership": BARROW, "role": "substitute", "person": SMITH, **said}
    return Appointment.model_validate(fields)


def second(**said: object) -> Appointment:
    """Another vacancy of the same role."""
    return seat(**{"id": "second", "person": None, **said})


def with_second(**said: object) -> Register:
    entry = second(**said)
    return CHANGING.changed([Edit("appointments", entry.id, entry)])


def appoint(store: Store, actor: Actor, **typed: Cell) -> Change:
    """Sends the form of a new appointment."""
    cells: dict[str, Cell] = {"partnership": BARROW, "role": "substitute", "person": SMITH, **typed}
    change = store.run(
        HERE, edit, actor, "appointments", None, cells, opened_at=standing(store).version, now=NOW
    )
    assert change is not None
    return change


def substitutes(register: Register, day: date) -> list[str]:
    """Who is substitute on Barrow on a day, or that the seat is vacant."""
    held = register.seats_of(BARROW, day, "substitute")
    return [each.person.name if each.person else "vacant" for each in held]


def rows(*said: Sequence[Cell]) -> Sheet:
    headings = ("ID", "Partnership", "Role", "Person", "From")
    return Sheet(
        name="Appointments",
        columns=tuple(Column(heading=heading) for heading in headings),
        rows=tuple(tuple(row) for row in said),
    )


@pytest.mark.parametrize("since", [DECEMBER, TODAY, None])
def test_a06_a_vacancy_ends_on_the_day_on_which_somebody_begins(
    store: Store, officer: Actor, since: date | None
) -> None:
    """An appointment that says no beginning fills it from today: nobody is both there and not there."""
    change = appoint(store, officer, since=since)
    after, first = standing(store), since or TODAY
    assert substitutes(after, first) == ["Mr W Smith"]
    assert after.appointment[VACANCY].until == first
    assert not [held for held in after.vacancies(first) if held.appointment.partnership == BARROW]
    assert "It fills the seat that was vacant." in list(remarks(after, change, TODAY))
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert substitutes(standing(store), first) == ["vacant"], "one press takes back both"


def test_a06_a_vacancy_that_began_on_that_day_is_gone(store: Store, officer: Actor) -> None:
    appoint(store, officer, since=HANDOVER)
    assert VACANCY not in standing(store).appointment
    assert substitutes(standing(store), HANDOVER) == ["Mr W Smith"]


@pytest.mark.parametrize(
    "new",
    [
        seat(role="representative"),
        seat(partnership=EDEN),
        seat(person=None),
        seat(since=date(2026, 6, 1), until=HANDOVER),
    ],
    ids=["another role", "another partnership", "a vacancy", "over before it fell vacant"],
)
def test_nothing_is_filled_by(new: Appointment) -> None:
    assert filled_by(CHANGING.appointments, new, TODAY) == ()


def test_an_office_fills_it_as_a_person_does() -> None:
    (filled,) = filled_by(CHANGING.appointments, seat(person=None, office=CHAIR, since=DECEMBER), TODAY)
    assert filled.id == VACANCY


def test_b11_a_seat_that_waits_for_a_nomination_is_left() -> None:
    waiting = seat(id="w", role="link officer", person=None, requested_on=HANDOVER)
    register = CHANGING.changed([Edit("appointments", waiting.id, waiting)])
    named = seat(role="link officer", nominated_on=TODAY)
    assert filled_by(register.appointments, named, TODAY) == ()


@pytest.mark.parametrize(
    ("other", "new", "fills"),
    [
        ({"since": TODAY}, {}, VACANCY),
        ({"since": date(2026, 3, 1)}, {}, "second"),
        ({"since": TODAY, "capacity": "observer"}, {"capacity": "observer"}, "second"),
    ],
    ids=["the first", "whichever began first", "the one of the same capacity"],
)
def test_of_two_vacancies_one_is_filled(other: dict[str, object], new: dict[str, object], fills: str) -> None:
    register = with_second(**other)
    (filled,) = filled_by(register.appointments, seat(since=DECEMBER, **new), TODAY)
    assert filled.id == fills


def test_two_who_begin_fill_two_vacancies(store: Store, officer: Actor) -> None:
    other = second(since=TODAY)
    store.run(HERE, lambda uow: uow.register.save([Edit("appointments", other.id, other)]))
    change = appoint(store, officer, since=DECEMBER)
    assert sorted(substitutes(standing(store), DECEMBER)) == ["Mr W Smith", "vacant"]
    assert not [said for said in remarks(standing(store), change, TODAY) if "still recorded" in said]
    appoint(store, officer, since=DECEMBER, person=EGAN)
    assert sorted(substitutes(standing(store), DECEMBER)) == ["Mr W Smith", "Mrs C Egan"]


@pytest.mark.parametrize(
    ("since", "until", "vacant"),
    [
        (DECEMBER, JANUARY, [(HANDOVER, DECEMBER), (JANUARY, None)]),
        (HANDOVER, JANUARY, [(JANUARY, None)]),
        (date(2026, 3, 1), None, []),
        (date(2026, 3, 1), DECEMBER, [(DECEMBER, None)]),
        (date(2026, 8, 1), date(2026, 9, 1), [(HANDOVER, date(2026, 8, 1)), (date(2026, 9, 1), None)]),
    ],
    ids=["for a while", "from its first day", "from before it", "from before it, for a while", "in the past"],
)
def test_a06_what_lies_before_and_after_an_appointment_stays_vacant(
    store: Store, officer: Actor, since: date, until: date | None, vacant: list[tuple[date, date | None]]
) -> None:
    before = standing(store).appointments
    change = appoint(store, officer, since=since, until=until)
    periods = [
        (each.since, each.until)
        for each in standing(store).all_seats_of(BARROW)
        if each.role == "substitute" and each.vacant
    ]
    assert sorted(periods, key=str) == sorted(vacant, key=str)
    assert "It fills the seat that was vacant." in list(remarks(standing(store), change, TODAY))
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert sorted(standing(store).appointments, key=lambda each: each.id) == sorted(
        before, key=lambda each: each.id
    )


@pytest.mark.parametrize(
    ("corrected", "then"),
    [(date(2027, 1, 15), "2027-01-15"), (date(2026, 11, 1), "2026-11-01"), (HANDOVER, None)],
    ids=["later", "earlier", "back to its first day"],
)
def test_a06_the_vacancy_goes_on_up_to_a_first_day_that_is_corrected(
    store: Store, officer: Actor, corrected: date, then: str | None
) -> None:
    change = appoint(store, officer, since=DECEMBER)
    new = next(d.id for d in change.differences if d.before is None)
    at = standing(store).version
    store.run(HERE, edit, officer, "appointments", new, {"since": corrected}, opened_at=at, now=NOW)
    left = standing(store).appointment.get(VACANCY)
    assert (left.until.isoformat() if left and left.until else None) == then
    assert substitutes(standing(store), corrected) == ["Mr W Smith"]


def test_a06_the_vacancy_after_an_appointment_follows_its_last_day(store: Store, officer: Actor) -> None:
    change = appoint(store, officer, since=HANDOVER, until=DECEMBER)
    new = next(d.id for d in change.differences if d.before is None)
    for until, day in ((JANUARY, JANUARY), (DECEMBER, DECEMBER)):
        at = standing(store).version
        store.run(HERE, edit, officer, "appointments", new, {"until": until}, opened_at=at, now=NOW)
        assert standing(store).appointment[VACANCY].since == day
    at = standing(store).version
    store.run(HERE, edit, officer, "appointments", new, {"until": None}, opened_at=at, now=NOW)
    assert VACANCY not in standing(store).appointment


# By a file


def test_a06_a_row_of_a_file_fills_a_vacancy_that_the_file_leaves_out(store: Store, officer: Actor) -> None:
    """The dry run says so, and the same file again changes nothing."""
    sheets = [rows([None, "Barrow CDRP", "substitute", "Mr W Smith", DECEMBER])]
    found = plan(CHANGING, sheets, today=TODAY)
    assert str(found.counts) == "1 added, 0 changed, 1 ended, 0 unchanged"
    assert [(d.id, d.after and getattr(d.after, "until", None)) for d in found.differences][-1] == (
        VACANCY,
        DECEMBER,
    )
    assert not found.remarks
    _, change = store.run(HERE, take_in, officer, sheets, now=NOW)
    assert change is not None
    assert substitutes(standing(store), DECEMBER) == ["Mr W Smith"]
    again = plan(standing(store), sheets, today=TODAY)
    assert not again.differences
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert substitutes(standing(store), DECEMBER) == ["vacant"]


def test_two_rows_fill_two_vacancies_and_a_third_only_sits_beside() -> None:
    register = with_second(since=TODAY)
    found = plan(
        register,
        [
            rows(
                [None, "Barrow CDRP", "substitute", "Mr W Smith", DECEMBER],
                [None, "Barrow CDRP", "substitute", "Mrs C Egan", DECEMBER],
                [None, "Barrow CDRP", "substitute", "Mrs L L Shaw", DECEMBER],
            )
        ],
        today=TODAY,
    )
    assert str(found.counts) == "3 added, 0 changed, 2 ended, 0 unchanged"


def test_a_vacancy_that_the_file_keeps_stays_and_is_pointed_out() -> None:
    """What a row says is what happens: the second row says that the seat is vacant."""
    found = plan(
        CHANGING,
        [
            rows(
                [None, "Barrow CDRP", "substitute", "Mr W Smith", DECEMBER],
                [VACANCY, "Barrow CDRP", "substitute", None, HANDOVER],
            )
        ],
        today=TODAY,
    )
    assert str(found.counts) == "1 added, 0 changed, 0 ended, 1 unchanged"
    assert [str(remark) for remark in found.remarks] == [
        (
            "Appointments, row 2, Person: A seat of substitute on Barrow CDRP would stay vacant beside this one. "
            "To fill that one, write the name into its row instead."
        )
    ]


def test_a_row_that_puts_somebody_beside_the_present_holder_is_pointed_out() -> None:
    """Whoever forgot to end the one before sees it before anything changes (UX-06)."""
    found = plan(
        CHANGING,
        [
            rows(
                [None, "Barrow CDRP", "representative", "Mr W Smith", DECEMBER],
                [None, "Pensions Forum", "representative", "Mrs L L Shaw", DECEMBER],
                [None, "Eden Partnership", "representative", "Mrs L L Shaw", DECEMBER],
            )
        ],
        today=TODAY,
    )
    assert [str(remark) for remark in found.remarks] == [
        (
            "Appointments, row 2, Person: Mrs L L Shaw is representative on Barrow CDRP already. "
            "If this one follows, give the other appointment its end."
        ),
        (
            "Appointments, row 3, Person: Mr W Smith is representative on Pensions Forum already. "
            "If this one follows, give the other appointment its end."
        ),
    ]


def test_a_row_beside_one_that_the_file_ends_says_nothing() -> None:
    sheet = Sheet(
        name="Appointments",
        columns=tuple(Column(heading=h) for h in ("ID", "Partnership", "Role", "Person", "From", "Until")),
        rows=(
            (None, "Barrow CDRP", "representative", "Mr W Smith", DECEMBER, None),
            ("2", "Barrow CDRP", "representative", "Mrs L L Shaw", HANDOVER, DECEMBER),
        ),
    )
    found = plan(CHANGING, [sheet], today=TODAY)
    assert not found.faults
    assert not found.remarks


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_that_follow_each_other_fill_one_vacancy_in_any_order(turned: bool) -> None:
    sheet = Sheet(
        name="Appointments",
        columns=tuple(Column(heading=h) for h in ("Partnership", "Role", "Person", "From", "Until")),
        rows=(
            ("Barrow CDRP", "substitute", "Mr W Smith", DECEMBER, JANUARY),
            ("Barrow CDRP", "substitute", "Mrs C Egan", JANUARY, None),
        )[:: -1 if turned else 1],
    )
    register = with_second(since=TODAY)
    found = plan(register, [sheet], today=TODAY)
    assert not found.faults
    after = register.changed(found.edits)
    assert sorted(substitutes(after, date(2026, 12, 15))) == ["Mr W Smith", "vacant"]
    assert sorted(substitutes(after, date(2027, 2, 1))) == ["Mrs C Egan", "vacant"], "two seats, at any time"


DAYS = st.none() | st.dates(date(2026, 10, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=3), DAYS, DAYS)
@example([(DECEMBER, DECEMBER), (DECEMBER, None)], None, None)
def test_whoever_is_appointed_takes_from_one_vacancy_what_they_sit_and_nothing_else(
    vacant: list[tuple[date | None, date | None]], since: date | None, until: date | None
) -> None:
    vacancies = [second(id=f"v{n}", since=first, until=last) for n, (first, last) in enumerate(vacant)]
    new = seat(since=since, until=until)
    left = {each.id: each for each in vacancies}
    for made in filled_by(vacancies, new, TODAY):
        left.pop(AppointmentId(made.id), None)
        if isinstance(made.entry, Appointment):
            left[made.entry.id] = made.entry
    taken = 0
    for number in range(-60, 60):
        day = TODAY + timedelta(days=number)
        before, after = (sum(each.runs_on(day) for each in some) for some in (vacancies, left.values()))
        assert before - after in (0, 1)
        taken += before - after
        if before > after:
            assert new.runs_on(day)
            assert day >= (since or TODAY)
    sits_in_one = any(
        each.runs_on(day) and new.runs_on(day) and day >= (since or TODAY)
        for each in vacancies
        for day in (TODAY + timedelta(days=number) for number in range(-60, 60))
    )
    assert bool(taken) == sits_in_one
