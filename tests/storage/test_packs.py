"""Packs read from TOML: discovery, merging, what is adopted, and what is said of a broken pack (file, key, mend)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from liaison.domain.errors import Problem
from liaison.domain.packs import GUIDE_TOPICS, Activity, Pack, Reminders
from liaison.storage.packs import PackProblem, load_pack, load_pack_from, pack_names

KEYS = ("bedfordshire", "cambridgeshire", "cumbria", "dorset", "humberside", "model")
SOUND = {
    "authority.toml": """
        key = "northshire"
        version = "1"
        documents = []
        [authority]
        name = "Northshire Authority"
    """,
    "register.toml": """
        [register]
        [[register.committees]]
        id = "board"
        name = "Board"
        source = "Northshire policy, 1"
        [[register.people]]
        id = "jo"
        name = "Ms J Jones"
        [[register.partnerships]]
        id = "north"
        name = "North Forum"
        source = "Northshire policy, 2"
        seats = [{ role = "representative", person = "jo" }]
        [[register.partnerships]]
        id = "south"
        name = "South Forum"
        parent = "north"
        source = "Northshire policy, 2"
    """,
    "cycles.toml": """
        [[review_cycles]]
        id = "yearly"
        subject = "all"
        every = "year"
        month = 6
        interval_as_stated = "annual"
        committee = "board"
        source = "Northshire policy, 3"
    """,
}


def written(folder: Path, **changes: str) -> Path:
    """A pack's folder with the sound files, some of them changed: `file="text to find => text instead"`."""
    place = folder / "northshire"
    place.mkdir()
    for name, text in SOUND.items():
        found, _, instead = changes.get(name.removesuffix(".toml"), "").partition(" => ")
        assert found in text
        (place / name).write_text(text.replace(found, instead, 1) if found else text, encoding="utf-8")
    return place


def problem_of(folder: Path) -> PackProblem:
    with pytest.raises(PackProblem) as caught:
        load_pack_from(folder)
    return caught.value


def test_the_library_holds_six_packs() -> None:
    assert pack_names() == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_each_pack_loads_once_and_is_kept(key: str) -> None:
    pack = load_pack(key)
    assert pack.key == key
    assert pack.version
    assert pack.documents
    assert load_pack(key) is pack


def tables_in(value: object, path: str) -> Iterator[tuple[str, BaseModel]]:
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from tables_in(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, row in enumerate(value):
            yield from tables_in(row, f"{path}[{index}]")


@pytest.mark.parametrize("key", KEYS)
def test_everything_says_where_it_was_read(key: str) -> None:
    """I-04: each table that can have a source has one, and it begins with the short name of a document."""
    pack = load_pack(key)
    shorts = tuple(document.short.split(",")[0] for document in pack.documents) + (
        ("Liaison, model",) if key == "model" else ()
    )
    sourced = [(path, table) for path, table in tables_in(pack, key) if "source" in type(table).model_fields]
    assert sourced
    for path, table in sourced:
        source = getattr(table, "source", None)
        assert source, path
        assert source.startswith(shorts), (path, source)
    assert (pack.glossary_source or "").startswith(shorts if pack.glossary else "")
    assert all(source.startswith(shorts) for source in pack.figure_sources.values())


@pytest.mark.parametrize("key", KEYS)
def test_guidance_keeps_to_the_known_topics(key: str) -> None:
    assert {said.topic for said in load_pack(key).knowledge} <= set(GUIDE_TOPICS)


@pytest.mark.parametrize("key", KEYS)
def test_no_text_is_empty_or_untidy(key: str) -> None:
    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, BaseModel):
            for name in type(value).model_fields:
                yield from texts(getattr(value, name))
        elif isinstance(value, tuple):
            for row in value:
                yield from texts(row)

    for text in texts(load_pack(key)):
        assert text == " ".join(text.split())
        assert text


@pytest.mark.parametrize("key", [key for key in KEYS if key != "model"])
def test_no_pack_names_another_authority(key: str) -> None:
    """I-04: a rule of one authority never shows as another's. The model names others, in sources and what it adopts."""
    # The LRF's liaison in Dorset names neighbours; none of them is one of the five authorities.
    others = {other for other in KEYS if other not in {key, "model"}}
    text = load_pack(key).model_dump_json().casefold()
    assert not {other for other in others if re.search(rf"\b{other}", text)}
    assert load_pack(key).adopts == ()


