"""What time brings to the register: offices that change hands, and seats and terms that are about to end (B-21, UK-12).

Staff are told once of each, with buttons that deal with it; where nobody has seen to an end, they are asked anew on its
day. What was told shows the register as it now stands: whatever has been dealt with, by a button or by a form, becomes a
line that says so, and an undo brings its buttons back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from liaison.domain.access.rules import Actor
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day, write_date
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind as NoticeKind
from liaison.domain.notices.models import Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import name_of
from liaison.domain.register.changes import Difference
from liaison.domain.register.ends import DAYS_BEFORE, LEFT_FOR, Ending, Watched, endings, follower_of, matters
from liaison.domain.register.models import Appointment, Holder, Term
from liaison.domain.register.snapshot import Register
from liaison.domain.values import OfficeId, Value

HOUR = 9  # of the morning, in the authority's zone
ENDED = "ended"  # the last stage, in the place of so many days
OVER, ASKED_AGAIN = "over", "asked again"  # a fact of what was told before the day came
LOOKED_BACK = 7  # days, for a bot that was down when the day came
LET = "let"  # the stage of what keeps that somebody lets a term end; it is sent to nobody
LATE = timedelta(days=365)  # for how long a message of an end that is over shows what becomes of it


class Line(Value):
    """One seat or term within a message: what it is, and, once it has been dealt with, how (`outcome`).

    `vacant_since` is the day from which a seat is vacant, where it ended and nobody sits there (A-06).
    """

    kind: Watched
    id: str
    name: str
    outcome: str | None
    vacant_since: date | None = None


# --- what is due


def changed_hands(register: Register, day: date) -> dict[tuple[OfficeId, date], tuple[Holder, ...]]:
    """The seats that wait for confirmation, by the office that changed hands and the day on which it did (B-21)."""
    found: defaultdict[tuple[OfficeId, date], list[Holder]] = defaultdict(list)
    for held in register.to_confirm(day):
        if held.office and held.to_confirm_since:
            found[held.office.id, held.to_confirm_since].append(held)
    return {key: tuple(seats) for key, seats in found.items()}


def left_to_see_to(uow: UnitOfWork, found: Sequence[Ending]) -> tuple[Ending, ...]:
    """Those of some ends that nobody let come."""
    let = {until: _let_go(uow.notices.about(end_subject(until))) for until in {end.until for end in found}}
    return tuple(end for end in found if _item(end.kind, end.entry.id) not in let[end.until])


def as_line(register: Register, end: Ending, day: date) -> Line:
    """An end as a line of a list, with what somebody has still to say."""
    item = _item(end.kind, end.entry.id)
    since = _vacant_since(register, item, day)
    return Line(
        kind=end.kind, id=end.entry.id, name=_name(register, item, day), outcome=None, vacant_since=since
    )


# --- what is owed


def owe(uow: UnitOfWork, register: Register, *, now: datetime) -> None:
    """Owes staff what has come up, each once: offices that changed hands, and what ends in 60 days, in 14 and today (B-21)."""
    today = local_day(now, register.timezone)
    told = menders(uow)
    for (office, since), seats in changed_hands(register, today).items():
        items = [_item("appointments", held.appointment.id) for held in seats]
        _owe(
            uow,
            told,
            NoticeKind.OFFICE_CHANGED,
            office_subject(office),
            since.isoformat(),
            items,
            now,
            register,
        )
    by_day: defaultdict[date, list[str]] = defaultdict(list)
    for ending in endings(register, today, past=LEFT_FOR):
        by_day[ending.until].append(_item(ending.kind, ending.entry.id))
    # Further back only to days on which something waits, so that it costs little.
    over = {today - timedelta(days=days) for days in range(LOOKED_BACK)}
    over |= {until for until in by_day if until <= today}
    for until, items in by_day.items():
        if until in over:
            continue
        stage = min(days for days in DAYS_BEFORE if (until - today).days <= days)
        subject = end_subject(until)
        left = _let_go(uow.notices.about(subject))
        waiting = [item for item in items if item not in left]
        _owe(uow, told, NoticeKind.ENDING, subject, f"{stage} days", waiting, now, register)
    subjects = {end_subject(until): until for until in sorted(over)}
    for subject in sorted(uow.notices.told_about(subjects)):
        _ask_again(uow, register, told, subjects[subject], now)


def _owe(
    uow: UnitOfWork,
    told: Sequence[Actor],
    kind: NoticeKind,
    subject: str,
    stage: str,
    items: Sequence[str],
    now: datetime,
    register: Register,
) -> None:
    earlier = uow.notices.about(subject)
    for mender in told:
        known = {
            item
            for notice in earlier
            if notice.to_user == mender.slack_user and notice.facts["stage"] == stage
            for item in items_of(notice)
        }
        new = [item for item in items if item not in known]
        if not new:
            continue
        today = local_day(now, register.timezone)
        names = {f"name {item}": _name(register, item, today) for item in new}
        # However many they are, it is one message (P-11): it shows some of them, and says how to see the others.
        uow.notices.add(
            Notice(
                key=f"{kind}:{subject}:{stage}:{new[0]}:{mender.slack_user}",
                kind=kind,
                subject=subject,
                reason="You are one of those who keep the register.",
                to_user=mender.slack_user,
                facts={"stage": stage, "items": "\n".join(new), **names},
                due=max(now, _morning(now, register.timezone)),
            )
        )


def _ask_again(
    uow: UnitOfWork, register: Register, told: Sequence[Actor], until: date, now: datetime
) -> None:
    """Once the day of an end has come: staff are told anew of what nobody saw to, and what was told before says so (UX-07).

    What nobody was told of before, such as a seat that staff end on this very day, is no news to them.
    """
    subject = end_subject(until)
    earlier = uow.notices.about(subject)
    known = dict.fromkeys(item for notice in earlier for item in items_of(notice))
    let = _let_go(earlier)
    left = [item for item in known if item not in let and _is_left(register, item, until)]
    if left:
        _owe(uow, told, NoticeKind.ENDING, subject, ENDED, left, now, register)
    before = [n for n in earlier if n.facts["stage"] not in (ENDED, LET) and not is_asked_again(n)]
    asked = {n.to_user for n in uow.notices.about(subject) if n.facts["stage"] == ENDED} if before else set()
    for notice in before:
        over = ASKED_AGAIN if notice.to_user in asked else "yes"
        if notice.facts.get(OVER) != over:  # it may be asked again later, once a follower is taken back
            notices.retell(uow.notices, notice, notice.facts | {OVER: over})


def _is_left(register: Register, item: str, until: date) -> bool:
    """Whether a seat or term ended on that day and nobody has seen to it."""
    entry = register.entry(*_read_item(item))
    return isinstance(entry, Appointment | Term) and entry.until == until and matters(register, entry)


def is_asked_again(notice: Notice) -> bool:
    """Whether the day of the end has come, and a newer message asks the same person what to do."""
    return notice.facts.get(OVER) == ASKED_AGAIN


def _morning(now: datetime, zone: str) -> datetime:
    """Nine in the morning of the day that it is, so that nobody is woken by midnight's news (P-09)."""
    return datetime.combine(local_day(now, zone), time(HOUR), ZoneInfo(zone)).astimezone(UTC)


