"""Forms that change the register, all made from the one table of fields, and the overview of what has parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple, cast

from pydantic import Field as Default

from liaison.domain.access.rules import ROLES, role_title
from liaison.domain.dates import write_date
from liaison.domain.register.asking import asked, asked_of_successor
from liaison.domain.register.cells import Cell, Names, name_of, write
from liaison.domain.register.choosing import choice
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, Kind, Partnership
from liaison.domain.register.seats import Passing
from liaison.domain.register.snapshot import Register
from liaison.domain.values import Value
from liaison.handlers.blocks import register_notes
from liaison.handlers.blocks.kit import (
    LONGEST_OPTION,
    Block,
    Element,
    View,
    actions,
    button,
    capital,
    confirmed,
    context,
    date_picker,
    escape,
    field,
    many_by_typing,
    modal,
    multi_select,
    option,
    radio,
    section,
    select,
    text_input,
    type_ahead,
    user_select,
)

FORM_VIEW = "register.form"
END_VIEW = "register.end_form"
INPUT = "register.input"
MOST_CHOSEN = 100  # choices that a menu may begin with: Slack's own limit
PICK = "register.pick"  # a type-ahead menu over a kind of entries: register.pick.people
PICK_OR_NOTHING = "register.pick_or_nothing"  # the same, with a choice that clears it
OFFER = "register.offer"  # a type-ahead menu over the words that stand in a field: register.offer.area
NEW = "register.new"
REMOVE = "register.remove"
AFRESH = "register.afresh"
BLOCK = "register.field"
NOTHING = "-"
NOT_RECORDED = option("Not recorded", NOTHING)
YES, NO = option("Yes", "Yes"), option("No", "No")
LEFT_VACANT = option("Leave the seat vacant from then", "vacant")
GONE = option("The seat ends", "gone")
LONGEST_TEXT, LONGEST_NAME = 3_000, 250
LONGEST_VALUE = 150  # of a choice, in Slack
DEEPEST = 3  # forms above one another: Slack's own limit
# Names for titles of at most 24 characters.
SHORT = {"groups": "group", "links": "Slack link", "about": "editions"}
WHOLE = "It is kept at once. You get a message that says what changed, with a button that undoes it."
CLOSED = "Restricted: not shown in channels, nor in the public export."
# What can be added from within a form that names it.
ADDED: tuple[Kind, ...] = ("people", "offices")
# The fields of a new appointment on which it depends what else is asked.
DECIDING = ("partnership", "role")


class About(Value):
    """What a form is about; it travels with the form, unseen.

    `at` is the register's version that it shows, `successor` tells that it is about who comes next, and `over` is the
    entry whose overview lies below it; `instead` tells that it took the place of another form. `given` is what a new
    entry was opened with; `afresh` counts how often what was typed was thrown away, since Slack keeps what stands in a
    field as long as the field keeps its id (P-07).
    """

    kind: Kind
    id: str | None = None
    at: int
    part: str | None = None
    successor: bool = False
    over: str | None = None
    instead: bool = False
    deep: int = 1
    given: dict[str, str | None] = Default(default_factory=dict)
    afresh: int = 0

    @property
    def name(self) -> str:
        """What the person's unsaved words in this form are kept under."""
        # Days are left out: a form that is filled in with today's is the same form tomorrow.
        given = {
            name: value
            for name, value in sorted(self.given.items())
            if SORTS[self.kind].field(name).control is not Control.DATE
        }
        return sha256(repr((self.kind, self.id, self.part, self.successor, given)).encode()).hexdigest()

    def dump(self) -> str:
        """As a form carries it."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def of(cls, view: View) -> "About":
        """What a form that came back is about."""
        return cls.model_validate_json(view["private_metadata"])


def form(
    about: About,
    register: Register,
    *,
    day: date,
    typed_before: Mapping[str, Cell] | None = None,
    kept_on: date | None = None,
    changed: Sequence[str] = (),
    roles: Sequence[str] = ROLES,
    codes: Sequence[str] = (),
) -> View:
    """The form of an entry, of one part of it, of a new one, or of whoever comes next in a seat or an office.

    `typed_before` is what the person had typed, and `kept_on` the day of it where the form was closed since; `changed`
    are the fields of it that somebody has changed in the register by now; `codes` are the titles of those to be signed.
    """
    entry = register.entry(about.kind, about.id) if about.id else None
    notes: list[Block] = []
    given: dict[str, Cell] = {**about.given, **(typed_before or {})}
    if about.successor and entry is not None:
        fields = asked_of_successor(register, cast("Passing", about.kind), entry)
        lead = f"After *{escape(name_of(register, about.kind, entry))}*, which ends on the day on which this one begins."
        if about.kind == "appointments":
            lead += " Leave the person and the office empty for a vacancy."
            given.setdefault("capacity", getattr(entry, "capacity", None))
        notes = register_notes.of_successor(register, entry, day=day)
        entry, title = None, "Who comes next"
    else:
        fields = asked(register, about.kind, entry, part=about.part, preset=given)
        title = f"{'Edit' if about.id else 'Add'} {a_kind(about.kind, known=bool(about.id))}"
        lead = f"*{escape(called(register, about.kind, entry))}*" if entry is not None else ""
        if about.part:
            lead += f"\n{escape(about.part)}"
        if about.kind == "partnerships" and entry is None:
            lead = "These are the essentials. Type `/partnership edit` and its name to add the rest later."
        if entry is not None:
            notes = register_notes.of_existing(register, entry, day=day, part=about.part)
        elif about.kind == "appointments":
            notes = register_notes.of_new_seat(register, given, day=day)
    blocks = [section(lead)] if lead else []
    blocks += notes
    if changed and entry is not None:
        blocks += register_notes.of_changed(register, about.kind, entry, changed)
    if kept_on:
        blocks.append(context(f"What you typed on {write_date(kept_on)} and did not save is filled in."))
        blocks.append(actions("register.draft", [button("Start afresh", AFRESH, "afresh")]))
    if about.kind == "signatures":
        fields = tuple(_of_codes(each, codes, entry, given) for each in fields)
    shown = _Shown(f"{BLOCK}{about.afresh}.", register, entry, Names(register), given, roles, day)
    blocks += [_input(asked_field, shown) for asked_field in fields]
    blocks.append(context(WHOLE))
    if buttons := _buttons(about, fields, entry):
        blocks.append(actions("register.more", buttons))
    return modal(FORM_VIEW, title, blocks, submit="Save", close="Cancel", metadata=about.dump())


def end_form(about: About, register: Register, entry: Entry, *, today: date) -> View:
    """The form that gives an appointment or a term its end, at first that day, and says what becomes of the seat."""
    blocks = [
        section(f"*{escape(name_of(register, about.kind, entry))}*"),
        *register_notes.of_ending(register, entry, day=today),
        field(
            "register.until",
            "Until",
            date_picker(INPUT, "Choose a date", initial=today),
            hint="The first day on which it no longer holds.",
        ),
    ]
    if isinstance(entry, Appointment) and not entry.vacant:
        beside = register.all_seats_of(entry.partnership)
        followed = any(seat.role == entry.role and seat.since == today and not seat.vacant for seat in beside)
        after = GONE if followed else LEFT_VACANT
        blocks.append(field("register.after", "Afterwards", radio(INPUT, [LEFT_VACANT, GONE], initial=after)))
    blocks.append(context(WHOLE))
    return modal(
        END_VIEW,
        f"End {a_kind(about.kind, known=True)}",
        blocks,
        submit="End it",
        close="Cancel",
        metadata=about.dump(),
    )


def _of_codes(
    asked_field: Field, codes: Sequence[str], entry: Entry | None, given: Mapping[str, Cell]
) -> Field:
    """The field of a signed code, as a choice of those that count, and of the one that stands there (B-05)."""
    there = given.get("code") or getattr(entry, "code", None)
    offered = tuple(dict.fromkeys([*codes, *([str(there)] if there else [])]))
    if asked_field.name != "code" or not codes or max(map(len, offered)) > LONGEST_VALUE:
        return asked_field
    return asked_field.model_copy(update={"control": Control.CHOICE, "choices": offered})


def typed(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Cell]:
    """What stands in a form, by the names of the fields."""
    return {
        field_of(block_id): _cell(next(iter(inputs.values()))) for block_id, inputs in state.items() if inputs
    }


def carried(view: View | None) -> dict[str, str]:
    """What a new appointment's form says of somebody, for the form of who comes next in its place (P-06)."""
    if view is None or view["callback_id"] != FORM_VIEW:
        return {}
    about = About.of(view)
    said = typed(view["state"]["values"]) if about.kind == "appointments" and about.id is None else {}
    return {name: str(said[name]) for name in ("person", "office", "since") if said.get(name)}


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


