"""What stops messages until a person mends it: those who can are told once, with the mend (P-08, P-11)."""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain.access.service import menders
from liaison.domain.notices.models import Kind, Notice, retell, settle_one
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Committee
from liaison.domain.register.snapshot import Register
from liaison.domain.values import ChannelId, CommitteeId, SlackUserId

NO_CHANNEL = "no_channel"
NOT_LINKED = "not_linked"  # its receiver's account is nobody's of the register any more
# Without a good token nobody in the workspace can be told: the log, `liaison doctor` and `liaison notices` say so.
WITHOUT_TOKEN = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
)
NEW_TOKEN = "Install the app in that workspace again, for a token that Slack accepts."  # noqa: S105 - the mend
PROMISE = "I will post it as soon as I can; nothing is lost."
PROMISE_ALL = "I will post them as soon as I can; nothing is lost."
NOTHING_YET = "Nothing waits for it yet."
MENDED = "mended"  # a fact of what staff were told: when it could be posted again
OVER = "over"  # another: when nothing waited any more, because there was nobody to get it
MOVED = "moved"  # another: when what waited was to go elsewhere, where it cannot be posted either
MOST_KEYS = 200  # of what waits, that one message to staff counts
# What stops a message until a person mends it, by Slack's own word for it: why, and the mend.
MENDABLE = {
    NO_CHANNEL: ("no channel has been chosen for it", "Type /committee and choose one."),
    "not_in_channel": ("I am not a member of {channel}", "Type /invite @Liaison there."),
    "channel_not_found": (
        "I cannot see {channel}",
        "Type /invite @Liaison there, or choose another with /committee.",
    ),
    "is_archived": (
        "{channel} is archived",
        "Take it out of the archive, or choose another with /committee.",
    ),
    # What Slack says where a sent message in an archived channel would be changed.
    "is_inactive": (
        "{channel} is archived",
        "Take it out of the archive, or choose another with /committee.",
    ),
    "restricted_action": (
        "posting in {channel} is restricted",
        "Allow Liaison to post there, or choose another with /committee.",
    ),
}


def tell(uow: UnitOfWork, notice: Notice, register: Register, *, trouble: str, now: datetime) -> None:
    """Tells those who can mend what stops a notice, which `trouble` names; the notice is as it was before it was held.

    One message stands for all that waits for a committee's channel, and is kept up to date until it is mended.
    """
    committee = register.committee.get(notice.to_committee) if notice.to_committee else None
    if trouble not in MENDABLE:
        return
    if committee is None:
        _tell_who_sent(uow, notice, MENDABLE[trouble][0], now=now)
        return
    tried = notice.tried_channel if notice.unsure else None
    where = notice.sent_channel or tried or committee.channel
    subject = _channel_of(committee.id)
    told = uow.notices.about(subject)
    for mender in menders(uow):
        own = [each for each in told if each.to_user == mender.slack_user]
        here = [each for each in own if each.facts.get("where") == (where or "") and MOVED not in each.facts]
        standing = next(filter(stands, here), None)
        for elsewhere in own:
            if elsewhere not in here and stands(elsewhere):
                _waits_elsewhere(uow, elsewhere, notice, now=now)
        keys = list(dict.fromkeys([*(waiting(standing) if standing else ()), notice.key]))[:MOST_KEYS]
        facts = _facts(committee, where, trouble, keys)
        # What waits still for the same cause, although all else was posted since, was told of before.
        if standing or not here or notice.trouble != trouble:
            _say(uow, committee.id, mender.slack_user, standing, facts, number=len(own) + 1, now=now)


def looked_at(
    uow: UnitOfWork,
    register: Register,
    committee: CommitteeId,
    trouble: str | None,
    *,
    chosen_by: SlackUserId | None = None,
    now: datetime,
) -> None:
    """Keeps what a look at a committee's channel found, before anything is to be posted there (P-08).

    Those who can mend the `trouble` are told once; where there is none, what they were told of it before is over.
    Whoever has chosen the channel just now is told at any hour.
    """
    where = register.committee[committee].channel
    told = uow.notices.about(_channel_of(committee))
    for before in told:
        elsewhere = before.facts.get("where") != where
        # What waits for it is soon posted, which is when it is mended.
        if stands(before) and not waiting(before) and (elsewhere or trouble is None):
            over = MOVED if trouble else MENDED
            settle_one(
                uow.notices, before.model_copy(update={"facts": before.facts | {over: now.isoformat()}})
            )
    if trouble not in MENDABLE:
        return
    for mender in menders(uow):
        own = [each for each in told if each.to_user == mender.slack_user]
        standing = next((each for each in own if stands(each) and each.facts.get("where") == where), None)
        facts = _facts(register.committee[committee], where, trouble, waiting(standing) if standing else ())
        at_once = mender.slack_user == chosen_by
        _say(uow, committee, mender.slack_user, standing, facts, number=len(own) + 1, urgent=at_once, now=now)


