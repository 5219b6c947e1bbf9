"""What a voice is to the rest of the house."""

from typing import Protocol

from unclench.render.clip import Clip, Samples


class Voice(Protocol):
    """Something that says a cue's text as a clip."""

    @property
    def name(self) -> str:
        """Short identifier, as in ``--voice`` and in addresses."""
        ...

    @property
    def title(self) -> str:
        """What people read in the list of voices."""
        ...

    @property
    def language(self) -> str:
        """BCP 47, as ``en-GB``."""
        ...

    @property
    def room_tone(self) -> Samples | None:
        """The quiet of the room a person recorded in, kept under the pauses; ``None`` for silence."""
        ...

    def spoken_ms(self, text: str) -> int:
        """How long the clip of this text lasts, rounded up to a whole millisecond."""
        ...

    def clip(self, text: str) -> Clip:
        """The clip of this text.

        Raises:
            BadInput: this voice has no such cue, or cannot say it here.
        """
        ...
