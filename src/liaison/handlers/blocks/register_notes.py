"""What stands above a form of the register: what saving it means, who is there already, and the better way (UX-06)."""

from collections.abc import Mapping, Sequence
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.register.cells import Cell, Names, in_words, name_of
from liaison.domain.register.changes import differences
from liaison.domain.register.closing import follower, left_to_confirm, running_seats
from liaison.domain.register.fields import LINKED, SORTS
from liaison.domain.register.models import Appointment, Entry, Holder, Kind, Partnership, Term
from liaison.domain.register.remarks import same_name
from liaison.domain.register.seats import next_day
from liaison.domain.register.snapshot import Register
from liaison.domain.register.winding_up import counted_seats, ended_with, wound_up
from liaison.domain.register.winding_up import in_words as in_sentence
from liaison.domain.values import PartnershipId
from liaison.handlers.blocks.kit import (
    Block,
    View,
    actions,
    button,
    capital,
    context,
    escape,
    modal,
    section,
)
from liaison.handlers.blocks.lookup.words import fit
from liaison.handlers.blocks.register import EDIT, END, SUCCEED

SAME_NAME = "register.same_name"
OF_A_VIEW = ("type", "callback_id", "title", "submit", "close", "private_metadata")
MOST_NAMED = 6
LONGEST_CHANGED = 600  # characters of what a field says that somebody else has changed
_SEVERAL = "There may be several. "
SUCCESSION: Mapping[str, str] = {"appointments": "Appoint somebody else", "terms": "Next holder"}


def of_existing(register: Register, entry: Entry, *, day: date, part: str | None) -> list[Block]:
    """What it means to change an entry that has been running: the record changes from its beginning."""
    if isinstance(entry, Partnership):
        seats = running_seats(register, entry, day) if part == LINKED else ()
        if not seats or entry.until:
            return []
        end = "ends" if len(seats) == 1 else "end"
        said = f"If you fill in Ended, its {counted_seats(seats)} {end} on that day too."
        return [context(f"{said} A seat that would begin on it or later is taken back.")]
    if not isinstance(entry, Appointment | Term):
        return []
    begun = entry.since is None or entry.since <= day
    if not begun or (entry.until and entry.until <= day):
        return []
    if _awaits_nomination(entry):
        return []
    kind = "appointments" if isinstance(entry, Appointment) else "terms"
    vacant = isinstance(entry, Appointment) and entry.vacant
    word = "Appoint somebody" if vacant else SUCCESSION[kind]
    blocks = [
        section(f"This corrects the record from its beginning. To appoint somebody from a day, use {word}.")
    ]
    buttons = [button(word, SUCCEED, f"{kind}:{entry.id}")]
    if entry.until is None and not vacant:
        buttons.append(button("End", END, f"{kind}:{entry.id}"))
    return [*blocks, actions("register.instead", buttons)]


def of_new_name(register: Register, kind: Kind, entry: Entry, name: Cell, *, day: date) -> list[Block]:
    """Below a name: who or what goes by it already (UX-06)."""
    said = same_name(register, kind, entry, str(name), day) if name else ""
    return [context(escape(said)) | {"block_id": SAME_NAME}] if said else []


def with_note(view: View, below: str, note: Sequence[Block]) -> View:
    """A form that is open, with another note of this kind below an input; what stands in it stays as it is."""
    blocks: list[Block] = []
    for each in view["blocks"]:
        if each["block_id"] != SAME_NAME:
            blocks.append(each)
        if each["block_id"] == below:
            blocks += note
    return {name: view[name] for name in OF_A_VIEW if view.get(name)} | {"blocks": blocks}


def of_winding_up(register: Register, entry: Partnership, until: Cell, *, day: date) -> list[Block]:
    """What ends with a partnership on the day that stands in its form, and the end that it has already (A-24, UX-06)."""
    said = []
    if entry.until:
        ended = "ended" if entry.until <= day else "ends"
        said.append(
            f"It {ended} on {write_date(entry.until)} already. Another day here moves that end. "
            "To take the end away, type `/partnership edit` and its name."
        )
    chosen = date.fromisoformat(until) if isinstance(until, str) and until else until
    if isinstance(chosen, date) and chosen != entry.until:
        after = entry.model_copy(update={"until": chosen})
        found = wound_up(differences(register, ended_with(register, entry, after)), after)
        if words := in_sentence(register, found, chosen):
            said.append(escape(f"It would end on {write_date(chosen)}. {words}"))
    return [context(each) for each in said]


