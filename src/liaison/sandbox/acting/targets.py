"""Where a person's hand is: the message, modal or Home tab, and the element in it."""

from dataclasses import dataclass, replace

from liaison.sandbox.acting.values import initial_values
from liaison.sandbox.delivery.payloads import message_object, place_of, view_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules.blocks import elements_of
from liaison.sandbox.workspace import Conversation, Message, Values, View, Workspace


class Refused(Exception):  # noqa: N818  # not an error: what Slack's own client tells a person
    """A person cannot do that; the sentence says why, as Slack's client would."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Target:
    """What holds an element: a message in a conversation, or a view."""

    key: str
    blocks: list[Json]
    values: Values
    container: Json
    view: View | None = None
    message: Message | None = None
    conversation: Conversation | None = None

    def element(self, block_id: str, action_id: str) -> tuple[Json, Json]:
        """The block and the element. Raises Refused when they are not there any more."""
        for block, element in elements_of(self.blocks):
            if block["block_id"] == block_id and element["action_id"] == action_id:
                return block, element
        raise Refused("That control is no longer there.")

    def context(self) -> Json:
        """What an interaction says about where it happened."""
        if self.view is not None:
            return {"container": self.container, "view": view_object(self.view)}
        assert self.message is not None  # noqa: S101  # a target is one or the other
        assert self.conversation is not None  # noqa: S101
        found = {"container": self.container, "channel": place_of(self.conversation)}
        if self.message.ephemeral_to is None:  # Slack does not keep ephemeral messages, and cannot send them
            found["message"] = message_object(self.message)
        return found


def find(workspace: Workspace, user: str, container: Json) -> Target:
    """The target that a person means. Raises Refused when she does not see it."""
    match container.get("type"):
        case "message":
            return _message(workspace, user, str(container.get("channel")), str(container.get("ts")))
        case "message_attachment":
            whole = _message(workspace, user, str(container.get("channel")), str(container.get("ts")))
            return _attachment(whole, container.get("attachment_id"))
        case "view":
            stack = workspace.stack(user)
            if not stack or stack[-1].id != container.get("view_id"):
                raise Refused("That form is no longer open.")
            return _view(stack[-1])
        case "home":
            if view := workspace.homes.get(user):
                return _view(view)
    raise Refused("There is nothing to press there.")


def _view(view: View) -> Target:
    return Target(view.id, view.body["blocks"], view.values, {"type": "view", "view_id": view.id}, view=view)


def _message(workspace: Workspace, user: str, channel: str, ts: str) -> Target:
    conversation = workspace.conversations.get(channel)
    message = conversation.find(ts) if conversation else None
    if conversation is None or message is None or message.ephemeral_to not in (None, user):
        raise Refused("That message is no longer there.")
    require_member(workspace, user, conversation)
    values = message.values.setdefault(user, initial_values(message.blocks, channel=channel))
    container: Json = {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return Target(
        f"{channel}/{ts}",
        message.blocks or [],
        values,
        container,
        message=message,
        conversation=conversation,
    )


def _attachment(whole: Target, number: object) -> Target:
    """One attachment of a message; Slack counts them from 1."""
    attachments = (whole.message.attachments if whole.message else None) or []
    if not isinstance(number, int) or not 0 < number <= len(attachments):
        raise Refused("That control is no longer there.")
    blocks = attachments[number - 1].get("blocks") or []
    for block_id, values in initial_values(blocks).items():
        whole.values.setdefault(block_id, values)
    marks = {"type": "message_attachment", "attachment_id": number, "is_app_unfurl": False}
    return replace(whole, blocks=blocks, container={**whole.container, **marks})


def require_active(workspace: Workspace, user: str) -> None:
    person = workspace.users.get(user)
    if person is None or person.is_bot:
        raise Refused("There is no such person in this workspace.")
    if person.deleted:
        raise Refused(f"{person.real_name}'s account is deactivated.")


def require_member(workspace: Workspace, user: str, conversation: Conversation) -> None:
    require_active(workspace, user)
    if user not in conversation.members:
        raise Refused(f"You are not in #{conversation.name}.")
    if conversation.is_archived:
        raise Refused(f"#{conversation.name} is archived.")
