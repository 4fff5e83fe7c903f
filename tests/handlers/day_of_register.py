"""What the register officer does in the days: forms, changes, and files in and out."""

from datetime import date

from tests.flows.office import Office
from tests.handlers.shown import OTHER_ROLE, TYPED

from liaison.sandbox.language.people import Person


def register(office: Office) -> None:
    officer = office.linked("Register Officer", "committee-services-officer")
    for words in (
        "add",
        "edit",
        "edit cdrp",
        "edit flibbertigibbet",
        "edit office flibbertigibbet",
        "appoint mr cole as chair until 31 may 2030",
        "appoint mr cole as governor",
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
    _ends(officer)


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
    officer.dm.saw("Person removed: Mr Mistake")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Register Officer")
    changes = officer.types("/partnership changes")
    changes.sees("Changes to the register").button("Undo").click()


def _ends(officer: Person) -> None:
    officer.types("/partnership end").sees("What has ended?")
    officer.types("/partnership merge").sees("Which partnership has merged?")
    officer.types("/partnership rename").sees("What has a new name?")
    officer.types("/partnership rename cdrp to furness cdrp from 1 may 2026").button(
        "Choose Barrow CDRP"
    ).click()
    officer.form("Edit the partnership").sees("New name from")
    officer.form().close()
    officer.types("/partnership xyzzy").sees("Nothing in the register matches")
    officer.types("/partnership end cdrp on 1 december 2027").button("Choose Barrow CDRP").click()
    officer.form("End the partnership").close()
    officer.types("/partnership end mr nicholson").button(
        "End: representative on South Lakeland CDRP"
    ).click()
    officer.form("End the appointment").close()
    officer.types("/partnership end chairman on 1 december 2027").sees("which ends on 1 December 2027?")
    officer.types("/partnership appoint mr cole to barrow cdrp as substitute from 1 january 2028")
    officer.form("Add an appointment").submit()
    officer.dm.saw("If the new one follows, end the other appointment.")


def files(office: Office) -> None:
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
    answer = officer.dm.shares("partnerships.csv", f"Name\n{rows}".encode())
    answer.sees("2 more entries are in the workbook")
    officer.dm.saw("liaison-differences-")
    answer.button("Change the register").click()
    officer.dm.saw("Entries that are not shown here: 6.").button("See all of change").click()
    officer.dm.saw("liaison-changes-").button("Undo").click()
    officer.dm.saw("Undone by File Officer")
