"""Actions with owner and date, and the quarter's progress (G-07, G-08)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.flows.office import Office, open_office
from tests.flows.test_notices import all_looked_at
from tests.flows.test_reviews_worked import dated

from liaison.sandbox.language.people import Form, Person
from liaison.storage.tables import metadata

WHAT = "Write to the youth service about the second club."
OTHER = "Ask for figures a month before the meeting."


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def bedfordshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office of the authority whose committee oversees the Authority's and the Force's work."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="bedfordshire") as office:
        yield office


def add(person: Person, owner: str, search: str, due: date, *, what: str = WHAT, force: bool = False) -> Form:
    """Adds an action by itself."""
    person.types("/review action")
    form = person.form("Add an action")
    form.field("What is to be done").fill(what)
    form.field("Who does it").choose(owner, search=search)
    form.field("By when").pick(due)
    if force:
        form.field("Whose work it is").choose("The Force")
    form.submit()
    return form


def test_g_08_an_action_is_followed_from_the_day_it_is_given_until_it_is_done(everywhere: Office) -> None:
    """Its owner hears of it when it is given, a week ahead, on the date and when it is overdue, each once."""
    officer, egan = everywhere.staff("committee-services-officer"), everywhere.member("Mrs C Egan")
    clock = everywhere.slack.clock
    add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    officer.form("Action kept").sees(WHAT).sees(
        "Due by 14 January 2027. Mrs C Egan, for the Authority"
    ).close()
    inbox = egan.dm
    inbox.next().sees("Your action, due by 14 January 2027.").sees(WHAT)
    for moment in (datetime(2027, 1, 7, 9, 0, tzinfo=UTC), datetime(2027, 1, 14, 9, 0, tzinfo=UTC)):
        all_looked_at(everywhere, egan)  # what is sent only later would be of that later day
        clock.set(moment)
        inbox.next().sees("Your action, due by 14 January 2027.")
        clock.advance(hours=2)
    all_looked_at(everywhere, egan)
    clock.set(datetime(2027, 1, 21, 9, 0, tzinfo=UTC))
    egan.dm.saw("Your action is overdue, due by 14 January 2027.")
    officer.dm.saw("Action of Mrs C Egan is overdue, due by 14 January 2027.")
    officer.types("/review actions overdue").sees("Overdue actions: 1. Overdue: 1.").sees(WHAT)
    egan.types("/review actions mine").sees("Your actions: 1").sees("Overdue, due by 14 January 2027")
    egan.types("/review actions mine").button("Done, 14 January 2027").click()
    egan.dm.saw("Action closed on 21 January 2027: done.").saw("Closed by Mrs C Egan")
    officer.types("/review actions").sees("Open actions: 0")
    officer.types("/review actions done").sees("Done on 21 January 2027, by Mrs C Egan").sees(WHAT)
    assert len(egan.dm.messages) == 4


def test_g_08_only_the_newest_reminder_of_an_action_has_its_buttons(office: Office, officer: Person) -> None:
    egan = office.member("Mrs C Egan")
    add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    officer.form("Action kept").close()
    egan.dm.saw("[Done]")
    all_looked_at(office, egan)  # what is recorded as sent only later would be of that later day
    office.slack.clock.set(datetime(2027, 1, 7, 9, 0, tzinfo=UTC))
    egan.dm.saw("A newer reminder came on 7 January 2027.").saw("[Done]")
    assert len([text for text in egan.dm.messages if "[Done]" in text]) == 1


def test_p_10_an_action_that_is_put_off_stays_so_until_that_day(office: Office, officer: Person) -> None:
    """The rungs before it are not for its owner; whoever added it hears of it all the same when it is overdue."""
    egan, clock = office.member("Mrs C Egan"), office.slack.clock
    add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    officer.form("Action kept").close()
    egan.dm.saw("[Done]").menu("Remind me later").choose("A day")
    form = egan.form("Remind me later")
    form.field("Remind me on").pick(date(2027, 1, 26))
    form.submit()
    egan.dm.saw("Put off to 26 January 2027: Your action")
    for day in (7, 14, 21):
        clock.set(datetime(2027, 1, day, 9, 0, tzinfo=UTC))
        all_looked_at(office, egan)
    officer.dm.saw("Action of Mrs C Egan is overdue, due by 14 January 2027.")
    assert len(egan.dm.messages) == 1
    egan.dm.saw("Put off to 26 January 2027: Your action").saw("[Show it now]")
    clock.set(datetime(2027, 1, 26, 8, 0, tzinfo=UTC))
    egan.dm.saw("Your action is overdue, due by 14 January 2027.").saw("[Done]")
    assert len(egan.dm.messages) == 2


def test_p_04_an_action_is_told_of_once_on_a_day(office: Office, officer: Person) -> None:
    """Given a week before its date, an hour before the reminder would come."""
    egan = office.member("Mrs C Egan")
    office.slack.clock.set(datetime(2026, 11, 24, 8, 15, tzinfo=UTC))
    add(officer, "Mrs C Egan", "egan", date(2026, 12, 1))
    officer.form("Action kept").close()
    egan.dm.saw("[Done]")
    all_looked_at(office, egan)
    office.slack.clock.set(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    all_looked_at(office, egan)
    office.slack.clock.set(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    egan.dm.saw("A newer reminder came on 1 December 2026.").saw("[Done]")
    assert len(egan.dm.messages) == 2


def test_g_08_an_action_due_on_a_day_off_is_reminded_of_on_the_working_day_before(
    office: Office, officer: Person
) -> None:
    """28 December 2026 is a bank holiday, after a weekend and Christmas Day."""
    egan = office.member("Mrs C Egan")
    add(officer, "Mrs C Egan", "egan", date(2026, 12, 28))
    officer.form("Action kept").close()
    egan.dm.saw("[Done]")
    office.slack.clock.set(datetime(2026, 12, 21, 9, 0, tzinfo=UTC))
    egan.dm.saw("A newer reminder came on 21 December 2026.").saw("[Done]")
    all_looked_at(office, egan)  # what is sent only on the 24th would be the one of that day
    office.slack.clock.set(datetime(2026, 12, 24, 9, 0, tzinfo=UTC))
    egan.dm.saw("A newer reminder came on 24 December 2026.")
    assert not any("overdue" in text for text in egan.dm.messages)


def test_g_08_actions_that_come_together_say_what_is_to_be_done_and_which_was(
    office: Office, officer: Person
) -> None:
    egan, clock = office.member("Mrs C Egan"), office.slack.clock
    clock.set(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    for what in (WHAT, OTHER):
        add(officer, "Mrs C Egan", "egan", date(2027, 1, 14), what=what)
        officer.form("Action kept").close()
    all_looked_at(office, egan)
    reply = officer.types("/notices owed").sees(f"Action ({OTHER}), to Mrs C Egan: waits until 8am")
    reply.sees(f"Action ({WHAT}), to Mrs C Egan: waits until 8am")
    clock.set(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    egan.dm.saw("2 things for you").saw(f"Your action, due by 14 January 2027. {OTHER}")
    egan.types("/review actions mine").button(f"Done, 14 January 2027: {OTHER}"[:60]).click()
    egan.dm.saw(f"Action closed on 24 November 2026: done. {OTHER}")


def test_g_08_an_action_gets_a_new_date_with_a_reason_and_another_owner(
    office: Office, officer: Person
) -> None:
    egan, cole = office.member("Mrs C Egan"), office.member("Mr R Cole")
    add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    officer.form("Action kept").close()
    egan.dm.saw("Your action").button("New date, 14 January 2027").click()
    form = egan.form("New date")
    form.field("New date").pick(date(2026, 11, 2))
    form.field("Reason").fill("The service has no leader yet.")
    form.submit()
    assert "2 November 2026 is past." in str(form.errors)
    form.field("New date").pick(date(2027, 3, 4))
    form.submit()
    egan.form("Action kept").sees("Due by 4 March 2027").close()
    officer.types("/review actions").sees(
        "Moved from 14 January 2027 by Mrs C Egan: The service has no leader"
    )
    officer.types("/review actions").button("Hand over, 4 March 2027").click()
    form = officer.form("Hand over the action")
    form.field("Who does it").choose("Mr R Cole", search="cole")
    form.submit()
    officer.form("Action kept").sees("Mr R Cole").close()
    cole.dm.saw("Your action, due by 4 March 2027.")
    egan.dm.saw("Action of Mr R Cole, due by 4 March 2027.").saw("Handed over from Mrs C Egan")
    office.slack.clock.set(datetime(2027, 1, 14, 9, 0, tzinfo=UTC))
    egan.types("/review actions mine").sees("Your actions: 0")
    office.slack.clock.set(datetime(2027, 2, 25, 9, 0, tzinfo=UTC))
    cole.dm.saw("Your action, due by 4 March 2027.")
    cole.types("/review actions mine").button("No longer needed, 4 March 2027").click()
    form = cole.form("No longer needed")
    form.field("Why it is no longer needed").fill("The club opened.")
    form.submit()
    cole.form("Action closed").sees("No longer needed on 25 February 2027").sees("The club opened.").close()
    officer.types("/review progress").sees("This quarter: 0 done, 1 no longer needed, 0 added.")
    officer.types("/review actions done").button("Open again 4 March 2027").click()
    officer.types("/review actions").sees("Open actions: 1")


def test_what_people_write_of_an_action_stands_in_no_bold_of_ours(office: Office, officer: Person) -> None:
    office.member("Mrs C Egan")
    add(officer, "Mrs C Egan", "egan", date(2026, 12, 20), what="Read the *new* targets")
    officer.form("Action kept").close()
    officer.types("/review actions").sees("Read the new targets")
    shown = office.slack.sandbox.look(lambda workspace: str(list(workspace.journal.entries)))
    assert "*Read the *new* targets*" not in shown


def test_g_08_somebody_else_s_action_is_left_alone(office: Office, officer: Person) -> None:
    office.member("Mrs C Egan")
    cole = office.member("Mr R Cole")
    add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    officer.form("Action kept").close()
    shown = cole.types("/review actions").sees(WHAT)
    assert not shown.button("Done, 14 January 2027").exists()
    link = office.staff("link-officer")
    link.types("/review actions mine").sees("Your actions: 0")
    link.types("/review actions overdue").sees("Your role does not let you see reviews.")


def test_g_08_an_action_form_sent_twice_adds_one(office: Office, officer: Person) -> None:
    office.member("Mrs C Egan")
    office.slack.faults.lost_ack("view_submission")
    form = add(officer, "Mrs C Egan", "egan", date(2027, 1, 14))
    form.submit()
    officer.form("Action kept").close()
    officer.types("/review actions").sees("Open actions: 1")
    office.slack.expect_violation("not_acknowledged")
    with office.store.engine.connect() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
    assert not [row for row in rows if WHAT in row]


def test_g_08_an_action_of_a_review_goes_to_its_partnership(office: Office, officer: Person) -> None:
    office.member("Mrs C Egan")
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026")
    officer.in_(ppp).button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.submit()
    officer.form("Review recorded").sees("Add an action for each change").button("Add an action").click()
    form = officer.form("Add an action")
    form.field("What is to be done").fill(WHAT)
    form.field("Who does it").choose("Mrs C Egan", search="egan")
    form.field("By when").pick(date(2027, 1, 14))
    form.field("Partnership").choose("Barrow CDRP", search="barrow cdrp")
    form.submit()
    officer.form("Action kept").close_all()
    officer.types("/review actions barrow cdrp").sees("Actions of Barrow CDRP: 1").sees(WHAT)


def test_g_07_the_quarter_s_report_has_the_authority_s_and_the_force_s_work(bedfordshire: Office) -> None:
    """It reaches the committee's channel with counts alone; its members read it all, and get it as a workbook."""
    officer, member = bedfordshire.staff("committee-services-officer"), bedfordshire.member("Mrs C Egan")
    link = bedfordshire.staff("link-officer")
    cec = bedfordshire.channel("cec", officer, member, link)
    add(officer, "Mrs C Egan", "egan", date(2026, 12, 1))
    officer.form("Action kept").close()
    add(officer, "Link Officer", "link", date(2027, 2, 1), what="Train two sergeants.", force=True)
    officer.form("Action kept").close()
    bedfordshire.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    cec.sees("Review due by 31 December 2026: partnership progress report")
    officer.in_(cec).button("Start the review").click()
    form = officer.form("Record the review")
    form.sees("Authority: 1 open, 1 of them overdue; 0 closed.").sees("Force: 1 open, 0 of them overdue")
    form.submit()
    form.field("Work of the Authority").fill("Members met four partnerships.")
    form.field("Work of the Force").fill("The Force led two street weeks.")
    form.submit()
    form.field("Outcome").choose("No change")
    form.submit()
    officer.form("Review recorded").close()
    cec.sees("Partnership progress, 1 October 2026 to 31 December 2026")
    cec.sees("Authority: 1 action open, 1 of them overdue. This quarter: 0 done, 1 added.")
    cec.sees("Force: 1 action open, 0 of them overdue. This quarter: 0 done, 1 added.")
    cec.sees("3 December 2026: partnership progress report: No change")
    assert not any("street weeks" in text or WHAT in text for text in cec.messages)
    report = [text for text in cec.messages if "Partnership progress, 1 October" in text]
    assert [text.count("[Why this?]") for text in report] == [1]
    member.in_(cec).button("Why this?").click()
    member.in_(cec).sees("Each calendar quarter").sees("Source: Bedfordshire strategy, Governing Partnership")
    member.in_(cec).button("See the report").click()
    member.in_(cec).sees("The Force led two street weeks.").sees("Members met four partnerships.")
    member.in_(cec).sees("Overdue actions: 1").sees("Efficiency and Productivity Strategy monitoring")
    member.in_(cec).button("Send me the workbook").click()
    member.dm.saw("progress-2026-12-31.xlsx")
    link.in_(cec).button("See the report").click()
    link.in_(cec).sees("Your role does not let you see reviews.")
    assert not any("street weeks" in text for text in link.dm.messages)
    files = bedfordshire.slack.sandbox.look(lambda workspace: list(workspace.files.values()))
    book = load_workbook(BytesIO(files[-1].content or b""))
    work = {row[0]: row[1] for row in book["Work"].iter_rows(min_row=2, values_only=True)}
    assert work["Bedfordshire Police"] == "The Force led two street weeks."
    plan = list(book["Action plan"].iter_rows(min_row=2, values_only=True))
    assert [(*row[:4], f"{row[4]:%d %m %Y}", row[5]) for row in plan] == [
        (WHAT, "Authority", None, "Mrs C Egan", "01 12 2026", "Overdue"),
        ("Train two sergeants.", "Force", None, "Link Officer", "01 02 2027", "Open"),
    ]


def test_g_07_the_report_can_be_asked_for_at_any_time(bedfordshire: Office) -> None:
    officer = bedfordshire.staff("committee-services-officer")
    dated(bedfordshire, "be-regular")
    officer.types("/review progress").sees("Partnership progress, 1 October 2026 to 31 December 2026").sees(
        "Covered elsewhere. regional collaboration targets"
    )
