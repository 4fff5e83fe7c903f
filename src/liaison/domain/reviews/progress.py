"""The progress report of a quarter: the Authority's and the Force's work, and the action plan (G-07, G-08, G-09)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import Cell
from liaison.domain.register.sheets import Column, Sheet
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.action_models import ActionItem, Status, Whose
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.rules import title_of
from liaison.domain.reviews.working import name_of
from liaison.domain.values import CommitteeId, PartnershipId, Value

MONTHS = 3


class Plan(Value):
    """How the actions of the Authority or of the Force stand; `done`, `dropped` and `added` are of the quarter."""

    whose: Whose
    open: int
    overdue: int
    done: int
    dropped: int
    added: int


class Reviewed(Value):
    """A review that was recorded in the quarter."""

    on: date
    title: str
    outcome: str
    recorded_by: str


class Reported(Value):
    """How many report-backs on a partnership were filed in the quarter, and of which meeting the latest is."""

    partnership: str
    filed: int
    latest: date


class Entry(Value):
    """An action that is open, or was closed since the quarter began, as the report lists it: what, whose, who, by when and how it stands; its words are restricted."""

    action: str
    whose: str
    partnership: str | None
    owner: str
    due: date
    status: str
    closed_on: date | None
    moved: int


class Progress(Value):
    """The report of the days from `since` to `until`; `authority` and `force` are what was written, restricted.

    `elsewhere` names what another mechanism covers, so that it is only referred to (G-09).
    """

    since: date
    until: date
    committee: str | None
    authority_name: str
    force_name: str
    authority: str | None
    force: str | None
    plans: tuple[Plan, ...]
    reviewed: tuple[Reviewed, ...]
    reported: tuple[Reported, ...]
    entries: tuple[Entry, ...]
    elsewhere: tuple[str, ...]
    full: bool


def report(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, *, review: str | None = None, now: datetime
) -> Progress:
    """The report of the quarter that a progress review closes, or of the quarter that it now is (G-07).

    Raises NotAllowed; the words of the review and of actions are only for those who may read what is restricted.
    """
    require(actor, Action.SEE_REVIEWS)
    today = local_day(now, register.timezone)
    found = uow.reviews.get(review) if review else None
    since, until = quarter(found.due if found else today)
    work = uow.review_work.get(found.id) if found else None
    full = actor.may(Action.SEE_RESTRICTED)
    answers = work.answers if work and full else {}
    actions = uow.actions.since(since)
    committee = found.committee if found else _overseer(pack)
    entry = register.committee.get(committee) if committee else None
    return Progress(
        since=since,
        until=until,
        committee=entry.name if entry else None,
        authority_name=register.authority,
        force_name=register.force or "the Force",
        authority=answers.get("authority_work"),
        force=answers.get("force_work"),
        plans=tuple(_plan(actions, whose, since, until, register, today) for whose in Whose),
        reviewed=tuple(_reviewed(uow, register, since, until)),
        reported=tuple(_reported(uow, register, since, until)),
        entries=tuple(_entry(action, register, today) for action in actions),
        elsewhere=tuple(
            f"{cycle.subject}: see the {cycle.through}" for cycle in pack.review_cycles if cycle.through
        ),
        full=full,
    )


def tell(uow: UnitOfWork, review: Review, *, now: datetime) -> None:
    """Posts a quarter's report for its committee: counts and a button, none of the words (G-07)."""
    if review.committee:
        uow.notices.add(
            Notice(
                key=f"progress:{review.id}",
                kind=Kind.PROGRESS,
                subject=_subject(review),
                reason=f"{review.basis} Source: {review.source}.",
                to_committee=review.committee,
                facts={"review": review.id},
                due=now,
            )
        )


def retell(uow: UnitOfWork, review: Review) -> None:
    """Brings the message in the committee's channel up to date, once the review has been corrected."""
    notices.refresh(uow.notices, _subject(review))


def _subject(review: Review) -> str:
    return f"progress {review.id}"[:128]


def in_channel(uow: UnitOfWork, register: Register, review: Review, *, now: datetime) -> Progress:
    """The same report without any of the words, for the committee's channel."""
    since, until = quarter(review.due)
    today = local_day(now, register.timezone)
    actions = uow.actions.since(since)
    entry = register.committee.get(review.committee) if review.committee else None
    return Progress(
        since=since,
        until=until,
        committee=entry.name if entry else None,
        authority_name=register.authority,
        force_name=register.force or "the Force",
        authority=None,
        force=None,
        plans=tuple(_plan(actions, whose, since, until, register, today) for whose in Whose),
        reviewed=tuple(_reviewed(uow, register, since, until)),
        reported=tuple(_reported(uow, register, since, until)),
        entries=(),
        elsewhere=(),
        full=False,
    )


