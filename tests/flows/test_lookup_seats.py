"""Who sits on a partnership and what goes with the seat, as a member meets it in Slack."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.flows.office import WORKSPACE, Office, open_office
from tests.flows.test_lookup_cards import keep

from liaison.domain.register.models import Appointment, Person, Target, Term
from liaison.domain.values import AppointmentId, CommitteeId, OfficeId, PartnershipId, PersonId

BARROW = PartnershipId("cu-cdrp-barrow")


def test_a_01_to_a_05_a_card_says_who_sits_and_helps_and_where_it_reports(office: Office) -> None:
    barrow = office.register.partnership[BARROW]
    eden = office.register.appointment[AppointmentId("cu-lsp-eden:1")]
    hill = Person(id=PersonId("hill"), name="Mrs A Hill")
    shaw = office.register.person[PersonId("shaw")].model_copy(update={"support_officer": hill.id})
    constable = Person(id=PersonId("reid"), name="Chief Inspector J Reid", body="Cumbria Constabulary")
    reports_to = (CommitteeId("ced"), CommitteeId("ppp"))
    keep(
        office,
        ("people", hill),
        ("people", shaw),
        ("people", constable),
        (
            "partnerships",
            barrow.model_copy(
                update={"reports_to": reports_to, "next_meeting": date(2027, 1, 14), "governance": "A board."}
            ),
        ),
        (
            "appointments",
            Appointment(
                id=AppointmentId("link"),
                partnership=BARROW,
                role="link officer",
                person=constable.id,
                requested_on=date(2026, 3, 2),
                nominated_on=date(2026, 3, 20),
            ),
        ),
        (
            "appointments",
            Appointment(
                id=AppointmentId("asked"),
                partnership=eden.partnership,
                role="link officer",
                requested_on=date(2026, 11, 3),
            ),
        ),
        (
            "appointments",
            Appointment(
                id=AppointmentId("help"),
                partnership=eden.partnership,
                role="support officer",
                person=hill.id,
                since=date(2026, 5, 1),
            ),
        ),
        (
            "targets",
            Target(id="t", partnership=BARROW, target="Fewer fires", amount="5% less", by=date(2027, 3, 31)),
        ),
    )
    member = office.member("Mrs L L Shaw")
    card = member.types("/partnership barrow cdrp")
    card.sees("Representative: Mrs L L Shaw")
    card.sees("Substitute: Mr W Smith")
    card.sees("Support officer: Mrs A Hill, who helps Mrs L L Shaw")
    card.sees(
        "Link officer: Chief Inspector J Reid of Cumbria Constabulary, nominated on 20 March 2026"
    )
    card.sees("(the chief constable was asked on 2 March 2026)")
    card.sees("Reports to: Communities, Equality and Diversity Committee (CED)")
    card.sees("Also reports to: Policing Plan and Performance Committee (PPP)")
    card.sees("Next meeting: 14 January 2027").sees("Governance: A board.").sees(
        "• Fewer fires; 5% less; by 31 March 2027"
    )
    eden_card = member.types("/partnership eden lsp")
    eden_card.sees('Representative: vacant ("To be advised" in the list)').sees("Substitute: not filled")
    eden_card.sees("Support officer: Mrs A Hill, since 1 May 2026")
    eden_card.sees("Link officer: the chief constable was asked on 3 November 2026, no nomination yet")
    member.types("/rep ced").sees("Partnerships that report to it: Barrow CDRP")  # both ways
    member.types("/rep barrow cdrp").sees("Reports to: Communities, Equality and Diversity Committee")
    member.types("/rep me").sees("Support officer: Mrs A Hill")


def test_a_05_all_that_reports_to_a_committee_is_a_click_away(office: Office) -> None:
    to_ced = {"reports_to": (CommitteeId("ced"),)}
    keep(
        office, *(("partnerships", entry.model_copy(update=to_ced)) for entry in office.register.partnerships)
    )
    reply = office.member("Mrs L L Shaw").types("/rep ced")
    reply.sees("Partnerships that report to it: Cumbria Strategic Partnership").sees("and 13 more")
    reply.button("See all that report to it").click()
    reply.sees("The matrix: reports to CED, page 1 of 3").button("Next page").click()
    reply.sees("page 2 of 3")


def test_b_02_the_offices_that_a_member_holds_are_shown(office: Office) -> None:
    term = Term(id="lead", office=OfficeId("ppp-chair"), person=PersonId("johnson"), since=date(2026, 6, 1))
    keep(office, ("terms", term))
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/rep johnson").sees("Chair of Policing Plan and Performance Committee (since 1 June 2026)")
    shaw.types("/rep egan").sees("Mrs C Egan, Chair of Policing Plan and Performance Committee")


@pytest.mark.parametrize("pack", ["cumbria", "cambridgeshire"])
def test_b_02_every_kind_of_office_is_held_by_a_profile(tmp_path: Path, pack: str) -> None:
    """Vice-Chair, Lead Member, Chair of a committee, a Constabulary board, an APA network: as staff type them."""
    offices = (
        "Vice Chair of the Authority",
        "Lead Member for Estates",
        "Chair of Standards Committee",
        "Member of the Constabulary Equality Board",
        "Member of the APA Policing Performance Network",
    )
    with open_office(f"sqlite:///{tmp_path}/liaison.db", NOW, pack=pack) as office:
        officer = office.staff("committee-services-officer")
        johnson = Person(id=PersonId("quill"), name="Mrs M Johnson")
        keep(office, ("people", johnson))
        for number, named in enumerate(offices):
            officer.types(f"/partnership add office {named}")
            officer.form("Add an office").submit()
            officer.dm.saw(f"Office added: {named}")
            term = Term(id=f"t{number}", office=office.register.offices[-1].id, person=johnson.id)
            keep(office, ("terms", term))
        profile = officer.types("/rep mrs m johnson")
        for named in offices:
            profile.sees(named)
            officer.types(f"/rep {named}").sees("Mrs M Johnson")


def test_b_17_and_h_06_delegations_stay_with_those_entitled(office: Office) -> None:
    """A delegation in writing, and a link with the area, are shown to members and staff, and to nobody else."""
    seat = office.register.appointment[AppointmentId("cu-cdrp-barrow:1")]
    said = {
        "delegation": "May agree spending of up to £500.",
        "area_link": "living",
        "suitability": "Lead Member",
    }
    keep(office, ("appointments", seat.model_copy(update=said)))
    shaw, link_officer = office.member("Mrs L L Shaw"), office.linked("Inspector Reid", "link-officer")
    ced = office.channel("ced", shaw)
    card = shaw.types("/partnership barrow cdrp", in_=ced)
    card.sees("Written delegation: May agree spending of up to £500.").sees("Link with the area: living")
    card.sees("Responsibility that suits them: Lead Member")
    assert "£500" not in card.notification
    card.button("Share in this channel").click()
    ced.sees("Representative: Mrs L L Shaw").sees("Lead Member").does_not_see("£500").does_not_see("living")
    link_officer.types("/partnership barrow cdrp").sees("Lead Member").does_not_see("£500")


def test_b_20_an_lsp_without_the_local_cdrps_member_is_remarked(tmp_path: Path) -> None:
    with open_office(f"sqlite:///{tmp_path}/liaison.db", NOW, pack="cambridgeshire") as office:
        known = office.register
        cdrp, lsp = (
            known.partnership[PartnershipId("ca-cdrp-1")],
            known.partnership[PartnershipId("ca-lsp-1")],
        )
        seats = [known.appointment[AppointmentId(f"{entry.id}:1")] for entry in (cdrp, lsp)]
        first, second = (
            Person(id=PersonId("one"), name="Mrs A One"),
            Person(id=PersonId("two"), name="Mr B Two"),
        )
        keep(
            office,
            ("people", first),
            ("people", second),
            ("partnerships", cdrp.model_copy(update={"member_of": (lsp.id,)})),
            ("appointments", seats[0].model_copy(update={"person": first.id})),
            ("appointments", seats[1].model_copy(update={"person": second.id})),
        )
        member = office.member("A Member")
        member.types("/partnership lsp 1").sees(
            "the member is Mrs A One. Ideally the same member sits on both."
        )
        member.types("/partnership cdrp 1").sees("Representative: Mrs A One").does_not_see("Ideally")


def test_b_21_seats_of_an_office_that_changed_hands_are_flagged(office: Office) -> None:
    register = office.register
    watson = next(term for term in register.terms if term.person == "watson")
    handover = date(2026, 11, 20)
    later = register.model_copy(update={"since": date(2026, 11, 1)})
    office.store.run(WORKSPACE, lambda uow: uow.register.replace(later))
    keep(
        office,
        ("terms", watson.model_copy(update={"until": handover})),
        ("terms", Term(id="next", office=watson.office, person=PersonId("egan"), since=handover)),
    )
    shaw = office.member("Mrs L L Shaw")
    flagged = "to be confirmed: the office changed hands on 20 November 2026"
    shaw.types("/partnership cumbria strategic partnership").sees(
        f"Mr R Watson (appointed as Chairman of Police Authority), {flagged}"
    )
    shaw.types("/rep to confirm").sees("1 seat is to be confirmed").sees(flagged)
    shaw.types("/rep chairman").sees("Mrs C Egan")
    shaw.types("/rep chairman on 1 November 2026").sees("Mr R Watson").sees("As it was on 1 November 2026")
    shaw.types("/rep since 1 November 2026").sees(
        "20 November 2026: the term of Mrs C Egan as Chairman of Police Authority began"
    )