def _facts(
    committee: Committee, where: ChannelId | None, trouble: str, keys: Sequence[str]
) -> dict[str, str]:
    """What staff are told of trouble with a channel, for which these reminders wait."""
    why, mend = MENDABLE[trouble]
    because = why.format(channel=f"<#{where}>" if where else "its channel")
    promise = PROMISE if len(keys) == 1 else PROMISE_ALL
    could_not = f"I could not post {'a reminder' if len(keys) == 1 else f'{len(keys)} reminders'}"
    return {
        "trouble": f"{could_not if keys else 'I cannot post'} for the {committee.name}, because {because}.",
        "mend": mend,
        "promise": promise if keys else NOTHING_YET,
        "where": where or "",
        "keys": "\n".join(keys),
    }


def _say(
    uow: UnitOfWork,
    committee: CommitteeId,
    user: SlackUserId,
    standing: Notice | None,
    facts: dict[str, str],
    *,
    number: int,
    urgent: bool = False,
    now: datetime,
) -> None:
    """Tells one who can mend it, in the message that stands already, or in a new one."""
    if standing:
        if standing.facts != standing.facts | facts:
            retell(uow.notices, standing, standing.facts | facts)
        return
    uow.notices.add(
        Notice(
            key=f"mend:{committee}:{facts['where'] or None}:{number}:{user}",
            kind=Kind.MEND_CHANNEL,
            subject=_channel_of(committee),
            reason="You are one of those who can mend this.",
            to_user=user,
            facts=facts,
            due=now,
            urgent=urgent,
        )
    )


def is_mended(
    uow: UnitOfWork, notice: Notice, committee: CommitteeId, channel: ChannelId, *, now: datetime
) -> None:
    """What staff were told to mend is mended: something is posted there, or elsewhere and nothing waits any more."""
    for told in uow.notices.about(_channel_of(committee)):
        if not stands(told):
            continue
        left = {held_.key for held_ in uow.notices.held_for(committee)} - {notice.key}
        waited = waiting(told)
        if told.facts.get("where") == channel or (waited and not left.intersection(waited)):
            mended = told.model_copy(update={"facts": told.facts | {MENDED: now.isoformat()}})
            settle_one(uow.notices, mended)


def _waits_elsewhere(uow: UnitOfWork, told: Notice, notice: Notice, *, now: datetime) -> None:
    """What waits is to go to another channel now: what staff were told of the one before is over once nothing waits."""
    before = waiting(told)
    left = [key for key in before if key != notice.key]
    if len(left) == len(before):
        return
    moved = told.model_copy(update={"facts": told.facts | {"keys": "\n".join(left)}})
    uow.notices.save(moved)
    if not left:
        settle_one(uow.notices, moved.model_copy(update={"facts": moved.facts | {MOVED: now.isoformat()}}))


def _channel_of(committee: CommitteeId) -> str:
    """What the notices of trouble with a committee's channel are about."""
    return f"channel of {committee}"


def stands(told: Notice) -> bool:
    """Whether what staff were told is still to be mended."""
    return not {MENDED, MOVED, OVER} & told.facts.keys()


def waiting(told: Notice) -> Sequence[str]:
    """The keys of what waited."""
    return told.facts.get("keys", "").splitlines()


def _tell_who_sent(uow: UnitOfWork, notice: Notice, why: str, *, now: datetime) -> None:
    """Whoever had something posted to a channel of their choice hears, once, that it waits, with the mend (P-08)."""
    if notice.sent_channel is None or "by_user" not in notice.facts:
        return
    because = why.format(channel=f"<#{notice.sent_channel}>")
    uow.notices.add(
        Notice(
            key=f"mend:{notice.key}"[:255],
            kind=Kind.MEND_CHANNEL,
            subject=f"channel {notice.sent_channel}",
            reason="You had it posted.",
            to_user=SlackUserId(notice.facts["by_user"]),
            facts={
                "trouble": f"I could not post a document that you circulated, because {because}.",
                "mend": "Mend that, or type /guide circulate and choose another channel.",
                "promise": PROMISE,
            },
            due=now,
        )
    )
