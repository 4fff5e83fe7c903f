"""Cycles of reviews: what a pack says, and what staff say of them in Slack; the lists of `/review`."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office

from liaison.domain.register.entries import Edit
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.keeping import KeptCycle
from liaison.domain.reviews.models import Cycle, CycleLine
from liaison.handlers.blocks.reviews.cycles import saved
from liaison.sandbox.language.people import Form, Person


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def cambridgeshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with open_office(f"sqlite:///{tmp_path}/cambs.db", now, pack="cambridgeshire") as office:
        yield office


@pytest.fixture
def humberside(tmp_path: Path, now: datetime) -> Iterator[Office]:
    with open_office(f"sqlite:///{tmp_path}/humber.db", now, pack="humberside") as office:
        yield office


def add_form(person: Person) -> Form:
    person.types("/review cycles").button("Add a cycle").click()
    return person.form("Add a cycle")


def change_form(person: Person, cycle: str, *, page: int = 1) -> Form:
    place = person.types("/review cycles")
    if page > 1:
        place.button(f"Page {page} of ").click()
        place.sees("[Back]")
    place.button(f"Change: {cycle}").click()
    return person.form("Change the cycle")


def meetings(person: Person, committee: str, *days: str) -> None:
    """Records when a committee meets."""
    person.types("/review cycles").button("Record when committees meet").click()
    form = person.form("Dates of meetings")
    form.field("Committee").choose(committee)
    form.field("Dates of its meetings").fill("\n".join(days))
    form.submit()
    person.form("Saved").close()


def test_g_01_the_dates_of_meetings_are_not_lost_by_a_form_that_is_saved_empty(officer: Person) -> None:
    meetings(officer, "Personnel Committee", "18 June 2027", "14 September 2027")
    officer.types("/review cycles").button("Record when committees meet").click()
    form = officer.form("Dates of meetings").sees("Personnel Committee: 18 June 2027; 14 September 2027")
    form.field("Committee").choose("Personnel Committee")
    form.submit()
    assert form.errors == {"Dates of its meetings": "Please complete this required field."}
    form.field("Dates of its meetings").fill("None")
    form.submit()
    officer.form("Saved").sees("Personnel Committee meets: no date is recorded.").close()


def test_g_04_the_list_of_cycles_names_what_is_next_to_be_done(officer: Person) -> None:
    """Not what was recorded before its day."""
    officer.types("/review cycles").sees("Next: 31 December 2026.")
    officer.types("/review ppp").button("Start the review due 31 December 2026").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("No change")
    form.submit()
    officer.form("Review recorded").close_all()
    officer.types("/review cycles").sees("Next: 31 March 2027.").does_not_see("Next: 31 December 2026.")


def test_g_01_g_02_the_june_reviews_go_with_the_authoritys_meeting(office: Office, officer: Person) -> None:
    authority = office.channel("authority", officer)
    officer.types("/review cycles").sees("Partnership Guide: every year, at the meeting of the").sees(
        "Next: 30 June 2027. No meeting is recorded for it, so this day is assumed."
    )
    meetings(officer, "Cumbria Police Authority", "18 June 2027", "14 September 2027")
    officer.types("/review cycles").sees("Next: 18 June 2027.").does_not_see("18 June 2027. No meeting")
    office.slack.clock.set(datetime(2027, 5, 21, 8, 0, tzinfo=UTC))
    authority.sees("Review due by 18 June 2027: Partnership Guide")
    meetings(officer, "Cumbria Police Authority", "25 June 2027")
    authority.sees("Review due by 25 June 2027: Partnership Guide")
    assert not any("18 June 2027: Partnership Guide" in text for text in authority.messages)


def test_g_11_the_policy_review_gets_its_date_from_staff_and_comes_back_each_year(
    cambridgeshire: Office,
) -> None:
    officer = cambridgeshire.staff("committee-services-officer")
    scrutiny = cambridgeshire.channel("scrutiny-audit", officer)
    officer.types("/review").sees("No date is recorded for:").sees("Partnership Policy (annual)")
    form = change_form(officer, "Partnership Policy")
    form.field("How often").choose("Every year")
    form.submit()
    assert form.errors == {"First date": "A first date is needed. Choose the day of the first one."}
    form.field("First date").pick(date(2027, 3, 17))
    form.submit()
    officer.form("Saved").sees("Next: 17 March 2027.").close()
    for year, day in ((2027, 17), (2028, 18)):
        cambridgeshire.slack.clock.set(datetime(year, 2, day, 9, 0, tzinfo=UTC))
        scrutiny.sees(f"Review due by 17 March {year}: Partnership Policy")


def test_g_12_the_annual_meeting_gets_current_holders_and_vacancies(cambridgeshire: Office) -> None:
    officer = cambridgeshire.staff("committee-services-officer")
    chief = cambridgeshire.staff("chief-executive")
    agm = cambridgeshire.channel("agm", officer)
    cambridgeshire.member("Cllr V Day")
    cambridgeshire.keep(seated(cambridgeshire.register, "Cllr V Day"))
    form = change_form(officer, "appointments to CDRPs")
    form.field("Owner: an office, a role or a seat").choose("Chief Executive")
    form.submit()
    officer.form("Saved").sees("Owner: Chief Executive.").sees("Date not recorded.").close()
    meetings(officer, "Annual General Meeting of the Authority", "6 July 2027")
    cambridgeshire.slack.clock.set(datetime(2027, 6, 8, 8, 0, tzinfo=UTC))
    agm.sees("Review due by 6 July 2027: appointments to CDRPs").does_not_see("Cllr V Day")
    chief.dm.saw("CDRP appointments as they stand: 5 vacant seats on 6 partnerships.")
    chief.dm.saw("Partnership 1 (name not recorded) (CDRP): Cllr V Day").saw(
        "Partnership 2 (name not recorded) (CDRP): vacant"
    )
    officer.in_(agm).button("Holders and vacancies").click()
    shown = officer.form("Holders and vacancies")
    shown.sees("(CDRP): Cllr V Day").sees("5 vacant seats on 6 partnerships").close()


def seated(register: Register, name: str) -> Edit:
    """The first of the six seats, which the policy leaves open, filled by somebody."""
    first = next(entry.id for entry in register.partnerships if entry.group == "ca-cdrps")
    person = next(person.id for person in register.people if person.name == name)
    seat = register.all_seats_of(first)[0].model_copy(update={"person": person})
    return Edit("appointments", seat.id, seat)


def test_g_13_each_cdrp_has_its_dates_and_one_can_have_its_own(office: Office, officer: Person) -> None:
    ced = office.channel("ced", officer)
    form = change_form(officer, "CDRP public meeting")
    form.field("First date").pick(date(2027, 4, 30))
    form.field("Put to").choose("Communities, Equality and Diversity Committee")
    form.submit()
    officer.form("Saved").sees("for each CDRP (4 now)").sees("Next: 30 April 2027.").close()
    officer.types("/review cycles").button("A partnership's date: CDRP public meeting").click()
    form = officer.form("A partnership's date")
    form.field("Partnership").fill("crime stoppers board")
    form.field("First date").pick(date(2027, 2, 26))
    form.submit()
    assert "is not among those that this is about" in str(form.errors)
    form.field("Partnership").fill("barrow cdrp")
    form.submit()
    officer.form("Saved").sees("Next: 26 February 2027.").close()
    office.slack.clock.set(datetime(2027, 1, 29, 9, 0, tzinfo=UTC))
    ced.sees("Due by 26 February 2027: Barrow CDRP: CDRP public")
    office.slack.clock.set(datetime(2027, 4, 2, 8, 0, tzinfo=UTC))
    ced.sees("Due by 30 April 2027: CDRP public meeting, for 3 partnerships.")


def test_g_13_an_assessment_each_year_and_a_strategy_of_three_are_reminded_of_and_recorded_as_done(
    office: Office, officer: Person
) -> None:
    """Both are the four CDRPs' own; nothing about them is reviewed. One partnership has a yearly report to the public."""
    ced = office.channel("ced", officer)
    for cycle, day, often in (
        ("CDRP strategic assessment", date(2027, 2, 26), "every year, for each CDRP (4 now)"),
        ("community safety strategy of each CDRP", date(2027, 3, 31), "every three years, for each CDRP"),
    ):
        form = change_form(officer, cycle)
        form.field("First date").pick(day)
        form.field("Put to").choose("Communities, Equality and Diversity Committee")
        form.submit()
        officer.form("Saved").sees(often).sees(f"Next: {day.day} {day:%B %Y}.").close()
    form = change_form(officer, "progress report to the public", page=2)
    form.field("First date").pick(date(2027, 9, 30))
    form.submit()
    officer.form("Saved").sees("for Cumbria Equality and Diversity Partnership").close()
    officer.types("/review equality and diversity partnership").sees("due by 30 September 2027")
    office.slack.clock.set(datetime(2027, 1, 29, 9, 0, tzinfo=UTC))
    ced.sees("Due by 26 February 2027: CDRP strategic assessment of crime and disorder priorities")
    ced.sees("for 4 partnerships.").sees("Barrow CDRP; Carlisle and Eden CDRP; South Lakeland CDRP; West")
    officer.in_(ced).button("Open the list").click()
    officer.in_(ced).button("Record it due 26 February 2027: Barrow CDRP").click()
    form = officer.form("Record the review").sees("Barrow CDRP")
    assert form.field("Outcome").options == ["Done", "Not done"]
    form.field("Outcome").choose("Done")
    form.submit()
    officer.form("Review recorded").close()
    ced.sees("for 3 partnerships. Recorded already: 1.")
    office.slack.clock.set(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))
    ced.sees("Due by 31 March 2027: community safety strategy of each CDRP, for 4 partnerships.")


