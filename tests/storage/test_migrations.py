"""Migrations: from nothing to the newest schema, once, however many replicas begin at the same moment."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select
from tests.storage.samples import HERE, NOW, at_once

from liaison.storage.database import insert_new, open_engine
from liaison.storage.migrate import configuration, is_current, migrate
from liaison.storage.tables import metadata, moves

# A replica that is ready to migrate and waits for the word.
REPLICA = """
import sys
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate

engine = open_engine(sys.argv[1])
sys.stdin.readline()
migrate(engine)
"""


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
