"""The state of one Slack workspace: people, conversations, messages, views, triggers and response URLs.

It is plain data on one event loop. Rules about who may do what live in the Web API and in `acts`.
"""

import copy
import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count

from liaison.sandbox.changes import Changes
from liaison.sandbox.clock import Clock
from liaison.sandbox.delivery.faults import Faults
from liaison.sandbox.journal import Journal
from liaison.sandbox.jsons import Json
from liaison.sandbox.manifest import Manifest
from liaison.sandbox.records import NO_LABEL, File, Label, Scheduled, Usergroup
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.blocks import all_blocks, elements_of

Values = dict[str, dict[str, Json]]

TEAM_ID, APP_ID, BOT_ID, BOT_USER_ID = "T0SANDBOX", "A0SANDBOX", "B0SANDBOX", "U0SANDBOX"

BOT_TOKEN, APP_TOKEN = "xoxb-sandbox", "xapp-sandbox"  # the sandbox's own, known to everybody

OTHER_TEAM_ID = "T0OTHER"  # where strangers are from


@dataclass
class User:
    id: str
    name: str
    real_name: str
    role: str = ""
    email: str = ""
    tz: str = "Europe/London"
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    is_away: bool = False
    status_text: str = ""
    status_emoji: str = ""  # such as ":palm_tree:"
    status_expiration: int = 0  # in seconds; 0 where it has no end

    @property
    def team_id(self) -> str:
        return OTHER_TEAM_ID if self.is_stranger else TEAM_ID

    @property
    def is_guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted


@dataclass
class Message:
    """`created` and `changed` are versions of the workspace: what is new since when."""

    channel: str
    ts: str
    user: str
    text: str
    created: int
    changed: int
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    subtype: str | None = None
    files: list[File] = field(default_factory=list)
    values: dict[str, Values] = field(default_factory=dict)
    reactions: dict[str, list[str]] = field(default_factory=dict)  # who reacted, by the emoji's name

    @property
    def by_app(self) -> bool:
        return self.user == BOT_USER_ID

    @property
    def is_notice(self) -> bool:
        """Whether it is a line of Slack's own, such as "has joined the channel"."""
        return self.subtype not in (None, "me_message", "thread_broadcast")


