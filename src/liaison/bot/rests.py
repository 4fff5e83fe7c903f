"""For how long Slack has asked this process for silence: by method and workspace, as Slack counts calls."""

from datetime import datetime

from liaison.domain.values import WorkspaceId

EVERYTHING = "*"  # where a workspace takes nothing at all, because the app's token is no good


class Rests:
    """Which methods must not be called in which workspace, and until when (UTC).

    Slack's 429 does not say whether a channel or the workspace has had enough, so the method rests for all of it.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[WorkspaceId, str], datetime] = {}

    def rest(self, workspace: WorkspaceId, method: str = EVERYTHING, *, until: datetime) -> None:
        """Keeps that a method, or everything, was refused for a while."""
        self._until[workspace, method] = until

    def until(self, workspace: WorkspaceId, method: str = EVERYTHING, *, now: datetime) -> datetime | None:
        """Until when a method must not be called; None where it may be."""
        ends = (self._until.get((workspace, name), now) for name in (method, EVERYTHING))
        end = max(ends)
        return end if end > now else None

    def next_end(self, *, now: datetime) -> datetime | None:
        """When the first of all rests ends."""
        return min((end for end in self._until.values() if end > now), default=None)
