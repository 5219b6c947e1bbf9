"""Speaking slower and faster."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voices.conftest import murmur
from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.voices.pace import STRETCHES, stretch_of, stretched, stretched_samples


def pitch_of(pcm: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(pcm[: SAMPLE_RATE // 2] * np.hanning(SAMPLE_RATE // 2), 1 << 17))
    return float(spectrum.argmax() * SAMPLE_RATE / (1 << 17))


@pytest.mark.parametrize("speed", ["slower", "faster"])
def test_another_speed_keeps_the_pitch_and_takes_the_length_it_said(speed: str) -> None:
    usual = murmur(2.0)
    changed = stretched(usual, STRETCHES[speed])
    assert len(changed) == stretched_samples(len(usual), STRETCHES[speed])
    assert len(changed) / len(usual) == pytest.approx(STRETCHES[speed], abs=1e-4)
    assert pitch_of(changed) == pytest.approx(pitch_of(usual), rel=0.02)


def test_a_stretched_clip_is_filled_to_its_end() -> None:
    changed = stretched(murmur(2.0), STRETCHES["slower"])
    assert np.abs(changed[-SAMPLE_RATE // 10 :]).max() > 0.01


@given(st.integers(1, 3_000_000), st.integers(1, 3_000_000))
def test_a_longer_clip_is_never_shorter_when_stretched(first: int, second: int) -> None:
    low, high = sorted((first, second))
    for stretch in STRETCHES.values():
        assert stretched_samples(low, stretch) <= stretched_samples(high, stretch)


def test_an_unknown_speed_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"'brisk'.*slower, usual, faster"):
        stretch_of("brisk")
