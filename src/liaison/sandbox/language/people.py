"""A language for tests that reads like a person's day in Slack.

    with Slack(Path("app_manifest.yml"), now=datetime(2026, 11, 22, 9, tzinfo=UTC)) as slack:
        shaw = slack.person("Mrs L L Shaw", role="Member")
        ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
        ...                                      # start the bot with slack.api_url and slack.app_token
        slack.connected()

        shaw.types("/rep barrow").sees("Mrs L L Shaw")
        shaw.types("/reportback barrow cdrp")
        shaw.dm.sees("2. Date of meeting")
        shaw.dm.button("Yes").click()
        shaw.dm.says("Agreed the winter alcohol plan.")
        shaw.dm.edits("winter", to="Agreed the winter plan.")
        shaw.uses_shortcut("Report back")        # one of the app's, from the menu beside the composer
        shaw.in_(ppp).shortcut("File as report", on="We met on Monday")

        form = shaw.form()                       # waits for a modal
        form.field("1.").choose("Yes")
        form.field("5.").fill("Nothing more.")
        form.field("9.").attach("minutes.pdf", b"...")
        form.submit()

        slack.faults.rate_limit("chat.postMessage", times=3)
        slack.clock.advance(days=7)
        ppp.sees("Review due")
        slack.refresh_connections()              # or uninstall(), revoke_tokens(), disable_socket_mode()
        assert not slack.violations

Everything waits, on changes and never by sleeping, for up to `patience` seconds; what fails says what the
person saw. Each act is a mark in time: `sees` looks at what came or changed after the person's own last act
(anywhere), so that a text left over from before does not count. `saw` looks at everything. To press a
button of a new message, say first what is seen there; a button is looked for in the newest message that has
it. Labels are matched exactly, or else as the beginning of one label only: "5." finds "5. Outcomes".

An act that Slack's own client would not allow raises `Refused` with the sentence it would show.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from liaison.sandbox.acting.targets import Refused
from liaison.sandbox.api.usergroups import add as add_usergroup
from liaison.sandbox.journal import Violation
from liaison.sandbox.jsons import Json
from liaison.sandbox.language.render import text_of
from liaison.sandbox.language.screens import Channel, Form, Home, Place, Reply, Screen
from liaison.sandbox.rules import limits
from liaison.sandbox.server import Sandbox
from liaison.sandbox.workspace import BOT_USER_ID, Workspace

__all__ = ["Channel", "Form", "Home", "Person", "Place", "Refused", "Reply", "Slack"]

Result = TypeVar("Result")


class Slack:
    """A workspace with one app, for a test. A context manager."""

    def __init__(
        self,
        manifest: Path | Json,
        now: datetime | None = None,
        *,
        patience: float = 5.0,
        ack_seconds: float = limits.ACK_SECONDS,
    ) -> None:
        self.sandbox = Sandbox(manifest, now, ack_seconds=ack_seconds)
        self.patience = patience
        self.clock = MovableClock(self.sandbox)
        self.faults = self.sandbox.faults

    def __enter__(self) -> Self:
        self.sandbox.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        armed = [fault.sentence for fault in self.faults.armed]
        self.sandbox.stop()
        if armed and kind is None:
            never = "\n".join(f"  {sentence}" for sentence in armed)
            raise AssertionError(
                f"These faults were armed and did not strike:\n{never}\nClear them with slack.faults.clear()."
            )

    @property
    def url(self) -> str:
        return self.sandbox.url

    @property
    def api_url(self) -> str:
        return self.sandbox.api_url

    @property
    def clock_url(self) -> str:
        return self.sandbox.clock_url

    bot_token, app_token = Sandbox.bot_token, Sandbox.app_token
    signing_secret = Sandbox.signing_secret

    def person(
        self,
        real_name: str,
        *,
        role: str = "",
        guest: bool = False,
        one_channel: bool = False,
        email: str = "",
        stranger: bool = False,
        deleted: bool = False,
        tz: str = "Europe/London",
    ) -> "Person":
        """Adds a person to the workspace. They are in #general, unless guests or strangers.

        A guest is in the channels that the test puts them in, with `one_channel` in one only. A stranger is from
        another organisation (Slack Connect).
        """
        user = self.sandbox.add_user(
            real_name,
            role=role,
            guest=guest,
            one_channel=one_channel,
            email=email,
            stranger=stranger,
            deleted=deleted,
            tz=tz,
        )
        return Person(self, user, real_name)

    def channel(
        self, name: str, members: Iterable["Person"] = (), *, bot: bool = False, private: bool = False
    ) -> "Channel":
        """Adds a channel; with `bot` the app is in it from the start, and hears nothing of that."""
        ids = [member.id for member in members]
        return Channel(self, self.sandbox.add_channel(name, ids, bot=bot, private=private), name)

    def usergroup(self, name: str, members: Iterable["Person"] = (), *, handle: str = "") -> str:
        """Adds a user group, which people mention by its handle; gives back its id."""
        users = [member.id for member in members]
        return self.sandbox.look(lambda workspace: add_usergroup(workspace, name, handle, users).id)

    def deactivate(self, person: "Person") -> None:
        """Deactivates a person's account."""
        self.change(person, deleted=True)

    def archive(self, channel: "Channel", *, by: "Person | None" = None) -> None:
        """Somebody archives a channel, and the app hears of it."""
        self._archive(channel, by, archived=True)

    def unarchive(self, channel: "Channel", *, by: "Person | None" = None) -> None:
        """Somebody brings a channel back, and the app hears of it."""
        self._archive(channel, by, archived=False)

    def _archive(self, channel: "Channel", by: "Person | None", *, archived: bool) -> None:
        def change(workspace: Workspace) -> None:
            conversation = workspace.conversations[channel.id]
            conversation.is_archived = archived
            workspace.changes.bump()
            what = "archive" if archived else "unarchive"
            self.sandbox.events.channel(what, conversation, user=by.id if by else "USLACKBOT", is_moved=0)

        self.sandbox.look(change)

    def restrict(self, method: str) -> None:
        """The workspace's owners keep something to themselves: the method is refused with restricted_action."""
        self.sandbox.look(lambda workspace: workspace.restricted.add(method))

    def newcomer(self, real_name: str, **more: Any) -> "Person":
        """Somebody new joins the workspace, and the app hears of it. Takes what `person` takes."""
        person = self.person(real_name, **more)
        self.sandbox.look(lambda workspace: self.sandbox.events.team_joined(workspace.users[person.id]))
        return person

    def change(self, person: "Person", **what: str | bool | int) -> None:
        """Changes a person's account (`real_name`, `role`, `email`, `tz`, `status_text`...), and the app hears of it."""

        def change(workspace: Workspace) -> None:
            user = workspace.users[person.id]
            for name, value in what.items():
                if not hasattr(user, name):
                    raise TypeError(f"An account has no {name!r}.")
                setattr(user, name, value)
            workspace.changes.bump()
            self.sandbox.events.user_changed(user)

        self.sandbox.look(change)

    def refresh_connections(self) -> None:
        """Asks the app to renew its Socket Mode connections, as Slack does every few hours."""
        self.sandbox.refresh_connections()

    def disable_socket_mode(self) -> None:
        """Switches Socket Mode off; the app's connections are told so and closed."""
        self.sandbox.disable_socket_mode()

    def revoke_tokens(self) -> None:
        """Revokes the bot's tokens: calls are refused with token_revoked, and events cease."""
        self.sandbox.revoke_tokens()

    def uninstall(self) -> None:
        """Takes the app out of the workspace: calls are refused with account_inactive, and events cease."""
        self.sandbox.uninstall()

    def install(self) -> str:
        """Installs the app, again where it was revoked or taken out; gives the bot's token."""
        return self.sandbox.install()

    def deliver_by_http(self, url: str) -> None:
        """Deliver to this URL, signed, instead of over Socket Mode."""
        self.sandbox.deliver_by_http(url)

    def connected(self, seconds: float = 10.0) -> None:
        """Waits until the app is there."""
        if not self.sandbox.connected(seconds):
            raise AssertionError(f"The app did not connect within {seconds} seconds.{self.circumstances}")

    def disconnected(self, seconds: float = 10.0) -> None:
        """Waits until the app is gone, after a test has stopped or killed it."""
        if not self.sandbox.disconnected(seconds):
            raise AssertionError(f"The app is still there after {seconds} seconds.")

    def settled(self) -> None:
        """Waits until nothing is on its way to the app without its acknowledgement."""
        if not self.sandbox.wait(lambda _: not self.sandbox.delivery.busy or None, self.patience):
            raise AssertionError("The app still has something to acknowledge.")

    @property
    def violations(self) -> list[Violation]:
        """Everything that Slack refused to the app, or warned it of."""
        return self.sandbox.look(lambda workspace: list(workspace.journal.violations))

    def expect_violation(self, code: str) -> Violation:
        """Waits for a violation with that code, and takes it off the list: the test meant it to happen."""

        def take(workspace: Workspace) -> Violation | None:
            found = next((v for v in workspace.journal.violations if v.code == code), None)
            if found:
                workspace.journal.violations.remove(found)
            return found

        found = self.sandbox.wait(take, self.patience)
        if found is None:
            raise AssertionError(f"Nothing was refused with {code!r}.{self.circumstances}")
        return found

    @property
    def circumstances(self) -> str:
        """What a failure should tell besides: who was not there, what was refused, and which faults struck."""
        told = [] if self.sandbox.delivery.transport.connected else ["No app is connected."]
        told += self._listed("The app did what Slack does not allow:", self.violations)
        told += self._listed("Faults that struck:", self.faults.told)
        return "".join(f"\n{line}" for line in told)

    def _listed(self, title: str, lines: Iterable[object]) -> list[str]:
        found = [f"  {line}" for line in lines]
        return [title, *found] if found else []


