"""A recorded voice with another behind it for the cues that are not recorded yet."""

from dataclasses import dataclass

from unclench.render.clip import Clip, Samples
from unclench.voices.recorded import RecordedVoice
from unclench.voices.voice import Voice


@dataclass(frozen=True)
class FallBack:
    """Speaks as ``first`` where it can, else as ``second``; goes by the first one's name."""

    first: RecordedVoice
    second: Voice

    @property
    def name(self) -> str:
        """Short identifier."""
        return self.first.name

    @property
    def title(self) -> str:
        """What people read in the list of voices."""
        return self.first.title

    @property
    def language(self) -> str:
        """BCP 47."""
        return self.first.language

    @property
    def room_tone(self) -> Samples | None:
        """The first one's room."""
        return self.first.room_tone

    def spoken_ms(self, text: str) -> int:
        """How long the clip lasts, rounded up."""
        return self._of(text).spoken_ms(text)

    def clip(self, text: str) -> Clip:
        """The clip of this text."""
        return self._of(text).clip(text)

    def _of(self, text: str) -> Voice:
        return self.first if self.first.holds(text) else self.second
