"""Which drawing belongs to which posture; drawn once."""

from functools import cache

from unclench.sessions.body import Posture
from unclench.sessions.figure.chair import chair
from unclench.sessions.figure.drawing import Drawing
from unclench.sessions.figure.lying import lying
from unclench.sessions.figure.wheelchair import wheelchair


@cache
def drawing(posture: Posture) -> Drawing:
    """The drawing of a posture. Not to be changed by who receives it."""
    return {Posture.LYING: lying, Posture.CHAIR: chair, Posture.WHEELCHAIR: wheelchair}[posture]()
