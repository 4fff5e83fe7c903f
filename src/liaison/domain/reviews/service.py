"""Use-cases of reviews: find what is due, owe the reminders, list, record an outcome, postpone."""

from datetime import date, datetime, timedelta

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound, quoted
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.models import Outcome, Review, ReviewLine, ReviewList, Undated
from liaison.domain.reviews.rules import dated, due_days, occurrence, stage_reached
from liaison.domain.typed import short_enough

SHOWN_AHEAD = timedelta(days=366)
LATEST = timedelta(days=5 * 365)


def owe_reminders(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Makes the occurrences that have come up and owes their reminders, each once however often this runs (G-01)."""
    today = local_day(now, register.timezone)
    make_occurrences(
        uow, register, pack, until=today + timedelta(days=max(pack.reminders.days_before, default=0))
    )
    for review in uow.reviews.open():
        stage = stage_reached(review, pack.reminders, register.timezone, now=now)
        if stage is None or review.committee is None:
            continue
        key = f"review:{review.id}:{stage.name}"
        for earlier in uow.notices.about(review.id):
            if earlier.key != key and earlier.state in (State.PENDING, State.HELD):
                uow.notices.save(earlier.model_copy(update={"state": State.CANCELLED}))
        uow.notices.add(
            Notice(
                key=key,
                kind=Kind.REVIEW_DUE,
                subject=review.id,
                reason=f"{review.basis} Source: {review.source}.",
                to_committee=review.committee,
                due=stage.at,
            )
        )


def make_occurrences(uow: UnitOfWork, register: Register, pack: Pack, *, until: date) -> None:
    """Makes every occurrence that falls due up to a day, from the day on which the register was loaded."""
    for cycle in pack.review_cycles:
        if dated(cycle):
            for due in due_days(cycle, start=register.since, end=until):
                uow.reviews.add(occurrence(cycle, due))


def listed(uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, *, now: datetime) -> ReviewList:
    """What is overdue and what comes within a year, the soonest first; and the cycles without a date."""
    require(actor, Action.SEE_REVIEWS)
    today = local_day(now, register.timezone)
    make_occurrences(uow, register, pack, until=today + SHOWN_AHEAD)
    found = sorted(uow.reviews.open(), key=lambda review: review.due)
    return ReviewList(
        reviews=tuple(line(review, register, today=today) for review in found),
        undated=tuple(
            Undated(subject=cycle.subject, interval_as_stated=cycle.interval_as_stated, source=cycle.source)
            for cycle in pack.review_cycles
            if not dated(cycle)
        ),
        can_record=actor.may(Action.RECORD_REVIEW),
    )


def line(review: Review, register: Register, *, today: date) -> ReviewLine:
    """A review with its committee's name and channel, for a list or a message."""
    committee = register.committee.get(review.committee) if review.committee else None
    recorder = register.person.get(review.recorded_by) if review.recorded_by else None
    return ReviewLine(
        review=review,
        committee=committee.name if committee else None,
        channel=committee.channel if committee else None,
        overdue=review.outcome is None and review.due < today,
        recorded_by=recorder.name if recorder else None,
    )


def show(uow: UnitOfWork, actor: Actor, register: Register, review_id: str, *, now: datetime) -> ReviewLine:
    """One review that is still open, for the form that records or postpones it."""
    require(actor, Action.RECORD_REVIEW)
    return line(_open(uow, review_id), register, today=local_day(now, register.timezone))


def why(uow: UnitOfWork, actor: Actor, register: Register, review_id: str, *, now: datetime) -> ReviewLine:
    """One review, open or ended, for the answer to "Why this?"."""
    require(actor, Action.SEE_REVIEWS)
    return line(_get(uow, review_id), register, today=local_day(now, register.timezone))


def complete(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    review_id: str,
    *,
    outcome: str,
    reviewed_on: date,
    decided: str | None,
    now: datetime,
) -> ReviewLine:
    """Records a review's outcome; its reminders turn into it.

    The same from the same person a second time answers as the first did. Raises AlreadyDone for anything else about a
    review that has been recorded, so that nobody's words vanish unsaid.
    """
    require(actor, Action.RECORD_REVIEW)
    today = local_day(now, register.timezone)
    review = _get(uow, review_id)
    words = (decided or "").strip() or None
    if review.outcome is not None:
        differing = _differing(review, outcome=outcome, reviewed_on=reviewed_on, decided=words)
        if review.recorded_by == actor.person and differing is None:
            return line(review, register, today=today)
        raise _recorded(review, actor, register, field=differing)
    if outcome not in set(Outcome):
        raise BadInput("That is not one of the outcomes.", "Choose one of those offered.", field="outcome")
    if reviewed_on > today:
        raise BadInput(
            f"{write_date(reviewed_on)} is still to come.", "Give the day of the review.", field="reviewed_on"
        )
    short_enough(decided or "", "decided")
    done = review.model_copy(
        update={
            "outcome": Outcome(outcome),
            "decided": words,
            "reviewed_on": reviewed_on,
            "recorded_by": actor.person,
            "recorded_at": now,
        }
    )
    uow.reviews.save(done)
    notices.settle(uow.notices, review.id)
    audit.record(
        uow.audit, at=now, actor=actor.name, action="review recorded", subject=review.id, outcome=outcome
    )
    return line(done, register, today=today)


def postpone(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    review_id: str,
    *,
    until: date,
    reason: str,
    now: datetime,
) -> ReviewLine:
    """Moves an open review to a later day, with the reason; reminders follow the new day.

    The same day and reason a second time answer as the first did.
    """
    require(actor, Action.RECORD_REVIEW)
    today = local_day(now, register.timezone)
    review = _open(uow, review_id)
    if review.postponed_reason and until == review.due:
        if review.postponed_reason == reason.strip():
            return line(review, register, today=today)
        raise AlreadyDone(
            f"This review is put off to {write_date(until)} already: {quoted(review.postponed_reason)}",
            "Choose a later day, or close the form.",
            field="reason",
        )
    if until <= max(today, review.due):
        raise BadInput(
            f"{write_date(until)} is not later than {write_date(max(today, review.due))}.",
            "Choose a later day.",
            field="until",
        )
    if until > today + LATEST:
        raise BadInput(
            f"{write_date(until)} is too far away.", "Choose a day within five years.", field="until"
        )
    if not reason.strip():
        raise BadInput("A reason is needed.", "Say why the review is put off.", field="reason")
    moved = review.model_copy(
        update={
            "due": until,
            "postponed_from": review.postponed_from or review.due,
            "postponed_reason": reason.strip(),
        }
    )
    uow.reviews.save(moved)
    notices.settle(uow.notices, review.id)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action="review postponed",
        subject=review.id,
        until=until.isoformat(),
    )
    return line(moved, register, today=today)