def test_the_model_names_authorities_only_as_sources() -> None:
    pack = load_pack("model")
    adopted = {adoption.what for adoption in pack.adopts}
    own = pack.model_dump(exclude={"documents", "adopts", *adopted})

    def values(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from values(inner, name)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from values(inner, key)
        elif isinstance(value, str):
            yield key, value

    said = [text for key, text in values(own) if key != "source"]
    assert not [text for text in said for other in KEYS[:5] if other in text.casefold()]


def test_the_model_has_no_people_and_no_partnerships() -> None:
    pack = load_pack("model")
    assert pack.register_.people == ()
    assert pack.register_.partnerships == ()
    assert pack.contacts == ()


def test_the_model_takes_the_strongest_rules_and_says_whose_they_are() -> None:
    pack = load_pack("model")
    assert pack.proforma == load_pack("cumbria").proforma
    assert pack.checklists == load_pack("cambridgeshire").checklists
    assert pack.question_lists == load_pack("cambridgeshire").question_lists
    assert pack.forms == load_pack("cambridgeshire").forms
    assert pack.risk_levels == load_pack("bedfordshire").risk_levels
    hallmarks = [said for said in pack.knowledge if said.topic == "hallmarks"]
    assert len(hallmarks) == 6
    assert {said.source.split(",")[0] for said in hallmarks} == {"Bedfordshire strategy"}
    yearly = {cycle.id: cycle for cycle in pack.review_cycles}["mo-non-statutory"]
    assert (yearly.every, yearly.source) == ("year", "Bedfordshire strategy, Reviewing Partnerships")
    assert len(pack.register_rounds[0].steps) == 6
    assert pack.register_rounds[0].source.startswith("Dorset report")
    assert pack.register_rounds[0].identified is None
    assert pack.strategy is not None
    assert len(pack.strategy.elements) == 6
    assert pack.strategy.source.startswith("Humberside report")


def test_a_folder_is_read_as_one_pack(tmp_path: Path) -> None:
    pack = load_pack_from(written(tmp_path))
    assert isinstance(pack, Pack)
    assert [entry.id for entry in pack.register_.partnerships] == ["north", "south"]
    assert pack.review_cycles[0].month == 6


@pytest.mark.parametrize(
    ("changes", "file", "key", "said", "mend"),
    [
        (
            {"cycles": 'subject = "all" => subject = "all'},
            "cycles.toml",
            "line 4",
            "line 4: it is not valid TOML",
            "that line",
        ),
        (
            {"cycles": "subject = => subjects ="},
            "cycles.toml",
            "review_cycles[0] (yearly).subject",
            '"subject" is missing',
            "Add it",
        ),
        (
            {"cycles": "month = 6 => month = 6\nmoth = 7"},
            "cycles.toml",
            "review_cycles[0] (yearly).moth",
            '"moth" is not a key of this table',
            "month",
        ),
        (
            {"register": 'person = "jo" => persons = "jo"'},
            "register.toml",
            "register.partnerships[0] (north).seats[0].persons",
            '"persons" is not a key of this table',
            "use one of these: listed_as, office, person, role",
        ),
        ({"authority": "documents => paperwork"}, None, "documents", '"documents" is missing', "Add it"),
        (
            {"authority": 'version = "1" => version = "1"\nrules = []'},
            "authority.toml",
            "rules",
            '"rules" is not a key of this table',
            "register,",
        ),
        (
            {"cycles": 'month = 6 => month = "June"'},
            "cycles.toml",
            "review_cycles[0] (yearly).month",
            "valid integer, unable to parse string as an integer (it is 'June')",
            "Correct the value",
        ),
        (
            {"cycles": 'every = "year" => every = "fortnight"'},
            "cycles.toml",
            "review_cycles[0] (yearly).every",
            "(it is 'fortnight')",
            "Correct the value",
        ),
        (
            {"register": 'person = "jo" => person = "joe"'},
            "register.toml",
            "register.partnerships[0] (north).seats[0].person",
            'There is no person with the id "joe"',
            "Use one of these ids, or add the person: jo",
        ),
        (
            {"register": 'person = "jo" => office = "chair"'},
            "register.toml",
            "register.partnerships[0] (north).seats[0].office",
            'There is no office with the id "chair"',
            "none yet",
        ),
        (
            {"register": 'parent = "north" => parent = "east"'},
            "register.toml",
            "register.partnerships[1] (south).parent",
            'There is no partnership with the id "east"',
            "north, south",
        ),
        (
            {"cycles": 'committee = "board" => committee = "bored"'},
            "cycles.toml",
            "review_cycles[0] (yearly).committee",
            'There is no committee with the id "bored"',
            "add the committee: board",
        ),
        (
            {"register": 'id = "south" => id = "north"'},
            "register.toml",
            "register.partnerships[1] (north).id",
            'The id "north" is already used by entry 0 of register.partnerships',
            "an id of its own",
        ),
        (
            {"cycles": '[[review_cycles]] => key = "other"\n[[review_cycles]]'},
            "cycles.toml",
            "key",
            "it is already defined in northshire/authority.toml",
            "in one file",
        ),
        (
            {
                "authority": 'version = "1" => version = "1"\nadopts = [{ pack = "cumbria", what = "checklists" }]'
            },
            "authority.toml",
            "adopts[0]",
            'The pack "cumbria" has no checklists of its own to adopt',
            "Name the pack",
        ),
    ],
)
def test_a_broken_pack_says_file_key_and_mend(
    tmp_path: Path, changes: dict[str, str], file: str | None, key: str, said: str, mend: str
) -> None:
    problem = problem_of(written(tmp_path, **changes))
    place = f"northshire/{file}" if file else "northshire"
    assert isinstance(problem, Problem)
    assert problem.file == place
    assert problem.key == key
    assert problem.sentence.startswith(f"{place}, {key}: ")
    assert said in problem.sentence
    assert mend in problem.mend
    assert str(problem) == f"{problem.sentence} {problem.mend}"


def test_the_line_of_an_unfinished_file_is_its_last(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "extra.toml").write_text('glossary_source = "x"\nglossary = {\n', encoding="utf-8")
    problem = problem_of(folder)
    assert problem.file == "northshire/extra.toml"
    assert "not valid TOML" in problem.sentence
    assert re.search(r"line [23]\b", problem.sentence)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "extra.toml").write_bytes('version = "é"'.encode("latin-1"))
    problem = problem_of(folder)
    assert problem.file == "northshire/extra.toml"
    assert "UTF-8" in problem.mend


