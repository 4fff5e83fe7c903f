"""`liaison sandbox`: a sandbox alone, with people, a manifest and a delivery of one's own."""

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from tests.bot.terminal import Answer, Terminal
from tests.flows.office import free_port

from liaison.bot import local
from liaison.bot.settings import manifest_path
from liaison.sandbox.delivery.http_delivery import HttpTransport
from liaison.sandbox.server import Sandbox


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Sandbox]:
    """The sandboxes that `liaison sandbox` opened. Each is stopped at once, as if by Ctrl-C."""
    found: list[Sandbox] = []
    monkeypatch.setattr(local, "wait_for_interrupt", found.append)
    return found


def people_in(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(user.real_name, user.role) for user in sandbox.workspace.users.values() if not user.is_bot]


def runs_sandbox(terminal: Terminal, *options: str) -> Answer:
    return terminal.runs("sandbox", "--port", str(free_port()), *options)


def test_a_sandbox_has_somebody_in_it_and_says_how_to_choose_others(
    terminal: Terminal, opened: list[Sandbox]
) -> None:
    runs_sandbox(terminal).succeeds(
        "People: First Member (Member), Committee Officer (Officer).", '--person "Name, Role"'
    )
    assert people_in(opened[0]) == [("First Member", "Member"), ("Committee Officer", "Officer")]


def test_a_sandbox_with_people_of_ones_own(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--person", "Mrs L L Shaw, Member", "--person", "Mr W Smith").succeeds(
        "People: Mrs L L Shaw (Member), Mr W Smith."
    )
    assert people_in(opened[0]) == [("Mrs L L Shaw", "Member"), ("Mr W Smith", "")]


def test_a_sandbox_with_a_packs_people_has_nobody_else(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--seed", "cumbria").succeeds("Mrs L L Shaw")
    assert "First Member" not in dict(people_in(opened[0]))


def test_a_person_without_a_name_is_used_wrongly(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--person", ", Member").is_used_wrongly("has no name")
    assert not opened


def write_manifest(folder: Path, name: str, *, commands: Sequence[str], socket_mode: bool = True) -> None:
    manifest = yaml.safe_load(manifest_path().read_text("utf-8"))
    manifest["features"]["slash_commands"] = [{"command": each, "description": "x"} for each in commands]
    manifest["settings"]["socket_mode_enabled"] = socket_mode
    if not socket_mode:
        for part in ("event_subscriptions", "interactivity"):
            manifest["settings"][part]["request_url"] = "https://app.example/slack/events"
        for command in manifest["features"]["slash_commands"]:
            command["url"] = "https://app.example/slack/events"
    (folder / name).write_text(yaml.safe_dump(manifest), "utf-8")


def test_a_sandbox_takes_the_manifest_of_the_folder_then_liaisons_own(
    terminal: Terminal, opened: list[Sandbox]
) -> None:
    runs_sandbox(terminal).succeeds(f"Manifest: {manifest_path()} (Liaison's own;")
    write_manifest(terminal.folder, "app_manifest.yml", commands=["/here"])
    write_manifest(terminal.folder, "other.yml", commands=["/other"])
    runs_sandbox(terminal).succeeds("Manifest: app_manifest.yml Bot token")
    runs_sandbox(terminal, "--manifest", "other.yml").succeeds("Manifest: other.yml Bot token")
    commands = [list(sandbox.workspace.manifest.commands) for sandbox in opened]
    assert "/rep" in commands[0]
    assert commands[1:] == [["/here"], ["/other"]]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "There is no manifest m.yml. Name the app's own with --manifest PATH."),
        (b"[1]", "m.yml cannot be used: The manifest is not a mapping. Mend it, or name another"),
        (b"a: [", "m.yml cannot be used: The manifest is not YAML"),
        (b"\xff\xfe\x00", "m.yml cannot be used"),
        (b"display_information: {name: x}\nsettings: {nonsense: 1}", "not one that Slack would take: "),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_its_mend(
    terminal: Terminal, opened: list[Sandbox], content: bytes | None, why: str
) -> None:
    if content is not None:
        (terminal.folder / "m.yml").write_bytes(content)
    answer = runs_sandbox(terminal, "--manifest", "m.yml")
    answer.is_used_wrongly(why, "--manifest PATH")
    assert "Traceback" not in answer.err
    assert not opened


def test_a_manifest_that_is_a_folder_cannot_be_used(terminal: Terminal, opened: list[Sandbox]) -> None:
    runs_sandbox(terminal, "--manifest", ".").is_used_wrongly(". cannot be used: Is a directory.")
    assert not opened


def test_a_sandbox_delivers_over_http_where_it_is_told_to(terminal: Terminal, opened: list[Sandbox]) -> None:
    url = "http://127.0.0.1:3000/slack/events"
    runs_sandbox(terminal, "--http", url).succeeds(
        f"Delivery: over HTTP to {url}, signed with sandbox-secret."
    )
    transport = opened[0].delivery.transport
    assert isinstance(transport, HttpTransport)
    assert transport.url == url


@pytest.mark.parametrize("url", ["3000", "localhost:3000", "ftp://x/", "http://", "http://x:port/"])
def test_an_address_that_is_none_is_used_wrongly(terminal: Terminal, opened: list[Sandbox], url: str) -> None:
    runs_sandbox(terminal, "--http", url).is_used_wrongly("is no address")
    assert not opened


def test_a_sandbox_whose_app_it_cannot_reach_says_how_to(terminal: Terminal, opened: list[Sandbox]) -> None:
    write_manifest(terminal.folder, "app_manifest.yml", commands=["/here"], socket_mode=False)
    runs_sandbox(terminal).succeeds("Delivery: none.", "--http URL", "socket_mode_enabled: true")
    assert opened


@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_a_port_in_use_is_named_by_the_command_that_wanted_it(terminal: Terminal, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        terminal.runs(command, "--port", str(port)).fails(
            f"Port {port} is in use.", f"liaison {command} --port {port + 1}."
        )
