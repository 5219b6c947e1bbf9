"""A small file that is simply there: captions, words, a loop of rain."""

from dataclasses import dataclass, field
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Bytes in memory, as ``unclench.render.clip.VirtualFile``."""

    content: bytes
    content_type: str
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the content."""
        object.__setattr__(self, "etag", blake2b(self.content, digest_size=12).hexdigest())

    @property
    def length(self) -> int:
        """Bytes in all."""
        return len(self.content)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop``."""
        return self.content[start:stop]
