"""Slack's numbers, and nothing else: the one answer to "what are Slack's limits?"."""

from typing import Final

# Time
ACK_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5
EVENT_RETRY_AFTER: Final = (0.0, 60.0, 300.0)  # before the first, second and third retry
SOCKET_CONNECTIONS: Final = 10

# Messages
MESSAGE_TEXT: Final = 40_000  # cut off above
UPDATE_TEXT: Final = 4_000  # chat.update refuses above
MARKDOWN_TEXT: Final = 12_000
MESSAGE_RENDERED: Final = 13_000  # not published by Slack; observed
ATTACHMENTS: Final = 100

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
FILES: Final = 10
MIN_QUERY_LENGTH: Final = 3  # when an external select does not say
FOCUS_ON_LOAD: Final = 1

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

# Pages of lists
PAGE: Final = 100
PAGE_MOST: Final = 1_000
