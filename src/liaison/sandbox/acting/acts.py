"""What a person can do in Slack: write, type commands, press, choose, open the app's Home tab.

Each act raises `Refused` for what Slack's own client would not let the person do.
"""

import re
from collections.abc import Sequence
from typing import Any

from liaison.sandbox.acting.menus import offered
from liaison.sandbox.acting.replies import Replies
from liaison.sandbox.acting.targets import Refused, Target, find, require_active, require_member
from liaison.sandbox.acting.values import STATELESS, TYPED, Unenterable, entered, key_of, options_of
from liaison.sandbox.api.reactions import put, take
from liaison.sandbox.api.web_api import SlackError
from liaison.sandbox.delivery import payloads
from liaison.sandbox.delivery.delivery import Delivery
from liaison.sandbox.delivery.events import Events
from liaison.sandbox.delivery.transport import Ack
from liaison.sandbox.files import give, offered_files
from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.objects import answer_options
from liaison.sandbox.rules.shapes import Place
from liaison.sandbox.workspace import BOT_USER_ID, Conversation, Message, Workspace

_FAILURES = {"http_timeout": "operation_timeout"}
_NO_REACTION = {
    "invalid_name": "There is no such emoji.",
    "too_many_emoji": "That message has as many different reactions as it can have.",
}


