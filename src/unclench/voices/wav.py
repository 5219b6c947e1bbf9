"""Samples as a WAV file."""

import io
import wave

import numpy as np

from unclench.render.clip import SAMPLE_RATE, Samples


def to_wav(pcm: Samples) -> bytes:
    """A WAV file's bytes: 48 kHz mono, 16 bit."""
    room = io.BytesIO()
    with wave.open(room, "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        stream.writeframes(np.clip(np.rint(pcm * 32767), -32768, 32767).astype("<i2").tobytes())
    return room.getvalue()
