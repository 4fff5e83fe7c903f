"""The bot as a process of its own, so that it can be killed.

Each is forked from one that has imported the program already: a start from nothing costs two seconds, and the tests of
the command line and of the logs make it.
"""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from liaison.bot import cli
from liaison.bot.settings import Settings

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["liaison.bot.cli"])


class BotProcess:
    """The bot in a process, started as a deployment starts it."""

    def __init__(self, settings: Settings) -> None:
        secrets = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "liaison_key")
        values = settings.model_dump(exclude_none=True)
        values |= {name: values[name].get_secret_value() for name in secrets if name in values}
        given = {name.upper(): str(value) for name, value in values.items()}
        self._environment = {**os.environ, **given}
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Starts it: `liaison serve`."""
        self._process = CONTEXT.Process(target=_serve, args=(self._environment,), daemon=True)
        self._process.start()

    def kill(self) -> None:
        """Ends it without a word: SIGKILL, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.join()
            self._process = None


def _serve(environment: Mapping[str, str]) -> None:
    """What happens in the process."""
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["liaison", "serve"]
    cli.main()
