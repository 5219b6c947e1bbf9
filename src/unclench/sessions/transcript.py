"""A timeline as plain text, to read or to print."""

from unclench.sessions.body import Mode, Posture
from unclench.sessions.speech import minutes_and_seconds
from unclench.sessions.timeline import Chapter, Cue, Ending, Timeline

MODE_WORDS = {
    Mode.TENSE: "tighten and let go",
    Mode.GENTLE: "tighten gently, with about a third of the effort, and let go",
    Mode.RELEASE_ONLY: "let go, without tensing",
    Mode.IMAGINE: "imagine it letting go",
    Mode.SKIP: "left out",
}
POSTURE_WORDS = {
    Posture.LYING: "lying down",
    Posture.CHAIR: "in a chair",
    Posture.WHEELCHAIR: "in a wheelchair",
}
ENDING_WORDS = {
    Ending.RETURN: "ends with a gentle return",
    Ending.SLEEP: "ends with a drift to sleep",
}


def plain(timeline: Timeline) -> str:
    """The transcript: a heading for each chapter, each cue with its time; groups left out do not appear."""
    length = minutes_and_seconds(timeline.duration_ms)
    fitted = f"{length}, {POSTURE_WORDS[timeline.posture]}; {ENDING_WORDS[timeline.ending]}."
    modes = {group.id: group.mode for group in timeline.groups}
    begun = {phase.start_ms: modes.get(phase.group or "") for phase in timeline.phases}
    parts = [f"{timeline.title}\n{'=' * len(timeline.title)}\n{fitted}"]
    for chapter in timeline.chapters:
        lines = [_heading(chapter, begun.get(chapter.start_ms)), *map(_line, _cues(timeline, chapter))]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _heading(chapter: Chapter, mode: Mode | None) -> str:
    words = f" ({MODE_WORDS[mode]})" if mode else ""
    heading = f"{chapter.title}{words}"
    return f"{heading}\n{'-' * len(heading)}"


def _cues(timeline: Timeline, chapter: Chapter) -> list[Cue]:
    return [cue for cue in timeline.cues if chapter.start_ms <= cue.start_ms < chapter.end_ms]


def _line(cue: Cue) -> str:
    seconds = cue.start_ms // 1000
    return f"{seconds // 60:02}:{seconds % 60:02}  {cue.text}"
