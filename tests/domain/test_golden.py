"""Each script as it is told at its usual length: a change of words or times shows up here to be read.

After a change that is meant, write the transcripts anew with ``python tests/domain/test_golden.py``, and read
the difference before committing it.
"""

from pathlib import Path

import pytest

from unclench.sessions.body import Body, Posture, Side
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit
from unclench.sessions.speech import reading_ms
from unclench.sessions.timeline import Ending
from unclench.sessions.transcript import plain

GOLDEN = Path(__file__).parent / "golden"
TOLD = {
    "day": (Body(), Ending.RETURN),
    "night": (Body(posture=Posture.CHAIR, dominant=Side.LEFT), Ending.SLEEP),
    "wheelchair": (Body(posture=Posture.WHEELCHAIR), Ending.RETURN),
}


def told(script_id: str, kind: str) -> str:
    script = load_script(script_id)
    body, ending = TOLD[kind]
    return plain(fit(script, body, script.usual_ms, reading_ms, ending=ending))


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("script_id", script_ids())
def test_a_script_is_told_as_it_was_read_and_agreed(script_id, kind):
    golden = (GOLDEN / f"{script_id}.{kind}.txt").read_text(encoding="utf-8")
    assert told(script_id, kind) == golden


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in script_ids():
        for kind in TOLD:
            (GOLDEN / f"{each}.{kind}.txt").write_text(told(each, kind), encoding="utf-8")
