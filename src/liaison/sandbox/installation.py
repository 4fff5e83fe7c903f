"""What becomes of the app in the workspace: its tokens revoked, the app taken out, the app let in again."""

import secrets

from liaison.sandbox.delivery.events import Events
from liaison.sandbox.rules import limits
from liaison.sandbox.workspace import BOT_TOKEN, BOT_USER_ID, Token, Workspace

_ROTATED = "xoxe.xoxb-"  # how a token that expires begins


def revoke(workspace: Workspace, events: Events, token: str | None = None) -> None:
    """Revokes one of the bot's tokens, or all of them; they are then refused with token_revoked."""
    events.tokens_revoked()
    _refuse(workspace, "token_revoked", token)


def uninstall(workspace: Workspace, events: Events) -> None:
    """Takes the app out of the workspace: its tokens are refused, it leaves all channels, its views go.

    The app-level token belongs to no workspace and goes on working.
    """
    # Slack does not promise an order, so that no app may rely on one.
    farewells = [events.app_uninstalled, events.tokens_revoked]
    secrets.SystemRandom().shuffle(farewells)
    for farewell in farewells:
        farewell()
    _refuse(workspace, "account_inactive")
    workspace.users[BOT_USER_ID].deleted = True
    workspace.granted = frozenset()
    for conversation in workspace.conversations.values():
        if conversation.kind != "im" and BOT_USER_ID in conversation.members:
            conversation.members.remove(BOT_USER_ID)
    for held in (workspace.stacks, workspace.homes, workspace.triggers, workspace.response_urls):
        held.clear()
    workspace.changes.bump()


def install(workspace: Workspace, scopes: frozenset[str]) -> str:
    """Lets the app in, with these scopes beside those it has; gives the bot's token.

    While the app is in the workspace without rotation, it is given the token that it has.
    """
    workspace.users[BOT_USER_ID].deleted = False
    workspace.granted |= scopes
    if not workspace.manifest.token_rotation:
        live = [name for name, token in workspace.tokens.items() if token.kind == "bot" and not token.refusal]
        if live:
            return live[0]
    return new_token(workspace)


def new_token(workspace: Workspace) -> str:
    """A token for the bot; with rotation it lives for twelve hours."""
    if workspace.manifest.token_rotation:
        name = f"{_ROTATED}{secrets.token_hex(8)}"
        expires = workspace.clock.monotonic() + limits.ROTATED_TOKEN_SECONDS
        workspace.tokens[name] = Token("bot", expires=expires)
    else:
        name = f"{BOT_TOKEN}-{secrets.token_hex(8)}"
        workspace.tokens[name] = Token("bot")
    workspace.changes.bump()
    return name


def _refuse(workspace: Workspace, code: str, only: str | None = None) -> None:
    for name, token in workspace.tokens.items():
        if token.kind == "bot" and token.refusal is None and only in (None, name):
            token.refusal = code
    workspace.changes.bump()
