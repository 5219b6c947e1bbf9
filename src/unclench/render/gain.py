"""Softer without decoding: which steps of 1.5 dB a coded clip takes.

MP3 and AAC both keep an 8-bit gain beside their coefficients, whose unit is a factor of 2^(1/4).
"""

import numpy as np
from numpy.typing import NDArray

from unclench.sessions.timeline import Ending, Timeline

Quarters = NDArray[np.int16]
"""Steps of 2^(1/4) (1.5 dB), one for each coded block; negative is softer."""

FIRST_CUE = -4
"""The first cue opens 6 dB softer: the listener may be half asleep, or the volume still too high."""

DEEPEST = -8
"""A session that ends in sleep has faded by 12 dB at its end."""

_FADE_PART = 4
_FADE_MOST_MS = 180_000


def opening(gains: NDArray[np.int16]) -> Quarters:
    """Steps for the blocks of the first cue: from `FIRST_CUE` back to 0, a step at a time.

    Each step falls on the quietest block near its place (between two words), where nobody hears it.

    Args:
        gains: the blocks' own gains.
    """
    steps = np.zeros(len(gains), dtype=np.int16)
    stretch = len(gains) // (1 - FIRST_CUE)
    reach = stretch // 3
    for quarter in range(FIRST_CUE, 0):
        place = (quarter - FIRST_CUE + 1) * stretch
        near = gains[place - reach : place + reach + 1]
        quiet = place - reach + int(np.argmin(near)) if len(near) else place
        steps[:quiet] -= 1
    return steps


def opening_curve(samples: int) -> NDArray[np.float32]:
    """The same rise for samples: from 6 dB down to as it is, smoothly."""
    decibels = 1.5 * FIRST_CUE * np.linspace(1, 0, max(samples, 1))[:samples]
    return np.asarray(10 ** (decibels / 20), dtype=np.float32)


def fading(timeline: Timeline, at_ms: float) -> int:
    """The step for what starts at ``at_ms``: a session that drifts to sleep fades over its last part."""
    if timeline.ending is not Ending.SLEEP:
        return 0
    part = min(timeline.duration_ms / _FADE_PART, _FADE_MOST_MS)
    gone = (at_ms - (timeline.duration_ms - part)) / part
    return round(DEEPEST * min(max(gone, 0.0), 1.0))
