"""The register's forms: staff add and edit each kind of entry in Slack."""

from datetime import date

import pytest
from tests.flows.office import Office

from liaison.domain.values import PartnershipId, PersonId
from liaison.sandbox.language.people import Form, Person


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def closed(person: Person) -> None:
    """Waits until no form is open any more."""
    Form(person).closes()


def part(person: Person, name: str, title: str) -> Form:
    """Opens one part of a partnership from its overview."""
    person.types(f"/partnership edit {name}")
    overview = person.form("Edit the partnership")
    overview.button(f"Edit: {title}").click()
    form = person.form("Edit the partnership")
    form.sees("It is kept at once.")
    return form


def test_a_11_purpose_and_own_role_are_recorded_where_they_were_missing(officer: Person) -> None:
    officer.types("/partnership edit pensions forum")
    officer.form("Edit the partnership").sees("Not recorded: Purpose; Our role in it")
    form = part(officer, "pensions forum", "Purpose and aims")
    form.field("Purpose").fill("Oversees pensions & pay")
    form.field("Our role in it").fill("An observer")
    form.submit()
    officer.form("Edit the partnership").sees("Our role in it: An observer")
    officer.dm.saw("Changed by Committee Services Officer").saw(
        "Purpose: before not recorded, after Oversees pensions & pay"
    )


def test_a_18_formal_and_statutory_are_marked_and_can_be_cleared(officer: Person) -> None:
    form = part(officer, "crime stoppers", "What it is")
    assert form.field("Formal").value == "Not recorded"
    form.field("Formal").choose("Yes")
    form.field("Statutory").choose("No")
    form.submit()
    officer.form().sees("Formal: Yes")
    officer.form().button("Edit: What it is").click()
    form = officer.form()
    form.sees("It is kept at once.")
    assert form.field("Formal").value == "Yes"
    form.field("Formal").choose("Not recorded")
    form.field("Abbreviation of the kind").clear()
    form.submit()
    officer.form().sees("Formal; Strategic").sees("Statutory: No")
    officer.dm.saw("Formal: before Yes, after not recorded")


