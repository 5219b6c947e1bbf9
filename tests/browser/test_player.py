"""Listening and watching: the real files in a real player, in step with the figure and the words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import until

SOUND = "document.querySelector('audio')"
PICTURE = "document.querySelector('video')"


@pytest.fixture
def session(page: Page) -> Page:
    """The page of the 12-minute session, its manifest at hand."""
    page.goto("/sessions/full/")
    until(page, f"{SOUND}.readyState > 0")
    return page


def manifest(page: Page, query: str = "", script: str = "full") -> dict[str, Any]:
    answer = page.request.get(f"/media/sessions/{script}.json{query}")
    found: dict[str, Any] = json.loads(answer.body())
    return found


def go_to(page: Page, ms: float, element: str = SOUND) -> None:
    page.evaluate(f"{element}.currentTime = {ms / 1000}")
    until(page, f"!{element}.seeking && Math.abs({element}.currentTime - {ms / 1000}) < 1.5")


def play(page: Page) -> None:
    page.locator("[data-play]").click()
    until(page, f"{SOUND}.currentTime > 0.2")


def lit(page: Page, state: str) -> list[str]:
    shown = page.locator(f".part[data-state={state}]")
    found: list[str] = shown.evaluate_all("parts => parts.map(part => part.dataset.part)")
    return found


def test_nothing_plays_by_itself(session: Page) -> None:
    session.wait_for_timeout(300)
    assert session.evaluate("[...document.querySelectorAll('audio, video')].every(e => e.paused)")


def test_the_twelve_minute_session_plays_and_is_twelve_minutes_long(session: Page) -> None:
    play(session)
    assert session.evaluate(f"{SOUND}.duration") == pytest.approx(720, abs=0.001)
    expect(session.locator("[data-toggle]")).to_have_accessible_name("Pause")


def test_words_phase_and_figure_follow_the_sound(session: Page) -> None:
    told = manifest(session)
    tense = next(
        phase for phase in told["phases"] if phase["kind"] == "tense" and phase["group"] == "left-hand"
    )
    play(session)
    go_to(session, tense["start_ms"] + 200)
    expect(session.locator("[data-phase]")).to_contain_text("Tense")
    said = [cue["text"] for cue in told["cues"] if cue["start_ms"] <= tense["start_ms"] + 3000]
    assert session.locator("[data-words]").inner_text() in said[-2:]
    assert lit(session, "tense") == ["left-hand"]
    go_to(session, tense["end_ms"] + 100)
    expect(session.locator("[data-phase]")).to_contain_text("Let go")
    assert lit(session, "release") == ["left-hand"]
    assert lit(session, "tense") == []


def test_stop_falls_silent_and_goes_back_to_the_start(session: Page) -> None:
    play(session)
    go_to(session, 100_000)
    session.get_by_role("button", name="Stop").click()
    assert session.evaluate(f"[{SOUND}.paused, {SOUND}.currentTime]") == [True, 0]
    expect(session.get_by_role("status")).to_contain_text("Stopped")


def test_a_session_left_half_way_carries_on_where_it_was(session: Page) -> None:
    play(session)
    go_to(session, 245_000)
    session.locator("[data-toggle]").click()
    until(session, f"{SOUND}.paused")
    session.reload()
    session.get_by_role("button", name="Carry on from 4 minutes 5").click()
    until(session, f"{SOUND}.currentTime >= 244 && !{SOUND}.paused")


def test_an_interruption_keeps_the_place_and_one_tap_goes_on(session: Page) -> None:
    """A phone call pauses the element from outside: nothing of ours is asked."""
    play(session)
    go_to(session, 60_000)
    session.evaluate(f"{SOUND}.pause()")
    expect(session.locator("[data-toggle]")).to_have_accessible_name("Play")
    session.locator("[data-toggle]").click()
    until(session, f"!{SOUND}.paused && {SOUND}.currentTime >= 60")


def test_the_keys_play_move_and_stop(session: Page) -> None:
    session.locator("[data-play]").focus()
    session.keyboard.press("k")
    until(session, f"{SOUND}.currentTime > 0.1")
    go_to(session, 30_000)
    session.keyboard.press("ArrowRight")
    until(session, f"{SOUND}.currentTime > 39")
    session.keyboard.press("ArrowLeft")
    until(session, f"{SOUND}.currentTime < 35")
    session.keyboard.press("Escape")
    assert session.evaluate(f"[{SOUND}.paused, {SOUND}.currentTime]") == [True, 0]


def test_keys_typed_into_a_field_are_left_alone(session: Page) -> None:
    session.get_by_label("Minutes", exact=True).focus()
    session.keyboard.press("k")
    session.keyboard.press(" ")
    assert session.evaluate(f"{SOUND}.paused")


def test_the_lock_screen_is_told_what_plays_and_where(session: Page) -> None:
    session.evaluate(
        "window.told = []; const set = navigator.mediaSession.setPositionState.bind(navigator.mediaSession);"
        "navigator.mediaSession.setPositionState = state => { told.push(state); set(state) }; 0"
    )
    play(session)
    media = session.evaluate(
        "({title: navigator.mediaSession.metadata.title, art: navigator.mediaSession.metadata.artwork[0].src,"
        " state: navigator.mediaSession.playbackState})"
    )
    assert (media["title"], media["state"]) == ("Full relaxation", "playing")
    assert session.request.get(media["art"]).headers["content-type"] == "image/png"
    until(session, "told.some(state => Math.round(state.duration) === 720)")


def test_a_screen_reader_is_told_of_presses_and_not_of_every_cue(session: Page) -> None:
    assert session.locator("[data-words]").get_attribute("aria-live") == "off"
    play(session)
    expect(session.get_by_role("status")).to_have_text("Playing.")
    session.get_by_text("Words on the screen").click()
    session.get_by_label("Let my screen reader read along").check()
    assert session.locator("[data-words]").get_attribute("aria-live") == "polite"


def test_the_background_has_its_own_track_volume_and_pause(page: Page) -> None:
    page.add_init_script(
        "window.tracks = [];"
        "window.Audio = class extends Audio { constructor(...a) { super(...a); tracks.push(this) } }"
    )
    page.goto("/sessions/full/?ambient=rain")
    until(page, f"{SOUND}.readyState > 0")
    assert "ambient" not in page.evaluate(f"{SOUND}.currentSrc")
    page.get_by_text("Voice and background sound").click()
    page.get_by_label("How loud the background is").fill("20")
    play(page)
    until(page, "tracks[0].loop && !tracks[0].paused && Math.abs(tracks[0].volume - 0.2) < 0.001")
    page.locator("[data-toggle]").click()
    until(page, "tracks[0].paused")


def test_a_background_that_cannot_be_had_does_not_hold_the_voice_up(page: Page) -> None:
    page.route("**/media/ambient/**", lambda route: route.abort())
    page.goto("/sessions/full/?ambient=surf")
    play(page)


def test_sound_out_of_reach_is_said_and_the_next_press_tries_again(session: Page) -> None:
    session.route("**/media/sessions/**", lambda route: route.abort())
    session.evaluate(f"{SOUND}.src = {SOUND}.src + '?x'")
    session.locator("[data-play]").click()
    expect(session.get_by_role("alert").filter(has_text="Your place is kept")).to_be_visible()
    session.unroute("**/media/sessions/**")
    session.evaluate(f"{SOUND}.src = {SOUND}.src.replace('?x', '')")
    play(session)
    expect(session.locator("[data-fault]")).to_be_hidden()


def test_the_eight_minute_video_plays_with_captions_and_seeks(page: Page) -> None:
    page.goto("/sessions/seven/")
    page.locator("[data-play]").click()
    until(page, f"{PICTURE}.currentTime > 0.2")
    assert page.evaluate(f"{PICTURE}.duration") == pytest.approx(480, abs=0.001)
    assert page.evaluate(f"[{PICTURE}.videoWidth, {PICTURE}.videoHeight]") == [1280, 720]
    go_to(page, 240_000, PICTURE)
    told = manifest(page, script="seven")
    until(page, f"[...{PICTURE}.textTracks].find(t => t.kind === 'captions').cues?.length > 20")
    track = f"[...{PICTURE}.textTracks].find(t => t.kind === 'captions')"
    assert page.evaluate(f"{track}.mode") == "showing"
    captions = page.evaluate(f"[...{track}.cues].map(c => c.text).join(' ')")
    assert told["cues"][-1]["text"].split()[0] in captions


def test_changing_from_sound_to_picture_keeps_the_place(session: Page) -> None:
    play(session)
    go_to(session, 90_000)
    session.get_by_role("link", name="Watch").click()
    until(session, f"{PICTURE}.currentTime >= 90 && !{PICTURE}.paused && {SOUND}.paused")
    assert "way=picture" in session.url


def test_without_scripts_sound_picture_and_choices_still_work(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/sessions/full/")
    assert page.locator("audio[controls]").is_visible()
    assert page.locator("[data-bar]").is_hidden()
    page.get_by_label("Minutes", exact=True).fill("15")
    page.get_by_text("How you rest, and how it ends").click()
    page.get_by_label("In a wheelchair").check()
    page.get_by_role("button", name="Use these").click()
    assert page.url.endswith("/sessions/full/?minutes=15&posture=wheelchair")
    source = page.locator("audio").get_attribute("src")
    assert source
    answer = page.request.get(source, headers={"Range": "bytes=0-99"})
    assert (answer.status, answer.headers["content-type"]) == (206, "audio/mpeg")
    page.get_by_role("link", name="Watch").click()
    assert page.locator("video[controls] track[kind=captions]").count() == 1


def test_the_screen_stays_awake_for_the_picture_and_no_longer(page: Page) -> None:
    page.add_init_script("""
      window.awake = 0;
      const request = async () => {
        awake += 1;
        return { released: false, async release() { if (!this.released) awake -= 1; this.released = true } };
      };
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    """)
    page.goto("/sessions/seven/")
    page.locator("[data-play]").click()
    until(page, "awake === 1")
    page.get_by_role("link", name="Listen").click()
    until(page, f"!{SOUND}.paused && awake === 0")
