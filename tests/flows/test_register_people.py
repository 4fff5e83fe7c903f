"""A day on which offices change hands, appointments end, and people leave, join and change their names (B-21, UX-13)."""

from datetime import UTC, date, datetime

import pytest
from tests.flows.office import Office

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Person, Term
from liaison.domain.values import AppointmentId, OfficeId, PartnershipId, PersonId
from liaison.sandbox.language.people import Person as SlackPerson

CHAIR, WATSON, EGAN = OfficeId("chairman"), PersonId("watson"), PersonId("egan")
MARCH = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)
EVE = datetime(2027, 3, 2, 17, 0, tzinfo=UTC)


def chairman_leaves(office: Office) -> None:
    """Mr Watson's term ends on 3 March 2027, and Mrs Egan's begins; one more seat goes with the office alone."""
    term = next(term for term in office.register.terms if term.office == CHAIR)
    seat = Appointment(
        id=AppointmentId("laa"), partnership=PartnershipId("cu-laa"), role="representative", office=CHAIR
    )
    office.keep(
        Edit("terms", term.id, term.model_copy(update={"until": MARCH.date()})),
        Edit("terms", "new", Term(id="new", office=CHAIR, person=EGAN, since=MARCH.date())),
        Edit("appointments", seat.id, seat),
    )


def ends(office: Office, day: date, *places: str) -> None:
    """The first seat listed of each of these partnerships ends on a day."""
    for place in places:
        seat = next(seat for seat in office.register.appointments if seat.partnership == place)
        office.keep(Edit("appointments", seat.id, seat.model_copy(update={"until": day})))


@pytest.fixture
def clerk(office: Office) -> SlackPerson:
    """The administrator; committees have their channels, so that nothing else is due to staff."""
    clerk = office.linked("Clerk", "admin")
    for committee in ("ppp", "authority"):
        office.channel(committee, clerk)
    return clerk


def test_b21_the_chairmans_seats_are_for_confirmation_on_the_day_and_not_before(everywhere: Office) -> None:
    clerk = everywhere.linked("Clerk", "admin")
    everywhere.channel("ppp", clerk)  # so that nothing else is due to staff
    chairman_leaves(everywhere)
    everywhere.slack.clock.set(EVE)
    ends(everywhere, date(2027, 4, 30), "cu-pensions")
    everywhere.slack.clock.advance(minutes=30)
    clerk.dm.saw("This ends on 30 April 2027")  # so all that was owed on that evening has come
    assert not [text for text in clerk.dm.messages if "changed hands" in text]
    everywhere.slack.clock.set(MARCH)
    clerk.dm.saw("Chairman of Police Authority changed hands on 3 March 2027.")
    clerk.dm.saw("Representative on Cumbria Strategic Partnership: Mr R Watson")
    clerk.dm.saw("Representative on Local Area Agreement")
    for _ in range(2):
        everywhere.slack.clock.advance(hours=5)
    told = [text for text in clerk.dm.messages if "changed hands" in text]
    assert len(told) == 1

    clerk.dm.button("Confirm representative on Local Area Agreement").click()
    clerk.dm.saw("Confirmed, by Clerk on 3 March 2027.")
    assert not clerk.dm.button("Change representative").exists(), "that would rewrite the record"
    clerk.dm.button("Appoint somebody else: representative on Cumbria Strategic Partnership").click()
    form = clerk.form("Who comes next")
    assert form.field("From").value == "2027-03-03"
    form.field("Person").choose("Mrs C Egan")
    form.submit()
    form.closes()
    clerk.dm.saw(
        "Followed by representative on Cumbria Strategic Partnership: Mrs C Egan, by Clerk on 3 March"
    )
    clerk.types("/rep cumbria strategic partnership on 1 february 2027").sees("Mr R Watson")
    clerk.types("/rep cumbria strategic partnership").sees("Mrs C Egan, since 3 March 2027")
    waiting = everywhere.register.to_confirm(date(2027, 3, 3))
    assert waiting == ()
    told = [text for text in clerk.dm.messages if "changed hands" in text]
    assert "[Confirm]" not in told[0]


