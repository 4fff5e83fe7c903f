"""Nobody makes themselves a reader of restricted reports by changing whom somebody supports (K-06, D-16, X-16)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.domain.registers import BARROW, CHAIR, CHANGING, CLERK, EDEN, EGAN, SHAW
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import NotAllowed
from liaison.domain.meetings import diary
from liaison.domain.notices.models import Kind
from liaison.domain.register import importing, seats
from liaison.domain.register.changes import Change, How
from liaison.domain.register.editing import apply, subject_of, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, Entry, Term
from liaison.domain.register.models import Kind as EntryKind
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.report_back import filing
from liaison.domain.report_back.models import Report
from liaison.domain.values import AppointmentId, PersonId, SlackUserId
from liaison.storage.unit_of_work import Store

DECEMBER = date(2026, 12, 1)
MEMBER = CHANGING.person[SHAW]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    linked(store, "Committee Services Officer", "committee-services-officer")
    yield store
    store.close()


@pytest.fixture
def officer(store: Store) -> Actor:
    """Staff, and reader of nobody's reports."""
    return linked(store, "Mr A Officer", "treasurer")


@pytest.fixture
def helper(store: Store) -> Actor:
    """Staff with the role of support officer: reader wherever nobody is named."""
    return linked(store, "Ms B Helper", "support-officer")


@pytest.fixture
def manager(store: Store) -> Actor:
    return linked(store, "Manager", "administration-manager")


def change(store: Store, actor: Actor, kind: EntryKind, *entries: Entry, how: How = "form") -> Change | None:
    edits = [Edit(kind, entry.id, entry) for entry in entries]
    return store.run(HERE, apply, actor, edits, how=how, now=NOW)


def support(person: PersonId | None, id_: str = "s1", **fields: object) -> Appointment:
    """A support officer's seat on Barrow."""
    return Appointment.model_validate(
        {"id": id_, "partnership": BARROW, "role": "support officer", "person": person, **fields}
    )


def refused(store: Store, actor: Actor, kind: EntryKind, *entries: Entry) -> str:
    """The sentence with which a change is refused, whole and with whom to ask; nothing has changed."""
    before = standing(store)
    with pytest.raises(NotAllowed) as caught:
        change(store, actor, kind, *entries)
    assert standing(store) == before
    assert caught.value.mend == "Ask the Committee Services Officer to do it."
    return caught.value.sentence


def test_k_06_naming_oneself_as_a_members_officer_is_refused_and_naming_others_is_not(
    store: Store, officer: Actor
) -> None:
    mine = MEMBER.model_copy(update={"support_officer": officer.person})
    assert refused(store, officer, "people", mine) == (
        "This would make you the support officer of Mrs L L Shaw, who can read restricted reports."
    )
    theirs = MEMBER.model_copy(update={"support_officer": EGAN})
    assert change(store, officer, "people", theirs)
    assert change(store, linked(store, "Manager", "administration-manager"), "people", mine)
    assert change(store, officer, "people", mine.model_copy(update={"email": "a@example.org"}))


def test_k_06_a_seat_of_ones_own_by_name_by_office_or_for_longer_is_refused(
    store: Store, officer: Actor, manager: Actor
) -> None:
    assert "of Barrow CDRP" in refused(store, officer, "appointments", support(officer.person))
    clerk = Term(id="t", office=CLERK, person=officer.person, since=DECEMBER)
    assert change(store, officer, "appointments", support(None, office=CLERK))
    assert "of Barrow CDRP" in refused(store, officer, "terms", clerk)
    chair = Term(id="t2", office=CHAIR, person=officer.person)
    assert change(store, officer, "terms", chair), "that office supports nobody"
    over = Term(id="1", office=CHAIR, person=EGAN, until=date(2026, 1, 1))
    change(store, manager, "terms", over, Term(id="2", office=CHAIR, person=EGAN, until=over.until))
    assert "of Barrow CDRP" in refused(store, officer, "appointments", support(None, office=CHAIR))
    held = support(officer.person, "s2", since=date(2026, 1, 1), until=DECEMBER)
    assert change(store, manager, "appointments", held)
    for wider in ({"since": None}, {"until": None}, {"partnership": EDEN}):
        refused(store, officer, "appointments", held.model_copy(update=wider))
    assert change(store, officer, "appointments", support(EGAN, "s3"))


def test_k_06_who_may_end_their_own_seat_may_take_that_back(
    store: Store, officer: Actor, manager: Actor
) -> None:
    change(store, manager, "appointments", support(officer.person))
    ended = store.run(HERE, seats.end, officer, "appointments", "s1", DECEMBER, now=NOW)
    assert ended
    store.run(HERE, undo, officer, ended.version, now=NOW)
    assert standing(store).appointment[AppointmentId("s1")].until is None
    taken = change(store, manager, "appointments", support(EGAN))
    assert taken
    with pytest.raises(NotAllowed, match="This would make you"):
        store.run(HERE, undo, officer, taken.version, now=NOW)


def test_k_06_a_file_does_not_do_it_either(store: Store, officer: Actor) -> None:
    columns = tuple(Column(heading=heading) for heading in ("Name", "Support officer"))
    sheet = Sheet(name="People", columns=columns, rows=(("Mrs L L Shaw", officer.name),))
    with pytest.raises(NotAllowed, match="support officer of Mrs L L Shaw"):
        store.run(HERE, importing.take_in, officer, [sheet], now=NOW)
    assert standing(store).person[SHAW].support_officer is None


@pytest.fixture
def named(store: Store) -> Actor:
    """A support officer who is linked to Slack, so that nobody reads in their place."""
    return linked(store, "Mr W Smith", "support-officer")


def test_k_06_nobody_empties_a_members_officer_to_read_in_their_place(
    store: Store, helper: Actor, manager: Actor, named: Actor
) -> None:
    assert change(store, helper, "people", MEMBER.model_copy(update={"support_officer": named.person}))
    assert "of Mrs L L Shaw" in refused(store, helper, "people", MEMBER)
    away = MEMBER.model_copy(update={"support_officer": EGAN})  # nobody in Slack, so everybody with the role
    assert "of Mrs L L Shaw" in refused(store, helper, "people", away)
    assert change(store, manager, "people", MEMBER)


def test_k_06_nobody_ends_or_moves_another_officers_seat_to_read_in_their_place(
    store: Store, helper: Actor, officer: Actor, manager: Actor, named: Actor
) -> None:
    seat = support(named.person, since=date(2026, 1, 1))
    change(store, manager, "appointments", seat)
    change(store, manager, "people", MEMBER.model_copy(update={"support_officer": officer.person}))
    for update in (
        {"until": date(2026, 11, 1)},
        {"until": DECEMBER},
        {"since": date(2026, 11, 20)},
        {"role": "link officer"},
        {"partnership": EDEN},
    ):
        moved = seat.model_copy(update=update)
        for actor in (helper, officer):  # by role, and as the member's own
            assert "of Barrow CDRP" in refused(store, actor, "appointments", moved)
    unlinked = seat.model_copy(update={"person": EGAN})  # nobody in Slack, so everybody with the role
    assert "of Barrow CDRP" in refused(store, helper, "appointments", unlinked)
    with pytest.raises(NotAllowed):
        store.run(HERE, apply, helper, [Edit("appointments", seat.id, None)], how="form", now=NOW)
    assert change(store, helper, "appointments", support(EGAN, "s2", since=seat.since)), (
        "beside somebody who reads"
    )


def test_k_06_nobody_ends_another_holders_term_to_read_in_their_place(
    store: Store, officer: Actor, manager: Actor, named: Actor
) -> None:
    both = [
        Edit("appointments", "s1", support(None, office=CLERK)),
        Edit("terms", "t1", Term(id="t1", office=CLERK, person=named.person)),
        Edit("terms", "t2", Term(id="t2", office=CLERK, person=officer.person)),
    ]
    store.run(HERE, apply, manager, both, how="form", now=NOW)
    ended = Term(id="t1", office=CLERK, person=named.person, until=DECEMBER)
    assert "of Barrow CDRP" in refused(store, officer, "terms", ended)


