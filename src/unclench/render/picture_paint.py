"""Frames of a scene: the figure at dusk, the glow of the parts in play, the words, the ring for time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from unclench.render.picture_masks import Colour, Masks, Palette, Stand, paint, soften, widen
from unclench.render.picture_planes import Base, Change
from unclench.render.picture_scene import Glow, Look, Scene
from unclench.sessions.body import Posture
from unclench.sessions.figure.curves import path_data
from unclench.sessions.figure.drawing import Tone
from unclench.sessions.figure.postures import drawing

WIDTH, HEIGHT = 1280, 720
FADE_MS = 200
"""A frame of a fade lasts this long; after it, a frame lasts a second."""

RING_SECONDS = 120
"""The ring draws itself for a minute, undraws itself for another, and is where it was."""

Frame = NDArray[np.uint8]
Coverage = NDArray[np.float32]

DUSK = Palette(
    paper=(24, 20, 15),
    line=(214, 202, 186),
    tones={
        Tone.GROUND: (38, 33, 26),
        Tone.PILLOW: (56, 49, 40),
        Tone.SHADE: (49, 43, 35),
        Tone.FRAME: (84, 88, 82),
        Tone.SKIN: (176, 150, 124),
        Tone.HAIR: (84, 69, 57),
        Tone.SHIRT: (112, 106, 96),
        Tone.TROUSERS: (64, 76, 76),
    },
)
INK: Colour = (232, 222, 208)
_QUIET: Colour = (160, 150, 136)
_RING: Colour = (120, 112, 100)
_TRACK: Colour = (46, 40, 32)
LINE = 2.6
_EDGE = 3
_LETTER_FRAMES = 4
_NAME, _WORDS, _ROW = 44, 72, 52
_COLUMN = (896, 208)
_RING_SIDE, _RING_RADIUS = 80, 30


@dataclass(frozen=True, slots=True)
class _Shade:
    """How a glow is painted: its colour, how much of it, the halo round it, the firmness of its edge."""

    colour: Colour
    depth: float
    halo: float
    edge: float


_CLAY: Colour = (226, 138, 78)
_TEAL: Colour = (104, 178, 170)
_SHADES = {
    Glow.NOTICE: _Shade((240, 214, 164), 0.60, 0.26, 0.0),
    Glow.TENSE: _Shade(_CLAY, 0.92, 0.30, 1.0),
    Glow.GENTLE: _Shade(_CLAY, 0.62, 0.22, 0.7),
    Glow.CALM: _Shade(_TEAL, 0.88, 0.30, 0.0),
    Glow.DREAM: _Shade(_TEAL, 0.55, 0.34, 0.0),
}
_SECONDS_IN = {Glow.TENSE: 2.0, Glow.GENTLE: 2.0, Glow.NOTICE: 1.6}


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand. Words and ring begin on multiples of 16."""

    stand: Stand
    text: tuple[int, int]
    text_width: int
    ring: tuple[int, int]


_SEATED = 0.76
_LAYOUTS = {
    Posture.LYING: _Layout(Stand(0.93, 194, 248, turned=True), (256, 512), 880, (144, 560)),
    Posture.CHAIR: _Layout(Stand(_SEATED, 954, 82), (80, 272), 620, (64, 544)),
    Posture.WHEELCHAIR: _Layout(Stand(_SEATED, 954, 76), (80, 272), 620, (64, 544)),
}


@cache
def masks(posture: Posture) -> Masks:
    """The painted figure of a posture. Read only."""
    return paint(drawing(posture), _LAYOUTS[posture].stand, DUSK, LINE, (WIDTH, HEIGHT))


@cache
def _neutral(posture: Posture) -> Base:
    return Base.of(masks(posture).neutral)


def frames(scene: Scene, seconds: int | None = None) -> Iterator[tuple[Frame, int]]:
    """The scene's pictures (I420), each with how long it is shown (ms): the fade, then one a second.

    There are `RING_SECONDS` of the latter. Every frame is a new array.
    """
    layout, neutral = _LAYOUTS[scene.posture], _neutral(scene.posture)
    before, after = _glowing(scene.posture, scene.before), _glowing(scene.posture, scene.after)
    name, words = _lettering(scene, layout)
    count = fade_frames(scene)
    for number in range(1, count + 1):
        share, letters = _ease((number - 1) / (count - 1)), _ease(min(1.0, (number - 1) / _LETTER_FRAMES))
        changes = [
            (1 - share, before),
            (share, after),
            (1.0, name),
            (letters if scene.new_words else 1.0, words),
            (1.0, _ring(layout.ring, 0)),
        ]
        yield neutral.changed(changes), FADE_MS
    still = neutral.settled([(1.0, after), (1.0, name), (1.0, words)])
    for second in range(1, (seconds or RING_SECONDS) + 1):
        yield still.changed([(1.0, _ring(layout.ring, second))]), 1000


