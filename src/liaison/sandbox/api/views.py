"""views.*: opening, pushing, changing and publishing views."""

import copy
from typing import Any

from liaison.sandbox.acting.values import initial_values
from liaison.sandbox.api.permissions import permitted
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import view_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.rules.surfaces import check_view
from liaison.sandbox.workspace import Trigger, View, Workspace, with_ids


def checked(workspace: Workspace, view: Any, surface: str, own: View | None = None) -> Json:
    """The view with the ids it left out, if Slack would take it; `own` is the view that it replaces."""
    faults = check_view(view, surface)
    if faults:
        raise SlackError(faults[0].code, faults)
    permitted(workspace, view["blocks"], "/view/blocks")
    if external_id := view.get("external_id"):
        other = workspace.find_view(external_id=external_id)
        if other is not None and other is not own:
            raise SlackError("duplicate_external_id")
    body: Json = copy.deepcopy(view)
    body["blocks"] = with_ids(body["blocks"]) or []
    return body


def _trigger(call: Call) -> Trigger:
    """The trigger, unless it is unknown, too old or spent. A call that fails otherwise does not spend it."""
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        raise SlackError("invalid_arguments", [Fault("/trigger_id", "missing required field: trigger_id")])
    trigger = call.workspace.triggers.get(trigger_id)
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if call.workspace.clock.monotonic() - trigger.born > limits.TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    return trigger


def open_(call: Call) -> Json:
    trigger = _trigger(call)
    view = show(
        call.workspace, trigger.user, checked(call.workspace, call.data("view"), "modal"), [], trigger.channel
    )
    trigger.used = True
    return {"view": view_object(view)}


def push(call: Call) -> Json:
    trigger = _trigger(call)
    stack = call.workspace.stack(trigger.user)
    if trigger.view_id is None or not any(view.id == trigger.view_id for view in stack):
        raise SlackError("invalid_trigger_id", [Fault("/trigger_id", "must come from inside the open modal")])
    if len(stack) >= limits.VIEW_STACK:
        raise SlackError("push_limit_reached")
    view = show(call.workspace, trigger.user, checked(call.workspace, call.data("view"), "modal"), stack)
    trigger.used = True
    return {"view": view_object(view)}


def show(workspace: Workspace, user: str, body: Json, on: list[View], channel: str | None = None) -> View:
    """Puts a view on top of the given stack, which becomes the person's. `channel` is where she is."""
    view = workspace.new_view(user, body, on[-1] if on else None)
    view.channel = on[-1].channel if on else channel
    view.values = initial_values(body["blocks"], channel=view.channel)
    workspace.stacks[user] = [*on, view]
    workspace.changes.bump()
    return view


def update(call: Call) -> Json:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", [Fault("/view_id", "missing required field: view_id")])
    view = call.workspace.find_view(view_id, external_id)
    if view is None:
        raise SlackError("not_found")
    if (given := call.text("hash")) and given != view.hash:
        raise SlackError("hash_conflict")
    replace(call.workspace, view, checked(call.workspace, call.data("view"), view.body["type"], view))
    return {"view": view_object(view)}


def replace(workspace: Workspace, view: View, body: Json) -> None:
    """A view's new content. What was entered stays where block and action ids stay."""
    view.values = initial_values(body["blocks"], view.values, view.channel)
    view.body, view.hash = body, workspace.new_hash()
    view.errors, view.trouble = {}, None
    workspace.changes.bump()


def publish(call: Call) -> Json:
    workspace = call.workspace
    user = workspace.users.get(call.required("user_id"))
    if user is None or user.deleted or user.is_bot:
        raise SlackError("invalid_arguments", [Fault("/user_id", "no such user")])
    if not workspace.manifest.home_tab:
        raise SlackError("not_enabled")
    old = workspace.homes.get(user.id)
    if (given := call.text("hash")) and (old is None or given != old.hash):
        raise SlackError("hash_conflict")
    body = checked(workspace, call.data("view"), "home", old)
    if old is not None:
        replace(workspace, old, body)
        return {"view": view_object(old)}
    view = workspace.new_view(user.id, body)
    view.values = initial_values(body["blocks"])
    workspace.homes[user.id] = view
    workspace.changes.bump()
    return {"view": view_object(view)}


METHODS: dict[str, Method] = {
    "views.open": method(open_, "trigger_id interactivity_pointer view"),
    "views.push": method(push, "trigger_id interactivity_pointer view"),
    "views.update": method(update, "view_id external_id view hash"),
    "views.publish": method(publish, "user_id view hash"),
}
