"""Assessments as rows; their answers are encrypted."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, false, select

from liaison.domain.risk.models import Adoption, Assessment
from liaison.domain.values import PartnershipId, WorkspaceId
from liaison.storage.cipher import Cipher
from liaison.storage.database import insert_new, put
from liaison.storage.tables import adoptions, assessments


class Assessments:
    """The assessments of one workspace, inside a transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher

    def get(self, assessment: str) -> Assessment | None:
        """The assessment with that id, locked until the transaction ends."""
        return next(iter(self._found(assessments.c.id == assessment, lock=True)), None)

    def open_for(self, partnership: PartnershipId) -> Assessment | None:
        """The one assessment of a partnership that is not closed."""
        found = self._found(
            assessments.c.partnership == partnership, assessments.c.closed == false(), lock=True
        )
        return next(iter(found), None)

    def of_partnership(self, partnership: PartnershipId) -> Sequence[Assessment]:
        """All assessments of a partnership."""
        return self._found(assessments.c.partnership == partnership)

    def save(self, assessment: Assessment) -> None:
        """Keeps the assessment as it now stands."""
        row = {
            "workspace": self._workspace,
            "id": assessment.id,
            "partnership": assessment.partnership,
            "closed": assessment.closed_at is not None,
            "started_at": assessment.started_at,
            "body": self._cipher.seal(assessment),
        }
        put(self._connection, assessments, row)

    def adoption(self) -> Adoption | None:
        """The checklist that this authority took over from another, the latest."""
        query = select(adoptions).where(adoptions.c.workspace == self._workspace)
        row = (
            self._connection.execute(query.order_by(adoptions.c.adopted_at.desc()).limit(1))
            .mappings()
            .first()
        )
        return Adoption.model_validate({k: v for k, v in row.items() if k != "workspace"}) if row else None

    def adopt(self, adoption: Adoption) -> None:
        """Records the adoption, once."""
        insert_new(self._connection, adoptions, {"workspace": self._workspace, **adoption.model_dump()})

    def _found(self, *conditions: ColumnElement[bool], lock: bool = False) -> list[Assessment]:
        query = select(assessments.c.body).where(assessments.c.workspace == self._workspace, *conditions)
        query = query.order_by(assessments.c.started_at)
        if lock:
            query = query.with_for_update()
        return [self._cipher.open(Assessment, body) for body in self._connection.execute(query).scalars()]
