"""Who cannot be reached in Slack: those who can mend it are told once, with the mend (P-08)."""

from datetime import datetime

from liaison.domain.access.service import menders
from liaison.domain.notices.mending import MENDABLE, MENDED, MOST_KEYS, OVER, stands, waiting
from liaison.domain.notices.models import Kind, Notice, retell, settle_one
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import SlackUserId

# What stops messages to a person until somebody mends it, by Slack's own word for it.
UNREACHABLE = {
    "user_disabled": "their Slack account is deactivated",
    "user_not_found": "Slack knows no such account any more",
    "user_not_visible": "I may not see their Slack account",
    "cannot_dm_bot": "their Slack account is an app",
    "messages_tab_disabled": "messages from me are turned off in Slack",
}
STOPS = frozenset(
    {*MENDABLE, *UNREACHABLE}
)  # what is tried again each hour, and waits for a person all the same
MEND = "Type /partnership link: link their new account, then remove this link."


def tell(uow: UnitOfWork, notice: Notice, register: Register, *, trouble: str, now: datetime) -> None:
    """Tells those who can mend it that somebody cannot be reached; the notice is as it was before it was held.

    One message stands for all that waits for a person, and is kept up to date until they are reached.
    """
    user = notice.to_user
    link = register.link.get(user) if user else None
    person = register.person.get(link.person) if link else None
    if user is None or person is None:
        return
    told = uow.notices.about(_messages_to(user))
    for mender in menders(uow, without=user):
        own = [each for each in told if each.to_user == mender.slack_user]
        standing = next(filter(stands, own), None)
        keys = list(dict.fromkeys([*(waiting(standing) if standing else ()), notice.key]))[:MOST_KEYS]
        wait = "1 message waits for them" if len(keys) == 1 else f"{len(keys)} messages wait for them"
        because = UNREACHABLE.get(trouble, f"Slack refuses messages to them ({trouble})")
        facts = {
            "trouble": f"I cannot reach {person.name} in Slack, because {because}.",
            "mend": MEND,
            "promise": f"{wait}: see /notices owed.",
            "keys": "\n".join(keys),
        }
        if standing:
            if standing.facts != standing.facts | facts:
                retell(uow.notices, standing, standing.facts | facts)
        # What waits still for the same cause, although they were reached since, was told of before.
        elif notice.trouble != trouble or not any(notice.key in waiting(each) for each in own):
            uow.notices.add(
                Notice(
                    key=f"mend:{user}:{len(own) + 1}:{mender.slack_user}",
                    kind=Kind.MEND_ACCOUNT,
                    subject=_messages_to(user),
                    reason="You are one of those who can mend this.",
                    to_user=mender.slack_user,
                    facts=facts,
                    due=now,
                )
            )


def is_reached(uow: UnitOfWork, user: SlackUserId, *, now: datetime) -> None:
    """What staff were told to mend is mended: a message has reached the person."""
    _end(uow, user, MENDED, now)


def is_let_go(uow: UnitOfWork, user: SlackUserId, *, now: datetime) -> None:
    """What staff were told is over: the account is nobody's any more, and nothing waits for it."""
    _end(uow, user, OVER, now)


def _end(uow: UnitOfWork, user: SlackUserId, how: str, now: datetime) -> None:
    for told in uow.notices.about(_messages_to(user)):
        if stands(told):
            settle_one(uow.notices, told.model_copy(update={"facts": told.facts | {how: now.isoformat()}}))


def _messages_to(user: SlackUserId) -> str:
    """What the notices of trouble with reaching somebody are about."""
    return f"messages to {user}"
