"""Whatever is put together from good parts is taken, and one mistake anywhere in it is refused at its place."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.sandbox import block_strategies as made
from tests.sandbox.manifest import MANIFEST

from liaison.sandbox.acting.values import STATELESS, initial_values
from liaison.sandbox.changes import Changes
from liaison.sandbox.clock import Clock
from liaison.sandbox.delivery.faults import Faults
from liaison.sandbox.journal import Journal
from liaison.sandbox.language.render import blocks_text
from liaison.sandbox.manifest import Manifest, ManifestError
from liaison.sandbox.rules.attachments import check_attachments, check_metadata
from liaison.sandbox.rules.blocks import all_blocks, elements_of
from liaison.sandbox.rules.objects import answer_options
from liaison.sandbox.rules.shapes import Fault, Place
from liaison.sandbox.rules.surfaces import check_message_blocks, check_view
from liaison.sandbox.workspace import Workspace, with_ids

Path = tuple[str | int, ...]
few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

NAMES = st.text(max_size=4) | st.sampled_from(
    ["type", "text", "blocks", "elements", "element", "accessory", "fields", "options", "event_type", "rows"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


def nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything in a payload, with the way to it."""
    yield path, value
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in steps:
        yield from nodes(each, (*path, step))


def fresh(value: Any) -> Any:
    """A copy in which no two parts are the same object."""
    return json.loads(json.dumps(value))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def pointed(value: Any, pointer: str) -> Any:
    """What a pointer points at. Raises KeyError or IndexError if nothing is there."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def checked(payload: Any, root: str) -> list[Fault]:
    return check_message_blocks(payload) if root == "/blocks" else check_view(payload, "modal")


payloads = made.messages.map(lambda blocks: (blocks, "/blocks")) | made.modals.map(
    lambda view: (view, "/view")
)


@few
@given(made.messages)
def test_messages_of_good_parts_are_taken_shown_and_filled_in(blocks: list[made.Json]) -> None:
    assert check_message_blocks(blocks) == []
    filled = with_ids(blocks) or []
    assert check_message_blocks(filled) == []
    assert (with_ids(filled) or []) == filled
    assert all(block["block_id"] for block, _ in all_blocks(filled))
    clock = Clock(datetime(2026, 11, 22, tzinfo=UTC))
    workspace = Workspace(
        Manifest.load(MANIFEST),
        clock,
        Changes(),
        Journal(clock),
        Faults(frozenset(), frozenset(), frozenset()),
    )
    values = initial_values(filled)
    assert isinstance(blocks_text(workspace, filled, values), str)
    held = {
        (block["block_id"], e["action_id"]) for block, e in elements_of(filled) if e["type"] not in STATELESS
    }
    assert {(block, action) for block, actions in values.items() for action in actions} == held


@few
@given(made.modals, made.homes)
def test_views_of_good_parts_are_taken_and_keep_what_was_entered(modal: made.Json, home: made.Json) -> None:
    assert check_view(modal, "modal") == []
    assert check_view(home, "home") == []
    filled = with_ids(modal["blocks"]) or []
    values = initial_values(filled)
    assert initial_values(filled, values) == values


@few
@given(made.attachments, made.metadata)
def test_attachments_and_metadata_of_good_parts_are_taken(
    attachments: list[made.Json], metadata: made.Json
) -> None:
    assert check_attachments(attachments) == []
    assert check_metadata(metadata) == []


def refused(payload: Any, root: str, path: Path) -> None:
    """One mistake is refused, and every pointer leads to it or to what it is in."""
    faults = checked(payload, root)
    assert faults
    place = "/".join((root, *map(str, path)))
    for fault in faults:
        assert f"{place}/".startswith(f"{fault.pointer}/"), fault
        pointed({root[1:]: payload}, fault.pointer)


@few
@given(payloads, st.data())
def test_a_property_that_slack_does_not_know_is_refused_where_it_stands(
    payload: tuple[Any, str], data: st.DataObject
) -> None:
    found, root = fresh(payload)
    path, node = data.draw(st.sampled_from([(p, n) for p, n in nodes(found) if isinstance(n, dict)]))
    node["colour_of_it"] = "red"
    refused(found, root, path)


@few
@given(payloads, st.data())
def test_nothing_in_the_place_of_something_is_refused(payload: tuple[Any, str], data: st.DataObject) -> None:
    found, root = fresh(payload)
    path = data.draw(st.sampled_from([p for p, _ in nodes(found) if p]))
    at(found, path[:-1])[path[-1]] = None
    refused(found, root, path)


@few
@given(payloads, st.data())
def test_a_number_in_the_place_of_words_is_refused(payload: tuple[Any, str], data: st.DataObject) -> None:
    found, root = fresh(payload)
    path = data.draw(st.sampled_from([p for p, node in nodes(found) if isinstance(node, str)]))
    at(found, path[:-1])[path[-1]] = 7
    refused(found, root, path)


@few
@given(made.messages, st.data())
def test_words_that_are_far_too_many_are_refused(blocks: list[made.Json], data: st.DataObject) -> None:
    found = fresh(blocks)
    path = data.draw(st.sampled_from([p for p, node in nodes(found) if isinstance(node, str)]))
    at(found, path[:-1])[path[-1]] = "x" * 13_001
    refused(found, "/blocks", path)


NEEDED = {
    "plain_text": "text", "mrkdwn": "text", "header": "text", "button": "text", "actions": "elements",
    "context": "elements", "input": "element", "image": "alt_text", "radio_buttons": "options",
    "overflow": "options", "rich_text": "elements", "markdown": "text", "carousel": "elements",
    "container": "child_blocks", "data_table": "caption", "task_card": "task_id", "alert": "text",
}  # fmt: skip


@few
@given(payloads, st.data())
def test_a_property_that_is_left_out_is_missed_where_it_should_stand(
    payload: tuple[Any, str], data: st.DataObject
) -> None:
    found, root = fresh(payload)
    typed = [(p, n) for p, n in nodes(found) if isinstance(n, dict) and n.get("type") in NEEDED]
    assume(typed)
    path, node = data.draw(st.sampled_from(typed))
    name = data.draw(st.sampled_from(["type", NEEDED[node["type"]]]))
    del node[name]
    refused(found, root, path)


def _pointer_is_whole(pointer: str, name: str, value: Any) -> None:
    """A pointer leads to what is there, or to what is missing from something that is there."""
    try:
        pointed({name: value}, pointer)
    except KeyError:
        pointed({name: value}, pointer.rpartition("/")[0])


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_anything_at_all_is_refused_in_order(value: Any) -> None:
    for fault in check_message_blocks(value):
        _pointer_is_whole(fault.pointer, "blocks", value)
    for surface in ("modal", "home"):
        for fault in check_view(value, surface):
            _pointer_is_whole(fault.pointer, "view", value)
    for fault in check_attachments(value):
        _pointer_is_whole(fault.pointer, "attachments", value)
    for fault in check_metadata(value):
        _pointer_is_whole(fault.pointer, "metadata", value)
    for fault in answer_options(value, Place("modal", at="/answer")):
        _pointer_is_whole(fault.pointer, "answer", value)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(MANIFEST)), ANYTHING)
def test_a_manifest_of_anything_is_refused_in_order(name: str, value: Any) -> None:
    assume(value not in ({}, []))
    with pytest.raises(ManifestError):
        Manifest.load({**MANIFEST, name: value})
