"""Whether Liaison can post in the channels that staff have chosen: looked at once chosen, and each day (P-08)."""

from collections.abc import Iterable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.notices import mending
from liaison.domain.register.models import Committee
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.handlers.desk import Desk
from liaison.handlers.replies import slack_code


async def trouble_with(client: AsyncWebClient, channel: str) -> str | None:
    """What stops Liaison from posting in a channel, by Slack's own word for it; None where nothing does.

    Raises SlackApiError for what says nothing of the channel.
    """
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        if (code := slack_code(error)) in mending.MENDABLE:
            return code
        raise
    if found.get("is_archived"):
        return "is_archived"
    return None if found.get("is_member") else "not_in_channel"


async def look_at(
    desk: Desk,
    client: AsyncWebClient,
    workspace: WorkspaceId,
    committees: Iterable[Committee],
    *,
    chosen_by: SlackUserId | None = None,
) -> None:
    """Looks at the channels of these committees; those who can mend what is wrong with one are told once.

    Whoever has chosen it just now is told at any hour.
    """
    for committee in committees:
        if committee.channel is None:
            continue  # told once something is to be posted: not every committee needs one
        trouble = await trouble_with(client, committee.channel)
        register = await desk.register(workspace, at_once=True)
        await desk.run(
            workspace,
            mending.looked_at,
            register,
            committee.id,
            trouble,
            chosen_by=chosen_by,
            now=desk.now(),
        )
