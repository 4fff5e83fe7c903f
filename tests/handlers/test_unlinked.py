"""Whoever has left, and is not linked any more, is told nothing new and reads no names in what they were told (UX-15)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.domain.registers import CHANGING
from tests.domain.stores import HERE, open_store

from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Proforma
from liaison.domain.values import SlackUserId
from liaison.handlers.notices import rendering
from liaison.storage.unit_of_work import Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(Path(tmp_path_factory.mktemp("unlinked")), CHANGING)


@pytest.mark.parametrize("kind", Kind)
def test_whoever_is_not_linked_any_more_is_told_nothing(store: Store, kind: Kind) -> None:
    to_send = Notice(key="1", kind=kind, subject="1", reason="", to_user=SlackUserId("UGONE"), due=NOW)
    form = Proforma.model_construct(id="x", version="", title="", items=(), source="")
    new = store.run(HERE, rendering.render, (to_send,), CHANGING, form, now=NOW)
    assert (new.message, new.gone) == (None, (to_send,))
    sent = to_send.model_copy(update={"sent_ts": "1.1"})
    message = store.run(HERE, rendering.render, (sent,), CHANGING, form, now=NOW).message
    assert message
    assert message.text == "This is over. Your Slack account is not linked to Liaison any more."
    assert [block["type"] for block in message.blocks] == ["section"]
