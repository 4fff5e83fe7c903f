"""What a person has before her: conversations, replies, forms, the Home tab, the whole screen."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from liaison.sandbox.files import add_file
from liaison.sandbox.jsons import Json
from liaison.sandbox.language.controls import Surface, message_container, squeezed, view_container
from liaison.sandbox.language.render import message_text, text_of, view_text
from liaison.sandbox.page_api import messages_for
from liaison.sandbox.workspace import Conversation, Message, View, Workspace

if TYPE_CHECKING:
    from liaison.sandbox.language.people import Person, Slack

_SHOWN = 12  # messages of a place that a failure prints


class Place(Surface):
    """A conversation as one person sees it."""

    def __init__(self, person: "Person", channel: str) -> None:
        super().__init__(person)
        self.id = channel
        self._read = 0

    def says(self, text: str, under: "Reply | None" = None) -> "Reply":
        """Writes a message here, in the thread under another one if that is given."""
        return self.person.says(self.id, text, under.ts if under else None)

    def shares(self, name: str, content: bytes, text: str = "") -> "Reply":
        """Uploads a file here, with a text if one is given."""
        sandbox = self.person.slack.sandbox
        file = sandbox.look(lambda w: add_file(w, self.person.id, name, content, sandbox.url))
        self.person.does(sandbox.acts.say(self.person.id, self.id, text, files=[file.id]))
        return self.person.looks_at(self.id)

    def saw(self, text: str) -> Self:
        """Waits for the text anywhere in the conversation, however old."""
        self.person.expect(
            lambda workspace: True if squeezed(text) in squeezed(self.shown(workspace)) else None,
            f"never saw {text!r} in {self.id}",
        )
        return self

    def shortcut(self, name: str, on: str) -> None:
        """Uses a message shortcut on the newest message that has the text `on`."""
        self.person.uses_shortcut(name, on=(self.id, self.ts_of(on)))

    def edits(self, text: str, to: str) -> None:
        """Changes her own newest message that has the text, into another one."""
        self.person.does(self.person.slack.sandbox.acts.edit(self.person.id, self.id, self.ts_of(text), to))

    def deletes(self, text: str) -> None:
        """Deletes her own newest message that has the text."""
        self.person.does(self.person.slack.sandbox.acts.delete(self.person.id, self.id, self.ts_of(text)))

    def reacts(self, name: str, to: str) -> None:
        """Puts an emoji to the newest message that has the text, or takes hers away; `name` is without colons."""
        self.person.reacts(name, self.id, self.ts_of(to))

    def ts_of(self, text: str) -> str:
        """The newest message that has the text."""

        def find(workspace: Workspace) -> str | None:
            messages = reversed(self._messages(workspace))
            shown = ((m.ts, message_text(workspace, m, self.person.id)) for m in messages)
            return next((ts for ts, read in shown if squeezed(text) in squeezed(read)), None)

        return self.person.expect(find, f"has no message with {text!r} in {self.id}")

    def next(self) -> "Reply":
        """The app's next message after the person's last act, or after the one this gave before."""
        reply = Reply(self.person, self.id, max(self._read, self.person.mark))
        self._read = reply.resolve().created
        return reply

    @property
    def messages(self) -> list[str]:
        """Every message as it is read, in order."""
        return self.person.slack.sandbox.look(
            lambda workspace: [message_text(workspace, m, self.person.id) for m in self._messages(workspace)]
        )

    def _messages(self, workspace: Workspace) -> list[Message]:
        return messages_for(workspace.conversations[self.id], self.person.id)

    def shown(self, workspace: Workspace) -> str:
        return "\n".join(message_text(workspace, m, self.person.id) for m in self._messages(workspace))

    def fresh(self, workspace: Workspace) -> str:
        return "\n".join(
            message_text(workspace, m, self.person.id)
            for m in self._messages(workspace)
            if m.changed > self.person.mark and m.user != self.person.id
        )

    def holders(self, workspace: Workspace) -> Iterable[tuple[Json, list[Json]]]:
        for message in reversed(self._messages(workspace)):
            if message.blocks:
                yield message_container(message), message.blocks


class Channel:
    """A channel as all its members see it."""

    def __init__(self, slack: "Slack", channel_id: str, name: str) -> None:
        self.slack = slack
        self.id = channel_id
        self.name = name

    @property
    def messages(self) -> list[str]:
        """What people and apps wrote to everybody here, as it is read, in order."""
        return self.slack.sandbox.look(self._texts)

    def sees(self, text: str) -> Self:
        """Waits for the text in a message to everybody."""
        found = self.slack.sandbox.wait(
            lambda w: True if any(squeezed(text) in squeezed(t) for t in self._texts(w)) else None,
            self.slack.patience,
        )
        if found is None:
            shown = "\n".join(self.messages) or "(nothing)"
            also = self.slack.circumstances
            raise AssertionError(f"#{self.name} does not see {text!r}. There is:\n{shown}{also}")
        return self

    def does_not_see(self, text: str) -> Self:
        if any(squeezed(text) in squeezed(shown) for shown in self.messages):
            raise AssertionError(f"#{self.name} sees {text!r}:\n" + "\n".join(self.messages))
        return self

    def _texts(self, workspace: Workspace) -> list[str]:
        place: Conversation = workspace.conversations[self.id]
        return [
            message_text(workspace, m) for m in place.messages if m.ephemeral_to is None and not m.is_notice
        ]


class Reply(Surface):
    """The app's first message in a place after an act, looked for when it is asked for."""

    def __init__(self, person: "Person", channel: str, since: int) -> None:
        super().__init__(person)
        self._channel = channel
        self._since = since
        self._found: Message | None = None

    @property
    def ts(self) -> str:
        return self.resolve().ts

    def shortcut(self, name: str) -> None:
        """Uses a message shortcut on this message."""
        self.person.uses_shortcut(name, on=(self._channel, self.ts))

    def reacts(self, name: str) -> None:
        """Puts an emoji to this message, or takes hers away; `name` is without colons."""
        self.person.reacts(name, self._channel, self.ts)

    @property
    def text(self) -> str:
        message = self.resolve()
        return self.person.slack.sandbox.look(lambda w: message_text(w, message, self.person.id))

    @property
    def notification(self) -> str:
        """The text that a notification or screen reader gives."""
        return self.resolve().text

    def resolve(self) -> Message:
        return self.person.expect(self._find, "gets no answer")

    def _find(self, workspace: Workspace) -> Message | None:
        if self._found is None:
            messages = messages_for(workspace.conversations[self._channel], self.person.id)
            self._found = next((m for m in messages if m.by_app and m.created > self._since), None)
        return self._found

    def shown(self, workspace: Workspace) -> str:
        message = self._find(workspace)
        return message_text(workspace, message, self.person.id) if message else ""

    def holders(self, workspace: Workspace) -> Iterable[tuple[Json, list[Json]]]:
        message = self._find(workspace)
        if message and message.blocks:
            yield message_container(message), message.blocks


