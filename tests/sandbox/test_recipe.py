"""The recipe in docs/sandbox.md for a test of one's own app: its tests run here as they stand there."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"
_PART = DOCUMENT.read_text("utf-8").partition("## A test of your own Bolt app")[2]
_RECIPE = re.findall(r"```python\n(.*?)```", _PART, re.DOTALL)[0]

exec(compile(_RECIPE, DOCUMENT.name, "exec"), globals())  # this project's own document


def test_the_recipe_has_tests() -> None:
    assert "test_the_app_says_hello" in globals()
