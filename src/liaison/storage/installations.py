"""Installations and the states of installations under way, as rows that all replicas share; tokens are encrypted."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from liaison.domain.access.installations import Installation
from liaison.domain.values import WorkspaceId, new_id
from liaison.storage.cipher import Cipher
from liaison.storage.database import put
from liaison.storage.tables import installation_states, installations

STATE_LIVES = timedelta(minutes=10)


class Installations:
    """Where the app is installed."""

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def save(self, installation: Installation) -> None:
        """Keeps an installation, in place of an earlier one in the same workspace."""
        row = {
            "workspace": installation.workspace,
            "installed_at": installation.installed_at,
            "body": self._cipher.seal(installation),
        }
        with self._engine.begin() as connection:
            put(connection, installations, row)

    def find(self, workspace: WorkspaceId) -> Installation | None:
        """The installation in a workspace."""
        query = select(installations.c.body).where(installations.c.workspace == workspace)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar_one_or_none()
        return self._cipher.open(Installation, body) if body else None

    def remove(self, workspace: WorkspaceId) -> None:
        """Forgets an installation and its token."""
        with self._engine.begin() as connection:
            connection.execute(delete(installations).where(installations.c.workspace == workspace))

    def issue_state(self, *, now: datetime) -> str:
        """A state for an installation that begins; it is good for ten minutes and one use."""
        state = new_id()
        with self._engine.begin() as connection:
            connection.execute(
                insert(installation_states).values(workspace="", state=state, until=now + STATE_LIVES)
            )
            connection.execute(delete(installation_states).where(installation_states.c.until < now))
        return state

    def consume_state(self, state: str, *, now: datetime) -> bool:
        """Whether the state was issued here, has not been used and is not too old."""
        known = (installation_states.c.state == state) & (installation_states.c.until >= now)
        with self._engine.begin() as connection:
            return connection.execute(delete(installation_states).where(known)).rowcount == 1
