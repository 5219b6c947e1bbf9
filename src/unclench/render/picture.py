"""A session's video, joined out of coded scenes and packets of sound: nothing is drawn twice.

1280 by 720, H.264 and AAC, captions as a text track inside, chapters; the tables stand in front, so that it
plays while it loads. Both tracks last exactly as long as the timeline.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain, pairwise

import numpy as np

from unclench.render import aac
from unclench.render.aac import PACKET_SAMPLES, PRIMING
from unclench.render.clip import SAMPLE_RATE, Clip, Samples, VirtualFile
from unclench.render.gop import Gop
from unclench.render.gops import Store, find, make
from unclench.render.mp4 import Piece, PiecedFile, Stream, lay_out
from unclench.render.mp4_boxes import Numbers, Track, caption_entry, details, picture_entry, sound_entry
from unclench.render.picture_paint import HEIGHT, WIDTH
from unclench.render.picture_scene import Scene, scenes
from unclench.render.plan import MILLISECOND
from unclench.render.tiles import TileStore
from unclench.sessions.captions import LINGER_MS
from unclench.sessions.timeline import Timeline

_FORMAT = "mp4-1"
_LEAST_MS = 40
"""No frame is shown shorter than this; it would rather not be shown."""


Give = Callable[[Scene, int], Gop]


@dataclass(frozen=True, slots=True)
class Shot:
    """The first frames of a run, and how long each is shown (ms)."""

    run: Gop
    shown: tuple[int, ...]

    @property
    def sizes(self) -> Numbers:
        """Bytes of each frame."""
        return self.run.sizes[: len(self.shown)]

    def data(self) -> memoryview:
        """The frames' bytes."""
        return memoryview(self.run.data)[: int(self.sizes.sum())]


def mp4_session(
    timeline: Timeline,
    clips: Sequence[Clip],
    *,
    ambient: str | None = None,
    room_tone: Samples | None = None,
    tiles: TileStore | None = None,
    store: Store | None = None,
) -> VirtualFile:
    """A fitted session as an MP4 of exactly the timeline's length.

    Args:
        clips: ``clips[i]`` says ``timeline.cues[i]``.
        ambient, room_tone, tiles: as for `render.sound.mp3_session`.
        store: where pictures are kept that are not shipped (scripts of one's own); by default in memory.

    Raises:
        BadInput: no such ambient sound.
        ValueError: the clips do not belong to the timeline.
    """
    scenery = _scenery(timeline, partial(find, store=store))
    if len({(shot.run.sequence, shot.run.picture) for shot in chain(*scenery)}) > 1:
        # The shipped pictures were coded by another build of the encoder than this machine's: make all alike.
        scenery = _scenery(timeline, partial(make, store=store))
    packets = aac.join_packets(timeline, clips, ambient=ambient, room_tone=room_tone, tiles=tiles)
    etag = _etag(timeline, clips, ambient, room_tone, scenery)
    return PiecedFile(_pieces(timeline, scenery, packets), etag)


def _etag(
    timeline: Timeline,
    clips: Sequence[Clip],
    ambient: str | None,
    room_tone: Samples | None,
    scenery: Sequence[Sequence[Shot]],
) -> str:
    digest = blake2b(repr((_FORMAT, timeline, ambient)).encode(), digest_size=16)
    digest.update("\n".join(clip.key for clip in clips).encode())
    digest.update(repr([len(shot.run.data) for shot in chain(*scenery)]).encode())
    if room_tone is not None:
        digest.update(room_tone.tobytes())
    return digest.hexdigest()


def _scenery(timeline: Timeline, give: Give) -> list[list[Shot]]:
    """The shots of each phase."""
    return [
        _cut(scene, phase.end_ms - phase.start_ms, give)
        for scene, phase in zip(scenes(timeline), timeline.phases, strict=True)
    ]


