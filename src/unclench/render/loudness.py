"""Levelling: every cue equally loud, none harsh.

The aim is -18 LUFS (ITU-R BS.1770) as people hear a mono file: from two speakers, 3 LU louder than the one
channel measured alone. True peak stays at -2 dBTP, so that coding, which adds up to 0.7 dB, stays below -1.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples

TARGET_LUFS = -18.0
"""How loud a cue is made, measured as dual mono."""

CEILING_DBTP = -2.0
"""The highest true peak of a levelled clip, before it is encoded."""

_SPEAKERS = 2
_OFFSET_LU = -0.691
_STEP = round(0.1 * SAMPLE_RATE)
_BLOCK = 4 * _STEP
_ABSOLUTE_GATE = 10 ** ((-70 - _OFFSET_LU) / 10)
_RELATIVE_GATE = 0.1  # 10 LU below the mean of what passes the first gate
_K_FILTERS = np.array(  # ITU-R BS.1770-5, tables 1 and 2: at 48 kHz
    (
        (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585),
        (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621),
    )
)
_EDGE = round(0.020 * SAMPLE_RATE)
_LOOK_AHEAD = round(0.008 * SAMPLE_RATE)
_QUIETEST_LUFS = -67.0
_NEAR_LU = 0.05
_ROUNDS = 12
_REACH = 8


def loudness(pcm: Samples) -> float:
    """Integrated loudness in LUFS, as dual mono; minus infinity for silence.

    A clip shorter than the measure's 400 ms block is measured as if it went on by repeating.
    """
    if len(pcm) == 0 or not np.any(pcm):
        return -math.inf
    if len(pcm) < 2 * _BLOCK:
        pcm = np.tile(pcm, -(-2 * _BLOCK // len(pcm)))
    blocks = _block_powers(pcm)
    blocks = blocks[blocks > _ABSOLUTE_GATE]
    if len(blocks) == 0:
        return -math.inf
    loud = blocks[blocks > blocks.mean() * _RELATIVE_GATE]
    return _OFFSET_LU + 10 * math.log10(float(loud.mean()))


def _block_powers(pcm: Samples) -> NDArray[np.float64]:
    """Power from both speakers in 400 ms blocks, one each 100 ms, filtered as a head and an ear would."""
    from scipy.signal import sosfilt

    weighted = sosfilt(_K_FILTERS, pcm)
    steps = np.add.reduceat(weighted**2, np.arange(0, len(weighted), _STEP))[: len(weighted) // _STEP]
    return np.asarray(np.convolve(steps, np.ones(_BLOCK // _STEP), mode="valid") * (_SPEAKERS / _BLOCK))


def true_peak(pcm: Samples) -> float:
    """The highest peak between samples too, in dBTP, by fourfold oversampling; minus infinity for silence."""
    highest = float(_peaks(pcm).max(initial=0.0))
    return 20 * math.log10(highest) if highest > 0 else -math.inf


def level(pcm: Samples) -> Samples:
    """The clip at `TARGET_LUFS` with no true peak above `CEILING_DBTP`, opening and closing over 20 ms.

    Raises:
        BadInput: the clip is silent, or so quiet that levelling would only raise noise.
    """
    soft = edged(pcm)
    found = loudness(soft)
    if found < _QUIETEST_LUFS:
        raise BadInput("is silent", mend="record it again, nearer to the microphone")
    gain = TARGET_LUFS - found
    for _ in range(_ROUNDS):
        levelled, bent = _limited(soft, gain)
        if not bent:
            break
        short = TARGET_LUFS - loudness(levelled)
        if abs(short) <= _NEAR_LU:
            break
        gain += short
    return levelled


def edged(pcm: Samples) -> Samples:
    """A copy that opens and closes over 20 ms of a raised cosine (less for a clip shorter than 40 ms)."""
    soft = pcm.astype(np.float32, copy=True)
    edge = min(_EDGE, len(pcm) // 2)
    rise = (0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / max(edge, 1))).astype(np.float32)
    soft[:edge] *= rise
    soft[len(soft) - edge :] *= rise[::-1]
    return soft


def _limited(pcm: Samples, gain_db: float) -> tuple[Samples, bool]:
    """Raised by ``gain_db``, and bent down, from `_LOOK_AHEAD` before, wherever it would pass the ceiling."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    loud = (pcm * np.float32(10 ** (gain_db / 20))).astype(np.float32)
    ceiling = 10 ** ((CEILING_DBTP - 0.05) / 20)
    peaks = _peaks(loud)
    if peaks.max(initial=0.0) <= ceiling:
        return loud, False
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    held = minimum_filter1d(needed, 2 * _LOOK_AHEAD + 1, mode="nearest")
    bend = held
    for _ in range(2):  # two boxes make a ramp on either side, no wider than what is held
        bend = uniform_filter1d(bend, _LOOK_AHEAD + 1, mode="nearest")
    limited = (loud * bend).astype(np.float32)
    over = _peaks(limited).max() / 10 ** (CEILING_DBTP / 20)
    return (limited if over <= 1 else (limited / np.float32(over)).astype(np.float32)), True


def _peaks(pcm: Samples) -> Samples:
    """For each sample, the highest magnitude among it and the three points up to the next one.

    The points between are worked out only from samples that reach half the highest: between lower ones a
    sound would have to lie above 16 kHz to hide a higher peak.
    """
    magnitudes = np.abs(pcm)
    reaching = magnitudes >= 0.5 * magnitudes.max(initial=0.0)
    reaching[:-1] |= reaching[1:]
    high = np.flatnonzero(reaching)
    if len(high):
        around = np.lib.stride_tricks.sliding_window_view(np.pad(pcm, _REACH), 2 * _REACH)
        between = np.abs(_quarters() @ around[high + 1].T)
        magnitudes[high] = np.maximum(magnitudes[high], between.max(axis=0))
    return magnitudes


@cache
def _quarters() -> Samples:
    """Weights of the samples around for the points at a quarter, a half and three quarters of the way."""
    distance = np.arange(1 - _REACH, _REACH + 1)[:, None] - np.array([0.25, 0.5, 0.75])
    window = np.cos(np.pi / 2 * distance / (_REACH + 1)) ** 2
    weights = np.sinc(distance) * window
    return np.ascontiguousarray((weights / weights.sum(axis=0)).T, dtype=np.float32)
