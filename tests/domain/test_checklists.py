"""The checklist engine: each box once and in order, and no blank overlooked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.domain import checklists
from liaison.domain.packs import Checklist, ChecklistItem, ChecklistNote, ChecklistSection, SubItem
from liaison.storage.packs import load_pack

CHECKLIST = Checklist(
    id="small",
    version="1",
    title="Small",
    sections=(
        ChecklistSection(
            title="Governance",
            items=(
                ChecklistItem(number=1, label="Agreement?", notes=(2,)),
                ChecklistItem(
                    number=2,
                    label="Does it cover:",
                    sub_items=(SubItem(letter="a", label="Purpose?"), SubItem(letter="b", label="Partners?")),
                    notes=(1, 2),
                ),
            ),
        ),
        ChecklistSection(title="Money", items=(ChecklistItem(number=3, label="Audited?"),)),
    ),
    notes=(ChecklistNote(number=1, text="See the law."), ChecklistNote(number=2, text="See the file.")),
    source="made for this test",
)
KEYS = ("1", "2a", "2b", "3")
OWN = load_pack("cambridgeshire").checklists[0]

said = st.text(max_size=5)
answers = st.dictionaries(st.sampled_from([*KEYS, "2", "4", ""]), said)


def test_a_lettered_part_is_answered_on_its_own_and_its_item_is_not() -> None:
    first, second, third = checklists.questions(CHECKLIST.sections[0])
    assert (first.key, first.label, first.under) == ("1", "1. Agreement?", None)
    assert (second.key, second.label, second.under) == ("2a", "2a. Purpose?", "2. Does it cover:")
    assert (third.key, third.label, third.under) == ("2b", "2b. Partners?", "2. Does it cover:")


def test_numbers_run_on_over_all_sections() -> None:
    assert checklists.all_keys(CHECKLIST) == KEYS


def test_notes_stand_beside_the_questions_they_belong_to() -> None:
    def notes(key: str) -> list[str]:
        found = {q.key: q for section in CHECKLIST.sections for q in checklists.questions(section)}
        return [note.text for note in checklists.notes_for(CHECKLIST, found[key])]

    assert notes("1") == ["See the file."]
    assert notes("2a") == notes("2b") == ["See the law.", "See the file."]
    assert notes("3") == []


@pytest.mark.parametrize(("key", "section"), [("1", 0), ("2b", 0), ("3", 1)])
def test_a_question_knows_its_section(key: str, section: int) -> None:
    assert checklists.section_of(CHECKLIST, key) == section


@given(given_answers=answers)
def test_a_question_is_blank_until_it_has_words(given_answers: dict[str, str]) -> None:
    assert checklists.blanks(CHECKLIST, given_answers) == tuple(
        key for key in KEYS if not given_answers.get(key, "").strip()
    )


@given(given_answers=answers, key=st.sampled_from(KEYS), text=said.filter(str.strip))
def test_an_answer_fills_its_own_blank_and_no_other(
    given_answers: dict[str, str], key: str, text: str
) -> None:
    before = checklists.blanks(CHECKLIST, given_answers)
    after = checklists.blanks(CHECKLIST, {**given_answers, key: text})
    assert set(before) - {key} == set(after)


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0"])
def test_spaces_are_no_answer(blank: str) -> None:
    assert checklists.blanks(CHECKLIST, dict.fromkeys(KEYS, blank)) == KEYS


def test_e_26_the_adopted_checklist_has_every_box_once_in_order() -> None:
    keys = checklists.all_keys(OWN)
    assert len(keys) == len(set(keys))
    numbers = [int(key.rstrip("abcdefgh")) for key in keys]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, max(numbers) + 1))
    assert checklists.blanks(OWN, {}) == keys


def test_each_of_its_questions_is_found_in_one_section_and_its_label_begins_with_its_key() -> None:
    for index, section in enumerate(OWN.sections):
        for question in checklists.questions(section):
            assert checklists.section_of(OWN, question.key) == index
            assert question.label.startswith(f"{question.key}. ")
            assert [note.number for note in checklists.notes_for(OWN, question)] == sorted(question.notes)
