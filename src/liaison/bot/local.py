"""`liaison sandbox`: a strict Slack on this machine for an app of one's own, without Liaison's bot."""

import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import typer

from liaison.bot.demo import open_sandbox, people
from liaison.bot.settings import manifest_path
from liaison.sandbox.manifest import Manifest
from liaison.sandbox.server import Sandbox
from liaison.storage.packs import load_pack

HERE = Path("app_manifest.yml")
# By their roles and not by name, as nobody has said who they are.
SOMEBODY = ("First Member, Member", "Committee Officer, Officer")
SECONDS_BETWEEN_LOOKS = 0.5


def run(
    *,
    port: int,
    manifest: Path | None,
    persons: Sequence[str],
    seed: str | None,
    http: str | None,
    say: Callable[[str], None],
) -> None:
    """Runs the sandbox until Ctrl-C. Raises typer.BadParameter for an option that cannot be used."""
    path = manifest or (HERE if HERE.is_file() else manifest_path())
    read = _read(path)
    named = [_person(text) for text in persons or (() if seed else SOMEBODY)]
    if http:
        _check_url(http)
    pack = load_pack(seed) if seed else None
    with open_sandbox(port, manifest=path, command="sandbox") as slack:
        if pack:
            people(slack, pack)
        for name, role in named:
            slack.add_user(name, role=role)
        if http:
            slack.deliver_by_http(http)
        say(f"The page: {slack.url}\nWeb API: {slack.api_url}\nManifest: {path}{_whose(path)}")
        say(
            f"Bot token {slack.bot_token}, app token {slack.app_token}, signing secret {slack.signing_secret}."
        )
        say(_delivery(slack, read, http))
        say(_who(slack))
        say("Press Ctrl-C to stop.")
        wait_for_interrupt(slack)


def wait_for_interrupt(slack: Sandbox) -> None:
    """Waits until Ctrl-C, and meanwhile for the app, where it is one that has to be asked whether it is there."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(SECONDS_BETWEEN_LOOKS):  # Windows delivers Ctrl-C only between waits
        if not slack.delivery.transport.connected:
            slack.connected(0)


def _read(path: Path) -> Manifest:
    try:
        return Manifest.load(path)
    except FileNotFoundError as error:
        why = f"There is no manifest {path}. Name the app's own with --manifest PATH."
        raise typer.BadParameter(why, param_hint="--manifest") from error
    except (
        OSError,
        ValueError,
    ) as error:  # a ManifestError is a ValueError, and so is text that is not UTF-8
        why = str(error.strerror if isinstance(error, OSError) else _in_one_line(str(error)))
        sentence = f"{path} cannot be used: {why}. Mend it, or name another with --manifest PATH."
        raise typer.BadParameter(sentence, param_hint="--manifest") from error


def _in_one_line(text: str) -> str:
    return " ".join(text.replace(":\n- ", ": ").replace("\n- ", "; ").split()).rstrip(".")


def _person(text: str) -> tuple[str, str]:
    """Name and role of "Name, Role"; the role may be left out."""
    name, _, role = (part.strip() for part in text.partition(","))
    if not name:
        raise typer.BadParameter(
            f'"{text}" has no name. Example: --person "First Member, Member".', param_hint="--person"
        )
    return name, role


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no number
        is_good = False
    if not is_good:
        raise typer.BadParameter(
            f'"{url}" is no address. Example: --http http://127.0.0.1:3000/slack/events.', param_hint="--http"
        )


def _whose(path: Path) -> str:
    return " (Liaison's own; choose another with --manifest PATH)" if path == manifest_path() else ""


def _delivery(slack: Sandbox, manifest: Manifest, http: str | None) -> str:
    if http:
        return f"Delivery: over HTTP to {http}, signed with {slack.signing_secret}."
    if manifest.socket_mode:
        return "Delivery: over Socket Mode; choose an address of the app's instead with --http URL."
    return (
        "Delivery: none. The manifest has Socket Mode off: name the app's address with --http URL, "
        "or set socket_mode_enabled: true."
    )


def _who(slack: Sandbox) -> str:
    users = slack.look(lambda workspace: [user for user in workspace.users.values() if not user.is_bot])
    names = [f"{user.real_name} ({user.role})" if user.role else user.real_name for user in users]
    return f'People: {", ".join(names)}. Choose others with --person "Name, Role", once for each.'
