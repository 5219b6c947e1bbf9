"""Laying segments end to end: from lengths to times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Posture
from unclench.sessions.script import Script, Segment, Span
from unclench.sessions.timeline import Chapter, Cue, Ending, Phase, TimedGroup, Timeline

HOLD_QUIET_MS = 1_000
"""The least quiet between the word to tense and the word to let go, so that nobody is hurried out of it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A chapter before it has times: its segments, each with its length."""

    title: str
    segments: Sequence[tuple[Segment, int]]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a timeline says of itself, and how long each text takes."""

    script: Script
    posture: Posture
    ending: Ending
    duration_ms: int
    groups: tuple[TimedGroup, ...]
    spoken: Mapping[str, int]


def held_ms(hold: Span, cues: Sequence[str], words_ms: int) -> int:
    """How long a tensing lasts: as long as wished; longer, up to its most, only where a slow voice needs it.

    Raises:
        BadInput: the words do not fit inside the longest tensing.
    """
    needed = words_ms + HOLD_QUIET_MS
    if needed > hold.most:
        raise BadInput(
            f"the words '{' '.join(cues)}' take {words_ms / 1000:.1f} s in this voice,"
            f" too long inside a tensing of at most {hold.most / 1000:g} s",
            mend="choose a faster speed or another voice",
        )
    return max(hold.wish, needed)


def lay_out(outline: Outline, stretches: Sequence[Stretch]) -> Timeline:
    """The timeline of stretches whose lengths sum to the asked one."""
    phases: list[Phase] = []
    cues: list[Cue] = []
    chapters: list[Chapter] = []
    gap, spoken = outline.script.sentence_gap_ms, outline.spoken
    now = 0
    for stretch in stretches:
        chapter_start = now
        for segment, length in stretch.segments:
            start, group = now, segment.group
            for text in segment.cues:
                end = now + spoken[text]
                cues.append(Cue(text, now, end, group))
                now = end + gap
            now = start + length
            phases.append(Phase(group, segment.kind, start, now))
        chapters.append(Chapter(stretch.title, chapter_start, now))
    return _timeline(outline, phases, cues, chapters)


def _timeline(
    outline: Outline, phases: Sequence[Phase], cues: Sequence[Cue], chapters: Sequence[Chapter]
) -> Timeline:
    script = outline.script
    return Timeline(
        script=script.id,
        title=script.title,
        version=script.version,
        language=script.language,
        posture=outline.posture,
        ending=outline.ending,
        duration_ms=outline.duration_ms,
        groups=outline.groups,
        phases=tuple(phases),
        cues=tuple(cues),
        chapters=tuple(chapters),
    )
