"""usergroups.*: groups of people that are mentioned as one, with <!subteam^S…>."""

from collections.abc import Iterable

from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.jsons import Json
from liaison.sandbox.records import Usergroup
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_USER_ID, TEAM_ID, Workspace


def usergroup_object(group: Usergroup, *, users: bool = False, count: bool = False) -> Json:
    found: Json = {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.deleted,
        "auto_type": None,
        "created_by": BOT_USER_ID,
        "updated_by": BOT_USER_ID,
        "deleted_by": BOT_USER_ID if group.deleted else None,
        "prefs": {"channels": list(group.channels), "groups": []},
    }
    if users:
        found["users"] = list(group.users)
    if count:
        found["user_count"] = len(group.users)
    return found


def _now(call: Call) -> int:
    return int(call.workspace.clock.now().timestamp())


def _group(call: Call) -> Usergroup:
    group = call.workspace.usergroups.get(call.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam", [Fault("/usergroup", call.text("usergroup"))])
    return group


def _name(call: Call, group: Usergroup | None = None) -> str:
    name = call.text("name").strip()
    if not name:
        code = "invalid_arguments" if call.args.get("name") is None else "missing_subteam_name"
        raise SlackError(code, [Fault("/name", "missing required field: name")])
    if len(name) > limits.USERGROUP_NAME:
        raise SlackError("name_too_long", [Fault("/name", f"more than {limits.USERGROUP_NAME} characters")])
    others = [each for each in call.workspace.usergroups.values() if each is not group]
    if any(each.name.casefold() == name.casefold() for each in others):
        raise SlackError("name_already_exists", [Fault("/name", name)])
    return name


def _handle(call: Call, wanted: str, group: Usergroup | None = None) -> str:
    """A handle, which nothing else in the workspace may have: user groups, people and channels."""
    good = wanted and wanted == wanted.lower() and all(c.isalnum() or c in "-_." for c in wanted)
    if not good or len(wanted) > limits.USERGROUP_HANDLE:
        raise SlackError("bad_handle", [Fault("/handle", wanted)])
    workspace = call.workspace
    taken = {each.handle for each in workspace.usergroups.values() if each is not group}
    taken |= {user.name for user in workspace.users.values()}
    taken |= {place.name for place in workspace.conversations.values() if place.kind != "im"}
    if wanted in taken:
        raise SlackError("handle_already_exists", [Fault("/handle", wanted)])
    return wanted


def _description(call: Call) -> str:
    text = call.text("description")
    if len(text) > limits.USERGROUP_DESCRIPTION:
        raise SlackError(
            "description_too_long",
            [Fault("/description", f"more than {limits.USERGROUP_DESCRIPTION} characters")],
        )
    return text


def _channels(call: Call) -> list[str]:
    channels = call.names("channels")
    for channel in channels:
        place = call.workspace.conversations.get(channel)
        if (
            place is None
            or place.kind == "im"
            or (place.kind == "private" and BOT_USER_ID not in place.members)
        ):
            raise SlackError("invalid_channel_provided", [Fault("/channels", channel)])
    return channels


def _told(call: Call, what: str, group: Usergroup) -> Json:
    """The answer with the group; the app hears of the change as well."""
    call.workspace.changes.bump()
    call.events.usergroup(what, {"subteam": usergroup_object(group, users=True, count=True)})
    return {"usergroup": usergroup_object(group, users=True, count=call.flag("include_count"))}


def add(workspace: Workspace, name: str, handle: str = "", users: Iterable[str] = ()) -> Usergroup:
    """Adds a user group, as an administrator does; without a handle it gets one from its name."""
    now = int(workspace.clock.now().timestamp())
    handle = handle or handle_for(name)
    group = Usergroup(workspace.new_id("S"), name, handle, "", now, now, users=list(users))
    workspace.usergroups[group.id] = group
    workspace.changes.bump()
    return group


def handle_for(name: str) -> str:
    """The handle that Slack suggests."""
    return "-".join(name.lower().split())[: limits.USERGROUP_HANDLE]


def create(call: Call) -> Json:
    name = _name(call)
    handle = _handle(call, call.text("handle") or handle_for(name))
    description, channels = _description(call), _channels(call)
    group = add(call.workspace, name, handle)
    group.description, group.channels = description, channels
    return _told(call, "created", group)


def update(call: Call) -> Json:
    group = _group(call)
    name = _name(call, group) if call.args.get("name") is not None else group.name
    handle = (
        _handle(call, call.text("handle"), group) if call.args.get("handle") is not None else group.handle
    )
    description = _description(call) if call.args.get("description") is not None else group.description
    channels = _channels(call) if call.args.get("channels") is not None else group.channels
    group.name, group.handle, group.description, group.channels = name, handle, description, channels
    group.updated = _now(call)
    return _told(call, "updated", group)


def disable(call: Call) -> Json:
    group = _group(call)
    group.deleted = group.deleted or _now(call)
    return _told(call, "updated", group)


def enable(call: Call) -> Json:
    group = _group(call)
    group.deleted = 0
    return _told(call, "updated", group)


def list_(call: Call) -> Json:
    users, count = call.flag("include_users"), call.flag("include_count")
    groups = [
        usergroup_object(group, users=users, count=count)
        for group in call.workspace.usergroups.values()
        if call.flag("include_disabled") or not group.deleted
    ]
    return {"usergroups": groups}


def users_list(call: Call) -> Json:
    group = _group(call)
    if group.deleted and not call.flag("include_disabled"):
        raise SlackError("no_such_subteam", [Fault("/usergroup", f"{group.id} is disabled")])
    return {"users": list(group.users)}


def users_update(call: Call) -> Json:
    """Replaces the people of a group: full members of this workspace only, and at least one."""
    group, wanted = _group(call), list(dict.fromkeys(call.names("users")))
    if not wanted:
        raise SlackError("no_users_provided", [Fault("/users", "must name at least one; disable it instead")])
    for each in wanted:
        user = call.workspace.users.get(each)
        if user is None or user.is_bot or user.is_guest or user.is_stranger or user.deleted:
            raise SlackError("invalid_users", [Fault("/users", each)])
    before, group.users, group.updated = group.users, wanted, _now(call)
    added = [each for each in wanted if each not in before]
    removed = [each for each in before if each not in wanted]
    details: Json = {
        "subteam_id": group.id,
        "team_id": TEAM_ID,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }
    call.events.usergroup("members_changed", details)
    call.workspace.changes.bump()
    return {"usergroup": usergroup_object(group, users=True, count=call.flag("include_count"))}


_NEW = "name handle description channels additional_channels enable_section include_count team_id"
_ONE = "usergroup include_count team_id"
METHODS: dict[str, Method] = {
    "usergroups.list": method(
        list_, "include_count include_disabled include_users team_id", scope="usergroups:read"
    ),
    "usergroups.create": method(create, _NEW, scope="usergroups:write"),
    "usergroups.update": method(update, f"{_NEW} usergroup", scope="usergroups:write"),
    "usergroups.disable": method(disable, _ONE, scope="usergroups:write"),
    "usergroups.enable": method(enable, _ONE, scope="usergroups:write"),
    "usergroups.users.list": method(
        users_list, "usergroup include_disabled team_id", scope="usergroups:read"
    ),
    "usergroups.users.update": method(
        users_update, f"{_ONE} users additional_channels is_shared", scope="usergroups:write"
    ),
}
