"""Sending messages with a key as metadata, by which they are found again where it is not known whether they were sent; and files."""

from collections.abc import Iterable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.register.sheets import Format, Sheet
from liaison.domain.values import new_id
from liaison.handlers.blocks.kit import Message
from liaison.handlers.desk import Desk
from liaison.handlers.replies import persist

NOTICE = "liaison_notice"
QUESTION = "liaison_question"
REPLY = "liaison_reply"
PATIENCE = 60  # seconds that Slack may take for a file, which is longer than an answer may


async def post(
    client: AsyncWebClient, channel: str, message: Message, kind: str, key: str, thread: str | None = None
) -> str:
    """Posts a message with its key, in a thread where one is named, and returns its `ts`."""
    posted = await client.chat_postMessage(
        channel=channel,
        thread_ts=thread,
        text=message.safe_text,
        blocks=message.blocks,
        metadata={"event_type": kind, "event_payload": {"key": key}},
    )
    return str(posted["ts"])


async def tell(
    desk: Desk, client: AsyncWebClient, channel: str, message: Message, thread: str | None = None
) -> None:
    """Tells somebody something once, even where Slack fails at first; the further tries wait for nobody."""
    key, tried = new_id(), False

    async def once() -> None:
        nonlocal tried
        if tried and await find_sent(client, channel, REPLY, key, thread=thread):
            return
        tried = True
        await post(client, channel, message, REPLY, key, thread)

    await persist(desk, once)


async def send_file(
    desk: Desk,
    client: AsyncWebClient,
    channel: str,
    name: str,
    said: str,
    sheets: tuple[Sheet, ...],
    form: Format = "xlsx",
    *,
    thread: str | None = None,
) -> None:
    """Uploads sheets as a file into a conversation, with a sentence that says what it is."""
    data = await desk.work(desk.files.write, sheets, form)
    patient_client = AsyncWebClient(token=client.token, base_url=client.base_url, timeout=PATIENCE)
    await patient_client.files_upload_v2(
        channel=channel, filename=name, title=name, file=data, initial_comment=said, thread_ts=thread
    )


async def find_sent(
    client: AsyncWebClient, channel: str, kind: str, key: str, *, thread: str | None = None
) -> str | None:
    """The `ts` of the app's message with that key: among the newest 200 of a conversation, or of a thread."""
    if thread:
        page = await client.conversations_replies(
            channel=channel, ts=thread, limit=200, include_all_metadata=True
        )
    else:
        page = await client.conversations_history(channel=channel, limit=200, include_all_metadata=True)
    return with_key(page["messages"], kind, key)


def with_key(messages: Iterable[dict[str, Any]], kind: str, key: str) -> str | None:
    """The `ts` of the message that carries a key as metadata."""
    for message in messages:
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == kind and metadata["event_payload"].get("key") == key:
            return str(message["ts"])
    return None
