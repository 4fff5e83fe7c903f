"""The office in which a whole year passes: the demo's people and channels, and all that the app writes to them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

from tests.flows.office import WORKSPACE, Bot, Office, settings_for

from liaison.bot.app import Liaison
from liaison.bot.demo import people
from liaison.bot.settings import Settings, manifest_path
from liaison.domain.access import linking
from liaison.domain.access.rules import role_title
from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.notices.models import State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId
from liaison.domain.workdays import is_working_day
from liaison.sandbox.language.people import Channel, Person, Slack
from liaison.sandbox.language.render import message_text
from liaison.sandbox.workspace import Message, Workspace

LONDON = "Europe/London"
PATIENCE = 30  # seconds
HEADING = "What Liaison wrote to channels and people in a year. In brackets: what people did."
Place = tuple[str, str]  # a conversation and the `ts` of a message in it


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of London's clocks."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(LONDON)).astimezone(UTC)


class YearOffice(Office):
    """The demo's office: everybody whom the register names and the staff by their roles, with a channel for each committee."""

    def __init__(self, slack: Slack, settings: Settings, pack: str) -> None:
        super().__init__(slack, settings, pack)
        self.running: list[Liaison] = []
        self.bot: Bot | None = None
        found = people(slack.sandbox, self.pack)
        named = {person.id: person.name for person in self.pack.register_.people}
        self.members = {id_: Person(slack, user, named[id_]) for id_, user in found.members.items()}
        self.officers = {role: Person(slack, user, role_title(role)) for role, user in found.staff.items()}
        self.channels = {
            id_: Channel(slack, channel, f"{id_}-committee") for id_, channel in found.channels.items()
        }
        for member in self.members.values():
            self._link(member, "member")
        for role, officer in self.officers.items():
            self._link(officer, role)
        for id_, channel in self.channels.items():
            committee, chosen, now = CommitteeId(id_), ChannelId(channel.id), slack.clock.now()
            self.store.run(WORKSPACE, register_service.set_channel, None, committee, chosen, now=now)
        self.post = PostBook(slack)

    def _link(self, person: Person, role: str) -> None:
        user, now = SlackUserId(person.id), self.slack.clock.now()
        self.store.run(WORKSPACE, linking.link, self.pack, user=user, name=person.name, roles=[role], now=now)

    def comes(self, moment: datetime) -> None:
        """The clock is moved by hand to a moment; what it makes due is found and has gone out when this returns."""
        self.slack.clock.set(moment)
        self.is_delivered()

    def waiting(self) -> set[datetime]:
        """The moments for which something waits to be sent."""
        return self.store.run(WORKSPACE, _waiting)

    def is_delivered(self) -> None:
        """All that is due has gone out, and stands in the book."""
        assert self.bot
        asyncio.run_coroutine_threadsafe(_at_rest(self.running[-1]), self.bot.loop).result(PATIENCE)
        self.post.read()


def _waiting(uow: UnitOfWork) -> set[datetime]:
    return {notice.due for notice in uow.notices.owed((State.PENDING,), most=200)}


async def _at_rest(liaison: Liaison) -> None:
    """Waits until the bot has looked at what is due, and has sent it all."""
    await liaison.desk.finish()
    await liaison.deliverer.deliver()


@contextmanager
def open_year(database_url: str, now: datetime, pack: str) -> Iterator[YearOffice]:
    """The office with its bot at work, which shows itself to the test: so it knows when all is delivered."""
    with Slack(manifest_path(), now=now) as slack, patch("liaison.storage.snapshots.STALE_AFTER", 0.0):
        office = YearOffice(slack, settings_for(slack, database_url, "socket"), pack)

        def opened(settings: Settings) -> Liaison:
            office.running.append(Liaison(settings))
            return office.running[-1]

        with patch("liaison.bot.server.Liaison", opened), Bot(office.settings) as office.bot:
            slack.connected()
            yield office
            slack.settled()
        office.store.close()
        assert not slack.violations, slack.violations


class PostBook:
    """Whatever the app writes to everybody in a channel or to one person, in order, and what becomes of it."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._seen = 0
        self._texts: dict[Place, str] = {}
        # When; to whom, or what somebody did; and how the message reads, where it is one.
        self.entries: list[tuple[datetime, str, str | None]] = []

    def read(self) -> None:
        """Takes down what has come or changed since the last reading."""
        self._slack.sandbox.look(self._read)

    def _read(self, workspace: Workspace) -> None:
        now = self._slack.clock.now()
        for place in workspace.conversations.values():
            who = workspace.users[place.members[0]].real_name if place.kind == "im" else f"#{place.name}"
            for message in place.messages:
                if message.by_app and message.ephemeral_to is None and message.changed > self._seen:
                    self._take_down(workspace, who, message, now)
        self._seen = workspace.changes.version

    def _take_down(self, workspace: Workspace, who: str, message: Message, now: datetime) -> None:
        text, place = message_text(workspace, message), (message.channel, message.ts)
        before = self._texts.get(place)
        if text == before:
            return
        self._texts[place] = text
        sent = datetime.fromtimestamp(float(message.ts), UTC)
        if before is None:
            self.entries.append((sent, f"to {who}", text))
        else:
            of = f"{write_time(sent, LONDON)} on {write_date(local_day(sent, LONDON))}"
            self.entries.append((now, f"to {who}, the message of {of} now reads", text))

    def note(self, moment: datetime, what: str) -> None:
        """Takes down what somebody does."""
        self.entries.append((moment, what, None))

    def at_bad_times(self) -> list[str]:
        """The messages that came by night, on a weekend or on a bank holiday; a changed one disturbs nobody."""
        found = []
        for moment, whom, text in self.entries:
            local = moment.astimezone(ZoneInfo(LONDON))
            well_timed = is_working_day(local.date()) and 8 <= local.hour < 18
            if text and "now reads" not in whom and not well_timed:
                found.append(f"{local}, {whom}")
        return found

    @property
    def text(self) -> str:
        """The book: day by day, with the day of the week and the time; what people did stands in brackets."""
        lines = [HEADING]
        day = None
        for moment, whom, text in self.entries:
            local = moment.astimezone(ZoneInfo(LONDON))
            if local.date() != day:
                day = local.date()
                lines += ["", f"{local:%A} {write_date(day)}"]
            if text is None:
                lines.append(f"  ({write_time(moment, LONDON)}: {whom})")
                continue
            lines += [
                f"  {write_time(moment, LONDON)}, {whom}:",
                *(f"    {line}" for line in text.split("\n")),
            ]
        return "\n".join(lines).strip() + "\n"