def test_an_end_is_told_ahead_with_three_ways_to_deal_with_it(office: Office, clerk: SlackPerson) -> None:
    ends(office, date(2027, 5, 31), "cu-pensions", "cu-forensic", "cu-crimestoppers")
    shaw = office.member("Mrs L L Shaw")
    office.slack.clock.set(datetime(2027, 4, 1, 7, 58, tzinfo=UTC))
    office.slack.clock.advance(minutes=1)  # 8:59 of the morning in London
    office.slack.change(shaw, real_name="Mrs L L Brown")
    clerk.dm.saw("Mrs L L Shaw is now called Mrs L L Brown in Slack.")  # whatever was due before has come
    assert not [text for text in clerk.dm.messages if "ends on" in text]
    office.slack.clock.set(datetime(2027, 4, 1, 8, 0, tzinfo=UTC))
    clerk.dm.saw("This ends on 31 May 2027, in 60 days, and nobody follows yet.")

    clerk.dm.button("Renew representative on Cumbria Pensions Forum").click()
    form = clerk.form("Edit")
    form.field("Until").pick(date(2028, 5, 31))
    form.submit()
    form.closes()
    clerk.dm.saw("Now until 31 May 2028, by Clerk on 1 April 2027.")

    clerk.dm.button("Appoint somebody else: representative on Forensic Analytical").click()
    form = clerk.form("Who comes next")
    assert form.field("From").value == "2027-05-31"
    form.sees("It ends on 31 May 2027 already.")
    form.field("Person").choose("Mrs L L Shaw")
    form.submit()
    form.closes()
    clerk.dm.saw("Followed by representative on")

    let_it_end = "Let it end: representative on Crime Stoppers"
    clerk.dm.button(let_it_end).click()
    clerk.dm.saw("Vacant from 31 May 2027, by Clerk on 1 April 2027.")
    clerk.dm.saw("Appointment added: vacancy, representative on Crime Stoppers")
    clerk.dm.button(f"Undo change {office.register.version}").click()
    told = clerk.dm
    clerk.expect(lambda seen: "[Let it end]" in told.shown(seen) or None, "has no button back")
    clerk.dm.button(let_it_end).click()
    clerk.dm.saw("Vacant from 31 May 2027, by Clerk on 1 April 2027.")

    office.slack.clock.set(datetime(2027, 5, 18, 9, 0, tzinfo=UTC))
    clerk.types("/rep vacant on 1 june 2027").sees("Crime Stoppers")
    assert len([text for text in clerk.dm.messages if "This ends on" in text]) == 1


def test_p11_many_ends_on_one_day_are_one_message_and_a_list(office: Office, clerk: SlackPerson) -> None:
    """Twelve come with their buttons; the others, and what to type for them, are said and never cut in silence."""
    places = office.register.partnerships[:16]
    seats = [
        Appointment(
            id=AppointmentId(f"many{number:02}"),
            partnership=place.id,
            role="support officer",
            person=EGAN,
            until=date(2027, 6, 1),
        )
        for number, place in enumerate(places)
    ]
    office.keep(*(Edit("appointments", seat.id, seat) for seat in seats))
    office.slack.clock.set(datetime(2027, 5, 18, 9, 0, tzinfo=UTC))
    clerk.dm.saw("And 4 more: type /partnership ends.")
    (told,) = (text for text in clerk.dm.messages if "1 June 2027" in text)
    assert told.count("[Let it end]") == 12

    reply = clerk.types("/partnership ends")
    reply.sees("What ends soon or has ended, with nobody to follow: 16")
    assert reply.text.count("[Let it end]") == 12
    reply.button("Next page").click()
    reply.sees("Page 2 of 2")
    last = places[-1].title
    reply.button(f"Let it end: support officer on {last}").click()
    reply.sees("with nobody to follow: 15")
    reply.button("Next page").click()
    reply.sees("Page 2 of 2").does_not_see(f"Support officer on {last}")
    clerk.dm.saw("And 3 more: type /partnership ends.")

    office.slack.clock.set(datetime(2027, 6, 1, 9, 0, tzinfo=UTC))
    clerk.dm.saw("This ended on 1 June 2027, and nobody follows.")
    assert len([text for text in clerk.dm.messages if "This ended on" in text]) == 2
    reply = clerk.types("/partnership ends").sees("with nobody to follow: 15")
    reply.button("Record a vacancy").click()
    reply.sees("with nobody to follow: 14")
    office.member("Mr R Watson").types("/partnership ends").does_not_see("Record a vacancy")


