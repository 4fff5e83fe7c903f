"""The register in rows: entries of every kind, each with the version at which it last changed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from tests.storage.samples import (
    BARROW,
    ELSEWHERE,
    HERE,
    PPP,
    SHAW,
    add_person,
    at_once,
    choose_channel,
    cumbria,
    load_cumbria,
)

from liaison.domain.errors import NotFound
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import (
    KINDS,
    About,
    Appointment,
    Committee,
    Entry,
    Kind,
    Office,
    Partnership,
    Person,
    Term,
)
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, ChannelId, CommitteeId, OfficeId, PersonId, WorkspaceId
from liaison.storage.packs import load_pack, pack_names
from liaison.storage.register import RegisterRows
from liaison.storage.unit_of_work import Store

# Everything that a register can say, though no pack says it all.
FULL = Register(
    version=1,
    since=date(2026, 2, 28),
    authority="Northshire Authority",
    force="Northshire Police",
    timezone="Europe/Dublin",
    pack="northshire",
    edition="2026",
    policy_edition="2025/26",
    whose="force",
    people=(
        Person(id=SHAW, name="Mrs L L Shaw", email="shaw@example.org"),
        Person(id=PersonId("smith"), name="Mr W Smith"),
    ),
    offices=(
        Office(id=OfficeId("chair"), name="Chair", also_called=("Chairman", "Cathaoirleach"), committee=PPP),
        Office(id=OfficeId("clerk"), name="Clerk"),
    ),
    terms=(
        Term(
            id="chair:shaw",
            office=OfficeId("chair"),
            person=SHAW,
            since=date(2025, 1, 1),
            until=date(2026, 7, 1),
        ),
        Term(id="chair:smith", office=OfficeId("chair"), person=PersonId("smith"), since=date(2026, 7, 1)),
    ),
    committees=(
        Committee(
            id=PPP,
            name="Plan & Performance",
            short="PPP",
            also_called=("Plan",),
            kind="working group",
            channel=ChannelId("C1"),
        ),
    ),
    partnerships=(
        Partnership(
            id=BARROW,
            name="Barrow “CDRP”",
            statutory=False,
            formal=True,
            formerly=("Barrow Panel",),
            reports_to=(PPP,),
            notes=("A note.\nIts second line.",),
        ),
    ),
    appointments=(
        Appointment(
            id=AppointmentId("9"),
            partnership=BARROW,
            role="link officer",
            office=OfficeId("clerk"),
            listed_as="To be advised",
            since=date(2026, 1, 1),
            until=date(2027, 1, 1),
        ),
        Appointment(id=AppointmentId("1"), partnership=BARROW, role="representative", person=SHAW),
    ),
)


# PostgreSQL keeps any character but this one.
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


def entries_of(kind: Kind) -> st.SearchStrategy[Entry]:
    """Entries with whatever their fields may hold."""
    model: Any = KINDS[kind]
    st.register_type_strategy(str, TEXT)
    said = {
        name: st.from_type(field.annotation) for name, field in model.model_fields.items() if field.annotation
    }
    return st.builds(
        model.model_validate, st.fixed_dictionaries(said | {"id": st.sampled_from(["one", "two"])})
    )


def version(store: Store) -> int:
    return store.run(HERE, lambda uow: uow.register.version())


def test_every_pack_is_read_back_as_it_was_kept(store: Store) -> None:
    registers = [from_pack(load_pack(name), since=date(2026, 11, 22)) for name in pack_names()]

    def keep_and_read(uow: UnitOfWork, register: Register) -> Register | None:
        uow.register.replace(register)
        return uow.register.load()

    assert registers
    for register in registers:
        workspace = WorkspaceId(f"T{register.pack}")
        assert store.run(workspace, keep_and_read, register) == register
    assert len(store.workspaces()) == len(registers)


def test_whatever_a_register_can_say_is_read_back(store: Store) -> None:
    store.run(HERE, lambda uow: uow.register.replace(FULL))
    assert store.run(HERE, lambda uow: uow.register.load()) == FULL


def test_an_empty_register_is_a_register(store: Store) -> None:
    empty = Register(version=1, since=date(2026, 1, 1), authority="the Authority", pack="none")
    store.run(HERE, lambda uow: uow.register.replace(empty))
    assert store.run(HERE, lambda uow: uow.register.load()) == empty
    store.run(HERE, lambda uow: add_person(uow, Person(id=SHAW, name="Mrs L L Shaw")))
    assert [person.id for person in store.snapshots.of(HERE).people] == [SHAW]


def test_no_register_has_no_version(store: Store) -> None:
    assert version(store) == 0
    assert store.run(HERE, lambda uow: uow.register.load()) is None


def test_the_version_rises_with_each_change(store: Store) -> None:
    store.run(HERE, load_cumbria)
    assert version(store) == 1
    store.run(HERE, choose_channel, "C1")
    assert version(store) == 2
    store.run(HERE, lambda uow: add_person(uow, Person(id=PersonId("clerk"), name="Clerk")))
    assert version(store) == 3
    store.run(HERE, load_cumbria)
    assert version(store) == 4
    assert store.snapshots.of(HERE) == cumbria().model_copy(update={"version": 4})


def test_the_version_of_another_workspace_stays(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(ELSEWHERE, load_cumbria)
    store.run(ELSEWHERE, choose_channel, "C1")
    assert version(store) == 1


def test_what_replaces_a_register_leaves_nothing_of_it(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(HERE, lambda uow: uow.register.replace(FULL))
    assert store.snapshots.of(HERE) == FULL.model_copy(update={"version": 2})


def test_a_person_who_is_added_comes_last(store: Store) -> None:
    store.run(HERE, load_cumbria)
    before = store.snapshots.of(HERE).people
    clerk = Person(id=PersonId("clerk"), name="Clerk", email="clerk@example.org")
    deputy = Person(id=PersonId("deputy"), name="Deputy Clerk")
    store.run(HERE, lambda uow: add_person(uow, clerk))
    store.run(HERE, lambda uow: add_person(uow, deputy))
    assert store.snapshots.of(HERE).people == (*before, clerk, deputy)


def test_a_channel_is_set_for_its_committee_alone(store: Store) -> None:
    store.run(HERE, load_cumbria)
    store.run(HERE, choose_channel, "C1")
    store.run(HERE, choose_channel, "C2")
    channels = {committee.id: committee.channel for committee in store.snapshots.of(HERE).committees}
    assert channels == {"authority": None, "ppp": "C2", "ced": None, "personnel": None}
    assert CommitteeId("ced") in channels


def test_two_changes_at_once_raise_the_version_twice(busy_store: Store) -> None:
    busy_store.run(HERE, load_cumbria)
    at_once(lambda channel: busy_store.run(HERE, choose_channel, channel), [f"C{n}" for n in range(6)])
    assert version(busy_store) == 7


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "about"])
def test_an_entry_of_every_kind_is_read_back_whatever_it_says(store: Store, kind: Kind) -> None:
    @settings(max_examples=15, deadline=None)
    @given(entries_of(kind))
    def each(entry: Entry) -> None:
        store.run(HERE, lambda uow: uow.register.save([Edit(kind, entry.id, entry)]))
        found = store.run(HERE, lambda uow: uow.register.load())
        assert found
        assert found.entry(kind, entry.id) == entry

    store.run(HERE, load_cumbria)
    each()


def test_a16_what_the_register_says_of_itself_is_changed_with_its_entries(store: Store) -> None:
    """A-16: a new edition of the list, and a person, in one change."""
    about = About(authority="Cumbria Police Authority", force="Cumbria", edition="May 2027")
    clerk = Person(id=PersonId("clerk"), name="Clerk")
    store.run(HERE, load_cumbria)
    edits = [Edit("about", "about", about), Edit("people", clerk.id, clerk)]
    assert store.run(HERE, lambda uow: uow.register.save(edits)) == 2
    register = store.snapshots.of(HERE)
    assert register.about == about
    assert register.people[-1] == clerk
    assert register.pack == "cumbria"


def test_what_is_removed_is_gone_and_comes_back_to_its_old_place(store: Store) -> None:
    def save(entry: Person | None) -> None:
        store.run(HERE, lambda uow: uow.register.save([Edit("people", SHAW, entry)]))

    store.run(HERE, load_cumbria)
    before = store.snapshots.of(HERE)
    save(None)
    assert store.snapshots.of(HERE).people == tuple(p for p in before.people if p.id != SHAW)
    save(before.person[SHAW])
    assert store.snapshots.of(HERE).people == before.people


def test_of_two_edits_of_one_entry_the_last_counts(store: Store) -> None:
    names = ("Mrs L Shaw", "Mrs L L Shaw-Jones")
    edits = [Edit("people", SHAW, Person(id=SHAW, name=name)) for name in names]
    store.run(HERE, load_cumbria)
    store.run(HERE, lambda uow: uow.register.save(edits))
    assert store.snapshots.of(HERE).person[SHAW].name == names[-1]


def test_where_no_register_has_been_loaded_nothing_can_be_saved(store: Store) -> None:
    with pytest.raises(NotFound, match="liaison seed PACK --team TEAM"):
        store.run(HERE, lambda uow: add_person(uow, Person(id=SHAW, name="Mrs L L Shaw")))
    assert version(store) == 0


def test_a_use_case_reads_what_it_has_just_saved(store: Store) -> None:
    def rename(uow: UnitOfWork) -> Register | None:
        assert uow.register.load()
        add_person(uow, Person(id=SHAW, name="Mrs L L Shaw-Jones"))
        return uow.register.load()

    store.run(HERE, load_cumbria)
    store.snapshots.of(HERE)
    renamed = store.run(HERE, rename)
    assert renamed
    assert renamed.person[SHAW].name == "Mrs L L Shaw-Jones"
    assert renamed == store.snapshots.of(HERE)


def test_what_another_process_lost_is_read_anew(store: Store, engine: Engine) -> None:
    """The database was put back to an older copy: what is held is newer than what is there."""
    store.run(HERE, load_cumbria)
    held = cumbria().model_copy(update={"version": 5, "people": ()})
    with engine.connect() as connection:
        assert RegisterRows(connection, HERE, held).load() == cumbria()