def of_new_seat(register: Register, given: Mapping[str, Cell], *, day: date) -> list[Block]:
    """Who has the role on the partnership already, so that nobody is added who was to be replaced (UX-06)."""
    place, role = PartnershipId(str(given.get("partnership") or "")), given.get("role")
    held = [
        each
        for each in register.seats_of(place, day)
        if each.appointment.role == role and not _awaits_nomination(each.appointment)
    ]
    blocks: list[Block] = []
    if any(each.appointment.vacant for each in held):
        blocks.append(context(f"A {role}'s seat is vacant. Whoever you appoint fills it from the first day."))
    there = [each for each in held if not each.appointment.vacant]
    for number, each in enumerate(there[:MOST_NAMED]):
        seat, word = each.appointment, SUCCESSION["appointments"]
        said = (
            f"{escape(_who(each))} is {role} already. {_SEVERAL if role == 'substitute' else ''}"
            f"To replace them, use {word}."
        )
        value = f"appointments:{seat.id}"
        label = f"{word}: {name_of(register, 'appointments', seat)}"
        blocks.append(section(said, accessory=button(word, f"{SUCCEED}.{number}", value, label=label)))
    return blocks


def of_level(level: str, role: Cell) -> list[Block]:
    """What the policy wants of a representative (B-17)."""
    if role != "representative":
        return []
    said = f"The policy wants a representative at a level {level}. Record what they may decide, in writing."
    return [context(escape(said))]


def of_successor(register: Register, entry: Entry, *, day: date) -> list[Block]:
    """What follows from somebody coming next: the end that stands already, and the seats to be confirmed."""
    if not isinstance(entry, Appointment | Term):
        return []
    blocks = _of_its_end(register, entry, day)
    if isinstance(entry, Term):
        blocks += _to_confirm(register, entry, day=next_day(register, entry, day))
    return blocks


def of_ending(register: Register, entry: Entry, *, day: date, today: date) -> list[Block]:
    """What an end on a day means: the one that stands already, and the seats to be confirmed after it."""
    if not isinstance(entry, Appointment | Term):
        return []
    blocks = _of_its_end(register, entry, today)
    return [*blocks, *_to_confirm(register, entry, day=day)] if isinstance(entry, Term) else blocks


def of_changed(register: Register, kind: Kind, entry: Entry, fields: Sequence[str]) -> list[Block]:
    """What the register says by now of fields in which the person typed something else, and did not save it (P-06)."""
    names = Names(register)
    told = []
    for name in fields:
        asked = SORTS[kind].field(name)
        says = fit(in_words(asked, entry, names) or "nothing", LONGEST_CHANGED)
        told.append(section(f"*{asked.label}* has been changed in the register, which now says: {says}"))
    return [*told, context("What you typed stands below. Save puts it in the place of that.")]


def _of_its_end(register: Register, entry: Appointment | Term, today: date) -> list[Block]:
    """The end that stands already, and who follows then."""
    if entry.until is None:
        return []
    ends = "ended" if entry.until <= today else "ends"
    said = f"It {ends} on {write_date(entry.until)} already. Another day here moves that end."
    after = follower(register, entry, entry.until)
    if after is not None:
        kind: Kind = "terms" if isinstance(after, Term) else "appointments"
        said += f" What follows then: {escape(name_of(register, kind, after))}."
    return [context(said)]


def _to_confirm(register: Register, entry: Term, *, day: date) -> list[Block]:
    """Which seats go with the office of a term that ends, and so are to be confirmed from that day (B-21)."""
    names = [
        name_of(register, "appointments", held.appointment).partition(":")[0]
        for held in left_to_confirm(register, entry, day)
    ]
    if not names:
        return []
    return [context(f"From that day you are asked to confirm: {escape(_listed(names))}.")]


def _awaits_nomination(entry: Appointment | Term) -> bool:
    """Whether a seat is vacant until somebody is nominated for it, and so is not filled by appointing somebody."""
    return isinstance(entry, Appointment) and entry.vacant and entry.role == "link officer"


def _who(held: Holder) -> str:
    named = held.person or held.office
    return named.name if named else "Somebody"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return f"{'; '.join(names[:MOST_NAMED])} and {more} more" if more > 0 else "; ".join(names)


def not_removed(register: Register, kind: Kind, entry: Entry) -> View | None:
    """Says what still names an entry that was to be removed, and opens it or ends it; None where nothing names it."""
    found = register.refers_to(kind, entry.id)
    if found is None:
        return None
    naming_kind, naming = found
    name = name_of(register, naming_kind, naming)
    said = (
        f"*{escape(capital(name_of(register, kind, entry)))}* is still named by the {SORTS[naming_kind].one} "
        f"*{escape(name)}*."
    )
    value = f"{naming_kind}:{naming.id}"
    buttons = [button("Open it", EDIT, value, label=f"Open it: {name}")]
    if isinstance(naming, Appointment | Term) and naming.until is None:
        buttons.append(button("End it", END, value, label=f"End it: {name}"))
    blocks = [
        section(said),
        section(
            "What is over gets an end, and is not removed. To remove it all the same, change that one first."
        ),
        actions("register.instead", buttons),
    ]
    return modal("notice", "Not removed", blocks)
