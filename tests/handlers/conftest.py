"""The days that the tests of ids and words look at."""

import pytest
from tests.handlers.days import Shown, play


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Everything that the app showed in a few days at work."""
    return play(tmp_path_factory.mktemp("days"))
