"""Offices for the flow tests."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.flows.office import Office, open_office


@pytest.fixture
def everywhere(office_url: str, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on both databases and over both deliveries: signed HTTP on SQLite, Socket Mode on PostgreSQL.

    What stores never meets what delivers, so each is tried, and not each pair of them.
    """
    delivery = "http" if office_url.startswith("sqlite") else "socket"
    with open_office(office_url, now, delivery=delivery) as office:
        yield office


@pytest.fixture
def office(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """Cumbria's office, on SQLite and over Socket Mode."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now) as office:
        yield office
