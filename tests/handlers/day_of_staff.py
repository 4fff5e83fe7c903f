"""What staff do in the days: risk, reviews, meetings, and what time and Slack bring to people."""

from datetime import UTC, date, datetime, timedelta

from tests.flows.office import WORKSPACE, Office, opened
from tests.handlers.shown import TYPED

from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.values import AppointmentId, PartnershipId, PersonId
from liaison.sandbox.language.people import Person

DECEMBER_REMINDER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def risk(office: Office) -> None:
    support = office.linked("Second Support Officer", "support-officer")
    support.types("/risk assess barrow cdrp").button("Start").click()
    form = support.form("Risk assessment")
    form.submit()
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("No")
    form.submit()
    form.sees("Governance")
    for number in ("1.", "2a.", "3."):
        form.field(number).fill(TYPED[1])
    for following in ("Finance", "Human Resources", "Assets/Property", "Page 6 of 6"):
        form.submit()
        form.sees(following)
    form.button("2. Governance").click()
    form.sees("Governance, Communication")
    form.button("Previous page").click()
    form.sees("does any of these apply")
    for following in ("Governance", "Finance", "Human Resources", "Assets/Property", "Page 6 of 6"):
        form.submit()
        form.sees(following)
    form.submit()
    form.field("Why is less enough?").choose("A temporary initiative")
    form.field("Reason").fill("A pilot of three months without staff.")
    form.submit()
    support.form("Assessment closed").close()
    support.types("/risk status").sees("not high risk")


def reviews(office: Office) -> None:
    officer, member = (
        office.linked("Third Officer", "committee-services-officer", "admin"),
        office.linked("Mrs C Egan", "member"),
    )
    ppp = office.channel("ppp", officer, member)
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by 31 December 2026")
    place = officer.in_(ppp)
    place.says("@Liaison hello")
    place.sees("I answer commands")
    place.button("Why this?").click()
    member.in_(ppp).button("Start the review").click()
    member.in_(ppp).sees("This review is not yours to do.")
    place.button("Postpone").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2026, 12, 1))
    form.field("Reason").fill(TYPED[3])
    form.submit()
    form.field("New date").pick(date(2027, 1, 31))
    form.submit()
    officer.form("Review postponed").close()
    ppp.sees("31 January 2027")
    place.button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill(TYPED[2])
    form.field("Who sees what was decided").choose("Show it in the committee's channel")
    form.submit()
    officer.form("Review recorded").close()
    ppp.sees("Reviewed on 3 December 2026")
    office.slack.clock.set(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))
    officer.dm.saw("I could not post 2 reminders")
    officer.types("/review").sees("Coming")
    officer.types("/committee").button("Choose the channel of the Personnel Committee").click()
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    form.submit()
    form.closes()
    personnel = office.slack.channel("personnel", [officer])
    officer.invites_app(personnel)
    personnel.sees("I post no reminders here until")


def meetings(office: Office) -> None:
    nicholson, halfpenny = office.member("Mr J Nicholson"), office.member("Mrs P M Halfpenny")
    johnson, officer = (
        office.member("Mrs M Johnson"),
        office.linked("Fourth Officer", "support-officer", "admin"),
    )
    entry = office.register.partnership[PartnershipId("cu-cdrp-south-lakeland")]
    seat = office.register.appointment[AppointmentId("cu-cdrp-south-lakeland:1")]
    person = office.register.person[PersonId("nicholson")]
    helper = next(found.id for found in office.register.people if found.name == officer.name)
    edits = [
        Edit("partnerships", entry.id, entry.model_copy(update={"next_meeting": date(2027, 6, 10)})),
        Edit("appointments", seat.id, seat.model_copy(update={"delegation": TYPED[4]})),
        Edit(
            "people",
            person.id,
            person.model_copy(update={"other_roles": ("county councillor",), "support_officer": helper}),
        ),
    ]
    now = office.slack.clock.now()
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)
    for text in ("", "prepare south lakeland cdrp", "substitute", "ask", "reports", "contacts", "contact"):
        nicholson.types(f"/diary {text}")
        officer.types(f"/diary {text}")
    _looks_through_the_diary(nicholson)
    form = officer.form("Contact with a partner")
    form.field("Partnership").choose("South Lakeland CDRP", search="south lakeland cdrp")
    form.field("What it was about").choose("Member training")
    form.field("Note").fill(TYPED[5])
    form.submit()
    officer.form("Contact recorded").close()
    officer.types("/diary contacts").sees(TYPED[5])
    nicholson.types(f"/diary ask {TYPED[6]}").sees("I have sent your question")
    officer.dm.saw(TYPED[6]).button("Answer").click()
    form = officer.form("Answer a question")
    form.field("Your answer").fill(TYPED[7])
    form.submit()
    form.closes()
    nicholson.dm.saw(TYPED[7])
    office.slack.clock.set(datetime(2027, 6, 8, 8, 0, tzinfo=UTC))
    nicholson.dm.saw(TYPED[4]).button("Ask my substitute").click()
    halfpenny.dm.saw("asks you to go").button("I will go").click()
    halfpenny.dm.sees("You go in the place of")
    halfpenny.dm.button("I cannot go after all").click()
    halfpenny.dm.sees("You are not being asked any more")
    officer.dm.saw("Nobody goes to South Lakeland CDRP").button("Name another substitute").click()
    form = officer.form("Name a substitute")
    form.field("Who is to go?").choose("Mrs M Johnson", search="johnson")
    form.submit()
    form.closes()
    johnson.dm.saw("It is for this meeting only").button("I will go").click()
    johnson.dm.sees("You go in the place of")
    opened(officer, "Meeting on 10 June 2027: South Lakeland CDRP")
    officer.dm.saw("Will you go?").button("I will go with the member").click()
    officer.dm.sees("You go with the member")
    nicholson.dm.saw("goes in your place").button("I will go myself").click()
    nicholson.dm.sees("You go.")
    johnson.dm.saw("You are not needed")
    office.slack.clock.set(datetime(2027, 6, 11, 8, 0, tzinfo=UTC))
    nicholson.dm.saw("Did an officer attend?").button("I said it").click()
    nicholson.dm.sees("I will ask about the minutes once more")
    _thinks_again(nicholson)


