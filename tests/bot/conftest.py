"""A terminal, a Slack and a post office for the tests of the process."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.bot.post_room import PostRoom, a_room
from tests.bot.terminal import Terminal, forget_logging

from liaison.bot.settings import manifest_path
from liaison.sandbox.language.people import Channel, Person, Slack


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


@pytest.fixture
def room(slack: Slack, tmp_path: Path) -> Iterator[PostRoom]:
    """A post room on SQLite."""
    yield from a_room(slack, f"sqlite:///{tmp_path}/liaison.db")


@pytest.fixture
def officer(room: PostRoom) -> Person:
    return room.office.staff("committee-services-officer")


@pytest.fixture
def ppp(room: PostRoom, officer: Person) -> Channel:
    """The committee's channel, with the app and the officer in it."""
    return room.office.channel("ppp", officer)


@pytest.fixture
def seeded(terminal: Terminal) -> Terminal:
    """A terminal whose database holds Cumbria's register."""
    terminal.seeded()
    return terminal


@pytest.fixture
def at_work(seeded: Terminal, slack: Slack) -> Terminal:
    """A terminal whose settings reach a sandbox, too."""
    seeded.reaches(slack)
    return seeded
