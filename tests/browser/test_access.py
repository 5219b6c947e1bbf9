"""Everybody can use every page: axe is content, keys reach everything, nothing is too small or unseen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}, "video-caption": {"enabled": True}},
}
PUBLIC = {
    "home": "/",
    "sessions": "/sessions/",
    "session": "/sessions/full/",
    "session to watch": "/sessions/seven/",
    "session that cannot be": "/sessions/full/?minutes=1",
    "breathing": "/sessions/breathing/?posture=chair&ambient=rain",
    "fit": "/sessions/full/fit/?right-calf=skip&neck=imagine",
    "fit of four": "/sessions/four/fit/",
    "words": "/sessions/full/transcript/",
    "reading settings": "/reading/",
    "sign in": "/sign-in/",
    "source code": "/source/",
    "nothing here": "/sessions/nowhere/",
}
PHONE = {"width": 320, "height": 640}
pages = pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())

SMALL = """least => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, summary, :is(audio, video)[controls]';
  const visible = e => e.checkVisibility({visibilityProperty: true});
  const shown = [...document.querySelectorAll(wanted)].filter(visible);
  const inText = e => e.matches('a') && e.closest('p, dd') && getComputedStyle(e).display === 'inline';
  const box = e => (e.matches('.choice input') ? e.parentElement : e).getBoundingClientRect();
  return shown.filter(e => !inText(e) && !e.matches('.skip'))
    .map(e => [e.outerHTML.slice(0, 90), box(e)])
    .filter(([, {width, height}]) => width < least || height < least)
    .map(([what, {width, height}]) => `${Math.round(width)}x${Math.round(height)} ${what}`);
}"""

OVERFLOWING = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const out = [...document.querySelectorAll('header *, main *, footer *, [data-bar] *')]
    .filter(e => e.checkVisibility() && !e.closest('svg, .unseen, .lamp'))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => getComputedStyle(e).position !== 'absolute');
  return [...(wide > 0 ? [wide] : []), ...out.map(e => e.outerHTML.slice(0, 80))];
}"""

FOCUSED = """() => {
  const e = document.activeElement, seen = e.matches('.choice input') ? e.nextElementSibling : e;
  const style = getComputedStyle(seen), {top, bottom} = e.getBoundingClientRect();
  const over = document.querySelector('[data-bar]:not([hidden]), .fit-done');
  const box = over && !over.contains(e) ? over.getBoundingClientRect() : null;
  const covered = box && bottom > box.top + 1 && top < box.bottom - 1;
  return {
    id: e === document.body ? null : [...document.querySelectorAll('*')].indexOf(e),
    what: e.outerHTML.slice(0, 90),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    visible: top >= -1 && bottom <= innerHeight + 1 && !covered,
  };
}"""

REACHABLE = """() => {
  const wanted = 'a[href], button:not([disabled]), input:not([type=hidden]), select, summary';
  const all = [...document.querySelectorAll('*')];
  const names = new Set();
  const first = e => !names.has(e.name) && names.add(e.name);
  return [...document.querySelectorAll(wanted)]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && e.tabIndex >= 0)
    .filter(e => e.type !== 'radio' || (e.form.elements[e.name].value ? e.checked : first(e)))
    .map(e => all.indexOf(e));
}"""


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on a page, one line each."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pages
def test_axe_finds_nothing_in_light_and_in_dark(page: Page, address: str) -> None:
    page.goto(address)
    assert violations(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(250)
    assert violations(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}) == []


def test_axe_finds_nothing_with_every_setting_open(page: Page) -> None:
    page.goto("/sessions/full/?ambient=surf")
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert violations(page, RULES) == []


@pages
def test_the_narrowest_phone_cuts_nothing_off_and_has_room_for_a_thumb(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(address)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(SMALL, 44) == []


@pytest.mark.parametrize("address", ["/", "/sessions/full/", "/sessions/full/fit/", "/reading/"])
def test_the_keyboard_reaches_everything_and_is_seen_doing_so(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    wanted = set(page.evaluate(REACHABLE))
    reached: set[int] = set()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus["id"] is None or focus["id"] in reached:
            break
        reached.add(focus["id"])
        assert focus["ring"], f"no focus ring: {focus['what']}"
        assert focus["visible"], f"out of sight: {focus['what']}"
    assert wanted <= reached


def test_a_quarter_of_the_screen_and_wide_spacing_lose_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 256})
    page.goto("/sessions/full/")
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`p { margin-bottom: 2em !important }
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }`);
      document.adoptedStyleSheets = [sheet];
    }""")
    assert page.evaluate(OVERFLOWING) == []
    bar = page.locator("[data-bar]").bounding_box()
    assert bar
    assert bar["height"] <= 256 / 3
    assert page.get_by_role("button", name="Stop").is_visible()


@pytest.mark.parametrize("address", ["/", "/sessions/", "/sessions/full/", "/sessions/full/fit/"])
def test_the_largest_text_with_the_most_room_fits_a_phone(
    new_page: Callable[..., Page], site: Site, address: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.context.add_cookies([{"name": "reading", "value": "light.largest.more.yes", "url": site.url}])
    page.goto(address)
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(SMALL, 44) == []


def test_with_less_motion_nothing_moves(new_page: Callable[..., Page]) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto("/sessions/full/")
    page.locator("[data-play]").click()
    page.locator("[data-phase]").wait_for(state="visible")
    moving = "() => document.getAnimations().filter(a => a.playState === 'running').length"
    page.evaluate("document.querySelector('.part').dataset.state = 'tense'")
    assert page.evaluate(moving) == 0


def test_forced_colours_keep_the_ring_the_choices_and_the_figure(new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto("/sessions/full/fit/")
    chosen = page.locator(".choice input:checked + span").first
    other = page.locator(".choice input:not(:checked) + span").first
    width = "e => getComputedStyle(e).borderTopWidth"
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    assert chosen.evaluate(width) != other.evaluate(width)


def test_reading_settings_are_shown_at_once_and_stay(page: Page) -> None:
    page.goto("/reading/?back=/sessions/")
    page.get_by_label("Dark", exact=True).check()
    page.get_by_label("Largest").check()
    root = page.locator("html")
    assert root.get_attribute("data-scheme") == "dark"
    page.get_by_role("button", name="Keep these").click()
    page.wait_for_url("**/sessions/")
    page.goto("/sessions/full/")
    assert root.get_attribute("data-scheme") == "dark"
    assert root.get_attribute("data-size") == "largest"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22.4px"


def test_reading_settings_need_no_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/reading/")
    page.get_by_label("Plain").check()
    page.get_by_role("button", name="Keep these").click()
    page.goto("/sessions/")
    assert page.locator("html[data-plain=yes]").count() == 1


def test_axe_finds_nothing_on_the_pages_of_the_team(nurse: Page) -> None:
    nurse.goto("/recording/")
    assert violations(nurse, RULES) == []
