"""What the joiners need of a clip and promise of a file. Sound here is 48 kHz mono."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000

Frames = bytes | memoryview
"""Encoded frames in a row; a view where they lie in a file that is mapped."""

Samples = NDArray[np.float32]
"""One channel of sound at 48 kHz, full scale at +-1."""


class Clip(Protocol):
    """A cue as sound in a voice, levelled, cut to the speech, faded in and out over 20 ms."""

    @property
    def key(self) -> str:
        """The clip's address by content: text, voice, settings, engine version."""
        ...

    @property
    def samples(self) -> int:
        """Length in samples at 48 kHz; known without decoding anything."""
        ...

    def mp3(self) -> Frames:
        """The clip as a run of MP3 frames, as ``render.mp3.encode_clip`` makes it."""
        ...

    def aac(self) -> Sequence[bytes]:
        """The clip as a run of AAC packets, as ``render.aac.encode_clip`` makes it."""
        ...

    def pcm(self) -> Samples:
        """The clip's samples, for mixing over an ambient sound or a room's own tone."""
        ...


class VirtualFile(Protocol):
    """A file that is known by arithmetic: any stretch of it can be had without making the rest."""

    @property
    def length(self) -> int:
        """Bytes in all."""
        ...

    @property
    def etag(self) -> str:
        """Changes exactly when the bytes would; without quotes."""
        ...

    @property
    def content_type(self) -> str: ...

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop`` (0 <= start <= stop <= length)."""
        ...
