"""What people do with their notices: open one of several, put one off, have it back, choose when they are told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, NOW, linked, open_store

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.notices import choosing, gathering, models, service
from liaison.domain.notices.gathering import Profile
from liaison.domain.notices.manners import Manners
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.notices.outcomes import CLAIM
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import ChannelId, CommitteeId
from liaison.storage.unit_of_work import Store

USUAL, LONDON = Manners(), "Europe/London"
MONDAY = NOW + timedelta(days=1)  # at half past nine
FRIDAY = date(2026, 11, 27)


class Desk:
    """A store with somebody in it who is owed things."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = open_store(folder, CHANGING)
        self.shaw: Actor = linked(self.store, "Mrs Shaw", "member")
        self.officer: Actor = linked(self.store, "Mr Keeper", "admin")

    def run(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return self.store.run(HERE, use_case, *args, **more)

    def owes(self, key: str = "n", **more: Any) -> Notice:
        """Mrs Shaw is owed this, and has been sent it, unless it says something else."""
        plain = Notice(
            key=key,
            kind=Kind.REPORT_WAITING,
            subject=f"subject of {key}",
            reason="You receive the reports.",
            to_user=self.shaw.slack_user,
            facts={"said": "before"},
            due=MONDAY,
            state=State.SENT,
            sent_ts="1.1",
            sent_at=MONDAY,
            sent_channel=ChannelId("D1"),
        )
        owed = plain.model_copy(update=more)
        assert self.run(lambda uow: uow.notices.add(owed))
        return owed

    def kept(self, key: str = "n") -> Notice:
        found: Notice | None = self.run(lambda uow: uow.notices.get(key))
        assert found
        return found

    def snoozes(self, until: date = FRIDAY, key: str = "n", now: datetime = MONDAY) -> Any:
        return self.run(choosing.snooze, self.shaw, key, until, usual=USUAL, zone=LONDON, now=now)

    def wakes(self, key: str = "n") -> None:
        self.run(choosing.wake, self.shaw, key)

    def chooses(self, now: datetime = MONDAY, **chosen: Any) -> Any:
        usual = USUAL.model_dump() | {"away_from": None, "away_until": None}
        return self.run(choosing.choose, self.shaw, usual | chosen, usual=USUAL, zone=LONDON, now=now)

    def claims(self, now: datetime = MONDAY, most: int = 20) -> Any:
        return self.run(lambda uow: uow.notices.claim(now=now, until=now + CLAIM, most=most))

    def prepares(self, now: datetime = MONDAY, profile: Profile = Profile()) -> Any:  # noqa: B008 - frozen
        claimed = self.claims(now)
        user = self.shaw.slack_user
        return self.run(gathering.prepare, claimed, user, profile, usual=USUAL, zone=LONDON, now=now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# Put off


def test_what_is_put_off_comes_again_in_their_hours_on_that_day(desk: Desk) -> None:
    desk.owes()
    due = desk.snoozes()
    assert due == datetime.fromisoformat("2026-11-27T08:00+00:00")
    again = desk.kept("n~1")
    assert (again.state, again.due, again.facts) == (State.PENDING, due, {"said": "before"})
    assert (desk.kept().asleep_until, desk.kept().state) == (FRIDAY, State.OUTDATED)


def test_a_day_off_is_the_next_working_day_and_the_message_says_so(desk: Desk) -> None:
    desk.owes()
    assert desk.snoozes(date(2026, 11, 28)) == datetime.fromisoformat("2026-11-30T08:00+00:00")
    assert desk.kept().asleep_until == date(2026, 11, 30)


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2026, 11, 1), date(2027, 11, 25)])
def test_it_cannot_be_put_off_to_today_or_for_more_than_a_year(desk: Desk, until: date) -> None:
    desk.owes()
    with pytest.raises(BadInput, match="not a day within the next year"):
        desk.snoozes(until)


def test_it_is_put_off_once(desk: Desk) -> None:
    desk.owes()
    desk.snoozes()
    with pytest.raises(AlreadyDone, match="put this off to 27 November 2026 already"):
        desk.snoozes(date(2026, 11, 30))


