"""`liaison doctor`: what is set up, what is not, and how to mend each."""

from pathlib import Path
from typing import NamedTuple

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from liaison.bot.app import open_store
from liaison.bot.settings import Settings
from liaison.domain.errors import Problem
from liaison.domain.notices import choosing
from liaison.domain.notices.mending import NEW_TOKEN, WITHOUT_TOKEN
from liaison.domain.register.snapshot import Register
from liaison.handlers.replies import slack_code
from liaison.storage.database import open_engine
from liaison.storage.migrate import is_current


class Finding(NamedTuple):
    """One thing looked at: whether it is well, and what to do where it is not."""

    what: str
    ok: bool
    says: str


async def examine(settings: Settings, manifest: Path) -> list[Finding]:
    """Looks at everything in turn; one fault does not hide the next."""
    findings = [_key(settings), _database(settings)]
    wanted = _scopes_of(manifest)
    findings.append(Finding("manifest", ok=True, says=f"{len(wanted)} scopes asked for"))
    if settings.shared:
        says = "Workspaces install the app at /slack/install; tokens are theirs"
        refused = _refused_tokens(settings) if all(finding.ok for finding in findings[:2]) else []
        return [*findings, Finding("bot token", ok=True, says=says), *refused, _transport(settings)]
    stored = all(finding.ok for finding in findings[:2])
    if settings.slack_bot_token is None:
        findings.append(Finding("bot token", ok=False, says="Set SLACK_BOT_TOKEN in .env."))
        return [*findings, _transport(settings), *_registers(settings, stored=stored)]
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.slack_api_url)
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        says = f"Slack answered {slack_code(error)}. Install the app again and copy its token into .env."
        findings.append(Finding("bot token", ok=False, says=says))
        return [*findings, _transport(settings), *_registers(settings, stored=stored)]
    except (aiohttp.ClientError, TimeoutError):
        says = f"{settings.slack_api_url} did not answer. Check SLACK_API_URL and your network."
        findings.append(Finding("bot token", ok=False, says=says))
        return [*findings, _transport(settings), *_registers(settings, stored=stored)]
    findings.append(Finding("bot token", ok=True, says=f"workspace {answer['team']} ({answer['team_id']})"))
    findings.append(_scopes(wanted, str(answer.headers.get("x-oauth-scopes", ""))))
    findings.append(_transport(settings))
    if stored:
        findings += await _channels(settings, client, str(answer["team_id"]))
    return findings


def _registers(settings: Settings, *, stored: bool) -> list[Finding]:
    """Whether any register is loaded, where Slack does not say which workspace it is."""
    if not stored:
        return []
    store = open_store(settings)
    found = [store.snapshots.of(workspace).authority for workspace in store.workspaces()]
    if found:
        return [Finding("register", ok=True, says=", ".join(found))]
    says = "None is loaded. Run: liaison seed PACK --team TEAM, with your workspace's ID"
    return [Finding("register", ok=False, says=says)]


def _refused_tokens(settings: Settings) -> list[Finding]:
    """The workspaces in which something waits because Slack accepts the app's token no more."""
    store = open_store(settings)
    findings = []
    for workspace in store.workspaces():
        owed = store.run(workspace, choosing.outbox, None)
        refused = next((notice for notice in owed if notice.trouble in WITHOUT_TOKEN), None)
        if refused:
            says = f"Slack answered {refused.trouble} when a message was sent. {NEW_TOKEN}"
            findings.append(Finding(f"token of {workspace}", ok=False, says=says))
    return findings


def _scopes_of(manifest: Path) -> set[str]:
    return set(yaml.safe_load(manifest.read_text())["oauth_config"]["scopes"]["bot"])


def _key(settings: Settings) -> Finding:
    try:
        open_store(settings)
    except Problem as problem:
        return Finding("settings", ok=False, says=str(problem))
    return Finding("settings", ok=True, says="LIAISON_KEY is a key")


def _database(settings: Settings) -> Finding:
    try:
        current = is_current(open_engine(settings.database_url))
    except Problem as problem:
        return Finding("database", ok=False, says=str(problem))
    except SQLAlchemyError as error:
        return Finding(
            "database", ok=False, says=f"It did not answer ({type(error).__name__}). Check DATABASE_URL."
        )
    return Finding("database", ok=current, says="up to date" if current else "Run: liaison migrate")


def _scopes(wanted: set[str], granted: str) -> Finding:
    missing = sorted(wanted - {scope.strip() for scope in granted.split(",")})
    if missing:
        return Finding(
            "scopes", ok=False, says=f"Missing: {', '.join(missing)}. Update the app from app_manifest.yml."
        )
    return Finding("scopes", ok=True, says="all granted")


def _transport(settings: Settings) -> Finding:
    if settings.slack_app_token:
        return Finding("delivery", ok=True, says="Socket Mode")
    if settings.slack_signing_secret:
        return Finding("delivery", ok=True, says=f"HTTP on port {settings.port}")
    return Finding(
        "delivery", ok=False, says="Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) in .env."
    )


async def _channels(settings: Settings, client: AsyncWebClient, team: str) -> list[Finding]:
    store = open_store(settings)
    found = [workspace for workspace in store.workspaces() if workspace == team]
    if not found:
        return [Finding("register", ok=False, says=f"None is loaded. Run: liaison seed PACK --team {team}")]
    register: Register = store.snapshots.of(found[0])
    findings = [
        Finding("register", ok=True, says=f"{register.authority}, {len(register.partnerships)} partnerships")
    ]
    for committee in register.committees:
        name = f"channel of the {committee.name}"
        if committee.channel is None:
            findings.append(
                Finding(name, ok=False, says="None is chosen. Type /committee in Slack and choose one.")
            )
            continue
        try:
            channel = (await client.conversations_info(channel=committee.channel))["channel"]
        except SlackApiError as error:
            says = f"Slack answered {slack_code(error)}. Type /invite @Liaison there, or choose another."
            findings.append(Finding(name, ok=False, says=says))
            continue
        if channel.get("is_archived"):
            says = f"#{channel['name']} is archived. Take it out of the archive, or choose another with /committee."
            findings.append(Finding(name, ok=False, says=says))
            continue
        member = bool(channel.get("is_member"))
        says = f"#{channel['name']}" if member else f"Type /invite @Liaison in #{channel['name']}."
        findings.append(Finding(name, ok=member, says=says))
    return findings
