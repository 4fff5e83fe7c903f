"""Composition objects: texts, options, option groups, confirm dialogs, filters."""

from collections.abc import Callable
from typing import Any

from liaison.sandbox.jsons import as_list
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import (
    LINKS,
    WEB,
    Check,
    Fault,
    Place,
    boolean,
    by_type,
    listing,
    one_of,
    rule,
    shape,
    string,
    url,
)


def plain(most: int = limits.TEXT) -> Check:
    """A plain_text object."""
    return by_type(lambda: {"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text(most: int = limits.TEXT) -> Check:
    """A plain_text or mrkdwn object."""
    return by_type(
        lambda: {
            "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


confirm = shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
    typed=False,
)
dispatch_config = shape(
    {},
    {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)},
    typed=False,
)
conversation_filter = shape(
    {},
    {
        "include": listing(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rule(bool, "must supply at least one of include and the exclusions"),
    typed=False,
)
_IMAGE_SOURCE = {
    "image_url": url(limits.IMAGE_URL, WEB),
    "slack_file": shape(
        {},
        {"id": string(limits.ID), "url": url(limits.IMAGE_URL, WEB)},
        rule(lambda e: ("id" in e) != ("url" in e), "must have either id or url"),
        typed=False,
    ),
}
_one_source = rule(
    lambda e: ("image_url" in e) != ("slack_file" in e), "must have either image_url or slack_file"
)


def image(more: dict[str, Check] | None = None) -> Check:
    """A picture with words for those who do not see it; a block has `more`."""
    return shape({"alt_text": string(limits.IMAGE_ALT)}, {**_IMAGE_SOURCE, **(more or {})}, _one_source)


picture = by_type(lambda: {"image": image()})


def option(of: Callable[[int], Check], *, links: bool = False) -> Check:
    """One option; `of` makes the check of its texts. Only an overflow menu's options may have links."""
    more = {"url": url(limits.OPTION_URL, LINKS)} if links else {}
    return shape(
        {"text": of(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)},
        {"description": of(limits.OPTION_DESCRIPTION), **more},
        typed=False,
    )


choice = option(text)  # radio buttons and checkboxes
select_option = option(plain)
overflow_option = option(plain, links=True)
option_group = shape(
    {"label": plain(limits.GROUP_LABEL), "options": listing(select_option, limits.SELECT_OPTIONS)},
    typed=False,
)


def initial_is_offered(value: Any, place: Place) -> list[Fault]:
    """An initial option must equal one of those offered, in every property."""
    offered = list(as_list(value.get("options")))
    for group in as_list(value.get("option_groups")):
        offered += group["options"]
    faults: list[Fault] = []
    if "initial_option" in value and value["initial_option"] not in offered:
        faults += place.into("initial_option").fault("must match one of the options exactly")
    for n, each in enumerate(as_list(value.get("initial_options"))):
        if each not in offered:
            faults += place.into("initial_options", n).fault("must match one of the options exactly")
    return faults


def answer_options(value: Any, place: Place) -> list[Fault]:
    """What an app answers when a type-ahead menu asks for options. No options at all means: nothing found."""
    return shape(
        {},
        {
            "options": listing(select_option, limits.SELECT_OPTIONS, 0),
            "option_groups": listing(option_group, limits.OPTION_GROUPS, 0),
        },
        rule(
            lambda e: ("options" in e) != ("option_groups" in e), "must have either options or option_groups"
        ),
        typed=False,
    )(value, place)
