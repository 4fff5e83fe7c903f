"""files.*: uploading in three steps, looking up, listing, deleting."""

import copy
import math
from typing import Any

from liaison.sandbox.api.chat import postable, thread_of
from liaison.sandbox.api.permissions import permitted
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.files import (
    app_sees,
    full_file_object,
    messages_with,
    new_file,
)
from liaison.sandbox.jsons import Json, is_count
from liaison.sandbox.records import File
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault, Place, listing, shape, string
from liaison.sandbox.rules.surfaces import check_message_blocks
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, with_ids

_UPLOADED = listing(
    shape(
        {"id": string(limits.ID)},
        {"title": string(limits.FILE_NAME, 0), "highlight_type": string(limits.ID)},
        typed=False,
    ),
    limits.FILES_AT_ONCE,
)
# files.list's words for kinds of file, by what their MIME types begin with.
_KINDS = {
    "all": ("",),
    "images": ("image/",),
    "pdfs": ("application/pdf",),
    "zips": ("application/zip",),
    "snippets": (),
    "spaces": (),
    "gdocs": (),
}
# Why a post is refused, in the words of files.completeUploadExternal where they are not those of chat.postMessage.
# Uncertain: Slack lists "posting to channel denied" without saying when; here it stands for places closed to all.
_DENIED = {
    "is_archived": "posting_to_channel_denied",
    "user_disabled": "posting_to_channel_denied",
    "messages_tab_disabled": "posting_to_channel_denied",
}


def _bad(name: str, sentence: str) -> SlackError:
    return SlackError("invalid_arguments", [Fault(f"/{name}", sentence)])