def test_a_term_is_let_end_from_the_list_and_whoever_is_unlinked_reads_no_more_of_it(
    office: Office, clerk: SlackPerson
) -> None:
    second = office.linked("Second Clerk", "admin")
    term = next(term for term in office.register.terms if term.office == CHAIR)
    office.keep(Edit("terms", term.id, term.model_copy(update={"until": date(2027, 5, 31)})))
    office.slack.clock.set(datetime(2027, 4, 1, 9, 0, tzinfo=UTC))
    second.dm.saw("Mr R Watson, Chairman of Police Authority")
    office.keep(Edit("links", second.id, None))
    reply = clerk.types("/partnership ends").sees("with nobody to follow: 1")
    reply.button("Let it end").click()
    reply.sees("It ends on 31 May 2027, as Clerk chose on 1 April 2027.").sees("Nothing ends soon")
    second.dm.saw("This is over. Your Slack account is not linked to Liaison any more.")
    assert not [text for text in second.dm.messages if "Mr R Watson" in text or "[" in text]
    office.slack.clock.set(datetime(2027, 5, 17, 9, 0, tzinfo=UTC))
    clerk.types("/partnership ends").sees("Nothing ends soon")


def test_a_deactivated_account_is_told_with_what_is_held(office: Office, clerk: SlackPerson) -> None:
    shaw = office.member("Mrs L L Shaw")
    other = office.member("Mr P Everingham")
    office.slack.deactivate(shaw)
    clerk.dm.saw("The Slack account of Mrs L L Shaw has been deactivated.")
    clerk.dm.saw("Mrs L L Shaw holds: representative on Furness Partnership (LSP)")
    office.slack.change(shaw, tz="Europe/Paris")
    assert len([text for text in clerk.dm.messages if "deactivated" in text]) == 1

    end = clerk.dm.button("End what Mrs L L Shaw holds")
    assert "[End 2 appointments and 1 term]" in clerk.dm.messages[-1]
    assert end.confirmation.startswith("End 2 appointments and 1 term?: What Mrs L L Shaw holds ends today.")
    end.click()
    clerk.dm.saw("(with the office Member of Communities, Equality and Diversity Committee, to be confirmed)")
    assert not clerk.dm.button("Keep Mrs L L Shaw").exists(), "there is nothing left to keep"
    clerk.types("/rep vacant").sees("Barrow CDRP")
    clerk.dm.button("Unlink Mrs L L Shaw").click()
    clerk.dm.saw("Mrs L L Shaw is no longer linked to this Slack account.")

    office.slack.deactivate(other)
    clerk.dm.saw("The Slack account of Mr P Everingham has been deactivated.")
    clerk.dm.button("Keep Mr P Everingham as before").click()
    clerk.dm.saw("Mr P Everingham stays in the register as before, as Clerk chose on 23 November 2026.")


def test_what_slack_tells_of_names_out_of_order_is_not_believed(office: Office, clerk: SlackPerson) -> None:
    shaw = office.member("Mrs L L Shaw")
    office.slack.faults.out_of_order("user_change")
    office.slack.change(shaw, real_name="Mrs L L Brown")
    office.slack.change(shaw, real_name="Mrs L L Green")
    clerk.dm.saw("Mrs L L Shaw is now called Mrs L L Green in Slack.")
    assert not [text for text in clerk.dm.messages if "Brown" in text]


def test_a_new_name_is_offered_and_the_old_one_kept_as_former(office: Office, clerk: SlackPerson) -> None:
    shaw = office.member("Mrs L L Shaw")
    office.slack.change(shaw, tz="Europe/Paris")
    office.slack.change(shaw, real_name="Mrs L L Green")
    clerk.dm.saw("Mrs L L Shaw is now called Mrs L L Green in Slack.").saw("[Use the new name")
    office.slack.change(shaw, real_name="Mrs L L Shaw")
    clerk.dm.saw("Slack no longer says Mrs L L Green. It now says Mrs L L Shaw.")
    assert not clerk.dm.button("Use the new name in the register").exists()
    office.slack.change(shaw, real_name="To be advised")
    clerk.dm.saw("Mrs L L Shaw is now called To be advised in Slack.").saw("That is nobody's name")
    clerk.dm.saw(
        "so the register goes on saying Mrs L L Shaw. Ask them to put their name into their Slack profile."
    )
    assert not clerk.dm.button("Use the new name in the register").exists()
    office.slack.change(shaw, real_name="Mrs L L Brown")
    clerk.dm.saw("Slack no longer says To be advised. It now says Mrs L L Brown.")
    clerk.dm.saw("Mrs L L Shaw is now called Mrs L L Brown in Slack.")
    clerk.dm.button("Use the new name in the register").click()
    clerk.dm.saw("The register now says Mrs L L Brown. Done by Clerk on 23 November 2026.")
    clerk.types("/rep brown").sees("Mrs L L Brown")
    clerk.types("/rep shaw").sees("Mrs L L Brown")
    assert not [text for text in clerk.dm.messages if "[Use the new name" in text]


