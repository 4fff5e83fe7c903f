"""The Bedfordshire, Dorset and Humberside packs hold what their documents say."""

from collections import Counter
from datetime import date

from tests.storage.pack_facts import BEDFORDSHIRE, CAMBRIDGESHIRE, DORSET, HUMBERSIDE, entries, said

# --- Bedfordshire


def test_bedfordshire_names_no_partnership_and_no_person() -> None:
    assert BEDFORDSHIRE.register_.partnerships == ()
    assert BEDFORDSHIRE.register_.people == ()
    assert not [contact for contact in BEDFORDSHIRE.contacts if contact.name]


def test_i15_six_hallmarks_by_bedfordshires_labels() -> None:
    assert [entry.label for entry in said(BEDFORDSHIRE, "hallmarks")] == [
        "Empowered and Effective Leadership",
        "Visible and Constructive Accountability",
        "Intelligence-led Business Processes",
        "Effective and Responsive Delivery Structures",
        "Engaged Communities",
        "Appropriate Skills and Knowledge",
    ]


def test_x05_cambridgeshires_hallmark_is_not_mapped_to_one_of_the_six() -> None:
    (entry,) = said(CAMBRIDGESHIRE, "hallmarks")
    assert "Leadership and Guidance (Governance)" in entry.points[0]


def test_i02_i03_two_definitions_by_the_audit_commission_are_kept_apart() -> None:
    (ours,) = [entry for entry in said(BEDFORDSHIRE, "define") if entry.label == "partnership"]
    (theirs,) = [entry for entry in said(CAMBRIDGESHIRE, "define") if entry.label == "partnership"]
    assert (ours.attributed_to, len(ours.points)) == ("Audit Commission", 4)
    assert theirs.attributed_to == "Audit Commission, A Fruitful Partnership, November 1998"
    assert len(theirs.points) == 6


def test_i22_priorities_outcomes_focus_means_and_contact() -> None:
    strategy = {entry.label: len(entry.points) for entry in said(BEDFORDSHIRE, "strategy")}
    assert strategy["Joint strategic priorities"] == 6
    assert strategy["Outcomes sought"] == 4
    assert strategy["Focus"] == 5
    assert strategy["Means"] == 7
    assert BEDFORDSHIRE.contacts[0].telephone == "01234 842066"
    assert BEDFORDSHIRE.contacts[0].email == "info@bedfordshirepoliceauthority.co.uk"


def test_e49_e50_two_levels_of_risk() -> None:
    assert [level.level for level in BEDFORDSHIRE.risk_levels] == [1, 2]


# --- Dorset


def test_x31_the_register_is_the_forces_and_the_authority_is_not_named() -> None:
    assert DORSET.authority.whose_register == "force"
    assert DORSET.authority.name is None
    assert DORSET.authority.force == "Dorset Police"
    assert not [seat for entry in entries(DORSET).values() for seat in entry.seats]


def test_dorset_describes_thirteen_bodies() -> None:
    assert len(entries(DORSET)) == 13


def test_a23_twelve_of_them_are_of_the_strategic_kinds() -> None:
    kinds = Counter(entry.kind for entry in entries(DORSET).values() if entry.strategic)
    assert kinds == {
        "local strategic partnership": 3,
        "community safety partnership": 3,
        "children's trust": 3,
        "local resilience forum": 1,
        "local criminal justice board": 1,
        "informal partnership group": 1,
    }
    assert entries(DORSET)["do-psf"].formal is False


def test_a24_two_csps_merged_into_one_on_1_may_2010() -> None:
    csp = entries(DORSET)["do-csp"]
    assert csp.formed_on == date(2010, 5, 1)
    assert csp.merged_from == ("Eastern CSP", "Western CSP")
    older = [entry.kind_formerly_short for entry in entries(DORSET).values() if entry.kind_short == "CSP"]
    assert older == ["CDRP"] * 3


def test_a25_sub_groups_and_who_attends_them() -> None:
    found = entries(DORSET)
    assert len(found["do-dcjb"].sub_groups) == 4
    assert {row.sub_group for row in found["do-dcjb"].attendance} == set(found["do-dcjb"].sub_groups)
    (funding,) = found["do-dsp"].attendance
    assert (funding.sub_group, funding.who) == ("funding sub-group", ("Divisional Commander",))
    assert len(found["do-ssct"].members) == 4
    assert len([entry for entry in found.values() if entry.kind == "children's trust"]) == 3


