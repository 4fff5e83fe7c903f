"""blocks.validate: what is wrong with blocks, a message or a view, each fault pointed at. It needs no token."""

from typing import Any

from liaison.sandbox.api.web_api import Call, Method, SlackError
from liaison.sandbox.jsons import Json, as_list
from liaison.sandbox.rules.attachments import check_attachments, check_metadata
from liaison.sandbox.rules.blocks import check_blocks
from liaison.sandbox.rules.shapes import Fault, Place
from liaison.sandbox.rules.surfaces import check_message_blocks, check_together, check_view

_KINDS = ("blocks", "message", "view")


class BlocksError(SlackError):
    """This method tells of faults in its own form: where, what kind, and a sentence."""

    def answer(self) -> Json:
        # Uncertain: Slack has more codes than failed_constraint here, and lists none of them.
        errors = [
            {"pointer": fault.pointer or "/", "code": "failed_constraint", "message": fault.sentence}
            for fault in self.faults
        ]
        return {"ok": False, "error": self.code, "errors": errors}


def validate(call: Call) -> Json:
    given = [name for name in _KINDS if call.args.get(name) is not None]
    if len(given) != 1:
        raise SlackError("invalid_arguments", [Fault("/", "must have one of blocks, message and view")])
    faults = _FAULTS[given[0]](call.data(given[0]))
    if faults:
        raise BlocksError(f"invalid_{given[0]}", faults)
    return {}


def _blocks_faults(value: Any) -> list[Fault]:
    """Uncertain: Slack does not say which surface it has in mind. Blocks that fit a message or a modal will do."""
    faults = check_blocks(value, Place("message"))
    return faults and check_blocks(value, Place("modal")) and faults


def _view_faults(value: Any) -> list[Fault]:
    surface = "home" if isinstance(value, dict) and value.get("type") == "home" else "modal"
    return [
        Fault(fault.pointer.removeprefix("/view"), fault.sentence) for fault in check_view(value, surface)
    ]


def _message_faults(value: Any) -> list[Fault]:
    if not isinstance(value, dict):
        return [Fault("", "must be an object")]
    checks = (
        ("blocks", check_message_blocks),
        ("attachments", check_attachments),
        ("metadata", check_metadata),
    )
    faults = [f for name, check in checks if value.get(name) is not None for f in check(value[name])]
    faults = faults or check_together(as_list(value.get("blocks")), as_list(value.get("attachments")))
    if not faults and not any(value.get(name) for name in ("text", "blocks", "attachments")):
        return [Fault("", "has neither text nor blocks nor attachments")]
    return faults


_FAULTS = {"blocks": _blocks_faults, "message": _message_faults, "view": _view_faults}
METHODS: dict[str, Method] = {"blocks.validate": Method(validate, frozenset(_KINDS), token="")}
