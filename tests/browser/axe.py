"""axe-core on the page: it finds what would keep people out who see, hear or move differently."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
MEND = "axe-core is not here, which the browser tests need. Run: make browser (or: npm ci)"
_RUN = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
"""


def barriers(page: Page) -> list[str]:
    """The serious and critical violations on the page as it is now, in light and in dark."""
    if not SOURCE.exists():
        pytest.fail(MEND, pytrace=False)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(SOURCE.read_text("utf-8"))
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        violations: list[Any] = page.evaluate(_RUN)
        found += [f"{scheme}: {violation}" for violation in violations]
    return found
