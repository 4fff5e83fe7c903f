"""What the Web API answers when the sandbox itself fails: what Slack answers when Slack does."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from liaison.sandbox.journal import Journal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_NOT_OURS = (
    web.HTTPException,
    ConnectionError,
    web.RequestPayloadError,
)  # answers, and callers who went away


def guard(journal: Journal) -> Middleware:
    """Turns what nobody thought of into `internal_error`, and notes it."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        try:
            return await handler(request)
        except _NOT_OURS:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is, the app gets an answer
            name = request.match_info["method"]
            journal.refuse(name, "internal_error", f"the sandbox itself failed: {error!r}")
            return web.json_response({"ok": False, "error": "internal_error"})

    return watch
