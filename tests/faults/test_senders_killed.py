"""Senders are killed at every step and at random, between Slack's refusals: nothing is lost, nothing comes twice.

The suite does it on a small scale. `make faults` does it with 10,000 notices and 200 kills on each database, and prints
what it saw.
"""

import os
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import structlog
from tests.faults.senders import STEPS, Death, Sender
from tests.flows.office import WORKSPACE, Office, settings_for

from liaison.bot.settings import manifest_path
from liaison.domain import audit
from liaison.domain.notices.manners import Choices
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.values import CommitteeId, SlackUserId
from liaison.sandbox.language.people import Slack
from liaison.sandbox.workspace import Workspace
from liaison.storage.tables import notices as rows

NOTICES = int(os.environ.get("LIAISON_FAULTS_NOTICES", "240"))
KILLS = int(os.environ.get("LIAISON_FAULTS_KILLS", str(len(STEPS) + 4)))
LIFE = timedelta(minutes=3)  # from one life of a sender to the next: more than a claim lasts
READERS = ("Mrs L L Shaw", "Mr R Cole", "Mr W Smith", "Mrs C Egan")
COMMITTEES = ("ppp", "ced", "authority")
SEED = 5
log = structlog.get_logger()


class Storm:
    """An office in which much is owed, and senders that come and go."""

    def __init__(self, office: Office, replicas: int) -> None:
        self._office = office
        self._replicas = replicas
        self._chance = random.Random(SEED)  # the same storm each time
        self._at = office.slack.clock.now()
        self._steps = [Death(step, 1) for step in STEPS]
        self._last = self._at
        self.kills = 0
        self.lives = 0
        self._people = [office.member(name) for name in READERS]
        self._people.append(office.staff("committee-services-officer"))
        for committee in COMMITTEES:
            office.channel(committee, self._people[-1])
        for person in self._people:
            office.store.run(WORKSPACE, _at_any_hour, SlackUserId(person.id))

    def owe(self) -> None:
        """So many notices to people and committees, due one after the other over the storm's time."""
        step = LIFE * KILLS / self._replicas / NOTICES
        self._last = self._at + step * NOTICES

        def owe(uow: UnitOfWork) -> None:
            for number in range(NOTICES):
                uow.notices.add(self._notice(number, self._at + step * number))

        self._office.store.run(WORKSPACE, owe)

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
            facts={"trouble": f"Notice {number}.", "mend": "Nothing.", "promise": "Nothing."},
            due=due,
            urgent=committee is not None or number % 3 == 0,
        )

    def rage(self) -> None:
        """Kills senders, at each step once and then at random, until enough have died."""
        while self.kills < KILLS:
            self._live(deadly=True)
            assert self.lives < 20 * KILLS, "the senders do not die"

    def calm(self) -> None:
        """Leaves the senders alone until nothing is left."""
        self._office.slack.faults.clear()
        for _ in range(KILLS + 20):
            self._live(deadly=False)
            if self._at >= self._last and not self._left():
                return
        raise AssertionError(f"{self._left()} notices are still due")

    def _live(self, *, deadly: bool) -> None:
        self._at += LIFE
        self._office.slack.clock.set(self._at)
        if deadly:
            self._trouble()
        at_random = deadly and not self._steps
        senders = [self._sender(deadly=deadly and not at_random) for _ in range(self._replicas)]
        if at_random:
            for sender in senders:
                threading.Timer(self._chance.uniform(0.02, 0.6), sender.kill).start()
        self.kills += sum([sender.ends() for sender in senders])
        self.lives += len(senders)

    def _sender(self, *, deadly: bool) -> Sender:
        death = self._steps.pop() if deadly and self._steps else None
        return Sender(self._office.settings, self._at, death)

    def _trouble(self) -> None:
        """What Slack and the line do beside: each time something else."""
        faults, post = self._office.slack.faults, "chat.postMessage"
        faults.clear()
        match self._chance.randrange(6):
            case 0:
                faults.rate_limit(post, times=2, retry_after=30)
            case 1:
                faults.cut_before(post, times=2)
            case 2 | 3:
                faults.cut_after(post, times=2)
            case 4:
                faults.rate_limit("conversations.history", times=1, retry_after=60)
            case _:
                faults.cut_after("conversations.open", times=1)

    def _left(self) -> int:
        return self._office.store.run(WORKSPACE, lambda uow: uow.notices.left_due(now=self._at))

    # What came of it

    def received(self) -> Counter[str]:
        """How often each notice stands in a conversation, by its key: by itself, or in a message of several."""

        def count(workspace: Workspace) -> Counter[str]:
            return Counter(
                number
                for place in workspace.conversations.values()
                for message in place.messages
                if message.metadata and message.metadata["event_type"] == "liaison_notice"
                for number in re.findall(r"Notice (\d+)\.", message.text)
            )

        found = self._office.slack.sandbox.look(count)
        return Counter({f"storm:{number}": often for number, often in found.items()})

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
        """How many notices stand where."""
        with self._office.store.engine.connect() as connection:
            return Counter(connection.execute(rows.select().with_only_columns(rows.c.state)).scalars())


def _at_any_hour(uow: UnitOfWork, user: SlackUserId) -> None:
    """Somebody wants to be told at any hour, and as often as it comes."""
    chosen = {"from_hour": 0, "to_hour": 24, "days_off": True, "most_a_day": 50}
    uow.notices.save_choices(Choices.model_validate({"user": user, **chosen}))


@pytest.fixture
def stormy(office_url: str, now: datetime) -> Iterator[Office]:
    """An office without a bot, on each database."""
    with Slack(manifest_path(), now=now) as slack:
        office = Office(slack, settings_for(slack, office_url, "socket"), "cumbria")
        yield office
        office.store.close()


def test_killed_at_every_step_and_at_random_nothing_is_lost_or_comes_twice(stormy: Office) -> None:
    """On PostgreSQL two replicas share the work; on SQLite one process has it."""
    replicas = 2 if stormy.store.engine.dialect.name == "postgresql" else 1
    storm = Storm(stormy, replicas)
    storm.owe()
    storm.rage()
    storm.calm()
    once = Counter({f"storm:{number}": 1 for number in range(NOTICES)})
    received = storm.received()
    log.info(
        "the storm is over",
        database=stormy.store.engine.dialect.name,
        notices=NOTICES,
        kills=storm.kills,
        lives=storm.lives,
        messages=storm.messages(),
        lost=len(once - received),
        doubled=sum((received - once).values()),
    )
    assert received == once
    assert storm.audited() == once
    assert storm.states() == Counter({State.SENT: NOTICES})
