"""A few days in an office, played through the sandbox, with everything that went to and fro."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.flows.office import WORKSPACE, Office, open_office

from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.values import AppointmentId, PartnershipId, PersonId
from liaison.sandbox.journal import Entry
from liaison.sandbox.language.people import Person
from liaison.sandbox.workspace import Workspace

Json = dict[str, Any]
DECEMBER_REMINDER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)

# Words that stand nowhere but in what people type here.
OUTCOME, ANSWER = "zebrafinch", "quokkatown"
DELEGATION, NOTE, QUESTION, OTHER_ROLE = "numbatgrove", "wombatlane", "echidnahill", "bilbyford"
RESTRICTED = (OUTCOME, ANSWER, DELEGATION, NOTE, QUESTION, OTHER_ROLE)
TYPED = (
    f"Agreed the {OUTCOME} plan; the youth task group reports in March. <!channel>",
    f"Answer {ANSWER}",
    "Two measures replaced.",
    "The committee meets later.",
    f"May agree up to 5,000 pounds, {DELEGATION}.",
    f"They scrutinise in March, {NOTE}.",
    f"May I vote on the budget, {QUESTION}?",
    f"Yes, within your delegation, {QUESTION}.",
)


@dataclass
class Shown:
    """Everything that the app showed: messages (with their text and blocks) and views."""

    messages: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)

    def note(self, entry: Entry) -> None:
        """Takes in one payload from the app."""
        self.calls.add(entry.kind)
        payload = entry.payload
        if not isinstance(payload, dict):
            return
        if "view" in payload:
            self.views.append(payload["view"])
        elif payload.get("response_action") == "errors":
            self.errors += payload["errors"].values()
        elif "text" in payload or "blocks" in payload:
            self.messages.append(payload)

    def surfaces(self) -> Iterator[Json]:
        """Messages and views alike."""
        yield from self.messages
        yield from self.views

    def elements(self) -> Iterator[tuple[Json, Json]]:
        """Every interactive element with its block."""
        for surface in self.surfaces():
            for block in surface.get("blocks") or []:
                for element in (*block.get("elements", []), block.get("accessory"), block.get("element")):
                    if element and "action_id" in element:
                        yield block, element

    def texts(self) -> Iterator[Json]:
        """Every text object of every surface: labels, buttons, options, paragraphs, titles."""
        yield from _texts(list(self.surfaces()))


def _texts(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "plain_text"} and isinstance(part.get("text"), str):
            yield part
        else:
            for value in part.values():
                yield from _texts(value)


def play(folder: Path) -> Shown:
    """Plays the days; gives everything that was shown."""
    shown = Shown()
    with open_office(f"sqlite:///{folder}/liaison.db", NOW) as office:
        office.slack.sandbox.look(_keep_all)
        _commands(office)
        _lookups(office)
        _report(office)
        _risk(office)
        _reviews(office)
        _register(office)
        _files(office)
        _meetings(office)
        _guidance(office)
        _people(office)
        _strangers(office)
        office.slack.settled()
        entries = office.slack.sandbox.look(lambda workspace: list(workspace.journal.entries))
    for entry in entries:
        if entry.direction == "in":
            shown.note(entry)
    return shown


def _keep_all(workspace: Workspace) -> None:
    workspace.journal.entries = deque()


def _commands(office: Office) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    for person in (shaw, officer):
        for command in office.slack.sandbox.look(lambda workspace: list(workspace.manifest.commands)):
            person.types(f"{command} help")
            person.types(f"{command} nonsense that fits nothing")
            person.types(command)
        person.types("/reportback cancel")
        person.dm.says("cancel")
    for text in (
        "barrow",
        "cumbria strategic partnership",
        "eden",
        "shaw",
        "me",
        "vacant",
        "matrix",
        "ced",
        "chairman",
        "carlsle",
        "lsp",
    ):
        shaw.types(f"/rep {text}")
    card = shaw.types("/rep barrow")
    card.sees("Shaw")
    card.button("Details: Barrow CDRP").click()
    shaw.types("/rep matrix").button("Next page").click()
    officer.types("/committee").sees("Committees of")


def _lookups(office: Office) -> None:
    egan, admin = office.member("Mrs C Egan"), office.staff("admin")
    team = office.slack.channel("team", [egan])
    for text in (
        "vacant",
        "vacant lsps",
        "expiring",
        "to confirm",
        "unlinked",
        "ended",
        "all",
        "since 1 May 2009",
        "barrow on 1 June 2009",
        "barrow on 31 February 2009",
        "matrix cdrps",
        "what reports to ced",
        "who covers domestic violence",
    ):
        egan.types(f"/rep {text}")
        admin.types(f"/rep {text}")
    for text in (
        "barrow cdrp",
        "eden lsp",
        "csp",
        "list",
        "list statutory",
        "tree",
        "priorities west cumbria lsp",
    ):
        egan.types(f"/partnership {text}", in_=team)
        egan.in_(team).button("Share in this channel").click()
        admin.types(f"/partnership {text}")
    egan.types("/rep matrix").menu("Narrow it").choose("Only: Eden")
    egan.types("/rep matrix").button("Send it to me as a workbook").click()
    egan.dm.saw("The matrix")
    egan.types("/rep eden lsp").button("Tell staff who it is").click()
    egan.form("Tell staff who it is").close()
    egan.types("/rep barrow").button("Report a mistake").click()
    form = egan.form("Report a mistake")
    form.field("What is wrong?").fill(TYPED[2])
    form.submit()
    egan.form("Thank you").close()
    admin.dm.saw("A mistake is reported")
    admin.dm.button("It is dealt with").click()
    egan.dm.saw("has been dealt with")


def _report(office: Office) -> None:
    shaw, officer = (
        office.linked("Mr W Smith", "member"),
        office.linked("Second Officer", "committee-services-officer"),
    )
    support = office.staff("support-officer")
    dm = shaw.dm
    dm.says("hello?")
    dm.sees("I am not asking you anything")
    shaw.types("/reportback barrow cdrp").sees("direct message")
    dm.saw("1. Name of Partnership")
    dm.says("help")
    dm.says("yes")
    dm.sees("2. Date of Meeting")
    dm.says("save")
    shaw.types("/reportback drafts").button("Carry on").click()
    dm.sees("2. Date of Meeting")
    for said, following in (
        ("not a date at all", "date"),
        ("12 November", "3. Representing Member"),
        ("me", "4. Report to which Committee"),
        ("ced", "5. Outcomes"),
        (TYPED[0], "6. Date of next meeting"),
        ("back", "5. Outcomes"),
        ("keep", "6. Date of next meeting"),
        ("2nd thurs in jan", "ready to check"),
    ):
        dm.says(said)
        dm.sees(following)
    dm.button("Change item 6.").click()
    dm.sees("6. Date of next meeting")
    dm.button("Not known").click()
    dm.sees("ready to check")
    dm.button("Submit").click()
    dm.sees("Report submitted")
    officer.dm.saw("A report-back is waiting")
    officer.dm.button("Open the report").click()
    officer.form("Report-back").sees(OUTCOME)
    officer.form().close()
    officer.types("/reportback waiting").sees("Reports waiting: 1")
    support.dm.saw("Your copy of a report-back")
    dm.button("Read the report").click()
    shaw.form("Report-back").close()


def _risk(office: Office) -> None:
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


def _reviews(office: Office) -> None:
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
    member.in_(ppp).sees("Your role does not let you")
    place.button("Postpone").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2026, 12, 1))
    form.field("Reason").fill(TYPED[3])
    form.submit()
    form.field("New date").pick(date(2027, 1, 31))
    form.submit()
    form.closes()
    ppp.sees("31 January 2027")
    place.button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill(TYPED[2])
    form.submit()
    form.closes()
    ppp.sees("Reviewed on 3 December 2026")
    office.slack.clock.set(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))
    officer.dm.saw("I could not post a reminder")
    officer.types("/review").sees("Coming")
    officer.types("/committee").button("Choose the channel of the Personnel Committee").click()
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    form.submit()
    form.closes()
    personnel = office.slack.channel("personnel", [officer])
    officer.invites_app(personnel)
    personnel.sees("I post nothing here until")


def _register(office: Office) -> None:
    officer = office.linked("Register Officer", "committee-services-officer")
    for words in (
        "add",
        "edit",
        "edit cdrp",
        "edit flibbertigibbet",
        "add flying pig",
        "add target to cdrp",
        "people",
        "people shaw",
        "offices",
        "committees",
        "groups",
        "appointments carlisle",
        "terms",
        "targets",
        "signatures",
        "changes",
        "to confirm",
        "codes",
    ):
        officer.types(f"/partnership {words}").sees(" ")
    officer.types("/partnership people").button("Next page").click()
    officer.types("/partnership codes").button("Next page").click()
    _seats(officer)
    _passing(office, officer)
    _mistake(office, officer)


def _seats(officer: Person) -> None:
    officer.types("/partnership edit eden lsp")
    overview = officer.form("Edit the partnership")
    for part in ("Names", "What it is", "Purpose and aims", "Who takes part", "How it is linked", "Meetings"):
        overview.button(f"Edit: {part}").click()
        form = officer.form("Edit the partnership")
        form.sees("It is kept at once")
        form.close()
    overview.button("Appoint somebody: representative").click()
    form = officer.form("Who comes next")
    form.field("Person").choose("Mr W Smith", search="smith")
    form.field("Written delegation").fill(TYPED[4])
    form.submit()
    overview.sees("Mr W Smith, from")
    overview.button("End: representative").click()
    form = officer.form("End the appointment")
    form.field("Until").pick(date(2009, 1, 1))
    form.submit()
    form.close()
    overview.button("Ask for a link officer").click()
    form = officer.form("Add an appointment")
    form.button("Add a person").click()
    officer.form("Add a person").close()
    form.submit()
    overview.sees("no nomination has come yet")
    overview.close()
    officer.dm.saw(TYPED[4])
    for kind in ("Partnership", "Person", "Office", "Term of office", "Group", "Signed code", "Edition"):
        officer.types("/partnership add").menu("Choose one").choose(kind)
        officer.form().sees("It is kept at once")
        officer.form().close()


def _passing(office: Office, officer: Person) -> None:
    officer.types("/partnership edit chairman")
    officer.form("Edit the office").button("Next holder").click()
    form = officer.form("Who comes next")
    form.field("Person").choose("Mrs L L Shaw", search="shaw")
    form.submit()
    officer.form("Edit the office").sees("Mrs L L Shaw, from")
    officer.form().close()
    confirm = officer.types("/partnership to confirm")
    confirm.sees("Seats to confirm")
    office.slack.settled()
    confirm.button("Confirm the").click()


def _mistake(office: Office, officer: Person) -> None:
    officer.types("/partnership add person Mr Mistake")
    officer.form("Add a person").field("Other roles").fill("county councillor")
    officer.form().close()
    office.slack.settled()
    officer.types("/partnership add person Mr Mistake")
    form = officer.form("Add a person")
    form.sees("did not save")
    form.submit()
    form.closes()
    officer.types("/partnership edit mr mistake")
    officer.form().submit()
    officer.form("Kept as it is").close()
    officer.types("/partnership edit mr mistake")
    officer.form().button("Remove").click()
    officer.form("Removed").close()
    officer.dm.saw("Mr Mistake (person): removed")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Register Officer")
    changes = officer.types("/partnership changes")
    changes.sees("Changes of the register").button("Undo").click()


def _files(office: Office) -> None:
    officer = office.linked("File Officer", "committee-services-officer")
    officer.types("/partnership import").sees("Send me the file")
    for what in ("export", "template csv", "export public", "export matrix"):
        officer.types(f"/partnership {what}").sees("I am making")
        officer.dm.saw(
            f"liaison-{what.split()[-1].replace('export', 'register').replace('csv', 'template')}-"
        )
    table = f"Name,Other roles\nMrs L L Shaw,Councillor for {OTHER_ROLE}\n".encode()
    officer.dm.shares("people.csv", table).sees("1 changed").button("Cancel").click()
    answer = officer.dm.shares("people.csv", table).sees(OTHER_ROLE)
    answer.button("Change the register").click()
    answer.sees("Taken in by File Officer")
    officer.dm.saw("by import")
    officer.dm.shares("people.csv", table).sees("the register says all this already")
    officer.dm.shares("people.csv", b"Name\n" + b"x" * 300).sees("cannot be taken in: 1 fault")
    officer.dm.shares("people.xls", b"\0").sees("was not taken in, and nothing was changed")
    rows = "".join(f"Body number {number}\n" for number in range(12))
    officer.dm.shares("partnerships.csv", f"Name\n{rows}".encode()).sees("2 more entries are in the workbook")
    officer.dm.saw("Differences.xlsx")


def _meetings(office: Office) -> None:
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
    officer.dm.saw("Will you go?").button("I will go with the member").click()
    officer.dm.sees("You go with the member")
    nicholson.dm.saw("goes in your place").button("I will go myself").click()
    nicholson.dm.sees("You go.")
    johnson.dm.saw("You are not needed")
    office.slack.clock.set(datetime(2027, 6, 11, 8, 0, tzinfo=UTC))
    nicholson.dm.saw("Did an officer attend?").button("I said it").click()
    nicholson.dm.sees("I will ask about the minutes once more")
    nicholson.dm.button("With me").click()
    nicholson.dm.sees("An officer went with you")


def _guidance(office: Office) -> None:
    shaw, chief = office.linked("Mr R Watson", "member"), office.linked("Chief", "chief-executive")
    for text in ("law", "define CSP", "define cdpr", "alowances", "read", "circulate"):
        shaw.types(f"/guide {text}")
    shaw.types("/guide law").button("Next page").click()
    reply = shaw.types("/guide")
    reply.menu("Another topic").choose("Code of conduct")
    reply.sees("When two codes conflict")
    reply.button("Ask the Chief Executive").click()
    form = shaw.form("Ask for advice")
    form.field("Which codes conflict").fill(TYPED[1])
    form.submit()
    shaw.form("Question sent").close()
    chief.dm.saw("Mr R Watson asks for your advice")
    chief.dm.button("Answer").click()
    form = chief.form("Answer")
    form.field("Your advice").fill(TYPED[1])
    form.submit()
    chief.form("Answer sent").close()
    shaw.dm.saw("Chief has answered your question")
    everybody = office.slack.channel("everybody", [shaw, chief], bot=True)
    for where in ("In a channel", "In a direct message to each"):
        chief.types("/guide circulate")
        form = chief.form("Circulate")
        form.field("What").choose("Code of conduct")
        form.field("Where").choose(where)
        form.submit()
        if where == "In a channel":
            form.field("Channel").choose("everybody")
            form.submit()
        chief.form("Circulated").close()
    everybody.sees("Please read: Code of conduct")
    shaw.in_(everybody).button("I have read it").click()
    shaw.in_(everybody).sees("Recorded on")
    chief.in_(everybody).button("Who has not?").click()
    chief.in_(everybody).sees("Not yet")
    chief.types("/guide read code").button("Remind them").click()
    chief.sees("Try again tomorrow.")
    chief.types("/guide read").sees("Code of conduct")


def _people(office: Office) -> None:
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
    officer.dm.saw("They hold no seat and no office.")
    officer.dm.button("Unlink Mr P Everingham").click()
    officer.dm.saw("is no longer linked to this Slack account")
    office.slack.change(cole, real_name="Mr R Brown")
    officer.dm.saw("Mr R Cole is now called Mr R Brown in Slack.")
    officer.dm.button("Use the new name in the register").click()
    officer.dm.saw("The register now says Mr R Brown.")
    office.slack.newcomer("J Woolley", email="woolley@example.org")
    officer.dm.saw("J Woolley has joined")
    listed = officer.types("/partnership link")
    listed.button("Link this person").click()
    listed.sees("Linked by e-mail address: Mr J Woolley.")
    office.slack.clock.advance(days=1)
    officer.dm.saw("and nobody follows yet.")
    officer.dm.button("Renew representative on Forensic").click()
    officer.form("Edit").close()
    officer.dm.button("Appoint somebody else: representative on Forensic").click()
    officer.form("Who comes next").close()
    officer.dm.button("Let it end: representative on Forensic").click()
    officer.dm.saw("Vacant from")
    office.slack.clock.advance(days=30)
    officer.dm.saw("fell vacant on")
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


def _strangers(office: Office) -> None:
    clerk, visitor = office.slack.person("A new clerk"), office.slack.person("A visitor", guest=True)
    clerk.types("/rep barrow").sees("I do not know who you are")
    clerk.dm.says("hello")
    clerk.dm.sees("I do not know who you are")
    general = office.slack.channel("visitors", [visitor])
    visitor.types("/rep barrow", in_=general).sees("you are a guest here")