def test_what_is_over_or_stands_in_a_channel_or_is_anothers_cannot_be_put_off(desk: Desk) -> None:
    desk.owes(ended=True)
    desk.owes("channel", to_user=None)
    desk.owes("other", to_user=desk.officer.slack_user)
    with pytest.raises(AlreadyDone, match="This has been dealt with"):
        desk.snoozes()
    with pytest.raises(BadInput, match="nobody can put it off"):
        desk.snoozes(key="channel")
    for key in ("other", "nothing"):
        with pytest.raises(NotFound):
            desk.snoozes(key=key)


def test_p10_done_elsewhere_it_does_not_come_again_and_the_first_says_what_became_of_it(desk: Desk) -> None:
    owed = desk.owes()
    desk.snoozes()
    desk.run(lambda uow: models.settle(uow.notices, owed.subject))
    assert desk.kept("n~1").state is State.CANCELLED
    assert desk.kept().ended
    assert desk.kept().asleep_until is None, "the message shows the outcome, and nothing to press"


def test_shown_again_it_is_as_before_and_no_other_comes(desk: Desk) -> None:
    desk.owes()
    desk.snoozes()
    desk.wakes()
    assert desk.kept("n~1").state is State.CANCELLED
    assert desk.kept().asleep_until is None
    with pytest.raises(AlreadyDone, match="no longer put off"):
        desk.wakes()


def test_p10_put_off_shown_and_put_off_again_it_comes(desk: Desk) -> None:
    desk.owes()
    desk.snoozes()
    desk.wakes()
    due = desk.snoozes(date(2026, 11, 30))
    again = desk.kept("n~1")
    assert (again.state, again.due) == (State.PENDING, due)


def test_put_off_twice_each_has_its_own(desk: Desk) -> None:
    desk.owes()
    desk.snoozes()
    friday = datetime.fromisoformat("2026-11-27T08:00+00:00")
    (claimed,) = (notice for notice in desk.claims(friday) if notice.key == "n~1")
    desk.run(service.record_sent, (claimed,), channel=ChannelId("D1"), ts="1.2", now=friday)
    assert desk.kept().opened, "its button goes (UX-15)"
    with pytest.raises(AlreadyDone, match="newer message below"):
        desk.wakes()
    desk.snoozes(date(2026, 12, 4), key="n~1", now=friday)
    assert desk.kept("n~2").state is State.PENDING


def test_what_may_be_there_already_cannot_be_taken_back(desk: Desk) -> None:
    """It comes again on the day, and the sender dies: whether it was sent is not known."""
    desk.owes()
    desk.snoozes()
    desk.run(lambda uow: uow.notices.save(desk_unsure(uow)))
    with pytest.raises(AlreadyDone):
        desk.wakes()
    assert desk.kept("n~1").state is State.PENDING


def desk_unsure(uow: UnitOfWork) -> Notice:
    found = uow.notices.get("n~1")
    assert found
    return found.model_copy(update={"unsure": True})


def test_put_off_while_its_message_is_being_updated_the_message_is_updated_once_more(desk: Desk) -> None:
    desk.owes(state=State.OUTDATED)
    (claimed,) = desk.claims()
    desk.snoozes()
    desk.run(service.record_sent, (claimed,), channel=ChannelId("D1"), ts="1.1", now=MONDAY)
    assert desk.kept().state is State.OUTDATED


def test_a_key_with_the_mark_in_it_is_a_key_like_any_other(desk: Desk) -> None:
    desk.owes("about ~a~")
    desk.snoozes(key="about ~a~")
    assert desk.kept("about ~a~~1").state is State.PENDING
    desk.wakes("about ~a~")


def test_a_key_as_long_as_can_be_still_comes_again(desk: Desk) -> None:
    long = "k" * 255
    desk.owes(long)
    desk.snoozes(key=long)
    again = desk.kept("k" * 253 + "~1")
    assert again.state is State.PENDING
    desk.wakes(long)


# Opened alone


def test_one_of_several_is_sent_by_itself_once(desk: Desk) -> None:
    owed = desk.owes(bundle="together:1:n")
    desk.run(choosing.open_alone, desk.shaw, "n", now=MONDAY)
    alone = desk.kept("n~1")
    assert (alone.due, alone.urgent, alone.at_once, alone.bundle) == (MONDAY, True, True, None)
    assert desk.kept().opened
    with pytest.raises(AlreadyDone, match="opened this already"):
        desk.run(choosing.open_alone, desk.shaw, "n", now=MONDAY)
    desk.run(lambda uow: models.settle(uow.notices, owed.subject))
    with pytest.raises(AlreadyDone, match="has been dealt with"):
        desk.run(choosing.open_alone, desk.shaw, "n", now=MONDAY)
    with pytest.raises(NotFound):
        desk.run(choosing.open_alone, desk.officer, "n", now=MONDAY)


