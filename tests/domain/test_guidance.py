"""The guide's rules: what is found, in which order, whose it is, and what an abbreviation means here (I-04, I-23, X-20)."""

from datetime import date

import pytest

from liaison.domain.guidance import circulars, search
from liaison.domain.guidance.models import Answer
from liaison.domain.guidance.sources import in_words
from liaison.domain.packs import GUIDE_TOPICS, KnowledgeEntry, Pack
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Partnership
from liaison.domain.values import PartnershipId
from liaison.storage.packs import load_pack, pack_names

TODAY = date(2026, 11, 22)
LIBRARY = [load_pack(name) for name in pack_names()]


def ask(pack: str | Pack, text: str) -> Answer:
    """What the guide of a pack says."""
    own = load_pack(pack) if isinstance(pack, str) else pack
    library = [own, *(other for other in LIBRARY if other.key != own.key)]
    return search.ask(from_pack(own, since=TODAY), library, text, day=TODAY)


def labels(answer: Answer) -> list[str]:
    """The titles of what was found."""
    return [passage.entry.label for passage in answer.passages]


@pytest.mark.parametrize("typed", ["code", "Code", " CODE of conduct ", "code of conduct?"])
def test_b13_a_topic_is_found_by_its_word_and_by_its_title(typed: str) -> None:
    answer = ask("cumbria", typed)
    assert answer.title == "Code of conduct"
    assert [passage.advice_from for passage in answer.passages] == [None, "Chief Executive", None, None]


def test_b14_training_is_one_of_the_topics() -> None:
    assert ask("cumbria", "training").passages[0].entry.points == (
        "Members' Training Policy and Plan",
        "allowances and expenses",
        "a budget for training fees",
    )


@pytest.mark.parametrize(
    ("pack", "typed", "meaning"),
    [
        ("cumbria", "define CSP", ["Cumbria Strategic Partnership"]),
        ("cumbria", "csp", ["Cumbria Strategic Partnership"]),
        ("cumbria", "What is CSP?", ["Cumbria Strategic Partnership"]),
        ("cumbria", "what does CSP stand for?", ["Cumbria Strategic Partnership"]),
        ("cumbria", "meaning of CSP", ["Cumbria Strategic Partnership"]),
        ("cumbria", "define:CSP", ["Cumbria Strategic Partnership"]),
        ("cumbria", "define what the CSP means", ["Cumbria Strategic Partnership"]),
        ("dorset", "define CSP", ["Community Safety Partnership"]),
        ("dorset", "define community safety partnership", ["Community Safety Partnership"]),
        ("cumbria", "define ppp", ["Policing Plan and Performance Committee"]),
        ("cumbria", "define partner", ["partner"]),
    ],
)
def test_i23_abbreviations_are_read_by_authority(pack: str, typed: str, meaning: list[str]) -> None:
    answer = ask(pack, typed)
    assert [reading.meaning for reading in answer.readings] == meaning
    assert answer.exact
    assert not answer.passages


def test_i23_both_readings_are_given_where_the_register_has_two() -> None:
    dorset = load_pack("dorset")
    register = from_pack(dorset, since=TODAY)
    panel = Partnership(
        id=PartnershipId("panel"), name="Coastal Services Panel", short="CSP", until=date(2020, 5, 1)
    )
    register = register.changed([Edit("partnerships", panel.id, panel)])
    found = search.ask(register, LIBRARY, "define csp", day=TODAY).readings
    assert [reading.meaning for reading in found] == [
        "Community Safety Partnership",
        "Coastal Services Panel",
    ]
    assert found[1].points == ("ended on 1 May 2020",)
    assert found[1].cited[0].source == "the register"


def test_i23_a_former_name_says_what_it_is_called_now() -> None:
    (reading,) = ask("dorset", "define CDRP").readings
    assert reading.meaning == "Crime and Disorder Reduction Partnership"
    assert "now called Community Safety Partnership" in reading.points


def test_i04_two_definitions_of_the_audit_commission_are_not_merged() -> None:
    cambridgeshire, bedfordshire = load_pack("cambridgeshire"), load_pack("bedfordshire")
    theirs = next(entry for entry in bedfordshire.knowledge if entry.topic == "define")
    both = cambridgeshire.model_copy(update={"knowledge": (*cambridgeshire.knowledge, theirs)})
    found = ask(both, "define partnership").readings
    assert [reading.attributed_to for reading in found] == [
        "Audit Commission, A Fruitful Partnership, November 1998",
        "Audit Commission",
    ]


