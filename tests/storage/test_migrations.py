"""Migrations: from nothing to the newest schema, once, however many replicas begin at the same moment."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, insert, inspect, select
from tests.storage.samples import ELSEWHERE, HERE, NOW, PPP, SHAW, at_once, notice

from liaison.domain.notices.models import State
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import (
    Appointment,
    Committee,
    FormerName,
    Link,
    Office,
    Partnership,
    Person,
    Term,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, ChannelId, OfficeId, PartnershipId, PersonId, SlackUserId
from liaison.storage.database import insert_new, open_engine
from liaison.storage.migrate import configuration, is_current, migrate
from liaison.storage.notices import Outbox
from liaison.storage.register import RegisterRows
from liaison.storage.tables import metadata, moves

CHAIR = OfficeId("chair")

# A replica that is ready to migrate and waits for the word.
REPLICA = """
import sys
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate

engine = open_engine(sys.argv[1])
sys.stdin.readline()
migrate(engine)
"""


# What a workspace held before the register became entries: everything that the first schema could say.
FIRST_ROWS: dict[str, list[dict[str, object]]] = {
    "workspaces": [
        {
            "workspace": workspace,
            "version": version,
            "since": date(2026, 2, 28),
            "pack": "northshire",
            "authority": "Northshire Authority",
            "force": "Northshire Police",
            "timezone": "Europe/Dublin",
            "edition": "2026",
            "policy_edition": None,
            "whose": "force",
        }
        for workspace, version in ((HERE, 7), (ELSEWHERE, 2))
    ],
    "people": [
        {"workspace": HERE, "id": "smith", "position": 1, "name": "Mr W Smith", "email": None},
        {"workspace": HERE, "id": "shaw", "position": 0, "name": "Mrs L L Shaw", "email": "shaw@example.org"},
        {"workspace": ELSEWHERE, "id": "shaw", "position": 0, "name": "Another Shaw", "email": None},
    ],
    "offices": [
        {
            "workspace": HERE,
            "id": "chair",
            "position": 0,
            "name": "Chair",
            "also_called": ["Chairman"],
            "committee": "ppp",
        },
        {
            "workspace": HERE,
            "id": "clerk",
            "position": 1,
            "name": "Clerk",
            "also_called": [],
            "committee": None,
        },
    ],
    "terms": [
        {
            "workspace": HERE,
            "position": position,
            "office": "chair",
            "person": person,
            "since": since,
            "until": until,
        }
        for position, person, since, until in (
            (0, "shaw", date(2024, 1, 1), date(2025, 1, 1)),
            (1, "smith", date(2025, 1, 1), date(2026, 1, 1)),
            (2, "shaw", date(2026, 1, 1), None),
        )
    ],
    "committees": [
        {
            "workspace": HERE,
            "id": "ppp",
            "position": 0,
            "name": "Plan & Performance",
            "short": "PPP",
            "also_called": ["Plan"],
            "kind": "working group",
            "channel": "C1",
        }
    ],
    "partnerships": [
        {
            "workspace": HERE,
            "id": "barrow",
            "position": 0,
            "name": "Barrow CDRP",
            "entry": {
                "id": "barrow",
                "name": "Barrow CDRP",
                "statutory": False,
                "formerly": ["Barrow Panel"],
                "reports_to": ["ppp"],
            },
        }
    ],
    "appointments": [
        {
            "workspace": HERE,
            "id": number,
            "position": position,
            "partnership": "barrow",
            "role": "representative",
            "person": person,
            "office": office,
            "listed_as": None,
            "since": date(2026, 1, 1),
            "until": None,
        }
        for position, number, person, office in ((0, "9", None, "clerk"), (1, "1", "shaw", None))
    ],
    "links": [
        {"workspace": HERE, "slack_user": "U2", "person": "smith", "roles": []},
        {"workspace": HERE, "slack_user": "U1", "person": "shaw", "roles": ["admin", "member"]},
    ],
}
MIGRATED = Register(
    version=7,
    since=date(2026, 2, 28),
    authority="Northshire Authority",
    force="Northshire Police",
    timezone="Europe/Dublin",
    pack="northshire",
    edition="2026",
    whose="force",
    people=(
        Person(id=SHAW, name="Mrs L L Shaw", email="shaw@example.org"),
        Person(id=PersonId("smith"), name="Mr W Smith"),
    ),
    offices=(
        Office(id=CHAIR, name="Chair", also_called=("Chairman",), committee=PPP),
        Office(id=OfficeId("clerk"), name="Clerk"),
    ),
    terms=(
        Term(id="chair:shaw", office=CHAIR, person=SHAW, since=date(2024, 1, 1), until=date(2025, 1, 1)),
        Term(
            id="chair:smith",
            office=CHAIR,
            person=PersonId("smith"),
            since=date(2025, 1, 1),
            until=date(2026, 1, 1),
        ),
        Term(id="chair:shaw:2", office=CHAIR, person=SHAW, since=date(2026, 1, 1)),
    ),
    committees=(
        Committee(
            id=PPP,
            name="Plan & Performance",
            short="PPP",
            also_called=("Plan",),
            kind="working group",
            channel=ChannelId("C1"),
        ),
    ),
    partnerships=(
        Partnership(
            id=PartnershipId("barrow"),
            name="Barrow CDRP",
            statutory=False,
            formerly=(FormerName(name="Barrow Panel"),),
            reports_to=(PPP,),
        ),
    ),
    appointments=(
        Appointment(
            id=AppointmentId("9"),
            partnership=PartnershipId("barrow"),
            role="representative",
            office=OfficeId("clerk"),
            since=date(2026, 1, 1),
        ),
        Appointment(
            id=AppointmentId("1"),
            partnership=PartnershipId("barrow"),
            role="representative",
            person=SHAW,
            since=date(2026, 1, 1),
        ),
    ),
    links=(
        Link(id=SlackUserId("U1"), person=SHAW, roles=("admin", "member")),
        Link(id=SlackUserId("U2"), person=PersonId("smith")),
    ),
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty database, without any schema."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    """What the database has otherwise than the tables in the code."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def test_an_empty_database_is_brought_to_the_newest_schema(engine: Engine) -> None:
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_the_migrations_make_what_the_code_describes(engine: Engine) -> None:
    migrate(engine)
    assert differences(engine) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_there(engine: Engine) -> None:
    migrate(engine)
    row = {"workspace": HERE, "move": "m1", "at": NOW}
    with engine.begin() as connection:
        insert_new(connection, moves, row)
    migrate(engine)
    with engine.connect() as connection:
        assert [dict(found) for found in connection.execute(select(moves)).mappings()] == [row]
    assert differences(engine) == []