def test_j04_last_meetings() -> None:
    assert {entry.id: entry.last_met for entry in entries(DORSET).values() if entry.last_met} == {
        "do-dsp": date(2010, 5, 27),
        "do-psp": date(2010, 6, 17),
        "do-b2026": date(2010, 6, 8),
        "do-psf": date(2010, 4, 1),
    }


def test_h11_j08_j11_j12_what_activity_records() -> None:
    found = [(entry.id, done) for entry in entries(DORSET).values() for done in entry.activity]
    assert [(who, done.amount_gbp, done.cause) for who, done in found if done.amount_gbp] == [
        ("do-dsp", 79000, "change of Government")
    ]
    assert [(who, done.carried_to) for who, done in found if done.carried_to] == [("do-psf", "do-lrf")]
    assert [who for who, done in found if done.closes] == ["do-dsp"]
    assert [who for who, done in found if done.indicator == "NI21"] == ["do-dsp", "do-psp", "do-b2026"]


def test_e51_to_e55_the_round_of_2009_10() -> None:
    (done,) = DORSET.register_rounds
    assert (done.identified, done.assessed, done.awaiting) == (66, 57, 9)
    assert (done.period, done.baseline) == ("2009/10", "March 2008")
    assert [step.order for step in done.steps] == [1, 2, 3, 4, 5, 6]
    assert "PACT" in done.excludes[0]


def test_j02_national_developments_are_dated() -> None:
    found = said(DORSET, "national")
    assert [entry.number for entry in found] == ["1.1", "1.2", "1.2", "1.3", "1.4", "1.5", "1.6-1.7"]
    assert [entry.dated for entry in found][:3] == ["2010-05-06", "2010-05-24", "2010-06-22"]


def test_i13_i20_trust_boards_and_the_end_of_caa() -> None:
    act = next(entry for entry in said(DORSET, "law") if entry.label.startswith("Apprenticeships"))
    assert "1 April 2010" in act.points[1]
    assert "1 April 2011" in act.points[2]
    caa = next(entry for entry in said(DORSET, "indicators") if "CAA" in entry.label)
    assert (caa.dated, caa.status) == ("2010-05-28", "ending")


def test_j10_j16_j17_report_structures_and_recommendations() -> None:
    headings = {
        pack.key: [s.heading for s in pack.report_templates[0].sections] for pack in (DORSET, HUMBERSIDE)
    }
    assert len(headings["dorset"]) == 6
    assert len(headings["humberside"]) == 11
    asked = [
        (row.ref, row.kind)
        for pack in (DORSET, CAMBRIDGESHIRE, HUMBERSIDE)
        for row in pack.report_templates[0].recommendations
    ]
    assert asked == [
        ("4.1", "note"),
        ("4.1", "consider and adopt"),
        ("15a", "discuss, approve and adopt"),
        ("15b", "approve"),
        ("15c", "receive further reports"),
    ]


# --- Humberside


def test_m01_six_categories_of_partner_and_no_partnership() -> None:
    groups = HUMBERSIDE.register_.groups
    assert [group.name for group in groups] == [
        "Local Strategic Partnerships",
        "Crime and Disorder Reduction Partnerships",
        "Children's Boards or Trusts",
        "The Local Criminal Justice Board",
        "Force Independent Advisory Group",
        "The Business Community",
    ]
    assert [group.kind_short for group in groups if group.statutory] == ["CDRP"]
    assert HUMBERSIDE.register_.partnerships == ()


def test_m02_m03_m05_six_elements_no_pledge_still_a_draft() -> None:
    strategy = HUMBERSIDE.strategy
    assert strategy is not None
    assert [element.number for element in strategy.elements] == [1, 2, 3, 4, 5, 6]
    assert not [element for element in strategy.elements if element.content]
    assert strategy.pledge is None
    assert strategy.status.startswith("draft")
    assert [document.id for document in HUMBERSIDE.documents if not document.supplied] == ["hu-strategy"]


def test_m09_f15_doing_nothing_and_staying_out_have_a_risk() -> None:
    labels = {entry.label for entry in said(HUMBERSIDE, "selection")}
    assert {"Doing nothing", "Not joining a statutory partnership"} <= labels
