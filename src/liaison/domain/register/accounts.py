"""What Slack brings to the register: accounts that are deactivated, renamed or new, and whom of the register they are.

Those who may say who is who are told once of each, with buttons that deal with it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from liaison.domain.access.rules import MENDERS, Actor
from liaison.domain.dates import local_day, write_date
from liaison.domain.names import TITLES, fold, whole
from liaison.domain.notices.models import Kind as NoticeKind
from liaison.domain.notices.models import Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.changes import Difference
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId, SlackUserId, Value

DEACTIVATED, RENAMED, JOINED, NAMESAKE = "deactivated", "renamed", "joined", "namesake"
NOW = "now"  # a fact of what was told of a new name: what Slack says since, once that is another
HONOURS = frozenset(["obe", "mbe", "cbe", "qpm", "jp", "dl", "kc", "qc"])
ASIDE = re.compile(r"\(.*?\)|\[.*?\]|[,|/].*|\s[-\u2013]\s.*")  # "(she/her)", ", Clerk", " - Leeds"


class Account(Value):
    """A Slack account as Slack tells of it; `full` tells that it is neither a guest's nor a machine's."""

    user: SlackUserId
    name: str
    email: str | None = None
    active: bool = True
    full: bool = True


class Match(Value):
    """A Slack account whose e-mail address is that of somebody in the register who is not linked."""

    user: SlackUserId
    person: Person


def changed(uow: UnitOfWork, register: Register, account: Account, *, now: datetime) -> None:
    """An account has changed: a deactivated or renamed one of somebody in the register is told to those who can mend it."""
    link = register.link.get(account.user)
    person = register.person.get(link.person) if link else None
    if person is None:
        return
    if not account.active:
        _owe(uow, DEACTIVATED, account, person, _episode(uow, account.user), now=now)
        return
    for notice in uow.notices.about(subject_of(account.user)):
        if notice.facts["what"] == DEACTIVATED and "over" not in notice.facts:
            said = {"outcome": f"The Slack account of {person.name} is active again."} | notice.facts
            _save(uow, notice, said | {"over": "yes"})
    _outdate(uow, account)
    if not fits(person, account.name):
        _owe(uow, RENAMED, account, person, _spell(uow, account), now=now)


def joined(uow: UnitOfWork, register: Register, account: Account, *, now: datetime) -> None:
    """Somebody has joined: where their e-mail address is known to the register, a link is offered; none is made unasked.

    Where only their name is known, that is a question: it may be somebody else of that name.
    """
    found = matches(register, [account])
    for match in found:
        _owe(uow, JOINED, account, match.person, match.person.id, now=now)
    if not found and (person := _namesake(register, account)):
        _owe(uow, NAMESAKE, account, person, person.id, now=now)


def _namesake(register: Register, account: Account) -> Person | None:
    """The one person who is called just like a new account, and is not linked yet."""
    if not account.active or not account.full or account.user in register.link:
        return None
    name = whole(ASIDE.sub("", account.name))
    called = (
        person
        for person in register.people
        if name and name in {whole(each) for each in (person.name, *person.also_called)}
    )
    found = [person for person in called if register.link_of(person.id) is None]
    return found[0] if len(found) == 1 else None


def matches(register: Register, accounts: Iterable[Account]) -> tuple[Match, ...]:
    """The accounts of full members that belong to somebody in the register by e-mail address, and are not linked yet."""
    waiting: dict[str, list[Person]] = {}
    for person in register.people:
        if person.email and register.link_of(person.id) is None:
            waiting.setdefault(person.email.strip().casefold(), []).append(person)
    found = []
    for account in accounts:
        people = waiting.get((account.email or "").strip().casefold(), [])
        if account.active and account.full and account.user not in register.link and len(people) == 1:
            found.append(Match(user=account.user, person=people[0]))
    return tuple(found)


def fits(person: Person, name: str) -> bool:
    """Whether a name in Slack can be the person's: "Lesley Shaw" is Mrs L L Shaw, and Mrs L L Brown is not."""
    known = (person.name, *person.also_called, *(former.name for former in person.formerly))
    return any(_same(one, name) for one in known)


def _same(one: str, other: str) -> bool:
    (title, given, surname), (other_title, other_given, other_surname) = _parts(one), _parts(other)
    if not surname or not other_surname:
        return True
    if title and other_title and title != other_title:
        return False
    initials = zip(given, other_given, strict=False)
    return surname == other_surname and all(word[0] == with_[0] for word, with_ in initials)


def _parts(name: str) -> tuple[str, list[str], str]:
    """A name's title, what stands before the surname, and the surname."""
    words = [word for word in fold(ASIDE.sub("", name)).split() if word not in HONOURS]
    titles = [word for word in words if word in TITLES]
    rest = [word for word in words if word not in TITLES]
    return " ".join(titles), rest[:-1], rest[-1] if rest else ""


# --- what was told


def outcome(register: Register, notice: Notice) -> str | None:
    """What has become of it, and by whom; None where somebody has still to say."""
    if said := notice.facts.get("outcome"):
        return said
    stands = _as_it_stands(register, notice)
    return f"{stands}{notice.facts.get('by', '')}" if stands else notice.facts.get(NOW)


