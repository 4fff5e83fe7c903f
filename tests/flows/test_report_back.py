"""`/reportback`: a member comes home from a meeting and tells the committee."""

from datetime import date

import pytest
from tests.flows.office import Office

from liaison.sandbox.language.people import Person

ACCOUNT = "Agreed the winter alcohol plan; the youth task group reports in March."


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


def begin(person: Person, about: str = "barrow cdrp") -> None:
    """Starts a report and waits for its first item."""
    person.types(f"/reportback {about}").sees("direct message")
    person.dm.saw("1. Name of Partnership")


def up_to_item(person: Person, item: int) -> None:
    """Starts a report on Barrow CDRP and answers the items before this one by typing."""
    begin(person)
    answers = ["yes", "12 November", "yes", "ced", ACCOUNT]
    labels = [
        "2. Date of Meeting",
        "3. Representing Member",
        "4. Report to which Committee",
        "5. Outcomes of the last meeting, briefly",
        "6. Date of next meeting",
    ]
    for answer, label in list(zip(answers, labels, strict=True))[: item - 1]:
        person.dm.says(answer)
        person.dm.sees(label)


def up_to_summary(person: Person) -> None:
    """Answers all six items by typing."""
    up_to_item(person, 6)
    person.dm.says("2nd thurs in jan")
    person.dm.sees("ready to check")


def test_d_01_to_d_07_the_six_items_by_typing(everywhere: Office) -> None:
    """The whole day: six items, the summary, submission; the officer finds it waiting, support has a copy."""
    shaw, officer = everywhere.member("Mrs L L Shaw"), everywhere.staff("committee-services-officer")
    support = everywhere.staff("support-officer")
    shaw.types("/reportback barrow cdrp").sees("I have sent you the questions in a direct message")
    dm = shaw.dm
    dm.saw("Proforma for Reporting Partnership Activity").saw("1. Name of Partnership").saw(
        "Yes, Barrow CDRP"
    )
    dm.says("yes")
    dm.sees("1. Name of Partnership: Barrow CDRP").sees("2. Date of Meeting")
    dm.says("12/11/26")
    dm.sees("2. Date of Meeting: 12 November 2026").sees("3. Representing Member").sees("Yes, Mrs L L Shaw")
    dm.says("me")
    dm.sees("3. Representing Member: Mrs L L Shaw").sees("4. Report to which Committee")
    dm.says("communities, equality and diversity committee")
    dm.sees("5. Outcomes of the last meeting, briefly").sees("key decisions made by the partnership")
    dm.says(ACCOUNT)
    dm.sees("6. Date of next meeting")
    dm.says("2nd thurs in jan")
    dm.sees("14 January 2027").sees("ready to check").sees(ACCOUNT).sees("Restricted:")
    dm.says("submit")
    dm.sees("Report submitted on 23 November 2026").sees("It is on its way to the Committee Services Officer")

    officer.dm.saw("A report-back is waiting: Barrow CDRP, meeting of 12 November 2026, from Mrs L L Shaw")
    officer.dm.button("Open the report").click()
    form = officer.form("Report-back")
    form.sees("1. Name of Partnership").sees(ACCOUNT).sees("6. Date of next meeting").sees("14 January 2027")
    support.dm.saw("Your copy of a report-back: Barrow CDRP").saw(ACCOUNT)


def test_the_six_items_by_controls(everywhere: Office) -> None:
    shaw, officer = everywhere.member("Mrs L L Shaw"), everywhere.staff("committee-services-officer")
    shaw.types("/reportback")
    dm = shaw.dm
    dm.saw("1. Name of Partnership")
    dm.menu("Choose from the list").choose("Barrow CDRP")
    dm.sees("2. Date of Meeting")
    dm.date("Choose a date").pick(date(2026, 11, 12))
    dm.sees("3. Representing Member")
    dm.menu("Choose from the list").choose("Mr W Smith")
    dm.sees("3. Representing Member: Mr W Smith (substitute)").sees("4. Report to which Committee")
    dm.menu("Choose committees").choose(
        "Communities, Equality and Diversity Committee", "Personnel Committee"
    )
    dm.button("Use these").click()
    dm.sees("5. Outcomes")
    dm.says(ACCOUNT)
    dm.sees("6. Date of next meeting")
    dm.button("Not known").click()
    dm.sees("ready to check").sees("Personnel Committee").sees("Not known")
    dm.button("Submit").click()
    dm.sees("Report submitted on")
    officer.dm.saw("for Communities, Equality and Diversity Committee; Personnel Committee")


def test_the_summary_changes_each_item(shaw: Person) -> None:
    up_to_summary(shaw)
    dm = shaw.dm
    changes = {
        1: ("carlisle and eden cdrp", "Carlisle and Eden CDRP"),
        2: ("10 November 2026", "10 November 2026"),
        3: ("furneaux", "Mrs B Furneaux"),
        4: ("personnel", "Personnel Committee"),
        5: ("The partnership agreed a plan for the market square.", "market square"),
        6: ("not known", "Not known"),
    }
    for item, (typed, shown) in changes.items():
        dm.button(f"Change {item}").click()
        dm.sees(f"{item}. ")
        dm.says(typed)
        dm.sees("ready to check").sees(shown)


