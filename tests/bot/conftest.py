"""A terminal, a Slack and a post office for the tests of the process."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.bot.terminal import Terminal, forget_logging

from liaison.bot.settings import manifest_path
from liaison.sandbox.language.people import Slack


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    """A shell in an empty folder."""
    yield Terminal(tmp_path, monkeypatch, capsys)
    forget_logging()


@pytest.fixture
def slack(now: datetime) -> Iterator[Slack]:
    """A sandbox without a bot: all that happens has happened when a command ends, so nobody waits long."""
    with Slack(manifest_path(), now=now, patience=0.5) as workspace:
        yield workspace
