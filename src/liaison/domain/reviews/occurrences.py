"""Occurrences of cycles: made ahead only as far as reminders need them, or when somebody begins one that is foreseen."""

from datetime import date, datetime, timedelta

from liaison.domain.dates import local_day
from liaison.domain.errors import NotFound
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import State
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.cycles import Lasts, foreseen, lasts_of, standing
from liaison.domain.reviews.models import Cycle, Review, ReviewState
from liaison.domain.reviews.rules import A_PERIOD, NOT_TOLD, Meetings, applies
from liaison.domain.values import Value

FORESEEN = timedelta(days=366)  # how far ahead the lists look
NO_REVIEW = ("I cannot find that review.", "Type /review to see those that are due.")
A_STAGE_MOVES = 7  # days by which a day on which nobody works can bring a reminder forward


class Known(Value):
    """What reviews are made from: the cycles, the dates of meetings, and the last reviews."""

    cycles: tuple[Cycle, ...]
    meetings: Meetings
    lasts: Lasts

    @property
    def cycle(self) -> dict[str, Cycle]:
        """The cycles by their ids."""
        return {cycle.id: cycle for cycle in self.cycles}

    def between(self, register: Register, start: date, end: date) -> dict[str, Review]:
        """The reviews that all cycles make from start to end, by their ids."""
        found: dict[str, Review] = {}
        for cycle in self.cycles:
            found |= foreseen(cycle, register, start=start, end=end, meetings=self.meetings, lasts=self.lasts)
        return found


def known(uow: UnitOfWork, pack: Pack) -> Known:
    """What reviews are made from, as it stands."""
    cycles = standing(uow, pack)
    return Known(cycles=cycles, meetings=uow.cycles.meetings(), lasts=lasts_of(uow, cycles))