class Acts:
    def __init__(
        self, workspace: Workspace, delivery: Delivery, events: Events, replies: Replies, base_url: str
    ) -> None:
        self.workspace = workspace
        self.delivery = delivery
        self.events = events
        self._replies = replies
        self._base_url = base_url

    # Writing

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Json:
        """Writes a message, with the ids of files that go with it, or types a command: then it begins with a slash."""
        conversation = self._place(user, channel)
        own = [file for file in offered_files(self.workspace, user) if file.id in files]
        if len(own) != len(set(files)):
            raise Refused("That file is no longer there.")
        if not text.strip() and not own:
            raise Refused("Write something first.")
        _require_short(text)
        if text.startswith("/") and not own:
            return await self.command(user, channel, text, thread_ts)
        manifest = self.workspace.manifest
        if conversation.kind == "im" and (manifest.messages_read_only or not manifest.messages_tab):
            raise Refused("Sending messages to this app has been turned off.")
        if thread_ts and conversation.find(thread_ts) is None:
            raise Refused("That thread is no longer there.")
        await self.dismiss(user)
        message = self.workspace.post(conversation, user, self._typed(text), thread_ts=thread_ts, files=own)
        conversation.read[user] = message.ts
        self.events.message(conversation, message)
        self.events.files_shared(conversation, message)
        return {"ts": message.ts}

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        """Changes the text of an own message."""
        conversation, message = self._own(user, channel, ts)
        if not text.strip():
            raise Refused("Write something first.")
        _require_short(text)
        before = payloads.message_object(message)
        message.text = self._typed(text)
        message.edited_ts = self.workspace.next_ts(conversation)
        self.workspace.touch(message)
        self.events.message_changed(conversation, message, before)
        return {}

    async def delete(self, user: str, channel: str, ts: str) -> Json:
        """Deletes an own message."""
        conversation, message = self._own(user, channel, ts)
        before = payloads.message_object(message)
        conversation.messages.remove(message)
        self.workspace.changes.bump()
        self.events.message_deleted(conversation, before)
        return {}

    async def react(self, user: str, channel: str, ts: str, name: str) -> Json:
        """Puts an emoji to a message, or takes her own away again. `name` is without colons."""
        conversation, message = self._message(user, channel, ts)
        do = take if user in message.reactions.get(name, []) else put
        try:
            do(self.workspace, self.events, conversation, message, user, name)
        except SlackError as error:
            raise Refused(_NO_REACTION.get(error.code, "You cannot react to that message.")) from error
        return {}

    def _own(self, user: str, channel: str, ts: str) -> tuple[Conversation, Message]:
        conversation, message = self._message(user, channel, ts)
        if message.user != user or message.subtype:
            raise Refused("You can only change messages that you wrote yourself.")
        return conversation, message

    def _message(self, user: str, channel: str, ts: str) -> tuple[Conversation, Message]:
        """A message that stays: not one that only she sees."""
        conversation = self._place(user, channel)
        message = conversation.find(ts)
        if message is None or message.ephemeral_to is not None:
            raise Refused("That message is no longer there.")
        return conversation, message

    def _typed(self, text: str) -> str:
        return mentions(self.workspace, escape(text.strip()), names=False)

    async def command(self, user: str, channel: str, line: str, thread_ts: str | None = None) -> Json:
        """Types a slash command: the app's, or Slack's own /invite and /remove."""
        conversation = self._place(user, channel)
        await self.dismiss(user)
        name, _, text = line.strip().partition(" ")
        text = text.strip()
        if name in ("/invite", "/remove"):
            return self._invite(name, user, conversation, text)
        command = self.workspace.manifest.commands.get(name)
        if command is None or not self._has_app(user):
            self.workspace.notify(user, f"{name} is not a valid command.")
        elif thread_ts:
            self.workspace.notify(user, f"{name} is not supported in threads. Sorry!")
        else:
            await self._run(name, command.should_escape, user, conversation, text)
        return {}

    async def _run(self, name: str, escaped: bool, user: str, conversation: Conversation, text: str) -> None:
        if escaped:
            text = mentions(self.workspace, escape(text), names=True)
        url = self.workspace.new_response_url(user, conversation.id)
        payload = payloads.command(self.workspace, user, conversation, name, text, self._hook(url.secret))
        ack = await self.delivery.ask("slash_commands", payload)
        if not ack.ok:
            code = _FAILURES.get(ack.reason, "dispatch_failed")
            self.workspace.notify(
                user, f"{name} failed with the error “{code}”. {self._name()} did not respond."
            )
            return
        try:
            self._replies.answer_command(ack.payload, user, conversation.id)
        except SlackError as error:
            sentence = "; ".join(map(str, error.faults))
            self.workspace.journal.refuse(name, error.code, sentence, as_object(ack.payload))
            self.workspace.notify(user, f"{name} failed with the error “invalid_command_response”.")

    def _invite(self, name: str, user: str, conversation: Conversation, text: str) -> Json:
        if conversation.kind == "im":
            raise Refused(f"{name} does not work in direct messages.")
        wanted = text.lstrip("@").casefold()
        known = self.workspace.users.values()
        who = next((u for u in known if wanted in (u.name.casefold(), u.real_name.casefold())), None)
        if who is None:
            self.workspace.notify(user, f"{name}: there is nobody called {text or '(nobody was named)'}.")
        elif name == "/invite" and who.id in conversation.members:
            self.workspace.notify(user, f"{who.real_name} is already in this channel.")
        elif name == "/invite" and who.is_ultra_restricted and self._in_a_channel(who.id):
            self.workspace.notify(user, f"{who.real_name} is a guest in one channel, and can be in no other.")
        elif name == "/invite":
            self.events.join(conversation, who.id, inviter=user)
        elif who.id in conversation.members:
            self.events.leave(conversation, who.id)
        return {}

    def _in_a_channel(self, user: str) -> bool:
        return any(
            user in place.members for place in self.workspace.conversations.values() if place.kind != "im"
        )

    # Shortcuts

    async def shortcut(self, user: str, callback_id: str) -> Json:
        """Uses a global shortcut, from the menu beside the composer."""
        require_active(self.workspace, user)
        self._shortcut(user, "global", callback_id)
        await self.dismiss(user)
        trigger = self.workspace.new_trigger(user)
        payload = payloads.shortcut(self.workspace, user, callback_id, trigger)
        self._tell_failure(user, await self.delivery.ask("interactive", payload))
        return {}

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Json:
        """Uses a message shortcut, from a message's own menu."""
        conversation, message = self._message(user, channel, ts)
        self._shortcut(user, "message", callback_id)
        await self.dismiss(user)
        url = self._hook(self.workspace.new_response_url(user, channel).secret)
        payload = payloads.message_action(self.workspace, user, conversation, message, callback_id, url)
        self._tell_failure(user, await self.delivery.ask("interactive", payload))
        return {}

    def _shortcut(self, user: str, kind: str, callback_id: str) -> None:
        known = [s.callback_id for s in self.workspace.manifest.shortcuts if s.type == kind]
        if callback_id not in known or not self._has_app(user):
            raise Refused("There is no such shortcut.")

    def _has_app(self, user: str) -> bool:
        """Whether the app's commands, shortcuts and Home tab are there for a person: not in other organisations."""
        return self.workspace.installed and not self.workspace.users[user].is_stranger

    # Pressing and choosing

    async def press(
        self,
        user: str,
        container: Json,
        block_id: str,
        action_id: str,
        value: Any = None,
        *,
        confirmed: bool = True,
    ) -> Json:
        """Presses a button, or chooses a value where that is told to the app at once.

        With `confirmed` false, a confirm dialog comes back instead and nothing has happened yet.
        """
        require_active(self.workspace, user)
        target = find(self.workspace, user, container)
        block, element = target.element(block_id, action_id)
        if not confirmed and "confirm" in element:
            return {"confirm": element["confirm"]}
        action = self._enter(user, target, block, element, value)
        await self.dismiss(user)
        if block["type"] != "input" or block.get("dispatch_action"):
            await self._block_action(user, target, block, element, action)
        return {}

    async def fill(self, user: str, container: Json, block_id: str, action_id: str, value: Any) -> Json:
        """Enters a value. The app hears of it only where the element is made to tell it at once."""
        require_active(self.workspace, user)
        target = find(self.workspace, user, container)
        block, element = target.element(block_id, action_id)
        config = as_object(element.get("dispatch_action_config"))
        at_once = "on_character_entered" in as_list(config.get("trigger_actions_on"))
        if element["type"] in TYPED and not at_once:
            self._enter(user, target, block, element, value)
            return {}
        return await self.press(user, container, block_id, action_id, value)

    async def suggest(self, user: str, container: Json, block_id: str, action_id: str, query: str) -> Json:
        """Types into a type-ahead menu; gives back `options` or `option_groups`."""
        require_active(self.workspace, user)
        target = find(self.workspace, user, container)
        _, element = target.element(block_id, action_id)
        if element["type"] not in ("external_select", "multi_external_select"):
            raise Refused("That menu does not search.")
        least = element.get("min_query_length", limits.MIN_QUERY_LENGTH)
        if len(query) < least:
            return {"options": [], "min_query_length": least}
        payload = payloads.interaction(self.workspace, "block_suggestion", user, None)
        payload |= {**target.context(), "action_id": action_id, "block_id": block_id, "value": query}
        ack = await self.delivery.ask("interactive", payload)
        faults = answer_options(ack.payload, Place("modal")) if ack.ok else []
        if faults or not ack.ok:
            for fault in faults:
                self.workspace.journal.refuse(
                    "block_suggestion", "invalid_options", str(fault), as_object(ack.payload)
                )
            raise Refused("The choices could not be loaded.")
        answer = as_object(ack.payload)
        self.workspace.offered[user, target.key, block_id, action_id] = options_of(answer)
        return answer or {"options": []}

    def _enter(self, user: str, target: Target, block: Json, element: Json, value: Any) -> Json:
        """Keeps the value; gives back what the action says of it."""
        kind, block_id, action_id = element["type"], block["block_id"], element["action_id"]
        if kind in ("button", "icon_button", "workflow_button"):
            return {key: element[key] for key in ("text", "value", "style", "url", "icon") if key in element}
        if kind == "feedback_buttons":
            return _opinion(element, value)
        try:
            found = entered(element, value, offered(self.workspace, user, target, block, element))
        except Unenterable as error:
            raise Refused(str(error)) from error
        if kind == "file_input":
            give(self.workspace, found["files"])
        if kind not in STATELESS:
            target.values[block_id][action_id] = found
            if target.view is not None:
                target.view.errors.pop(block_id, None)
            self.workspace.changes.bump()
        return {key_of(kind): found[key_of(kind)]}

    async def _block_action(
        self, user: str, target: Target, block: Json, element: Json, action: Json
    ) -> None:
        workspace = self.workspace
        where = target.conversation.id if target.conversation else None
        trigger = workspace.new_trigger(user, target.view.id if target.view else None, where)
        payload = payloads.interaction(workspace, "block_actions", user, trigger)
        payload |= target.context()
        if target.view is None:
            payload["state"] = {"values": {b: dict(v) for b, v in target.values.items()}}
            url = workspace.new_response_url(user, target.container["channel_id"], target.message)
            payload["response_url"] = self._hook(url.secret)
        payload["actions"] = [
            {
                "type": element["type"],
                "action_id": element["action_id"],
                "block_id": block["block_id"],
                **action,
                "action_ts": workspace.next_ts(target.conversation or workspace.general),
            }
        ]
        self._tell_failure(user, await self.delivery.ask("interactive", payload))

    def _tell_failure(self, user: str, ack: Ack) -> None:
        if not ack.ok:
            self.workspace.notify(user, f"{self._name()} is not responding. Try again later.")

    # Home, channels, reading

    async def open_home(self, user: str, tab: str = "home") -> Json:
        """Opens the app's Home tab (or its Messages tab)."""
        require_active(self.workspace, user)
        if tab == "home" and not (self.workspace.manifest.home_tab and self._has_app(user)):
            raise Refused("This app has no Home tab.")
        self.events.home_opened(user, tab)
        return {}

    async def join(self, user: str, channel: str) -> Json:
        """Joins a public channel."""
        require_active(self.workspace, user)
        conversation = self.workspace.conversations.get(channel)
        person = self.workspace.users[user]
        if (
            conversation is None
            or conversation.kind != "channel"
            or conversation.is_archived
            or person.is_guest
            or person.is_stranger
        ):
            raise Refused("You cannot join that channel.")
        if user not in conversation.members:
            self.events.join(conversation, user)
        return {}

    async def read(self, user: str, channel: str) -> Json:
        """Marks a conversation as read, also an archived one."""
        conversation = self.workspace.conversations.get(channel)
        if conversation is None or user not in conversation.members:
            raise Refused("There is no such conversation.")
        last = conversation.messages[-1].ts if conversation.messages else ""
        if conversation.read.get(user) != last:
            conversation.read[user] = last
            self.workspace.changes.bump()
        return {}

    async def dismiss(self, user: str) -> Json:
        """Puts away what Slack itself said, as the person's next act does too."""
        if user in self.workspace.notices:
            self.workspace.notify(user, None)
        return {}

    def _place(self, user: str, channel: str) -> Conversation:
        conversation = self.workspace.conversations.get(channel)
        if conversation is None:
            raise Refused("There is no such conversation.")
        require_member(self.workspace, user, conversation)
        return conversation

    def _hook(self, secret: str) -> str:
        return f"{self._base_url}/hooks/{secret}"

    def _name(self) -> str:
        return self.workspace.users[BOT_USER_ID].real_name