def _differing(review: Review, *, outcome: str, reviewed_on: date, decided: str | None) -> str | None:
    """The first field in which a form differs from what is recorded; None where it says the same."""
    if review.outcome != outcome:
        return "outcome"
    if review.reviewed_on != reviewed_on:
        return "reviewed_on"
    return "decided" if review.decided != decided else None


def _recorded(review: Review, actor: Actor, register: Register, *, field: str | None) -> AlreadyDone:
    """Who has recorded a review, when and what, for somebody who comes too late with something else."""
    recorder = register.person.get(review.recorded_by) if review.recorded_by else None
    who = f"{recorder.name if recorder else 'Somebody'} has"
    if review.recorded_by == actor.person:
        who = "You have"
    when = f", on {write_date(review.reviewed_on)}" if review.reviewed_on else ""
    words = f" {quoted(review.decided)}" if review.decided else ""
    return AlreadyDone(
        f"{who} recorded this review already{when}: {review.outcome}.{words}",
        "What you typed is still here; copy what you need, then close the form.",
        field=field,
    )


def _get(uow: UnitOfWork, review_id: str) -> Review:
    review = uow.reviews.get(review_id)
    if review is None:
        raise NotFound("I cannot find that review.", "Type /review to see those that are due.")
    return review


def _open(uow: UnitOfWork, review_id: str) -> Review:
    review = _get(uow, review_id)
    if review.outcome is not None:
        raise AlreadyDone("This review has been recorded.", "Type /review to see what is due.")
    return review
