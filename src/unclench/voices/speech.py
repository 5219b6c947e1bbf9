"""From an engine's raw sound to a cue's samples: cleared of rumble and clicks, trimmed, levelled."""

import numpy as np

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.render.loudness import level
from unclench.voices.engines.engine import Sound

SENTENCE_GAP_MS = 500
"""Between two sentences of one cue."""

METHOD = "4"
"""Part of every clip's address: changes when this module would make other samples."""

_RUMBLE_HZ = 70
_HIGH_HZ = 3500
_HEADROOM = 3.0
_QUIET_DB = -40.0
_BEFORE, _AFTER = round(0.02 * SAMPLE_RATE), round(0.05 * SAMPLE_RATE)


def samples_of(sound: Sound) -> Samples:
    """Raw speech as 48 kHz samples.

    Raises:
        UnclenchError: the engine gave nothing.
    """
    import soxr

    pcm = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768
    if len(pcm) == 0 or not np.any(pcm):
        raise UnclenchError("the voice said nothing")
    return np.asarray(soxr.resample(pcm, sound.rate, SAMPLE_RATE, quality="HQ"), dtype=np.float32)


def joined(parts: list[Samples], stretch: float) -> Samples:
    """A cue's sentences one after another, with a pause between them."""
    gap = np.zeros(round(SENTENCE_GAP_MS * stretch * SAMPLE_RATE / 1000), dtype=np.float32)
    pieces = [parts[0]]
    for part in parts[1:]:
        pieces += [gap, part]
    return np.concatenate(pieces)


def finished(parts: list[Samples], stretch: float, *, softened: bool = False) -> Samples:
    """Sentences made into one levelled cue.

    Args:
        parts: each sentence at 48 kHz.
        stretch: how much longer than usual the pauses between them are.
        softened: whether to bend down sharp bursts (see `without_bursts`).

    Raises:
        UnclenchError: there is no speech in it.
    """
    clean = [trimmed(without_rumble(part)) for part in parts]
    if softened:
        clean = [without_bursts(part) for part in clean]
    try:
        return level(joined(clean, stretch))
    except BadInput as fault:
        raise UnclenchError(f"the voice's sound {fault.what}") from fault


def without_rumble(pcm: Samples) -> Samples:
    """The sound without what lies below speech: offset, hum, breath on the microphone."""
    from scipy.signal import butter, sosfiltfilt

    filters = butter(2, _RUMBLE_HZ, "highpass", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfiltfilt(filters, pcm), dtype=np.float32)


def without_bursts(pcm: Samples) -> Samples:
    """The sound with bursts above 3.5 kHz bent down to the height of ordinary sibilants.

    Statistical voices now and then pulse through a voiced fricative (the v of "heavy"), 30 times sharper than
    the speech around it: a click to a listener's ear.
    """
    from scipy.ndimage import maximum_filter1d
    from scipy.signal import firwin, oaconvolve

    reach = round(0.004 * SAMPLE_RATE) | 1
    pass_high = firwin(2 * reach + 1, _HIGH_HZ, fs=SAMPLE_RATE, pass_zero=False)
    high = oaconvolve(pcm, pass_high, mode="same")
    spoken = np.abs(pcm) > 0.01 * np.abs(pcm).max(initial=1e-9)
    if not spoken.any():
        return pcm
    ceiling = _HEADROOM * np.percentile(np.abs(high[spoken]), 95)
    envelope = maximum_filter1d(np.abs(high), round(0.006 * SAMPLE_RATE) | 1)
    window = np.hanning(reach + 2)[1:-1]
    padded = np.pad(np.minimum(1.0, ceiling / np.maximum(envelope, 1e-9)), reach // 2, mode="edge")
    gain = oaconvolve(padded, window / window.sum(), mode="valid")
    return np.asarray(pcm - high * (1 - gain), dtype=np.float32)


def trimmed(pcm: Samples) -> Samples:
    """The sound from just before its first speech to just after its last."""
    first, last = speech_bounds(pcm, _QUIET_DB)
    return pcm[max(first - _BEFORE, 0) : last + _AFTER]


def speech_bounds(pcm: Samples, below_db: float) -> tuple[int, int]:
    """First and last sample whose surroundings are within ``below_db`` of the loudest."""
    power = smooth_power(pcm)
    heard = np.flatnonzero(power > power.max(initial=0.0) * 10 ** (below_db / 10))
    return (int(heard[0]), int(heard[-1])) if len(heard) else (0, len(pcm))


def smooth_power(pcm: Samples) -> Samples:
    """Mean power over the 10 ms around every sample."""
    from scipy.ndimage import uniform_filter1d

    return np.maximum(uniform_filter1d(pcm * pcm, round(0.010 * SAMPLE_RATE), mode="constant"), 0)
