"""How a report-back's answers are read and what is suggested: no answer is taken for another."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.registers import BARROW, CHANGING, CUMBRIA, EGAN, HANDOVER, PPP, SHAW

from liaison.domain.errors import BadInput
from liaison.domain.packs import Proforma
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules
from liaison.domain.report_back.models import ITEMS, LONGEST_ANSWER, SUMMARY, Answers, Draft
from liaison.domain.values import CommitteeId, PartnershipId, PersonId, SlackUserId
from liaison.storage.packs import load_pack

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CDRP, CED, WATSON = PartnershipId("cu-cdrp-barrow"), CommitteeId("ced"), PersonId("watson")
REPORTING = CUMBRIA.model_copy(
    update={
        "partnerships": tuple(
            entry.model_copy(update={"reports_to": (CED, PPP)}) if entry.id == CDRP else entry
            for entry in CUMBRIA.partnerships
        )
    }
)
FULL = Answers(
    partnership=CDRP,
    meeting_on=date(2026, 11, 12),
    member=SHAW,
    committees=(CED,),
    outcomes="Agreed a fresh bid for the CCTV grant.",
    next_meeting_on=date(2027, 2, 4),
)


def proforma() -> Proforma:
    found = load_pack("cumbria").proforma
    assert found
    return found


def draft(step: int, author: PersonId = SHAW, **answers: Any) -> Draft:
    """A draft of Mrs L L Shaw that has come to an item with these answers."""
    return Draft(
        id="d1",
        author=author,
        slack_user=SlackUserId("U1"),
        proforma="cu-report-back",
        answers=Answers(**answers),
        step=step,
        started_at=NOW,
        updated_at=NOW,
    )


def typed(text: str, step: int, register: Register = CUMBRIA, **answers: Any) -> Answers:
    return rules.read_answer(draft(step, **answers), text, register, today=TODAY)


def chosen(value: str, step: int, register: Register = CUMBRIA, **answers: Any) -> Answers:
    return rules.choose(draft(step, **answers), value, register, today=TODAY)


def suggested(step: int, register: Register = CUMBRIA, author: PersonId = SHAW, **answers: Any) -> str | None:
    found = rules.default(draft(step, author, **answers), step, register, today=TODAY)
    return found.label if found else None


@pytest.mark.parametrize("text", ["Barrow CDRP", "barrow cdrp", " BARROW  CDRP. "])
def test_item_1_takes_a_partnership_by_its_name(text: str) -> None:
    assert typed(text, 1).partnership == CDRP


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("barrow", '"barrow" could mean more than one partnership.'),
        ("barow cdrp", 'No partnership in the register is called "barow cdrp".'),
        ("qqqq", 'No partnership in the register is called "qqqq".'),
        ("x" * 100, f'No partnership in the register is called "{"x" * 60}…".'),
    ],
)
def test_item_1_asks_again_where_it_is_not_sure(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        typed(text, 1)
    assert caught.value.sentence == said


def test_item_1_names_those_it_may_mean() -> None:
    with pytest.raises(BadInput, match=r"Type one of these: .*Barrow CDRP"):
        typed("barrow", 1)


def test_item_2_takes_a_day_that_has_been() -> None:
    assert typed("12 November", 2).meeting_on == date(2026, 11, 12)
    assert typed("3 March", 2).meeting_on == date(2026, 3, 3)
    assert typed("today", 2).meeting_on == TODAY


@pytest.mark.parametrize("text", ["tomorrow", "23 November 2026", "next Tuesday"])
def test_item_2_refuses_a_day_to_come(text: str) -> None:
    with pytest.raises(BadInput, match=r"is still to come\. .* The next meeting is item 6"):
        typed(text, 2)


def test_item_2_comes_before_the_next_meeting() -> None:
    with pytest.raises(BadInput, match="12 November 2026 is not before the next meeting, 12 November 2026"):
        typed("12 November", 2, next_meeting_on=date(2026, 11, 12))


@pytest.mark.parametrize("text", ["me", "I did", "Myself", "i"])
def test_item_3_takes_me_for_the_author(text: str) -> None:
    assert typed(text, 3).member == SHAW


@pytest.mark.parametrize("text", ["Watson", "mr r watson", "Mr Watson"])
def test_item_3_takes_a_member_by_name(text: str) -> None:
    assert typed(text, 3).member == WATSON


@pytest.mark.parametrize(
    ("text", "said"),
    [("Mr", "could mean more than one person"), ("nobody", "Nobody in the register is called")],
)
def test_item_3_asks_again_where_it_is_not_sure(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        typed(text, 3)


@pytest.mark.parametrize(
    ("text", "ids"), [("CED", (CED,)), ("CED and PPP", (CED, PPP)), ("ppp; ced", (PPP, CED))]
)
def test_item_4_takes_one_committee_or_several(text: str, ids: tuple[CommitteeId, ...]) -> None:
    assert typed(text, 4).committees == ids


@pytest.mark.parametrize("text", ["the moon", "CED and the moon", "yes", ""])
def test_item_4_names_the_committees_there_are(text: str) -> None:
    with pytest.raises(BadInput, match=r"Type one of these: .*Communities, Equality and Diversity Committee"):
        typed(text, 4)


@pytest.mark.parametrize("text", ["yes", "Agreed:\n• a bid\n• a grant", "12/11/2026", "skip it", "ok"])
def test_item_5_is_kept_as_it_was_typed(text: str) -> None:
    assert typed(f"  {text}\n", 5, outcomes="Earlier").outcomes == text


@pytest.mark.parametrize("text", ["not known", "Not known.", "don't know", "TBC", "none", "N/A", "n/a", "No"])
def test_item_6_may_be_not_known(text: str) -> None:
    answers = typed(text, 6, next_meeting_on=date(2027, 2, 4))
    assert (answers.next_meeting_on, answers.next_not_known, answers.given(6)) == (None, True, True)


def test_item_6_takes_the_nearest_such_day_ahead() -> None:
    answers = typed("4 Feb", 6, meeting_on=date(2026, 11, 12), next_not_known=True)
    assert (answers.next_meeting_on, answers.next_not_known) == (date(2027, 2, 4), False)


@pytest.mark.parametrize("text", ["12 November 2026", "11 November 2026"])
def test_item_6_comes_after_the_meeting(text: str) -> None:
    with pytest.raises(BadInput, match="is not after the meeting of 12 November 2026"):
        typed(text, 6, meeting_on=date(2026, 11, 12))


@pytest.mark.parametrize(
    ("step", "answers", "meant"),
    [
        (1, {"partnership": CDRP}, {"partnership": CDRP}),
        (2, {"meeting_on": date(2026, 11, 12)}, {"meeting_on": date(2026, 11, 12)}),
        (3, {"partnership": CDRP}, {"member": SHAW}),
        (4, {"partnership": CDRP}, {"committees": (CED, PPP)}),
        (6, {"next_meeting_on": date(2027, 2, 4)}, {"next_meeting_on": date(2027, 2, 4)}),
    ],
)
@pytest.mark.parametrize("text", ["yes", "Yes please!", "OK", "y"])
def test_yes_takes_what_is_suggested(
    step: int, answers: dict[str, Any], meant: dict[str, Any], text: str
) -> None:
    assert typed(text, step, REPORTING, **answers) == Answers(**(answers | meant))


@pytest.mark.parametrize("step", [1, 2, 3, 6])
def test_yes_to_nothing_is_no_answer(step: int) -> None:
    with pytest.raises(BadInput, match="Nothing is suggested here to say yes to"):
        typed("yes", step)


@settings(max_examples=300, deadline=None)
@given(step=st.sampled_from(ITEMS), text=st.text(max_size=40), full=...)
def test_whatever_is_typed_changes_its_own_item_only_or_is_refused(step: int, text: str, full: bool) -> None:
    before = FULL if full else Answers()
    fields = [
        {"partnership"},
        {"meeting_on"},
        {"member"},
        {"committees"},
        {"outcomes"},
        {"next_meeting_on", "next_not_known"},
    ]
    try:
        after = typed(text, step, **before.model_dump())
    except BadInput:
        return
    changed = {name for name in Answers.model_fields if getattr(before, name) != getattr(after, name)}
    assert changed <= fields[step - 1]


@settings(max_examples=200, deadline=None)
@given(step=st.integers(1, 6).filter(lambda step: step != 5), value=st.text(max_size=20))
def test_a_choice_that_is_not_in_the_register_is_refused(step: int, value: str) -> None:
    with pytest.raises(BadInput):
        chosen(value.replace(",", ""), step)


@pytest.mark.parametrize("step", [1, 3, 4])
def test_every_choice_that_a_menu_offers_is_taken(step: int) -> None:
    offered = rules.choices(draft(step, partnership=CDRP), step, CUMBRIA, today=TODAY)
    assert len(offered) == len({choice.value for choice in offered})
    for choice in offered:
        answers = chosen(choice.value, step)
        assert rules.answer_in_words(answers, step, CUMBRIA) == choice.label


@pytest.mark.parametrize("value", ["1066-10-14", "0001-01-01", "1974-03-31"])
def test_a_day_that_is_chosen_is_checked_like_a_day_that_is_typed(value: str) -> None:
    with pytest.raises(BadInput, match="is too far away"):
        chosen(value, 2)


@pytest.mark.parametrize("value", ["9999-12-31", "2036-11-23"])
def test_so_is_the_day_of_the_next_meeting(value: str) -> None:
    with pytest.raises(BadInput, match="is too far away"):
        chosen(value, 6)


def test_a_chosen_day_obeys_the_other_day_too() -> None:
    assert chosen("2026-11-12", 2).meeting_on == date(2026, 11, 12)
    assert chosen("not known", 6).next_not_known
    with pytest.raises(BadInput, match="still to come"):
        chosen("2026-11-23", 2)
    with pytest.raises(BadInput, match="is not after the meeting"):
        chosen("2026-11-12", 6, meeting_on=date(2026, 11, 12))


def test_the_menu_of_item_1_begins_with_the_authors_own_partnerships() -> None:
    offered = [choice.value for choice in rules.choices(draft(1), 1, CUMBRIA, today=TODAY)]
    assert set(offered[:3]) == {"cu-lsp-furness", "cu-cdrp-barrow", "cu-cyp-scrutiny"}
    assert len(offered) == len(CUMBRIA.partnerships)


def test_the_menu_of_item_3_begins_with_those_who_sit_there() -> None:
    offered = [c.label for c in rules.choices(draft(3, partnership=CDRP), 3, CUMBRIA, today=TODAY)]
    assert offered[:2] == ["Mrs L L Shaw", "Mr W Smith"]
    assert len(offered) == len(CUMBRIA.people)


@pytest.mark.parametrize(
    ("author", "member"),
    [("shaw", "Mrs L L Shaw"), ("smith", "Mr W Smith"), ("watson", "Mrs L L Shaw")],
    ids=["the representative", "the substitute", "somebody else"],
)
def test_d_03_the_member_suggested_is_the_author_if_they_sit_there(author: str, member: str) -> None:
    assert suggested(3, author=PersonId(author), partnership=CDRP) == member


def test_the_member_suggested_is_the_one_who_sat_on_the_day_of_the_meeting() -> None:
    def member(day: date | None) -> str | None:
        return suggested(3, CHANGING, PersonId("smith"), partnership=BARROW, meeting_on=day)

    assert member(date(2026, 6, 30)) == "Mrs C Egan"
    assert member(HANDOVER) == member(None) == "Mrs L L Shaw"


def test_d_04_the_committees_suggested_are_those_of_the_matrix() -> None:
    assert suggested(4, partnership=CDRP) is None
    assert suggested(4, REPORTING, partnership=CDRP) == (
        "Communities, Equality and Diversity Committee and Policing Plan and Performance Committee"
    )
    assert (
        suggested(4, REPORTING, partnership=CDRP, committees=(PPP,))
        == "Policing Plan and Performance Committee"
    )


@pytest.mark.parametrize("step", ITEMS)
def test_without_an_answer_nothing_is_made_up(step: int) -> None:
    assert suggested(step) is None


@pytest.mark.parametrize("step", ITEMS)
def test_d_07_a_question_has_the_number_and_words_of_the_proforma(step: int) -> None:
    question = rules.question(draft(step, **FULL.model_dump()), proforma(), CUMBRIA, today=TODAY)
    item = proforma().items[step - 1]
    assert question.label == f"{step}. {item.label}"
    assert question.number == step
    assert question.hint
    assert question.current == rules.answer_in_words(FULL, step, CUMBRIA)


def test_a_substitute_who_went_is_marked() -> None:
    assert rules.answer_in_words(FULL, 3, CUMBRIA) == "Mrs L L Shaw"
    went = FULL.model_copy(update={"member": PersonId("smith")})
    assert rules.answer_in_words(went, 3, CUMBRIA) == "Mr W Smith (substitute)"
    other = FULL.model_copy(update={"member": EGAN})
    assert rules.answer_in_words(other, 3, CUMBRIA) == "Mrs C Egan"


def test_answers_are_written_as_people_read_them() -> None:
    assert [line.answer for line in rules.lines(FULL, proforma(), CUMBRIA)] == [
        "Barrow CDRP",
        "12 November 2026",
        "Mrs L L Shaw",
        "Communities, Equality and Diversity Committee",
        "Agreed a fresh bid for the CCTV grant.",
        "4 February 2027",
    ]
    unknown = FULL.model_copy(update={"next_meeting_on": None, "next_not_known": True})
    assert rules.answer_in_words(unknown, 6, CUMBRIA) == "Not known"


def test_the_summary_tells_what_is_missing_and_who_can_read_it() -> None:
    whole = rules.summary(draft(SUMMARY, **FULL.model_dump()), proforma(), CUMBRIA)
    assert (whole.missing, whole.title) == ((), "Proforma for Reporting Partnership Activity")
    assert "Committee Services Officer" in whole.readers
    empty = rules.summary(draft(SUMMARY), proforma(), CUMBRIA)
    assert empty.missing == ITEMS
    assert [line.answer for line in empty.lines] == [None] * 6


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (Answers(), "a partnership not yet chosen"),
        (Answers(partnership=CDRP), "Barrow CDRP"),
        (FULL, "Barrow CDRP, meeting of 12 November 2026"),
    ],
)
def test_a_draft_is_named_without_restricted_text(answers: Answers, words: str) -> None:
    assert rules.about(answers, CUMBRIA) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [((2,), "item 2 is"), ((2, 4), "items 2 and 4 are"), ((2, 4, 5), "items 2, 4 and 5 are")],
)
def test_missing_items_make_a_sentence(items: tuple[int, ...], words: str) -> None:
    assert rules.items_in_words(items) == words


@pytest.mark.parametrize(
    ("outcomes", "bare"),
    [("", True), ("Nothing to report", True), ("none", True), ("A useful meeting was held.", False)],
)
def test_d_19_an_account_of_fewer_than_five_words_is_bare(outcomes: str, bare: bool) -> None:
    assert rules.is_bare(outcomes) == bare


def test_an_answer_too_long_for_one_message_is_refused() -> None:
    assert typed("a" * LONGEST_ANSWER, 5).outcomes == "a" * LONGEST_ANSWER
    with pytest.raises(BadInput, match=r"That is 40,001 characters. Please keep it under 40,000\."):
        typed("a" * (LONGEST_ANSWER + 1), 5)
