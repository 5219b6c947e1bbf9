"""The figure as inline SVG: no scripts, no style attributes, everything hooked by class and ``data-part``."""

from collections.abc import Mapping
from functools import cache
from html import escape

from unclench.sessions.body import Posture
from unclench.sessions.figure.curves import path_data
from unclench.sessions.figure.drawing import Drawing, Layer, Tone
from unclench.sessions.figure.postures import drawing

LINE = 2.6
"""Width of the one line the figure is drawn with, in units of the drawing."""

_PAINT = {
    Tone.GROUND: "var(--figure-ground, #ECE3D4)",
    Tone.PILLOW: "var(--figure-pillow, #F8F3EA)",
    Tone.SHADE: "var(--figure-shade, #DDD0BC)",
    Tone.FRAME: "var(--figure-frame, #A9B2AE)",
    Tone.SKIN: "var(--figure-fill, #F1DDC6)",
    Tone.HAIR: "var(--figure-hair, #8C7A69)",
    Tone.SHIRT: "var(--figure-shirt, #FBF7F0)",
    Tone.TROUSERS: "var(--figure-trousers, #C9D1CE)",
}
_STATES = ("firm", "gentle", "soft", "dream", "quiet")
_HIT = 40


def figure_svg(
    posture: Posture,
    *,
    title: str | None = None,
    id_prefix: str = "figure",
    names: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    head_only: bool = False,
) -> str:
    """The person at rest, ready to stand inline in a page.

    Args:
        posture: lying, in an armchair, or in a wheelchair. Right and left are the person's own: who looks at
            the drawing sees the person's right on the left.
        title: what a screen reader says of the whole; without it the drawing is decoration and stays silent.
        id_prefix: keeps ids apart where a page shows more than one figure.
        names: words for parts by part id (``{"right-hand": "Right hand"}``), said on hovering.
        states: the first ``data-state`` of parts by part id.
        head_only: a closer look at head and neck, for tapping forehead, cheeks and jaw.

    Each part is ``<g class="part" data-part="right-hand" data-state="...">`` and holds five layers over one
    shape, all unseen (``opacity="0"``): ``.firm`` clay with close hatching, ``.gentle`` paler clay with wide
    hatching, ``.soft`` teal with waves, ``.dream`` dots, ``.quiet`` sand. A page shows them thus::

        .part > use { transition: opacity 4s ease-in-out }
        .part[data-state="tense"] > .firm, .part[data-state="gentle"] > .gentle,
        .part[data-state="release"] > .soft, .part[data-state="release-only"] > .soft,
        .part[data-state="imagine"] > .dream, .part[data-state="skip"] > .quiet
            { opacity: 1; transition-duration: 2s }
        @media (prefers-reduced-motion: reduce) { .part > use { transition: none } }

    ``rest``, ``settle`` and ``return`` show nothing over the plain figure. Each state has its own texture, so
    that colour is never alone. Colours: ``--figure-line``, ``-fill``, ``-tense``, ``-calm``, ``-rest``,
    ``-mark`` (the lines of the textures: light on a light page, dark on a dark one), ``-ground``,
    ``-pillow``, ``-shade``, ``-frame``, ``-hair``, ``-shirt``, ``-trousers``. On a dark page, for instance:
    ``-line`` #F1EADF, ``-fill`` #C9AD8F, ``-mark`` #16130F, ``-ground`` #221E19, ``-pillow`` #39322A,
    ``-shade`` #2E2822, ``-frame`` #6E736C, ``-hair`` #5B4B3E, ``-shirt`` #8F887C, ``-trousers`` #4E5B5A.
    Shapes with ``class="hit"`` lie beneath, wider than the parts; they are
    unseen and carry ``data-part`` too: on a tap take ``event.target.closest("[data-part]")``.
    """
    sketch = drawing(posture)
    described = (
        f'role="img" aria-labelledby="{id_prefix}-title"' if title else 'aria-hidden="true" focusable="false"'
    )
    heading = f'<title id="{id_prefix}-title">{escape(title)}</title>' if title else ""
    return "".join(
        [
            f'<svg class="figure figure-{posture}" xmlns="http://www.w3.org/2000/svg" ',
            f'viewBox="{_view(sketch, head_only=head_only)}" {described}>{heading}',
            _defs(posture, id_prefix),
            f'<g transform="translate({sketch.centre[0]:g} {sketch.centre[1]:g})">',
            _hits(sketch, id_prefix),
            _layers(sketch, id_prefix, names or {}, states or {}),
            "</g></svg>",
        ]
    )


