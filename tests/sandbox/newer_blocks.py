"""Slack's newer blocks: at their limits, and wrong."""

from typing import Any

from tests.sandbox.bad_blocks import (
    PICTURE,
    actions,
    button,
    field,
    mrkdwn,
    plain,
    rich,
    section,
    select,
    table,
)

Json = dict[str, Any]


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float = 1) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def data_table(rows: int = 2, columns: int = 1, **more: Any) -> Json:
    return {
        "type": "data_table",
        "caption": "Reports",
        "rows": [[raw()] * columns for _ in range(rows)],
        **more,
    }


def chart(**more: Any) -> Json:
    return {"type": "data_visualization", "title": "Reports", "chart": PIE, **more}


def segments(count: int) -> list[Json]:
    return [{"label": f"s{n}", "value": n + 1} for n in range(count)]


def bars(*names: str, categories: tuple[str, ...] = ("Mon", "Tue"), **axis: Any) -> Json:
    data = [{"label": each, "value": 1.5} for each in categories]
    series = [{"name": name, "data": data} for name in names]
    return {"type": "bar", "series": series, "axis_config": {"categories": list(categories), **axis}}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn("Barrow CDRP"), **more}


def carousel(*cards: Json) -> Json:
    return {"type": "carousel", "elements": list(cards)}


def container(*blocks: Json, **more: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(blocks), **more}


def alert(**more: Any) -> Json:
    return {"type": "alert", "text": mrkdwn(), **more}


def feedback(**more: Any) -> Json:
    return {"type": "feedback_buttons", "positive_button": GOOD, "negative_button": POOR, **more}


def icon(**more: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}


