"""Who is who in Slack: entries of the register, as the transaction sees them."""

from collections.abc import Sequence

from liaison.domain.access.rules import Actor
from liaison.domain.access.service import actor_in
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.storage.register import RegisterRows


class Links:
    """The links of one workspace, inside a transaction."""

    def __init__(self, rows: RegisterRows, workspace: WorkspaceId) -> None:
        self._rows = rows
        self._workspace = workspace

    def actor(self, user: SlackUserId) -> Actor | None:
        """The person behind a Slack user; None where nobody has linked them."""
        register = self._rows.load()
        return actor_in(register, self._workspace, user) if register else None

    def with_role(self, role: str) -> Sequence[Actor]:
        """Everybody who holds a role, in the order in which the register lists people."""
        register = self._rows.load()
        if register is None:
            return []
        found = (
            actor_in(register, self._workspace, link.id) for link in register.links if role in link.roles
        )
        place = {person.id: number for number, person in enumerate(register.people)}
        return sorted(filter(None, found), key=lambda actor: place[actor.person])

    def of_person(self, person: PersonId) -> Actor | None:
        """The Slack user who is linked to a person."""
        register = self._rows.load()
        link = register.link_of(person) if register else None
        return actor_in(register, self._workspace, link.id) if register and link else None
