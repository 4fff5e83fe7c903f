"""The register in and out through Slack: a file that staff send in their direct message, and files that they ask for."""

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from http import HTTPStatus
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor
from liaison.domain.access.service import whom_to_ask
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotAllowed, quoted
from liaison.domain.names import fold
from liaison.domain.register import exporting, importing, telling
from liaison.domain.register.changes import Change
from liaison.domain.register.plans import Plan
from liaison.domain.register.sheets import FORMATS, LARGEST_FILE, Format, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import EntryTold
from liaison.domain.values import new_id
from liaison.handlers.blocks import register_files as blocks
from liaison.handlers.blocks.kit import Message, unescape
from liaison.handlers.desk import Desk
from liaison.handlers.replies import beside, in_time, replacing, respond_later, sentence
from liaison.handlers.sent import REPLY, post, send_file, tell

# How files end that somebody may mean for the register, those that cannot be read included: they are told why.
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".zip")
MOST_NAMED = 2  # files by their names; more are counted
MANY = 1_000  # rows of a file that takes seconds, so that it is told what is being done
MOST_FILES = 10  # of one message: Slack's own limit
PATIENCE = 30  # seconds for a file to come
PIECE = 64 * 1024  # bytes
IN_WORDS: dict[exporting.What, str] = {
    "register": "the register",
    "template": "the template",
    "public": "the list for others",
    "matrix": "the matrix",
}
UNSURE = (SlackApiError, aiohttp.ClientError, TimeoutError)  # what Slack may do with a message
THIS_CHANGE = "the list of all that was changed"


Begun = Callable[[int], Awaitable[None]]  # told how many rows a long file has, before they are gone through


class _Seen(NamedTuple):
    """A file as it was read: its sheets, what it would do, the first of that in words, and the whole where it is long."""

    sheets: tuple[Sheet, ...]
    plan: Plan
    told: tuple[EntryTold, ...]
    report: Sheet | None


