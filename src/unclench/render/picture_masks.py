"""The figure as pixels: each layer's coverage, once, and what colour lies where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from unclench.sessions.figure.curves import Point, flatten
from unclench.sessions.figure.drawing import Drawing, Layer, Tone

Plane = NDArray[np.float32]
Colour = tuple[int, int, int]

_FINE = 4
"""Pixels are drawn this many times finer, each way, and averaged."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a drawing stands in the picture: its scale, the shift of its origin, and whether it lies down.

    Lying down turns it a quarter to the left, so that the head is on the left.
    """

    scale: float
    left: float
    top: float
    turned: bool = False

    def put(self, point: Point) -> Point:
        """A point of the drawing in pixels."""
        x, y = (point[1], -point[0]) if self.turned else point
        return (self.left + x * self.scale, self.top + y * self.scale)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours a figure is painted with."""

    paper: Colour
    line: Colour
    tones: dict[Tone, Colour]


def coverage(layer: Layer, stand: Stand, line_width: float, size: tuple[int, int]) -> Plane:
    """How much of each pixel a layer covers, 0 to 1."""
    points = [stand.put(point) for point in flatten(layer.path)]
    if layer.closed:
        points.append(points[0])
    reach = line_width * (layer.weight or 0) * stand.scale
    left, top = (max(0, int(min(axis) - reach) - 1) for axis in zip(*points, strict=True))
    right = min(size[0], int(max(point[0] for point in points) + reach) + 2)
    bottom = min(size[1], int(max(point[1] for point in points) + reach) + 2)
    tile = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    fine = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
    if layer.weight:
        _stroke(ImageDraw.Draw(tile), fine, reach * _FINE)
    else:
        ImageDraw.Draw(tile).polygon(fine, fill=255)
    whole = np.zeros((size[1], size[0]), np.float32)
    whole[top:bottom, left:right] = np.asarray(tile.reduce(_FINE), np.float32) / 255
    return whole


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], width: float) -> None:
    draw.line(points, fill=255, width=round(width))
    half = width / 2
    for x, y in points:
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)


def soften(plane: Plane, radius: float) -> Plane:
    """A blurred copy."""
    picture = Image.fromarray((plane * 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius)), np.float32) / np.float32(255)


def widen(plane: Plane, pixels: int) -> Plane:
    """A copy grown by some pixels each way."""
    picture = Image.fromarray((plane * 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.MaxFilter(2 * pixels + 1)), np.float32) / np.float32(255)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the figure: what of it is seen, and the colours beneath it."""

    seen: Plane
    under: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Masks:
    """A painted figure and its parts. ``body`` is where the figure itself is, without bed or chair."""

    neutral: NDArray[np.float32]
    parts: dict[str, Part]
    body: Plane


def paint(
    drawing: Drawing, stand: Stand, palette: Palette, line_width: float, size: tuple[int, int]
) -> Masks:
    """Paint a drawing on paper from back to front, keeping what each part will need to glow."""
    picture = np.empty((size[1], size[0], 3), np.float32)
    picture[:] = palette.paper
    body = np.zeros((size[1], size[0]), np.float32)
    seen: dict[str, Plane] = {}
    under: dict[str, NDArray[np.float32]] = {}
    for layer in drawing.layers:
        cover = coverage(layer, stand, line_width, size)
        if layer.part:
            seen[layer.part], under[layer.part] = cover, picture.copy()
            body = np.maximum(body, cover)
            continue
        for part in seen:
            seen[part] = seen[part] * (1 - cover)
        colour = palette.tones[layer.tone] if layer.tone else palette.line
        picture += cover[..., None] * (np.array(colour, np.float32) - picture)
    return Masks(picture, {part: Part(seen[part], under[part]) for part in seen}, body)