def test_nobody_can_have_what_stands_in_a_channel_sent_by_itself(desk: Desk) -> None:
    """Whoever is in the channel knows its key; a message without anywhere to go would wait for ever."""
    desk.owes("channel", to_user=None, to_committee=CommitteeId("ppp"))
    with pytest.raises(BadInput, match="stands in a channel"):
        desk.run(choosing.open_alone, desk.shaw, "channel", now=MONDAY)
    assert desk.run(lambda uow: uow.notices.get("channel~1")) is None


def test_ux08_what_a_clock_that_was_wrong_has_sent_does_not_count_for_their_limit(desk: Desk) -> None:
    for number in range(5):
        desk.owes(f"ahead{number}", sent_ts=f"2.{number}", sent_at=MONDAY + timedelta(days=3650))
    told = desk.run(lambda uow: uow.notices.told_since(desk.shaw.slack_user, MONDAY - timedelta(hours=9)))
    assert told == 0


def test_ux08_what_somebody_asked_to_see_does_not_count_for_their_limit(desk: Desk) -> None:
    desk.owes("together")
    for number in range(5):
        desk.owes(f"opened{number}", urgent=True, sent_ts=f"2.{number}")
    told = desk.run(lambda uow: uow.notices.told_since(desk.shaw.slack_user, MONDAY - timedelta(hours=9)))
    assert told == 1


# Several at once


def waits(desk: Desk, count: int, name: str = "w", **more: Any) -> None:
    waiting = {"state": State.PENDING, "sent_ts": None, "sent_at": None, "sent_channel": None}
    for number in range(count):
        desk.owes(f"{name}{number:02}", **{**waiting, **more})


def test_p11_all_that_is_due_to_a_person_goes_into_one_message_whatever_else_is_due(desk: Desk) -> None:
    """A batch of delivery ends somewhere, and not between two things for the same person."""
    waits(desk, 1, "a")
    waits(desk, 12, "b", to_user=desk.officer.slack_user)
    waits(desk, 1, "c")
    claimed = desk.claims(most=5)
    mine = [notice.key for notice in claimed if notice.to_user == desk.shaw.slack_user]
    assert mine == ["a00", "c00"]


def test_what_is_over_the_limit_comes_on_the_next_morning_as_one(desk: Desk) -> None:
    for number in range(5):
        desk.owes(f"sent{number}", sent_ts=f"1.{number}")
    waits(desk, 3)
    assert desk.prepares() == ()
    tuesday = datetime.fromisoformat("2026-11-24T08:00+00:00")
    assert {desk.kept(f"w{number:02}").due for number in range(3)} == {tuesday}
    (parcel,) = desk.prepares(tuesday)
    assert [notice.key for notice in parcel] == ["w00", "w01", "w02"]


def test_p10_a_status_that_is_taken_away_early_is_noticed_on_the_next_morning(desk: Desk) -> None:
    """Somebody is back a week before Slack expects them; what came up on several days comes as one."""
    away = Profile(away_until=MONDAY + timedelta(days=14))
    waits(desk, 1, "a")
    assert desk.prepares(MONDAY, away) == ()
    standing = desk.run(choosing.standing, desk.shaw, usual=USUAL, zone=LONDON, now=MONDAY)
    assert standing.next_at == away.away_until, "what they are told is when they are expected back"
    waits(desk, 1, "b")
    assert desk.prepares(MONDAY + timedelta(hours=5), away) == ()
    tuesday = datetime.fromisoformat("2026-11-24T08:00+00:00")
    assert desk.prepares(tuesday, away) == ()
    (parcel,) = desk.prepares(tuesday + timedelta(days=1))
    assert [notice.key for notice in parcel] == ["a00", "b00"]


