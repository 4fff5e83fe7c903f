"""The registers that the documents give, once loaded: what the rows of section A name is there, entry by entry."""

from collections import Counter
from datetime import date

import pytest

from liaison.domain.register.changes import differences
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Partnership
from liaison.domain.register.rules import faults
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, GroupId, PartnershipId, PersonId
from liaison.storage.packs import load_pack

LOADED = date(2026, 11, 22)
REGISTERS = {
    name: from_pack(load_pack(name), since=LOADED)
    for name in ("bedfordshire", "cambridgeshire", "cumbria", "dorset", "humberside", "model")
}
CUMBRIA, CAMBRIDGESHIRE, DORSET = REGISTERS["cumbria"], REGISTERS["cambridgeshire"], REGISTERS["dorset"]


def entry(register: Register, id_: str) -> Partnership:
    return register.partnership[PartnershipId(id_)]


def of_kind(register: Register, short: str) -> list[Partnership]:
    return [partnership for partnership in register.partnerships if partnership.kind_short == short]


@pytest.mark.parametrize("name", REGISTERS)
def test_what_a_pack_loads_keeps_every_rule_of_the_register(name: str) -> None:
    register = REGISTERS[name]
    bare = register.changed([])
    everything = [
        Edit(kind, one.id, one)
        for kind in ("committees", "people", "offices", "terms", "groups", "partnerships", "appointments")
        for one in register.entries(kind)
    ]
    emptied = register.changed([Edit(edit.kind, edit.id, None) for edit in everything])
    assert not faults(bare, differences(emptied, everything))


def test_a05_a_partnership_names_its_committee_and_further_ones_and_both_find_each_other() -> None:
    """Cumbria's matrix of committees is not in the text: staff name them, and each side then tells the other."""
    assert not [partnership for partnership in CUMBRIA.partnerships if partnership.reports_to]
    barrow = entry(CUMBRIA, "cu-cdrp-barrow")
    named = barrow.model_copy(update={"reports_to": (CommitteeId("ppp"), CommitteeId("ced"))})
    register = CUMBRIA.changed([Edit("partnerships", barrow.id, named)])
    for committee in named.reports_to:
        assert register.reporting_to(committee) == (named,)
    assert register.reporting_to(CommitteeId("personnel")) == ()


def test_a06_the_seat_to_be_advised_is_a_vacancy() -> None:
    (vacant,) = CUMBRIA.vacancies(LOADED)
    assert vacant.appointment.partnership == "cu-lsp-eden"
    assert (vacant.person, vacant.appointment.listed_as) == (None, "To be advised")
    assert not [person for person in CUMBRIA.people if "advised" in person.name.lower()]


def test_a07_18_seats_17_filled_1_vacant_4_substitutes_12_members() -> None:
    seats = [CUMBRIA.holder(seat, LOADED) for seat in CUMBRIA.appointments]
    counted = Counter((held.appointment.role, held.person is not None) for held in seats)
    assert counted == {("representative", True): 17, ("representative", False): 1, ("substitute", True): 4}
    assert len({held.person.id for held in seats if held.person}) == 12


def test_a08_every_seat_of_mr_watson_with_his_office() -> None:
    held = CUMBRIA.seats_held_by(PersonId("watson"), LOADED)
    told = [
        (CUMBRIA.partnership[seat.appointment.partnership].name, seat.appointment.role, seat.office)
        for seat in held
    ]
    chairman = CUMBRIA.offices_of(PersonId("watson"), LOADED)[0]
    assert chairman.name == "Chairman of Police Authority"
    assert told == [
        ("Cumbria Strategic Partnership", "representative", chairman),
        ("Carlisle Partnership", "representative", None),
        ("Carlisle and Eden CDRP", "substitute", None),
    ]


