"""The dates of a committee's meetings, as staff type them (G-01)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.domain.registers import CHANGING, PPP
from tests.domain.stores import HERE, linked, open_store

from liaison.domain.errors import BadInput
from liaison.domain.packs import Pack
from liaison.domain.packs.pack import Authority
from liaison.domain.packs.register import Register as PackRegister
from liaison.domain.ports import UnitOfWork
from liaison.domain.reviews import keeping

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
PACK = Pack(
    key="none",
    version="1",
    authority=Authority(name="the Authority"),
    documents=(),
    register=PackRegister(),
)


def test_g_01_dates_of_meetings_are_taken_away_by_the_word_none_and_not_by_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, CHANGING)
    officer = linked(store, "Ms O Officer", "committee-services-officer")

    def saves(text: str) -> None:
        def save(uow: UnitOfWork) -> None:
            register = uow.register.load()
            assert register
            keeping.save_meetings(uow, officer, register, PACK, PPP, text, now=NOW)

        store.run(HERE, save)

    def known() -> tuple[date, ...]:
        return store.run(HERE, lambda uow: tuple(uow.cycles.meetings().get(PPP, ())))

    saves("18 June 2026\n14 September 2026")
    for nothing in ("", "  \n "):
        with pytest.raises(BadInput, match="No date is typed") as refused:
            saves(nothing)
        assert refused.value.field == "days"
    assert known() == (date(2026, 6, 18), date(2026, 9, 14))
    saves("None")
    assert known() == ()
