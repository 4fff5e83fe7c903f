"""Finds a Chromium for the browser tests; with --install, gets one where there is none.

As root on Debian it is installed from Debian's packages; elsewhere Playwright downloads its own into .cache/browsers.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell without a window comes first: it is the same browser, and quicker to drive.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
DOWNLOADED = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ".cache/browsers"))
MEND = (
    "No Chromium or Chrome was found for the browser tests. Install one (on Debian: apt-get install chromium), "
    "or run: .venv/bin/playwright install chromium"
)


def find() -> Path | None:
    """The browser to drive, or None."""
    named = os.environ.get("LIAISON_BROWSER")
    candidates = [named, *(shutil.which(name) for name in NAMES), *PLACES]
    installed = next((Path(place) for place in candidates if place and Path(place).exists()), None)
    return installed or next(iter(DOWNLOADED.glob("chromium-*/chrome-*/chrome*")), None)


def install() -> None:
    """Gets a browser by the means that this machine has."""
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium from Debian's packages, for the browser tests.")
        subprocess.run([apt, "update", "-qq"], check=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            [apt, "install", "-y", "-qq", "chromium"], check=True, env=quiet, stdout=subprocess.DEVNULL
        )
    else:
        print("Downloading a Chromium into .cache/browsers, for the browser tests.")
        environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADED)}
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], check=True, env=environment
        )


def main() -> int:
    """Says which browser there is; exit status 1 where there is none."""
    if find() is None and "--install" in sys.argv:
        try:
            install()
        except subprocess.CalledProcessError as error:
            print(f"That did not work: {error}", file=sys.stderr)
    if find() is None:
        print(MEND, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
