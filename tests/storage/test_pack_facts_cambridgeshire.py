"""The Cambridgeshire pack holds what the policy says: seats, checklist, forms and guidance."""

from collections import Counter

import pytest
from tests.storage.pack_facts import (
    BEDFORDSHIRE,
    CAMBRIDGESHIRE,
    CUMBRIA,
    DORSET,
    HUMBERSIDE,
    entries,
    said,
    seats,
)


def test_a20_six_cdrp_six_lsp_and_two_laa_seats_all_unfilled() -> None:
    unfilled = {
        entry_id
        for entry_id, seat in seats(CAMBRIDGESHIRE, "representative")
        if not seat.person and not seat.office
    }
    kinds = Counter(entries(CAMBRIDGESHIRE)[entry].kind_short for entry in unfilled)
    assert kinds == {"CDRP": 6, "LSP": 6, "LAA": 2}
    assert CAMBRIDGESHIRE.register_.people == ()


def test_a20_five_lsps_are_of_districts_and_one_of_peterborough() -> None:
    lsps = [entry for entry in entries(CAMBRIDGESHIRE).values() if entry.kind_short == "LSP"]
    assert Counter(entry.level for entry in lsps) == {"district": 5, "unitary authority": 1}
    assert [entry.area for entry in lsps if entry.area] == ["Peterborough"]
    assert all("Basic Command Unit" in " ".join(entry.notes) for entry in lsps)


def test_a20_entries_without_a_name_say_so() -> None:
    unnamed = [entry for entry in entries(CAMBRIDGESHIRE).values() if entry.kind_short in {"CDRP", "LSP"}]
    assert len(unnamed) == 12
    assert all("name not recorded" in entry.name for entry in unnamed)


def test_a10_cambridgeshire_layers() -> None:
    groups = {group.id: group for group in CAMBRIDGESHIRE.register_.groups}
    assert [groups[name].count for name in ("ca-cdrps", "ca-lsps", "ca-laas")] == [6, 6, 2]
    assert groups["ca-thematic"].links_to == ("ca-regional",)
    assert groups["ca-cdrps"].appointed_at == "agm"
    assert groups["ca-laas"].term_years == 3
    assert entries(CAMBRIDGESHIRE)["ca-ccssb"].short == "CCSSB"
    layers = next(entry for entry in said(CAMBRIDGESHIRE, "structure") if entry.label.startswith("Layers"))
    assert len(layers.points) == 6


def test_a21_the_joint_statutory_committee_seats_offices() -> None:
    jsc = entries(CAMBRIDGESHIRE)["ca-jsc"]
    offices = {office.id: office.name for office in CAMBRIDGESHIRE.register_.offices}
    assert (jsc.bodies, jsc.seats_per_body) == (6, 2)
    assert [offices[seat.office] for seat in jsc.seats if seat.office] == [
        "Chairman",
        "one of the two Vice Chairmen",
    ]
    assert not [seat for seat in jsc.seats if seat.person]


def test_x24_which_authority_leads_which_laa_stays_open() -> None:
    for entry in ("ca-laa-together", "ca-laa-gpp"):
        assert "lead authority is not recorded" in (entries(CAMBRIDGESHIRE)[entry].remark or "")


def test_e02_five_triggers_make_a_partnership_high_risk() -> None:
    checklist = CAMBRIDGESHIRE.checklists[0]
    assert [(trigger.number, trigger.label) for trigger in checklist.triggers] == [
        (1, "money"),
        (2, "allocation of resources"),
        (3, "joint national performance targets"),
        (4, 'property or staff "owned" by the partnership'),
        (5, "contracts"),
    ]
    assert [trigger.also_worded for trigger in checklist.triggers if trigger.also_worded] == [
        "joint performance targets"
    ]


def test_e26_four_sections_with_nineteen_items_and_two_columns() -> None:
    checklist = CAMBRIDGESHIRE.checklists[0]
    assert len(CAMBRIDGESHIRE.checklists) == 1
    assert (checklist.id, checklist.version) == ("ca-risk-checklist", "29 June 2009")
    assert checklist.title == "Partnership - Risk Assessment Check List"
    assert [(section.title, len(section.items)) for section in checklist.sections] == [
        ("Governance, Communication and Information", 9),
        ("Finance", 4),
        ("Human Resources", 2),
        ("Assets/Property", 4),
    ]
    assert checklist.columns == ("Area of Partnership Business", "Assessment")
    assert checklist.header_fields == ("Partnership name",)
    assert {"Appendix 2", "Appendix A"} <= set(checklist.also_called)


def test_only_cambridgeshire_has_a_checklist_of_its_own() -> None:
    assert not [pack.key for pack in (CUMBRIA, BEDFORDSHIRE, DORSET, HUMBERSIDE) if pack.checklists]
    assert not [pack.key for pack in (CAMBRIDGESHIRE, BEDFORDSHIRE, DORSET, HUMBERSIDE) if pack.proforma]


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1, "Partnership Agreement between the members?"),
        (2, "Does the Agreement cover:"),
        (3, "Which agency is the accountable body?"),
        (4, "Does the Agreement identify partners' responsibilities for:"),
        (5, "Agency responsible for document retention?"),
        (6, "Dispute resolution procedure in the Agreement?"),
        (7, "Mechanisms in the Agreement to vary it?"),
        (8, "Procedures for terminating the partnership?"),
        (9, "Sound approach to risk management?"),
        (10, "Who is responsible for the budget and financial records?"),
        (11, "Potential costs to the Authority of taking part?"),
        (12, "Arrangements for auditing accounts?"),
        (13, "Clear and equitable sharing of costs and benefits?"),
        (14, "Arrangements for dedicated staff to support the Partnership?"),
        (15, "Line management arrangements?"),
        (16, "Accommodation required, and which agency obtains it?"),
        (17, "Clarity on disposal of assets at the end of the agreement?"),
        (18, "Who buys and accounts for equipment and material?"),
        (19, "Will intellectual property rights be created?"),
    ],
)
def test_e27_to_e45_items_of_the_checklist(number: int, label: str) -> None:
    items = [item for section in CAMBRIDGESHIRE.checklists[0].sections for item in section.items]
    assert (items[number - 1].number, items[number - 1].label) == (number, label)


