"""Checks that hold for a pack wherever it comes from, and what one pack may adopt from another."""

from typing import Any

import pytest
from pydantic import ValidationError

from liaison.domain.packs import Pack, PackFaults, adopt, faults_of


def pack_with(**tables: Any) -> dict[str, Any]:
    """The least that a pack needs, with these tables besides."""
    return {
        "key": "northshire",
        "version": "1",
        "authority": {"name": "Northshire Authority"},
        "documents": [],
        "register": {},
    } | tables


def entry(name: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "source": "Northshire policy, 1"} | keys


def refusal(tables: dict[str, Any]) -> PackFaults:
    """The faults for which a pack is refused."""
    with pytest.raises(ValidationError) as caught:
        Pack.model_validate(tables)
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, PackFaults)
    return error


def checklist(numbers: list[int], **keys: Any) -> dict[str, Any]:
    items = [{"number": number, "label": f"Question {number}?"} | keys for number in numbers]
    sections = [{"title": "All", "items": items}]
    return {
        "id": "list",
        "version": "1",
        "title": "List",
        "sections": sections,
        "source": "Northshire policy, 2",
    }


def test_a_small_pack_is_sound() -> None:
    pack = Pack.model_validate(pack_with())
    assert list(faults_of(pack)) == []
    assert pack.proforma is None
    assert pack.reminders.days_ahead == 28


def test_an_authority_may_have_no_name() -> None:
    """Dorset's report does not name its police authority: the name is then absent, not made up."""
    pack = Pack.model_validate(pack_with(authority={"force": "Northshire Police"}))
    assert pack.authority.name is None
    assert pack.authority.force == "Northshire Police"


@pytest.mark.parametrize(
    ("keys", "path", "missing"),
    [
        ({"parent": "nowhere"}, ("parent",), "nowhere"),
        ({"member_of": ["north", "nowhere"]}, ("member_of", 1), "nowhere"),
        ({"works_into": ["nowhere"]}, ("works_into", 0), "nowhere"),
        ({"reports_to": ["ghosts"]}, ("reports_to", 0), "ghosts"),
        ({"group": "herd"}, ("group",), "herd"),
        ({"seats": [{"role": "representative", "person": "nobody"}]}, ("seats", 0, "person"), "nobody"),
        ({"seats": [{"role": "substitute", "office": "czar"}]}, ("seats", 0, "office"), "czar"),
        (
            {"activity": [{"fact": "talks", "carried_to": "nowhere"}]},
            ("activity", 0, "carried_to"),
            "nowhere",
        ),
    ],
)
def test_what_an_entry_refers_to_must_exist(
    keys: dict[str, Any], path: tuple[str | int, ...], missing: str
) -> None:
    register = {"partnerships": [entry("north"), entry("south", **keys)]}
    faults = refusal(pack_with(register=register)).faults
    assert [fault.path for fault in faults] == [("register", "partnerships", 1, *path)]
    assert f'"{missing}"' in faults[0].sentence
    assert "add the" in faults[0].mend


