"""The Cumbria pack holds what the guide says; counts and cycles of the other packs stand beside its own."""

from collections import Counter

import pytest
from tests.storage.pack_facts import (
    BEDFORDSHIRE,
    CAMBRIDGESHIRE,
    CUMBRIA,
    DORSET,
    HUMBERSIDE,
    cycles,
    entries,
    said,
    seats,
)

from liaison.domain.packs import Pack, Seat


def test_a07_cumbria_has_18_seats_17_filled_4_substitutes_12_members() -> None:
    representatives = seats(CUMBRIA, "representative")
    substitutes = seats(CUMBRIA, "substitute")
    filled = [seat for _, seat in representatives if seat.person]
    people = {seat.person for _, seat in [*representatives, *substitutes] if seat.person}
    assert (len(representatives), len(filled), len(substitutes), len(people)) == (18, 17, 4, 12)
    assert people == {person.id for person in CUMBRIA.register_.people}
    counted = ("representative_seats", "representative_seats_filled", "substitutes", "distinct_members_named")
    assert [CUMBRIA.figures[key] for key in counted] == [18, 17, 4, 12]


def test_a06_eden_lsp_is_the_one_vacancy() -> None:
    vacant = [(entry, seat) for entry, seat in seats(CUMBRIA, "representative") if not seat.person]
    assert vacant == [("cu-lsp-eden", Seat(role="representative", listed_as="To be advised"))]
    assert not [person for person in CUMBRIA.register_.people if "advised" in person.name.lower()]


def test_a08_mr_watson_chairman_sits_on_csp_and_carlisle_lsp_and_stands_in_for_the_cdrp() -> None:
    held = {
        (entry.name, seat.role, seat.office)
        for entry in CUMBRIA.register_.partnerships
        for seat in entry.seats
        if seat.person == "watson"
    }
    assert held == {
        ("Cumbria Strategic Partnership", "representative", "chairman"),
        ("Carlisle Partnership", "representative", None),
        ("Carlisle and Eden CDRP", "substitute", None),
    }
    watson = next(person for person in CUMBRIA.register_.people if person.id == "watson")
    assert (watson.name, watson.office) == ("Mr R Watson", "chairman")


@pytest.mark.parametrize(
    ("entry", "representative", "substitute", "office"),
    [
        ("cu-csp", "Mr R Watson", None, "Chairman of Police Authority"),
        ("cu-lsp-furness", "Mrs L L Shaw", None, None),
        ("cu-lsp-carlisle", "Mr R Watson", None, None),
        ("cu-lsp-west", "Mrs M Johnson", None, None),
        ("cu-lsp-south-lakeland", "Mr J Nicholson", None, None),
        ("cu-cdrp-barrow", "Mrs L L Shaw", "Mr W Smith", None),
        ("cu-cdrp-carlisle-eden", "Mrs B Furneaux", "Mr R Watson", None),
        ("cu-cdrp-south-lakeland", "Mr J Nicholson", "Mrs P M Halfpenny", None),
        ("cu-cdrp-west", "Mrs M Johnson", "Mr A L Barry", None),
        ("cu-safer-stronger", "Mrs C Egan", None, "Chair of Policing Plan and Performance Committee"),
        (
            "cu-equality-diversity",
            "Mr W Smith",
            None,
            "Chair of Communities, Equality and Diversity Committee",
        ),
        ("cu-road-safety", "Mrs C Egan", None, "Chair of Policing Plan and Performance Committee"),
        ("cu-pensions", "Mrs P M Halfpenny", None, "Member of the Police Authority"),
        ("cu-cyp-scrutiny", "Mrs L L Shaw", None, "Member of Communities, Equality and Diversity Committee"),
        ("cu-crimestoppers", "Mr P Everingham", None, "Member of the Police Authority"),
        ("cu-forensic", "Mr R Cole", None, "Member of the Police Authority"),
        ("cu-nw-training", "Mr J Woolley", None, "Member of Personnel Committee"),
    ],
)
def test_a01_a02_b21_who_sits_where_in_cumbria(
    entry: str, representative: str, substitute: str | None, office: str | None
) -> None:
    names = {person.id: person.name for person in CUMBRIA.register_.people}
    offices = {post.id: post.name for post in CUMBRIA.register_.offices}
    found = {seat.role: names[seat.person] for seat in entries(CUMBRIA)[entry].seats if seat.person}
    assert found.get("representative") == representative
    assert found.get("substitute") == substitute
    first = entries(CUMBRIA)[entry].seats[0]
    assert (offices[first.office] if first.office else None) == office