def test_p09_a_committees_channel_keeps_the_authoritys_hours(desk: Desk) -> None:
    """What somebody has posted to a channel that they chose goes there at any hour, and so does a change."""
    night = MONDAY + timedelta(hours=12)
    committee = {"to_user": None, "to_committee": CommitteeId("ppp")}
    waits(desk, 1, "reminder", kind=Kind.REVIEW_DUE, **committee)
    waits(desk, 1, "circular", kind=Kind.CIRCULAR, to_user=None, sent_channel=ChannelId("C1"))
    desk.owes("change", kind=Kind.REVIEW_DUE, state=State.OUTDATED, **committee)
    parcels = desk.run(gathering.prepare_for_channel, desk.claims(night), usual=USUAL, zone=LONDON, now=night)
    assert sorted(notice.key for (notice,) in parcels) == ["change", "circular00"]
    assert desk.kept("reminder00").due == datetime.fromisoformat("2026-11-24T08:00+00:00")


# What people choose


def test_what_is_as_usual_is_not_kept_as_theirs(desk: Desk) -> None:
    chosen = desk.chooses(from_hour=10, days_off=True)
    assert (chosen.from_hour, chosen.to_hour, chosen.days_off, chosen.most_a_day) == (10, None, True, None)
    assert desk.chooses().from_hour is None


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"from_hour": 18, "to_hour": 18}, "to_hour"),
        ({"from_hour": 30, "to_hour": 40}, "from_hour"),
        ({"from_hour": -1}, "from_hour"),
        ({"to_hour": 25}, "to_hour"),
        ({"most_a_day": 0}, "most_a_day"),
        ({"most_a_day": 10**9}, "most_a_day"),
        ({"away_from": date(2026, 12, 1)}, "away_until"),
        ({"away_until": date(2026, 11, 23)}, "away_until"),
        ({"away_until": date(2028, 1, 1)}, "away_until"),
        ({"away_from": date(2026, 12, 1), "away_until": date(2026, 12, 1)}, "away_until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, chosen: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.chooses(**chosen)
    assert refused.value.field == field
    assert desk.chooses().away_until is None


def test_what_waits_is_looked_at_anew_and_what_was_put_off_stays(desk: Desk) -> None:
    waits(desk, 1, due=MONDAY + timedelta(days=1))
    desk.owes()
    due = desk.snoozes()
    desk.chooses(days_off=True)
    assert desk.kept("w00").due == MONDAY
    assert desk.kept("n~1").due == due


def test_an_absence_that_is_over_is_no_longer_shown(desk: Desk) -> None:
    desk.chooses(away_from=date(2026, 11, 24), away_until=date(2026, 11, 26))

    def standing(now: datetime) -> Any:
        return desk.run(choosing.standing, desk.shaw, usual=USUAL, zone=LONDON, now=now)

    assert standing(MONDAY).choices.away_until == date(2026, 11, 26)
    back = MONDAY + timedelta(days=3)
    assert (standing(back).choices.away_from, standing(back).choices.away_until) == (None, None)


def test_sent_now_it_keeps_no_hours(desk: Desk) -> None:
    night = MONDAY + timedelta(hours=12)
    waits(desk, 2, due=MONDAY + timedelta(days=1))
    assert desk.run(choosing.send_now, desk.shaw, now=night) == 2
    standing = desk.run(choosing.standing, desk.shaw, usual=USUAL, zone=LONDON, now=night)
    assert standing.waiting == 0, "it is on its way"
    parcels = desk.prepares(night)
    assert [len(parcel) for parcel in parcels] == [2], "as one message"


# What staff do


def test_only_those_who_mend_see_what_is_owed_to_others(desk: Desk) -> None:
    waits(desk, 2)
    assert len(desk.run(choosing.outbox, desk.officer)) == 2
    with pytest.raises(NotAllowed):
        desk.run(choosing.outbox, desk.shaw)
    for change in (choosing.retry, choosing.cancel):
        with pytest.raises(NotAllowed):
            desk.run(change, desk.shaw, "w00", now=MONDAY)


def test_an_update_that_fails_can_be_tried_again_or_given_up(desk: Desk) -> None:
    """It is in the list of what is owed, so something must come of the list's buttons."""
    for key in ("again", "given up"):
        desk.owes(key, state=State.PENDING, trouble="ratelimited", due=MONDAY + timedelta(minutes=15))
    assert len(desk.run(choosing.outbox, desk.officer)) == 2
    desk.run(choosing.retry, desk.officer, "again", now=MONDAY)
    assert desk.kept("again").due == MONDAY
    desk.run(choosing.cancel, desk.officer, "given up", now=MONDAY)
    assert desk.kept("given up").state is State.SENT
    assert desk.kept("given up").wakes_at is None
