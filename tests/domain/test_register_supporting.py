"""Nobody makes themselves a reader of restricted reports by naming themselves a support officer (K-06, D-16, X-16)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, CLERK, EDEN, EGAN, SHAW
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import NotAllowed
from liaison.domain.register import importing, seats
from liaison.domain.register.changes import Change, How
from liaison.domain.register.editing import apply, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry, Kind, Term
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.values import AppointmentId, PersonId
from liaison.storage.unit_of_work import Store

DECEMBER = date(2026, 12, 1)
MEMBER = CHANGING.person[SHAW]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    linked(store, "Committee Services Officer", "committee-services-officer")
    yield store
    store.close()


@pytest.fixture
def officer(store: Store) -> Actor:
    return linked(store, "Mr A Officer", "support-officer")


def change(store: Store, actor: Actor, kind: Kind, *entries: Entry, how: How = "form") -> Change | None:
    edits = [Edit(kind, entry.id, entry) for entry in entries]
    return store.run(HERE, apply, actor, edits, how=how, now=NOW)


def support(person: PersonId | None, id_: str = "s1", **fields: object) -> Appointment:
    """A support officer's seat on Barrow."""
    return Appointment.model_validate(
        {"id": id_, "partnership": BARROW, "role": "support officer", "person": person, **fields}
    )


def refused(store: Store, actor: Actor, kind: Kind, *entries: Entry) -> str:
    """The sentence with which a change is refused, whole and with whom to ask; nothing has changed."""
    before = standing(store)
    with pytest.raises(NotAllowed) as caught:
        change(store, actor, kind, *entries)
    assert standing(store) == before
    assert caught.value.mend == "Ask the Committee Services Officer to do it."
    return caught.value.sentence


def test_k_06_naming_oneself_as_a_members_officer_is_refused_and_naming_others_is_not(
    store: Store, officer: Actor
) -> None:
    mine = MEMBER.model_copy(update={"support_officer": officer.person})
    assert refused(store, officer, "people", mine) == (
        "This would make you the support officer of Mrs L L Shaw, who can read restricted reports."
    )
    theirs = MEMBER.model_copy(update={"support_officer": EGAN})
    assert change(store, officer, "people", theirs)
    assert change(store, linked(store, "Manager", "administration-manager"), "people", mine)
    assert change(store, officer, "people", mine.model_copy(update={"email": "a@example.org"}))


def test_k_06_a_seat_of_ones_own_by_name_by_office_or_for_longer_is_refused(
    store: Store, officer: Actor
) -> None:
    assert "of Barrow CDRP" in refused(store, officer, "appointments", support(officer.person))
    chair = Term(id="t", office=CHAIR, person=officer.person, since=DECEMBER)
    assert change(store, officer, "appointments", support(None, office=CHAIR))
    assert "of Barrow CDRP" in refused(store, officer, "terms", chair)
    clerk = Term(id="t", office=CLERK, person=officer.person, since=DECEMBER)
    assert change(store, officer, "terms", clerk), "that office supports nobody"
    assert "of Barrow CDRP" in refused(store, officer, "appointments", support(None, office=CLERK))
    manager = linked(store, "Manager", "administration-manager")
    held = support(officer.person, "s2", since=date(2026, 1, 1), until=DECEMBER)
    assert change(store, manager, "appointments", held)
    for wider in ({"since": None}, {"until": None}, {"partnership": EDEN}):
        refused(store, officer, "appointments", held.model_copy(update=wider))
    assert change(store, officer, "appointments", support(EGAN, "s3"))


def test_k_06_who_may_end_their_own_seat_may_take_that_back(store: Store, officer: Actor) -> None:
    manager = linked(store, "Manager", "administration-manager")
    change(store, manager, "appointments", support(officer.person))
    ended = store.run(HERE, seats.end, officer, "appointments", "s1", DECEMBER, now=NOW)
    assert ended
    store.run(HERE, undo, officer, ended.version, now=NOW)
    assert standing(store).appointment[AppointmentId("s1")].until is None
    taken = change(store, manager, "appointments", support(EGAN))
    assert taken
    with pytest.raises(NotAllowed, match="This would make you"):
        store.run(HERE, undo, officer, taken.version, now=NOW)


def test_k_06_a_file_does_not_do_it_either(store: Store, officer: Actor) -> None:
    columns = tuple(Column(heading=heading) for heading in ("Name", "Support officer"))
    sheet = Sheet(name="People", columns=columns, rows=(("Mrs L L Shaw", officer.name),))
    with pytest.raises(NotAllowed, match="support officer of Mrs L L Shaw"):
        store.run(HERE, importing.take_in, officer, [sheet], now=NOW)
    assert standing(store).person[SHAW].support_officer is None
