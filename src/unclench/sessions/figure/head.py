"""The face at rest: eyes closed, brow and jaw loose."""

from collections.abc import Sequence

from unclench.sessions.figure.curves import Knot, Point, knots, mirror, place, spline
from unclench.sessions.figure.drawing import Drawing, Outline, Tone

# Drawn about (0, 0) at the crown, chin at (0, 122).
_FACE = knots("temple-l:42,44 43,60 cheek-l:40,84 32,103 18,117")
_CHIN = knots("0,122")
_BROW_UP = knots("-30,26 0,18 30,26")
_HAIR = knots(
    "-40,82! -50,77 -54,60 -53,37 -45,13 -26,-6 0,-11 26,-6 45,13 53,37 54,60 50,77 40,82! "
    "43,66 41,52 34,40 20,32 2,27 -13,21 -22,23 -33,35 -42,56"
)
_PARTING = knots("-17,-8 -20,6 -16,20")
_EAR = knots("41,60! 47,56 50,63 47,76 41,80!")
_EYE = knots("9,66 13,69 18,70 23,69 27,66")
_BROW = knots("9,54 18,51 28,54")
_NOSE = knots("-3,86 1,89 5,86")
_MOUTH = knots("-11,102 0,105 11,102")


def paint_head(drawing: Drawing, at: Point, degrees: float = 0) -> None:
    """Paint ears, face, hair and features, the crown at ``at``, turned about it."""

    def set_down(points: Sequence[Knot]) -> tuple[Knot, ...]:
        return place(points, at, degrees)

    for ear in (_EAR, mirror(_EAR)):
        drawing.fill(Tone.SKIN, spline(set_down(ear), closed=True))
        drawing.line(spline(set_down(ear)))
    face = Outline((*_BROW_UP, *_FACE, *_CHIN, *mirror(_FACE)), set_down)
    drawing.fill(Tone.SKIN, face.line)
    face.cut("brow", "temple-r", knots("-20,55 0,57 20,55"), "temple-l")
    face.cut("lip", "cheek-r", knots("-20,91 0,93 20,91"), "cheek-l")
    drawing.part("forehead", face.path("temple-r>temple-l -brow"))
    drawing.part("cheeks", face.path("brow temple-l>cheek-l -lip cheek-r>temple-r"))
    drawing.part("jaw", face.path("lip cheek-l>cheek-r"))
    drawing.line(face.path("temple-l>temple-r"))
    drawing.fill(Tone.HAIR, spline(set_down(_HAIR), closed=True))
    drawing.line(spline(set_down(_HAIR), closed=True))
    for line in (_EYE, mirror(_EYE)):
        drawing.line(spline(set_down(line)), 0.8)
    for line in (_PARTING, _BROW, mirror(_BROW), _NOSE, _MOUTH):
        drawing.line(spline(set_down(line)), 0.6)
