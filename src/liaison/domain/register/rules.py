"""What must hold of the register after a change. Each rule is a plain function that raises BadInput, naming the field."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from liaison.domain.access.rules import MENDERS, role_title
from liaison.domain.dates import write_date
from liaison.domain.errors import BadInput, quoted
from liaison.domain.names import fold
from liaison.domain.nobody import means_nobody
from liaison.domain.register.cells import name_of
from liaison.domain.register.changes import Difference
from liaison.domain.register.controls import Control
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import (
    About,
    Appointment,
    Entry,
    Kind,
    Link,
    Partnership,
    Person,
    Signature,
)
from liaison.domain.register.snapshot import Register

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PLACED = frozenset({"partnership", "since", "until"})  # what says when a seat is where
DEEPEST = 50  # partnerships above one another; more can only be a circle


class Fault(NamedTuple):
    """What is wrong with one entry of a change, so that an import can name its row."""

    kind: Kind
    id: str
    problem: BadInput


def check(after: Register, changed: Sequence[Difference]) -> None:
    """Raises BadInput for the first thing that must not be, in the register as it would stand after a change."""
    for fault in faults(after, changed):
        raise fault.problem


def faults(after: Register, changed: Sequence[Difference]) -> list[Fault]:
    """Everything that must not be in the register after a change: what was changed is looked at, and what refers to it."""
    found: list[Fault] = []
    for difference in changed:
        rules = _REMOVED if difference.after is None else _KEPT
        entry = difference.before if difference.after is None else difference.after
        for rule in rules:
            try:
                if entry is not None:
                    rule(after, difference.kind, entry)
            except BadInput as problem:
                found.append(Fault(difference.kind, difference.id, problem))
                break
    return [*found, *_beyond_their_partnerships(after, changed), *_nobody_left(after, changed)]


def _beyond_their_partnerships(after: Register, changed: Sequence[Difference]) -> Iterator[Fault]:
    """The seats that were given days on which their partnership has ended; what is over stays as it was (A-24)."""
    for difference in changed:
        seat = difference.after
        new = difference.before is None
        if not isinstance(seat, Appointment) or not (new or _PLACED & set(difference.fields)):
            continue
        there = after.partnership.get(seat.partnership)
        if there is None or there.until is None:
            continue
        ends = write_date(there.until)
        if seat.since and there.until <= seat.since:
            problem = BadInput(
                f"It would begin on {write_date(seat.since)}, and {there.title} ends on {ends}.",
                "Choose an earlier day, or correct the end of the partnership first.",
                field="since",
            )
        elif seat.until is None or there.until < seat.until:
            problem = BadInput(
                f"It would go on after {ends}, when {there.title} ends.",
                "Give that day or an earlier one under Until.",
                field="until",
            )
        else:
            continue
        yield Fault("appointments", seat.id, problem)


def _nobody_left(after: Register, changed: Sequence[Difference]) -> list[Fault]:
    """The link whose change would leave nobody who may say who is who, so that nobody can lock everybody out."""
    keepers = frozenset(MENDERS)
    lost = [
        difference
        for difference in changed
        if isinstance(difference.before, Link) and keepers & set(difference.before.roles)
    ]
    if not lost or any(keepers & set(link.roles) for link in after.links):
        return []
    one_of = ", ".join(role_title(role) for role in MENDERS)
    problem = BadInput(
        "Nobody would be left who can link people and give roles.",
        f"Give somebody else one of these roles first: {one_of}.",
        field="roles",
    )
    return [Fault("links", lost[-1].id, problem)]


def _refers_to_what_there_is(after: Register, kind: Kind, entry: Entry) -> None:
    for field in SORTS[kind].fields:
        if field.of is None:
            continue
        value = getattr(entry, field.name)
        for id_ in (value,) if field.control is Control.ENTRY else value:
            if id_ and after.entry(field.of, id_) is None:
                one = SORTS[field.of].one
                raise BadInput(
                    f"{field.label} names a {one} that is not in the register.",
                    f"Choose another {one}, or add this one first.",
                    field=field.name,
                )


def _has_a_name_of_its_own(after: Register, kind: Kind, entry: Entry) -> None:
    """Two people may have one name; two partnerships, offices or committees may not."""
    if kind not in {"partnerships", "offices", "committees", "groups"}:
        return
    name = name_of(after, kind, entry)
    if any(other.id != entry.id and _both_run(entry, other) for other in after.called(kind, name)):
        raise BadInput(
            f'Another {SORTS[kind].one} is called "{name}".', "Give this one a name of its own.", field="name"
        )


def _both_run(one: Entry, other: Entry) -> bool:
    """Whether the periods of two entries meet: a name may be used again once its owner has ended."""
    starts = [getattr(entry, "since", None) for entry in (one, other)]
    ends = [getattr(entry, "until", None) for entry in (one, other)]
    return not any(end and start and end <= start for end, start in zip(ends, reversed(starts), strict=True))


def _ends_after_it_begins(_after: Register, _kind: Kind, entry: Entry) -> None:
    since, until = getattr(entry, "since", None), getattr(entry, "until", None)
    if since and until and until < since:
        raise BadInput(
            f"It would end on {write_date(until)}, before it begins on {write_date(since)}.",
            "Correct one of the two days.",
            field="until",
        )


def _is_no_part_of_itself(after: Register, _kind: Kind, entry: Entry) -> None:
    if not isinstance(entry, Partnership):
        return
    for step, label in (("parent", "Part of"), ("merged_into", "Merged into")):
        here, steps = getattr(entry, step), 0
        while here is not None and steps < DEEPEST:
            if here == entry.id:
                raise BadInput(
                    f"{label} would lead from {entry.name} back to itself.",
                    "Choose another partnership.",
                    field=step,
                )
            above = after.partnership.get(here)
            here, steps = getattr(above, step, None), steps + 1
    if entry.id in {*entry.member_of, *entry.works_into}:
        raise BadInput(
            "A partnership is no member of itself.", "Choose another partnership.", field="member_of"
        )
    if entry.merged_into and not entry.until:
        raise BadInput(
            "A partnership that merged has ended.", "Say on which day, under Ended.", field="until"
        )


def _link_officer_is_nominated(after: Register, _kind: Kind, entry: Entry) -> None:
    """Only the chief constable's nomination fills the seat, and only with someone from the force (A-04, B-11)."""
    if not isinstance(entry, Appointment) or entry.role != "link officer" or entry.vacant:
        return
    if entry.office:
        raise BadInput(
            "A link officer is a person, nominated by name.", "Leave the office empty.", field="office"
        )
    if not entry.nominated_on:
        raise BadInput(
            "Only the chief constable's nomination fills this seat.",
            "Give the day on which it came, under Nominated on.",
            field="nominated_on",
        )
    if entry.requested_on and entry.nominated_on < entry.requested_on:
        raise BadInput(
            "The nomination would be older than the request.",
            "Correct one of the days.",
            field="nominated_on",
        )
    person = after.person.get(entry.person) if entry.person else None
    if person and not (person.body and (after.force is None or fold(person.body) == fold(after.force))):
        force = after.force or "the force"
        raise BadInput(
            f"A link officer comes from {force}, and the register does not say so of {person.name}.",
            f"Write {force} under Works for, in {person.name}'s own entry, or choose somebody else.",
            field="person",
        )


