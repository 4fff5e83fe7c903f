"""One field of a form as an input: its control, what stands in it at first, what its menu offers, and what comes back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from liaison.domain.access.rules import role_title
from liaison.domain.register.cells import Cell, Names, write
from liaison.domain.register.choosing import choice
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.models import Entry, Kind
from liaison.domain.register.renaming import HOW
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import (
    LONGEST_OPTION,
    Block,
    Element,
    capital,
    context,
    date_picker,
    field,
    many_by_typing,
    multi_select,
    option,
    radio,
    select,
    text_input,
    type_ahead,
    user_select,
)

INPUT = "register.input"
PICK = "register.pick"  # a type-ahead menu over a kind of entries: register.pick.people
PICK_OR_NOTHING = "register.pick_or_nothing"  # the same, with a choice that clears it
OFFER = "register.offer"  # a type-ahead menu over the words that stand in a field: register.offer.area
MOST_CHOSEN = 100  # choices that a menu may begin with: Slack's own limit
NOTHING = "-"
NOT_RECORDED = option("Not recorded", NOTHING)
YES, NO = option("Yes", "Yes"), option("No", "No")
LONGEST_TEXT, LONGEST_NAME = 3_000, 250
LONGEST_VALUE = 150  # of a choice, in Slack
CLOSED = "Restricted: not shown in channels, nor in the public export."


class Shown(NamedTuple):
    """What the inputs of one form are filled in from; their ids begin with `block`."""

    block: str
    register: Register
    entry: Entry | None
    names: Names
    preset: Mapping[str, Cell]
    roles: Sequence[str]
    day: date

    def cell(self, asked_field: Field) -> Cell:
        """What stands in the field at first."""
        if asked_field.name in self.preset:
            return _preset(asked_field, self.preset[asked_field.name])
        return write(asked_field, self.entry, self.names) if self.entry is not None else None


def input_of(asked_field: Field, shown: Shown) -> Block:
    """The input for a field, or a line that says how to change what no form can show."""
    # Entries are shown by what is chosen in their menu.
    cell = None if asked_field.of else shown.cell(asked_field)
    if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
        return context(
            f"*{asked_field.label}* is too long for a form. Change it with `/partnership export` and a file."
        )
    if asked_field.control is Control.ENTRIES and len(_held(asked_field, shown)) > MOST_CHOSEN:
        return context(
            f"*{asked_field.label}* names more than a form can show. Change it with `/partnership export` and a file."
        )
    hint = " ".join(part for part in (asked_field.hint, CLOSED if asked_field.restricted else "") if part)
    return field(
        f"{shown.block}{asked_field.name}",
        asked_field.label,
        _element(asked_field, cell, shown),
        hint=hint or None,
        optional=not asked_field.needed,
        tell=True,  # so that it is kept
    )


def typed(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Cell]:
    """What stands in a form, by the names of the fields."""
    return {
        field_of(block_id): _cell(next(iter(inputs.values()))) for block_id, inputs in state.items() if inputs
    }


def field_of(block_id: str) -> str:
    """The field that an input is for."""
    return block_id.rpartition(".")[2]


def options(found: Sequence[tuple[str, str]], *, clears: bool) -> list[Element]:
    """What a type-ahead menu offers, by label and id; with `clears` the choice that empties it comes first."""
    offered = [_option(label, id_) for label, id_ in found]
    return [NOT_RECORDED, *offered] if clears else offered


def words(typed_words: str, found: Sequence[str]) -> list[Element]:
    """What a menu of words offers: to clear it, those in use, and what was typed as it is."""
    own = " ".join(typed_words.split())[:LONGEST_VALUE]
    known = [_option(each, each) for each in found if len(each) <= LONGEST_VALUE]
    if not own:
        return [NOT_RECORDED, *known]
    new = [] if own.casefold() in {each.casefold() for each in found} else [_option(f'Use "{own}"', own)]
    return [*known, *new]


def _element(asked_field: Field, cell: Cell, shown: Shown) -> Element:
    text = None if cell is None else str(cell)
    match asked_field.control:
        case Control.DATE:
            return date_picker(INPUT, "Choose a date", initial=cell if isinstance(cell, date) else None)
        case Control.YES_NO:
            chosen = {"Yes": YES, "No": NO}.get(text or "", NOT_RECORDED)
            return radio(INPUT, [YES, NO, NOT_RECORDED], initial=chosen)
        case Control.CHOICE:
            offered = [option(capital(each), each) for each in asked_field.choices]
            initial = next((each for each in offered if each["value"] == text), None)
            if asked_field == HOW:
                return radio(INPUT, offered, initial=initial)
            return select(
                INPUT,
                "Choose one",
                offered if asked_field.needed else [NOT_RECORDED, *offered],
                initial=initial,
            )
        case Control.ROLES:
            held = (text or "").splitlines()
            titled = [option(role_title(each), each) for each in dict.fromkeys([*shown.roles, *held])]
            had = [each for each in titled if each["value"] in held]
            return multi_select(INPUT, "Choose roles", titled, initial=had)
        case Control.SLACK_USER:
            return user_select(INPUT, "Choose a person in Slack", initial=text)
        case Control.ENTRY | Control.ENTRIES:
            return _menu(asked_field, shown)
        case Control.TEXT if asked_field.offered and len(text or "") <= LONGEST_VALUE:
            menu = type_ahead(
                f"{OFFER}.{asked_field.name}",
                "Type it, or a part",
                initial=_option(text, text) if text else None,
            )
            return menu | {"min_query_length": 0}
        case Control.TEXT | Control.NUMBER:
            return text_input(INPUT, initial=text, most=max(LONGEST_NAME, len(text or "")), tell=True)
    return text_input(INPUT, initial=text, multiline=True, most=LONGEST_TEXT, tell=True)


def _menu(asked_field: Field, shown: Shown) -> Element:
    """A type-ahead menu over a kind of entries, with those that are chosen already."""
    kind, register = cast("Kind", asked_field.of), shown.register
    chosen = [
        _option(choice(register, kind, found, day=shown.day).label, found.id)
        for id_ in _held(asked_field, shown)
        if (found := register.entry(kind, id_)) is not None
    ]
    if asked_field.control is Control.ENTRIES:
        return many_by_typing(f"{PICK}.{kind}", "Type a part of a name", initial=chosen)
    if asked_field.needed:
        return type_ahead(f"{PICK}.{kind}", "Type a part of a name", initial=chosen[0] if chosen else None)
    # It opens with a choice that clears it, before anything is typed.
    menu = type_ahead(
        f"{PICK_OR_NOTHING}.{kind}", "Type a part of a name", initial=chosen[0] if chosen else None
    )
    return menu | {"min_query_length": 0}


def _held(asked_field: Field, shown: Shown) -> Sequence[str]:
    """The ids of the entries that the field names at first."""
    if asked_field.name in shown.preset:
        return str(shown.preset[asked_field.name] or "").splitlines()
    held = getattr(shown.entry, asked_field.name, None) or ()
    return (held,) if isinstance(held, str) else held


def _option(label: str, value: str) -> Element:
    """A choice; what does not fit on its line stands under it, so that two long names are told apart."""
    shown = option(label, value)
    if len(label) > LONGEST_OPTION:
        shown |= {"description": option(label[LONGEST_OPTION - 1 :], value)["text"]}
    return shown


def _preset(asked_field: Field, cell: Cell) -> Cell:
    if asked_field.control is Control.DATE and isinstance(cell, str) and cell:
        return date.fromisoformat(cell)
    return cell or None


def _cell(given: Mapping[str, Any]) -> Cell:
    match given["type"]:
        case "datepicker":
            chosen = given.get("selected_date")
            return date.fromisoformat(chosen) if chosen else None
        case "static_select" | "external_select" | "radio_buttons":
            value = (given.get("selected_option") or {"value": NOTHING})["value"]
            return None if value == NOTHING else str(value)
        case "multi_static_select" | "multi_external_select":
            return "\n".join(each["value"] for each in given.get("selected_options") or []) or None
        case "users_select":
            return given.get("selected_user") or None
    return given.get("value") or None
