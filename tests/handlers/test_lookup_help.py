"""Help names nothing that finds nothing: every example in it is answered, whichever authority's register it is (UX-03)."""

from datetime import date

import pytest
from tests.handlers.test_lookup_details import ACTOR

from liaison.domain import lookup
from liaison.domain.register.loading import from_pack
from liaison.handlers.blocks.lookup.usage import examples
from liaison.storage.packs import load_pack, pack_names

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("pack", pack_names())
def test_every_example_of_help_is_answered(pack: str) -> None:
    register = from_pack(load_pack(pack), since=date(2026, 1, 5))
    for typed, told in examples(ACTOR, register, TODAY):
        found = lookup.find(register, typed, day=TODAY)
        assert found.exact, typed
        assert found.people or told != "every seat that a person holds", typed


def test_dorset_knows_nobody_called_officer() -> None:
    register = from_pack(load_pack("dorset"), since=date(2026, 1, 5))
    typed = [text for text, _ in examples(ACTOR, register, TODAY)]
    assert "officer" not in typed
    assert {"lsp in poole", "cec"} <= set(typed)
