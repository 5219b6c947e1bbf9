"""Take the pictures again that are made in a browser: ``make pictures``.

The README's, of the running product: the session page on a desktop and on a phone, while a part is tensed.
And the one that a lock screen shows: the figure in the lamp's light. All small enough to be committed.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from unclench.sessions.body import Posture
from unclench.sessions.figure import figure_svg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
COVER = ROOT / "src" / "unclench" / "foundation" / "design" / "static" / "design" / "cover.png"
COVER_PAGE = """<body style="margin: 0; color: #17343a; display: grid; place-items: center; height: 512px;
  background: radial-gradient(ellipse 60% 60%, #fbe3b8 0%, #f7ecd8 55%, #faf6ef 100%)">
  <div style="width: 266px; height: 444px">FIGURE</div></body>"""
LARGEST = 200_000
COLOURS = 128


@dataclass(frozen=True)
class Picture:
    name: str
    width: int
    height: int
    scale: float
    group: str
    address: str
    scheme: str


PICTURES = (
    Picture("session", 1280, 900, 1, "left-hand", "/sessions/full/", "light"),
    Picture("session-phone", 390, 844, 2, "right-thigh", "/sessions/full/?posture=wheelchair", "dark"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            file = FOLDER / f"{picture.name}.png"
            file.write_bytes(small(taken(browser, url, picture)))
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")
            if file.stat().st_size > LARGEST:
                sys.exit(f"{file.name} is larger than {LARGEST} bytes; choose fewer colours")
        COVER.write_bytes(small(cover(browser)))
        browser.close()


def cover(browser: Browser) -> bytes:
    """The figure lying in warm light, square."""
    page = browser.new_page(viewport={"width": 512, "height": 512})
    page.set_content(COVER_PAGE.replace("FIGURE", figure_svg(Posture.LYING)))
    image = page.screenshot()
    page.close()
    return image


@contextmanager
def served() -> Iterator[str]:
    """The product on a free port, with a data folder of its own."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "unclench", "serve", "--port", "0", "--data", data]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                found = re.search(r"http://[\d.:]+", next(iter(server.stdout or ())))
                yield found[0] if found else sys.exit("the site did not start")
            finally:
                server.terminate()


def chromium() -> str | None:
    return os.environ.get("UNCLENCH_CHROMIUM") or None


def taken(browser: Browser, url: str, picture: Picture) -> bytes:
    """The page while the picture's group is tensed."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme="dark" if picture.scheme == "dark" else "light",
    )
    path, _, query = picture.address.partition("?")
    script = path.strip("/").rpartition("/")[2]
    told = json.loads(page.request.get(f"{url}/media/sessions/{script}.json?{query}".rstrip("?")).body())
    tense = next(p for p in told["phases"] if p["kind"] == "tense" and p["group"] == picture.group)
    page.goto(url + picture.address)
    page.locator("[data-play]").click()
    page.wait_for_timeout(500)
    page.evaluate(f"document.querySelector('audio').currentTime = {tense['start_ms'] / 1000 + 0.5}")
    page.wait_for_timeout(2600)
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    image = page.screenshot()
    page.close()
    return image


def small(png: bytes) -> bytes:
    """The same picture with a palette."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
