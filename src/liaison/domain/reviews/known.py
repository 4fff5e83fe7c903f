"""What is known already when a review is worked: pulled in and shown, as far as the reader may see it (G-03, G-05)."""

from collections.abc import Iterator
from datetime import date

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import local_day, write_date
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Holder
from liaison.domain.register.snapshot import Register
from liaison.domain.reviews.action_models import Whose
from liaison.domain.reviews.models import Review
from liaison.domain.reviews.work import Fact
from liaison.domain.values import PartnershipId

MOST_DATES = 3
MOST_TARGETS = 10
ROLES = (
    ("representative", "Representative"),
    ("substitute", "Substitute"),
    ("support officer", "Support officer"),
    ("link officer", "Link officer"),
)


def facts(
    uow: UnitOfWork, actor: Actor, register: Register, review: Review, *, day: date
) -> tuple[Fact, ...]:
    """What is known of a review's partnership, or of the action plan where it reports on that."""
    if review.partnership:
        return tuple(_of_partnership(uow, actor, register, review, review.partnership, day))
    if review.form == "progress":
        return (Fact(heading="Action plan", lines=tuple(_plan(uow, day))),)
    return ()


def _of_partnership(
    uow: UnitOfWork, actor: Actor, register: Register, review: Review, id_: PartnershipId, day: date
) -> Iterator[Fact]:
    seats = tuple(_seats(register, id_, day))
    yield Fact(heading="Appointments", lines=seats or ("Nobody is recorded.",))
    yield Fact(heading="Report-backs", lines=(_reports(uow, id_),))
    yield Fact(heading="Risk", lines=(_risk(uow, actor, id_, register.timezone),))
    targets = register.targets_of(id_)
    if targets:
        shown = [
            f"{target.target}{f', by {write_date(target.by)}' if target.by else ''}"
            for target in targets[:MOST_TARGETS]
        ]
        more = len(targets) - MOST_TARGETS
        yield Fact(heading="Targets", lines=(*shown, *([f"{more} more"] if more > 0 else [])))
    actions = uow.actions.of_partnership(id_)
    open_ = [action for action in actions if action.is_open]
    late = sum(action.due < day for action in open_)
    yield Fact(heading="Actions", lines=(f"Open: {len(open_)}. Overdue: {late}.",))
    done = [each for each in uow.reviews.of_partnership(id_) if each.outcome and each.id != review.id]
    last = max(done, key=lambda each: each.reviewed_on or each.due, default=None)
    if last:
        when = write_date(last.reviewed_on or last.due)
        yield Fact(heading="Last review", lines=(f"{when}: {last.subject}: {last.outcome}",))


def _seats(register: Register, id_: PartnershipId, day: date) -> Iterator[str]:
    for role, called in ROLES:
        held = [seat for seat in register.seats_of(id_, day) if seat.appointment.role == role]
        if held:
            yield f"{called}: {', '.join(_name(seat) for seat in held)}"


def _name(seat: Holder) -> str:
    if seat.person:
        return seat.person.name
    return seat.office.name if seat.office else "vacant"


def _reports(uow: UnitOfWork, id_: PartnershipId) -> str:
    found = sorted((report.meeting_on for report in uow.reports.of_partnership(id_)), reverse=True)
    if not found:
        return "No report-back has been filed."
    shown = ", ".join(write_date(day) for day in found[:MOST_DATES])
    latest = "of the meeting on" if len(found) == 1 else "the latest of the meetings on"
    return f"{len(found)}, {latest} {shown}"


def _risk(uow: UnitOfWork, actor: Actor, id_: PartnershipId, zone: str) -> str:
    """The latest assessment's date; its level for those who may see it."""
    latest = max(uow.assessments.of_partnership(id_), key=lambda each: each.started_at, default=None)
    if latest is None:
        return "Not assessed."
    if latest.closed_at:
        said = f"Assessed on {write_date(local_day(latest.closed_at, zone))}"
    else:
        said = f"Assessment begun on {write_date(local_day(latest.started_at, zone))}, not closed"
    if not actor.may(Action.ASSESS_RISK):
        return f"{said}. Staff can see the level."
    return f"{said}: {'high risk' if latest.high_risk else 'not high risk'}."


def _plan(uow: UnitOfWork, day: date) -> Iterator[str]:
    actions = uow.actions.all()
    for whose in Whose:
        own = [action for action in actions if action.whose is whose]
        open_ = [action for action in own if action.is_open]
        late = sum(action.due < day for action in open_)
        closed = len(own) - len(open_)
        yield f"{whose.value}: {len(open_)} open, {late} of them overdue; {closed} closed."
