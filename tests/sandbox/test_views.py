"""Modals and the Home tab: triggers, the stack, hashes, what stays and what goes."""

from typing import Any

import pytest
from tests.sandbox.bad_blocks import (
    TEXT_INPUT,
    actions,
    button,
    field,
    modal,
    option,
    options,
    plain,
    section,
)
from tests.sandbox.conftest import Api

from liaison.sandbox.language.people import Person, Slack

HOME = {"type": "home", "blocks": [section()]}


@pytest.fixture
def shaw(slack: Slack) -> Person:
    return slack.person("Mrs L L Shaw")


def trigger(slack: Slack, person: Person, view_id: str | None = None) -> str:
    """What an interaction would bring."""
    return slack.sandbox.look(lambda workspace: workspace.new_trigger(person.id, view_id))


def opened(api: Api, person: Person, view: dict[str, Any]) -> dict[str, Any]:
    answer = api.call("views.open", trigger_id=trigger(api.slack, person), view=view)
    assert answer["ok"], answer
    found: dict[str, Any] = answer["view"]
    return found


def question(**more: Any) -> dict[str, Any]:
    element = {**TEXT_INPUT, "action_id": "text", **more}
    return field(element, block_id="question", label=plain("1. What happened?"))


def test_a_trigger_opens_one_modal(slack: Slack, api: Api, shaw: Person) -> None:
    spark = trigger(slack, shaw)
    assert api.call("views.open", trigger_id=spark, view=modal(section()))["view"]["hash"]
    assert api.refused("views.open", trigger_id=spark, view=modal(section())) == "exchanged_trigger_id"
    assert shaw.form().text == "== Title ==\nText"


def test_a_trigger_dies_after_three_seconds(slack: Slack, api: Api, shaw: Person) -> None:
    spark = trigger(slack, shaw)
    slack.clock.advance(seconds=4)
    assert api.refused("views.open", trigger_id=spark, view=modal()) == "expired_trigger_id"
    assert not shaw.has_form


@pytest.mark.parametrize(("spark", "code"), [("1.2.x", "invalid_trigger_id"), ("", "invalid_arguments")])
def test_triggers_that_never_were(api: Api, spark: str, code: str) -> None:
    assert api.refused("views.open", trigger_id=spark, view=modal()) == code


def test_a_bad_view_does_not_spend_the_trigger(slack: Slack, api: Api, shaw: Person) -> None:
    spark = trigger(slack, shaw)
    assert api.refused("views.open", trigger_id=spark, view=modal(id="V1")) == "invalid_arguments"
    assert api.call("views.open", trigger_id=spark, view=modal())["ok"]


def test_at_most_three_deep(slack: Slack, api: Api, shaw: Person) -> None:
    view = opened(api, shaw, modal(section()))
    assert api.refused("views.push", trigger_id=trigger(slack, shaw), view=modal()) == "invalid_trigger_id"
    for depth in (2, 3):
        spark = trigger(slack, shaw, view["id"])
        view = api.call("views.push", trigger_id=spark, view=modal(section()))["view"]
        assert shaw.form().depth == depth
    spark = trigger(slack, shaw, view["id"])
    assert api.refused("views.push", trigger_id=spark, view=modal()) == "push_limit_reached"
    assert view["root_view_id"] != view["previous_view_id"]


def test_updating_by_id_external_id_and_hash(slack: Slack, api: Api, shaw: Person) -> None:
    view = opened(api, shaw, modal(section(), external_id="form-1"))
    fresh = api.call(
        "views.update", external_id="form-1", hash=view["hash"], view=modal(section(), external_id="form-1")
    )
    assert fresh["view"]["id"] == view["id"]
    late = {"view_id": view["id"], "hash": view["hash"], "view": modal()}
    assert api.refused("views.update", **late) == "hash_conflict"
    assert api.refused("views.update", view_id="V404", view=modal()) == "not_found"
    assert api.refused("views.update", view=modal()) == "invalid_arguments"
    spark = trigger(slack, shaw)
    assert (
        api.refused("views.open", trigger_id=spark, view=modal(external_id="form-1"))
        == "duplicate_external_id"
    )


