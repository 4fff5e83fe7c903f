"""Help names nothing that finds nothing: every example in it is answered, whichever authority's register it is (UX-03)."""

from datetime import date

import pytest
from tests.domain.dated_register import DATED
from tests.handlers.test_lookup_details import ACTOR

from liaison.domain import lookup
from liaison.domain.register.loading import from_pack
from liaison.handlers.blocks.lookup.answers import answer
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.blocks.lookup.usage import examples, more_examples, usage
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


@pytest.mark.parametrize("pack", pack_names())
def test_whatever_more_help_names_is_answered_with_what_is_recorded(pack: str) -> None:
    register = from_pack(load_pack(pack), since=date(2026, 1, 5))
    asked = [*more_examples(register, TODAY)]
    for text in asked:
        found = lookup.find(register, text, day=TODAY)
        assert found.certainty == "certain", text
        told = answer(found, Ask(text=text), Reader()).text
        assert "not recorded" not in told
        assert "does not say" not in told
    if asked:
        line = next(b["text"]["text"] for b in usage(ACTOR, register, TODAY).blocks if "Ask also" in str(b))
        assert all(f"`/rep {text}`" in line for text in asked)


def test_help_names_each_sort_of_question_that_the_register_answers() -> None:
    dorset = from_pack(load_pack("dorset"), since=date(2026, 1, 5))
    asked = " ".join(more_examples(dorset, TODAY))
    assert "priorities of " in asked
    assert "sub-groups of " in asked
    assert "merged into" in asked
    dated = [*more_examples(DATED, TODAY)]
    assert any(text.startswith("how long has ") for text in dated)
    assert any(text.startswith("who sits with ") for text in dated)
    assert any(text.startswith("who owns ") for text in dated)
