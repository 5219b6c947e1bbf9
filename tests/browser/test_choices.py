"""Choices: applied at once, carried by the address, remembered on the device and nowhere else."""

import json
from collections.abc import Callable
from pathlib import Path

import miniaudio
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Site, until

SOUND = "document.querySelector('audio')"
LEGS = ("leg", "thigh", "calf", "calves", "foot", "feet", "toe", "knee", "heel", "ankle")


def ready(page: Page) -> None:
    until(page, f"{SOUND}.readyState > 0")


def spoken(page: Page) -> str:
    source = page.evaluate("JSON.parse(document.getElementById('player-data').textContent).manifest")
    return " ".join(cue["text"] for cue in json.loads(page.request.get(source).body())["cues"]).lower()


def skip_both_legs(page: Page, script: str = "full") -> None:
    page.goto(f"/sessions/{script}/fit/")
    page.get_by_role("button", name="Both legs: leave out").click()
    page.get_by_role("button", name="Use this fit").click()
    page.wait_for_url(f"**/sessions/{script}/?*")
    ready(page)


def test_leaving_both_legs_out_leaves_no_word_of_legs_and_the_address_says_so(page: Page) -> None:
    skip_both_legs(page)
    for part in ("right-thigh", "right-calf", "right-foot", "left-thigh", "left-calf", "left-foot"):
        assert f"{part}=skip" in page.url
    words = spoken(page).replace(",", " ").replace(".", " ").split()
    assert [word for word in words if word in LEGS] == []
    expect(page.locator("[data-settings]")).to_contain_text("Left out: both legs.")
    assert page.evaluate(f"{SOUND}.duration") == pytest.approx(720, abs=0.001)


def test_a_body_fitted_once_is_known_to_the_other_sessions(page: Page) -> None:
    skip_both_legs(page)
    page.goto("/sessions/seven/?way=sound")
    assert "skip" not in page.url
    page.goto("/sessions/four/")
    page.wait_for_url("**/sessions/four/?legs=skip")


def test_tapping_the_drawing_asks_and_changes_that_part(page: Page) -> None:
    page.goto("/sessions/full/fit/")
    part = page.locator(".part[data-part=right-thigh] use").first.bounding_box()
    assert part
    page.mouse.click(part["x"] + part["width"] / 2, part["y"] + part["height"] / 2)
    asked = page.get_by_role("dialog", name="Right thigh")
    asked.get_by_role("button", name="Imagine").click()
    assert page.locator("input[name=right-thigh][value=imagine]").is_checked()
    assert page.locator(".part[data-part=right-thigh]").first.get_attribute("data-state") == "imagine"


def test_a_part_can_be_chosen_in_the_plain_list(page: Page) -> None:
    page.goto("/sessions/full/fit/")
    page.get_by_role("group", name="Neck", exact=False).last.get_by_label("Only let go").check()
    page.get_by_role("button", name="Use this fit").click()
    page.wait_for_url("**/sessions/full/?neck=release-only")


def test_fitting_needs_no_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/sessions/seven/fit/")
    page.get_by_role("button", name="Both legs: leave out").click()
    page.get_by_role("button", name="Use this fit").click()
    assert page.url.endswith("/sessions/seven/?right-leg=skip&left-leg=skip")


def test_another_length_is_applied_at_once_and_keeps_the_place(page: Page) -> None:
    page.goto("/sessions/full/")
    ready(page)
    page.locator("[data-play]").click()
    until(page, f"{SOUND}.currentTime > 0.2")
    page.evaluate(f"{SOUND}.currentTime = 360")
    until(page, f"{SOUND}.currentTime > 360")
    page.locator("[data-phase]").wait_for()
    before = page.locator("[data-phase]").inner_text().split("·")[-1]
    page.get_by_role("link", name="Make it 15 minutes").click()
    page.wait_for_url("**/sessions/full/?minutes=15")
    until(page, f"Math.abs({SOUND}.duration - 900) < 0.01 && !{SOUND}.paused && {SOUND}.currentTime > 300")
    expect(page.locator("[data-phase]")).to_contain_text(before)


def test_a_length_out_of_reach_is_refused_beside_the_field_and_changes_nothing(page: Page) -> None:
    page.goto("/sessions/full/")
    minutes = page.get_by_label("Minutes", exact=True)
    minutes.fill("2")
    minutes.press("Tab")
    expect(page.locator("[data-settings]").get_by_role("alert")).to_contain_text("Choose a length in between")
    expect(minutes).to_have_value("2")
    assert page.url.endswith("/sessions/full/")


def test_choices_are_remembered_on_this_device(page: Page) -> None:
    page.goto("/sessions/full/")
    page.get_by_text("How you rest, and how it ends").click()
    page.get_by_label("In a chair").check()
    page.wait_for_url("**posture=chair")
    page.get_by_label("Drift to sleep").check()
    page.wait_for_url("**ending=sleep**")
    page.goto("/sessions/full/")
    page.wait_for_url("**/sessions/full/?ending=sleep&posture=chair")
    page.goto("/sessions/breathing/")
    page.wait_for_url("**/sessions/breathing/?posture=chair")


def test_a_remembered_body_counts_even_where_other_choices_are_no_longer_to_be_had(page: Page) -> None:
    skip_both_legs(page)
    page.evaluate("localStorage.setItem('unclench.fitting.full', JSON.stringify('voice=long-gone'))")
    page.goto("/sessions/full/")
    page.wait_for_url("**/sessions/full/?right-thigh=skip**left-foot=skip")


def test_choices_are_kept_nowhere_else(page: Page, site: Site, seen: Seen) -> None:
    page.goto("/sessions/full/?neck=skip")
    ready(page)
    assert [address for address in seen.addresses if not address.startswith(site.url)] == []
    assert page.context.cookies() == []


def test_the_address_can_be_copied_and_given_to_somebody(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/sessions/full/?minutes=15&neck=skip")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site.url}/sessions/full/?minutes=15&neck=skip"


def test_the_sound_downloads_as_a_file_of_the_right_length(page: Page, tmp_path: Path) -> None:
    page.goto("/sessions/full/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Sound (MP3)").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "Unclench - Full relaxation - 12 min.mp3"
    assert miniaudio.mp3_get_file_info(str(file)).sample_rate == 48_000
    assert file.stat().st_size > 4_000_000


def test_the_words_can_be_read_and_printed(page: Page) -> None:
    page.goto("/sessions/full/?right-calf=skip")
    page.get_by_role("link", name="Read or print the words").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Full relaxation: the words")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the session")).to_be_hidden()


def test_a_session_page_is_light_and_breaks_no_rule_of_its_own(page: Page, seen: Seen) -> None:
    page.goto("/sessions/full/")
    ready(page)
    sizes = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter(e => !e.name.includes('/media/')).map(e => e.encodedBodySize)"
    )
    assert 0 < sum(sizes) <= 60_000
    assert seen.faults == []


def test_small_parts_of_the_face_can_be_tapped_in_a_closer_look(page: Page) -> None:
    page.goto("/sessions/full/fit/")
    jaw = page.locator(".fit-face .part[data-part=jaw] use").first.bounding_box()
    assert jaw
    page.mouse.click(jaw["x"] + jaw["width"] / 2, jaw["y"] + jaw["height"] / 2)
    page.get_by_role("dialog", name="Mouth and jaw").get_by_role("button", name="Leave out").click()
    assert page.locator("input[name=jaw][value=skip]").is_checked()
