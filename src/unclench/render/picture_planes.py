"""Pictures as brightness and colour planes (BT.709, video range, colour at half size), and changes to them.

Red, green and blue turn into these planes by a straight matrix, so a fade may be mixed after turning: each
frame is one base plus changes, each in its own small box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.float32]
Plane = NDArray[np.float32]

_TURN = np.array(
    [[0.2126, 0.7152, 0.0722], [-0.114572, -0.385428, 0.5], [0.5, -0.454153, -0.045847]], np.float32
)
_RANGE = np.array([219 / 255, 224 / 255, 224 / 255], np.float32)
_SEEN = 0.02
_GRID = 16
"""Boxes lie on this grid: a macroblock of the encoder, and even for the half-size planes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a picture gains, inside one box: brightness, and two colour planes at half size."""

    top: int
    left: int
    bright: Plane
    colour: Plane

    @classmethod
    def of(cls, gain: NDArray[np.floating], top: int = 0, left: int = 0) -> "Change":
        """The change that adds this much red, green and blue from ``top`` and ``left`` on.

        Both are multiples of 16, and so are the sides of ``gain``. It is cut to what can be seen.
        """
        weight = np.abs(gain).max(axis=2)
        rows, columns = np.flatnonzero(weight.max(axis=1) > _SEEN), np.flatnonzero(weight.max(axis=0) > _SEEN)
        if not len(rows):
            return cls(0, 0, np.zeros((0, 0), np.float32), np.zeros((2, 0, 0), np.float32))
        first, before = rows[0] // _GRID * _GRID, columns[0] // _GRID * _GRID
        last, behind = -(-(rows[-1] + 1) // _GRID) * _GRID, -(-(columns[-1] + 1) // _GRID) * _GRID
        bright, colour = _turned(gain[first:last, before:behind].astype(np.float32, copy=False))
        return cls(top + int(first), left + int(before), bright, colour)

    @property
    def bottom(self) -> int:
        return self.top + len(self.bright)

    @property
    def right(self) -> int:
        return self.left + len(self.bright.T)


@dataclass(frozen=True, slots=True)
class Base:
    """A whole picture: brightness, and two colour planes at half size, not yet rounded; and rounded.

    ``frame`` holds the planes below each other in one array, as encoders take them (I420).
    """

    bright: Plane
    colour: Plane
    frame: NDArray[np.uint8]

    @classmethod
    def of(cls, picture: Rgb) -> "Base":
        """Turn red, green and blue, 0 to 255."""
        bright, colour = _turned(picture)
        return cls._rounded(bright + 16, colour + 128)

    @classmethod
    def _rounded(cls, bright: Plane, colour: Plane) -> "Base":
        planes = np.concatenate((bright.reshape(-1), colour.reshape(-1)))
        height, width = bright.shape
        return cls(bright, colour, _pixels(planes).reshape(height * 3 // 2, width))

    def settled(self, changes: Sequence[tuple[float, Change]]) -> "Base":
        """This picture with so much of each change, to go on from."""
        bright, colour = self.bright.copy(), self.colour.copy()
        for share, change in changes:
            _add(bright, colour, share, change, 0, 0)
        return self._rounded(bright, colour)

    def changed(self, changes: Sequence[tuple[float, Change]]) -> NDArray[np.uint8]:
        """A frame of this picture with so much of each change."""
        frame = self.frame.copy()
        there = [change for _, change in changes if change.bright.size]
        if not there:
            return frame
        top, left = min(change.top for change in there), min(change.left for change in there)
        bottom, right = max(change.bottom for change in there), max(change.right for change in there)
        box, half = np.s_[top:bottom, left:right], np.s_[:, top // 2 : bottom // 2, left // 2 : right // 2]
        bright, colour = self.bright[box].copy(), self.colour[half].copy()
        for share, change in changes:
            _add(bright, colour, share, change, top, left)
        height, width = self.bright.shape
        frame[:height][box] = _pixels(bright)
        frame[height:].reshape(2, height // 2, width // 2)[half] = _pixels(colour)
        return frame


def _add(bright: Plane, colour: Plane, share: float, change: Change, top: int, left: int) -> None:
    """Add so much of a change to a stretch of picture that begins at ``top`` and ``left``."""
    rows, columns = (change.top - top, change.bottom - top), (change.left - left, change.right - left)
    bright[rows[0] : rows[1], columns[0] : columns[1]] += share * change.bright
    colour[:, rows[0] // 2 : rows[1] // 2, columns[0] // 2 : columns[1] // 2] += share * change.colour


def _pixels(plane: Plane) -> NDArray[np.uint8]:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)


def _turned(picture: Rgb) -> tuple[Plane, Plane]:
    """Brightness and colour of a stretch of picture, without their offsets."""
    bright = picture @ (_TURN[0] * _RANGE[0])
    height, width, _ = picture.shape
    small = picture.reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
    return bright, np.moveaxis(small @ (_TURN[1:] * _RANGE[1:, None]).T, -1, 0)
