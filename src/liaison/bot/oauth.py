"""Installing the app in workspaces: Slack's OAuth, on our own tables."""

import asyncio
import html
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from slack_bolt import BoltResponse
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from liaison.bot.settings import SLACK, Settings
from liaison.domain.access.installations import Installation
from liaison.domain.values import SlackUserId, WorkspaceId
from liaison.storage.installations import Installations

logger = logging.getLogger(__name__)
WELCOME = (
    "Thank you for installing Liaison. I have written to you alone. Next, your administrator loads the register "
    "(`liaison seed`) and links people (`liaison link`). Then `/rep help` shows what I can do."
)


class InstallationStore(AsyncInstallationStore):
    """Bolt's view of our installations. A workspace is one authority, so installations are kept by workspace."""

    def __init__(self, rows: Installations, pool: Executor) -> None:
        self._rows = rows
        self._pool = pool

    @property
    def logger(self) -> logging.Logger:
        """Bolt asks for one."""
        return logger

    async def async_save(self, installation: SlackInstallation) -> None:
        """Keeps an installation; its token is encrypted."""
        workspace = installation.team_id or installation.enterprise_id
        kept = Installation(
            workspace=WorkspaceId(workspace or ""),
            token=installation.bot_token or "",
            app=installation.app_id,
            bot=installation.bot_id,
            bot_user=SlackUserId(installation.bot_user_id) if installation.bot_user_id else None,
            scopes=tuple(installation.bot_scopes or ()),
            installed_by=SlackUserId(installation.user_id),
            installed_at=datetime.now(UTC),
        )
        await self._in_thread(lambda: self._rows.save(kept))

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The app's token and ids in a workspace."""
        workspace = WorkspaceId((enterprise_id if is_enterprise_install else team_id) or "")
        kept = await self._in_thread(lambda: self._rows.find(workspace))
        if kept is None:
            return None
        return Bot(
            app_id=kept.app,
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=kept.token,
            bot_id=kept.bot or "",
            bot_user_id=kept.bot_user or "",
            bot_scopes=list(kept.scopes),
            is_enterprise_install=is_enterprise_install,
            installed_at=kept.installed_at.timestamp(),
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forgets the app's token in a workspace."""
        workspace = WorkspaceId(team_id or enterprise_id or "")
        await self._in_thread(lambda: self._rows.remove(workspace))

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """There are no tokens of single people to forget."""

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


class StateStore(AsyncOAuthStateStore):
    """States of installations under way, shared by all replicas."""

    def __init__(self, rows: Installations, pool: Executor) -> None:
        self._rows = rows
        self._pool = pool

    @property
    def logger(self) -> logging.Logger:
        """Bolt asks for one."""
        return logger

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new state."""
        issue = lambda: self._rows.issue_state(now=datetime.now(UTC))  # noqa: E731 - it runs on another thread
        return await asyncio.get_running_loop().run_in_executor(self._pool, issue)

    async def async_consume(self, state: str) -> bool:
        """Whether the state is good; it is used up."""
        consume = lambda: self._rows.consume_state(state, now=datetime.now(UTC))  # noqa: E731 - as above
        return await asyncio.get_running_loop().run_in_executor(self._pool, consume)


def oauth_flow(
    settings: Settings, rows: Installations, pool: Executor, client: AsyncWebClient, manifest: Path
) -> AsyncOAuthFlow:
    """The routes /slack/install and /slack/oauth_redirect, with the scopes of the manifest."""
    store = InstallationStore(rows, pool)
    secret = settings.slack_client_secret
    scopes: list[str] = yaml.safe_load(manifest.read_text())["oauth_config"]["scopes"]["bot"]
    chosen = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        scopes=scopes,
        installation_store=store,
        installation_store_bot_only=True,
        install_page_rendering_enabled=False,  # straight on to Slack's own page of consent
        state_store=StateStore(rows, pool),
        authorization_url=_authorization_url(settings.slack_api_url),
        callback_options=AsyncCallbackOptions(success=_installed(settings), failure=_failed),
    )
    # Without its cache each request would call auth.test.
    chosen.authorize = AsyncInstallationStoreAuthorize(
        logger=logger,
        client_id=settings.slack_client_id,
        installation_store=store,
        bot_only=True,
        cache_enabled=True,
        client=client,
    )
    return AsyncOAuthFlow(client=client, settings=chosen)


def _authorization_url(api_url: str) -> str:
    if api_url == SLACK:
        return "https://slack.com/oauth/v2/authorize"
    parts = urlsplit(api_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"


def _installed(settings: Settings) -> Callable[[AsyncSuccessArgs], Any]:
    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        """Writes to the installer alone (UX-01)."""
        client = AsyncWebClient(token=args.installation.bot_token, base_url=settings.slack_api_url)
        await client.chat_postMessage(channel=args.installation.user_id, text=WELCOME)
        return _page(
            200, "Liaison is installed", "Go back to Slack: I have sent you a message that says what is next."
        )

    return success


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _page(
        400, "Liaison was not installed", f"Slack said: {args.reason}. Open /slack/install to try again."
    )


def _page(status: int, title: str, text: str) -> BoltResponse:
    title, text = html.escape(title), html.escape(text)
    body = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
    return BoltResponse(status=status, headers={"content-type": "text/html; charset=utf-8"}, body=body)
