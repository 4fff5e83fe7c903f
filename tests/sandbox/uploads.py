"""How tests upload and fetch files, as apps and browsers do."""

import urllib.error
import urllib.request
from typing import Any

from tests.sandbox.conftest import Api
from tests.sandbox.manifest import MANIFEST, manifest
from tests.sandbox.scripted import Json

FILE_EVENTS = ["file_created", "file_deleted", "file_public", "file_shared"]
WITH_FILES = manifest(
    scopes=[*MANIFEST["oauth_config"]["scopes"]["bot"], "files:read", "files:write"],
    events=[*MANIFEST["settings"]["event_subscriptions"]["bot_events"], *FILE_EVENTS],
)
PDF = b"%PDF-1.7 minutes"


def post(
    url: str, content: bytes, kind: str = "application/octet-stream", method: str = "POST"
) -> tuple[int, str]:
    """Status and body of the answer."""
    request = urllib.request.Request(url, data=content, headers={"Content-Type": kind}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def fetch(url: str, token: str | None) -> tuple[int, str, bytes]:
    """Status, content type and body, after redirects."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def announced(api: Api, name: str = "minutes.pdf", content: bytes = PDF) -> Json:
    return api.call("files.getUploadURLExternal", filename=name, length=len(content))


def uploaded(api: Api, name: str = "minutes.pdf", content: bytes = PDF) -> str:
    """The id of a file whose bytes are there."""
    found = announced(api, name, content)
    assert post(found["upload_url"], content) == (200, f"OK - {len(content)}")
    return str(found["file_id"])


def completed(api: Api, *file_ids: str, **more: Any) -> Json:
    answer = api.call("files.completeUploadExternal", files=[{"id": each} for each in file_ids], **more)
    assert answer["ok"], answer
    return answer
