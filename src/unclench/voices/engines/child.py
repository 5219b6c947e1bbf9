"""The child's side of an engine that is kept apart: one line of JSON asks, one answers, sound follows it.

Run as ``python -m unclench.voices.engines.child KIND [ARGUMENT]``; it ends when its standard input does.
"""

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from unclench.voices.engines.engine import Engine, EngineAbsent


def make(kind: str, argument: str) -> Engine:
    """The engine of that kind.

    Raises:
        EngineAbsent: it cannot run here.
    """
    if kind == "espeak":
        from unclench.voices.engines.espeak import Espeak

        return Espeak()
    if kind == "flite":
        from unclench.voices.engines.flite import Flite

        return Flite(argument)
    if kind == "piper":
        from unclench.voices.engines.piper import Piper

        return Piper(Path(argument))
    raise EngineAbsent(f"there is no engine called {kind}")


def serve(engine: Engine, questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""
    for line in questions:
        asked = json.loads(line)
        sound = engine.say(asked["text"], asked["stretch"])
        answers.write(json.dumps({"rate": sound.rate, "bytes": len(sound.pcm)}).encode() + b"\n")
        answers.write(sound.pcm)
        answers.flush()


def main() -> None:
    """Say the engine's version, or why it cannot run; then answer."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    try:
        engine = make(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
    except EngineAbsent as fault:
        answers.write(json.dumps({"absent": str(fault)}).encode() + b"\n")
        answers.flush()
        return
    answers.write(json.dumps({"version": engine.version()}).encode() + b"\n")
    answers.flush()
    serve(engine, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
