"""The address of the database: what is none is said so, without what stands in it."""

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
