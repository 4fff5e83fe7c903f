"""The Web API: finds a method, checks token and scopes, reads its arguments, answers as Slack does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from liaison.sandbox.jsons import Json, is_count, parse
from liaison.sandbox.rules import limits
from liaison.sandbox.rules.shapes import Fault
from liaison.sandbox.workspace import BOT_TOKEN, Workspace

if TYPE_CHECKING:
    from liaison.sandbox.delivery.events import Events


class SlackError(Exception):
    """An answer with `ok: false`. `faults` become response_metadata.messages."""

    def __init__(self, code: str, faults: Iterable[Fault] = (), **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.faults = list(faults)
        self.more = more

    def answer(self) -> Json:
        found: Json = {"ok": False, "error": self.code, **self.more}
        if self.faults:
            found["errors"] = [f"{fault.sentence} [json-pointer:{fault.pointer}]" for fault in self.faults]
            found["response_metadata"] = {"messages": [str(fault) for fault in self.faults]}
        return found


@dataclass
class Call:
    """One call: its arguments, and what the handlers work on."""

    workspace: Workspace
    events: "Events"
    args: Json
    base_url: str
    warnings: list[Fault] = field(default_factory=list)
    token: str = ""

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        if isinstance(value, (bool, float, list, dict)):
            raise SlackError("invalid_arguments", [Fault(f"/{name}", "must be a string")])
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", [Fault(f"/{name}", f"missing required field: {name}")])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.args.get(name)
        return default if value is None else value in (True, "true", "True", "1", 1)

    def names(self, name: str) -> list[str]:
        """An argument that names several things: a JSON array, or text with commas."""
        value = self.args.get(name)
        found = value if isinstance(value, list) else str(value or "").split(",")
        return [each for each in (str(each).strip() for each in found) if each]

    def data(self, name: str) -> Any:
        """An argument that is JSON: itself in a JSON body, text in a form. None when it is not given."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return parse(value) if value else None
        except ValueError as error:
            code = {
                "blocks": "invalid_blocks_format",
                "metadata": "invalid_metadata_format",
                "unfurls": "invalid_unfurls_format",
            }
            raise SlackError(
                code.get(name, "invalid_arguments"), [Fault(f"/{name}", "must be JSON")]
            ) from error

    def need(self, *any_of: str) -> None:
        """Refuses the call unless the app has one of these scopes."""
        scopes = self.workspace.granted
        if any_of and not scopes.intersection(any_of):
            raise SlackError("missing_scope", needed=any_of[0], provided=",".join(sorted(scopes)))

    def page(
        self, items: list[Any], cursor_prefix: str = "next", *, most: int = limits.PAGE_MOST
    ) -> tuple[list[Any], Json]:
        """One page of a list, of no more than so many, and the response_metadata that leads to the next."""
        limit = self.text("limit") or str(limits.PAGE)
        if not is_count(limit) or not 1 <= int(limit) <= limits.PAGE_MOST:
            raise SlackError("invalid_limit")
        start = 0
        if cursor := self.text("cursor"):
            prefix, _, number = cursor.partition(":")
            if prefix != cursor_prefix or not is_count(number) or int(number) >= len(items):
                raise SlackError("invalid_cursor")
            start = int(number)
        end = start + min(int(limit), most)
        following = f"{cursor_prefix}:{end}" if end < len(items) else ""
        return items[start:end], {"next_cursor": following}


_ALWAYS = frozenset(("token", "team_id", "pretty"))  # clients send these to any method
Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method: what handles it, the scopes of which it needs one, the token, and the arguments Slack knows."""

    handler: Handler
    args: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()
    token: str = BOT_TOKEN


def method(handler: Handler, args: str = "", *, scope: str = "", token: str = BOT_TOKEN) -> Method:
    return Method(handler, frozenset(args.split()), (scope,) if scope else (), token)


def answer(methods: dict[str, Method], name: str, token: str | None, call: Call) -> Json:
    """The answer to a call, and a note of it in the journal."""
    journal = call.workspace.journal
    try:
        found = _find(methods, name)
        check_token(call.workspace, found.token, token)
        call.token = token or ""
        call.need(*found.scopes)
        _permit(call.workspace, name)
        result = {"ok": True, **found.handler(call)}
    except SlackError as error:
        sentence = "; ".join(f"{f.sentence} ({f.pointer})" for f in error.faults)
        sentence = sentence or "; ".join(f"{key} {value}" for key, value in error.more.items())
        journal.refuse(name, error.code, sentence or "refused", call.args)
        call.workspace.changes.bump()
        return error.answer()
    unknown = sorted(set(call.args) - found.args - _ALWAYS)
    call.warnings += [
        Fault(f"/{name}", f"Slack knows no such argument: {name}", "unknown_argument") for name in unknown
    ]
    for fault in call.warnings:
        journal.refuse(name, fault.code, f"{fault.sentence} ({fault.pointer})", call.args)
    journal.record("in", name, f"{name} {_summary(call.args)}".strip(), call.args)
    call.workspace.changes.bump()
    if call.warnings:
        result["warning"] = ",".join(fault.code for fault in call.warnings)
        metadata = result.setdefault("response_metadata", {})
        metadata["warnings"] = [fault.code for fault in call.warnings]
    return result


def admitted(workspace: Workspace, methods: dict[str, Method], name: str, token: str | None) -> bool:
    """Whether there is such a method, and the token opens it."""
    try:
        check_token(workspace, _find(methods, name).token, token)
    except SlackError:
        return False
    return True


def _find(methods: dict[str, Method], name: str) -> Method:
    if name not in methods:
        raise SlackError("unknown_method", req_method=name)
    return methods[name]


def _permit(workspace: Workspace, name: str) -> None:
    """Refuses what the workspace's owners keep to themselves."""
    if name in workspace.restricted:
        raise SlackError("restricted_action")


def check_token(workspace: Workspace, wanted: str, token: str | None) -> None:
    """Refuses a token that is missing, unknown, dead, too old or of another kind than the one `wanted`.

    `wanted` is one of the sandbox's own tokens; with an empty one no token is needed.
    """
    if not wanted:
        return
    if not token:
        raise SlackError("not_authed")
    known = workspace.tokens.get(token)
    if known is None:
        raise SlackError("invalid_auth")
    if known.refusal:
        raise SlackError(known.refusal)
    if known.expires is not None and workspace.clock.monotonic() > known.expires:
        raise SlackError("token_expired")
    if known.kind != workspace.tokens[wanted].kind:
        raise SlackError("not_allowed_token_type")


def _summary(args: Json) -> str:
    text = str(args.get("text") or "")
    return " ".join(filter(None, (str(args.get("channel") or ""), text[:60])))


async def read_call(request: web.Request) -> tuple[Json, str | None]:
    """The arguments and the token of a request, from its query, form or JSON body."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await _read_json(request)
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        args |= await _read_form(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() == "bearer" else None
    given = args.pop("token", None)
    return args, bearer or (None if given is None else str(given))  # a JSON body may hold anything


async def _read_json(request: web.Request) -> Json:
    try:
        raw = await request.text()
        body = parse(raw) if raw else {}
    except LookupError as error:
        raise SlackError("invalid_charset") from error
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


async def _read_form(request: web.Request) -> Json:
    try:
        form = await request.post()
    except LookupError as error:
        raise SlackError("invalid_charset") from error
    except ValueError as error:
        raise SlackError("invalid_form_data") from error
    return {name: value for name, value in form.items() if isinstance(value, str)}
