"""What all commands share: where they print, and the options that many of them take."""

from typing import Annotated

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)

Team = Annotated[str, typer.Option("--team", help="The Slack workspace's ID, such as T012AB3CD.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def say(text: str, facts: dict[str, object], *, as_json: bool = False) -> None:
    """One line for a person, or the same facts as JSON for a program."""
    if as_json:
        out.print_json(data=facts)
    else:
        out.print(text, markup=False)
