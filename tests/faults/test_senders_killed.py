"""Senders are killed at every step and at random, between Slack's refusals: nothing is lost, nothing comes twice.

Meanwhile messages that were sent are changed, a busy channel has to be searched page after page, the app is put out of
channels and let in again, and a member asks their support officer something in each life.

The suite does it on a small scale. `make faults` does it with 10,000 notices and 200 kills on each database, and prints
what it saw.
"""

import json
import os
import random
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select
from tests.faults.senders import STEPS, Death, Nest, Question, Sender
from tests.flows.office import WORKSPACE, Office, settings_for

from liaison.bot.settings import manifest_path
from liaison.domain import audit
from liaison.domain.notices import models
from liaison.domain.notices.manners import Choices
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import service as register_service
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import BOT_USER_ID, Workspace
from liaison.storage.tables import notices as rows
from liaison.storage.tables import requests

NOTICES = int(os.environ.get("LIAISON_FAULTS_NOTICES", "160"))
KILLS = int(os.environ.get("LIAISON_FAULTS_KILLS", str(len(STEPS) + 4)))
LIFE = timedelta(minutes=3)  # from one life of a sender to the next: more than a claim lasts
READERS = ("Mrs L L Shaw", "Mr R Cole", "Mr W Smith", "Mrs C Egan")
COMMITTEES = ("ppp", "ced", "authority")
BUSY, TALK = "ppp", 205  # a committee in whose channel people say more than a page holds
STORM = "Notice {}."
STORMS = re.compile(r"Notice (\d+)\.")
QUESTIONS = re.compile(rf"{Kind.REQUEST_ASKED}:q\d+:U\w+")
SEARCHES = {"record_searched", "record_not_there", "conversations.history"}
SEED = 5
UNRECORDED = (
    "after chat.postMessage"  # Slack has it, and no row says so: what is not looked for then comes twice
)
log = structlog.get_logger()


