"""An MP4 file as a table of pieces: head first, then stretches of picture and sound in turn.

Nothing is copied until it is read: any stretch of the file is found by its place.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

import numpy as np

from unclench.render.mp4_boxes import Track, file_type, movie

Piece = tuple[int, Callable[[], bytes | memoryview]]
"""A stretch of a file: how long it is, and what gives its bytes."""


@dataclass(frozen=True, slots=True)
class PiecedFile:
    """A `VirtualFile` of pieces in a row."""

    pieces: Sequence[Piece]
    etag: str
    content_type: str = "video/mp4"
    _ends: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ends", list(accumulate(length for length, _ in self.pieces)))

    @property
    def length(self) -> int:
        """Bytes in all."""
        return self._ends[-1]

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop``."""
        if not 0 <= start <= stop <= self.length:
            raise ValueError(f"no bytes {start} to {stop} in a file of {self.length}")
        parts: list[bytes | memoryview] = []
        number = bisect_right(self._ends, start)
        at = start
        while at < stop:
            length, give = self.pieces[number]
            begins = self._ends[number] - length
            parts.append(memoryview(give())[at - begins : stop - begins])
            at, number = min(stop, begins + length), number + 1
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Stream:
    """A track and its bytes: for each turn the pieces of one chunk, or none."""

    track: Track
    turns: Sequence[Sequence[Piece]]


def lay_out(streams: Sequence[Stream], duration_ms: int, *extras: bytes) -> list[Piece]:
    """A whole file: its tables, then turn by turn each stream's chunk."""
    lengths = np.array([[sum(length for length, _ in turn) for turn in stream.turns] for stream in streams])
    in_order = lengths.T.reshape(-1)
    begins = (np.cumsum(in_order) - in_order).reshape(lengths.T.shape).T

    tracks = [stream.track for stream in streams]
    front = file_type()
    # Places are numbers of one width, so tables are as long wherever the data stands.
    base = len(front) + len(movie(tracks, list(begins), duration_ms, *extras)) + 8
    data = (8 + int(in_order.sum())).to_bytes(4, "big") + b"mdat"
    head = front + movie(tracks, list(begins + base), duration_ms, *extras) + data
    turns = zip(*(stream.turns for stream in streams), strict=True)
    return [(len(head), lambda: head), *chain.from_iterable(chain.from_iterable(turns))]
