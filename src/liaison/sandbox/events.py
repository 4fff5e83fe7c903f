"""What happens in the workspace, told to the app as the events that its manifest subscribes to."""

from liaison.sandbox.delivery import Delivery
from liaison.sandbox.jsons import Json
from liaison.sandbox.manifest import EVENT_SCOPES
from liaison.sandbox.payloads import message_object, user_object, view_object
from liaison.sandbox.workspace import BOT_USER_ID, TEAM_ID, Conversation, Message, User, Workspace

_MESSAGE_EVENT = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPE = {"channel": "channel", "private": "group", "im": "im"}


class Events:
    """Tells the app of an event if it subscribes to it, has the scope, and may know of the place."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def _tell(self, subscription: str, event: Json) -> None:
        manifest, scopes = self._workspace.manifest, EVENT_SCOPES[subscription]
        if subscription in manifest.events and (not scopes or manifest.scopes.intersection(scopes)):
            self._delivery.tell(event)

    def _in_place(self, conversation: Conversation, event: Json) -> None:
        if BOT_USER_ID in conversation.members:
            event |= {"channel": conversation.id, "channel_type": _CHANNEL_TYPE[conversation.kind]}
            self._tell(_MESSAGE_EVENT[conversation.kind], event)

    def _now(self, conversation: Conversation) -> str:
        return self._workspace.next_ts(conversation)

    def message(self, conversation: Conversation, message: Message) -> None:
        """A new message. A mention of the app in a channel comes as an app_mention too."""
        event = {**message_object(message), "event_ts": message.ts}
        self._in_place(conversation, dict(event))
        mentioned = f"<@{BOT_USER_ID}" in message.text and not message.by_app
        if mentioned and conversation.kind != "im" and BOT_USER_ID in conversation.members:
            self._tell("app_mention", {**event, "type": "app_mention", "channel": conversation.id})

    def message_changed(self, conversation: Conversation, message: Message, before: Json) -> None:
        if message.ephemeral_to is not None:
            return
        now = self._now(conversation)
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "message": message_object(message),
            "previous_message": before,
            "ts": now,
            "event_ts": now,
        }
        self._in_place(conversation, event)

    def message_deleted(self, conversation: Conversation, before: Json) -> None:
        now = self._now(conversation)
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "deleted_ts": before["ts"],
            "previous_message": before,
            "ts": now,
            "event_ts": now,
        }
        self._in_place(conversation, event)

    def join(self, conversation: Conversation, user: str, inviter: str | None = None) -> None:
        """Somebody, or the app, comes into a channel."""
        conversation.members.append(user)
        text = f"<@{user}> has joined the channel"
        message = self._workspace.post(conversation, user, text, subtype="channel_join")
        event: Json = {
            "type": "member_joined_channel",
            "user": user,
            "channel": conversation.id,
            "channel_type": "G" if conversation.kind == "private" else "C",
            "team": TEAM_ID,
            "event_ts": message.ts,
        }
        if inviter:
            event["inviter"] = inviter
        if BOT_USER_ID in conversation.members:
            self._tell("member_joined_channel", event)
        self.message(conversation, message)

    def leave(self, conversation: Conversation, user: str) -> None:
        """Somebody, or the app, goes out of a channel or is taken out."""
        was_there = BOT_USER_ID in conversation.members
        conversation.members.remove(user)
        self._workspace.changes.bump()
        if was_there:
            event = {
                "type": "member_left_channel",
                "user": user,
                "channel": conversation.id,
                "channel_type": "G" if conversation.kind == "private" else "C",
                "team": TEAM_ID,
                "event_ts": self._now(conversation),
            }
            self._tell("member_left_channel", event)

    def home_opened(self, user: str, tab: str) -> None:
        conversation = self._workspace.dm(user)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": conversation.id,
            "tab": tab,
            "event_ts": self._now(conversation),
        }
        if view := self._workspace.homes.get(user):
            event["view"] = view_object(view)
        self._tell("app_home_opened", event)

    def user_changed(self, user: User) -> None:
        email = "users:read.email" in self._workspace.manifest.scopes
        event = {
            "type": "user_change",
            "user": user_object(user, self._workspace.clock.now(), email=email),
            "cache_ts": int(self._workspace.clock.now().timestamp()),
            "event_ts": self._now(self._workspace.general),
        }
        self._tell("user_change", event)
