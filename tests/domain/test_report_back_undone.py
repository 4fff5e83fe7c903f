"""What a report or a draft names can leave the register, where its addition is undone: nothing else stops at it (UX-07)."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest
from tests.domain.registers import CUMBRIA
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.meetings import diary
from liaison.domain.packs import Proforma
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Committee, Partnership, Person
from liaison.domain.report_back import conversation, filing
from liaison.domain.report_back.models import OUTCOMES, SUMMARY, Answers, Draft, Ended, Question, Summary
from liaison.domain.values import CommitteeId, PartnershipId, PersonId
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

PANEL, CED, WALKER = PartnershipId("panel"), CommitteeId("new-committee"), PersonId("walker")
ADDED = [
    Edit("partnerships", PANEL, Partnership(id=PANEL, name="Harbour Panel")),
    Edit("committees", CED, Committee(id=CED, name="Harbour Committee")),
    Edit("people", WALKER, Person(id=WALKER, name="Mr J Walker")),
]
ANSWERS = Answers(
    partnership=PANEL,
    meeting_on=date(2026, 11, 12),
    member=WALKER,
    committees=(CED,),
    outcomes="Agreed the winter plan for the harbour.",
    next_not_known=True,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, CUMBRIA.changed(ADDED))


@pytest.fixture
def shaw(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


@pytest.fixture
def proforma() -> Proforma:
    found = load_pack("cumbria").proforma
    assert found
    return found


def undone(store: Store) -> None:
    """The additions are undone."""
    store.run(HERE, lambda uow: uow.register.save([Edit(edit.kind, edit.id, None) for edit in ADDED]))


def begun(store: Store, actor: Actor, step: int) -> Draft:
    """A draft with all its answers, whose conversation has come to this item."""
    draft = Draft(
        id="d1",
        author=actor.person,
        slack_user=actor.slack_user,
        proforma="cu-report-back 2009",
        answers=ANSWERS,
        step=step,
        asked=step,
        started_at=NOW,
        updated_at=NOW,
    )
    store.run(HERE, lambda uow: uow.reports.save_draft(draft))
    return draft


def test_b12_reports_that_wait_are_listed_owed_and_opened_all_the_same(
    store: Store, shaw: Actor, proforma: Proforma
) -> None:
    draft = begun(store, shaw, SUMMARY)
    store.run(HERE, filing.submit, shaw, standing(store), draft, now=NOW)
    undone(store)
    officer = linked(store, "Clerk", "committee-services-officer")
    support = linked(store, "Support", "support-officer")
    (listed,) = store.run(HERE, filing.waiting, officer, standing(store))
    assert (listed.partnership, listed.member, listed.committees) == (
        "A partnership no longer in the register",
        "Somebody no longer in the register",
        ("A committee no longer in the register",),
    )
    store.run(HERE, filing.owe_waiting, standing(store), now=NOW)
    opened = store.run(HERE, filing.open_report, officer, standing(store), proforma, "d1", now=NOW)
    assert opened.lines[OUTCOMES - 1].answer == ANSWERS.outcomes
    store.run(HERE, diary.diary, support, standing(store), now=NOW)


def test_p06_the_conversation_goes_on_and_asks_for_what_has_gone(
    store: Store, shaw: Actor, proforma: Proforma
) -> None:
    begun(store, shaw, SUMMARY)
    undone(store)

    moves = count()

    def says(text: str) -> object:
        turn = store.run(
            HERE,
            conversation.say,
            shaw,
            standing(store),
            proforma,
            text,
            move=f"move {next(moves)}",
            now=NOW,
        )
        assert turn
        store.run(HERE, lambda uow: uow.reports.save_draft(asked(uow.reports.draft("d1"))))
        return turn.then

    then = says("submit")
    assert isinstance(then, Question)
    assert (then.number, then.default) == (1, None)
    assert isinstance(says("barrow cdrp"), Summary)
    then = says("submit")
    assert isinstance(then, Question)
    assert then.number == 3
    then = says("save")
    assert isinstance(then, Ended)
    assert "Barrow CDRP" in then.sentence


def asked(draft: Draft | None) -> Draft:
    """The draft once its message is known to have gone out."""
    assert draft
    return draft.model_copy(update={"asked": draft.step})


def test_nothing_is_filed_on_what_has_gone(store: Store, shaw: Actor) -> None:
    draft = begun(store, shaw, SUMMARY)
    undone(store)
    with pytest.raises(BadInput, match="Items 1, 3 and 4 are no longer in the register"):
        store.run(HERE, filing.submit, shaw, standing(store), draft, now=NOW)
