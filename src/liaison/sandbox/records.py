"""Smaller things that a workspace keeps: topics, user groups, scheduled messages, files. All times are in seconds."""

from dataclasses import dataclass, field

from liaison.sandbox.jsons import Json


@dataclass(frozen=True)
class Label:
    """A channel's topic or purpose: what it says, who set it, and when."""

    value: str = ""
    creator: str = ""
    last_set: int = 0


NO_LABEL = Label()


@dataclass
class Usergroup:
    """A group of people that is mentioned as one. `deleted` is 0 while it is in use."""

    id: str
    name: str
    handle: str
    description: str
    created: int
    updated: int
    deleted: int = 0
    channels: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scheduled:
    """A message that Slack will post at `post_at`; `content` is what it will say."""

    id: str
    channel: str
    post_at: int
    created: int
    content: Json


@dataclass
class File:
    """A file that the app or a person uploads. `content` is None until the bytes are there.

    `complete` says that the upload is finished, `given` that a person chose the file in one of the app's forms.
    """

    id: str
    user: str
    name: str
    mimetype: str
    size: int  # in bytes
    created: int
    url: str  # of the bytes, for those who sign in
    title: str = ""
    alt_txt: str = ""
    secret: str = ""  # of the address to which the bytes are to be sent
    content: bytes | None = None
    complete: bool = False
    given: bool = False
    deleted: bool = False
