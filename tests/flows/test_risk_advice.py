"""`/risk`: staff whom a partnership employs wait for the Director of People's advice, where the policy says so (B-18)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.flows.office import WORKSPACE, Office, open_office
from tests.flows.test_risk import (
    ASSETS,
    FINANCE,
    GOVERNANCE,
    STAFFING,
    answer_triggers,
    begin,
    fill,
    fill_all,
)

from liaison.domain.audit import Entry
from liaison.domain.ports import UnitOfWork
from liaison.sandbox.language.people import Form, Person

ADVICE = "Page 6 of 7: advice of the Director of People"
ACCEPT = "Would the Authority accept responsibility"
OWNED = "4."  # property or staff "owned" by the partnership


@pytest.fixture
def cambridgeshire(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """The office of the authority whose policy asks for the advice."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, pack="cambridgeshire") as office:
        yield office


def to_the_advice(person: Person, *yes: str) -> Form:
    """Begins an assessment and answers all sections, up to the page that comes after them."""
    person.types("/risk assess cambridgeshire together")
    form = person.form("Risk assessment")
    answer_triggers(form, *yes)
    for fields, following in (
        (GOVERNANCE, "Finance"),
        (FINANCE, "Human"),
        (STAFFING, "Assets"),
        (ASSETS, "Page"),
    ):
        fill(form, fields)
        form.sees(following)
    return form


def audited(uow: UnitOfWork) -> list[Entry]:
    """The audit trail."""
    return list(uow.audit.all())


def test_b18_a_partnerships_staff_are_held_until_the_advice_is_recorded(cambridgeshire: Office) -> None:
    support = cambridgeshire.staff("support-officer")
    form = to_the_advice(support, OWNED)
    form.sees(ADVICE).sees("Source: Cambridgeshire policy, 7")
    form.field(ACCEPT).choose("Yes")
    form.submit()
    form.sees("Held until the advice of the Director of People is recorded.").sees(
        "Every item has an answer."
    )
    form.submit()
    form.sees("Not closed: it is held until the advice of the Director of People is recorded.")
    support.types("/risk status cambridgeshire together").sees(
        "held until the advice of the Director of People is recorded"
    )

    form = support.form("Risk assessment")
    form.button("6. Advice of the Director of People").click()
    form.sees(ADVICE)
    form.field("Date of the advice").pick(date(2026, 11, 20))
    form.field("Given by").fill("  ")
    form.field("The advice").fill("  ")
    form.submit()
    form.sees("Held until the advice of the Director of People is recorded.")
    form.button("6. Advice of the Director of People").click()
    form.sees(ADVICE)
    form.field("Date of the advice").pick(date(2026, 12, 24))
    form.field("Given by").fill("The Director of People")
    form.field("The advice").fill("Accept, with an indemnity from the partners.")
    form.submit()
    assert form.errors == {
        "Date of the advice": "24 December 2026 is still to come. Choose the day on which it was given."
    }
    form.field("Date of the advice").pick(date(2026, 11, 20))
    form.submit()
    form.sees("close the assessment").does_not_see("Held")
    form.submit()
    support.form("Assessment closed").sees("25 of 25 answered.")
    closed = cambridgeshire.store.run(WORKSPACE, audited)[-1]
    assert closed.action == "assessment closed"
    assert closed.details["advice_on"] == "2026-11-20"
    assert "indemnity" not in str(closed), "the trail keeps no restricted words"


def test_b18_where_no_responsibility_is_accepted_nothing_is_held(cambridgeshire: Office) -> None:
    support = cambridgeshire.staff("support-officer")
    form = to_the_advice(support, OWNED)
    form.sees(ADVICE)
    form.field(ACCEPT).choose("No")
    form.submit()
    form.sees("Page 7 of 7").does_not_see("Held")
    form.submit()
    support.form("Assessment closed")


def test_b18_a_partnership_without_staff_or_property_is_not_asked(cambridgeshire: Office) -> None:
    support = cambridgeshire.staff("support-officer")
    form = to_the_advice(support, "1.")
    form.sees("Page 6 of 6: close the assessment").does_not_see("Director of People")
    form.submit()
    support.form("Assessment closed")


def test_b18_advice_that_is_typed_is_kept_when_the_form_is_closed(cambridgeshire: Office) -> None:
    support = cambridgeshire.staff("support-officer")
    form = to_the_advice(support, OWNED)
    form.sees(ADVICE)
    form.field(ACCEPT).choose("Yes")
    form.field("The advice").fill("Ask for an indemnity first.")
    form.close()
    support.types("/risk assess cambridgeshire together")
    support.form("Risk assessment").sees(ADVICE).sees("Ask for an indemnity first.")


def test_i04_b18_another_authority_that_borrows_the_checklist_is_not_bound(office: Office) -> None:
    support = office.staff("support-officer")
    form = begin(support)
    answer_triggers(form, OWNED)
    fill_all(form)
    form.does_not_see("Director of People")
    form.submit()
    support.form("Assessment closed")
