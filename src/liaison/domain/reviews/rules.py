"""When reviews are due and when they are announced; pure functions on calendar days."""

import calendar
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from liaison.domain.dates import write_date
from liaison.domain.packs import Reminders
from liaison.domain.packs.policy import Every
from liaison.domain.recurrence import can_follow, days_of
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.models import Beside, Cycle, Occasion, Review, Subject
from liaison.domain.values import CommitteeId, PartnershipId, Value
from liaison.domain.workdays import is_working_day, next_working_day, working_days_before

QUARTER_ENDS = (3, 6, 9, 12)
STEPS: dict[Every, relativedelta] = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "half year": relativedelta(months=6),
    "year": relativedelta(years=1),
    "two years": relativedelta(years=2),
    "three years": relativedelta(years=3),
}
HOW_OFTEN: dict[Every, str] = {
    "week": "every week",
    "month": "every month",
    "quarter": "every quarter",
    "half year": "every half year",
    "year": "every year",
    "two years": "every two years",
    "three years": "every three years",
}
YEARS: tuple[Every, ...] = ("year", "two years", "three years")
A_PERIOD = timedelta(days=92)  # a meeting lies no further from the date that it stands for
# From when reminders are looked for where a review has not been told of yet: all that have come by are owed at once.
NOT_TOLD = datetime(2000, 1, 1, tzinfo=UTC)

Meetings = dict[CommitteeId, tuple[date, ...]]


class Stage(Value):
    """A rung of the ladder for one review: its name in the business key, its moment (UTC), and who is told.

    One that is `urgent` is told at its moment, whatever hours people keep.
    """

    name: str
    at: datetime
    to: tuple[str, ...]
    urgent: bool = False


ALONE = Beside()  # nothing of the same cycle beside it


# --- days


def dated(cycle: Cycle, meetings: Meetings | None = None) -> bool:
    """Whether enough is known for a date. A cycle that is left to something else has none (G-09).

    Nor has one whose rule was kept when more was taken for a rule: it stands among those that need a date.
    """
    if cycle.through or cycle.stopped or (cycle.rule and not can_follow(cycle.rule)):
        return False
    if cycle.on or cycle.rule or cycle.months_after_last:
        return bool(cycle.on or cycle.first)
    if cycle.every == "quarter" or (cycle.every and cycle.first):
        return True
    if cycle.every != "year":
        return False
    return cycle.month is not None or bool(cycle.meeting and (meetings or {}).get(cycle.meeting))


def occasions(
    cycle: Cycle,
    *,
    start: date,
    end: date,
    meetings: Iterable[date] = (),
    own: date | None = None,
    last: date | None = None,
) -> Iterator[Occasion]:
    """The occasions, from start to end inclusive, on which a dated cycle falls due, the earliest first.

    `meetings` are the known meetings of the committee on which its date hangs (G-01, G-02, G-12), `own` the first date of a
    partnership whose date is not the others' (G-13), `last` the day of the last review that was recorded.
    """
    held = sorted(meetings)
    given = cycle.model_copy(update={"first": own}) if own else cycle
    if given.meeting and given.every == "year" and given.month is None and given.first is None:
        yield from _once_a_year(held, start, end)
        return
    near = A_PERIOD if given.meeting else timedelta(0)
    for nominal, name, basis in _nominal(given, start - near, end + near, last):
        due, why = _on_meeting(given, nominal, held) if given.meeting else (nominal, "")
        if start <= due <= end:
            yield Occasion(name=name, due=due, basis=f"{basis} {why}".strip())


def _once_a_year(held: list[date], start: date, end: date) -> Iterator[Occasion]:
    """The first known meeting of each year (G-12)."""
    seen: set[int] = set()
    for day in held:
        if day.year not in seen and start <= day <= end:
            yield Occasion(name=str(day.year), due=day, basis="Each year, at the meeting.")
        seen.add(day.year)