def bring_to(engine: Engine, revision: str) -> None:
    """Brings the database to an earlier schema."""
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_a_register_of_the_first_schema_is_kept_whole_as_entries(engine: Engine) -> None:
    """Rows of both workspaces move into the one table; a second term of the same person has an id of its own."""
    bring_to(engine, "0001")
    with engine.begin() as connection:
        first = MetaData()
        first.reflect(connection)
        for name, rows in FIRST_ROWS.items():
            connection.execute(insert(first.tables[name]), rows)
    migrate(engine)
    with engine.begin() as connection:
        rows_here, rows_elsewhere = RegisterRows(connection, HERE), RegisterRows(connection, ELSEWHERE)
        elsewhere = rows_elsewhere.load()
        assert rows_here.load() == MIGRATED
        assert elsewhere
        assert elsewhere.people == (Person(id=SHAW, name="Another Shaw"),)
        later = Person(id=PersonId("later"), name="Ms A Later")
        assert rows_here.save([Edit("people", later.id, later)]) == 8
    with engine.connect() as connection:
        changed = RegisterRows(connection, HERE, MIGRATED).load()
        assert changed
        assert changed.people == (*MIGRATED.people, later)
        assert RegisterRows(connection, HERE).load() == changed
    assert differences(engine) == []


def test_what_an_earlier_version_had_claimed_when_it_was_stopped_may_have_been_sent(engine: Engine) -> None:
    """It did not keep what it had begun to send: all that it had claimed is looked for."""
    bring_to(engine, "0010")
    with engine.begin() as connection:
        outbox = Outbox(connection, HERE)
        outbox.add(notice("claimed", state=State.CLAIMED, claimed_until=NOW))
        outbox.add(notice("there", state=State.CLAIMED, claimed_until=NOW, sent_ts="1.1"))
        outbox.add(notice("waits"))
    migrate(engine)
    with engine.begin() as connection:
        claimed = Outbox(connection, HERE).claim(now=NOW, until=NOW, most=9)
    assert {each.key: each.unsure for each in claimed} == {"claimed": True, "there": False, "waits": False}


def test_the_history_is_one_line() -> None:
    script = ScriptDirectory.from_config(configuration())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_many_threads_that_migrate_at_once_do_it_once(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(6)]
    at_once(migrate, engines)
    assert differences(engines[0]) == []
    for engine in engines:
        assert is_current(engine)
        engine.dispose()


def test_several_processes_that_migrate_at_once_do_it_once(database_url: str, engine: Engine) -> None:
    replicas = [
        subprocess.Popen(
            [sys.executable, "-c", REPLICA, database_url],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for replica in replicas:
        assert replica.stdin
        replica.stdin.write("go\n")
        replica.stdin.flush()
    troubles = [replica.communicate(timeout=60)[1] for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0], troubles
    assert is_current(engine)
    assert differences(engine) == []
