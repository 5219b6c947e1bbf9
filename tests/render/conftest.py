"""Sound to test with: clips that sound a little like speech, and timelines to lay them on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from unclench.render import aac, loudness, mp3
from unclench.render.clip import SAMPLE_RATE, Samples
from unclench.sessions.body import Posture
from unclench.sessions.timeline import Chapter, Cue, Ending, Timeline


def speechlike(seconds: float, seed: int = 0) -> Samples:
    """Buzzing syllables with hisses between them, levelled as a voice's clips are."""
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 120 * (1 + 0.1 * np.sin(2 * np.pi * (0.7 * time + random.random())))
    turn = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    buzz = sum((1 + 0.8 * np.cos(0.7 * k + seed)) / k * np.sin(k * turn) for k in range(1, 25))
    syllables = np.sin(2 * np.pi * (3.1 * time + random.random() / 4))
    voiced = np.clip(syllables + 0.6, 0, 1) ** 0.7
    hiss = random.standard_normal(len(time)) * np.clip(-syllables - 0.6, 0, 1)
    return loudness.level((0.1 * (buzz * voiced + hiss)).astype(np.float32))


@dataclass
class SyntheticClip:
    """A clip made on the spot; counts how often its bytes were asked for."""

    seconds: float
    seed: int
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pcm = speechlike(self.seconds, self.seed)
        self._mp3: bytes | None = None
        self._aac: Sequence[bytes] | None = None

    @property
    def key(self) -> str:
        return f"synthetic-{self.seconds}-{self.seed}"

    @property
    def samples(self) -> int:
        return len(self._pcm)

    def mp3(self) -> bytes:
        self.asked.append("mp3")
        self._mp3 = self._mp3 or mp3.encode_clip(self._pcm)
        return self._mp3

    def aac(self) -> Sequence[bytes]:
        self.asked.append("aac")
        self._aac = self._aac or aac.encode_clip(self._pcm)
        return self._aac

    def pcm(self) -> Samples:
        return self._pcm


MakeSession = Callable[..., tuple[Timeline, list[SyntheticClip]]]


@pytest.fixture(scope="session")
def make_session() -> MakeSession:
    """Builds a timeline of a given length with a cue every few seconds, and its clips."""
    shared: dict[int, SyntheticClip] = {}

    def make(
        duration_ms: int, *, every_ms: int = 7013, first_ms: int = 0, ending: Ending = Ending.RETURN
    ) -> tuple[Timeline, list[SyntheticClip]]:
        cues, clips = [], []
        for number, start in enumerate(range(first_ms, duration_ms - 3000, every_ms)):
            kind = number % 5
            clip = shared.setdefault(kind, SyntheticClip(1.1 + 0.317 * kind, kind))
            clip = SyntheticClip(clip.seconds, kind) if number == 0 else clip
            end = start + -(-clip.samples // 48)
            cues.append(Cue(f"Cue {number}.", start, end, None))
            clips.append(clip)
        third = duration_ms // 3
        chapters = (
            Chapter("Settling in", 0, third),
            Chapter("Right hand", third, 2 * third),
            Chapter("Coming back – gently", 2 * third, duration_ms),
        )
        timeline = Timeline(
            "test",
            "A calm test",
            "1",
            "en",
            Posture.LYING,
            ending,
            duration_ms,
            (),
            (),
            tuple(cues),
            chapters,
        )
        return timeline, clips

    return make
