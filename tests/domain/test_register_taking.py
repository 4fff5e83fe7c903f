"""Forms of the register as use-cases: seats pass on in one change, drafts are kept, a form is taken once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.domain.registers import BARROW, CHANGING, FORUM, HANDOVER, SHAW, SMITH
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.register import codes, seats, taking
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import edit, undo
from liaison.domain.values import AppointmentId
from liaison.storage.unit_of_work import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
SEAT = AppointmentId("2")  # Mrs L L Shaw on Barrow, from the handover


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    yield store
    store.close()


@pytest.fixture
def officer(store: Store) -> Actor:
    return linked(store, "An Officer", "committee-services-officer")


@pytest.fixture
def member(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


def succeed(store: Store, actor: Actor, id_: str = SEAT, view: str = "V1", **typed: Cell) -> Change | None:
    """Sends the form that says who comes next."""
    cells: dict[str, Cell] = {"since": DECEMBER, "person": SMITH, **typed}
    return store.run(
        HERE, taking.take_successor, actor, "appointments", id_, cells, form="f", view=view, now=NOW
    )


def on(store: Store, day: date) -> list[str]:
    """Who represents on Barrow on a day."""
    held = standing(store).seats_of(BARROW, day, "representative")
    return [found.person.name for found in held if found.person]


def test_a_seat_passes_on_in_one_change_that_one_undo_takes_back(store: Store, officer: Actor) -> None:
    change = succeed(store, officer)
    assert change
    assert on(store, DECEMBER - timedelta(days=1)) == ["Mrs L L Shaw"]
    assert on(store, DECEMBER) == ["Mr W Smith"]
    assert len(change.differences) == 2
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert on(store, DECEMBER) == ["Mrs L L Shaw"]


def test_with_nobody_named_the_seat_is_vacant_from_that_day(store: Store, officer: Actor) -> None:
    succeed(store, officer, person=None)
    assert [held.appointment.role for held in standing(store).vacancies(DECEMBER)] == [
        "substitute",
        "representative",
    ]


def test_a_vacancy_is_filled_from_the_day_on_which_it_began_or_ends_later(
    store: Store, officer: Actor
) -> None:
    """A day before stays vacant in the record (A-06)."""
    succeed(store, officer, id_="3", since=HANDOVER, person=SMITH)
    assert [seat.person for seat in standing(store).all_seats_of(BARROW) if seat.role == "substitute"] == [
        SMITH
    ]
    succeed(store, officer, id_="3", view="V2", person=None)
    vacant = standing(store).appointments[-1]
    succeed(store, officer, id_=vacant.id, view="V3", since=date(2027, 1, 1), person=SMITH)
    found = [seat for seat in standing(store).all_seats_of(BARROW) if seat.role == "substitute"]
    assert [(seat.person, seat.since, seat.until) for seat in found] == [
        (SMITH, HANDOVER, DECEMBER),
        (None, DECEMBER, date(2027, 1, 1)),
        (SMITH, date(2027, 1, 1), None),
    ]


def test_an_end_that_stands_is_kept_and_a_gap_is_not_made_in_silence(store: Store, officer: Actor) -> None:
    store.run(HERE, seats.end, officer, "appointments", SEAT, DECEMBER, now=NOW)
    seat = standing(store).appointment[SEAT]
    assert seats.next_day(standing(store), seat, NOW.date()) == DECEMBER
    with pytest.raises(BadInput, match="The present one ends on 1 December 2026") as refused:
        succeed(store, officer, since=date(2027, 1, 1))
    assert refused.value.field == "since"
    change = succeed(store, officer)
    assert change
    assert len(change.differences) == 1


def test_a_seat_ends_and_is_left_vacant_in_one_change(store: Store, officer: Actor) -> None:
    change = store.run(HERE, seats.end, officer, "appointments", SEAT, DECEMBER, vacant=True, now=NOW)
    assert change
    assert {held.appointment.role for held in standing(store).vacancies(DECEMBER)} == {
        "representative",
        "substitute",
    }
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert on(store, DECEMBER) == ["Mrs L L Shaw"]


def test_a_24_the_form_that_ends_a_partnership_ends_its_seats(store: Store, officer: Actor) -> None:
    typed: dict[str, Cell] = {"until": DECEMBER}
    at = standing(store).version
    change = store.run(HERE, edit, officer, "partnerships", BARROW, typed, opened_at=at, now=NOW)
    assert change
    assert {difference.id for difference in change.differences} == {BARROW, "2", "3"}
    store.run(HERE, undo, officer, change.version, now=NOW)
    assert standing(store).appointment[SEAT].until is None


def test_b_05_several_people_sign_at_once_and_nobody_twice(store: Store, officer: Actor) -> None:
    day = date(2026, 5, 20)
    store.run(HERE, codes.sign, officer, "Code", [SHAW], day, now=NOW)
    change = store.run(HERE, codes.sign, officer, "Code", [SHAW, SMITH], day, now=NOW)
    assert change
    assert [signed.person for signed in standing(store).signatures] == [SHAW, SMITH]
    assert store.run(HERE, codes.sign, officer, "Code", [SHAW], day, now=NOW) is None
    with pytest.raises(BadInput, match="Say who signed it"):
        store.run(HERE, codes.sign, officer, "Code", [], day, now=NOW)
    with pytest.raises(BadInput, match="still to come"):
        store.run(HERE, codes.sign, officer, "Code", [SHAW], DECEMBER, now=NOW)


def test_a_form_is_taken_once(store: Store, officer: Actor) -> None:
    assert succeed(store, officer)
    assert succeed(store, officer) is None, "the second try answers like the first (P-02)"
    with pytest.raises(AlreadyDone, match="kept already, with other words"):
        succeed(store, officer, person=SHAW)
    with pytest.raises(BadInput, match="Mr W Smith is representative there already, at the same time"):
        succeed(store, officer, view="V2")
    assert on(store, DECEMBER) == ["Mr W Smith"]


def test_what_is_refused_is_not_counted_as_taken(store: Store, officer: Actor) -> None:
    with pytest.raises(BadInput, match="only began on 1 July 2026") as refused:
        succeed(store, officer, since=HANDOVER)
    assert refused.value.field == "since"
    with pytest.raises(BadInput, match="Say from which day"):
        succeed(store, officer, since=None)
    assert succeed(store, officer)


def test_only_staff_pass_seats_on(store: Store, member: Actor) -> None:
    with pytest.raises(NotAllowed):
        succeed(store, member)
    with pytest.raises(NotAllowed):
        store.run(HERE, seats.end, member, "appointments", SEAT, DECEMBER, now=NOW)
    with pytest.raises(NotAllowed):
        store.run(HERE, seats.confirm, member, AppointmentId("4"), now=NOW)


def test_a_seat_or_term_ends(store: Store, officer: Actor) -> None:
    store.run(HERE, seats.end, officer, "appointments", SEAT, DECEMBER, now=NOW)
    assert on(store, DECEMBER) == []
    with pytest.raises(NotFound):
        store.run(HERE, seats.end, officer, "appointments", "none", DECEMBER, now=NOW)
    term = CHANGING.terms[1]
    store.run(HERE, seats.end, officer, "terms", term.id, DECEMBER, now=NOW)
    assert standing(store).holders_of(term.office, DECEMBER) == ()


def test_b_21_a_seat_is_confirmed_once(store: Store, officer: Actor) -> None:
    (waiting,) = standing(store).to_confirm(NOW.date())
    assert waiting.appointment.partnership == FORUM
    assert store.run(HERE, seats.confirm, officer, waiting.appointment.id, now=NOW)
    assert standing(store).to_confirm(NOW.date()) == ()
    assert store.run(HERE, seats.confirm, officer, waiting.appointment.id, now=NOW) is None


def test_p_06_a_draft_is_ones_own_and_goes_when_the_form_is_saved(store: Store, officer: Actor) -> None:
    other = linked(store, "Another Officer", "admin")
    store.run(HERE, taking.keep, officer, "f", {"target": "Less"}, at=1, view="V1", now=NOW)
    store.run(HERE, taking.keep, officer, "f", {"by": DECEMBER, "owner": None}, at=2, view="V1", now=NOW)
    draft = store.run(HERE, taking.draft_of, officer, "f")
    assert draft
    assert draft.at == 1
    assert draft.typed == {"target": "Less", "by": "2026-12-01", "owner": None}
    assert store.run(HERE, taking.draft_of, other, "f") is None
    typed = {"partnership": str(BARROW), "target": "Less"}
    store.run(HERE, taking.take, officer, "targets", None, typed, opened_at=1, form="f", view="V1", now=NOW)
    assert store.run(HERE, taking.draft_of, officer, "f") is None
    store.run(HERE, taking.keep, officer, "f", {"target": "Late news"}, at=1, view="V1", now=NOW)
    assert store.run(HERE, taking.draft_of, officer, "f") is None, "what Slack tells late is not kept"


def test_drafts_are_forgotten_after_a_while(store: Store, officer: Actor) -> None:
    store.run(HERE, taking.keep, officer, "f", {"target": "Less"}, at=1, view="V1", now=NOW)
    store.run(HERE, lambda uow: uow.form_drafts.forget(before=NOW))
    assert store.run(HERE, taking.draft_of, officer, "f")
    store.run(HERE, lambda uow: uow.form_drafts.forget(before=NOW + timedelta(days=31)))
    assert store.run(HERE, taking.draft_of, officer, "f") is None


def test_what_is_typed_is_encrypted_at_rest(store: Store, officer: Actor) -> None:
    store.run(HERE, taking.keep, officer, "f", {"notes": "zebrafinch"}, at=1, view="V1", now=NOW)
    with store.engine.connect() as connection:
        body = connection.exec_driver_sql("SELECT body FROM form_drafts").scalar()
    assert isinstance(body, bytes)
    assert b"zebrafinch" not in body