@pytest.mark.parametrize(
    ("entry", "name", "other_names"),
    [
        ("cu-lsp-furness", "Furness Partnership", {"Barrow in Furness", "Barrow in Furness LSP"}),
        ("cu-cdrp-south-lakeland", "South Lakeland CDRP", {"South Lakes CDRP"}),
        ("cu-crimestoppers", "Crime Stoppers Board", {"Crimestoppers"}),
        (
            "cu-nw-training",
            "North West Region Training Strategy Group",
            {"North West Regional Training Strategy Group"},
        ),
        (
            "cu-road-safety",
            "Cumbria Road Safety Partnership Board",
            {"Road Safety High Level Strategic Group"},
        ),
        ("cu-laa", "Local Area Agreement", {"the Cumbria Agreement"}),
        (
            "cu-equality-diversity",
            "Cumbria Equality and Diversity Partnership",
            {"Cumbria Equality & Diversity Partnership"},
        ),
        ("cu-cdrp-carlisle-eden", "Carlisle and Eden CDRP", {"Carlisle & Eden CDRP", "Carlisle/Eden CDRP"}),
        ("cu-cdrp-west", "West Cumbria CDRP", {"West CDRP"}),
        ("cu-lsp-eden", "Eden Local Strategic Partnership", {"Eden LSP"}),
    ],
)
def test_a09_both_names_are_held(entry: str, name: str, other_names: set[str]) -> None:
    assert entries(CUMBRIA)[entry].name == name
    assert other_names <= set(entries(CUMBRIA)[entry].also_called)


@pytest.mark.parametrize("pack", [CUMBRIA, CAMBRIDGESHIRE, DORSET], ids=lambda pack: pack.key)
def test_a09_no_name_means_two_entries(pack: Pack) -> None:
    names = Counter(
        name.casefold() for entry in pack.register_.partnerships for name in {entry.name, *entry.also_called}
    )
    assert not [name for name, count in names.items() if count > 1]


def test_a10_parent_and_member_links_in_cumbria() -> None:
    found = entries(CUMBRIA).values()
    thematic = [entry for entry in found if entry.kind == "thematic partnership"]
    lsps = [entry for entry in found if entry.kind_short == "LSP"]
    cdrps = [entry for entry in found if entry.kind_short == "CDRP"]
    assert [(entry.number, entry.parent) for entry in thematic] == [(n, "cu-csp") for n in range(1, 8)]
    assert [entry.member_of for entry in lsps] == [("cu-csp",)] * 5
    assert [entry.member_of for entry in cdrps] == [("cu-safer-stronger",)] * 4


@pytest.mark.parametrize(
    ("entry", "priorities", "principles", "themes"),
    [
        ("cu-lsp-furness", 6, 0, 0),
        ("cu-lsp-carlisle", 6, 0, 0),
        ("cu-lsp-eden", 3, 5, 0),
        ("cu-lsp-west", 3, 0, 0),
        ("cu-lsp-south-lakeland", 5, 0, 4),
        ("cu-cdrp-carlisle-eden", 3, 0, 0),
        ("cu-cdrp-south-lakeland", 6, 0, 0),
        ("cu-cdrp-barrow", 5, 0, 0),
        ("cu-cdrp-west", 6, 0, 0),
    ],
)
def test_a12_priority_lists(entry: str, priorities: int, principles: int, themes: int) -> None:
    found = entries(CUMBRIA)[entry]
    assert (len(found.priorities), len(found.principles), len(found.themes)) == (
        priorities,
        principles,
        themes,
    )


def test_a12_west_cumbria_looks_to_2027() -> None:
    west = entries(CUMBRIA)["cu-lsp-west"]
    assert (west.vision_year, len(west.vision), west.priorities_called) == (2027, 4, "aims")


def test_a13_each_cdrp_has_a_three_year_strategy_a_steering_group_and_task_groups() -> None:
    for entry in entries(CUMBRIA).values():
        if entry.kind_short == "CDRP":
            assert entry.strategy_years == 3
            assert entry.sub_groups == ("strategic steering group", "task groups")
            assert entry.statutory is True
            assert entry.governance is None
    group = next(group for group in CUMBRIA.register_.groups if group.id == "cu-cdrps")
    assert "governance varies from one CDRP to another" in group.facts


