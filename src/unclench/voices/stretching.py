"""Kept clips at another speed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from unclench.render.clip import Clip, Samples
from unclench.voices.clips import Shelf
from unclench.voices.pace import stretched, stretched_samples
from unclench.voices.speech import METHOD
from unclench.voices.store import address


@dataclass(frozen=True, slots=True)
class StretchedClip:
    """A kept clip, slower or faster; its length is known at once, its sound made when first heard."""

    key: str
    samples: int
    _usual: Clip = field(repr=False)
    _stretch: float
    _shelf: Shelf = field(repr=False)

    def mp3(self) -> bytes:
        """The clip as a run of MP3 frames."""
        return self._shelf.clip(self.key, self._made).mp3()

    def aac(self) -> Sequence[bytes]:
        """The clip as a run of AAC packets."""
        return self._shelf.clip(self.key, self._made).aac()

    def pcm(self) -> Samples:
        """The clip's samples."""
        return self._shelf.clip(self.key, self._made).pcm()

    def _made(self) -> Samples:
        from unclench.render.loudness import level

        return level(stretched(self._usual.pcm(), self._stretch))


def stretched_clip(usual: Clip, stretch: float, shelf: Shelf) -> StretchedClip:
    """A clip at another speed."""
    key = address(usual.key, METHOD, f"x{stretch}")
    return StretchedClip(key, stretched_samples(usual.samples, stretch), usual, stretch, shelf)
