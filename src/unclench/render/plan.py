"""Where each clip lies on a codec's grid of frames."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from unclench.render.clip import SAMPLE_RATE, Clip
from unclench.sessions.timeline import Timeline

MILLISECOND = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True)
class Grid:
    """A codec's grid.

    Attributes:
        samples: samples in a frame.
        lead: frames of a clip that lie before its first sample's.
        frames: how many frames a clip of so many samples has, the lead among them.
    """

    samples: int
    lead: int
    frames: Callable[[int], int]


class Spot(NamedTuple):
    """A clip's place: its first kept frame, how many are kept, and how many are dropped before them."""

    clip: Clip
    start: int
    frames: int
    skip: int


def place(timeline: Timeline, clips: Sequence[Clip], frames: int, grid: Grid) -> Iterator[Spot]:
    """Each clip's place among the session's ``frames``, in order.

    Frames before the session's start hold nothing but the opening of a window and are dropped; so is the
    echo of a clip that the next one (or the end) follows at once.

    Raises:
        ValueError: the clips are not one for each cue, or speak over each other.
    """
    if len(clips) != len(timeline.cues):
        raise ValueError(f"{len(clips)} clips for {len(timeline.cues)} cues")
    if not clips:
        return
    lead, size, count = grid.lead, grid.samples, grid.frames
    half = size // 2
    onsets = [(cue.start_ms * MILLISECOND + half) // size for cue in timeline.cues]
    free = 0
    for clip, onset, following in zip(clips, onsets, [*onsets[1:], frames + lead], strict=True):
        samples, opens = clip.samples, onset - lead
        start, end = max(opens, free), opens + count(samples)
        if end > following - lead:
            end = max(following - lead, onset)
            if start > onset or (following - onset + 2) * size < samples:
                raise ValueError(f"the cue at frame {onset} is spoken over by another")
        yield Spot(clip, start, end - start, start - opens)
        free = end
