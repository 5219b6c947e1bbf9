"""The running product in a real Chromium: the site as ``unclench serve`` runs it, on the loopback."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def until(page: Page, holds: str) -> None:
    """Wait until an expression holds. Playwright's own waiting needs ``eval``, which our pages forbid."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never became true: {holds}"
        page.wait_for_timeout(40)


@dataclass(frozen=True)
class Site:
    """A running site: where it is, and its demo accounts."""

    url: str
    data: Path

    def password(self, role: str) -> str:
        """The password of a demo account."""
        kept: dict[str, str] = json.loads((self.data / "demo-accounts.json").read_text(encoding="utf-8"))
        return kept[role]


@dataclass
class Seen:
    """What a page did behind the scenes."""

    faults: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``unclench serve --demo`` on a free port with a data folder of its own."""
    data = tmp_path_factory.mktemp("site")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "UNCLENCH_"))}
    log = data / "server.log"
    command = [sys.executable, "-m", "unclench", "serve", "--demo", "--port", "0", "--data", str(data)]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=own) as server,
    ):
        try:
            yield Site(_announced(server, log), data)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _announced(server: "subprocess.Popen[str]", log: Path) -> str:
    assert server.stdout
    for line in server.stdout:
        found = re.search(r"http://[\d.:]+", line)
        if found:
            return found[0]
    raise AssertionError(f"the site did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.url


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser's microphone hears: something like a voice, between stretches of a quiet room."""
    rate = 48_000
    moment = np.arange(rate * 2) / rate
    voice = sum(np.sin(2 * np.pi * 140 * n * moment) / n for n in range(1, 9))
    voice *= 0.3 * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * moment)) / np.abs(voice).max()
    quiet = np.zeros(rate // 2)
    sound = np.concatenate((quiet, voice, quiet))
    sound += np.random.default_rng(1).normal(0, 0.0005, len(sound))
    file = tmp_path_factory.mktemp("microphone") / "speech.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    return file


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], speech: Path) -> dict[str, Any]:
    """Where Chromium is, and a microphone that hears ``speech``; else Playwright's own Chromium."""
    microphone = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={speech}"]
    installed = (path for name in CHROMIUMS if (path := shutil.which(name)))
    chromium = os.environ.get("UNCLENCH_CHROMIUM") or next(installed, None)
    found = {"executable_path": chromium} if chromium else {}
    return {**browser_type_launch_args, **found, "args": [*QUIET, *microphone]}


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext], seen: Seen) -> Callable[..., Page]:
    """Open a page in a context of its own (size, colours, no scripts), watched by ``seen``."""

    def opened(**how: Any) -> Page:
        fresh = new_context(**how).new_page()
        watch(fresh, seen)
        return fresh

    return opened


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(page: Page, seen: Seen) -> Page:
    """A page whose faults and requests are noted."""
    watch(page, seen)
    return page


def watch(page: Page, seen: Seen) -> None:
    """Note a page's faults, breaches of the content security policy among them, and what it asks for."""
    page.set_default_timeout(PATIENCE_MS)

    def noted(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.faults.append(message.text)

    def asked(request: Request) -> None:
        seen.addresses.append(request.url)

    page.on("console", noted)
    page.on("pageerror", lambda fault: seen.faults.append(str(fault)))
    page.on("request", asked)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> Any:
    """The cookies of somebody with the nurse's role, signed in once."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill("nurse@demo.example")
    page.get_by_label("Password").fill(site.password("nurse"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def nurse(new_page: Callable[..., Page], signed_in: Any) -> Page:
    """A page of somebody with the nurse's role."""
    return new_page(storage_state=signed_in)
