"""MP3 frames: fixed in number, valid, joinable, and scaled without decoding."""

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.kernel.errors import UnclenchError
from unclench.render import lame, mp3
from unclench.render.clip import Samples
from unclench.render.loudness import edged
from unclench.render.mp3 import CLIP_LEAD, DECODER_DELAY, FRAME_BYTES, FRAME_SAMPLES, SILENCE


def noise(samples: int, seed: int) -> Samples:
    return edged((0.2 * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32))


def heard(frames: bytes) -> Samples:
    """What a decoder without any tag to go by gives: its own 1105 samples of delay still in front."""
    pcm, rate = soundfile.read(io.BytesIO(frames), dtype="float32")
    assert rate == 48_000
    return pcm


@settings(max_examples=60, deadline=None)
@given(
    samples=st.integers(1, 30_000), seed=st.integers(0, 9), quality=st.sampled_from([mp3.CAREFUL, mp3.QUICK])
)
def test_a_clip_has_as_many_frames_as_its_length_says_and_nothing_sounds_beyond_them(
    samples: int, seed: int, quality: int
) -> None:
    pcm = noise(samples, seed)
    around = np.zeros(8 * FRAME_SAMPLES, dtype=np.float32)
    whole = lame.encode(np.concatenate((around, pcm, around)), quality)
    rest = whole[:FRAME_BYTES]
    sounding = [
        n for n in range(len(whole) // FRAME_BYTES) if whole[n * FRAME_BYTES : (n + 1) * FRAME_BYTES] != rest
    ]
    frames = mp3.encode_clip(pcm, quality=quality)
    assert len(frames) == mp3.clip_frames(samples) * FRAME_BYTES
    if sounding:
        assert sounding[0] >= 8 - CLIP_LEAD
        assert sounding[-1] < 8 - CLIP_LEAD + mp3.clip_frames(samples)


def test_every_frame_is_a_valid_constant_rate_frame_that_leans_on_no_other() -> None:
    frames = mp3.encode_clip(noise(40_000, 1))
    for at in range(0, len(frames), FRAME_BYTES):
        frame = frames[at : at + FRAME_BYTES]
        assert frame[:4] == SILENCE[:4]
        main_data_begin = frame[4] << 1 | frame[5] >> 7
        assert main_data_begin == 0


def test_the_silent_frame_decodes_to_nothing_but_zeros() -> None:
    assert not heard(SILENCE * 50).any()


def test_a_clip_among_silent_frames_sounds_at_its_frame_and_at_its_level() -> None:
    pcm = noise(24_000, 3)
    before = 10
    frames = SILENCE * (before - CLIP_LEAD) + mp3.encode_clip(pcm) + SILENCE * 10
    found = heard(frames)[before * FRAME_SAMPLES + DECODER_DELAY :][: len(pcm)]
    # LAME leaves out what lies above 16.5 kHz; below, it must be the same sound at the same place and level.
    spectra = [np.fft.rfft(x)[: len(x) // 6] for x in (pcm, found)]
    level = np.vdot(spectra[0], spectra[1]).real / np.vdot(spectra[0], spectra[0]).real
    assert level == pytest.approx(1.0, abs=0.03)


@settings(max_examples=25, deadline=None)
@given(step=st.integers(-12, 6), seed=st.integers(0, 4))
def test_scaling_by_a_step_is_a_factor_of_two_to_the_quarter(step: int, seed: int) -> None:
    frames = mp3.encode_clip(0.3 * noise(6000, seed))
    steps = np.full(len(frames) // FRAME_BYTES * 2, step, dtype=np.int16)
    as_it_is, scaled = heard(frames), heard(mp3.scale(frames, steps))
    assert np.allclose(scaled, as_it_is * 2 ** (step / 4), rtol=0, atol=2e-6 * 2 ** max(step / 4, 0))
    assert mp3.scale(mp3.scale(frames, steps), -steps) == frames


def test_each_half_of_a_frame_is_scaled_by_its_own_step() -> None:
    frames = mp3.encode_clip(noise(12_000, 5))
    steps = np.arange(len(frames) // FRAME_BYTES * 2, dtype=np.int16) % 7 - 3
    sounding = mp3.gains(frames) > 0
    assert np.array_equal(
        (mp3.gains(mp3.scale(frames, steps)) - mp3.gains(frames))[sounding], steps[sounding]
    )


def test_a_build_without_lames_own_functions_is_refused_in_one_clear_line() -> None:
    import soxr.soxr_ext

    with pytest.raises(UnclenchError, match=r"does not export lame_set_in_samplerate; install lameenc"):
        lame.load(soxr.soxr_ext.__file__)
    with pytest.raises(UnclenchError, match="cannot be loaded"):
        lame.load(__file__)
