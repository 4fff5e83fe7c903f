"""Where the app is installed, as a value; its token is a secret."""

from datetime import datetime

from liaison.domain.values import SlackUserId, Value, WorkspaceId


class Installation(Value):
    """The app's installation in one workspace."""

    workspace: WorkspaceId
    token: str
    app: str | None
    bot: str | None
    bot_user: SlackUserId | None
    scopes: tuple[str, ...]
    installed_by: SlackUserId
    installed_at: datetime