def test_back_skip_and_help(shaw: Person) -> None:
    up_to_item(shaw, 3)
    dm = shaw.dm
    dm.says("help")
    dm.sees("Type back for the item before")
    dm.says("back")
    dm.sees("2. Date of Meeting")
    dm.says("11 November 2026")
    dm.sees("3. Representing Member")
    dm.says("skip")
    dm.sees("3. Representing Member: left for now").sees("4. Report to which Committee")


def test_the_first_item_has_nothing_before_it(shaw: Person) -> None:
    begin(shaw)
    shaw.dm.says("back")
    shaw.dm.sees("This is the first item.")


def test_skipped_items_are_asked_before_it_is_sent(shaw: Person) -> None:
    begin(shaw)
    dm = shaw.dm
    for _ in range(6):
        dm.says("skip")
        dm.next()
    dm.says("submit")
    dm.sees("Not sent yet: items 2, 3, 4, 5 and 6 are without an answer.").sees("2. Date of Meeting")


def test_save_and_carry_on_a_week_later(office: Office, shaw: Person) -> None:
    up_to_item(shaw, 5)
    shaw.dm.says("save")
    shaw.dm.sees("Saved: the report on Barrow CDRP, meeting of 12 November 2026")
    office.slack.clock.advance(days=7)
    reply = shaw.types("/reportback drafts")
    reply.sees("Barrow CDRP, meeting of 12 November 2026: saved")
    reply.button("Carry on").click()
    shaw.dm.saw("Here is the report where you left it.")
    shaw.dm.says(ACCOUNT)
    shaw.dm.sees("6. Date of next meeting")


def test_cancel_keeps_the_draft(shaw: Person) -> None:
    up_to_item(shaw, 5)
    dm = shaw.dm
    dm.button("Cancel").click()
    dm.sees("Stopped: the report on Barrow CDRP").sees("The draft is kept")
    dm.button("Carry on").click()
    dm.sees("5. Outcomes of the last meeting, briefly")


def test_starting_again_on_the_same_partnership_carries_on(shaw: Person) -> None:
    up_to_item(shaw, 5)
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("Here is the report where you left it.")
    assert len([text for text in shaw.dm.messages if "1. Name of Partnership" in text]) == 1


def test_starting_another_report_saves_the_first(shaw: Person) -> None:
    up_to_item(shaw, 5)
    shaw.types("/reportback furness")
    shaw.dm.saw("Yes, Furness Partnership (LSP)")
    shaw.types("/reportback drafts").sees("Barrow CDRP, meeting of 12 November 2026: saved")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31 February", "There is no 31 February 2026."),
        ("31/02/2026", "There is no 31 February 2026."),
        ("1 December 2026", "1 December 2026 is still to come."),
        ("tomorrow", "24 November 2026 is still to come."),
        ("whenever", "I could not read that as a date."),
        ("😀", "I could not read that as a date."),
        ("الخميس", "I could not read that as a date."),
        ("x" * 10_000, "I could not read that as a date."),
    ],
)
def test_a_date_that_cannot_be_gets_the_mend_and_the_item_stays(
    shaw: Person, typed: str, answer: str
) -> None:
    up_to_item(shaw, 2)
    dm = shaw.dm
    dm.says(typed)
    dm.sees(answer)
    dm.says("last Tuesday")
    dm.sees("2. Date of Meeting: 17 November 2026").sees("3. Representing Member")


@pytest.mark.parametrize(
    ("item", "typed", "answer"),
    [
        (1, "somewhere else", "No partnership in the register is called"),
        (1, "barrow", "could mean more than one partnership"),
        (3, "nobody at all", "Nobody in the register is called"),
        (4, "the tea committee", "I know no committee called"),
        (6, "1 November 2026", "is not after the meeting of 12 November 2026"),
    ],
)
def test_an_answer_that_fits_nothing_gets_the_mend(shaw: Person, item: int, typed: str, answer: str) -> None:
    up_to_item(shaw, item)
    shaw.dm.says(typed)
    shaw.dm.sees(answer)


def test_d_04_several_committees_by_typing(shaw: Person) -> None:
    up_to_item(shaw, 4)
    shaw.dm.says("CED and personnel")
    shaw.dm.sees("Communities, Equality and Diversity Committee; Personnel Committee")


def test_d_19_a_bare_answer_is_questioned_once_and_kept(shaw: Person) -> None:
    up_to_item(shaw, 5)
    dm = shaw.dm
    dm.says("it was fine")
    dm.sees("The committee will ask what was decided. Add a line, or type keep.")
    dm.says("Agreed the plan.")
    dm.sees("it was fine").sees("Agreed the plan.").sees("6. Date of next meeting")


def test_d_19_keep_keeps_the_bare_answer(shaw: Person) -> None:
    up_to_item(shaw, 5)
    dm = shaw.dm
    dm.says("it was fine")
    dm.sees("type keep")
    dm.says("keep")
    dm.sees("6. Date of next meeting")


