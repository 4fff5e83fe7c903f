"""One pass over everything that time makes due, in every workspace."""

from datetime import datetime, timedelta

from liaison.bot.logs import log_trouble
from liaison.domain.meetings import watch as meetings
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import watch
from liaison.domain.report_back import filing
from liaison.domain.reviews import action_reminders
from liaison.domain.reviews import reminders as reviews
from liaison.storage.unit_of_work import Store

MOVES_KEPT = timedelta(days=30)  # Slack delivers nothing again after minutes; a month is ample
DRAFTS_KEPT = timedelta(days=30)  # words typed into a form and never saved


def find_due(store: Store, library: tuple[Pack, ...], *, now: datetime) -> int:
    """Turns what is due into notices; running it again adds nothing.

    Trouble in one workspace is logged and stops no other. Returns in how many there was any.
    """
    troubled = 0
    for workspace in store.workspaces():
        try:
            store.run(workspace, _due_in_workspace, library, now=now)
        except Exception as error:  # noqa: BLE001 - the other workspaces must not wait for this one
            log_trouble(error)
            troubled += 1
    return troubled


def _due_in_workspace(uow: UnitOfWork, library: tuple[Pack, ...], *, now: datetime) -> None:
    # One register for all of it, and the one that this transaction sees: what was read before may be older than what
    # the meetings and reports here go by.
    register = uow.register.load()
    if register is None:
        return  # it went while the workspaces were gone through
    pack = next(pack for pack in library if pack.key == register.pack)
    reviews.owe(uow, register, pack, now=now)
    action_reminders.owe(uow, register, pack, now=now)
    filing.owe_waiting(uow, register, now=now)
    meetings.owe(uow, register, pack, now=now)
    watch.owe(uow, register, now=now)
    uow.forget_moves(before=now - MOVES_KEPT)
    uow.form_drafts.forget(before=now - DRAFTS_KEPT)
