"""What the demo's page offers to try is of the register that was loaded, and works as it stands."""

import re
from datetime import date

import pytest

from liaison.bot.trying import steps
from liaison.domain import lookup
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Partnership
from liaison.storage.packs import load_pack, pack_names

TODAY = date(2026, 11, 23)
NAMED = re.compile(r"`/(?:rep|reportback|partnership edit|risk assess) ([^`]+)`")


@pytest.mark.parametrize("pack", pack_names())
def test_examples_are_of_the_register_that_runs(pack: str) -> None:
    register = from_pack(load_pack(pack), since=TODAY)
    sentences = steps(load_pack(pack), TODAY)
    named = {typed for sentence in sentences for typed in NAMED.findall(sentence)}
    assert len(sentences) >= 2
    assert bool(named) == bool(register.partnerships)
    for typed in named:
        assert isinstance(lookup.one_partnership(register, typed, day=TODAY), Partnership), typed
        assert lookup.find(register, typed, day=TODAY).certainty == "certain", typed


def test_cumbria_begins_with_a_member_and_dorset_which_names_none_with_staff() -> None:
    assert steps(load_pack("cumbria"), TODAY)[0].startswith(
        "Act as a member, for example Mrs L L Shaw, and type `/rep barrow cdrp`"
    )
    dorset = " ".join(steps(load_pack("dorset"), TODAY))
    assert "barrow" not in dorset
    assert "Act as a member" not in dorset
    assert "/reportback" not in dorset, "nobody sits anywhere, so nobody owes a report"
