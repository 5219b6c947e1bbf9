"""Lying on the back, seen from above: head on a pillow, arms a little away, feet fallen outwards."""

from collections.abc import Sequence

from unclench.sessions.figure.curves import Knot, bend, cushion, knots, mirror, place, sided, spline, sway
from unclench.sessions.figure.drawing import Drawing, Outline, Tone
from unclench.sessions.figure.hand import FINGERS, HAND
from unclench.sessions.figure.head import paint_head

# Half a body about x = 0, from the neck down the outer side; the person's left is at +x.
_NECK = knots("neck-l:20,104 23,118 base-l:31,134 52,146 76,154")
_SHOULDER = knots("shoulder-l:97,164")
_ARM_OUT = knots(
    "114,179 124,205 131,236 cuff-out-l:137,262! 132,265 139,296 elbow-out-l:147,328 157,362 165,398"
)
_ARM_IN = knots(
    "140,416 130,374 elbow-in-l:119,332 110,298 102,273 cuff-in-l:95,273! 89,256 armpit-l:84,240!"
)
_SIDE = knots("82,262 rib-l:79,290 76,325 76,360 79,395 hip-l:85,430")
_LEG_OUT = knots("93,464 97,505 97,555 93,600 knee-out-l:91,634 92,670 95,710 96,755 94,795")
_FOOT = knots(
    "ankle-out-l:93,824! 87,828 93,841 105,855 117,869 126,883 129,894 124,901 113,905 100,908 91,902 "
    "82,884 72,862 63,844 59,829"
)
_LEG_IN = knots("ankle-in-l:52,825! 47,790 43,745 40,700 36,662 knee-in-l:33,636 28,590 22,545 13,506")
_TOES = (knots("126,897 118,888"), knots("117,903 110,894"))
_FOLDS = tuple(
    knots(line) for line in ("77,368 66,375 53,376", "-78,396 -66,401 -56,400", "2,480 16,490 36,494")
)
_CROTCH = knots("crotch:0,478!")

# Ways round the clothes and the parts, along the outline and across it.
_SHIRT = (
    "collar base-l>cuff-out-l cuff-l cuff-in-l>hip-l hem-l -hem-r hip-r>cuff-in-r -cuff-r cuff-out-r>base-r"
)
_TROUSERS = "-hem-l hip-l>ankle-out-l ankle-l ankle-in-l>ankle-in-r -ankle-r ankle-out-r>hip-r hem-r"
_WAYS = {
    "neck": "neck-l>base-l -collar base-r>neck-r neck-r>neck-l",
    "shoulders": "collar base-l>shoulder-l seam-l armpit-l>rib-l "
    "-ribs rib-r>armpit-r -seam-r shoulder-r>base-r",
    "abdomen": "ribs rib-l>hip-l hem-l -hem-r hip-r>rib-r",
    "left-upper-arm": "shoulder-l>elbow-out-l elbow-l elbow-in-l>armpit-l -seam-l",
    "left-hand": "elbow-out-l>elbow-in-l -elbow-l",
    "left-thigh": "hip-l>knee-out-l knee-l knee-in-l>crotch -fly -hem-l",
    "left-calf": "knee-out-l>ankle-out-l ankle-l ankle-in-l>knee-in-l -knee-l",
    "left-foot": "ankle-out-l>ankle-in-l -ankle-l",
    "right-upper-arm": "seam-r armpit-r>elbow-in-r -elbow-r elbow-out-r>shoulder-r",
    "right-hand": "elbow-r elbow-in-r>elbow-out-r",
    "right-thigh": "hem-r fly crotch>knee-in-r -knee-r knee-out-r>hip-r",
    "right-calf": "knee-r knee-in-r>ankle-in-r -ankle-r ankle-out-r>knee-out-r",
    "right-foot": "ankle-r ankle-in-r>ankle-out-r",
}


def lying() -> Drawing:
    """The drawing of this posture."""
    drawing = Drawing(600, 1000, centre=(300, 62), head=(-100, -40, 220, 220))
    left, left_lines = _half(arm=2, elbow=5, hip=-4)
    right, right_lines = _half(arm=-3, elbow=-2, hip=1)
    body = Outline((*left, *_CROTCH, *mirror(right)), _lie)
    _cut(body)
    _paint_bed(drawing)
    _paint_body(drawing, body)
    for line in _FOLDS:
        drawing.line(spline(_lie(line)), 0.6)
    for line in (*left_lines, *(mirror(line) for line in right_lines)):
        drawing.line(spline(_lie(line)), 0.6)
    paint_head(drawing, at=(15, 0), degrees=5.5)
    return drawing


def _lie(points: Sequence[Knot]) -> tuple[Knot, ...]:
    return sway(points, 7, 900)


def _half(arm: float, elbow: float, hip: float) -> tuple[tuple[Knot, ...], list[tuple[Knot, ...]]]:
    """One side's outline, its joints turned by these degrees, and the thin lines that go with it."""

    def arms(points: tuple[Knot, ...]) -> tuple[Knot, ...]:
        return bend(bend(points, (134, 330), elbow, 80), (95, 175), arm, 90)

    def legs(points: tuple[Knot, ...]) -> tuple[Knot, ...]:
        return bend(points, (46, 440), hip, 120)

    upper = arms((*_ARM_OUT, *place(HAND, (159, 444), -13), *_ARM_IN[:-1]))
    lower = legs((*_LEG_OUT, *_FOOT, *_LEG_IN))
    lines = [arms(place(line, (159, 444), -13)) for line in FINGERS] + [legs(line) for line in _TOES]
    return (*_NECK, *_SHOULDER, *upper, _ARM_IN[-1], *_SIDE, *lower), lines


def _cut(body: Outline) -> None:
    body.mark("fork", 0, 446)
    body.cut("collar", "base-r", knots("-18,152 0,158 18,152"), "base-l")
    body.cut("ribs", "rib-r", knots("-36,297 0,301 36,297"), "rib-l")
    body.cut("fly", "fork", knots("0,462"), "crotch")
    for side, sign in (("l", 1), ("r", -1)):
        body.cut(f"hem-{side}", f"hip-{side}", sided(knots("45,442"), sign), "fork")
        seam = sided(knots("92,184 86,212"), sign)
        body.cut(f"seam-{side}", f"shoulder-{side}", seam, f"armpit-{side}")
        for name in ("cuff", "elbow", "knee", "ankle"):
            body.hem(f"{name}-{side}", f"{name}-out-{side}", f"{name}-in-{side}", -5 * sign)


def _paint_bed(drawing: Drawing) -> None:
    drawing.fill(Tone.GROUND, cushion(-240, -54, 240, 930, 9))
    drawing.fill(Tone.PILLOW, cushion(-140, -30, 140, 132, 4.5))
    drawing.fill(Tone.SHADE, cushion(-165, 618, 165, 672, 3.5))


def _paint_body(drawing: Drawing, body: Outline) -> None:
    drawing.fill(Tone.SKIN, body.line)
    drawing.fill(Tone.SHIRT, body.path(_SHIRT))
    drawing.fill(Tone.TROUSERS, body.path(_TROUSERS))
    for name, way in _WAYS.items():
        drawing.part(name, body.path(way))
    for name in ("collar", "hem-l", "hem-r", "cuff-l", "cuff-r", "ankle-l", "ankle-r"):
        drawing.line(body.path(name), 0.6)
    drawing.line(body.line, closed=True)
