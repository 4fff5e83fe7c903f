"""Reviews in the days: how one is worked, recorded and corrected; actions, the quarter's progress, and lessons."""

from datetime import datetime, timedelta

from tests.flows.office import Office
from tests.flows.test_notices import all_looked_at
from tests.handlers.shown import TYPED

from liaison.domain.dates import local_day, write_date
from liaison.sandbox.language.people import Form, Person

AGAIN = "Equality and Diversity Partnership"


def worked(office: Office) -> None:
    """Two people at one form; it is recorded, read and corrected."""
    officer = office.linked("Tenth Officer", "committee-services-officer")
    helper = office.linked("Third Support Officer", "support-officer")
    forms = [_second_page(person) for person in (officer, helper)]
    forms[0].field("1. Evidence").fill(TYPED[8])
    forms[1].field("1. Evidence").fill(TYPED[9])
    forms[1].submit()
    forms[1].sees("Somebody else wrote here while you did").close()
    form = forms[0]
    form.submit()
    form.sees("Somebody else wrote here").submit()
    for following in ("Actions not achieved", "How effective is the partnership?", "Not recorded yet"):
        form.submit()
        if following == "Not recorded yet":
            form.sees("These still need an answer").field("Outcome").choose("Leave")
            form.submit()
        form.sees(following)
    form.button("Previous page").click()
    form.field("How effective").choose("Cannot say yet")
    form.field("What value").fill(TYPED[8])
    form.button("Previous page").click()
    form.sees("Actions not achieved").button("Previous page").click()
    for number in (5, 6):
        form.field(f"{number}. Objective").choose("Partly achieved")
    form.button("Previous page").click()
    for number in (1, 2, 3, 4):
        form.field(f"{number}. Objective").choose("Not achieved")
    for following in ("5. Objective", "Actions not achieved", "How effective", "Date of the review"):
        form.submit()
        form.sees(following)
    form.field("What was decided").fill(TYPED[8])
    form.field("Lesson to share").fill(TYPED[9])
    form.submit()
    officer.form("Review recorded").sees("type /partnership end").button("Add an action").click()
    _fill_action(officer.form("Add an action"))
    officer.form("Action kept").close_all()
    officer.types(f"/review {AGAIN}")
    officer.types("/review recorded").button("Open the review of 2 June 2027").click()
    officer.form("Recorded review").button("Correct it").click()
    form = officer.form("Correct the review")
    form.field("Outcome").choose("Continue")
    form.field("Why it is corrected").fill(TYPED[8])
    form.submit()
    officer.form("Review corrected").close_all()
    officer.types("/review recorded equality").button("Open the review").click()
    officer.form("Recorded review").sees("Before: Leave").close()


def followed(office: Office) -> None:
    """Actions that are moved, handed over, closed and opened again; the report; a lesson that is posted."""
    officer = office.linked("Eleventh Officer", "committee-services-officer")
    member = office.member("Mrs B Furneaux")
    for words in ("", "overdue", "mine", "done", "authority", "force", "equality"):
        for person in (officer, member):
            assert person.types(f"/review actions {words}".strip()).text
    listed = officer.types("/review actions")
    listed.button("New date").click()
    form = officer.form("New date")
    form.field("New date").pick((office.slack.clock.now() + timedelta(days=9)).date())
    form.field("Reason").fill(TYPED[8])
    form.submit()
    officer.form("Action kept").close()
    listed.button("Hand over").click()
    form = officer.form("Hand over the action")
    form.field("Who does it").choose("Mrs B Furneaux", search="furneaux")
    form.submit()
    officer.form("Action kept").close()
    office.slack.clock.set(_monday(office.slack.clock.now()))
    member.dm.saw("Your action, due by")
    all_looked_at(office, member)  # what is recorded as sent only later would be of that later day
    office.slack.clock.set(_monday(office.slack.clock.now() + timedelta(days=17)))
    member.dm.saw("Your action is overdue")
    member.types("/review actions mine").button("No longer needed").click()
    member.form("No longer needed").close()
    officer.types("/review actions").button("Done").click()
    officer.sees("Done: ").types("/review actions done").button("Open again").click()
    report = officer.types("/review progress").sees("Overdue actions: 1")
    report.button("Send me the workbook").click()
    officer.dm.saw("It is restricted")
    _share(office, officer)


def _monday(moment: datetime) -> datetime:
    """The next Monday's morning, when people are told things."""
    return (moment + timedelta(days=7 - moment.weekday())).replace(hour=10)


def _second_page(person: Person) -> Form:
    person.types(f"/review {AGAIN}").button("Start the review").click()
    form = person.form("Record the review").sees("What is known")
    form.submit()
    return form.sees("1. Objective")


def _fill_action(form: Form) -> None:
    form.field("What is to be done").fill(TYPED[8])
    form.field("Who does it").choose("Mrs C Egan", search="egan")
    form.field("By when").pick((form.person.slack.clock.now() + timedelta(days=5)).date())
    form.submit()


def _share(office: Office, officer: Person) -> None:
    force = office.slack.channel("force-partners", [officer], bot=True)
    officer.types("/review lesson")
    form = officer.form("Add a lesson")
    form.field("What was learnt").fill(TYPED[9])
    form.submit()
    officer.form("Lesson kept").close()
    today = write_date(local_day(office.slack.clock.now(), "Europe/London"))
    officer.types("/review lessons figures").button(f"Share the lesson of {today}").click()
    form = officer.form("Share a lesson")
    form.field("Where").choose("force-partners")
    form.submit()
    officer.form("Post this lesson?").submit()
    officer.form("Lesson posted").close_all()
    officer.types("/review lessons nowhere").sees("0 lessons")
    force.sees("A lesson from partnership work")
    officer.types("/review lessons figures").button(f"Withdraw the lesson of {today}").click()
    force.sees("was withdrawn by")