def fade_frames(scene: Scene) -> int:
    """How many frames a scene fades over: slowly out, a little sooner in, and a moment for words alone."""
    if scene.before == scene.after:
        return _LETTER_FRAMES + 1
    seconds = _SECONDS_IN.get(scene.after.glow, 4.0)
    return round(seconds * 1000 / FADE_MS)


@cache
def version(posture: Posture) -> str:
    """Changes whenever a scene of this posture would look different."""
    shapes = [
        (path_data(layer.path), layer.tone, layer.part, layer.weight) for layer in drawing(posture).layers
    ]
    rest = (shapes, _LAYOUTS[posture], DUSK, _SHADES, _SECONDS_IN, INK, _QUIET, _RING, _TRACK, LINE, _EDGE)
    timing = (FADE_MS, RING_SECONDS, _LETTER_FRAMES, _RING_SIDE, _RING_RADIUS, _NAME, _WORDS, _ROW)
    return blake2b(repr((rest, timing)).encode(), digest_size=8).hexdigest()


def _ease(share: float) -> float:
    """Without a jerk at either end."""
    return share * share * (3 - 2 * share)


@lru_cache(maxsize=64)
def _glowing(posture: Posture, look: Look) -> Change:
    """What a look adds to the neutral picture."""
    painted = masks(posture)
    glow = np.zeros_like(painted.neutral)
    if not look.parts:
        return Change.of(glow)
    shade = _SHADES[look.glow]
    colour = np.array(shade.colour, np.float32)
    total = np.sum([painted.parts[part].seen for part in look.parts], axis=0)
    whole = np.minimum(1, total)
    for part in look.parts:
        share = painted.parts[part].seen / np.maximum(1, total)
        glow += (shade.depth * share)[..., None] * (colour - painted.parts[part].under)
    halo = shade.halo * soften(whole, 16) * (1 - painted.body)
    glow += halo[..., None] * (colour - painted.neutral)
    if shade.edge:
        edge = shade.edge * np.clip(widen(whole, _EDGE) - whole, 0, 1)
        glow += edge[..., None] * (colour + 16 - painted.neutral - glow)
    return Change.of(glow)


def _lettering(scene: Scene, layout: _Layout) -> tuple[Change, Change]:
    """The group's name and, under it, what to do."""
    small, large = font(_NAME), font(_WORDS)
    lines = _wrapped(scene.name, small, layout.text_width)
    name, words = (Image.new("L", _COLUMN) for _ in range(2))
    for row, line in enumerate(lines):
        ImageDraw.Draw(name).text((0, _ROW * row), line, 255, small)
    ImageDraw.Draw(words).text((0, _ROW * max(1, len(lines)) + 8), scene.words, 255, large)
    left, top = layout.text
    return _on_paper(name, _QUIET, left, top), _on_paper(words, INK, left, top)


def _on_paper(cover: Image.Image, colour: Colour, left: int, top: int) -> Change:
    """Something written where there is nothing but paper."""
    ink = np.array(colour, np.float32) - np.array(DUSK.paper, np.float32)
    return Change.of((np.asarray(cover, np.float32) / 255)[..., None] * ink, top, left)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise AssertionError("Pillow was built without its outline font")
    return font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _ring(place: tuple[int, int], second: int) -> Change:
    """The ring for time: on a faint circle an arc from the top, longer each second, then shorter."""
    start, end = (0, second) if second <= 60 else (second - 60, 60)
    track, arc = _band(0, 60), _band(start, end)
    paper = np.array(DUSK.paper, np.float32)
    faint, drawn = np.array(_TRACK, np.float32) - paper, np.array(_RING, np.float32) - paper
    return Change.of(track * (1 - arc) * faint + arc * drawn, place[1], place[0])


def _band(start: int, end: int) -> Coverage:
    """How much of each pixel lies on the circle between two sixtieths."""
    fine = 4
    tile = Image.new("L", (_RING_SIDE * fine, _RING_SIDE * fine))
    edge = (_RING_SIDE // 2 - _RING_RADIUS) * fine
    box = (edge, edge, _RING_SIDE * fine - edge, _RING_SIDE * fine - edge)
    if end > start:
        ImageDraw.Draw(tile).arc(box, start * 6 - 90, end * 6 - 90, fill=255, width=5 * fine)
    share: Coverage = np.asarray(tile.reduce(fine), np.float32) / np.float32(255)
    return share[..., None]
