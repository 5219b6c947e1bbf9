"""Clips as they are kept: MP3 frames behind their length; AAC packets once somebody asked for them."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

import numpy as np

from unclench.render import mp3
from unclench.render.clip import Samples
from unclench.voices.store import Store, address
from unclench.voices.unpack import samples_of_frames

_MEMORY = 24 * 1024 * 1024
_COUNT = 4


class Shelf:
    """Where clips come from: memory, then the store on disk (if there is one), then whoever can make them."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def clip(self, key: str, make: Callable[[], Samples]) -> "KeptClip":
        """The clip of that key; ``make`` gives its levelled samples when it is not kept anywhere."""
        sound = self.blob(address(key, "mp3", mp3.encoder(mp3.QUICK)), partial(_coded, make))
        return KeptClip(key, sound, self)

    def blob(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Any bytes by key, made once."""
        with self._lock:
            found = self._memory.get(key)
            if found is not None:
                self._memory.move_to_end(key)
                return found
        found = self._store.once(key, make) if self._store else make()
        with self._lock:
            if key not in self._memory:
                self._memory[key] = found
                self._held += len(found)
            while self._held > _MEMORY:
                self._held -= len(self._memory.popitem(last=False)[1])
        return found


@dataclass(frozen=True, slots=True)
class KeptClip:
    """A clip out of a `Shelf`."""

    key: str
    _sound: bytes = field(repr=False)
    _shelf: Shelf = field(repr=False)

    @property
    def samples(self) -> int:
        """Length in samples at 48 kHz."""
        return int.from_bytes(self._sound[:_COUNT], "little")

    def mp3(self) -> bytes:
        """The clip as a run of MP3 frames."""
        return self._sound[_COUNT:]

    def aac(self) -> Sequence[bytes]:
        """The clip as a run of AAC packets."""
        return aac_packets(self._shelf, self.key, self.pcm)

    def pcm(self) -> Samples:
        """The clip's samples, as its frames give them back."""
        return samples_of_frames(self.mp3(), self.samples)


def aac_packets(shelf: Shelf, key: str, pcm: Callable[[], Samples]) -> tuple[bytes, ...]:
    """A clip's AAC packets, encoded once and kept."""
    from unclench.render import aac

    place = address(key, "aac", aac.encoder())
    return APART.packets(place, lambda: shelf.blob(place, lambda: packed(aac.encode_clip(pcm()))))


def packed(packets: Sequence[bytes]) -> bytes:
    """Packets behind a table of their lengths."""
    table = np.array([len(packets), *map(len, packets)], dtype="<u2")
    return table.tobytes() + b"".join(packets)


def unpacked(whole: bytes | memoryview) -> tuple[bytes, ...]:
    """What `packed` made, as packets again."""
    count = int.from_bytes(whole[:2], "little")
    lengths = np.frombuffer(whole, dtype="<u2", count=count, offset=2)
    ends = np.cumsum(lengths) + 2 * (count + 1)
    return tuple(
        bytes(whole[end - size : end]) for end, size in zip(ends.tolist(), lengths.tolist(), strict=True)
    )


class Apart:
    """Packets of the clips heard last, taken apart once."""

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
        self._lock = Lock()

    def packets(self, key: str, whole: Callable[[], bytes | memoryview]) -> tuple[bytes, ...]:
        """A clip's packets; ``whole`` gives what `packed` made."""
        found = self._known.get(key)
        if found is None:
            found = unpacked(whole())
            with self._lock:
                self._known[key] = found
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        return found


APART = Apart()


def _coded(make: Callable[[], Samples]) -> bytes:
    pcm = make()
    return len(pcm).to_bytes(_COUNT, "little") + mp3.encode_clip(pcm, quality=mp3.QUICK)


def milliseconds(samples: int) -> int:
    """A clip's length in whole milliseconds, rounded up."""
    return -(-samples // 48)
