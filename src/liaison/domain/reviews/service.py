"""Use-cases of one review: its outcome, another day, another owner; who may do that."""

from datetime import date, datetime, timedelta

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, by_name, who_may
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound, quoted
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import occurrences, owners, reminders
from liaison.domain.reviews.models import Outcome, Owner, Review
from liaison.domain.typed import short_enough
from liaison.domain.values import PersonId

LATEST = timedelta(days=5 * 365)
LONG_AGO = timedelta(days=3 * 365)  # before a review is due: nobody means such a day


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
) -> Review:
    """Records a review's outcome; its messages turn into it. `decided` may be shown in the committee's channel.

    The same from the same person a second time answers as the first did. Raises AlreadyDone for anything else about a
    review that is not open.
    """
    today = local_day(now, register.timezone)
    review = _get(uow, review_id)
    allow(actor, register, review, day=today)
    words = (decided or "").strip() or None
    if not review.open:
        same = (review.outcome, review.reviewed_on, review.decided) == (outcome, reviewed_on, words)
        if review.recorded_by == actor.person and same:
            return review
        raise not_open(review)
    if outcome not in set(Outcome):
        raise BadInput("That is not one of the outcomes.", "Choose one of those offered.", field="outcome")
    is_likely(review, reviewed_on, today=today)
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
    reminders.ended(uow, done)
    note(uow, actor, done, "review recorded", now=now, outcome=outcome)
    return done


def may_work(register: Register, actor: Actor, review: Review, *, day: date) -> bool:
    """Whether somebody may work a review: staff, and whoever is responsible for it."""
    return actor.may(Action.RECORD_REVIEW) or owners.is_owner(register, actor, review, day)


def allow(actor: Actor, register: Register, review: Review, *, day: date) -> None:
    """Raises NotAllowed, naming whose it is and who else can, where somebody may not work a review."""
    if may_work(register, actor, review, day=day):
        return
    vacant = owners.is_vacant(register, review, day)
    owner = None if vacant else owners.name(register, review.owner, review.partnership, day)
    whose = f"This review is for {by_name(owner)} to do." if owner else "This review is not yours to do."
    raise NotAllowed(
        whose, f"Ask {'them, or ' if owner else ''}one of these: {who_may(Action.RECORD_REVIEW)}."
    )


def to_postpone(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> Review:
    """A review that is still open, for the form that puts it off or hands it over."""
    review = occurrences.find(uow, register, pack, review_id, now=now)
    allow(actor, register, review, day=local_day(now, register.timezone))
    if not review.open:
        raise not_open(review)
    return review


def postpone(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    review_id: str,
    *,
    pack: Pack,
    until: date,
    reason: str,
    now: datetime,
) -> Review:
    """Moves an open review to a later day, with the reason; reminders follow the new day.

    The same day and reason a second time answer as the first did.
    """
    today = local_day(now, register.timezone)
    review = to_postpone(uow, actor, register, pack, review_id, now=now)
    if review.postponed_reason and until == review.due:
        if review.postponed_reason == reason.strip():
            return review
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
    short_enough(reason, "reason")
    moved = review.model_copy(
        update={
            "due": until,
            "postponed_from": review.postponed_from or review.due,
            "postponed_reason": reason.strip(),
        }
    )
    kept = occurrences.move(uow, review, moved, now=now)
    note(uow, actor, kept, "review postponed", now=now, until=until.isoformat())
    return kept


def hand_over(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    review_id: str,
    *,
    pack: Pack,
    person: PersonId,
    now: datetime,
) -> Review:
    """Makes somebody else responsible for an open review; they are told at once. A second time changes nothing."""
    today = local_day(now, register.timezone)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    owner = Owner(kind="person", id=person)
    if review.open and review.handed_over and review.owner == owner:
        return review
    review = to_postpone(uow, actor, register, pack, review_id, now=now)
    if person not in register.person:
        raise BadInput(
            "That person is not in the register.", "Choose somebody from the list.", field="person"
        )
    before = owners.name(register, review.owner, review.partnership, today) or "nobody"
    handed = review.model_copy(update={"owner": owner, "handed_over": True})
    uow.reviews.save(handed)
    for told in uow.notices.about(handed.id):
        # Whoever was to hear that it is theirs need not, if they have not: it is somebody else's by now.
        passed_on = reminders.GIVEN_BY in told.facts and not told.sent_ts
        (notices.settle_one if passed_on else notices.refresh_one)(uow.notices, told)
    notices.refresh(uow.notices, occurrences.group(handed))
    link = register.link_of(person)
    if link and person != actor.person:
        uow.notices.add(
            Notice(
                key=f"review:{handed.id}:given:{link.id}:{now.isoformat()}"[:255],
                kind=Kind.REVIEW_DUE,
                subject=handed.id,
                reason=f"{actor.name} has made you responsible for this review.",
                to_user=link.id,
                facts={reminders.GIVEN_BY: actor.name},
                due=now,
            )
        )
    note(uow, actor, handed, "review handed over", now=now, owner=person, before=before)
    return handed


def is_likely(review: Review, reviewed_on: date, *, today: date) -> None:
    """Raises BadInput for a review of a day that is still to come, or so long ago that the year must be mistyped."""
    mend = "Give the day of the review."
    if reviewed_on > today:
        raise BadInput(f"{write_date(reviewed_on)} is still to come.", mend, field="reviewed_on")
    if reviewed_on < review.due - LONG_AGO:
        due = write_date(review.due)
        raise BadInput(
            f"{write_date(reviewed_on)} is years before it was due, {due}.", mend, field="reviewed_on"
        )


def not_open(review: Review) -> AlreadyDone:
    """That nothing is to be done with a review any more."""
    if review.outcome is None:
        return AlreadyDone("This review is no longer due.", "Type /review to see what is due.")
    return AlreadyDone(
        "This review has been recorded.", "Type /review recorded to read it, or to correct it."
    )


def note(
    uow: UnitOfWork, actor: Actor, review: Review, action: str, *, now: datetime, **details: str
) -> None:
    """Writes into the audit trail what was done with a review; never its text."""
    audit.record(uow.audit, at=now, actor=actor.name, action=action, subject=review.id, **details)


def _get(uow: UnitOfWork, review_id: str) -> Review:
    review = uow.reviews.get(review_id)
    if review is None:
        raise NotFound("I cannot find that review.", "Type /review to see those that are due.")
    return review
