"""What Slack does not let a person do: guests, strangers, deactivated accounts, archived channels."""

from collections.abc import Iterator

import pytest
from tests.sandbox.bad_blocks import actions, button, section
from tests.sandbox.conftest import Api
from tests.sandbox.manifest import manifest
from tests.sandbox.scripted import SocketApp
from tests.sandbox.test_interactions import heard, opened, post

from liaison.sandbox.language.people import Person, Refused, Slack
from liaison.sandbox.page_api import state


@pytest.fixture
def app(slack: Slack) -> Iterator[SocketApp]:
    with SocketApp(slack) as found:
        yield found


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def test_not_in_the_channel(slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee")
    with pytest.raises(Refused, match="You are not in #ced-committee"):
        shaw.types("Hello", in_=ced)
    shaw.joins(ced)
    shaw.types("Hello", in_=ced)
    ced.sees("Hello")


def test_people_who_cannot_act(slack: Slack, shaw: Person) -> None:
    slack.deactivate(shaw)
    with pytest.raises(Refused, match="deactivated"):
        shaw.types("Hello")
    guest = slack.person("A guest", guest=True)
    with pytest.raises(Refused, match="not in #general"):
        guest.types("Hello")
    ced = slack.channel("ced-committee")
    for outsider in (guest, slack.person("Mr W Smith", stranger=True)):
        with pytest.raises(Refused, match="cannot join"):
            outsider.joins(ced)
    slack.archive(ced)
    with pytest.raises(Refused, match="cannot join"):
        slack.person("Mr J Nicholson").joins(ced)


def test_a_guest_sees_only_the_channels_she_is_in(slack: Slack, shaw: Person) -> None:
    guest = slack.person("Mrs R Cole", guest=True)
    slack.channel("ced-committee", members=[shaw])
    ppp = slack.channel("ppp-committee", members=[shaw, guest])

    def seen(person: Person) -> list[str]:
        found = slack.sandbox.look(lambda w: state(w, person.id, connected=True))
        return [each["name"] for each in found["conversations"] if each["kind"] != "im"]

    assert seen(shaw) == ["general", "ced-committee", "ppp-committee"]
    assert seen(guest) == ["ppp-committee"]
    guest.types("Hello", in_=ppp)
    ppp.sees("Hello")


def test_a_guest_of_one_channel_cannot_be_invited_to_another(slack: Slack, shaw: Person) -> None:
    guest = slack.person("Mrs R Cole", one_channel=True)
    ced, ppp = slack.channel("ced-committee", members=[shaw]), slack.channel("ppp-committee", members=[shaw])
    shaw.types("/invite @Mrs R Cole", in_=ced)
    guest.types("Hello", in_=ced)
    shaw.types("/invite @Mrs R Cole", in_=ppp)
    shaw.sees("Mrs R Cole is a guest in one channel, and can be in no other.")
    user = Api(slack).call("users.info", user=guest.id)["user"]
    assert (user["is_restricted"], user["is_ultra_restricted"]) == (True, True)


def test_somebody_from_another_organisation_presses_but_has_no_commands(slack: Slack, app: SocketApp) -> None:
    smith = slack.person("Mr W Smith", stranger=True)
    shared = slack.channel("shared", members=[smith], bot=True)
    Api(slack).call("chat.postMessage", channel=shared.id, text="Text", blocks=[actions(button())])
    smith.in_(shared).button("Press").click()
    payload = heard(app, "block_actions")
    assert (payload["user"]["team_id"], payload["team"]["id"]) == ("T0OTHER", "T0SANDBOX")
    smith.types("/echo x", in_=shared)
    smith.sees("/echo is not a valid command.")
    with pytest.raises(Refused, match="no Home tab"):
        smith.opens_home()


def test_nobody_acts_with_a_deactivated_account(slack: Slack, shaw: Person) -> None:
    form = opened(slack, shaw, section())
    post(slack, shaw, actions(button()))
    slack.deactivate(shaw)
    for act in (form.submit, form.close, shaw.dm.button("Press").click, shaw.opens_home):
        with pytest.raises(Refused, match="deactivated"):
            act()


def test_archived_and_empty(slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw])
    with pytest.raises(Refused, match="Write something"):
        shaw.types("  ", in_=ced)
    slack.archive(ced)
    with pytest.raises(Refused, match="archived"):
        shaw.types("Hello", in_=ced)


def test_commands_that_slack_does_not_run(slack: Slack, app: SocketApp, shaw: Person) -> None:
    shaw.types("/foo")
    shaw.sees("/foo is not a valid command.")
    first = Api(slack).call("chat.postMessage", channel=shaw.id, text="x")["ts"]
    slack.sandbox.run(slack.sandbox.acts.say(shaw.id, shaw.dm.id, "/echo x", first))
    shaw.sees("/echo is not supported in threads")
    app.answer = lambda _: {"text": "x", "blocks": [{"type": "card"}]}
    shaw.types("/echo x")
    shaw.sees("/echo failed with the error “invalid_command_response”")
    slack.expect_violation("invalid_blocks")


def test_inviting(slack: Slack, shaw: Person) -> None:
    ced = slack.channel("ced-committee", members=[shaw], bot=True)
    shaw.types("/invite @Nobody", in_=ced)
    shaw.sees("there is nobody called @Nobody")
    shaw.invites_app(ced)
    shaw.sees("Echo is already in this channel")
    shaw.types("/remove @Echo", in_=ced)
    assert Api(slack).refused("chat.postMessage", channel=ced.id, text="x") == "not_in_channel"


def test_a_control_that_is_gone(slack: Slack, shaw: Person) -> None:
    ts = post(slack, shaw, {**actions(button(action_id="a")), "block_id": "b"})
    Api(slack).call("chat.update", channel=shaw.dm.id, ts=ts, text="Done", blocks=[])
    container = {"type": "message", "channel": shaw.dm.id, "ts": ts}
    with pytest.raises(Refused, match="no longer there"):
        slack.sandbox.run(slack.sandbox.acts.press(shaw.id, container, "b", "a"))
    with pytest.raises(Refused, match="nothing to press"):
        slack.sandbox.run(slack.sandbox.acts.press(shaw.id, {"type": "home"}, "b", "a"))


def test_a_dm_that_only_the_app_writes_in() -> None:
    closed = {"app_home": {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}}
    with Slack(manifest(features=closed, events=[])) as slack:
        shaw = slack.person("Mrs L L Shaw")
        with pytest.raises(Refused, match="turned off"):
            shaw.dm.says("Hello")
        with pytest.raises(Refused, match="no Home tab"):
            shaw.opens_home()
