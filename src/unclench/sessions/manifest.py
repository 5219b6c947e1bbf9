"""A timeline as plain data: what the player, and any other program, needs to follow a session."""

from unclench.sessions.timeline import Timeline


def manifest(timeline: Timeline, *, voice: str) -> dict[str, object]:
    """The manifest, ready for JSON: whole milliseconds; phases cover the whole and never overlap."""
    return {
        "script": timeline.script,
        "version": timeline.version,
        "language": timeline.language,
        "voice": voice,
        "duration_ms": timeline.duration_ms,
        "groups": [
            {"id": group.id, "name": group.name, "mode": group.mode.value} for group in timeline.groups
        ],
        "phases": [
            {
                "group": phase.group,
                "kind": phase.kind.value,
                "start_ms": phase.start_ms,
                "end_ms": phase.end_ms,
            }
            for phase in timeline.phases
        ],
        "cues": [
            {"text": cue.text, "start_ms": cue.start_ms, "end_ms": cue.end_ms, "group": cue.group}
            for cue in timeline.cues
        ],
        "chapters": [
            {"title": chapter.title, "start_ms": chapter.start_ms, "end_ms": chapter.end_ms}
            for chapter in timeline.chapters
        ],
    }