class _Made(NamedTuple):
    """A file to be sent: what it is, of which day, and its sheets."""

    what: str
    day: date
    sheets: tuple[Sheet, ...]
    form: Format = "xlsx"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons under a file that was looked at, and to the one that sends all of a change."""

    @app.action(re.compile(r"^register_files\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        actor: Actor = context["actor"]
        work = (
            _send_whole(desk, client, actor, int(action["value"]))
            if action["action_id"] == blocks.WHOLE
            else _decide(desk, client, actor, body, action)
        )
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)


async def take(
    desk: Desk, client: AsyncWebClient, actor: Actor, event: dict[str, Any], *, writing: bool
) -> bool:
    """Looks at the register's files that somebody sent; False where the message has none.

    Staff are told of files that are none, unless they are `writing` a report: there they are told what answers. The answer
    comes in the thread under the message, once, however often Slack delivers it.
    """
    sent = list(event.get("files") or ())[:MOST_FILES]
    tables = [file for file in sent if _is_table(file)]
    others = [file for file in sent if not _is_table(file)] if actor.may(Action.EDIT_REGISTER) else []
    if tables or (others and not writing):
        desk.later(_look_at(desk, client, actor, event, tables, others))
        return True
    return False


async def file_words(
    desk: Desk, client: AsyncWebClient, actor: Actor, word: str, rest: str
) -> Message | None:
    """`/partnership import`, `export` and `template`; None for any other word. Raises NotAllowed and BadInput."""
    said = fold(rest).split()
    match word:
        case "import":
            await _allow_import(desk, actor)
            return blocks.usage()
        case "template":
            return await _send_soon(desk, client, actor, "template", said)
        case "export":
            what = next((each for each in exporting.WHATS if each in said), exporting.WHATS[0])
            return await _send_soon(desk, client, actor, what, [each for each in said if each != what])
    return None


async def _allow_import(desk: Desk, actor: Actor) -> None:
    """Raises NotAllowed, naming whom to ask, where the actor must not change the register."""
    if not actor.may(Action.EDIT_REGISTER):
        raise NotAllowed(
            "Only staff can take a file into the register.",
            f"{whom_to_ask(await desk.register(actor.workspace))} to do it.",
        )


async def _send_soon(
    desk: Desk, client: AsyncWebClient, actor: Actor, what: exporting.What, said: Sequence[str]
) -> Message:
    form = next((each for each in FORMATS if each in said), FORMATS[0])
    if unknown := [each for each in said if each not in FORMATS]:
        raise BadInput(
            f"There is no export called {quoted(unknown[0])}.",
            f"Type {blocks.EXPORTS_OF[actor.may(Action.EDIT_REGISTER)]}; add csv for tables.",
        )
    exporting.allow(await desk.register(actor.workspace), actor, what)

    async def make() -> _Made:
        register = await desk.register(actor.workspace, at_once=True)
        sheets = await desk.run(actor.workspace, exporting.export, actor, register, what, now=desk.now())
        return _Made(what, local_day(desk.now(), register.timezone), sheets, form)

    desk.later(_send(desk, client, actor, IN_WORDS[what], make))
    return blocks.coming(IN_WORDS[what])


async def _send_whole(desk: Desk, client: AsyncWebClient, actor: Actor, version: int) -> dict[str, Any]:
    """Sends all that one change did, of which a message shows the first."""
    change = await desk.run(actor.workspace, telling.one, actor, version)

    async def make() -> _Made:
        register = await desk.register(actor.workspace, at_once=True)
        sheet = await desk.work(telling.whole, register, change)
        return _Made("changes", local_day(change.at, register.timezone), (sheet,))

    desk.later(_send(desk, client, actor, THIS_CHANGE, make))
    return beside(blocks.coming(THIS_CHANGE).safe_text)


async def _send(
    desk: Desk, client: AsyncWebClient, actor: Actor, called: str, make: Callable[[], Awaitable[_Made]]
) -> None:
    """Makes a file and sends it in the direct message; what goes wrong is told there."""
    try:
        made = await make()
        name = exporting.file_name(made.what, made.form, made.day)
        channel, said = await _direct_message(client, actor), blocks.sent(made.what, made.day)
        await send_file(desk, client, channel, name, said, made.sheets, made.form)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        problem = blocks.not_sent(called, sentence(error, desk))
        await tell(desk, client, await _direct_message(client, actor), problem)


async def _look_at(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    event: dict[str, Any],
    tables: Sequence[dict[str, Any]],
    others: Sequence[dict[str, Any]],
) -> None:
    channel, thread = event["channel"], event.get("thread_ts") or event["ts"]
    told: list[str] = []

    async def begun(rows: int) -> None:
        reading = blocks.reading(_names(tables), rows)
        with suppress(*UNSURE):  # the answer comes all the same
            told.append(await post(client, channel, reading, REPLY, new_id(), thread))

    message, report = await _examined(desk, client, actor, tables, begun) if tables else (None, None)
    move = f"file:{channel}:{event['ts']}"
    if not await desk.run(actor.workspace, importing.is_first, move, now=desk.now()):
        for ts in told:
            await client.chat_delete(channel=channel, ts=ts)
        return
    if message:
        await _answer(desk, client, channel, message, thread, told)
    if report:
        await _send_report(desk, client, actor, channel, report, thread)
    if others:
        await tell(desk, client, channel, blocks.ignored(_names(others), len(others)), thread)


async def _answer(
    desk: Desk, client: AsyncWebClient, channel: str, message: Message, thread: str, told: Sequence[str]
) -> None:
    """Says what a file would do, in the place of the line that said that it was being read."""
    try:
        for ts in told:
            await client.chat_update(channel=channel, ts=ts, text=message.safe_text, blocks=message.blocks)
            return
    except UNSURE:
        pass
    await tell(desk, client, channel, message, thread)


async def _examined(
    desk: Desk, client: AsyncWebClient, actor: Actor, files: Sequence[dict[str, Any]], begun: Begun
) -> tuple[Message, Sheet | None]:
    """What is said of the register's files, and the whole of it as a sheet where it is long."""
    name = _names(files)
    try:
        await _allow_import(desk, actor)
        ids = [file["id"] for file in files]
        seen = await _seen(desk, client, actor, ids, begun)
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
        return blocks.refused(name, sentence(error, desk)), None
    return _message(name, seen, ids, anew=False), seen.report


async def _seen(desk: Desk, client: AsyncWebClient, actor: Actor, ids: Sequence[str], begun: Begun) -> _Seen:
    """Looks at files in Slack, downloaded anew: what Slack holds is what counts. Raises BadInput."""
    parcels = [await _download(client, id_) for id_ in ids]
    sheets = await desk.work(importing.read_all, desk.files, parcels)
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows >= MANY:
        await begun(rows)
    register = await desk.register(actor.workspace, at_once=True)
    changes = await desk.run(actor.workspace, importing.lately)
    return await desk.work(_looked, sheets, register, changes, local_day(desk.now(), register.timezone))


def _looked(sheets: tuple[Sheet, ...], register: Register, changes: Sequence[Change], today: date) -> _Seen:
    plan = importing.plan(register, sheets, today=today)
    told = (
        () if plan.faults else tuple(islice(importing.in_words(register, plan, changes), blocks.MOST_SHOWN))
    )
    long = max(len(plan.faults), len(plan.differences)) > blocks.MOST_SHOWN
    return _Seen(sheets, plan, told, importing.report_sheet(register, plan) if long else None)