def test_ux_16_a_new_partnership_asks_for_the_essentials_alone(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    officer.types("/partnership add partnership Kendal Safety Forum")
    form = officer.form("Add a partnership")
    form.sees("These are the essentials.")
    assert form.field("Name").value == "Kendal Safety Forum"
    assert not form.field("Governance").exists()
    form.field("Name").fill("Barrow CDRP")
    form.submit()
    assert form.errors == {
        "Name": 'Another partnership is called "Barrow CDRP". Give this one a name of its own.'
    }
    form.field("Name").fill("Kendal Safety Forum")
    form.field("Abbreviation").fill("KSF")
    assert form.field("Area").search("cumb")[0].startswith("Cumbria"), "those in use are offered"
    form.field("Area").choose('Use "Kendal town"', search="Kendal town")
    form.field("Reports to").choose("Policing Plan and Performance Committee", search="polic")
    form.field("Began").pick(date(2009, 3, 9))
    form.submit()
    form.closes()
    officer.dm.saw("Partnership added: Kendal Safety Forum").saw("Area: Kendal town").saw(
        "Began: 9 March 2009"
    )
    added = everywhere.register.partnership[PartnershipId("kendal-safety-forum")]
    assert added.reports_to == ("ppp",)
    officer.types("/partnership edit ksf")
    officer.form("Edit the partnership").sees("Kendal Safety Forum")
    officer.form().button("Remove").click()
    officer.form("Removed").close()
    assert added.id not in everywhere.register.partnership


def test_a_24_a_merger_needs_its_day(officer: Person) -> None:
    form = part(officer, "eden lsp", "How it is linked")
    form.field("Merged into").choose("Carlisle Partnership (LSP)", search="carl")
    form.submit()
    assert form.errors == {"Ended": "A partnership that merged has ended. Say on which day, under Ended."}
    form.field("Ended").pick(date(2026, 11, 1))
    form.submit()
    officer.form().sees("Ended: 1 November 2026")
    form = part(officer, "eden lsp", "How it is linked")
    form.field("Merged into").choose("Not recorded", search="")
    form.field("Ended").clear()
    form.submit()
    officer.form().sees("Not recorded: ")
    officer.dm.saw("Ended: before 1 November 2026, after not recorded")


def test_a_04_b_11_a_link_officer_is_asked_for_and_then_nominated(office: Office, officer: Person) -> None:
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Ask for a link officer").click()
    form = officer.form("Add an appointment")
    form.submit()
    overview = officer.form("Edit the partnership")
    overview.sees(
        "Link officer: vacant. The chief constable was asked on 23 November 2026; no nomination has come yet"
    )
    overview.button("Record the nomination").click()
    form = officer.form("Edit the appointment")
    form.button("Add a person").click()
    person = officer.form("Add a person")
    assert person.depth == 3
    person.field("Name").fill("Inspector J Bell")
    person.submit()
    form = officer.form("Edit the appointment")
    form.field("Person").choose("Inspector J Bell", search="bell")
    form.submit()
    assert "A link officer comes from Cumbria Constabulary" in form.errors["Person"]
    form.close_all()
    officer.types("/partnership edit inspector j bell")
    person = officer.form("Edit the person")
    person.field("Works for").fill("Cumbria Constabulary")
    person.field("E-mail address").fill("bell at cumbria")
    person.submit()
    assert person.errors == {
        "E-mail address": '"bell at cumbria" is not an e-mail address. Write it like this: name@example.org.'
    }
    person.field("E-mail address").fill("bell@example.org")
    person.submit()
    person.closes()
    officer.types("/partnership edit barrow cdrp")
    officer.form().button("Record the nomination").click()
    form = officer.form("Edit the appointment")
    form.field("Person").choose("Inspector J Bell", search="bell")
    form.submit()
    officer.form("Edit the partnership").sees("Link officer: Inspector J Bell, from 23 November 2026")
    officer.dm.saw("Nominated on: before not recorded, after 23 November 2026")
    seat = office.register.appointments[-1]
    assert (seat.role, seat.requested_on) == ("link officer", date(2026, 11, 23))


def test_a_03_a_support_officer_for_a_member_and_for_a_partnership(office: Office, officer: Person) -> None:
    officer.types("/partnership add person Mr A Clerk")
    officer.form("Add a person").submit()
    closed(officer)
    officer.types("/partnership edit Mrs L L Shaw")
    form = officer.form("Edit the person")
    form.field("Support officer").choose("Mr A Clerk", search="clerk")
    form.submit()
    form.closes()
    officer.types("/partnership add support officer to carlisle partnership")
    form = officer.form("Add an appointment")
    assert not form.field("Sits as").exists(), "that is asked of members"
    form.field("Person").choose("Mr A Clerk", search="cler")
    form.submit()
    form.closes()
    officer.dm.saw("Support officer: before not recorded, after Mr A Clerk")
    officer.dm.saw("Appointment added: Mr A Clerk, support officer on Carlisle Partnership (LSP)")
    assert office.register.person[PersonId("shaw")].support_officer == "mr-a-clerk"


def test_a_16_the_edition_is_changed(office: Office, officer: Person) -> None:
    officer.types("/partnership add edition")
    form = officer.form("Edit the editions")
    assert form.field("Edition of the list").value == "2008/09"
    form.field("Edition of the list").fill("2009-10")
    form.submit()
    form.closes()
    officer.dm.saw("Edition of the list: before 2008/09, after 2009-10")
    assert office.register.edition == "2009-10"


def test_the_menu_adds_every_other_kind(office: Office, officer: Person) -> None:
    def add(kind: str, title: str) -> Form:
        officer.types("/partnership add").menu("Choose one").choose(kind)
        return officer.form(title)

    form = add("Office", "Add an office")
    form.field("Name").fill("Lead Member for Estates")
    form.submit()
    form.closes()
    form = add("Term of office", "Add a term of office")
    form.submit()
    assert set(form.errors) == {"Office", "Person"}
    form.field("Office").choose("Lead Member for Estates", search="estates")
    form.field("Person").choose("Mr W Smith", search="w smith")
    form.field("From").pick(date(2026, 11, 1))
    form.submit()
    form.closes()
    form = add("Committee or working group", "Add a committee")
    form.field("Name").fill("Estates Working Group")
    form.field("Kind").choose("Working group")
    form.submit()
    form.closes()
    form = add("Group of partnerships", "Add a group")
    form.field("Name").fill("Regional boards")
    form.field("How many").fill("some")
    form.submit()
    assert form.errors == {"How many": '"some" is no whole number. Type a number such as 6.'}
    form.field("How many").fill("4")
    form.submit()
    form.closes()
    form = add("Target", "Add a target")
    form.field("Partnership").choose("Barrow CDRP", search="barrow cd")
    form.field("Target").fill("Less violence")
    form.field("Measure").fill("Recorded crime")
    form.field("By").pick(date(2027, 3, 31))
    form.submit()
    form.closes()
    form = add("Signed code", "Add a signed code")
    form.field("Person").choose("Mrs L L Shaw", search="shaw")
    form.field("Code").choose("Authority Code of Conduct and associated undertakings")
    form.field("Signed on").pick(date(2026, 5, 1))
    form.submit()
    form.closes()
    officer.dm.saw("Changed by Committee Services Officer").saw("By: 31 March 2027")
    officer.types("/partnership edit lead member for estates")
    officer.form("Edit the office").sees("Mr W Smith, from 1 November 2026")
    officer.form().close()
    register = office.register
    assert register.committees[-1].kind == "working group"
    assert register.groups[-1].count == 4
    assert register.targets[-1].partnership == "cu-cdrp-barrow"
    assert register.signatures[-1].signed_on == date(2026, 5, 1)
    assert "Shaw" not in "".join(m.splitlines()[0] for m in officer.dm.messages if "signed code" in m)


def test_p_13_a_type_ahead_menu_tells_two_of_one_name_apart(officer: Person) -> None:
    officer.types("/partnership add person Mr W Smith")
    form = officer.form("Add a person")
    form.field("Works for").fill("Cumbria Constabulary")
    form.submit()
    form.closes()
    officer.types("/partnership add appointment to barrow cdrp")
    offered = officer.form().field("Person").search("smith")
    assert len(offered) == len(set(offered)) == 2
    assert "Mr W Smith, Cumbria Constabulary" in offered
    assert officer.form().field("Person").search("zzzz") == []
    assert officer.form().field("Person").search("smiht") == offered, "misspelt"
    officer.form().field("Person").choose("Mr W Smith, Cumbria Constabulary", search="smith")
    officer.form().field("Role").choose("Substitute")
    officer.form().submit()
    closed(officer)
    officer.types("/partnership people smith").sees("People: 2 that fit").sees("Cumbria Constabulary")


def test_a_member_is_told_who_changes_the_register(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    for words in ("add", "add person X", "edit barrow cdrp", "people", "changes", "codes", "to confirm"):
        shaw.types(f"/partnership {words}").sees("Your role does not let you change the register.")
    assert not shaw.has_form
    help_ = shaw.types("/partnership help")
    help_.sees("/partnership list").sees("/partnership export public")
    assert "/partnership add" not in help_.text


def test_edit_offers_a_choice_and_says_what_to_do_when_nothing_fits(officer: Person) -> None:
    reply = officer.types("/partnership edit cdrp")
    reply.sees("Which one do you want to edit?").sees("Carlisle and Eden CDRP (partnership)")
    reply.button("Edit Carlisle and Eden CDRP").click()
    officer.form("Edit the partnership").sees("Carlisle and Eden CDRP")
    officer.form().close()
    officer.types("/partnership edit flibbertigibbet").sees("Nothing in the register is called")
    for word in ("edit", "remove"):
        officer.types(f"/partnership {word}").sees("Say which entry you mean.")
    for word in ("appoint", "sign"):
        officer.types(f"/partnership {word}")
        officer.form("Add").close()
    officer.types("/partnership add flying pig").sees('I do not know how to add "flying pig".')
    officer.types("/partnership add target to flibbertigibbet").sees("No partnership is called")
    officer.types("/partnership add target to cdrp").button("Choose Carlisle and Eden CDRP").click()
    assert officer.form("Add a target").field("Partnership").value == "Carlisle and Eden CDRP"


def test_a_name_that_several_share_is_asked_about(officer: Person) -> None:
    """As /rep does: an area's name alone is not one partnership's."""
    reply = officer.types("/partnership edit barrow").sees("Which one do you want to edit?")
    reply.sees("Barrow CDRP").sees("Furness Partnership (LSP)")
    officer.types("/partnership edit barrow cdrp")
    officer.form("Edit the partnership").sees("Barrow CDRP").close()


def test_ux_03_natural_words_open_the_form_that_is_meant(officer: Person) -> None:
    for line, role in (
        ("add appointment mr cole to barrow cdrp from 1 january 2027", ""),
        ("appoint cole to the barrow cdrp as substitute from 1/1/2027", "Substitute"),
        ("add substitute mr cole to barrow cdrp from 1 jan 2027", "Substitute"),
    ):
        officer.types(f"/partnership {line}")
        form = officer.form("Add an appointment")
        assert form.field("Person").value == "Mr R Cole", line
        assert form.field("Partnership").value == "Barrow CDRP"
        assert form.field("From").value == "2027-01-01"
        assert form.field("Role").value == role
        form.button("Start afresh").click() if "did not save" in officer.screen else None
        form.close()
    officer.types("/partnership appoint chairman to pensions forum")
    assert officer.form("Add an appointment").field("Office").value == "Chairman of Police Authority"
    officer.form().close()
    officer.types("/partnership appoint cole to cdrp").button("Choose Carlisle and Eden CDRP").click()
    assert officer.form("Add an appointment").field("Person").value == "Mr R Cole"
    officer.form().close()
    officer.types("/partnership appoint flibber to barrow cdrp").sees("Nobody in the register is called")
    officer.types("/partnership appoint cole to flibber").sees("No partnership is called")
    officer.types("/partnership appoint cole to barrow cdrp from yesteryear").sees(
        'I could not read "yesteryear" as a date'
    )
    for word, title, into in (
        ("end barrow cdrp", "End", ""),
        ("merge barrow cdrp", "Merge", ""),
        ("merge barrow cdrp into carlisle and eden cdrp", "Merge", "Carlisle and Eden CDRP"),
    ):
        officer.types(f"/partnership {word}")
        form = officer.form(f"{title} the partnership")
        assert form.field("Merged into").value == into
        form.close()
    officer.types("/partnership remove pensions forum")
    assert officer.form("Edit the partnership").button("Remove").exists()
    officer.form().close()
    officer.types("/partnership sign shaw")
    assert officer.form("Add a signed code").field("Person").value == "Mrs L L Shaw"
    officer.form().close()
    officer.types("/partnership end chairman")
    officer.form("Edit the office").close()
    officer.types("/partnership undo").sees("Changes to the register")


def test_ux_07_what_was_added_by_mistake_is_removed_and_comes_back(office: Office, officer: Person) -> None:
    officer.types("/partnership add person Mr Nobody")
    officer.form("Add a person").submit()
    closed(officer)
    officer.types("/partnership people nobody").button("Edit Mr Nobody").click()
    form = officer.form("Edit the person")
    assert "only if it was entered by mistake" in form.button("Remove").confirmation
    form.button("Remove").click()
    officer.form("Removed").sees("It is removed.").close()
    officer.types("/partnership people nobody").sees("People: 0")
    officer.dm.saw("Person removed: Mr Nobody")
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer on 23 November 2026.")
    assert PersonId("mr-nobody") in office.register.person
    other = office.staff("administration-manager")
    for each in (officer, other):
        each.types("/partnership edit Mr Nobody")
        form = each.form("Edit the person")
    officer.form().button("Remove").click()
    officer.form("Removed").close()
    form.button("Remove").click()
    other.form("Removed").sees("Somebody has removed it already.").close()
    officer.types("/partnership edit Mrs L L Shaw")
    officer.form().button("Remove").click()
    kept = (
        officer.form("Not removed")
        .sees("Mrs L L Shaw is still named by the term of office")
        .sees("Mrs L L Shaw, ")
    )
    kept.button("Open it").click()
    officer.form("Edit the term of office").close()
    officer.form("Not removed").button("End it").click()
    officer.form("End the term of office").submit()
    officer.dm.saw("Until: before not recorded, after 23 November 2026")
