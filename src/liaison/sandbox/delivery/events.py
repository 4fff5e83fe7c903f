"""What happens in the workspace, told to the app as the events that its manifest subscribes to."""

from collections.abc import Coroutine
from typing import Any

from liaison.sandbox.delivery.delivery import Delivery
from liaison.sandbox.delivery.payloads import message_object, user_object, view_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.manifest import EVENT_SCOPES
from liaison.sandbox.records import File
from liaison.sandbox.workspace import BOT_USER_ID, TEAM_ID, Conversation, Message, User, Workspace

_MESSAGE_EVENT = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPE = {"channel": "channel", "private": "group", "im": "im"}


class Events:
    """Tells the app of an event if it subscribes to it, has the scope, and may know of the place."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    def _tell(self, subscription: str, event: Json) -> None:
        granted, scopes = self._workspace.granted, EVENT_SCOPES[subscription]
        if not self._workspace.authorized or (scopes and not granted.intersection(scopes)):
            return
        if subscription in self._workspace.manifest.events:
            self._delivery.tell(event)

    def _in_place(self, conversation: Conversation, event: Json) -> None:
        if BOT_USER_ID in conversation.members:
            event |= {"channel": conversation.id, "channel_type": _CHANNEL_TYPE[conversation.kind]}
            self._tell(_MESSAGE_EVENT[conversation.kind], event)

    def _now(self, conversation: Conversation) -> str:
        return self._workspace.next_ts(conversation)

    def _origin(self, user: str) -> Json:
        """Where somebody from another organisation is from."""
        person = self._workspace.users[user]
        if not person.is_stranger:
            return {}
        return {"team": person.team_id, "user_team": person.team_id, "source_team": person.team_id}

    def message(self, conversation: Conversation, message: Message) -> None:
        """A new message. A mention of the app in a channel comes as an app_mention too."""
        event = {**message_object(message), **self._origin(message.user), "event_ts": message.ts}
        self._in_place(conversation, {**event, "subtype": "file_share"} if message.files else dict(event))
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
            "team": self._workspace.users[user].team_id,
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
                "team": self._workspace.users[user].team_id,
                "event_ts": self._now(conversation),
            }
            self._tell("member_left_channel", event)
        if user == BOT_USER_ID:
            self.channel("left", conversation)

    # Channels, reactions, user groups

    def channel(self, what: str, conversation: Conversation, **more: object) -> None:
        """Something happened to a whole channel: `what` is archive, unarchive, rename or left.

        Of private channels the app hears while it is in them. `channel_left` is for the app alone.
        """
        private = conversation.kind == "private"
        if private and what != "left" and BOT_USER_ID not in conversation.members:
            return
        kind = f"{'group' if private else 'channel'}_{what}"
        event = {"type": kind, "channel": conversation.id, "event_ts": self._now(conversation)}
        self._tell(kind, {**event, **more})

    def channel_created(self, conversation: Conversation) -> None:
        """A new public channel. Slack tells nobody of private ones."""
        if conversation.kind == "channel":
            channel = {
                "id": conversation.id,
                "is_channel": True,
                "name": conversation.name,
                "name_normalized": conversation.name,
                "created": conversation.created,
                "creator": conversation.creator,
                "context_team_id": TEAM_ID,
            }
            event = {"type": "channel_created", "channel": channel, "event_ts": self._now(conversation)}
            self._tell("channel_created", event)

    def reaction(self, what: str, conversation: Conversation, message: Message, user: str, name: str) -> None:
        """A reaction was put to a message (`what` is added) or taken away (removed)."""
        if BOT_USER_ID in conversation.members:
            event = {
                "type": f"reaction_{what}",
                "user": user,
                "reaction": name,
                "item_user": message.user,
                "item": {"type": "message", "channel": conversation.id, "ts": message.ts},
                "event_ts": self._now(conversation),
            }
            self._tell(f"reaction_{what}", event)

    def usergroup(self, what: str, details: Json) -> None:
        """A user group changed: `what` is created, updated or members_changed."""
        event_ts = self._now(self._workspace.general)
        self._tell(f"subteam_{what}", {"type": f"subteam_{what}", **details, "event_ts": event_ts})

    # Files

    def file(self, what: str, file: File, **more: object) -> None:
        """Something happened to a file that the app may know of: `what` is created, shared, public or deleted."""
        event: Json = {"type": f"file_{what}", "file_id": file.id, **more}
        if what != "deleted":
            event["file"] = {"id": file.id}
        self._tell(f"file_{what}", {**event, "event_ts": self._now(self._workspace.general)})

    def files_shared(self, conversation: Conversation, message: Message) -> None:
        """The files of a new message, one after the other; in a public channel they become public."""
        if BOT_USER_ID not in conversation.members:
            return
        for file in message.files:
            self.file("shared", file, user_id=message.user, channel_id=conversation.id)
            if conversation.kind == "channel":
                self.file("public", file, user_id=message.user)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something in the background, until the sandbox closes."""
        self._delivery.start(work)

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
        """Somebody's profile or account changed."""
        self._user("user_change", user)

    def team_joined(self, user: User) -> None:
        """Somebody is new in the workspace."""
        self._user("team_join", user)

    def _user(self, kind: str, user: User) -> None:
        event = {
            "type": kind,
            "user": user_object(self._workspace, user),
            "cache_ts": int(self._workspace.clock.now().timestamp()),
            "event_ts": self._now(self._workspace.general),
        }
        self._tell(kind, event)

    def tokens_revoked(self) -> None:
        """The app's tokens no longer work."""
        event = {
            "type": "tokens_revoked",
            "tokens": {"oauth": [], "bot": [BOT_USER_ID]},
            "event_ts": self._now(self._workspace.general),
        }
        self._tell("tokens_revoked", event)

    def app_uninstalled(self) -> None:
        """The app is no longer in the workspace."""
        event = {"type": "app_uninstalled", "event_ts": self._now(self._workspace.general)}
        self._tell("app_uninstalled", event)
