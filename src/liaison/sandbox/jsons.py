"""The one name for a JSON object."""

from typing import Any

Json = dict[str, Any]


def as_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one: for payloads whose shape is not ours to trust."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []
