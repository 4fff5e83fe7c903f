"""What all tests share: databases of both kinds, and the time at which the tests play."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from tests.database import empty_database, start_postgres
from tests.reports import faults_tried

# In CI the same examples come in each run, so that a red run is the change's own; elsewhere they are drawn afresh.
# How long an example takes says more of the machine than of the code, which each test's own limit bounds.
settings.register_profile("afresh", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady" if os.environ.get("CI") else "afresh")

# Each commit waits for the disk, and thousands of small databases keep it busy: where there is room, all that is
# temporary lies in memory.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3  # bytes
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("TMPDIR", str(MEMORY))
    tempfile.tempdir = None  # so that it is looked up anew

# A Monday in November 2026: reviews of the year's last quarter lie just ahead.
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What thousands of tests consist of is never garbage: Python does not go through it again while they run.

    That, and looking less often, takes a fifth off the processor's time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(5_000, 20, 50)
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Ends the run with what was made to go wrong in the product's flows."""
    stats = terminalreporter.stats
    lines = faults_tried([*stats.get("passed", []), *stats.get("failed", [])])
    if lines:
        terminalreporter.section("faults tried, by flow: what each struck, and how often")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> str:
    """The address of the run's PostgreSQL server."""
    return start_postgres(testrun_uid)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: each test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/liaison.db"
        return
    with empty_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def office_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same for a test that opens an office, which needs the newest schema and does not care how that came about."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/liaison.db"
        return
    with empty_database(request.getfixturevalue("postgres"), migrated=True) as url:
        yield url
