"""One person's trouble is nobody else's: what cannot be read of them, accounts that are gone, changed, or let go of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.bot.post_room import LIBRARY, POST, REPORT, PostRoom, cut_after, refuses
from tests.flows.office import WORKSPACE

from liaison.bot.calls import Calls
from liaison.bot.tick import find_due
from liaison.domain.access import linking
from liaison.domain.notices import choosing
from liaison.domain.notices.gathering import Profile
from liaison.domain.notices.manners import Choices
from liaison.domain.notices.models import State
from liaison.domain.packs.policy import Rung
from liaison.domain.register import people
from liaison.domain.values import SlackUserId
from liaison.handlers import profiles
from liaison.sandbox.language.people import Channel, Person

FOREVER = [99999999999, 253402300799, 99999999999999]


def state(room: PostRoom, key: str) -> State:
    return State(room.run(lambda uow: uow.notices.get(key)).state)


def links_again(room: PostRoom, name: str = "Mrs L L Shaw") -> Person:
    """Somebody has a new account in Slack, and staff link it."""
    new = room.slack.person(f"{name} (new)")
    room.run(
        linking.link, room.office.pack, user=SlackUserId(new.id), name=name, roles=("member",), now=room.at
    )
    return new


def unlinks(room: PostRoom, person: Person) -> None:
    room.run(people.unlink, None, SlackUserId(person.id), now=room.at)


def evening(room: PostRoom) -> None:
    room.at = room.at.replace(hour=20)
    room.slack.clock.set(room.at)


@pytest.fixture
def shaw(room: PostRoom) -> Person:
    return room.office.member("Mrs L L Shaw")


# What cannot be read of one person


@pytest.mark.parametrize("end", FOREVER)
def test_a_status_whose_end_no_calendar_has_stops_nobody_elses(
    room: PostRoom, shaw: Person, officer: Person, end: int
) -> None:
    room.slack.change(shaw, status_text="On holiday", status_expiration=end)
    room.owes_a_report(shaw, "to Shaw")
    room.owes_a_report(officer)
    room.delivers()
    assert room.posted(REPORT) == 1
    assert not room.posted("to Shaw"), "they are away"
    room.slack.change(shaw, status_text="", status_expiration=0)
    room.delivers(days=1)
    assert room.posted("to Shaw") == 1


def test_hours_that_no_day_has_kept_before_they_were_checked_are_as_not_chosen(
    room: PostRoom, shaw: Person, officer: Person
) -> None:
    odd = Choices(user=SlackUserId(shaw.id), from_hour=30, to_hour=40, timezone="Europe")
    room.run(lambda uow: uow.notices.save_choices(odd))
    room.owes_a_report(shaw, "to Shaw")
    room.owes_a_report(officer)
    room.delivers()
    assert (room.posted("to Shaw"), room.posted(REPORT)) == (1, 1)


def test_whatever_fails_for_one_person_the_others_are_told_and_it_waits(
    room: PostRoom, shaw: Person, officer: Person, ppp: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Calls.profile

    async def fails(self: Calls, workspace: Any, client: Any, user: SlackUserId) -> Any:
        if user == shaw.id:
            raise OverflowError
        return await known(self, workspace, client, user)

    room.owes_a_report(shaw, "to Shaw")
    room.owes_a_report(officer)
    room.owes_a_review()
    with monkeypatch.context() as patched:
        patched.setattr(Calls, "profile", fails)
        room.delivers()
        room.delivers(minutes=5)
        assert (room.posted("to Shaw"), room.posted(REPORT), len(ppp.messages)) == (0, 1, 1)
    room.delivers(minutes=15)
    assert room.posted("to Shaw") == 1


# Accounts that cannot be reached


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("user_disabled", "their Slack account is deactivated"),
        ("user_not_found", "Slack knows no such account any more"),
        ("channel_not_found", "Slack refuses messages to them (channel_not_found)"),
    ],
)
def test_p08_staff_are_told_once_of_somebody_who_cannot_be_reached(
    room: PostRoom, shaw: Person, officer: Person, code: str, why: str
) -> None:
    mend = "Type /partnership link: link their new account, then remove this link."
    said = f"I cannot reach Mrs L L Shaw in Slack, because {why}. {mend}"
    room.owes_a_report(shaw, "first")
    room.line.next(POST, refuses(code))
    room.delivers()
    officer.dm.saw(f"{said} 1 message waits for them: see /notices owed.")
    room.owes_a_report(shaw, "second")
    room.line.next(POST, refuses(code))
    room.delivers(hours=1)
    officer.dm.saw(f"{said} 2 messages wait for them: see /notices owed.")
    assert room.posted("I cannot reach") == 1
    room.delivers(hours=1)
    assert (room.posted("first"), room.posted("second")) == (1, 1)
    officer.dm.saw("That was mended on 23 November 2026.")
    room.waits(3)
    assert room.posted("I cannot reach") == 1


def test_what_was_held_together_and_is_tried_again_in_part_comes_as_messages_of_its_own(
    room: PostRoom, shaw: Person, officer: Person
) -> None:
    room.owes_a_report(shaw, "Alpha")
    room.owes_a_report(shaw, "Beta")
    room.line.next(POST, refuses("user_disabled"))
    room.delivers()
    room.run(choosing.retry, room._actor(officer), f"report:Alpha:{shaw.id}", now=room.at)
    room.delivers(seconds=1)
    assert (room.posted("Alpha"), room.posted("Beta")) == (1, 0)
    room.delivers(hours=1)
    assert room.posted("is waiting: Beta") == 1
    assert room.posted("2 things for you") == 0


# Somebody's account is another from now on


def test_what_waits_goes_to_the_new_account_of_the_same_person(room: PostRoom, shaw: Person) -> None:
    evening(room)
    room.owes_a_report(shaw)
    room.delivers()
    new = links_again(room)
    unlinks(room, shaw)
    room.delivers(hours=14)
    new.dm.saw(REPORT)
    assert room.posted(REPORT) == 1
    unlinks(room, new)
    room.run(
        linking.link,
        room.office.pack,
        user=SlackUserId(shaw.id),
        name="Mrs L L Shaw",
        roles=("member",),
        now=room.at,
    )
    room.waits(3)
    assert room.posted(REPORT) == 1, "what was told is told"


def test_what_waits_is_kept_a_while_for_somebody_who_is_not_linked(
    room: PostRoom, shaw: Person, officer: Person
) -> None:
    """They are unlinked first and linked again later; staff see meanwhile what waits, and nobody else gets it."""
    evening(room)
    room.owes_a_report(shaw)
    room.delivers()
    unlinks(room, shaw)
    room.run(
        linking.link,
        room.office.pack,
        user=SlackUserId(shaw.id),
        name="Mr W Smith",
        roles=("member",),
        now=room.at,
    )
    room.delivers(hours=14)
    assert room.posted(REPORT) == 0
    (owed,) = room.run(choosing.outbox, room._actor(officer))
    assert (owed.state, owed.trouble) == (State.HELD, "not_linked")
    new = links_again(room)
    room.delivers(seconds=1)
    new.dm.saw(REPORT)
    assert room.posted(REPORT) == 1


def test_what_waits_for_somebody_who_is_never_linked_again_ends_after_a_month(
    room: PostRoom, shaw: Person
) -> None:
    evening(room)
    room.owes_a_report(shaw)
    room.delivers()
    unlinks(room, shaw)
    room.delivers(days=29)
    assert state(room, f"report:Barrow CDRP:{shaw.id}") is State.HELD
    room.delivers(days=2)
    room.delivers(days=5, hours=14)
    assert state(room, f"report:Barrow CDRP:{shaw.id}") is State.CANCELLED
    assert room.posted(REPORT) == 0


def test_what_both_accounts_of_a_person_are_owed_comes_once_to_the_one_that_is_left(
    room: PostRoom, shaw: Person
) -> None:
    evening(room)
    new = links_again(room)
    room.owes_a_report(shaw)
    room.owes_a_report(new)
    room.delivers()
    unlinks(room, shaw)
    room.delivers(hours=14)
    room.waits(3)
    assert room.posted(REPORT) == 1
    new.dm.saw(REPORT)


def test_what_may_have_been_sent_to_the_old_account_stays_with_it(room: PostRoom, shaw: Person) -> None:
    room.owes_a_report(shaw)
    room.line.next(POST, cut_after)
    room.delivers()
    new = links_again(room)
    unlinks(room, shaw)
    room.waits(3)
    assert not new.dm.messages
    assert room.office.store.run(WORKSPACE, lambda uow: uow.notices.left_due(now=room.at)) == 0


def test_staff_hear_that_nothing_waits_any_more_for_an_account_that_is_unlinked(
    room: PostRoom, shaw: Person, officer: Person
) -> None:
    room.owes_a_report(shaw)
    room.line.next(POST, refuses("user_disabled"))
    room.delivers()
    new = links_again(room)
    unlinks(room, shaw)
    room.delivers(seconds=1)
    officer.dm.saw("That account is not linked any more, so nothing waits for it.")
    new.dm.saw(REPORT)


# What a person's profile may say


@pytest.mark.parametrize(
    "user",
    [
        None,
        "U1",
        {"tz": "Europe"},
        {"tz": "A" * 300},
        {"tz": "../etc/passwd"},
        {"tz": 7, "profile": "none"},
        {"profile": {"status_text": 7, "status_emoji": ["x"], "status_expiration": "soon"}},
    ],
)
def test_what_cannot_be_read_of_a_profile_is_as_not_said(room: PostRoom, user: object) -> None:
    assert profiles.profile_of(user, now=room.at) == Profile()


@pytest.mark.parametrize("end", [-1, "soon", *FOREVER])
def test_a_status_with_an_end_that_cannot_be_counts_for_a_day(room: PostRoom, end: object) -> None:
    said = {"profile": {"status_text": "Away", "status_expiration": end}}
    assert profiles.profile_of(said, now=room.at).away_until == room.at + timedelta(days=1)


@pytest.mark.parametrize(("urgent", "day"), [(True, 2), (False, 4)], ids=["urgent", "usual"])
def test_an_urgent_rung_is_told_on_a_saturday_and_any_other_on_the_working_day(
    room: PostRoom, ppp: Channel, urgent: bool, day: int
) -> None:
    """Nobody is told anything at a weekend unless it is urgent, which the pack says of a rung of its ladder (UX-08)."""
    rungs = (Rung(days=2, to=("committee",), urgent=urgent),)
    ladder = room.office.pack.reminders.model_copy(update={"stages": rungs})
    library = tuple(
        pack.model_copy(update={"reminders": ladder}) if pack.key == "cumbria" else pack for pack in LIBRARY
    )
    for each in (1, 2, 3, 4):
        room.at = datetime(2027, 1, each, 10, tzinfo=UTC)
        find_due(room.office.store, library, now=room.at)
        room.delivers()
        assert room.posted("Overdue review, due 31 December 2026") == (each >= day), each
    assert len(ppp.messages) == 1
