"""The office in which Barrow CDRP is about to meet."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.flows.meetings.barrow import MEETING, knows
from tests.flows.office import Office, open_office

from liaison.sandbox.language.people import Person


@pytest.fixture
def office(office_url: str, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on both databases."""
    with open_office(office_url, now) as office:
        yield office


@pytest.fixture
def shaw(office: Office) -> Person:
    """Represents the authority on Barrow CDRP, which meets on 3 December."""
    knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=MEETING)
    return office.member("Mrs L L Shaw")
