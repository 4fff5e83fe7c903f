"""Questions on conflicting codes as rows: kept whole, encrypted, and each workspace's own (B-13)."""

from sqlalchemy import select
from tests.storage.samples import ELSEWHERE, HERE, NOW, SECRET

from liaison.domain.guidance.models import Advisers, Question
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import SlackUserId
from liaison.storage.tables import questions
from liaison.storage.unit_of_work import Store

QUESTION = Question(
    id="V1",
    asker=SlackUserId("U1"),
    asked_by="Mrs L L Shaw",
    asked=Advisers(title="Chief Executive", names=("Chief",), users=(SlackUserId("U2"),)),
    text=SECRET,
    asked_at=NOW,
)


def keep(uow: UnitOfWork, question: Question) -> None:
    uow.questions.save(question)


def test_b13_a_question_is_read_back_as_it_was_kept_and_changed(store: Store) -> None:
    answered = QUESTION.model_copy(update={"answer": SECRET, "answered_by": "Chief", "answered_at": NOW})
    for question in (QUESTION, answered):
        store.run(HERE, keep, question)
        assert store.run(HERE, lambda uow: uow.questions.get("V1")) == question
    assert store.run(ELSEWHERE, lambda uow: uow.questions.get("V1")) is None


def test_b13_what_was_asked_cannot_be_read_in_the_database(store: Store) -> None:
    store.run(HERE, keep, QUESTION)
    with store.engine.connect() as connection:
        (body,) = connection.execute(select(questions.c.body)).scalars()
    assert SECRET.encode() not in body
    assert b"Shaw" not in body
