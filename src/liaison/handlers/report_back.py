"""`/reportback`, the conversation in the direct message, and the reports that come of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.names import fold
from liaison.domain.report_back import asking, conversation, filing, form, models, rules
from liaison.domain.report_back.models import Question, Summary
from liaison.domain.values import ChannelId, SlackUserId, WorkspaceId
from liaison.handlers import lookup
from liaison.handlers.blocks import report_back as blocks
from liaison.handlers.blocks import welcome as welcome_blocks
from liaison.handlers.blocks.kit import Message, acted_at, line, unescape
from liaison.handlers.desk import Desk, Turn
from liaison.handlers.register import files as register_files
from liaison.handlers.replies import (
    asked_to_wait,
    ephemeral,
    in_time,
    replacing,
    respond_later,
    sentence,
    slack_code,
)
from liaison.handlers.sent import QUESTION, find_sent, post, tell


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to `/reportback`, to what is typed in the direct message, and to the buttons and menus there."""

    @app.command("/reportback")
    async def reportback(
        ack: AsyncAck,
        command: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        text, trigger = unescape(command.get("text", "")), command["trigger_id"]
        work = _command(desk, client, context["actor"], text, trigger)
        await ack(await in_time(desk, context, respond, work) or "")

    @app.event("message", matchers=[_typed_to_us])
    async def typed(event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
        try:
            await _say(desk, client, context["actor"], event, context["turn"])
        except BaseException:
            context["turn"].give_back()
            raise

    @app.action(re.compile(r"^report_back\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        marks = action["action_id"] in {blocks.MARK, blocks.PUT_BACK}
        answer = await in_time(
            desk,
            context,
            respond,
            _mark(desk, context["actor"], body, action)
            if marks
            else _pressed(desk, client, context["actor"], body, action),
        )
        await ack()
        if answer:
            respond_later(desk, respond, answer)

    @app.options(re.compile(r"^report_back\."))
    async def searched(ack: AsyncAck, payload: dict[str, Any], context: AsyncBoltContext) -> None:
        register = await desk.register(context["actor"].workspace)
        item = int(payload["action_id"].rpartition(".")[2])
        day = local_day(desk.now(), register.timezone)
        found = rules.suggest(item, unescape(payload.get("value", "")), register, today=day)
        await ack(options=blocks.suggestions(found))

    @app.view(blocks.FORM_VIEW)
    async def filed(ack: AsyncAck, view: dict[str, Any], context: AsyncBoltContext) -> None:
        await _file(desk, context["actor"], view)
        await ack()


async def _typed_to_us(event: dict[str, Any]) -> bool:
    """Whether a person typed this in their direct message with the app."""
    plain = event.get("subtype") in {None, "file_share"} and not event.get("bot_id")
    return plain and event.get("channel_type") == "im"


async def _command(
    desk: Desk, client: AsyncWebClient, actor: Actor, text: str, trigger: str
) -> dict[str, Any] | None:
    register = await desk.register(actor.workspace)
    proforma = desk.proforma(register)
    match fold(text):
        case "help":
            return ephemeral(blocks.usage(proforma.title))
        case "drafts":
            return ephemeral(blocks.drafts(await desk.run(actor.workspace, filing.drafts, actor), register))
        case "waiting":
            waiting = await desk.run(actor.workspace, filing.waiting, actor, register)
            return ephemeral(blocks.waiting(waiting, register))
    word, _, about = text.strip().partition(" ")
    if word.casefold() == "form":
        shown = await desk.run(
            actor.workspace, form.open_form, actor, register, proforma, about, now=desk.now()
        )
        await client.views_open(trigger_id=trigger, view=blocks.form(shown))
        return None
    require(actor, Action.FILE_REPORT)
    await _move(desk, client, actor, partial(conversation.start, text=text))
    return ephemeral(blocks.started())


async def _say(desk: Desk, client: AsyncWebClient, actor: Actor, event: dict[str, Any], turn: Turn) -> None:
    text, channel = unescape(event.get("text", "")), event["channel"]
    writing = await desk.run(actor.workspace, conversation.is_writing, actor)
    mine = (
        actor.may(Action.EDIT_REGISTER) or not writing
    )  # a member in mid-report is told what answers the item
    taken = mine and await register_files.take(desk, client, actor, event, writing=writing)
    if taken and not (writing and text.strip()):
        turn.give_back()
        return
    if event.get("files") and not text.strip():
        text = "help"  # a file cannot answer an item: say what can
    if writing:
        said = partial(conversation.say, text=text, move=f"said:{channel}:{event['ts']}")
        await _move(desk, client, actor, said, typed=turn)
    else:
        register = await desk.register(actor.workspace)
        move = f"said:{channel}:{event['ts']}"
        ended = await desk.run(actor.workspace, conversation.ended_by, actor, register, move)
        turn.give_back()
        if ended:
            desk.later(show(desk, client, actor.workspace, actor.slack_user, ended))
            return
        desk.later(_answer(desk, client, actor, text, channel))


async def _answer(desk: Desk, client: AsyncWebClient, actor: Actor, text: str, channel: str) -> None:
    """Answers what is typed while nothing is asked: as `/rep` does, where it finds something; else with what can be typed."""
    try:
        message = await lookup.question_answered(desk, actor, text, channel=channel)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        message = line(sentence(error, desk))
    if message is None:
        register = await desk.register(actor.workspace)
        message = welcome_blocks.nothing_asked(
            actor, lookup.example(actor, register, local_day(desk.now(), register.timezone))
        )
    await tell(desk, client, channel, message)


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> None:
    action_id = action["action_id"]
    pressed = body.get("message", {}).get("ts")  # a message that only the presser sees has none
    if action_id == blocks.CHOOSING:
        return  # nothing is answered before "Use these"
    if action_id.startswith(blocks.INPUT):
        await _keep(desk, actor, body["view"], action)
        return
    if action_id == blocks.OPEN:
        await _open(desk, client, actor, action["value"], body["trigger_id"])
    elif action_id == blocks.NEW:
        await _move(desk, client, actor, partial(conversation.start, text=""))
    elif action_id == blocks.RESUME:
        await _move(
            desk, client, actor, partial(conversation.resume, draft_id=action["value"]), pressed=pressed
        )
    elif action_id == blocks.CHANGE:
        draft, _, item = action["value"].partition(":")
        await _move(
            desk, client, actor, partial(conversation.change, draft_id=draft, item=int(item)), pressed=pressed
        )
    elif action_id.startswith(blocks.WORD):
        draft, item, word = action["value"].split(":", 2)
        await _move(
            desk,
            client,
            actor,
            partial(conversation.press, draft_id=draft, item=int(item), word=word),
            pressed=pressed,
        )
    else:
        draft, item, value = _picked(body, action)
        await _move(
            desk,
            client,
            actor,
            partial(conversation.pick, draft_id=draft, item=int(item), value=value),
            pressed=pressed,
        )


async def _mark(
    desk: Desk, actor: Actor, body: dict[str, Any], action: dict[str, Any]
) -> dict[str, Any] | None:
    """Marks a report as submitted to its committees, or puts it back; a list that shows it is shown anew."""
    register = await desk.register(actor.workspace)
    use_case = filing.pass_on if action["action_id"] == blocks.MARK else filing.put_back
    left = await desk.run(actor.workspace, use_case, actor, register, action["value"], now=desk.now())
    listed = (body.get("container") or {}).get("is_ephemeral")
    return replacing(blocks.waiting(left, register)) if listed else None


def _picked(body: dict[str, Any], action: dict[str, Any]) -> tuple[str, str, str]:
    """Which draft and item a control answers, and with what."""
    if action["action_id"] == blocks.CHOSEN:
        draft, item = action["value"].split(":")
        inputs = [
            input_
            for block in body["state"]["values"].values()
            for name, input_ in block.items()
            if name == blocks.CHOOSING
        ]
        chosen = inputs[0]["selected_options"] if inputs else []
        return draft, item, ",".join(option["value"] for option in chosen)
    if "value" in action:
        draft, item, value = action["value"].split(":", 2)
        return draft, item, value
    draft, item = action["action_id"].split(".")[-2:]
    option = action.get("selected_option") or {}
    return draft, item, option.get("value") or action.get("selected_date") or ""


async def _keep(desk: Desk, actor: Actor, view: dict[str, Any], action: dict[str, Any]) -> None:
    """Keeps what stands in the form so far, pause by pause (P-06)."""
    register = await desk.register(actor.workspace)
    values = blocks.form_values(view["state"]["values"])
    keep = partial(
        desk.run,
        actor.workspace,
        form.keep_form,
        actor,
        register,
        view["private_metadata"],
        values,
        form=view["id"],
        typed_at=acted_at(action),
        now=desk.now(),
    )

    async def nothing(_: None) -> None:
        """The form stays as it is."""

    await desk.in_turn(actor, keep, nothing)


async def _file(desk: Desk, actor: Actor, view: dict[str, Any]) -> None:
    register = await desk.register(actor.workspace)
    values = blocks.form_values(view["state"]["values"])
    await desk.run(
        actor.workspace,
        form.file_form,
        actor,
        register,
        view["private_metadata"],
        values,
        form=view["id"],
        now=desk.now(),
    )


async def _open(desk: Desk, client: AsyncWebClient, actor: Actor, report: str, trigger: str) -> None:
    register = await desk.register(actor.workspace)
    opened = await desk.run(
        actor.workspace, filing.open_report, actor, register, desk.proforma(register), report, now=desk.now()
    )
    await client.views_open(trigger_id=trigger, view=blocks.report_view(opened, register.timezone))


async def _move(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    use_case: Callable[..., models.Turn | None],
    *,
    typed: Turn | None = None,
    pressed: str | None = None,
) -> None:
    """Takes one move of the conversation, in the person's turn, and shows what follows.

    `typed` is the turn of a move that was typed, which it took as it came in; `pressed` is the message whose button or menu made the move.
    """
    register = await desk.register(actor.workspace)
    about = (actor, register, desk.proforma(register))

    async def move() -> models.Turn | None:
        if typed and (unasked := await desk.run(actor.workspace, asking.unasked, *about, now=desk.now())):
            await _remember_if_sent(desk, client, actor.workspace, actor.slack_user, unasked)
        turn = await desk.run(actor.workspace, use_case, *about, now=desk.now())
        return turn.model_copy(update={"prompt_ts": pressed}) if turn and turn.closed and pressed else turn

    await desk.in_turn(actor, move, partial(show, desk, client, actor.workspace, actor.slack_user), typed)


async def take_up(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, user: SlackUserId, turn: models.Turn
) -> None:
    """Takes up a conversation that an interruption cut off: what was not asked is asked."""
    queued = await desk.queue(workspace, user)
    try:
        if await desk.run(workspace, asking.still_unasked, turn):
            await _ask_again(desk, client, workspace, user, turn)
    finally:
        queued.give_back()


async def _ask_again(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, user: SlackUserId, turn: models.Turn
) -> None:
    if not await _remember_if_sent(desk, client, workspace, user, turn):
        await show(desk, client, workspace, user, turn)


async def _remember_if_sent(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, user: SlackUserId, turn: models.Turn
) -> bool:
    """Whether a turn's message did go out before the process died; it is then remembered."""
    channel = await _channel(client, user, turn)
    ts = await find_sent(client, channel, QUESTION, turn.mark)
    if ts:
        await desk.run(workspace, asking.prompted, turn.draft, turn.step, channel, ts)
    return ts is not None


async def _channel(client: AsyncWebClient, user: SlackUserId, turn: models.Turn) -> ChannelId:
    """The person's direct message with the app."""
    return turn.channel or ChannelId((await client.conversations_open(users=user))["channel"]["id"])


async def show(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, user: SlackUserId, turn: models.Turn | None
) -> None:
    """Shows a turn: the answered question becomes its answer, then comes what follows, and that is remembered."""
    if turn is None:
        return
    channel = await _channel(client, user, turn)
    if turn.closed and turn.prompt_ts:
        await _update(desk, client, workspace, channel, turn.prompt_ts, blocks.closed(turn))
    message = blocks.message(turn)
    if message is None:
        return
    if not isinstance(turn.then, Question | Summary):
        await tell(desk, client, channel, message)
        return
    posted = await post(client, channel, message, QUESTION, turn.mark)
    await desk.run(workspace, asking.prompted, turn.draft, turn.step, channel, posted)


async def _update(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, channel: str, ts: str, message: Message
) -> None:
    """Takes the buttons of what has been answered away. What follows matters more: it does not wait for this."""
    until = desk.no_updates_before.get(workspace)
    if until and desk.now() < until:
        return
    try:
        await client.chat_update(channel=channel, ts=ts, text=message.safe_text, blocks=message.blocks)
    except SlackApiError as error:
        desk.no_updates_before[workspace] = desk.now() + timedelta(seconds=asked_to_wait(error))
        if slack_code(error) not in {"message_not_found", "cant_update_message"}:  # the person may delete it
            desk.on_trouble(error)
    except (ClientError, TimeoutError) as error:
        desk.on_trouble(error)