def _message(name: str, seen: _Seen, ids: Sequence[str], *, anew: bool) -> Message:
    if seen.plan.faults:
        return blocks.faulty(name, seen.plan)
    if not seen.plan.differences:
        return blocks.nothing_new(name, seen.plan)
    return blocks.proposal(name, seen.plan, seen.told, ids, anew=anew)


async def _decide(
    desk: Desk,
    client: AsyncWebClient,
    actor: Actor,
    body: dict[str, Any],
    action: dict[str, Any],
) -> dict[str, Any]:
    """The answer to a button under a file; a long one says that it is being taken in, until it is."""
    await _allow_import(desk, actor)
    if action["action_id"] == blocks.CANCEL:
        return replacing(blocks.cancelled(action["value"], actor.name))
    shown, _, listed = action["value"].partition(":")
    ids = listed.split(",")
    told = False

    async def show(message: Message) -> None:
        with suppress(*UNSURE):
            await client.chat_update(
                channel=body["channel"]["id"],
                ts=body["message"]["ts"],
                text=message.safe_text,
                blocks=message.blocks,
            )

    async def begun(rows: int) -> None:
        nonlocal told
        told = True
        await show(blocks.taking_in(rows))

    try:
        seen = await _seen(desk, client, actor, ids, begun)
        take_in = partial(importing.take_in, planned=seen.plan, shown=shown)
        plan, change = await desk.run(actor.workspace, take_in, actor, seen.sheets, now=desk.now())
    except Exception:
        if told:  # the buttons come back, so that it can be tried again
            await show(Message(unescape(body["message"]["text"]), body["message"]["blocks"]))
        raise
    if change:
        return replacing(blocks.applied(plan, actor.name))
    if seen.report:
        channel, thread = body["channel"]["id"], body["message"].get("thread_ts")
        desk.later(_send_report(desk, client, actor, channel, seen.report, thread))
    return replacing(_message("The file", seen._replace(plan=plan), ids, anew=True))


async def _send_report(
    desk: Desk, client: AsyncWebClient, actor: Actor, channel: str, report: Sheet, thread: str | None
) -> None:
    """Uploads all that was found in a file, under the file of it."""
    day = local_day(desk.now(), (await desk.register(actor.workspace)).timezone)
    what = report.name.casefold()
    name = exporting.file_name(what, "xlsx", day)
    await send_file(desk, client, channel, name, blocks.sent(what, day), (report,), thread=thread)


async def _download(client: AsyncWebClient, id_: str) -> tuple[str, bytes]:
    file = (await client.files_info(file=id_))["file"]
    name, url = str(file.get("name") or "The file"), str(file.get("url_private_download") or "")
    if not url or not is_slacks(url, client.base_url):
        raise BadInput(f"{name} is not kept in Slack.", "Upload the file itself, from your computer.")
    if int(file.get("size") or 0) > LARGEST_FILE:
        raise _too_large(name)
    found = bytearray()
    token = {"Authorization": f"Bearer {client.token}"}
    waiting = aiohttp.ClientTimeout(total=PATIENCE)
    async with (
        aiohttp.ClientSession(timeout=waiting, trust_env=True) as session,
        session.get(url, headers=token, allow_redirects=False) as answer,
    ):
        if answer.status != HTTPStatus.OK:  # Slack sends strangers to its sign-in page
            raise BadInput(f"Slack did not give me {name}.", "Send the file once more.")
        async for piece in answer.content.iter_chunked(PIECE):
            found += piece
            if len(found) > LARGEST_FILE:
                raise _too_large(name)
    return name, bytes(found)


def _too_large(name: str) -> BadInput:
    return BadInput(
        f"{name} is too large to be a register.", "Leave out pictures and other sheets, or split it."
    )


def is_slacks(url: str, api: str) -> bool:
    """Whether an address is Slack's own: the token goes nowhere else."""
    there, slack = urlsplit(url), urlsplit(api)
    host, own = there.hostname or "", slack.hostname or ""
    same = host == own or host.endswith(f".{own.removeprefix('www.')}")
    return same and there.scheme == slack.scheme and (host != own or there.port == slack.port)


def _is_table(file: dict[str, Any]) -> bool:
    return str(file.get("name") or "").casefold().endswith(ENDINGS)


def _names(files: Sequence[dict[str, Any]]) -> str:
    return (
        " and ".join(str(file.get("name") or "The file") for file in files)
        if len(files) <= MOST_NAMED
        else f"{len(files)} files"
    )


async def _direct_message(client: AsyncWebClient, actor: Actor) -> str:
    return str((await client.conversations_open(users=actor.slack_user))["channel"]["id"])
