"""What all commands share: where they print, and the options that many of them take."""

import re
from typing import Annotated

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)

TEAM_ID = re.compile(r"[TE][A-Z0-9]+")


def _team(text: str) -> str:
    """A workspace's ID: what is loaded under anything else, nobody in Slack would ever see."""
    if not TEAM_ID.fullmatch(text):
        raise typer.BadParameter(
            f'"{text}" is no workspace\'s ID. It begins with T, such as T012AB3CD; liaison doctor shows yours.'
        )
    return text


Team = Annotated[
    str, typer.Option("--team", help="The Slack workspace's ID, such as T012AB3CD.", callback=_team)
]
TeamIfGiven = Annotated[
    str | None,
    typer.Option(
        "--team",
        help="The Slack workspace's ID, such as T012AB3CD.",
        callback=lambda text: text if text is None else _team(text),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def say(text: str, facts: dict[str, object], *, as_json: bool = False) -> None:
    """One line for a person, or the same facts as JSON for a program."""
    if as_json:
        out.print_json(data=facts)
    else:
        out.print(text, markup=False)
