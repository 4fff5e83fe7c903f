"""Advice on codes, and who has read what: who may, once and not twice, and what the trail keeps (B-13, B-15, B-16)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.domain.stores import HERE, NOW, linked, open_store, standing

from liaison.domain.access.rules import Actor
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.guidance import asking, circulars
from liaison.domain.guidance.models import Question
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.notices.service import claim, record_held
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import editing
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Appointment, Partnership, Person, Signature
from liaison.domain.values import AppointmentId, ChannelId, PartnershipId, PersonId
from liaison.storage.packs import load_pack
from liaison.storage.unit_of_work import Store

CUMBRIA, BEDFORDSHIRE = load_pack("cumbria"), load_pack("bedfordshire")
SECRET = "Barrow's code asks for a secret vote"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, from_pack(CUMBRIA, since=date(2026, 1, 5)))


@pytest.fixture
def bedfordshire(tmp_path: Path) -> Store:
    """An authority whose representatives are to know the six hallmarks."""
    return open_store(tmp_path, from_pack(BEDFORDSHIRE, since=date(2026, 1, 5)))


def asked(store: Store, actor: Actor, text: str = SECRET, *, form: str = "V1") -> Question:
    return store.run(HERE, asking.ask, actor, CUMBRIA, form, text, now=NOW)


def owed(store: Store, kind: Kind, subject: str) -> list[Notice]:
    """The notices of one kind about a subject."""

    def find(uow: UnitOfWork) -> list[Notice]:
        return [notice for notice in uow.notices.about(subject) if notice.kind is kind]

    return store.run(HERE, find)


def sent(store: Store, subject: str) -> None:
    """All that is owed about a subject has been delivered."""

    def deliver(uow: UnitOfWork) -> None:
        for notice in uow.notices.about(subject):
            done = {
                "state": State.SENT,
                "sent_ts": "1.0",
                "sent_channel": notice.sent_channel or ChannelId("D1"),
            }
            uow.notices.save(notice.model_copy(update=done))

    store.run(HERE, deliver)


# Advice on codes


def test_b13_the_monitoring_officer_comes_before_the_deputy_and_nobody_asks_themselves(store: Store) -> None:
    chief, deputy = (
        linked(store, "Chief", "chief-executive"),
        linked(store, "Deputy", "deputy-chief-executive"),
    )
    shaw = linked(store, "Mrs L L Shaw", "member")
    assert store.run(HERE, asking.advisers, shaw, CUMBRIA).users == (chief.slack_user,)
    own = store.run(HERE, asking.advisers, chief, CUMBRIA)
    assert (own.users, own.instead_of) == ((deputy.slack_user,), None), (
        "the first is linked: it is they who ask"
    )


def test_b13_where_the_documents_name_nobody_nobody_is_asked(store: Store) -> None:
    shaw = linked(store, "Mrs L L Shaw", "member")
    with pytest.raises(NotFound, match="name nobody to ask"):
        store.run(HERE, asking.advisers, shaw, load_pack("dorset"))


def test_b13_a_question_is_asked_once_and_answered_once(store: Store) -> None:
    chief, shaw = linked(store, "Chief", "chief-executive"), linked(store, "Mrs L L Shaw", "member")
    question = asked(store, shaw)
    assert asked(store, shaw, f" {SECRET} ") == question
    assert len(owed(store, Kind.CODE_QUESTION, question.id)) == 1
    with pytest.raises(AlreadyDone):
        asked(store, shaw, "Other words")
    sent(store, question.id)
    assert store.run(HERE, asking.to_answer, chief, question.id) == question

    answered = store.run(HERE, asking.answer, chief, question.id, "Do not.", now=NOW + timedelta(days=1))
    assert store.run(HERE, asking.answer, chief, question.id, "Do not.", now=NOW) == answered
    with pytest.raises(AlreadyDone, match=r'Chief has answered this already: "Do not\."'):
        store.run(HERE, asking.answer, chief, question.id, "Do it.", now=NOW)
    with pytest.raises(AlreadyDone, match="Chief has answered this already"):
        store.run(HERE, asking.to_answer, chief, question.id)
    assert [notice.state for notice in owed(store, Kind.CODE_QUESTION, question.id)] == [State.OUTDATED]
    assert [notice.to_user for notice in owed(store, Kind.CODE_ANSWER, question.id)] == [shaw.slack_user]


def test_b13_only_those_who_were_asked_see_the_question(store: Store) -> None:
    linked(store, "Chief", "chief-executive")
    shaw, clerk = linked(store, "Mrs L L Shaw", "member"), linked(store, "Clerk", "admin")
    question = asked(store, shaw)
    for other in (clerk, shaw):
        with pytest.raises(NotAllowed):
            store.run(HERE, asking.question, other, question.id)
    with pytest.raises(NotFound):
        store.run(HERE, asking.question, clerk, "nothing")


def test_b13_neither_the_trail_nor_the_rows_hold_what_was_asked(store: Store, tmp_path: Path) -> None:
    linked(store, "Chief", "chief-executive")
    asked(store, linked(store, "Mrs L L Shaw", "member"))
    trail = store.run(HERE, lambda uow: list(uow.audit.all()))
    assert trail[-1].action == "advice asked on codes"
    assert trail[-1].details == {"of": "Chief"}
    store.close()
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "   ", "x" * 3_001])
def test_b13_an_empty_or_overlong_question_names_its_field(store: Store, text: str) -> None:
    linked(store, "Chief", "chief-executive")
    with pytest.raises(BadInput) as problem:
        asked(store, linked(store, "Mrs L L Shaw", "member"), text)
    assert problem.value.field == "question"


# What people are asked to read


def read(store: Store, actor: Actor, *, day: int = 0) -> bool:
    """Presses the button; tells whether it had been pressed before."""
    now = NOW + timedelta(days=day)
    return store.run(HERE, circulars.acknowledge, actor, BEDFORDSHIRE, "hallmarks", now=now).again


def test_b16_it_is_kept_once_with_the_first_day_and_without_a_message(bedfordshire: Store) -> None:
    member = linked(bedfordshire, "Mrs A Member", "member")
    assert not read(bedfordshire, member)
    assert read(bedfordshire, member, day=3)
    (signature,) = standing(bedfordshire).signatures
    assert (signature.person, signature.signed_on) == (member.person, NOW.date())
    version = standing(bedfordshire).version
    assert not owed(bedfordshire, Kind.REGISTER_CHANGED, editing.subject_of(version))


def test_b16_nobody_signs_for_somebody_else(bedfordshire: Store) -> None:
    member = linked(bedfordshire, "Mrs A Member", "member")
    other = linked(bedfordshire, "Mr B Member", "member")
    forged = Signature(id="read", person=other.person, code="Six hallmarks", signed_on=NOW.date())
    with pytest.raises(NotAllowed):
        bedfordshire.run(
            HERE, editing.apply, member, [Edit("signatures", "read", forged)], how="button", now=NOW
        )


def test_b16_it_is_expected_of_members_and_of_the_force_and_of_nobody_else(bedfordshire: Store) -> None:
    linked(bedfordshire, "Mrs A Member", "member")
    linked(bedfordshire, "Inspector C Force", "link-officer")
    seated = linked(bedfordshire, "Mr D Officer", "support-officer")
    clerk = linked(bedfordshire, "Clerk", "admin")
    board = Partnership(id=PartnershipId("board"), name="Board")
    away = Person(id=PersonId("away"), name="Mrs E Elsewhere")
    seats = [
        Appointment(id=AppointmentId("1"), partnership=board.id, role="representative", person=seated.person),
        Appointment(id=AppointmentId("2"), partnership=board.id, role="substitute", person=away.id),
        Appointment(id=AppointmentId("3"), partnership=board.id, role="support officer", person=clerk.person),
        Appointment(
            id=AppointmentId("4"),
            partnership=board.id,
            role="representative",
            person=clerk.person,
            until=date(2020, 1, 1),
        ),
    ]
    edits = [Edit("partnerships", board.id, board), Edit("people", away.id, away)]
    edits += [Edit("appointments", seat.id, seat) for seat in seats]
    bedfordshire.run(HERE, lambda uow: uow.register.save(edits))
    found = circulars.readers(clerk, standing(bedfordshire), BEDFORDSHIRE, "hallmarks", now=NOW)
    assert [reader.name for reader in found.missing] == ["Inspector C Force", "Mr D Officer", "Mrs A Member"]
    assert found.not_in_slack == ("Mrs E Elsewhere",)
    assert found.can_remind


def test_b16_each_is_sent_it_once_a_day_and_only_those_who_have_not_read_it(bedfordshire: Store) -> None:
    clerk, member = linked(bedfordshire, "Clerk", "admin"), linked(bedfordshire, "Mrs A Member", "member")
    linked(bedfordshire, "Mr B Member", "member")

    def remind(day: int) -> int:
        now, register = NOW + timedelta(days=day), standing(bedfordshire)
        return bedfordshire.run(
            HERE, circulars.remind, clerk, register, BEDFORDSHIRE, "hallmarks", now=now
        ).people

    assert [remind(0), remind(0)] == [2, 0]
    read(bedfordshire, member)
    waiting = {n.to_user: n.state for n in owed(bedfordshire, Kind.CIRCULAR, "circular hallmarks")}
    assert waiting[member.slack_user] is State.CANCELLED, "what waits is not sent to somebody who has read it"
    assert remind(1) == 1


def test_b16_once_everybody_has_read_it_nobody_is_reminded(bedfordshire: Store) -> None:
    clerk, member = linked(bedfordshire, "Clerk", "admin"), linked(bedfordshire, "Mrs A Member", "member")
    read(bedfordshire, member)
    register = standing(bedfordshire)
    with pytest.raises(AlreadyDone, match="Everybody in Slack has read it by now"):
        bedfordshire.run(HERE, circulars.remind, clerk, register, BEDFORDSHIRE, "hallmarks", now=NOW)


def test_b15_a_press_brings_the_channels_message_and_ones_own_up_to_date(bedfordshire: Store) -> None:
    clerk, member = linked(bedfordshire, "Clerk", "admin"), linked(bedfordshire, "Mrs A Member", "member")
    other = linked(bedfordshire, "Mr B Member", "member")
    for channel in (ChannelId("C1"), None):
        bedfordshire.run(
            HERE,
            circulars.circulate,
            clerk,
            standing(bedfordshire),
            BEDFORDSHIRE,
            "hallmarks",
            channel=channel,
            now=NOW,
        )
    sent(bedfordshire, "circular hallmarks")
    read(bedfordshire, member)
    states = {n.to_user: n.state for n in owed(bedfordshire, Kind.CIRCULAR, "circular hallmarks")}
    assert states == {
        None: State.OUTDATED,
        member.slack_user: State.OUTDATED,
        other.slack_user: State.SENT,
    }


def test_b15_circulating_the_same_thing_in_the_same_place_twice_on_a_day_posts_it_once(
    bedfordshire: Store,
) -> None:
    clerk = linked(bedfordshire, "Clerk", "admin")

    def circulate(where: str | None) -> bool:
        return bedfordshire.run(
            HERE,
            circulars.circulate,
            clerk,
            standing(bedfordshire),
            BEDFORDSHIRE,
            "hallmarks",
            channel=ChannelId(where) if where else None,
            now=NOW,
        ).again

    assert [circulate("C1"), circulate("C1"), circulate("C2")] == [False, True, False]
    with pytest.raises(BadInput, match="nobody left"):
        circulate(None)


def test_p08_b15_whoever_circulated_hears_once_that_a_channel_cannot_be_posted_to(
    bedfordshire: Store,
) -> None:
    clerk, register = linked(bedfordshire, "Clerk", "admin"), standing(bedfordshire)
    bedfordshire.run(
        HERE,
        circulars.circulate,
        clerk,
        register,
        BEDFORDSHIRE,
        "hallmarks",
        channel=ChannelId("C1"),
        now=NOW,
    )
    for hour in range(2):
        now = NOW + timedelta(hours=hour)
        claimed = bedfordshire.run(HERE, claim, now=now, most=20)
        posts = tuple(notice for notice in claimed if notice.kind is Kind.CIRCULAR)
        assert len(posts) == 1
        bedfordshire.run(HERE, record_held, posts, register, trouble="restricted_action", now=now)
    (told,) = owed(bedfordshire, Kind.MEND_CHANNEL, "channel C1")
    assert told.to_user == clerk.slack_user
    assert told.facts["trouble"] == (
        "I could not post a document that you circulated, because posting in <#C1> is restricted."
    )


def test_b15_members_neither_circulate_nor_see_who_has_read(bedfordshire: Store) -> None:
    member = linked(bedfordshire, "Mrs A Member", "member")
    register = standing(bedfordshire)
    with pytest.raises(NotAllowed):
        circulars.may_circulate(member, BEDFORDSHIRE)
    with pytest.raises(NotAllowed):
        circulars.readers(member, register, BEDFORDSHIRE, "hallmarks", now=NOW)
    with pytest.raises(NotAllowed):
        bedfordshire.run(HERE, circulars.remind, member, register, BEDFORDSHIRE, "hallmarks", now=NOW)


@pytest.mark.parametrize("wanted", ["nothing like it", ""])
def test_what_cannot_be_circulated_is_said_so(wanted: str) -> None:
    with pytest.raises(NotFound):
        circulars.one_of(BEDFORDSHIRE, wanted)
    with pytest.raises(BadInput, match="several things"):
        circulars.one_of(load_pack("model"), "partnership")


def test_b15_where_a_circular_has_gone_a_member_is_not_sent_to_what_is_for_staff(bedfordshire: Store) -> None:
    member = linked(bedfordshire, "Mrs A Member", "member")
    with pytest.raises(NotFound, match="not circulated any more") as raised:
        bedfordshire.run(HERE, circulars.acknowledge, member, BEDFORDSHIRE, "gone", now=NOW)
    assert raised.value.mend == "Ask whoever circulated it what to read instead."


def test_b15_what_staff_have_corrected_can_be_acknowledged_again(bedfordshire: Store) -> None:
    """The signature that was given for another keeps its id; the reader says it anew, as a member may."""
    shaw, officer = linked(bedfordshire, "Mrs L L Shaw", "member"), linked(bedfordshire, "Officer", "admin")
    assert not read(bedfordshire, shaw)
    (first,) = standing(bedfordshire).signatures
    corrected = first.model_copy(update={"code": "Code of Conduct"})
    edits = [Edit("signatures", first.id, corrected)]
    bedfordshire.run(HERE, editing.apply, officer, edits, how="form", now=NOW)
    assert not read(bedfordshire, shaw)
    assert len(standing(bedfordshire).signatures) == 2
    assert read(bedfordshire, shaw), "a second time changes nothing"