def _stays_with_the_force(after: Register, _kind: Kind, entry: Entry) -> None:
    """Somebody who is a link officer goes on coming from the force (B-11)."""
    if not isinstance(entry, Person):
        return
    _link_officers_stay(after, after.own_seats_of(entry.id), "body", "End their seat as link officer first.")


def _keeps_its_link_officers(after: Register, _kind: Kind, entry: Entry) -> None:
    """A change of the force leaves no link officer behind who comes from another (B-11)."""
    if isinstance(entry, About):
        mend = "End their seat as link officer first, or change the force and them with one file: /partnership export."
        _link_officers_stay(after, after.appointments, "force", mend)


def _link_officers_stay(after: Register, seats: Iterable[Appointment], field: str, mend: str) -> None:
    """Raises BadInput where a seat that has no end is a link officer's from elsewhere; what has ended stays as it was."""
    for seat in seats:
        try:
            if seat.until is None:
                _link_officer_is_nominated(after, "appointments", seat)
        except BadInput as problem:
            if problem.field == "person":
                raise BadInput(problem.sentence, mend, field=field) from problem


def _area_link_is_explained(_after: Register, _kind: Kind, entry: Entry) -> None:
    """Where an appointee has no link with the area, a note says why (B-19)."""
    if isinstance(entry, Appointment) and entry.area_link == "none" and not entry.area_link_note:
        raise BadInput(
            "Say in the note why somebody without a link with the area was chosen.",
            "Fill in the note, or choose another link.",
            field="area_link_note",
        )


