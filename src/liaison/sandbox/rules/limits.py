"""Slack's numbers, and nothing else: the one answer to "what are Slack's limits?"."""

from typing import Final

# Time
ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5
EVENT_RETRY_AFTER: Final = (0.0, 60.0, 300.0)  # before the first, second and third retry
EVENT_REDIRECTS: Final = 2  # that Slack follows when it delivers over HTTP
EVENTS_AN_HOUR: Final = 30_000  # deliveries for a workspace and app; then app_rate_limited
EVENT_FAILURES: Final = 0.95  # of the deliveries in an hour: above, subscriptions are switched off...
EVENT_FAILURES_COUNT: Final = 1_000  # ...unless fewer events came in that hour
HOUR: Final = 3_600.0
SOCKET_CONNECTIONS: Final = 10
# Uncertain: Slack says "every few hours", and its hello frames have said about so many seconds.
SOCKET_LIVES: Final = 18_060.0
SOCKET_WARNING: Final = 10.0  # how long before it is closed a connection is warned
# Uncertain: Slack calls the URL of apps.connections.open temporary, and gives no number.
SOCKET_URL_SECONDS: Final = 30.0

# Installing
OAUTH_CODE_SECONDS: Final = 10 * 60.0
ROTATED_TOKEN_SECONDS: Final = 12 * 3_600

# Messages
MESSAGE_TEXT: Final = 40_000  # cut off above
TYPED_TEXT: Final = 12_000  # of a message that a person writes
UPDATE_TEXT: Final = 4_000  # chat.update refuses above
MARKDOWN_TEXT: Final = 12_000
MESSAGE_RENDERED: Final = 13_000  # not published by Slack; observed
ATTACHMENTS: Final = 100
ATTACHMENT_ACTIONS: Final = 5
ATTACHMENT_FOOTER: Final = 300
# Uncertain: Slack refuses metadata above a size that it does not publish.
METADATA_BYTES: Final = 8_000
REACTIONS: Final = 23  # different emoji on one message
SCHEDULE_DAYS: Final = 120
SCHEDULED: Final = 30  # messages to one channel within
SCHEDULED_WITHIN: Final = 300  # seconds
UNSCHEDULE_SECONDS: Final = 60  # so soon before it is posted, a scheduled message can no longer be deleted

# Channels and user groups
CHANNEL_NAME: Final = 80
TOPIC: Final = 250
INVITED: Final = 100
GROUP_MESSAGE: Final = 8  # people
# Uncertain: Slack refuses longer ones, and publishes no number for the description.
USERGROUP_NAME: Final = 255
USERGROUP_DESCRIPTION: Final = 140
USERGROUP_HANDLE: Final = 21

# Blocks
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
ID: Final = 255
TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
LABEL: Final = 2_000
HINT: Final = 2_000
IMAGE_URL: Final = 3_000
IMAGE_ALT: Final = 2_000
IMAGE_TITLE: Final = 2_000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
TABLES: Final = 1
DATA_TABLE_ROWS: Final = (2, 101)  # with the header
DATA_TABLE_PAGE: Final = 100
CHARTS: Final = 2  # in a message
CHART_TITLE: Final = 50
CHART_LABEL: Final = 20  # a segment, a category, a series
CHART_AXIS: Final = 50
CHART_SERIES: Final = 6  # or segments
# Uncertain: Slack publishes no number of categories; others who met the limit say 20.
CHART_CATEGORIES: Final = 20
# Uncertain: Slack's reference has no length; its own Java kit says 200.
ALERT_TEXT: Final = 200
CARD_TITLE: Final = 150  # and subtitle
CARD_BODY: Final = 200
# Uncertain: Slack's reference gives no number of buttons; others who met the limit say three.
CARD_ACTIONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_TITLE: Final = 150  # and subtitle
CONTAINER_BLOCKS: Final = 10
CONTEXT_ACTIONS: Final = 5
# Uncertain: Slack's reference gives no number of tasks; others who met the limit say 50.
PLAN_TASKS: Final = 50
VIDEO_TITLE: Final = 199  # "less than 200", and the description
VIDEO_AUTHOR: Final = 49  # "less than 50"
VIDEO_URL: Final = 3_000

