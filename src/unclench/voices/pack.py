"""The ready pack: the shipped scripts, already spoken, as frames and packets that are joined as they are.

Two files under ``data/``: ``calm.json`` tells where each text's clip lies in ``calm.clips``, which is read in
place. ``make voice-pack`` makes them again (see ``pack_build``).
"""

import json
import mmap
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render.clip import Clip, Samples
from unclench.voices.clips import APART, Shelf, milliseconds
from unclench.voices.pace import stretch_of, stretched_samples
from unclench.voices.store import address
from unclench.voices.stretching import stretched_clip
from unclench.voices.unpack import samples_of_frames

NAME = "calm"
FOLDER = Path(__file__).parent / "data"
FORMAT = 1
REBUILD = "make voice-pack"


@dataclass(frozen=True, slots=True)
class PackedClip:
    """A clip that lies in the pack."""

    key: str
    samples: int
    _content: memoryview = field(repr=False)
    _frames: int
    _packets: int
    _end: int

    def mp3(self) -> memoryview:
        """The clip as a run of MP3 frames."""
        return self._content[self._frames : self._packets]

    def aac(self) -> Sequence[bytes]:
        """The clip as a run of AAC packets."""
        return APART.packets(self.key, lambda: self._content[self._packets : self._end])

    def pcm(self) -> Samples:
        """The clip's samples, as its frames give them back."""
        return samples_of_frames(self.mp3(), self.samples)


class Pack:
    """An index and the content it points into."""

    def __init__(self, folder: Path, name: str) -> None:
        try:
            self.about: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            with (folder / f"{name}.clips").open("rb") as stream:
                self._content = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as fault:
            raise UnclenchError(f"the ready voice is not here ({fault}); make it with: {REBUILD}") from fault
        if self.about["format"] != FORMAT or self.about["bytes"] != len(self._content):
            raise UnclenchError(
                f"the ready voice's index and clips do not belong together; mend with: {REBUILD}"
            )
        self._clips: dict[str, list[int]] = self.about["clips"]

    def holds(self, text: str) -> bool:
        """Whether this text was spoken into the pack."""
        return text_key(text) in self._clips

    def clip(self, text: str) -> PackedClip:
        """The clip of a text that the pack `holds`."""
        digest = text_key(text)
        samples, *places = self._clips[digest]
        return PackedClip(f"{self.about['key']}{digest}", samples, self._content, *places)

    def samples(self, text: str) -> int:
        """The length of the clip of a text that the pack `holds`."""
        return self._clips[text_key(text)][0]


@cache
def ready_pack() -> Pack:
    """The pack that comes with Unclench.

    Raises:
        UnclenchError: it is missing or torn; says how to make it.
    """
    return Pack(FOLDER, NAME)


@lru_cache(maxsize=4096)
def text_key(text: str) -> str:
    """Names a text in the index, whatever its spacing."""
    return address("text", " ".join(text.split()))[:16]


@dataclass(frozen=True)
class PackVoice:
    """The ready voice."""

    pack: Pack = field(repr=False)
    shelf: Shelf = field(repr=False)
    speed: str = "usual"

    @property
    def name(self) -> str:
        """Short identifier."""
        return str(self.pack.about["name"])

    @property
    def title(self) -> str:
        """What people read in the list of voices."""
        return str(self.pack.about["title"])

    @property
    def language(self) -> str:
        """BCP 47."""
        return str(self.pack.about["language"])

    @property
    def room_tone(self) -> Samples | None:
        """None: it was spoken in no room."""
        return None

    def holds(self, text: str) -> bool:
        """Whether this voice can say the text."""
        return self.pack.holds(text)

    def spoken_ms(self, text: str) -> int:
        """How long the clip lasts, rounded up; nothing is decoded to know it."""
        self._check(text)
        return milliseconds(stretched_samples(self.pack.samples(text), stretch_of(self.speed)))

    def clip(self, text: str) -> Clip:
        """The clip of this text.

        Raises:
            BadInput: the text is of no shipped script.
        """
        self._check(text)
        usual = self.pack.clip(text)
        stretch = stretch_of(self.speed)
        return usual if stretch == 1 else stretched_clip(usual, stretch, self.shelf)

    def _check(self, text: str) -> None:
        if not self.holds(text):
            raise BadInput(
                f"the voice '{self.name}' has not spoken this text",
                where=f"“{text}”",
                mend="choose the voice 'espeak'",
            )
