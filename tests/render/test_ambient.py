"""Rain, surf and a room's tone: calm, seamless, and joined where nobody hears it."""

import io
from functools import cache

import numpy as np
import pytest
import soundfile

from unclench.kernel.errors import BadInput
from unclench.render import ambient, loudness, mp3
from unclench.render.bed import Bed
from unclench.render.clip import Samples
from unclench.render.infotag import session_frames
from unclench.render.loop import loop_mp3
from unclench.render.mp3 import DECODER_DELAY, FRAME_SAMPLES
from unclench.render.sound import GRID, mp3_session
from unclench.render.tiles import _AFTER, _BEFORE, MemoryTiles, Tiles
from unclench.sessions.timeline import Ending


def heard(content: bytes) -> Samples:
    return soundfile.read(io.BytesIO(content), dtype="float32")[0]


def levels(pcm: Samples, seconds: float) -> np.ndarray:
    """Levels in dB, a stretch of so many seconds each."""
    size = round(seconds * 48_000)
    return 10 * np.log10(np.mean(pcm[: len(pcm) // size * size].reshape(-1, size) ** 2, axis=1))


looped = cache(ambient.loop)


@pytest.fixture(params=ambient.AMBIENT_NAMES)
def live(request: pytest.FixtureRequest) -> tuple[str, Samples]:
    return request.param, looped(request.param)


def test_a_loop_is_calm(live: tuple[str, Samples]) -> None:
    _, pcm = live
    short = levels(pcm, 0.1)
    assert np.abs(np.diff(np.append(short, short[0]))).max() < 3
    assert 20 * np.log10(np.abs(pcm).max() / np.std(pcm)) < 19
    assert loudness.loudness(pcm) == pytest.approx(ambient.LOOP_LUFS, abs=0.5)


def test_rain_is_steady_and_surf_comes_and_goes() -> None:
    rain, surf = (levels(looped(name), 1.0) for name in ("rain", "surf"))
    assert np.ptp(rain) < 4
    assert 6 < np.ptp(surf) < 15
    rising = np.diff((surf > np.median(surf)).astype(int)) == 1
    assert 4 <= rising.sum() <= 15


def test_a_loops_end_leads_into_its_beginning_as_coded_too(live: tuple[str, Samples]) -> None:
    name, pcm = live
    coded = heard(loop_mp3(name))
    assert len(coded) == len(pcm) == ambient.LOOP_SECONDS * 48_000
    wrong = np.roll(coded - pcm, 48_000)  # the joint now lies at one second
    joint, near = wrong[46_000:50_000], np.concatenate((wrong[20_000:44_000], wrong[52_000:76_000]))
    assert np.std(joint) < 1.25 * np.std(near)
    assert np.abs(np.diff(joint)).max() < 1.25 * np.abs(np.diff(near)).max()


def test_what_is_no_ambient_sound_is_refused(make_session) -> None:
    with pytest.raises(BadInput, match="there is no ambient sound 'thunder'; use one of: rain, surf"):
        mp3_session(*make_session(10_000), ambient="thunder").read(0, 1)


@pytest.mark.parametrize("name", ambient.AMBIENT_NAMES)
def test_joints_are_no_worse_than_the_rests_between_them(make_session, name: str) -> None:
    timeline, clips = make_session(90_000, first_ms=2000)
    file = mp3_session(timeline, clips, ambient=name)
    pcm = heard(file.read(0, file.length))
    assert len(pcm) == 90_000 * 48
    tiles = list(Tiles(Bed(name, None), GRID, mp3.encoder()).of(timeline, clips, session_frames(90_000 * 48)))
    ideal = np.concatenate(
        [tile.heard()[_BEFORE * FRAME_SAMPLES : -_AFTER * FRAME_SAMPLES] for tile in tiles]
    )
    wrong = (pcm - ideal[: len(pcm)])[: len(pcm) // 576 * 576]
    joints = [tile.start * FRAME_SAMPLES - DECODER_DELAY for tile in tiles[1:]]
    at_joints = np.concatenate([wrong[joint - 1152 : joint + 1152] for joint in joints])
    in_rests = np.concatenate(
        [
            wrong[(tile.start + 8) * FRAME_SAMPLES : (tile.start + tile.frames - 8) * FRAME_SAMPLES]
            for tile in tiles[1:-1]
            if not tile.clips
        ]
    )
    assert len(joints) > 15
    assert np.std(at_joints) <= 1.25 * np.std(in_rests)
    assert np.abs(np.diff(at_joints)).max() <= 1.25 * np.abs(np.diff(in_rests)).max()


@pytest.mark.parametrize("name", ambient.AMBIENT_NAMES)
def test_ambient_sound_lies_well_below_the_voice_opens_and_closes(make_session, name: str) -> None:
    timeline, clips = make_session(90_000, first_ms=12_000, every_ms=60_000)
    file = mp3_session(timeline, clips, ambient=name)
    pcm = heard(file.read(0, file.length))
    rest = pcm[20 * 48_000 : 70 * 48_000]
    assert -42 < loudness.loudness(rest) < -34
    assert np.std(pcm[:4800]) < 0.1 * np.std(rest)
    assert np.std(pcm[-4800:]) < 0.1 * np.std(rest)
    assert np.abs(np.diff(levels(rest, 0.1))).max() < 4


def test_a_rest_does_not_repeat_itself(make_session) -> None:
    timeline, clips = make_session(120_000, every_ms=115_000)
    bed = Bed("rain", None)
    tiles = list(Tiles(bed, GRID, "test").of(timeline, clips, session_frames(120_000 * 48)))
    rests = [tile.key for tile in tiles if not tile.clips]
    assert len(rests) > 15
    assert all(len(set(rests[at : at + 12])) == 12 for at in range(len(rests) - 11))


def test_stretches_of_an_ambient_session_are_slices_of_the_whole(make_session) -> None:
    file = mp3_session(*make_session(60_000, ending=Ending.SLEEP), ambient="surf")
    content = file.read(0, file.length)
    for start in range(0, file.length, 9973):
        assert file.read(start, min(start + 5000, file.length)) == content[start : start + 5000]


def test_tiles_are_mixed_once_and_kept_in_the_store_that_is_given(make_session) -> None:
    timeline, clips = make_session(60_000)
    kept: dict[str, bytes] = {}

    class Store:
        get = staticmethod(kept.get)
        put = staticmethod(kept.__setitem__)

    first = mp3_session(timeline, clips, ambient="rain", tiles=Store())
    assert kept == {}
    content = first.read(0, first.length)
    mixed = dict(kept)
    assert len(mixed) > 5
    again = mp3_session(timeline, clips, ambient="rain", tiles=Store())
    assert again.read(0, again.length) == content
    assert kept == mixed


def test_a_store_that_cannot_keep_anything_does_no_harm(make_session) -> None:
    class Full:
        def get(self, _key: str) -> bytes | None:
            return None

        def put(self, _key: str, _content: bytes) -> None:
            raise OSError(28, "No space left on device")

    file = mp3_session(*make_session(10_000), ambient="rain", tiles=Full())
    assert len(heard(file.read(0, file.length))) == 480_000


def test_the_store_in_memory_forgets_what_was_longest_unused() -> None:
    store = MemoryTiles(most_bytes=30)
    for key in "abc":
        store.put(key, key.encode() * 10)
    assert store.get("a") == b"a" * 10
    store.put("d", b"d" * 10)
    assert store.get("b") is None
    assert [store.get(key) is not None for key in "acd"] == [True, True, True]


def test_a_rooms_tone_goes_on_under_pauses_and_cues_at_one_level(make_session) -> None:
    timeline, clips = make_session(60_000)
    tone = (0.002 * np.random.default_rng(8).standard_normal(96_000)).astype(np.float32)
    file = mp3_session(timeline, clips, room_tone=tone)
    pcm = heard(file.read(0, file.length))
    assert len(pcm) == 60_000 * 48
    pauses = [pcm[cue.end_ms * 48 + 2400 : cue.end_ms * 48 + 60_000] for cue in timeline.cues[1:-1]]
    found = [10 * np.log10(np.mean(pause**2)) for pause in pauses]
    assert np.ptp(found) < 1
    assert found[0] == pytest.approx(10 * np.log10(np.mean(tone**2)), abs=3)
    assert (levels(np.concatenate(pauses), 0.1) > found[0] - 3).all()


def test_too_short_a_tone_is_refused(make_session) -> None:
    with pytest.raises(BadInput, match="too short"):
        mp3_session(*make_session(10_000), room_tone=np.zeros(100, dtype=np.float32))
