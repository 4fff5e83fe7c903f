"""Texts as a reader takes them in."""

import re

BOX = re.compile(r"[\u2500-\u257f]")  # the frames that typer draws around a complaint


def squeezed(text: str) -> str:
    """The text with its white space evened out and without frames: how it is broken into lines does not matter."""
    return " ".join(BOX.sub(" ", text).split())
