"""What blocks need besides the scope of the method that carries them."""

from liaison.sandbox.api.web_api import SlackError
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.rules.surfaces import foreign_videos, needed_scopes
from liaison.sandbox.workspace import Workspace


def permitted(workspace: Workspace, blocks: list[Json], at: str) -> None:
    """Refuses blocks for which the app has no scope, and videos from domains that are not its own.

    Uncertain: Slack's pages name the scopes that video blocks and file inputs need, but not the code of the refusal.
    """
    for scope, pointer in needed_scopes(blocks).items():
        if scope not in workspace.granted:
            faults = [Fault(f"{at}{pointer}", f"needs the scope {scope}")]
            raise SlackError(
                "missing_scope", faults, needed=scope, provided=",".join(sorted(workspace.granted))
            )
    if faults := foreign_videos(blocks, workspace.manifest.unfurl_domains, at):
        raise SlackError("invalid_blocks", faults)
