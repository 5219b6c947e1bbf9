"""The whole command line as a person runs it: its words, its talk, its exit code."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from unclench.cli import main


@dataclass(frozen=True)
class Told:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on stderr."""
        [line] = self.err.splitlines()
        return line


Unclench = Callable[..., Told]


def left() -> list[str]:
    """What lies in the folder where the command ran."""
    return sorted(path.name for path in Path().iterdir())


@pytest.fixture
def unclench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Unclench:
    """Runs ``unclench`` with these words, in an empty folder."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("UNCLENCH_DATA", raising=False)

    def run(*words: str | os.PathLike[str]) -> Told:
        monkeypatch.setattr(sys, "argv", ["unclench", *map(os.fspath, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return run