class _Shown(NamedTuple):
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


def _input(asked_field: Field, shown: _Shown) -> Block:
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


def _element(asked_field: Field, cell: Cell, shown: _Shown) -> Element:
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


def _menu(asked_field: Field, shown: _Shown) -> Element:
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


def _held(asked_field: Field, shown: _Shown) -> Sequence[str]:
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


def _buttons(about: About, fields: Sequence[Field], entry: Entry | None) -> list[Element]:
    """Adding somebody who is not on the list, and taking an entry out that should never have been there."""
    buttons = []
    if about.deep < DEEPEST:
        named = {each.of for each in fields}
        buttons += [button(f"Add {a_kind(kind)}", f"{NEW}.{kind}", kind) for kind in ADDED if kind in named]
    if entry is not None and about.part is None and about.kind != "about":
        buttons.append(remove_button(about.kind, entry.id))
    return buttons


def remove_button(kind: Kind, id_: str) -> Element:
    """Takes an entry out, once the person has said that it should never have been there."""
    ask = (
        f"Remove this {SORTS[kind].one} only if it was entered by mistake. What is over gets an end instead."
    )
    remove = button("Remove", REMOVE, f"{kind}:{id_}", style="danger")
    return confirmed(remove, "Remove it?", ask, yes="Remove", no="Keep it")


def called(register: Register, kind: Kind, entry: Entry) -> str:
    """An entry's name as a heading has it."""
    return entry.title if isinstance(entry, Partnership) else name_of(register, kind, entry)


def a_kind(kind: Kind, *, known: bool = False) -> str:
    """A kind of entry with its article, short enough for a title."""
    name = SHORT.get(kind, SORTS[kind].one)
    article = "the" if known else "an" if name[0] in "aeio" else "a"
    return f"{article} {name}"
