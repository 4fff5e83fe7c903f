"""Blocks of the newer kind that show something ready-made: alerts, cards, videos, the steps of an agent."""

from typing import Any

from liaison.sandbox.jsons import as_list, as_object
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.elements import element
from liaison.sandbox.rules.objects import picture, plain, text
from liaison.sandbox.rules.rich import rich_text
from liaison.sandbox.rules.shapes import (
    LINKS,
    Check,
    Fault,
    Place,
    by_type,
    listing,
    one_of,
    rule,
    shape,
    string,
    unique,
    url,
)

BLOCK_ID = {"block_id": string(limits.ID)}
_https = url(limits.VIDEO_URL, "https")


def _card_action(value: Any, place: Place) -> list[Fault]:
    return element(value, place.inside("card"))


alert = shape(
    {"text": text(limits.ALERT_TEXT)},
    {**BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")},
)
card = shape(
    {},
    {
        **BLOCK_ID,
        "hero_image": picture,
        "icon": picture,
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_TITLE),
        "body": text(limits.CARD_BODY),
        "actions": listing(_card_action, limits.CARD_ACTIONS),
    },
    rule(
        lambda e: any(name in e for name in ("hero_image", "title", "actions", "body")),
        "must have at least one of hero_image, title, actions and body",
    ),
)
carousel = shape(
    {"elements": listing(by_type(lambda: {"card": card}), limits.CAROUSEL_CARDS)},
    BLOCK_ID,
)
video = shape(
    {
        "alt_text": string(limits.IMAGE_ALT),
        "title": plain(limits.VIDEO_TITLE),
        "thumbnail_url": url(limits.VIDEO_URL, "https?"),
        "video_url": _https,
    },
    {
        **BLOCK_ID,
        "author_name": string(limits.VIDEO_AUTHOR),
        "description": plain(limits.VIDEO_TITLE),
        "provider_icon_url": url(limits.VIDEO_URL, "https?"),
        "provider_name": string(limits.ID),
        "title_url": _https,
    },
)

_source = by_type(lambda: {"url": shape({"url": url(limits.BUTTON_URL, LINKS), "text": string(limits.TEXT)})})
_TASK_FIELDS: dict[str, Check] = {
    **BLOCK_ID,
    "details": rich_text,
    "output": rich_text,
    "sources": listing(_source, limits.PLAN_TASKS),
    "status": one_of("pending", "in_progress", "complete", "error"),
}
task_card = shape({"task_id": string(limits.ID), "title": string(limits.TEXT)}, _TASK_FIELDS)


def _task(value: Any, place: Place) -> list[Fault]:
    """A task of a plan, which Slack takes with and without its type."""
    if as_object(value).get("type", "task_card") != "task_card":
        return place.into("type").fault("must be task_card")
    return task_card(value, place)


def _unique_tasks(value: Any, place: Place) -> list[Fault]:
    ids = [task["task_id"] for task in as_list(value.get("tasks"))]
    return unique(ids, "`task_id`", lambda n: place.into("tasks", n, "task_id"))


plan = shape(
    {"title": string(limits.TEXT)},
    {**BLOCK_ID, "tasks": listing(_task, limits.PLAN_TASKS, 0)},
    _unique_tasks,
)
