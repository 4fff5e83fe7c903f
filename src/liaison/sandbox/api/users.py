"""api.test, auth.test, bots.info, team.info and users.*: who is who."""

from liaison.sandbox.api.web_api import Call, Method, SlackError, method
from liaison.sandbox.delivery.payloads import DOMAIN, profile_object, user_object
from liaison.sandbox.jsons import Json
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, User


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


# In every workspace, and not marked as a bot: whoever writes to all who are no bots comes upon it.
SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot")


def _user(call: Call) -> User:
    """The user whom a call names; the app itself if it names none."""
    name = call.text("user") or BOT_USER_ID
    user = SLACKBOT if name == SLACKBOT.id else call.workspace.users.get(name)
    if user is None:
        raise SlackError("user_not_found", [Fault("/user", call.text("user"))])
    return user


def users_info(call: Call) -> Json:
    call.required("user")
    return {"user": _with_locale(call, user_object(call.workspace, _user(call)))}


def _with_locale(call: Call, user: Json) -> Json:
    return {**user, "locale": "en-GB"} if call.flag("include_locale") else user


def profile(call: Call) -> Json:
    return {"profile": profile_object(call.workspace, _user(call))}


def get_presence(call: Call) -> Json:
    """Whether somebody is there. Slack tells the app more of itself than of others."""
    user = _user(call)
    away = user.is_away or user.deleted
    found: Json = {"presence": "away" if away else "active"}
    if user.id == BOT_USER_ID:
        found |= {"online": not away, "auto_away": False, "manual_away": user.is_away, "connection_count": 1}
    return found


def set_presence(call: Call) -> Json:
    presence = call.required("presence")
    if presence not in ("auto", "away"):
        raise SlackError("invalid_presence", [Fault("/presence", "must be auto or away")])
    call.workspace.users[BOT_USER_ID].is_away = presence == "away"
    return {}


def users_list(call: Call) -> Json:
    people = [SLACKBOT, *(user for user in call.workspace.users.values() if not user.is_stranger)]
    page, metadata = call.page(people)
    return {
        "members": [_with_locale(call, user_object(call.workspace, user)) for user in page],
        "cache_ts": int(call.workspace.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def lookup_by_email(call: Call) -> Json:
    email = call.required("email").lower()
    people = call.workspace.users.values()
    known = (u for u in people if not (u.deleted or u.is_stranger))
    user = next((u for u in known if u.email.lower() == email), None)
    if user is None:
        raise SlackError("users_not_found", [Fault("/email", email)])
    return {"user": user_object(call.workspace, user)}


METHODS: dict[str, Method] = {
    "api.test": Method(api_test, token=""),
    "auth.test": method(auth_test),
    "bots.info": method(bots_info, "bot team_id", scope="users:read"),
    "team.info": method(team_info, "team domain include_slackbot_availability", scope="team:read"),
    "users.info": method(users_info, "user include_locale", scope="users:read"),
    "users.list": method(users_list, "cursor limit include_locale team_id", scope="users:read"),
    "users.profile.get": method(profile, "user include_labels", scope="users.profile:read"),
    "users.getPresence": method(get_presence, "user", scope="users:read"),
    "users.setPresence": method(set_presence, "presence", scope="users:write"),
    "users.lookupByEmail": method(lookup_by_email, "email", scope="users:read.email"),
}