def test_a_long_answer_is_kept_whole(office: Office, shaw: Person) -> None:
    officer = office.staff("committee-services-officer")
    long = " ".join(f"Decision {number}." for number in range(800))
    assert len(long) > 10_000
    up_to_item(shaw, 5)
    dm = shaw.dm
    dm.says(long)
    dm.sees("6. Date of next meeting")
    dm.says("not known")
    dm.sees("ready to check").sees("characters are kept")
    dm.says("submit")
    dm.sees("Report submitted")
    officer.dm.saw("A report-back is waiting")
    officer.dm.button("Open the report").click()
    officer.form().sees("Decision 799.")


def test_what_is_typed_comes_back_as_typed(shaw: Person) -> None:
    up_to_item(shaw, 5)
    shaw.dm.says("R&D <5% of spend> *agreed* <!channel> مرحبا 😀 by all present")
    shaw.dm.sees("R&D <5% of spend> *agreed* <!channel> مرحبا 😀 by all present")


def test_submitting_twice_files_once(office: Office, shaw: Person) -> None:
    officer = office.staff("committee-services-officer")
    up_to_summary(shaw)
    submit = shaw.dm.button("Submit")
    submit.click()
    shaw.dm.saw("Report submitted on")
    shaw.dm.says("submit")
    shaw.dm.sees("I am not asking you anything at the moment")
    officer.dm.saw("A report-back is waiting")
    officer.types("/reportback waiting").sees("Reports waiting: 1")
    assert len([text for text in officer.dm.messages if "is waiting" in text]) == 1


def test_the_same_meeting_is_not_filed_twice(shaw: Person) -> None:
    up_to_summary(shaw)
    shaw.dm.says("submit")
    shaw.dm.sees("Report submitted on")
    up_to_summary(shaw)
    shaw.dm.says("submit")
    shaw.dm.sees("A report on this meeting was filed on 23 November 2026.")


def test_ux_15_buttons_go_when_the_flow_has_ended(shaw: Person) -> None:
    up_to_summary(shaw)
    shaw.dm.says("submit")
    shaw.dm.sees("Report submitted on")
    assert not any("[Submit]" in text for text in shaw.dm.messages)


def test_d_14_without_an_officer_it_waits_and_reaches_one_linked_later(office: Office, shaw: Person) -> None:
    up_to_summary(shaw)
    shaw.dm.says("submit")
    shaw.dm.sees("Nobody is linked as Committee Services Officer yet")
    officer = office.staff("committee-services-officer")
    office.slack.clock.advance(minutes=1)
    officer.dm.saw("A report-back is waiting: Barrow CDRP")


def test_d_18_only_the_reports_readers_open_it(office: Office, shaw: Person) -> None:
    officer, egan = office.staff("committee-services-officer"), office.member("Mrs C Egan")
    up_to_summary(shaw)
    shaw.dm.says("submit")
    officer.dm.saw("A report-back is waiting")
    egan.types("/reportback waiting").sees("Your role does not let you see the reports that wait.")
    for text in (message for person in (officer, shaw) for message in notifications(person)):
        assert "alcohol" not in text


def notifications(person: Person) -> list[str]:
    """What a notification of each of the app's messages would show."""
    found = person.slack.sandbox.look(lambda workspace: workspace.dm(person.id).messages)
    return [message.text for message in found if message.user != person.id]


def test_writing_to_the_app_with_nothing_open_gets_usage(shaw: Person) -> None:
    shaw.dm.says("hello?")
    shaw.dm.sees("I am not asking you anything at the moment.")
    shaw.dm.button("Start a report").click()
    shaw.dm.sees("1. Name of Partnership")


def test_ux_03_what_is_typed_without_a_command_is_answered_as_a_lookup(office: Office, shaw: Person) -> None:
    shaw.dm.says("who goes to barrow cdrp?")
    shaw.dm.sees("Barrow CDRP: Mrs L L Shaw. Substitute: Mr W Smith.")
    shaw.dm.says("15 January")
    shaw.dm.sees("I am not asking you anything at the moment.").sees("/diary").sees("/guide")
    assert "edit" not in shaw.dm.messages[-1]
    assert "/risk" not in shaw.dm.messages[-1]
    officer = office.staff("committee-services-officer")
    officer.dm.says("thank you")
    officer.dm.sees("/partnership edit").sees("/partnership import").sees("/risk assess")


def test_a_stranger_writing_to_the_app_is_told_whom_to_ask(office: Office) -> None:
    office.staff("admin")
    clerk = office.slack.person("A new clerk")
    clerk.dm.says("hello")
    clerk.dm.sees("I do not know who you are in the register yet. Ask the Admin to link you")


def test_a_role_that_may_not_file_is_told_who_may(office: Office) -> None:
    liaison_officer = office.linked("Link Officer", "link-officer")
    liaison_officer.types("/reportback barrow cdrp").sees("Your role does not let you file a report-back.")