def _view(sketch: Drawing, *, head_only: bool) -> str:
    if not head_only:
        return f"0 0 {sketch.width:g} {sketch.height:g}"
    left, top, width, height = sketch.head
    return f"{left + sketch.centre[0]:g} {top + sketch.centre[1]:g} {width:g} {height:g}"


def _defs(posture: Posture, prefix: str) -> str:
    tense, calm = "var(--figure-tense, #B3541E)", "var(--figure-calm, #1F6F6B)"
    rest, paper = "var(--figure-rest, #D9CDBB)", "var(--figure-mark, #F6E9DA)"
    return "".join(
        [
            "<defs>",
            _pattern(
                f"{prefix}-firm",
                9,
                tense,
                1,
                f'<path d="M-2,2 2,-2M0,9 9,0M7,11 11,7" stroke="{paper}" stroke-width="1.6"/>',
            ),
            _pattern(
                f"{prefix}-gentle",
                16,
                tense,
                0.5,
                f'<path d="M-2,2 2,-2M0,16 16,0M14,18 18,14" stroke="{tense}" stroke-width="2.4"/>',
            ),
            _pattern(
                f"{prefix}-soft",
                16,
                calm,
                0.75,
                f'<path d="M-8,8Q-4,12 0,8T8,8 16,8 24,8" fill="none" stroke="{paper}" stroke-width="1.4"/>',
            ),
            _pattern(f"{prefix}-dream", 11, calm, 0.22, f'<circle cx="5.5" cy="5.5" r="2" fill="{calm}"/>'),
            _pattern(f"{prefix}-quiet", 8, rest, 0.9, ""),
            *_shapes(posture, prefix),
            "</defs>",
        ]
    )


def _pattern(name: str, size: int, colour: str, opacity: float, mark: str) -> str:
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<rect width="{size}" height="{size}" fill="{colour}" fill-opacity="{opacity}"/>{mark}</pattern>'
    )


@cache
def _outlines(posture: Posture) -> dict[str, str]:
    return {layer.part: path_data(layer.path, closed=True) for layer in drawing(posture).layers if layer.part}


def _shapes(posture: Posture, prefix: str) -> list[str]:
    return [f'<path id="{prefix}-{part}" d="{outline}"/>' for part, outline in _outlines(posture).items()]


def _hits(sketch: Drawing, prefix: str) -> str:
    """Wider shapes to tap, beneath everything: they catch only what no part claims."""
    return "".join(
        f'<use class="hit" data-part="{layer.part}" href="#{prefix}-{layer.part}" fill="none" stroke="none" '
        f'stroke-width="{_HIT}" pointer-events="all"/>'
        for layer in sketch.layers
        if layer.part
    )


def _layers(sketch: Drawing, prefix: str, names: Mapping[str, str], states: Mapping[str, str]) -> str:
    return "".join(_layer(layer, prefix, names, states) for layer in sketch.layers)


def _layer(layer: Layer, prefix: str, names: Mapping[str, str], states: Mapping[str, str]) -> str:
    if layer.part:
        return _part(layer.part, prefix, names.get(layer.part), states.get(layer.part, "rest"))
    outline = path_data(layer.path, closed=layer.closed)
    if layer.tone and not layer.weight:
        return f'<path class="{layer.tone}" d="{outline}" fill="{_PAINT[layer.tone]}" pointer-events="none"/>'
    colour = _PAINT[layer.tone] if layer.tone else "var(--figure-line, currentColor)"
    return (
        f'<path class="{layer.tone or "line"}" d="{outline}" fill="none" stroke="{colour}" '
        f'stroke-width="{LINE * (layer.weight or 1):.2g}" stroke-linecap="round" stroke-linejoin="round" '
        'pointer-events="none"/>'
    )


def _part(part: str, prefix: str, name: str | None, state: str) -> str:
    said = f"<title>{escape(name)}</title>" if name else ""
    shades = "".join(
        f'<use class="{shade}" href="#{prefix}-{part}" fill="url(#{prefix}-{shade})" opacity="0"/>'
        for shade in _STATES
    )
    return (
        f'<g class="part" data-part="{part}" data-state="{escape(state)}" pointer-events="all">'
        f"{said}{shades}</g>"
    )
