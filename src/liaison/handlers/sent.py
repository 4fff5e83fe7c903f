"""Finding a message again that may have been sent: by the key that it carries as metadata (design decision 4)."""

from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

NOTICE = "liaison_notice"
QUESTION = "liaison_question"


async def find_sent(
    client: AsyncWebClient, channel: str, kind: str, key: str, *, since: datetime | None = None
) -> str | None:
    """The `ts` of the app's message with that key: among the newest 200, or among all since a moment."""
    oldest = f"{since.timestamp():.6f}" if since else None
    cursor = None
    while True:
        page = await client.conversations_history(
            channel=channel, oldest=oldest, limit=200, include_all_metadata=True, cursor=cursor
        )
        for message in page["messages"]:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == kind and metadata["event_payload"].get("key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor or since is None:
            return None
