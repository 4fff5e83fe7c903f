"""Forms of the register as use-cases: seats pass on in one change, drafts are kept, a form is taken once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.domain.registers import BARROW, CHANGING, EGAN, FORUM, HANDOVER, SHAW, SMITH
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.register import codes, seats, taking
from liaison.domain.register.cells import Cell
from liaison.domain.register.changes import Change
from liaison.domain.register.drafts import FormDraft
from liaison.domain.register.editing import edit, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.remarks import remarks
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


def succeed(
    store: Store, actor: Actor, id_: str = SEAT, view: str = "V1", opened_at: int = 0, **typed: Cell
) -> Change | None:
    """Sends the form that says who comes next, as it was opened just now, or at some version before."""
    cells: dict[str, Cell] = {"since": DECEMBER, "person": SMITH, **typed}
    at = opened_at or standing(store).version
    return store.run(
        HERE,
        taking.take_successor,
        actor,
        "appointments",
        id_,
        cells,
        opened_at=at,
        form="f",
        view=view,
        now=NOW,
    )


def finish(
    store: Store, actor: Actor, day: date = DECEMBER, *, view: str = "V1", opened_at: int = 0
) -> Change | None:
    """Sends the form that ends Mrs L L Shaw's seat and leaves it vacant."""
    at = opened_at or standing(store).version
    return store.run(
        HERE,
        taking.take_end,
        actor,
        "appointments",
        SEAT,
        day,
        vacant=True,
        opened_at=at,
        view=view,
        now=NOW,
    )


def on_barrow(store: Store) -> list[tuple[str | None, date | None, date | None]]:
    """Who represents on Barrow and when, without what ended before Mrs L L Shaw."""
    seats = standing(store).all_seats_of(BARROW)[1:]
    return [(seat.person, seat.since, seat.until) for seat in seats if seat.role == "representative"]


def draft_of(store: Store, actor: Actor) -> FormDraft | None:
    """What somebody typed into the form of a new target and did not save."""
    kept = store.run(HERE, taking.draft_of, actor, "f", "targets", None)
    return kept.draft if kept else None


def appoint(store: Store, actor: Actor, person: str, **fields: Cell) -> Change | None:
    """Adds a representative on Barrow from before the end that `finish` gives."""
    typed: dict[str, Cell] = {"partnership": BARROW, "role": "representative", "person": person, **fields}
    at = standing(store).version
    return store.run(HERE, edit, actor, "appointments", None, typed, opened_at=at, now=NOW)


def test_a_06_no_vacancy_is_left_where_somebody_was_appointed_since_the_form_was_opened(
    store: Store, officer: Actor
) -> None:
    opened_at = standing(store).version
    appoint(store, officer, SMITH, since=date(2026, 11, 25))
    change = finish(store, officer, opened_at=opened_at)
    assert change
    assert on_barrow(store) == [(SHAW, HANDOVER, DECEMBER), (SMITH, date(2026, 11, 25), None)]
    said = list(remarks(standing(store), change, NOW.date()))
    assert "Mr W Smith is representative on Barrow CDRP then, so no vacancy is recorded." in said


def test_a_06_a_vacancy_is_left_beside_those_who_were_there_or_come_later(
    store: Store, officer: Actor
) -> None:
    appoint(store, officer, SMITH, since=date(2026, 11, 25))
    opened_at = standing(store).version
    appoint(store, officer, EGAN, since=date(2027, 1, 1))
    finish(store, officer, opened_at=opened_at)
    assert (None, DECEMBER, None) in on_barrow(store)


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
    with pytest.raises(BadInput, match="1 January 1 cannot be meant"):
        store.run(HERE, codes.sign, officer, "Code", [SHAW], date(1, 1, 1), now=NOW)
    with pytest.raises(BadInput, match="still to come"):
        store.run(HERE, codes.sign, officer, "Code", [SHAW], DECEMBER, now=NOW)


def test_a_form_is_taken_once(store: Store, officer: Actor) -> None:
    assert succeed(store, officer)
    assert succeed(store, officer) is None, "the second try answers like the first (P-02)"
    with pytest.raises(AlreadyDone, match="kept already, with other words"):
        succeed(store, officer, person=SHAW)
    with pytest.raises(
        BadInput, match="Somebody follows on 1 December 2026 already: representative on Barrow"
    ):
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
    draft = draft_of(store, officer)
    assert draft
    assert draft.at == 1
    assert draft.typed == {"target": "Less", "by": "2026-12-01", "owner": None}
    assert draft_of(store, other) is None
    typed = {"partnership": str(BARROW), "target": "Less"}
    store.run(HERE, taking.take, officer, "targets", None, typed, opened_at=1, form="f", view="V1", now=NOW)
    assert draft_of(store, officer) is None
    store.run(HERE, taking.keep, officer, "f", {"target": "Late news"}, at=1, view="V1", now=NOW)
    assert draft_of(store, officer) is None, "what Slack tells late is not kept"


def test_drafts_are_forgotten_after_a_while(store: Store, officer: Actor) -> None:
    store.run(HERE, taking.keep, officer, "f", {"target": "Less"}, at=1, view="V1", now=NOW)
    store.run(HERE, lambda uow: uow.form_drafts.forget(before=NOW))
    assert draft_of(store, officer)
    store.run(HERE, lambda uow: uow.form_drafts.forget(before=NOW + timedelta(days=31)))
    assert draft_of(store, officer) is None