def test_g_14_a_term_of_three_years_warns_once_its_end_is_recorded(cambridgeshire: Office) -> None:
    officer = cambridgeshire.staff("committee-services-officer")
    authority = cambridgeshire.channel("authority", officer)
    form = change_form(officer, "end of the three-year Local Area Agreement")
    form.field("First date").pick(date(2027, 3, 31))
    form.field("Put to").choose("Cambridgeshire Police Authority")
    form.submit()
    officer.form("Saved").sees("Ends on: 31 March 2027.").close()
    cambridgeshire.slack.clock.set(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))
    authority.sees(
        "Reviews due by 31 March 2027: end of the three-year Local Area Agreement, for 2 partnerships."
    )
    authority.sees("Cambridgeshire Together").sees("Greater Peterborough Partnership")


def test_g_14_an_edition_that_ended_before_the_register_began_is_said_and_not_chased(
    office: Office, officer: Person
) -> None:
    authority = office.channel("authority", officer)
    officer.types("/review").sees("end of the Partnership Guide 2009-10 (ended on 31 March 2010)")
    office.slack.clock.advance(days=60)
    officer.types("/review").sees("Coming")
    assert not any("2009-10" in text for text in authority.messages)


def test_g_15_further_reports_are_set_each_with_an_owner_and_a_date(humberside: Office) -> None:
    officer, sharp = (
        humberside.staff("committee-services-officer"),
        humberside.linked("Kevin Sharp", "chief-executive"),
    )
    authority = humberside.channel("authority", officer)
    officer.types("/review").sees("implementation, evaluation and review of the strategy (further reports")
    for subject, day in (("First report on implementation", 12), ("Report on evaluation", 26)):
        form = add_form(officer)
        form.field("What is reviewed").fill(subject)
        form.field("How often").choose("Once")
        form.field("First date").pick(date(2027, 2, day))
        form.field("Put to").choose("Humberside Police Authority")
        form.field("Owner: a person").choose("Kevin Sharp")
        form.submit()
        officer.form("Saved").sees(f"Next: {day} February 2027.").sees("Owner: Kevin Sharp").close()
    sharp.types("/review mine").sees("First report on implementation, due by 12 February 2027").sees(
        "Report on evaluation, due by 26 February 2027"
    )
    humberside.slack.clock.set(datetime(2027, 1, 15, 9, 0, tzinfo=UTC))
    authority.sees("Review due by 12 February 2027: First report on implementation.").sees(
        "Owner: Kevin Sharp."
    )
    sharp.dm.saw("Review due by 12 February 2027: First report on implementation.")


