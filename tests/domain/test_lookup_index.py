"""The index of a changed register is what a new one would be, and the version before keeps its own (design decision 5)."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.dated_register import DATED

from liaison.domain import lookup
from liaison.domain.register.entries import Edit
from liaison.domain.register.index import SHELVES, Index, Shelved
from liaison.domain.register.models import Committee, Entry, Kind, Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, PartnershipId, PersonId

DAY = date(2026, 11, 22)
NEW: dict[Kind, Entry] = {
    "partnerships": Partnership(
        id=PartnershipId("new"), name="Harbour Board", area="March", parent=PartnershipId("lrf")
    ),
    "people": Person(id=PersonId("new"), name="Mr P Everingham"),
    "committees": Committee(id=CommitteeId("new"), name="Estates Committee", until=date(2026, 1, 1)),
}
NAMES = ("Harbour Watch", "Northmoor Forum", "County Liaison Group (CLG)", "Joint-Working Panel")


def shelves(index: Index) -> dict[tuple[Shelved, str], object]:
    """Everything that an index holds, by id in place of number."""
    found: dict[tuple[Shelved, str], object] = {}
    for kind in SHELVES:
        shelf = index.shelf(kind)
        found[kind, "ids"] = shelf.all_ids
        found[kind, "dated"] = {shelf.ids[place] for place in shelf.dated}
        for side in ("names", "facts", "flags", "wholes", "areas"):
            words = getattr(shelf, side)
            found[kind, side] = {
                word: [shelf.ids[place] for place in places] for word, places in words.places.items()
            }
            assert words.sorted == sorted(words.places)
    return found


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    kinds: list[Kind] = ["partnerships", "people", "committees", "offices"]
    made: list[Edit] = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4)):
        entry = draw(st.sampled_from(DATED.entries(kind)))
        deed = draw(st.sampled_from(["rename", "remove", "add"]))
        if deed == "add" and kind in NEW:
            made.append(Edit(kind, NEW[kind].id, NEW[kind]))
        elif deed == "remove" and kind == "partnerships":
            made.append(Edit(kind, entry.id, None))
        else:
            made.append(Edit(kind, entry.id, entry.model_copy(update={"name": draw(st.sampled_from(NAMES))})))
    return made


@settings(max_examples=60, deadline=None)
@given(first=edits(), then=edits())
def test_a_changed_register_is_found_in_as_a_new_one_is(first: list[Edit], then: list[Edit]) -> None:
    register = DATED.model_copy()
    before = shelves(register.index)
    once = register.changed(first)
    twice = once.changed(then)
    for changed in (once, twice):
        assert shelves(changed.index) == shelves(Index(changed))
        assert changed.index.dates == Index(changed).dates
        assert changed.index.vacant == Index(changed).vacant
    assert shelves(register.index) == before


def test_what_was_worked_out_for_other_kinds_is_kept_and_right() -> None:
    register = DATED.model_copy()
    lookup.find(register, "matrix", day=DAY)
    lookup.find(register, "expiring", day=DAY)
    person = register.person[PersonId("shaw")]
    renamed = register.changed([Edit("people", person.id, person.model_copy(update={"name": "Mrs L Barry"}))])
    assert renamed.index.dates is register.index.dates
    assert renamed.seats_of(PartnershipId("nm-csp"), DAY)[0].person == renamed.person[PersonId("shaw")]
    seat = register.appointments[0]
    ended = register.changed([Edit("appointments", seat.id, None)])
    assert ended.all_seats_of(seat.partnership) == register.all_seats_of(seat.partnership)[1:]
    assert len(ended.index.dates) == len(register.index.dates) - 1


def test_a_renamed_committee_is_found_in_what_reports_to_it() -> None:
    register: Register = DATED.model_copy()
    assert lookup.find(register, "northmoor cec", day=DAY).total == 1
    committee = register.committee[CommitteeId("cec")]
    renamed = register.changed(
        [
            Edit(
                "committees",
                committee.id,
                committee.model_copy(update={"name": "Public Voice", "short": "PV"}),
            )
        ]
    )
    assert lookup.find(renamed, "csp pv", day=DAY).total == 2
    assert lookup.find(renamed, "csp cec", day=DAY).certainty in {"guess", "nothing"}


def test_a_copy_with_other_entries_is_not_answered_from_the_old_ones() -> None:
    register = DATED.model_copy()
    lookup.find(register, "northmoor csp", day=DAY)
    fewer = register.model_copy(update={"partnerships": register.partnerships[1:]})
    assert lookup.find(fewer, "NCSP", day=DAY).certainty in {"guess", "nothing"}
    assert PartnershipId("nm-csp") not in fewer.partnership
