"""What an attack on the product found: each finding stays mended."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.flows.office import WORKSPACE, Office, open_office

from liaison.bot.oauth import _page
from liaison.domain.register import editing, models
from liaison.domain.register.entries import Edit
from liaison.domain.values import CommitteeId, OfficeId, PersonId, WorkspaceId
from liaison.sandbox.language.people import Person


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


@pytest.fixture
def over_http(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """An office that Slack reaches over HTTP."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, delivery="http") as office:
        yield office


def direct_message(person: Person) -> str:
    """The person's conversation with the app."""
    return person.slack.sandbox.look(lambda workspace: workspace.dm(person.id).id)


def send(office: Office, body: bytes, **headers: str) -> int:
    """Sends something to the app's address; the status it answers with."""
    address = f"http://127.0.0.1:{office.settings.port}/slack/events"
    try:
        with urlopen(Request(address, data=body, headers=headers)) as answer:
            return int(answer.status)
    except HTTPError as refused:
        with refused:
            return refused.code


@pytest.mark.parametrize("timestamp", ["abc", "", "²", "-1"])
def test_an_unsigned_request_makes_the_app_do_nothing(over_http: Office, timestamp: str) -> None:
    shaw = over_http.member("Mrs L L Shaw")
    event = {"type": "message", "channel_type": "im", "channel": direct_message(shaw), "user": shaw.id}
    body = json.dumps({"type": "event_callback", "team_id": "T0SANDBOX", "event": event}).encode()
    headers = {"Content-Type": "application/json", "X-Slack-Signature": "v0=0"}
    before = len(over_http.slack.sandbox.look(lambda workspace: workspace.journal.entries))
    assert (
        send(
            over_http, body, **headers, **{"X-Slack-Request-Timestamp": timestamp.encode().decode("latin-1")}
        )
        == 401
    )
    assert len(over_http.slack.sandbox.look(lambda workspace: workspace.journal.entries)) == before


@pytest.mark.parametrize("body", [b"[1]", b"null", b"payload=nope", b"\xff\xfe", b"{" * 10_000])
def test_unsigned_junk_is_refused_without_a_traceback(over_http: Office, body: bytes) -> None:
    assert send(over_http, body) == 401


def test_a_body_larger_than_slack_sends_is_refused(over_http: Office) -> None:
    line = HTTPConnection("127.0.0.1", over_http.settings.port)
    line.putrequest("POST", "/slack/events")
    line.putheader("Content-Length", "1000001")
    line.endheaders()  # the answer comes before the body would: it is never sent
    with line.getresponse() as answer:
        assert answer.status == 413
    line.close()


def test_what_a_visitor_sends_is_not_run_on_the_installation_page() -> None:
    assert "<script>" not in str(_page(400, "Not installed", "Slack said: <script>alert(1)</script>").body)


def test_a_review_cannot_be_put_off_beyond_reason(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    reply = officer.types("/review")
    reply.button("Postpone the review due 31 December 2026").click()
    form = officer.form()
    form.field("New date").pick(date(9999, 12, 31))
    form.field("Reason").fill("Never")
    form.submit()
    assert "31 December 9999 is too far away." in str(form.errors)


def test_a_workspace_in_trouble_stops_no_other(office: Office) -> None:
    """Another authority's register names a pack that is no longer there; Cumbria's reminder goes out all the same."""
    officer = office.staff("committee-services-officer")
    ppp = office.channel("ppp", officer)
    broken = office.register.model_copy(update={"pack": "gone"})
    office.store.run(WorkspaceId("T0AAAAAA"), lambda uow: uow.register.replace(broken))
    office.slack.clock.advance(days=11)
    ppp.sees("Review due by 31 December 2026")


def test_two_people_at_one_page_keep_each_others_answers(office: Office) -> None:
    support, officer = office.staff("support-officer"), office.staff("committee-services-officer")
    support.types("/risk assess barrow cdrp").button("Start").click()
    first = support.form()
    for number in ("1.", "2.", "3.", "4.", "5."):
        first.field(number).choose("Yes")
    first.submit()
    first.sees("Governance")
    officer.types("/risk assess barrow cdrp")
    second = officer.form()
    second.sees("Governance")
    first.field("1.").fill("The first person's answer")
    second.field("5.").fill("The second person's answer")
    first.field("3.").fill("Another of the first person's")
    second.submit()
    second.sees("Finance")
    second.button("Previous page").click()
    second.sees("The first person's answer").sees("The second person's answer").sees(
        "Another of the first person's"
    )


def test_what_is_typed_quickly_is_taken_in_order(office: Office, shaw: Person) -> None:
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    channel, acts = direct_message(shaw), office.slack.sandbox.acts
    typed = ["yes", "12 November", "me", "ced", "Agreed the plan for the winter months.", "not known"]

    async def quickly() -> None:
        await asyncio.gather(*(acts.say(shaw.id, channel, text, None) for text in typed))

    office.slack.sandbox.run(quickly())
    shaw.dm.saw("ready to check").saw("Agreed the plan for the winter months.").saw("Not known")


def test_typed_text_is_never_markup_nor_a_notification(shaw: Person) -> None:
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    shaw.dm.says("<!channel> secret words <http://example.org|click>")
    shaw.dm.sees("No partnership in the register is called")
    found = shaw.slack.sandbox.look(lambda workspace: workspace.dm(shaw.id).messages[-1])
    assert "secret" not in found.text
    assert "<!channel>" not in json.dumps(found.blocks)


HOSTILE = " <!channel> <@U0SANDBOX> <https://evil.example|x> & Co"
OUR_MARKUP = re.compile(r"<#C\w+>|<@U\w+>")
UNSAFE = re.compile(r"<|>|&(?!amp;|lt;|gt;)")


def _renamed(office: Office) -> None:
    """Gives a partnership, a person, an office and a committee names that are markup to Slack."""
    register = office.register
    partnership = next(p for p in register.partnerships if p.name == "Barrow CDRP")
    entries: tuple[
        tuple[models.Kind, models.Partnership | models.Person | models.Office | models.Committee], ...
    ] = (
        ("partnerships", partnership),
        ("people", register.person[PersonId("shaw")]),
        ("offices", register.office[OfficeId("chairman")]),
        ("committees", register.committee[CommitteeId("ppp")]),
    )
    edits = [
        Edit(kind, entry.id, entry.model_copy(update={"name": f"{entry.name}{HOSTILE}"}))
        for kind, entry in entries
    ]
    now = office.slack.clock.now()
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)


def keep_all(office: Office) -> None:
    office.slack.sandbox.look(lambda workspace: setattr(workspace.journal, "entries", deque()))


def said(office: Office) -> Iterator[tuple[str, str]]:
    """Every text that the app sent which Slack reads as markup: of notifications, of messages and of forms."""
    entries = office.slack.sandbox.look(lambda workspace: list(workspace.journal.entries))
    for entry in entries:
        if entry.direction == "in" and isinstance(entry.payload, dict):
            if isinstance(entry.payload.get("text"), str):
                yield "text", entry.payload["text"]
            yield from (("block", text) for text in _marked(entry.payload))


def _marked(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _marked(item)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn" and isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from _marked(value)


def test_names_are_never_markup_wherever_they_are_said(office: Office) -> None:
    """Names, words that were typed, and names of files: none of them calls anybody or is a link."""
    officer = office.linked("Hostile Officer", "committee-services-officer", "admin")
    shaw, watson = office.member("Mrs L L Shaw"), office.member("Mr R Watson")
    everybody = office.channel("ppp", officer, shaw)
    _renamed(office)
    keep_all(office)
    typed = "&lt;!channel&gt; &lt;https://evil.example|x&gt;"  # as Slack sends what looks like markup
    for words in (
        *("/rep barrow", "/rep shaw", "/rep me", "/rep vacant", "/rep ppp", "/rep chairman", f"/rep {typed}"),
        *("/partnership barrow cdrp", "/partnership list", "/partnership tree", f"/partnership {typed}"),
        *(
            "/partnership edit barrow cdrp",
            "/partnership people shaw",
            "/partnership offices",
            f"/partnership people {typed}",
        ),
        *(
            "/partnership committees",
            "/partnership appointments barrow",
            "/partnership terms",
            "/partnership targets",
        ),
        *("/partnership to confirm", "/partnership codes", "/partnership changes", "/partnership link"),
        *(
            f"/partnership edit {typed}",
            f"/partnership add target to {typed}",
            f"/partnership export {typed}",
        ),
        *("/committee", "/committee ppp", f"/committee {typed}", "/review", "/risk status"),
        *(
            "/diary",
            "/diary prepare barrow",
            "/diary reports",
            "/diary contacts",
            "/diary substitute",
            f"/diary {typed}",
        ),
        *("/guide", "/guide law", "/guide read", f"/guide {typed}", f"/guide define {typed}"),
        *("/reportback barrow", "/reportback waiting", f"/reportback {typed}"),
    ):
        for person in (officer, shaw, watson):
            person.types(words)
    officer.form("Edit").close()
    officer.dm.shares("<!channel> <@U0SANDBOX> & people.csv", f"Name\nMr New{HOSTILE}\n".encode()).sees(
        "1 added"
    ).button("Cancel").click()
    officer.dm.shares("<!channel> <@U0SANDBOX> & people.csv", f"Name,X{HOSTILE}\nMr New,1\n".encode()).sees(
        "cannot be taken in"
    )
    officer.dm.shares("<!channel> <@U0SANDBOX> & people.csv", b"\0").sees("was not taken in")
    answer = officer.dm.shares("people.csv", f"Name\nMr New{HOSTILE}\n".encode())
    answer.button("Change the register").click()
    officer.dm.saw("by import").button("Undo").click()
    shaw.types("/rep barrow", in_=everybody).button("Share in this channel").click()
    office.slack.deactivate(watson)
    office.slack.change(shaw, real_name="Mrs Evil <!here>")
    officer.dm.saw("is now called")
    office.slack.clock.advance(days=200)
    office.slack.settled()
    assert any("&lt;!channel&gt;" in text for where, text in said(office) if where == "text")
    unsafe = {
        (where, text)
        for where, text in said(office)
        if UNSAFE.search(OUR_MARKUP.sub("", text.replace("<@U0SANDBOX>", "<")))
    }
    assert not unsafe


def test_the_longest_that_a_register_holds_fits_into_every_list(office: Office) -> None:
    """A dozen targets, names and codes as long as they may be, in letters that take five characters each."""
    officer = office.linked("Hostile Officer", "committee-services-officer", "admin")
    shaw = office.member("Mrs L L Shaw")
    partnerships = office.register.partnerships[:12]
    edits = [
        Edit(
            "targets",
            f"long-{number}",
            models.Target(id=f"long-{number}", partnership=partnerships[0].id, target="&" * 3_000),
        )
        for number in range(12)
    ]
    edits += [
        Edit("partnerships", each.id, each.model_copy(update={"name": f"{each.name} {'&' * 200}"}))
        for each in partnerships
    ]
    edits += [
        Edit(
            "people", each.id, each.model_copy(update={"name": f"{each.name} {'&' * 200}", "body": "&" * 250})
        )
        for each in office.register.people[:30]
    ]
    now = office.slack.clock.now()
    office.store.run(WORKSPACE, editing.apply, None, edits, how="command line", now=now)
    keep_all(office)
    for words in (
        *(
            "targets",
            "people",
            "offices",
            "terms",
            "appointments",
            "groups",
            "committees",
            "signatures",
            "codes",
        ),
        *("changes", "to confirm", "link", "list", "tree", "edit & & &"),
    ):
        officer.types(f"/partnership {words}")
    for words in (
        "/rep shaw",
        "/rep &",
        "/rep me",
        "/rep matrix",
        "/rep vacant",
        "/committee",
        "/committee ppp",
        "/diary",
    ):
        officer.types(words)
        shaw.types(words)
    office.slack.settled()
    assert not [
        text
        for _, text in said(office)
        if "Something went wrong" in text or "did not do what I asked" in text
    ]
