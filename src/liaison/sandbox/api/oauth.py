"""Installing the app: the page that asks for consent, and oauth.v2.access, which trades its code for a token."""

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from liaison.sandbox import installation
from liaison.sandbox.api.web_api import Call, Method, SlackError
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import APP_ID, BOT_USER_ID, TEAM_ID, Workspace

CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-client-secret"
_ARGS = frozenset(("client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token"))


@dataclass(frozen=True)
class Code:
    """What a person consented to. `redirect_uri` is empty if the app left it to the manifest."""

    born: float
    installer: str
    redirect_uri: str
    scopes: frozenset[str]


class OAuth:
    """Codes and refresh tokens that have been given out, each good for one use."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._codes: dict[str, Code] = {}
        self._refresh_tokens: set[str] = set()
        self.methods = {"oauth.v2.access": Method(self._access, _ARGS, token="")}

    async def authorize(self, request: web.Request) -> web.Response:
        """The first person of the workspace consents at once, and is sent back with a code."""
        asked = frozenset(scope for scope in request.query.get("scope", "").split(",") if scope)
        wanted = request.query.get("redirect_uri", "")
        if request.query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="invalid_client_id")
        if not asked or asked - self._workspace.manifest.scopes:
            return web.Response(status=400, text="invalid_scope")
        back = wanted or next(iter(self._workspace.manifest.redirect_urls), "")
        if not self._known(back):
            return web.Response(status=400, text="bad_redirect_uri")
        people = self._workspace.users.values()
        installer = next((user.id for user in people if not user.is_bot and not user.deleted), BOT_USER_ID)
        code = secrets.token_urlsafe(16)
        self._codes[code] = Code(self._workspace.clock.monotonic(), installer, wanted, asked)
        query = urlencode({"code": code, "state": request.query.get("state", "")})
        raise web.HTTPFound(f"{back}{'&' if '?' in back else '?'}{query}")

    def _known(self, address: str) -> bool:
        """Whether Slack may send people to an address: one that begins with one of the manifest's.

        Uncertain: if the manifest has none, Slack sends nobody anywhere; here this machine will do, since an app
        under test listens on a port that no manifest knows.
        """
        known = self._workspace.manifest.redirect_urls
        if not known:
            return urlsplit(address).hostname in ("127.0.0.1", "localhost")
        return any(address == each or address.startswith((f"{each}/", f"{each}?")) for each in known)

    def _access(self, call: Call) -> Json:
        if call.text("client_id") != CLIENT_ID:
            raise SlackError("invalid_client_id")
        if call.text("client_secret") != CLIENT_SECRET:
            raise SlackError("bad_client_secret")
        match call.text("grant_type", "authorization_code"):
            case "authorization_code":
                return self._installed(call, self._consent(call))
            case "refresh_token":
                return self._refreshed(call)
            case _:
                raise SlackError("invalid_grant_type", [Fault("/grant_type", "no such grant")])

    def _consent(self, call: Call) -> Code:
        """The consent that the code stands for. A code is spent by its first use, whatever comes of it."""
        consent = self._codes.pop(call.text("code"), None)
        if consent is None or call.workspace.clock.monotonic() - consent.born > limits.OAUTH_CODE_SECONDS:
            raise SlackError("invalid_code")
        given = call.text("redirect_uri")
        if given != consent.redirect_uri and (given or call.workspace.manifest.redirect_urls):
            raise SlackError("bad_redirect_uri")
        return consent

    def _installed(self, call: Call, consent: Code) -> Json:
        token = installation.install(call.workspace, consent.scopes)
        return {**self._grant(call, token), "authed_user": {"id": consent.installer}}

    def _refreshed(self, call: Call) -> Json:
        given = call.text("refresh_token")
        if given not in self._refresh_tokens or not call.workspace.installed:
            raise SlackError("invalid_refresh_token")
        self._refresh_tokens.remove(given)
        return self._grant(call, installation.new_token(call.workspace))

    def _grant(self, call: Call, token: str) -> Json:
        found: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(call.workspace.granted)),
            "bot_user_id": BOT_USER_ID,
            "app_id": APP_ID,
            "team": {"id": TEAM_ID, "name": call.workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        if call.workspace.manifest.token_rotation:
            refresh_token = f"xoxe-1-{secrets.token_hex(16)}"
            self._refresh_tokens.add(refresh_token)
            found |= {"refresh_token": refresh_token, "expires_in": limits.ROTATED_TOKEN_SECONDS}
        return found


def basic(header: str) -> dict[str, str]:
    """The client's id and secret from a Basic authorization header, or nothing."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client, _, secret = base64.b64decode(token).decode().partition(":")
    except ValueError:  # not base64, or not text
        return {}
    return {"client_id": client, "client_secret": secret}