def test_what_was_entered_stays_where_the_ids_stay(api: Api, shaw: Person) -> None:
    view = opened(api, shaw, modal(question(), submit=plain("Send")))
    form = shaw.form()
    form.field("1.").fill("A fire")
    api.call("views.update", view_id=view["id"], view=modal(question(), section(), submit=plain("Send")))
    assert form.field("1.").value == "A fire"
    other = question(action_id="other", initial_value="Afresh")
    api.call("views.update", view_id=view["id"], view=modal(other, submit=plain("Send")))
    assert form.field("1.").value == "Afresh"


def test_each_kind_of_field_keeps_its_value_in_slacks_way(slack: Slack, api: Api, shaw: Person) -> None:
    general = slack.sandbox.look(lambda workspace: workspace.general.id)
    kinds: dict[str, tuple[dict[str, Any], Any, dict[str, Any]]] = {
        "plain_text_input": ({}, "x", {"value": "x"}),
        "number_input": ({"is_decimal_allowed": False}, "7", {"value": "7"}),
        "static_select": ({"options": options(2)}, "o1", {"selected_option": option("o1")}),
        "multi_static_select": ({"options": options(2)}, ["o1"], {"selected_options": [option("o1")]}),
        "radio_buttons": ({"options": options(2)}, "o0", {"selected_option": option("o0")}),
        "checkboxes": ({"options": options(2)}, ["o0"], {"selected_options": [option("o0")]}),
        "users_select": ({}, shaw.id, {"selected_user": shaw.id}),
        "multi_users_select": ({}, [shaw.id], {"selected_users": [shaw.id]}),
        "channels_select": ({}, general, {"selected_channel": general}),
        "conversations_select": ({}, general, {"selected_conversation": general}),
        "datepicker": ({}, "2026-11-22", {"selected_date": "2026-11-22"}),
        "timepicker": ({}, "09:30", {"selected_time": "09:30"}),
        "datetimepicker": ({}, 1_700_000_000, {"selected_date_time": 1_700_000_000}),
    }
    blocks = [
        field({"type": kind, "action_id": "a", **more}, block_id=kind, label=plain(kind))
        for kind, (more, _, _) in kinds.items()
    ]
    view = opened(api, shaw, modal(*blocks, submit=plain("Send")))
    assert view["state"]["values"]["checkboxes"]["a"] == {"type": "checkboxes", "selected_options": []}
    container = {"type": "view", "view_id": view["id"]}
    for kind, (_, entered, _) in kinds.items():
        slack.sandbox.run(slack.sandbox.acts.fill(shaw.id, container, kind, "a", entered))
    fresh = api.call("views.update", view_id=view["id"], view=modal(*blocks, submit=plain("Send")))["view"]
    assert {block: value["a"] for block, value in fresh["state"]["values"].items()} == {
        kind: {"type": kind, **held} for kind, (_, _, held) in kinds.items()
    }


def test_a_published_home(slack: Slack, api: Api, shaw: Person) -> None:
    view = api.call("views.publish", user_id=shaw.id, view=HOME)["view"]
    api.call("views.publish", user_id=shaw.id, hash=view["hash"], view=HOME)
    assert api.refused("views.publish", user_id=shaw.id, hash=view["hash"], view=HOME) == "hash_conflict"
    assert api.refused("views.publish", user_id="U404", view=HOME) == "invalid_arguments"
    assert api.refused("views.publish", user_id=shaw.id, view=modal()) == "invalid_arguments"
    shaw.opens_home().sees("Text")
    assert not slack.violations


def test_closing_needs_nobody(api: Api, slack: Slack, shaw: Person) -> None:
    opened(api, shaw, modal(section(), actions(button())))
    shaw.form().close().closes()
    assert not slack.violations
