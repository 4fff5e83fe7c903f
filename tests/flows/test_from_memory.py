"""A lookup answers from memory: while the register is fresh, the database is not asked for anything (design decision 5)."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from slack_bolt.async_app import AsyncBoltRequest
from sqlalchemy import Connection, Engine, event
from tests.flows.office import WORKSPACE, settings_for

from liaison.bot.app import Liaison
from liaison.bot.settings import manifest_path
from liaison.domain.access import linking as access
from liaison.domain.register import service as register_service
from liaison.domain.register.entries import Edit
from liaison.domain.values import SlackUserId
from liaison.sandbox.language.people import Person, Slack
from liaison.sandbox.workspace import TEAM_ID
from liaison.storage.cipher import Cipher
from liaison.storage.database import open_engine
from liaison.storage.migrate import migrate
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """What the database is asked meanwhile: transactions begun, and statements."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    def begun(_: Connection) -> None:
        found.append("BEGIN")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "begin", begun)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "begin", begun)


async def types(liaison: Liaison, person: Person, text: str) -> str:
    """What a person is answered."""
    command, _, rest = text.partition(" ")
    body = {
        "command": command,
        "text": rest,
        "team_id": TEAM_ID,
        "user_id": person.id,
        "channel_id": "C1",
        "trigger_id": "1",
        "response_url": "http://localhost:9/unused",
    }
    request = AsyncBoltRequest(body=json.dumps(body), mode="socket_mode")
    response = await liaison.bolt.async_dispatch(request)
    return str(response.body)


def test_a01_a_lookup_reaches_its_answer_without_the_database(database_url: str) -> None:
    """A-01, UX-13: who asks and what is answered both come from memory; a link taken away counts at once here."""

    async def day(slack: Slack) -> None:
        liaison = Liaison(settings_for(slack, database_url, "http"))
        store, now = liaison.store, slack.clock.now()
        migrate(store.engine)
        pack, shaw = load_pack("cumbria"), slack.person("Mrs L L Shaw")
        user = SlackUserId(shaw.id)
        store.run(WORKSPACE, register_service.seed, pack, now=now)
        store.run(WORKSPACE, access.link, pack, user=user, name=shaw.name, roles=["member"], now=now)
        with patch("liaison.storage.snapshots.STALE_AFTER", 60.0):
            assert "Barrow" in await types(liaison, shaw, "/rep barrow")
            with asked(store.engine) as statements:
                assert "Barrow" in await types(liaison, shaw, "/rep barrow")
                assert "Watson" in await types(liaison, shaw, "/rep watson")
                assert "xyzzy" in await types(liaison, shaw, "/rep xyzzy")
            assert statements == []
            store.run(WORKSPACE, lambda uow: uow.register.save([Edit("links", user, None)]))
            assert "I do not know who you are" in await types(liaison, shaw, "/rep barrow")
            # Another process links her again: nobody is turned away for what is up to a second old.
            elsewhere = Store(open_engine(database_url), Cipher(liaison.settings.key))
            elsewhere.run(WORKSPACE, access.link, pack, user=user, name=shaw.name, roles=["member"], now=now)
            elsewhere.close()
            assert "Barrow" in await types(liaison, shaw, "/rep barrow")
        await liaison.close()

    with Slack(manifest_path()) as slack:
        asyncio.run(day(slack))
