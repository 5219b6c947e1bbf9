"""A session's MP3, joined out of frames that exist: any stretch of it is arithmetic, nothing is rendered.

Behind the tag and the Info frame lie 192-byte frames at fixed places. Cues start on the 24 ms grid (at most
12 ms from the timeline); between them one silent frame is repeated, or tiles of an ambient sound. Nothing is
made, asked for, or stored before a read touches it.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from unclench.render import gain, id3, mp3
from unclench.render.bed import Bed
from unclench.render.clip import Clip, Frames, Samples, VirtualFile
from unclench.render.infotag import info_frame, session_frames
from unclench.render.mp3 import CLIP_LEAD, FRAME_BYTES, FRAME_SAMPLES, SILENCE
from unclench.render.plan import MILLISECOND, Grid, place
from unclench.render.tiles import Tiles, TileStore
from unclench.sessions.timeline import Ending, Timeline

GRID = Grid(FRAME_SAMPLES, CLIP_LEAD, mp3.clip_frames)

_FORMAT = "mp3-1"
_SILENT_RUN = memoryview(SILENCE * 2500)
_AFTER_ALL = 1 << 62


Pieces = list[Frames]


class Run(NamedTuple):
    """Frames in a row: from where in the session, how many, and where their bytes come from.

    ``make`` gives the bytes (``None``: silence), of which the first ``skip`` frames are not used.
    """

    start: int
    frames: int
    key: str = ""
    make: Callable[[], Frames] | None = None
    skip: int = 0


@dataclass(frozen=True)
class JoinedSound:
    """A `VirtualFile`: a head, then runs of frames."""

    head: bytes
    runs: Sequence[Run]
    length: int
    content_type: str = "audio/mpeg"

    @cached_property
    def etag(self) -> str:
        """Changes exactly when the bytes would: made of the head, the clips' keys and their places."""
        digest = blake2b(self.head, digest_size=16)
        places = [f"{run[0]} {run[1]} {run[4]} {run[2]}" for run in self.runs if run[3]]
        digest.update("\n".join([_FORMAT, *places]).encode())
        return digest.hexdigest()

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop``; asks only the clips that lie there."""
        if not 0 <= start <= stop <= self.length:
            raise ValueError(f"no bytes {start} to {stop} in a file of {self.length}")
        head = len(self.head)
        parts: Pieces = [self.head] if start < head and start < stop else []
        begins = 0
        if stop > head:
            first = bisect_right(self.runs, (max(start - head, 0) // FRAME_BYTES, _AFTER_ALL)) - 1
            last = bisect_right(self.runs, ((stop - 1 - head) // FRAME_BYTES, _AFTER_ALL))
            for run in self.runs[first:last]:
                _add(parts, run)
            begins = 0 if start < head else head + self.runs[first].start * FRAME_BYTES
        return b"".join(_between(parts, start - begins, stop - begins))


def _add(parts: Pieces, run: Run) -> None:
    """All of a run's bytes, behind the pieces so far."""
    _, frames, _, make, skip = run
    length = frames * FRAME_BYTES
    if make is not None:
        made = make()
        behind = skip * FRAME_BYTES
        parts.append(made if len(made) == length else memoryview(made)[behind : behind + length])
        return
    while length > len(_SILENT_RUN):
        parts.append(_SILENT_RUN)
        length -= len(_SILENT_RUN)
    parts.append(_SILENT_RUN[:length])


def _between(parts: Pieces, start: int, stop: int) -> Pieces:
    """The same pieces, cut to what lies from ``start`` to ``stop`` of them all."""
    while parts and start >= len(parts[0]):
        start, stop = start - len(parts[0]), stop - len(parts[0])
        del parts[0]
    over = sum(map(len, parts)) - stop
    while parts and over >= len(parts[-1]):
        over -= len(parts.pop())
    if parts and over:
        parts[-1] = memoryview(parts[-1])[:-over]
    if parts and start:
        parts[0] = memoryview(parts[0])[start:]
    return parts


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
    return JoinedSound(head, runs, len(head) + frames * FRAME_BYTES)


def _bare(timeline: Timeline, clips: Sequence[Clip], frames: int) -> list[Run]:
    """Clips and silence."""
    runs: list[Run] = []
    at = 0
    fades = timeline.ending is Ending.SLEEP
    for number, (clip, start, kept, skip) in enumerate(place(timeline, clips, frames, GRID)):
        if start > at:
            runs.append(Run(at, start - at))
        make, key = clip.mp3, clip.key
        if number == 0:
            make, key = partial(_opening, make), f"{key} opening"
        elif fades and (step := gain.fading(timeline, timeline.cues[number].start_ms)):
            make, key = partial(_softer, make, step), f"{key} {step}"
        runs.append(Run(start, kept, key, make, skip))
        at = start + kept
    if at < frames:
        runs.append(Run(at, frames - at))
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


def _opening(make: Callable[[], Frames]) -> bytes:
    frames = make()
    return mp3.scale(frames, gain.opening(mp3.gains(frames)))


def _softer(make: Callable[[], Frames], step: int) -> bytes:
    frames = make()
    return mp3.scale(frames, np.full(len(frames) // FRAME_BYTES * 2, step, dtype=np.int16))
