"""A post room for tests: the outbox of an office, the delivery of it, and a line to Slack that can be cut.

room.line.next("chat.postMessage", cut_after)      # Slack gets it; the answer is lost
room.delivers()
room.delivers(minutes=5)                           # five minutes later, by a process of its own
assert room.posted("Review due by") == 1
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from tests.flows.office import WORKSPACE, Office, settings_for

from liaison.bot.app import Liaison
from liaison.bot.tick import find_due
from liaison.domain.access.rules import Actor
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.reviews import service as reviews
from liaison.domain.values import SlackUserId
from liaison.sandbox.language.people import Person, Slack
from liaison.storage.packs import load_pack, pack_names

PassOn = Callable[[], Awaitable[web.Response]]
Fault = Callable[["Line", web.Request, PassOn], Awaitable[web.StreamResponse]]

LIBRARY: tuple[Pack, ...] = tuple(load_pack(name) for name in pack_names())
REMINDER = "Review due by 31 December 2026"
REPORT = "A report-back is waiting: Barrow CDRP"
POST = "chat.postMessage"
DECEMBER_REMINDER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)  # the first of the quarter's review


class Line:
    """The line between the bot and Slack. Each fault strikes one call of its method, in order."""

    def __init__(self, api_url: str) -> None:
        self.calls: list[str] = []
        self.dead = asyncio.Event()
        self._api_url = api_url
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def next(self, method: str, *faults: Fault) -> None:
        """The next calls of a method meet these faults."""
        self._faults[method].extend(faults)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Opens it; gives the address that takes Slack's place."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as self._session:
            try:
                yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
            finally:
                await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        body = await request.read()

        async def pass_on() -> web.Response:
            headers = {
                name: value
                for name, value in request.headers.items()
                if name in {"Authorization", "Content-Type"}
            }
            url = f"{self._api_url}{method}"
            async with self._session.request(
                request.method, url, params=request.query, data=body, headers=headers
            ) as answer:
                pause = {name: answer.headers[name] for name in ("Retry-After",) if name in answer.headers}
                return web.json_response(await answer.json(), status=answer.status, headers=pause)

        faults = self._faults[method]
        return await faults.popleft()(self, request, pass_on) if faults else await pass_on()


# Faults


async def nothing_wrong(_: Line, __: web.Request, pass_on: PassOn) -> web.StreamResponse:
    """The call goes through, before one that does not."""
    return await pass_on()


async def cut_before(_: Line, request: web.Request, __: PassOn) -> web.StreamResponse:
    """The connection is cut, and Slack never hears of the call."""
    return _cut(request)


async def cut_after(_: Line, request: web.Request, pass_on: PassOn) -> web.StreamResponse:
    """Slack does what it is asked; then the connection is cut."""
    await pass_on()
    return _cut(request)


async def dies_before(line: Line, request: web.Request, _: PassOn) -> web.StreamResponse:
    """The process dies before Slack hears of the call."""
    line.dead.set()
    return _cut(request)


async def dies_after(line: Line, _: web.Request, pass_on: PassOn) -> web.StreamResponse:
    """Slack does what it is asked, and the process dies before it learns that."""
    await pass_on()
    line.dead.set()
    return web.Response()


def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()


def answers(
    status: int, text: str, kind: str = "application/json", *, after: bool = False, **headers: str
) -> Fault:
    """Something answers in Slack's place, before or after Slack has done what it was asked."""

    async def fault(_: Line, __: web.Request, pass_on: PassOn) -> web.StreamResponse:
        if after:
            await pass_on()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, content_type=kind, headers=given)

    return fault


HTML = "<html><body>Bad gateway</body></html>"
FAULTS = {
    "cut before": cut_before,
    "cut after": cut_after,
    "500 before": answers(500, '{"ok": false, "error": "internal_error"}'),
    "500 after": answers(500, '{"ok": false, "error": "internal_error"}', after=True),
    "502 in HTML before": answers(502, HTML, "text/html"),
    "502 in HTML after": answers(502, HTML, "text/html", after=True),
    "503 in plain text before": answers(503, "upstream connect error", "text/plain"),
    "503 in plain text after": answers(503, "upstream connect error", "text/plain", after=True),
    "200 in HTML after": answers(200, HTML, "text/html", after=True),
    "200 cut off after": answers(200, '{"ok": tr', after=True),
    "an internal error of Slack's, after": answers(
        200, '{"ok": false, "error": "internal_error"}', after=True
    ),
    "a fatal error of Slack's, after": answers(200, '{"ok": false, "error": "fatal_error"}', after=True),
    "dies before": dies_before,
    "dies after": dies_after,
    "429": answers(429, '{"ok": false, "error": "ratelimited"}', Retry_After="60"),
}


def refuses(code: str) -> Fault:
    """Slack says no."""
    return answers(200, f'{{"ok": false, "error": "{code}"}}')


