"""api.test, auth.test, bots.info, team.info and users.*: who is who."""

from liaison.sandbox.jsons import Json
from liaison.sandbox.payloads import DOMAIN, user_object
from liaison.sandbox.web_api import Call, Method, SlackError, method
from liaison.sandbox.workspace import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID


def api_test(call: Call) -> Json:
    if error := call.text("error"):
        raise SlackError(error)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    return {
        "url": f"{call.base_url}/",
        "team": call.workspace.name,
        "user": call.workspace.users[BOT_USER_ID].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def bots_info(call: Call) -> Json:
    bot = call.text("bot") or BOT_ID
    if bot != BOT_ID:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "deleted": False,
            "name": call.workspace.manifest.bot_name,
            "updated": 0,
            "app_id": APP_ID,
            "user_id": BOT_USER_ID,
            "icons": {},
        }
    }


def team_info(call: Call) -> Json:
    if (call.text("team") or TEAM_ID) != TEAM_ID:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": TEAM_ID,
            "name": call.workspace.name,
            "url": f"{call.base_url}/",
            "domain": DOMAIN,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def _email(call: Call) -> bool:
    return "users:read.email" in call.workspace.manifest.scopes


def users_info(call: Call) -> Json:
    user = call.workspace.users.get(call.required("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user_object(user, call.workspace.clock.now(), email=_email(call))}


def users_list(call: Call) -> Json:
    people = [user for user in call.workspace.users.values() if not user.is_stranger]
    page, metadata = call.page(people)
    return {
        "members": [user_object(user, call.workspace.clock.now(), email=_email(call)) for user in page],
        "cache_ts": int(call.workspace.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def lookup_by_email(call: Call) -> Json:
    email = call.required("email").lower()
    people = call.workspace.users.values()
    user = next((u for u in people if u.email.lower() == email and not u.deleted), None)
    if user is None:
        raise SlackError("users_not_found")
    return {"user": user_object(user, call.workspace.clock.now(), email=True)}


METHODS: dict[str, Method] = {
    "auth.test": method(auth_test),
    "bots.info": method(bots_info, "bot team_id", scope="users:read"),
    "team.info": method(team_info, "team domain include_slackbot_availability", scope="team:read"),
    "users.info": method(users_info, "user include_locale", scope="users:read"),
    "users.list": method(users_list, "cursor limit include_locale team_id", scope="users:read"),
    "users.lookupByEmail": method(lookup_by_email, "email", scope="users:read.email"),
}