def _cut(scene: Scene, length_ms: int, give: Give) -> list[Shot]:
    """A scene's run cut to a length; behind a run that is too short, the same picture, held."""
    run = give(scene, length_ms)
    if length_ms > run.starts_ms[-1]:
        return [Shot(run, run.shown_ms), *_cut(scene.held(), length_ms - run.starts_ms[-1], give)]
    # Two frames at least: two key frames in a row would need different numbers.
    count = max(2, bisect_right(run.starts_ms, length_ms - _LEAST_MS, hi=len(run.shown_ms)))
    begun = min(run.starts_ms[count - 1], length_ms - 1)
    return [Shot(run, (*run.shown_ms[: count - 2], begun - run.starts_ms[count - 2], length_ms - begun))]


def _pieces(timeline: Timeline, scenery: Sequence[Sequence[Shot]], packets: Sequence[bytes]) -> list[Piece]:
    """The file, in turns of one phase each."""
    streams = [_pictures(timeline, scenery), _sound(timeline, packets), _captions(timeline)]
    chapters = [(chapter.start_ms, chapter.title) for chapter in timeline.chapters]
    return lay_out(streams, timeline.duration_ms, details(timeline.title, chapters))


def _pictures(timeline: Timeline, scenery: Sequence[Sequence[Shot]]) -> Stream:
    shots = list(chain.from_iterable(scenery))
    run = shots[0].run
    counts = [len(shot.shown) for shot in shots]
    track = Track(
        "vide",
        picture_entry(run.sequence, run.picture, WIDTH, HEIGHT),
        1000,
        np.concatenate([shot.sizes for shot in shots]),
        np.fromiter(chain.from_iterable(shot.shown for shot in shots), np.int64, sum(counts)),
        np.array([sum(len(shot.shown) for shot in phase) for phase in scenery]),
        timeline.language,
        keys=1 + np.cumsum([0, *counts[:-1]]),
        width=WIDTH,
        height=HEIGHT,
    )
    return Stream(track, [[(int(shot.sizes.sum()), shot.data) for shot in phase] for phase in scenery])


def _sound(timeline: Timeline, packets: Sequence[bytes]) -> Stream:
    sizes = np.fromiter(map(len, packets), np.int64, len(packets))
    starts = [phase.start_ms * MILLISECOND // PACKET_SAMPLES for phase in timeline.phases]
    cuts = [*starts, len(packets)]
    lengths = np.diff(np.concatenate(([0], np.cumsum(sizes)))[cuts]).tolist()
    track = Track(
        "soun",
        sound_entry(aac.audio_specific_config(), SAMPLE_RATE),
        SAMPLE_RATE,
        sizes,
        np.full(len(packets), PACKET_SAMPLES),
        np.diff(cuts),
        timeline.language,
        skipped=PRIMING,
    )
    turns = [
        [(length, partial(_joined, packets, start, stop))]
        for length, (start, stop) in zip(lengths, pairwise(cuts), strict=True)
    ]
    return Stream(track, turns)


def _joined(packets: Sequence[bytes], start: int, stop: int) -> bytes:
    return b"".join(packets[start:stop])


def _captions(timeline: Timeline) -> Stream:
    """Captions without gaps, silence as empty ones, all in the first turn."""
    texts: list[bytes] = []
    shown: list[int] = []
    starts = [*(cue.start_ms for cue in timeline.cues), timeline.duration_ms]
    spoken = [
        (text, until)
        for cue, limit in zip(timeline.cues, starts[1:], strict=True)
        for text, until in (("", cue.start_ms), (cue.text, min(cue.end_ms + LINGER_MS, limit)))
    ]
    at = 0
    for text, until in [*spoken, ("", timeline.duration_ms)]:
        if until > at:
            words = text.encode()
            texts.append(len(words).to_bytes(2, "big") + words)
            shown.append(until - at)
            at = until
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    turns = len(timeline.phases)
    counts = np.array([len(texts)] + [0] * (turns - 1))
    track = Track("sbtl", caption_entry(), 1000, sizes, np.array(shown), counts, timeline.language)
    written = b"".join(texts)
    return Stream(track, [[(len(written), lambda: written)], *([] for _ in range(turns - 1))])
