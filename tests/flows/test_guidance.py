"""`/guide`: what the policy says, advice on codes, and what people are asked to read."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.flows.office import WORKSPACE, Office, open_office

from liaison.domain.audit import Entry
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Partnership
from liaison.domain.values import PartnershipId
from liaison.sandbox.language.people import Channel, Form, Person

HALLMARKS = "Six hallmarks of effective partnerships"
POLICY = "Cambridgeshire Police Authority Partnership Policy"


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


@pytest.fixture
def bedfordshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office whose strategy says that representatives are to know the six hallmarks."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="bedfordshire") as office:
        yield office


@pytest.fixture
def cambridgeshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office whose report says that the policy is to be made known."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="cambridgeshire") as office:
        yield office


@pytest.fixture
def dorset(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """An office where the same letters stand for something else."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="dorset") as office:
        yield office


def audited(uow: UnitOfWork) -> list[Entry]:
    """The audit trail."""
    return list(uow.audit.all())


def add_partnership(uow: UnitOfWork, partnership: Partnership) -> None:
    """Puts a partnership into the register."""
    uow.register.save([Edit("partnerships", partnership.id, partnership)])


def circulate(person: Person, what: str, channel: Channel | None = None) -> Form:
    """Fills the form that circulates something, and sends it."""
    person.types("/guide circulate")
    form = person.form("Circulate")
    form.field("What").choose(what)
    form.field("Where").choose("In a channel" if channel else "In a direct message to each")
    if channel:
        form.field("Channel").choose(channel.name)
    return form.submit()


# What the guidance says


def test_b13_the_code_names_whom_to_ask_first(shaw: Person) -> None:
    reply = shaw.types("/guide code")
    reply.sees("When two codes conflict").sees("Ask for advice first.")
    reply.sees("Chief Executive (Monitoring Officer)").sees(
        "Deputy Chief Executive (Deputy Monitoring Officer)"
    )
    reply.sees("Source: Cumbria guide, Code of Conduct. Partnerships Guide, approved on 18 May 2009.")


def test_b13_a_question_on_codes_goes_to_the_chief_executive_alone(everywhere: Office) -> None:
    shaw, chief = everywhere.member("Mrs L L Shaw"), everywhere.staff("chief-executive")
    deputy = everywhere.linked("Deputy", "deputy-chief-executive")
    clerk = everywhere.staff("committee-services-officer")
    shaw.types("/guide code").button("Ask the Chief Executive").click()
    form = shaw.form("Ask for advice")
    form.sees("Your question goes to the Chief Executive in a direct message. Nobody else sees it.")
    form.field("Which codes conflict").fill("The Barrow code asks me to <vote> in secret.")
    form.submit()
    shaw.form("Question sent").sees("has gone to the Chief Executive").close()
    shaw.dm.saw("You asked the Chief Executive for advice").saw("Not answered yet.")
    chief.dm.saw("Mrs L L Shaw asks for your advice").saw("The Barrow code asks me to <vote> in secret.")

    chief.dm.button("Answer").click()
    answer = chief.form("Answer")
    answer.sees("vote").field("Your advice").fill("Our code prevails; do not vote in secret.")
    answer.submit()
    chief.form("Answer sent").close()
    shaw.dm.saw("Chief Executive has answered your question").saw("Our code prevails; do not vote in secret.")
    chief.dm.saw("Answered by Chief Executive on 23 November 2026")
    assert not chief.dm.button("Answer").exists(), "what is answered asks no more (UX-15)"

    assert not [text for person in (deputy, clerk) for text in person.dm.messages if "secret" in text]
    trail = everywhere.store.run(WORKSPACE, audited)
    assert {"advice asked on codes", "advice given on codes"} <= {entry.action for entry in trail}
    assert "secret" not in str(trail), "the trail has who asked whom, and no more"


def test_b13_without_a_chief_executive_the_deputy_is_asked_and_then_those_who_mend(office: Office) -> None:
    shaw, clerk = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    shaw.types("/guide code").button("Ask the Chief Executive").click()
    form = shaw.form("Ask for advice").sees("goes to the Committee Services Officer in a direct message")
    form.sees("Nobody is linked to Slack as Chief Executive yet.").close()
    office.linked("The Deputy", "deputy-chief-executive")
    shaw.types("/guide code").button("Ask the Chief Executive").click()
    form = shaw.form("Ask for advice")
    form.sees("The Deputy (Deputy Chief Executive)")
    form.field("Which codes conflict").fill("May I vote?")
    form.submit()
    shaw.form("Question sent").sees("has gone to The Deputy")
    shaw.dm.saw("You asked The Deputy")
    assert not [text for text in clerk.dm.messages if "advice" in text]


