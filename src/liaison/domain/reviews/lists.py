"""What `/review` lists: reviews that are due, overdue, somebody's, a partnership's or a committee's; and the cycles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from liaison.domain import lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import BadInput
from liaison.domain.names import fold
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import occurrences, owners
from liaison.domain.reviews.cycles import cycle_line, standing
from liaison.domain.reviews.models import Bunch, Cycle, CycleLine, CycleListing, Listing, Review, ReviewLine
from liaison.domain.reviews.occurrences import FORESEEN, Known
from liaison.domain.reviews.rules import dated, title_of
from liaison.domain.reviews.seats import Appointments, appointments
from liaison.domain.values import CommitteeId, PartnershipId, Value

T = TypeVar("T")
PER_PAGE = 10  # lines with their buttons: a message holds 50 blocks
CYCLES_PER_PAGE = 8
BUNCHED_FROM = 3  # so many of one cycle on one day are one line
MOST_OF_ONE = 4  # dates to come of one thing: a year's quarters
PAST_SHOWN = 3  # reviews of a partnership that have been recorded
FAR = timedelta(days=366 * 4)  # how far ahead a cycle's next date is looked for
ALL, DUE, OVERDUE, MINE = "all", "due", "overdue", "mine"
PARTNERSHIP, COMMITTEE, GROUP, SUBJECT = "partnership", "committee", "group", "subject"
WORDS = {"": ALL, "all": ALL, "coming": ALL, "due": DUE, "overdue": OVERDUE, "mine": MINE, "my": MINE}
OF_CYCLES = frozenset(
    {"add", "change", "cycle", "interval", "meeting", "meetings", "new", "recurring", "stop"}
)
ON_BUTTONS = frozenset({"complete", "done", "hand", "over", "postpone", "record", "snooze", "start"})


class PutToMeeting(Value):
    """What a review of appointments puts to its meeting."""

    title: str
    appointments: Appointments


def line(review: Review, register: Register, *, today: date) -> ReviewLine:
    """A review with what it is called and the names around it, for a list or a message."""
    committee = register.committee.get(review.committee) if review.committee else None
    recorder = register.person.get(review.recorded_by) if review.recorded_by else None
    partnership = register.partnership.get(review.partnership) if review.partnership else None
    return ReviewLine(
        review=review,
        title=title_of(review, register),
        partnership=partnership.title if partnership else None,
        committee=committee.name if committee else None,
        channel=committee.channel if committee else None,
        owner=owners.name(register, review.owner, review.partnership, today),
        overdue=review.open and review.due < today,
        recorded_by=recorder.name if recorder else None,
        vacant=owners.is_vacant(register, review, today),
    )


def asked_by(uow: UnitOfWork, register: Register, pack: Pack, text: str, *, today: date) -> str:
    """What a text after `/review` asks for, in the form that `listed` takes. Raises BadInput where it names nothing.

    Words of what is reviewed come before guesses at a partnership.
    """
    word = fold(text)
    if word in WORDS:
        return WORDS[word]
    found = lookup.find(register, text, day=today)
    if found.certainty != "certain":
        words = set(word.split())
        if any(words <= _words(cycle.subject) for cycle in standing(uow, pack) if not cycle.stopped):
            return f"{SUBJECT}:{word}"
        _not_a_command(text, word)
    if len(found.committees) == 1 and (found.certainty == "certain" or not found.total):
        return f"{COMMITTEE}:{found.committees[0].committee.id}"
    named = lookup.one_partnership(register, text, day=today)
    if isinstance(named, Partnership):
        return f"{PARTNERSHIP}:{named.id}"
    if len(found.committees) == 1:
        return f"{COMMITTEE}:{found.committees[0].committee.id}"
    if named:
        raise lookup.unclear(text, named)
    raise BadInput(
        f"Nothing that is reviewed is called {lookup.quoted(text)}.",
        "Type /review help to see what you can ask, or the name of a partnership or a committee.",
    )


def _words(text: str) -> set[str]:
    return set(fold(text).split())


def _not_a_command(text: str, word: str) -> None:
    """Raises BadInput, with the nearest command, for a word that people try and that is none."""
    first = word.partition(" ")[0]
    said = f"{lookup.quoted(text)} is not a command."
    if first in OF_CYCLES:
        raise BadInput(said, "Type /review cycles to see, add and change what is reviewed.")
    if first in ON_BUTTONS:
        raise BadInput(said, "Type /review due, and use the buttons below a review.")


def listed(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, asked: str, *, page: int = 0, now: datetime
) -> Listing:
    """One page of the reviews that were asked for: what is kept, and within a year also what is foreseen."""
    require(actor, Action.SEE_REVIEWS)
    today = local_day(now, register.timezone)
    given = occurrences.known(uow, pack)
    kind, _, which = asked.partition(":")
    reviews = _wanted(uow, actor, register, pack, given, asked, today=today)
    lines = [_line(review, register, actor, today) for review in reviews]
    if kind == GROUP:
        lines.sort(
            key=lambda each: not (each.mine and each.review.open)
        )  # who was told of their own finds them first
    left_out = 0
    if kind in {ALL, COMMITTEE, SUBJECT}:
        lines, left_out = _soonest(lines)
    bunched = kind in {ALL, DUE, OVERDUE, COMMITTEE, SUBJECT}
    rows = _bunched(lines) if bunched else lines
    shown, page, pages = _page(rows, page, PER_PAGE)
    begun = uow.review_work.begun([each.review.id for each in shown if isinstance(each, ReviewLine)])
    first = kind in {ALL, COMMITTEE} and page == 0
    return Listing(
        asked=asked,
        heading=_heading(register, pack, kind, which, lines, today),
        overdue=sum(each.overdue for each in lines),
        following=None if lines or kind not in {DUE, OVERDUE} else _following(uow, register, given, today),
        rows=tuple(_begun(each, begun) for each in shown),
        total=len(lines),
        left_out=left_out,
        page=page,
        pages=pages,
        undated=tuple(_undated(uow, given, register, kind, which, today)) if first else (),
        can_record=actor.may(Action.RECORD_REVIEW),
        can_keep=actor.may(Action.KEEP_CYCLES),
    )


def cycles(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    *,
    page: int = 0,
    with_: str | None = None,
    now: datetime,
) -> CycleListing:
    """One page of the cycles, with the next date of each; that `with_` one of them, where it is given."""
    require(actor, Action.SEE_REVIEWS)
    today = local_day(now, register.timezone)
    given = occurrences.known(uow, pack)
    if with_ is not None:
        places = [place for place, found in enumerate(given.cycles) if found.id == with_]
        page = places[0] // CYCLES_PER_PAGE if places else page
    shown, page, pages = _page(given.cycles, page, CYCLES_PER_PAGE)
    return CycleListing(
        rows=tuple(_cycle(uow, found, given, register, today) for found in shown),
        total=len(given.cycles),
        page=page,
        pages=pages,
        can_keep=actor.may(Action.KEEP_CYCLES),
    )


def why(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> ReviewLine:
    """One review, open or ended, for the answer to "Why this?"."""
    require(actor, Action.SEE_REVIEWS)
    found = occurrences.find(uow, register, pack, review_id, now=now)
    return _line(found, register, actor, local_day(now, register.timezone))


def put_to_meeting(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, review_id: str, *, now: datetime
) -> PutToMeeting:
    """Whose seats a review of appointments is about, as they stand (G-12)."""
    require(actor, Action.SEE_REVIEWS)
    today = local_day(now, register.timezone)
    review = occurrences.find(uow, register, pack, review_id, now=now)
    cycle = next((found for found in standing(uow, pack) if found.id == review.cycle), None)
    which = cycle.scope_of if cycle else None
    return PutToMeeting(
        title=title_of(review, register), appointments=appointments(which or "", register, today)
    )


def _line(review: Review, register: Register, actor: Actor, today: date) -> ReviewLine:
    mine = owners.is_owner(register, actor, review, today)
    return line(review, register, today=today).model_copy(update={"mine": mine})


def _wanted(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, given: Known, asked: str, *, today: date
) -> list[Review]:
    kind, _, which = asked.partition(":")
    if kind == GROUP:
        cycle, _, day = which.rpartition("|")
        kept = list(uow.reviews.of_group(cycle, date.fromisoformat(day)))
        return kept or [r for r in _coming(uow, register, given, today) if _in_group(r, cycle, day)]
    reviews = sorted(
        [*uow.reviews.open(), *_coming(uow, register, given, today)], key=lambda r: (r.due, r.subject, r.id)
    )
    soon = today + timedelta(days=pack.reminders.days_ahead)
    tests: dict[str, Callable[[Review], bool]] = {
        ALL: lambda review: review.due <= today + FORESEEN,
        DUE: lambda review: today <= review.due <= soon,
        OVERDUE: lambda review: review.due < today,
        MINE: lambda review: owners.is_owner(register, actor, review, today),
        COMMITTEE: lambda review: review.committee == which,
        PARTNERSHIP: lambda review: review.partnership == which,
        SUBJECT: lambda review: set(which.split()) <= _words(review.subject),
    }
    found = [review for review in reviews if tests[kind](review)]
    if kind == PARTNERSHIP:
        done = [review for review in uow.reviews.of_partnership(PartnershipId(which)) if review.outcome]
        found += sorted(done, key=lambda review: review.reviewed_on or review.due, reverse=True)[:PAST_SHOWN]
    return found


def _following(uow: UnitOfWork, register: Register, given: Known, today: date) -> ReviewLine | None:
    """What comes up next, kept or foreseen."""
    ahead = [
        each for each in (*uow.reviews.open(), *_coming(uow, register, given, today)) if each.due >= today
    ]
    first = min(ahead, key=lambda review: (review.due, review.subject, review.id), default=None)
    return line(first, register, today=today) if first else None


def _in_group(review: Review, cycle: str, day: str) -> bool:
    return review.cycle == cycle and review.due.isoformat() == day


def _coming(uow: UnitOfWork, register: Register, given: Known, today: date) -> list[Review]:
    """What is foreseen within a year and has not come into being."""
    ahead = given.between(register, max(today, register.since), today + FORESEEN)
    there = uow.reviews.known(ahead)
    return [review for review in ahead.values() if review.id not in there]


def _begun(row: ReviewLine | Bunch, begun: Collection[str]) -> ReviewLine | Bunch:
    """The row, which tells whether somebody has begun its form."""
    if isinstance(row, ReviewLine) and row.review.id in begun:
        return row.model_copy(update={"begun": True})
    return row


def _soonest(lines: Sequence[ReviewLine]) -> tuple[list[ReviewLine], int]:
    """The lines without the later ones of what comes up often, and how many those are: they would crowd out the rest."""
    seen: Counter[tuple[str, PartnershipId | None]] = Counter()
    kept: list[ReviewLine] = []
    for each in lines:
        of = (each.review.cycle, each.review.partnership)
        seen[of] += not each.overdue
        if seen[of] <= MOST_OF_ONE:
            kept.append(each)
    return kept, len(lines) - len(kept)


def _bunched(lines: Sequence[ReviewLine]) -> list[ReviewLine | Bunch]:
    """The lines, where several of one cycle on one day stand as one."""
    groups: defaultdict[tuple[str, date], list[ReviewLine]] = defaultdict(list)
    for each in lines:
        groups[each.review.cycle, each.review.due].append(each)
    rows: list[ReviewLine | Bunch] = []
    for (cycle, due), those in groups.items():
        if len(those) < BUNCHED_FROM:
            rows.extend(those)
        else:
            title = those[0].review.subject
            rows.append(Bunch(cycle=cycle, due=due, title=title, lines=tuple(those)))
    return rows


def _page(rows: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """One page, its number and how many there are."""
    pages = max(1, -(-len(rows) // size))
    page = min(max(0, page), pages - 1)
    return rows[page * size : (page + 1) * size], page, pages


def _cycle(uow: UnitOfWork, cycle: Cycle, given: Known, register: Register, today: date) -> CycleLine:
    return cycle_line(
        cycle,
        register,
        today=today,
        meetings=given.meetings,
        lasts=given.lasts,
        ahead=today + FAR,
        known=uow.reviews.known,
    )


def _undated(
    uow: UnitOfWork, given: Known, register: Register, kind: str, which: str, today: date
) -> Iterable[CycleLine]:
    """The cycles for which no date is recorded, and those that are left to something else (G-09)."""
    for cycle in given.cycles:
        mine = kind != COMMITTEE or cycle.committee == CommitteeId(which)
        over = cycle.ends and bool(cycle.on) and max(cycle.on) < today
        if mine and not cycle.stopped and (over or not dated(cycle, given.meetings)):
            yield _cycle(uow, cycle, given, register, today)


def _heading(
    register: Register, pack: Pack, kind: str, which: str, lines: Sequence[ReviewLine], today: date
) -> str:
    if kind == GROUP:
        day = write_date(date.fromisoformat(which.rpartition("|")[2]))
        return f"{lines[0].review.subject if lines else 'Reviews'}, due by {day}"
    if kind == DUE:
        return f"Reviews due by {write_date(today + timedelta(days=pack.reminders.days_ahead))}"
    if kind == PARTNERSHIP:
        return f"Reviews of {register.partnership[PartnershipId(which)].title}"
    if kind == SUBJECT:
        return f"Reviews of {lookup.quoted(which)}"
    if kind == COMMITTEE:
        return f"Reviews for the {register.committee[CommitteeId(which)].name}"
    return {ALL: "Reviews", OVERDUE: "Overdue reviews", MINE: "Your reviews"}[kind]
