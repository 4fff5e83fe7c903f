"""Files for the tests of importing: a sheet in a line or two, and what comes of taking it into a register."""

from collections.abc import Sequence
from datetime import date

from tests.domain.registers import CHANGING

from liaison.domain.register.cells import Cell
from liaison.domain.register.importing import plan
from liaison.domain.register.plans import Plan
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register

TODAY = date(2026, 11, 22)


def sheet(name: str, headings: str, *rows: Sequence[Cell]) -> Sheet:
    """A sheet with its headings in one line."""
    columns = tuple(Column(heading=heading) for heading in headings.split(", "))
    return Sheet(name=name, columns=columns, rows=tuple(tuple(row) for row in rows))


def taken(*sheets: Sheet, register: Register = CHANGING) -> tuple[Plan, Register]:
    """A plan without faults, and the register that it makes."""
    found = plan(register, sheets, today=TODAY)
    assert not found.faults, [str(fault) for fault in found.faults]
    return found, register.changed(found.edits)


def faults(*sheets: Sheet, register: Register = CHANGING) -> list[str]:
    """What is wrong with a file, a line for each fault."""
    found = plan(register, sheets, today=TODAY)
    assert not found.edits or not found.faults
    return [str(fault) for fault in found.faults]
