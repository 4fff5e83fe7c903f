"""What the page in the browser sees and does: its files, the state as one person sees it, acts, the clock."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from liaison.sandbox.acting.menus import people, sees
from liaison.sandbox.acting.targets import Refused
from liaison.sandbox.delivery.faults import LABELS, OF_CALLS, TIMED, FaultKind
from liaison.sandbox.jsons import Json, as_list, as_object, parse
from liaison.sandbox.records import File
from liaison.sandbox.workspace import (
    BOT_USER_ID,
    TEAM_ID,
    Conversation,
    Message,
    User,
    View,
    Workspace,
    ts_time,
)

if TYPE_CHECKING:
    from liaison.sandbox.server import Sandbox

FILES = Path(__file__).parent / "page"
_HEARTBEAT = 15.0
# Named here, since some machines' own tables have scripts as plain text, which browsers then refuse.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class Page:
    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_get("/page/static/{path:.+}", self._file)
        app.router.add_get("/page/api/state", self._state)
        app.router.add_get("/page/api/events", self._events)
        app.router.add_post("/page/api/act", self._act)
        app.router.add_post("/page/api/clock", self._clock)
        app.router.add_post("/page/api/faults", self._faults)

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return self._serve("index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return self._serve(request.match_info["path"])

    def _serve(self, name: str) -> web.StreamResponse:
        try:
            path = (FILES / name).resolve()
            there = path.is_relative_to(FILES.resolve()) and path.is_file()
        except (ValueError, OSError) as error:  # no name that a file can have
            raise web.HTTPNotFound from error
        if not there:
            raise web.HTTPNotFound
        kind = _TYPES.get(path.suffix, "application/octet-stream")
        return web.FileResponse(path, headers={"Cache-Control": "no-cache", "Content-Type": kind})

    async def _state(self, request: web.Request) -> web.Response:
        workspace = self._sandbox.workspace
        people = [user.id for user in workspace.users.values() if not user.is_bot and not user.deleted]
        wanted = request.query.get("as", "")
        me = wanted if wanted in workspace.users else next(iter(people), BOT_USER_ID)
        return web.json_response(state(workspace, me, connected=self._sandbox.delivery.transport.connected))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        changes, version = self._sandbox.changes, -1
        try:
            while not self._sandbox.closing:
                now = await changes.after(version, _HEARTBEAT)
                event = ": still here\n\n" if now == version else f"data: {json.dumps({'version': now})}\n\n"
                version = now
                await response.write(event.encode())
        except ConnectionError:
            pass  # the page was closed
        return response

    async def _act(self, request: web.Request) -> web.Response:
        body = await _object(request)
        try:
            return web.json_response({"ok": True, **await self._do(body)})
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.sentence})

    async def _leave(self, body: Json) -> Json:
        """Does what was still waiting in a page that went away. Nobody is left to read a refusal."""
        for each in as_list(body.get("acts")):
            with suppress(Refused):
                await self._do({**as_object(each), "as": body.get("as")})
        return {}

    async def _do(self, body: Json) -> Json:
        acts, modals = self._sandbox.acts, self._sandbox.modals
        user, channel = str(body.get("as")), str(body.get("channel"))
        container = as_object(body.get("container"))
        element = (user, container, str(body.get("block_id")), str(body.get("action_id")))
        text, thread = str(body.get("text") or ""), body.get("thread_ts")
        view_id, query = str(container.get("view_id")), str(body.get("query") or "")
        files = [str(each) for each in as_list(body.get("files"))]
        ts, callback_id = str(body.get("ts")), str(body.get("callback_id"))
        known: dict[str, Callable[[], Awaitable[Json]]] = {
            "say": lambda: acts.say(user, channel, text, thread, files),
            "command": lambda: acts.command(user, channel, text, thread),
            "press": lambda: acts.press(*element, body.get("value")),
            "fill": lambda: acts.fill(*element, body.get("value")),
            "suggest": lambda: acts.suggest(*element, query),
            "submit": lambda: modals.submit(user, view_id),
            "close": lambda: modals.close(user, view_id, everything=bool(body.get("everything"))),
            "edit": lambda: acts.edit(user, channel, ts, text),
            "delete": lambda: acts.delete(user, channel, ts),
            "shortcut": lambda: acts.shortcut(user, callback_id),
            "message_shortcut": lambda: acts.message_shortcut(user, channel, ts, callback_id),
            "open_home": lambda: acts.open_home(user, str(body.get("tab") or "home")),
            "join": lambda: acts.join(user, channel),
            "read": lambda: acts.read(user, channel),
            "react": lambda: acts.react(user, channel, str(body.get("ts")), str(body.get("name"))),
            "dismiss": lambda: acts.dismiss(user),
            "leave": lambda: self._leave(body),
        }
        act = known.get(str(body.get("act")))
        if act is None:
            raise Refused("The sandbox knows no such act.")
        return await act()

    async def _faults(self, request: web.Request) -> web.Response:
        """Arms a fault, or clears them all."""
        body, faults = await _object(request), self._sandbox.faults
        if body.get("clear"):
            faults.clear()
            return web.json_response({"ok": True})
        try:
            kind = FaultKind(str(body.get("kind")))
            seconds, times = float(body.get("seconds") or 0), int(body.get("times") or 1)
        except (TypeError, ValueError, OverflowError):
            return web.json_response(
                {"ok": False, "error": "Choose a fault, how often, and how many seconds."}
            )
        try:
            faults.arm(kind, str(body.get("method") or "").strip(), times, seconds=seconds)
        except ValueError as error:
            return web.json_response({"ok": False, "error": str(error)})
        return web.json_response({"ok": True})

    async def _clock(self, request: web.Request) -> web.Response:
        body, clock = await _object(request), self._sandbox.clock
        try:
            if "set" in body:
                now = clock.set(datetime.fromisoformat(str(body["set"])))
            else:
                now = clock.advance(timedelta(seconds=float(body["advance_seconds"])))
        except (KeyError, TypeError, ValueError, OverflowError):
            return web.json_response({"ok": False, "error": "That is not a time the clock can be moved to."})
        return web.json_response({"ok": True, "now": now.isoformat()})


async def _object(request: web.Request) -> Json:
    try:
        return as_object(parse(await request.text()))
    except (ValueError, LookupError):
        return {}


def state(workspace: Workspace, me: str, *, connected: bool) -> Json:
    """Everything that one person sees, and the inspector."""
    stack, home = workspace.stack(me), workspace.homes.get(me)
    notice = workspace.notices.get(me)
    if me != BOT_USER_ID:
        workspace.dm(me)  # the app is always at hand, as in Slack's own list of apps
    return {
        "version": workspace.changes.version,
        "now": workspace.clock.now().isoformat(),
        "team": {"id": TEAM_ID, "name": workspace.name},
        "app": {
            "name": workspace.users[BOT_USER_ID].real_name,
            "user_id": BOT_USER_ID,
            "connected": connected,
            "home_tab": workspace.manifest.home_tab,
        },
        "me": _user(workspace.users[me]),
        "users": [_user(user) for user in workspace.users.values()],
        "usergroups": [{"id": group.id, "handle": group.handle} for group in workspace.usergroups.values()],
        "offered_users": [user.id for user in people(workspace, me)],
        "commands": [
            {"command": c.command, "usage_hint": c.usage_hint, "description": c.description}
            for c in workspace.manifest.commands.values()
        ],
        "shortcuts": [
            {"type": s.type, "name": s.name, "callback_id": s.callback_id, "description": s.description}
            for s in workspace.manifest.shortcuts
        ],
        "conversations": [
            conversation(workspace, each, me)
            for each in workspace.conversations.values()
            if sees(workspace, me, each)
        ],
        "view": _view(stack[-1], len(stack)) if stack else None,
        "home": {**home.body, **_view(home, 1)} if home else None,
        "notice": notice[1] if notice else None,
        "try": workspace.try_this,
        "faults": {
            "kinds": [
                {
                    "kind": kind.value,
                    "label": label.format("some"),
                    "method": kind in OF_CALLS,
                    "seconds": kind in TIMED,
                    "times": kind is not FaultKind.TOKEN_REVOKED,
                }
                for kind, label in LABELS.items()
            ],
            "armed": [
                {"id": armed.id, "sentence": armed.sentence, "left": armed.left}
                for armed in workspace.faults.armed
            ],
        },
        "inspector": [
            {
                "n": entry.n,
                "at": entry.at.isoformat(),
                "direction": entry.direction,
                "kind": entry.kind,
                "summary": entry.summary,
                "payload": entry.payload,
                "violation": entry.violation,
            }
            for entry in workspace.journal.entries
        ],
    }


def messages_for(place: Conversation, user: str) -> list[Message]:
    """The messages a person sees in a conversation: all, and her own ephemeral ones."""
    return [message for message in place.messages if message.ephemeral_to in (None, user)]


def conversation(workspace: Workspace, place: Conversation, me: str) -> Json:
    messages, read = messages_for(place, me), place.read.get(me, "")
    partner = next((member for member in place.members if member != me), None)
    return {
        "id": place.id,
        "name": workspace.users[partner].real_name if place.kind == "im" and partner else place.name,
        "kind": place.kind,
        "with": partner if place.kind == "im" else None,
        "member": me in place.members,
        "archived": place.is_archived,
        "ext_shared": workspace.is_ext_shared(place),
        "unread": sum(m.user != me and m.ts > read for m in messages) if me in place.members else 0,
        "messages": [
            {
                "ts": m.ts,
                "time": ts_time(m.ts).isoformat(),
                "user": m.user,
                "text": m.text,
                "subtype": m.subtype,
                "blocks": m.blocks,
                "files": [_file(file, me) for file in m.files],
                "attachments": m.attachments,
                "values": m.values.get(me, {}),
                "ephemeral": m.ephemeral_to is not None,
                "edited": m.edited_ts is not None,
                "reactions": [{"name": name, "users": users} for name, users in m.reactions.items()],
                "thread_ts": m.thread_ts,
                "reply_count": len(place.replies(m.ts)),
                "is_app": m.by_app,
                "deleted": False,
            }
            for m in messages
        ],
    }


def _file(file: File, me: str) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.size,
        "mimetype": file.mimetype,
        "url": None if file.deleted else f"/page/files/{file.id}?as={me}",
    }


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "tz": user.tz,
        "real_name": user.real_name,
        "role": user.role,
        "is_bot": user.is_bot,
        "is_guest": user.is_guest,
        "deleted": user.deleted,
    }


def _view(view: View, depth: int) -> dict[str, Any]:
    return {
        "id": view.id,
        "hash": view.hash,
        "depth": depth,
        "view": view.body,
        "values": view.values,
        "errors": view.errors,
        "busy": view.busy,
        "trouble": view.trouble,
    }
