"""What an engine is. Engines are made and used inside their child process only (see ``apart``)."""

from dataclasses import dataclass
from typing import Protocol

from unclench.kernel.errors import BadInput


class EngineAbsent(BadInput):
    """This engine cannot run here; the message says what is missing and how to get it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Raw speech as an engine gives it: little-endian 16-bit samples of one channel."""

    rate: int
    pcm: bytes


class Engine(Protocol):
    """Something that speaks."""

    def version(self) -> str:
        """Names the library, its version, every setting that changes the sound: part of a clip's address."""
        ...

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence; ``stretch`` 1.18 takes about 18 % longer than the usual pace."""
        ...
