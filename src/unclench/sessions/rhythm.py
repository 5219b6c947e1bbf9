"""Breathing: all breaths of a session are equally long; a longer session has more, not slower ones."""

from collections.abc import Callable, Sequence

from unclench.sessions.laying import Stretch
from unclench.sessions.pauses import share_out
from unclench.sessions.script import Breath, Rhythm, Script, Segment, Span
from unclench.sessions.timeline import Ending, PhaseKind

AFTER_WORDS_MS = 400
"""The least quiet after the words inside half a breath."""

_NO_PAUSE = Span(0, 0, 0)


def shortest_rhythm(rhythm: Rhythm, frame_least: int, said: Callable[[str], int]) -> int:
    """The shortest length; ``frame_least`` is the least of what stands around the breathing."""
    return frame_least + rhythm.fewest * _least_breath(rhythm, said)


def fit_rhythm(
    script: Script,
    ending: Ending,
    opening: Sequence[Segment],
    closing: Sequence[Segment],
    duration_ms: int,
    frame: tuple[int, int, int],
    said: Callable[[str], int],
) -> list[Stretch] | None:
    """Titled segments with the length of each pause, or ``None`` where the session would be too short."""
    rhythm = script.rhythm
    if rhythm is None:
        raise ValueError("a script without a rhythm")
    least, wish, most = frame
    shortest = _least_breath(rhythm, said)
    usual = max(rhythm.breath.wish, shortest)
    count = max(rhythm.fewest, round((duration_ms - wish) / usual))
    while count > rhythm.fewest and duration_ms - count * shortest < least:
        count -= 1
    breath = min(max(shortest, (duration_ms - wish) // count), max(rhythm.breath.most, shortest))
    around = duration_ms - count * breath
    if not least <= around <= most:
        return None
    outer = [*opening, *closing]
    gap = script.sentence_gap_ms
    words = sum(sum(said(cue) + gap for cue in segment.cues) - gap for segment in outer)
    pauses = share_out([segment.pause for segment in outer], around - words)
    breaths = [half for each in rhythm.breaths(count) for half in _halves(rhythm, each, breath, said)]
    return [
        Stretch(script.titles.opening, list(zip(opening, pauses, strict=False))),
        Stretch(script.titles.rhythm, breaths),
        Stretch(script.titles.closing[ending], list(zip(closing, pauses[len(opening) :], strict=True))),
    ]


def _halves(
    rhythm: Rhythm, breath: Breath, length: int, said: Callable[[str], int]
) -> list[tuple[Segment, int]]:
    breathe_in = length * rhythm.in_share // 100
    halves = (
        (PhaseKind.REST, breath.breathe_in, breathe_in),
        (PhaseKind.RELEASE, breath.breathe_out, length - breathe_in),
    )
    return [
        (Segment(kind, None, (text,) if text else (), _NO_PAUSE), whole - (said(text) if text else 0))
        for kind, text, whole in halves
    ]


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
