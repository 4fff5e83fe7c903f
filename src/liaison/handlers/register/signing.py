"""Recording that several people signed a code on one day (B-05)."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput
from liaison.domain.register import codes
from liaison.domain.values import PersonId
from liaison.handlers.blocks import register_codes as blocks
from liaison.handlers.blocks.kit import View, notice_view
from liaison.handlers.blocks.register_inputs import typed
from liaison.handlers.desk import Desk
from liaison.handlers.replies import in_time


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the button that opens the form, and to its submission."""

    @app.action(blocks.SIGN)
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await in_time(desk, context, respond, _open(desk, client, context["actor"], body["trigger_id"]))
        await ack()

    @app.view(blocks.SIGN_VIEW)
    async def submitted(ack: AsyncAck, view: View, context: AsyncBoltContext) -> None:
        actor: Actor = context["actor"]
        said = typed(view["state"]["values"])
        code, day = (await _titles(desk, actor))[int(str(said["code"]))], said["signed_on"]
        people = [PersonId(each) for each in str(said["people"] or "").splitlines()]
        if not isinstance(day, date):
            raise BadInput("Say on which day.", "Choose a date.", field="signed_on")
        change = await desk.run(actor.workspace, codes.sign, actor, code, people, day, now=desk.now())
        if change is None:
            text = "The register says already that all of them signed it. Nothing was changed."
            await ack(response_action="update", view=notice_view("Kept as it is", text))
        else:
            await ack()


async def _open(desk: Desk, client: AsyncWebClient, actor: Actor, trigger: str) -> None:
    require(actor, Action.EDIT_REGISTER)
    day = local_day(desk.now(), (await desk.register(actor.workspace)).timezone)
    view = blocks.sign_form(await _titles(desk, actor), day=day)
    await client.views_open(trigger_id=trigger, view=view)


async def _titles(desk: Desk, actor: Actor) -> list[str]:
    known = await desk.register(actor.workspace)
    return [code.title for code in codes.codes(desk.pack(known))]