def get_upload_url(call: Call) -> Json:
    """Announces a file, and gives the address to which its bytes are to be sent."""
    name, length = call.required("filename"), call.required("length")
    if not is_count(length):
        raise _bad("length", "must be an integer")
    size = int(length)
    if size == 0:
        raise SlackError("missing_argument", [Fault("/length", "must be more than 0")])
    if len(name) > limits.FILE_NAME:
        raise _bad("filename", f"must be less than {limits.FILE_NAME + 1} characters")
    if call.text("snippet_type") and size > limits.SNIPPET_BYTES:
        raise SlackError("snippet_too_large", [Fault("/length", f"more than {limits.SNIPPET_BYTES}")])
    if size > limits.FILE_BYTES:
        raise SlackError("file_upload_size_restricted", [Fault("/length", f"more than {limits.FILE_BYTES}")])
    if len(call.text("alt_txt")) > limits.FILE_ALT:
        raise SlackError("alt_txt_too_large", [Fault("/alt_txt", f"more than {limits.FILE_ALT} characters")])
    file = new_file(call.workspace, BOT_USER_ID, name, size, call.base_url, call.text("alt_txt"))
    return {"upload_url": f"{call.base_url}/upload/v1/{file.secret}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Finishes uploads, and shares them, all in one message, in the places that are named."""
    entries = _entries(call)
    files = [_uploaded(call, n, each["id"]) for n, each in enumerate(entries)]
    places = _places(call)
    thread_ts = call.text("thread_ts")
    if thread_ts and len(places) != 1:
        raise _bad("thread_ts", "needs exactly one channel")
    threads = [thread_of(place, thread_ts) for place in places]
    comment, blocks = _comment(call)
    for file, entry in zip(files, entries, strict=True):
        file.complete, file.title = True, entry.get("title") or file.name
        call.events.file("created", file)
    answers = [_unprocessed(call, file) for file in files]
    for place, thread in zip(places, threads, strict=True):
        message = call.workspace.post(
            place, BOT_USER_ID, comment, blocks=copy.deepcopy(blocks), thread_ts=thread, files=list(files)
        )
        call.events.message(place, message)
        call.events.files_shared(place, message)
    return {"files": answers}


def _unprocessed(call: Call, file: File) -> Json:
    """What the answer says of a file: Slack has not looked into it yet, and shares it only afterwards."""
    return {
        **full_file_object(call.workspace, file),
        "mimetype": "",
        "filetype": "",
        "pretty_type": "",
        "shares": {},
    }


def _entries(call: Call) -> list[Json]:
    given: Any = call.data("files")
    if given is None:
        raise _bad("files", "missing required field: files")
    if faults := _UPLOADED(given, Place("message", at="/files")):
        raise SlackError("invalid_arguments", faults)
    ids = [each["id"] for each in given]
    if len(set(ids)) < len(ids):
        raise _bad("files", "a file is named twice")
    entries: list[Json] = given
    return entries


def _uploaded(call: Call, n: int, file_id: str) -> File:
    """The app's own file whose bytes are there, and which was not finished before."""
    file = call.workspace.files.get(file_id)
    if file is None or file.user != BOT_USER_ID or file.complete:
        raise SlackError("file_not_found", [Fault(f"/files/{n}/id", "no such upload")])
    if file.content is None:
        raise SlackError("file_not_found", [Fault(f"/files/{n}/id", "its bytes were not uploaded")])
    return file


def _places(call: Call) -> list[Conversation]:
    """Where the files go. `channel_id` takes only a conversation's id, `channels` a user's too."""
    found: list[Conversation] = []
    if channel := call.text("channel_id"):
        if channel not in call.workspace.conversations:
            raise SlackError("channel_not_found", [Fault("/channel_id", "must be the id of a conversation")])
        found.append(_place(call, channel, "channel_id", "channel_not_found"))
    given = call.args.get("channels")
    names = given if isinstance(given, list) else call.text("channels").split(",")
    for name in filter(None, (str(each).strip() for each in names)):
        if name not in call.workspace.conversations and name not in call.workspace.users:
            raise SlackError(
                "invalid_channel", [Fault("/channels", f"{name} is no id of a conversation or user")]
            )
        place = _place(call, name, "channels", "invalid_channel")
        if place not in found:
            found.append(place)
    return found


def _place(call: Call, channel: str, name: str, unknown: str) -> Conversation:
    try:
        place = postable(call, channel)
    except SlackError as error:
        code = unknown if error.code in ("channel_not_found", "cannot_dm_bot") else error.code
        raise SlackError(_DENIED.get(code, code), [Fault(f"/{name}", f"{channel}: {error.code}")]) from error
    if BOT_USER_ID not in place.members:  # chat:write.public is for chat.postMessage only
        raise SlackError("not_in_channel", [Fault(f"/{name}", channel)])
    return place


def _comment(call: Call) -> tuple[str, list[Json] | None]:
    """The text and blocks of the message. Slack ignores the blocks when there is a comment."""
    comment, blocks = call.text("initial_comment"), call.data("blocks")
    if blocks is None:
        return comment[: limits.MESSAGE_TEXT], None
    if faults := check_message_blocks(blocks):
        raise SlackError(faults[0].code, faults)
    permitted(call.workspace, blocks, "/blocks")
    if comment:
        call.warnings.append(Fault("/blocks", "ignored beside initial_comment", "ignored_argument"))
        return comment[: limits.MESSAGE_TEXT], None
    return "", with_ids(blocks)


def _known(call: Call) -> File:
    file = call.workspace.files.get(call.required("file"))
    if file is None or not app_sees(call.workspace, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def info(call: Call) -> Json:
    file = _known(call)
    return {
        "file": full_file_object(call.workspace, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def list_(call: Call) -> Json:
    """The files that the app sees, the newest first, a page at a time."""
    workspace = call.workspace
    if (user := call.text("user")) and user not in workspace.users:
        raise SlackError("user_not_found")
    if (channel := call.text("channel")) and channel not in workspace.conversations:
        raise SlackError("channel_not_found")
    begins = _wanted_types(call)
    earliest, latest = _moment(call, "ts_from", 0.0), _moment(call, "ts_to", math.inf)
    found = [
        file
        for file in reversed(workspace.files.values())
        if app_sees(workspace, file)
        and not file.deleted
        and user in ("", file.user)
        and (not channel or any(place.id == channel for place, _ in messages_with(workspace, file)))
        and file.mimetype.startswith(begins)
        and earliest <= file.created <= latest
    ]
    count, page = _number(call, "count", limits.PAGE), _number(call, "page", 1)
    start = (page - 1) * count
    return {
        "files": [full_file_object(workspace, file) for file in found[start : start + count]],
        "paging": {"count": count, "total": len(found), "page": page, "pages": -(-len(found) // count)},
    }


def _wanted_types(call: Call) -> tuple[str, ...]:
    words = (call.text("types") or "all").split(",")
    if unknown := [word for word in words if word not in _KINDS]:
        raise SlackError("unknown_type", [Fault("/types", unknown[0])])
    return tuple(begin for word in words for begin in _KINDS[word])


def _moment(call: Call, name: str, default: float) -> float:
    """Seconds since 1970."""
    try:
        return float(call.text(name) or default)
    except ValueError as error:
        raise _bad(name, "must be a timestamp") from error


def _number(call: Call, name: str, default: int) -> int:
    text = call.text(name) or str(default)
    if not is_count(text) or not 1 <= int(text) <= limits.PAGE_MOST:
        raise _bad(name, f"must be from 1 to {limits.PAGE_MOST}")
    return int(text)


def delete(call: Call) -> Json:
    """Deletes one of the app's own files. A tombstone stays in the messages it was in."""
    file = _known(call)
    if file.user != BOT_USER_ID:
        raise SlackError("cant_delete_file")
    file.deleted, file.content = True, None
    for _, message in messages_with(call.workspace, file):
        call.workspace.touch(message)
    call.events.file("deleted", file)
    return {}


def retired(_: Call) -> Json:
    """files.upload: gone since November 2025."""
    raise SlackError("method_deprecated")


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": method(
        get_upload_url, "filename length alt_txt snippet_type", scope="files:write"
    ),
    "files.completeUploadExternal": method(
        complete_upload,
        "files channel_id channels thread_ts initial_comment blocks username icon_emoji icon_url",
        scope="files:write",
    ),
    "files.info": method(info, "file count cursor limit page", scope="files:read"),
    "files.list": method(
        list_,
        "channel count page show_files_hidden_by_limit ts_from ts_to types user team_id",
        scope="files:read",
    ),
    "files.delete": method(delete, "file", scope="files:write"),
    "files.upload": method(
        retired, "channels content file filename filetype initial_comment thread_ts title"
    ),
}
