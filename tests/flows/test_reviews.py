"""Reviews: cycles of the pack become reminders in a committee's channel, and outcomes."""

from datetime import UTC, date, datetime

import pytest
from tests.flows.office import Office

from liaison.sandbox.language.people import Form, Person

DECEMBER_REMINDER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)  # 28 days before the quarter's last day


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def start(person: Person, *, begun: bool = False) -> Form:
    """Opens the form that records the first review of the list."""
    named = "Carry on" if begun else "Start the review"
    person.types("/review").button(f"{named} due 31 December 2026").click()
    return person.form("Record the review")


def test_g_04_a_reminder_reaches_the_committees_channel_once(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    ppp = everywhere.channel("ppp", officer)
    everywhere.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by 31 December 2026: LAA and APACS measures in the Policing Plan")
    for _ in range(3):
        everywhere.slack.clock.advance(hours=1)
    officer.types("/review").sees("Coming")
    assert len([text for text in ppp.messages if "Review due by" in text]) == 1


def test_nothing_is_sent_before_its_time(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 8, 59, tzinfo=UTC))
    officer.types("/review").sees("LAA and APACS measures")
    assert not any("Review due" in text for text in ppp.messages)


def test_g_01_g_02_the_two_june_reviews_come_up_separately(office: Office, officer: Person) -> None:
    authority = office.channel("authority", officer)
    office.slack.clock.set(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))
    authority.sees("Reviews due by 30 June 2027: membership of partnerships, for 25 partnerships")
    authority.sees("Review due by 30 June 2027: Partnership Guide")


def test_the_outcome_takes_the_reminders_place(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    ppp = everywhere.channel("ppp", officer)
    everywhere.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by 31 December 2026")
    place = officer.in_(ppp)
    place.button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill("Two measures replaced.")
    form.field("Who sees what was decided").choose("Show it in the committee's channel")
    form.submit()
    officer.form("Review recorded").close()
    ppp.sees("Reviewed on 3 December 2026: LAA and APACS measures in the Policing Plan: Changes agreed.")
    ppp.sees("Two measures replaced.").sees("Recorded by Committee Services Officer")
    assert not any("[Start the review]" in text for text in ppp.messages)


def test_postponing_needs_a_reason_and_moves_the_reminders(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by 31 December 2026")
    officer.in_(ppp).button("Postpone").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2026, 12, 1))
    form.field("Reason").fill("The committee meets later.")
    form.submit()
    assert "is not later than 31 December 2026" in str(form.errors)
    form.field("New date").pick(date(2027, 1, 31))
    form.submit()
    officer.form("Review postponed").sees("Put off to 31 January 2027.").close()
    ppp.sees("Review due by 31 January 2027").sees("Postponed from 31 December 2026")