def context_actions(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def task(**more: Any) -> Json:
    return {"type": "task_card", "task_id": "t1", "title": "Looking it up", **more}


def plan(*tasks: Json, **more: Any) -> Json:
    return {"type": "plan", "title": "Working", "tasks": list(tasks), **more}


def video(**more: Any) -> Json:
    return {
        "type": "video",
        "alt_text": "A meeting",
        "title": plain(),
        "thumbnail_url": "https://example.org/a.png",
        "video_url": "https://video.example.org/embed/a",
        **more,
    }


def starter(**more: Any) -> Json:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/Ft1/x", **more}}
    return {"type": "workflow_button", "text": plain("Start"), "workflow": workflow}


GOOD = {"text": plain("Good"), "value": "good"}
POOR = {"text": plain("Poor"), "value": "poor"}
PIE = {"type": "pie", "segments": segments(2)}
WORDS = rich({"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]})
LINK = {"type": "url", "url": "https://example.org", "text": "The source"}

GOOD_NEWER: list[tuple[str, Json]] = [
    (
        "a card at its limits",
        card(title=plain("x" * 150), subtitle=mrkdwn("x" * 150), body=mrkdwn("x" * 200)),
    ),
    ("a card of pictures", {"type": "card", "hero_image": PICTURE, "icon": PICTURE}),
    ("a card with buttons", card(actions=[button(action_id=str(n)) for n in range(3)])),
    ("ten cards", carousel(*[card()] * 10)),
    ("a container", container(section(), {"type": "divider"}, actions(button()), width="full", icon=PICTURE)),
    ("a container that opens", container(section(), is_collapsible=True, default_collapsed=True)),
    (
        "a container with a rich title",
        {"type": "container", "rich_text_title": WORDS, "child_blocks": [WORDS]},
    ),
    (
        "opinions",
        context_actions(feedback(action_id="f"), icon(action_id="i", visible_to_user_ids=["U1"] * 10)),
    ),
    ("a data table", data_table(rows=101, columns=20, page_size=100, row_header_column_index=19)),
    ("figures and rich text", data_table(rows=1) | {"rows": [[raw(), figure()], [WORDS, figure(1.5)]]}),
    ("a pie", chart(title="x" * 50, chart={"type": "pie", "segments": segments(6)})),
    ("bars", chart(chart=bars(*"abcdef", x_label="x" * 50, y_label="y"))),
    ("a line", chart(chart={**bars("a", categories=tuple(str(n) for n in range(20))), "type": "line"})),
    ("a plan", plan(task(status="pending"), {"task_id": "t2", "title": "No type", "details": WORDS})),
    ("a task", task(details=WORDS, output=WORDS, sources=[LINK], status="error")),
    ("a video", video(title=plain("x" * 199), description=plain("x" * 199), author_name="x" * 49)),
    ("a workflow", section(accessory=starter(customizable_input_parameters=[{"name": "a", "value": "b"}]))),
    ("a picture from Slack", {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}),
    ("a picker with a time zone", actions({"type": "timepicker", "timezone": "Europe/London"})),
]

# What is wrong, the blocks of a message, and where the fault is.
BAD_NEWER: list[tuple[str, list[Json], str]] = [
    ("a card of nothing", [{"type": "card"}], "/blocks/0"),
    ("a card with an icon alone", [{"type": "card", "icon": PICTURE}], "/blocks/0"),
    ("a card title of 151", [card(title=mrkdwn("x" * 151))], "/blocks/0/title/text"),
    ("a card subtitle of 151", [card(subtitle=mrkdwn("x" * 151))], "/blocks/0/subtitle/text"),
    ("a card body of 201", [card(body=mrkdwn("x" * 201))], "/blocks/0/body/text"),
    ("a card title in words", [card(title="Barrow")], "/blocks/0/title"),
    ("a menu in a card", [card(actions=[select()])], "/blocks/0/actions/0/type"),
    ("four buttons in a card", [card(actions=[button()] * 4)], "/blocks/0/actions"),
    (
        "an action_id twice in a card",
        [card(actions=[button(action_id="a")] * 2)],
        "/blocks/0/actions/1/action_id",
    ),
    ("a hero image in words", [card(hero_image="https://example.org/a.png")], "/blocks/0/hero_image"),
    ("a carousel of nothing", [carousel()], "/blocks/0/elements"),
    ("eleven cards", [carousel(*[card()] * 11)], "/blocks/0/elements"),
    ("a section in a carousel", [carousel(section())], "/blocks/0/elements/0/type"),
    (
        "a block_id twice, inside",
        [card(block_id="a"), carousel(card(block_id="a"))],
        "/blocks/1/elements/0/block_id",
    ),
    ("a container of nothing", [container()], "/blocks/0/child_blocks"),
    ("eleven children", [container(*[section()] * 11)], "/blocks/0/child_blocks"),
    ("a container in a container", [container(container(section()))], "/blocks/0/child_blocks/0/type"),
    ("a card in a container", [container(card())], "/blocks/0/child_blocks/0/type"),
    ("a container without a title", [{"type": "container", "child_blocks": [section()]}], "/blocks/0"),
    ("a container title in mrkdwn", [container(section(), title=mrkdwn())], "/blocks/0/title/type"),
    ("a container of any width", [container(section(), width="10px")], "/blocks/0/width"),
    ("collapsed and not collapsible", [container(section(), default_collapsed=True)], "/blocks/0"),
    ("a bad child", [container(section(text=mrkdwn("")))], "/blocks/0/child_blocks/0/text/text"),
    ("an alert in a message", [alert()], "/blocks/0/type"),
    ("opinions of nothing", [context_actions()], "/blocks/0/elements"),
    ("six opinions", [context_actions(*[feedback()] * 6)], "/blocks/0/elements"),
    ("a button among opinions", [context_actions(button())], "/blocks/0/elements/0/type"),
    ("opinions among buttons", [actions(feedback())], "/blocks/0/elements/0/type"),
    (
        "one opinion only",
        [context_actions({"type": "feedback_buttons", "positive_button": GOOD})],
        "/blocks/0/elements/0",
    ),
    (
        "an opinion of 76",
        [context_actions(feedback(positive_button={**GOOD, "text": plain("x" * 76)}))],
        "/blocks/0/elements/0/positive_button/text/text",
    ),
    (
        "an opinion without a value",
        [context_actions(feedback(negative_button={"text": plain()}))],
        "/blocks/0/elements/0/negative_button",
    ),
    ("an icon without words", [context_actions({"type": "icon_button", "icon": "trash"})], "/blocks/0/elements/0"),
    (
        "an icon for eleven people",
        [context_actions(icon(visible_to_user_ids=["U1"] * 11))],
        "/blocks/0/elements/0/visible_to_user_ids",
    ),
    ("a data table of a header", [data_table(rows=1)], "/blocks/0/rows"),
    ("a data table of 102 rows", [data_table(rows=102)], "/blocks/0/rows"),
    ("a data table of 21 columns", [data_table() | {"rows": [[raw()] * 21, [raw()]]}], "/blocks/0/rows/0"),
    ("a data table without a caption", [{"type": "data_table", "rows": [[raw()], [raw()]]}], "/blocks/0"),
    ("rows of two lengths", [data_table() | {"rows": [[raw(), raw()], [raw()]]}], "/blocks/0/rows/1"),
    ("a header in rich text", [data_table() | {"rows": [[WORDS], [raw()]]}], "/blocks/0/rows/0/0/type"),
    ("a page of none", [data_table(page_size=0)], "/blocks/0/page_size"),
    ("a page of 101", [data_table(page_size=101)], "/blocks/0/page_size"),
    ("no such column", [data_table(row_header_column_index=1)], "/blocks/0/row_header_column_index"),
    ("a data table of 10,001", [data_table() | {"rows": [[raw("x")], [raw("x" * 10_000)]]}], "/blocks/0"),
    ("tables of 10,001", [table(text="x" * 5000), data_table() | {"rows": [[raw()], [raw("x" * 5000)]]}], "/blocks"),
    ("a number in words", [data_table() | {"rows": [[raw()], [figure() | {"value": "1"}]]}], "/blocks/0/rows/1/0/value"),
    ("a number without words", [table() | {"rows": [[{"type": "raw_number", "value": 1}]]}], "/blocks/0/rows/0/0"),
    ("a column to the middle", [table() | {"column_settings": [{"align": "middle"}]}], "/blocks/0/column_settings/0/align"),
    ("settings of 21 columns", [table() | {"column_settings": [None] * 21}], "/blocks/0/column_settings"),
    ("three charts", [chart()] * 3, "/blocks"),
    ("a chart title of 51", [chart(title="x" * 51)], "/blocks/0/title"),
    ("a chart title as a text object", [chart(title=plain())], "/blocks/0/title"),
    ("a chart of no kind", [chart(chart={"type": "radar"})], "/blocks/0/chart/type"),
    ("a pie of nothing", [chart(chart={"type": "pie", "segments": []})], "/blocks/0/chart/segments"),
    ("seven segments", [chart(chart={"type": "pie", "segments": segments(7)})], "/blocks/0/chart/segments"),
    (
        "a segment of nothing",
        [chart(chart={"type": "pie", "segments": [{"label": "a", "value": 0}]})],
        "/blocks/0/chart/segments/0/value",
    ),
    (
        "a label of 21",
        [chart(chart={"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]})],
        "/blocks/0/chart/segments/0/label",
    ),
    ("seven series", [chart(chart=bars(*"abcdefg"))], "/blocks/0/chart/series"),
    ("a series twice", [chart(chart=bars("a", "a"))], "/blocks/0/chart/series/1/name"),
    ("21 categories", [chart(chart=bars("a") | {"axis_config": {"categories": [str(n) for n in range(21)]}})], "/blocks/0/chart/axis_config/categories"),
    ("an axis of 51", [chart(chart=bars("a", x_label="x" * 51))], "/blocks/0/chart/axis_config/x_label"),
    ("a missing point", [chart(chart=bars("a") | {"axis_config": {"categories": ["Mon"]}})], "/blocks/0/chart/series/0/data"),
    ("bars without an axis", [chart(chart={"type": "bar", "series": bars("a")["series"]})], "/blocks/0/chart"),
    ("a plan without a title", [{"type": "plan", "tasks": []}], "/blocks/0"),
    ("51 tasks", [plan(*[task(task_id=str(n)) for n in range(51)])], "/blocks/0/tasks"),
    ("a task twice", [plan(task(), task())], "/blocks/0/tasks/1/task_id"),
    ("a section in a plan", [plan(section())], "/blocks/0/tasks/0/type"),
    ("a task of no state", [task(status="done")], "/blocks/0/status"),
    ("details in words", [task(details="x")], "/blocks/0/details"),
    ("a task without a title", [{"type": "task_card", "task_id": "t"}], "/blocks/0"),
    ("a source without words", [task(sources=[{"type": "url", "url": "https://example.org"}])], "/blocks/0/sources/0"),
    ("a video title of 200", [video(title=plain("x" * 200))], "/blocks/0/title/text"),
    ("a video title in mrkdwn", [video(title=mrkdwn())], "/blocks/0/title/type"),
    ("an author of 50", [video(author_name="x" * 50)], "/blocks/0/author_name"),
    ("a video over http", [video(video_url="http://video.example.org/a")], "/blocks/0/video_url"),
    ("a title over http", [video(title_url="http://example.org/a")], "/blocks/0/title_url"),
    ("a video without words", [{k: v for k, v in video().items() if k != "alt_text"}], "/blocks/0"),
    ("a video from elsewhere", [video(video_url="https://example.com/a")], "/blocks/0/video_url"),
    ("a remote file", [{"type": "file", "external_id": "a", "source": "remote"}], "/blocks/0/type"),
    ("a workflow without a trigger", [actions({"type": "workflow_button", "text": plain(), "workflow": {}})], "/blocks/0/elements/0/workflow"),
    ("a workflow over http", [actions(starter(url="http://slack.com"))], "/blocks/0/elements/0/workflow/trigger/url"),
    ("a picture of two files", [{**PICTURE, "slack_file": {"id": "F1", "url": "https://x"}}], "/blocks/0/slack_file"),
    ("a filter of nothing", [actions({"type": "conversations_select", "filter": {}})], "/blocks/0/elements/0/filter"),
    ("no such time zone", [actions({"type": "timepicker", "timezone": "Barrow"})], "/blocks/0/elements/0/timezone"),
    ("a pressable in an input", [field(icon())], "/blocks/0/element/type"),
]  # fmt: skip
