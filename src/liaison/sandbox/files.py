"""Files: what Slack says of them, who may see them, and where their bytes are."""

import mimetypes
import secrets
from collections.abc import Iterator
from urllib.parse import quote

from liaison.sandbox.jsons import Json
from liaison.sandbox.records import File
from liaison.sandbox.workspace import (
    BOT_USER_ID,
    TEAM_ID,
    Conversation,
    Message,
    Workspace,
)

_TYPES = mimetypes.MimeTypes()  # Python's own table: the machine's may say other things
_SLACK_NAMES = {
    "txt": "text",
    "jpeg": "jpg",
    "htm": "html",
    "md": "markdown",
    "py": "python",
    "js": "javascript",
}


def new_file(workspace: Workspace, user: str, name: str, size: int, base_url: str, alt_txt: str = "") -> File:
    """A file that is announced: its bytes are still to come. `size` is in bytes."""
    file_id = workspace.new_id("F")
    url = f"{base_url}/files-pri/{TEAM_ID}-{file_id}/{quote(name, safe='')}"
    file = File(
        file_id,
        user,
        name,
        _TYPES.guess_type(name)[0] or "application/octet-stream",
        size,
        int(workspace.clock.now().timestamp()),
        url,
        title=name,
        alt_txt=alt_txt,
        secret=secrets.token_hex(16),
    )
    workspace.files[file_id] = file
    return file


def add_file(workspace: Workspace, user: str, name: str, content: bytes, base_url: str) -> File:
    """A file that a person uploads: it is there at once, and nobody else's yet."""
    file = new_file(workspace, user, name, len(content), base_url)
    file.content, file.complete = content, True
    workspace.changes.bump()
    return file


def extension(name: str) -> str:
    """What stands after the last dot of a name, in small letters; empty if there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def filetype(file: File) -> str:
    """Slack's short word for a kind of file."""
    ending = extension(file.name)
    return _SLACK_NAMES.get(ending, ending) or "binary"


def file_object(file: File) -> Json:
    """A file as messages and the state of forms have it."""
    if file.deleted:
        return {"id": file.id, "created": file.created, "timestamp": file.created, "mode": "tombstone"}
    found: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": filetype(file),
        "pretty_type": filetype(file).upper(),
        "user": file.user,
        "user_team": TEAM_ID,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": file.url,
        "url_private_download": file.url.replace("/files-pri/", "/files-pri/download/"),
        "permalink": f"{file.url.partition('/files-pri/')[0]}/files/{file.user}/{file.id}",
        "file_access": "visible",
    }
    if file.alt_txt:
        found["alt_txt"] = file.alt_txt
    return found


def full_file_object(workspace: Workspace, file: File) -> Json:
    """A file as files.info gives it: also with the places it is shared in."""
    found: Json = {**file_object(file), "shares": {}, "channels": [], "groups": [], "ims": []}
    lists = {"channel": "channels", "private": "groups", "im": "ims"}
    for place, message in messages_with(workspace, file):
        group = found["shares"].setdefault("public" if place.kind == "channel" else "private", {})
        replies = place.replies(message.ts)
        people = list(dict.fromkeys(reply.user for reply in replies))
        share = {
            "ts": message.ts,
            "channel_name": place.name,
            "team_id": TEAM_ID,
            "share_user_id": message.user,
            "source": "UNKNOWN",
            "reply_users": people,
            "reply_users_count": len(people),
            "reply_count": len(replies),
        }
        if message.thread_ts:
            share["thread_ts"] = message.thread_ts
        group.setdefault(place.id, []).append(share)
        if place.id not in found[lists[place.kind]]:
            found[lists[place.kind]].append(place.id)
    found["is_public"] = bool(found["channels"])
    return found


def messages_with(workspace: Workspace, file: File) -> Iterator[tuple[Conversation, Message]]:
    """The messages that a file is in, with their conversations."""
    for place in workspace.conversations.values():
        for message in place.messages:
            if file in message.files:
                yield place, message


def offered_files(workspace: Workspace, user: str) -> list[File]:
    """The files that a person can give to the app in a form: those she uploaded herself."""
    return [
        file for file in workspace.files.values() if file.user == user and file.complete and not file.deleted
    ]


def give(workspace: Workspace, objects: list[Json]) -> None:
    """A person chose these files in one of the app's forms: from then on the app may look at them."""
    for each in objects:
        workspace.files[each["id"]].given = True


def app_sees(workspace: Workspace, file: File) -> bool:
    """Whether the app may know of a file: its own, one given to it in a form, or one shared where it is a member."""
    if not file.complete:
        return False
    shared = messages_with(workspace, file)
    return file.user == BOT_USER_ID or file.given or any(BOT_USER_ID in place.members for place, _ in shared)


def person_sees(workspace: Workspace, user: str, file: File) -> bool:
    """Whether a person may open a file: her own, or one shared where she is a member."""
    shared = messages_with(workspace, file)
    return file.complete and (file.user == user or any(user in place.members for place, _ in shared))
