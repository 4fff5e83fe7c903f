"""What somebody tells staff is sent once, with the words that were sent first, and has words in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, NOW, linked, open_store

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput
from liaison.domain.lookup import mistakes
from liaison.storage.unit_of_work import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    linked(store, "An Admin", "admin")
    yield store
    store.close()


@pytest.fixture
def shaw(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


def tell(store: Store, actor: Actor, said: str) -> None:
    store.run(
        HERE, mistakes.report, actor, about="answer:x", named="x", said=said, form="V1", telling=DATE, now=NOW
    )


DATE = mistakes.Telling.DATE


def test_p02_the_same_form_with_other_words_is_not_thanked(store: Store, shaw: Actor) -> None:
    tell(store, shaw, "On 3 December.")
    tell(store, shaw, "On 3 December. ")
    with pytest.raises(AlreadyDone, match="sent already, with other words"):
        tell(store, shaw, "On 4 December.")
    notices = store.run(HERE, lambda uow: tuple(uow.notices.about("mistake V1")))
    assert [notice.facts["said"] for notice in notices] == ["On 3 December."]


@pytest.mark.parametrize("said", ["\u200b\u2060", " \n\u200d"])
def test_words_that_nobody_can_see_are_none(store: Store, shaw: Actor, said: str) -> None:
    with pytest.raises(BadInput, match="Staff need to know the day"):
        tell(store, shaw, said)
