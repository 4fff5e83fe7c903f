"""Use-cases of the register: load a pack's register, choose a committee's channel."""

from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import BadInput, NotFound
from liaison.domain.notices import mending
from liaison.domain.notices import models as notices
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Pack
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Change, How
from liaison.domain.register.editing import apply, loaded
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Committee
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId

MOST_CHANGES = 500  # of the register, that are looked through for who chose a channel


def seed(uow: UnitOfWork, pack: Pack, *, now: datetime) -> bool:
    """Loads a pack's register into an empty workspace; False, and nothing changed, where it was loaded before.

    Raises BadInput where the workspace belongs to another authority.
    """
    uow.register.lock()
    existing = uow.register.load()
    if existing is not None:
        if existing.pack != pack.key:
            raise BadInput(
                f"This workspace holds the register of {existing.authority}.",
                f"Use another workspace for {pack.authority.name or pack.key}.",
            )
        return False
    register = from_pack(pack, since=local_day(now, pack.authority.timezone))
    uow.register.replace(register)
    audit.record(
        uow.audit, at=now, actor="system", action="register loaded", subject=pack.key, version=pack.version
    )
    return True


def set_channel(
    uow: UnitOfWork, actor: Actor | None, committee: CommitteeId, channel: ChannelId, *, now: datetime
) -> Committee:
    """Chooses where Liaison posts for a committee; what was held for it goes out. `actor` is None on the command line."""
    if actor:
        require(actor, Action.SET_CHANNEL)
    register = loaded(uow)
    if committee not in register.committee:
        raise NotFound("There is no such committee.", "Type /committee to see them all.")
    chosen = register.committee[committee].model_copy(update={"channel": channel})
    how: How = "form" if actor else "command line"
    apply(uow, actor, [Edit("committees", committee, chosen)], how=how, now=now)
    notices.release(
        uow.notices, committee, now=now
    )  # even where it was chosen before: somebody has mended it
    return chosen


def channel_joined(
    uow: UnitOfWork, channel: ChannelId, event: str, *, inviter: SlackUserId | None, now: datetime
) -> None:
    """Liaison has been let into a channel: it owes a word of what it will post there, and sends what was held.

    `event` names the joining, so that one which Slack delivers twice is answered once (UX-02).
    """
    uow.notices.add(
        Notice(
            key=f"channel joined:{channel}:{event}",
            kind=Kind.CHANNEL_JOINED,
            subject=f"channel {channel}",
            reason="Somebody invited Liaison here.",
            facts={"inviter": inviter} if inviter else {},
            sent_channel=channel,
            due=now,
        )
    )
    register = uow.register.load()
    if register is None:
        return
    for committee in committees_of(register, channel):
        notices.release(uow.notices, committee.id, now=now)
        mending.looked_at(uow, register, committee.id, None, now=now)


def committees_of(register: Register, channel: ChannelId) -> tuple[Committee, ...]:
    """The committees whose reminders go to a channel."""
    return tuple(committee for committee in register.committees if committee.channel == channel)


def chosen_by(uow: UnitOfWork, committee: CommitteeId, channel: ChannelId) -> Change | None:
    """The latest change that chose a channel for a committee; None where it was long ago (UX-02)."""
    for change in uow.changes.latest(MOST_CHANGES):
        for each in change.differences:
            chosen = getattr(each.after, "channel", None) == channel
            before = getattr(each.before, "channel", None)
            if each.kind == "committees" and each.id == committee and chosen and before != channel:
                return change
    return None
