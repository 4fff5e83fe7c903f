"""What can be done with an answer: share it, report a mistake in it, take the matrix away as a workbook, edit it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.flows.office import WORKSPACE, Office

from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Person
from liaison.sandbox.workspace import Workspace


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


def test_ux_04_an_answer_is_shared_with_the_channel_once(everywhere: Office) -> None:
    """UX-06, UX-10: it asks first, says who shared it, and leaves the buttons with the asker."""
    shaw, egan = everywhere.member("Mrs L L Shaw"), everywhere.member("Mrs C Egan")
    team = everywhere.slack.channel("team", [shaw, egan])  # the app need not be in it
    reply = shaw.types("/rep barrow", in_=team)
    assert "Everybody in this channel will see it" in reply.button("Share in this channel").confirmation
    reply.button("Share in this channel").click()
    team.sees("Barrow CDRP: Mrs L L Shaw. Substitute: Mr W Smith.")
    team.sees("Shared by @Mrs L L Shaw. Type /rep to ask yourself.").does_not_see("[")
    reply.sees("Shared in this channel.")
    assert not reply.button("Share in this channel").exists()
    assert sum("Barrow" in text for text in team.messages) == 1


def test_a_card_and_the_matrix_are_shared_without_what_is_restricted(office: Office, shaw: Person) -> None:
    ced = office.channel("ced", shaw)
    card = shaw.types("/partnership crime stoppers", in_=ced)
    card.button("Share in this channel").click()
    ced.sees("Crime Stoppers Board").sees("Type /rep to ask yourself")
    entry = office.register.partnership[PartnershipId("cu-road-safety")]
    edits = [
        Edit("partnerships", entry.id, entry.model_copy(update={"notes": ("Ask about the grant first.",)}))
    ]
    now = office.slack.clock.now()
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)
    road = shaw.types("/partnership road safety", in_=ced).sees("Remark: The list and the description use")
    road.sees("Notes").sees("Ask about the grant first.")
    road.button("Share in this channel").click()
    ced.sees("strategic steer on road safety").does_not_see("Remark").does_not_see("Notes")
    ced.does_not_see("Ask about the grant")
    matrix = shaw.types("/rep matrix", in_=ced)
    matrix.button("Share in this channel").click()
    ced.sees("18 representative seats").sees("Furness Partnership (LSP) | Mrs L L Shaw")


def test_a_17_b_04_somebodys_other_roles_are_not_shared(office: Office, shaw: Person) -> None:
    ced = office.channel("ced", shaw)
    watson = next(person for person in office.register.people if person.name == "Mr R Watson")
    edits = [Edit("people", watson.id, watson.model_copy(update={"other_roles": ("Governor of a school",)}))]
    now = office.slack.clock.now()
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)
    reply = shaw.types("/rep watson", in_=ced).sees("Also: Governor of a school")
    reply.button("Share in this channel").click()
    ced.sees("Mr R Watson").sees("Type /rep to ask yourself").does_not_see("Governor of a school")


def test_a_17_who_is_linked_is_for_staff_and_never_shared(office: Office, shaw: Person) -> None:
    """Links with Slack are restricted: neither members nor link officers see who has none."""
    link_officer = office.linked("Mr R Cole", "link-officer")
    for reader in (shaw, link_officer):
        for typed in ("/rep unlinked", "/rep who is not linked", "/partnership list unlinked"):
            reader.types(typed).sees("does not let you see who is linked to Slack").does_not_see(
                "Mr R Watson"
            )
        reader.types("/rep help").does_not_see("/rep unlinked")
    clerk = office.staff("committee-services-officer")
    answer = clerk.types("/rep unlinked").sees("Mr R Watson")
    assert not answer.button("Share in this channel").exists()
    clerk.types("/rep help").sees("/rep unlinked")


def test_in_a_direct_message_there_is_nobody_to_share_with(shaw: Person) -> None:
    reply = shaw.types("/rep barrow", in_=shaw.dm)
    reply.sees("Barrow CDRP")
    assert not reply.button("Share in this channel").exists()
    reply.button("Details: Barrow CDRP").click()
    reply.sees("Kind:")
    assert not reply.button("Share in this channel").exists()


def test_a_mistake_is_told_to_staff_and_its_end_to_whoever_reported_it(everywhere: Office) -> None:
    shaw, officer = everywhere.member("Mrs L L Shaw"), everywhere.staff("committee-services-officer")
    shaw.types("/rep barrow cdrp").button("Report a mistake").click()
    form = shaw.form("Report a mistake")
    form.sees("Barrow CDRP").sees("The Committee Services Officer will read it, with your name.")
    form.field("What is wrong?").fill("Mr Smith left in May. <!channel>")
    form.submit()
    shaw.form("Thank you").sees("I have told the Committee Services Officer.").close()
    officer.dm.saw("A mistake is reported: Barrow CDRP")
    told = officer.dm.sees("Mr Smith left in May. <!channel>")
    told.sees("Reported by @Mrs L L Shaw.")
    officer.dm.button("Open the entry").click()
    officer.form("Edit").close()
    barrow = everywhere.register.partnership[PartnershipId("cu-cdrp-barrow")]
    edits = [Edit("partnerships", barrow.id, barrow.model_copy(update={"statutory": False}))]
    now = everywhere.slack.clock.now()
    everywhere.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)
    officer.dm.button("It is dealt with").click()
    officer.dm.saw("Dealt with by the Committee Services Officer on 23 November 2026.")
    assert any("Mr Smith left in May." in text and "Dealt with" in text for text in officer.dm.messages)
    assert not officer.dm.button("It is dealt with").exists(), "when a flow ends its buttons go (UX-15)"
    shaw.dm.saw("has been dealt with by the Committee Services Officer on 23 November 2026: Barrow CDRP.")
    shaw.dm.saw("Statutory: before Yes, after No").saw("You wrote: Mr Smith left in May.")


def test_a_report_needs_somebody_to_tell(office: Office, shaw: Person) -> None:
    reply = shaw.types("/rep barrow cdrp")
    reply.button("Report a mistake").click()
    form = shaw.form("Report a mistake")
    form.field("What is wrong?").fill("It met on a Tuesday.")
    form.submit()
    assert "No member of staff is linked" in form.field("What is wrong?").error
    office.staff("admin")
    form.submit()
    shaw.form("Thank you").sees("I have told the Admin.")


def test_whoever_knows_who_sits_in_a_vacant_seat_can_say_so(office: Office, shaw: Person) -> None:
    admin = office.staff("admin")
    reply = shaw.types("/rep eden lsp").sees("vacant")
    reply.button("Tell staff who it is").click()
    form = shaw.form("Tell staff who it is")
    form.field("Who sits there?").fill("Mr W Smith, since June.")
    form.submit()
    shaw.form("Thank you").close()
    admin.dm.saw("Who is representative on Eden Local Strategic Partnership (LSP)").saw(
        "Mr W Smith, since June."
    )
    shaw.types("/rep vacant").button("Tell staff who it is").click()
    shaw.form("Tell staff who it is").close()


def test_staff_edit_from_an_answer_and_a_card(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    officer.types("/rep barrow cdrp").button("Edit").click()
    officer.form("Edit").close()
    officer.types("/rep watson").button("Edit").click()
    officer.form("Edit the person").close()
    officer.types("/rep vacant").button("Edit").click()
    officer.form("Edit").close()
    assert not office.member("Mrs C Egan").types("/partnership barrow cdrp").button("Edit").exists()


def test_the_matrix_comes_as_a_workbook_into_a_direct_message(office: Office, shaw: Person) -> None:
    """The whole of what was asked for, and not only its page."""
    reply = shaw.types("/rep matrix")
    reply.button("Send it to me as a workbook").click()
    shaw.sees("I am making the workbook, and send it to you in a direct message.")
    shaw.dm.saw("The matrix, as you asked for it, on 23 November 2026.").saw("liaison-matrix-2026-11-23.xlsx")

    def content(workspace: Workspace) -> bytes:
        return next(file.content for file in workspace.files.values() if file.content) or b""

    book = load_workbook(BytesIO(office.slack.sandbox.look(content)))
    assert book.sheetnames == ["Matrix"]
    rows = [row for row in book["Matrix"].iter_rows(values_only=True) if row[0]]
    assert rows[0][:4] == ("Partnership", "Kind", "Area", "Representative")
    assert len(rows) == 26
    assert ("Barrow CDRP", "Mrs L L Shaw", "Mr W Smith") in {(row[0], row[3], row[4]) for row in rows}


def test_ux_03_help_fits_the_reader(office: Office, shaw: Person) -> None:
    """Examples begin with the reader's own partnerships; each one typed as it stands finds something."""
    own = shaw.types("/rep help")
    own.sees("/rep furness partnership").sees("/rep me").sees("You are Mrs L L Shaw.")
    examples = [line.partition(":")[0] for line in own.text.splitlines() if line.startswith("/rep ")]
    assert len(examples) >= 10
    for example in examples:
        shaw.types(example).does_not_see("Nothing in the register matches")
    office.member("Mr R Watson").types("/rep help").sees("/rep cumbria strategic partnership")


def test_ux_20_notifications_stand_alone_and_hold_nothing_restricted(shaw: Person) -> None:
    assert shaw.types("/rep barrow cdrp").notification == "Barrow CDRP: Mrs L L Shaw."
    assert shaw.types("/partnership dorset").notification.startswith("Nothing in the register matches")
    road = shaw.types("/partnership road safety").notification
    assert road.startswith("Cumbria Road Safety Partnership Board: Mrs C Egan")
    assert "Remark" not in road


def test_a_button_of_an_answer_whose_entry_has_gone_says_so(office: Office, shaw: Person) -> None:
    reply = shaw.types("/rep barrow")
    register = office.register

    fewer = register.model_copy(
        update={
            "partnerships": tuple(entry for entry in register.partnerships if entry.area != "Barrow"),
            "appointments": tuple(s for s in register.appointments if s.partnership != "cu-cdrp-barrow"),
        }
    )
    office.store.run(WORKSPACE, lambda uow: uow.register.replace(fewer))
    reply.button("Details: Barrow CDRP").click()
    shaw.sees("no longer in the register")
