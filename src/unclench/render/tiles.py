"""Sound under the whole session, cut into tiles that join anywhere.

Coded frames join without a click only where both sides were coded from the same sound. So every tile, a cue
mixed over the ambient sound or a stretch of that sound alone, begins and ends in the same snippet: around
each joint every tile carries the same few frames. Between its ends a tile wanders off to a place of its own
in the sound, so that nothing seems to repeat.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from unclench.render import ambient, gain
from unclench.render.bed import Bed
from unclench.render.clip import SAMPLE_RATE, Clip, Samples
from unclench.render.plan import Grid, Spot, place
from unclench.sessions.timeline import Timeline

_BEFORE = 5
_AFTER = 5
_LEAVE = (1, 5)
_RETURN = (6, 2)
_MARGIN = 4
_SHORTEST_REST = 24
_VARIANTS = 12
_OPEN_S = 2.5
_CLOSE_S = 6.0
_EDGE = round(0.020 * SAMPLE_RATE)


Encode = Callable[[Samples, Samples, Samples], bytes]
"""Codes a stretch of sound, given what is heard before it and after it."""


class TileStore(Protocol):
    """Where coded tiles are kept; a store may forget any of them at any time."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes) -> None: ...


class MemoryTiles:
    """A `TileStore` of this process, bounded in bytes; the longest unused goes first."""

    def __init__(self, most_bytes: int = 64_000_000) -> None:
        self._most, self._held = most_bytes, 0
        self._tiles: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """The tile, or ``None``."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
            return self._tiles.get(key)

    def put(self, key: str, content: bytes) -> None:
        """Keep a tile."""
        with self._lock:
            self._held += len(content) - len(self._tiles.pop(key, b""))
            self._tiles[key] = content
            while self._held > self._most:
                self._held -= len(self._tiles.popitem(last=False)[1])


_IN_MEMORY = MemoryTiles()


@dataclass(frozen=True)
class Tile:
    """A stretch of frames: where it starts in the session, how long it is, and what sounds in it.

    Attributes:
        clips: each clip with the frame, within the tile, of its first sample.
        first: its first clip is the session's first, and opens softer.
        opens, closes: the session starts or ends with it.
    """

    bed: Bed
    grid: Grid
    codec: str
    start: int
    frames: int
    variant: int
    clips: tuple[tuple[int, Clip], ...] = ()
    first: bool = False
    opens: bool = False
    closes: bool = False

    @cached_property
    def key(self) -> str:
        """Names the tile's content: equal keys, equal bytes, in whichever session."""
        said = " ".join(f"{offset}:{clip.key}" for offset, clip in self.clips)
        parts = (
            self.codec,
            self.bed.key,
            self.frames,
            self.variant,
            self.first,
            self.opens,
            self.closes,
            said,
        )
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    def coded(self, encode: Encode, store: TileStore | None) -> bytes:
        """The tile's frames: out of the store, or coded now."""
        kept = _IN_MEMORY if store is None else store
        found = kept.get(self.key)
        if found is None:
            heard = self.heard()
            before, after = _BEFORE * self.grid.samples, len(heard) - _AFTER * self.grid.samples
            found = encode(heard[before:after], heard[:before], heard[after:])
            with suppress(OSError):  # a full disk is no reason to fall silent
                kept.put(self.key, found)
        return found

    def heard(self) -> Samples:
        """The tile's sound with its neighbours' edges: `_BEFORE` frames in front, `_AFTER` behind."""
        frame = self.grid.samples
        length = self.frames * frame
        position = np.arange(-_BEFORE * frame, length + _AFTER * frame)
        sound = np.zeros(len(position), dtype=np.float32)
        spoken = np.zeros(len(position), dtype=np.float32)
        steady = np.ones(len(position), dtype=np.float32)
        for number, (offset, clip) in enumerate(self.clips):
            pcm = clip.pcm()
            if self.first and number == 0:
                pcm = pcm * gain.opening_curve(len(pcm))
            begin = (offset + _BEFORE) * frame
            room = spoken[begin : begin + len(pcm)]
            room += pcm[: len(room)]
            steady[begin : begin + len(pcm)] *= _ducking(len(pcm))[: len(room)]
        for layer, texture in enumerate(self.bed.textures):
            under = self._texture(texture, position, layer)
            sound += under * steady if texture.ducked else under
        return sound * self._rise_and_fall(position) + spoken

    def _texture(self, texture: ambient.Texture, position: NDArray[np.int64], layer: int) -> Samples:
        """One layer, from the shared snippet through a place of its own back to the shared snippet."""
        frame, length, loop = self.grid.samples, self.frames * self.grid.samples, len(texture.bed)
        random = np.random.default_rng((self.variant, layer, self.frames))
        leave = np.clip((position - _LEAVE[0] * frame) / ((_LEAVE[1] - _LEAVE[0]) * frame), 0, 1)
        arrive = np.clip((position - length + _RETURN[0] * frame) / ((_RETURN[0] - _RETURN[1]) * frame), 0, 1)
        entering, returning = np.cos(np.pi / 2 * leave), np.sin(np.pi / 2 * arrive)
        away = np.sqrt(np.maximum(1 - entering**2 - returning**2, 0))
        bed = texture.bed
        sound = entering * bed[position % loop] + returning * bed[(position - length) % loop]
        sound += away * bed[(position + random.integers(loop)) % loop]
        inside = slice((_BEFORE + _LEAVE[0]) * frame, len(position) - (_AFTER + _RETURN[0]) * frame)
        samples = max(inside.stop - inside.start, 0)
        height = (0.5 if self.clips else 1.0) * min(samples / (4 * SAMPLE_RATE), 1.0)
        seed = int(random.integers(2**31))
        for wave, lag in texture.waves:
            place = (position[inside] + random.integers(len(wave))) % len(wave)
            sound[inside] += ambient.surge(samples, seed, height, lag) * wave[place]
        return np.asarray(sound, dtype=np.float32)

    def _rise_and_fall(self, position: NDArray[np.int64]) -> Samples:
        """The session's sound comes up out of silence and goes back into it."""
        level = np.ones(len(position))
        if self.opens:
            level *= np.sin(np.pi / 2 * np.clip(position / (_OPEN_S * SAMPLE_RATE), 0, 1)) ** 2
        if self.closes:
            left = self.frames * self.grid.samples - position
            fall = min(_CLOSE_S * SAMPLE_RATE, self.frames * self.grid.samples)
            level *= np.sin(np.pi / 2 * np.clip(left / fall, 0, 1)) ** 2
        return np.asarray(level, dtype=np.float32)


