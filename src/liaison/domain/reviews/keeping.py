"""What staff say of cycles: add one, give one its interval, date, committee and owner, stop it; and when committees meet."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast, get_args

from liaison.domain import audit, lookup
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day, near_enough, read_date, write_date
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.names import fold
from liaison.domain.packs import Pack
from liaison.domain.packs.policy import Every, Scope
from liaison.domain.ports import UnitOfWork
from liaison.domain.recurrence import followed
from liaison.domain.register.models import Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews import occurrences
from liaison.domain.reviews.cycles import cycle_line
from liaison.domain.reviews.lists import FAR
from liaison.domain.reviews.models import Cycle, CycleLine, Owner
from liaison.domain.reviews.rules import applies
from liaison.domain.typed import written
from liaison.domain.values import CommitteeId, SlackUserId, Value

ONCE, AFTER, RULE = "once", "after", "rule"
LONGEST_SUBJECT = 200
MOST_MONTHS = 120
MOST_MEETINGS = 60
NO_DATES = "none"
BY_STAFF = "Added in Slack by {name}"


class CycleForm(Value):
    """What stands in the form of a cycle. `often` is a recurrence of a pack's, or once, after (the last), or rule.

    `owner` is an office, a role or a seat as `Owner` writes it, `person` somebody in Slack; `scope` is what it applies to,
    with the kind's or group's name after a colon, and `partnership` the name that was typed for a single one.
    """

    subject: str
    committee: CommitteeId | None = None
    owner: str | None = None
    person: SlackUserId | None = None
    scope: str = "authority"
    partnership: str | None = None
    often: str
    first: date | None = None
    rule: str | None = None
    at_meeting: bool = False


class KeptCycle(Value):
    """A cycle with what the form shows of it."""

    cycle: Cycle
    line: CycleLine


def open_form(
    uow: UnitOfWork, actor: Actor, register: Register, pack: Pack, cycle_id: str, *, now: datetime
) -> KeptCycle:
    """A cycle for the form that changes it. Raises NotFound where there is no such cycle."""
    require(actor, Action.KEEP_CYCLES)
    return _kept(uow, register, pack, _cycle(uow, pack, cycle_id), now=now)


def save(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    cycle_id: str,
    form: CycleForm,
    *,
    now: datetime,
) -> KeptCycle:
    """Keeps a cycle as the form has it; one whose id is not known yet is added (G-05, G-11, G-15).

    The same a second time changes nothing. Raises BadInput, with the field, for what cannot be reckoned with.
    """
    require(actor, Action.KEEP_CYCLES)
    today = local_day(now, register.timezone)
    cycles = {cycle.id: cycle for cycle in occurrences.known(uow, pack).cycles}
    before = cycles.get(cycle_id)
    plain = before or Cycle(
        id=cycle_id, subject="", source=BY_STAFF.format(name=actor.name), added=True, since=today
    )
    if plain.through:
        raise BadInput(
            f"This is left to {plain.through}.", "Add a cycle of your own to review it here.", field="subject"
        )
    changes: dict[str, Any] = {
        "subject": written(form.subject, "subject", most=LONGEST_SUBJECT),
        "committee": form.committee,
        "owner": _owner(register, form),
        "meeting": _meeting(form),
        "stopped": False,
        "adjusted": not plain.added,
        **_scope(register, form, plain, today),
        **_recurrence(plain, form, today),
    }
    if plain.form is None and changes["scope"] != "authority":
        changes["form"] = "partnership"
    cycle = plain.model_copy(update=changes)
    if cycle != before:
        action = "review cycle changed" if before else "review cycle added"
        _keep(uow, actor, register, pack, cycle, action, now=now)
    return _kept(uow, register, pack, cycle, now=now)


def stop(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    cycle_id: str,
    *,
    stopped: bool,
    now: datetime,
) -> Cycle:
    """Stops a cycle, so that nothing more is due by it, or starts it again; twice is once."""
    require(actor, Action.KEEP_CYCLES)
    before = _cycle(uow, pack, cycle_id)
    cycle = before.model_copy(update={"stopped": stopped})
    if cycle != before:
        action = "review cycle stopped" if stopped else "review cycle started again"
        _keep(uow, actor, register, pack, cycle, action, now=now)
    return cycle


def set_own_date(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    cycle_id: str,
    *,
    partnership: str,
    first: date | None,
    now: datetime,
) -> KeptCycle:
    """Gives one partnership a date of its own within a cycle for several (G-13). Raises BadInput for another one."""
    require(actor, Action.KEEP_CYCLES)
    today = local_day(now, register.timezone)
    before = _cycle(uow, pack, cycle_id)
    entry = _partnership(register, partnership, today)
    if not before.each or not applies(before, entry, register):
        raise BadInput(
            f"{entry.title} is not among those that this is about.",
            "Choose one of them, or add a cycle for this partnership alone.",
            field="partnership",
        )
    day = near_enough(_needed(first), today=today, field="first")
    cycle = before.model_copy(update={"own": before.own | {entry.id: day}, "adjusted": not before.added})
    if cycle != before:
        _keep(uow, actor, register, pack, cycle, "review date of a partnership set", now=now)
    return _kept(uow, register, pack, cycle, now=now)


def save_meetings(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    committee: CommitteeId,
    text: str,
    *,
    now: datetime,
) -> tuple[date, ...]:
    """Keeps when a committee meets, one date a line; what hangs on its meetings moves to them (G-01, G-02, G-12).

    "None" takes all dates away; nothing typed is no answer, so that nobody loses them by it.
    """
    require(actor, Action.KEEP_CYCLES)
    if committee not in register.committee:
        raise NotFound("There is no such committee.", "Type /committee to see them all.")
    if not text.strip():
        raise BadInput(
            "No date is typed.", "Type all the dates, or none where they are to be taken away.", field="days"
        )
    today = local_day(now, register.timezone)
    days = () if fold(text) == NO_DATES else tuple(sorted(set(_days(text, today))))
    known = uow.cycles.meetings().get(committee, ())
    if known == days:
        return days
    if past := [day for day in days if day < today and day not in known]:
        raise BadInput(
            f"{write_date(past[0])} has passed.", "Give the days of meetings to come.", field="days"
        )
    uow.cycles.save_meetings(committee, days)
    _look_again(uow, register, pack, now=now)
    said = ", ".join(day.isoformat() for day in days)
    audit.record(
        uow.audit, at=now, actor=actor.name, action="meetings recorded", subject=committee, days=said[:200]
    )
    return days


def meetings(uow: UnitOfWork, actor: Actor, register: Register) -> dict[CommitteeId, tuple[date, ...]]:
    """When each committee meets, as far as that is known."""
    require(actor, Action.SEE_REVIEWS)
    known = uow.cycles.meetings()
    return {committee.id: known.get(committee.id, ()) for committee in register.committees}


def _days(text: str, today: date) -> Iterable[date]:
    lines = [line.strip() for line in text.replace(";", "\n").splitlines() if line.strip()]
    if len(lines) > MOST_MEETINGS:
        raise BadInput(
            f"That is {len(lines)} dates.", f"Keep the next {MOST_MEETINGS} at most.", field="days"
        )
    for line in lines:
        try:
            yield read_date(line, today=today, lean="future")
        except BadInput as error:
            raise BadInput(f"{lookup.quoted(line)}: {error.sentence}", error.mend, field="days") from error


def _owner(register: Register, form: CycleForm) -> Owner | None:
    if form.person is None:
        return Owner.read(form.owner)
    if form.owner:
        raise BadInput("Two owners are given.", "Choose a person, or an office or role.", field="person")
    link = register.link.get(form.person)
    if link is None:
        raise BadInput(
            "This person is not linked to the register yet.",
            "Choose somebody else, or link them first.",
            field="person",
        )
    return Owner(kind="person", id=link.person)


def _meeting(form: CycleForm) -> CommitteeId | None:
    if form.at_meeting and form.committee is None:
        raise BadInput("No committee is chosen.", "Choose the committee that meets.", field="committee")
    return form.committee if form.at_meeting else None


def _scope(register: Register, form: CycleForm, plain: Cycle, today: date) -> dict[str, Any]:
    kind, _, which = form.scope.partition(":")
    if kind not in get_args(Scope):
        raise BadInput("That cannot be reviewed.", "Choose one of those offered.", field="scope")
    scope = cast("Scope", kind)
    if scope != "partnership":
        if form.partnership:
            raise BadInput(
                "A partnership is named, but this is not for one partnership.",
                'Choose "One partnership", or leave its name out.',
                field="partnership",
            )
        # What the authority's own review lists stays what it was.
        kept = plain.scope_of if scope == plain.scope == "authority" else None
        return {"scope": scope, "scope_of": which or kept}
    entry = _partnership(register, form.partnership or "", today)
    return {"scope": scope, "scope_of": entry.id}


def _partnership(register: Register, text: str, today: date) -> Partnership:
    if not text.strip():
        raise BadInput("Which partnership?", "Type its name.", field="partnership")
    found = lookup.one_partnership(register, text, day=today)
    if isinstance(found, Partnership):
        return found
    unclear = lookup.unclear(text, found)
    raise BadInput(unclear.sentence, unclear.mend, field="partnership")


def _recurrence(plain: Cycle, form: CycleForm, today: date) -> dict[str, Any]:
    """The fields that say when it falls due. Raises BadInput where something is missing for that."""
    none: dict[str, Any] = {"every": None, "rule": None, "months_after_last": None, "on": (), "first": None}
    if form.first:
        near_enough(form.first, today=today, field="first")
    if form.often in {ONCE, AFTER}:
        day = _needed(form.first)
        if day < today and day not in (*plain.on, plain.first):
            raise BadInput(f"{write_date(day)} is past.", "Choose a day to come.", field="first")
        if form.often == AFTER:
            return none | {"months_after_last": _months(form.rule), "first": day}
        return none | {"on": (day,)}
    if form.often == RULE:
        first = form.first or today  # a rule gives the first day by itself
        return none | {"rule": followed(form.rule or "", first), "first": first}
    if form.often not in get_args(Every):
        raise BadInput("How often is it?", "Choose one of those offered.", field="often")
    every = cast("Every", form.often)
    by_month = every == "year" and (plain.month is not None or form.at_meeting)
    from_day = form.first if every == "quarter" or by_month else _needed(form.first)
    return none | {"every": every, "first": from_day, "month": plain.month if by_month else None}


def _needed(first: date | None) -> date:
    if first is None:
        raise BadInput("A first date is needed.", "Choose the day of the first one.", field="first")
    return first


def _months(text: str | None) -> int:
    said = (text or "").strip()
    if not said.isdecimal() or not 1 <= int(said) <= MOST_MONTHS:
        raise BadInput("After how many months?", f"Type a number from 1 to {MOST_MONTHS}.", field="rule")
    return int(said)


def _cycle(uow: UnitOfWork, pack: Pack, cycle_id: str) -> Cycle:
    for cycle in occurrences.known(uow, pack).cycles:
        if cycle.id == cycle_id:
            return cycle
    raise NotFound("I cannot find that cycle.", "Type /review cycles to see them all.")


def _keep(
    uow: UnitOfWork,
    actor: Actor,
    register: Register,
    pack: Pack,
    cycle: Cycle,
    action: str,
    *,
    now: datetime,
) -> None:
    uow.cycles.save(cycle)
    _look_again(uow, register, pack, now=now)
    audit.record(uow.audit, at=now, actor=actor.name, action=action, subject=cycle.id, cycle=cycle.subject)


def _look_again(uow: UnitOfWork, register: Register, pack: Pack, *, now: datetime) -> None:
    """Brings what is due into line with the cycles at once, so that the lists show it."""
    last, _ = uow.cycles.last_look()
    uow.cycles.looked(last or local_day(now, register.timezone), "")
    occurrences.make(uow, register, pack, now=now)


def _kept(uow: UnitOfWork, register: Register, pack: Pack, cycle: Cycle, *, now: datetime) -> KeptCycle:
    today = local_day(now, register.timezone)
    given = occurrences.known(uow, pack)
    line = cycle_line(
        cycle,
        register,
        today=today,
        meetings=given.meetings,
        lasts=given.lasts,
        ahead=today + FAR,
        known=uow.reviews.known,
    )
    return KeptCycle(cycle=cycle, line=line)
