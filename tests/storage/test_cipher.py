"""Restricted text at rest: readable with the key, with an earlier key, and with no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from tests.storage.samples import BARROW, HERE, NOW, SECRET, assessment, draft, load_cumbria, report

from liaison.domain.errors import Problem
from liaison.domain.ports import UnitOfWork
from liaison.domain.report_back.models import DraftState
from liaison.domain.values import SlackUserId
from liaison.storage.cipher import Cipher, new_key
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.tables import assessments, drafts, metadata, reports
from liaison.storage.unit_of_work import Store

OLD, NEW = "{}=".format("Ab1_" * 10 + "Ab1"), "{}=".format("-9xY" * 10 + "-9x")
CIPHER = Cipher(OLD)


def write_secrets(uow: UnitOfWork) -> None:
    """A draft, a report and an assessment, each with the restricted words in it."""
    load_cumbria(uow)
    uow.reports.save_draft(draft("d1", outcomes=SECRET))
    uow.reports.save_draft(draft("d2", outcomes=SECRET, state=DraftState.SAVED))
    uow.reports.add(report("r1", outcomes=SECRET))
    uow.assessments.save(assessment("a1", answers={"1": SECRET}, reason=SECRET))


def read_secrets(uow: UnitOfWork) -> list[str | None]:
    kept, filed, assessed = uow.reports.draft("d1"), uow.reports.get("r1"), uow.assessments.get("a1")
    assert kept
    assert filed
    assert assessed
    return [kept.answers.outcomes, filed.outcomes, assessed.answers["1"], assessed.reason]


def rows(engine: Engine) -> Iterator[str]:
    """Every row of every table, as whoever reads the database finds it."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                yield " ".join(
                    bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
                    for cell in row
                )


@settings(deadline=None)
@given(outcomes=st.text(min_size=8))
def test_what_is_sealed_opens_again_and_does_not_show(outcomes: str) -> None:
    sealed = CIPHER.seal(report("r1", outcomes=outcomes))
    assert CIPHER.open(type(report("r1")), sealed) == report("r1", outcomes=outcomes)
    assert outcomes.encode() not in sealed


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert CIPHER.seal(report("r1")) != CIPHER.seal(report("r1"))


def test_restricted_words_stand_nowhere_in_the_rows(store: Store, engine: Engine) -> None:
    store.run(HERE, write_secrets)
    found = list(rows(engine))
    assert any("cu-cdrp-barrow" in row for row in found)
    assert not any(word in row for row in found for word in (SECRET, "grant was refused", "CCTV"))
    assert store.run(HERE, read_secrets) == [SECRET] * 4


def test_nor_in_the_files_of_a_database_in_files(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/liaison.db")
    migrate(engine)
    Store(engine, Cipher(OLD)).run(HERE, write_secrets)
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert any(BARROW.encode() in content for content in files)
    assert not any(SECRET.encode() in content for content in files)
    engine.dispose()


def test_a_word_that_is_overwritten_is_encrypted_again(store: Store, engine: Engine) -> None:
    store.run(HERE, write_secrets)
    with engine.connect() as connection:
        before = set(connection.execute(select(drafts.c.body)).scalars())
    store.run(HERE, lambda uow: uow.reports.save_draft(draft("d1", outcomes=SECRET)))
    with engine.connect() as connection:
        after = set(connection.execute(select(drafts.c.body)).scalars())
    assert len(before & after) == 1


def test_after_a_new_key_what_was_written_with_the_old_one_is_still_read(engine: Engine) -> None:
    Store(engine, Cipher(OLD)).run(HERE, write_secrets)
    rotated = Store(engine, Cipher(f"{NEW}, {OLD}"))
    assert rotated.run(HERE, read_secrets) == [SECRET] * 4
    rotated.run(HERE, lambda uow: uow.reports.save_draft(draft("d1", outcomes=SECRET, updated_at=NOW)))
    with engine.connect() as connection:
        body = connection.execute(select(drafts.c.body).where(drafts.c.id == "d1")).scalar_one()
    assert SECRET in Fernet(NEW).decrypt(body).decode()


def test_without_the_old_key_it_is_said_which_key_is_missing(engine: Engine) -> None:
    Store(engine, Cipher(OLD)).run(HERE, write_secrets)
    wrong = Store(engine, Cipher(NEW))
    for read in (
        lambda uow: uow.reports.draft("d1"),
        lambda uow: uow.reports.open_draft(SlackUserId("U1")),
        lambda uow: uow.reports.waiting(),
        lambda uow: uow.assessments.open_for(BARROW),
    ):
        with pytest.raises(Problem) as caught:
            wrong.run(HERE, read)
        assert caught.value.sentence == "What is stored was encrypted with another key."
        assert caught.value.mend == "Put the earlier key back into LIAISON_KEY, after the new one."


def test_what_was_tampered_with_does_not_open(store: Store, engine: Engine) -> None:
    store.run(HERE, write_secrets)
    for table in (drafts, reports, assessments):
        with engine.begin() as connection:
            body = bytes(connection.execute(select(table.c.body)).scalars().first() or b"")
            connection.execute(table.update().values(body=body[:-5] + b"AAAA="))
    with pytest.raises(Problem, match="encrypted with another key"):
        store.run(HERE, lambda uow: uow.reports.get("r1"))


@pytest.mark.parametrize("keys", ["", " ", ",", "secret", "a" * 44, OLD[:-2], f"{OLD},secret", "ключ"])
def test_what_is_no_key_is_refused_with_the_command_that_makes_one(keys: str) -> None:
    with pytest.raises(Problem, match="LIAISON_KEY is missing or is no Fernet key") as caught:
        Cipher(keys)
    assert "liaison key" in caught.value.mend
    assert not keys.strip(", ") or keys not in str(caught.value)


def test_spaces_and_a_last_comma_among_keys_do_not_matter() -> None:
    sealed = Cipher(f" {OLD} ,").seal(report("r1"))
    assert Cipher(f"{NEW} , {OLD}\n").open(type(report("r1")), sealed) == report("r1")


def test_a_new_key_is_new() -> None:
    assert new_key() != new_key()
    Cipher(new_key())