def _ducking(samples: int) -> Samples:
    """How far a room's tone gives way to a clip that holds it too: together always as loud."""
    ramp = np.minimum(np.arange(samples), np.arange(samples)[::-1]) / min(_EDGE, max(samples // 2, 1))
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(ramp, 0, 1))
    return np.asarray(np.sqrt(1 - rise**2), dtype=np.float32)


@dataclass(frozen=True)
class Tiles:
    """Cuts sessions into tiles over one bed, for one codec."""

    bed: Bed
    grid: Grid
    codec: str

    def of(self, timeline: Timeline, clips: Sequence[Clip], frames: int) -> Iterator[Tile]:
        """The session's tiles in order, without gap.

        Raises:
            ValueError: the clips do not belong to the timeline.
        """
        at = rests = 0
        for group in _together(list(place(timeline, clips, frames, self.grid)), frames):
            begin, end, spots = group
            for tile in self._rest(at, begin, rests, frames):
                rests += 1
                yield tile
            said = tuple((spot.start - spot.skip + self.grid.lead - begin, spot.clip) for spot in spots)
            seed = blake2b("".join(clip.key for _, clip in said).encode(), digest_size=4).digest()
            yield Tile(
                self.bed, self.grid, self.codec, begin, end - begin, int.from_bytes(seed, "big"), said,
                first=at == 0, opens=begin == 0, closes=end == frames,
            )  # fmt: skip
            at = end
        yield from self._rest(at, frames, rests, frames)

    def _rest(self, start: int, stop: int, number: int, frames: int) -> Iterator[Tile]:
        """A rest in pieces: as many of the usual tile as go in, the last one longer by what is left."""
        usual = round(self.bed.rest_seconds * SAMPLE_RATE / self.grid.samples)
        while start < stop:
            length = usual if stop - start >= 2 * usual else stop - start
            variant = (number * 5 + 2) % _VARIANTS if length == usual else _VARIANTS
            yield Tile(
                self.bed, self.grid, self.codec, start, length, variant,
                opens=start == 0, closes=start + length == frames,
            )  # fmt: skip
            start, number = start + length, number + 1


def _together(spots: list[Spot], frames: int) -> Iterator[tuple[int, int, list[Spot]]]:
    """Clips too near each other for a rest of their own between them share a tile: start, end, clips."""
    begin = end = 0
    group: list[Spot] = []
    for spot in spots:
        start = max(spot.start - _MARGIN, 0)
        if group and start - end >= _SHORTEST_REST:
            yield begin, end, group
            group = []
        if not group:
            begin = 0 if start < _SHORTEST_REST else start
        group.append(spot)
        end = min(spot.start + spot.frames + _MARGIN, frames)
    if group:
        yield begin, frames if frames - end < _SHORTEST_REST else end, group