def test_newcomers_are_linked_by_address_with_one_press_and_never_unasked(
    office: Office, clerk: SlackPerson
) -> None:
    for id_, email in (
        ("shaw", "shaw@example.org"),
        ("egan", "egan@example.org"),
        ("barry", "barry@example.org"),
    ):
        person = office.register.person[PersonId(id_)]
        office.keep(Edit("people", id_, Person.model_validate({**dict(person), "email": email})))
    shaw = office.slack.newcomer("Lesley Shaw", email="Shaw@example.org")
    clerk.dm.saw("Lesley Shaw has joined, with the e-mail address of Mrs L L Shaw.")
    shaw.types("/rep me").sees("I do not know who you are in the register yet.")
    clerk.dm.button("Link Mrs L L Shaw").click()
    clerk.dm.saw("Mrs L L Shaw is linked to a Slack account.")
    shaw.types("/rep me").sees("Mrs L L Shaw")

    egan = office.slack.person("C Egan", email="egan@example.org")
    office.slack.person("A guest", email="barry@example.org", guest=True)
    reply = clerk.types("/partnership link")
    reply.sees("Not linked to Slack yet, of those with a seat or an office: 11.")
    reply.sees("Mrs C Egan: @")
    assert "Barry: @" not in reply.text
    reply.button("Link this person").click()
    reply.sees("Linked by e-mail address: Mrs C Egan.")
    egan.types("/rep me").sees("Mrs C Egan")
    assert office.register.link_of(EGAN)
    shaw.types("/partnership link").sees("Your role does not let you")


def test_somebody_is_linked_by_hand(office: Office, clerk: SlackPerson) -> None:
    cole = office.slack.person("Bob")
    reply = clerk.types("/partnership link")
    reply.button("Link somebody").click()
    form = clerk.form("Add")
    form.field("Slack user").choose("Bob")
    form.field("Person").choose("Mr R Cole")
    form.submit()
    form.closes()
    cole.types("/rep me").sees("Mr R Cole")


def test_whoever_is_not_linked_is_linked_from_the_list(office: Office, clerk: SlackPerson) -> None:
    """The list of people whom Slack does not know leads staff to the form, with the person filled in."""
    watson = office.slack.person("Reg")
    reply = clerk.types("/rep unlinked")
    reply.button("Link with Slack: Mr R Watson").click()
    form = clerk.form("Add")
    form.field("Slack user").choose("Reg")
    form.submit()
    form.closes()
    watson.types("/rep me").sees("Mr R Watson")
    office.member("Mrs L L Shaw").types("/rep unlinked").sees("does not let you see who is linked to Slack")


def test_an_end_that_nobody_saw_to_says_on_the_day_that_nobody_follows(
    office: Office, clerk: SlackPerson
) -> None:
    """UX-07: the day of an end is no dead end; somebody is appointed or a vacancy is recorded from a message of that day."""
    ends(office, date(2027, 6, 1), "cu-pensions", "cu-crimestoppers")
    office.slack.clock.set(datetime(2027, 5, 18, 9, 0, tzinfo=UTC))
    clerk.dm.saw("This ends on 1 June 2027, in 14 days, and nobody follows yet.")
    office.slack.clock.set(datetime(2027, 6, 1, 9, 0, tzinfo=UTC))
    clerk.dm.saw("This ended on 1 June 2027, and nobody follows.").saw("A newer message asks what to do.")
    earlier, anew = (text for text in clerk.dm.messages if "1 June 2027" in text)
    assert "This ended on 1 June 2027." in earlier
    assert "Nobody follows. A newer message asks what to do." in earlier
    assert "[" not in earlier, "the buttons are in the newer one"
    assert "This ended on 1 June 2027, and nobody follows." in anew
    assert "Representative on Cumbria Pensions Forum: Mrs P M Halfpenny" in anew
    assert anew.count(" Vacant since 1 June 2027.") == 2
    assert not [text for text in clerk.dm.messages if "All has been dealt with" in text]
    assert not clerk.dm.button("Renew").exists()
    for _ in range(2):
        office.slack.clock.advance(hours=5)
    assert len([text for text in clerk.dm.messages if "1 June 2027" in text]) == 2

    clerk.dm.button("Appoint somebody: representative on Cumbria Pensions Forum").click()
    form = clerk.form("Who comes next")
    assert form.field("From").value == "2027-06-01"
    form.field("Person").choose("Mrs L L Shaw")
    form.submit()
    form.closes()
    clerk.dm.saw("Followed by representative on Cumbria Pensions Forum: Mrs L L Shaw")
    clerk.dm.button("Record a vacancy: representative on Crime Stoppers").click()
    clerk.dm.saw("Vacant from 1 June 2027, by Clerk on 1 June 2027.")
    clerk.types("/rep vacant").sees("Crime Stoppers")
    told = clerk.dm
    clerk.expect(lambda seen: "[Record a vacancy]" not in told.shown(seen) or None, "still sees the button")
    assert not [text for text in clerk.dm.messages if "and nobody follows" in text]


