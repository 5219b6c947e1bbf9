"""A voice that an engine speaks: embedded espeak-ng, the system's flite, a Piper model."""

from dataclasses import dataclass, field

from unclench.kernel.errors import BadInput, UnclenchError
from unclench.render.clip import Samples
from unclench.voices.clips import KeptClip, Shelf, milliseconds
from unclench.voices.engines.apart import EngineApart
from unclench.voices.engines.engine import EngineAbsent
from unclench.voices.lexicon import sentences, spelt
from unclench.voices.pace import stretch_of
from unclench.voices.speech import METHOD, finished, samples_of
from unclench.voices.store import address


@dataclass(frozen=True)
class EngineVoice:
    """Speaks any text in its language; each only once, then out of the shelf."""

    name: str
    title: str
    language: str
    engine: EngineApart = field(repr=False)
    shelf: Shelf = field(repr=False)
    speed: str = "usual"

    @property
    def room_tone(self) -> Samples | None:
        """An engine speaks in no room."""
        return None

    def spoken_ms(self, text: str) -> int:
        """How long the clip lasts, rounded up; speaks it if nobody has yet."""
        return milliseconds(self.clip(text).samples)

    def clip(self, text: str) -> KeptClip:
        """The clip of this text.

        Raises:
            BadInput: the engine is not here, or there is nothing to say in the text.
            UnclenchError: it broke on this text.
        """
        parts = sentences(spelt(text, self.language))
        if not any(letter.isalnum() for letter in text):
            raise BadInput("holds no words to speak", where=f"“{text}”")
        try:
            key = address("engine", self.engine.version(), METHOD, self.speed, *parts)
        except EngineAbsent as fault:
            raise BadInput(f"the voice '{self.name}' cannot speak here: {fault}") from fault
        return self.shelf.clip(key, lambda: self._spoken(parts))

    def _spoken(self, parts: tuple[str, ...]) -> Samples:
        stretch = stretch_of(self.speed)
        try:
            sounds = [samples_of(self.engine.say(part, stretch)) for part in parts]
            return finished(sounds, stretch)
        except UnclenchError as fault:
            raise UnclenchError(f"“{' '.join(parts)}”: {fault}") from fault