def test_a14_the_remaining_entries() -> None:
    found = entries(CUMBRIA)
    equality = found["cu-equality-diversity"]
    assert equality.strands == ("Ethnicity", "Disability", "Gender", "Sexuality", "Age", "Religion/Belief")
    assert (len(equality.priorities), equality.priorities_called, len(equality.objectives)) == (7, "aims", 6)
    assert len(found["cu-cyp-scrutiny"].priorities) == 6
    assert (found["cu-forensic"].bodies, found["cu-forensic"].bodies_are) == (
        14,
        "police authorities and forces",
    )
    for entry in ("cu-road-safety", "cu-crimestoppers", "cu-forensic", "cu-nw-training"):
        assert found[entry].purpose
    assert found["cu-pensions"].purpose == ()


def test_a15_safer_and_stronger_has_a_chair_and_nine_kinds_of_body() -> None:
    found = entries(CUMBRIA)["cu-safer-stronger"]
    assert (found.chaired_by or "").startswith("Cumbria Constabulary")
    assert len(found.members) == 9
    assert {"county Crime and Disorder Reduction Partnerships (four)", "District councils (six)"} <= set(
        found.members
    )


def test_a16_the_list_is_of_another_edition_than_the_guide() -> None:
    assert (CUMBRIA.register_.edition, CUMBRIA.register_.policy_edition) == ("2008/09", "2009-10")


def test_a19_lsps_are_non_statutory_in_cumbria_and_cambridgeshire() -> None:
    for pack, count in ((CUMBRIA, 5), (CAMBRIDGESHIRE, 6)):
        stated = [entry.statutory for entry in entries(pack).values() if entry.kind_short == "LSP"]
        assert stated == [False] * count


def test_x08_report_to_committees_are_left_open() -> None:
    """The matrix that names them is another document, and it is not in the text."""
    assert not [entry for entry in entries(CUMBRIA).values() if entry.reports_to]


def test_cumbria_committees_have_their_short_names() -> None:
    found = {committee.short: committee.name for committee in CUMBRIA.register_.committees}
    assert found == {
        "Authority": "Cumbria Police Authority (full Authority)",
        "PPP": "Policing Plan and Performance Committee",
        "CED": "Communities, Equality and Diversity Committee",
        "Personnel": "Personnel Committee",
    }


# --- Cumbria: the proforma, cycles, procedures and guidance


def test_d01_to_d07_the_proforma_has_six_items_with_these_labels() -> None:
    proforma = CUMBRIA.proforma
    assert proforma is not None
    assert proforma.title == "Proforma for Reporting Partnership Activity"
    assert [(item.number, item.label) for item in proforma.items] == [
        (1, "Name of Partnership"),
        (2, "Date of Meeting"),
        (3, "Representing Member"),
        (4, "Report to which Committee"),
        (5, "Outcomes of the last meeting, briefly"),
        (6, "Date of next meeting"),
    ]
    assert {item.number: item.hint for item in proforma.items if item.hint} == {
        5: "key decisions made by the partnership"
    }


def test_d08_to_d18_what_happens_to_a_report() -> None:
    proforma = CUMBRIA.proforma
    assert proforma is not None
    assert (proforma.use_is_optional, proforma.written_report_expected) == (True, True)
    assert proforma.covers_also == ("Constabulary Boards",)
    assert proforma.agenda_item == "Members Report Back"
    assert proforma.returned_to == "Committee Services Officer"
    assert proforma.submitted_to == ("all relevant committees", "all relevant working groups")
    assert proforma.copied_to == ("support officer",)
    assert proforma.presented == ("in person", "via the chair")
    assert proforma.handling == "restricted"


@pytest.mark.parametrize(
    ("pack", "cycle", "every", "month", "committee"),
    [
        (CUMBRIA, "cu-membership", "year", 6, "authority"),
        (CUMBRIA, "cu-guide", "year", 6, "authority"),
        (CUMBRIA, "cu-approach", "year", None, None),
        (CUMBRIA, "cu-performance", "quarter", None, "ppp"),
        (CUMBRIA, "cu-diary", "week", None, None),
        (CUMBRIA, "cu-cdrp-assessment", "year", None, None),
        (CUMBRIA, "cu-cdrp-public-meeting", "year", None, None),
        (CUMBRIA, "cu-cdrp-strategy", "three years", None, None),
        (CUMBRIA, "cu-equality-report", "year", None, None),
        (CAMBRIDGESHIRE, "ca-policy", "year", None, "scrutiny-audit"),
        (CAMBRIDGESHIRE, "ca-appointments", "year", None, "agm"),
        (CAMBRIDGESHIRE, "ca-risk", None, None, None),
        (BEDFORDSHIRE, "be-regular", None, None, None),
        (BEDFORDSHIRE, "be-non-statutory", "year", None, None),
        (BEDFORDSHIRE, "be-progress", "quarter", None, "cec"),
        (BEDFORDSHIRE, "be-action-plan", None, None, "cec"),
        (BEDFORDSHIRE, "be-collaboration", None, None, None),
        (HUMBERSIDE, "hu-strategy", None, None, "authority"),
    ],
    ids=lambda value: value.key if isinstance(value, Pack) else str(value),
)
def test_g01_to_g15_cycles_say_no_more_than_the_document(
    pack: Pack, cycle: str, every: str | None, month: int | None, committee: str | None
) -> None:
    found = cycles(pack)[cycle]
    assert (found.every, found.month, found.committee) == (every, month, committee)