def test_why_this_names_the_source(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by")
    officer.in_(ppp).button("Why this?").click()
    officer.in_(ppp).sees("Each calendar quarter").sees("Source: Cumbria guide, Reviewing")


def test_p_08_without_a_channel_staff_are_told_the_mend_and_it_follows(
    office: Office, officer: Person
) -> None:
    office.slack.clock.set(DECEMBER_REMINDER)
    officer.dm.saw(
        "I could not post a reminder for the Policing Plan and Performance Committee, because no channel has been "
        "chosen for it. Type /committee and choose one. I will post it as soon as I can; nothing is lost."
    )
    channel = office.slack.channel("ppp-committee", [officer], bot=True)
    reply = officer.types("/committee")
    reply.sees("Policing Plan and Performance Committee: no channel chosen")
    reply.button("Choose the channel of the Policing Plan and Performance Committee").click()
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    form.submit()
    form.closes()
    channel.sees("Review due by 31 December 2026")
    assert len([text for text in officer.dm.messages if "could not post" in text]) == 1


@pytest.mark.parametrize("private", [False, True])
def test_p_08_a_channel_without_the_app_is_mended_by_inviting_it(
    office: Office, officer: Person, private: bool
) -> None:
    """Once there the app says what it posts, when, and who set it up (UX-02)."""
    ppp = office.slack.channel("ppp-committee", [officer], private=private)
    officer.types("/committee").button("Choose the channel of the Policing Plan").click()
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    form.submit()
    form.closes()
    officer.dm.saw("I cannot post").saw("Type /invite @Liaison there")
    office.slack.clock.set(DECEMBER_REMINDER)
    officer.dm.saw("I could not post a reminder").saw("Type /invite @Liaison there")
    admin = office.staff("admin")
    office.slack.sandbox.look(lambda workspace: workspace.conversations[ppp.id].members.append(admin.id))
    admin.invites_app(ppp)
    ppp.sees("I will post reminders of reviews for the Policing Plan and Performance Committee here")
    ppp.sees("ahead, on the day and when overdue.")
    ppp.sees(
        "This channel was chosen by Committee Services Officer on 23 November 2026. I was invited by Admin."
    )
    ppp.sees("Review due by 31 December 2026")
    office.slack.expect_violation("channel_not_found" if private else "not_in_channel")
    while office.slack.violations:  # a private channel is asked for when it is chosen, and each day
        office.slack.expect_violation("channel_not_found")


def test_after_an_outage_one_reminder_is_sent_and_not_all_that_were_missed(
    office: Office, officer: Person
) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2027, 1, 8, 10, 0, tzinfo=UTC))
    ppp.sees("Overdue review, due 31 December 2026")
    assert len([text for text in ppp.messages if "31 December 2026" in text]) == 1


def test_review_lists_what_comes_and_what_has_no_date(officer: Person) -> None:
    reply = officer.types("/review")
    reply.sees("LAA and APACS measures in the Policing Plan, due by 31 December 2026")
    reply.sees("membership of partnerships, due by 30 June 2027")
    reply.sees("No date is recorded for:").sees("approach to partnership working")


@pytest.mark.parametrize(
    "words", ["guide", "partnership guide", "Guide partnership", "approach", "policing plan measures"]
)
def test_a_review_is_found_by_the_words_of_what_is_reviewed(officer: Person, words: str) -> None:
    reply = officer.types(f"/review {words}")
    assert "Reviews of" in reply.text
    if "uide" in words:
        reply.sees("Partnership Guide, due by 30 June 2027")


@pytest.mark.parametrize(
    ("word", "command"), [("add", "cycles"), ("cycle", "cycles"), ("postpone", "due"), ("xyzzy", "help")]
)
def test_a_word_that_is_no_command_is_answered_with_the_nearest(
    officer: Person, word: str, command: str
) -> None:
    assert command in officer.types(f"/review {word}").text


def test_words_that_mean_nothing_are_not_passed_over(officer: Person) -> None:
    officer.types("/review progress zzz").sees('I do not know "zzz"')
    assert "/review lessons" not in officer.types("/review lessons").text
    officer.types("/review cycles").button("Record when committees meet").click()
    form = officer.form("Dates of meetings")
    form.field("Committee").choose("Personnel Committee")
    form.field("Dates of its meetings").fill("1 June 2026")
    form.submit()
    assert "1 June 2026 has passed." in str(form.errors)


def test_a_review_that_was_begun_is_carried_on(officer: Person) -> None:
    start(officer).field("What was decided").fill("Two measures replaced.")
    officer.form("Record the review").close()
    officer.types("/review").button("Carry on due 31 December 2026").click()
    assert officer.form("Record the review").field("What was decided").value == "Two measures replaced."


def test_a_review_is_recorded_from_the_list(officer: Person) -> None:
    reply = officer.types("/review")
    reply.button("Start the review due 31 December 2026").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("No change")
    form.field("Date of the review").pick(date(2026, 12, 24))
    form.submit()
    assert "24 December 2026 is still to come." in str(form.errors)
    form.field("Date of the review").pick(date(1990, 12, 1))
    form.submit()
    assert "1 December 1990 is years before it was due, 31 December 2026." in str(form.errors)
    form.field("Date of the review").pick(date(2026, 11, 20))
    form.sees("Where a reminder stands in the channel of the Policing Plan and Performance Committee")
    form.submit()
    nothing = "No reminder of it stands in the channel of the Policing Plan and Performance Committee"
    officer.form("Review recorded").sees(f"{nothing}, so nothing is shown there.").close()
    assert "due by 31 December 2026" not in officer.types("/review").text


