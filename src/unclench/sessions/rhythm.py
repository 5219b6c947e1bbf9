"""Breathing: all breaths of a session are equally long; a longer session has more, not slower ones."""

from collections.abc import Callable

from unclench.sessions.script import Breath, Rhythm, Segment, Span
from unclench.sessions.timeline import PhaseKind

AFTER_WORDS_MS = 400
"""The least quiet after the words inside half a breath."""

_NO_PAUSE = Span(0, 0, 0)


def shortest_rhythm(rhythm: Rhythm, frame_least: int, said: Callable[[str], int]) -> int:
    """The shortest length; ``frame_least`` is the least of what stands around the breathing."""
    return frame_least + rhythm.fewest * _least_breath(rhythm, said)


def breathe(
    rhythm: Rhythm, duration_ms: int, frame: tuple[int, int, int], said: Callable[[str], int]
) -> list[tuple[Segment, int]] | None:
    """Each half of each breath with its length; ``None`` where the session would be too short.

    ``frame`` is least, wish and most of what stands around the breathing. As many breaths as come nearest to
    the wished length; what they leave lies within the frame.
    """
    least, wish, most = frame
    shortest = _least_breath(rhythm, said)
    longest = max(rhythm.breath.most, shortest)
    nearest = round((duration_ms - wish) / max(rhythm.breath.wish, shortest))
    counts = (nearest, nearest - 1, nearest + 1, (duration_ms - least) // shortest)
    for count in (max(rhythm.fewest, each) for each in counts):
        length = min(max(shortest, (duration_ms - wish) // count), longest)
        if least <= duration_ms - count * length <= most:
            return [half for breath in rhythm.breaths(count) for half in _halves(rhythm, breath, length)]
    return None


def _halves(rhythm: Rhythm, breath: Breath, length: int) -> list[tuple[Segment, int]]:
    breathe_in = length * rhythm.in_share // 100
    return [
        (_half(PhaseKind.REST, breath.breathe_in), breathe_in),
        (_half(PhaseKind.RELEASE, breath.breathe_out), length - breathe_in),
    ]


def _half(kind: PhaseKind, text: str | None) -> Segment:
    return Segment(kind, None, (text,) if text else (), _NO_PAUSE)


def _least_breath(rhythm: Rhythm, said: Callable[[str], int]) -> int:
    """The shortest breath in which all words find their place."""
    needed = rhythm.breath.least
    for breath in (*rhythm.lead, *rhythm.pattern):
        for text, share in (
            (breath.breathe_in, rhythm.in_share),
            (breath.breathe_out, 100 - rhythm.in_share),
        ):
            if text:
                needed = max(needed, -(-(said(text) + AFTER_WORDS_MS) * 100 // share) + 1)
    return needed
