"""What elements offer to a person beyond what the app put into them: people, conversations, files, what was searched for."""

from typing import Any

from liaison.sandbox.acting.targets import Target
from liaison.sandbox.acting.values import key_of
from liaison.sandbox.files import file_object, offered_files
from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, User, Workspace

_INCLUDED = {"public": "channel", "private": "private", "im": "im", "mpim": "mpim"}


def offered(workspace: Workspace, user: str, target: Target, block: Json, element: Json) -> list[Any] | None:
    """The options, ids or files that a person can choose there; None where there is nothing to choose from."""
    kind, block_id, action_id = element["type"], block["block_id"], element["action_id"]
    found: list[Any]
    if kind.endswith("external_select"):
        found = workspace.offered.get((user, target.key, block_id, action_id), [])
    elif kind.endswith("users_select"):
        found = [person.id for person in people(workspace, user)]
    elif kind.endswith(("conversations_select", "channels_select")):
        found = [place_id for _, place_id in places(workspace, user, element)]
    elif kind == "file_input":
        return [file_object(file) for file in offered_files(workspace, user)]
    else:
        return None
    # What is chosen already can stay chosen when it is not offered any more.
    held = target.values.get(block_id, {}).get(action_id, {}).get(key_of(kind))
    return [*found, *(held if isinstance(held, list) else [held])]


def people(workspace: Workspace, user: str) -> list[User]:
    """The users whom a menu offers to a person, apps among them: not the deactivated ones.

    Guests and strangers see only those they share a channel with, and nobody sees other strangers.
    """
    me = workspace.users[user]
    shared = {
        member
        for place in workspace.conversations.values()
        if user in place.members
        for member in place.members
    }
    return [
        each
        for each in workspace.users.values()
        if not each.deleted and (each.id in shared or not (me.is_guest or me.is_stranger or each.is_stranger))
    ]


def sees(workspace: Workspace, user: str, place: Conversation) -> bool:
    """Whether a person sees a conversation: members do, and public channels are seen by all but guests."""
    person = workspace.users[user]
    return user in place.members or (place.kind == "channel" and not (person.is_guest or person.is_stranger))


def places(workspace: Workspace, user: str, element: Json) -> list[tuple[str, str]]:
    """The conversations that a menu offers to a person, by name: those she sees and the menu's filter lets through."""
    rules = as_object(element.get("filter"))
    wanted = as_list(rules.get("include")) or list(_INCLUDED)
    if element["type"].endswith("channels_select"):
        rules, wanted = {}, ["public"]
    kinds = [_INCLUDED[kind] for kind in wanted]
    return [
        (workspace.users[BOT_USER_ID].real_name if place.kind == "im" else place.name, place.id)
        for place in workspace.conversations.values()
        if place.kind in kinds
        and not place.is_archived
        and sees(workspace, user, place)
        # Everybody's direct messages here are with the app, which is a bot.
        and not (rules.get("exclude_bot_users") and place.kind == "im")
        and not (rules.get("exclude_external_shared_channels") and workspace.is_ext_shared(place))
    ]
