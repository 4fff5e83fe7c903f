"""Whom an end waits for: each has a follower of its own, and what was said of it can be taken back (UK-12, UX-07)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.domain.registers import CHAIR, EDEN, EGAN, SHAW, SMITH
from tests.domain.stores import HERE, linked, open_store, standing
from tests.domain.test_register_watch import (
    END,
    ENDING,
    ENDS,
    TERM_END,
    at,
    before,
    deliver,
    ends,
    lines,
    tick,
    told,
)

from liaison.domain.access.rules import Actor
from liaison.domain.dates import write_date
from liaison.domain.errors import AlreadyDone, BadInput
from liaison.domain.notices.models import State
from liaison.domain.register import people, seats, watch
from liaison.domain.register.cells import Cell
from liaison.domain.register.editing import apply, undo
from liaison.domain.register.ends import LEFT_FOR, LONGEST_GAP, follower_of
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Term
from liaison.domain.values import AppointmentId
from liaison.storage.unit_of_work import Store

ONE = timedelta(days=1)


def seat(id_: str, **given: object) -> Edit:
    fields = {"partnership": EDEN, "role": "representative", "person": EGAN, **given}
    return Edit("appointments", AppointmentId(id_), Appointment.model_validate({"id": id_, **fields}))


# Two members sit on Eden until the same day.
TWO = ENDING.changed([seat("8", until=END)])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, TWO)


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


def listed(store: Store, clerk: Actor, day: date) -> list[str]:
    return [end.entry.id for end in store.run(HERE, people.ends, clerk, standing(store), now=at(day))]


def vacant_on(store: Store, day: date) -> int:
    held = standing(store).seats_of(EDEN, day, "representative")
    return sum(1 for each in held if each.appointment.vacant)


def latest(store: Store) -> int:
    return store.run(HERE, lambda uow: uow.changes.latest(1)[0].version)


# --- who follows whom


def test_of_two_ends_and_one_successor_the_seat_that_has_one_takes_no_second(
    store: Store, clerk: Actor
) -> None:
    """Whichever of the two is pressed first; and the other seat is still to be filled."""
    for first, second in (("8", "7"), ("7", "8")):
        typed: dict[str, Cell] = {"person": SMITH, "since": END}
        made = store.run(HERE, seats.succeed, clerk, "appointments", first, typed, now=at(before(END, 9)))
        assert made
        assert first not in listed(store, clerk, before(END, 9))
        assert second in listed(store, clerk, before(END, 9))
        again: dict[str, Cell] = {"person": SHAW, "since": END}
        with pytest.raises(BadInput, match="Somebody follows"):
            store.run(HERE, seats.succeed, clerk, "appointments", first, again, now=at(before(END, 9)))
        other = store.run(HERE, seats.succeed, clerk, "appointments", second, again, now=at(before(END, 9)))
        assert other
        assert listed(store, clerk, before(END, 9)) == ["2"]
        for change in (other, made):
            store.run(HERE, undo, clerk, change.version, now=at(before(END, 9)))


def test_of_two_ends_without_ids_that_tell_one_takes_the_successor_and_the_other_is_free(
    store: Store, clerk: Actor
) -> None:
    """As where the successor came by a file: one of the two has it, and only one."""
    store.run(HERE, apply, clerk, [seat("9", person=SMITH, since=END)], how="import", now=at(before(END, 9)))
    free = [one for one in listed(store, clerk, before(END, 9)) if one in {"7", "8"}]
    assert len(free) == 1
    (taken,) = {"7", "8"} - set(free)
    typed: dict[str, Cell] = {"person": SHAW, "since": END}
    with pytest.raises(BadInput, match="Mr W Smith"):
        store.run(HERE, seats.succeed, clerk, "appointments", taken, typed, now=at(before(END, 9)))
    assert store.run(HERE, seats.succeed, clerk, "appointments", free[0], typed, now=at(before(END, 9)))


def test_two_seats_that_are_left_vacant_one_after_the_other_leave_two_vacancies(
    store: Store, clerk: Actor
) -> None:
    for one in ("8", "7"):
        assert store.run(
            HERE, seats.end, clerk, "appointments", one, before(END, 3), vacant=True, now=at(before(END, 9))
        )
    assert vacant_on(store, before(END, 3)) == 2


def test_two_ends_of_one_day_need_two_followers() -> None:
    one = TWO.changed([seat("9", person=SMITH, since=END)])
    assert len(ends(one, before(END, 30))) == 2, "one of the two seats, and the Chair"
    assert ends(one.changed([seat("a", person=SHAW, since=END)]), before(END, 30)) == ["2"]


def test_whoever_is_appointed_again_follows_themselves() -> None:
    renewed = TWO.changed([seat("9", since=END)])  # Mrs Egan's seat is 8
    assert ends(renewed, before(END, 30)) == ["7", "2"]


@pytest.mark.parametrize(
    ("since", "follows"),
    [
        (END - LONGEST_GAP, True),
        (END - LONGEST_GAP - ONE, False),
        (END + LONGEST_GAP, True),
        (END + LONGEST_GAP + ONE, False),
    ],
)
def test_who_begins_about_then_follows_and_who_begins_much_later_does_not(since: date, follows: bool) -> None:
    later = ENDING.changed([seat("9", person=SMITH, since=since)])
    assert (follower_of(later, ENDING.appointment[AppointmentId("7")]) is not None) is follows
    assert len(ends(TWO.changed([seat("9", person=SMITH, since=since)]), before(END, 30))) == 3 - follows


def test_a_seat_does_not_follow_itself_nor_does_one_that_is_over_sooner() -> None:
    brief = ENDING.changed([seat("7", person=SHAW, since=before(END, 10), until=END)])
    assert ends(brief, before(END, 5)) == ["7", "2"]
    over = ENDING.changed([seat("9", since=before(END, 20), until=before(END, 9))])
    assert "7" in ends(over, before(END, 5))


def test_who_follows_on_the_day_is_not_taken_by_an_end_of_another_day() -> None:
    sooner = ENDING.changed([seat("8", until=before(END, 10)), seat("9", person=SMITH, since=END)])
    assert ends(sooner, before(END, 30)) == ["8", "2"]


def test_many_terms_that_end_on_one_day_are_counted_quickly() -> None:
    """A whole council goes on one day, and the new one comes in four days later."""
    people_ = (SMITH, EGAN, SHAW)
    day = before(TERM_END, 30)
    old = [Term(id=f"o{n}", office=CHAIR, person=people_[n % 3], until=END) for n in range(600)]
    new = [
        Term(id=f"n{n}", office=CHAIR, person=people_[n % 3], since=END + timedelta(days=4))
        for n in range(599)
    ]
    council = ENDING.changed([Edit("terms", term.id, term) for term in (*old, *new)])
    assert sum(1 for id_ in ends(council, day - timedelta(days=1)) if id_.startswith("o")) == 1


# --- dealt with one by one


@pytest.mark.parametrize("order", [("7", "8"), ("8", "7")])
def test_letting_two_seats_of_one_role_end_leaves_two_vacancies(
    store: Store, clerk: Actor, order: tuple[str, str]
) -> None:
    day = before(END, 30)
    tick(store, at(day))
    first, second = order
    store.run(HERE, people.let_end, clerk, "appointments", first, now=at(day))
    (notice,) = told(store, ENDS)
    said = lines(store, notice, day)
    assert (said[first], said[second]) == ("Vacant from 31 October 2026, by Clerk on 1 October 2026.", None)
    assert listed(store, clerk, day) == [second, "2"]
    store.run(HERE, people.let_end, clerk, "appointments", second, now=at(day))
    assert vacant_on(store, END) == 2
    assert listed(store, clerk, day) == ["2"]


@pytest.mark.parametrize("order", [("7", "8"), ("8", "7")])
def test_recording_two_vacancies_of_one_role_once_the_seats_have_ended(
    store: Store, clerk: Actor, order: tuple[str, str]
) -> None:
    for left, id_ in ((1, order[0]), (0, order[1])):
        store.run(HERE, people.leave_vacant, clerk, AppointmentId(id_), now=at(END))
        assert len(listed(store, clerk, END)) == left + 1
    assert vacant_on(store, END) == 2


def test_a_successor_follows_the_seat_that_they_were_appointed_to(store: Store, clerk: Actor) -> None:
    day = before(END, 30)
    tick(store, at(day))
    store.run(HERE, seats.succeed, clerk, "appointments", "8", {"person": SMITH, "since": END}, now=at(day))
    (notice,) = told(store, ENDS)
    said = lines(store, notice, day)
    assert said["7"] is None
    assert said["8"]
    assert said["8"].startswith("Followed by representative on Eden Partnership: Mr W Smith")
    tick(store, at(END))
    assert [watch.items_of(each) for each in told(store, ENDS)][-1] == ("appointments 7",)


# --- taken back


def test_ux07_letting_a_seat_end_and_undoing_it_brings_the_buttons_and_the_later_messages_back(
    store: Store, clerk: Actor
) -> None:
    day = before(END, 60)
    tick(store, at(day))
    deliver(store, ENDS, at(day))
    store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(day))
    store.run(HERE, undo, clerk, latest(store), now=at(day))
    (notice,) = told(store, ENDS)
    assert (notice.state, lines(store, notice, day)["7"]) == (State.OUTDATED, None)
    assert "7" in listed(store, clerk, day)
    tick(store, at(before(END, 14)))
    assert "appointments 7" in watch.items_of(told(store, ENDS)[-1])
    tick(store, at(END))
    assert [each.facts["stage"] for each in told(store, ENDS)] == ["60 days", "14 days", "ended"]
    store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(END))
    assert vacant_on(store, END) == 1


def test_letting_a_term_end_that_nobody_was_told_of_is_kept_and_said(store: Store, clerk: Actor) -> None:
    day = before(TERM_END, 60)
    said = store.run(HERE, people.let_end, clerk, "terms", "2", now=at(day))
    assert said
    assert said.outcome == "It ends on 30 November 2026, as Clerk chose on 1 October 2026."
    assert listed(store, clerk, day) == ["7", "8"]
    for days in (60, 14, 0):
        tick(store, at(before(TERM_END, days)))
    assert told(store, watch.end_subject(TERM_END)) == []


# --- the bot was down


def test_a_bot_that_was_down_for_weeks_asks_anew_once(store: Store, clerk: Actor) -> None:
    tick(store, at(before(END, 10)))
    deliver(store, ENDS, at(before(END, 10)))
    for days in (9, 10, LEFT_FOR - 1):
        tick(store, at(END + timedelta(days=days)))
    earlier, anew = told(store, ENDS)
    assert watch.is_asked_again(earlier)
    assert (earlier.state, anew.facts["stage"], anew.to_user) == (State.OUTDATED, "ended", clerk.slack_user)


def test_let_it_end_is_taken_from_a_message_that_is_older_than_the_end(store: Store, clerk: Actor) -> None:
    """The bot has been down, and its message still has the buttons of the time before."""
    day = END + timedelta(days=9)
    tick(store, at(before(END, 10)))
    store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(day))
    assert vacant_on(store, day) == 1
    late = TERM_END + timedelta(days=9)
    said = store.run(HERE, people.let_end, clerk, "terms", "2", now=at(late))
    assert said
    assert said.outcome == "It ended on 30 November 2026, as Clerk chose on 9 December 2026."
    assert "2" not in listed(store, clerk, late)


@pytest.mark.parametrize("days", [3, 10])
def test_a_successor_undone_after_the_day_leaves_one_message_with_buttons(
    store: Store, clerk: Actor, days: int
) -> None:
    day, later = before(END, 30), END + timedelta(days=days)
    tick(store, at(day))
    for id_, person in (("8", EGAN), ("7", SMITH)):
        given: dict[str, Cell] = {"person": person, "since": END}
        store.run(HERE, seats.succeed, clerk, "appointments", id_, given, now=at(day))
    tick(store, at(END))
    (notice,) = told(store, ENDS)
    assert not watch.is_asked_again(notice)
    store.run(HERE, undo, clerk, latest(store), now=at(later))
    tick(store, at(later))
    earlier, anew = told(store, ENDS)
    assert (watch.is_asked_again(earlier), watch.is_asked_again(anew)) == (True, False)
    assert lines(store, anew, later) == {"7": None}


def test_what_ended_with_its_partnership_costs_no_look_at_what_was_told(store: Store, clerk: Actor) -> None:
    """Only the days on which something waits are looked at, however far back."""
    tick(store, at(before(END, 10)))
    over = Edit("partnerships", EDEN, standing(store).partnership[EDEN].model_copy(update={"until": END}))
    store.run(HERE, apply, clerk, [over], how="form", now=at(before(END, 9)))
    tick(store, at(END + timedelta(days=20)))
    assert [notice.facts["stage"] for notice in told(store, ENDS)] == ["14 days"]


def test_an_end_that_is_dealt_with_is_refused_with_its_day(store: Store, clerk: Actor) -> None:
    typed: dict[str, Cell] = {"person": SMITH, "since": END}
    store.run(HERE, seats.succeed, clerk, "appointments", "7", typed, now=at(before(END, 9)))
    with pytest.raises(AlreadyDone, match=f"That ends on {write_date(END)}, and has been dealt with"):
        store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(before(END, 9)))
    with pytest.raises(AlreadyDone, match=f"That ended on {write_date(END)}, and has been dealt with"):
        store.run(HERE, people.leave_vacant, clerk, AppointmentId("7"), now=at(END))