def test_a_review_recorded_by_two_people_is_recorded_once(office: Office, officer: Person) -> None:
    admin = office.staff("admin")
    ppp = office.channel("ppp", officer, admin)
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by")
    forms = []
    for person, outcome in ((officer, "No change"), (admin, "To be ended")):
        person.in_(ppp).button("Start the review").click()
        form = person.form("Record the review")
        form.field("Outcome").choose(outcome)
        forms.append(form)
    forms[0].submit()
    officer.form("Review recorded").close()
    forms[1].submit()
    assert (
        "Committee Services Officer has recorded this review already, on 3 December 2026: No change."
        in str(forms[1].errors)
    )
    ppp.sees("Reviewed on 3 December 2026")
    assert not any("To be ended" in text for text in ppp.messages)


def test_words_of_a_second_officer_stay_in_the_form(office: Office, officer: Person) -> None:
    """The same outcome in other words is not the same: nobody's words vanish unsaid."""
    admin = office.staff("admin")
    office.slack.clock.advance(hours=1)
    forms = []
    for person, words in ((officer, "Two measures replaced."), (admin, "Three measures replaced.")):
        form = start(person, begun=person is admin)
        form.field("Outcome").choose("Changes agreed")
        form.field("What was decided").fill(words)
        forms.append(form)
    forms[0].submit()
    officer.form("Review recorded").close()
    forms[1].submit()
    assert forms[1].errors == {
        "What was decided": "Committee Services Officer has recorded this review already, on 23 November 2026: "
        'Changes agreed. "Two measures replaced." What you typed is still here; copy what you need, then close the form.'
    }


def test_a_review_sent_again_after_a_lost_answer_is_done_only_if_nothing_changed(
    office: Office, officer: Person
) -> None:
    form = start(officer)
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill("Two measures replaced.")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    form.field("What was decided").fill("Two measures replaced, one added.")
    form.submit()
    assert 'You have recorded this review already, on 23 November 2026: Changes agreed. "Two' in str(
        form.errors
    )
    form.field("What was decided").fill("Two measures replaced.")
    form.submit()
    officer.form("Review recorded").close()
    office.slack.expect_violation("not_acknowledged")


def test_postponing_sent_again_after_a_lost_answer_is_done(office: Office, officer: Person) -> None:
    officer.types("/review").button("Postpone the review due 31 December 2026").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2027, 1, 20))
    form.field("Reason").fill("The committee meets later.")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    form.field("Reason").fill("Nobody can come.")
    form.submit()
    assert form.errors == {
        "Reason": 'This review is put off to 20 January 2027 already: "The committee meets later." '
        "Choose a later day, or close the form."
    }
    form.field("Reason").fill("The committee meets later.")
    form.submit()
    officer.form("Review postponed").close()
    office.slack.expect_violation("not_acknowledged")


def test_a_member_sees_reviews_and_is_told_who_records_them(office: Office, officer: Person) -> None:
    shaw = office.member("Mrs L L Shaw")
    ppp = office.channel("ppp", officer, shaw)
    shaw.types("/review").sees("due by 31 December 2026")
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by")
    for button in ("Start the review", "Postpone", "Hand over"):
        shaw.in_(ppp).button(button).click()
        shaw.in_(ppp).sees("This review is not yours to do. Ask one of these: Support Officer,")


def test_g_04_reminders_follow_the_clocks_of_london(office: Office, officer: Person) -> None:
    """Summer time: 9am in London is 8am in UTC, and winter time again by the end of the year."""
    authority = office.channel("authority", officer)
    office.slack.clock.set(datetime(2027, 6, 2, 7, 59, tzinfo=UTC))
    officer.types("/review").sees("membership of partnerships")
    assert not authority.messages
    office.slack.clock.set(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))
    authority.sees("Review due by 30 June 2027")
