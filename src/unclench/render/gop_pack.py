"""Many runs of coded frames in one file, every slice kept once however many scenes show it.

A pack is a magic word, the length of its index, the index (compressed JSON), the compressed numbers of the
slices that make up every frame, and the slices.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from unclench.render.gop import SLICES, Gop

_MAGIC = b"UnGop1\n"


@dataclass(frozen=True, slots=True)
class Pack:
    """A read pack: runs are put together when asked for."""

    sequence: bytes
    picture: bytes
    _runs: Mapping[str, tuple[int, tuple[int, ...]]]
    _numbers: NDArray[np.uint32]
    _starts: list[int]
    _slices: bytes

    def __contains__(self, address: object) -> bool:
        return address in self._runs

    def addresses(self) -> list[str]:
        """What is in it, in the order it was packed."""
        return list(self._runs)

    def get(self, address: str) -> Gop | None:
        """The run of that address, or ``None``."""
        if address not in self._runs:
            return None
        first, shown = self._runs[address]
        numbers = self._numbers[first : first + SLICES * len(shown)].reshape(SLICES, len(shown)).T
        starts, slices = self._starts, self._slices
        frames = tuple(
            b"".join([slices[starts[number] : starts[number + 1]] for number in frame])
            for frame in numbers.tolist()
        )
        return Gop(self.sequence, self.picture, frames, shown)


def pack(runs: Mapping[str, Gop]) -> bytes:
    """One file's bytes out of runs that share their parameter sets.

    Raises:
        ValueError: they do not, or a frame has not all its slices.
    """
    first = next(iter(runs.values()))
    known: dict[bytes, int] = {}
    index: dict[str, list[list[int]]] = {}
    numbers: list[NDArray[np.uint32]] = []
    for address, run in runs.items():
        if (run.sequence, run.picture) != (first.sequence, first.picture):
            raise ValueError("runs coded with different settings cannot share a pack")
        table = [[known.setdefault(part, len(known)) for part in _parts(frame)] for frame in run.frames]
        numbers.append(np.array(table, np.uint32).T.reshape(-1))
        index[address] = _counted(run.shown_ms)
    head = {
        "sequence": first.sequence.hex(),
        "picture": first.picture.hex(),
        "lengths": [len(part) for part in known],
        "runs": index,
    }
    packed_head = zlib.compress(json.dumps(head, separators=(",", ":")).encode(), 9)
    packed_numbers = zlib.compress(np.concatenate(numbers).astype("<u4").tobytes(), 9)
    sizes = b"".join(len(part).to_bytes(4, "big") for part in (packed_head, packed_numbers))
    return b"".join((_MAGIC, sizes, packed_head, packed_numbers, *known))


def unpack(stored: bytes) -> Pack:
    """Read a pack.

    Raises:
        ValueError: these are not the bytes of one.
    """
    if not stored.startswith(_MAGIC):
        raise ValueError("not a pack of coded pictures")
    at = len(_MAGIC) + 8
    head_size, numbers_size = (int.from_bytes(stored[at - 8 + 4 * i : at - 4 + 4 * i], "big") for i in (0, 1))
    try:
        head = json.loads(zlib.decompress(stored[at : at + head_size]))
        numbers = zlib.decompress(stored[at + head_size : at + head_size + numbers_size])
    except zlib.error as fault:
        raise ValueError("a damaged pack of coded pictures") from fault
    slices = stored[at + head_size + numbers_size :]
    starts = [0, *accumulate(head["lengths"])]
    if starts[-1] != len(slices):
        raise ValueError("a pack of coded pictures that is cut short")
    runs, first = {}, 0
    for address, counted in head["runs"].items():
        shown = tuple(ms for count, ms in counted for _ in range(count))
        runs[address] = (first, shown)
        first += SLICES * len(shown)
    sequence, picture = bytes.fromhex(head["sequence"]), bytes.fromhex(head["picture"])
    return Pack(sequence, picture, runs, np.frombuffer(numbers, "<u4"), starts, slices)


def _parts(frame: bytes) -> list[bytes]:
    """A frame's slices, each with its length before it."""
    parts, at = [], 0
    while at < len(frame):
        end = at + 4 + int.from_bytes(frame[at : at + 4], "big")
        parts.append(frame[at:end])
        at = end
    if len(parts) != SLICES:
        raise ValueError(f"a frame of {len(parts)} slices")
    return parts


def _counted(values: tuple[int, ...]) -> list[list[int]]:
    counted: list[list[int]] = []
    for value in values:
        if counted and counted[-1][1] == value:
            counted[-1][0] += 1
        else:
            counted.append([1, value])
    return counted