def _opinion(element: Json, value: Any) -> Json:
    """What the action says of the feedback button with that value."""
    for name in ("positive_button", "negative_button"):
        if element[name]["value"] == value:
            return {key: element[name][key] for key in ("text", "value")}
    raise Refused(f"There is no such choice: {value}")


def _require_short(text: str) -> None:
    if len(text) > limits.TYPED_TEXT:
        raise Refused(f"That message is too long: it may have {limits.TYPED_TEXT:,} characters.")


def escape(text: str) -> str:
    """Slack keeps what people type with these three characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mentions(workspace: Workspace, text: str, *, names: bool) -> str:
    """`@name` and `#channel` as Slack sends them; with their names for commands."""
    people = {name: u for u in workspace.users.values() for name in (u.real_name, u.name)}
    for name in sorted(people, key=len, reverse=True):
        user = people[name]
        link = f"<@{user.id}|{user.name}>" if names else f"<@{user.id}>"
        text = re.sub(rf"(?<![\w<]){re.escape('@' + escape(name))}(?!\w)", lambda _, to=link: to, text)  # type: ignore[misc]
    for group in workspace.usergroups.values():
        if not group.deleted:
            link = f"<!subteam^{group.id}|@{group.handle}>" if names else f"<!subteam^{group.id}>"
            text = re.sub(rf"(?<![\w<|])@{re.escape(group.handle)}(?![\w.-])", link, text)
    for place in workspace.conversations.values():
        if place.kind == "channel":
            text = re.sub(
                rf"(?<![\w<&]){re.escape('#' + place.name)}(?![\w-])",
                lambda _, to=f"<#{place.id}|{place.name}>": to,  # type: ignore[misc]
                text,
            )
    return text
