"""A person's body as a session needs to know it: what each group does, and how the person sits or lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Mode(StrEnum):
    """What a person does with one muscle group, from the most effort to the least."""

    TENSE = "tense"
    GENTLE = "gentle"
    RELEASE_ONLY = "release-only"
    IMAGINE = "imagine"
    SKIP = "skip"


class Posture(StrEnum):
    """How the person rests while practising."""

    LYING = "lying"
    CHAIR = "chair"
    WHEELCHAIR = "wheelchair"


class Side(StrEnum):
    """A side of the body."""

    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Body:
    """How one person wants a session fitted.

    ``modes`` maps a group's id to its mode; a group not named keeps the script's own mode.
    ``dominant`` is the side that goes first.
    """

    modes: Mapping[str, Mode] = field(default_factory=lambda: MappingProxyType({}))
    posture: Posture = Posture.LYING
    dominant: Side = Side.RIGHT
