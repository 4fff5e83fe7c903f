"""The address of the database: what is none is said so, without what stands in it."""

import sqlite3
from pathlib import Path

import pytest

from liaison.domain.errors import Problem
from liaison.storage.database import open_engine

FULL = 2  # each commit waits until the disk has it


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is no address of a database"),
        ("a file", "is no address of a database"),
        ("postgresql://liaison:secret@host:port/db", "is no address of a database"),
        ("mysql://liaison:secret@host/db", "names mysql, which Liaison does not speak"),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_mend(url: str, said: str) -> None:
    with pytest.raises(Problem, match=said) as refused:
        open_engine(url)
    assert "Use sqlite:///file.db or postgresql://" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_what_sqlite_has_committed_stands_after_a_power_cut_too(tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path}/liaison.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL


def test_a_new_file_that_another_is_just_making_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several replicas may start at once; of two that change a new file's mode SQLite refuses one without waiting."""
    other = sqlite3.connect(tmp_path / "liaison.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    waits: list[float] = []

    def let_go(seconds: float) -> None:
        waits.append(seconds)
        if other.in_transaction:
            other.execute("CREATE TABLE made_by_another (id)")
            other.execute("COMMIT")

    monkeypatch.setattr("liaison.storage.database.PATIENCE", 0.0)  # SQLite refuses at once, as it does of two
    monkeypatch.setattr("liaison.storage.database.time.monotonic", lambda: 0.0)
    monkeypatch.setattr("liaison.storage.database.time.sleep", let_go)
    engine = open_engine(f"sqlite:///{tmp_path}/liaison.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert waits
    other.close()
    engine.dispose()
