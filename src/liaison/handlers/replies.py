"""The few shapes in which a message goes back to Slack."""

from typing import Any

from slack_sdk.errors import SlackApiError

from liaison.handlers.blocks.kit import Message


def slack_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; "unknown" where the answer was not Slack's own."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "unknown") if isinstance(data, dict) else "unknown"


def ephemeral(message: Message) -> dict[str, Any]:
    """A command's answer, for the asker alone (UX-04)."""
    return {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}


def replacing(message: Message) -> dict[str, Any]:
    """An answer in the place of the message whose button was pressed (UX-23)."""
    return {"replace_original": True, "text": message.text, "blocks": message.blocks}


def beside(text: str) -> dict[str, Any]:
    """A line for the presser alone, leaving the message as it is."""
    return {"response_type": "ephemeral", "replace_original": False, "text": text}
