"""Staff try again what waits: at once, or when its receiver may be told, whose own choices stand (P-08, P-09)."""

from datetime import datetime

from liaison.domain.access.rules import Actor
from liaison.domain.errors import BadInput
from liaison.domain.notices import choosing, gathering, manners
from liaison.domain.notices.manners import Choices, Manners
from liaison.domain.notices.models import Notice
from liaison.domain.notices.outcomes import put_off
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import SlackUserId, Value


class Tried(Value):
    """A notice that was tried again, and when it goes out (UTC) where that is not now; whether its receiver chose that."""

    notice: Notice
    goes_at: datetime | None = None
    was_put_off: bool = False


def try_again(
    uow: UnitOfWork, actor: Actor | None, register: Register, key: str, *, usual: Manners, now: datetime
) -> Tried:
    """Makes a notice due at once, or in the hours of its receiver. `actor` is None on the command line.

    Raises NotAllowed, NotFound, AlreadyDone; and BadInput where no channel has been chosen for it.
    """
    notice = choosing.still_owed(uow, actor, key)
    _require_channel(notice, register)
    if choosing.is_put_off(notice, now):
        return Tried(notice=notice, goes_at=notice.due, was_put_off=True)
    again = choosing.retry(uow, actor, key, now=now)
    if again.at_once or again.opened or again.sent_ts or again.unsure:
        return Tried(notice=again)
    zone = register.timezone
    if again.to_user:
        choices = uow.notices.choices(again.to_user)
        until = gathering.may_go(uow, choices, usual, zone, now)
        looked_at = gathering.looked_at_again(choices, usual, zone, now, until)
    elif again.to_committee:
        # A committee's channel keeps the authority's hours.
        until = looked_at = manners.may_be_told(Choices(user=SlackUserId("")), usual, zone, now)
    else:
        return Tried(notice=again)
    if until <= now:
        return Tried(notice=again)
    later = put_off(again, looked_at)
    uow.notices.save(later)
    return Tried(notice=later, goes_at=until)


def _require_channel(notice: Notice, register: Register) -> None:
    committee = register.committee.get(notice.to_committee) if notice.to_committee else None
    if committee and not (committee.channel or notice.sent_ts or notice.unsure):
        raise BadInput(
            f"No channel has been chosen for the {committee.name}.",
            "Type /committee and choose one: what waits is posted then.",
        )
