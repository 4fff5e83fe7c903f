"""What an app may send wrong, each with Slack's code and the pointer to the fault.

An argument that begins with $ stands for something of the workspace that the tests make: $channel, $user,
$ts (a message of the app's), $reply, $hers (a person's message), $view, $trigger and so on.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.sandbox.bad_blocks import (
    BAD,
    BAD_VIEWS,
    GROUP,
    PICTURE,
    TEXT_INPUT,
    TITLE,
    actions,
    button,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
)
from tests.sandbox.bad_blocks import field as an_input
from tests.sandbox.newer_blocks import BAD_NEWER, alert, data_table, video

Json = dict[str, Any]


@dataclass(frozen=True)
class Bad:
    """One wrong call, answer or body. Without a pointer, Slack points at nothing."""

    what: str
    code: str
    pointer: str = ""
    args: Json = field(default_factory=dict)
    method: str = ""


def bad(method: str, what: str, code: str, pointer: str = "", /, **args: Any) -> Bad:
    return Bad(what, code, pointer, args, method)


def post(what: str, code: str, pointer: str = "", /, **args: Any) -> Bad:
    return bad("chat.postMessage", what, code, pointer, **{"channel": "$channel", "text": "Text", **args})


CODES = {"two tables": "only_one_table_allowed", "more than a message shows": "msg_blocks_too_long"}
BLOCKS = [
    post(what, CODES.get(what, "invalid_blocks"), pointer, blocks=blocks)
    for what, blocks, pointer in (*BAD, *BAD_NEWER)
]
VIEWS = [
    bad("views.open", what, "invalid_arguments", pointer, trigger_id="$trigger", view=view)
    for what, view, pointer in BAD_VIEWS
]

LONG = {"event_type": "x", "event_payload": {"text": "x" * 8_000}}
METADATA = [
    post(what, "invalid_metadata_format", pointer, metadata=metadata)
    for what, metadata, pointer in [
        ("metadata in an array", [], "/metadata"),
        ("metadata without an event type", {"event_payload": {}}, "/metadata"),
        ("metadata without a payload", {"event_type": "x"}, "/metadata"),
        ("an empty event type", {"event_type": "", "event_payload": {}}, "/metadata/event_type"),
        ("an event type of 256", {"event_type": "x" * 256, "event_payload": {}}, "/metadata/event_type"),
        ("a payload in an array", {"event_type": "x", "event_payload": []}, "/metadata/event_payload"),
        ("a payload of nothing", {"event_type": "x", "event_payload": {"a": None}}, "/metadata/event_payload/a"),
        ("a third property", {"event_type": "x", "event_payload": {}, "id": 7}, "/metadata"),
    ]
] + [
    post("metadata of 8,000", "metadata_too_large", "/metadata", metadata=LONG),
    post("metadata that is not JSON", "invalid_metadata_format", "/metadata", metadata="{"),
]  # fmt: skip

ATTACHMENTS = [
    post(what, "invalid_attachments", pointer, attachments=attachments)
    for what, attachments, pointer in [
        ("attachments in an object", {"text": "x"}, "/attachments"),
        ("an attachment in words", ["x"], "/attachments/0"),
        ("an attachment of nothing", [{}], "/attachments/0"),
        ("an attachment of a colour", [{"color": "good"}], "/attachments/0"),
        ("an unknown property", [{"text": "x", "size": 1}], "/attachments/0"),
        ("a text object", [{"text": plain()}], "/attachments/0/text"),
        ("a colour by name", [{"text": "x", "color": "navy"}], "/attachments/0/color"),
        ("fields in an object", [{"text": "x", "fields": {}}], "/attachments/0/fields"),
        ("a field in words", [{"text": "x", "fields": ["x"]}], "/attachments/0/fields/0"),
        ("a field of the wrong sort", [{"fields": [{"title": "x", "short": "yes"}]}], "/attachments/0/fields/0/short"),
        ("an unknown field", [{"fields": [{"name": "x"}]}], "/attachments/0/fields/0"),
        ("a footer of 301", [{"text": "x", "footer": "x" * 301}], "/attachments/0/footer"),
        ("a link that is none", [{"title": "x", "title_link": "here"}], "/attachments/0/title_link"),
        ("marks in a title", [{"title": "x", "mrkdwn_in": ["title"]}], "/attachments/0/mrkdwn_in/0"),
        ("a moment in words", [{"text": "x", "ts": "today"}], "/attachments/0/ts"),
        ("six actions", [{"text": "x", "actions": [{}] * 6}], "/attachments/0/actions"),
        ("the second at fault", [{"text": "x"}, {"image_url": "chart"}], "/attachments/1/image_url"),
    ]
] + [
    post("101 attachments", "too_many_attachments", "/attachments", attachments=[{"text": "x"}] * 101),
    post("attachments that are not JSON", "invalid_arguments", "/attachments", attachments="["),
    post("51 blocks in one", "invalid_blocks", "/attachments/0/blocks", attachments=[{"blocks": [section()] * 51}]),
    post("a bad block in one", "invalid_blocks", "/attachments/0/blocks/0", attachments=[{"blocks": [{}]}]),
    post(
        "a video from elsewhere in one",
        "invalid_blocks",
        "/attachments/0/blocks/0/video_url",
        attachments=[{"blocks": [video(video_url="https://example.com/a")]}],
    ),
]  # fmt: skip

MESSAGES = [
    post("nothing", "no_text", text=""),
    post("no blocks", "no_text", text="", blocks=[]),
    post("blocks that are not JSON", "invalid_blocks_format", "/blocks", blocks="["),
    post("markdown and text", "markdown_text_conflict", markdown_text="x"),
    post("markdown and blocks", "markdown_text_conflict", text=None, markdown_text="x", blocks=[section()]),
    post("markdown of 12,001", "msg_too_long", text=None, markdown_text="x" * 12_001),
    post("a person's name", "missing_scope", username="The Chairman"),
    post("as a person", "as_user_not_supported", as_user=True),
    post("no such thread", "thread_not_found", thread_ts="1.000001"),
    post("a thread in a thread", "invalid_thread_ts", "/thread_ts", thread_ts="$reply"),
    post("no channel", "invalid_arguments", "/channel", channel=None),
    post("no such channel", "channel_not_found", channel="C404"),
    post("no such person", "channel_not_found", channel="U404"),
    post("itself", "cannot_dm_bot", channel="U0SANDBOX"),
    post("a channel it is not in", "not_in_channel", channel="$elsewhere"),
    post("a private channel it is not in", "channel_not_found", channel="$private"),
    post("an archived channel", "is_archived", channel="$archived"),
    post("a deactivated person", "user_disabled", channel="$gone"),
    bad("chat.postEphemeral", "no person", "invalid_arguments", "/user", channel="$channel", text="x"),
    bad("chat.postEphemeral", "an outsider", "user_not_in_channel", "/user", channel="$channel", user="$outsider", text="x"),
    bad("chat.postEphemeral", "nothing", "no_text", channel="$channel", user="$user"),
    bad(
        "chat.postEphemeral", "bad blocks", "invalid_blocks", "/blocks/0/text/text",
        channel="$channel", user="$user", text="x", blocks=[section(text=mrkdwn(""))],
    ),
    bad("chat.postEphemeral", "not a member", "not_in_channel", channel="$elsewhere", user="$user", text="x"),
    bad("chat.update", "no message", "invalid_arguments", "/ts", channel="$channel", text="x"),
    bad("chat.update", "no such message", "message_not_found", channel="$channel", ts="1.000001", text="x"),
    bad("chat.update", "a person's message", "cant_update_message", channel="$channel", ts="$hers", text="x"),
    bad("chat.update", "a text of 4,001", "msg_too_long", "/text", channel="$channel", ts="$ts", text="x" * 4001),
    bad("chat.update", "nothing", "no_text", channel="$channel", ts="$ts"),
    bad("chat.update", "a channel's name", "channel_not_found", channel="#ppp-committee", ts="$ts", text="x"),
    bad("chat.update", "as a person", "as_user_not_supported", channel="$channel", ts="$ts", text="x", as_user=True),
    bad(
        "chat.update", "bad blocks", "invalid_blocks", "/blocks/0/rows",
        channel="$channel", ts="$ts", text="x", blocks=[data_table(rows=1)],
    ),
    bad("chat.delete", "a person's message", "cant_delete_message", channel="$channel", ts="$hers"),
    bad("chat.delete", "no such message", "message_not_found", channel="$channel", ts="1.000001"),
    bad("chat.getPermalink", "no such message", "message_not_found", channel="$channel", message_ts="1.000001"),
    bad("chat.getPermalink", "no message", "invalid_arguments", "/message_ts", channel="$channel"),
]  # fmt: skip

HOME: Json = {"type": "home", "blocks": [section()]}


def home(what: str, code: str, pointer: str = "", /, **view: Any) -> Bad:
    return bad("views.publish", what, code, pointer, user_id="$user", view={**HOME, **view})


MORE_VIEWS = [
    home("a Home tab with a title", "invalid_arguments", "/view", title=TITLE),
    home("a Home tab with a button to send", "invalid_arguments", "/view", submit=TITLE),
    home("a modal as a Home tab", "invalid_arguments", "/view/type", type="modal"),
    home("101 blocks", "invalid_arguments", "/view/blocks", blocks=[{"type": "divider"}] * 101),
    home("an alert on a Home tab", "invalid_arguments", "/view/blocks/0/type", blocks=[alert()]),
    home(
        "a moment on a Home tab", "invalid_arguments", "/view/blocks/0/elements/0/type",
        blocks=[actions({"type": "datetimepicker"})],
    ),
    home(
        "a file on a Home tab", "invalid_arguments", "/view/blocks/0/element/type",
        blocks=[an_input({"type": "file_input"})],
    ),
    home(
        "a response URL on a Home tab", "invalid_arguments", "/view/blocks/0/accessory/response_url_enabled",
        blocks=[section(accessory={"type": "channels_select", "response_url_enabled": True})],
    ),
    home("a video from elsewhere", "invalid_blocks", "/view/blocks/0/video_url", blocks=[video(video_url="https://a.b")]),
    home("private metadata of 3,001", "invalid_arguments", "/view/private_metadata", private_metadata="x" * 3001),
    bad("views.publish", "nobody", "invalid_arguments", "/user_id", view=HOME),
    bad("views.publish", "no view", "invalid_arguments", "/view", user_id="$user"),
    bad("views.publish", "an old hash", "hash_conflict", user_id="$user", view=HOME, hash="1.x"),
    bad("views.open", "no trigger", "invalid_arguments", "/trigger_id", view=modal()),
    bad("views.open", "no such trigger", "invalid_trigger_id", trigger_id="1.2.x", view=modal()),
    bad("views.open", "a used trigger", "exchanged_trigger_id", trigger_id="$used", view=modal()),
    bad("views.open", "a view that is not JSON", "invalid_arguments", "/view", trigger_id="$trigger", view="{"),
    bad(
        "views.open", "a view of 250 kB", "view_too_large", "/view",
        trigger_id="$trigger", view=modal(*[section(text=plain("x" * 3000))] * 90),
    ),
    bad(
        "views.open", "two alerts, one bad", "invalid_arguments", "/view/blocks/1/level",
        trigger_id="$trigger", view=modal(alert(), alert(level="fatal")),
    ),
    bad(
        "views.open", "an alert of 201", "invalid_arguments", "/view/blocks/0/text/text",
        trigger_id="$trigger", view=modal(alert(text=mrkdwn("x" * 201))),
    ),
    bad(
        "views.open", "half a number", "invalid_arguments", "/view/blocks/0/element/initial_value",
        trigger_id="$trigger",
        view=modal(
            an_input({"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"}), submit=TITLE
        ),
    ),
    bad(
        "views.open", "a first number too high", "invalid_arguments", "/view/blocks/0/element",
        trigger_id="$trigger",
        view=modal(
            an_input({"type": "number_input", "is_decimal_allowed": True, "initial_value": "9", "max_value": "1"}),
            submit=TITLE,
        ),
    ),
    bad(
        "views.open", "rich text in words", "invalid_arguments", "/view/blocks/0/element/initial_value",
        trigger_id="$trigger", view=modal(an_input({"type": "rich_text_input", "initial_value": "x"}), submit=TITLE),
    ),
    bad(
        "views.open", "a workflow in a modal", "invalid_arguments", "/view/blocks/0/elements/0/type",
        trigger_id="$trigger", view=modal(actions({"type": "workflow_button"})),
    ),
    bad("views.push", "a trigger from outside", "invalid_trigger_id", "/trigger_id", trigger_id="$trigger", view=modal()),
    bad("views.update", "no view", "invalid_arguments", "/view_id", view=modal()),
    bad("views.update", "no such view", "not_found", view_id="V404", view=modal()),
    bad("views.update", "an old hash", "hash_conflict", view_id="$view", view=modal(), hash="1.x"),
    bad("views.update", "a modal into a Home tab", "invalid_arguments", "/view/type", view_id="$view", view={**modal(), "type": "home"}),
    bad(
        "views.update", "a bad block", "invalid_arguments", "/view/blocks/0/elements/0/text/type",
        view_id="$view", view=modal(actions(button(text=mrkdwn()))),
    ),
]  # fmt: skip

ARGUMENTS = [
    bad("files.nothing", "no such method", "unknown_method"),
    bad("conversations.history", "no channel", "invalid_arguments", "/channel"),
    bad("conversations.history", "no such channel", "channel_not_found", channel="C404"),
    bad("conversations.history", "another's cursor", "invalid_cursor", channel="$channel", cursor="x"),
    bad("conversations.history", "a page of none", "invalid_limit", channel="$channel", limit=0),
    bad("conversations.history", "a page of 1,001", "invalid_limit", channel="$channel", limit=1001),
    bad("conversations.history", "a page in words", "invalid_limit", channel="$channel", limit="many"),
    bad("conversations.history", "since when", "invalid_ts_oldest", "/oldest", channel="$channel", oldest="today"),
    bad("conversations.history", "until when", "invalid_ts_latest", "/latest", channel="$channel", latest="today"),
    bad("conversations.history", "a channel it is not in", "not_in_channel", channel="$elsewhere"),
    bad("conversations.replies", "no such thread", "thread_not_found", channel="$channel", ts="1.000001"),
    bad("conversations.info", "a private channel", "channel_not_found", channel="$private"),
    bad("conversations.list", "kinds of its own", "invalid_types", types="groups"),
    bad("conversations.members", "no such channel", "channel_not_found", channel="C404"),
    bad("conversations.open", "nobody", "users_list_not_supplied"),
    bad("conversations.open", "no such person", "user_not_found", "/users", users="U404"),
    bad("conversations.open", "a deactivated person", "user_disabled", "/users", users="$gone"),
    bad("conversations.join", "a private channel", "channel_not_found", channel="$private"),
    bad("conversations.join", "an archived channel", "is_archived", channel="$archived"),
    bad("users.info", "no such person", "user_not_found", "/user", user="U404"),
    bad("users.lookupByEmail", "an unknown address", "users_not_found", "/email", email="nobody@example.org"),
    bad("users.list", "another's cursor", "invalid_cursor", cursor="x"),
    bad("bots.info", "no such bot", "bot_not_found", bot="B404"),
    bad("apps.connections.open", "a bot's token", "not_allowed_token_type"),
]  # fmt: skip

# Bodies for a response URL: messages without a token.
REPLIES = [
    Bad("nothing", "no_text"),
    Bad("an unknown audience", "invalid_response_type", "/response_type", {"text": "x", "response_type": "all"}),
    Bad("bad blocks", "invalid_blocks", "/blocks/0/type", {"text": "x", "blocks": [alert()]}),
    Bad("a header in mrkdwn", "invalid_blocks", "/blocks/0/text/type", {"blocks": [{"type": "header", "text": mrkdwn()}]}),
    Bad("51 blocks", "invalid_blocks", "/blocks", {"text": "x", "blocks": [section()] * 51}),
    Bad("bad attachments", "invalid_attachments", "/attachments/0/color", {"attachments": [{"text": "x", "color": "?"}]}),
    Bad("101 attachments", "too_many_attachments", "/attachments", {"attachments": [{"text": "x"}] * 101}),
    Bad("bad metadata", "invalid_metadata_format", "/metadata", {"text": "x", "metadata": {}}),
    Bad("markdown of 12,001", "msg_too_long", "", {"markdown_text": "x" * 12_001}),
    Bad("no such thread", "thread_not_found", "", {"text": "x", "thread_ts": "1.000001"}),
]  # fmt: skip

# Acknowledgements of a slash command; one with neither text nor blocks nor attachments says nothing.
COMMANDS = [row for row in REPLIES if row.args and "markdown_text" not in row.args]

# Answers to the submission of a modal whose input block is "reason".
SUBMISSIONS = [
    Bad("no such action", "invalid_response_action", "/response_action", {"response_action": "shut"}),
    Bad("an answer without an action", "invalid_response_action", "/response_action", {"errors": {"reason": "x"}}),
    Bad("no errors", "invalid_arguments", "/errors", {"response_action": "errors"}),
    Bad("empty errors", "invalid_arguments", "/errors", {"response_action": "errors", "errors": {}}),
    Bad("errors in an array", "invalid_arguments", "/errors", {"response_action": "errors", "errors": ["reason"]}),
    Bad("an error at no block", "invalid_arguments", "/errors/why", {"response_action": "errors", "errors": {"why": "x"}}),
    Bad("an error at a text", "invalid_arguments", "/errors/text", {"response_action": "errors", "errors": {"text": "x"}}),
    Bad("an error of nothing", "invalid_arguments", "/errors/reason", {"response_action": "errors", "errors": {"reason": ""}}),
    Bad("no view", "invalid_arguments", "/view", {"response_action": "update"}),
    Bad("a bad view", "invalid_arguments", "/view/title/type", {"response_action": "update", "view": {**modal(), "title": mrkdwn()}}),
    Bad("a Home tab on top", "invalid_arguments", "/view/type", {"response_action": "push", "view": {**modal(), "type": "home"}}),
    Bad("inputs and no submit", "invalid_arguments", "/view", {"response_action": "push", "view": modal(an_input(TEXT_INPUT))}),
]  # fmt: skip

# Answers to what a person types into a type-ahead menu.
SUGGESTIONS = [
    Bad("no options", "invalid_options", "", {"choices": []}),
    Bad("options and groups", "invalid_options", "", {"options": options(1), "option_groups": [GROUP]}),
    Bad("101 options", "invalid_options", "/options", {"options": options(101)}),
    Bad("101 groups", "invalid_options", "/option_groups", {"option_groups": [GROUP] * 101}),
    Bad("an option in words", "invalid_options", "/options/0", {"options": ["Barrow"]}),
    Bad("an option in mrkdwn", "invalid_options", "/options/0/text/type", {"options": [{**option(), "text": mrkdwn()}]}),
    Bad("an option of 76", "invalid_options", "/options/0/text/text", {"options": [{**option(), "text": plain("x" * 76)}]}),
    Bad("an option without a value", "invalid_options", "/options/0", {"options": [{"text": plain()}]}),
    Bad("a value of 151", "invalid_options", "/options/0/value", {"options": [{**option(), "value": "x" * 151}]}),
    Bad("a group of nothing", "invalid_options", "/option_groups/0/options", {"option_groups": [{**GROUP, "options": []}]}),
    Bad("a group label of 76", "invalid_options", "/option_groups/0/label/text", {"option_groups": [{**GROUP, "label": plain("x" * 76)}]}),
    Bad("a picture for an option", "invalid_options", "/options/0", {"options": [PICTURE]}),
]  # fmt: skip

CALLS = [*BLOCKS, *VIEWS, *METADATA, *ATTACHMENTS, *MESSAGES, *MORE_VIEWS, *ARGUMENTS]
