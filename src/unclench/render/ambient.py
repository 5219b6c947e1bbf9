"""Ambient sound of our own making: rain and surf out of shaped noise, and the tone of a voice's own room.

Noise is made by its spectrum: random phases, magnitudes drawn by hand, one inverse Fourier transform. What
comes out repeats seamlessly, since a spectrum's signal is periodic. Everything is seeded: the same each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples

AMBIENT_LUFS = -37.0
"""How loud an ambient sound is mixed in, as dual mono: 19 LU below the voice."""

LOOP_LUFS = -31.0
"""How loud the live player's loop is: at half its volume it stands as it does in downloads."""

LOOP_SECONDS = 60

LONGEST_LAG = 1.3
"""Seconds by which the last part of a wave may follow its first."""

_BED_SECONDS = 24
_USUAL_WAVE = 0.6
_VERSION = 2

_Made = tuple[NDArray[np.float64], tuple[tuple[NDArray[np.float64], float], ...]]
_Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Texture:
    """A sound that may go on for ever.

    Attributes:
        bed: the steady part; its end leads into its beginning.
        waves: noises of single waves that rise out of the bed and sink back, each with how many seconds it
            comes after the first: what breaks, and then the foam.
        ducked: gives way to a clip, because the clip holds the same tone already.
    """

    key: str
    bed: Samples
    waves: tuple[tuple[Samples, float], ...] = ()
    ducked: bool = False


def texture_key(name: str) -> str:
    """What names an ambient sound's content, without making it.

    Raises:
        BadInput: there is no ambient sound of that name.
    """
    if name not in _MAKERS:
        raise BadInput(f"there is no ambient sound '{name}'", mend=f"use one of: {', '.join(AMBIENT_NAMES)}")
    return f"{name}-{_VERSION}"


@cache
def texture(name: str) -> Texture:
    """An ambient sound, at the level at which it is mixed in.

    Raises:
        BadInput: there is no ambient sound of that name.
    """
    key = texture_key(name)
    bed, waves = _MAKERS[name](_BED_SECONDS * SAMPLE_RATE)
    usual = bed + sum(_USUAL_WAVE * wave for wave, _ in waves)
    scale = _scale_to(usual, AMBIENT_LUFS)
    return Texture(key, _single(bed * scale), tuple((_single(wave * scale), lag) for wave, lag in waves))


def room(tone: Samples) -> Texture:
    """A room's tone, made to go on for ever: its end is blended into its beginning.

    Raises:
        BadInput: the tone is shorter than a quarter of a second.
    """
    if len(tone) < SAMPLE_RATE // 4:
        raise BadInput("the room's tone is too short", mend="record at least a second of silence in the room")
    blend = len(tone) // 5
    rise = np.sin(np.linspace(0, np.pi / 2, blend, dtype=np.float32))
    looped = tone[blend:].astype(np.float32, copy=True)
    looped[-blend:] = looped[-blend:] * rise[::-1] + tone[:blend] * rise
    name = blake2b(np.ascontiguousarray(tone, dtype=np.float32).tobytes(), digest_size=12).hexdigest()
    return Texture(f"room-{name}-{_VERSION}", looped, ducked=True)


def loop(name: str) -> Samples:
    """`LOOP_SECONDS` of an ambient sound whose end leads into its beginning, for the live player.

    Raises:
        BadInput: there is no ambient sound of that name.
    """
    texture_key(name)
    samples = LOOP_SECONDS * SAMPLE_RATE
    bed, waves = _MAKERS[name](samples)
    whole = bed * _breath(samples, 0.12, seed=11)
    tide = _tide(samples) if waves else np.zeros(0)
    for wave, lag in waves:
        whole = whole + wave * np.roll(tide, round(lag * SAMPLE_RATE))
    return _single(whole * _scale_to(whole, LOOP_LUFS))


def surge(samples: int, seed: int, height: float, lag: float) -> Samples:
    """The heights of one or two waves in a row, rising from nothing and sinking back to it.

    A wave gathers over a third of its time and runs out over two, as on a flat beach. All of it lies
    ``lag`` seconds later, out of `LONGEST_LAG` that are kept free for that.
    """
    whole, before = samples, min(round(lag * SAMPLE_RATE), samples)
    samples = max(samples - round(LONGEST_LAG * SAMPLE_RATE), 0)
    random = np.random.default_rng(seed)
    heights = np.zeros(samples)
    count = max(1, round(samples / (9 * SAMPLE_RATE)))
    for number in range(count):
        share = samples / count
        reach = share * (1.25 if count > 1 else 1.0)
        begin = min(max(number * share - 0.125 * share, 0), samples - reach)
        peak = begin + reach * random.uniform(0.32, 0.45)
        heights += random.uniform(0.7, 1.0) * _hump(np.arange(samples), begin, peak, begin + reach)
    behind = max(whole - samples - before, 0)
    return _single(height * np.pad(heights, (whole - samples - behind, behind)))


def _rain(samples: int) -> _Made:
    """Far rain: a broad, soft hiss, a low murmur below it, and many small drops, none of them near."""
    hiss = _noise(samples, lambda f: _band(f, 350, 7500) * (np.maximum(f, 350) / 1000) ** -0.45, seed=1)
    murmur = _noise(samples, lambda f: _band(f, 70, 420), seed=2)
    drops = _drops(samples, each_second=70, seed=3)
    return hiss + 0.35 * murmur + 0.45 * drops, ()


