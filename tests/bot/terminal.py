"""A terminal for tests: runs `liaison …` in this process, as its entry point does, without a TTY."""

import json
import logging
import sqlite3
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import structlog
from tests.bot.words import squeezed

from liaison.bot import cli
from liaison.sandbox.language.people import Channel, Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import new_key

SETTINGS = (
    "DATABASE_URL",
    "LIAISON_CLOCK_URL",
    "LIAISON_KEY",
    "LIAISON_TIMEZONE",
    "LOG_LEVEL",
    "PORT",
    "SLACK_API_URL",
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
)
TEAM = ("--team", TEAM_ID)
COMMITTEES = ("authority", "ppp", "ced", "personnel")


class Answer(NamedTuple):
    """What a command answered: its exit status, and what it printed, each with its white space evened out."""

    status: int
    out: str
    err: str
    err_lines: int  # before that

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    def succeeds(self, *texts: str) -> "Answer":
        """It ended well and printed these texts."""
        assert self.status == 0, self
        for text in texts:
            assert text in self.out, self
        return self

    def fails(self, *texts: str) -> "Answer":
        """It failed with one line on standard error that has these texts, and without a traceback."""
        assert self.status == 1, self
        for text in texts:
            assert text in self.err, self
        assert "Traceback" not in self.err, self
        return self

    def is_used_wrongly(self, *texts: str) -> "Answer":
        """It says how it is used."""
        assert self.status == 2, self
        for text in texts:
            assert text in self.err, self
        return self


class Terminal:
    """A shell in an empty folder, with nothing of this machine's own settings."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder}/liaison.db"
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)  # where no .env lies
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        self.exports(DATABASE_URL=self.database, LIAISON_KEY=new_key())

    def exports(self, **settings: str) -> None:
        """Sets settings in the environment."""
        for name, value in settings.items():
            self._monkeypatch.setenv(name, value)

    def unsets(self, *names: str) -> None:
        """Takes settings away."""
        for name in names:
            self._monkeypatch.delenv(name, raising=False)

    def reaches(self, slack: Slack) -> None:
        """Sets what a bot needs to reach a sandbox over Socket Mode."""
        self.exports(
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            LIAISON_CLOCK_URL=slack.clock_url,
        )

    def runs(self, *arguments: str) -> Answer:
        """Types `liaison` and the arguments."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["liaison", *arguments])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        captured = self._capsys.readouterr()
        lines = len(captured.err.strip().splitlines())
        return Answer(status, squeezed(captured.out), squeezed(captured.err), lines)

    def seeded(self, pack: str = "cumbria") -> None:
        """Loads a pack."""
        self.runs("seed", pack, *TEAM).succeeds("Loaded")


def forget_logging() -> None:
    """Undoes what a command set up for the whole process, whose standard error is gone after the test."""
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if type(handler) is logging.StreamHandler:
            root.removeHandler(handler)
    root.setLevel(logging.WARNING)


def everything_in(terminal: Terminal) -> list[str]:
    """The whole database, as statements."""
    with sqlite3.connect(terminal.folder / "liaison.db") as connection:
        found = list(connection.iterdump())
    connection.close()
    return found


def set_up_channels(terminal: Terminal, slack: Slack) -> dict[str, Channel]:
    """A channel for each committee, with the app in it."""
    channels = {name: slack.channel(f"{name}-committee", bot=True) for name in COMMITTEES}
    for name, channel in channels.items():
        terminal.runs("channel", *TEAM, "--committee", name, "--channel", channel.id).succeeds()
    return channels
