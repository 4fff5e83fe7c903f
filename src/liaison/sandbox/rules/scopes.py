"""The scopes that Slack has for a bot and for the people who install it. A manifest may ask for no others.

Uncertain: Slack adds scopes every few months; one that is missing here is refused until it is added.
"""

from typing import Final

_BOTH: Final = """
app_mentions:read bookmarks:read bookmarks:write calls:read calls:write canvases:read canvases:write
channels:history channels:join channels:manage channels:read channels:write.invites channels:write.topic
chat:write chat:write.customize chat:write.public commands conversations.connect:manage
conversations.connect:read conversations.connect:write datastore:read datastore:write dnd:read emoji:read
files:read files:write groups:history groups:read groups:write groups:write.invites groups:write.topic
im:history im:read im:write im:write.topic incoming-webhook links.embed:write links:read links:write
lists:read lists:write metadata.message:read mpim:history mpim:read mpim:write mpim:write.topic pins:read
pins:write reactions:read reactions:write reminders:read reminders:write remote_files:read
remote_files:share remote_files:write team.billing:read team.preferences:read team:read tokens.basic
triggers:read triggers:write usergroups:read usergroups:write users.profile:read users:read
users:read.email users:write workflow.steps:execute
"""
_BOT_ONLY: Final = """
app_configurations:read app_configurations:write assistant:write search:read.files search:read.im
search:read.mpim search:read.private search:read.public search:read.users
"""
_USER_ONLY: Final = """
admin admin.analytics:read admin.app_activities:read admin.apps:read admin.apps:write admin.barriers:read
admin.barriers:write admin.chat:read admin.chat:write admin.conversations:manage_objects
admin.conversations:read admin.conversations:write admin.invites:read admin.invites:write admin.roles:read
admin.roles:write admin.teams:read admin.teams:write admin.usergroups:read admin.usergroups:write
admin.users:read admin.users:write admin.workflows:read admin.workflows:write auditlogs:read channels:write
dnd:write email hosting:read hosting:write identify identity.avatar identity.basic identity.email
identity.team openid profile search:read search:read.files search:read.im search:read.mpim
search:read.private search:read.public search:read.users stars:read stars:write users.profile:write
"""
# Of those above, the ones that no person can give.
_NOT_FOR_USERS: Final = """
app_mentions:read channels:join channels:manage chat:write.customize chat:write.public
conversations.connect:read incoming-webhook metadata.message:read workflow.steps:execute
"""
BOT_SCOPES: Final = frozenset((_BOTH + _BOT_ONLY).split())
USER_SCOPES: Final = frozenset((_BOTH + _USER_ONLY).split()) - frozenset(_NOT_FOR_USERS.split())
