"""Who asks for one thing of an entry gets that first, and what is not recorded is not stated as a fact (A-02 to A-05)."""

from datetime import date

import pytest
from tests.domain.registers import CUMBRIA, SHAW
from tests.domain.test_lookup_queries import REGISTERS

from liaison.domain import lookup
from liaison.domain.lookup import Answer
from liaison.domain.names import initials
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Person
from liaison.domain.values import AppointmentId, PartnershipId, PersonId

DAY = date(2026, 11, 22)
BARROW = PartnershipId("cu-cdrp-barrow")
OFFICER = Person(id=PersonId("officer"), name="Ms A Helper")


def find(text: str) -> Answer:
    return lookup.find(CUMBRIA, text, day=DAY)


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("who is the link officer for barrow cdrp", "link officer"),
        ("who is the substitute for barrow cdrp", "substitute"),
        ("who is the support officer for barrow cdrp", "support officer"),
        ("when does barrow cdrp meet next", "next meeting"),
        ("next meeting of barrow cdrp", "next meeting"),
        ("what committee does barrow cdrp report to", "committee"),
        ("where does barrow cdrp report", "committee"),
        ("who chairs barrow cdrp", "chair"),
        ("barrow cdrp", None),
    ],
)
def test_what_is_asked_of_a_partnership_is_said_of_it(typed: str, detail: str | None) -> None:
    answer = find(typed)
    assert [row.partnership.id for row in answer.partnerships] == [BARROW]
    assert (answer.certainty, answer.detail) == ("certain", detail)


def test_a_02_a_seat_that_is_not_recorded_is_lacking_too() -> None:
    lacking = find("partnerships without a substitute")
    assert (lacking.asked, lacking.total, lacking.remark) == (
        "without",
        14,
        "7 more partnerships list no seat of ours.",
    )
    assert not any(row.substitutes for row in lacking.partnerships)
    assert find("vacant substitutes").total == lacking.total
    assert find("cdrps without a substitute").total == 0
    assert find("who are the substitutes").total == 4


def test_a_06_vacant_representatives_are_counted_beside_those_not_listed() -> None:
    answer = find("partnerships with no rep")
    assert (answer.asked, answer.total, answer.remark) == (
        "without",
        1,
        "7 more partnerships list no seat of ours.",
    )


def test_a_03_a_members_own_support_officer_supports_the_partnership() -> None:
    shaw = CUMBRIA.person[SHAW].model_copy(update={"support_officer": OFFICER.id})
    helped = CUMBRIA.changed([Edit("people", OFFICER.id, OFFICER), Edit("people", SHAW, shaw)])
    barrow = lookup.find(helped, "support officer for barrow cdrp", day=DAY).partnerships[0]
    assert barrow.own_support == (OFFICER,)
    assert lookup.find(helped, "cdrps without a support officer", day=DAY).total == 3


def test_a_04_a_link_officer_who_is_recorded_is_no_longer_lacking() -> None:
    seat = Appointment(
        id=AppointmentId("link"), partnership=BARROW, role="link officer", person=SHAW, since=date(2026, 2, 1)
    )
    register = CUMBRIA.changed([Edit("appointments", seat.id, seat)])
    assert lookup.find(register, "cdrps without a link officer", day=DAY).total == 3
    assert lookup.find(register, "who are the link officers", day=DAY).total == 1
    assert lookup.find(register, "link officers on 1 january 2026", day=DAY).total == 0


def test_who_stands_in_for_somebody_is_said_seat_by_seat() -> None:
    (shaw,) = find("who stands in for mrs shaw").people
    assert {place.id: [seat.person and seat.person.id for seat in seats] for place, seats in shaw.beside} == {
        "cu-lsp-furness": [],
        BARROW: ["smith"],
        "cu-cyp-scrutiny": [],
    }


@pytest.mark.parametrize(
    "typed", ["watson on 1 may 1990", "barrow cdrp in 2009", "1 march 2009", "matrix in 2009"]
)
def test_what_has_no_beginning_is_not_stated_of_a_day_long_past(typed: str) -> None:
    assert (
        find(typed).remark
        == "The register does not say since when, so this may not have been so on that day."
    )


def test_a_recent_day_needs_no_such_remark() -> None:
    assert find("watson on 1 june 2026").remark is None
    assert find("eden lsp in 2009").remark is None  # a vacancy claims nothing of anybody


def test_a_register_without_seats_says_so() -> None:
    answer = lookup.find(REGISTERS["humberside"], "vacant", day=DAY)
    assert answer.empty
    assert not find("vacant").empty


def test_a_mark_that_nothing_bears_is_owned_up_to() -> None:
    answer = find("statutory lsps")
    assert (answer.certainty, answer.instead) == ("guess", "No LSP is recorded as statutory.")


def test_a_person_whose_office_is_another_is_only_a_guess() -> None:
    answer = find("chairman smith")
    assert (answer.certainty, answer.instead) == (
        "guess",
        "Mr W Smith is not recorded as Chairman of Police Authority.",
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ASB", "priority: anti-social behaviour including youth disorder"),
        ("domestic abuse", "priority: domestic violence"),
        ("PCT", "member body: Cumbria Primary Care Trust"),
    ],
)
def test_a_guess_from_initials_or_newer_words_says_why(typed: str, reason: str) -> None:
    answer = find(typed)
    assert answer.certainty == "guess"
    assert answer.partnerships[0].matched == reason


def test_initials_are_taken_of_a_few_words_in_a_row() -> None:
    assert initials("domestic violence") == {"dv"}
    assert initials("anti-social behaviour") == {"asb"}
    assert {"cpc", "pct"} <= initials("Cumbria Primary Care Trust", starts=2)
    assert initials("arson") == frozenset()