def _nominal(cycle: Cycle, start: date, end: date, last: date | None) -> Iterator[tuple[date, str, str]]:
    """The days by the cycle's own rule, before a meeting moves them; each with its name and what it rests on."""
    often = HOW_OFTEN[cycle.every].capitalize() if cycle.every else ""
    for day in sorted(cycle.on):
        if start <= day <= end:
            ends = "It ends on that day." if cycle.ends else "On the date that was set."
            yield day, day.isoformat(), ends
    if cycle.on:
        return
    if cycle.months_after_last and cycle.first:
        day = last + relativedelta(months=cycle.months_after_last) if last else cycle.first
        months = f"{cycle.months_after_last} month{'s' if cycle.months_after_last > 1 else ''}"
        if start <= day <= end:
            yield day, day.isoformat(), f"{months.capitalize()} after the last review."
    elif cycle.rule and cycle.first and can_follow(cycle.rule):
        for day in days_of(cycle.rule, cycle.first, start, end):
            yield day, day.isoformat(), f"By the rule {cycle.rule}."
    elif cycle.every and cycle.first:
        for day in _stepped(cycle.every, cycle.first, start, end):
            yield day, _named(cycle.every, day), f"{often}, counted from {write_date(cycle.first)}."
    elif cycle.every == "quarter":
        for day in _month_ends(QUARTER_ENDS, start, end):
            said = "the document says how often and gives no dates, so the quarter's last day is used."
            yield day, _named("quarter", day), f"Each calendar quarter; {said}"
    elif cycle.every == "year" and cycle.month:
        for day in _month_ends((cycle.month,), start, end):
            said = f"Each year in {calendar.month_name[cycle.month]}; the month's last day is used"
            yield day, str(day.year), f"{said}{' until the meeting is known' if cycle.meeting else ''}."


def _on_meeting(cycle: Cycle, nominal: date, held: list[date]) -> tuple[date, str]:
    """The committee's meeting in the month (for a quarter, the last one in it), or the day itself where none is known."""
    span = 3 if cycle.every == "quarter" else 1
    begins = (nominal + relativedelta(day=1)) - relativedelta(months=span - 1)
    ends = nominal + relativedelta(day=31)
    within = [day for day in held if begins <= day <= ends]
    if not within:
        return nominal, ""
    return (within[-1] if span > 1 else within[0]), "Put to the meeting on that day."


def _month_ends(months: tuple[int, ...], start: date, end: date) -> Iterator[date]:
    for year in range(start.year, end.year + 1):
        for month in months:
            day = date(year, month, calendar.monthrange(year, month)[1])
            if start <= day <= end:
                yield day


