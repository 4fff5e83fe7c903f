"""Questions on conflicting codes as rows; what they say is encrypted."""

from sqlalchemy import Connection, select

from liaison.domain.guidance.models import Question
from liaison.domain.values import WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import put
from liaison.storage.tables import questions


class Questions:
    """The questions of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, question: str) -> Question | None:
        """The question with that id, locked until the transaction ends."""
        query = select(questions.c.body).where(
            questions.c.workspace == self._workspace, questions.c.id == question
        )
        body = self._connection.execute(query.with_for_update()).scalar()
        return self._cipher.open(Question, body) if body else None

    def save(self, question: Question) -> None:
        """Keeps the question as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": question.id,
            "asked_at": question.asked_at,
            "body": self._cipher.seal(question),
        }
        put(self._connection, questions, row)
