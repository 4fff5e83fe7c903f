"""Registers that nobody has seen before, in which every field of every kind may say something, and all rules hold."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from liaison.domain.described import Attendance
from liaison.domain.nobody import means_nobody
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Entry, FormerName, Kind
from liaison.domain.register.snapshot import Register

FORCE = "the Constabulary"
LETTERS = st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="[]():;\x85\u2028\u2029")
WORD = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
RISKY = st.sampled_from(
    ["=1+1", "-5", "+44 1768", "@everyone", "'quoted", "#REF!", "007", "1e5", "TRUE", 'a "b", c']
)
TEXT = WORD | RISKY
LATEST = date(2036, 1, 1)
DAY = st.dates(date(1829, 9, 29), LATEST)
KNOWN_DAY = st.dates(date(1980, 1, 1), date(2026, 11, 22))  # such as a former name may have ended on
# In an order in which what is named comes first.
MADE: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind not in {"about", "links"})


def _value(  # noqa: PLR0911 - one for each control
    draw: st.DrawFn, field: Field, made: dict[Kind, list[Any]]
) -> object:
    ids = [entry.id for entry in made.get(field.of, [])] if field.of else []
    match field.control:
        case Control.LONG_TEXT:
            return "\n".join(draw(st.lists(TEXT, min_size=1, max_size=3)))
        case Control.LINES:
            return tuple(draw(st.lists(TEXT, min_size=1, max_size=3)))
        case Control.NUMBER:
            return draw(st.integers(0, 10**6))
        case Control.DATE:
            return draw(KNOWN_DAY if field.past else DAY)
        case Control.YES_NO:
            return draw(st.booleans())
        case Control.CHOICE:
            return draw(st.sampled_from(field.choices))
        case Control.ENTRY:
            return draw(st.sampled_from(ids)) if ids else None
        case Control.ENTRIES:
            return tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))) if ids else ()
        case Control.FORMER_NAMES:
            return tuple(
                draw(st.lists(st.builds(FormerName, name=TEXT, until=st.none() | KNOWN_DAY), max_size=2))
            )
        case Control.ATTENDANCE:
            who = st.lists(WORD, min_size=1, max_size=2).map(tuple)
            return tuple(draw(st.lists(st.builds(Attendance, sub_group=WORD, who=who), max_size=2)))
        case Control.CHANNEL:
            return draw(st.sampled_from(["C012AB3CD", "C0ABCDEF1"]))
    return draw(TEXT)


def _is_the_same_seat(values: dict[str, Any], seat: Any) -> bool:
    names = ("partnership", "role", "person")
    return all(values.get(name) == getattr(seat, name) for name in names)


def _kept_to_the_rules(kind: Kind, values: dict[str, Any], made: dict[Kind, list[Any]]) -> dict[str, Any]:
    since, until = values.get("since"), values.get("until")
    if since and until and until < since:
        values["since"], values["until"] = until, since
    if kind == "partnerships" and values.get("merged_into"):
        values["until"] = values.get("until") or LATEST
    if values.get("email"):
        values["email"] = "somebody@example.org"
    if values.get("area_link") == "none":
        values["area_link_note"] = values.get("area_link_note") or "Nobody lives there."
    there = next((p for p in made.get("partnerships", []) if p.id == values.get("partnership")), None)
    if kind == "appointments" and there and there.until:  # no seat goes on after its partnership
        values["until"] = min(values.get("until") or there.until, there.until)
        if values.get("since") and there.until <= values["since"]:
            values["since"] = None
    if kind == "appointments" and any(_is_the_same_seat(values, seat) for seat in made["appointments"]):
        values["person"] = None
    if values.get("role") == "link officer":
        person = next((p for p in made["people"] if p.id == values.get("person")), None)
        values |= {"office": None, "requested_on": None}
        if person is None or person.body != FORCE:
            values["person"] = None
        elif not values.get("nominated_on"):
            values["nominated_on"] = date(2026, 1, 1)
    return values


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A register of a few entries of each kind."""
    made: dict[Kind, list[Any]] = {kind: [] for kind in MADE}
    for kind in MADE:
        for number in range(draw(st.integers(0, 3))):
            values: dict[str, Any] = {"id": f"{kind}-{number}"}
            for field in SORTS[kind].fields:
                if field.needed or draw(st.booleans()):
                    values[field.name] = _value(draw, field, made)
            if kind == "people" and means_nobody(values["name"]):
                values["name"] = f"Mr {number} Name"  # "/" or "vacant" is nobody's name
            if "name" in values and kind != "people":
                values["name"] = f"{values['name']} {number}"  # only people may share a name
            if "code" in values:
                values["code"] = f"{values['code']} {number}"  # a code is signed once by each
            if draw(st.booleans()) and kind == "people":
                values["body"] = FORCE
            if any(values[field.name] is None for field in SORTS[kind].fields if field.needed):
                continue
            entry: Entry = KINDS[kind].model_validate(
                {k: v for k, v in _kept_to_the_rules(kind, values, made).items() if v is not None}
            )
            made[kind].append(entry)
    return Register(
        version=1,
        since=date(2026, 1, 5),
        pack="none",
        authority=draw(WORD),
        force=FORCE,
        edition=draw(st.none() | TEXT),
        **{kind: tuple(entries) for kind, entries in made.items()},
    )
