"""Files appear whole or not at all."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from unclench.kernel.errors import BadInput
from unclench.render.files import save, whole_file
from unclench.render.sound import mp3_session


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_no_name_before_it_is_whole(tmp_path: Path) -> None:
    with whole_file(tmp_path / "session.mp3") as stream:
        stream.write(b"half")
        assert not (tmp_path / "session.mp3").exists()
    assert (tmp_path / "session.mp3").read_bytes() == b"half"
    assert names(tmp_path) == ["session.mp3"]


def test_an_older_file_stays_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    target.write_bytes(b"older")

    def fail() -> None:
        with whole_file(target) as stream:
            stream.write(b"newer")
            raise BadInput("a clip is missing")

    with pytest.raises(BadInput, match="a clip is missing"):
        fail()
    assert target.read_bytes() == b"older"
    assert names(tmp_path) == ["session.mp3"]


@pytest.mark.parametrize("target", ["missing/session.mp3", "."])
def test_what_cannot_be_written_is_said_in_one_line(tmp_path: Path, target: str) -> None:
    def attempt() -> None:
        with whole_file(tmp_path / target) as stream:
            stream.write(b"bytes")

    with pytest.raises(BadInput, match=r"cannot be written .*; choose a folder you may write to"):
        attempt()
    assert names(tmp_path) == []


def test_a_killed_process_leaves_nothing_behind_and_can_be_run_again(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from unclench.render.files import whole_file
        with whole_file(Path(sys.argv[1])) as stream:
            stream.write(b"x" * 3_000_000)
            stream.flush()
            print("half way", flush=True)
            sys.stdin.read()
        """
    )
    target = tmp_path / "session.mp3"
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"half way\n"
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()
    child.stdin.close()
    assert names(tmp_path) == []
    with whole_file(target) as stream:
        stream.write(b"again")
    assert target.read_bytes() == b"again"


def test_a_saved_session_is_the_virtual_file_byte_for_byte(tmp_path: Path, make_session) -> None:
    file = mp3_session(*make_session(20_000))
    save(file, tmp_path / "session.mp3")
    assert (tmp_path / "session.mp3").read_bytes() == file.read(0, file.length)
