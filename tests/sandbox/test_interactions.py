"""What an app hears of a person's hands, and what it may answer."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from tests.sandbox.bad_blocks import (
    TEXT_INPUT,
    actions,
    button,
    confirm,
    field,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    radio,
    section,
    select,
)
from tests.sandbox.conftest import Api
from tests.sandbox.scripted import SILENCE, Json, SocketApp

from liaison.sandbox.language.people import Form, Person, Refused, Slack


@pytest.fixture
def app(slack: Slack) -> Iterator[SocketApp]:
    with SocketApp(slack) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def post(slack: Slack, person: Person, *blocks: Json) -> str:
    answer = Api(slack).call("chat.postMessage", channel=person.id, text="Text", blocks=list(blocks))
    assert answer["ok"], answer
    return str(answer["ts"])


def heard(app: SocketApp, kind: str) -> Json:
    """The first payload of that type."""
    found = app.slack.sandbox.wait(
        lambda _: next((e["payload"] for e in app.envelopes if e["payload"].get("type") == kind), None), 5
    )
    assert isinstance(found, dict), [e["payload"].get("type") for e in app.envelopes]
    return found


def opened(slack: Slack, person: Person, *blocks: Json, **more: Any) -> Form:
    spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(person.id))
    view = modal(*blocks, submit=plain("Send"), **more)
    assert Api(slack).call("views.open", trigger_id=spark, view=view)["ok"]
    return person.form()


QUESTION = field({**TEXT_INPUT, "action_id": "text"}, block_id="question", label=plain("1. Why?"))


# Messages


def test_a_button_in_a_message(slack: Slack, app: SocketApp, shaw: Person) -> None:
    ts = post(slack, shaw, actions(button(action_id="go", value="7"), radio(action_id="r")), QUESTION)
    shaw.dm.menu("").choose("o1")
    shaw.dm.button("Press").click()
    payloads = [e["payload"] for e in app.envelopes if e["payload"].get("type") == "block_actions"]
    assert payloads[0]["actions"][0]["selected_option"] == option("o1")
    pressed = payloads[1]
    assert pressed["actions"][0] | {"action_ts": "", "block_id": ""} == {
        "type": "button",
        "action_id": "go",
        "block_id": "",
        "text": plain("Press"),
        "value": "7",
        "action_ts": "",
    }
    assert pressed["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": shaw.dm.id,
        "is_ephemeral": False,
    }
    assert pressed["channel"] == {"id": shaw.dm.id, "name": "directmessage"}
    assert pressed["message"]["ts"] == ts
    chosen = next(v["r"] for v in pressed["state"]["values"].values() if "r" in v)
    assert chosen == {"type": "radio_buttons", "selected_option": option("o1")}
    assert pressed["user"]["id"] == shaw.id
    assert pressed["response_url"].startswith(slack.url)
    assert pressed["trigger_id"]


def test_an_ephemeral_message_is_not_sent_along(app: SocketApp, shaw: Person) -> None:
    app.answer = lambda _: {"text": "x", "blocks": [actions(button())]}
    shaw.types("/echo").button("Press").click()
    payload = heard(app, "block_actions")
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload


def test_pickers_and_menus(slack: Slack, app: SocketApp, shaw: Person) -> None:
    post(
        slack,
        shaw,
        section(text=mrkdwn("*Day*"), accessory={"type": "datepicker", "action_id": "day"}),
        section(text=mrkdwn("Hour"), accessory={"type": "timepicker", "action_id": "hour"}),
        section(
            text=mrkdwn("More"), accessory={"type": "overflow", "action_id": "more", "options": options(2)}
        ),
        actions(select(action_id="menu", placeholder=plain("Choose one"))),
        actions({"type": "users_select", "action_id": "who", "placeholder": plain("Who")}),
    )
    shaw.dm.date("Day").pick(date(2026, 11, 22))
    assert shaw.dm.date("Day").value == "2026-11-22"
    shaw.dm.date("Hour").pick(time(9, 30))
    shaw.dm.menu("More").choose("o1")
    shaw.dm.menu("Choose").choose("o0")
    shaw.dm.menu("Who").choose("Mrs L L Shaw")
    acts = [e["payload"]["actions"][0] for e in app.envelopes if "actions" in e["payload"]]
    assert [a.get("selected_date") or a.get("selected_time") for a in acts[:2]] == ["2026-11-22", "09:30"]
    assert [a["selected_option"]["value"] for a in acts[2:4]] == ["o1", "o0"]
    assert acts[4]["selected_user"] == shaw.id


def test_a_moment(slack: Slack, app: SocketApp, shaw: Person) -> None:
    post(slack, shaw, actions({"type": "datetimepicker", "action_id": "moment"}))
    moment = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    shaw.dm.date().pick(moment)
    assert heard(app, "block_actions")["actions"][0]["selected_date_time"] == int(moment.timestamp())


def test_a_button_that_asks_first(slack: Slack, app: SocketApp, shaw: Person) -> None:
    asking = {**actions(button(action_id="go", confirm=confirm(title=plain("Sure?")))), "block_id": "b"}
    ts = post(slack, shaw, asking)
    container = {"type": "message", "channel": shaw.dm.id, "ts": ts}
    acts = slack.sandbox.acts
    answer = slack.sandbox.run(acts.press(shaw.id, container, "b", "go", confirmed=False))
    assert answer["confirm"]["title"] == plain("Sure?")
    assert not [e for e in app.envelopes if e["type"] == "interactive"]
    assert shaw.dm.button("Press").confirmation == "Sure?: Text"
    shaw.dm.button("Press").click()
    assert heard(app, "block_actions")["actions"][0]["action_id"] == "go"


def test_the_app_does_not_answer(slack: Slack, app: SocketApp, shaw: Person) -> None:
    post(slack, shaw, actions(button()))
    slack.settled()
    app.slack.sandbox.run(app._socket.close())
    shaw.dm.button("Press").click()
    shaw.sees("Echo is not responding. Try again later.")


# Response URLs


def use(url: str, **payload: Any) -> tuple[int, str]:
    request = urllib.request.Request(url, json.dumps(payload).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())["error"]


def command_url(app: SocketApp, person: Person) -> str:
    person.types("/echo x")
    return str(app.envelopes[-1]["payload"]["response_url"])


def test_a_response_url_works_five_times(slack: Slack, app: SocketApp, shaw: Person) -> None:
    url = command_url(app, shaw)
    assert [use(url, text=str(n)) for n in range(5)] == [(200, "ok")] * 5
    assert use(url, text="6") == (404, "used_url")
    slack.expect_violation("used_url")


def test_a_response_url_lives_half_an_hour(slack: Slack, app: SocketApp, shaw: Person) -> None:
    url = command_url(app, shaw)
    slack.clock.advance(minutes=31)
    assert use(url, text="x") == (404, "expired_url")
    assert use(f"{slack.url}/hooks/none", text="x") == (404, "invalid_url")
    slack.expect_violation("expired_url")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_bad_messages_to_a_response_url(app: SocketApp, shaw: Person, payload: Json, code: str) -> None:
    assert use(command_url(app, shaw), **payload) == (400, code)


def test_a_response_url_needs_no_membership(slack: Slack, app: SocketApp, shaw: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw])
    shaw.types("/echo x", in_=ced)
    url = app.envelope()["payload"]["response_url"]
    use(url, text="For all", response_type="in_channel")
    ced.sees("For all")
    use(url, text="For one")
    shaw.sees("For one")
    assert ced.messages == ["For all"]


def test_a_response_url_can_answer_in_a_thread(slack: Slack, app: SocketApp, shaw: Person) -> None:
    ts = post(slack, shaw, actions(button()))
    shaw.dm.button("Press").click()
    url = heard(app, "block_actions")["response_url"]
    use(url, text="Below", thread_ts=ts, response_type="in_channel")
    channel = shaw.dm.id
    messages = slack.sandbox.look(lambda w: w.conversations[channel].messages)
    assert [(m.text, m.thread_ts) for m in messages] == [("Text", None), ("Below", ts)]


def test_only_a_response_url_can_change_an_ephemeral_message(
    slack: Slack, app: SocketApp, shaw: Person
) -> None:
    ppp = slack.channel("ppp-committee", members=[shaw], bot=True)
    answer = Api(slack).call(
        "chat.postEphemeral", channel=ppp.id, user=shaw.id, text="Draft", blocks=[actions(button())]
    )
    ts = answer["message_ts"]
    assert Api(slack).refused("chat.update", channel=ppp.id, ts=ts, text="Final") == "message_not_found"
    assert Api(slack).refused("chat.delete", channel=ppp.id, ts=ts) == "message_not_found"
    shaw.in_(ppp).button("Press").click()
    url = heard(app, "block_actions")["response_url"]
    assert use(url, text="Final", replace_original=True) == (200, "ok")
    assert shaw.in_(ppp).messages == ["Final"]
    assert use(url, delete_original=True) == (200, "ok")
    assert shaw.in_(ppp).messages == []


def test_replacing_and_deleting(slack: Slack, app: SocketApp, shaw: Person) -> None:
    post(slack, shaw, actions(button()))
    shaw.dm.button("Press").click()
    url = heard(app, "block_actions")["response_url"]
    use(url, text="Done", replace_original=True)
    assert shaw.dm.messages == ["Done"]
    use(url, delete_original=True)
    assert shaw.dm.messages == []


# Modals


def test_a_submission(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, QUESTION, callback_id="ask", private_metadata="secret")
    form.field("1.").fill("Because")
    form.submit()
    payload = heard(app, "view_submission")
    assert payload["view"]["state"]["values"]["question"]["text"]["value"] == "Because"
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("ask", "secret")
    assert payload["response_urls"] == []
    assert "channel" not in payload
    assert not form.is_open


def test_answers_that_change_the_form(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, section())
    app.answer = lambda _: {
        "response_action": "update",
        "view": modal(section(text=plain("Second")), submit=plain("Go")),
    }
    form.submit().sees("Second")
    app.answer = lambda _: {
        "response_action": "push",
        "view": modal(section(text=plain("Third")), submit=plain("Go")),
    }
    assert form.submit().sees("Third").depth == 2
    app.answer = lambda _: {"response_action": "clear"}
    form.submit().closes()
    assert not slack.violations


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"response_action": "errors", "errors": {}}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {"other": "No"}}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {"question": ""}}, "invalid_arguments"),
        ({"response_action": "update", "view": {}}, "invalid_arguments"),
        ({"response_action": "push", "view": modal(QUESTION)}, "invalid_arguments"),
        ({"response_action": "errors", "errors": {"question": "No"}, "view": modal()}, "invalid_arguments"),
        ({"response_action": "update", "view": modal(), "errors": {"question": "No"}}, "invalid_arguments"),
        ({"response_action": "clear", "view": modal()}, "invalid_arguments"),
        ({"response_action": "update"}, "invalid_arguments"),
        ({"response_action": "close"}, "invalid_response_action"),
        ({"text": "Thank you"}, "invalid_response_action"),
    ],
)
def test_answers_that_slack_does_not_take(
    slack: Slack, app: SocketApp, shaw: Person, answer: Json, code: str
) -> None:
    form = opened(slack, shaw, QUESTION)
    form.field("1.").fill("Because")
    app.answer = lambda _: answer
    form.submit()
    assert form.trouble == "We had some trouble connecting. Try again?"
    assert form.field("1.").value == "Because"
    slack.expect_violation(code)


def test_no_answer_at_all(slack: Slack, shaw: Person) -> None:
    form = opened(slack, shaw, section())
    form.submit()
    form.sees("We had some trouble connecting")


def test_closing_tells_the_app_only_if_it_asked(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, QUESTION, callback_id="quiet")
    form.close()
    form = opened(slack, shaw, QUESTION, callback_id="loud", notify_on_close=True)
    form.field("1.").fill("Half a th")
    form.close()
    payload = heard(app, "view_closed")
    assert (payload["view"]["callback_id"], payload["is_cleared"]) == ("loud", False)
    assert payload["view"]["state"]["values"] == {}, "Slack does not promise what was typed"


def test_closing_everything_tells_of_each_form_that_asked(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, section(), callback_id="first", notify_on_close=True)
    second = modal(section(), callback_id="second", notify_on_close=True)
    app.answer = lambda _: {"response_action": "push", "view": second}
    form.submit()
    form.close_all()
    assert not form.is_open
    closed = [e["payload"] for e in app.envelopes if e["payload"]["type"] == "view_closed"]
    assert [(c["view"]["callback_id"], c["is_cleared"]) for c in closed] == [
        ("second", True),
        ("first", True),
    ]
    assert "trigger_id" not in closed[0]


def test_a_modal_that_clears_the_stack_when_it_is_closed(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, section())
    answer = modal(section(), callback_id="top", clear_on_close=True, notify_on_close=True)
    app.answer = lambda _: {"response_action": "push", "view": answer}
    assert form.submit().depth == 2
    form.close()
    assert not form.is_open
    payload = heard(app, "view_closed")
    assert (payload["view"]["callback_id"], payload["is_cleared"]) == ("top", True)


def test_closing_one_form_shows_the_one_below(slack: Slack, app: SocketApp, shaw: Person) -> None:
    form = opened(slack, shaw, section())
    app.answer = lambda _: {"response_action": "push", "view": modal(section(), title=plain("Second"))}
    assert form.submit().title == "Second"
    assert form.close().depth == 1


def test_a_conversation_chosen_in_a_form_brings_a_response_url_for_it(
    slack: Slack, app: SocketApp, shaw: Person
) -> None:
    ced = slack.channel("ced-committee", members=[shaw])
    where = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    form = opened(slack, shaw, field(where, block_id="place", label=plain("Where")))
    form.field("Where").choose("ced-committee")
    form.submit()
    (given,) = heard(app, "view_submission")["response_urls"]
    assert (given["block_id"], given["action_id"], given["channel_id"]) == ("place", "where", ced.id)
    assert use(given["response_url"], text="Reported", response_type="in_channel") == (200, "ok")
    ced.sees("Reported")


def test_fields_tell_the_app_only_with_dispatch_action(slack: Slack, app: SocketApp, shaw: Person) -> None:
    quiet = field(radio(action_id="quiet"), label=plain("Quiet"))
    loud = field(radio(action_id="loud"), label=plain("Loud"), dispatch_action=True)
    typed = field({**TEXT_INPUT, "action_id": "typed"}, label=plain("Typed"), dispatch_action=True)
    form = opened(slack, shaw, quiet, loud, typed)
    form.field("Quiet").choose("o0")
    form.field("Typed").fill("abc")
    form.field("Loud").choose("o1")
    form.field("Typed").enter("abcd")
    acts = [e["payload"]["actions"][0] for e in app.envelopes if e["payload"]["type"] == "block_actions"]
    assert [act["action_id"] for act in acts] == ["loud", "typed"]
    assert acts[1]["value"] == "abcd"


@pytest.mark.parametrize("answer", [SILENCE, {"options": [{}]}, {"options": options(101)}, {"choices": []}])
def test_type_ahead_answers_that_slack_does_not_take(
    slack: Slack, app: SocketApp, shaw: Person, answer: Any
) -> None:
    post(slack, shaw, actions({"type": "external_select", "placeholder": plain("Where")}))
    assert shaw.dm.menu("Where").search("ba") == []
    if answer is SILENCE:
        return
    app.answer = lambda _: answer
    with pytest.raises(Refused, match="could not be loaded"):
        shaw.dm.menu("Where").search("bar")
    slack.expect_violation("invalid_options")
