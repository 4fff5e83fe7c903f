"""What members do in the days: they look things up, report back, and read the guidance; and strangers knock."""

from tests.flows.office import Office
from tests.handlers.shown import OUTCOME, TYPED


def commands(office: Office) -> None:
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


def lookups(office: Office) -> None:
    egan, admin = (
        office.member("Mrs C Egan"),
        office.linked("Admin", "admin", "committee-services-officer"),
    )
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
        "members with no office",
        "who has more than one seat",
        "next meeting of barrow cdrp",
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
    form = egan.form("Tell staff who it is")
    form.field("Who sits there?").fill(TYPED[2])
    form.submit()
    egan.form("Thank you").close()
    admin.dm.saw("Who is representative on").button("It is dealt with").click()
    egan.dm.saw("What you told staff has been dealt with")
    egan.types("/rep barrow").button("Report a mistake").click()
    form = egan.form("Report a mistake")
    form.field("What is wrong?").fill(TYPED[2])
    form.submit()
    egan.form("Thank you").close()
    admin.dm.saw("A mistake is reported")
    admin.dm.button("It is dealt with").click()
    egan.dm.saw("The mistake that you reported has been dealt with")


def report(office: Office) -> None:
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


def guidance(office: Office) -> None:
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


def strangers(office: Office) -> None:
    clerk, visitor = office.slack.person("A new clerk"), office.slack.person("A visitor", guest=True)
    clerk.types("/rep barrow").sees("I do not know who you are")
    clerk.dm.says("hello")
    clerk.dm.sees("I do not know who you are")
    general = office.slack.channel("visitors", [visitor])
    visitor.types("/rep barrow", in_=general).sees("you are a guest here")
