"""Offices for the flow tests."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office


@pytest.fixture(params=["socket", "http"])
def delivery(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot: over Socket Mode, and over signed HTTP."""
    return str(request.param)


@pytest.fixture
def everywhere(database_url: str, delivery: str, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on both databases and over both deliveries."""
    with open_office(database_url, now, delivery=delivery) as office:
        yield office


@pytest.fixture
def office(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on SQLite and over Socket Mode."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now) as office:
        yield office
