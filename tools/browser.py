"""Print the path of a Chromium for the browser tests, and bring one where there is none.

An installed one is taken; else Debian's package when we are root; else Playwright's own download. The
driver of Playwright is seen to as well: the Node in it needs libatomic, which a small Debian has not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    found = named() or installed() or from_debian() or from_playwright()
    if not found:
        sys.exit("No Chromium could be found or installed; set UNCLENCH_CHROMIUM to one and try again.")
    if not (driver_runs() or (apt_get("libatomic1") and driver_runs())):
        sys.exit("Playwright's driver does not start; install libatomic1 (Debian's package) and try again.")
    print(found)


def driver_runs() -> bool:
    return not subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True
    ).returncode


def named() -> str | None:
    return os.environ.get("UNCLENCH_CHROMIUM") or None


def installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> str | None:
    return installed() if apt_get("chromium") else None


def apt_get(package: str) -> bool:
    """Install a package of Debian's, where we may; whether that went well."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", package])
    return not any(subprocess.run(command, env=quiet, stdout=sys.stderr).returncode for command in commands)


def from_playwright() -> str | None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr)
    asked = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as it: print(it.chromium.executable_path)"
    )
    path = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout.strip()
    return path if path and Path(path).exists() else None


if __name__ == "__main__":
    main()
