"""What makes any form about reviews keep what is typed into it, and show it again: nothing of it stands in the forms themselves."""

import json
from collections.abc import Mapping

from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId
from liaison.handlers.blocks.kit import Block, Element, View, actions, button, context, option, telling
from liaison.handlers.blocks.reviews.form import CARRIED_ON, FIELD, about, given
from liaison.handlers.blocks.reviews.records import PARTNERSHIP

AFRESH = "reviews.work.afresh"
INITIAL: Mapping[str, str] = {
    "plain_text_input": "initial_value",
    "datepicker": "initial_date",
    "users_select": "initial_user",
    "conversations_select": "initial_conversation",
}


def keeping(
    view: View, name: str, typed: Mapping[str, str | None], register: Register, *, afresh: int = 0
) -> View:
    """A form that tells of each change, so that it is kept under its name, with what was `typed` and not saved filled in.

    `afresh` counts how often that was thrown away: Slack keeps what stands in a field as long as it keeps its id (P-07).
    """
    blocks: list[Block] = []
    said = [context(CARRIED_ON), actions("reviews.draft", [button("Start afresh", AFRESH, name)])]
    for block in view["blocks"]:
        if block["type"] != "input":
            blocks.append(block)
            continue
        if typed:
            blocks += said
            said = []
        blocks.append(_kept(block, typed, register, afresh))
    metadata = about(view) | {"draft": name, "afresh": afresh}
    return view | {"blocks": blocks, "private_metadata": json.dumps(metadata)}


def following(view: View, before: View) -> View:
    """A form that completes another one: once it is sent, nothing of that is unsaved any more."""
    return view | {"private_metadata": json.dumps(about(view) | {"draft": name_of(before)})}


def name_of(view: View) -> str:
    """The name under which a form's words are kept; empty for what keeps none."""
    return str(about(view).get("draft", ""))


def times_afresh(view: View) -> int:
    """How often what was typed into the form was thrown away."""
    return int(about(view).get("afresh", 0))


def changed(view: View) -> dict[str, str]:
    """What stands in a form and did not when it was shown."""
    shown = {
        block["block_id"]: _initial(block["element"]) for block in view["blocks"] if block["type"] == "input"
    }
    was = given(view | {"state": {"values": {name: {"": held} for name, held in shown.items()}}}).answers
    return {name: said for name, said in given(view).answers.items() if said != was.get(name)}


def _kept(block: Block, typed: Mapping[str, str | None], register: Register, afresh: int) -> Block:
    element, name = telling(block["element"]), block["block_id"].removeprefix(FIELD)
    if name in typed:
        element = _filled(element, typed[name], register)
    if afresh:
        element |= {"action_id": f"{element['action_id']}.{afresh}"}
    return block | {"element": element, "dispatch_action": True}


def _filled(element: Element, words: str | None, register: Register) -> Element:
    """A control with what was typed or chosen in it; empty where that is no longer offered."""
    empty = {name: held for name, held in element.items() if not name.startswith("initial_")}
    if not words:
        return empty
    if name := INITIAL.get(element["type"]):
        return empty | {name: words}
    chosen = _offered(element, words, register)
    if chosen is None:
        return empty
    many = element["type"] == "checkboxes"
    return empty | ({"initial_options": [chosen]} if many else {"initial_option": chosen})


def _offered(element: Element, words: str, register: Register) -> Element | None:
    if element["type"] != "external_select":
        return next((each for each in element["options"] if each["value"] == words), None)
    if element["action_id"] == PARTNERSHIP:
        entry = register.partnership.get(PartnershipId(words))
        return option(entry.title, entry.id) if entry else None
    person = register.person.get(PersonId(words))
    return option(person.name, person.id) if person else None


def _initial(element: Element) -> Element:
    """What a control held when it was shown, as Slack tells of what it holds."""
    held = {
        name.replace("initial_", "selected_"): value
        for name, value in element.items()
        if name.startswith("initial_")
    }
    return held | {"value": element.get("initial_value")}
