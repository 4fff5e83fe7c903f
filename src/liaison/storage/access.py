"""Who is who in Slack, as rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from liaison.domain.access.rules import Actor
from liaison.domain.values import PersonId, SlackUserId, WorkspaceId
from liaison.storage.database import put
from liaison.storage.tables import links, people


class Links:
    """The links of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    def actor(self, user: SlackUserId) -> Actor | None:
        """The person behind a Slack user; None where nobody has linked them."""
        return next(iter(self._found(self._query().where(links.c.slack_user == user))), None)

    def with_role(self, role: str) -> Sequence[Actor]:
        """Everybody who holds a role."""
        return [actor for actor in self._found(self._query()) if role in actor.roles]

    def of_person(self, person: PersonId) -> Actor | None:
        """The Slack user who is linked to a person."""
        return next(iter(self._found(self._query().where(links.c.person == person))), None)

    def save(self, user: SlackUserId, person: PersonId, roles: frozenset[str]) -> None:
        """Ties a user to a person and to roles, in place of what there was."""
        row = {"workspace": self._workspace, "slack_user": user, "person": person, "roles": sorted(roles)}
        put(self._connection, links, row)

    def _query(self) -> Select[Any]:
        same = and_(people.c.workspace == links.c.workspace, people.c.id == links.c.person)
        return (
            select(links.c.slack_user, links.c.person, links.c.roles, people.c.name)
            .join(people, same)
            .where(links.c.workspace == self._workspace)
            .order_by(people.c.position, links.c.slack_user)
        )

    def _found(self, query: Select[Any]) -> list[Actor]:
        return [
            Actor(
                workspace=self._workspace,
                slack_user=SlackUserId(user),
                person=PersonId(person),
                name=name,
                roles=frozenset(roles),
            )
            for user, person, roles, name in self._connection.execute(query)
        ]