def _surf(samples: int) -> _Made:
    """A low far roar as the bed; waves that break low and full, and the foam that hisses after them."""
    roar = _noise(samples, lambda f: _band(f, 60, 700) * (np.maximum(f, 60) / 200) ** -0.8, seed=4)
    air = _noise(samples, lambda f: _band(f, 500, 4000) * (np.maximum(f, 500) / 1000) ** -1.0, seed=5)
    wash = _noise(samples, lambda f: _band(f, 110, 2500) * (np.maximum(f, 110) / 400) ** -0.8, seed=6)
    foam = _noise(samples, lambda f: _band(f, 900, 7000) * (np.maximum(f, 900) / 1500) ** -0.6, seed=7)
    return 0.55 * roar + 0.18 * air, ((0.95 * wash, 0.0), (0.38 * foam, LONGEST_LAG))


_MAKERS: Mapping[str, Callable[[int], _Made]] = {
    "rain": _rain,
    "surf": _surf,
}

AMBIENT_NAMES: tuple[str, ...] = tuple(_MAKERS)
"""The ambient sounds there are."""


def _noise(samples: int, curve: _Curve, *, seed: int) -> NDArray[np.float64]:
    """Noise of a given spectrum, at an effective value of 1, that repeats seamlessly."""
    frequencies = _frequencies(samples)
    turns = np.random.default_rng(seed).random(len(frequencies))
    spectrum = curve(frequencies) * np.exp(2j * np.pi * turns)
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, samples)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def _frequencies(samples: int) -> NDArray[np.float64]:
    return np.fft.rfftfreq(samples, 1 / SAMPLE_RATE).astype(np.float64)


def _band(frequencies: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """A soft band: 12 dB an octave below ``low``, 18 above ``high``."""
    below = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 2)
    return np.asarray(below / (1 + (frequencies / high) ** 3))


def _drops(samples: int, *, each_second: int, seed: int) -> NDArray[np.float64]:
    """Drops: short dying tones of many pitches and distances, their loudest held back."""
    random = np.random.default_rng(seed)
    count = each_second * samples // SAMPLE_RATE
    places = random.integers(0, samples, count)
    pitches = np.exp(random.uniform(np.log(900), np.log(4200), count))
    sizes = np.minimum(random.lognormal(0, 0.5, count), 2.0)
    time = np.arange(round(0.03 * SAMPLE_RATE)) / SAMPLE_RATE
    out = np.zeros(samples)
    for place, pitch, size in zip(places, pitches, sizes, strict=True):
        dying = (1 - np.exp(-time / 0.0015)) * np.exp(-time * pitch / 9)
        drop = size * dying * np.sin(2 * np.pi * pitch * time)
        np.add.at(out, (place + np.arange(len(drop))) % samples, drop)
    return np.asarray(out / np.sqrt(np.mean(out**2)))


def _breath(samples: int, depth: float, *, seed: int) -> NDArray[np.float64]:
    """A level that wanders slowly around 1, slower than a breath, and repeats seamlessly."""
    slow = _noise(samples, lambda f: np.exp(-((f / 0.08) ** 2)), seed=seed)
    return np.asarray(1 + depth * np.tanh(slow))


def _tide(samples: int) -> NDArray[np.float64]:
    """Heights of several trains of waves, none in step with the next, repeating seamlessly."""
    random = np.random.default_rng(21)
    heights = np.zeros(samples)
    time = np.arange(samples)
    for count, height in ((5, 1.0), (7, 0.55), (3, 0.7)):
        period = samples / count
        first = random.uniform(0, period)
        for number in range(count):
            begin = first + number * period + random.uniform(-0.15, 0.15) * period
            reach = period * random.uniform(0.8, 1.05)
            hump = _hump(time, 0, 0.38 * reach, reach)
            heights += height * random.uniform(0.7, 1.0) * np.roll(hump, round(begin) % samples)
    return np.asarray(heights)


def _hump(time: NDArray[np.int64], begin: float, peak: float, end: float) -> NDArray[np.float64]:
    """One wave's height: up from ``begin`` to ``peak``, down to ``end``, round everywhere."""
    place = np.interp(time, (begin, peak, end), (0.0, 0.5, 1.0))
    return np.asarray(np.sin(np.pi * place) ** 2)


def _scale_to(noise: NDArray[np.float64], lufs: float) -> float:
    """The factor that brings steady noise to a loudness (as dual mono)."""
    spectrum = np.abs(np.fft.rfft(noise)) ** 2
    weights = _k_weights(_frequencies(len(noise)))
    power = 2 * float(np.sum(spectrum * weights)) / len(noise) ** 2
    found = -0.691 + 10 * np.log10(2 * power)
    return float(10 ** ((lufs - found) / 20))


def _k_weights(frequencies: NDArray[np.float64]) -> NDArray[np.float64]:
    """The power response of ITU-R BS.1770's two filters at 48 kHz."""
    back = np.exp(-2j * np.pi * frequencies / SAMPLE_RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * back + 1.19839281085285 * back**2) / (
        1 - 1.69065929318241 * back + 0.73248077421585 * back**2
    )
    high = (1 - 2 * back + back**2) / (1 - 1.99004745483398 * back + 0.99007225036621 * back**2)
    return np.asarray(np.abs(shelf * high) ** 2)


def _single(pcm: NDArray[np.float64]) -> Samples:
    return np.ascontiguousarray(pcm, dtype=np.float32)