def meanwhile(act: Callable[[], object]) -> Fault:
    """Something happens in the office between the call's arrival and its answer."""

    async def fault(_: Line, __: web.Request, pass_on: PassOn) -> web.StreamResponse:
        answer = await pass_on()
        await asyncio.to_thread(act)
        return answer

    return fault


async def _all(deliveries: Sequence[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*deliveries)


async def _seen(event: asyncio.Event) -> None:
    await event.wait()


class PostRoom:
    """The office without its bot: what is owed is delivered when the test says so."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.slack = office.slack
        self.line = Line(office.slack.api_url)
        self.at = office.slack.clock.now()

    def delivers(self, **later: float) -> None:
        """One pass of delivery, some time after the last, by a process of its own."""
        self.at += timedelta(**later)
        self.slack.clock.set(self.at)
        self.line.calls.clear()
        asyncio.run(self._deliver(1))

    def delivers_in_replicas(self, count: int) -> None:
        """The same by several processes at once."""
        asyncio.run(self._deliver(count))

    async def _deliver(self, count: int) -> None:
        self.line.dead = asyncio.Event()
        async with self.line.open() as url:
            settings = self.office.settings.model_copy(update={"slack_api_url": url})
            processes = [Liaison(settings, at=self.at) for _ in range(count)]
            deliveries = [process.deliverer.deliver() for process in processes]
            work = asyncio.create_task(_all(deliveries))
            death = asyncio.create_task(_seen(self.line.dead))
            try:
                await asyncio.wait({work, death}, return_when=asyncio.FIRST_COMPLETED)
                if not self.line.dead.is_set():
                    await work
            finally:
                work.cancel()
                death.cancel()
                await asyncio.gather(work, death, return_exceptions=True)
                for process in processes:
                    await process.close()

    def waits(self, times: int = 8, minutes: float = 16) -> None:
        """Time goes by, with a look at what is due every quarter of an hour: ample for any retry."""
        for _ in range(times):
            self.delivers(minutes=minutes)

    # What is owed

    def owes_a_review(self, at: datetime = DECEMBER_REMINDER) -> str:
        """A reminder of the Policing Plan and Performance Committee falls due; its review's id."""
        self.at = at
        self.slack.clock.set(self.at)
        find_due(self.office.store, LIBRARY, now=self.at)
        return str(next(review.id for review in self.run(lambda uow: uow.reviews.open())))

    def owes_a_report(self, to: Person, name: str = "Barrow CDRP", **facts: str) -> None:
        """A person is owed the news that a report waits."""
        told = {
            "partnership": name,
            "meeting": "12 November 2026",
            "member": "Mrs L L Shaw",
            "committees": "Personnel Committee",
        }
        notice = Notice(
            key=f"report:{name}:{to.id}",
            kind=Kind.REPORT_WAITING,
            subject=f"report on {name}",
            reason="You receive the reports.",
            to_user=SlackUserId(to.id),
            facts=facts or told,
            due=self.at,
        )
        assert self.run(lambda uow: uow.notices.add(notice))

    def owes_a_copy(self, to: Person, report: str) -> None:
        """A person is owed a copy of a report."""
        notice = Notice(
            key=f"copy:{report}:{to.id}",
            kind=Kind.REPORT_COPY,
            subject=report,
            reason="You support the partnership.",
            to_user=SlackUserId(to.id),
            due=self.at - timedelta(seconds=1),
        )
        assert self.run(lambda uow: uow.notices.add(notice))

    def completes(self, review: str, officer: Person) -> None:
        """An officer records the outcome of a review."""
        self.run(
            reviews.complete,
            self._actor(officer),
            self.office.register,
            review,
            outcome="No change",
            reviewed_on=self.at.date(),
            decided=None,
            now=self.at,
        )

    def postpones(self, review: str, officer: Person, until: date) -> None:
        """An officer puts a review off."""
        self.run(
            reviews.postpone,
            self._actor(officer),
            self.office.register,
            review,
            until=until,
            reason="The committee meets later.",
            pack=self.office.pack,
            now=self.at,
        )

    def _actor(self, person: Person) -> Actor:
        actor: Actor | None = self.run(lambda uow: uow.links.actor(SlackUserId(person.id)))
        assert actor
        return actor

    def run(self, use_case: Callable[..., Any], *args: object, **kwargs: object) -> Any:
        """Runs a use-case."""
        return self.office.store.run(WORKSPACE, use_case, *args, **kwargs)

    # What came of it

    def posted(self, text: str) -> int:
        """How many messages of the app, anywhere, have this in their text."""
        return self.slack.sandbox.look(
            lambda workspace: sum(
                message.by_app and text in message.text
                for place in workspace.conversations.values()
                for message in place.messages
            )
        )

    def left(self) -> int:
        """How much is due and not delivered."""
        return int(self.run(lambda uow: uow.notices.left_due(now=self.at)))


def a_room(slack: Slack, database_url: str) -> Iterator[PostRoom]:
    """A post room on this database, closed afterwards."""
    office = Office(slack, settings_for(slack, database_url, "socket"), "cumbria")
    yield PostRoom(office)
    office.store.close()