def test_b13_nobody_is_linked_who_could_answer(shaw: Person) -> None:
    reply = shaw.types("/guide code")
    reply.button("Ask the Chief Executive").click()
    shaw.sees("Nobody is linked in Slack as Chief Executive.")


def test_b14_training_points_to_the_plan_allowances_and_budget(shaw: Person) -> None:
    reply = shaw.types("/guide training")
    reply.sees("Members' Training Policy and Plan").sees("allowances and expenses").sees(
        "budget for training fees"
    )
    reply.sees("Source: Cumbria guide, Role of Members")


def test_i23_csp_is_read_by_authority(shaw: Person) -> None:
    reply = shaw.types("/guide define CSP")
    reply.sees("CSP in this authority (Cumbria Police Authority)").sees("CSP: Cumbria Strategic Partnership")
    assert "Community Safety" not in reply.text


def test_i23_csp_elsewhere_and_both_readings_where_there_are_two(dorset: Office) -> None:
    member = dorset.staff("support-officer")
    reply = member.types("/guide define csp")
    reply.sees("CSP in this authority (Dorset Police)").sees("CSP: Community Safety Partnership")
    reply.sees("previously known as Crime and Disorder Reduction Partnership (CDRP)")
    assert "Cumbria" not in reply.text
    second = Partnership(id=PartnershipId("csp-2"), name="Coastal Services Panel", short="CSP")
    dorset.store.run(WORKSPACE, add_partnership, second)
    reply = member.types("/guide define CSP")
    reply.sees("2 readings").sees("Community Safety Partnership").sees("Coastal Services Panel")


def test_i04_a_term_has_one_line_of_source(shaw: Person) -> None:
    """The glossary and the register say alike what CDRP stands for: the authority is named once for both."""
    reply = shaw.types("/guide define CDRP").sees("Sources: ").sees("; the register (list of")
    assert reply.text.count("Cumbria Police Authority. Source") == 1
    shaw.types("/guide define CED").sees("Source: ").does_not_see(". list of")


def test_i04_x20_what_is_not_defined_here_is_not_answered(shaw: Person) -> None:
    shaw.types("/guide define SSCT").sees('The documents of Cumbria Police Authority do not define "SSCT".')
    shaw.types("/guide define cdpr").sees("The nearest: CDRP. Type /guide define and one of them.")


def test_words_find_passages_and_a_slip_is_said_to_be_one(shaw: Person) -> None:
    shaw.types("/guide allowances").sees("Support for members").does_not_see("exactly")
    shaw.types("/guide alowances").sees('Nothing says "alowances" exactly. The nearest').sees(
        "Support for members"
    )
    shaw.types("/guide flibbertigibbet").sees(
        'Nothing in the guidance of Cumbria Police Authority says "flibbertigibbet".'
    ).sees("Choose a topic")


def test_topics_are_a_menu_and_long_ones_have_pages(shaw: Person) -> None:
    reply = shaw.types("/guide")
    reply.sees("The guide of Cumbria Police Authority").sees("Code of conduct: /guide code")
    reply.menu("Another topic").choose("Law and proposals for law")
    reply.sees("page 1 of 2").sees("Crime and Disorder Act 1998")
    reply.button("Next page").click()
    reply.sees("page 2 of 2").sees("Status: bill")
    reply.button("Previous page").click()
    reply.sees("page 1 of 2")


def test_a_topic_on_which_the_documents_are_silent_says_so(dorset: Office) -> None:
    clerk = dorset.staff("support-officer")
    reply = clerk.types("/guide code")
    reply.sees('The documents of Dorset Police say nothing on "Code of conduct".')
    assert "Chief Executive" not in reply.text


# What people are asked to read


