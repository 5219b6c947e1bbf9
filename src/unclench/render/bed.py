"""What lies under a session without a gap: an ambient sound, the tone of the voice's own room, or both."""

from dataclasses import dataclass
from functools import cached_property
from weakref import finalize

from unclench.render import ambient
from unclench.render.clip import Samples

_REST_SECONDS = {"rain": 6.0, "surf": 10.0}
_USUAL_REST_SECONDS = 6.0


@dataclass(frozen=True)
class Bed:
    """What lies under a session: an ambient sound, a room's tone, or both."""

    ambient_name: str | None
    room_tone: Samples | None

    @classmethod
    def of(cls, ambient_name: str | None, room_tone: Samples | None) -> "Bed | None":
        """The bed, or ``None`` where there is nothing to lie on.

        Raises:
            BadInput: no such ambient sound, or too short a tone.
        """
        return None if ambient_name is None and room_tone is None else cls(ambient_name, room_tone)

    @cached_property
    def key(self) -> str:
        """Names the bed's content."""
        name = "" if self.ambient_name is None else ambient.texture_key(self.ambient_name)
        return name if self.room_tone is None else f"{name}+{_room(self.room_tone).key}"

    @property
    def rest_seconds(self) -> float:
        """How long one tile of a rest lasts, or up to twice as long."""
        return _REST_SECONDS.get(self.ambient_name or "", _USUAL_REST_SECONDS)

    @property
    def textures(self) -> list[ambient.Texture]:
        """The layers; made on first use."""
        named = [] if self.ambient_name is None else [ambient.texture(self.ambient_name)]
        return named if self.room_tone is None else [*named, _room(self.room_tone)]


_rooms: dict[int, ambient.Texture] = {}


def _room(tone: Samples) -> ambient.Texture:
    """The texture of a room's tone, kept as long as the tone itself is."""
    if id(tone) not in _rooms:
        _rooms[id(tone)] = ambient.room(tone)
        finalize(tone, _rooms.pop, id(tone), None)
    return _rooms[id(tone)]
