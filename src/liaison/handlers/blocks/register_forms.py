"""Forms that change the register, all made from the one table of fields: what each of them is about and shows."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import cast

from pydantic import Field as Default

from liaison.domain.access.rules import ROLES
from liaison.domain.dates import write_date
from liaison.domain.register import renaming
from liaison.domain.register.asking import ENDING, asked, asked_of_successor
from liaison.domain.register.cells import Cell, Names, name_of
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, Kind, Partnership
from liaison.domain.register.seats import Passing
from liaison.domain.register.snapshot import Register
from liaison.domain.values import Value
from liaison.handlers.blocks import register_notes
from liaison.handlers.blocks.kit import (
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
    modal,
    option,
    radio,
    section,
)
from liaison.handlers.blocks.register_inputs import INPUT, LONGEST_VALUE, Shown, input_of, typed

FORM_VIEW = "register.form"
END_VIEW = "register.end_form"
NEW = "register.new"
REMOVE = "register.remove"
AFRESH = "register.afresh"
BLOCK = "register.field"
LEFT_VACANT = option("Leave the seat vacant from then", "vacant")
GONE = option("The seat ends", "gone")
DEEPEST = 3  # forms above one another: Slack's own limit
# Names for titles of at most 24 characters.
SHORT = {"groups": "group", "links": "Slack link", "about": "editions"}
WHOLE = "It is kept at once. You get a message that says what changed, with a button that undoes it."
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
            if renaming.field_of(self.kind, name).control is not Control.DATE
        }
        return sha256(repr((self.kind, self.id, self.part, self.successor, given)).encode()).hexdigest()

    @property
    def merges(self) -> bool:
        """Whether it was opened for a merger, and not for an end alone."""
        return self.part == ENDING and "merged_into" in self.given

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
    level: str | None = None,
) -> View:
    """The form of an entry, of one part of it, of a new one, or of whoever comes next in a seat or an office.

    `typed_before` is what the person had typed, and `kept_on` the day of it where the form was closed since; `changed`
    are the fields of it that somebody has changed in the register by now; `codes` are the titles of those to be signed.
    `level` is what the policy wants of whoever represents the authority (B-17).
    """
    entry = register.entry(about.kind, about.id) if about.id else None
    notes: list[Block] = []
    given: dict[str, Cell] = {**about.given, **(typed_before or {})}
    role = given.get("role") or getattr(entry, "role", None)
    if about.successor and entry is not None:
        fields = asked_of_successor(register, cast("Passing", about.kind), entry)
        lead = f"After *{escape(name_of(register, about.kind, entry))}*, which ends on the day on which this one begins."
        if about.kind == "appointments":
            lead += " Leave the person and the office empty for a vacancy."
            given.setdefault("capacity", getattr(entry, "capacity", None))
        notes = register_notes.of_successor(register, entry, day=day)
        entry, title = None, "Who comes next"
    else:
        fields = renaming.asked_beside(
            entry, asked(register, about.kind, entry, part=about.part, preset=given)
        )
        given = {renaming.HOW.name: renaming.NEW, renaming.FROM.name: day, **given}
        title = _title(about)
        lead = f"*{escape(called(register, about.kind, entry))}*" if entry is not None else ""
        if about.merges:
            fields = tuple(each.model_copy(update={"needed": True}) for each in fields)
        if about.part and about.part != ENDING:
            lead += f"\n{escape(about.part)}"
        if about.kind == "partnerships" and entry is None:
            lead = "These are the essentials. Type `/partnership edit` and its name to add the rest later."
        if isinstance(entry, Partnership) and about.part == ENDING:
            notes = register_notes.of_winding_up(register, entry, given.get("until"), day=day)
        elif entry is not None:
            notes = register_notes.of_existing(register, entry, day=day, part=about.part)
        elif about.kind == "appointments":
            notes = register_notes.of_new_seat(register, given, day=day)
    blocks = [section(lead)] if lead else []
    blocks += notes
    if changed and entry is not None:
        blocks += register_notes.of_changed(register, about.kind, entry, changed)
    if level and any(field.name == "delegation" for field in fields):
        blocks += register_notes.of_level(level, role)
    if kept_on:
        blocks.append(context(f"What you typed on {write_date(kept_on)} and did not save is filled in."))
        blocks.append(actions("register.draft", [button("Start afresh", AFRESH, "afresh")]))
    if about.kind == "signatures":
        fields = tuple(_of_codes(each, codes, entry, given) for each in fields)
    shown = Shown(f"{BLOCK}{about.afresh}.", register, entry, Names(register), given, roles, day)
    blocks += _inputs(about.kind, fields, shown)
    blocks.append(context(WHOLE))
    if buttons := _buttons(about, fields, entry):
        blocks.append(actions("register.more", buttons))
    return modal(FORM_VIEW, title, blocks, submit=_submit(about), close="Cancel", metadata=about.dump())


def _title(about: About) -> str:
    """What is done with a form that is not about who comes next."""
    doing = "Edit" if about.id else "Add"
    if about.part == ENDING:
        doing = "Merge" if about.merges else "End"
    return f"{doing} {a_kind(about.kind, known=bool(about.id))}"


def _submit(about: About) -> str:
    if about.part != ENDING:
        return "Save"
    return "Merge" if about.merges else "End it"


def _inputs(kind: Kind, fields: Sequence[Field], shown: Shown) -> list[Block]:
    """The inputs of a form; below a name that is filled in stands who goes by it already."""
    blocks: list[Block] = []
    for each in fields:
        blocks.append(input_of(each, shown))
        if each.name == "name" and isinstance(shown.entry, renaming.Renamable):
            name = shown.preset.get(each.name)
            blocks += register_notes.of_new_name(shown.register, kind, shown.entry, name, day=shown.day)
    return blocks


def end_form(about: About, register: Register, entry: Entry, *, day: date, today: date) -> View:
    """The form that gives an appointment or a term its end, at first that day, and says what becomes of the seat."""
    blocks = [
        section(f"*{escape(called(register, about.kind, entry))}*"),
        *register_notes.of_ending(register, entry, day=day, today=today),
        field(
            "register.until",
            "Until",
            date_picker(INPUT, "Choose a date", initial=day),
            hint="The first day on which it no longer holds.",
        ),
    ]
    if isinstance(entry, Appointment) and not entry.vacant:
        beside = register.all_seats_of(entry.partnership)
        followed = any(seat.role == entry.role and seat.since == day and not seat.vacant for seat in beside)
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


def carried(view: View | None) -> dict[str, str]:
    """What a new appointment's form says of somebody, for the form of who comes next in its place (P-06)."""
    if view is None or view["callback_id"] != FORM_VIEW:
        return {}
    about = About.of(view)
    said = typed(view["state"]["values"]) if about.kind == "appointments" and about.id is None else {}
    return {name: str(said[name]) for name in ("person", "office", "since") if said.get(name)}


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
    return entry.title if isinstance(entry, Partnership) else capital(name_of(register, kind, entry))


def a_kind(kind: Kind, *, known: bool = False) -> str:
    """A kind of entry with its article, short enough for a title."""
    name = SHORT.get(kind, SORTS[kind].one)
    article = "the" if known else "an" if name[0] in "aeio" else "a"
    return f"{article} {name}"
