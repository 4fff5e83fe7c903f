"""Who is who in Slack, and the buttons of what time and Slack bring to the register."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, NotFound, quoted
from liaison.domain.register import accounts, people, seats
from liaison.domain.register.accounts import Account, Match
from liaison.domain.register.ends import Watched
from liaison.domain.register.models import Appointment, Kind, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PersonId, SlackUserId, WorkspaceId
from liaison.handlers.blocks import register_people as blocks
from liaison.handlers.blocks.kit import Message
from liaison.handlers.desk import Desk
from liaison.handlers.register import lists
from liaison.handlers.register.naming import MOST_CHOICES, meant
from liaison.handlers.register.opening import open_form
from liaison.handlers.replies import in_time, replacing, respond_later, slack_code

PAGE = 200  # accounts in one answer of Slack's
TERM = timedelta(days=365)
# Somebody in Slack: as Slack sends a mention, or by the member ID that their profile shows.
ACCOUNT = re.compile(
    r"<@(?P<mentioned>[UW][A-Z0-9]+)(?:\|[^>]*)?>|@?(?P<id>[UW](?=\w*\d)[A-Z0-9]{5,})", re.IGNORECASE
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to newcomers, and to the buttons of messages about people, seats and accounts."""

    @app.action(re.compile(r"^register_people\."))
    async def pressed(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        actor: Actor = context["actor"]
        listed = bool((body.get("container") or {}).get("is_ephemeral"))
        work = _pressed(desk, client, actor, body["trigger_id"], action, listed=listed)
        answer = await in_time(desk, context, respond, work)
        await ack()
        if answer:
            respond_later(desk, respond, answer)

    @app.event("team_join")
    async def joined(event: dict[str, Any], context: AsyncBoltContext) -> None:
        workspace = WorkspaceId(context.team_id or "")
        known = await desk.register(workspace)
        await desk.run(workspace, accounts.joined, known, _account(event["user"]), now=desk.now())


async def account_changed(
    desk: Desk, client: AsyncWebClient, workspace: WorkspaceId, user: SlackUserId
) -> None:
    """Somebody's account has changed in Slack; whoever is nobody in the register is nobody's business.

    Slack is asked how the account stands: what it tells of changes comes in any order.
    """
    known = await desk.register(workspace)
    if user in known.link:
        account = _account((await client.users_info(user=user))["user"])
        await desk.run(workspace, accounts.changed, known, account, now=desk.now())


async def people_words(
    desk: Desk, client: AsyncWebClient, actor: Actor, name: str, trigger: str
) -> Message | None:
    """`/partnership link`: who is not linked yet, and who can be by e-mail address; staff link others by hand.

    With a name it is about those who are called so. Somebody in Slack who is not linked opens the form that links them.
    """
    require(actor, Action.LINK_PEOPLE)
    known = await desk.register(actor.workspace, at_once=True)
    if account := ACCOUNT.fullmatch(name):
        user = SlackUserId(account["mentioned"] or account["id"].upper())
        link = known.link.get(user)
        person = known.person.get(link.person) if link else None
        if person:
            return blocks.links_of(known, [person])
        await _must_be_in_slack(client, user)
        await open_form(desk, client, trigger, actor, "links", None, {"id": user})
        return None
    if name:
        found = meant(known, ("people",), name, desk)
        if not found:
            raise NotFound(
                f"Nobody in the register is called {quoted(name)}.",
                "Try another part of the name, or type /partnership people to see a list.",
            )
        return blocks.links_of(known, [known.person[PersonId(each.id)] for each in found[:MOST_CHOICES]])
    today = local_day(desk.now(), known.timezone)
    return blocks.unlinked(people.unlinked(known, today), await _matches(client, known))


async def _must_be_in_slack(client: AsyncWebClient, user: SlackUserId) -> None:
    """Raises NotFound where a member ID was mistyped: a form with it would not open."""
    try:
        await client.users_info(user=user)
    except SlackApiError as error:
        if slack_code(error) not in {"user_not_found", "user_not_visible"}:
            raise
        raise NotFound(
            f"Slack knows nobody by the ID {user}.",
            "Type /partnership link and @ with their name in Slack, or /partnership link to choose them.",
        ) from error


async def _as_slack_says(desk: Desk, client: AsyncWebClient, actor: Actor, user: SlackUserId) -> Account:
    """An account that the register knows, as Slack has it now. Raises NotAllowed, and NotFound for any other."""
    require(actor, Action.EDIT_REGISTER)
    if user not in (await desk.register(actor.workspace, at_once=True)).link:
        raise NotFound(
            "Nobody is linked to that account any more.", "Type /partnership link to link somebody."
        )
    return _account((await client.users_info(user=user))["user"])


async def _pressed(
    desk: Desk, client: AsyncWebClient, actor: Actor, trigger: str, action: dict[str, Any], *, listed: bool
) -> dict[str, Any] | None:
    """The answer to a button; `listed` tells that it stands in a list, which is then shown anew."""
    value, now = action["value"], desk.now()
    user = SlackUserId(value.partition(" ")[0])
    rest = value.partition(" ")[2]
    match action["action_id"]:
        case blocks.CONFIRM:
            await desk.run(actor.workspace, seats.confirm, actor, AppointmentId(value), now=now)
        case blocks.RENEW:
            await _renew(desk, client, trigger, actor, value)
        case blocks.LET_END:
            kind: Watched = "terms" if value.startswith("terms ") else "appointments"
            let = await desk.run(actor.workspace, people.let_end, actor, kind, rest, now=now)
            return replacing(await lists.ends(desk, actor, let=let)) if listed else None
        case blocks.LEAVE_VACANT:
            await desk.run(actor.workspace, people.leave_vacant, actor, AppointmentId(value), now=now)
            return replacing(await lists.ends(desk, actor)) if listed else None
        case blocks.ENDS_PAGE | blocks.ENDS_BACK:
            return replacing(await lists.ends(desk, actor, int(value)))
        case blocks.END_ALL:
            await desk.run(actor.workspace, people.end_all, actor, user, now=now)
        case blocks.UNLINK:
            await desk.run(actor.workspace, people.unlink, actor, user, now=now)
        case blocks.KEEP:
            await desk.run(actor.workspace, people.keep, actor, user, rest, now=now)
        case blocks.NOT_THEM:
            await desk.run(actor.workspace, people.not_them, actor, user, now=now)
        case blocks.USE_NAME:
            account = await _as_slack_says(desk, client, actor, user)
            await desk.run(actor.workspace, people.use_name, actor, account, rest, now=now)
        case blocks.LINK:
            known = await desk.register(actor.workspace, at_once=True)
            person = known.person.get(PersonId(rest))
            found = [Match(user=user, person=person)] if person else []
            await desk.run(actor.workspace, people.link, actor, found, now=now)
        case blocks.LINK_SOMEBODY:
            person_id = PersonId(value)
            given = {"person": value} if person_id in (await desk.register(actor.workspace)).person else {}
            await open_form(desk, client, trigger, actor, "links", None, given)
        case blocks.LINK_ALL:
            require(actor, Action.LINK_PEOPLE)
            matches = await _matches(client, await desk.register(actor.workspace, at_once=True))
            await desk.run(actor.workspace, people.link, actor, matches, now=now)
            return replacing(blocks.linked([match.person for match in matches]))
    return None


async def _renew(desk: Desk, client: AsyncWebClient, trigger: str, actor: Actor, value: str) -> None:
    """Opens the form that renews a seat or term for as long again."""
    word, _, id_ = value.partition(" ")
    kind: Kind = "terms" if word == "terms" else "appointments"
    entry = (await desk.register(actor.workspace, at_once=True)).entry(kind, id_)
    if not isinstance(entry, Appointment | Term) or entry.until is None:
        raise AlreadyDone(
            "That has been dealt with already.", "Type /partnership changes to see what was done."
        )
    again = entry.until + (entry.until - entry.since if entry.since else TERM)
    await open_form(desk, client, trigger, actor, kind, id_, {"until": again})


async def _matches(client: AsyncWebClient, known: Register) -> tuple[Match, ...]:
    """Everybody whom Slack knows by the e-mail address of somebody who is not linked."""
    found: list[Match] = []
    cursor = None
    while True:
        page = await client.users_list(limit=PAGE, cursor=cursor)
        found += accounts.matches(known, [_account(user) for user in page["members"]])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return tuple(found)


def _account(user: Mapping[str, Any]) -> Account:
    """An account as Slack describes it."""
    profile = user.get("profile") or {}
    others = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_app_user")
    return Account(
        user=SlackUserId(user["id"]),
        name=user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"],
        email=profile.get("email") if user.get("is_email_confirmed", True) else None,
        active=not user.get("deleted"),
        full=not any(user.get(mark) for mark in others),
    )
