"""A timeline as WebVTT: captions for what is said, chapters for the player."""

import textwrap
from collections.abc import Iterable
from itertools import pairwise

from unclench.sessions.timeline import Timeline

LINE_CHARACTERS = 42
"""The widest line of a caption; wider ones are hard to follow and are cut on small screens."""

LINGER_MS = 1_200
"""How long a caption stays after its words, so that slow readers reach its end."""


def webvtt(timeline: Timeline) -> str:
    """Captions: one for each cue, in lines of at most 42 characters; none overlaps another."""
    starts = [cue.start_ms for cue in timeline.cues]
    limits = [after for _, after in pairwise([*starts, timeline.duration_ms])]
    return _vtt(
        (cue.start_ms, min(cue.end_ms + LINGER_MS, limit), "\n".join(_lines(cue.text)))
        for cue, limit in zip(timeline.cues, limits, strict=True)
    )


def chapters_webvtt(timeline: Timeline) -> str:
    """Chapters: the opening, each group, the close."""
    return _vtt((item.start_ms, item.end_ms, item.title) for item in timeline.chapters)


def _vtt(entries: Iterable[tuple[int, int, str]]) -> str:
    blocks = ["WEBVTT"]
    for number, (start, end, text) in enumerate(entries, 1):
        blocks.append(f"{number}\n{_time(start)} --> {_time(end)}\n{_escaped(text)}")
    return "\n\n".join(blocks) + "\n"


def _lines(text: str) -> list[str]:
    """As few lines as will do, of about the same width."""
    count = len(textwrap.wrap(text, LINE_CHARACTERS))
    for width in range(max(1, len(text) // count), LINE_CHARACTERS):
        lines = textwrap.wrap(text, width)
        if len(lines) == count:
            return lines
    return textwrap.wrap(text, LINE_CHARACTERS)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