# Elements and composition objects
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_URL: Final = 3_000
ACCESSIBILITY_LABEL: Final = 75
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OPTION_URL: Final = 3_000
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
GROUP_LABEL: Final = 75
CHOICES: Final = 10  # radio buttons, checkboxes
OVERFLOW_OPTIONS: Final = 5
PLACEHOLDER: Final = 150
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
INPUT_LENGTH: Final = 3_000
INPUT_LINES: Final = 100  # Uncertain: of a rich_text_input; Slack publishes no number
FILES: Final = 10
VISIBLE_TO: Final = 10  # users who see an icon button
MIN_QUERY_LENGTH: Final = 3  # when an external select does not say
FOCUS_ON_LOAD: Final = 1

# Files
FILE_BYTES: Final = 1024**3
FILE_INPUT_BYTES: Final = 10 * 1024**2  # of each file that a person chooses in a form
SNIPPET_BYTES: Final = 1024**2
FILE_ALT: Final = 1_000
# Uncertain: Slack publishes neither how long a file's name may be, nor how many uploads may be finished at once.
FILE_NAME: Final = 255
FILES_AT_ONCE: Final = 10

# Views
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
VIEW_BYTES: Final = 250_000
VIEW_STACK: Final = 3

# Uncertain: Slack's documentation does not say that view_closed carries what was entered, and recorded payloads
# of untouched forms have no values. False sends it with an empty state.
CLOSED_VIEW_HAS_VALUES: Final = False

# The app's manifest
APP_NAME: Final = 35
APP_DESCRIPTION: Final = 140
APP_LONG_DESCRIPTION: Final = (175, 4_000)
BOT_NAME: Final = 80
SHORTCUTS: Final = 10
SHORTCUT_NAME: Final = 24
SHORTCUT_DESCRIPTION: Final = 150
COMMANDS: Final = 50
COMMAND: Final = 32
COMMAND_DESCRIPTION: Final = 2_000
COMMAND_HINT: Final = 1_000
BOT_EVENTS: Final = 100
USER_EVENTS: Final = 100
METADATA_SUBSCRIPTIONS: Final = 20
UNFURL_DOMAINS: Final = 5
AGENT_PROMPTS: Final = 4
AGENT_DESCRIPTION: Final = 300  # Uncertain: Slack's pages give no length
REDIRECT_URLS: Final = 1_000
IP_RANGES: Final = 50
BOT_SCOPES: Final = 255  # and user scopes

# Pages of lists
PAGE: Final = 100
PAGE_MOST: Final = 999  # "an integer under 1000"

# How often a method may be called: calls a minute by tier, and the tier of each method
MINUTE: Final = 60.0
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL: Final = 300  # Slack: "hundreds a minute", or a limit for the workspace that it does not publish
_BY_TIER: Final = {
    2: "conversations.list conversations.create conversations.rename conversations.archive "
    "conversations.unarchive conversations.setTopic conversations.setPurpose conversations.close users.list "
    "reactions.list usergroups.list usergroups.create usergroups.update usergroups.enable usergroups.disable "
    "usergroups.users.list usergroups.users.update users.setPresence",
    4: "chat.postEphemeral views.open views.push views.update views.publish conversations.members users.info "
    "users.profile.get files.getUploadURLExternal files.completeUploadExternal files.info oauth.v2.access",
}
_SPECIAL: Final = "chat.postMessage chat.getPermalink auth.test api.test blocks.validate"
_TIER_OF: Final = {method: tier for tier, methods in _BY_TIER.items() for method in methods.split()}
# Of an app that is sold and not in Slack's Marketplace: pages a minute, and messages on one.
# Uncertain: Slack says that a page's maximum is reduced, not what becomes of a call that asks for more.
SOLD_HISTORY_CALLS: Final = 1
SOLD_HISTORY_PAGE: Final = 15
_HISTORY: Final = frozenset(("conversations.history", "conversations.replies"))
# Uncertain: Slack lets "short bursts" of one message a second and channel pass, and gives no number.
POST_BURST: Final = 30
POST_BURST_SECONDS: Final = 30.0


def calls_a_minute(method: str, *, sold: bool = False) -> int:
    """How often an app may call a method in a workspace. Those that nothing is known of are in tier 3."""
    if sold and method in _HISTORY:
        return SOLD_HISTORY_CALLS
    return SPECIAL if method in _SPECIAL.split() else TIERS[_TIER_OF.get(method, 3)]