def _stepped(every: Every, first: date, start: date, end: date) -> Iterator[date]:
    """The first date and those that follow it, each counted from the first: 29 February and the 31st come back."""
    step = STEPS[every]
    # Where to begin is reckoned, not counted up to: an old first date costs no more than a new one.
    longest = 7 if every == "week" else 31 * (step.months + 12 * step.years)  # days
    number = max(0, (start - first).days // longest - 1)
    while (day := first + step * number) <= end:
        if day >= start:
            yield day
        number += 1


def _named(every: Every, day: date) -> str:
    if every in YEARS:
        return str(day.year)
    if every == "quarter":
        return f"{day.year}-q{(day.month + 2) // 3}"
    return day.isoformat()


# --- what a cycle applies to


def applies(cycle: Cycle, partnership: Partnership, register: Register) -> bool:
    """Whether a cycle comes up for a partnership. One of which nobody knows whether it is statutory is not meant (G-06)."""
    match cycle.scope:
        case "partnership":
            return partnership.id == cycle.scope_of
        case "kind":
            return fold_kind(cycle.scope_of) in {
                fold_kind(partnership.kind_short),
                fold_kind(partnership.kind),
            }
        case "group":
            return partnership.group == cycle.scope_of
        case "non-statutory":
            return is_statutory(partnership, register) is False
        case "every":
            return True
        case "authority":
            return False


def fold_kind(kind: str | None) -> str:
    """A kind of partnership as it is compared."""
    return " ".join((kind or "-").casefold().split())


def is_statutory(partnership: Partnership, register: Register) -> bool | None:
    """Whether a partnership is statutory, by what is said of it or of its group; None where nobody says."""
    if partnership.statutory is not None:
        return partnership.statutory
    group = register.group.get(partnership.group) if partnership.group else None
    return group.statutory if group else None


def occurrence(cycle: Cycle, occasion: Occasion, partnership: Partnership | None = None) -> Review:
    """The review that a cycle makes on an occasion, for a partnership where it comes up for each of them."""
    committee = cycle.committee
    basis = occasion.basis
    if partnership and committee is None and partnership.reports_to:
        committee = partnership.reports_to[0]
        basis = f"{basis} Put to the committee that receives its report-backs."
    return Review(
        id=review_id(cycle.id, occasion.name, partnership.id if partnership else None),
        cycle=cycle.id,
        subject=cycle.subject,
        partnership=partnership.id if partnership else None,
        due=occasion.due,
        committee=committee,
        owner=cycle.owner,
        source=cycle.source,
        covers=cycle.covers,
        form=cycle.form,
        basis=basis,
        remind_at=NOT_TOLD,
    )


def review_id(cycle: str, name: str, partnership: PartnershipId | None) -> str:
    """What an occurrence is called: once for each occasion of a cycle, and for each partnership."""
    return f"{cycle}:{name}:{partnership}" if partnership else f"{cycle}:{name}"


def title_of(review: Review | Subject, register: Register) -> str:
    """What a review is called: its subject, after its partnership's name where it is about one."""
    if review.partnership is None:
        return review.subject
    partnership = register.partnership.get(review.partnership)
    return f"{partnership.title if partnership else 'A former partnership'}: {review.subject}"


# --- stages


def stages(review: Review, reminders: Reminders, zone: str, beside: Beside = ALONE) -> tuple[Stage, ...]:
    """When a review is announced: ahead, on the day and once overdue, in the authority's zone (G-01, G-04).

    Never before the one before it was due, nor once the one after it is: of what comes up often one is told of at a time.
    """
    begins = moment_of(beside.before, 0, reminders, zone) if beside.before else None
    ends = moment_of(beside.after, 0, reminders, zone) if beside.after else None
    found = []
    for rung in sorted(reminders.stages, key=lambda rung: rung.days):
        days = reminders.model_copy(update={"any_day": True}) if rung.urgent else reminders
        at = moment_of(review.due, rung.days, days, zone)
        too_early = rung.days < 0 and begins is not None and at <= begins
        too_late = rung.days > 0 and ends is not None and at >= ends
        if not too_early and not too_late:
            name = f"{review.due.isoformat()} {_stage_name(rung.days)}"
            found.append(Stage(name=name, at=at, to=rung.to, urgent=rung.urgent))
    return tuple(found)


def stage_reached(review: Review, reminders: Reminders, zone: str, *, now: datetime) -> Stage | None:
    """The latest stage whose moment has come."""
    return next((stage for stage in reversed(stages(review, reminders, zone)) if stage.at <= now), None)


def next_stage(
    review: Review, reminders: Reminders, zone: str, beside: Beside = ALONE, *, now: datetime
) -> Stage | None:
    """The stage that comes next."""
    return next((stage for stage in stages(review, reminders, zone, beside) if stage.at > now), None)


def owed_now(
    review: Review, reminders: Reminders, zone: str, beside: Beside = ALONE, *, now: datetime
) -> Stage | None:
    """What is owed at a look: the latest stage that has come, told to all who were to be told since the look before.

    After an outage one reminder is owed to each place, not all that were missed, and none where the next one is due.
    """
    begun = review.remind_at
    found = stages(review, reminders, zone, beside)
    come = [stage for stage in found if begun and begun <= stage.at <= now]
    passed = beside.after is not None and moment_of(beside.after, 0, reminders, zone) <= now
    if passed or not come:
        return None
    places = dict.fromkeys(place for stage in come for place in stage.to)
    urgent = any(stage.urgent for stage in come)
    return come[-1].model_copy(update={"to": tuple(places), "urgent": urgent})


def _stage_name(days: int) -> str:
    if days == 0:
        return "on the day"
    return f"{-days} days ahead" if days < 0 else f"{days} days overdue"


def moment_of(due: date, days: int, reminders: Reminders, zone: str) -> datetime:
    """When a reminder of so many days after a date is due (before it, where negative), UTC: on a working day, if asked."""
    day = due + timedelta(days=days)
    if not reminders.any_day and not is_working_day(day):
        day = next_working_day(day) if days > 0 else working_days_before(day, 1)
    return datetime.combine(day, time(reminders.hour), ZoneInfo(zone)).astimezone(UTC)
