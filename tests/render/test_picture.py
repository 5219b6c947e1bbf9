"""The session's video: what is shown when, and that it is calm."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.render import gops
from unclench.render.gop import address, encode
from unclench.render.picture import mp4_session
from unclench.render.picture_cover import cover, draw
from unclench.render.picture_masks import widen
from unclench.render.picture_paint import FADE_MS, RING_SECONDS, fade_frames, frames, masks
from unclench.render.picture_scene import Glow, Look, Scene, scenes
from unclench.sessions.body import Body, Mode, Posture
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit, reach
from unclench.sessions.timeline import Ending, Phase, PhaseKind, TimedGroup, Timeline

HAND = ("right-hand",)
TENSING = Scene(Posture.LYING, "Right hand", "Tense gently", Look(HAND, Glow.NOTICE), Look(HAND, Glow.TENSE))
RELEASING = Scene(Posture.LYING, "Right hand", "Let go", Look(HAND, Glow.TENSE), Look(HAND, Glow.CALM))


def speaking(text: str) -> int:
    return 60 * len(text)


def seven(
    posture: Posture = Posture.LYING, mode: Mode = Mode.TENSE, ending: Ending = Ending.RETURN
) -> Timeline:
    script = load_script("seven")
    body = Body({group.id: mode for group in script.groups}, posture)
    return fit(script, body, 480_000, speaking, ending=ending)


def silent(timeline: Timeline) -> Timeline:
    """The same phases, with nothing said: for what is seen, no clip is needed."""
    values = {name: getattr(timeline, name) for name in timeline.__slots__}
    return Timeline(**{**values, "cues": ()})


def phases(*lengths: tuple[PhaseKind, int]) -> Timeline:
    """The right hand in these phases."""
    at, made = 0, []
    for kind, length in lengths:
        made.append(Phase("right-hand", kind, at, at + length))
        at += length
    groups = (TimedGroup("right-hand", "Right hand", Mode.TENSE, HAND),)
    return Timeline(
        "test", "A test", "1", "en", Posture.LYING, Ending.RETURN, at, groups, tuple(made), (), ()
    )


def shown_at(file: bytes, *seconds: float) -> Iterator[np.ndarray]:
    """The picture that a player shows after seeking to each time (I420)."""
    with av.open(BytesIO(file)) as container:
        stream = container.streams.video[0]
        for second in seconds:
            container.seek(round(second / stream.time_base), stream=stream)
            last = None
            for frame in container.decode(stream):
                if frame.time > second:
                    break
                last = frame
            assert last is not None
            yield last.to_ndarray()


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def test_tensing_deepens_over_two_seconds_and_letting_go_takes_four() -> None:
    assert fade_frames(TENSING) * FADE_MS == 2000
    assert fade_frames(RELEASING) * FADE_MS == 4000


@pytest.mark.parametrize("scene", [TENSING, RELEASING], ids=["tensing", "releasing"])
def test_nothing_flashes_within_a_scene(scene: Scene) -> None:
    bright = [picture[:720].astype(np.int16) for picture, _ in frames(scene, 3)]
    for before, after in pairwise(bright):
        assert abs(float(after.mean() - before.mean())) < 0.5
    figure = masks(scene.posture).body > 0.5
    for before, after in pairwise(bright):
        assert np.abs(after - before)[figure].max() <= 30


def test_a_scene_begins_where_the_last_one_ended() -> None:
    *_, (last, _) = frames(TENSING, 1)
    first, _ = next(frames(RELEASING))
    figure = np.s_[:480, :]
    assert np.abs(last[figure].astype(int) - first[figure]).max() <= 1


def test_tense_and_release_differ_by_shape_and_word_not_by_colour_alone() -> None:
    *_, (tense, _) = frames(TENSING, 1)
    *_, (calm, _) = frames(RELEASING, 1)
    painted = masks(Posture.LYING)
    seen = painted.parts["right-hand"].seen > 0.5
    beside = (widen(seen.astype(np.float32), 3) > 0.5) & (painted.body < 0.01)
    assert tense[:720][beside].mean() > calm[:720][beside].mean() + 25
    assert TENSING.words != RELEASING.words


def test_the_ring_moves_one_small_step_a_second_and_closes_after_two_minutes() -> None:
    tail = [picture[:720] for picture, ms in frames(TENSING) if ms == 1000]
    assert len(tail) == RING_SECONDS
    for before, after in pairwise(tail):
        changed = np.argwhere(np.abs(before.astype(int) - after) > 20)
        assert len(changed) < 200
        assert changed.size == 0 or np.ptp(changed, axis=0).max() < 90
    lit = [int((picture[560:640, 144:224] > 60).sum()) for picture in tail]
    assert lit[:60] == sorted(lit[:60])
    assert lit[-1] == 0


def test_words_follow_group_kind_and_mode() -> None:
    words = [(scene.name, scene.words) for scene in scenes(seven())]
    assert words[0] == ("", "Settle in")
    assert ("Right arm", "Tense gently") in words
    assert ("Right arm", "Let go") in words
    assert words[-1] == ("", "Come back gently")
    gentle = {scene.words for scene in scenes(seven(mode=Mode.GENTLE))}
    assert "Tense just a little" in gentle
    assert "Tense gently" not in gentle
    assert "Imagine letting go" in {scene.words for scene in scenes(seven(mode=Mode.IMAGINE))}
    assert list(scenes(seven(ending=Ending.SLEEP)))[-1].words == "Drift to sleep"


def test_looks_pass_from_one_phase_to_the_next_without_a_jump() -> None:
    for before, after in pairwise(scenes(seven())):
        assert before.after == after.before


def test_a_name_too_long_for_the_picture_is_cut_and_harms_nothing() -> None:
    endless = Scene(
        Posture.LYING, "A very long name of a group " * 12, "Let go", Look(), Look(HAND, Glow.CALM)
    )
    assert [picture.shape for picture, _ in frames(endless, 1)] == [(1080, 1280)] * (fade_frames(endless) + 1)


def test_a_skipped_group_is_never_shown() -> None:
    script = load_script("full")
    legs = {group.id: Mode.SKIP for group in script.groups if "leg" in group.region}
    timeline = fit(script, Body(legs), 600_000, speaking)
    glowing = {part for scene in scenes(timeline) for part in (*scene.before.parts, *scene.after.parts)}
    assert glowing
    assert not [part for part in glowing if "thigh" in part or "calf" in part or "foot" in part]


@pytest.mark.parametrize("posture", list(Posture))
def test_every_scene_of_the_shipped_scripts_is_shipped(posture: Posture) -> None:
    pack = gops.shipped_pack(posture)
    missing = [scene for scene in gops.shipped_scenes(posture) if address(scene) not in pack]
    assert not missing


def test_all_packs_were_coded_with_one_setting() -> None:
    packs = [gops.shipped_pack(posture) for posture in Posture]
    assert len({(pack.sequence, pack.picture) for pack in packs}) == 1


def test_no_shipped_scene_is_there_for_nothing() -> None:
    for posture in Posture:
        wanted = {address(scene) for scene in gops.shipped_scenes(posture)}
        assert set(gops.shipped_pack(posture).addresses()) == wanted


def test_the_longest_phase_of_a_shipped_script_is_not_longer_than_its_pictures() -> None:
    for script in map(load_script, script_ids()):
        for mode in (Mode.TENSE, Mode.RELEASE_ONLY):
            body = Body({group.id: mode for group in script.groups if mode in group.modes})
            timeline = fit(script, body, reach(script, body, speaking).longest_ms, speaking)
            for scene, phase in zip(scenes(timeline), timeline.phases, strict=True):
                run = gops.shipped_pack(Posture.LYING).get(address(scene))
                assert run is not None
                assert phase.end_ms - phase.start_ms <= run.starts_ms[-1], (script.id, scene.words)


@pytest.mark.parametrize("posture", list(Posture))
def test_the_eight_minute_video_shows_each_phase_at_its_time(posture: Posture) -> None:
    timeline = silent(seven(posture))
    file = mp4_session(timeline, ())
    whole = file.read(0, file.length)
    chosen = [
        (scene, phase)
        for scene, phase in zip(scenes(timeline), timeline.phases, strict=True)
        if phase.group in {"right-arm", "left-leg"} and phase.kind in {PhaseKind.TENSE, PhaseKind.RELEASE}
    ]
    times = [(phase.end_ms - 600) / 1000 for _, phase in chosen]
    for (scene, phase), picture, time in zip(chosen, shown_at(whole, *times), times, strict=True):
        drawn = [drawn for drawn, _ in frames(scene, 30)]
        number = _frame_at(scene, time * 1000 - phase.start_ms)
        assert psnr(picture, drawn[number]) > 42, (posture, scene.words)


def _frame_at(scene: Scene, ms: float) -> int:
    fade = fade_frames(scene) * FADE_MS
    return int(ms // FADE_MS) if ms < fade else fade // FADE_MS + int((ms - fade) // 1000)


def test_the_eight_minute_video_is_eight_minutes_in_every_track() -> None:
    file = mp4_session(silent(seven()), ())
    with av.open(BytesIO(file.read(0, file.length))) as container:
        assert container.duration == 480_000_000
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert float(video.duration * video.time_base) == 480
        assert sum(frame.samples for frame in container.decode(audio)) == 480 * 48_000


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(120, 9000), min_size=2, max_size=5))
def test_any_lengths_give_a_video_that_lasts_exactly_so_long(lengths: list[int]) -> None:
    kinds = [PhaseKind.SETTLE, PhaseKind.TENSE, PhaseKind.RELEASE, PhaseKind.REST, PhaseKind.SETTLE]
    timeline = phases(*zip(kinds[: len(lengths)], lengths, strict=True))
    file = mp4_session(timeline, (), store=KEPT)
    with av.open(BytesIO(file.read(0, file.length))) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert sum(packet.duration for packet in packets) == timeline.duration_ms
        starts = [packet.pts for packet in packets if packet.is_keyframe]
        assert starts == [phase.start_ms for phase in timeline.phases]


KEPT = gops.Kept()


def test_a_rest_longer_than_its_pictures_is_held() -> None:
    timeline = phases((PhaseKind.SETTLE, 300_000))
    file = mp4_session(timeline, (), store=KEPT)
    early, late = shown_at(file.read(0, file.length), 200.5, 290.5)
    figure = np.s_[:480, :]
    assert np.abs(early[figure].astype(int) - late[figure]).max() < 30
    assert psnr(early, late) > 30


def test_a_scene_is_made_once_and_then_kept() -> None:
    kept: dict[str, bytes] = {}

    class Watched:
        puts = 0

        def get(self, key: str) -> bytes | None:
            return kept.get(key)

        def put(self, key: str, value: bytes) -> None:
            self.puts += 1
            kept[key] = value

    store = Watched()
    own = Scene(Posture.CHAIR, "A group of one's own", "Let go", Look(), Look(HAND, Glow.CALM))
    first = gops.find(own, 3000, store)
    assert store.puts == 1
    assert gops.find(own, 3000, store) == first
    assert store.puts == 1
    assert first.shown_ms[-1] == 1000


def test_a_session_is_whole_even_where_the_encoder_differs_from_the_shipped_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = phases((PhaseKind.TENSE, 2500), (PhaseKind.RELEASE, 2500))
    scene = next(scenes(own))
    foreign = encode(scene, 3)
    strange = type(foreign)(foreign.sequence + b"\x80", foreign.picture, foreign.frames, foreign.shown_ms)
    shipped = {scene: strange}
    monkeypatch.setattr(gops, "_shipped", shipped.get)
    file = mp4_session(own, (), store=KEPT)
    with av.open(BytesIO(file.read(0, file.length))) as container:
        assert len(list(container.decode(video=0))) > 10


def test_the_cover_is_a_small_jpeg_of_the_figure_as_it_is_drawn_now() -> None:
    from PIL import Image

    assert len(cover()) <= 60_000
    shipped, drawn = (np.asarray(Image.open(BytesIO(data)), np.int16) for data in (cover(), draw()))
    assert shipped.shape == (640, 640, 3)
    assert np.abs(shipped - drawn).mean() < 1
