"""The cover of the sound file: the figure at rest, at dusk.

``python -m unclench.render.picture_cover build`` draws it anew.
"""

import sys
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

_SIDE = 640


@cache
def cover() -> bytes:
    """A square JPEG of the person lying at rest, about 25 kB, as shipped."""
    return files("unclench.render").joinpath("data", "cover.jpg").read_bytes()


def draw() -> bytes:
    """Draw the cover."""
    import numpy as np
    from PIL import Image, ImageDraw

    from unclench.render.picture_masks import Stand, paint
    from unclench.render.picture_paint import DUSK, INK, LINE, font
    from unclench.sessions.body import Posture
    from unclench.sessions.figure.postures import drawing

    stand = Stand(0.6, 56, 268, turned=True)
    painted = paint(drawing(Posture.LYING), stand, DUSK, LINE, (_SIDE, _SIDE)).neutral
    picture = Image.fromarray(np.clip(np.rint(painted), 0, 255).astype(np.uint8))
    ImageDraw.Draw(picture).text((_SIDE / 2, 502), "Unclench", INK, font(60), anchor="mm")
    stored = BytesIO()
    picture.save(stored, "JPEG", quality=88, optimize=True)
    return stored.getvalue()


def main(arguments: list[str]) -> None:
    """``build``"""
    if arguments != ["build"]:
        raise SystemExit("python -m unclench.render.picture_cover build")
    (Path(__file__).parent / "data" / "cover.jpg").write_bytes(draw())


if __name__ == "__main__":
    main(sys.argv[1:])
