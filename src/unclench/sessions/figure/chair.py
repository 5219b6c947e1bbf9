"""Sitting in an armchair."""

from unclench.sessions.figure.curves import cushion
from unclench.sessions.figure.drawing import Drawing, Tone
from unclench.sessions.figure.seated import paint_arms, paint_body


def chair() -> Drawing:
    """The drawing of this posture."""
    drawing = Drawing(600, 900, centre=(300, 76), head=(-100, -40, 220, 220))
    drawing.fill(Tone.SHADE, cushion(-250, 756, 250, 806, 2.2))
    drawing.fill(Tone.GROUND, cushion(-176, -44, 176, 640, 6))
    drawing.fill(Tone.PILLOW, cushion(-130, -10, 130, 470, 5))
    drawing.fill(Tone.SHADE, cushion(-150, 470, 150, 728, 10))
    drawing.fill(Tone.PILLOW, cushion(-134, 400, 134, 578, 6))
    paint_body(drawing)
    for left, right in ((-222, -112), (112, 222)):
        drawing.fill(Tone.SHADE, cushion(left, 312, right, 480, 4))
        drawing.fill(Tone.GROUND, cushion(left, 392, right, 752, 7))
    paint_arms(drawing)
    return drawing
