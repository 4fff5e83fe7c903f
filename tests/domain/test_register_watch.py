"""What time brings to the register: offices that change hands, and what is about to end (B-21, UK-12, P-04, P-11)."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, EDEN, EGAN, FORUM, SHAW, SMITH
from tests.domain.stores import HERE, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, NotAllowed
from liaison.domain.notices.models import Notice, State
from liaison.domain.notices.outcomes import sent
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import people, seats, watch
from liaison.domain.register.editing import apply, undo
from liaison.domain.register.ends import LEFT_FOR, endings
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, ChannelId
from liaison.storage.unit_of_work import Store

HANDOVER = date(2026, 7, 1)
END = date(2026, 10, 31)
TERM_END = date(2026, 11, 30)
LONDON = ZoneInfo("Europe/London")

ENDING = CHANGING.changed(
    [
        Edit(
            "appointments",
            "7",
            Appointment(
                id=AppointmentId("7"), partnership=EDEN, role="representative", person=SHAW, until=END
            ),
        ),
        Edit("terms", "2", CHANGING.terms[1].model_copy(update={"until": TERM_END})),
    ]
)


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def ends(register: Register, day: date) -> list[str]:
    return [ending.entry.id for ending in endings(register, day)]


def test_what_ends_is_told_60_days_before_and_not_sooner() -> None:
    assert ends(ENDING, before(END, 61)) == []
    assert ends(ENDING, before(END, 60)) == ["7"]
    assert ends(ENDING, before(END, 1)) == ["7", "2"]
    assert ends(ENDING, END) == ["2"]


def test_what_somebody_follows_is_no_end() -> None:
    next_ = Appointment(
        id=AppointmentId("8"), partnership=EDEN, role="representative", person=EGAN, since=END
    )
    assert ends(ENDING.changed([Edit("appointments", "8", next_)]), before(END, 30)) == ["2"]
    other_role = next_.model_copy(update={"role": "substitute"})
    assert ends(ENDING.changed([Edit("appointments", "8", other_role)]), before(END, 30)) == ["7", "2"]
    term = Term(id="3", office=CHAIR, person=SHAW, since=TERM_END)
    assert ends(ENDING.changed([Edit("terms", "3", term)]), before(END, 30)) == ["7"]


def test_nobody_is_told_of_a_vacancy_or_of_what_ends_with_its_partnership() -> None:
    vacant = ENDING.appointment[AppointmentId("7")].model_copy(update={"person": None})
    assert ends(ENDING.changed([Edit("appointments", "7", vacant)]), before(END, 30)) == ["2"]
    over = ENDING.partnership[EDEN].model_copy(update={"until": END})
    assert ends(ENDING.changed([Edit("partnerships", EDEN, over)]), before(END, 30)) == ["2"]
    longer = ENDING.partnership[EDEN].model_copy(update={"until": END + timedelta(days=1)})
    assert ends(ENDING.changed([Edit("partnerships", EDEN, longer)]), before(END, 30)) == ["7", "2"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, ENDING)


@pytest.fixture
def clerk(store: Store) -> Actor:
    return linked(store, "Clerk", "admin")


def tick(store: Store, moment: datetime) -> None:
    store.run(HERE, watch.owe, standing(store), now=moment)


def told(store: Store, subject: str) -> list[Notice]:
    return store.run(HERE, lambda uow: [notice for notice in uow.notices.about(subject) if notice.to_user])


def deliver(store: Store, subject: str, moment: datetime) -> None:
    for notice in told(store, subject):
        if notice.state is State.PENDING:
            done = sent(notice, now=moment, channel=ChannelId("D1"), ts=f"1.{notice.key[-4:]}")
            store.run(HERE, _save, done)


def _save(uow: UnitOfWork, notice: Notice) -> None:
    uow.notices.save(notice)


def lines(store: Store, notice: Notice, day: date) -> dict[str, str | None]:
    return {line.id: line.outcome for line in watch.lines(standing(store), notice, today=day)}


CHAIR_CHANGED = watch.office_subject(CHAIR)
ENDS = watch.end_subject(END)


def test_b21_staff_are_told_on_the_day_once_and_not_before(store: Store, clerk: Actor) -> None:
    tick(store, at(before(HANDOVER, 1), 23))
    assert told(store, CHAIR_CHANGED) == []
    for hour in (0, 1, 12):
        tick(store, at(HANDOVER, hour))
    (notice,) = told(store, CHAIR_CHANGED)
    assert notice.to_user == clerk.slack_user
    assert notice.due == at(HANDOVER, 9)  # not at midnight
    assert lines(store, notice, HANDOVER) == {"4": None}
    tick(store, at(HANDOVER + timedelta(days=3)))
    assert len(told(store, CHAIR_CHANGED)) == 1


@pytest.mark.usefixtures("clerk")
def test_b21_an_end_in_the_clocks_summer_comes_at_the_authoritys_midnight(store: Store) -> None:
    tick(store, datetime(2026, 6, 30, 22, 59, tzinfo=ZoneInfo("UTC")))
    assert told(store, CHAIR_CHANGED) == []
    tick(store, datetime(2026, 6, 30, 23, 0, tzinfo=ZoneInfo("UTC")))
    assert len(told(store, CHAIR_CHANGED)) == 1


def test_b21_a_confirmed_seat_says_by_whom_and_an_undo_asks_again(store: Store, clerk: Actor) -> None:
    tick(store, at(HANDOVER))
    deliver(store, CHAIR_CHANGED, at(HANDOVER))
    change = store.run(HERE, seats.confirm, clerk, AppointmentId("4"), now=at(HANDOVER))
    assert change
    (notice,) = told(store, CHAIR_CHANGED)
    assert notice.state is State.OUTDATED
    assert lines(store, notice, HANDOVER) == {"4": "Confirmed, by Clerk on 1 July 2026."}
    store.run(HERE, undo, clerk, change.version, now=at(HANDOVER))
    (notice,) = told(store, CHAIR_CHANGED)
    assert lines(store, notice, HANDOVER) == {"4": None}
    assert store.run(HERE, seats.confirm, clerk, AppointmentId("4"), now=at(HANDOVER))


def test_b21_a_seat_changed_by_a_form_is_dealt_with_too(store: Store, clerk: Actor) -> None:
    tick(store, at(HANDOVER))
    given = (
        standing(store).appointment[AppointmentId("4")].model_copy(update={"person": SHAW, "office": None})
    )
    store.run(HERE, apply, clerk, [Edit("appointments", "4", given)], how="form", now=at(HANDOVER))
    (notice,) = told(store, CHAIR_CHANGED)
    assert lines(store, notice, HANDOVER) == {"4": "Changed, by Clerk on 1 July 2026."}


def test_a_next_change_of_the_office_is_told_anew(store: Store, clerk: Actor) -> None:
    tick(store, at(HANDOVER))
    store.run(HERE, seats.confirm, clerk, AppointmentId("4"), now=at(HANDOVER))
    tick(store, at(TERM_END))
    assert [notice.facts["stage"] for notice in told(store, CHAIR_CHANGED)] == ["2026-07-01", "2026-11-30"]


def test_nothing_is_told_of_what_lay_before_the_register(tmp_path: Path) -> None:
    late = ENDING.model_validate(
        {**{f: getattr(ENDING, f) for f in Register.model_fields}, "since": TERM_END}
    )
    store = open_store(tmp_path, late)
    linked(store, "Clerk", "admin")
    tick(store, at(date(2026, 11, 29)))
    assert told(store, CHAIR_CHANGED) == []


def test_an_end_is_told_60_and_14_days_before_once_each(store: Store, clerk: Actor) -> None:
    for days in (61, 60, 59, 30, 15):
        tick(store, at(before(END, days)))
    assert [notice.facts["stage"] for notice in told(store, ENDS)] == ["60 days"]
    for days in (14, 13, 1):
        tick(store, at(before(END, days)))
    assert [notice.facts["stage"] for notice in told(store, ENDS)] == ["60 days", "14 days"]
    assert {notice.to_user for notice in told(store, ENDS)} == {clerk.slack_user}


def test_what_is_appointed_late_for_the_first_word_is_told_at_once(store: Store, clerk: Actor) -> None:
    tick(store, at(before(END, 20)))
    late = Appointment(
        id=AppointmentId("8"), partnership=FORUM, role="support officer", person=SMITH, until=END
    )
    store.run(HERE, apply, clerk, [Edit("appointments", "8", late)], how="form", now=at(before(END, 19)))
    tick(store, at(before(END, 19)))
    assert [watch.items_of(notice) for notice in told(store, ENDS)] == [
        ("appointments 7",),
        ("appointments 8",),
    ]


@pytest.mark.usefixtures("clerk")
def test_p11_what_ends_on_one_day_comes_in_one_message_and_nothing_is_cut(store: Store) -> None:
    """500 ends would be 42 messages to each keeper, more than Slack lets a bot send at once."""
    many = [
        Appointment(
            id=AppointmentId(f"m{number}"), partnership=FORUM, role="support officer", person=SMITH, until=END
        )
        for number in range(30)
    ]
    store.run(HERE, lambda uow: uow.register.save([Edit("appointments", seat.id, seat) for seat in many]))
    tick(store, at(before(END, 60)))
    assert [len(watch.items_of(notice)) for notice in told(store, ENDS)] == [31]
    tick(store, at(END))
    assert [len(watch.items_of(notice)) for notice in told(store, ENDS)] == [31, 31]


@pytest.mark.usefixtures("clerk")
def test_p11_the_seats_of_one_office_come_in_one_message(store: Store) -> None:
    many = [
        Appointment(id=AppointmentId(f"m{number}"), partnership=FORUM, role="representative", office=CHAIR)
        for number in range(30)
    ]
    store.run(HERE, lambda uow: uow.register.save([Edit("appointments", seat.id, seat) for seat in many]))
    tick(store, at(HANDOVER))
    (notice,) = told(store, CHAIR_CHANGED)
    assert len(watch.items_of(notice)) > len(many)


def test_what_waits_for_a_word_is_listed_until_somebody_sees_to_it(store: Store, clerk: Actor) -> None:
    """What ends soon, and what has ended with nobody after it; what was let go is not asked about again."""

    def listed(day: date) -> list[str]:
        found = store.run(HERE, people.ends, clerk, standing(store), now=at(day))
        return [ending.entry.id for ending in found]

    day = before(END, 1)
    tick(store, at(day))
    assert listed(day) == ["7", "2"]
    assert listed(END) == ["7", "2"], "it has ended, and nobody follows"
    assert listed(END + timedelta(days=LEFT_FOR)) == ["2"], "what ended long ago is history"
    store.run(HERE, people.let_end, clerk, "terms", "2", now=at(day))
    assert listed(day) == ["7"]
    store.run(HERE, people.leave_vacant, clerk, AppointmentId("7"), now=at(END))
    assert listed(END) == []
    member = linked(store, "Mrs L L Shaw", "member")
    with pytest.raises(NotAllowed):
        store.run(HERE, people.ends, member, standing(store), now=at(day))


def test_letting_a_seat_end_makes_it_vacant_from_that_day_and_nobody_is_asked_again(
    store: Store, clerk: Actor
) -> None:
    day = before(END, 60)
    tick(store, at(day))
    deliver(store, ENDS, at(day))
    store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(day))
    (notice,) = told(store, ENDS)
    assert notice.state is State.OUTDATED
    assert lines(store, notice, day) == {"7": "Vacant from 31 October 2026, by Clerk on 1 September 2026."}
    vacancies = standing(store).vacancies(END)
    assert [held.appointment.partnership for held in vacancies] == [BARROW, EDEN]
    tick(store, at(before(END, 14)))
    assert len(told(store, ENDS)) == 1
    with pytest.raises(AlreadyDone):
        store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(day))


def test_letting_a_term_end_is_kept_and_nobody_is_asked_again(store: Store, clerk: Actor) -> None:
    day, subject = before(TERM_END, 60), watch.end_subject(TERM_END)
    tick(store, at(day))
    store.run(HERE, people.let_end, clerk, "terms", "2", now=at(day))
    (notice,) = told(store, subject)
    said = lines(store, notice, day)["2"]
    assert said == "It ends on 30 November 2026, as Clerk chose on 1 October 2026."
    tick(store, at(before(TERM_END, 14)))
    assert len(told(store, subject)) == 1


def test_a_renewed_seat_says_until_when(store: Store, clerk: Actor) -> None:
    day = before(END, 60)
    tick(store, at(day))
    seat = standing(store).appointment[AppointmentId("7")]
    for until, said in ((date(2027, 10, 31), "Now until 31 October 2027"), (None, "Now without an end")):
        renewed = seat.model_copy(update={"until": until})
        store.run(HERE, apply, clerk, [Edit("appointments", "7", renewed)], how="form", now=at(day))
        (notice,) = told(store, ENDS)
        assert lines(store, notice, day) == {"7": f"{said}, by Clerk on 1 September 2026."}
    removed = [Edit("appointments", "7", None)]
    store.run(HERE, apply, clerk, removed, how="form", now=at(day))
    (line,) = watch.lines(standing(store), told(store, ENDS)[0], today=day)
    assert line.name == "representative on Eden Partnership: Mrs L L Shaw"
    assert line.outcome == "Removed from the register, by Clerk on 1 September 2026."


def test_ux15_on_the_day_what_was_told_says_so_and_staff_are_asked_anew_once(
    store: Store, clerk: Actor
) -> None:
    day = before(END, 10)
    tick(store, at(day))
    deliver(store, ENDS, at(day))
    tick(store, at(before(END, 1), 23))
    assert [notice.state for notice in told(store, ENDS)] == [State.SENT]
    for hour in (0, 1, 12):
        tick(store, at(END, hour))
    earlier, anew = told(store, ENDS)
    assert earlier.state is State.OUTDATED
    assert watch.is_asked_again(earlier)
    assert (anew.to_user, anew.state) == (clerk.slack_user, State.PENDING)
    assert anew.due == at(END, 9), "not at midnight"
    assert not watch.is_asked_again(anew)
    (line,) = watch.lines(standing(store), anew, today=END)
    assert (line.outcome, line.vacant_since) == (None, END), "nobody has dealt with it"
    for notice in told(store, ENDS):
        store.run(HERE, _save, sent(notice, now=at(END), channel=ChannelId("D1"), ts="1.1"))
    for days in (0, 1, 6, 7):
        tick(store, at(END + timedelta(days=days), 13))
    assert [notice.state for notice in told(store, ENDS)] == [State.SENT, State.SENT]


@pytest.mark.usefixtures("clerk")
def test_on_the_day_nobody_is_told_of_an_end_that_staff_have_just_made(store: Store) -> None:
    """What was never about to end, such as a seat that staff end today, needs no message on the day."""
    tick(store, at(END))
    assert told(store, ENDS) == []


def test_on_the_day_nobody_is_asked_of_what_was_dealt_with(store: Store, clerk: Actor) -> None:
    term_ends, day = watch.end_subject(TERM_END), before(END, 14)
    tick(store, at(day))
    store.run(HERE, people.let_end, clerk, "appointments", "7", now=at(day))
    tick(store, at(END))
    assert len(told(store, ENDS)) == 1
    tick(store, at(before(TERM_END, 14)))
    before_it = len(told(store, term_ends))
    store.run(HERE, people.let_end, clerk, "terms", "2", now=at(before(TERM_END, 14)))
    tick(store, at(TERM_END))
    assert len(told(store, term_ends)) == before_it


def test_a_bot_that_was_down_on_the_day_tells_it_when_it_is_up_again(store: Store, clerk: Actor) -> None:
    tick(store, at(before(END, 10)))
    tick(store, at(END + timedelta(days=3)))
    assert [(notice.facts["stage"], notice.to_user) for notice in told(store, ENDS)] == [
        ("14 days", clerk.slack_user),
        ("ended", clerk.slack_user),
    ]


def test_whoever_becomes_keeper_later_hears_of_it_and_a_member_never(store: Store) -> None:
    member = linked(store, "Mrs L L Shaw", "member")
    tick(store, at(HANDOVER))
    assert told(store, CHAIR_CHANGED) == []
    officer = linked(store, "Officer", "committee-services-officer")
    tick(store, at(HANDOVER + timedelta(days=1)))
    assert [notice.to_user for notice in told(store, CHAIR_CHANGED)] == [officer.slack_user]
    for use_case, args in ((seats.confirm, ("4",)), (people.let_end, ("appointments", "7"))):
        with pytest.raises(NotAllowed):
            store.run(HERE, use_case, member, *args, now=at(before(END, 5)))  # type: ignore[arg-type] # of two use-cases