class Form(Surface):
    """The modal that a person has open: the top one, also after it was updated, pushed or replaced."""

    @property
    def title(self) -> str:
        return self.person.slack.sandbox.look(lambda w: text_of(w, self._top(w).body["title"]))

    @property
    def errors(self) -> dict[str, str]:
        """The errors shown beside fields, by the fields' labels."""

        def read(workspace: Workspace) -> dict[str, str]:
            view = self._top(workspace)
            names = {b["block_id"]: text_of(workspace, b.get("label")) for b in view.body["blocks"]}
            return {names[block_id]: sentence for block_id, sentence in view.errors.items()}

        return self.person.slack.sandbox.look(read)

    @property
    def trouble(self) -> str:
        """What Slack says above a form whose submission went wrong; empty if it did not."""
        return self.person.slack.sandbox.look(lambda w: self._top(w).trouble or "")

    @property
    def is_open(self) -> bool:
        return self.person.has_form

    @property
    def depth(self) -> int:
        """How many modals lie on each other."""
        return self.person.slack.sandbox.look(lambda w: len(w.stack(self.person.id)))

    def submit(self) -> Self:
        """Presses the submit button, and waits for the app's answer."""
        return self._act(self.person.slack.sandbox.modals.submit)

    def close(self) -> Self:
        """Closes the top modal without sending it, and waits until the app has heard of it if it asked to."""
        self._act(self.person.slack.sandbox.modals.close)
        self.person.slack.settled()
        return self

    def close_all(self) -> None:
        """Closes the whole stack of modals, and waits until the app has heard of it if it asked to."""
        self._act(partial(self.person.slack.sandbox.modals.close, everything=True))
        self.person.slack.settled()

    def closes(self) -> None:
        """Waits until no modal is open any more."""
        self.person.expect(lambda w: True if not w.stack(self.person.id) else None, "still has a form open")

    def _act(self, act: Callable[[str, str], Awaitable[Any]]) -> Self:
        view_id = self.person.slack.sandbox.look(lambda w: self._top(w).id)
        self.person.does(act(self.person.id, view_id))
        return self

    def _top(self, workspace: Workspace) -> View:
        stack = workspace.stack(self.person.id)
        if not stack:
            raise AssertionError(f"{self.person.name} has no form open any more.")
        return stack[-1]

    def shown(self, workspace: Workspace) -> str:
        stack = workspace.stack(self.person.id)
        return view_text(workspace, stack[-1]) if stack else ""

    def holders(self, workspace: Workspace) -> Iterable[tuple[Json, list[Json]]]:
        stack = workspace.stack(self.person.id)
        if stack:
            yield view_container(stack[-1]), stack[-1].body["blocks"]


class Home(Surface):
    """The app's Home tab, as it was published for a person."""

    def shown(self, workspace: Workspace) -> str:
        view = workspace.homes.get(self.person.id)
        return view_text(workspace, view) if view else ""

    def holders(self, workspace: Workspace) -> Iterable[tuple[Json, list[Json]]]:
        view = workspace.homes.get(self.person.id)
        if view:
            yield view_container(view), view.body["blocks"]


class Screen(Surface):
    """All that a person has before her: the place where she last acted, a form, Slack's own notice."""

    def shown(self, workspace: Workspace) -> str:
        place = workspace.conversations[self.person.place_id(workspace)]
        messages = messages_for(place, self.person.id)[-_SHOWN:]
        name = "Direct messages with the app" if place.kind == "im" else f"#{place.name}"
        lines = [f"-- {name} --", *(_line(workspace, m, self.person.id) for m in messages)]
        notice = workspace.notices.get(self.person.id)
        lines += [f"(Slack says: {notice[1]})"] if notice else []
        return "\n".join([*lines, Form(self.person).shown(workspace)]).rstrip()

    def fresh(self, workspace: Workspace) -> str:
        notice = workspace.notices.get(self.person.id)
        said = notice[1] if notice and notice[0] > self.person.mark else ""
        place = Place(self.person, self.person.place_id(workspace))
        return "\n".join([place.fresh(workspace), said, Form(self.person).shown(workspace)])


def _line(workspace: Workspace, message: Message, user: str) -> str:
    who = workspace.users[message.user].real_name
    alone = " (only visible to you)" if message.ephemeral_to else ""
    return f"{who}{alone}: {message_text(workspace, message, user)}"