class Storm:
    """An office in which much is owed, and senders that come and go."""

    def __init__(self, office: Office, replicas: int) -> None:
        self._office = office
        self._replicas = replicas
        self._chance = random.Random(SEED)  # the same storm each time
        self._at = office.slack.clock.now()
        self._steps = list(STEPS)
        for place in range(3, 33, 5):
            self._steps.insert(place, UNRECORDED)
        self._last = self._at
        self._out = False
        self.struck: Counter[str] = Counter()
        self.asked: list[Question] = []
        self.kills = 0
        self.lives = 0
        self._people = [office.member(name) for name in READERS]
        self._people.append(office.staff("committee-services-officer"))
        self._officer = office.staff("support-officer")
        self._channels = {
            CommitteeId(committee): ChannelId(office.channel(committee, self._people[-1]).id)
            for committee in COMMITTEES
        }
        for person in (*self._people, self._officer):
            office.store.run(WORKSPACE, _at_any_hour, SlackUserId(person.id))
        office.slack.sandbox.look(self._talk)

    def _talk(self, workspace: Workspace) -> None:
        """People say much in one of the channels."""
        place = workspace.conversations[self._channels[CommitteeId(BUSY)]]
        for number in range(TALK):
            workspace.post(place, self._people[0].id, f"Talk {number}")

    def owe(self) -> None:
        """So many notices to people and committees, due one after the other over the storm's time."""
        step = LIFE * KILLS / self._replicas / NOTICES
        self._last = self._at + step * NOTICES

        def owe(uow: UnitOfWork) -> None:
            for number in range(NOTICES):
                uow.notices.add(self._notice(number, self._at + step * number))

        self._office.store.run(WORKSPACE, owe)

    def begin(self) -> Nest:
        """The process from which all senders come, once it has asked and sent something itself."""
        self._nest = Nest(self._office.settings, self._at, self._to_ask(another=True))
        return self._nest

    def _notice(self, number: int, due: datetime) -> Notice:
        place = number % (len(self._people) + len(COMMITTEES))
        user, committee = None, None
        if place < len(self._people):
            user = SlackUserId(self._people[place].id)
        else:
            committee = CommitteeId(COMMITTEES[place - len(self._people)])
        return Notice(
            key=f"storm:{number}",
            kind=Kind.MEND_CHANNEL,
            subject=f"storm {number}",
            reason="You are in the storm.",
            to_user=user,
            to_committee=committee,
            facts={"trouble": STORM.format(number), "mend": "Nothing.", "promise": "Nothing."},
            due=due,
            urgent=committee is not None or number % 3 == 0,
        )

    def rage(self) -> None:
        """Kills senders, at each step once and then at random, until enough have died."""
        while self._steps or self.kills < KILLS:
            self._live(deadly=True)
            assert self.lives < 20 * KILLS, f"the senders do not die: {self._steps}"

    def calm(self) -> None:
        """Leaves the senders alone until nothing is left."""
        self._office.slack.faults.clear()
        self._let_in(in_=True)
        for _ in range(KILLS + 20):
            self._live(deadly=False)
            if not self._owed():
                return
        raise AssertionError(f"{self._owed()} notices are still owed")

    def _live(self, *, deadly: bool) -> None:
        """A life of each replica."""
        next_due = self._next_due()
        self._at = max(self._at + LIFE, self._at if deadly or next_due is None else next_due)
        self._office.slack.clock.set(self._at)
        steps = [self._steps.pop() for _ in range(self._replicas) if self._steps] if deadly else []
        if deadly:
            self._happenings(steps)
        questions = self._to_ask(another=deadly)
        senders = [
            Sender(self._nest, self._at, Death(step, 1) if step else None, questions)
            for step in (*steps, *[None] * (self._replicas - len(steps)))
        ]
        if deadly and not steps:
            for sender in senders:
                threading.Timer(self._chance.uniform(0.01, 0.2), sender.kill).start()
        for sender in senders:
            killed = sender.ends()
            self.kills += killed
            self.lives += 1
            if sender.death and killed:
                self.struck[sender.death.step] += 1
            elif sender.death:
                self._steps.append(sender.death.step)  # it was not reached in this life: perhaps in the next
        self._both_or_neither()

    # What happens meanwhile

    def _happenings(self, steps: Sequence[str]) -> None:
        """What a life needs that is to end at these steps, and beside it something else each time."""
        ends = {step.split()[-1] for step in steps}
        self._let_in(in_="record_held" not in ends and (bool(steps) or self._chance.random() > 1 / 8))
        self._office.store.run(WORKSPACE, self._change)
        faults, post = self._office.slack.faults, "chat.postMessage"
        faults.clear()
        upcoming = {step.split()[-1] for step in self._steps[-self._replicas :]}
        if "release" in ends:
            faults.rate_limit(post, times=self._replicas, retry_after=30)
        elif upcoming & SEARCHES:
            faults.cut_before(post, times=8)
        else:
            self._trouble()

    def _trouble(self) -> None:
        """What Slack and the line do beside: each time something else."""
        faults, post = self._office.slack.faults, "chat.postMessage"
        match self._chance.randrange(7):
            case 0:
                faults.rate_limit(post, times=2, retry_after=30)
            case 1:
                faults.cut_before(post, times=2)
            case 2 | 3:
                faults.cut_after(post, times=2)
            case 4:
                faults.rate_limit("conversations.history", times=1, retry_after=60)
            case 5:
                faults.cut_after("chat.update", times=1)
            case _:
                faults.cut_after("conversations.open", times=1)

    def _change(self, uow: UnitOfWork) -> None:
        """What some of the messages that were sent last are about has changed."""
        for notice in uow.notices.latest_sent(most=1):
            models.refresh(uow.notices, notice.subject)

    def _let_in(self, *, in_: bool) -> None:
        """The app is put out of the committees' channels, or let in again, which staff say in a form."""
        if in_ is not self._out:
            return
        self._out = not in_

        def move(workspace: Workspace) -> None:
            for channel in self._channels.values():
                members = workspace.conversations[channel].members
                (members.append if in_ else members.remove)(BOT_USER_ID)

        self._office.slack.sandbox.look(move)
        for committee, channel in self._channels.items() if in_ else ():
            self._office.store.run(
                WORKSPACE, register_service.set_channel, None, committee, channel, now=self._at
            )

    # What a use-case owes

    def _to_ask(self, *, another: bool) -> Sequence[Question]:
        """What has not been asked yet, because whoever was to ask it died; and one thing more."""
        if another:
            name = f"q{len(self.asked):04}"
            self.asked.append(Question(name, self._people[0].id, "Who pays?"))
        kept = self._asked_in("request")
        return [question for question in self.asked if question.id not in kept]

    def _both_or_neither(self) -> None:
        """A question is kept with its notice, or neither is."""
        assert self._asked_in("request") == self._asked_in("notice")

    def _asked_in(self, where: str) -> set[str]:
        """Which questions are kept as requests, or as notices."""
        column = requests.c.id if where == "request" else rows.c.subject
        query = select(column).where(column.like("request q%" if where == "notice" else "q%"))
        with self._office.store.engine.connect() as connection:
            return {found.removeprefix("request ") for found in connection.execute(query).scalars()}

    def _owed(self) -> int:
        """How much is owed, due or not."""
        with self._office.store.engine.connect() as connection:
            return connection.execute(select(func.count(rows.c.wakes_at))).scalar_one()

    def _next_due(self) -> datetime | None:
        with self._office.store.engine.connect() as connection:
            found: datetime | None = connection.execute(select(func.min(rows.c.wakes_at))).scalar_one()
            return found

    # What came of it

    def received(self) -> Counter[str]:
        """How often each notice stands in a conversation, by its key: by itself, or in a message of several."""

        def count(workspace: Workspace) -> Counter[str]:
            found: Counter[str] = Counter()
            for place in workspace.conversations.values():
                for message in place.messages:
                    if message.metadata and message.metadata["event_type"] == "liaison_notice":
                        found.update(f"storm:{number}" for number in STORMS.findall(message.text))
                        whole = json.dumps([message.metadata, message.blocks])
                        found.update(set(QUESTIONS.findall(whole)))
            return found

        return self._office.slack.sandbox.look(count)

    def messages(self) -> int:
        """How many messages that makes."""
        return self._office.slack.sandbox.look(
            lambda workspace: sum(
                message.by_app for place in workspace.conversations.values() for message in place.messages
            )
        )

    def audited(self) -> Counter[str]:
        """How often the audit trail has each as sent; the trail's chain holds."""
        entries = self._office.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
        assert audit.first_broken(entries) is None
        return Counter(entry.subject for entry in entries if entry.action == "notice sent")

    def states(self) -> Counter[str]:
        """How many notices of the storm stand where."""
        told_to_staff = rows.c.subject.like("channel of %")
        with self._office.store.engine.connect() as connection:
            return Counter(connection.execute(select(rows.c.state).where(~told_to_staff)).scalars())

    def owed_in_all(self) -> Counter[str]:
        """What each was owed once."""
        told = [f"storm:{number}" for number in range(NOTICES)]
        asked = [f"{Kind.REQUEST_ASKED}:{each.id}:{self._officer.id}" for each in self.asked]
        return Counter([*told, *asked])