# --- what was told, as it now stands


def lines(register: Register, notice: Notice, *, today: date) -> tuple[Line, ...]:
    """The seats or terms that a message is about, each with what has become of it."""
    found = []
    for item in items_of(notice):
        kind, id_ = _read_item(item)
        outcome = _outcome(register, notice, item, today)
        said = notice.facts.get(f"let {item}") if kind == "terms" else None
        if outcome:
            said = f"{outcome}{notice.facts.get(f'done {item}', '')}."
        here = register.entry(kind, id_) is not None
        name = _name(register, item, today) if here else notice.facts[f"name {item}"]
        since = None if said else _vacant_since(register, item, today)
        found.append(Line(kind=kind, id=id_, name=name, outcome=said, vacant_since=since))
    return tuple(found)


def _vacant_since(register: Register, item: str, today: date) -> date | None:
    """Since when a seat that ended is vacant, as every answer has it; None for a term, or where others sit there too."""
    seat = register.entry(*_read_item(item))
    if not isinstance(seat, Appointment) or seat.until is None or today < seat.until:
        return None
    left = register.left_vacant(seat.partnership, today)
    return seat.until if left and left.role == seat.role and left.since == seat.until else None


def _outcome(register: Register, notice: Notice, item: str, today: date) -> str | None:
    """What has become of a seat or term; None where somebody has still to say."""
    kind, id_ = _read_item(item)
    entry = register.entry(kind, id_)
    if not isinstance(entry, Appointment | Term):
        return "Removed from the register"
    if notice.kind is NoticeKind.ENDING:
        return _end_outcome(
            register, kind, entry, date.fromisoformat(notice.subject.removeprefix(END)), today
        )
    if isinstance(entry, Term) or not entry.runs_on(today):
        return _followed(register, kind, entry) or "Ended"
    since = date.fromisoformat(notice.facts["stage"])
    if register.holder(entry, today).to_confirm_since == since:
        return None
    return "Confirmed" if entry.confirmed_on and entry.confirmed_on >= since else "Changed"


def _end_outcome(
    register: Register, kind: Watched, entry: Appointment | Term, until: date, today: date
) -> str | None:
    if entry.until is None:
        return "Now without an end"
    if entry.until != until:
        return f"Now until {write_date(entry.until)}"
    if followed := _followed(register, kind, entry):
        return followed
    # What has ended with nobody after it is not dealt with by the day alone (UX-07).
    return "Ended" if until <= today and not matters(register, entry) else None