@pytest.mark.parametrize(
    ("tables", "path"),
    [
        (
            {"register": {"offices": [{"id": "chair", "name": "Chair", "committee": "ghosts"}]}},
            ("register", "offices", 0, "committee"),
        ),
        (
            {"register": {"people": [{"id": "jo", "name": "Jo", "office": "czar"}]}},
            ("register", "people", 0, "office"),
        ),
        (
            {"register": {"groups": [entry("all", kind="board", appointed_at="ghosts")]}},
            ("register", "groups", 0, "appointed_at"),
        ),
        (
            {"register": {"groups": [entry("all", kind="board", links_to=["herd"])]}},
            ("register", "groups", 0, "links_to", 0),
        ),
        (
            {
                "review_cycles": [
                    {
                        "id": "c",
                        "subject": "s",
                        "interval_as_stated": "yearly",
                        "committee": "ghosts",
                        "source": "x",
                    }
                ]
            },
            ("review_cycles", 0, "committee"),
        ),
        (
            {"completed_forms": [{"id": "f", "form": "blank", "about": "a", "answers": [], "source": "x"}]},
            ("completed_forms", 0, "form"),
        ),
        (
            {"knowledge": [{"topic": "code", "label": "Ask", "ask": ["oracle"], "source": "x"}]},
            ("knowledge", 0, "ask", 0),
        ),
        (
            {"circulars": [{"id": "c", "title": "Policy", "document": "lost", "source": "x"}]},
            ("circulars", 0, "document"),
        ),
        (
            {"circulars": [{"id": "c", "title": "Hallmarks", "topic": "hallmarks", "source": "x"}]},
            ("circulars", 0, "topic"),
        ),
    ],
)
def test_what_other_tables_refer_to_must_exist(tables: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert [fault.path for fault in refusal(pack_with(**tables)).faults] == [path]


def test_two_entries_cannot_share_an_id() -> None:
    faults = refusal(
        pack_with(register={"partnerships": [entry("north"), entry("south"), entry("north")]})
    ).faults
    assert faults[0].path == ("register", "partnerships", 2, "id")
    assert '"north" is already used by entry 0' in faults[0].sentence


def test_parents_cannot_form_a_loop() -> None:
    loop = [entry("north", parent="south"), entry("south", parent="north")]
    faults = refusal(pack_with(register={"partnerships": loop})).faults
    assert [fault.path[2] for fault in faults] == [0, 1]
    assert "its own parent" in faults[0].sentence


def test_figures_and_glossary_say_where_they_were_read() -> None:
    """I-04: nothing is told without its source."""
    faults = refusal(pack_with(glossary={"CSP": "x"}, figures={"boards": 3}, figure_sources={})).faults
    assert [fault.path for fault in faults] == [("glossary_source",), ("figures", "boards")]


def test_every_fault_is_found_not_only_the_first() -> None:
    tables = pack_with(register={"partnerships": [entry("north", parent="a", group="b", reports_to=["c"])]})
    assert len(refusal(tables).faults) == 3


@pytest.mark.parametrize("numbers", [[2, 3], [1, 3], [1, 1], [2, 1]])
def test_checklist_numbers_run_on(numbers: list[int]) -> None:
    """E-26: from 1 without a gap or a restart, over all sections."""
    with pytest.raises(ValidationError, match="without restart"):
        Pack.model_validate(pack_with(checklists=[checklist(numbers)]))


def test_a_checklist_item_names_notes_that_exist() -> None:
    with pytest.raises(ValidationError, match="item 1 names note 7"):
        Pack.model_validate(pack_with(checklists=[checklist([1], notes=[7])]))


def test_b18_a_hold_names_a_trigger_that_exists() -> None:
    hold = {"trigger": 2, "question": "Accept staff?", "advice_from": "Director", "source": "x"}
    triggers = [{"number": 1, "label": "staff"}]
    with pytest.raises(ValidationError, match="the hold names trigger 2"):
        Pack.model_validate(pack_with(checklists=[checklist([1]) | {"hold": hold, "triggers": triggers}]))


def test_a_cause_belongs_to_a_point_of_its_heading() -> None:
    """E-46: grant claw-back has its causes; a cause of nothing is a slip."""
    heading = {"title": "Finance", "points": ["Insurance"], "causes": {"Claw back": ["Loss"]}}
    bad = checklist([1]) | {"notes": [{"number": 1, "text": "Risks", "headings": [heading]}]}
    with pytest.raises(ValidationError, match="Claw back"):
        Pack.model_validate(pack_with(checklists=[bad]))


def test_proforma_items_are_numbered_in_order() -> None:
    """D-07: the items keep their order and numbers."""
    items = [{"number": 2, "label": "Date"}, {"number": 1, "label": "Name"}]
    proforma = {"id": "p", "version": "1", "title": "Report", "items": items, "source": "x"}
    with pytest.raises(ValidationError, match="in their order"):
        Pack.model_validate(pack_with(proforma=proforma))


def test_counts_of_a_round_add_up() -> None:
    """E-54: assessed and awaiting make up what was identified."""
    entry_ = {"id": "r", "identified": 66, "assessed": 57, "awaiting": 8, "steps": [], "source": "x"}
    with pytest.raises(ValidationError, match="assessed plus awaiting"):
        Pack.model_validate(pack_with(register_rounds=[entry_]))
    Pack.model_validate(pack_with(register_rounds=[entry_ | {"awaiting": 9}]))
    Pack.model_validate(pack_with(register_rounds=[entry_ | {"awaiting": None}]))


def southshire(_key: str) -> Pack:
    proforma = {"id": "p", "version": "1", "title": "Report", "items": [], "source": "Southshire guide"}
    said = [
        {"topic": topic, "label": label, "source": "Southshire guide"}
        for topic, label in [("hallmarks", "Leadership"), ("reasons", "Learning"), ("hallmarks", "Skills")]
    ]
    tables = pack_with(checklists=[checklist([1])], proforma=proforma, knowledge=said)
    return Pack.model_validate(tables | {"key": "southshire"})


def adopting(*adoptions: dict[str, str], **tables: Any) -> Pack:
    return Pack.model_validate(
        pack_with(adopts=[{"pack": "southshire"} | each for each in adoptions], **tables)
    )


def test_adopting_nothing_changes_nothing() -> None:
    pack = Pack.model_validate(pack_with())
    assert adopt(pack, southshire) is pack


def test_what_is_adopted_keeps_its_source() -> None:
    """I-04: another authority's rule never shows as one's own."""
    pack = adopt(adopting({"what": "proforma"}, {"what": "knowledge", "id": "hallmarks"}), southshire)
    assert pack.key == "northshire"
    assert pack.proforma is not None
    assert pack.proforma.source == "Southshire guide"
    assert [(said.label, said.source) for said in pack.knowledge] == [
        ("Leadership", "Southshire guide"),
        ("Skills", "Southshire guide"),
    ]


def test_adopted_rows_come_after_ones_own() -> None:
    own = {"topic": "hallmarks", "label": "Patience", "source": "Northshire policy, 3"}
    pack = adopt(adopting({"what": "knowledge", "id": "hallmarks"}, knowledge=[own]), southshire)
    assert [said.label for said in pack.knowledge] == ["Patience", "Leadership", "Skills"]


def test_an_adopted_row_cannot_take_an_id_in_use() -> None:
    with pytest.raises(ValidationError, match="already used"):
        adopt(adopting({"what": "checklists"}, checklists=[checklist([1])]), southshire)


@pytest.mark.parametrize(
    "adoption",
    [
        {"what": "checklists", "id": "other"},
        {"what": "briefing"},
        {"what": "forms"},
        {"what": "proforma", "id": "q"},
    ],
)
def test_what_is_adopted_must_be_there(adoption: dict[str, str]) -> None:
    with pytest.raises(PackFaults, match='The pack "southshire" has no') as caught:
        adopt(adopting({"what": "proforma"}, adoption), southshire)
    assert [fault.path for fault in caught.value.faults] == [("adopts", 1)]
