"""What a clock that was wrong for a while has put too far ahead is looked at again."""

from datetime import datetime, timedelta

from liaison.domain.notices.choosing import AGAIN, LATEST
from liaison.domain.notices.mending import NOT_LINKED
from liaison.domain.notices.models import Notice
from liaison.domain.notices.outcomes import CLAIM, looked_at_again
from liaison.domain.ports import UnitOfWork

CLOCKS_DIFFER = timedelta(days=1)  # by less than this those of several processes do
LONGEST_PUT_OFF = timedelta(
    days=7
)  # no night, weekend or run of bank holidays is longer, nor is a pause of Slack's
MOST = 500  # at one look; the rest follows with the next


def look_again(uow: UnitOfWork, *, now: datetime) -> None:
    """Makes due what lies further ahead than hours, pauses and claims can put it, and nobody has chosen a day for."""
    doubtful = uow.notices.far_ahead(now + CLAIM + CLOCKS_DIFFER, doubtful=True, most=MOST)
    for notice in doubtful:
        uow.notices.save(looked_at_again(notice, now=now))
    for notice in uow.notices.far_ahead(now + LONGEST_PUT_OFF, doubtful=False, most=MOST):
        if not _is_meant(uow, notice, now):
            uow.notices.save(looked_at_again(notice, now=now))


def _is_meant(uow: UnitOfWork, notice: Notice, now: datetime) -> bool:
    """Whether it is due then, its receiver has put it off or said that they are away, or it waits for their link."""
    if notice.due == notice.first_due:
        return True
    if notice.trouble == NOT_LINKED or (AGAIN.fullmatch(notice.key) and notice.first_due is None):
        return notice.due <= now + LATEST
    back = uow.notices.choices(notice.to_user).away_until if notice.to_user else None
    return back is not None and notice.due.date() <= back + LONGEST_PUT_OFF
