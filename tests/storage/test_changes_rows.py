"""The changes made to the register: kept encrypted, read back as they were, and seen in their own workspace alone."""

from datetime import date

import pytest
from sqlalchemy import select
from tests.storage.samples import BARROW, ELSEWHERE, HERE, NOW, SECRET, SHAW, load_cumbria

from liaison.domain.access.rules import COMMITTEE_SERVICES_OFFICER, Actor
from liaison.domain.errors import Problem
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import editing
from liaison.domain.register.changes import Change, Difference, reverse
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import (
    KINDS,
    About,
    Appointment,
    Committee,
    Entry,
    Group,
    Kind,
    Link,
    Office,
    Partnership,
    Person,
    Signature,
    Target,
    Term,
)
from liaison.domain.values import (
    AppointmentId,
    CommitteeId,
    GroupId,
    OfficeId,
    PartnershipId,
    PersonId,
    SlackUserId,
)
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.tables import changes
from liaison.storage.unit_of_work import Store

ONE = "one"
# One of each kind, with hardly anything said: nothing but its kind tells some of them apart.
PLAIN: dict[Kind, Entry] = {
    "about": About(authority="Northshire Authority"),
    "committees": Committee(id=CommitteeId(ONE), name="One"),
    "people": Person(id=PersonId(ONE), name="One"),
    "offices": Office(id=OfficeId(ONE), name="One"),
    "terms": Term(id=ONE, office=OfficeId(ONE), person=PersonId(ONE)),
    "groups": Group(id=GroupId(ONE), name="One"),
    "partnerships": Partnership(id=PartnershipId(ONE), name="One"),
    "appointments": Appointment(id=AppointmentId(ONE), partnership=PartnershipId(ONE), role="representative"),
    "targets": Target(id=ONE, partnership=PartnershipId(ONE), target="Fewer burglaries"),
    "signatures": Signature(id=ONE, person=PersonId(ONE), code="Members' code", signed_on=date(2026, 1, 1)),
    "links": Link(id=SlackUserId(ONE), person=PersonId(ONE)),
}
OFFICER = Actor(
    workspace=HERE,
    slack_user=SlackUserId("U9"),
    person=PersonId("officer"),
    name="Committee Services Officer",
    roles=frozenset({COMMITTEE_SERVICES_OFFICER}),
)


def change(version: int, *differences: Difference) -> Change:
    return Change(
        version=version,
        at=NOW,
        by="Committee Services Officer",
        by_user=SlackUserId("U9"),
        how="form",
        differences=differences,
    )


def keep(uow: UnitOfWork, *several: Change) -> None:
    for one in several:
        uow.changes.add(one)


@pytest.mark.parametrize("kind", KINDS)
def test_ux07_an_entry_of_every_kind_is_read_back_as_what_it_was(store: Store, kind: Kind) -> None:
    """UX-07: what was there before and after, though an office and a committee may say the same."""
    entry = PLAIN[kind]
    added, removed = (
        Difference(kind=kind, id=entry.id, before=None, after=entry),
        Difference(kind=kind, id=entry.id, before=entry, after=None),
    )
    store.run(HERE, keep, change(2, added), change(3, removed))
    assert store.run(HERE, lambda uow: uow.changes.get(2)) == change(2, added)
    assert store.run(HERE, lambda uow: uow.changes.get(3)) == change(3, removed)


def test_changes_are_found_in_the_order_in_which_they_were_made(store: Store) -> None:
    made = [change(version) for version in (2, 3, 5, 8)]
    store.run(HERE, keep, *made)
    store.run(ELSEWHERE, keep, change(4))
    assert store.run(HERE, lambda uow: uow.changes.after(2)) == made[1:]
    assert store.run(HERE, lambda uow: uow.changes.after(8)) == []
    assert store.run(HERE, lambda uow: uow.changes.latest(2)) == [made[3], made[2]]
    assert store.run(HERE, lambda uow: uow.changes.get(4)) is None


def test_that_a_change_was_undone_is_kept(store: Store) -> None:
    undone = change(2).model_copy(update={"undone_by": 3})
    store.run(HERE, keep, change(2))
    store.run(ELSEWHERE, keep, change(2))
    store.run(HERE, lambda uow: uow.changes.save(undone))
    assert store.run(HERE, lambda uow: uow.changes.get(2)) == undone
    assert store.run(ELSEWHERE, lambda uow: uow.changes.get(2)) == change(2)


def test_h06_what_a_change_says_is_unreadable_without_the_key(store: Store) -> None:
    """H-06: a delegation in writing is restricted, and an e-mail address concerns its owner."""
    seat = Appointment(
        id=AppointmentId("1"), partnership=BARROW, role="representative", person=SHAW, delegation=SECRET
    )
    told = change(2, Difference(kind="appointments", id=seat.id, before=None, after=seat))
    store.run(HERE, keep, told)
    with store.engine.connect() as connection:
        body = connection.execute(select(changes.c.body)).scalar_one()
    assert SECRET.encode() not in body
    with pytest.raises(Problem, match="encrypted with another key"):
        Store(store.engine, Cipher(new_key())).run(HERE, lambda uow: uow.changes.get(2))


def test_ux10_a_change_and_its_undoing_leave_the_register_as_it_was(store: Store) -> None:
    """UX-10: whatever was added, changed or removed; only the version tells that something happened."""
    store.run(HERE, load_cumbria)
    before = store.snapshots.of(HERE)
    clerk = Person(id=PersonId("clerk"), name="Clerk")
    renamed = before.person[SHAW].model_copy(update={"name": "Mrs L L Shaw-Jones"})
    seat = before.appointments[3]
    edits = [
        Edit("people", clerk.id, clerk),
        Edit("people", SHAW, renamed),
        Edit("appointments", seat.id, None),
    ]
    made = store.run(HERE, editing.apply, OFFICER, edits, how="form", now=NOW)
    assert made
    assert store.snapshots.of(HERE) != before.model_copy(update={"version": 2})
    undone = store.run(HERE, editing.undo, OFFICER, made.version, now=NOW)
    assert store.snapshots.of(HERE) == before.model_copy(update={"version": 3})
    assert reverse(made)[0] == Edit("appointments", seat.id, seat)
    kept = store.run(HERE, lambda uow: uow.changes.get(made.version))
    assert kept
    assert kept.undone_by == undone.version