def _at_any_hour(uow: UnitOfWork, user: SlackUserId) -> None:
    """Somebody wants to be told at any hour, and as often as it comes."""
    chosen = {"from_hour": 0, "to_hour": 24, "days_off": True, "most_a_day": 50}
    uow.notices.save_choices(Choices.model_validate({"user": user, **chosen}))


@pytest.fixture
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that waits for no disk, where the machine has one: a killed process loses nothing there either."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path_factory.mktemp("storm")
        return
    with tempfile.TemporaryDirectory(prefix="liaison-storm-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def stormy(office_url: str, in_memory: Path, now: datetime) -> Iterator[Office]:
    """An office without a bot, on each database."""
    if office_url.startswith("sqlite"):
        office_url = f"sqlite:///{in_memory}/liaison.db"
    with Slack(manifest_path(), now=now) as slack:
        office = Office(slack, settings_for(slack, office_url, "socket"), "cumbria")
        yield office
        office.store.close()


def test_killed_at_every_step_and_at_random_nothing_is_lost_or_comes_twice(stormy: Office) -> None:
    """On PostgreSQL two replicas share the work; on SQLite one process has it."""
    replicas = 2 if stormy.store.engine.dialect.name == "postgresql" else 1
    storm = Storm(stormy, replicas)
    storm.owe()
    with storm.begin():
        storm.rage()
        storm.calm()
    once, received, audited = storm.owed_in_all(), storm.received(), storm.audited()
    log.info(
        "the storm is over",
        database=stormy.store.engine.dialect.name,
        notices=NOTICES,
        asked=len(storm.asked),
        kills=storm.kills,
        steps=len(storm.struck),
        lives=storm.lives,
        messages=storm.messages(),
        lost=len(once - received),
        doubled=sum((received - once).values()),
    )
    assert set(storm.struck) == set(STEPS), "a sender has died at each step"
    assert received == once
    assert set(audited.values()) == {1}
    assert not once - audited
    assert storm.states() == Counter({State.SENT: len(once)})
