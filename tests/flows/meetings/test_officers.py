"""What officers do around meetings: they go with a member, read and answer, and record contacts with partners."""

from datetime import date

from tests.flows.meetings.barrow import TUESDAY, files_a_report, on_one_database, supports
from tests.flows.office import WORKSPACE, Office

from liaison.sandbox.language.people import Person


def test_b08_the_support_officer_decides_meeting_by_meeting(office: Office, shaw: Person) -> None:
    support = office.staff("support-officer")
    other = office.linked("Another Officer", "support-officer")
    supports(office, support, "Mrs L L Shaw")
    office.slack.clock.set(TUESDAY)
    support.dm.saw("3 December 2026: Barrow CDRP. Mrs L L Shaw goes. Will you go?")
    support.dm.button("I will go with the member").click()
    support.dm.sees("You go with the member.").sees("[I will not go]")
    support.dm.button("I will go in the member's place").click()
    support.dm.sees("You go in the member's place.")
    shaw.dm.saw("Support Officer will go in your place: Barrow CDRP")
    shaw.dm.button("I will go myself").click()
    shaw.dm.sees("You go.")
    support.types("/diary").sees(
        "3 December 2026: Barrow CDRP. Mrs L L Shaw goes. You are the support officer."
    )
    assert not any("Barrow" in text for text in other.dm.messages), "the member's own officer is asked"


@on_one_database
def test_b08_the_support_officer_sees_their_members_reports(office: Office, shaw: Person) -> None:
    support, other = office.staff("support-officer"), office.linked("Another Officer", "support-officer")
    supports(office, support, "Mrs L L Shaw")
    files_a_report(shaw, "12 November", "14 January 2027")
    support.types("/diary").sees("Reports of your members: 1").button("Open: Barrow CDRP").click()
    support.form("Report-back").sees("Agreed the winter alcohol plan").close()
    support.types("/diary reports").sees("Barrow CDRP, meeting of 12 November 2026, Mrs L L Shaw")
    other.types("/diary reports").sees("There is no report of a member whom you help.").sees(
        "once it has been submitted"
    )
    shaw.types("/diary reports").sees("These are the reports of members, for the staff who help them.")


def test_b08_a_member_asks_their_support_officer_who_answers(office: Office, shaw: Person) -> None:
    shaw.types("/diary ask May I vote on the budget?").sees("Nobody in Slack is your support officer yet.")
    support = office.staff("support-officer")
    shaw.types("/diary ask May I vote on the <budget>?").sees(
        "I have sent your question to the Support Officer"
    )
    support.dm.saw("A question from Mrs L L Shaw.").saw("May I vote on the <budget>?")
    support.types("/diary").sees("A question from Mrs L L Shaw, asked on 23 November 2026")
    support.dm.button("Answer").click()
    form = support.form("Answer a question").sees("May I vote")
    form.field("Your answer").fill("Yes, within your delegation.")
    form.submit()
    form.closes()
    shaw.dm.saw("Support Officer has answered your question.").saw("Yes, within your delegation.")
    support.dm.sees("Answered by Support Officer")
    assert not any("[Answer]" in text for text in support.dm.messages)
    told = office.slack.sandbox.look(lambda w: [m.text for m in w.dm(support.id).messages])
    assert not any("budget" in text for text in told), "the words stand in blocks alone"
    trail = office.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
    actions = [entry.action for entry in trail]
    assert {"support officer asked", "support officer answered"} <= set(actions)
    assert not any("budget" in entry.model_dump_json() for entry in trail)


def test_b10_staff_record_direct_contacts_with_partners(office: Office, shaw: Person) -> None:
    officer = office.staff("support-officer")
    officer.types("/diary contacts").sees("No contact with a partner has been recorded.")
    officer.types("/diary contact")
    form = officer.form("Contact with a partner")
    form.field("What it was about").choose("Scrutiny of crime and disorder with councils")
    form.submit()
    assert "Say with whom" in str(form.errors)
    form.field("Or another body").fill("Eden District Council <scrutiny>")
    form.field("Date").pick(date(2026, 11, 24))
    form.submit()
    assert "24 November 2026 is still to come." in str(form.errors)
    form.field("Date").pick(date(2026, 11, 20))
    form.field("Note").fill("They scrutinise in March.")
    form.submit()
    officer.form("Contact recorded").sees("20 November 2026: Eden District Council <scrutiny>.").close()
    officer.types("/diary contact")
    form = officer.form("Contact with a partner")
    form.field("Partnership").choose("Barrow CDRP", search="barrow")
    form.field("What it was about").choose("Member training")
    form.submit()
    officer.form("Contact recorded").close()
    listed = officer.types("/diary contacts").sees("Contacts with partners: 2.")
    listed.sees("23 November 2026: Barrow CDRP. Member training. Recorded by Support Officer.")
    listed.sees("They scrutinise in March.")
    shaw.types("/diary contacts").sees("Your role does not let you record contacts with partners.")
    shaw.types("/diary contact").sees("Your role does not let you record contacts with partners.")
