"""JSON: the one name for an object, and how it is read."""

import json
from typing import Any

Json = dict[str, Any]
# Uncertain: Slack publishes no depth. No block, view or metadata that it takes comes near.
_DEPTH = 100
_DIGITS = 12  # more than that no page, version, size or time needs


def as_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one: for payloads whose shape is not ours to trust."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def parse(text: str) -> Any:
    """Reads JSON. Raises ValueError for what is none, also for NaN and Infinity, and for what nests too deep."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nests too deep") from error
    level = [found]
    for _ in range(_DEPTH):
        level = [child for each in level for child in _children(each)]
        if not level:
            return found
    raise ValueError("nests too deep")


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def is_count(text: str) -> bool:
    """Whether a text is a whole number, not less than 0, in digits that `int` reads and of a sensible length."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
