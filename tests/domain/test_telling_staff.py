"""What somebody tells staff is sent once, with the words that were sent first; what came of it is told in words."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.domain.registers import BARROW, CHANGING, EGAN, FORUM, SMITH
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput
from liaison.domain.lookup import mistakes
from liaison.domain.notices.models import Notice, State
from liaison.domain.notices.outcomes import sent
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Change
from liaison.domain.register.editing import apply, undo
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment
from liaison.domain.values import AppointmentId, ChannelId
from liaison.storage.unit_of_work import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, CHANGING)
    linked(store, "An Admin", "admin")
    yield store
    store.close()


@pytest.fixture
def shaw(store: Store) -> Actor:
    return linked(store, "Mrs L L Shaw", "member")


def tell(store: Store, actor: Actor, said: str) -> None:
    store.run(
        HERE, mistakes.report, actor, about="answer:x", named="x", said=said, form="V1", telling=DATE, now=NOW
    )


DATE = mistakes.Telling.DATE


def test_p02_the_same_form_with_other_words_is_not_thanked(store: Store, shaw: Actor) -> None:
    tell(store, shaw, "On 3 December.")
    tell(store, shaw, "On 3 December. ")
    with pytest.raises(AlreadyDone, match="sent already, with other words"):
        tell(store, shaw, "On 4 December.")
    notices = store.run(HERE, lambda uow: tuple(uow.notices.about("mistake V1")))
    assert [notice.facts["said"] for notice in notices] == ["On 3 December."]


@pytest.mark.parametrize("said", ["\u200b\u2060", " \n\u200d"])
def test_words_that_nobody_can_see_are_none(store: Store, shaw: Actor, said: str) -> None:
    with pytest.raises(BadInput, match="Staff need to know the day"):
        tell(store, shaw, said)


# What came of it


VACANCY = AppointmentId("3")  # the substitute's seat on Barrow CDRP
SUCCESSOR = Appointment(
    id=AppointmentId("9"), partnership=BARROW, role="substitute", person=SMITH, since=NOW.date()
)


@pytest.fixture
def admin(store: Store) -> Actor:
    return linked(store, "An Admin", "admin")


def about(store: Store, actor: Actor, about: str) -> None:
    """Somebody tells staff about an entry, and the message has been sent."""
    store.run(HERE, mistakes.report, actor, about=about, named="x", said="It is wrong.", form=about, now=NOW)
    for notice in notices(store, about):
        done = sent(notice, now=NOW, channel=ChannelId("D1"), ts="1.1")
        store.run(HERE, _save, done)


def _save(uow: UnitOfWork, notice: Notice) -> None:
    uow.notices.save(notice)


def notices(store: Store, about: str) -> tuple[Notice, ...]:
    return store.run(HERE, lambda uow: tuple(uow.notices.about(f"mistake {about}")))


def changes(store: Store, actor: Actor, *edits: Edit) -> Change:
    change = store.run(HERE, partial(apply, how="form", now=NOW), actor, edits)
    assert change
    return change


def recorded(store: Store, about: str) -> tuple[str, ...]:
    (notice,) = notices(store, about)
    return store.run(HERE, mistakes.recorded, standing(store), notice.facts, NOW.date())


def test_whoever_sits_there_now_is_said_and_the_vacancy_that_ends_with_it_is_not(
    store: Store, shaw: Actor, admin: Actor
) -> None:
    seat = f"appointments:{VACANCY}"
    about(store, shaw, seat)
    vacant = standing(store).appointment[VACANCY]
    ended = vacant.model_copy(update={"until": NOW.date()})
    change = changes(store, admin, Edit("appointments", "9", SUCCESSOR), Edit("appointments", VACANCY, ended))
    said = "Appointment added: Mr W Smith, substitute on Barrow CDRP, from 22 November 2026."
    by = "By An Admin on 22 November 2026."
    assert recorded(store, seat) == (f"{said} {by}",)
    assert [notice.state for notice in notices(store, seat)] == [State.OUTDATED], "staff read it in place"
    store.run(HERE, undo, admin, change.version, now=NOW)
    assert recorded(store, seat) == ()


def test_what_else_was_changed_is_not_said(store: Store, shaw: Actor, admin: Actor) -> None:
    for told in ("appointments:1", f"partnerships:{FORUM}", f"people:{EGAN}", "answer:x"):
        about(store, shaw, told)
    changes(store, admin, Edit("appointments", "9", SUCCESSOR))
    for told in ("appointments:1", f"partnerships:{FORUM}", f"people:{EGAN}", "answer:x"):
        assert recorded(store, told) == ()
        assert [notice.state for notice in notices(store, told)] == [State.SENT], told


def test_what_was_told_of_a_partnership_or_a_person_has_the_seats_with_whoever_sits_there(
    store: Store, shaw: Actor, admin: Actor
) -> None:
    for told in (f"partnerships:{BARROW}", f"people:{SMITH}"):
        about(store, shaw, told)
    changes(store, admin, Edit("appointments", "9", SUCCESSOR))
    for told in (f"partnerships:{BARROW}", f"people:{SMITH}"):
        (line,) = recorded(store, told)
        assert line.startswith("Appointment added: Mr W Smith, substitute on Barrow CDRP, from")
    ended = SUCCESSOR.model_copy(update={"until": date(2026, 12, 1)})
    changes(store, admin, Edit("appointments", "9", ended))
    assert recorded(store, f"people:{SMITH}")[1].startswith(
        "Appointment ended: Mr W Smith, substitute on Barrow CDRP, on 1 December 2026."
    )


def test_what_came_to_nothing_is_not_said(store: Store, shaw: Actor, admin: Actor) -> None:
    """Somebody was appointed and taken out again by hand, and a day set and set back; the vacancy ended all the same."""
    told = f"partnerships:{BARROW}"
    about(store, shaw, told)
    vacant = standing(store).appointment[VACANCY]
    ended = vacant.model_copy(update={"until": NOW.date()})
    changes(store, admin, Edit("appointments", "9", SUCCESSOR), Edit("appointments", VACANCY, ended))
    changes(store, admin, Edit("appointments", "9", None))
    (line,) = recorded(store, told)
    assert line.startswith("Vacancy ended: substitute on Barrow CDRP, on 22 November 2026."), line
    changes(store, admin, Edit("appointments", VACANCY, vacant))
    assert recorded(store, told) == ()
    changes(store, admin, Edit("appointments", "9", SUCCESSOR))
    assert len(recorded(store, told)) == 1, "it was added again"


def test_a17_nothing_restricted_is_said_and_what_is_dealt_with_is_not_written_again(
    store: Store, shaw: Actor, admin: Actor
) -> None:
    told = f"partnerships:{BARROW}"
    about(store, shaw, told)
    entry = standing(store).partnership[BARROW]
    changes(store, admin, Edit("partnerships", BARROW, entry.model_copy(update={"remark": "a secret"})))
    store.run(HERE, mistakes.deal_with, admin, f"mistake {told}", now=NOW)
    (notice,) = notices(store, told)
    assert "secret" not in str(notice.facts)
    done = notice.model_copy(update={"state": State.SENT})
    store.run(HERE, _save, done)
    changes(store, admin, Edit("appointments", "9", SUCCESSOR))
    assert [notice.state for notice in notices(store, told)] == [State.SENT]
