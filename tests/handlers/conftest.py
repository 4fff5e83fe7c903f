"""The days that the tests of ids and words look at."""

import pytest
from tests.handlers.days import recorded
from tests.handlers.shown import Shown


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Shown:
    """Everything that the app showed in a few days at work."""
    folder = tmp_path_factory.getbasetemp()
    return recorded(folder if worker_id == "master" else folder.parent)
