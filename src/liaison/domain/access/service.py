"""Who a Slack user is, and who can mend what a person cannot."""

from collections.abc import Sequence

from liaison.domain.access.rules import MENDERS, Actor, by_name, role_title
from liaison.domain.errors import Stranger
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.values import SlackUserId, WorkspaceId


def actor_in(register: Register, workspace: WorkspaceId, user: SlackUserId) -> Actor | None:
    """The person behind a Slack user, as the register has it; None where nobody has linked them."""
    link = register.link.get(user)
    person = register.person.get(link.person) if link else None
    if link is None or person is None:
        return None
    return Actor(
        workspace=workspace,
        slack_user=user,
        person=person.id,
        name=person.name,
        roles=frozenset(link.roles),
    )


def who_is(register: Register, workspace: WorkspaceId, user: SlackUserId) -> Actor:
    """The person behind a Slack user. Raises Stranger, naming who can help, where nobody has linked them (UX-13)."""
    actor = actor_in(register, workspace, user)
    if actor:
        return actor
    raise Stranger(
        "I do not know who you are in the register yet.",
        f"{whom_to_ask(register)} to link you, and give them your member ID: {user}.",
    )


def whom_to_ask(register: Register) -> str:
    """Begins a sentence with whom to ask: the first who may mend things, with the role unless that is their name."""
    for role in MENDERS:
        able = {link.person for link in register.links if role in link.roles}
        for person in register.people:
            if person.id in able:
                title = role_title(role)
                return f"Ask {by_name(person.name)}" + ("" if title in person.name else f" ({title})")
    return "Ask whoever installed Liaison"


def menders(uow: UnitOfWork, without: SlackUserId | None = None) -> Sequence[Actor]:
    """Those who are told when something needs mending: the first role that anybody holds, `without` whoever cannot."""
    able = ([a for a in uow.links.with_role(role) if a.slack_user != without] for role in MENDERS)
    return next((found for found in able if found), ())
