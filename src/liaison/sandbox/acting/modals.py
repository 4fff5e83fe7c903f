"""Submitting and closing modals, and what an app may answer to a submission."""

from typing import Any

from liaison.sandbox.acting.targets import Refused, require_active
from liaison.sandbox.acting.values import client_errors
from liaison.sandbox.api.views import checked, replace, show
from liaison.sandbox.api.web_api import SlackError
from liaison.sandbox.delivery import payloads
from liaison.sandbox.delivery.delivery import Delivery
from liaison.sandbox.jsons import Json, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.blocks import elements_of
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.rules.surfaces import input_block_ids
from liaison.sandbox.workspace import View, Workspace

TROUBLE = "We had some trouble connecting. Try again?"


class Modals:
    def __init__(self, workspace: Workspace, delivery: Delivery, base_url: str) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._base_url = base_url

    async def submit(self, user: str, view_id: str) -> Json:
        """Submits the open form; gives back `errors` if Slack's client does not send it, or the app refused it."""
        view = self._top(user, view_id)
        if "submit" not in view.body or view.body.get("submit_disabled"):
            raise Refused("This form cannot be submitted.")
        if view.busy:
            raise Refused("The form is already on its way.")
        view.trouble = None
        view.errors = client_errors(view.body["blocks"], view.values)
        self._workspace.changes.bump()
        if view.errors:
            return {"errors": view.errors}
        trigger = self._workspace.new_trigger(user, view.id)
        payload = payloads.interaction(self._workspace, "view_submission", user, trigger)
        payload |= {"view": payloads.view_object(view), "response_urls": self._response_urls(user, view)}
        view.busy = True
        self._workspace.changes.bump()
        try:
            ack = await self._delivery.ask("interactive", payload)
        finally:
            view.busy = False
        if ack.ok:
            self._answer(user, view, ack.payload)
        else:
            view.trouble = TROUBLE
        self._workspace.changes.bump()
        return {"errors": view.errors} if view.errors else {}

    async def close(self, user: str, view_id: str, *, everything: bool = False) -> Json:
        """Closes the open form without sending it, or with `everything` all that lie below it as well."""
        view = self._top(user, view_id)
        stack = self._workspace.stack(user)
        cleared = everything or bool(view.body.get("clear_on_close"))
        closed = list(reversed(stack)) if cleared else [view]
        self._workspace.stacks[user] = [each for each in stack if each not in closed]
        self._workspace.changes.bump()
        for each in closed:
            if each.body.get("notify_on_close"):
                payload = payloads.interaction(self._workspace, "view_closed", user, None)
                payload |= {"view": payloads.view_object(each), "is_cleared": cleared}
                if not limits.CLOSED_VIEW_HAS_VALUES:
                    payload["view"]["state"]["values"] = {}
                self._delivery.start(self._tell(payload))
        return {}

    async def _tell(self, payload: Json) -> None:
        await self._delivery.ask("interactive", payload)

    def _top(self, user: str, view_id: str) -> View:
        require_active(self._workspace, user)
        stack = self._workspace.stack(user)
        if not stack or stack[-1].id != view_id:
            raise Refused("That form is no longer open.")
        return stack[-1]

    def _response_urls(self, user: str, view: View) -> list[Json]:
        urls = []
        for block, element in elements_of(view.body["blocks"]):
            if element.get("response_url_enabled"):
                value = view.values[block["block_id"]][element["action_id"]]
                channel = value.get("selected_conversation") or value.get("selected_channel")
                if channel:
                    secret = self._workspace.new_response_url(user, channel).secret
                    urls.append(
                        {
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                            "channel_id": channel,
                            "response_url": f"{self._base_url}/hooks/{secret}",
                        }
                    )
        return urls

    def _answer(self, user: str, view: View, answer: Any) -> None:
        """Does what the app answered. What Slack would not take is shown to the person as trouble."""
        try:
            self._do(user, view, answer)
        except SlackError as error:
            view.trouble = TROUBLE
            sentence = "; ".join(map(str, error.faults)) or "refused"
            self._workspace.journal.refuse("view_submission answer", error.code, sentence, as_object(answer))

    def _do(self, user: str, view: View, answer: Any) -> None:
        workspace = self._workspace
        stack = workspace.stack(user)
        if view not in stack:
            return  # closed meanwhile
        if not answer:
            workspace.stacks[user] = [each for each in stack if each is not view]
            return
        action = as_object(answer).get("response_action")
        _no_more_than(as_object(answer), action)
        match action:
            case "errors":
                view.errors = _errors(view, answer)
            case "update":
                replace(workspace, view, checked(workspace, answer.get("view"), "modal", view))
            case "push":
                if len(stack) >= limits.VIEW_STACK:
                    raise SlackError("push_limit_reached")
                show(workspace, user, checked(workspace, answer.get("view"), "modal"), stack)
            case "clear":
                workspace.stacks[user] = []
            case _:
                raise SlackError(
                    "invalid_response_action",
                    [Fault("/response_action", "must be errors, update, push or clear")],
                )


_PROPERTIES = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}}


def _no_more_than(answer: Json, action: Any) -> None:
    """Refuses what does not belong to the action: an answer does one thing."""
    known = {"response_action"} | _PROPERTIES.get(str(action), set())
    faults = [Fault(f"/{name}", f"does not go with {action}") for name in answer if name not in known]
    if faults and (action in _PROPERTIES or action == "clear"):
        raise SlackError("invalid_arguments", faults)


def _errors(view: View, answer: Json) -> dict[str, str]:
    errors = answer.get("errors")
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", [Fault("/errors", "must be an object that is not empty")])
    known = input_block_ids(view.body)
    faults = [
        Fault(f"/errors/{block_id}", "must be the block_id of an input block, with a text")
        for block_id, text in errors.items()
        if block_id not in known or not isinstance(text, str) or not text
    ]
    if faults:
        raise SlackError("invalid_arguments", faults)
    return dict(errors)
