"""The table of faults that were tried, at the end of a run of the tests."""

from collections import defaultdict

import pytest

Tried = defaultdict[tuple[str, str], dict[str, int]]
_PROPERTY = "fault"


def tell_of_fault(test: pytest.Item, flow: str, kind: str, name: str, times: int) -> None:
    """Notes that a fault struck a call or delivery of a flow so many times."""
    test.user_properties.append((_PROPERTY, f"{flow} {kind} {name} {times}"))


def faults_tried(reports: list[pytest.TestReport]) -> list[str]:
    """The lines of the table: each flow, each fault, and what it struck. Empty where none was tried."""
    tried: Tried = defaultdict(dict)
    for report in reports:
        for name, value in report.user_properties:
            if name == _PROPERTY:
                flow, kind, struck, times = str(value).split()
                tried[flow, kind][struck] = int(times)
    return [
        f"{flow:<20} {kind:<16} {', '.join(f'{name} ({times})' for name, times in sorted(names.items()))}"
        for (flow, kind), names in sorted(tried.items())
    ]