def test_any_recurrence_that_staff_add(office: Office, officer: Person) -> None:
    form = add_form(officer)
    form.field("What is reviewed").fill("Register of interests")
    form.field("How often").choose("By a rule of your own")
    form.field("Months, or the rule").fill("every now and then")
    form.submit()
    assert "FREQ=MONTHLY;BYDAY=2TU" in str(form.errors)
    form.field("Months, or the rule").fill("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2")
    form.submit()
    assert "The rule names no day within eight years." in str(form.errors)
    form.field("Months, or the rule").fill("FREQ=YEARLY;BYMONTH=3;BYDAY=3TH;COUNT=2")
    form.submit()
    assert "Use UNTIL=20281231 for an end." in str(form.errors)
    form.field("Months, or the rule").fill("FREQ=YEARLY;BYMONTH=1,7;BYDAY=1MO")
    form.submit()
    kept = officer.form("Saved").sees("Next: 4 January 2027.")
    kept.sees("the staff who mend things are reminded").close()
    office.slack.clock.set(datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    officer.dm.saw("Review due by 4 January 2027: Register of interests.")  # nobody else is named for it
    listed = officer.types("/review cycles").sees("[Next (2 of 2)]")
    listed.button("Page 2 of 2").click()
    listed.sees("Register of interests: each year, on the first Monday of January and July.")
    listed.button("Stop: Register of interests").click()
    listed.sees("Stopped. Nothing of it comes up any more").sees("Register of interests").sees(
        "[Start again]"
    )


def test_what_comes_up_every_week_does_not_crowd_out_the_rest(officer: Person) -> None:
    form = add_form(officer)
    form.field("What is reviewed").fill("Diary check")
    form.field("How often").choose("By a rule of your own")
    form.field("Months, or the rule").fill("FREQ=WEEKLY;BYDAY=WE")
    form.field("Put to").choose("Policing Plan and Performance Committee")
    form.submit()
    officer.form("Saved").close()
    listed = officer.types("/review").sees("Reviews: 34 reviews")
    listed.sees("Diary check, due by 16 December 2026").does_not_see("Diary check, due by 23 December 2026")
    listed.sees("Of what comes up often, the next 4 are listed: 49 later dates left out.")
    officer.types("/review ppp").sees("8 reviews").sees("due by 30 September 2027")
    officer.types("/review due").sees("Reviews due by 21 December 2026: 4 reviews")


def test_what_people_call_a_review_stands_in_no_bold_of_ours(now: datetime) -> None:
    cycle = Cycle(id="c", subject="A *new* plan", source="Added in Slack")
    line = CycleLine(
        cycle=cycle,
        how_often="once",
        committee=None,
        owner=None,
        applies_to=None,
        partnerships=None,
        next=now.date(),
    )
    said = saved(KeptCycle(cycle=cycle, line=line))["blocks"][0]["text"]["text"]
    assert said.startswith("A *new* plan: once.")


def test_a_cycle_is_stopped_and_started_again(office: Office, officer: Person) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026")
    officer.types("/review cycles").button("Stop: LAA and APACS measures").click()
    officer.sees("LAA and APACS measures in the Policing Plan: every quarter").sees("Stopped.")
    ppp.sees("No longer to be done: LAA and APACS measures in the Policing Plan")
    assert "LAA and APACS" not in officer.types("/review").text
    officer.types("/review cycles").button("Start again: LAA and APACS measures").click()
    ppp.sees("Review due by 31 December 2026: LAA and APACS")


def test_months_after_the_last_review_count_from_when_it_was_recorded(officer: Person) -> None:
    form = add_form(officer)
    form.field("What is reviewed").fill("Scheme of delegation")
    form.field("How often").choose("So many months after the last")
    form.field("First date").pick(date(2026, 12, 11))
    form.submit()
    assert "Type a number from 1 to 120." in str(form.errors)
    form.field("Months, or the rule").fill("6")
    form.submit()
    officer.form("Saved").sees("6 months after the last review").sees("Next: 11 December 2026.").close()


def test_what_is_asked_for_is_listed(office: Office, officer: Person) -> None:
    shaw = office.member("Mrs L L Shaw")
    following = "The next is LAA and APACS measures in the Policing Plan, due by 31 December 2026."
    officer.types("/review due").sees("Reviews due by 21 December 2026: none").sees(following)
    officer.types("/review overdue").sees("Overdue reviews: none").sees(following)
    officer.types("/review mine").sees("Your reviews: none").sees(
        "A review is yours where you are its owner."
    )
    officer.types("/review zzzz").sees(
        'Nothing that is reviewed is called "zzzz". '
        "Type /review help to see what you can ask, or the name of a partnership or a committee."
    )
    officer.types("/review ppp").sees("Reviews for the Policing Plan and Performance Committee: 4 reviews")
    officer.types("/review barrow cdrp").sees("Barrow CDRP").sees("due by 30 June 2027")
    mine = shaw.types("/review mine").sees("Your reviews: ").sees("due by 30 June 2027")
    assert "Barrow" in mine.text
    officer.types("/review flibbertigibbet").sees("flibbertigibbet")
    reply = officer.types("/review").sees(
        "membership of partnerships, due by 30 June 2027, for 25 partnerships"
    )
    reply.button("Open the list of reviews due 30 June 2027: membership").click()
    officer.sees("25 reviews")
    shaw.types("/review cycles").sees("Partnership Guide").does_not_see("[Change]")
    helped = shaw.types("/review help").sees("/review cycles").does_not_see("You add")
    helped.does_not_see("/review action:").does_not_see("/committee")
    officer.types("/review help").sees("/review action:").sees("/committee").sees(
        "You add, change and stop cycles"
    ).sees("/review due: what is due within 28 days").sees(
        "Under each review: start it, postpone it, or hand it over."
    )
