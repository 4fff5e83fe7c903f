"""What a form asks: which fields of an entry, where not all apply (UX-16)."""

from collections.abc import Mapping

from liaison.domain.register.cells import Cell
from liaison.domain.register.controls import Control, Field
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import Appointment, Entry, Kind
from liaison.domain.register.seats import KEPT, Passing, asks_area_link
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId

# What is asked of a new partnership; the rest is added later, part by part.
ESSENTIAL = ("name", "short", "kind", "kind_short", "area", "statutory", "formal", "reports_to", "since")
SMART = ("measure", "by")  # what a target needs besides its words; a list that is taken over may lack it
# What is asked of a partnership that has ended or merged: a form of its own, that no other part contains.
ENDING = "What has ended"
OF_AN_END = ("until", "merged_into")
PLACE = ("partnership", "role")
HOLDER = ("person", "office")
PERIOD = ("since", "until")
AREA_LINK = ("area_link", "area_link_note")
OF_MEMBERS = ("capacity", "suitability", "delegation", "listed_as", "minute")
# What is asked of an appointment, by its role. Only the chief constable fills a link officer's seat (A-04, B-11).
BY_ROLE: dict[str, tuple[str, ...]] = {
    "": (*PLACE, *HOLDER, *PERIOD),
    "representative": (*PLACE, *HOLDER, *PERIOD, *OF_MEMBERS, *AREA_LINK),
    "substitute": (*PLACE, *HOLDER, *PERIOD, *OF_MEMBERS, *AREA_LINK),
    "support officer": (*PLACE, *HOLDER, *PERIOD),
    "link officer": (*PLACE, "requested_on", "nominated_on", "person", *PERIOD, "minute"),
}


def asked(
    register: Register,
    kind: Kind,
    entry: Entry | None,
    *,
    part: str | None = None,
    preset: Mapping[str, Cell] | None = None,
) -> tuple[Field, ...]:
    """The fields that a form shows, in order: those that apply, and those that say something already.

    `part` is one page of an entry with several, or ENDING; `preset` is what is known of a new one.
    """
    sort = SORTS[kind]
    fields = [field for field in sort.fields if part in (None, field.part)]
    if kind == "partnerships" and entry is None:
        fields = [sort.field(name) for name in ESSENTIAL]
    elif part == ENDING:
        fields = [sort.field(name).model_copy(update={"needed": name == "until"}) for name in OF_AN_END]
    elif kind == "appointments":
        fields = _of_appointment(register, entry, preset or {})
    elif kind == "targets" and entry is None:
        fields = [
            field.model_copy(update={"needed": True}) if field.name in SMART else field for field in fields
        ]
    elif kind == "links" and entry is not None:
        fields = [field for field in fields if field.name != "id"]
    # A channel is chosen with /committee, which also sends what was held for want of one.
    return tuple(field for field in fields if field.control is not Control.CHANNEL)


def asked_of_successor(register: Register, kind: Passing, before: Entry) -> tuple[Field, ...]:
    """The fields of whoever comes next in a seat or an office: what stays the same is not asked again."""
    preset: dict[str, Cell] = (
        {name: getattr(before, name) for name in PLACE} if kind == "appointments" else {}
    )
    kept = set(KEPT[kind]) - {"capacity"}
    fields = [field for field in asked(register, kind, None, preset=preset) if field.name not in kept]
    return tuple(sorted(fields, key=lambda field: field.name != "since"))


def _of_appointment(register: Register, entry: Entry | None, preset: Mapping[str, Cell]) -> list[Field]:
    """By its role and its place, and whatever has been recorded besides."""
    seat = entry if isinstance(entry, Appointment) else None
    role = str(preset.get("role") or (seat.role if seat else ""))
    place = str(preset.get("partnership") or (seat.partnership if seat else ""))
    names = list(BY_ROLE.get(role, BY_ROLE[""]))
    if not asks_area_link(register, register.partnership.get(PartnershipId(place))):
        names = [name for name in names if name not in AREA_LINK]
    if seat:
        if seat.office:
            names.append("confirmed_on")
        said = [field.name for field in SORTS["appointments"].fields if getattr(seat, field.name)]
        names += [name for name in said if name not in names]
    return [SORTS["appointments"].field(name) for name in names]
