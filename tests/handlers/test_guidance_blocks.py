"""Whatever is typed after `/guide`, in whichever authority: an answer comes, and Slack takes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.domain.guidance import circulars, search
from liaison.domain.guidance.models import Advisers, Question, Reader, Readers
from liaison.domain.packs import GUIDE_TOPICS, KnowledgeEntry
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, SlackUserId
from liaison.handlers.blocks.guidance import advice, answers
from liaison.handlers.blocks.guidance import circulars as blocks
from liaison.handlers.blocks.kit import Message
from liaison.sandbox.rules.surfaces import check_message_blocks, check_view
from liaison.storage.packs import load_pack, pack_names

TODAY = date(2026, 11, 23)
LIBRARY = [load_pack(name) for name in pack_names()]
REGISTERS = {pack.key: from_pack(pack, since=TODAY) for pack in LIBRARY}
SAID = sorted(
    {
        word
        for pack in LIBRARY
        for entry in pack.knowledge
        for text in (entry.label, *entry.points)
        for word in text.split()
    }
)
QUERIES = (
    st.text(max_size=300)
    | st.lists(st.sampled_from([*SAID, *GUIDE_TOPICS, "define", "CSP", "code"]), max_size=5).map(" ".join)
    | st.text(max_size=20).map(lambda text: f"define {text}")
)


def taken(message: Message) -> bool:
    """Whether Slack takes it as a message."""
    assert not check_message_blocks(message.blocks)
    return 0 < len(message.text) <= 3_000


def every_page(register: Register, text: str) -> list[Message]:
    """All pages of an answer, and one past the last."""
    found = search.ask(register, LIBRARY, text, day=TODAY)
    pages = -(-(len(found.readings) + len(found.passages)) // answers.PER_PAGE)
    return [answers.answer(found, page) for page in range(-1, pages + 1)]


@settings(max_examples=300, deadline=None)
@given(pack=st.sampled_from(pack_names()), text=QUERIES)
def test_the_guide_never_fails_and_always_fits(pack: str, text: str) -> None:
    assert all(taken(message) for message in every_page(REGISTERS[pack], text))


@pytest.mark.parametrize("pack", pack_names())
def test_every_topic_and_the_help_of_every_authority_fit(pack: str) -> None:
    for topic in ("", *GUIDE_TOPICS):
        assert all(taken(message) for message in every_page(REGISTERS[pack], topic))
    found = search.ask(REGISTERS[pack], LIBRARY, "define", day=TODAY)
    assert taken(answers.usage(found, circulates=True, sees_readers=True))


@pytest.mark.parametrize("pack", pack_names())
def test_the_form_that_circulates_fits(pack: str) -> None:
    assert not check_view(blocks.circulate_form(circulars.all_of(load_pack(pack))), "modal")


def test_a_passage_with_far_too_much_to_say_still_fits() -> None:
    entry = KnowledgeEntry(
        topic="law",
        label="A" * 4_000,
        points=tuple("<&>" * 500 for _ in range(40)),
        source="S" * 3_000,
    )
    pack = load_pack("cumbria").model_copy(update={"knowledge": (entry,) * 30})
    register = from_pack(pack, since=TODAY)
    found = search.ask(register, [pack], "law", day=TODAY)
    assert all(taken(answers.answer(found, page)) for page in range(5))


def test_a_word_that_a_thousand_partnerships_share_is_paged() -> None:
    many = tuple(
        Partnership(id=PartnershipId(f"p{number}"), name=f"Panel {number}", short="CSP")
        for number in range(1_000)
    )
    register = REGISTERS["dorset"].changed(Edit("partnerships", entry.id, entry) for entry in many)
    pages = every_page(register, "define csp")
    assert len(pages) > 100
    assert all(taken(message) for message in pages)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("U1",), "Only Mrs L L Shaw can read it."),
        (("U1", "U2"), "Only Mrs L L Shaw, and the others who were asked, can read it."),
    ],
)
def test_ux06_whoever_advises_is_told_who_will_read_the_answer(asked: tuple[str, ...], hint: str) -> None:
    question = Question(
        id="V1",
        asker=SlackUserId("U9"),
        asked_by="Mrs L L Shaw",
        asked=Advisers(
            title="Chief Executive", names=asked, users=tuple(SlackUserId(user) for user in asked)
        ),
        text="May I vote?",
        asked_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    )
    assert hint in str(advice.answer_form(question))


@pytest.mark.parametrize("people", [0, 1, 41, 2_000])
def test_lists_of_readers_fit(people: int) -> None:
    circular = load_pack("bedfordshire").circulars[0]
    readers = Readers(
        circular=circular,
        expected=tuple(
            Reader(name=f"Mrs A B Representative {number}", user=SlackUserId(f"U{number}"))
            for number in range(people)
        ),
        not_in_slack=tuple(f"Mr C D Elsewhere {number}" for number in range(people)),
        can_remind=True,
    )
    for page in range(people // 100 + 2):
        assert taken(blocks.readers(readers, page))
    assert taken(blocks.overview((readers,) * 60, circulates=True)) or people
    facts = {
        "circular": circular.id,
        "title": circular.title,
        "by": "Chief Executive",
        "source": circular.source,
        "points": "\n".join(f"{number}. A point that is rather long" for number in range(people)),
    }
    assert taken(blocks.notice(facts, readers, to_one=False, read_on=None))
    assert taken(blocks.notice(facts, readers, to_one=True, read_on=TODAY + timedelta(days=1)))
