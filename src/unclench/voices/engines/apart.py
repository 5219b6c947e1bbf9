"""Engines kept apart, each in a child process, so that neither its state nor its crash harms the house."""

import json
import os
import subprocess
import sys
import threading
import weakref
from functools import cache
from typing import Any

from unclench.kernel.errors import UnclenchError
from unclench.voices.engines.engine import EngineAbsent, Sound

PATIENCE_S = 60.0
"""How long one sentence may take before its engine is given up."""


class EngineApart:
    """An engine in a child process, started when first needed, one sentence at a time.

    Safe between threads and after a fork. A child that dies or hangs is replaced at the next sentence.
    """

    def __init__(self, kind: str, argument: str = "") -> None:
        self._command = [sys.executable, "-P", "-m", "unclench.voices.engines.child", kind, argument]
        self._name = kind
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def version(self) -> str:
        """Names the library, its version and settings.

        Raises:
            EngineAbsent: it cannot run here; says why.
        """
        with self._lock:
            return self._running().version

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence.

        Raises:
            EngineAbsent: it cannot run here; says why.
            UnclenchError: it broke on this text, or took too long.
        """
        with self._lock:
            child = self._running()
            watch = threading.Timer(PATIENCE_S, child.process.kill)
            watch.daemon = True
            watch.start()
            try:
                return child.ask(" ".join(text.split()), stretch)
            except (OSError, ValueError) as fault:
                self._end()
                raise UnclenchError(
                    f"the {self._name} voice stopped while it spoke; try again, or choose another voice"
                ) from fault
            finally:
                watch.cancel()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _running(self) -> "_Child":
        if self._child is None or not self._child.alive():
            self._end()
            self._child = _Child(self._command)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class _Child:
    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError("the child was given pipes")
        self._questions, self._answers = self.process.stdin, self.process.stdout
        self._parent = os.getpid()
        self.end = weakref.finalize(self, _end, self.process, self._parent)
        try:
            hello = self._line()
        except ValueError as fault:
            self.end()
            raise EngineAbsent("the voice's engine does not start here") from fault
        if "absent" in hello:
            self.end()
            raise EngineAbsent(str(hello["absent"]))
        self.version = str(hello["version"])

    def alive(self) -> bool:
        """Whether it runs, and is ours rather than that of the process we were forked from."""
        return self._parent == os.getpid() and self.process.poll() is None

    def ask(self, text: str, stretch: float) -> Sound:
        self._questions.write(json.dumps({"text": text, "stretch": stretch}).encode() + b"\n")
        self._questions.flush()
        answer = self._line()
        pcm = self._answers.read(answer["bytes"])
        if len(pcm) != answer["bytes"]:
            raise ValueError("the sound broke off")
        return Sound(answer["rate"], pcm)

    def _line(self) -> dict[str, Any]:
        line = self._answers.readline()
        answer: dict[str, Any] = json.loads(line)
        return answer


def _end(process: subprocess.Popen[bytes], parent: int) -> None:
    if parent != os.getpid():
        return
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except OSError:  # what was still to be written has nowhere to go
                continue
    process.wait()


@cache
def engine(kind: str, argument: str = "") -> EngineApart:
    """The one child of that kind in this process."""
    return EngineApart(kind, argument)
