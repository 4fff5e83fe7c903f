"""What a partnership is and wants, as a member meets it in Slack: cards, lists, priorities, the tree."""

from collections.abc import Iterator

import pytest
from tests.conftest import NOW
from tests.flows.office import WORKSPACE, Office, open_office

from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Entry, Kind, Partnership
from liaison.domain.values import PartnershipId
from liaison.sandbox.language import people
from liaison.sandbox.language.people import Reply


def keep(office: Office, *entries: tuple[Kind, Entry]) -> None:
    """Puts entries into the register, as staff do."""
    edits = [Edit(kind, entry.id, entry) for kind, entry in entries]
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=office.slack.clock.now())


@pytest.fixture(scope="module")
def shaw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[people.Person]:
    """A member in Cumbria's office, who only looks."""
    with open_office(f"sqlite:///{tmp_path_factory.mktemp('cumbria')}/liaison.db", NOW) as office:
        yield office.member("Mrs L L Shaw")


@pytest.fixture(scope="module")
def dorset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[people.Person]:
    """A member in Dorset's office, where the force's partnerships are registered."""
    url = f"sqlite:///{tmp_path_factory.mktemp('dorset')}/liaison.db"
    with open_office(url, NOW, pack="dorset") as office:
        psf = office.register.partnership[PartnershipId("do-psf")]
        keep(office, ("partnerships", psf.model_copy(update={"owner": "Territorial Policing"})))
        yield office.member("A Member")


