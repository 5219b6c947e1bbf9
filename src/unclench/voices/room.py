"""A room's own quiet, made to go on for ever out of the pauses in a person's recordings."""

from collections.abc import Sequence

import numpy as np

from unclench.render.clip import SAMPLE_RATE, Samples

_LENGTH = 12 * SAMPLE_RATE
_CROSS = round(0.1 * SAMPLE_RATE)
_LEAST = 3 * _CROSS
_RANGE = 2.0


def room_tone(quiets: Sequence[Samples]) -> Samples | None:
    """Some seconds of room that loop without a seam; ``None`` when the recordings hold no quiet.

    Only stretches near the middle loudness of all are taken: a cough or a passing car is not the room.
    """
    usable = [quiet for quiet in quiets if len(quiet) >= _LEAST and np.any(quiet)]
    if not usable:
        return None
    strengths = np.array([_rms(quiet) for quiet in usable])
    middle = float(np.median(strengths))
    even = [
        quiet * np.float32(middle / strength)
        for quiet, strength in zip(usable, strengths.tolist(), strict=True)
        if middle / _RANGE <= strength <= middle * _RANGE
    ]
    tone = even[0]
    turn = 1
    while len(tone) < _LENGTH + _CROSS and turn < 1000:
        tone = _crossed(tone, even[turn % len(even)][:: 1 if turn // len(even) % 2 == 0 else -1])
        turn += 1
    return _closed(tone[: _LENGTH + _CROSS])


def _crossed(first: Samples, second: Samples) -> Samples:
    """One after the other, overlapping at constant power (noise of two stretches is unrelated)."""
    fall, rise = _fades()
    middle = first[-_CROSS:] * fall + second[:_CROSS] * rise
    return np.concatenate((first[:-_CROSS], middle, second[_CROSS:]))


def _closed(tone: Samples) -> Samples:
    """The end folded over the start."""
    fall, rise = _fades()
    head = tone[:_CROSS] * rise + tone[-_CROSS:] * fall
    return np.ascontiguousarray(np.concatenate((head, tone[_CROSS:-_CROSS])), dtype=np.float32)


def _fades() -> tuple[Samples, Samples]:
    angle = (np.arange(_CROSS) + 0.5) / _CROSS * (np.pi / 2)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def _rms(pcm: Samples) -> float:
    return float(np.sqrt(np.mean(pcm.astype(np.float64) ** 2)))
