"""One recording of one cue: checked for what would disturb a listener, trimmed, levelled."""

from dataclasses import dataclass

import numpy as np

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.render.decode import read_sound
from unclench.render.loudness import level, loudness
from unclench.voices.speech import smooth_power, without_rumble

LEAST_SNR_DB = 15.0
"""Below this the noise would be heard as loudly as the breath between words."""

GOOD_SNR_DB = 25.0
LEAST_SPEECH_S = 0.25

_FULL = 0.98
_FLAT = 4
_FORGIVEN = 2
_FRAME = round(0.030 * SAMPLE_RATE)
_BEFORE, _AFTER = round(0.06 * SAMPLE_RATE), round(0.12 * SAMPLE_RATE)
_LONGEST_QUIET = 2 * SAMPLE_RATE
_QUIET_EDGE = round(0.05 * SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class Take:
    """A recording ready to be a clip.

    ``quiet`` is the room without the voice, as loud as it is behind the levelled speech (may be empty).
    ``notes`` are things worth knowing that do not keep it from being used.
    """

    pcm: Samples
    quiet: Samples
    snr_db: float
    notes: tuple[str, ...]


def make_take(source: bytes, *, where: str) -> Take:
    """Check, trim and level a recording (WAV, FLAC, MP3, Opus, M4A).

    Raises:
        BadInput: it is damaged, silent, too short, clipped, or too noisy; says which and how to mend it.
    """
    raw = read_sound(source, where=where)
    _refuse_clipped(raw, where)
    clean = without_rumble(raw) if len(raw) > _FRAME else raw
    if not np.any(np.abs(clean) > 1e-4):
        raise BadInput("is silent", where=where, mend="check that the microphone is on, and record it again")
    first, last, snr = _speech(clean)
    if last - first < LEAST_SPEECH_S * SAMPLE_RATE:
        raise BadInput("holds hardly any speech", where=where, mend="record the whole cue again")
    if snr < LEAST_SNR_DB:
        raise BadInput(
            f"is too noisy (the voice is only {snr:.0f} dB above the room; {LEAST_SNR_DB:.0f} are needed)",
            where=where,
            mend="record it again in a quieter room, nearer to the microphone",
        )
    spoken = clean[max(first - _BEFORE, 0) : last + _AFTER]
    notes = (f"some noise behind the voice ({snr:.0f} dB)",) if snr < GOOD_SNR_DB else ()
    try:
        levelled = level(spoken)
    except BadInput as fault:
        raise BadInput(fault.what, where=where, mend=fault.mend) from fault
    return Take(levelled, _quiet(clean, first, last, _gain(spoken, levelled)), snr, notes)


def _refuse_clipped(pcm: Samples, where: str) -> None:
    """Several samples in a row at full scale, more than once or twice: the microphone was overdriven."""
    full = np.abs(pcm) >= _FULL
    flat = np.convolve(full, np.ones(_FLAT), mode="valid") >= _FLAT if len(pcm) >= _FLAT else full
    places = int(np.count_nonzero(np.diff(flat.astype(np.int8)) == 1) + bool(flat[:1].any()))
    if places > _FORGIVEN:
        raise BadInput(
            f"is clipped: too loud in {places} places",
            where=where,
            mend="record it again a little further from the microphone, or turn its level down",
        )


def _speech(pcm: Samples) -> tuple[int, int, float]:
    """First and last sample of the speech, and how far it stands above the room in dB."""
    whole = pcm[: len(pcm) // _FRAME * _FRAME] if len(pcm) >= _FRAME else np.pad(pcm, (0, _FRAME - len(pcm)))
    frames = np.sort(np.mean(whole.reshape(-1, _FRAME).astype(np.float64) ** 2, axis=1)) + 1e-12
    noise = float(frames[: max(len(frames) // 20, 1)].mean())
    speech = float(frames[len(frames) * 9 // 10 :].mean())
    power = smooth_power(pcm)
    floor = max(noise * 6.3, float(power.max()) * 1e-4)  # 8 dB above the room, or 40 below the loudest
    heard = np.flatnonzero(power > floor)
    first, last = (int(heard[0]), int(heard[-1])) if len(heard) else (0, 0)
    return first, last, 10 * float(np.log10(speech / noise))


def _gain(before: Samples, after: Samples) -> float:
    return 10 ** ((loudness(after) - loudness(before)) / 20)


def _quiet(pcm: Samples, first: int, last: int, gain: float) -> Samples:
    """The longer of the two stretches before and after the speech."""
    stretches = (pcm[: max(first - _BEFORE, 0)], pcm[last + _AFTER :])
    longest = max((part[_QUIET_EDGE:-_QUIET_EDGE] for part in stretches), key=len)
    return (longest[:_LONGEST_QUIET] * np.float32(gain)).astype(np.float32)
