"""A button that is pressed after its item, or its whole conversation, has ended gets one clear sentence."""

from datetime import UTC, datetime

import pytest

from liaison.domain.access.rules import MEMBER, Actor
from liaison.domain.errors import AlreadyDone
from liaison.domain.register.loading import from_pack
from liaison.domain.report_back import conversation
from liaison.domain.report_back.models import Draft, DraftState
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE, USER, PERSON = WorkspaceId("T1"), SlackUserId("U1"), PersonId("shaw")
ACTOR = Actor(workspace=HERE, slack_user=USER, person=PERSON, name="Mrs L L Shaw", roles=frozenset({MEMBER}))


@pytest.mark.parametrize(
    ("state", "step", "sentence"),
    [
        (DraftState.SUBMITTED, 7, "This report has been submitted. Type /reportback to start another."),
        (DraftState.SAVED, 3, "This report was put aside. Type /reportback drafts to carry on."),
        (DraftState.CANCELLED, 3, "This report was put aside. Type /reportback drafts to carry on."),
        (DraftState.OPEN, 4, "That item has been answered. Answer the newest message, or type back."),
    ],
)
def test_a_button_pressed_too_late_changes_nothing(state: DraftState, step: int, sentence: str) -> None:
    pack = load_pack("cumbria")
    store = Store(open_engine("sqlite://"), Cipher(new_key()))
    migrate(store.engine)
    draft = Draft(
        id="d",
        author=PERSON,
        slack_user=USER,
        proforma="p",
        state=state,
        step=step,
        started_at=NOW,
        updated_at=NOW,
    )
    store.run(HERE, lambda uow: uow.reports.save_draft(draft))
    register = from_pack(pack, since=NOW.date())
    assert pack.proforma
    for attempt in (
        lambda uow: conversation.press(uow, ACTOR, register, pack.proforma, "d", 2, "skip", now=NOW),
        lambda uow: conversation.pick(uow, ACTOR, register, pack.proforma, "d", 2, "2026-11-12", now=NOW),
    ):
        with pytest.raises(AlreadyDone) as told:
            store.run(HERE, attempt)
        assert str(told.value) == sentence
    assert store.run(HERE, lambda uow: uow.reports.draft("d")) == draft
    store.close()
