"""The how-to pages hold what they say: their examples run."""

import re
from pathlib import Path

from unclench.sessions.body import Body, Mode
from unclench.sessions.catalogue import parse_script
from unclench.sessions.fitting import fit
from unclench.sessions.speech import reading_ms

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def test_the_session_in_the_how_to_is_a_session() -> None:
    page = (HOW_TO / "write-a-session.md").read_text()
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    script = parse_script(example[1], where="write-a-session.md")
    timeline = fit(script, Body({"left-hand": Mode.SKIP}), 240_000, reading_ms)
    assert timeline.duration_ms == 240_000
    assert "Let the face be smooth, like still water." in {cue.text for cue in timeline.cues}
    assert not any("left hand" in cue.text for cue in timeline.cues)