class MovableClock:
    """The sandbox's clock. A move returns when everybody who follows the clock has taken it over."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def now(self) -> datetime:
        return self._sandbox.clock.now()

    def advance(
        self, *, weeks: float = 0, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        step = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._sandbox.move_clock(lambda: self._sandbox.clock.advance(step))

    def set(self, moment: datetime) -> datetime:
        return self._sandbox.move_clock(lambda: self._sandbox.clock.set(moment))


class Person:
    """Somebody in the workspace, with what she sees and does."""

    def __init__(self, slack: Slack, user_id: str, name: str) -> None:
        self.slack = slack
        self.id = user_id
        self.name = name
        self.mark = 0
        self._place: str | None = None

    def types(self, text: str, in_: "Channel | Place | None" = None) -> "Reply":
        """Types a message or a command, in #general or in the place that is given."""
        return self.says(in_.id if in_ else self._general(), text)

    def says(self, channel: str, text: str, thread_ts: str | None = None) -> "Reply":
        self._place = channel
        self.does(self.slack.sandbox.acts.say(self.id, channel, text, thread_ts))
        return self.looks_at(channel)

    def _general(self) -> str:
        return self.slack.sandbox.look(lambda workspace: workspace.general.id)

    def sees(self, text: str) -> Self:
        """Waits for the text where she last acted: messages to all or to her alone, a form, Slack's own notices."""
        Screen(self).sees(text)
        return self

    def does_not_see(self, text: str) -> Self:
        Screen(self).does_not_see(text)
        return self

    @property
    def dm(self) -> "Place":
        """Her conversation with the app."""
        return Place(self, self.slack.sandbox.look(lambda workspace: workspace.dm(self.id).id))

    def in_(self, channel: "Channel") -> "Place":
        """A channel as she sees it."""
        return Place(self, channel.id)

    def form(self, title: str = "") -> "Form":
        """Waits for a modal (whose title begins with `title`). The same object then shows what replaces it."""

        def find(workspace: Workspace) -> bool | None:
            stack = workspace.stack(self.id)
            return (bool(stack) and text_of(workspace, stack[-1].body["title"]).startswith(title)) or None

        self.expect(find, f"has no form {title!r} open" if title else "has no form open")
        return Form(self)

    @property
    def has_form(self) -> bool:
        """Whether a modal is open now. Does not wait."""
        return self.slack.sandbox.look(lambda workspace: bool(workspace.stack(self.id)))

    def reacts(self, name: str, channel: str, ts: str) -> None:
        self.does(self.slack.sandbox.acts.react(self.id, channel, ts, name))

    def opens_home(self) -> "Home":
        """Opens the app's Home tab."""
        self.does(self.slack.sandbox.acts.open_home(self.id))
        return Home(self)

    def uses_shortcut(self, name: str, on: tuple[str, str] | None = None) -> None:
        """Uses one of the app's shortcuts, by its name: a global one, or `on` a message (its channel and ts)."""
        kind, acts = "message" if on else "global", self.slack.sandbox.acts
        shortcuts = self.slack.sandbox.workspace.manifest.shortcuts
        found = next((s.callback_id for s in shortcuts if s.type == kind and s.name == name), None)
        if found is None:
            raise AssertionError(f"The app's manifest has no {kind} shortcut called {name!r}.")
        self.does(acts.message_shortcut(self.id, *on, found) if on else acts.shortcut(self.id, found))

    def invites_app(self, channel: "Channel") -> None:
        """Types /invite with the app's name in a channel."""
        name = self.slack.sandbox.look(lambda workspace: workspace.users[BOT_USER_ID].name)
        self.types(f"/invite @{name}", in_=channel)

    def joins(self, channel: "Channel") -> None:
        self.does(self.slack.sandbox.acts.join(self.id, channel.id))

    def looks_up(self) -> Self:
        """Takes note of all there is: `sees` then looks at what comes after this, as after an act."""
        self.mark = self.slack.sandbox.look(lambda workspace: workspace.changes.version)
        return self

    @property
    def screen(self) -> str:
        """What she has before her, as text."""
        return self.slack.sandbox.look(Screen(self).shown)

    # For the other classes here

    def does(self, work: Awaitable[Any]) -> None:
        """Does an act, which marks the time. Raises Refused where Slack's client would not let her."""
        __tracebackhide__ = True
        self.looks_up()
        try:
            self.slack.sandbox.run(work)
        except Refused as refused:
            sentence = f"{self.name}: {refused.sentence}"
        else:
            return
        raise Refused(
            sentence
        )  # without what happened inside the sandbox, which tells a test's reader nothing

    def looks_at(self, channel: str) -> "Reply":
        """Goes to a conversation, to see what the app answers there."""
        self._place = channel
        return Reply(self, channel, self.mark)

    def expect(
        self, find: Callable[[Workspace], Result | None], complaint: str | Callable[[], str]
    ) -> Result:
        found = self.slack.sandbox.wait(find, self.slack.patience)
        if found is None:
            raise AssertionError(self.complaint(complaint if isinstance(complaint, str) else complaint()))
        return found

    def complaint(self, what: str) -> str:
        return f"{self.name} {what}.\nOn the screen:\n{self.screen}{self.slack.circumstances}"

    def place_id(self, workspace: Workspace) -> str:
        return self._place or workspace.general.id
