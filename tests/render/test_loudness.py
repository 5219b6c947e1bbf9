"""Levelling: as loud as promised, no peak too high, no edge too hard."""

import math

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.kernel.errors import BadInput
from unclench.render import loudness
from unclench.render.clip import Samples


def babble(seconds: float, crest: float, seed: int) -> Samples:
    """Syllables of noise and buzz; a higher ``crest`` makes sharper peaks, as cheap synthesisers have."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * 48_000)) / 48_000
    pulses = np.exp(-crest * ((110 * time) % 1)) * np.sin(2 * np.pi * 900 * time)
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 3.3 * time + random.random())
    return (0.2 * (pulses + 0.1 * random.standard_normal(len(time))) * syllables).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(
    seconds=st.floats(0.3, 4.0),
    crest=st.floats(1, 12),
    seed=st.integers(0, 5),
    volume=st.floats(0.02, 4.0),
)
def test_every_clip_comes_out_equally_loud_below_the_ceiling(
    seconds: float, crest: float, seed: int, volume: float
) -> None:
    pcm = babble(seconds, crest, seed) * np.float32(volume)
    levelled = loudness.level(pcm)
    assert len(levelled) == len(pcm)
    assert levelled.dtype == np.float32
    assert loudness.loudness(levelled) == pytest.approx(loudness.TARGET_LUFS, abs=0.5)
    assert loudness.true_peak(levelled) <= loudness.CEILING_DBTP


def test_a_clip_opens_and_closes_over_20_ms() -> None:
    pcm = np.ones(48_000, dtype=np.float32)
    soft = loudness.edged(pcm)
    assert soft[0] == 0
    assert soft[-1] == 0
    assert soft[480] == pytest.approx(0.5)
    assert np.array_equal(soft[960:-960], pcm[960:-960])
    assert np.array_equal(soft, soft[::-1])
    assert pcm[0] == 1


def test_loudness_is_measured_as_two_speakers_play_it() -> None:
    sine = (0.1 * np.sin(2 * np.pi * 997 * np.arange(96_000) / 48_000)).astype(np.float32)
    # BS.1770: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LUFS; a second channel adds 3.01.
    assert loudness.loudness(sine) == pytest.approx(-20, abs=0.05)
    assert loudness.loudness(np.zeros(1000, dtype=np.float32)) == -math.inf


@pytest.mark.parametrize("seed", range(6))
def test_loudness_agrees_with_another_implementation_of_the_standard(seed: int) -> None:
    pcm = babble(5.0, 1 + 2 * seed, seed)
    pcm[48_000:120_000] *= np.float32(10 ** (-seed / 2))
    pcm[130_000:150_000] = 0
    other = pyloudnorm.Meter(48_000).integrated_loudness(np.stack((pcm, pcm), axis=1).astype(np.float64))
    assert loudness.loudness(pcm) == pytest.approx(other, abs=0.1)


def test_a_peak_between_two_samples_is_seen() -> None:
    between = (0.5 * np.sin(2 * np.pi * (np.arange(4800) / 4 + 1 / 8))).astype(np.float32)
    assert np.abs(between).max() == pytest.approx(0.3536, abs=1e-3)
    assert loudness.true_peak(between) == pytest.approx(20 * math.log10(0.5), abs=0.3)
    assert loudness.true_peak(np.zeros(0, dtype=np.float32)) == -math.inf


def test_the_limiter_bends_before_a_peak_and_makes_no_step() -> None:
    quiet = babble(2.0, 2, 1) * np.float32(0.2)
    quiet[48_000:48_100] += 0.9 * np.hanning(100).astype(np.float32)
    levelled = loudness.level(quiet)
    assert loudness.true_peak(levelled) <= loudness.CEILING_DBTP
    with np.errstate(divide="ignore", invalid="ignore"):
        bend = levelled / loudness.edged(quiet)
    bend = bend[np.abs(quiet) > 0.01][2000:-2000]
    assert np.abs(np.diff(bend)).max() < 0.25 * bend.max()


@pytest.mark.parametrize("pcm", [np.zeros(48_000), np.zeros(0), 1e-5 * np.ones(48_000)])
def test_silence_is_not_raised_to_noise(pcm: np.ndarray) -> None:
    with pytest.raises(BadInput, match="is silent; record it again"):
        loudness.level(pcm.astype(np.float32))
