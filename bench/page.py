"""From an address to sound: a session page in Chromium, play pressed at once. ``python -m bench.page``.

The server is warm; every visit is a browser context of its own with nothing kept. Time runs from the start of
the navigation until the sound has moved on by 50 ms, in the page's own clock.
"""

import os
import shutil
import statistics
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Result, table
from bench.listeners import our_site

_VISITS = 7
_PATIENCE_S = 30.0
_BOUND_MS = 1000
_SESSIONS = ("full", "seven", "breathing")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WATCH = """
window.firstSound = 0;
(function look() {
  const playing = [...document.querySelectorAll("audio, video")].some((media) => media.currentTime > 0.05);
  if (playing) window.firstSound = performance.now();
  else requestAnimationFrame(look);
})();
"""


def run() -> list[Result]:
    """The median visit of each session, fitted as nobody asked for before."""
    with our_site() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_ARGUMENTS)
        _visit(browser, f"http://127.0.0.1:{port}/sessions/full/?minutes=14")
        results = [_of_session(browser, port, session) for session in _SESSIONS]
        browser.close()
    return results


def _of_session(browser: Browser, port: int, session: str) -> Result:
    address = f"http://127.0.0.1:{port}/sessions/{session}/"
    usual = _visit(browser, address)  # seven opens as a video, the others as sound
    taken = [usual, *(_visit(browser, f"{address}?posture=chair&dominant=left") for _ in range(_VISITS - 1))]
    note = f"{_VISITS} visits, slowest {max(taken):.0f} ms"
    return Result.at_most(f"page to first sound, {session}", statistics.median(taken), _BOUND_MS, "ms", note)


def _visit(browser: Browser, address: str) -> float:
    """Milliseconds from the navigation's start to the first sound."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address, wait_until="commit")
        page.locator("[data-play]").first.click()
        end = time.monotonic() + _PATIENCE_S
        while not (heard := page.evaluate("window.firstSound")):
            if time.monotonic() > end:
                return float("inf")
            page.wait_for_timeout(10)
        return float(heard)


def _chromium() -> str | None:
    named = os.environ.get("UNCLENCH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, _CHROMIUMS)), None)


if __name__ == "__main__":
    results = run()
    print(table(results))
    sys.exit(0 if all(result.passed for result in results) else 1)
