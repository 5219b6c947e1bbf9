"""A script once it has been read: words and pauses, not yet any times. Durations are whole milliseconds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unclench.sessions.body import Mode, Posture, Side
from unclench.sessions.timeline import Ending, PhaseKind


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that a script wishes for, and how far it may give way."""

    least: int
    wish: int
    most: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A phase before it has times: its cues one after the other, then its pause.

    A tensing segment has ``hold`` instead: the whole phase, cue included, lasts that long.
    """

    kind: PhaseKind
    group: str | None
    cues: tuple[str, ...]
    pause: Span
    hold: Span | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A segment of the opening or the closing, and when it is spoken.

    ``ending``: only with this ending. ``about``: only while a group covering one of these parts takes part.
    ``for_modes``: only while a group has one of these modes. Empty or ``None`` means always.
    """

    segments: Mapping[Posture, Segment]
    ending: Ending | None = None
    about: frozenset[str] = frozenset()
    for_modes: frozenset[Mode] = frozenset()


@dataclass(frozen=True, slots=True)
class Breath:
    """The words of one breath in and out; ``None`` leaves that half quiet."""

    breathe_in: str | None
    breathe_out: str | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Steady breathing: ``lead`` once, then ``pattern`` round and round, every breath of the same length.

    ``breath`` is a whole breath; ``in_share`` of 100 parts of it are the breath in.
    """

    breath: Span
    in_share: int
    fewest: int
    lead: tuple[Breath, ...]
    pattern: tuple[Breath, ...]

    def breaths(self, count: int) -> tuple[Breath, ...]:
        """The first ``count`` breaths."""
        lead = self.lead[:count]
        return lead + tuple(self.pattern[index % len(self.pattern)] for index in range(count - len(lead)))


@dataclass(frozen=True, slots=True)
class ScriptGroup:
    """A muscle group of a script. ``covers`` names parts of the figure; ``modes`` are those it allows."""

    id: str
    name: str
    region: str
    covers: tuple[str, ...]
    modes: tuple[Mode, ...]
    default: Mode


@dataclass(frozen=True, slots=True)
class Titles:
    """What the chapters are called that belong to no group."""

    opening: str
    rhythm: str
    closing: Mapping[Ending, str]


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Script:
    """What is said and done, in one language; the same object fits any body and length.

    ``groups`` stand in the order of a right-handed person; ``order`` gives both. ``rounds`` holds, for a
    group in a mode, the segments of the first time it is met, the second, and so on. Where there is time,
    each group is met up to ``wished_repeats`` times; up to ``most_repeats`` only where a length cannot be
    filled otherwise. A script has groups or a ``rhythm``, not both.
    """

    id: str
    title: str
    summary: str
    version: str
    language: str
    shelf: int
    usual_ms: int
    longest_ms: int
    sentence_gap_ms: int
    groups: tuple[ScriptGroup, ...]
    modes: tuple[Mode, ...]
    order: Mapping[Side, tuple[ScriptGroup, ...]]
    rounds: Mapping[tuple[str, Mode], tuple[tuple[Segment, ...], ...]]
    wished_repeats: int
    most_repeats: int
    opening: tuple[Step, ...]
    closing: tuple[Step, ...]
    rhythm: Rhythm | None
    titles: Titles
    safety: tuple[str, ...]
    ask_first: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Script {self.id} {self.version} {self.language}>"

    def texts(self) -> tuple[str, ...]:
        """Every distinct text that any fitting of this script can speak, in the order they stand."""
        return tuple(dict.fromkeys(self._spoken()))

    def _spoken(self) -> Iterator[str]:
        for step in (*self.opening, *self.closing):
            for segment in step.segments.values():
                yield from segment.cues
        for rounds in self.rounds.values():
            for segments in rounds:
                for segment in segments:
                    yield from segment.cues
        if self.rhythm:
            for breath in (*self.rhythm.lead, *self.rhythm.pattern):
                yield from filter(None, (breath.breathe_in, breath.breathe_out))
