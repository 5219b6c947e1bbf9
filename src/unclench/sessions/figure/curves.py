"""Hand-placed points to smooth curves. Pure arithmetic: pages and video draw from the same curves."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
"""One cubic Bézier: start, two handles, end."""

_TOKEN = re.compile(r"(?:(?P<name>[a-z][a-z0-9-]*):)?(?P<x>-?[\d.]+),(?P<y>-?[\d.]+)(?P<corner>!?)")


@dataclass(frozen=True, slots=True)
class Knot:
    """A point the line passes through; a ``corner`` may turn sharply. Parts meet at named knots."""

    x: float
    y: float
    name: str = ""
    corner: bool = False

    @property
    def at(self) -> Point:
        return (self.x, self.y)


def knots(text: str) -> tuple[Knot, ...]:
    """Read ``"name:x,y x,y x,y! ..."``; ``!`` marks a corner."""
    found = []
    for word in text.split():
        match = _TOKEN.fullmatch(word)
        if match is None:
            raise ValueError(f"not a point: {word!r}")
        found.append(
            Knot(float(match["x"]), float(match["y"]), match["name"] or "", corner=bool(match["corner"]))
        )
    return tuple(found)


def mirror(points: Iterable[Knot]) -> tuple[Knot, ...]:
    """The other half of a body drawn about x = 0: reversed, with ``-l`` and ``-r`` names exchanged."""
    return tuple(
        Knot(-knot.x, knot.y, _other_side(knot.name), corner=knot.corner) for knot in reversed(tuple(points))
    )


def sided(points: Iterable[Knot], side: int) -> tuple[Knot, ...]:
    """A limb drawn for the person's left (``side`` 1), or turned over for the right (-1)."""
    return tuple(Knot(side * knot.x, knot.y, knot.name, corner=knot.corner) for knot in points)


def _other_side(name: str) -> str:
    if name.endswith("-l"):
        return name[:-2] + "-r"
    if name.endswith("-r"):
        return name[:-2] + "-l"
    return name


def bend(points: Iterable[Knot], pivot: Point, degrees: float, reach: float) -> tuple[Knot, ...]:
    """Turn what hangs below a joint: nothing at its height, the whole angle ``reach`` further down."""
    turned = []
    for knot in points:
        across, down = knot.x - pivot[0], knot.y - pivot[1]
        share = min(1.0, max(0.0, down / reach))
        angle = math.radians(degrees) * share * share * (3 - 2 * share)
        x = pivot[0] + across * math.cos(angle) - down * math.sin(angle)
        y = pivot[1] + across * math.sin(angle) + down * math.cos(angle)
        turned.append(Knot(x, y, knot.name, corner=knot.corner))
    return tuple(turned)


def place(points: Iterable[Knot], at: Point, degrees: float = 0, squash: float = 1) -> tuple[Knot, ...]:
    """Set a shape drawn about the origin on the page; ``squash`` shortens it, as when seen end-on."""
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    return tuple(
        Knot(
            at[0] + knot.x * cosine - knot.y * squash * sine,
            at[1] + knot.x * sine + knot.y * squash * cosine,
            knot.name,
            corner=knot.corner,
        )
        for knot in points
    )


def sway(points: Iterable[Knot], by: float, length: float) -> tuple[Knot, ...]:
    """Let a body drawn down the page lie in one slow S instead of on a ruler."""
    return tuple(
        Knot(knot.x + by * math.sin(math.tau * knot.y / length), knot.y, knot.name, corner=knot.corner)
        for knot in points
    )


def cushion(left: float, top: float, right: float, bottom: float, softness: float = 5) -> tuple[Cubic, ...]:
    """A rectangle without corners (Lamé's curve): for beds, pillows and chair backs."""
    across, down = (right - left) / 2, (bottom - top) / 2
    points = []
    for step in range(32):
        angle = math.tau * step / 32
        x, y = math.cos(angle), math.sin(angle)
        points.append(
            Knot(
                left + across + across * math.copysign(abs(x) ** (2 / softness), x),
                top + down + down * math.copysign(abs(y) ** (2 / softness), y),
            )
        )
    return spline(points, closed=True)


def spline(points: Sequence[Knot], *, closed: bool = False) -> tuple[Cubic, ...]:
    """A smooth line through all points: centripetal Catmull-Rom as Béziers, broken only at corners.

    Centripetal spacing never loops or overshoots between uneven points (Yuksel and others, 2011).
    """
    count = len(points)
    spans = count if closed else count - 1
    return tuple(_span(points, index, closed=closed) for index in range(spans))


def _span(points: Sequence[Knot], index: int, *, closed: bool) -> Cubic:
    count = len(points)
    start, end = points[index], points[(index + 1) % count]
    before = points[index - 1] if (closed or index > 0) and not start.corner else None
    after = points[(index + 2) % count] if (closed or index + 2 < count) and not end.corner else None
    first = _handle(before, start, end) if before else None
    last = _handle(after, end, start) if after else None
    return (
        start.at,
        first or _free_end(start.at, end.at, last),
        last or _free_end(end.at, start.at, first),
        end.at,
    )


def _handle(before: Knot, here: Knot, towards: Knot) -> Point:
    """The handle that leaves ``here`` for ``towards``, given the neighbour on the other side."""
    near = math.sqrt(math.dist(before.at, here.at)) or 1e-9
    far = math.sqrt(math.dist(here.at, towards.at)) or 1e-9
    return (
        _tangent(before.x, here.x, towards.x, near, far),
        _tangent(before.y, here.y, towards.y, near, far),
    )


def _free_end(here: Point, towards: Point, arriving: Point | None) -> Point:
    """The handle at an end or a corner: the span becomes one plain bow (a quadratic), or straight."""
    if arriving is None:
        return (here[0] + (towards[0] - here[0]) / 3, here[1] + (towards[1] - here[1]) / 3)
    bow = [end + 1.5 * (handle - end) for end, handle in zip(towards, arriving, strict=True)]
    return (here[0] + (bow[0] - here[0]) / 1.5, here[1] + (bow[1] - here[1]) / 1.5)


def _tangent(before: float, here: float, towards: float, near: float, far: float) -> float:
    slope = (here - before) / near - (towards - before) / (near + far) + (towards - here) / far
    return here + slope * far / 3


def reverse(line: Iterable[Cubic]) -> tuple[Cubic, ...]:
    """The same line drawn the other way."""
    return tuple((d, c, b, a) for a, b, c, d in reversed(tuple(line)))


def path_data(line: Sequence[Cubic], *, closed: bool = False) -> str:
    """SVG path data, one decimal."""
    words = [f"M{_short(line[0][0])}"]
    words += [f"C{_short(b)} {_short(c)} {_short(d)}" for _, b, c, d in line]
    return "".join(words) + ("Z" if closed else "")


def _short(point: Point) -> str:
    return ",".join(f"{value:.1f}".removesuffix(".0") for value in point)


def flatten(line: Iterable[Cubic], step: float = 2.0) -> list[Point]:
    """The line as straight pieces of about ``step`` units, for rasters and for tests of area and overlap."""
    flat: list[Point] = []
    for a, b, c, d in line:
        pieces = max(1, math.ceil((math.dist(a, b) + math.dist(b, c) + math.dist(c, d)) / step))
        flat += [_on(a, b, c, d, piece / pieces) for piece in range(pieces)]
        last = d
    return [*flat, last]


def _on(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return (
        sum(weight * point[0] for weight, point in zip(weights, (a, b, c, d), strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, (a, b, c, d), strict=True)),
    )
