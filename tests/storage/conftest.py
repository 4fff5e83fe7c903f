"""Stores for the tests of storage: on either database, and on PostgreSQL alone where writers meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from tests.database import bring_up, empty_database

from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.tables import metadata
from liaison.storage.unit_of_work import Store


@pytest.fixture
def key() -> str:
    """The key with which the test's store encrypts."""
    return new_key()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the newest schema: each test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "postgresql":
        yield request.getfixturevalue("busy_engine")
        return
    engine = open_engine(f"sqlite:///{tmp_path}/liaison.db")
    bring_up(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def busy_engine(shared_engine: Engine) -> Engine:
    """An empty database in which transactions run side by side: PostgreSQL alone."""
    with shared_engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    return shared_engine


@pytest.fixture(scope="session")
def shared_engine(postgres: str) -> Iterator[Engine]:
    """One PostgreSQL database for these tests, emptied before each, since to make one takes half a second."""
    with empty_database(postgres) as url:
        engine = open_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def store(engine: Engine, key: str) -> Store:
    return Store(engine, Cipher(key))


@pytest.fixture
def busy_store(busy_engine: Engine, key: str) -> Store:
    return Store(busy_engine, Cipher(key))
