"""Installing the app: the page that asks for consent, and oauth.v2.access, which trades its code for a token."""

import base64
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from aiohttp import web

from liaison.sandbox.jsons import Json
from liaison.sandbox.web_api import BOT_TOKEN, Call, Method, SlackError
from liaison.sandbox.workspace import APP_ID, BOT_USER_ID, TEAM_ID, Workspace

CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-client-secret"
CODE_LIVES = timedelta(minutes=10)


class OAuth:
    """Codes that have been given out, each good for ten minutes and one use."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._codes: dict[str, tuple[datetime, str]] = {}
        self.methods = {
            "oauth.v2.access": Method(
                self._access,
                frozenset(("client_id", "client_secret", "code", "redirect_uri", "grant_type")),
                token="",
            )
        }

    async def authorize(self, request: web.Request) -> web.Response:
        """The first person of the workspace consents at once, and is sent back with a code."""
        asked = {scope for scope in request.query.get("scope", "").split(",") if scope}
        if request.query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="invalid_client_id")
        if not asked or asked - self._workspace.manifest.scopes:
            return web.Response(status=400, text="invalid_scope")
        code = secrets.token_urlsafe(16)
        installer = next((user.id for user in self._workspace.users.values() if not user.is_bot), BOT_USER_ID)
        self._codes[code] = (self._workspace.clock.now(), installer)
        back = request.query.get("redirect_uri", "")
        state = request.query.get("state", "")
        raise web.HTTPFound(f"{back}?{urlencode({'code': code, 'state': state})}")

    def _access(self, call: Call) -> Json:
        if (call.text("client_id"), call.text("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise SlackError(
                "bad_client_secret" if call.text("client_id") == CLIENT_ID else "invalid_client_id"
            )
        given, installer = self._codes.pop(call.text("code") or "", (None, ""))
        if given is None or call.workspace.clock.now() - given > CODE_LIVES:
            raise SlackError("invalid_code")
        return {
            "access_token": BOT_TOKEN,
            "token_type": "bot",
            "scope": ",".join(sorted(call.workspace.manifest.scopes)),
            "bot_user_id": BOT_USER_ID,
            "app_id": APP_ID,
            "team": {"id": TEAM_ID, "name": call.workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": installer},
        }


def basic(header: str) -> dict[str, str]:
    """The client's id and secret from a Basic authorization header, or nothing."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "basic":
        return {}
    client, _, secret = base64.b64decode(token).decode().partition(":")
    return {"client_id": client, "client_secret": secret}