def test_i04_what_was_adopted_stays_its_own_authoritys() -> None:
    owners = {passage.cited.owner for passage in ask("model", "hallmarks").passages}
    assert owners == {"Bedfordshire Police Authority"}
    assert {passage.cited.owner for passage in ask("model", "three ps").passages} == {
        "Cambridgeshire Police Authority"
    }


@pytest.mark.parametrize(
    ("pack", "typed", "document"),
    [
        ("cumbria", "code", "Partnerships Guide, approved on 18 May 2009"),
        ("dorset", "national", "Partnership Update, 1 July 2010"),
        ("bedfordshire", "hallmarks", "Partnership Strategy 2010-2013, 15 March 2010"),
        ("cambridgeshire", "three-ps", "Cambridgeshire Police Authority Partnership Policy"),
    ],
)
def test_x20_every_answer_names_its_document_and_the_documents_date(
    pack: str, typed: str, document: str
) -> None:
    assert {passage.cited.document for passage in ask(pack, typed).passages} == {document}


@pytest.mark.parametrize("pack", pack_names())
def test_i04_x20_every_passage_and_reading_says_where_it_was_read(pack: str) -> None:
    for topic in GUIDE_TOPICS:
        answer = ask(pack, topic)
        assert answer.found or answer.silent or not answer.topics
        for cited in [p.cited for p in answer.passages] + [c for r in answer.readings for c in r.cited]:
            assert cited.owner
            assert cited.source
            assert cited.document or cited.source == "the register", f"{topic}: {cited}"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("2009-05-18", "18 May 2009"),
        ("2009-05", "May 2009"),
        ("2009", "2009"),
        ("2004-11 to 2005-01", "November 2004 to January 2005"),
        ("2008/09", "2008/09"),
        ("2009-13-40", "2009-13-40"),
    ],
)
def test_uk_01_dates_of_packs_are_written_out(printed: str, written: str) -> None:
    assert in_words(printed) == written


# Ranking: exact before words before beginnings before slips


def guide(*entries: tuple[str, str]) -> Pack:
    """A pack with a few passages: title, and one point."""
    knowledge = tuple(
        KnowledgeEntry(topic="sources", label=label, points=(point,), source="Guide")
        for label, point in entries
    )
    return load_pack("humberside").model_copy(update={"knowledge": knowledge, "adopts": ()})


def test_a_title_comes_before_words_in_it_and_those_before_words_inside() -> None:
    pack = guide(("Green paper", "x"), ("The green paper of July", "x"), ("July", "a green paper"))
    assert labels(ask(pack, "green paper")) == ["Green paper"]
    assert labels(ask(pack, "green july")) == ["The green paper of July"]
    assert labels(ask(pack, "a paper")) == ["Green paper", "The green paper of July"]


def test_beginnings_come_before_slips_and_short_ones_do_not_count() -> None:
    pack = guide(("Collaboration", "x"), ("Colaborations", "x"))
    assert labels(ask(pack, "collab")) == ["Collaboration"]
    assert not ask(pack, "co").found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("alowances", True), ("traning fees", True), ("budjet", True), ("feas", False), ("xaa", False)],
)
def test_a_slip_finds_the_nearest_and_is_never_stated_as_right(typed: str, found: bool) -> None:
    answer = ask("cumbria", typed)
    assert bool(answer.passages) is found
    assert not (found and answer.exact)


@pytest.mark.parametrize(
    "typed", ["zebra", "the", "?", "", "😀", "x" * 5_000, "define", "define " + "x" * 5_000]
)
def test_what_fits_nothing_states_nothing_and_offers_the_topics(typed: str) -> None:
    answer = ask("cumbria", typed)
    assert not answer.passages
    assert answer.topics
    assert typed == "define" or not answer.readings


def test_a_silent_topic_is_told_from_an_unknown_word() -> None:
    assert ask("dorset", "code").silent
    assert not ask("dorset", "zebra").silent


# What can be circulated


@pytest.mark.parametrize("pack", pack_names())
def test_b15_what_can_be_circulated_has_a_title_and_an_id_of_its_own(pack: str) -> None:
    found = circulars.all_of(load_pack(pack))
    assert found
    assert len({circular.id for circular in found}) == len(found)
    assert len({circular.title for circular in found}) == len(found)
    for circular in found:
        assert circulars.one_of(load_pack(pack), circular.title) == circular
        assert circulars.one_of(load_pack(pack), circular.id) == circular


def test_b16_the_six_hallmarks_are_the_packs_own_words() -> None:
    (hallmarks,) = load_pack("bedfordshire").circulars
    assert hallmarks.button == "I know the six hallmarks"
    assert len(ask("bedfordshire", "hallmarks").passages) == 6
