"""The matrix as a sheet of a workbook (A-07)."""

from collections.abc import Sequence

from liaison.domain.lookup.models import Matrix
from liaison.domain.register.models import Holder
from liaison.domain.register.sheets import Column, Sheet

NOT_RECORDED = "not recorded"
COLUMNS = (
    "Partnership",
    "Kind",
    "Area",
    "Representative",
    "Substitute",
    "Support officer",
    "Link officer",
    "Reports to",
    "List of",
)


def matrix_sheet(matrix: Matrix) -> Sheet:
    """Every row of the matrix with the edition of the list (A-16); nothing in it is restricted."""
    return Sheet(
        name="Matrix",
        columns=tuple(Column(heading=heading) for heading in COLUMNS),
        rows=tuple(
            (
                row.partnership.title,
                row.partnership.kind,
                row.partnership.area,
                _who(row.representatives),
                _who(row.substitutes),
                _who(row.support_officers),
                _who(row.link_officers),
                "; ".join(committee.name for committee in row.reports_to) or NOT_RECORDED,
                matrix.edition,
            )
            for row in matrix.rows
        ),
    )


def _who(seats: Sequence[Holder]) -> str:
    return "; ".join(map(_holder, seats)) or NOT_RECORDED


def _holder(held: Holder) -> str:
    if held.person and held.office and held.holds_office:
        return f"{held.person.name} ({held.office.name})"
    return held.person.name if held.person else held.office.name if held.office else "vacant"
