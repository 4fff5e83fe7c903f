"""One transaction in one workspace, and the one way in which use-cases are run."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.exc import IntegrityError, OperationalError

from liaison.domain import ports
from liaison.domain.register.snapshot import Register
from liaison.domain.values import WorkspaceId
from liaison.storage import tables
from liaison.storage.access import Links
from liaison.storage.audit import Trail
from liaison.storage.changes import Changes
from liaison.storage.cipher import Cipher
from liaison.storage.database import insert_new
from liaison.storage.form_drafts import FormDrafts
from liaison.storage.guidance import Questions
from liaison.storage.meetings import Meetings
from liaison.storage.notices import Outbox
from liaison.storage.register import RegisterRows
from liaison.storage.report_back import Reports
from liaison.storage.review_work import Actions, Lessons, Works
from liaison.storage.reviews import Cycles, Reviews
from liaison.storage.risk import Assessments
from liaison.storage.snapshots import Snapshots

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 4  # two people pressing at once may collide; the second then sees what the first did


class UnitOfWork:
    """All repositories of one workspace in one transaction; `known` is the register as this process last read it."""

    def __init__(
        self, connection: Connection, workspace: WorkspaceId, cipher: Cipher, known: Register | None = None
    ) -> None:
        self.workspace = workspace
        self.register = RegisterRows(connection, workspace, known)
        self.links = Links(self.register, workspace)
        self.changes = Changes(connection, workspace, cipher)
        self.form_drafts = FormDrafts(connection, workspace, cipher)
        self.reports = Reports(connection, workspace, cipher)
        self.assessments = Assessments(connection, workspace, cipher)
        self.reviews = Reviews(connection, workspace)
        self.cycles = Cycles(connection, workspace)
        self.review_work = Works(connection, workspace, cipher)
        self.actions = Actions(connection, workspace, cipher)
        self.lessons = Lessons(connection, workspace, cipher)
        self.questions = Questions(connection, workspace, cipher)
        self.meetings = Meetings(connection, workspace, cipher)
        self.notices = Outbox(connection, workspace)
        self.audit = Trail(connection, workspace)
        self._connection = connection

    def first_time(self, move: str, *, now: datetime) -> bool:
        """Whether this move has not been taken before; it now has been."""
        return insert_new(
            self._connection, tables.moves, {"workspace": self.workspace, "move": move, "at": now}
        )

    def taken(self, move: str) -> bool:
        """Whether this move has been taken before."""
        moves = tables.moves
        query = select(moves.c.move).where(moves.c.workspace == self.workspace, moves.c.move == move)
        return self._connection.execute(query).first() is not None

    def forget_moves(self, *, before: datetime) -> None:
        """Forgets moves that are too old to be delivered again."""
        moves = tables.moves
        self._connection.execute(
            delete(moves).where(moves.c.workspace == self.workspace, moves.c.at < before)
        )


class Store:
    """The database: runs use-cases, each in a transaction of its own that is kept whole or not at all."""

    def __init__(self, engine: Engine, cipher: Cipher, *, for_lookups: bool = False) -> None:
        """Takes a database and its key; `for_lookups` where many are to be answered."""
        self.engine = engine
        self.cipher = cipher
        self.snapshots = Snapshots(engine, for_lookups=for_lookups)

    def run(
        self,
        workspace: WorkspaceId,
        use_case: Callable[Concatenate[ports.UnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs a use-case. What it raises undoes everything that it did."""
        for tries_left in reversed(range(TRIES)):
            try:
                with self.engine.begin() as connection:
                    known = self.snapshots.held(workspace)
                    uow = UnitOfWork(connection, workspace, self.cipher, known)
                    result = use_case(uow, *args, **kwargs)
            except (IntegrityError, OperationalError) as error:
                locked = isinstance(error, OperationalError) and self.engine.dialect.name == "sqlite"
                if locked or not tries_left:
                    raise  # SQLite has waited for its lock already
            else:
                if uow.register.known:
                    self.snapshots.keep(workspace, uow.register.known)
                if uow.register.has_changed:
                    self.snapshots.forget(workspace)
                return result
        raise AssertionError("unreachable: the last try returns or raises")

    def workspaces(self) -> Sequence[WorkspaceId]:
        """Every workspace that holds a register."""
        with self.engine.connect() as connection:
            found = connection.execute(
                select(tables.workspaces.c.workspace).order_by(tables.workspaces.c.workspace)
            )
            return [WorkspaceId(workspace) for workspace in found.scalars()]

    def close(self) -> None:
        """Lets go of all connections."""
        self.engine.dispose()
