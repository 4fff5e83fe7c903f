"""One fact of an entry, asked in plain words: who owns it, what it was called, who attends it; missing where it is (A-22, A-24)."""

from datetime import date

import pytest
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA
from tests.domain.test_lookup_life import BARROW, ended, shown

from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import FormerName
from liaison.storage.packs import load_pack

DORSET = from_pack(load_pack("dorset"), since=date(2026, 1, 5))
RENAMED = ended(
    CUMBRIA,
    BARROW,
    name="Furness Safety Partnership",
    formerly=(FormerName(name="Barrow CDRP", until=date(2026, 5, 1)),),
)


@pytest.mark.parametrize(
    "text",
    [
        "who owns northmoor csp",
        "owner of northmoor csp",
        "who is the owner of northmoor csp",
        "northmoor csp owner",
        "which department owns northmoor csp",
        "who is northmoor csp owned by",
    ],
)
def test_a22_the_owner_is_said_first(text: str) -> None:
    assert "(CSP)*. Owner: Operations Division." in shown(text, DATED)


@pytest.mark.parametrize("text", ["who owns the psf", "owner of public service forum"])
def test_a22_an_owner_that_is_missing_is_said_to_be(text: str) -> None:
    assert "*Public Service Forum*. Owner: not recorded." in shown(text, DORSET)


def test_what_an_owner_owns_is_still_a_list() -> None:
    said = shown("owned by operations", DATED)
    assert "2 partnerships match" in said
    assert "Owner:" not in said


@pytest.mark.parametrize(
    "text",
    [
        "what was furness safety partnership formerly",
        "what was furness safety partnership formerly called",
        "what was furness safety partnership called before",
        "what was furness safety partnership called before that",
        "what did furness safety partnership use to be called",
        "former names of furness safety partnership",
        "previous name of furness safety partnership",
        "furness safety partnership former names",
    ],
)
def test_a24_what_something_was_called_is_said(text: str) -> None:
    said = shown(text, RENAMED)
    assert "Former names: Barrow CDRP, until 1 May 2026." in said
    assert "Did you mean" not in said


def test_a24_that_no_former_name_is_recorded_is_said() -> None:
    assert "(LSP)*. Former names: not recorded." in shown("former names of eden lsp")
    assert "Former names: Eastern" not in shown("former names of eastern csp", DORSET)


def test_a24_a_person_s_and_a_committee_s_former_names_are_said() -> None:
    shaw = next(person for person in CUMBRIA.people if person.name == "Mrs L L Shaw")
    was = (FormerName(name="Miss L L Cole", until=date(2026, 5, 1)),)
    register = CUMBRIA.changed([Edit("people", shaw.id, shaw.model_copy(update={"formerly": was}))])
    said = shown("former names of mrs shaw", register)
    assert "*Mrs L L Shaw* (formerly Miss L L Cole, until 1 May 2026)" in said
    assert "*Mr R Watson* (no former name is recorded)" in shown("former names of mr watson")
    assert "formerly Public Engagement Panel" in shown("former names of cec", DATED)


@pytest.mark.parametrize("text", ["substitute for dsp", "who is the substitute for the dsp"])
def test_where_no_seat_is_ours_no_seat_is_there_to_be_filled(text: str) -> None:
    assert "Substitute: not recorded." in shown(text, DORSET)


def test_a02_a_seat_without_a_substitute_is_not_filled() -> None:
    assert "Substitute: not filled." in shown("substitute for eden lsp")


def test_a10_what_a_group_counts_today_is_said_to_be_of_today() -> None:
    assert "*Community Safety Partnerships*: 3 partnerships today, all in the register" in shown(
        "csp in 2009", DORSET
    )
    assert "*Community Safety Partnerships*: 3 partnerships, all in the register" in shown("csp", DORSET)