def test_what_is_typed_is_encrypted_at_rest(store: Store, officer: Actor) -> None:
    store.run(HERE, taking.keep, officer, "f", {"notes": "zebrafinch"}, at=1, view="V1", now=NOW)
    with store.engine.connect() as connection:
        body = connection.exec_driver_sql("SELECT body FROM form_drafts").scalar()
    assert isinstance(body, bytes)
    assert b"zebrafinch" not in body


def test_a_seat_is_ended_once_however_often_the_form_is_sent(store: Store, officer: Actor) -> None:
    """One vacancy is left, and a colleague's change is not overruled unseen (A-06, P-02)."""
    opened = standing(store).version
    assert finish(store, officer, opened_at=opened)
    assert finish(store, officer, opened_at=opened) is None, "the second try answers like the first"
    assert on_barrow(store) == [(SHAW, HANDOVER, DECEMBER), (None, DECEMBER, None)]
    other = linked(store, "Another Officer", "admin")
    with pytest.raises(BadInput, match="Until now says: 1 December 2026") as refused:
        finish(store, other, date(2027, 2, 1), view="V2", opened_at=opened)
    assert refused.value.field == "until"
    assert on_barrow(store)[0] == (SHAW, HANDOVER, DECEMBER)


def test_a_vacancy_moves_with_the_end_that_left_it(store: Store, officer: Actor) -> None:
    finish(store, officer)
    finish(store, officer, date(2027, 2, 1), view="V2")
    assert on_barrow(store) == [(SHAW, HANDOVER, date(2027, 2, 1)), (None, date(2027, 2, 1), None)]
    finish(store, officer, date(2026, 12, 24), view="V3")
    assert on_barrow(store) == [(SHAW, HANDOVER, date(2026, 12, 24)), (None, date(2026, 12, 24), None)]


def test_whoever_follows_already_gets_no_vacancy_beside_them(store: Store, officer: Actor) -> None:
    succeed(store, officer)
    finish(store, officer, DECEMBER, view="V2")
    assert on_barrow(store) == [(SHAW, HANDOVER, DECEMBER), (SMITH, DECEMBER, None)]
    finish(store, officer, date(2026, 11, 24), view="V3")
    assert on_barrow(store)[-1] == (None, date(2026, 11, 24), DECEMBER), "the days between are vacant"


def test_two_seats_of_one_role_that_end_on_a_day_leave_two_vacancies(store: Store, officer: Actor) -> None:
    typed: dict[str, Cell] = {"partnership": str(BARROW), "role": "representative", "person": EGAN}
    typed["since"] = HANDOVER
    at = standing(store).version
    store.run(HERE, edit, officer, "appointments", None, typed, opened_at=at, now=NOW)
    second = standing(store).appointments[-1].id
    finish(store, officer)
    store.run(HERE, seats.end, officer, "appointments", second, DECEMBER, vacant=True, now=NOW)
    assert [person for person, _, _ in on_barrow(store)].count(None) == 2


def test_two_officers_who_say_who_comes_next_do_not_both_appoint(store: Store, officer: Actor) -> None:
    opened = standing(store).version
    succeed(store, officer, opened_at=opened)
    other = linked(store, "Another Officer", "admin")
    with pytest.raises(BadInput, match=r"since you opened the form\. Until now says"):
        succeed(store, other, view="V2", opened_at=opened, person=EGAN)
    assert on(store, DECEMBER) == ["Mr W Smith"]


def test_the_vacancy_that_follows_is_filled_and_none_stays_beside(store: Store, officer: Actor) -> None:
    finish(store, officer)
    succeed(store, officer, view="V2", since=date(2026, 11, 30))
    assert on_barrow(store) == [(SHAW, HANDOVER, date(2026, 11, 30)), (SMITH, date(2026, 11, 30), None)]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1799, 12, 31), date(2200, 1, 1), date.max])
def test_a_seat_ends_on_a_day_that_can_be_meant(store: Store, officer: Actor, day: date) -> None:
    with pytest.raises(BadInput, match="cannot be meant") as refused:
        store.run(HERE, seats.end, officer, "appointments", SEAT, day, now=NOW)
    assert refused.value.field == "until"


def test_a_seat_that_begins_on_the_last_day_there_is_can_be_corrected(store: Store, officer: Actor) -> None:
    """What an old version took is refused in a sentence, and not by an error."""
    seat = standing(store).appointment[SEAT].model_copy(update={"since": date.max})
    store.run(HERE, lambda uow: uow.register.save([Edit("appointments", SEAT, seat)]))
    with pytest.raises(BadInput, match="The present one only began on"):
        store.run(HERE, seats.end, officer, "appointments", SEAT, DECEMBER, now=NOW)


def test_p_06_what_was_changed_meanwhile_is_told_with_the_draft(store: Store, officer: Actor) -> None:
    at = standing(store).version
    typed: dict[str, Cell] = {"area": "Furness", "level": "district"}
    store.run(HERE, taking.keep, officer, "f", typed, at=at, view="V1", now=NOW)
    other = linked(store, "Another Officer", "admin")
    theirs: dict[str, Cell] = {"area": "Barrow", "host": "the council"}
    store.run(HERE, edit, other, "partnerships", BARROW, theirs, opened_at=standing(store).version, now=NOW)
    kept = store.run(HERE, taking.draft_of, officer, "f", "partnerships", BARROW)
    assert kept
    assert kept.changed == ("area",)
