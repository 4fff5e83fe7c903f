"""Who goes in the end, and who went: members, substitutes and officers who decide and think again (B-03, B-06 to B-09)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.domain.registers import CUMBRIA
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.bot.tick import find_due
from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed
from liaison.domain.meetings import afterwards, attending, rules, support
from liaison.domain.meetings.models import (
    Area,
    Asked,
    Attendance,
    Coming,
    Contact,
    ContactLine,
    OfficerCame,
    OfficerPlan,
    Said,
)
from liaison.domain.notices.models import Kind
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry
from liaison.domain.register.models import Kind as Sort
from liaison.domain.report_back.models import Report
from liaison.domain.values import AppointmentId, PartnershipId, PersonId
from liaison.handlers.blocks.meetings import afterwards as after_meeting
from liaison.handlers.blocks.meetings import ids, lists, messages
from liaison.sandbox.rules.surfaces import check_message_blocks
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

BARROW, SHAW, SMITH, EGAN = (
    PartnershipId("cu-cdrp-barrow"),
    PersonId("shaw"),
    PersonId("smith"),
    PersonId("egan"),
)
MEETING, LATER = date(2026, 12, 3), date(2026, 12, 17)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Cumbria's register, in which Barrow CDRP meets on 3 December."""
    barrow = CUMBRIA.partnership[BARROW].model_copy(update={"next_meeting": MEETING})
    return open_store(tmp_path, CUMBRIA.changed([Edit("partnerships", BARROW, barrow)]))


