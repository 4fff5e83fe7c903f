"""Every control that anybody ever saw, pressed by people whom it was not shown to: nothing changes, nothing leaks."""

import json
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import time
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from tests.faults.test_attacks import keep_all, said
from tests.flows.office import Office, open_office
from tests.handlers.shown import RESTRICTED, Shown

from liaison.sandbox.delivery.http_delivery import sign
from liaison.sandbox.workspace import TEAM_ID

Json = dict[str, Any]
MOST_EACH = 2  # values of one control
OF_STAFF = ("register.", "register_people.", "register_files.")


@pytest.fixture
def over_http(tmp_path: Path, now: datetime) -> Iterator[Office]:
    """An office that Slack reaches over HTTP."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, delivery="http") as office:
        yield office


def controls(shown: Shown) -> Iterator[tuple[Json, Json]]:
    """Each control with its block, with a few of the values that it had."""
    seen: dict[str, int] = {}
    for block, element in shown.elements():
        action = element["action_id"]
        if seen.setdefault(action, 0) < MOST_EACH:
            seen[action] += 1
            yield block, element


def pressed(block: Json, element: Json, who: str, answers: str) -> Json:
    """What Slack would send for a press, with every kind of value that a control can have."""
    chosen = (element.get("options") or [{"text": {"type": "plain_text", "text": "x"}, "value": "x"}])[0]
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block.get("block_id", "b"),
        "value": element.get("value", "x"),
        "selected_option": chosen,
        "selected_options": [chosen],
        "selected_date": "2027-01-01",
        "action_ts": "1795342515.000100",
    }
    return {
        "type": "block_actions",
        "team": {"id": TEAM_ID, "domain": "sandbox"},
        "user": {"id": who, "username": "x", "team_id": TEAM_ID},
        "api_app_id": "A0SANDBOX",
        "container": {"type": "message", "channel_id": "C0000000", "message_ts": "1795342515.000100"},
        "trigger_id": "forged",
        "channel": {"id": "C0000000", "name": "x"},
        "message": {"ts": "1795342515.000100", "text": "x", "blocks": []},
        "response_url": answers,
        "actions": [action],
    }


def submitted(view: Json, who: str) -> Json:
    """What Slack would send for a form that somebody submits to whom it was never shown."""
    state: Json = {}
    for block in view["blocks"]:
        element = block.get("element")
        if block["type"] == "input" and element:
            kind = element["type"]
            first = (element.get("options") or [{"value": "x"}])[0]
            state[block["block_id"]] = {
                element["action_id"]: {
                    "type": kind,
                    "value": "Forged",
                    "selected_option": first,
                    "selected_options": [first],
                    "selected_date": "2027-01-01",
                    "selected_user": who,
                    "selected_conversation": "C0000000",
                }
            }
    body = {key: view.get(key) for key in ("callback_id", "private_metadata", "blocks", "type", "title")}
    body |= {"id": "V0FORGED", "root_view_id": "V0FORGED", "hash": "1.a", "state": {"values": state}}
    user = {"id": who, "name": "x", "team_id": TEAM_ID}
    return {
        "type": "view_submission",
        "team": {"id": TEAM_ID},
        "user": user,
        "trigger_id": "forged",
        "view": body,
    }


def asked(block: Json, element: Json, who: str) -> Json:
    """What Slack would send for somebody who types into a menu."""
    return {
        "type": "block_suggestion",
        "team": {"id": TEAM_ID},
        "user": {"id": who, "team_id": TEAM_ID},
        "container": {"type": "view", "view_id": "V0FORGED"},
        "api_app_id": "A0SANDBOX",
        "action_id": element["action_id"],
        "block_id": block.get("block_id", "b"),
        "value": "a",
    }


def forged(office: Office, payload: Json) -> str:
    """Sends a payload as Slack would, signed; what the app answers at once."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(office.slack.signing_secret, stamp, body.decode()),
    }
    address = f"http://127.0.0.1:{office.settings.port}/slack/events"
    with urlopen(Request(address, data=body, headers=headers)) as answer:
        return str(answer.read().decode())


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """An address for answers, and what has come there."""
    came: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 200  # as many answers come at once as something was forged

    with Server(("127.0.0.1", 0), Listener) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("who", ["member", "link officer", "stranger", "guest"])
def test_a_control_that_somebody_was_not_shown_does_nothing_and_tells_nothing(
    shown: Shown, over_http: Office, heard: tuple[str, list[str]], who: str
) -> None:
    """X-04: what staff do, by whoever is not staff; and everything there is, by whoever is nobody here."""
    office, (address, came) = over_http, heard
    person = {
        "member": lambda: office.member("Mrs L L Shaw"),
        "link officer": lambda: office.linked("Link Officer", "link-officer"),
        "stranger": lambda: office.slack.person("A new clerk"),
        "guest": lambda: office.slack.person("A visitor", guest=True),
    }[who]()
    of_staff = OF_STAFF if who in {"member", "link officer"} else ("",)
    keep_all(office)
    before, sent, at_once = office.register, 0, []
    for block, element in controls(shown):
        if element["action_id"].startswith(of_staff):
            sent += 1
            forged(office, pressed(block, element, person.id, address))
            if "external" in element["type"]:
                at_once.append(forged(office, asked(block, element, person.id)))
    forms = {view["callback_id"]: view for view in shown.views if view["callback_id"].startswith(of_staff)}
    at_once += [forged(office, submitted(view, person.id)) for view in forms.values()]
    office.slack.settled()
    assert sent > 40
    assert at_once
    assert office.register == before
    everything = [*came, *at_once, *(text for _, text in said(office))]
    assert not [text for text in everything if any(word in text for word in RESTRICTED)]
    assert not [text for text in at_once if '"options": [{' in text]
    assert came
    assert not [text for text in came if '"blocks"' in text or '"replace_original": true' in text]


def test_a_button_that_the_app_no_longer_has_is_said_to_be_out_of_date(
    tmp_path: Path, now: datetime, heard: tuple[str, list[str]]
) -> None:
    """UX-15: a message stays in Slack for years, and its buttons with it."""
    address, came = heard
    element = {"type": "button", "action_id": "meetings.long_gone", "value": "x"}
    with open_office(f"sqlite:///{tmp_path}/liaison.db", now, delivery="http") as office:
        forged(office, pressed({"block_id": "b"}, element, office.member("Mrs L L Shaw").id, address))
    assert "That button is out of date. Type /diary to see your meetings." in str(came)


def test_ux_13_somebody_whom_slack_does_not_know_is_turned_away_as_a_guest_is(over_http: Office) -> None:
    """Not as a failure of Slack: there is nothing to try again."""
    view = {"callback_id": "register.form", "private_metadata": "{}", "blocks": [], "type": "modal"}
    answer = forged(over_http, submitted(view, "U0NOBODY"))
    assert "Liaison is for the authority's own members and staff" in answer
    over_http.slack.settled()
    over_http.slack.expect_violation("user_not_found")