def _newcomers(office: Office, officer: Person) -> None:
    office.slack.newcomer("Mr A L Barry", email="barry@elsewhere.org")
    officer.dm.saw("Is that Mr A L Barry of the register?").button("Not Mr A L Barry").click()
    officer.dm.saw("Not the same person")
    officer.types("/partnership link mrs johnson").sees("Mrs M Johnson is")
    listed = officer.types("/partnership link")
    listed.button("Link this person").click()
    listed.sees("Linked by e-mail address: Mr J Woolley.")


def _looks_through_the_diary(person: Person) -> None:
    person.form("Ask a question").close()
    diary = person.types("/diary").sees("South Lakeland CDRP")
    diary.button("See the card: South Lakeland CDRP").click()
    diary.sees("Last report").button("Back to the diary").click()
    diary.sees("No date recorded")


def _thinks_again(person: Person) -> None:
    person.dm.button("With me").click()
    person.dm.sees("An officer went with you").button("Change it: whether").click()
    person.dm.button("In my place").click()
    person.dm.sees("Changed. An officer went in your place.")


def people(office: Office) -> None:
    """What time and Slack bring to the register; committees; a report that is marked as submitted."""
    officer = office.linked("Fifth Officer", "admin", "committee-services-officer")
    everingham, cole = office.member("Mr P Everingham"), office.member("Mr R Cole")
    woolley = office.register.person[PersonId("woolley")]
    addressed = woolley.model_copy(update={"email": "woolley@example.org"})
    until = (office.slack.clock.now() + timedelta(days=30)).date()
    seat = office.register.appointment[AppointmentId("cu-forensic:1")]
    term = next(term for term in office.register.terms if term.person == "egan")
    ending = [
        Edit("appointments", seat.id, seat.model_copy(update={"until": until})),
        Edit("terms", term.id, term.model_copy(update={"until": until})),
    ]
    edits = [Edit("people", woolley.id, addressed), *ending]
    office.store.run(WORKSPACE, editing.apply, None, edits, how="import", now=office.slack.clock.now())
    office.slack.deactivate(everingham)
    officer.dm.saw("The Slack account of Mr P Everingham has been deactivated.")
    officer.dm.button("End what Mr P Everingham holds").click()
    officer.dm.saw("(with the office Member of the Police Authority, to be confirmed)")
    office.slack.clock.advance(
        minutes=2
    )  # all officers are told of each, and Slack takes so many updates a minute
    officer.dm.button("Unlink Mr P Everingham").click()
    officer.dm.saw("is no longer linked to this Slack account")
    office.slack.change(cole, real_name="Mr R Brown")
    officer.dm.saw("Mr R Cole is now called Mr R Brown in Slack.")
    opened(officer, "Mr R Cole is now called")
    officer.dm.button("Use the new name in the register").click()
    officer.dm.saw("The register now says Mr R Brown.")
    office.slack.clock.advance(minutes=2)
    office.slack.newcomer("J Woolley", email="woolley@example.org")
    officer.dm.saw("J Woolley has joined")
    _newcomers(office, officer)
    office.slack.clock.advance(days=1)
    opened(officer, "This ends on 11 July 2027")
    officer.dm.button("Renew representative on Forensic").click()
    officer.form("Edit").close()
    officer.dm.button("Appoint somebody else: representative on Forensic").click()
    officer.form("Who comes next").close()
    officer.dm.button("Let it end: representative on Forensic").click()
    officer.dm.saw("Vacant from")
    office.slack.clock.advance(days=30)
    opened(officer, "Chair of Policing Plan and Performance Committee fell vacant on")
    officer.dm.button("Confirm representative on Safer").click()
    officer.dm.saw("Confirmed, by Fifth Officer")
    officer.dm.button("Appoint somebody else: representative on Cumbria Road").click()
    officer.form("Who comes next").close()
    officer.types("/committee ppp").sees("Chair of Policing Plan and Performance Committee")
    officer.types("/committee committee").button("Details of the Personnel Committee").click()
    waiting = officer.types("/reportback waiting")
    waiting.button("Mark the report on").click()
    waiting.sees("No report is waiting.")
    officer.dm.saw("Fifth Officer submitted it to")