@pytest.fixture
def shaw(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


def put(store: Store, kind: Sort, entry: Entry) -> None:
    """The register holds this entry."""
    store.run(HERE, lambda uow: uow.register.save([Edit(kind, entry.id, entry)]))


def second(store: Store, role: str) -> None:
    """Mrs C Egan has a seat on Barrow CDRP as well."""
    seat = {"id": AppointmentId(f"second-{role}"), "partnership": BARROW, "role": role, "person": EGAN}
    put(store, "appointments", Appointment.model_validate(seat))


def kept(store: Store) -> Attendance:
    """What is kept of Mrs L L Shaw's seat at the meeting."""
    id_ = rules.new_attendance(BARROW, MEETING, SHAW).id
    found = store.run(HERE, lambda uow: uow.meetings.get(id_))
    assert found
    return found


def does(store: Store, use_case: Callable[..., Coming], actor: Actor, **given: object) -> Coming:
    """Somebody presses a button of that seat."""
    id_ = rules.new_attendance(BARROW, MEETING, SHAW).id
    return store.run(HERE, use_case, actor, standing(store), id_, now=NOW, **given)


def comes_near(store: Store) -> None:
    """The meeting has come near enough to be known."""
    store.run(HERE, lambda uow: uow.meetings.add(rules.new_attendance(BARROW, MEETING, SHAW)))


def told(store: Store, kind: Kind) -> list[tuple[str | None, dict[str, str]]]:
    """Who has been owed a notice of that kind about the seat, and what it says."""
    subject = rules.new_attendance(BARROW, MEETING, SHAW).subject
    found = store.run(HERE, lambda uow: uow.notices.about(subject))
    return [(notice.to_user, notice.facts) for notice in found if notice.kind is kind]


# Substitutes


def test_b06_of_two_substitutes_the_one_who_is_in_slack_is_asked(store: Store, shaw: Actor) -> None:
    """The first seat is Mr W Smith's, whom nobody has linked."""
    second(store, "substitute")
    egan = linked(store, "Mrs C Egan", "member")
    does(store, attending.ask, shaw)
    assert (kept(store).stand_in, kept(store).asked) == (egan.person, Asked.WAITING)


def test_b06_where_the_first_declines_the_next_who_is_in_slack_is_asked(store: Store, shaw: Actor) -> None:
    second(store, "substitute")
    smith, egan = linked(store, "Mr W Smith", "member"), linked(store, "Mrs C Egan", "member")
    does(store, attending.ask, shaw)
    does(store, attending.answer, smith, will_go=False)
    assert (kept(store).stand_in, kept(store).declined) == (egan.person, (smith.person,))


def test_b07_staff_can_name_nobody_where_the_representative_has_not_said_no(
    store: Store, shaw: Actor
) -> None:
    comes_near(store)
    clerk = linked(store, "Clerk", "committee-services-officer")
    with pytest.raises(AlreadyDone, match="Mrs L L Shaw goes to this meeting"):
        does(store, attending.name, clerk, person=shaw.person)


def test_b07_who_is_asked_for_a_vacant_seat_is_asked_by_staff(store: Store, shaw: Actor) -> None:
    vacant = rules.new_attendance(BARROW, MEETING, None)
    waiting = vacant.model_copy(update={"stand_in": shaw.person, "asked": Asked.WAITING})
    coming = rules.coming(waiting, standing(store), shaw, today=NOW.date())
    assert messages.asked(coming).text == "Staff ask you to go to Barrow CDRP on 3 December 2026."


# Officers before the meeting


@pytest.fixture
def officer(store: Store) -> Actor:
    comes_near(store)
    return linked(store, "An officer", "support-officer")


def test_b08_an_officer_who_withdraws_leaves_nobody_unless_somebody_is_told(
    store: Store, shaw: Actor, officer: Actor
) -> None:
    """The member had said that they cannot go: that is not forgotten, and staff are told as well as the member."""
    linked(store, "Clerk", "committee-services-officer")
    does(store, attending.ask, shaw)
    assert len(told(store, Kind.STAND_IN_NEEDED)) == 1
    assert does(store, attending.decide, officer, plan=OfficerPlan.INSTEAD).goes == "An officer"
    assert does(store, attending.decide, officer, plan=OfficerPlan.NOT).goes is None
    assert kept(store).needs_somebody
    assert len(told(store, Kind.STAND_IN_NEEDED)) == 2
    assert [facts["said"] for _, facts in told(store, Kind.STAND_IN_ANSWERED)] == [
        "will go in your place",
        "cannot go in your place after all",
    ]


def test_b08_an_officer_in_the_members_place_is_let_off_once_the_member_goes(
    store: Store, shaw: Actor, officer: Actor
) -> None:
    does(store, attending.decide, officer, plan=OfficerPlan.INSTEAD)
    does(store, attending.go, shaw)
    assert [user for user, _ in told(store, Kind.STAND_IN_RELEASED)] == [officer.slack_user]
    coming = rules.coming(kept(store), standing(store), officer, today=NOW.date())
    assert "Mrs L L Shaw goes. Will you go?" in str(messages.officer(coming).blocks)


def test_b08_where_several_are_asked_one_officers_plan_is_not_anothers(store: Store, officer: Actor) -> None:
    """Nobody is named as support officer, so that everybody with the role is asked."""
    other = linked(store, "Another officer", "support-officer")
    does(store, attending.decide, officer, plan=OfficerPlan.NOT)
    coming = rules.coming(kept(store), standing(store), other, today=NOW.date())
    assert "Will you go?" in str(messages.officer(coming).blocks)
    does(store, attending.decide, officer, plan=OfficerPlan.WITH)
    coming = rules.coming(kept(store), standing(store), other, today=NOW.date())
    shown = str(messages.officer(coming).blocks)
    assert "An officer goes with the member." in shown
    assert "I will go" not in shown
    with pytest.raises(AlreadyDone, match="An officer goes to this meeting already"):
        does(store, attending.decide, other, plan=OfficerPlan.NOT)
    assert (kept(store).officer, kept(store).officer_plan) == (officer.person, OfficerPlan.WITH)


def test_b04_h06_an_officer_in_the_members_place_is_told_what_they_may_decide(
    store: Store, officer: Actor
) -> None:
    coming = does(store, attending.decide, officer, plan=OfficerPlan.WITH)
    assert "No written delegation" not in str(messages.officer(coming).blocks)
    coming = does(store, attending.decide, officer, plan=OfficerPlan.INSTEAD)
    shown = str(messages.officer(coming).blocks)
    assert "You represent Cumbria Police Authority there." in shown
    assert "No written delegation is recorded." in shown


# After the meeting


def test_b09_an_officer_whom_nobody_named_went_and_the_member_did_not(store: Store, shaw: Actor) -> None:
    comes_near(store)
    coming = does(store, afterwards.officer_came, shaw, came=OfficerCame.INSTEAD)
    assert not coming.went_oneself
    shown = str(after_meeting.after(coming).blocks)
    assert "An officer went in your place." in shown
    assert "Did you make clear" not in shown


def test_b09_the_officer_who_was_to_go_is_asked_in_their_own_str(store: Store, officer: Actor) -> None:
    does(store, attending.decide, officer, plan=OfficerPlan.INSTEAD)
    coming = rules.coming(kept(store), standing(store), officer, today=date(2026, 12, 4))
    message = after_meeting.after(coming)
    assert message.text == "Barrow CDRP met on 3 December 2026. Two short questions."
    assert "Did you go in the member's place?" in str(message.blocks)
    assert "With me" not in str(message.blocks)
    does(store, afterwards.say, officer, said=Said.BOTH)
    coming = does(store, afterwards.officer_came, officer, came=OfficerCame.INSTEAD)
    assert "the minutes say so" in str(after_meeting.after(coming).blocks), "what was said first is not lost"
    assert after_meeting.after(coming).text == "Barrow CDRP met on 3 December 2026."


def test_ux07_an_officer_who_said_that_nobody_went_can_think_again(store: Store, officer: Actor) -> None:
    does(store, attending.decide, officer, plan=OfficerPlan.INSTEAD)
    absent = does(store, afterwards.officer_came, officer, came=OfficerCame.ABSENT)
    assert "Change it" in str(after_meeting.after(absent).blocks)
    again = after_meeting.asked_again(does(store, afterwards.again, officer), ids.AGAIN_CAME)
    assert "I went" in str(again.blocks)
    assert not check_message_blocks(again.blocks)
    coming = does(store, afterwards.officer_came, officer, came=OfficerCame.INSTEAD)
    assert coming.went_oneself
    assert after_meeting.changed(coming, ids.CAME[OfficerCame.INSTEAD]).text == (
        "Changed. You went in the member's place."
    )
    stranger = linked(store, "Another officer", "support-officer")
    with pytest.raises(NotAllowed):
        does(store, afterwards.again, stranger)
    seen = rules.coming(kept(store), standing(store), stranger, today=date(2026, 12, 4))
    assert "Change it" not in str(after_meeting.after(seen).blocks)


def test_b03_minutes_that_do_not_say_so_are_not_held_against_the_member(store: Store, shaw: Actor) -> None:
    comes_near(store)
    does(store, afterwards.say, shaw, said=Said.UNMINUTED)
    coming = rules.coming(kept(store), standing(store), shaw, today=date(2026, 12, 4))
    shown = str(after_meeting.after(coming).blocks)
    assert "You made clear whom you represent, but the minutes do not say so." in shown


def report_of(actor: Actor, member: PersonId) -> Report:
    """A report of the meeting, by that member."""
    return Report(
        id=f"report-{member}",
        proforma="p 1",
        author=actor.person,
        author_user=actor.slack_user,
        partnership=BARROW,
        meeting_on=MEETING,
        member=member,
        committees=(),
        outcomes="Agreed.",
        next_meeting_on=None,
        submitted_at=NOW,
    )


def filed(store: Store, actor: Actor, member: PersonId) -> None:
    """That report comes in."""
    report = report_of(actor, member)
    store.run(HERE, afterwards.reported, actor, standing(store), report, now=NOW)


def test_b09_the_report_of_a_substitute_takes_nothing_from_a_seat_whose_member_went(
    store: Store, shaw: Actor
) -> None:
    """Two represent the authority; one of them went, and a substitute went for the other."""
    second(store, "representative")
    filed(store, shaw, SHAW)
    filed(store, linked(store, "Mr W Smith", "member"), SMITH)
    found = store.run(HERE, lambda uow: uow.meetings.of_partnership(BARROW))
    assert {seat.representative: seat.attended_by for seat in found} == {SHAW: SHAW, EGAN: SMITH}


def test_ux15_what_is_due_goes_by_the_register_as_it_stands_in_the_database(
    store: Store, shaw: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A meeting that has just got its date is not taken for one that was moved, nor a renamed partnership by its old name."""
    officer = linked(store, "An officer", "committee-services-officer")
    before = standing(store)
    named = {"name": "Barrow Community Safety", "short": None, "next_meeting": LATER}
    put(store, "partnerships", before.partnership[BARROW].model_copy(update=named))
    attendance = rules.new_attendance(BARROW, LATER, shaw.person)
    store.run(HERE, lambda uow: uow.meetings.add(attendance))
    store.run(HERE, lambda uow: uow.reports.add(report_of(shaw, SHAW)))
    monkeypatch.setattr(store.snapshots, "of", lambda *_, **__: before)
    assert find_due(store, (load_pack("cumbria"),), now=NOW) == 0
    found = store.run(HERE, lambda uow: uow.meetings.get(attendance.id))
    assert found
    assert not found.off
    told = store.run(HERE, lambda uow: tuple(uow.notices.about(f"report-{SHAW}")))
    assert [(n.to_user, n.facts["partnership"]) for n in told] == [
        (officer.slack_user, "Barrow Community Safety (CDRP)")
    ]


# Questions and contacts


def test_b08_a_question_bears_the_day_on_which_it_was_asked_here(store: Store, shaw: Actor) -> None:
    """At half past midnight in British summer it is still the day before in UTC."""
    officer = linked(store, "An officer", "support-officer")
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    store.run(HERE, support.ask, shaw, standing(store), "V1", "May I vote?", now=at)
    (line,) = store.run(HERE, support.waiting_for, officer, standing(store), now=at)
    assert line.asked_on == date(2026, 7, 1)


def test_b08_an_empty_question_is_not_sent_and_one_form_asks_once(store: Store, shaw: Actor) -> None:
    officer = linked(store, "An officer", "support-officer")
    with pytest.raises(BadInput, match="There is nothing written here"):
        store.run(HERE, support.ask, shaw, standing(store), "V1", "  ", now=NOW)
    for _ in range(2):
        asked = store.run(HERE, support.ask, shaw, standing(store), "V1", "May I vote?", now=NOW)
        assert asked == ("An officer",)
    assert len(store.run(HERE, support.waiting_for, officer, standing(store), now=NOW)) == 1


def test_b08_an_officer_who_asks_is_not_asked_to_answer_themselves(store: Store) -> None:
    officer, other = linked(store, "An officer", "support-officer"), linked(store, "Other", "support-officer")
    asked = store.run(HERE, support.ask, officer, standing(store), "V1", "May I vote?", now=NOW)
    assert asked == ("Other",)
    assert store.run(HERE, support.waiting_for, officer, standing(store), now=NOW) == ()
    assert len(store.run(HERE, support.waiting_for, other, standing(store), now=NOW)) == 1


def contact(number: int, note: str) -> Contact:
    return Contact(
        id=f"c{number}",
        area=Area.SCRUTINY,
        partnership=None,
        body="B" * 250,
        held_on=MEETING,
        note=note,
        recorded_by=SHAW,
        recorded_at=NOW,
    )


def test_b10_ten_contacts_with_the_longest_notes_fit_into_one_message(store: Store) -> None:
    note = "<" * support.LONGEST_NOTE
    lines = [
        ContactLine(contact=contact(number, note), partner="B" * 250, recorded_by="Mrs L L Shaw")
        for number in range(12)
    ]
    message = lists.contacts(lines)
    assert not list(check_message_blocks(message.blocks))
    assert note in str(message.blocks), "nothing is cut"
    with pytest.raises(BadInput, match="Keep it under 800"):
        store.run(
            HERE,
            support.record_contact,
            linked(store, "Clerk", "committee-services-officer"),
            standing(store),
            contact_id="V1",
            area=Area.SCRUTINY,
            partnership=BARROW,
            body=None,
            held_on=NOW.date(),
            note=f"{note}!",
            now=NOW,
        )