def quarter(day: date) -> tuple[date, date]:
    """The first and the last day of a day's calendar quarter."""
    first = date(day.year, day.month - (day.month - 1) % MONTHS, 1)
    following = date(first.year + (first.month + MONTHS > 12), (first.month + MONTHS - 1) % 12 + 1, 1)  # noqa: PLR2004
    return first, following - timedelta(days=1)


def sheets(found: Progress) -> tuple[Sheet, ...]:
    """The report as a workbook, for those who may read all of it (G-07, G-08)."""
    work = (
        (found.authority_name, found.authority or "Nothing was written."),
        (found.force_name, found.force or "Nothing was written."),
    )
    return (
        _sheet("Work", ("Whose", "Work of the quarter"), work),
        _sheet(
            "Action plan",
            ("Action", "Whose", "Partnership", "Owner", "Date", "Status", "Closed on", "Times moved"),
            [
                (e.action, e.whose, e.partnership, e.owner, e.due, e.status, e.closed_on, e.moved)
                for e in found.entries
            ],
        ),
        _sheet(
            "Progress",
            ("Whose", "Open", "Overdue", "Done in the quarter", "No longer needed", "Added in the quarter"),
            [(p.whose.value, p.open, p.overdue, p.done, p.dropped, p.added) for p in found.plans],
        ),
        _sheet(
            "Reviews",
            ("Date", "Review", "Outcome", "Recorded by"),
            [(r.on, r.title, r.outcome, r.recorded_by) for r in found.reviewed],
        ),
        _sheet(
            "Report-backs",
            ("Partnership", "Filed", "Latest meeting"),
            [(r.partnership, r.filed, r.latest) for r in found.reported],
        ),
    )


def _sheet(name: str, headings: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    return Sheet(name=name, columns=tuple(Column(heading=heading) for heading in headings), rows=tuple(rows))


def _overseer(pack: Pack) -> CommitteeId | None:
    found = next((cycle.committee for cycle in pack.review_cycles if cycle.form == "progress"), None)
    return CommitteeId(found) if found else None


def _plan(
    actions: Sequence[ActionItem], whose: Whose, since: date, until: date, register: Register, today: date
) -> Plan:
    own = [action for action in actions if action.whose is whose]
    open_ = [action for action in own if action.is_open]
    closed = [action for action in own if action.closed_on and since <= action.closed_on <= until]
    added = (local_day(action.added_at, register.timezone) for action in own)
    return Plan(
        whose=whose,
        open=len(open_),
        overdue=sum(action.due < today for action in open_),
        done=sum(action.status is Status.DONE for action in closed),
        dropped=sum(action.status is Status.DROPPED for action in closed),
        added=sum(since <= day <= until for day in added),
    )


def _reviewed(uow: UnitOfWork, register: Register, since: date, until: date) -> Iterator[Reviewed]:
    for review in uow.reviews.reviewed(since, until):
        if review.outcome and review.reviewed_on:
            yield Reviewed(
                on=review.reviewed_on,
                title=title_of(review, register),
                outcome=review.outcome,
                recorded_by=name_of(register, review.recorded_by),
            )


def _reported(uow: UnitOfWork, register: Register, since: date, until: date) -> Iterator[Reported]:
    met: dict[PartnershipId, list[date]] = {}
    zone = ZoneInfo(register.timezone)
    begins, ends = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    for filed in uow.reports.submitted(begins.astimezone(UTC), ends.astimezone(UTC)):
        met.setdefault(filed.partnership, []).append(filed.meeting_on)
    for partnership, days in met.items():
        entry = register.partnership.get(partnership)
        if entry:
            yield Reported(partnership=entry.title, filed=len(days), latest=max(days))


def _entry(action: ActionItem, register: Register, today: date) -> Entry:
    entry = register.partnership.get(action.partnership) if action.partnership else None
    late = action.is_open and action.due < today
    return Entry(
        action=action.text,
        whose=action.whose.value,
        partnership=entry.title if entry else None,
        owner=name_of(register, action.owner),
        due=action.due,
        status="Overdue" if late else action.status.value,
        closed_on=action.closed_on,
        moved=sum(each.due is not None for each in action.moved),
    )
