"""The engine, and the few statements whose spelling differs between SQLite and PostgreSQL."""

import sqlite3
import time
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from liaison.domain.errors import Problem

PATIENCE, A_MOMENT = 10.0, 0.01  # seconds: for another's lock on SQLite's file, and between two tries
AT_ONCE = 1_000  # rows that are put by one statement
MEND = "Use sqlite:///file.db or postgresql://…"
READING = "liaison_reading"  # an execution option: the transaction only reads


def open_engine(url: str) -> Engine:
    """An engine for a database URL: `sqlite:///file.db` or `postgresql://…` (psycopg 3). Raises Problem otherwise.

    Its errors never show parameters, which may be restricted text.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # What was given may hold a password: neither it nor the library's error is shown.
        raise Problem("DATABASE_URL is no address of a database.", MEND) from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            hide_parameters=True,
        )
    if backend != "sqlite":
        raise Problem(
            f"DATABASE_URL names {backend}, which Liaison does not speak.",
            MEND,
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own, late BEGIN would let two writers read before either writes.
    connection.isolation_level = None
    cursor = connection.cursor()
    _write_ahead(cursor)
    # What is committed stands after a power cut too: a sent message that was forgotten would come twice.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    # The first connection to a new file changes its mode. Of two that do so at once, SQLite lets one fail without waiting.
    until = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(A_MOMENT)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that may write takes the write lock at once; one that only reads must not wait for it.
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts a row; False, and nothing changed, where one with its key is there already."""
    statement = _insert_new(connection.dialect.name, table)
    return connection.execute(statement, dict(row)).rowcount == 1


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Inserts a row, or replaces the one with its key."""
    put_all(connection, table, [row])


def put_all(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, keeping: Collection[str] = ()
) -> None:
    """Inserts rows, or replaces those with their keys, but for the columns to keep."""
    if not rows:
        return
    statement = _upsert(connection.dialect.name, table, tuple(rows[0]), frozenset(keeping))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(statement, [dict(row) for row in rows[start : start + AT_ONCE]])


# Putting a statement together takes longer than carrying it out.


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # Of an INSERT, SQLAlchemy keeps the count only when it is asked to.
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def _upsert(dialect: str, table: Table, columns: tuple[str, ...], keeping: frozenset[str]) -> Insert:
    keys = [column.name for column in table.primary_key.columns]
    rest = [name for name in columns if name not in {*keys, *keeping}]
    if dialect == "postgresql":
        new = postgresql.insert(table)
        return new.on_conflict_do_update(
            index_elements=keys, set_={name: new.excluded[name] for name in rest}
        )
    new_here = sqlite.insert(table)
    set_ = {name: new_here.excluded[name] for name in rest}
    return new_here.on_conflict_do_update(index_elements=keys, set_=set_)