def test_how_many_more_faults_there_are_is_told(tmp_path: Path) -> None:
    problem = problem_of(written(tmp_path, register='name = "North Forum" => title = "North Forum"'))
    assert "1 more after this one" in problem.sentence


def test_a_folder_without_files_is_no_pack(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        problem = problem_of(folder)
        assert problem.file == folder.name
        assert "is not a pack" in problem.sentence
        assert "Give the folder" in problem.mend


def test_an_unknown_pack_names_the_ones_there_are() -> None:
    with pytest.raises(PackProblem) as caught:
        load_pack("rutland")
    assert '"rutland"' in caught.value.sentence
    assert caught.value.mend == f"Use one of these: {', '.join(KEYS)}."


def test_a_pack_can_adopt_only_from_a_pack_that_exists(tmp_path: Path) -> None:
    adopts = 'version = "1"\nadopts = [{ pack = "rutland", what = "proforma" }]'
    problem = problem_of(written(tmp_path, authority=f'version = "1" => {adopts}'))
    assert problem.file == "northshire/authority.toml"
    assert problem.key == "adopts[0].pack"
    assert '"rutland"' in problem.sentence
    assert "cumbria" in problem.mend


def test_what_is_adopted_twice_does_not_fit(tmp_path: Path) -> None:
    twice = ", ".join(['{ pack = "cambridgeshire", what = "checklists" }'] * 2)
    problem = problem_of(written(tmp_path, authority=f'version = "1" => version = "1"\nadopts = [{twice}]'))
    assert problem.key == "adopts"
    assert '"ca-risk-checklist" is already used' in problem.sentence
    assert "take out" in problem.mend


def test_activity_dates_are_dates() -> None:
    """J-13: what lies ahead can be told from what has been."""
    found = [done for entry in load_pack("dorset").register_.partnerships for done in entry.activity]
    assert all(isinstance(done, Activity) for done in found)
    assert sorted(str(done.due) for done in found if done.due) == ["2010-06-30", "2010-06-30"]


def test_a_pack_says_when_people_are_told() -> None:
    """Cumbria's ladder and manners are its own; who says nothing of them has the usual ones."""
    cumbria, dorset = load_pack("cumbria"), load_pack("dorset")
    assert {"manners", "reminders"} <= cumbria.model_fields_set
    assert [(rung.days, len(rung.to)) for rung in cumbria.reminders.stages] == [
        (-28, 2),
        (0, 1),
        (7, 3),
        (21, 1),
    ]
    assert "owner" in cumbria.reminders.stages[2].to
    assert dorset.reminders == Reminders()