def test_e28_e30_lettered_parts_and_e27_e29_notes() -> None:
    items = [item for section in CAMBRIDGESHIRE.checklists[0].sections for item in section.items]
    parts = {item.number: "".join(part.letter for part in item.sub_items) for item in items if item.sub_items}
    assert parts == {2: "abcde", 4: "abc"}
    assert {item.number: item.notes for item in items if item.notes} == {1: (1,), 3: (2,)}


def test_e46_note_2_has_four_headings_with_2_5_6_and_6_risks() -> None:
    note = CAMBRIDGESHIRE.checklists[0].notes[1]
    assert [(heading.title, len(heading.points)) for heading in note.headings] == [
        ("Information, Communication and Governance", 2),
        ("Personnel", 5),
        ("Property", 6),
        ("Finance", 6),
    ]
    causes = note.headings[3].causes
    assert causes == {"Claw back of grants": ("Failure of the project", "Loss of documentation")}
    assert note.remark, "X-23: that the split is a reading is said"


def test_e09_to_e25_sixteen_risk_issues_make_seventeen_questions() -> None:
    (issues,) = CAMBRIDGESHIRE.question_lists
    items = [item for section in issues.sections for item in section.items]
    assert len(items) == 16
    assert sum(len(item.sub_items) or 1 for item in items) == 17
    assert [item.number for item in items if item.sub_items] == [5]
    assert items[7].only_if == "a grant or pooled budget is involved"
    assert "Director of People" in (items[9].hint or "")
    assert items[14].applies_to == "existing partnerships"
    assert items[15].label == "Exit strategy: clear indicators for withdrawing"
    assert issues.triggers == ()


def test_e47_e48_what_sharing_police_data_asks() -> None:
    sharing = CAMBRIDGESHIRE.information_sharing
    assert sharing is not None
    assert len(sharing.complies_with) == 3
    assert sharing.exchange_complies_with.endswith("(GPMS)")
    assert len(sharing.held_under) == 5
    assert sharing.stress == ("relevance", "accuracy")


def test_k01_to_k04_the_clearance_box() -> None:
    box = CAMBRIDGESHIRE.forms[0]
    assert (box.id, box.blocks_sending, len(box.items)) == ("ca-report-clearance", True, 6)
    assert box.items[2].choices == ("Yes", "No")
    assert box.items[3].required_when == "item 3 is Yes"
    assert {document.protective_marking for document in CAMBRIDGESHIRE.documents} == {
        "NOT PROTECTIVELY MARKED"
    }


def test_l01_to_l12_the_equality_impact_assessment_has_b1_to_b10() -> None:
    form = next(form for form in CAMBRIDGESHIRE.forms if form.id == "ca-eia")
    assert [item.ref for item in form.items] == [f"B{number}" for number in range(1, 11)]
    assert len(form.header_fields) == 4
    assert [part.letter for part in form.items[2].sub_items] == ["a", "b"]
    assert [item.choices for item in form.items[7:]] == [("HIGH", "MEDIUM", "LOW")] * 3
    assert [len(item.perspectives) for item in form.items[7:]] == [3, 4, 3]


def test_l12_l13_the_seeded_assessment_has_low_three_times_and_gaps() -> None:
    done = next(form for form in CAMBRIDGESHIRE.completed_forms if form.form == "ca-eia")
    assert {answer.ref: answer.choice for answer in done.answers if answer.choice} == {
        "B8": "LOW",
        "B9": "LOW",
        "B10": "LOW",
    }
    assert [answer.ref for answer in done.answers if not answer.points] == ["B4", "B5", "B6", "B8"]
    assert [answer.ref for answer in done.answers if answer.printed == "to be completed"] == [
        "B4",
        "B5",
        "B6",
    ]
    assert done.header["Version No."] == "2"
    assert done.header["Date of creation/review"] == "17 March 2009"


def test_i16_the_three_ps() -> None:
    assert [entry.label for entry in said(CAMBRIDGESHIRE, "three-ps")] == [
        "Participation",
        "Performance",
        "Probity",
    ]


def test_i17_opportunities_and_challenges() -> None:
    assert len(said(CAMBRIDGESHIRE, "opportunities")) == 4
    assert [entry.number for entry in said(CAMBRIDGESHIRE, "challenges")] == ["6.1", "6.2", "6.3"]
    assert len(said(BEDFORDSHIRE, "challenges")) == 3


def test_i18_seven_laa_outcomes() -> None:
    outcomes = next(entry for entry in said(CAMBRIDGESHIRE, "laa") if entry.label.startswith("Outcomes"))
    assert outcomes.points == (
        "Stronger Communities",
        "Safer Communities",
        "Children and Young People",
        "Adult Health and Wellbeing",
        "Tackling Exclusion and Promoting Equality",
        "Local Economy",
        "Environmental Sustainability",
    )


def test_f12_four_mechanisms_of_collaboration() -> None:
    mechanisms = next(entry for entry in said(CAMBRIDGESHIRE, "collaboration") if entry.label == "Mechanisms")
    assert len(mechanisms.points) == 4
