"""What a drawing is made of: flat shapes, the parts of the body, and lines, in painter's order."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from unclench.sessions.figure.curves import Cubic, Knot, Point, reverse, spline


class Tone(StrEnum):
    """A flat colour of the drawing; pages and video give each its value."""

    GROUND = "ground"
    PILLOW = "pillow"
    SHADE = "shade"
    FRAME = "frame"
    SKIN = "skin"
    HAIR = "hair"
    SHIRT = "shirt"
    TROUSERS = "trousers"


@dataclass(frozen=True, slots=True)
class Layer:
    """One thing to paint. A flat shape has a ``tone``, a part its name, a line a ``weight`` (and a tone
    if it is not of the figure's own line)."""

    path: tuple[Cubic, ...]
    tone: Tone | None = None
    part: str | None = None
    weight: float | None = None
    closed: bool = True


@dataclass(slots=True)
class Drawing:
    """Layers from back to front on a page of ``width`` by ``height`` units.

    Shapes are drawn about (0, 0), which is put at ``centre`` of the page.
    ``head`` is where head and neck are: left, top, width, height.
    """

    width: float
    height: float
    centre: Point = (0.0, 0.0)
    head: tuple[float, float, float, float] = (-80.0, -30.0, 160.0, 200.0)
    layers: list[Layer] = field(default_factory=list)

    def fill(self, tone: Tone, path: Iterable[Cubic]) -> None:
        self.layers.append(Layer(tuple(path), tone=tone))

    def part(self, name: str, path: Iterable[Cubic]) -> None:
        self.layers.append(Layer(tuple(path), part=name))

    def line(
        self, path: Iterable[Cubic], weight: float = 1.0, *, closed: bool = False, tone: Tone | None = None
    ) -> None:
        self.layers.append(Layer(tuple(path), tone=tone, weight=weight, closed=closed))


Warp = Callable[[Sequence[Knot]], tuple[Knot, ...]]


class Outline:
    """A smooth line with named places on it, and cuts between them: where neighbours share one border."""

    def __init__(self, points: Sequence[Knot], warp: Warp = tuple, *, closed: bool = True) -> None:
        """``warp`` moves every point, those of the cuts too, so that a whole body may lean."""
        self._warp = warp
        self._points = warp(points)
        self.line = spline(self._points, closed=closed)
        self._places = {knot.name: index for index, knot in enumerate(self._points) if knot.name}
        self._within: dict[str, Knot] = {}
        self._cuts: dict[str, tuple[Cubic, ...]] = {}

    def at(self, name: str) -> Knot:
        """A named place, on the outline or within."""
        if name in self._within:
            return self._within[name]
        return self._points[self._places[name]]

    def mark(self, name: str, x: float, y: float) -> None:
        """Name a place within the shape, where cuts may meet."""
        (self._within[name],) = self._warp((Knot(x, y, name),))

    def cut(self, name: str, start: str, between: Sequence[Knot], end: str) -> None:
        """A border across the shape from one named place to another, through the points ``between``."""
        self._cuts[name] = spline((self.at(start), *self._warp(between), self.at(end)))

    def hem(self, name: str, start: str, end: str, sag: float) -> None:
        """A border that bows by ``sag`` units to the right of its way, as cloth and skin do round a limb."""
        a, b = self.at(start), self.at(end)
        span = math.dist(a.at, b.at) or 1.0
        across, down = (b.x - a.x) / span, (b.y - a.y) / span
        middle = Knot((a.x + b.x) / 2 - down * sag, (a.y + b.y) / 2 + across * sag)
        self._cuts[name] = spline((a, middle, b))

    def path(self, way: str) -> tuple[Cubic, ...]:
        """Follow ``"a>b"`` (along the outline), ``"cut"`` and ``"-cut"`` (a cut, backwards), joined."""
        joined: list[Cubic] = []
        for step in way.split():
            joined += self._step(step)
        return tuple(joined)

    def _step(self, step: str) -> tuple[Cubic, ...]:
        if ">" in step:
            start, end = (self._places[name] for name in step.split(">"))
            return self.line[start:end] if start < end else self.line[start:] + self.line[:end]
        if step.startswith("-"):
            return reverse(self._cuts[step[1:]])
        return self._cuts[step]
