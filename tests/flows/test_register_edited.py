"""Staff edit what is in the register already: an entry of each kind, found by its name or in its list, and saved."""

from datetime import date

import pytest
from tests.flows.office import Office
from tests.flows.test_register_forms import closed

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Group, Signature, Target
from liaison.domain.values import GroupId, PartnershipId, PersonId
from liaison.sandbox.language.people import Form, Person

SHAW = PersonId("shaw")
CODE = "Anti-Discrimination Code of Conduct"


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def target(id_: str, partnership: str, words: str) -> Edit:
    entry = Target(
        id=id_,
        partnership=PartnershipId(partnership),
        target=words,
        measure="Recorded crime",
        by=date(2027, 3, 31),
    )
    return Edit("targets", id_, entry)


def test_an_entry_of_each_kind_is_edited_and_saved(office: Office, officer: Person) -> None:
    """A committee, a group, an office, a target, a term and a signed code, one after the other."""
    office.keep(
        target("less", "cu-cdrp-barrow", "Less violence in town"),
        Edit("groups", "boards", Group(id=GroupId("boards"), name="Regional boards", count=4)),
        Edit("signatures", "s", Signature(id="s", person=SHAW, code=CODE, signed_on=date(2026, 5, 1))),
    )

    def save(form: Form, said: str) -> None:
        form.submit()
        closed(officer)
        officer.dm.saw(said)

    def named(words: str, title: str) -> Form:
        officer.types(f"/partnership edit {words}")
        return officer.form(title)

    def listed(words: str, button: str, title: str) -> Form:
        officer.types(f"/partnership {words}").button(button).click()
        return officer.form(title)

    form = named("personnel committee", "Edit the committee")
    form.field("Abbreviation").fill("PC")
    save(form, "Abbreviation: before Personnel, after PC")

    form = named("regional boards", "Edit the group")
    form.field("How many").fill("5")
    save(form, "How many: before 4, after 5")

    overview = named("chairman", "Edit the office")
    overview.button("Edit: Details").click()
    form = officer.form("Edit the office")
    form.field("From").pick(date(2009, 4, 1))
    form.submit()
    officer.dm.saw("From: before not recorded, after 1 April 2009")
    form.close_all()

    form = named("less violence", "Edit the target")
    form.field("Owner").fill("The Chief Inspector")
    save(form, "Owner: before not recorded, after The Chief Inspector")

    form = listed("terms watson", "Edit Mr R Watson, Chairman", "Edit the term of office")
    form.field("Until").pick(date(2027, 5, 31))
    save(form, "after 31 May 2027")

    form = listed("signatures shaw", f"Edit {CODE}, signed by Mrs L L Shaw", "Edit the signed code")
    form.field("Signed on").pick(date(2026, 6, 2))
    save(form, "Signed on: before 1 May 2026, after 2 June 2026")

    register = office.register
    assert next(entry.short for entry in register.committees if entry.name.startswith("Personnel")) == "PC"
    assert register.entry("groups", "boards") == Group(id=GroupId("boards"), name="Regional boards", count=5)
    assert next(entry.since for entry in register.offices if entry.id == "chairman") == date(2009, 4, 1)
    assert register.targets[0].owner == "The Chief Inspector"
    assert next(e for e in register.terms if e.office == "chairman").until == date(2027, 5, 31)
    assert register.signatures[0].signed_on == date(2026, 6, 2)


def test_a_target_is_found_by_its_words_and_told_from_another_of_the_same(
    office: Office, officer: Person
) -> None:
    office.keep(
        target("1", "cu-cdrp-barrow", "Less violence in town"),
        target("2", "cu-cdrp-west", "Less violence in town"),
    )
    reply = officer.types("/partnership edit less violence").sees("Which one do you want to edit?")
    reply.sees("Less violence in town, West Cumbria CDRP (target)")
    reply.button("Edit Less violence in town, Barrow CDRP").click()
    assert officer.form("Edit the target").field("Partnership").value == "Barrow CDRP"
    officer.form().close()
    officer.types("/partnership edit target less violence west cumbria")
    assert officer.form("Edit the target").field("Partnership").value == "West Cumbria CDRP"
    officer.form().close()
    officer.types("/partnership targets barrow").sees("Targets: 1 that fit").sees("Barrow CDRP")
    officer.types("/partnership edit target flibber").sees("Type /partnership targets to see the targets.")
