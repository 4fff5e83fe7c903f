"""When reviews are due and when they are announced; pure functions on calendar days."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from liaison.domain.packs import Reminders, ReviewCycle
from liaison.domain.reviews.models import Review
from liaison.domain.values import CommitteeId, Value

QUARTER_ENDS = (3, 6, 9, 12)


class Stage(Value):
    """A point at which a review is announced: its name in the business key, and its moment (UTC)."""

    name: str
    at: datetime


def dated(cycle: ReviewCycle) -> bool:
    """Whether the document says enough for a date: a quarter, or a year with its month; and who receives it."""
    return cycle.committee is not None and (
        cycle.every == "quarter" or (cycle.every == "year" and cycle.month is not None)
    )


def due_days(cycle: ReviewCycle, *, start: date, end: date) -> Iterator[date]:
    """The days, from start to end inclusive, on which a dated cycle falls due: the last day of its month or quarter."""
    months = QUARTER_ENDS if cycle.every == "quarter" else (cycle.month,)
    for year in range(start.year, end.year + 1):
        for month in months:
            if month is not None:
                day = date(year, month, calendar.monthrange(year, month)[1])
                if start <= day <= end:
                    yield day


def occurrence(cycle: ReviewCycle, due: date) -> Review:
    """The review that a cycle makes for a day."""
    named = f"{due.year}-q{(due.month + 2) // 3}" if cycle.every == "quarter" else str(due.year)
    basis = (
        "Each calendar quarter; the document says how often and gives no dates, so the quarter's last day is used."
        if cycle.every == "quarter"
        else f"Each year in {calendar.month_name[due.month]}; the month's last day is used."
    )
    return Review(
        id=f"{cycle.id}:{named}",
        cycle=cycle.id,
        subject=cycle.subject,
        due=due,
        committee=CommitteeId(cycle.committee) if cycle.committee else None,
        source=cycle.source,
        covers=cycle.covers,
        basis=basis,
    )


def stages(review: Review, reminders: Reminders, zone: str) -> tuple[Stage, ...]:
    """When a review is announced: ahead, on the day and once overdue, in the authority's zone (G-01, G-04)."""
    ahead = [(f"{days} days ahead" if days else "on the day", -days) for days in reminders.days_before]
    overdue = [(f"{days} days overdue", days) for days in reminders.days_overdue]
    return tuple(
        Stage(
            name=f"{review.due.isoformat()} {name}",
            at=_moment(review.due + timedelta(days=days), reminders.hour, zone),
        )
        for name, days in sorted(ahead + overdue, key=lambda pair: pair[1])
    )


def stage_reached(review: Review, reminders: Reminders, zone: str, *, now: datetime) -> Stage | None:
    """The latest stage whose moment has come: after an outage one reminder is owed, not all that were missed."""
    return max(
        (stage for stage in stages(review, reminders, zone) if stage.at <= now),
        key=lambda s: s.at,
        default=None,
    )


def _moment(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
