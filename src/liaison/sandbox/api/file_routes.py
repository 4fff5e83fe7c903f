"""Where the bytes of files come in and go out: from the app, to the app, and for people in the page."""

from urllib.parse import quote

from aiohttp import BodyPartReader, web

from liaison.sandbox.acting.targets import Refused, require_active
from liaison.sandbox.api.web_api import SlackError, check_token
from liaison.sandbox.files import add_file, app_sees, person_sees
from liaison.sandbox.records import File
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import BOT_TOKEN, Workspace

_SIGN_IN = "<!doctype html><html lang=en><title>Sign in</title><h1>Sign in to your workspace</h1></html>"
# Files come from anybody: whatever is in them must not run as the page's own.
_SAFE = {
    "Content-Security-Policy": "sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class FileRoutes:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/upload/v1/{secret}", self._receive)
        app.router.add_get("/files-pri/{id}/{name}", self._download)
        app.router.add_get("/files-pri/{id}/download/{name}", self._download)
        app.router.add_get("/files-pri/download/{id}/{name}", self._download)
        app.router.add_get("/signin", self._sign_in)
        app.router.add_post("/page/api/files", self._choose)
        app.router.add_get("/page/files/{id}", self._open)

    # The app

    async def _receive(self, request: web.Request) -> web.Response:
        """The bytes of an announced file: as many as were announced, once."""
        secret = request.match_info["secret"]
        file = next((f for f in self._workspace.files.values() if f.secret == secret), None)
        # Uncertain: what Slack does with a second upload to the same address is not published.
        if file is None or file.content is not None or file.complete:
            return self._refuse("upload_not_found", "no upload is expected at this address", status=404)
        content = await _body(request, file.size)
        if content is None or len(content) != file.size:
            sent = "other than" if content is None else f"{len(content)} bytes instead of"
            return self._refuse("upload_length_mismatch", f"{sent} the {file.size} bytes that were announced")
        file.content = content
        self._workspace.journal.record("in", "upload", f"upload {file.name}, {file.size} bytes")
        self._workspace.changes.bump()
        return web.Response(text=f"OK - {file.size}")

    def _refuse(self, code: str, sentence: str, status: int = 400) -> web.Response:
        self._workspace.journal.refuse("upload", code, sentence)
        self._workspace.changes.bump()
        return web.Response(text=sentence, status=status)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """The bytes for the app's token. Without a good one Slack sends to its sign-in page, as for anybody."""
        file = self._workspace.files.get(request.match_info["id"].rpartition("-")[2])
        if code := self._stranger(request.headers.get("Authorization", "")):
            self._workspace.journal.refuse("url_private", code, "sent to the sign-in page")
            self._workspace.changes.bump()
            raise web.HTTPFound(f"/signin?redir={quote(request.path, safe='')}")
        if file is None or file.deleted or not app_sees(self._workspace, file):
            self._workspace.journal.refuse("url_private", "file_not_found", request.path)
            self._workspace.changes.bump()
            raise web.HTTPNotFound
        return _bytes(file)

    def _stranger(self, authorization: str) -> str | None:
        """Why somebody may not read files: Slack's code for what is wrong with the token."""
        scheme, _, token = authorization.partition(" ")
        try:
            check_token(self._workspace, BOT_TOKEN, token if scheme.lower() == "bearer" else None)
        except SlackError as error:
            return error.code
        return None if "files:read" in self._workspace.granted else "missing_scope"

    async def _sign_in(self, _: web.Request) -> web.Response:
        return web.Response(text=_SIGN_IN, content_type="text/html")

    # People

    async def _choose(self, request: web.Request) -> web.Response:
        """A person uploads a file in the page, to give it to the app in a form."""
        user, name = request.query.get("as", ""), request.query.get("name", "").strip()
        try:
            require_active(self._workspace, user)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.sentence})
        content = await _body(request, limits.FILE_INPUT_BYTES)
        if not name or content is None:
            sentence = f"Choose a file of at most {limits.FILE_INPUT_BYTES // 1024**2} MB."
            return web.json_response({"ok": False, "error": sentence})
        file = add_file(self._workspace, user, name, content, str(request.url.origin()))
        found = {"id": file.id, "name": file.name, "size": file.size, "mimetype": file.mimetype}
        return web.json_response({"ok": True, "file": found})

    async def _open(self, request: web.Request) -> web.StreamResponse:
        """A file that a person opens in the page."""
        file = self._workspace.files.get(request.match_info["id"])
        user = request.query.get("as", "")
        if file is None or file.deleted or not person_sees(self._workspace, user, file):
            raise web.HTTPNotFound
        return _bytes(file)


def _bytes(file: File) -> web.Response:
    how = "inline" if file.mimetype.startswith("image/") else "attachment"
    disposition = f"{how}; filename*=UTF-8''{quote(file.name, safe='', errors='replace')}"
    headers = {**_SAFE, "Content-Type": file.mimetype, "Content-Disposition": disposition}
    return web.Response(body=file.content, headers=headers)


async def _body(request: web.Request, most: int) -> bytes | None:
    """The bytes that were sent, raw or as the first file of a multipart form; None if they are more than `most`."""
    part: BodyPartReader | None = None
    if request.content_type == "multipart/form-data":
        first = await (await request.multipart()).next()
        if not isinstance(first, BodyPartReader):
            return b""
        part = first
    found = bytearray()
    while chunk := await (part.read_chunk() if part else request.content.readany()):
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)
