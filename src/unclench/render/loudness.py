"""Levelling: every cue equally loud, none harsh.

The aim is -18 LUFS (ITU-R BS.1770) as people hear a mono file: from two speakers, 3 LU louder than the one
channel measured alone. True peak stays at -2 dBTP, so that coding, which adds up to 0.7 dB, stays below -1.
"""

import math

import numpy as np

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples

TARGET_LUFS = -18.0
"""How loud a cue is made, measured as dual mono."""

CEILING_DBTP = -2.0
"""The highest true peak of a levelled clip, before it is encoded."""

_DUAL_MONO_LU = 10 * math.log10(2)
_BLOCK = round(0.4 * SAMPLE_RATE)
_EDGE = round(0.020 * SAMPLE_RATE)
_LOOK_AHEAD = round(0.008 * SAMPLE_RATE)
_QUIETEST_LUFS = -67.0
_NEAR_LU = 0.05
_ROUNDS = 12


def loudness(pcm: Samples) -> float:
    """Integrated loudness in LUFS, as dual mono; minus infinity for silence.

    A clip shorter than the measure's 400 ms block is measured as if it went on by repeating.
    """
    import pyloudnorm

    if len(pcm) == 0 or not np.any(pcm):
        return -math.inf
    if len(pcm) < 2 * _BLOCK:
        pcm = np.tile(pcm, -(-2 * _BLOCK // len(pcm)))
    measured = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(pcm.astype(np.float64))
    return float(measured) + _DUAL_MONO_LU


def true_peak(pcm: Samples) -> float:
    """The highest peak between samples too, in dBTP, by fourfold oversampling; minus infinity for silence."""
    highest = float(_oversampled(pcm).max(initial=0.0))
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
    levelled = _limited(soft, gain)
    for _ in range(_ROUNDS):
        short = TARGET_LUFS - loudness(levelled)
        if abs(short) <= _NEAR_LU:
            break
        gain += short
        levelled = _limited(soft, gain)
    return levelled


def edged(pcm: Samples) -> Samples:
    """A copy that opens and closes over 20 ms of a raised cosine (less for a clip shorter than 40 ms)."""
    soft = pcm.astype(np.float32, copy=True)
    edge = min(_EDGE, len(pcm) // 2)
    rise = (0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / max(edge, 1))).astype(np.float32)
    soft[:edge] *= rise
    soft[len(soft) - edge :] *= rise[::-1]
    return soft


def _limited(pcm: Samples, gain_db: float) -> Samples:
    """Raise by ``gain_db`` and bend down, from `_LOOK_AHEAD` before, whatever would pass the ceiling."""
    from scipy.ndimage import minimum_filter1d

    loud = pcm * np.float32(10 ** (gain_db / 20))
    ceiling = 10 ** ((CEILING_DBTP - 0.05) / 20)
    peaks = _oversampled(loud)
    if peaks.max(initial=0.0) <= ceiling:
        return loud
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    held = minimum_filter1d(needed, 2 * _LOOK_AHEAD + 1, mode="nearest")
    window = np.hanning(2 * _LOOK_AHEAD + 3)[1:-1]
    padded = np.pad(held, _LOOK_AHEAD, mode="edge")
    bend = np.convolve(padded, window / window.sum(), mode="valid")
    limited = (loud * bend).astype(np.float32)
    over = _oversampled(limited).max() / 10 ** (CEILING_DBTP / 20)
    return limited if over <= 1 else (limited / np.float32(over)).astype(np.float32)


def _oversampled(pcm: Samples) -> Samples:
    """For each sample, the highest magnitude among it and the three points up to the next one."""
    from scipy.signal import resample_poly

    if len(pcm) == 0:
        return np.zeros(0, dtype=np.float32)
    fine = np.abs(resample_poly(pcm.astype(np.float32), 4, 1)).reshape(-1, 4).max(axis=1)
    return np.asarray(fine, dtype=np.float32)
