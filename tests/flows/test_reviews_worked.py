"""How a review is worked: its form page by page, its record, its correction, handing it over (G-03, G-05, G-06)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.flows.office import WORKSPACE, Office, open_office
from tests.flows.test_notices import all_looked_at
from tests.flows.test_reviews_cycles import change_form

from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Partnership, Target
from liaison.domain.reviews.models import Cycle
from liaison.domain.values import CommitteeId, PartnershipId
from liaison.sandbox.language.people import Form, Person
from liaison.storage.tables import metadata

JUNE = datetime(2027, 6, 14, 9, 0, tzinfo=UTC)
NAME = "Cumbria Equality and Diversity Partnership"
SECRET = "Two partners would not share their figures."


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


@pytest.fixture
def bedfordshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office of the authority that reviews objective by objective, with one partnership that is not statutory."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="bedfordshire") as office:
        entry = Partnership(
            id=PartnershipId("youth"),
            name="Luton Youth Partnership",
            statutory=False,
            objectives=("Fewer first offenders", "A youth club in each ward"),
            source="made up",
        )
        target = Target(
            id="t1",
            partnership=entry.id,
            target="200 mentors",
            measure="a yearly count",
            by=date(2027, 3, 31),
        )
        office.keep(Edit("partnerships", entry.id, entry), Edit("targets", target.id, target))
        yield office


def dated(office: Office, cycle: str, committee: str = "cec", month: int = 12) -> None:
    """Staff have given a cycle its month and its committee."""
    found = next(each for each in office.pack.review_cycles if each.id == cycle)
    kept = Cycle.of_pack(found).model_copy(
        update={"month": month, "every": "year", "committee": CommitteeId(committee), "adjusted": True}
    )
    office.store.run(WORKSPACE, lambda uow: uow.cycles.save(kept))


def start(person: Person, name: str = "equality and diversity", *, begun: bool = False) -> Form:
    """Opens the form of a partnership's yearly review of membership."""
    named = "Carry on" if begun else "Start the review"
    person.types(f"/review {name}").button(f"{named} due 30 June 2027").click()
    return person.form("Record the review")


def fill(form: Form) -> Form:
    """Goes through the form of the Equality and Diversity Partnership as far as its last page."""
    form.sees("What is known").submit()
    for numbers, following in (((1, 2, 3, 4), "Page 3 of 6"), ((5, 6), "Page 4 of 6")):
        for number in numbers:
            form.field(f"{number}. Objective").choose("Achieved")
        form.submit()
        form.sees(following)
    form.sees("Actions not achieved")
    form.field("Actions not achieved").fill(SECRET)
    form.submit()
    form.sees("How effective is the partnership?")
    form.field("How effective is the partnership?").choose("Effective")
    form.submit()
    form.sees("Outcome")
    return form