def test_b15_an_adopted_policy_is_posted_and_who_has_read_it_is_kept(cambridgeshire: Office) -> None:
    manager = cambridgeshire.staff("administration-manager")
    people = [cambridgeshire.linked(name, "member") for name in ("Mrs A Member", "Mr B Member")]
    everybody = cambridgeshire.slack.channel("all-staff", [manager, *people], bot=True)
    circulate(manager, POLICY, everybody)
    manager.form("Circulated").sees("goes to #all-staff").close()
    everybody.sees(f"Please read: {POLICY}").sees("0 of 3 have said that they have read it.")

    first = people[0].in_(everybody)
    first.button("I have read it").click()
    first.sees(f"Recorded on 23 November 2026, with your name: {POLICY}.")
    everybody.sees("1 of 3 have said that they have read it.")
    first.button("I have read it").click()
    first.sees("You said so already, on 23 November 2026")
    assert not [text for text in everybody.messages if "Mrs A Member" in text], (
        "a channel counts, and names nobody"
    )
    signatures = cambridgeshire.register.signatures
    assert [(s.person, s.code) for s in signatures] == [("mrs-a-member", POLICY)]
    assert not [text for text in people[0].dm.messages if "changed the register" in text]

    first.button("Who has not?").click()
    first.sees("Your role does not let you see who has read what.")
    manager.in_(everybody).button("Who has not?").click()
    manager.in_(everybody).sees("Not yet: 2").sees("Administration Manager; Mr B Member")
    manager.in_(everybody).button("Remind them").click()
    manager.in_(everybody).sees("A direct message goes to 2 people.")
    people[1].dm.saw(f"Please read: {POLICY}")
    people[1].dm.button("I have read it").click()
    people[1].dm.saw(f"You said on 23 November 2026 that you know: {POLICY}.")
    assert not people[1].dm.button("I have read it").exists()
    everybody.sees("2 of 3 have said")
    reply = manager.types("/guide read partnership policy")
    reply.sees("2 of 3 have said").sees("Not yet: 1")
    reply.button("Remind them").click()
    reply.person.sees("sent a message today already")
    manager.types("/guide read").sees(POLICY).sees("2 of 3")


def test_b15_a_channel_without_the_app_is_mended_by_inviting_it(cambridgeshire: Office) -> None:
    manager = cambridgeshire.staff("administration-manager")
    outside = cambridgeshire.slack.channel("elsewhere", [manager])
    form = circulate(manager, POLICY, outside)
    assert "Liaison is not a member of that channel. Type /invite @Liaison there" in form.errors["Channel"]
    manager.invites_app(outside)
    outside.sees("What staff circulate to this channel is posted here as well.")
    cambridgeshire.slack.archive(outside)
    form.submit()
    assert form.errors["Channel"] == "That channel is archived. Choose another."
    cambridgeshire.slack.unarchive(outside)
    form.submit()
    outside.sees(f"Please read: {POLICY}")


def test_b15_who_may_circulate(cambridgeshire: Office) -> None:
    member = cambridgeshire.linked("Mrs A Member", "member")
    member.types("/guide circulate").sees("Your role does not let you circulate a document.")
    member.types("/guide read").sees("Your role does not let you see who has read what.")
    member.types("/guide help").sees("/guide define").does_not_see("circulate")


def test_b16_each_who_represents_says_that_they_know_the_six_hallmarks(bedfordshire: Office) -> None:
    chief = bedfordshire.staff("chief-executive")
    member = bedfordshire.linked("Mrs A Member", "member")
    constable = bedfordshire.linked("Inspector C Force", "link-officer")
    bedfordshire.staff("support-officer")
    circulate(chief, HALLMARKS)
    chief.form("Circulated").sees("goes to 2 people").close()
    constable.dm.saw("1. Empowered and Effective Leadership").saw("6. Appropriate Skills and Knowledge")
    constable.dm.saw("Source: Bedfordshire strategy, Monitoring Progress")
    member.dm.button("I know the six hallmarks").click()
    member.dm.saw(f"You said on 23 November 2026 that you know: {HALLMARKS}.")
    reply = chief.types("/guide read six hallmarks")
    reply.sees("1 of 2 have said").sees("Not yet: 1").sees("Inspector C Force")
    bedfordshire.slack.clock.advance(days=1)
    reply = chief.types("/guide read six hallmarks")
    reply.button("Remind them").click()
    reply.person.sees("A direct message goes to 1 person.")
    constable.dm.saw("Please read: Six hallmarks of effective partnerships")
    constable.dm.button("I know the six hallmarks").click()
    constable.dm.saw("You said on 24 November 2026")
    chief.types("/guide read six hallmarks").sees("2 of 2 have said").does_not_see("Not yet")


def test_ux_03_help_is_the_readers_own(office: Office, shaw: Person) -> None:
    shaw.types("/guide help").sees("/guide code: Code of conduct").does_not_see("/guide circulate")
    office.staff("admin").types("/guide help").sees("/guide circulate").sees("/guide read")
