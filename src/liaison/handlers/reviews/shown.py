"""What the handlers of working a review share: a press, a form that was sent, and how a form is shown."""

from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Actor
from liaison.handlers.blocks.kit import View
from liaison.handlers.desk import Desk

Answer = dict[str, Any] | None


class Asked(NamedTuple):
    """Somebody typed `/review` and a word; `rest` is what follows it."""

    desk: Desk
    client: AsyncWebClient
    actor: Actor
    rest: str
    trigger: str


class Press(NamedTuple):
    """Somebody pressed a button, in a message or in a form."""

    desk: Desk
    client: AsyncWebClient
    actor: Actor
    body: dict[str, Any]
    action: dict[str, Any]

    @property
    def value(self) -> str:
        """What the button stands for."""
        return str(self.action.get("value", ""))

    @property
    def is_ephemeral(self) -> bool:
        """Whether it stands in a message that only the presser sees."""
        return bool(self.body.get("container", {}).get("is_ephemeral"))


class Submission(NamedTuple):
    """Somebody sent a form."""

    desk: Desk
    client: AsyncWebClient
    actor: Actor
    body: dict[str, Any]
    view: View


async def show(press: Press, view: View) -> None:
    """Opens a form; over the one in which the button stands, where it stands in one."""
    await open_form(press.client, press.body["trigger_id"], view, over=bool(press.body.get("view")))


async def open_form(client: AsyncWebClient, trigger: str, view: View, *, over: bool = False) -> None:
    """Opens a form by itself, or over another."""
    if over:
        await client.views_push(trigger_id=trigger, view=view)
    else:
        await client.views_open(trigger_id=trigger, view=view)
