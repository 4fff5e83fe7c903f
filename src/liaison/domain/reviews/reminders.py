"""The ladder of reminders: each rung told once, to the committee's channel and to people, several reviews as one message."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from liaison.domain.access.service import menders
from liaison.domain.dates import local_day
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import occurrences, owners
from liaison.domain.reviews.cycles import standing
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.rules import Stage, next_stage, owed_now
from liaison.domain.values import CommitteeId, SlackUserId

COMMITTEE, OWNER = "committee", "owner"
APPOINTMENTS = "appointments"  # the form of a review that lists who sits where
CYCLE, DUE, WHOSE = "cycle", "due", "whose"  # facts of a message about several reviews
GIVEN_BY = "given_by"  # a fact of one that tells somebody who has handed a review over to them
SEATS = "seats"  # a fact of one that tells its owner who sits where (G-12)


class To(NamedTuple):
    """Where a reminder goes, and which reviews a message about several tells of: all, a committee's or an owner's."""

    committee: CommitteeId | None
    user: SlackUserId | None
    whose: str


def owe(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Makes the reviews that come up and owes their reminders, each once however often this runs (G-01 to G-07, G-11)."""
    occurrences.make(uow, register, pack, now=now)
    told: defaultdict[tuple[str, str], list[tuple[Review, Stage]]] = defaultdict(list)
    for review in uow.reviews.due(now):
        beside = uow.reviews.beside(review)
        stage = owed_now(review, pack.reminders, register.timezone, beside, now=now)
        following = next_stage(review, pack.reminders, register.timezone, beside, now=now)
        uow.reviews.save(review.model_copy(update={"remind_at": following.at if following else None}))
        if stage:
            told[review.cycle, stage.name].append((review, stage))
    listing = (
        {cycle.id: cycle.scope_of or "" for cycle in standing(uow, pack) if cycle.form == APPOINTMENTS}
        if told
        else {}
    )
    for (cycle, _), reviews in told.items():
        _tell(uow, register, reviews, listing.get(cycle), now=now)


def ended(uow: UnitOfWork, review: Review) -> None:
    """Keeps a review that has been recorded: every message about it turns into its outcome.

    The same where the outcome is corrected afterwards. What is to be shown in the committee's channel is posted where no
    message stands there.
    """
    uow.reviews.save(review)
    notices.settle(uow.notices, review.id)
    subject = occurrences.group(review)
    if any(other.open for other in uow.reviews.of_group(review.cycle, review.due)):
        notices.refresh(uow.notices, subject)
    else:
        notices.settle(uow.notices, subject)
    if review.decided and review.committee and review.recorded_at and not _stands(uow, review.id):
        uow.notices.add(
            Notice(
                key=f"review:{review.id}:outcome"[:255],
                kind=Kind.REVIEW_DUE,
                subject=review.id,
                reason=f"{review.basis} Source: {review.source}.",
                to_committee=review.committee,
                due=review.recorded_at,
            )
        )
    day, _ = uow.cycles.last_look()
    if day:
        uow.cycles.looked(day, "")  # what counts from the last review is reckoned anew


def is_shown(uow: UnitOfWork, review: Review) -> bool:
    """Whether a message of it stands in the channel of its committee, or is on its way there."""
    return _stands(uow, review.id) or _stands(uow, occurrences.group(review))


def _stands(uow: UnitOfWork, subject: str) -> bool:
    told = uow.notices.about(subject)
    return any(each.to_committee and (each.sent_ts or each.state is State.CLAIMED) for each in told)


def meant(notice: Notice, reviews: Iterable[Review], register: Register) -> tuple[Review, ...]:
    """Those of a cycle's reviews on a day that a message about several tells its receiver of."""
    kind, _, whose = notice.facts[WHOSE].partition(":")
    if kind == COMMITTEE:
        return tuple(review for review in reviews if review.committee == whose)
    if kind != OWNER:
        return tuple(reviews)
    link = register.link.get(SlackUserId(whose))
    if link is None:
        return ()
    day = date.fromisoformat(notice.facts[DUE])
    return tuple(
        review
        for review in reviews
        if review.owner and link.person in owners.persons(register, review.owner, review.partnership, day)
    )


def put_off(told: Iterable[Notice], day: date) -> bool:
    """Whether somebody put off one of these, which they were told, to a day that has not passed: it comes on that day."""
    return any(notice.asleep_until and notice.asleep_until >= day for notice in told)


