"""The language for tests: what it finds, what it waits for, and what it says when it fails."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.sandbox.bad_blocks import TEXT_INPUT, actions, button, field, modal, plain, section, select
from tests.sandbox.conftest import NOON, Api
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.scripted import HttpApp, SocketApp

from liaison.sandbox.language.people import Person, Slack


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw", role="Member")


@pytest.fixture
def brief(slack: Slack) -> Slack:
    """The same Slack, for tests in which people wait in vain."""
    slack.patience = 0.05
    return slack


def say(slack: Slack, person: Person, text: str, *blocks: object) -> str:
    answer = Api(slack).call("chat.postMessage", channel=person.id, text=text, blocks=list(blocks))
    assert answer["ok"], answer
    return str(answer["ts"])


def test_sees_waits_for_what_comes_later(slack: Slack, shaw: Person) -> None:
    async def later() -> None:
        await asyncio.to_thread(say, slack, shaw, "Review due")

    slack.sandbox.look(lambda _: slack.sandbox.delivery.start(later()))
    shaw.dm.sees("Review due")


def test_sees_looks_only_at_what_is_new(brief: Slack, shaw: Person) -> None:
    say(brief, shaw, "First question")
    shaw.dm.sees("First question")
    shaw.dm.says("An answer")
    with pytest.raises(AssertionError, match="does not see 'First question'"):
        shaw.dm.sees("First question")
    shaw.dm.saw("First question").saw("An answer").does_not_see("Second question")


def test_an_updated_message_is_new_again(slack: Slack, shaw: Person) -> None:
    ts = say(slack, shaw, "Open")
    shaw.looks_up()
    Api(slack).call("chat.update", channel=shaw.dm.id, ts=ts, text="Done")
    shaw.dm.sees("Done")


def test_next_gives_one_message_after_the_other(slack: Slack, shaw: Person) -> None:
    shaw.dm.says("Go on")
    dm = shaw.dm
    say(slack, shaw, "One")
    say(slack, shaw, "Two", section(text=plain("Two, in blocks")))
    assert dm.next().text == "One"
    reply = dm.next()
    assert (reply.text, reply.notification) == ("Two, in blocks", "Two")


def test_a_failure_prints_the_screen_and_the_violations(brief: Slack, shaw: Person) -> None:
    Api(brief).call("chat.postMessage", channel="C404", text="x")
    shaw.types("Good morning")
    with pytest.raises(AssertionError) as failure:
        shaw.sees("Carlisle")
    assert str(failure.value) == (
        "Mrs L L Shaw does not see 'Carlisle'.\n"
        "On the screen:\n"
        "-- #general --\n"
        "Mrs L L Shaw: Good morning\n"
        "No app is connected.\n"
        "The app did what Slack does not allow:\n"
        "  chat.postMessage: channel_not_found: refused"
    )


def test_labels_are_exact_or_the_beginning_of_one(brief: Slack, shaw: Person) -> None:
    def named(label: str) -> dict[str, object]:
        return button(text=plain(label), action_id=label)

    say(
        brief,
        shaw,
        "x",
        actions(named("Submit"), named("Submit later"), named("Save for later"), named("Save it")),
    )
    assert shaw.dm.button("Submit").exists()
    assert shaw.dm.button("Save f").exists()
    assert not shaw.dm.button("Save").exists()
    with pytest.raises(AssertionError, match="finds no button 'Save' among 'Submit', 'Submit later'"):
        shaw.dm.button("Save").click()


def test_a_button_is_also_known_by_what_a_screen_reader_says(slack: Slack, shaw: Person) -> None:
    pair = [
        button(action_id=name, accessibility_label=f"Start the review: {name}") for name in ("CDRP", "LSP")
    ]
    say(slack, shaw, "x", actions(*pair))
    assert shaw.dm.button("Start the review: LSP").exists()
    assert not shaw.dm.button("Start").exists()


def test_the_newest_message_with_the_button_counts(slack: Slack, shaw: Person) -> None:
    say(slack, shaw, "Old", actions(select(placeholder=plain("Pick"))))
    say(
        slack,
        shaw,
        "New",
        actions(select(placeholder=plain("Pick"), options=[{"text": plain("Only"), "value": "1"}])),
    )
    say(slack, shaw, "Newest")
    assert shaw.dm.menu("Pick").options == ["Only"]


def test_menus_of_places_and_people(slack: Slack, shaw: Person) -> None:
    slack.channel("ppp-committee", members=[shaw])
    slack.channel("officers", private=True)
    kinds = {"include": ["public", "private"]}
    elements = [
        {"type": "conversations_select", "placeholder": plain("Where"), "filter": kinds},
        {"type": "channels_select", "placeholder": plain("Channel")},
        {"type": "users_select", "placeholder": plain("Who")},
    ]
    say(slack, shaw, "x", actions(*elements))
    with SocketApp(slack):
        shaw.dm.menu("Where").choose("#ppp-committee")
        shaw.dm.menu("Channel").choose("general")
        shaw.dm.menu("Who").choose("Mrs L L Shaw")
    values = [shaw.dm.menu(label).value for label in ("Where", "Channel", "Who")]
    assert values == ["#ppp-committee", "#general", "Mrs L L Shaw"]
    with pytest.raises(AssertionError, match="which offers 'general', 'ppp-committee'"):
        shaw.dm.menu("Where").choose("officers")


def test_a_choice_that_is_not_offered(brief: Slack, shaw: Person) -> None:
    say(brief, shaw, "x", actions(select(placeholder=plain("Pick"))))
    with pytest.raises(
        AssertionError, match=re.escape("cannot choose 'Eden' in 'Pick', which offers 'o0', 'o1'")
    ):
        shaw.dm.menu("Pick").choose("Eden")


def test_a_form_reads_like_a_page(slack: Slack, shaw: Person) -> None:
    spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(shaw.id))
    block = field(
        {**TEXT_INPUT, "max_length": 3}, label=plain("1. Why?"), hint=plain("In a word"), optional=True
    )
    Api(slack).call(
        "views.open", trigger_id=spark, view=modal(block, submit=plain("Send"), close=plain("Leave"))
    )
    form = shaw.form("Title")
    form.field("1.").fill("Long")
    form.submit()
    assert form.title == "Title"
    assert form.field("1.").error == "Please enter no more than 3 characters."
    assert form.text == (
        "== Title ==\n"
        "1. Why? (optional) (In a word): [Long]\n"
        "! Please enter no more than 3 characters.\n"
        "[Leave] [Send]"
    )
    form.field("1.").clear()
    assert form.field("1.").value == ""
    slack.patience = 0.05
    with pytest.raises(AssertionError, match="has no form 'Other' open"):
        shaw.form("Other")


def test_channels_are_seen_by_all(brief: Slack, shaw: Person) -> None:
    ppp = brief.channel("ppp-committee", members=[shaw], bot=True)
    Api(brief).call("chat.postMessage", channel=ppp.id, text="*Review due* by <@U0SANDBOX>")
    ppp.sees("Review due by @Echo").does_not_see("Carlisle")
    shaw.in_(ppp).sees("Review due")
    with pytest.raises(AssertionError, match="#ppp-committee does not see 'Carlisle'"):
        ppp.sees("Carlisle")
    with pytest.raises(AssertionError, match="#ppp-committee sees 'Review'"):
        ppp.does_not_see("Review")


def test_a_violation_can_be_expected(brief: Slack) -> None:
    Api(brief).call("poems.write")
    assert (
        str(brief.expect_violation("unknown_method")) == "poems.write: unknown_method: req_method poems.write"
    )
    assert brief.violations == []
    with pytest.raises(AssertionError, match="Nothing was refused with 'unknown_method'"):
        brief.expect_violation("unknown_method")


def test_waiting_in_vain_for_an_app(slack: Slack) -> None:
    with pytest.raises(AssertionError, match="did not connect"):
        slack.connected(0.01)


def test_waiting_for_an_app_to_come_and_go(slack: Slack) -> None:
    with SocketApp(slack):
        slack.connected()
        with pytest.raises(AssertionError, match="still there"):
            slack.disconnected(0.01)
    slack.disconnected()
    with HttpApp(slack):
        slack.connected()
    slack.disconnected()


# The clock


def test_the_clock_starts_where_it_is_put_and_goes_on(slack: Slack) -> None:
    assert timedelta(0) <= slack.clock.now() - NOON < timedelta(minutes=1)
    assert slack.clock.advance(weeks=1) >= NOON + timedelta(days=7)
    assert slack.clock.set(datetime(2027, 1, 1, tzinfo=UTC)).year == 2027
    assert slack.clock.set(datetime(2026, 1, 1)).isoformat().startswith("2026-01-01T00:00")  # noqa: DTZ001  # taken as UTC


def test_stamps_increase_even_if_the_clock_goes_back(slack: Slack, shaw: Person) -> None:
    first = say(slack, shaw, "One")
    slack.clock.set(NOON - timedelta(days=1))
    assert say(slack, shaw, "Two") > first


def test_a_move_waits_for_those_who_follow(slack: Slack) -> None:
    seen: list[int] = []

    async def follow() -> None:
        version = 0
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(slack.clock_url, params={"after": str(version)}) as answer:
                    version = (await answer.json())["version"]
                seen.append(version)

    slack.sandbox.look(lambda _: slack.sandbox.delivery.start(follow()))
    slack.sandbox.wait(lambda _: slack.sandbox.listening or None, 5)
    for _ in range(3):
        slack.clock.advance(days=1)
        assert seen[-1] == slack.sandbox.clock.version


def test_starting_and_stopping_is_quick_and_can_be_repeated() -> None:
    for _ in range(3):
        with Slack(MANIFEST) as slack:
            assert Api(slack).call("api.test")["ok"]
        slack.sandbox.stop()
