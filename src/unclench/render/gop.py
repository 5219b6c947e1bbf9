"""One scene as H.264: an independent run of frames that can be cut to any length and joined to any other.

All runs are made with one setting, so that they share their parameter sets: constant quantiser, no frames
out of order, one reference, fifteen slices a frame. A slice is a band of the picture that is coded by itself;
bands that are alike in many scenes are the same bytes, and are kept once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from unclench.render.picture_paint import HEIGHT, WIDTH, Frame, frames, version
from unclench.render.picture_scene import Scene

SLICES = 15
"""Bands of a frame, each coded by itself."""

_SETTING = {
    "qp": 30,
    "ipratio": 1.0,
    "keyint": 600,
    "min-keyint": 600,
    "scenecut": 0,
    "bframes": 0,
    "ref": 1,
    "slices": SLICES,
    "threads": 1,
    "sliced-threads": 0,
    "rc-lookahead": 0,
    "sync-lookahead": 0,
    "mbtree": 0,
    "aq-mode": 0,
    "weightp": 0,
    "subme": 5,
    "trellis": 0,
    "chroma-qp-offset": -6,
    "level": 31,
    "colorprim": "bt709",
    "transfer": "bt709",
    "colormatrix": "bt709",
}
_SLICE, _KEY_SLICE, _SEQUENCE, _PICTURE = 1, 5, 7, 8


@dataclass(frozen=True)
class Gop:
    """Coded frames with how long each is shown (ms): a fade, then one frame a second.

    A frame is its slices, each behind its length in four bytes, as MP4 keeps them.
    """

    sequence: bytes
    picture: bytes
    frames: tuple[bytes, ...]
    shown_ms: tuple[int, ...]

    @cached_property
    def starts_ms(self) -> list[int]:
        """When each frame is first shown, and the end of the last."""
        return [0, *accumulate(self.shown_ms)]

    @cached_property
    def data(self) -> bytes:
        """All frames in a row."""
        return b"".join(self.frames)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Bytes of each frame."""
        return np.fromiter(map(len, self.frames), np.int64, len(self.frames))


def address(scene: Scene) -> str:
    """A scene's address by content: what it shows, how that is drawn, and how it is coded."""
    made = (scene.key(), version(scene.posture), _SETTING)
    return blake2b(repr(made).encode(), digest_size=12).hexdigest()


def encode(scene: Scene, seconds: int | None = None) -> Gop:
    """Draw and code a scene, as long as it may ever be shown, or the first ``seconds`` after its fade."""
    pictures, shown = [], []
    for picture, ms in frames(scene, seconds):
        pictures.append(picture)
        shown.append(ms)
    parameters: dict[int, bytes] = {}
    coded = []
    for packet in _coded(pictures):
        slices = []
        for unit in _units(packet):
            kind = unit[0] & 31
            if kind in (_SEQUENCE, _PICTURE):
                parameters[kind] = unit
            elif kind in (_SLICE, _KEY_SLICE):
                slices.append(unit)
        coded.append(b"".join(len(unit).to_bytes(4, "big") + unit for unit in slices))
    return Gop(parameters[_SEQUENCE], parameters[_PICTURE], tuple(coded), tuple(shown))


def _coded(pictures: Iterable[Frame]) -> Iterator[bytes]:
    import av

    codec = av.CodecContext.create("libx264", "w")
    if not isinstance(codec, av.VideoCodecContext):
        raise AssertionError("PyAV's libx264 is not a codec for pictures")
    codec.width, codec.height, codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    codec.time_base, codec.framerate = Fraction(1, 10), Fraction(10, 1)
    setting = ":".join(f"{name}={value}" for name, value in _SETTING.items())
    codec.options = {"preset": "veryfast", "tune": "zerolatency", "profile": "high", "x264-params": setting}
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts, frame.time_base = number, codec.time_base
        for packet in codec.encode(frame):
            yield bytes(packet)
    for packet in codec.encode(None):
        yield bytes(packet)


def _units(stream: bytes) -> Iterator[bytes]:
    """The units between the start codes (00 00 01) of a byte stream (ITU-T H.264, annex B)."""
    start = stream.index(b"\x00\x00\x01") + 3
    while start:
        end = stream.find(b"\x00\x00\x01", start)
        yield stream[start : end if end >= 0 else len(stream)].rstrip(b"\x00")
        start = end + 3 if end >= 0 else 0