def test_g_05_a_partnership_is_reviewed_and_its_channel_sees_the_outcome_alone(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    channel = everywhere.channel("authority", officer)
    everywhere.slack.clock.set(JUNE)
    form = start(officer)
    form.sees(NAME).sees("Page 1 of").sees("Representative: Mr W Smith").sees(
        "No report-back has been filed."
    )
    form.sees("Not assessed.").sees("Open: 0. Overdue: 0.")
    fill(form)
    form.sees(
        "Where a reminder stands in the channel of the Cumbria Police Authority (full Authority), it turns"
    )
    form.field("Outcome").choose("Change")
    form.field("What was decided").fill("Meet twice a year.")
    form.submit()
    done = officer.form("Review recorded")
    done.sees(f"Reviewed on 14 June 2027: {NAME}").sees("Change").sees("Add an action for each change")
    done.close()
    channel.sees(f"{NAME}: Change, by Committee Services Officer")
    assert not any(SECRET in text or "Meet twice" in text for text in channel.messages)
    listed = officer.types("/review recorded equality")
    listed.sees("14 June 2027").button("Open the review of 14 June 2027").click()
    officer.form("Recorded review").sees(SECRET).sees("Meet twice a year.").sees("1. Objective").close()
    officer.types("/review equality").button("Open the review of 14 June 2027").click()
    officer.form("Recorded review").sees(SECRET)


def test_g_06_each_objective_and_target_needs_its_own_answer(bedfordshire: Office) -> None:
    officer = bedfordshire.staff("committee-services-officer")
    channel = bedfordshire.channel("cec", officer)
    dated(bedfordshire, "be-non-statutory")
    bedfordshire.slack.clock.set(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    channel.sees("Review due by 31 December 2026: Luton Youth Partnership: non-statutory partnerships")
    officer.in_(channel).button("Start the review").click()
    form = officer.form("Record the review").sees("200 mentors, by 31 March 2027")
    form.submit()
    form.sees("1. Objective: Fewer first offenders").sees("2. Objective: A youth club in each ward")
    form.sees("3. Target: 200 mentors").sees("measured by a yearly count; by 31 March 2027")
    form.field("1. Objective").choose("Achieved")
    form.field("1. Evidence").fill("Down by a fifth.")
    form.field("2. Objective").choose("Not achieved")
    form.submit()
    form.sees("Resources invested").submit()
    form.sees("What value").submit()
    form.sees("These still need an answer").sees("3. Target: 200 mentors")
    form.field("Outcome").choose("Continue")
    form.submit()
    # First of all: whoever pressed Record sees it without moving the page.
    form.sees("2026\nNot recorded yet: these need an answer").sees("How effective is the partnership?")
    form.button("Previous page").click()
    form.sees("What value")
    form.field("How effective").choose("Very effective")
    form.button("Previous page").click()
    form.sees("Resources invested").button("Previous page").click()
    form.sees("3. Target").field("3. Target").choose("Partly achieved")
    for following in ("Resources invested", "What value", "Outcome"):
        form.submit()
        form.sees(following)
    form.submit()
    officer.form("Review recorded").sees("Nothing more is to be done.")
    channel.sees(
        "Luton Youth Partnership: non-statutory partnerships: continue. Recorded by Committee Services"
    )


def test_g_03_the_approach_is_reviewed_partnership_by_partnership(bedfordshire: Office) -> None:
    """The pack's cycle asks of each partnership how effective it is and what it adds, and of the approach as a whole."""
    officer = bedfordshire.staff("committee-services-officer")
    channel = bedfordshire.channel("cec", officer)
    dated(bedfordshire, "be-progress")
    office = bedfordshire
    found = next(each for each in office.pack.review_cycles if each.id == "be-progress")
    approach = Cycle.of_pack(found).model_copy(
        update={
            "id": "approach",
            "subject": "approach to partnership working",
            "form": "approach",
            "every": "year",
            "month": 12,
            "added": True,
        }
    )
    office.store.run(WORKSPACE, lambda uow: uow.cycles.save(approach))
    office.slack.clock.set(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    channel.sees("Review due by 31 December 2026: approach to partnership working")
    officer.types("/review approach")
    officer.types("/review").button("Start the review due 31 December 2026: approach").click()
    form = officer.form("Record the review")
    form.field("1. Luton Youth Partnership: how effective is it?").choose("Partly effective")
    form.field("1. Luton Youth Partnership: what value").fill("Its mentors.")
    form.submit()
    form.field("How well does our approach").fill("Too many meetings.")
    form.submit()
    form.sees("Page 3 of 3")
    form.field("Outcome").choose("Changes agreed")
    form.submit()
    officer.form("Review recorded").close()
    officer.types("/review recorded").button("Open the review").click()
    officer.form("Recorded review").sees("Partly effective").sees("Too many meetings.").sees("Its mentors.")


def test_p_06_what_was_typed_is_there_when_the_form_is_opened_again(office: Office, officer: Person) -> None:
    office.slack.clock.set(JUNE)
    form = start(officer)
    form.submit()
    form.field("1. Evidence").enter("Half of them.")
    form.close()
    form = start(officer, begun=True).sees("You are carrying on where the form was left")
    assert form.field("1. Evidence").value == "Half of them."


def test_p_13_a_long_review_is_read_page_by_page(bedfordshire: Office) -> None:
    officer = bedfordshire.staff("committee-services-officer")
    channel = bedfordshire.channel("cec", officer)
    dated(bedfordshire, "be-non-statutory")
    entry = bedfordshire.register.partnership[PartnershipId("youth")]
    many = entry.model_copy(update={"objectives": tuple(f"Objective {n} of many" for n in range(1, 21))})
    bedfordshire.keep(Edit("partnerships", entry.id, many))
    bedfordshire.slack.clock.set(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    channel.sees("Review due by 31 December 2026: Luton Youth Partnership")
    officer.in_(channel).button("Start the review").click()
    form = officer.form("Record the review").sees("Page 1 of 10")
    form.submit()
    for number in range(1, 22):
        kind = "Target" if number > 20 else "Objective"
        form.field(f"{number}. {kind}").choose("Partly achieved")
        if number % 4 == 0:
            form.submit()
            form.sees(f"Page {number // 4 + 2} of 10")
    form.submit()
    form.sees("Resources invested").submit()
    form.field("How effective").choose("Not effective")
    form.submit()
    form.field("Outcome").choose("Continue")
    form.submit()
    officer.form("Review recorded").close()
    officer.types("/review recorded").button("Open the review").click()
    shown = officer.form("Recorded review").sees("20. Objective").sees("Page 1 of 2")
    shown.button("Next page").click()
    shown.sees("21. Target").sees("Not effective").button("Earlier page").click()
    shown.sees("1. Objective")


def test_two_people_at_one_form_are_told_and_lose_nothing(office: Office, officer: Person) -> None:
    admin = office.staff("admin")
    office.slack.clock.set(JUNE)
    forms = []
    for person in (officer, admin):
        form = start(person)
        form.submit()
        form.sees("1. Objective")
        forms.append(form)
    forms[0].field("1. Evidence").fill("Half of them.")
    forms[0].submit()
    forms[1].field("1. Evidence").fill("A third of them.")
    forms[1].submit()
    forms[1].sees("Somebody else wrote here while you did: 1. Evidence")
    forms[1].sees("Committee Services Officer wrote here at the same time: Half of them.")
    forms[1].sees("Committee Services Officer has written into this form too")
    forms[1].submit()
    forms[1].sees("Page 3 of")


def test_a_review_sent_twice_is_recorded_once(office: Office, officer: Person) -> None:
    office.slack.clock.set(JUNE)
    form = fill(start(officer))
    form.field("Outcome").choose("Continue")
    office.slack.faults.lost_ack("view_submission")
    form.submit()
    form.submit()
    officer.form("Review recorded").close()
    office.slack.expect_violation("not_acknowledged")
    entries = office.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
    assert [entry.action for entry in entries].count("review recorded") == 1


def test_ux_07_an_outcome_is_corrected_and_leaves_a_trace(office: Office, officer: Person) -> None:
    channel = office.channel("authority", officer)
    admin = office.staff("admin")
    office.slack.clock.set(JUNE)
    form = fill(start(officer))
    form.field("Outcome").choose("Continue")
    form.submit()
    officer.form("Review recorded").close()
    channel.sees(f"{NAME}: Continue")
    forms = []
    for person in (officer, admin):
        person.types("/review recorded").button("Open the review").click()
        person.form("Recorded review").button("Correct it").click()
        forms.append(person.form("Correct the review"))
    forms[0].field("Outcome").choose("Leave")
    forms[0].submit()
    assert "Why it is corrected" in str(forms[0].errors) or forms[0].is_open
    forms[0].field("Why it is corrected").fill("The minutes say leave.")
    forms[0].submit()
    officer.form("Review corrected").sees("Leave").close_all()
    channel.sees(f"{NAME}: Leave")
    forms[1].field("Outcome").choose("Change")
    forms[1].field("Why it is corrected").fill("I remember it so.")
    forms[1].submit()
    assert "has corrected this review since you opened the form" in str(forms[1].errors)
    forms[1].close_all()
    admin.types("/review recorded").sees("Leave, corrected").button("Open the review").click()
    admin.form("Recorded review").button("Correct it").click()
    again = admin.form("Correct the review").sees("what was typed is filled in")
    assert again.field("Outcome").value == "Change"
    assert again.field("Why it is corrected").value == "I remember it so."
    again.close_all()
    officer.types("/review recorded").sees("Leave, corrected").button("Open the review").click()
    shown = officer.form("Recorded review")
    shown.sees("Corrected on 14 June 2027 by Committee Services Officer: The minutes say leave.")
    shown.sees("Before: Continue, of 14 June 2027")


def test_nothing_that_was_written_is_readable_at_rest(office: Office, officer: Person) -> None:
    office.slack.clock.set(JUNE)
    form = fill(start(officer))
    form.field("Outcome").choose("Continue")
    form.field("What was decided").fill("Keep the seat for a year.")
    form.submit()
    officer.form("Review recorded").close()
    with office.store.engine.connect() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())]
    assert rows
    assert not [row for row in rows if SECRET in row or "Keep the seat" in row]


def test_what_was_decided_is_shown_in_the_channel_where_that_is_ticked(
    office: Office, officer: Person
) -> None:
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026")
    officer.in_(ppp).button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("No change")
    form.field("What was decided").fill("All measures stay.")
    form.field("Who sees what was decided").choose("Show it in the committee's channel")
    form.submit()
    officer.form("Review recorded").sees("shows this outcome now").close()
    ppp.sees("All measures stay.")


def test_what_was_decided_is_posted_where_that_is_ticked_and_no_reminder_stands_yet(
    office: Office, officer: Person
) -> None:
    ppp = office.channel("ppp", officer)
    officer.types("/review ppp").button("Start the review due 31 December 2026").click()
    form = officer.form("Record the review").sees("and then also where no reminder stands.")
    form.field("Outcome").choose("No change")
    form.field("What was decided").fill("All measures stay.")
    form.field("Who sees what was decided").choose("Show it in the committee's channel")
    form.submit()
    officer.form("Review recorded").sees("The outcome and what was decided are posted in the channel").close()
    ppp.sees("Reviewed on 23 November 2026").sees("All measures stay.")
    all_looked_at(office, officer, anybody=True)
    assert len(ppp.messages) == 1


def test_g_13_a_date_of_a_partnership_s_own_is_kept_or_missed_and_not_reviewed(
    office: Office, officer: Person
) -> None:
    """A public meeting was held or was not; whether the Authority stays is asked by the June review."""
    ced = office.channel("ced", officer)
    form = change_form(officer, "progress report to the public", page=2)
    form.field("First date").pick(date(2026, 12, 31))
    form.field("Put to").choose("Communities, Equality and Diversity")
    form.submit()
    officer.form("Saved").close()
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ced.sees(f"Due by 31 December 2026: {NAME}: progress report to the public")
    officer.in_(ced).button("Record it").click()
    form = officer.form("Record the review").sees("Date of the review")
    assert form.field("Outcome").options == ["Done", "Not done"]
    form.field("Outcome").choose("Not done")
    form.submit()
    officer.form("Review recorded").sees("Add an action for whoever sees to it.").close()
    ced.sees(f"Not done by 31 December 2026: {NAME}: progress report to the public. Recorded by")
    officer.types("/review recorded equality").sees("Not done")