def _as_it_stands(register: Register, notice: Notice) -> str | None:
    """What the register says of it by now."""
    user, person = SlackUserId(notice.facts["user"]), PersonId(notice.facts["person"])
    link, entry = register.link.get(user), register.person.get(person)
    if entry is None:
        return f"{notice.facts['was']} is no longer in the register."
    if notice.facts["what"] in (JOINED, NAMESAKE):
        if register.link_of(person):
            return f"{entry.name} is linked to a Slack account."
        return f"{notice.facts['name']} is linked to somebody else of the register." if link else None
    if link is None or link.person != person:
        return f"{entry.name} is no longer linked to this Slack account."
    if notice.facts["what"] == RENAMED and fits(entry, notice.facts["name"]):
        return f"The register now says {entry.name}."
    return None


def conclude(uow: UnitOfWork, user: SlackUserId, what: str, said: str) -> None:
    """Keeps how a matter of an account ended, in what was told of it."""
    for notice in uow.notices.about(subject_of(user)):
        if notice.facts["what"] == what and not {"outcome", NOW} & notice.facts.keys():
            _save(uow, notice, notice.facts | {"outcome": said})


def note_ended(uow: UnitOfWork, user: SlackUserId) -> None:
    """Keeps that what somebody held was ended from the message about their account."""
    for notice in uow.notices.about(subject_of(user)):
        if notice.facts["what"] == DEACTIVATED and "outcome" not in notice.facts:
            uow.notices.save(notice.model_copy(update={"facts": notice.facts | {"ended": "yes"}}))


def follow(uow: UnitOfWork, after: Register, found: Sequence[Difference], *, by: str, now: datetime) -> None:
    """Brings what was told of accounts up to date with a change of the register, which `by` has made."""
    said = f" Done by {by} on {write_date(local_day(now, after.timezone))}."
    users: dict[SlackUserId, None] = {}
    for difference in found:
        for entry in (difference.before, difference.after):
            if difference.kind == "links":
                users[SlackUserId(difference.id)] = None
            holder = difference.id if difference.kind == "people" else getattr(entry, "person", None)
            if holder and (link := after.link_of(PersonId(holder))):
                users[link.id] = None
    for user in users:
        for notice in uow.notices.about(subject_of(user)):
            if "outcome" in notice.facts:
                continue
            over = _as_it_stands(after, notice) is not None
            facts = {name: value for name, value in notice.facts.items() if over or name != "by"}
            _save(uow, notice, {"by": said} | facts if over else facts, over=over)


def subject_of(user: SlackUserId) -> str:
    """What the notices of an account are about."""
    return f"account {user}"


def _save(uow: UnitOfWork, notice: Notice, facts: dict[str, str], *, over: bool = True) -> None:
    state = notice.state
    if state is State.SENT:
        state = State.OUTDATED
    elif over and state in (State.PENDING, State.HELD) and not notice.sent_ts and not notice.unsure:
        state = State.CANCELLED
    uow.notices.save(notice.model_copy(update={"facts": facts, "state": state}))


def _episode(uow: UnitOfWork, user: SlackUserId) -> str:
    """Names the deactivation: the present one again while it lasts, the next once the account was active in between."""
    past = [n for n in uow.notices.about(subject_of(user)) if n.facts["what"] == DEACTIVATED]
    return str(len({n.facts["which"] for n in past if "over" in n.facts}))


def _outdate(uow: UnitOfWork, account: Account) -> None:
    """What was told of a name that Slack no longer says offers it no more (UX-15)."""
    for notice in uow.notices.about(subject_of(account.user)):
        if notice.facts["what"] == RENAMED and NOW not in notice.facts and not _says(account, notice):
            said = f"Slack no longer says {notice.facts['name']}."
            said += f" It now says {account.name}." if fold(account.name) else ""
            _save(uow, notice, notice.facts | {NOW: said})


def _spell(uow: UnitOfWork, account: Account) -> str:
    """Names how long an account has a new name: the present spell again while it lasts, the next one once it comes back."""
    name = fold(account.name)
    past = [n for n in uow.notices.about(subject_of(account.user)) if n.facts["what"] == RENAMED]
    spells = len({n.facts["which"] for n in past if NOW in n.facts and _says(account, n)})
    return f"{name} {spells}" if spells else name


def _says(account: Account, notice: Notice) -> bool:
    """Whether Slack still says the name that a notice tells of."""
    return fold(notice.facts["name"]) == fold(account.name)


def _owe(uow: UnitOfWork, what: str, account: Account, person: Person, which: str, *, now: datetime) -> None:
    for keeper in _keepers(uow, account.user):
        uow.notices.add(
            Notice(
                key=f"{NoticeKind.ACCOUNT}:{what}:{account.user}:{which}:{keeper.slack_user}",
                kind=NoticeKind.ACCOUNT,
                subject=subject_of(account.user),
                reason="You are one of those who say who is who.",
                to_user=keeper.slack_user,
                facts={
                    "what": what,
                    "which": which,
                    "user": account.user,
                    "person": person.id,
                    "was": person.name,
                    "name": account.name,
                },
                due=now,
            )
        )


def _keepers(uow: UnitOfWork, without: SlackUserId) -> Sequence[Actor]:
    """Those who can mend it: the first role that anybody else holds, since who has left cannot."""
    others = ([a for a in uow.links.with_role(role) if a.slack_user != without] for role in MENDERS)
    return next((found for found in others if found), [])
