"""The matrix as a sheet of a workbook."""

from collections.abc import Iterable, Sequence

from liaison.domain.lookup.models import Row
from liaison.domain.register.models import Holder
from liaison.domain.register.sheets import Column, Sheet

COLUMNS = (
    "Partnership",
    "Kind",
    "Area",
    "Representative",
    "Substitute",
    "Support officer",
    "Link officer",
    "Committee",
)


def matrix_sheet(rows: Iterable[Row]) -> Sheet:
    """The matrix as a sheet, every row of it; nothing in it is restricted."""
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
                "; ".join(committee.name for committee in row.reports_to) or None,
            )
            for row in rows
        ),
    )


def _who(seats: Sequence[Holder]) -> str | None:
    return "; ".join(map(_holder, seats)) or None


def _holder(held: Holder) -> str:
    office = held.office if held.holds_office or held.person is None else None
    names = [named.name for named in (held.person, office) if named]
    return ", ".join(names) if names else "vacant"
