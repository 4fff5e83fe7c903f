"""What people enter: what Slack's client refuses to send, and what it lets through."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sandbox.bad_blocks import TEXT_INPUT, field, modal, option, options, plain, section
from tests.sandbox.conftest import Api
from tests.sandbox.scripted import SocketApp

from liaison.sandbox.acting.acts import escape
from liaison.sandbox.acting.menus import people, places
from liaison.sandbox.acting.typed import message_rich_text
from liaison.sandbox.acting.values import Unenterable, client_errors, entered, initial_values
from liaison.sandbox.language.controls import Control
from liaison.sandbox.language.people import Person, Refused, Slack
from liaison.sandbox.rules.blocks import check_blocks
from liaison.sandbox.rules.rich import plain_text
from liaison.sandbox.rules.shapes import Place
from liaison.sandbox.workspace import Workspace

timeless = settings(deadline=None)  # the machine may be busy
REQUIRED = "Please complete this required field."
NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}


def errors(element: dict[str, Any], value: Any, **more: Any) -> str | None:
    block = {**field({**element, "action_id": "a"}, **more), "block_id": "b"}
    values = initial_values([block])
    if value is not None:
        values["b"]["a"] = entered(block["element"], value)
    return client_errors([block], values).get("b")


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        (TEXT_INPUT, None, REQUIRED),
        (TEXT_INPUT, "   ", REQUIRED),
        (TEXT_INPUT, "x", None),
        ({**TEXT_INPUT, "min_length": 3}, "xy", "Please enter at least 3 characters."),
        (TEXT_INPUT, "x" * 3001, "Please enter no more than 3000 characters."),
        ({"type": "email_text_input"}, "shaw", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "shaw@example.org", None),
        ({"type": "url_text_input"}, "example.org", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.org", None),
        (NUMBER, "5", None),
        (NUMBER, "5.5", "Please enter a valid number."),
        (NUMBER, "five", "Please enter a valid number."),
        (NUMBER, "0", "Please enter a number of at least 1."),
        (NUMBER, "10", "Please enter a number of at most 9."),
        ({**NUMBER, "is_decimal_allowed": True}, "5.5", None),
        ({"type": "checkboxes", "options": options(2)}, [], REQUIRED),
        ({"type": "checkboxes", "options": options(2)}, ["o1"], None),
        (
            {**NUMBER, "is_decimal_allowed": True},
            "9.000000000000000001",
            "Please enter a number of at most 9.",
        ),
        ({**NUMBER, "is_decimal_allowed": True}, ".5", "Please enter a valid number."),
        (NUMBER, "1e1", "Please enter a valid number."),
        (NUMBER, "\u0665", "Please enter a valid number."),
        ({"type": "rich_text_input"}, None, REQUIRED),
        ({"type": "rich_text_input"}, " \n ", REQUIRED),
        ({"type": "rich_text_input"}, "Agreed.", None),
        ({"type": "file_input"}, None, REQUIRED),
        ({"type": "datepicker"}, "2026-11-22", None),
        ({"type": "timepicker"}, "09:30", None),
        ({"type": "datetimepicker"}, 1_795_341_600, None),
        ({"type": "users_select"}, "U1", None),
        ({"type": "users_select"}, "", REQUIRED),
    ],
)
def test_what_the_client_sends(element: dict[str, Any], value: Any, sentence: str | None) -> None:
    assert errors(element, value) == sentence


def test_what_is_optional_may_be_left_empty() -> None:
    assert errors(TEXT_INPUT, None, optional=True) is None


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "options": options(2)}, "z"),
        ({"type": "checkboxes", "options": options(2)}, ["o0", "z"]),
        ({"type": "multi_static_select", "options": options(3), "max_selected_items": 2}, ["o0", "o1", "o2"]),
        ({"type": "datepicker"}, "2026-02-31"),
        ({"type": "timepicker"}, "25:00"),
        ({"type": "datetimepicker"}, "now"),
        ({"type": "datetimepicker"}, 17),
        ({"type": "datetimepicker"}, [1_795_341_600]),
        ({"type": "datepicker"}, 20_261_122),
        (TEXT_INPUT, 5),
        (TEXT_INPUT, {"text": "x"}),
        ({"type": "rich_text_input"}, 5),
        ({"type": "multi_users_select"}, [5]),
        ({"type": "file_input"}, ["F404"]),
        ({"type": "file_input"}, [5]),
    ],
)
def test_what_nobody_can_enter(element: dict[str, Any], value: Any) -> None:
    with pytest.raises(Unenterable):
        entered(element, value)


def test_what_was_offered_can_be_chosen() -> None:
    menu = {"type": "external_select"}
    assert entered(menu, "z", [option("z")])["selected_option"] == option("z")
    assert entered(menu, None) == {"type": "external_select", "selected_option": None}
    assert entered({"type": "multi_external_select"}, "z", [option("z")])["selected_options"] == [option("z")]


FILES = [
    {"id": f"F{n}", "name": name, "size": 1} for n, name in enumerate(("a.PDF", "b.png", "noend", ".pdf"))
]


@pytest.mark.parametrize(
    ("element", "ids", "sentence"),
    [
        ({}, ["F0", "F1"], None),
        ({"filetypes": ["pdf"]}, ["F0"], None),
        ({"filetypes": [".PDF"]}, ["F0"], None),
        ({"filetypes": ["pdf"]}, ["F1"], "b.png is not of a kind that is accepted here: pdf."),
        ({"filetypes": ["pdf", "png"]}, ["F2"], "noend is not of a kind that is accepted here: pdf, png."),
        ({"filetypes": ["pdf"]}, ["F3"], ".pdf is not of a kind that is accepted here: pdf."),
        ({"max_files": 2}, ["F0", "F1", "F2"], "You can add at most 2 files."),
        ({"max_files": 2}, ["F0", "F1", "F1"], None),
    ],
)
def test_files_that_can_be_chosen(element: dict[str, Any], ids: list[str], sentence: str | None) -> None:
    chooser = {"type": "file_input", **element}
    if sentence:
        with pytest.raises(Unenterable) as refused:
            entered(chooser, ids, FILES)
        assert str(refused.value) == sentence
    else:
        names = [each["id"] for each in entered(chooser, ids, FILES)["files"]]
        assert names == list(dict.fromkeys(ids))


def test_nothing_is_chosen_twice() -> None:
    menu = {"type": "multi_static_select", "options": options(3), "max_selected_items": 2}
    assert entered(menu, ["o0", "o1", "o0"])["selected_options"] == [option("o0"), option("o1")]


@timeless
@given(st.text(min_size=1).filter(str.strip))
def test_rich_text_says_what_was_typed(text: str) -> None:
    value = entered({"type": "rich_text_input"}, text)["rich_text_value"]
    assert (value["type"], plain_text(value)) == ("rich_text", text)
    assert not check_blocks([value], Place("message"))


@timeless
@given(st.text("ab&<>|@#! *\n", max_size=30))
def test_a_typed_message_is_read_in_its_rich_text_as_it_was_typed(text: str) -> None:
    assert plain_text(message_rich_text(escape(text))) == text


def test_mentions_and_links_become_parts_of_rich_text() -> None:
    text = "Ask <@U1> in <#C1|ppp>, <!here> or <!subteam^S1>: <https://example.org/?a&amp;b|the page> &amp; <mailto:x@y.z>"
    parts = message_rich_text(text)["elements"][0]["elements"]
    assert [part for part in parts if part["type"] != "text"] == [
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "link", "url": "https://example.org/?a&b", "text": "the page"},
        {"type": "link", "url": "mailto:x@y.z"},
    ]
    assert [part["text"] for part in parts if part["type"] == "text"] == [
        "Ask ", " in ", ", ", " or ", ": ", " & ",
    ]  # fmt: skip


@timeless
@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(0, 999))
def test_numbers_between_their_bounds_are_sent(low: int, number: int, thousandths: int) -> None:
    bounded = {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": str(low),
        "max_value": str(low + 500),
    }
    inside = (
        low * 1000 <= number * 1000 + (thousandths if number >= 0 else -thousandths) <= (low + 500) * 1000
    )
    assert (errors(bounded, f"{number}.{thousandths:03d}") is None) == inside


@timeless
@given(st.dates(), st.times(), st.integers(1_000_000_000, 9_999_999_999))
def test_moments_are_kept_as_they_were_picked(day: date, hour: time, moment: int) -> None:
    assert entered({"type": "datepicker"}, day.isoformat())["selected_date"] == day.isoformat()
    assert entered({"type": "timepicker"}, f"{hour:%H:%M}")["selected_time"] == f"{hour:%H:%M}"
    assert entered({"type": "datetimepicker"}, str(moment))["selected_date_time"] == moment


KINDS = st.sampled_from(
    [
        {"type": "plain_text_input"},
        {"type": "number_input", "is_decimal_allowed": True},
        {"type": "rich_text_input"},
        {"type": "file_input"},
        {"type": "datepicker"},
        {"type": "timepicker"},
        {"type": "datetimepicker"},
        {"type": "checkboxes", "options": options(2)},
        {"type": "static_select", "options": options(2)},
        {"type": "multi_users_select"},
        {"type": "conversations_select"},
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@timeless
@given(KINDS, ANYTHING)
def test_whatever_is_entered_is_kept_or_refused(element: dict[str, Any], value: Any) -> None:
    try:
        sentence = errors(element, value)
    except Unenterable:
        return
    assert sentence is None or sentence.startswith("Please ")


# What menus offer


@pytest.fixture
def town(slack: Slack) -> dict[str, Person]:
    """A member, a guest in one channel, a stranger in it, another stranger, somebody who left."""
    return {
        "shaw": slack.person("Mrs L L Shaw"),
        "guest": slack.person("Mr J Nicholson", guest=True),
        "stranger": slack.person("Mr R Cole", stranger=True),
        "unmet": slack.person("Mr P Stranger", stranger=True),
        "left": slack.person("Mr W Smith", deleted=True),
    }


def menu_on_home(slack: Slack, person: Person, element: dict[str, Any]) -> Control:
    holder = {**element, "placeholder": plain("Choose"), "action_id": "a"}
    view = {"type": "home", "blocks": [section(accessory=holder, block_id="b")]}
    assert Api(slack).call("views.publish", user_id=person.id, view=view)["ok"]
    return person.opens_home().menu("Choose")


def offers(slack: Slack, person: Person, **element: Any) -> set[str]:
    """The names that a menu offers to a person."""

    def read(workspace: Workspace) -> set[str]:
        if "users" in element["type"]:
            return {user.real_name for user in people(workspace, person.id)}
        return {name for name, _ in places(workspace, person.id, element)}

    return slack.sandbox.look(read)


def test_a_menu_of_users_offers_those_whom_a_person_sees(slack: Slack, town: dict[str, Person]) -> None:
    slack.channel("project", members=[town["shaw"], town["guest"], town["stranger"]])
    kind = "users_select"
    assert offers(slack, town["shaw"], type=kind) == {"Echo", "Mrs L L Shaw", "Mr J Nicholson", "Mr R Cole"}
    assert offers(slack, town["stranger"], type=kind) == {"Mrs L L Shaw", "Mr J Nicholson", "Mr R Cole"}
    assert "Mr P Stranger" not in offers(slack, town["guest"], type=kind)


def test_a_menu_of_conversations_keeps_to_its_filter(slack: Slack, town: dict[str, Person]) -> None:
    shaw = town["shaw"]
    slack.channel("with-strangers", members=[shaw, town["stranger"]])
    slack.channel("secret", members=[shaw], private=True)
    slack.channel("others", members=[town["guest"]], private=True)
    slack.archive(slack.channel("archived", members=[shaw]))
    assert shaw.dm.messages == []
    kind = "conversations_select"
    public = {"general", "with-strangers"}
    assert offers(slack, shaw, type=kind) == {*public, "secret", "Echo"}
    assert offers(slack, shaw, type=kind, filter={"include": ["public"]}) == public
    assert offers(slack, shaw, type=kind, filter={"include": ["private", "im"]}) == {"secret", "Echo"}
    assert offers(slack, shaw, type=kind, filter={"exclude_bot_users": True}) == {*public, "secret"}
    outside = offers(slack, shaw, type=kind, filter={"exclude_external_shared_channels": True})
    assert outside == {"general", "secret", "Echo"}
    assert offers(slack, shaw, type="channels_select") == public
    assert offers(slack, town["guest"], type=kind) == {"others"}


def test_a_menu_begins_with_the_conversation_in_which_the_form_was_opened(
    slack: Slack, town: dict[str, Person]
) -> None:
    shaw = town["shaw"]
    ppp = slack.channel("ppp-committee", members=[shaw]).id
    here = {"type": "conversations_select", "default_to_current_conversation": True}
    elsewhere = {**here, "initial_conversation": shaw.dm.id}
    several = {**here, "type": "multi_conversations_select"}
    blocks = [
        field({**each, "action_id": "a"}, block_id=f"b{n}")
        for n, each in enumerate((here, elsewhere, several))
    ]
    spark = slack.sandbox.look(lambda workspace: workspace.new_trigger(shaw.id, channel=ppp))
    loading = modal(section())
    opened = Api(slack).call("views.open", trigger_id=spark, view=loading)["view"]
    view = modal(*blocks, submit=plain("Send"))
    values = Api(slack).call("views.update", view_id=opened["id"], view=view)["view"]["state"]["values"]
    assert values["b0"]["a"]["selected_conversation"] == ppp
    assert values["b1"]["a"]["selected_conversation"] == shaw.dm.id
    assert values["b2"]["a"]["selected_conversations"] == [ppp]


def test_a_type_ahead_menu_keeps_what_an_earlier_search_found(slack: Slack, town: dict[str, Person]) -> None:
    def answer(envelope: dict[str, Any]) -> dict[str, Any] | None:
        query = envelope["payload"].get("value")
        return {"options": [option(query)]} if envelope["payload"]["type"] == "block_suggestion" else None

    with SocketApp(slack, answer):
        menu = menu_on_home(slack, town["shaw"], {"type": "multi_external_select", "min_query_length": 1})
        assert menu.search("barrow") == ["barrow"]
        container = slack.sandbox.look(lambda w: {"type": "home", "view_id": w.homes[town["shaw"].id].id})
        for chosen in (["barrow"], ["barrow", "kendal"]):
            menu.search(chosen[-1])
            slack.sandbox.run(slack.sandbox.acts.press(town["shaw"].id, container, "b", "a", chosen))
        assert menu.value == "barrow, kendal"


@pytest.mark.parametrize("kind", ["users_select", "multi_users_select"])
def test_nobody_chooses_a_user_who_is_not_offered(slack: Slack, town: dict[str, Person], kind: str) -> None:
    menu = menu_on_home(slack, town["shaw"], {"type": kind})
    menu.choose("Mr J Nicholson")
    assert menu.value == "Mr J Nicholson"
    container = slack.sandbox.look(lambda w: {"type": "home", "view_id": w.homes[town["shaw"].id].id})
    for name in ("left", "unmet"):
        with pytest.raises(Refused, match="There is no such choice"):
            slack.sandbox.run(slack.sandbox.acts.press(town["shaw"].id, container, "b", "a", town[name].id))
    assert menu.value == "Mr J Nicholson"


def test_nobody_chooses_a_conversation_that_the_filter_keeps_out(
    slack: Slack, town: dict[str, Person]
) -> None:
    shaw = town["shaw"]
    secret = slack.channel("secret", members=[shaw], private=True).id
    only_public = {"type": "conversations_select", "filter": {"include": ["public"]}}
    menu = menu_on_home(slack, shaw, only_public)
    menu.choose("general")
    container = slack.sandbox.look(lambda w: {"type": "home", "view_id": w.homes[shaw.id].id})
    with pytest.raises(Refused, match="There is no such choice"):
        slack.sandbox.run(slack.sandbox.acts.press(shaw.id, container, "b", "a", secret))
    assert menu.value == "#general"


def test_who_is_chosen_already_can_stay(slack: Slack, town: dict[str, Person]) -> None:
    shaw, left = town["shaw"], town["left"]
    menu = menu_on_home(slack, shaw, {"type": "multi_users_select", "initial_users": [left.id]})
    container = slack.sandbox.look(lambda w: {"type": "home", "view_id": w.homes[shaw.id].id})
    slack.sandbox.run(slack.sandbox.acts.press(shaw.id, container, "b", "a", [left.id, shaw.id]))
    assert menu.value == "Mr W Smith, Mrs L L Shaw"


def test_a_person_writes_rich_text(slack: Slack, town: dict[str, Person]) -> None:
    shaw = town["shaw"]
    shaw.dm.says("Ask @Mr J Nicholson")
    message = Api(slack).call("conversations.history", channel=shaw.dm.id)["messages"][0]
    section_of_it = message["blocks"][0]["elements"][0]
    assert section_of_it["elements"] == [
        {"type": "text", "text": "Ask "},
        {"type": "user", "user_id": town["guest"].id},
    ]
    assert shaw.dm.messages == ["Ask @Mr J Nicholson"]


def test_first_values() -> None:
    element = {
        "type": "radio_buttons",
        "options": options(2),
        "initial_option": option("o1"),
        "action_id": "a",
    }
    block = {**field(element), "block_id": "b"}
    assert initial_values([block])["b"]["a"]["selected_option"] == option("o1")
    kept = {"b": {"a": {"type": "radio_buttons", "selected_option": option("o0")}}}
    assert initial_values([block], kept)["b"]["a"]["selected_option"] == option("o0")
    other = {"b": {"a": {"type": "plain_text_input", "value": "x"}}}
    assert initial_values([block], other)["b"]["a"]["selected_option"] == option("o1")
