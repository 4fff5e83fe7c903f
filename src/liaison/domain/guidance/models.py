"""What the guide answers, as values: passages and readings, each with whose they are and where they were read."""

from datetime import date, datetime

from liaison.domain.packs import Circular, KnowledgeEntry
from liaison.domain.values import SlackUserId, Value


class Cited(Value):
    """Whose an answer is, where it was read, and the document's title and date in words (I-04, X-20)."""

    owner: str
    source: str
    document: str | None = None


class Passage(Value):
    """A fact of the guidance with its source; `advice_from` names whom it says to ask first, where it does (B-13)."""

    entry: KnowledgeEntry
    cited: Cited
    advice_from: str | None = None


class Reading(Value):
    """What an abbreviation or a word stands for in this authority (I-23).

    Two definitions that are attributed to different documents stay two (I-04).
    """

    term: str
    meaning: str
    attributed_to: str | None = None
    points: tuple[str, ...] = ()
    cited: tuple[Cited, ...]


class Topic(Value):
    """A topic on which the guidance says something."""

    key: str
    title: str
    passages: int


class Answer(Value):
    """What the guide says to a query.

    `exact` is False where a word was misspelt and the nearest is shown; `silent` where the topic is known, but this
    authority's documents say nothing on it; `near` are terms to try where nothing was found.
    """

    query: str
    owner: str
    title: str | None = None
    exact: bool = True
    silent: bool = False
    defining: bool = False
    readings: tuple[Reading, ...] = ()
    passages: tuple[Passage, ...] = ()
    near: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.readings or self.passages)


class Advisers(Value):
    """Who is asked for advice: their title ("Chief Executive"), and the people who get the question.

    `instead_of` is the title of whom the guidance names first, where nobody in Slack bears it.
    """

    title: str
    names: tuple[str, ...]
    users: tuple[SlackUserId, ...]
    instead_of: str | None = None


class Question(Value):
    """A question on conflicting codes; its text and its answer are for the asker and those asked alone (B-13)."""

    id: str
    asker: SlackUserId
    asked_by: str
    asked: Advisers
    text: str
    asked_at: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


class Reader(Value):
    """Somebody in Slack of whom it is expected that they read something, and when they said so."""

    name: str
    user: SlackUserId
    on: date | None = None


class Readers(Value):
    """Who has said that they read something and who has not; `not_in_slack` cannot be asked there (B-15, B-16)."""

    circular: Circular
    expected: tuple[Reader, ...]
    not_in_slack: tuple[str, ...] = ()
    can_remind: bool = False

    @property
    def done(self) -> tuple[Reader, ...]:
        """Those who have."""
        return tuple(reader for reader in self.expected if reader.on)

    @property
    def missing(self) -> tuple[Reader, ...]:
        """Those who have not, and can be asked."""
        return tuple(reader for reader in self.expected if not reader.on)


class Acknowledged(Value):
    """That somebody has read something; `again` where they had said so before."""

    title: str
    on: date
    again: bool


class Circulated(Value):
    """Where something has gone: to one channel, or to that many people."""

    circular: Circular
    people: int
    again: bool = False
