"""The timeline: cues and phases at exact times, of exactly the asked length. Times are whole milliseconds."""

from dataclasses import dataclass
from enum import StrEnum

from unclench.sessions.body import Mode, Posture


class PhaseKind(StrEnum):
    """What is going on during a stretch of a session."""

    SETTLE = "settle"
    TENSE = "tense"
    RELEASE = "release"
    REST = "rest"
    RETURN = "return"


class Ending(StrEnum):
    """How a session closes: a gentle return to the day, or a drift to sleep."""

    RETURN = "return"
    SLEEP = "sleep"


@dataclass(frozen=True, slots=True)
class Cue:
    """One utterance: its text, when it is spoken, and the group it belongs to (``None``: the whole body)."""

    text: str
    start_ms: int
    end_ms: int
    group: str | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the session. Phases follow each other without gap or overlap."""

    group: str | None
    kind: PhaseKind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class TimedGroup:
    """A muscle group of the session in the order it is met; a skipped one is listed, and has no phases."""

    id: str
    name: str
    mode: Mode
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch worth a name in the player: the opening, each group, the close."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A fitted session. ``covers`` of a group names parts of the figure."""

    script: str
    title: str
    version: str
    language: str
    posture: Posture
    ending: Ending
    duration_ms: int
    groups: tuple[TimedGroup, ...]
    phases: tuple[Phase, ...]
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
