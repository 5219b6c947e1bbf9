"""Festival with its statistical voice slt: made the ready pack; no session needs it.

Debian: ``festival`` and ``festvox-us-slt-hts``. The voice ignores festival's own Duration_Stretch; its
speech engine takes a rate instead (``-r``), and stretches before any sound exists, so that nothing smears.
"""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

from unclench.voices.engines.engine import EngineAbsent, Sound

VOICE = "cmu_us_slt_arctic_hts"
RATE = 0.61
"""About 130 words a minute."""

_MENDING = "install it (Debian: apt-get install festival festvox-us-slt-hts)"


class Festival:
    """Festival's slt at 32 kHz.

    Raises:
        EngineAbsent: the program or the voice is not there.
    """

    def __init__(self) -> None:
        program = shutil.which("festival")
        if program is None:
            raise EngineAbsent(f"festival is not on this machine; {_MENDING}")
        self._program = program
        if "yes" not in self._run(f"(if (member '{VOICE} (voice.list)) (print 'yes))"):
            raise EngineAbsent(f"festival's voice {VOICE} is not on this machine; {_MENDING}")

    def version(self) -> str:
        """The program's version, and our settings."""
        asked = [self._program, "--version"]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603 - no shell
        return f"festival {told.split('System:')[1].split(':')[0].strip()} {VOICE} r{RATE}"

    def say(self, text: str, stretch: float) -> Sound:
        """Speak one sentence."""
        return self.say_all([text], stretch)[0]

    def say_all(self, texts: Sequence[str], stretch: float) -> list[Sound]:
        """Speak many sentences in one run: the program takes longer to start than to speak."""
        with tempfile.TemporaryDirectory() as folder:
            lines = [f"(voice_{VOICE})", _rate(RATE / stretch)]
            files = [Path(folder) / f"{index}.wav" for index in range(len(texts))]
            lines += [_save(text, file) for text, file in zip(texts, files, strict=True)]
            self._run("\n".join(lines))
            return [_read(file) for file in files]

    def _run(self, scheme: str) -> str:
        with tempfile.NamedTemporaryFile("w", suffix=".scm", encoding="latin-1") as script:
            script.write(scheme)
            script.flush()
            done = subprocess.run(  # noqa: S603 - found on the path, no shell
                [self._program, "-b", script.name], capture_output=True, text=True, check=False
            )
        if done.returncode != 0:
            raise EngineAbsent(f"festival failed: {done.stderr.strip()[:200]}")
        return done.stdout


def _rate(rate: float) -> str:
    return f'(set! hts_engine_params (append hts_engine_params (list (list "-r" {rate:.4f}))))'


def _save(text: str, file: Path) -> str:
    plain = text.replace("\\", " ").replace('"', "")
    return f'(utt.save.wave (utt.synth (Utterance Text "{plain}")) "{file}" \'riff)'


def _read(file: Path) -> Sound:
    with wave.open(str(file), "rb") as stream:
        return Sound(stream.getframerate(), stream.readframes(stream.getnframes()))