@pytest.fixture(scope="module")
def cambridgeshire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[people.Person]:
    """A member in Cambridgeshire's office, who only looks."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cambridgeshire')}/liaison.db"
    with open_office(url, NOW, pack="cambridgeshire") as office:
        yield office.member("A Member")


def listed(reply: Reply, label: str) -> list[str]:
    """The points under a label of a card."""
    found = list[str]()
    lines = iter(reply.text.splitlines())
    for line in lines:
        if line.strip() == f"{label}:":
            for point in lines:
                if not point.startswith("• "):
                    break
                found.append(point.removeprefix("• "))
    return found


def test_a_16_the_edition_stands_on_every_answer(shaw: people.Person, dorset: people.Person) -> None:
    warning = "List of 2008/09; the policy is of 2009-10, so check before you rely on it."
    for typed in (
        "/partnership barrow cdrp",
        "/rep watson",
        "/rep vacant",
        "/rep matrix",
        "/partnership list",
    ):
        shaw.types(typed).sees(warning)
    dorset.types("/partnership psf").sees("List of 2009/10").does_not_see("check before you rely")


def test_a_10_cumbrias_tree(shaw: people.Person) -> None:
    tree = shaw.types("/partnership tree").sees("How the partnerships hang together").text.splitlines()
    below = tree[tree.index("Cumbria Strategic Partnership") + 1 :]
    points = [line for line in below if line.startswith("• ")]
    assert sum("Partnership (LSP), a member" in line for line in points) == 5
    cdrps = [line.strip() for line in below if line.endswith("CDRP, a member")]
    assert len(cdrps) == 4
    assert "Thematic Partnerships: 7 partnerships, all in the register" in tree
    branch = shaw.types("/partnership tree safer and stronger")
    branch.sees("Part of: Cumbria Strategic Partnership").sees("• Barrow CDRP, a member").does_not_see(
        "(LSP)"
    )


def test_a_10_the_tree_and_priorities_are_as_they_were_on_a_day(dorset: people.Person) -> None:
    assert "Eastern CSP" not in dorset.types("/partnership tree").text
    for typed in ("tree on 1 april 2010", "tree as at 1/4/2010"):
        then = dorset.types(f"/partnership {typed}").sees("How the partnerships hang together")
        then.sees("As it was on 1 April 2010").sees("Eastern CSP")
    then.button("See the whole matrix").click()
    dorset.sees("As it was on 1 April 2010")
    branch = dorset.types("/partnership tree eastern csp on 1 april 2010").sees("How the partnerships hang")
    branch.sees("As it was on 1 April 2010").does_not_see("Western CSP")
    aims = dorset.types("/partnership priorities dsp on 1 april 2010")
    aims.sees("Dorset Strategic Partnership").sees("As it was on 1 April 2010")
    dorset.types("/partnership priorities dsp").does_not_see("As it was")
    dorset.types("/partnership priorities on 1 april 2010").sees("one partnership at a time")


def test_a_10_cambridgeshires_layers(cambridgeshire: people.Person) -> None:
    tree = cambridgeshire.types("/partnership tree")
    tree.sees("Crime and Disorder Reduction Partnerships: 6 partnerships").sees(
        "The policy names none of the six."
    )
    tree.sees("Local Area Agreements: 2 partnerships").sees("County Community Safety Strategic Board")
    tree.sees("Thematic county groups: none named").sees("Links to: Regional collaborations")


def test_a_11_purpose_and_our_role_are_shown_and_missed(shaw: people.Person) -> None:
    shaw.types("/partnership cumbria strategic partnership").sees(
        "• develop the Sustainable Community Strategy"
    ).sees("Our role in it: not recorded")
    asked = shaw.types("/partnership next meeting barrow cdrp")
    asked.sees("Barrow CDRP. Next meeting: not recorded.").does_not_see("Representative")
    asked.button("Details: Barrow CDRP").click()
    asked.sees("Our role in it")
    shaw.types("/partnership barrow cdrp").sees("Our role in it: Responsible authority.").sees(
        "Purpose: not recorded"
    )


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("furness partnership", {"Priorities": 6}),
        ("carlisle lsp", {"Key objectives": 6}),
        ("eden lsp", {"Priorities": 3, "Principles": 5}),
        ("west cumbria lsp", {"Vision for 2027": 4, "Aims": 3}),
        ("south lakeland lsp", {"Visions": 5, "Themes": 4}),
        ("carlisle and eden cdrp", {"Priorities": 3}),
        ("south lakes cdrp", {"Priorities": 6}),
        ("barrow cdrp", {"Priorities": 5}),
        ("west cumbria cdrp", {"Priorities": 6}),
    ],
)
def test_a_12_priorities_under_the_partnerships_own_word(
    shaw: people.Person, typed: str, counts: dict[str, int]
) -> None:
    reply = shaw.types(f"/partnership priorities {typed}")
    assert {label: len(listed(reply, label)) for label in counts} == counts


def test_a_13_a_cdrp_has_its_strategy_groups_and_governance(shaw: people.Person) -> None:
    card = shaw.types("/partnership west cumbria cdrp")
    card.sees("Its strategy runs for: 3 years").sees("• strategic steering group").sees("• task groups")
    card.sees("• governance varies from one CDRP to another")


def test_a_13_its_own_steering_group_task_groups_and_governance_stand_on_the_card(office: Office) -> None:
    """Beside what is said of all in the group, since these vary."""
    barrow = office.register.partnership[PartnershipId("cu-cdrp-barrow")]
    own = {
        "steering_group": "Barrow Leadership Group",
        "task_groups": ("Violent crime", "Burglary"),
        "governance": "Chaired by the districts in turn",
    }
    keep(office, ("partnerships", Partnership.model_validate({**dict(barrow), **own})))
    shaw = office.member("Mrs L L Shaw")
    card = shaw.types("/partnership barrow cdrp").sees("Steering group: Barrow Leadership Group")
    assert listed(card, "Task groups") == ["Violent crime", "Burglary"]
    card.sees("Chaired by the districts in turn").sees("Its strategy runs for: 3 years")
    shaw.types("/partnership west cumbria cdrp").does_not_see("Barrow Leadership Group")


@pytest.mark.parametrize(("code", "said"), [(True, "yes"), (False, "no"), (None, None)])
def test_a_card_says_whether_the_partnership_has_a_code_of_conduct(
    office: Office, code: bool | None, said: str | None
) -> None:
    barrow = office.register.partnership[PartnershipId("cu-cdrp-barrow")]
    keep(office, ("partnerships", Partnership.model_validate({**dict(barrow), "code_of_conduct": code})))
    card = office.member("Mrs L L Shaw").types("/partnership barrow cdrp").sees("Purpose: not recorded")
    card.sees(f"Code of conduct: {said}") if said else card.does_not_see("Code of conduct")


def test_a_18_rules_apply_only_to_partnerships_in_the_register(office: Office) -> None:
    """What is in nobody's register cannot be reported, assessed or prepared for; once staff have added it, it can."""
    officer = office.staff("administration-manager")
    asked = ("/reportback", "/risk assess", "/risk status", "/diary prepare")
    for words in asked:
        reply = officer.types(f"{words} kendal safety forum")
        reply.sees('No partnership in the register is called "kendal safety forum".')
    assert not officer.has_form
    forum = Partnership(id=PartnershipId("kendal"), name="Kendal Safety Forum")
    keep(office, ("partnerships", forum))
    for words in asked:
        reply = officer.types(f"{words} kendal safety forum")
        reply.does_not_see("No partnership in the register")


def test_a_14_the_other_entries_load_as_described(shaw: people.Person) -> None:
    card = shaw.types("/partnership equality and diversity partnership")
    counts = [len(listed(card, label)) for label in ("Strands", "Aims", "Objectives")]
    assert counts == [6, 7, 6]
    assert len(listed(shaw.types("/partnership priorities scrutiny panel"), "Priorities")) == 6
    shaw.types("/partnership forensic").sees("Bodies: 14 police authorities and forces").sees(
        "joint procurement"
    )
    shaw.types("/partnership road safety").sees("strategic steer on road safety")
    shaw.types("/partnership crimestoppers").sees("volunteers represent their communities")
    shaw.types("/partnership training strategy group").sees("share training information")
    shaw.types("/partnership pensions forum").sees("Purpose: not recorded")
    shaw.types("/partnership priorities pensions forum").sees("records no priorities")
    shaw.types("/partnership priorities").sees("Priorities are shown of one partnership at a time.")
    shaw.types("/partnership list informal").sees("None is recorded as informal.")
    shaw.types("/rep me").sees("Barrow CDRP: representative. Substitute: Mr W Smith")


