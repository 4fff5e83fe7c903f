"""Every method of the Web API that the sandbox has, by name. A few more need the server itself: see there."""

from liaison.sandbox.api import apps as api_apps
from liaison.sandbox.api import blocks as api_blocks
from liaison.sandbox.api import channels as api_channels
from liaison.sandbox.api import chat as api_chat
from liaison.sandbox.api import conversations as api_conversations
from liaison.sandbox.api import files as api_files
from liaison.sandbox.api import reactions as api_reactions
from liaison.sandbox.api import scheduled as api_scheduled
from liaison.sandbox.api import usergroups as api_usergroups
from liaison.sandbox.api import users as api_users
from liaison.sandbox.api import views as api_views
from liaison.sandbox.api.web_api import Method

METHODS: dict[str, Method] = {
    **api_apps.METHODS,
    **api_blocks.METHODS,
    **api_channels.METHODS,
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_files.METHODS,
    **api_reactions.METHODS,
    **api_scheduled.METHODS,
    **api_usergroups.METHODS,
    **api_users.METHODS,
    **api_views.METHODS,
}