@dataclass
class Conversation:
    """`kind` is "channel" (public), "private" or "im" (the app's direct messages with one person)."""

    id: str
    name: str
    kind: str
    created: int
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    is_archived: bool = False
    last_ts: tuple[int, int] = (0, 0)
    read: dict[str, str] = field(default_factory=dict)
    creator: str = ""
    topic: Label = NO_LABEL
    purpose: Label = NO_LABEL
    previous_names: list[str] = field(default_factory=list)
    is_closed: bool = False  # direct messages that the app has put out of its sight

    def find(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        return [m for m in self.messages if m.thread_ts == ts and m.ts != ts and m.ephemeral_to is None]


@dataclass
class View:
    """`body` is what the app sent, with the ids it left out filled in; `values` is what the person entered."""

    id: str
    user: str
    body: Json
    hash: str
    values: Values
    opened: int
    root_id: str
    previous_id: str | None = None
    channel: str | None = None  # the conversation that the person was in when she opened it
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False
    trouble: str | None = None


@dataclass
class Trigger:
    id: str
    user: str
    born: float
    view_id: str | None
    channel: str | None = None  # the conversation that the person was in
    used: bool = False


@dataclass
class ResponseUrl:
    """`message_ts` is the message whose control was used; a command's URL has none."""

    secret: str
    user: str
    channel: str
    born: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Token:
    """`kind` is "bot" or "app". `refusal` is the code that a token which no longer works is refused with.

    `expires` is a moment of the clock's `monotonic`; only rotated tokens have one.
    """

    kind: str
    refusal: str | None = None
    expires: float | None = None


@dataclass
class Workspace:
    manifest: Manifest
    clock: Clock
    changes: Changes
    journal: Journal
    faults: Faults
    name: str = "Sandbox"
    try_this: list[str] = field(default_factory=list)  # what the page suggests to a newcomer
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    notices: dict[str, tuple[int, str]] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    offered: dict[tuple[str, str, str, str], list[Json]] = field(default_factory=dict)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    restricted: set[str] = field(default_factory=set)  # methods that the owners keep to themselves
    event_contexts: set[str] = field(default_factory=set)  # of the events that were sent
    tokens: dict[str, Token] = field(default_factory=dict)
    granted: frozenset[str] = frozenset()  # the scopes that the workspace gave to the app
    sold: bool = False  # whether the app is sold and not in Slack's Marketplace: it may read little history
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        handle = "".join(c for c in self.manifest.bot_name.lower() if c.isalnum()) or "app"
        self.users[BOT_USER_ID] = User(BOT_USER_ID, handle, self.manifest.bot_name, is_bot=True)
        self.add_conversation("general", [], "channel")
        self.tokens = {BOT_TOKEN: Token("bot"), APP_TOKEN: Token("app")}
        self.granted = self.manifest.scopes

    @property
    def installed(self) -> bool:
        """Whether the app is in this workspace."""
        return not self.users[BOT_USER_ID].deleted

    @property
    def authorized(self) -> bool:
        """Whether the app has a token for this workspace that works."""
        return any(token.kind == "bot" and token.refusal is None for token in self.tokens.values())

    def is_ext_shared(self, conversation: Conversation) -> bool:
        """Whether somebody from another organisation is in a conversation (Slack Connect)."""
        return any(self.users[member].is_stranger for member in conversation.members)

    def shares_channel(self, user: User) -> bool:
        """Whether somebody is in a channel in which the app is too."""
        places = (place.members for place in self.conversations.values() if place.kind != "im")
        return any(user.id in members and BOT_USER_ID in members for members in places)

    async def until(self, due: float) -> None:
        """Waits until a moment of the sandbox's forward-going clock, so that moving it on brings that nearer."""
        while (left := due - self.clock.monotonic()) > 0:
            await self.changes.after(self.changes.version, left)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._ids):07d}"

    # People and places

    def add_user(self, real_name: str, **more: str | bool) -> User:
        """Adds a person. They join #general, except guests and strangers."""
        taken = {user.name for user in self.users.values()}
        stem = ".".join("".join(c if c.isalnum() else " " for c in real_name.lower()).split()) or "person"
        names = chain([stem], (f"{stem}.{number}" for number in count(2)))
        handle = next(name for name in names if name not in taken)
        user = User(self.new_id("U"), handle, real_name, **more)  # type: ignore[arg-type]
        self.users[user.id] = user
        if not (user.is_guest or user.is_stranger):
            self.general.members.append(user.id)
        self.changes.bump()
        return user

    @property
    def general(self) -> Conversation:
        return next(iter(self.conversations.values()))

    def add_conversation(self, name: str, members: list[str], kind: str) -> Conversation:
        prefix = {"channel": "C", "private": "C", "im": "D"}[kind]
        created = int(self.clock.now().timestamp())
        conversation = Conversation(self.new_id(prefix), name, kind, created, list(members))
        self.conversations[conversation.id] = conversation
        self.changes.bump()
        return conversation

    def find_dm(self, user: str) -> Conversation | None:
        return next((c for c in self.conversations.values() if c.kind == "im" and user in c.members), None)

    def dm(self, user: str) -> Conversation:
        """The app's direct messages with a person; made when first needed."""
        return self.find_dm(user) or self.add_conversation("directmessage", [user, BOT_USER_ID], "im")

    # Messages

    def next_ts(self, conversation: Conversation) -> str:
        """A ts that is unique in the conversation and later than all before it, even if the clock went back."""
        now = self.clock.now()
        seconds, micros = int(now.timestamp()), now.microsecond
        last = conversation.last_ts
        if (seconds, micros) <= last:
            seconds, micros = (last[0], last[1] + 1) if last[1] < 999_999 else (last[0] + 1, 0)  # noqa: PLR2004
        conversation.last_ts = (seconds, micros)
        return f"{seconds}.{micros:06d}"

    def post(self, conversation: Conversation, user: str, text: str, **more: object) -> Message:
        version = self.changes.version + 1
        ts = self.next_ts(conversation)
        message = Message(conversation.id, ts, user, text, version, version, **more)  # type: ignore[arg-type]
        conversation.messages.append(message)
        self.changes.bump()
        return message

    def touch(self, message: Message) -> None:
        message.changed = self.changes.bump()

    def message(self, channel: str, ts: str) -> Message | None:
        conversation = self.conversations.get(channel)
        return conversation.find(ts) if conversation else None

    # Views

    def new_view(self, user: str, body: Json, previous: View | None = None) -> View:
        view_id = self.new_id("V")
        version = self.changes.version + 1
        root = previous.root_id if previous else view_id
        return View(
            view_id, user, body, self.new_hash(), {}, version, root, previous.id if previous else None
        )

    def new_hash(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{random_id(8)}"

    def find_view(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        views = [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())
        return next(
            (
                view
                for view in views
                if (view_id and view.id == view_id)
                or (external_id and view.body.get("external_id") == external_id)
            ),
            None,
        )

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    # What an interaction may use afterwards

    def new_trigger(self, user: str, view_id: str | None = None, channel: str | None = None) -> str:
        trigger = Trigger(
            f"{next(self._ids)}.{next(self._ids)}.{secrets.token_hex(16)}",
            user,
            self.clock.monotonic(),
            view_id,
            channel,
        )
        oldest = trigger.born - limits.HOUR
        self.triggers = {name: each for name, each in self.triggers.items() if each.born > oldest}
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_event_context(self) -> str:
        """Something by which an app can ask who else may see an event."""
        context = f"4-{secrets.token_hex(12)}"
        self.event_contexts.add(context)
        return context

    def new_response_url(self, user: str, channel: str, message: Message | None = None) -> ResponseUrl:
        url = ResponseUrl(
            secrets.token_hex(12),
            user,
            channel,
            self.clock.monotonic(),
            message.ts if message else None,
            message.thread_ts if message else None,
        )
        oldest = url.born - limits.HOUR - limits.RESPONSE_URL_SECONDS
        self.response_urls = {name: each for name, each in self.response_urls.items() if each.born > oldest}
        self.response_urls[url.secret] = url
        return url

    def notify(self, user: str, sentence: str | None) -> None:
        """What Slack itself tells a person; None takes it away."""
        version = self.changes.bump()
        if sentence is None:
            self.notices.pop(user, None)
        else:
            self.notices[user] = (version, sentence)


def random_id(length: int = 5) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def ts_time(ts: str) -> datetime:
    seconds, _, micros = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(micros or 0))


def with_ids(blocks: list[Json] | None) -> list[Json] | None:
    """A copy of the blocks in which those without block_id or action_id have been given one, as Slack does."""
    if not blocks:
        return None
    copied: list[Json] = copy.deepcopy(blocks)
    for block, _ in all_blocks(copied):
        block.setdefault("block_id", random_id())
    for _, element in elements_of(copied):
        element.setdefault("action_id", random_id())
    return copied
