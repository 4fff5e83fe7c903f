"""Every method of the Web API that the sandbox has, by name. A few more need the server itself: see there."""

from liaison.sandbox import (
    api_apps,
    api_blocks,
    api_channels,
    api_chat,
    api_conversations,
    api_files,
    api_reactions,
    api_scheduled,
    api_usergroups,
    api_users,
    api_views,
)
from liaison.sandbox.web_api import Method

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