def _tell(
    uow: UnitOfWork,
    register: Register,
    reviews: Sequence[tuple[Review, Stage]],
    listing: str | None,
    *,
    now: datetime,
) -> None:
    """Owes one stage of the reviews of one cycle on one day: one message for each place, however many they are."""
    places: defaultdict[To, list[Review]] = defaultdict(list)
    for review, stage in reviews:
        for place in _places(uow, register, stage, review, now=now):
            places[place].append(review)
    stage = reviews[0][1]
    for place, those in places.items():
        first = those[0]
        subject = occurrences.group(first)
        together = f"reviews:{first.cycle}:{stage.name}:{place.user or place.committee}"
        alone = f"review:{first.id}:{stage.name}" + (f":{place.user}" if place.user else "")
        if there := uow.notices.get(together) or (uow.notices.get(alone) if len(those) == 1 else None):
            _stands_again(uow, there, stage)
            continue
        about_it = subject if len(those) > 1 else first.id
        if place.user and put_off(_told(uow, about_it, place), local_day(now, register.timezone)):
            continue  # others are told at this rung all the same
        # A message about several goes on: it says what came of those that are done.
        for about in (*(review.id for review in those), *([subject] if len(those) > 1 else [])):
            _overtake(uow, about, place, local_day(now, register.timezone))
        if len(those) > 1:
            facts = {CYCLE: first.cycle, DUE: first.due.isoformat(), WHOSE: place.whose}
            _owe(uow, stage, place, subject, together, facts, first)
        else:
            facts = {SEATS: listing} if listing and place.user else {}
            _owe(uow, stage, place, first.id, alone, facts, first)


def _places(
    uow: UnitOfWork, register: Register, stage: Stage, review: Review, *, now: datetime
) -> tuple[To, ...]:
    """Everywhere a review is told of at a stage; where that is nowhere, its owner, or else those who mend things."""
    today = local_day(now, register.timezone)
    found: list[To] = []
    mine = [
        To(None, actor.slack_user, f"{OWNER}:{actor.slack_user}")
        for actor in owners.people(register, uow.links, review.owner, review.partnership, today)
    ]
    for whom in stage.to:
        if whom == COMMITTEE and review.committee:
            found.append(To(review.committee, None, f"{COMMITTEE}:{review.committee}"))
        elif whom == OWNER:
            found.extend(mine)
        elif whom != COMMITTEE:
            found.extend(To(None, actor.slack_user, "all:") for actor in uow.links.with_role(whom))
    if not found and not review.committee:
        found = mine or [To(None, actor.slack_user, "all:") for actor in menders(uow)]
    return tuple({(place.committee, place.user): place for place in reversed(found)}.values())


def _overtake(uow: UnitOfWork, subject: str, place: To, day: date) -> None:
    """What the same place was told of it before gives way to what it is told now."""
    for earlier in _told(uow, subject, place):
        notices.overtake(uow.notices, earlier, day)


def _told(uow: UnitOfWork, subject: str, place: To) -> tuple[Notice, ...]:
    """What a place was told, or is to be told, of a subject."""
    return tuple(
        notice
        for notice in uow.notices.about(subject)
        if (notice.to_user, notice.to_committee) == (place.user, place.committee)
    )


def _stands_again(uow: UnitOfWork, there: Notice, stage: Stage) -> None:
    """A rung of which a place was told already: what has come in since stands in the message that is there.

    What was not sent, because its review had been dropped, is owed after all once the review is back.
    """
    if there.state is State.CANCELLED and there.ended and not notices.newer(there):
        update = {"state": State.PENDING, "ended": False, "due": stage.at}
        uow.notices.save(there.model_copy(update=update))
    else:
        notices.refresh(uow.notices, there.subject)


def _owe(
    uow: UnitOfWork, stage: Stage, place: To, subject: str, key: str, facts: dict[str, str], review: Review
) -> None:
    uow.notices.add(
        Notice(
            key=key,
            kind=Kind.REVIEW_DUE,
            subject=subject,
            reason=f"{review.basis} Source: {review.source}.",
            to_user=place.user,
            to_committee=place.committee,
            facts=facts,
            due=stage.at,
            urgent=stage.urgent,
        )
    )