@pytest.mark.parametrize(
    ("id_", "listed", "described"),
    [
        ("cu-lsp-furness", "Barrow in Furness", "Furness Partnership"),
        ("cu-cdrp-south-lakeland", "South Lakes CDRP", "South Lakeland CDRP"),
        ("cu-crimestoppers", "Crimestoppers", "Crime Stoppers Board"),
        (
            "cu-nw-training",
            "North West Regional Training Strategy Group",
            "North West Region Training Strategy Group",
        ),
    ],
)
def test_a09_both_names_are_of_one_entry(id_: str, listed: str, described: str) -> None:
    partnership = entry(CUMBRIA, id_)
    assert partnership.name == described
    assert listed in partnership.also_called


def test_a10_cumbrias_partnerships_have_their_parents_and_members() -> None:
    below = Counter(partnership.kind for partnership in CUMBRIA.parts_of(PartnershipId("cu-csp")))
    assert (below["thematic partnership"], below["local strategic partnership"]) == (7, 5)
    safer = CUMBRIA.parts_of(PartnershipId("cu-safer-stronger"))
    assert [partnership.kind_short for partnership in safer] == ["CDRP"] * 4
    assert entry(CUMBRIA, "cu-safer-stronger").parent == "cu-csp"


def test_a10_cambridgeshires_layers_are_groups_and_entries() -> None:
    groups = CAMBRIDGESHIRE.group
    layers = {name: groups[GroupId(name)].count for name in ("ca-cdrps", "ca-lsps", "ca-laas")}
    assert layers == {"ca-cdrps": 6, "ca-lsps": 6, "ca-laas": 2}
    assert groups[GroupId("ca-thematic")].links_to == ("ca-regional",)
    assert groups[GroupId("ca-cdrps")].appointed_at == "agm"
    assert entry(CAMBRIDGESHIRE, "ca-ccssb").name == "County Community Safety Strategic Board"