def test_ending_all_moves_no_end_into_a_gap_and_leaves_seats_by_office_to_be_confirmed(
    office: Office, clerk: SlackPerson
) -> None:
    watson = office.member("Mr R Watson")
    end = date(2027, 5, 31)
    seat = Appointment(
        id=AppointmentId("w"),
        partnership=PartnershipId("cu-pensions"),
        role="substitute",
        person=PersonId("watson"),
    )
    following = seat.model_copy(update={"id": AppointmentId("next"), "person": EGAN, "since": end})
    office.keep(
        Edit("appointments", "w", seat.model_copy(update={"until": end})),
        Edit("appointments", "next", following),
    )
    office.slack.deactivate(watson)
    clerk.dm.saw("substitute on Cumbria Pensions Forum until 31 May 2027, which stays so")
    clerk.dm.saw("1 term]")
    clerk.dm.button("End what Mr R Watson holds").click()
    clerk.dm.saw("2 appointments ended; 2 appointments added; 1 term of office ended.")
    clerk.dm.saw("(with the office Chairman of Police Authority, to be confirmed)")
    assert office.register.appointment[AppointmentId("w")].until == end, "no gap before Mrs Egan"
    today = date(2026, 11, 23)
    waiting = {held.appointment.partnership for held in office.register.to_confirm(today)}
    assert PartnershipId("cu-csp") in waiting
    assert not [seat for seat in office.register.all_seats_of(PartnershipId("cu-csp")) if seat.vacant]


def test_whoever_joins_under_a_known_name_with_another_address_is_asked_about(
    office: Office, clerk: SlackPerson
) -> None:
    cole = office.slack.newcomer("Mr R Cole", email="rc@elsewhere.org")
    clerk.dm.saw("Mr R Cole has joined. Is that Mr R Cole of the register?")
    clerk.dm.button("Not Mr R Cole").click()
    clerk.dm.saw("Not the same person, as Clerk said on 23 November 2026. Nobody was linked.")
    assert office.register.link_of(PersonId("cole")) is None
    cole.types("/rep me").sees("I do not know who you are in the register yet.")
    egan = office.slack.newcomer("Mrs C Egan", email="ce@elsewhere.org")
    clerk.dm.saw("Is that Mrs C Egan of the register?")
    clerk.dm.button("Link Mrs C Egan").click()
    clerk.dm.saw("Mrs C Egan is linked to a Slack account.")
    egan.types("/rep me").sees("Mrs C Egan")


def test_links_say_why_nobody_fits_and_narrow_to_one_person(office: Office, clerk: SlackPerson) -> None:
    reply = clerk.types("/partnership link")
    reply.sees("Nobody of these has an e-mail address in the register.").sees("/partnership edit")
    bob = office.slack.person("Bob")
    johnson = clerk.types("/partnership link mrs johnson").sees("Mrs M Johnson is not linked to Slack yet.")
    johnson.does_not_see("Cole").button("Link Mrs M Johnson").click()
    form = clerk.form("Add")
    assert form.field("Person").value == "Mrs M Johnson"
    form.field("Slack user").choose("Bob")
    form.submit()
    form.closes()
    clerk.dm.saw("Link with Slack added").saw("Slack user: @Bob")
    assert bob.id not in clerk.dm.messages[-1]
    clerk.types("/partnership link mrs johnson").sees("Mrs M Johnson is linked to @Bob.")
    clerk.types("/partnership link flibber").sees('Nobody in the register is called "flibber".')
    clerk.types(f"/partnership link {bob.id}").sees("Mrs M Johnson is linked to @Bob.")
    ann = office.slack.person("Ann")
    for said in (ann.id, f"<@{ann.id}|ann>", "@Ann"):
        clerk.types(f"/partnership link {said}")
        form = clerk.form("Add")
        assert form.field("Slack user").value == "Ann", said
        form.close()
    clerk.types("/partnership link U0NOBODY1").sees("Slack knows nobody by the ID U0NOBODY1.")
    office.slack.expect_violation("user_not_found")