def make(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Makes what falls due soon, once for each state of things: a look when nothing has changed costs one row.

    What was made goes with its cycle and its partnership: a new date moves it, an end drops it, an undo brings it back.
    Where only the day is new there is nothing of that, and what is open already is not gone through.
    """
    today = local_day(now, register.timezone)
    last_look, last_seen = uow.cycles.last_look()
    if last_seen == _seen(today, register, pack):
        return
    as_it_was = last_look is not None and last_seen == _seen(last_look, register, pack)
    new_day = last_look is not None and as_it_was and _is_only_a_new_day(register, last_look, today)
    given = known(uow, pack)
    # From the last look on, so that an outage loses nothing and what is new brings up nothing that was before it.
    start = max(register.since, min(last_look or register.since, today))
    until = today + timedelta(days=pack.reminders.days_ahead + A_STAGE_MOVES)
    still_open = () if new_day else uow.reviews.open()
    furthest = max([until, *(review.due for review in still_open)])
    # A meeting that becomes known can lie before the look: what it moves is moved, but nothing new is made there.
    wanted = given.between(register, start - A_PERIOD, furthest)
    if any(review.id not in wanted for review in still_open):  # it may have been given a day that is far off
        wanted = given.between(register, start - A_PERIOD, max(furthest, today + FORESEEN))
    there = uow.reviews.known(wanted)
    for review in wanted.values():
        if review.id not in there and start <= review.due <= until:
            uow.reviews.add(review)
    for review in () if new_day else uow.reviews.dropped(since=start - A_PERIOD):
        _restore(uow, register, given, review, wanted.get(review.id), today=today)
    for review in still_open:
        _adjust(uow, register, given, review, wanted.get(review.id), now=now)
    uow.cycles.looked(today, _seen(today, register, pack))


def _seen(day: date, register: Register, pack: Pack) -> str:
    """What reviews depend on, at a look; a change of a cycle, or an outcome, makes it be looked at again by itself."""
    return f"{day} {register.version} {pack.version}"


def _is_only_a_new_day(register: Register, last: date, today: date) -> bool:
    """Whether no partnership has begun or ended since the last look; all is gone through in a new month all the same."""
    turns = (day for entry in register.partnerships for day in (entry.since, entry.until) if day)
    return (last.year, last.month) == (today.year, today.month) and not any(
        last < day <= today or today < day <= last for day in turns
    )


def get(uow: UnitOfWork, review_id: str) -> Review:
    """A review by its id, in whatever state. Raises NotFound where there is no such review."""
    review = uow.reviews.get(review_id)
    if review is None:
        raise NotFound(*NO_REVIEW)
    return review


def find(uow: UnitOfWork, register: Register, pack: Pack, review_id: str, *, now: datetime) -> Review:
    """A review by its id; one that is only foreseen comes into being. Raises NotFound where there is no such review."""
    found = uow.reviews.get(review_id)
    if found is not None:
        return found
    today = local_day(now, register.timezone)
    ahead = known(uow, pack).between(register, max(register.since, today), today + FORESEEN)
    review = ahead.get(review_id)
    if review is None:
        raise NotFound(*NO_REVIEW)
    uow.reviews.add(review)
    return review


def move(uow: UnitOfWork, before: Review, after: Review, *, now: datetime) -> Review:
    """Keeps a review that has another day: what it was told of stays told, and the stages of the new day follow."""
    told = uow.notices.about(before.id) or uow.notices.about(group(before))
    moved = after.model_copy(update={"remind_at": now if told else NOT_TOLD})
    uow.reviews.save(moved)
    notices.settle(uow.notices, after.id)
    notices.refresh(uow.notices, group(before))
    return moved


def group(review: Review) -> str:
    """What the messages are about that tell of all reviews of a cycle on a day."""
    return f"reviews {review.cycle} {review.due.isoformat()}"


def _adjust(
    uow: UnitOfWork,
    register: Register,
    given: Known,
    review: Review,
    wanted: Review | None,
    *,
    now: datetime,
) -> None:
    """Brings an open review into line with what its cycle and its partnership have become."""
    today = local_day(now, register.timezone)
    cycle = given.cycle.get(review.cycle)
    ahead = review.due >= today and review.postponed_from is None
    if cycle is None or cycle.stopped or not _stands(review, cycle, register, today):
        _drop(uow, review)
    elif wanted is None:
        if ahead and not review.handed_over:
            _drop(uow, review)
    else:
        changed = _as_wanted(review, wanted)
        if review.postponed_from is None and wanted.due != review.due:
            move(uow, review, changed.model_copy(update={"due": wanted.due}), now=now)
        elif changed != review:
            uow.reviews.save(changed)
            notices.refresh(uow.notices, review.id)


def _as_wanted(review: Review, wanted: Review) -> Review:
    """A review with what its cycle says of it now; whom it was handed over to, and to when it was put off, stays."""
    kept = ["subject", "committee", "source", "covers", "form", "basis"]
    if not review.handed_over:
        kept.append("owner")
    return review.model_copy(update={name: getattr(wanted, name) for name in kept})


def _restore(
    uow: UnitOfWork, register: Register, given: Known, review: Review, wanted: Review | None, *, today: date
) -> None:
    """Brings back a review where what dropped it was undone; what people had decided about it still holds.

    One that had been put off, or handed over, need not be foreseen on its day.
    """
    if wanted is None and not (review.postponed_from or review.handed_over):
        return
    back = _as_wanted(review, wanted) if wanted else review
    if wanted and not review.postponed_from:
        back = back.model_copy(update={"due": wanted.due})
    cycle = given.cycle.get(review.cycle)
    if cycle is None or cycle.stopped or not _stands(back, cycle, register, today):
        return
    uow.reviews.save(back.model_copy(update={"state": ReviewState.OPEN, "remind_at": NOT_TOLD}))
    for notice in uow.notices.about(review.id):
        if notice.state is State.OUTDATED:  # it was to say that the review is over, and has not yet
            uow.notices.save(notice.model_copy(update={"ended": False}))
        else:
            notices.refresh_one(uow.notices, notice)
    notices.refresh(uow.notices, group(back))


def _stands(review: Review, cycle: Cycle, register: Register, today: date) -> bool:
    """Whether a review's partnership, where it has one, is there until its day and is still what the cycle is about."""
    if review.partnership is None:
        return cycle.scope == "authority"
    partnership = register.partnership.get(review.partnership)
    if partnership is None or not partnership.exists_on(max(today, review.due)):
        return False
    return applies(cycle, partnership, register)


def _drop(uow: UnitOfWork, review: Review) -> None:
    uow.reviews.save(review.model_copy(update={"state": ReviewState.DROPPED}))
    notices.settle(uow.notices, review.id)
    notices.refresh(uow.notices, group(review))