@pytest.mark.parametrize(
    ("id_", "priorities", "principles", "themes"),
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
def test_a12_every_priority_is_held(id_: str, priorities: int, principles: int, themes: int) -> None:
    found = entry(CUMBRIA, id_)
    assert (len(found.priorities), len(found.principles), len(found.themes)) == (
        priorities,
        principles,
        themes,
    )


def test_a12_west_cumbrias_vision_is_of_2027() -> None:
    west = entry(CUMBRIA, "cu-lsp-west")
    assert (west.vision_year, bool(west.vision), west.priorities_called) == (2027, True, "aims")


def test_a13_a_cdrp_has_its_strategy_steering_group_task_groups_and_governance() -> None:
    cdrps = of_kind(CUMBRIA, "CDRP")
    assert len(cdrps) == 4
    for cdrp in cdrps:
        assert (cdrp.strategy_years, cdrp.sub_groups) == (3, ("strategic steering group", "task groups"))
        assert cdrp.group
        assert "governance varies from one CDRP to another" in CUMBRIA.group[cdrp.group].facts
    own = cdrps[0].model_copy(update={"governance": "Chaired in turn", "steering_group": "Leadership group"})
    changed = CUMBRIA.changed([Edit("partnerships", own.id, own)])
    assert changed.partnership[own.id].governance == "Chaired in turn"


def test_a14_the_remaining_entries_are_loaded_as_described() -> None:
    equality = entry(CUMBRIA, "cu-equality-diversity")
    assert (len(equality.strands), len(equality.priorities), len(equality.objectives)) == (6, 7, 6)
    assert equality.priorities_called == "aims"
    assert len(entry(CUMBRIA, "cu-cyp-scrutiny").priorities) == 6
    assert entry(CUMBRIA, "cu-forensic").bodies == 14
    for id_ in ("cu-road-safety", "cu-crimestoppers", "cu-forensic", "cu-nw-training"):
        assert entry(CUMBRIA, id_).purpose
    assert not entry(CUMBRIA, "cu-pensions").purpose


def test_a15_safer_and_stronger_has_its_chair_and_nine_kinds_of_body() -> None:
    safer = entry(CUMBRIA, "cu-safer-stronger")
    assert (safer.chaired_by or "").startswith("Cumbria Constabulary")
    assert len(safer.members) == 9
    assert any("four" in body for body in safer.members)
    assert any("six" in body for body in safer.members)


def test_a16_the_list_has_another_edition_than_the_guide() -> None:
    assert (CUMBRIA.edition, CUMBRIA.policy_edition) == ("2008/09", "2009-10")


def test_a20_cambridgeshires_seats_are_6_and_6_and_2_and_all_unfilled() -> None:
    unfilled = [
        CAMBRIDGESHIRE.partnership[held.appointment.partnership] for held in CAMBRIDGESHIRE.vacancies(LOADED)
    ]
    assert Counter(partnership.kind_short for partnership in unfilled) == {"CDRP": 6, "LSP": 6, "LAA": 2}
    lsps = of_kind(CAMBRIDGESHIRE, "LSP")
    assert Counter(partnership.level for partnership in lsps) == {"district": 5, "unitary authority": 1}
    assert all("Basic Command Unit" in " ".join(partnership.notes) for partnership in lsps)


def test_a21_the_joint_committees_seats_go_with_offices() -> None:
    jsc = entry(CAMBRIDGESHIRE, "ca-jsc")
    assert (jsc.bodies, jsc.seats_per_body) == (6, 2)
    seats = CAMBRIDGESHIRE.seats_of(jsc.id, LOADED)
    assert [held.office.name for held in seats if held.office] == ["Chairman", "one of the two Vice Chairmen"]
    assert not [held for held in seats if held.person or held.appointment.vacant]


def test_a22_a_partnership_of_the_forces_has_room_for_its_owner_and_none_is_made_up() -> None:
    assert DORSET.whose == "force"
    assert {partnership.owner for partnership in DORSET.partnerships} == {None}
    forum = entry(DORSET, "do-lrf").model_copy(update={"owner": "Operations"})
    assert DORSET.changed([Edit("partnerships", forum.id, forum)]).partnership[forum.id].owner == "Operations"


def test_a23_the_strategic_ones_are_marked_and_the_forum_is_informal() -> None:
    strategic = [partnership for partnership in DORSET.partnerships if partnership.strategic]
    kinds = Counter(partnership.kind_short or partnership.kind for partnership in strategic)
    assert kinds == {
        "LSP": 3,
        "CSP": 3,
        "children's trust": 3,
        "LRF": 1,
        "LCJB": 1,
        "informal partnership group": 1,
    }
    assert entry(DORSET, "do-psf").formal is False


def test_a24_two_csps_merged_on_1_may_2010_and_cdrp_is_their_older_kind() -> None:
    merged = [partnership for partnership in DORSET.partnerships if partnership.merged_into]
    assert [(one.name, one.until, one.merged_into) for one in merged] == [
        ("Eastern CSP", date(2010, 5, 1), "do-csp"),
        ("Western CSP", date(2010, 5, 1), "do-csp"),
    ]
    dorset = entry(DORSET, "do-csp")
    assert dorset.since == date(2010, 5, 1)
    assert [one.exists_on(date(2010, 4, 30)) for one in (*merged, dorset)] == [True, True, False]
    assert [one.exists_on(date(2010, 5, 1)) for one in (*merged, dorset)] == [False, False, True]
    assert dorset.kind_formerly_short == "CDRP"


def test_a25_sub_groups_and_who_attends_them() -> None:
    assert len(entry(DORSET, "do-dcjb").sub_groups) == 4
    funding = entry(DORSET, "do-dsp").attendance[0]
    assert "funding" in funding.sub_group
    assert any("Divisional Commander" in who for who in funding.who)
    trusts = [one for one in DORSET.partnerships if one.kind == "children's trust"]
    assert len(trusts) == 3
    assert len(entry(DORSET, "do-ssct").members) == 4


def test_b02_a_members_offices_are_held() -> None:
    offices = {office.name for office in CUMBRIA.offices}
    assert {"Chairman of Police Authority", "Chair of Policing Plan and Performance Committee"} <= offices
    assert [office.name for office in CUMBRIA.offices_of(PersonId("egan"), LOADED)] == [
        "Chair of Policing Plan and Performance Committee"
    ]
