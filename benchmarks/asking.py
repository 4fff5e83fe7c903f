"""Typing commands at the bot and at an empty command, through the same framework, and timing both."""

import json
import statistics
import time
from collections.abc import Sequence
from typing import NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from liaison.sandbox.workspace import TEAM_ID

ROUNDS = 9
CALLS = 12
EMPTY = ("/empty", "")
OWN = ("/nothing", "")
CALLED = {EMPTY: "an empty command in an app of its own", OWN: "an empty command among Liaison's own"}


class Figure(NamedTuple):
    """One line of the table: milliseconds for each call, and how many times each of the empty commands' that is."""

    what: str
    each: float
    to_empty: float
    to_own: float


class Asking:
    """Somebody who types commands, at the bot or at an app that answers nothing."""

    def __init__(self, bolt: AsyncApp, client: AsyncWebClient, user: str) -> None:
        self._bolt = bolt
        self._user = user
        self._empty = AsyncApp(client=client, signing_secret="unused", process_before_response=True)  # noqa: S106 - no secret

        for app, (command, _) in ((self._empty, EMPTY), (bolt, OWN)):
            app.command(command)(_answer)

    async def type(self, command: str, text: str) -> None:
        """Types a command once. Raises RuntimeError where it gets no answer."""
        body = {
            "command": command,
            "text": text,
            "team_id": TEAM_ID,
            "user_id": self._user,
            "channel_id": "C1",
            "trigger_id": "1",
        }
        app = self._empty if (command, text) == EMPTY else self._bolt
        response = await app.async_dispatch(AsyncBoltRequest(body=json.dumps(body), mode="socket_mode"))
        if response.status != 200:  # noqa: PLR2004 - anything else is no answer
            raise RuntimeError(f"{command} {text} answered {response.status}")

    async def time(self, command: str, text: str) -> float:
        """Milliseconds for each of some calls in a row."""
        start = time.perf_counter()
        for _ in range(CALLS):
            await self.type(command, text)
        return (time.perf_counter() - start) / CALLS * 1_000


async def _answer(ack: AsyncAck) -> None:
    await ack()


async def measure(asking: Asking, questions: Sequence[tuple[str, str]]) -> list[Figure]:
    """Asks everything in turn, several rounds long; the empty command first in each."""
    everything = (EMPTY, OWN, *questions)
    for command, text in everything:
        await asking.type(command, text)
    rounds = [{question: await asking.time(*question) for question in everything} for _ in range(ROUNDS)]
    return [
        Figure(
            what=CALLED.get(question, " ".join(question)),
            each=statistics.median(times[question] for times in rounds),
            to_empty=statistics.median(times[question] / times[EMPTY] for times in rounds),
            to_own=statistics.median(times[question] / times[OWN] for times in rounds),
        )
        for question in everything
    ]
