"""A database for the tests of use-cases: SQLite in a file, with a register in it and people who act."""

from datetime import UTC, datetime
from pathlib import Path

from tests.database import bring_up

from liaison.domain.access.rules import Actor
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Link, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.unit_of_work import Store

HERE = WorkspaceId("THERE1")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def open_store(folder: Path, register: Register) -> Store:
    """A store that holds this register in the workspace HERE."""
    engine = open_engine(f"sqlite:///{folder}/liaison.db")
    bring_up(engine)
    store = Store(engine, Cipher(new_key()))
    store.run(HERE, lambda uow: uow.register.replace(register))
    return store


def linked(store: Store, name: str, *roles: str) -> Actor:
    """Somebody of the register, or new in it, with roles in Slack."""
    register = store.snapshots.of(HERE, at_once=True)
    person = next((person for person in register.people if person.name == name), None)
    known = person or Person(id=PersonId(name.lower().replace(" ", "-")), name=name)
    user = SlackUserId(f"U{known.id.upper().replace('-', '')}")
    edits = [Edit("links", user, Link(id=user, person=known.id, roles=roles))]
    if person is None:
        edits.insert(0, Edit("people", known.id, known))
    store.run(HERE, lambda uow: uow.register.save(edits))
    return Actor(workspace=HERE, slack_user=user, person=known.id, name=name, roles=frozenset(roles))


def standing(store: Store) -> Register:
    """The register as it now stands."""
    return store.snapshots.of(HERE, at_once=True)
