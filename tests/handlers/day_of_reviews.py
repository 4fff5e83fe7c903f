"""Reviews in the days: the cycles that staff keep, the lists, and one message for many."""

from datetime import date

from tests.flows.office import Office
from tests.handlers.shown import TYPED


def cycles(office: Office) -> None:
    """From June on: a crowd of memberships falls due, and staff give the other cycles their dates."""
    officer = office.linked("Ninth Officer", "committee-services-officer")
    member = office.member("Mr R Watson")
    authority = office.channel("authority", officer, member)
    office.slack.clock.advance(minutes=1)
    authority.sees("Reviews due by 30 June 2027: membership of partnerships")
    place = officer.in_(authority)
    place.button("Open the list").click()
    place.sees("membership of partnerships, due by 30 June 2027")
    place.button("Next (2 of 3)").click()
    place.sees("[Back]")
    for words in ("", "due", "overdue", "mine", "ppp", "barrow cdrp", "cycles", "help", "flibbertigibbet"):
        for person in (officer, member):
            assert person.types(f"/review {words}".strip()).text
    officer.types("/review cycles").button("Add a cycle").click()
    form = officer.form("Add a cycle")
    form.field("What is reviewed").fill(TYPED[2])
    form.field("How often").choose("Once")
    form.submit()
    form.field("First date").pick(date(2027, 9, 30))
    form.field("Put to").choose("Policing Plan and Performance Committee")
    form.submit()
    officer.form("Saved").close()
    officer.types("/review cycles").button("Change: approach to partnership working").click()
    officer.form("Change the cycle").field("What is reviewed").fill(TYPED[2])
    officer.form("Change the cycle").close()
    officer.types("/review cycles").button("Change: approach to partnership working").click()
    officer.form("Change the cycle").button("Start afresh").click()
    officer.form("Change the cycle").does_not_see("Start afresh").close()
    officer.types("/review cycles").button("Record when committees meet").click()
    form = officer.form("Dates of meetings")
    form.field("Committee").choose("Personnel Committee")
    form.field("Dates of its meetings").fill(TYPED[2])
    form.submit()
    form.field("Dates of its meetings").fill("30 September 2027")
    form.submit()
    officer.form("Saved").close()
    officer.types("/review cycles").button("A partnership's date: CDRP public meeting").click()
    form = officer.form("A partnership's date")
    form.field("Partnership").fill("barrow cdrp")
    form.field("First date").pick(date(2027, 9, 30))
    form.submit()
    officer.form("Saved").close()
    officer.types("/review cycles").button("Stop: diary of meetings").click()
    officer.sees("Stopped.").types("/review cycles").button("Start again: diary of meetings").click()
    officer.sees("diary of meetings: every week.")