def test_a_15_chair_and_member_bodies(shaw: people.Person) -> None:
    card = shaw.types("/partnership safer and stronger").sees("Chaired by: Cumbria Constabulary")
    members = listed(card, "Member bodies")
    assert len(members) == 9
    assert "county Crime and Disorder Reduction Partnerships (four)" in members
    assert "District councils (six)" in members


def test_a_18_formal_or_informal_and_the_constabulary_as_a_partner(office: Office) -> None:
    constabulary = Partnership(
        id=PartnershipId("force"), name="Cumbria Constabulary", kind="constabulary board", formal=False
    )
    keep(office, ("partnerships", constabulary))
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/partnership cumbria constabulary").sees(
        "Kind: constabulary board, statutory status not stated, informal"
    )
    shaw.types("/partnership barrow cdrp").sees("statutory, formal")
    shaw.types("/partnership list informal").sees("1 partnership").sees("Cumbria Constabulary")


def test_a_19_lists_filter_on_statutory_or_not(shaw: people.Person) -> None:
    everything = shaw.types("/partnership list").sees("25 partnerships, page 1 of 3")
    everything.button("Next page").click()
    everything.sees("page 2 of 3").sees(
        "Barrow CDRP: crime and disorder reduction partnership, statutory, formal."
    )
    shaw.types("/partnership list statutory").sees("4 partnerships").sees("West Cumbria CDRP")
    non = shaw.types("/partnership list non-statutory").sees("5 partnerships")
    non.sees("Furness Partnership (LSP): local strategic partnership, not statutory.").does_not_see("CDRP")
    shaw.types("/partnership list not stated").sees("16 partnerships").sees("statutory status not stated")


def test_a_20_cambridgeshires_seats_are_unfilled(cambridgeshire: people.Person) -> None:
    reply = cambridgeshire.types("/rep vacant").sees("14 vacant seats, page 1 of 2")
    first = reply.text
    reply.button("Next page").click()
    reply.sees("page 2 of 2")
    seats = [line for line in (first + "\n" + reply.text).splitlines() if "representative, vacant" in line]
    kinds = [sum(kind in seat for seat in seats) for kind in ("(CDRP)", "(LSP)", "(LAA)")]
    assert kinds == [6, 6, 2]
    cambridgeshire.types("/rep vacant lsps").sees("6 vacant seats")
    cambridgeshire.types("/partnership lsp 6").sees("Area: Peterborough").sees("Basic Command Unit")


def test_a_21_seats_by_office(cambridgeshire: people.Person) -> None:
    card = cambridgeshire.types("/partnership jsc").sees("Bodies: 6 police authorities, 2 seats each")
    card.sees("Representative: Chairman (the seat goes with the office)").sees("one of the two Vice Chairmen")
    cambridgeshire.types("/rep chairman").sees("holder not recorded").sees(
        "Joint Statutory Committee: representative"
    )


def test_a_22_the_owning_division_is_named_and_filtered_on(dorset: people.Person) -> None:
    dorset.types("/partnership psf").sees("Owning division or department: Territorial Policing")
    dorset.types("/partnership list territorial policing").sees("1 partnership").sees(
        "Owner: Territorial Policing."
    )


def test_a_23_strategic_partnerships_and_the_informal_forum(dorset: people.Person) -> None:
    listed_ = dorset.types("/partnership list strategic").sees("12 partnerships")
    listed_.sees("Public Service Forum").sees("informal, strategic").does_not_see("Safe Schools")
    listed_.sees("Children's Trust in Poole").sees("Local Resilience Forum").sees(
        "Dorset Criminal Justice Board"
    )


def test_a_24_mergers_have_a_date_and_a_successor(dorset: people.Person) -> None:
    ended = dorset.types("/partnership eastern csp")
    ended.sees("Ended on 1 May 2010, merged into Dorset Community Safety Partnership (CSP).")
    ended.does_not_see("Representative:")
    dorset.types("/partnership dorset csp").sees("Formed from: Eastern CSP, Western CSP").sees(
        "Began: 1 May 2010"
    )
    dorset.types("/partnership bournemouth cdrp").sees("Bournemouth CSP").sees("Formerly: Bournemouth CDRP")
    dorset.types("/rep ended partnerships").sees("2 partnerships").sees("Eastern CSP").sees("Western CSP")
    dorset.types("/rep what ended in May 2010").sees("What ended in May 2010: 2 partnerships")
    dorset.types("/rep what has ended").sees("nothing is recorded").sees("/rep ended since 1 May 2010")
    dorset.types("/partnership eastern csp on 1 April 2010").sees("As it was on 1 April 2010").sees(
        "Ends on 1 May 2010"
    )


def test_a_25_sub_groups_and_who_attends_them(dorset: people.Person) -> None:
    board = dorset.types("/partnership dcjb")
    assert len(listed(board, "Sub-groups")) == 4
    assert len(listed(board, "Who attends sub-groups")) == 4
    dorset.types("/partnership dsp").sees("funding sub-group: Divisional Commander")
    dorset.types("/partnership list children's trusts").sees("3 partnerships")
    team = dorset.types("/partnership ssct")
    assert len(listed(team, "Member bodies")) == 4