def test_k_06_a_partnership_is_neither_revived_nor_ended_before_its_reports(
    store: Store, officer: Actor, helper: Actor, manager: Actor, named: Actor
) -> None:
    barrow = CHANGING.partnership[BARROW]
    day = date(2026, 11, 12)
    change(store, manager, "appointments", support(named.person))
    store.run(HERE, lambda uow: uow.reports.add(reported(day)))
    early = barrow.model_copy(update={"until": day - timedelta(days=1)})
    assert "of Barrow CDRP" in refused(store, helper, "partnerships", early)
    over = barrow.model_copy(update={"until": DECEMBER})
    assert change(store, helper, "partnerships", over), "no report of after that day is there"
    change(store, manager, "appointments", support(officer.person))
    change(store, manager, "partnerships", early)
    assert "of Barrow CDRP" in refused(store, officer, "partnerships", barrow)


def test_k_06_an_undo_gives_nobody_what_others_have_settled_since(
    store: Store, officer: Actor, manager: Actor, named: Actor
) -> None:
    def officer_of_shaw(by: Actor, person: PersonId | None) -> Change:
        found = change(store, by, "people", MEMBER.model_copy(update={"support_officer": person}))
        assert found
        return found

    officer_of_shaw(manager, officer.person)
    mine = officer_of_shaw(officer, None)
    officer_of_shaw(manager, named.person)
    officer_of_shaw(manager, None)
    with pytest.raises(NotAllowed, match="This would make you"):
        store.run(HERE, undo, officer, mine.version, now=NOW)
    assert standing(store).person[SHAW].support_officer is None


def reported(day: date) -> Report:
    """Mrs L L Shaw's report of a meeting of Barrow on a day."""
    return Report(
        id="r1",
        proforma="none 1",
        author=SHAW,
        author_user=SlackUserId("USHAW"),
        partnership=BARROW,
        meeting_on=day,
        member=SHAW,
        committees=(),
        next_meeting_on=None,
        outcomes="Agreed.",
        submitted_at=NOW,
    )


def test_k_06_a_report_opens_for_those_who_get_a_copy_and_for_nobody_else_on_the_staff(
    store: Store, officer: Actor, helper: Actor, manager: Actor, named: Actor
) -> None:
    report = reported(date(2026, 11, 12))

    store.run(HERE, lambda uow: uow.reports.add(report))

    def readers() -> set[str]:
        """Whom it opens for; the same have it in their list."""
        found = (officer, helper, manager, named)
        register = standing(store)
        open_for = {who.name for who in found if store.run(HERE, filing.may_open, who, report, register)}
        assert open_for == {
            who.name for who in found if store.run(HERE, diary.reports, who, register, now=NOW)
        }
        return open_for

    assert readers() == {helper.name, named.name}
    change(store, manager, "people", MEMBER.model_copy(update={"support_officer": officer.person}))
    assert readers() == {officer.name}
    change(store, manager, "appointments", support(named.person))
    assert readers() == {named.name}
    change(store, manager, "appointments", support(EGAN))
    assert readers() == {helper.name, named.name}, "whoever is named is not in Slack"
    change(
        store, manager, "partnerships", CHANGING.partnership[BARROW].model_copy(update={"until": NOW.date()})
    )
    assert readers() == {helper.name, named.name}, "also once it has ended"


def test_k_06_members_are_told_of_another_officer_unless_they_chose_them(
    store: Store, officer: Actor, manager: Actor
) -> None:
    shaw = linked(store, "Mrs L L Shaw", "member", "admin")

    def told(found: Change | None) -> list[str]:
        assert found
        notices = store.run(HERE, lambda uow: tuple(uow.notices.about(subject_of(found.version))))
        return [notice.facts["said"] for notice in notices if notice.kind is Kind.SUPPORT_CHANGED]

    own = MEMBER.model_copy(update={"support_officer": officer.person})
    reads = "now supports you, and can read your report-backs."
    assert told(change(store, manager, "people", own)) == [f"Mr A Officer {reads}"]
    there = support(EGAN)
    assert told(change(store, manager, "appointments", there)) == [
        "Mrs C Egan now supports you on Barrow CDRP."
    ], "who is not in Slack reads nothing"
    over = there.model_copy(update={"until": NOW.date()})
    assert told(change(store, manager, "appointments", over)) == [
        "Mr A Officer now supports you on Barrow CDRP, and can read your report-backs."
    ]
    assert told(change(store, manager, "people", MEMBER)) == []
    assert told(change(store, shaw, "people", own)) == []
