"""`/review lessons`: found by their words, added, and posted in a channel after they have been shown (G-10)."""

import json

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.errors import BadInput
from liaison.domain.reviews import lessons as rules
from liaison.domain.values import ChannelId, PartnershipId
from liaison.handlers.blocks.kit import Message, View
from liaison.handlers.blocks.reviews import drafts as draft_blocks
from liaison.handlers.blocks.reviews import form
from liaison.handlers.blocks.reviews import lessons as blocks
from liaison.handlers.blocks.reviews.records import SHARE_LESSON
from liaison.handlers.desk import Desk
from liaison.handlers.replies import replacing, slack_code
from liaison.handlers.reviews import drafts
from liaison.handlers.reviews.shown import Answer, Asked, Press, Submission

DIRECT = "D"  # with what Slack begins the ids of direct messages
A_PAGE = 200  # members
# What Slack says of a channel of which Liaison is no member, and of a conversation that is no channel.
NOT_OURS = frozenset({"channel_not_found", "missing_scope"})


async def command(asked: Asked) -> Message:
    """`/review lessons`: those with every word that was typed."""
    return await _listed(asked.desk, asked.actor, asked.rest, 0)


async def add_command(asked: Asked) -> None:
    """`/review lesson`: the form that adds one."""
    await drafts.open_new(asked, blocks.ADD, _add)


def knows(action_id: str) -> bool:
    """Whether a button is one of these."""
    return action_id.startswith((f"{blocks.PAGE}.", f"{blocks.WITHDRAW}."))


async def pressed(press: Press) -> Answer:
    """Turns a page of the list, or withdraws a lesson that stands in it."""
    desk, actor = press.desk, press.actor
    if press.action["action_id"].startswith(blocks.PAGE):
        page, words = json.loads(press.value)
        return replacing(await _listed(desk, actor, words, page))
    lesson, page, words = json.loads(press.value)
    register = await desk.register(actor.workspace)
    await desk.run(actor.workspace, rules.withdraw, actor, register, lesson, now=desk.now())
    return replacing(await _listed(desk, actor, words, page, done=blocks.WITHDRAWN))


async def _add(_: Desk, actor: Actor, __: str) -> View:
    require(actor, Action.SHARE_LESSON)
    return blocks.add_form()


async def _share(desk: Desk, actor: Actor, lesson: str) -> View:
    register = await desk.register(actor.workspace)
    return blocks.share_form(await desk.run(actor.workspace, rules.to_share, actor, register, lesson))


FORMS: dict[str, drafts.Build] = {blocks.ADD: _add, SHARE_LESSON: _share}


async def submitted(sent: Submission) -> View | None:
    """Takes a form about a lesson; None where it is another's."""
    desk, actor, view = sent.desk, sent.actor, sent.view
    register = await desk.register(actor.workspace)
    given, now = form.given(view).answers, desk.now()
    match view["callback_id"]:
        case blocks.ADD_VIEW:
            partnership = PartnershipId(given["partnership"]) if given["partnership"] else None
            added = await drafts.save(
                sent,
                rules.add,
                register,
                view["id"],
                text=given["text"],
                partnership=partnership,
                now=now,
            )
            return blocks.added(added)
        case blocks.SHARE_VIEW:
            posting = await desk.run(
                actor.workspace,
                rules.propose,
                actor,
                register,
                form.about(view)["lesson"],
                text=given["text"],
                channel=await _channel(sent.client, actor, given["channel"]),
                now=now,
            )
            return draft_blocks.following(blocks.preview(posting, actor.name), view)
        case blocks.POST_VIEW:
            about = form.about(view)
            line = await drafts.save(
                sent,
                rules.share,
                register,
                about["lesson"],
                channel=ChannelId(about["channel"]),
                now=now,
            )
            return blocks.posted(line)
    return None


async def _channel(client: AsyncWebClient, actor: Actor, channel: str) -> ChannelId:
    """The channel that was chosen. Raises BadInput for a private one in which the sharer is not, and for a conversation.

    The menu offers none of these; what is sent in need not come from the menu.
    """
    require(actor, Action.SHARE_LESSON)
    refused = BadInput(
        "Liaison cannot post there for you.",
        "Choose a channel that you are in, and in which Liaison is.",
        field="channel",
    )
    if channel.startswith(DIRECT):
        raise refused
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
        if found.get("is_private") and not await _is_in(client, actor, channel):
            raise refused
    except SlackApiError as error:
        if slack_code(error) in NOT_OURS:
            raise refused from error
        raise
    return ChannelId(channel)


async def _is_in(client: AsyncWebClient, actor: Actor, channel: str) -> bool:
    cursor = ""
    while True:
        page = await client.conversations_members(channel=channel, cursor=cursor, limit=A_PAGE)
        if actor.slack_user in page["members"]:
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return False


async def _listed(desk: Desk, actor: Actor, words: str, page: int, *, done: str | None = None) -> Message:
    register = await desk.register(actor.workspace)
    found = await desk.run(actor.workspace, rules.listed, actor, register, words, page=page)
    return blocks.listed(found, register.timezone, done=done)