def test_no_cycle_is_made_up() -> None:
    counts = [len(pack.review_cycles) for pack in (CUMBRIA, CAMBRIDGESHIRE, BEDFORDSHIRE, HUMBERSIDE, DORSET)]
    assert counts == [10, 4, 6, 1, 0]


def test_f01_to_f05_four_steps_before_joining() -> None:
    assert [(step.order, step.strength) for step in CUMBRIA.entry_steps] == [
        (1, "essential"),
        (2, "recommended"),
        (3, "required"),
        (4, "final decision"),
    ]
    assert "full Authority" in CUMBRIA.entry_steps[-1].step


def test_h02_h03_whose_approval_counts() -> None:
    force, authority = CUMBRIA.commitment_rules
    assert force.approvers == ("Chief Constable",)
    assert len(authority.approvers) == 3
    assert authority.approvers_needed == "any one"
    assert {force.timing, authority.timing} == {"prior"}


def test_c04_three_ways_to_be_briefed() -> None:
    assert CUMBRIA.briefing is not None
    assert [mode.split()[0] for mode in CUMBRIA.briefing.modes] == ["combined", "telephone", "video"]


def test_b05_who_signs_which_code() -> None:
    signed = {
        document.title: document.signed_by for document in CUMBRIA.referenced_documents if document.signed_by
    }
    assert signed == {
        "Authority Code of Conduct and associated undertakings": ("all members",),
        "Anti-Discrimination Code of Conduct": ("all members", "all officers"),
    }


def test_i05_seven_reasons_explained_nine_functions_two_values() -> None:
    reasons = said(CUMBRIA, "reasons")
    assert [reason.number for reason in reasons] == list("1234567")
    assert all(reason.points for reason in reasons)
    assert [len(entry.points) for entry in said(CUMBRIA, "functions")] == [9]
    assert [value.label for value in said(CUMBRIA, "values")] == ["Collaborative", "Ambassadorial"]
    assert len(said(HUMBERSIDE, "reasons")) == 5


def test_i06_nine_principles() -> None:
    assert [entry.number for entry in said(CUMBRIA, "principles")] == list("123456789")


def test_i08_i12_law_is_told_from_proposals() -> None:
    law = {entry.label: entry for entry in said(CUMBRIA, "law")}
    assert law["Crime and Disorder Act 1998"].sections == ("6", "17")
    assert len(law["Crime and Disorder Act 1998"].amended_by) == 2
    assert {label for label, entry in law.items() if entry.status == "bill"} == {
        "Policing and Crime Bill 2008/9",
        "Community Empowerment, Economic Regeneration and Housing Bill 2008/9",
    }
    assert not [label for label, entry in law.items() if label.endswith("2008/9") and entry.status != "bill"]


def test_i09_the_regulations_of_1_august_2007_bring_seven_duties() -> None:
    entry = next(entry for entry in said(CUMBRIA, "law") if "Formulation and Implementation" in entry.label)
    assert (entry.dated, len(entry.points)) == ("2007-08-01", 7)


def test_i21_six_publications_eight_drivers_and_the_background_dates() -> None:
    assert [entry.dated for entry in said(CUMBRIA, "sources")] == [
        "2006-10",
        "2007-07",
        "2007-08",
        "2007-10",
        "2008-07",
        "2008-07",
    ]
    assert len(said(CAMBRIDGESHIRE, "sources")) == 8
    assert [entry.dated for entry in said(CUMBRIA, "milestones")] == [
        "2004-11",
        "2006-01",
        "2008-02-07",
        "2008-04",
        "2009-04",
    ]


def test_i19_the_count_of_national_indicators_differs() -> None:
    assert (CUMBRIA.figures["national_indicators"], CAMBRIDGESHIRE.figures["national_indicators"]) == (
        195,
        198,
    )


def test_i23_x32_csp_is_read_by_authority() -> None:
    assert CUMBRIA.glossary["CSP"] == "Cumbria Strategic Partnership"
    assert DORSET.glossary["CSP"] == "Community Safety Partnership"
    assert "CSP" not in CAMBRIDGESHIRE.glossary
