"""Sitting, seen from in front and a little above: leaning back, forearms on arm rests, feet supported."""

from unclench.sessions.figure.curves import Knot, Point, bend, knots, mirror, place, sided, spline
from unclench.sessions.figure.drawing import Drawing, Outline, Tone
from unclench.sessions.figure.hand import FINGERS, HAND
from unclench.sessions.figure.head import paint_head

# One side about x = 0; +x is the person's left, and the other side is the same turned over.
_TORSO = knots(
    "neck-l:20,104 23,118 base-l:31,134 52,146 76,154 shoulder-l:97,164 115,180 106,214! "
    "armpit-l:84,240! 83,262 rib-l:81,290 80,325 84,360 hip-l:92,394!"
)
_ARM = knots(
    "76,154 shoulder:97,164 115,180 126,206 134,238 cuff-out:141,266! "
    "137,270 146,300 elbow-out:155,328 161,352 162,378"
)
_ARM_BACK = knots("132,378 126,352 elbow-in:116,326 109,300 103,276 cuff-in:96,276! 89,258 armpit:84,240!")
_SEAM = knots("86,212 92,184")
_WRIST: Point = (147, 392)
_THIGH = knots(
    "hip:86,392! 99,418 105,450 103,490 knee-out:97,520 82,538 60,541 42,534 knee-in:33,514 "
    "29,480 18,452 crotch:0,436! lap:0,404!"
)
_KNEE = knots("88,532 74,541 60,542 48,538")
_CALF = knots(
    "knee-out:96,496! 98,530 99,556 97,600 90,660 ankle-out:87,706! "
    "ankle-in:44,706! 41,660 36,600 33,560 32,530 knee-in:34,500!"
)
_FOOT = knots(
    "ankle-out:81,698! 84,720 93,740 102,758 104,772 96,781 82,785 "
    "66,785 54,780 49,766 50,744 52,720 ankle-in:51,698!"
)
_TOES = (knots("91,783 89,774"), knots("78,785 77,776"), knots("67,785 67,775"))


def paint_body(drawing: Drawing) -> None:
    """Everything of the body but the arms, which lie over the arm rests."""
    torso = _torso()
    drawing.fill(Tone.SKIN, torso.line)
    for side in (1, -1):
        _paint_shin(drawing, side, turn=-5 if side > 0 else 3)
    for side in (1, -1):
        _paint_thigh(drawing, side)
    _paint_torso(drawing, torso)
    paint_head(drawing, at=(10, 0), degrees=5)


def paint_arms(drawing: Drawing) -> None:
    """Both arms and hands."""
    for side in (1, -1):
        _paint_arm(drawing, side)


def _named(side: int, part: str) -> str:
    return f"{'left' if side > 0 else 'right'}-{part}"


def _torso() -> Outline:
    torso = Outline((*_TORSO, *knots("60,404 28,410 0,411"), *mirror((*_TORSO, *knots("60,404 28,410")))))
    torso.cut("collar", "base-r", knots("-18,152 0,158 18,152"), "base-l")
    torso.cut("ribs", "rib-r", knots("-36,297 0,301 36,297"), "rib-l")
    torso.cut("seam-l", "armpit-l", _SEAM, "shoulder-l")
    torso.cut("seam-r", "armpit-r", sided(_SEAM, -1), "shoulder-r")
    return torso


def _paint_torso(drawing: Drawing, torso: Outline) -> None:
    drawing.fill(Tone.SHIRT, torso.path("collar base-l>base-r"))
    drawing.part("neck", torso.path("neck-l>base-l -collar base-r>neck-r neck-r>neck-l"))
    yoke = "collar base-l>shoulder-l -seam-l armpit-l>rib-l -ribs rib-r>armpit-r seam-r shoulder-r>base-r"
    drawing.part("shoulders", torso.path(yoke))
    drawing.part("abdomen", torso.path("ribs rib-l>rib-r"))
    drawing.line(torso.path("collar"), 0.6)
    drawing.line(torso.path("armpit-l>armpit-r"))
    drawing.line(torso.path("shoulder-r>shoulder-l"))
    for fold in ("82,352 66,360 50,361", "-83,372 -68,379 -56,379"):
        drawing.line(spline(knots(fold)), 0.6)


def _paint_shin(drawing: Drawing, side: int, turn: float) -> None:
    def foot(points: tuple[Knot, ...]) -> tuple[Knot, ...]:
        return sided(bend(points, (66, 700), turn, 40), side)

    shoe = Outline(foot(_FOOT))
    drawing.fill(Tone.SKIN, shoe.line)
    drawing.part(_named(side, "foot"), shoe.line)
    drawing.line(shoe.path("ankle-out>ankle-in"))
    for toe in _TOES:
        drawing.line(spline(foot(toe)), 0.6)
    calf = Outline(sided(_CALF, side))
    calf.hem("ankle", "ankle-out", "ankle-in", -6 * side)
    whole = calf.path("knee-out>ankle-out ankle ankle-in>knee-in knee-in>knee-out")
    drawing.fill(Tone.TROUSERS, whole)
    drawing.part(_named(side, "calf"), whole)
    drawing.line(calf.path("knee-out>ankle-out ankle ankle-in>knee-in"))


def _paint_thigh(drawing: Drawing, side: int) -> None:
    thigh = Outline(sided(_THIGH, side))
    drawing.fill(Tone.TROUSERS, thigh.line)
    drawing.part(_named(side, "thigh"), thigh.line)
    drawing.line(thigh.path("hip>knee-out"))
    drawing.line(thigh.path("knee-in>crotch"))
    drawing.line(spline(sided(_KNEE, side)), 0.6)


def _paint_arm(drawing: Drawing, side: int) -> None:
    def hand(points: tuple[Knot, ...]) -> tuple[Knot, ...]:
        return place(mirror(points), _WRIST, 2, 0.82)

    arm = Outline(sided((*_ARM, *hand(HAND), *_ARM_BACK), side), closed=False)
    arm.cut("seam", "armpit", sided(_SEAM, side), "shoulder")
    arm.hem("cuff", "cuff-out", "cuff-in", -5 * side)
    arm.hem("elbow", "elbow-out", "elbow-in", -5 * side)
    drawing.fill(Tone.SKIN, arm.path("cuff-out>cuff-in -cuff"))
    drawing.fill(Tone.SHIRT, arm.path("shoulder>cuff-out cuff cuff-in>armpit seam"))
    drawing.part(_named(side, "upper-arm"), arm.path("shoulder>elbow-out elbow elbow-in>armpit seam"))
    drawing.part(_named(side, "hand"), arm.path("elbow-out>elbow-in -elbow"))
    drawing.line(arm.path("cuff"), 0.6)
    drawing.line(arm.path("shoulder>armpit"))
    for finger in FINGERS:
        drawing.line(spline(sided(hand(finger), side)), 0.6)
