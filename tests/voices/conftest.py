"""Voices with a folder of their own, and sounds to record with."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.voices.catalogue import Voices


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    return Voices(tmp_path / "data")


def murmur(seconds: float = 1.5, *, level: float = 0.2, pitch: float = 130.0) -> Samples:
    """Something like speech: syllables of a buzzing tone, four a second."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * pitch * n * t) / n for n in range(1, 16))
    return np.asarray(level * buzz * (0.15 + np.sin(2 * np.pi * 2 * t) ** 2) / 1.6, dtype=np.float32)


def noise(seconds: float, level: float, seed: int = 1) -> Samples:
    """Even noise of a given strength (RMS)."""
    random = np.random.default_rng(seed)
    return np.asarray(level * random.standard_normal(round(seconds * SAMPLE_RATE)), dtype=np.float32)


def recording(speech: Samples, *, before: float = 0.6, after: float = 0.8, room: float = 0.0005) -> Samples:
    """Speech as a person records it: with the room before, behind and after it."""
    whole = noise(before + len(speech) / SAMPLE_RATE + after, room)
    start = round(before * SAMPLE_RATE)
    whole[start : start + len(speech)] += speech
    return whole


def as_file(pcm: Samples, kind: str = "WAV", subtype: str | None = None, rate: int = SAMPLE_RATE) -> bytes:
    """The bytes of a sound file, written by a library that is not ours."""
    room = io.BytesIO()
    soundfile.write(room, pcm, rate, format=kind, subtype=subtype)
    return room.getvalue()