def _sits_once(after: Register, _kind: Kind, entry: Entry) -> None:
    """Nobody has the same role on a partnership twice at once."""
    if not isinstance(entry, Appointment) or entry.person is None or entry.person not in after.person:
        return
    for other in after.own_seats_of(entry.person):
        same = (other.partnership, other.role) == (entry.partnership, entry.role)
        if same and other.id != entry.id and _both_run(entry, other):
            raise BadInput(
                f"{after.person[entry.person].name} is {entry.role} there already, at the same time.",
                "Choose somebody else, or correct the days.",
                field="person",
            )


def _is_signed_once(after: Register, _kind: Kind, entry: Entry) -> None:
    """A code is signed once by each (B-05)."""
    if not isinstance(entry, Signature):
        return
    for other in after.signatures_of(entry.person):
        if other.id != entry.id and fold(other.code) == fold(entry.code):
            raise BadInput(
                f"That this was signed is recorded already, for {write_date(other.signed_on)}.",
                "Change that one instead, if its day is wrong.",
                field="code",
            )


def _has_a_real_address(_after: Register, _kind: Kind, entry: Entry) -> None:
    if isinstance(entry, Person) and entry.email and not ADDRESS.fullmatch(entry.email):
        raise BadInput(
            f'"{entry.email}" is not an e-mail address.',
            "Write it like this: name@example.org.",
            field="email",
        )


def _is_somebody(_after: Register, _kind: Kind, entry: Entry) -> None:
    """A vacancy is no person (A-06)."""
    if isinstance(entry, Person) and means_nobody(entry.name):
        raise BadInput(
            f"{quoted(entry.name)} is nobody's name.", "Leave the person empty for a vacancy.", field="name"
        )


def _member_and_officer_differ(_after: Register, _kind: Kind, entry: Entry) -> None:
    if isinstance(entry, Person) and entry.support_officer == entry.id:
        raise BadInput("Nobody is their own support officer.", "Choose another.", field="support_officer")


def _nothing_refers_to_it(after: Register, kind: Kind, entry: Entry) -> None:
    """What is removed must not be needed by something else: mostly it is better ended than removed."""
    found = after.refers_to(kind, entry.id)
    if found:
        other_kind, other = found
        before = after.changed([Edit(kind, entry.id, entry)])  # so that everything has its name
        raise BadInput(
            f"{name_of(before, kind, entry)} is still named by the {SORTS[other_kind].one} "
            f'"{name_of(before, other_kind, other)}".',
            "Change that one first. What is over gets an end, and is not removed.",
        )


def _is_not_the_register_itself(_after: Register, kind: Kind, _entry: Entry) -> None:
    if kind == "about":
        raise BadInput("The register's own entry cannot be removed.", "Change its editions instead.")


Rule = Callable[[Register, Kind, Entry], None]
_KEPT: tuple[Rule, ...] = (
    _refers_to_what_there_is,
    _has_a_name_of_its_own,
    _ends_after_it_begins,
    _is_no_part_of_itself,
    _link_officer_is_nominated,
    _stays_with_the_force,
    _keeps_its_link_officers,
    _area_link_is_explained,
    _sits_once,
    _is_signed_once,
    _is_somebody,
    _has_a_real_address,
    _member_and_officer_differ,
)
_REMOVED: tuple[Rule, ...] = (_is_not_the_register_itself, _nothing_refers_to_it)
