"""A session's MP3, joined out of frames that exist: any stretch of it is arithmetic, nothing is rendered.

Behind the tag and the Info frame lie 192-byte frames at fixed places. Cues start on the 24 ms grid (at most
12 ms from the timeline); between them one silent frame is repeated, or tiles of an ambient sound. Nothing is
made, asked for, or stored before a read touches it.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

import numpy as np

from unclench.render import gain, id3, mp3
from unclench.render.clip import Clip, Samples, VirtualFile
from unclench.render.infotag import info_frame, session_frames
from unclench.render.mp3 import CLIP_LEAD, FRAME_BYTES, FRAME_SAMPLES, SILENCE
from unclench.render.plan import MILLISECOND, Grid, place
from unclench.render.tiles import Bed, Tiles, TileStore
from unclench.sessions.timeline import Timeline

GRID = Grid(FRAME_SAMPLES, CLIP_LEAD, mp3.clip_frames)

_FORMAT = "mp3-1"
_SILENT_RUN = memoryview(SILENCE * 2500)


@dataclass(frozen=True, slots=True)
class Run:
    """Frames in a row: from where in the session, how many, and where their bytes come from.

    ``make`` gives the bytes (``None``: silence), of which the first ``skip`` frames are not used.
    """

    start: int
    frames: int
    key: str
    make: Callable[[], bytes] | None
    skip: int = 0

    def stretch(self, start: int, stop: int) -> list[memoryview]:
        """The run's bytes from ``start`` to ``stop``, counted from its own beginning."""
        if self.make is not None:
            behind = self.skip * FRAME_BYTES
            return [memoryview(self.make())[behind + start : behind + stop]]
        first = start % FRAME_BYTES
        length = stop - start
        parts = [_SILENT_RUN[first : first + length]]
        length -= len(parts[0])
        whole, rest = divmod(length, len(_SILENT_RUN))
        # The first part ends with a frame, so the rest goes on from a frame's start.
        return parts + [_SILENT_RUN] * whole + [_SILENT_RUN[:rest]]


@dataclass(frozen=True, slots=True)
class JoinedSound:
    """A `VirtualFile`: a head, then runs of frames."""

    head: bytes
    runs: Sequence[Run]
    length: int
    etag: str
    content_type: str = "audio/mpeg"
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [len(self.head) + run.start * FRAME_BYTES for run in self.runs])

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop``; asks only the clips that lie there."""
        if not 0 <= start <= stop <= self.length:
            raise ValueError(f"no bytes {start} to {stop} in a file of {self.length}")
        parts = [memoryview(self.head)[start:stop]]
        at = max(start, len(self.head))
        number = bisect_right(self._starts, at) - 1
        while at < stop:
            begins, run = self._starts[number], self.runs[number]
            until = min(stop, begins + run.frames * FRAME_BYTES)
            parts += run.stretch(at - begins, until - begins)
            at, number = until, number + 1
        return b"".join(parts)


def mp3_session(
    timeline: Timeline,
    clips: Sequence[Clip],
    *,
    ambient: str | None = None,
    room_tone: Samples | None = None,
    cover: bytes | None = None,
    tiles: TileStore | None = None,
) -> VirtualFile:
    """A fitted session as an MP3 of exactly the timeline's length, to the sample.

    Args:
        clips: ``clips[i]`` says ``timeline.cues[i]``; their bytes are asked for when a read reaches them.
        ambient: a name out of `render.ambient.AMBIENT_NAMES`, mixed in well below the voice.
        room_tone: the quiet of the room the voice was recorded in, kept under the whole.
        cover: a PNG or JPEG file's bytes.
        tiles: where mixed stretches of ambient sound are kept; by default in memory.

    Raises:
        BadInput: no such ambient sound, or the cover is no picture.
        ValueError: the clips do not belong to the timeline.
    """
    samples = timeline.duration_ms * MILLISECOND
    frames = session_frames(samples)
    head = id3.tag(timeline, cover=cover) + info_frame(samples)
    bed = Bed.of(ambient, room_tone)
    runs = _bare(timeline, clips, frames) if bed is None else _over(bed, timeline, clips, frames, tiles)
    return JoinedSound(head, runs, len(head) + frames * FRAME_BYTES, _etag(head, runs))


def _etag(head: bytes, runs: Sequence[Run]) -> str:
    digest = blake2b(head, digest_size=16)
    digest.update("\n".join(f"{run.start} {run.frames} {run.skip} {run.key}" for run in runs).encode())
    digest.update(_FORMAT.encode())
    return digest.hexdigest()


def _bare(timeline: Timeline, clips: Sequence[Clip], frames: int) -> list[Run]:
    """Clips and silence."""
    runs: list[Run] = []
    at = 0
    for number, spot in enumerate(place(timeline, clips, frames, GRID)):
        if spot.start > at:
            runs.append(Run(at, spot.start - at, "-", None))
        make, key = spot.clip.mp3, spot.clip.key
        if number == 0:
            make, key = partial(_opening, make), f"{key} opening"
        elif step := gain.fading(timeline, timeline.cues[number].start_ms):
            make, key = partial(_softer, make, step), f"{key} {step}"
        runs.append(Run(spot.start, spot.frames, key, make, spot.skip))
        at = spot.start + spot.frames
    if at < frames:
        runs.append(Run(at, frames - at, "-", None))
    return runs


def _over(
    bed: Bed, timeline: Timeline, clips: Sequence[Clip], frames: int, store: TileStore | None
) -> list[Run]:
    """Clips mixed over a bed of sound, and the bed alone in the rests."""
    runs: list[Run] = []
    for tile in Tiles(bed, GRID, mp3.encoder()).of(timeline, clips, frames):
        make = partial(tile.coded, mp3.encode_between, store)
        step = gain.fading(timeline, tile.start * FRAME_SAMPLES / MILLISECOND)
        scaled = partial(_softer, make, step) if step else make
        runs.append(Run(tile.start, tile.frames, f"{tile.key} {step}", scaled))
    return runs


def _opening(make: Callable[[], bytes]) -> bytes:
    frames = make()
    return mp3.scale(frames, gain.opening(mp3.gains(frames)))


def _softer(make: Callable[[], bytes], step: int) -> bytes:
    frames = make()
    return mp3.scale(frames, np.full(len(frames) // FRAME_BYTES * 2, step, dtype=np.int16))
