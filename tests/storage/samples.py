"""Values to keep, made from an id; and several threads at work at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from liaison.domain.notices.models import Kind, Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Link, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back.models import Answers, Draft, Report
from liaison.domain.reviews.models import Review
from liaison.domain.risk.models import Assessment
from liaison.domain.values import ChannelId, CommitteeId, PartnershipId, PersonId, SlackUserId, WorkspaceId
from liaison.storage.packs import load_pack

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE, ELSEWHERE = WorkspaceId("THERE1"), WorkspaceId("TELSE2")
SHAW, BARROW, PPP = PersonId("shaw"), PartnershipId("cu-cdrp-barrow"), CommitteeId("ppp")
SECRET = "The grant was refused because of the audit"

T = TypeVar("T")
R = TypeVar("R")


def cumbria() -> Register:
    return from_pack(load_pack("cumbria"), since=date(2026, 11, 22))


def draft(name: str, user: str = "U1", *, outcomes: str | None = None, **changes: Any) -> Draft:
    plain = Draft(
        id=name,
        author=SHAW,
        slack_user=SlackUserId(user),
        proforma="cu-report-back",
        answers=Answers(partnership=BARROW, outcomes=outcomes),
        started_at=NOW,
        updated_at=NOW,
    )
    return plain.model_copy(update=changes)


def report(name: str, *, outcomes: str = "Agreed a bid.", **changes: Any) -> Report:
    plain = Report(
        id=name,
        proforma="cu-report-back",
        author=SHAW,
        author_user=SlackUserId("U1"),
        partnership=BARROW,
        meeting_on=date(2026, 11, 12),
        member=SHAW,
        committees=(PPP,),
        outcomes=outcomes,
        next_meeting_on=None,
        submitted_at=NOW,
    )
    return plain.model_copy(update=changes)


def assessment(name: str, **changes: Any) -> Assessment:
    plain = Assessment(
        id=name,
        partnership=BARROW,
        checklist="ca-risk-checklist",
        version="29 June 2009",
        authority="Cambridgeshire",
        triggers={1: True},
        answers={"1": "Yes"},
        started_by=SHAW,
        started_at=NOW,
        updated_at=NOW,
    )
    return plain.model_copy(update=changes)


def review(name: str, **changes: Any) -> Review:
    plain = Review(
        id=name,
        cycle="cu-performance",
        subject="measures",
        due=date(2026, 12, 31),
        committee=PPP,
        source="guide",
        covers=("value",),
        basis="Each calendar quarter.",
    )
    return plain.model_copy(update=changes)


def notice(name: str, **changes: Any) -> Notice:
    plain = Notice(
        key=name,
        kind=Kind.REVIEW_DUE,
        subject="cu-performance:2026-q4",
        reason="Each calendar quarter.",
        to_committee=PPP,
        facts={"partnership": "Barrow CDRP"},
        due=NOW,
    )
    return plain.model_copy(update=changes)


def load_cumbria(uow: UnitOfWork) -> None:
    """Puts Cumbria's register into the workspace."""
    uow.register.replace(cumbria())


def choose_channel(uow: UnitOfWork, channel: str) -> None:
    """Sets where Liaison posts for the committee PPP."""
    register = uow.register.load()
    assert register
    chosen = register.committee[PPP].model_copy(update={"channel": ChannelId(channel)})
    uow.register.save([Edit("committees", PPP, chosen)])


def add_person(uow: UnitOfWork, person: Person) -> None:
    """Puts a person into the register."""
    uow.register.save([Edit("people", person.id, person)])


def link(uow: UnitOfWork, user: SlackUserId, person: PersonId, *roles: str) -> None:
    """Ties a Slack user to a person of the register."""
    uow.register.save([Edit("links", user, Link(id=user, person=person, roles=roles))])


def at_once(work: Callable[[T], R], several: Iterable[T]) -> list[R]:
    """What the work gives for each of several, each in a thread of its own; raises what any of them raised."""
    given = list(several)
    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(work, given, timeout=60))
