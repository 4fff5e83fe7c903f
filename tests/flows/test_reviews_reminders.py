"""Reminders of reviews: the ladder, one message for many, what time and the register bring, each told once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.flows.office import WORKSPACE, Office, open_office
from tests.flows.test_notices import all_looked_at

from liaison.domain.notices.manners import Choices
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.reviews import occurrences, owners, reminders
from liaison.domain.reviews.models import Outcome
from liaison.domain.values import PartnershipId, SlackUserId
from liaison.sandbox.language.people import Channel, Person

JUNE_REMINDER = datetime(2027, 6, 2, 8, 0, tzinfo=UTC)  # 28 days before 30 June, 9am in London
ON_THE_DAY = datetime(2027, 6, 30, 8, 0, tzinfo=UTC)
A_WEEK_OVER = datetime(2027, 7, 7, 8, 0, tzinfo=UTC)
THREE_WEEKS_OVER = datetime(2027, 7, 21, 8, 0, tzinfo=UTC)
GUIDE = "30 June 2027: Partnership Guide"


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def bedfordshire(tmp_path: Path) -> Iterator[Office]:
    with open_office(
        f"sqlite:///{tmp_path}/beds.db", datetime(2012, 11, 5, 9, 0, tzinfo=UTC), pack="bedfordshire"
    ) as office:
        yield office


def comes(channel: Channel, times: int, *words: str) -> None:
    """Waits until so many messages of a channel hold all of the words."""
    found = channel.slack.sandbox.wait(
        lambda workspace: told(list(channel._texts(workspace)), *words) == times or None,
        channel.slack.patience,
    )
    assert found, channel.messages


def told(messages: list[str], *words: str) -> int:
    """In how many messages all of the words stand."""
    return sum(all(word in text for word in words) for text in messages)


def test_g_01_memberships_come_up_in_june_as_one_message_that_opens_the_list(office: Office) -> None:
    officer, shaw = office.staff("committee-services-officer"), office.member("Mrs L L Shaw")
    authority = office.channel("authority", officer, shaw)
    office.slack.clock.set(JUNE_REMINDER)
    authority.sees("Reviews due by 30 June 2027: membership of partnerships, for 25 partnerships.")
    assert told(authority.messages, "membership of partnerships") == 1, "and not 25 of them"
    authority.sees("8 of them have no representative: open the list to hand them over.")
    shaw.dm.saw("Reviews due by 30 June 2027: membership of partnerships, for")
    place = officer.in_(authority)
    place.button("Open the list").click()
    place.sees("membership of partnerships, due by 30 June 2027: 25 reviews")
    place.sees("Barrow CDRP: membership of partnerships").sees("[Next (2 of 3)]")
    place.button("Next (2 of 3)").click()
    place.sees("[Back]").sees("[Next (3 of 3)]")
    place.button("Next (3 of 3)").click()
    place.sees("[Back]").does_not_see("[Next")
    sent = officer.types("/notices sent")
    for subject in ("membership of partnerships", "Partnership Guide"):
        sent.sees(
            f"Review due ({subject}, due by 30 June 2027), to the channel of the Cumbria Police Authority"
        )


def test_p_10_whoever_is_told_of_their_own_finds_them_first_and_learns_why(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    office.slack.clock.set(JUNE_REMINDER)
    shaw.dm.saw("membership of partnerships, for 3 partnerships").button("Open the list").click()
    shaw.dm.sees("membership of partnerships, due by 30 June 2027: 25 reviews").sees("[Next (2 of 3)]")
    first = next(text for text in shaw.dm.messages if "25 reviews" in text)
    mine = ("Barrow CDRP", "Furness Partnership (LSP)", "Children and Young People's Scrutiny Panel")
    others = first.index("Cumbria Strategic Partnership")
    assert all(first.index(f"{name}: membership") < others for name in mine)
    shaw.dm.button("Why this?").click()
    shaw.dm.sees("It is yours to do: you sit there as representative.")


def test_g_01_the_message_counts_what_is_recorded_and_turns_into_the_outcome(
    office: Office, officer: Person
) -> None:
    authority = office.channel("authority", officer)
    office.slack.clock.set(JUNE_REMINDER)
    authority.sees("membership of partnerships, for 25 partnerships.")
    shaw = next(person.id for person in office.register.people if person.name == "Mrs L L Shaw")

    def record(uow: UnitOfWork, most: int) -> None:
        due = uow.reviews.of_group("cu-membership", date(2027, 6, 30))
        for review in [review for review in due if review.open][:most]:
            outcome = {"outcome": Outcome.CONTINUE, "reviewed_on": date(2027, 6, 2), "recorded_by": shaw}
            reminders.ended(uow, review.model_copy(update=outcome))

    office.store.run(WORKSPACE, record, 21)
    office.slack.clock.advance(minutes=1)
    authority.sees("membership of partnerships, for 4 partnerships. Recorded already: 21.")
    authority.sees("Barrow CDRP: Continue, by Mrs L L Shaw")
    office.store.run(WORKSPACE, record, 4)
    office.slack.clock.advance(minutes=1)
    authority.sees("Reviewed: membership of partnerships, 25 reviews.")
    office.slack.clock.set(A_WEEK_OVER)
    authority.sees("Overdue review, due 30 June 2027: Partnership Guide")
    assert told(authority.messages, "membership of partnerships") == 1
    place = officer.in_(authority)
    place.button("Open the list").click()
    place.sees("membership of partnerships, reviewed on 2 June 2027: Continue")


def test_p_10_whoever_has_done_theirs_is_left_alone(office: Office, officer: Person) -> None:
    """What they were told turns into what came of it, with nothing to put off; what they were not told is not told."""
    shaw, johnson = office.member("Mrs L L Shaw"), office.member("Mrs M Johnson")
    office.channel("authority", officer)
    away = Choices(user=SlackUserId(johnson.id), away_until=date(2027, 6, 17))
    office.store.run(WORKSPACE, lambda uow: uow.notices.save_choices(away))
    office.slack.clock.set(JUNE_REMINDER)
    shaw.dm.saw("membership of partnerships, for 3 partnerships").saw("[Remind me later]")

    def record(uow: UnitOfWork) -> None:
        for review in uow.reviews.of_group("cu-membership", date(2027, 6, 30)):
            sits = owners.people(office.register, uow.links, review.owner, review.partnership, review.due)
            if {actor.slack_user for actor in sits} & {shaw.id, johnson.id}:
                outcome = {"outcome": Outcome.CONTINUE, "reviewed_on": date(2027, 6, 2)}
                reminders.ended(uow, review.model_copy(update=outcome))

    office.store.run(WORKSPACE, record)
    office.slack.clock.advance(minutes=1)
    shaw.dm.saw("Reviewed: membership of partnerships, 3 reviews.")
    assert not told(shaw.dm.messages, "[Remind me later]")
    office.slack.clock.set(datetime(2027, 6, 17, 8, 0, tzinfo=UTC))
    all_looked_at(office, johnson)
    assert not johnson.dm.messages


def test_p_10_reviews_that_somebody_put_off_stay_so_and_their_committee_is_told(
    office: Office, officer: Person
) -> None:
    shaw, authority = office.member("Mrs L L Shaw"), office.channel("authority", officer)
    office.slack.clock.set(JUNE_REMINDER)
    shaw.dm.saw("membership of partnerships, for 3 partnerships").menu("Remind me later").choose("A day")
    form = shaw.form("Remind me later")
    form.field("Remind me on").pick(date(2027, 7, 8))
    form.submit()
    for moment in (ON_THE_DAY, A_WEEK_OVER):
        office.slack.clock.set(moment)
        all_looked_at(office, shaw)
    comes(authority, 1, "Overdue reviews, due 30 June 2027", "[Open the list]")
    assert told(shaw.dm.messages, "membership of partnerships") == 1
    shaw.dm.saw("Put off to 8 July 2027").saw("[Show it now]")
    office.slack.clock.set(datetime(2027, 7, 8, 8, 0, tzinfo=UTC))
    shaw.dm.sees("[Open the list]")
    assert told(shaw.dm.messages, "membership of partnerships") == 2


def test_what_is_postponed_leaves_the_message_of_the_others(office: Office, officer: Person) -> None:
    authority = office.channel("authority", officer)
    office.slack.clock.set(JUNE_REMINDER)
    authority.sees("membership of partnerships, for 25 partnerships.")

    def postpone(uow: UnitOfWork, most: int) -> None:
        for review in uow.reviews.of_group("cu-membership", date(2027, 6, 30))[:most]:
            later = review.model_copy(update={"due": date(2027, 9, 30), "postponed_from": review.due})
            occurrences.move(uow, review, later, now=office.slack.clock.now())

    office.store.run(WORKSPACE, postpone, 1)
    office.slack.clock.advance(minutes=1)
    authority.sees("membership of partnerships, for 24 partnerships.")
    office.store.run(WORKSPACE, postpone, 24)
    office.slack.clock.advance(minutes=1)
    authority.sees("Of the reviews due by 30 June 2027, none is left here.")
    office.slack.clock.set(datetime(2027, 9, 2, 8, 0, tzinfo=UTC))
    authority.sees("Reviews due by 30 September 2027: membership of partnerships, for 25 partnerships.")


def test_g_02_the_guide_comes_up_apart_and_climbs_the_ladder(office: Office, officer: Person) -> None:
    """Ahead to its owner and the channel, on the day, a week over to the officer too, three weeks over to the chief.

    Each new reminder takes the buttons of the one before it in the same place.
    """
    chief = office.staff("chief-executive")
    authority = office.channel("authority", officer)
    office.slack.clock.set(JUNE_REMINDER)
    authority.sees(f"Review due by {GUIDE}").sees("Owner: Chief Executive")
    chief.dm.saw(f"Review due by {GUIDE}")
    assert not told(officer.dm.messages, "Partnership Guide")
    office.slack.clock.set(ON_THE_DAY)
    comes(authority, 2, "Partnership Guide")
    comes(authority, 1, "Partnership Guide", "A newer reminder came on 30 June 2027.")
    office.slack.clock.set(A_WEEK_OVER)
    authority.sees(f"Overdue review, due {GUIDE}")
    officer.dm.saw(f"Overdue review, due {GUIDE}")
    chief.dm.saw("A newer reminder came on 7 July 2027.")
    office.slack.clock.set(THREE_WEEKS_OVER)
    chief.dm.saw("A newer reminder came on 21 July 2027.")
    comes(authority, 1, "Partnership Guide", "[Start the review]")
    for _ in range(3):
        office.slack.clock.advance(days=30)
        office.slack.connected()
    officer.dm.saw("Overdue review, due 30 September 2027")
    office.slack.connected()
    officer.types("/review overdue").sees("Partnership Guide")
    assert told(authority.messages, "Partnership Guide") == 3, "each rung once"


def test_after_an_outage_each_place_hears_once_how_it_stands_now(office: Office, officer: Person) -> None:
    chief = office.staff("chief-executive")
    authority = office.channel("authority", officer)
    office.slack.clock.set(datetime(2027, 7, 26, 10, 0, tzinfo=UTC))
    authority.sees(f"Overdue review, due {GUIDE}").sees("Overdue reviews, due 30 June 2027: membership")
    officer.dm.saw("Partnership Guide")
    chief.dm.saw(f"Overdue review, due {GUIDE}")
    office.slack.clock.advance(hours=5)
    officer.types("/review overdue").sees("Partnership Guide")
    assert told(authority.messages, "Partnership Guide") == 1
    assert told(chief.dm.messages, "Partnership Guide") == 1


def test_a_partnership_that_ends_drops_out_and_a_new_one_comes_in(office: Office, officer: Person) -> None:
    authority = office.channel("authority", officer)
    office.slack.clock.set(JUNE_REMINDER)
    authority.sees("membership of partnerships, for 25 partnerships.")
    register = office.register
    barrow = next(entry for entry in register.partnerships if entry.name == "Barrow CDRP")
    ended = barrow.model_copy(update={"until": date(2027, 6, 10)})
    new = barrow.model_copy(update={"id": PartnershipId("new"), "name": "Furness Forum", "short": None})
    also = new.model_copy(update={"id": PartnershipId("newer"), "name": "Eden Forum"})
    office.keep(*(Edit("partnerships", entry.id, entry) for entry in (ended, new, also)))
    office.slack.clock.set(datetime(2027, 6, 10, 8, 0, tzinfo=UTC))
    authority.sees("membership of partnerships, for 26 partnerships.")
    officer.types("/review furness forum").sees("membership of partnerships, due by 30 June 2027")
    office.keep(Edit("partnerships", barrow.id, barrow))
    office.slack.clock.advance(hours=1)
    authority.sees("membership of partnerships, for 27 partnerships.")


def test_g_14_the_end_of_a_strategy_is_told_ahead(bedfordshire: Office) -> None:
    """The strategy of 2010 to 2013, three weeks before the financial year ends."""
    officer = bedfordshire.staff("committee-services-officer")
    cec = bedfordshire.channel("cec", officer)
    officer.types("/review cycles").sees("end of the Partnership Strategy 2010-2013: once").sees(
        "Ends on: 31 March 2013"
    )
    bedfordshire.slack.clock.set(datetime(2013, 3, 1, 9, 0, tzinfo=UTC))
    cec.sees("Review due by 31 March 2013: end of the Partnership Strategy 2010-2013.")


def test_g_09_regional_collaboration_is_left_to_its_own_monitoring(bedfordshire: Office) -> None:
    officer = bedfordshire.staff("committee-services-officer")
    cec = bedfordshire.channel("cec", officer)
    reply = officer.types("/review cycles")
    reply.sees("regional collaboration targets").sees(
        "Left to Efficiency and Productivity Strategy monitoring, and only referred to here."
    )
    bedfordshire.slack.clock.advance(days=800)
    cec.sees("partnership progress report")
    assert not told(cec.messages, "collaboration")


def test_g_04_reminders_wait_until_the_hour_and_come_once(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 8, 59, tzinfo=UTC))
    officer.types("/review").sees("LAA and APACS measures")
    assert not told(ppp.messages, "Review due")
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026: LAA and APACS measures in the Policing Plan")
    office.slack.clock.set(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 March 2027: LAA and APACS measures in the Policing Plan")
