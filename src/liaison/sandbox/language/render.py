"""Messages and views as a person reads them, in plain text: for tests, and for what they print on failing."""

import re

from liaison.sandbox.acting.values import is_empty, key_of, options_of
from liaison.sandbox.jsons import Json, as_list, as_object
from liaison.sandbox.rules.charts import chart_lines
from liaison.sandbox.rules.rich import plain_text
from liaison.sandbox.workspace import Message, Values, View, Workspace


def text_of(workspace: Workspace, text: object) -> str:
    """A text object as it is read: mrkdwn without its marks, mentions as names."""
    node = as_object(text)
    written = str(node.get("text", ""))
    return mrkdwn(workspace, written) if node.get("type") == "mrkdwn" else written


def mrkdwn(workspace: Workspace, text: str) -> str:
    """Slack's markup as it is read."""
    text = re.sub(r"<([^<>]*)>", lambda found: _link(workspace, found[1]), text)
    for mark in "*_~":
        escaped = re.escape(mark)
        text = re.sub(
            rf"(?<![\w{escaped}]){escaped}(?=\S)([^{escaped}\n]+?)(?<=\S){escaped}(?!\w)", r"\1", text
        )
    text = re.sub(r"```(.+?)```", r"\1", text, flags=re.DOTALL)
    text = re.sub(r"`([^`\n]+)`", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _link(workspace: Workspace, inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        user = workspace.users.get(target[1:])
        return f"@{user.real_name}" if user else f"@{label or target[1:]}"
    if target.startswith("#"):
        place = workspace.conversations.get(target[1:])
        return f"#{place.name}" if place else f"#{label or target[1:]}"
    if target.startswith("!subteam^"):
        group = workspace.usergroups.get(target.removeprefix("!subteam^"))
        return f"@{group.handle}" if group else label or "@group"
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    return label or target.removeprefix("mailto:")


def message_text(workspace: Workspace, message: Message, user: str = "") -> str:
    """What a person reads of a message: its blocks if it has any, else its text, and its files."""
    if message.blocks:
        text = blocks_text(workspace, message.blocks, message.values.get(user))
    else:
        text = mrkdwn(workspace, message.text)
    files = [f"(file: {'deleted' if file.deleted else file.title})" for file in message.files]
    return "\n".join([*([text] if text or not files else []), *files])


def view_text(workspace: Workspace, view: View) -> str:
    """What a person reads in a modal or Home tab, with what was entered and the errors beside it."""
    body = view.body
    lines = [f"== {text_of(workspace, body.get('title'))} =="] if "title" in body else []
    if view.trouble:
        lines.append(f"! {view.trouble}")
    for block in body["blocks"]:
        lines.append(_block(workspace, block, view.values))
        if error := view.errors.get(block["block_id"]):
            lines.append(f"! {error}")
    buttons = [text_of(workspace, body[name]) for name in ("close", "submit") if body.get(name)]
    lines.append(" ".join(f"[{button}]" for button in buttons))
    return "\n".join(line for line in lines if line)


def blocks_text(workspace: Workspace, blocks: list[Json], values: Values | None = None) -> str:
    return "\n".join(_block(workspace, block, values or {}) for block in blocks)


def _block(workspace: Workspace, block: Json, values: Values) -> str:
    held = values.get(block.get("block_id", ""), {})
    match block["type"]:
        case "section":
            lines = [text_of(workspace, t) for t in (block.get("text"), *as_list(block.get("fields"))) if t]
            if "accessory" in block:
                lines.append(element_text(workspace, block["accessory"], held))
            return "\n".join(lines)
        case "header":
            return text_of(workspace, block["text"])
        case "divider":
            return "---"
        case "context":
            return " ".join(
                f"(image: {e['alt_text']})" if e["type"] == "image" else text_of(workspace, e)
                for e in block["elements"]
            )
        case "actions":
            return " ".join(element_text(workspace, e, held) for e in block["elements"])
        case "input":
            hint = f" ({text_of(workspace, block['hint'])})" if "hint" in block else ""
            optional = " (optional)" if block.get("optional") else ""
            label = text_of(workspace, block["label"])
            return f"{label}{optional}{hint}: {element_text(workspace, block['element'], held)}"
        case "image":
            return f"(image: {block['alt_text']})"
        case "markdown":
            return str(block["text"])
        case "rich_text":
            return mrkdwn(workspace, plain_text(block))
    return "\n".join(line for line in _newer(workspace, block, values) if line)


def _newer(workspace: Workspace, block: Json, values: Values) -> list[str]:
    """The lines of the newer blocks, some of which have other blocks inside."""
    match block["type"]:
        case "table" | "data_table":
            rows = [" | ".join(plain_text(cell) for cell in row) for row in block["rows"]]
            return [block.get("caption", ""), *(mrkdwn(workspace, row) for row in rows)]
        case "data_visualization":
            return [block["title"], *chart_lines(block["chart"])]
        case "alert":
            return [f"({block.get('level', 'default')}) {text_of(workspace, block['text'])}"]
        case "card":
            return _card(workspace, block, values)
        case "carousel":
            return [_block(workspace, each, values) for each in block["elements"]]
        case "container":
            titles = [text_of(workspace, block.get(name)) for name in ("title", "subtitle")]
            titles[0] = mrkdwn(workspace, plain_text(block.get("rich_text_title"))) or titles[0]
            return [*titles, *(_block(workspace, each, values) for each in block["child_blocks"])]
        case "context_actions":
            return [" ".join(element_text(workspace, each, {}) for each in block["elements"])]
        case "plan" | "task_card":
            return _tasks(workspace, block)
        case "video":
            return [f"(video: {text_of(workspace, block['title'])})"]
    return [mrkdwn(workspace, plain_text(block))]


def _card(workspace: Workspace, block: Json, values: Values) -> list[str]:
    held = values.get(block.get("block_id", ""), {})
    return [
        *(f"(image: {block[name]['alt_text']})" for name in ("hero_image", "icon") if name in block),
        *(text_of(workspace, block.get(name)) for name in ("title", "subtitle", "body")),
        " ".join(element_text(workspace, each, held) for each in block.get("actions", [])),
    ]


def _tasks(workspace: Workspace, block: Json) -> list[str]:
    """A plan's tasks, or one task: each with its state before it, and what it has to say below."""
    if block["type"] == "plan":
        tasks = [{**task, "type": "task_card"} for task in block.get("tasks", [])]
        return [block["title"], *(line for task in tasks for line in _tasks(workspace, task))]
    state = f"({block['status']}) " if "status" in block else ""
    said = [mrkdwn(workspace, plain_text(block.get(name))) for name in ("details", "output")]
    return [f"{state}{block['title']}", *said, *(source["text"] for source in block.get("sources", []))]


def element_text(workspace: Workspace, element: Json, held: dict[str, Json]) -> str:
    """An element: a button's label, the choices that are in plain sight, the value of anything else."""
    kind = element["type"]
    if kind == "image":
        return f"(image: {element['alt_text']})"
    if kind in ("button", "workflow_button", "icon_button"):
        return f"[{text_of(workspace, element['text'])}]"
    if kind == "feedback_buttons":
        both = (element["positive_button"], element["negative_button"])
        return " ".join(f"[{text_of(workspace, each['text'])}]" for each in both)
    if kind == "overflow":
        return "[…]"
    value = held.get(element.get("action_id", ""))
    if kind in ("radio_buttons", "checkboxes"):
        chosen = as_list((value or {}).get("selected_options")) or [(value or {}).get("selected_option")]
        marks = [("(x)" if o in chosen else "( )", text_of(workspace, o["text"])) for o in element["options"]]
        return " ".join(f"{mark} {text}" for mark, text in marks)
    shown = "" if value is None or is_empty(value) else value_text(workspace, element, value)
    return f"[{shown or text_of(workspace, element.get('placeholder')) or '     '}]"


def value_text(workspace: Workspace, element: Json, value: Json) -> str:
    """What was entered or chosen, as it is shown."""
    held = value[key_of(element["type"])]
    parts = held if isinstance(held, list) else [held]
    return ", ".join(_part(workspace, element, part) for part in parts)


def _part(workspace: Workspace, element: Json, part: object) -> str:
    if isinstance(part, dict):
        if element["type"] == "file_input":
            return str(part["name"])
        return text_of(workspace, part["text"]) if "text" in part else plain_text(part)
    if "users" in element["type"] and str(part) in workspace.users:
        return workspace.users[str(part)].real_name
    if str(part) in workspace.conversations:
        return f"#{workspace.conversations[str(part)].name}"
    return str(part)


def labels(workspace: Workspace, element: Json) -> list[str]:
    """The labels of an element's options."""
    return [text_of(workspace, option["text"]) for option in options_of(element)]
