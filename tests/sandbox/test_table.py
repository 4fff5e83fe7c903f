"""The table in docs/sandbox.md: everything is in it, and every test that it names exists."""

import re
from pathlib import Path

import pytest

from liaison.sandbox.api.methods import METHODS
from liaison.sandbox.delivery.faults import FaultKind
from liaison.sandbox.manifest import EVENT_SCOPES

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "sandbox.md").read_text("utf-8")
ROWS = [
    cells
    for line in DOCUMENT.partition("## What is checked")[2].splitlines()
    if len(cells := [cell.strip() for cell in line.strip("|").split(" | ")]) == 3
    and set(cells[0]) != {"-"}
    and cells[0] != "what"
]


def names(text: str) -> set[str]:
    """The names of methods, events and faults in a text."""
    return set(re.findall(r"[\w.]+", text))


def test_every_method_is_in_the_table() -> None:
    told = names(" ".join(what for what, _, _ in ROWS))
    assert {*METHODS, "apps.connections.open", "oauth.v2.access"} - told == set()


def test_every_event_is_in_the_document() -> None:
    assert set(EVENT_SCOPES) - names(DOCUMENT) == set()


def test_every_fault_is_in_the_table() -> None:
    assert {kind.value for kind in FaultKind} - names(" ".join(what for what, _, _ in ROWS)) == set()


@pytest.mark.parametrize("row", ROWS, ids=[what for what, _, _ in ROWS])
def test_every_row_names_tests_that_there_are(row: list[str]) -> None:
    found = re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", row[2])
    assert found
    file = ""
    for path, test in found:
        file = path or file
        text = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^def {test}\(", text, re.MULTILINE), f"{file} has no {test}"
