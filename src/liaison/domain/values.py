"""What every domain value is built on: a frozen model, and the typed ids that tie values together."""

from typing import NewType
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

WorkspaceId = NewType("WorkspaceId", str)
SlackUserId = NewType("SlackUserId", str)
ChannelId = NewType("ChannelId", str)
PartnershipId = NewType("PartnershipId", str)
PersonId = NewType("PersonId", str)
OfficeId = NewType("OfficeId", str)
CommitteeId = NewType("CommitteeId", str)
AppointmentId = NewType("AppointmentId", str)
GroupId = NewType("GroupId", str)


class Value(BaseModel):
    """A fact: never changed in place, compared by content; a key that its class does not name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def new_id() -> str:
    """An id that no other row has."""
    return uuid4().hex
