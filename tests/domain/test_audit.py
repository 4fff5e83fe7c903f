"""The audit trail: whatever is done to an entry afterwards is found."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from liaison.domain import audit
from liaison.domain.audit import FIRST, Entry, first_broken

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
words = st.text(max_size=12)
deeds = st.lists(st.tuples(words, words, words, st.dictionaries(words, words, max_size=2)), max_size=8)


class Trail:
    """A trail in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def last(self) -> Entry | None:
        return self.entries[-1] if self.entries else None

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def all(self) -> Iterable[Entry]:
        return self.entries


def trail_of(done: list[tuple[str, str, str, dict[str, str]]]) -> list[Entry]:
    trail = Trail()
    for minute, (actor, action, subject, details) in enumerate(done):
        at = START + timedelta(minutes=minute)
        trail.add(_next(trail, at, actor, action, subject, details))
    return trail.entries


def _next(
    trail: Trail, at: datetime, actor: str, action: str, subject: str, details: dict[str, str]
) -> Entry:
    scratch = Trail()
    scratch.entries = trail.entries[-1:]
    # Details go in as names of arguments, and any text may be a name here.
    mixed: dict[str, Any] = {f"about {name}": said for name, said in details.items()}
    return audit.record(scratch, at=at, actor=actor, action=action, subject=subject, **mixed)


@given(done=deeds)
def test_a_trail_that_nobody_touched_holds(done: list[Any]) -> None:
    entries = trail_of(done)
    assert first_broken(entries) is None
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.previous for entry in entries] == [FIRST, *(entry.digest for entry in entries)][
        :-1
    ] or not entries


@settings(max_examples=200)
@given(done=deeds.filter(bool), data=st.data())
def test_a_changed_entry_is_found_and_is_the_one_named(done: list[Any], data: st.DataObject) -> None:
    entries = trail_of(done)
    at = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[at]
    changes: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"number": entry.number + 1},
                {"at": entry.at + timedelta(seconds=1)},
                {"actor": entry.actor + "x"},
                {"action": entry.action + "x"},
                {"subject": entry.subject + "x"},
                {"details": entry.details | {"more": ""}},
                {"actor": entry.subject, "subject": entry.actor},
                {"previous": entry.digest},
                {"digest": entry.previous},
            ]
        )
    )
    changed = entry.model_copy(update=changes)
    assume(changed != entry)
    assert first_broken([*entries[:at], changed, *entries[at + 1 :]]) == changed


@settings(max_examples=200)
@given(done=deeds.filter(bool), data=st.data())
def test_a_changed_entry_whose_hash_was_made_anew_breaks_the_next_one(
    done: list[Any], data: st.DataObject
) -> None:
    entries = trail_of([*done, ("system", "register loaded", "cumbria", {})])
    at = data.draw(st.integers(0, len(entries) - 2))
    entry = entries[at]
    digest = audit.digest_of(
        entry.number, entry.at, "somebody else", entry.action, entry.subject, entry.details, entry.previous
    )
    assume(entry.actor != "somebody else")
    forged = entry.model_copy(update={"actor": "somebody else", "digest": digest})
    assert first_broken([*entries[:at], forged, *entries[at + 1 :]]) == entries[at + 1]


@given(done=deeds.filter(lambda done: len(done) > 1), data=st.data())
def test_a_removed_entry_is_found_at_the_one_after_it(done: list[Any], data: st.DataObject) -> None:
    """The end of a trail is told from outside it: the last entry's number and hash are what to write down."""
    entries = trail_of(done)
    at = data.draw(st.integers(0, len(entries) - 2))
    assert first_broken(entries[:at] + entries[at + 1 :]) == entries[at + 1]


@given(done=deeds.filter(lambda done: len(done) > 1), data=st.data())
def test_two_entries_that_changed_places_are_found(done: list[Any], data: st.DataObject) -> None:
    entries = trail_of(done)
    one, other = sorted(
        data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True))
    )
    entries[one], entries[other] = entries[other], entries[one]
    assert first_broken(entries) == entries[one]


@given(done=deeds.filter(bool), data=st.data())
def test_an_entry_that_was_slipped_in_is_found(done: list[Any], data: st.DataObject) -> None:
    entries = trail_of(done)
    at = data.draw(st.integers(0, len(entries) - 1))
    assert first_broken([*entries[: at + 1], entries[at], *entries[at + 1 :]]) == entries[at]
