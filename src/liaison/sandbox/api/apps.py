"""auth.revoke, auth.teams.list and apps.*: the app's installation in the workspace."""

from liaison.sandbox import installation
from liaison.sandbox.api.oauth import CLIENT_ID, CLIENT_SECRET
from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import authorizations
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import APP_TOKEN, TEAM_ID


def revoke(call: Call) -> Json:
    """Revokes the token it is called with; with `test`, only says that it would."""
    if call.flag("test"):
        return {"revoked": False}
    installation.revoke(call.workspace, call.events, call.token)
    return {"revoked": True}


def teams(call: Call) -> Json:
    team: Json = {"id": TEAM_ID, "name": call.workspace.name}
    if call.flag("include_icon"):
        team["icon"] = {"image_default": True}
    page, metadata = call.page([team])
    return {"teams": page, "response_metadata": metadata}


def uninstall(call: Call) -> Json:
    if call.required("client_id") != CLIENT_ID:
        raise SlackError("invalid_client_id", [Fault("/client_id", "is not this app's")])
    if call.required("client_secret") != CLIENT_SECRET:
        raise SlackError("bad_client_secret", [Fault("/client_secret", "is not this app's")])
    installation.uninstall(call.workspace, call.events)
    return {}


def event_authorizations(call: Call) -> Json:
    if call.required("event_context") not in call.workspace.event_contexts:
        raise SlackError("invalid_event_context", [Fault("/event_context", "no event had it")])
    page, metadata = call.page(authorizations() if call.workspace.authorized else [])
    return {"authorizations": page, "response_metadata": metadata}


METHODS: dict[str, Method] = {
    "auth.revoke": method(revoke, "test"),
    "auth.teams.list": method(teams, "cursor limit include_icon"),
    "apps.uninstall": method(uninstall, "client_id client_secret"),
    "apps.event.authorizations.list": method(
        event_authorizations, "event_context cursor limit", token=APP_TOKEN
    ),
}
