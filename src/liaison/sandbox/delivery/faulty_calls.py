"""A call to the Web API, with what is armed to go wrong on its way."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from liaison.sandbox.delivery.faults import FaultKind
from liaison.sandbox.workspace import Workspace

_TROUBLE = "<!DOCTYPE html><title>Slack</title><p>Something went wrong on our end.</p>"
Handle = Callable[[], Awaitable[web.StreamResponse]]


async def pass_on(
    workspace: Workspace, request: web.Request, method: str, handle: Handle, revoke: Callable[[], None]
) -> web.StreamResponse:
    """Lets Slack handle the call, unless a fault strikes it. `revoke` revokes the app's token."""
    fault = workspace.faults.strike_call(method)
    if fault is None:
        return await handle()
    workspace.journal.fault(method, fault.sentence)
    workspace.changes.bump()
    match fault.kind:
        case FaultKind.RATE_LIMIT:
            return rate_limited(fault.seconds)
        case FaultKind.SERVER_ERROR:
            return web.Response(status=fault.status, text=_TROUBLE, content_type="text/html")
        case FaultKind.REFUSAL:
            return web.json_response({"ok": False, "error": fault.code})
        case FaultKind.CUT_BEFORE:
            return _cut(request)
        case FaultKind.CUT_AFTER:
            await handle()
            return _cut(request)
        case FaultKind.TOKEN_REVOKED:
            revoke()
            return await handle()
        case _:  # late
            answer = await handle()
            await workspace.until(workspace.clock.monotonic() + fault.seconds)
            return answer


def rate_limited(seconds: float) -> web.Response:
    """Slack's answer to too many calls; whole seconds, since `Retry-After` has no others."""
    return web.json_response(
        {"ok": False, "error": "ratelimited"},
        status=429,
        headers={"Retry-After": str(max(1, round(seconds)))},
    )


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere
