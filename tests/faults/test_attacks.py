"""What an attack on the product found: each finding stays mended."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.flows.office import Office, open_office

from liaison.bot.oauth import _page
from liaison.domain.values import WorkspaceId
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
    office.slack.clock.advance(days=12)
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
