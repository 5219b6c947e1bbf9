"""Sitting in a wheelchair: head rest, arm pads, feet on the plates."""

from unclench.sessions.figure.curves import Cubic, cushion, knots, sided, spline
from unclench.sessions.figure.drawing import Drawing, Tone
from unclench.sessions.figure.seated import paint_arms, paint_body


def wheelchair() -> Drawing:
    """The drawing of this posture."""
    drawing = Drawing(600, 900, centre=(300, 62), head=(-100, -40, 220, 220))
    drawing.fill(Tone.GROUND, cushion(-250, 790, 250, 836, 2.2))
    _paint_back(drawing)
    for side in (1, -1):
        _paint_wheel(drawing, side)
    drawing.fill(Tone.PILLOW, cushion(-124, 404, 124, 545, 5))
    drawing.fill(Tone.SHADE, cushion(-118, 530, 118, 560, 4))
    for side in (1, -1):
        _paint_plate(drawing, side)
    paint_body(drawing)
    for side in (1, -1):
        _paint_arm_rest(drawing, side)
    paint_arms(drawing)
    return drawing


def _box(side: int, near: float, top: float, far: float, bottom: float, softness: float) -> tuple[Cubic, ...]:
    left, right = sorted((side * near, side * far))
    return cushion(left, top, right, bottom, softness)


def _bar(drawing: Drawing, side: int, points: str, weight: float) -> None:
    drawing.line(spline(sided(knots(points), side)), weight, tone=Tone.FRAME)


def _paint_back(drawing: Drawing) -> None:
    drawing.fill(Tone.FRAME, cushion(-9, 90, 9, 200, 4))
    drawing.fill(Tone.GROUND, cushion(-92, 2, 92, 122, 4))
    drawing.fill(Tone.GROUND, cushion(-136, 182, 136, 470, 7))
    for side in (1, -1):
        _bar(drawing, side, "126,262 130,206 142,196 174,196", 4)
        _bar(drawing, side, "150,196 174,196", 6)


def _paint_wheel(drawing: Drawing, side: int) -> None:
    """A big wheel seen nearly from its edge, the push rim outside it."""
    drawing.fill(Tone.GROUND, _box(side, 172, 452, 222, 812, 2))
    drawing.line(_box(side, 172, 452, 222, 812, 2), 3.4, closed=True, tone=Tone.FRAME)
    drawing.line(_box(side, 208, 482, 242, 782, 2), 1.6, closed=True, tone=Tone.FRAME)
    drawing.fill(Tone.FRAME, _box(side, 186, 616, 222, 648, 3))


def _paint_plate(drawing: Drawing, side: int) -> None:
    """The foot plate on its hanger, and the small front wheel beside it."""
    _bar(drawing, side, "120,545 128,600 118,690 112,768", 3.4)
    drawing.fill(Tone.FRAME, _box(side, 126, 742, 150, 822, 2.4))
    drawing.fill(Tone.SHADE, _box(side, 20, 744, 120, 802, 3.4))


def _paint_arm_rest(drawing: Drawing, side: int) -> None:
    _bar(drawing, side, "148,440 152,490 146,530 122,548", 3.4)
    drawing.fill(Tone.SHADE, _box(side, 112, 312, 180, 452, 3.5))