def _followed(register: Register, kind: Watched, entry: Appointment | Term) -> str | None:
    follower = follower_of(register, entry)
    if follower is None:
        return None
    if isinstance(follower, Appointment) and follower.vacant and follower.since:
        return f"Vacant from {write_date(follower.since)}"
    return f"Followed by {name_of(register, kind, follower)}"


def follow(uow: UnitOfWork, after: Register, found: Sequence[Difference], *, by: str, now: datetime) -> None:
    """Brings what was told up to date with a change of the register, which `by` has made."""
    today = local_day(now, after.timezone)
    for subject in _touched(after, found, today):
        for notice in uow.notices.about(subject):
            facts = dict(notice.facts)
            for item in items_of(notice):
                if _outcome(after, notice, item, today) is None:
                    facts.pop(f"done {item}", None)
                else:
                    facts.setdefault(f"done {item}", f", by {by} on {write_date(today)}")
            uow.notices.save(notice.model_copy(update={"facts": facts}))
        notices.refresh(uow.notices, subject)


def _touched(after: Register, found: Sequence[Difference], today: date) -> Iterable[str]:
    """What the notices are about that a change may have dealt with: ends of these days, and offices."""
    first, last = today - LATE, today + timedelta(days=max(DAYS_BEFORE))
    subjects: dict[str, None] = {}
    for difference in found:
        for entry in (difference.before, difference.after):
            if isinstance(entry, Appointment):
                beside: tuple[Appointment | Term, ...] = after.all_seats_of(entry.partnership)
            elif isinstance(entry, Term):
                beside = after.terms_of(entry.office)
            else:
                continue
            if entry.office:
                subjects[office_subject(entry.office)] = None
            ends = {other.until for other in (entry, *beside) if other.until}
            subjects |= {end_subject(end): None for end in sorted(ends) if first <= end <= last}
    return subjects


def let_go(uow: UnitOfWork, register: Register, end: Ending, *, by: str, now: datetime) -> Line:
    """Keeps that somebody lets a term end: nobody is asked again, and what was told says what is given back here."""
    today = local_day(now, register.timezone)
    subject, item = end_subject(end.until), _item(end.kind, end.entry.id)
    ends = "ended" if end.until <= today else "ends"
    said = f"It {ends} on {write_date(end.until)}, as {by} chose on {write_date(today)}."
    # Perhaps nobody has been told of it yet: what keeps it is a notice that is never sent.
    uow.notices.add(
        Notice(
            key=f"{NoticeKind.ENDING}:{subject}:{LET}:{item}",
            kind=NoticeKind.ENDING,
            subject=subject,
            reason="Somebody lets it end.",
            facts={"stage": LET, "items": item},
            due=now,
            state=notices.State.CANCELLED,
        )
    )
    for notice in uow.notices.about(subject):
        if item in items_of(notice):
            uow.notices.save(notice.model_copy(update={"facts": notice.facts | {f"let {item}": said}}))
    notices.refresh(uow.notices, subject)
    return Line(kind=end.kind, id=end.entry.id, name=_name(register, item, today), outcome=said)


def _let_go(earlier: Sequence[Notice]) -> frozenset[str]:
    """The terms that somebody lets end; of a seat the register itself has the vacancy, which can be undone."""
    found = {
        fact.removeprefix("let ") for notice in earlier for fact in notice.facts if fact.startswith("let ")
    }
    return frozenset(item for item in found if _read_item(item)[0] == "terms")


# --- how notices name what they are about

END = "ends on "


def office_subject(office: OfficeId) -> str:
    """What the notices of an office's changes are about."""
    return f"office {office}"


def end_subject(until: date) -> str:
    """What the notices of all that ends on a day are about."""
    return f"{END}{until.isoformat()}"


def items_of(notice: Notice) -> tuple[str, ...]:
    """The seats and terms that a notice is about."""
    return tuple(notice.facts["items"].splitlines())


def _item(kind: Watched, id_: str) -> str:
    return f"{kind} {id_}"


def _name(register: Register, item: str, day: date) -> str:
    kind, id_ = _read_item(item)
    entry = register.entry(kind, id_)
    if entry is None:
        return id_
    name = name_of(register, kind, entry)
    held = register.holder(entry, day) if isinstance(entry, Appointment) else None
    if held and held.person and held.office and not held.holds_office:
        return f"{name.rpartition(': ')[0]}: {held.person.name} (appointed as {held.office.name})"
    return name


def _read_item(item: str) -> tuple[Watched, str]:
    kind, _, id_ = item.partition(" ")
    return ("terms" if kind == "terms" else "appointments"), id_
