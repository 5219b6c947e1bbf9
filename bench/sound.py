"""Sound: joining against rendering, on the same cues, in one run. ``python -m bench.sound``.

Processor time (user and system, children too) throughout, except where "wall" is said. Peers run in an
environment of their own and measure inside, so that neither side pays for starting Python. We pay for fitting
the script, for finding the clips and for joining; peers get the finished times.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Result, table
from bench.peers.cost import cpu
from unclench.kernel.errors import BadInput
from unclench.render import mp3
from unclench.render.clip import SAMPLE_RATE, Clip, Samples
from unclench.render.files import save
from unclench.render.sound import mp3_session
from unclench.sessions.body import Body, Mode
from unclench.sessions.catalogue import load_script
from unclench.sessions.script import Script
from unclench.sessions.timeline import Timeline
from unclench.voices.catalogue import Voices
from unclench.voices.spoken import SpokenSession, speak

_PEERS = Path(__file__).with_name("peers")
_TWELVE_MINUTES = 720_000
_ROUNDS = 5
_REPEATS = 40
_FITTINGS = 1000
_FIRST_BYTES = 65_536
_KEPT = 16


def median_ms(work: Callable[[], object], repeats: int = _REPEATS) -> float:
    """Median processor time of ``work`` in milliseconds; results are kept, so that memory is not warm."""
    kept: deque[object] = deque(maxlen=_KEPT)
    taken = []
    for _ in range(repeats):
        started = time.process_time()
        kept.append(work())
        taken.append(time.process_time() - started)
    return statistics.median(taken) * 1000


def run() -> list[Result]:
    """Every figure of the sound."""
    with tempfile.TemporaryDirectory(prefix="unclench-bench-") as name:
        folder = Path(name)
        return [*_against_peers(folder), _against_memcpy(), *_many_fittings(), *_nothing_cached(folder)]


def _against_peers(folder: Path) -> list[Result]:
    script, voice = load_script("full"), Voices(None).find()
    said = speak(script, Body(), _TWELVE_MINUTES, voice)
    job = _job(said.timeline, said.clips, folder)
    target = folder / "ours.mp3"

    def ours() -> None:
        save(speak(script, Body(), _TWELVE_MINUTES, voice).mp3(), target)

    ours()
    ratios: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):
        mine = median_ms(ours, 15) / 1000
        naive, copying = _peer("sound_pydub.py", job), _peer("sound_ffmpeg.py", job)
        ratios.append((mine / naive["cpu_s"], mine / copying["cpu_s"]))
        note = f"last round: we {mine * 1e3:.2f} ms, pydub {naive['cpu_s']:.2f} s"
        whole, start = copying["cpu_s"] * 1e3, copying["idle_s"] * 1e3
        copy_note = f"last round: ffmpeg {whole:.0f} ms, {start:.0f} of them its own start"
    to_pydub, to_copying = (statistics.median(column) for column in zip(*ratios, strict=True))
    title = "fitted 12-minute MP3 from cached clips, written to a file"
    return [
        Result.at_most(title, to_pydub, 1 / 1000, "of pydub", note),
        Result.at_most(title, to_copying, 1 / 50, "of ffmpeg -c copy", copy_note),
    ]


def _against_memcpy() -> Result:
    said = speak(load_script("full"), Body(), _TWELVE_MINUTES, Voices(None).find())

    def ours() -> bytes:
        file = mp3_session(said.timeline, said.clips)
        return file.read(0, file.length)

    content = bytearray(ours())
    pairs = [(median_ms(ours), median_ms(lambda: bytes(content))) for _ in range(_ROUNDS)]
    ratio = statistics.median(mine / copying for mine, copying in pairs)
    mine, copying = pairs[-1]
    note = f"last round: we {mine:.2f} ms, memcpy of {len(content):,} bytes {copying:.2f} ms"
    return Result.at_most(
        "a fitted 12-minute MP3 in memory, laid out and joined", ratio, 3, "of memcpy", note
    )


def _many_fittings() -> list[Result]:
    """Distinct bodies and lengths, fitted, laid out and joined whole; and first the first bytes of each."""
    script, voice = load_script("full"), Voices(None).find()
    dice = random.Random(2)  # noqa: S311 (the same fittings each time, nothing secret)
    wall: list[float] = []
    first: list[float] = []
    seen: set[str] = set()
    while len(wall) < _FITTINGS:
        body, minutes = _some_body(script, dice), dice.randrange(9 * 60, 16 * 60)
        try:
            started = time.process_time()
            file = speak(script, body, minutes * 1000, voice).mp3()
            file.read(0, _FIRST_BYTES)
            head = time.process_time() - started
        except BadInput:
            continue  # a length that this body cannot take
        if file.etag in seen:
            continue
        seen.add(file.etag)
        first.append(head)
        started = time.perf_counter()
        file = speak(script, body, minutes * 1000, voice).mp3()
        file.read(0, file.length)
        wall.append(time.perf_counter() - started)
    p99 = statistics.quantiles(wall, n=100)[98] * 1000
    return [
        Result.at_most(
            f"{_FITTINGS:,} distinct fittings, fitted and joined whole, p99", p99, 20, "ms wall",
            f"median {statistics.median(wall) * 1000:.2f} ms",
        ),
        Result.at_most(
            "first 64 KiB of a fitting never seen before", statistics.median(first) * 1000, 2, "ms",
            f"p99 {statistics.quantiles(first, n=100)[98] * 1000:.2f} ms; fitting included",
        ),
    ]  # fmt: skip


def _some_body(script: Script, dice: random.Random) -> Body:
    modes = {
        group.id: dice.choice([mode for mode in group.modes if mode is not Mode.SKIP] or list(group.modes))
        for group in script.groups
        if dice.random() < 0.5
    }
    modes |= {group.id: Mode.SKIP for group in script.groups if dice.random() < 0.1}
    return Body(modes)


def _nothing_cached(folder: Path) -> list[Result]:
    """Speech, levelling, encoding and joining, against pydub that is handed the finished clips."""
    ratios, note = [], ""
    for number in range(3):
        data = folder / f"cold-{number}"
        data.mkdir()
        program = [sys.executable, "-c", "from bench.sound import speak_cold; speak_cold()", str(data)]
        done = json.loads(subprocess.run(program, capture_output=True, check=True, text=True).stdout)
        if number == 0:
            said = speak(load_script("full"), Body(), _TWELVE_MINUTES, Voices(data).find("espeak"))
            job = _job(said.timeline, said.clips, data)
        naive = _peer("sound_pydub.py", job)["cpu_s"]
        ratios.append(done["cpu_s"] / naive)
        note = f"last round: we {done['cpu_s']:.2f} s for {done['clips']} clips, pydub {naive:.2f} s"
    ratio = statistics.median(ratios)
    title = "nothing cached, speech included, against pydub without speech"
    return [Result.at_most(title, ratio, 0.35, "of pydub", note)]


def speak_cold() -> None:
    """One session by the embedded voice into an empty cache; prints its processor time as JSON."""
    import av
    import scipy.ndimage
    import scipy.signal
    import soxr

    if not all((av, scipy.ndimage, scipy.signal, soxr)):  # imported so that imports are not counted
        raise AssertionError
    script = load_script("full")
    data = Path(sys.argv[1])
    started = cpu()
    said: SpokenSession = speak(script, Body(), _TWELVE_MINUTES, Voices(data).find("espeak"))
    save(said.mp3(), data / "cold.mp3")
    taken = cpu() - started
    json.dump({"cpu_s": taken, "clips": len({clip.key for clip in said.clips})}, sys.stdout)


def _job(timeline: Timeline, clips: Sequence[Clip], folder: Path) -> dict[str, object]:
    """The same cues for a peer: each clip as a WAV and as an MP3 file, and where it goes."""
    names: dict[str, str] = {}
    for clip in clips:
        if clip.key not in names:
            names[clip.key] = str(folder / f"clip-{len(names)}")
            _write_wave(Path(names[clip.key] + ".wav"), clip.pcm())
            Path(names[clip.key] + ".mp3").write_bytes(mp3.encode_clip(clip.pcm()))
    cues = [
        {
            "wav": f"{names[clip.key]}.wav",
            "mp3": f"{names[clip.key]}.mp3",
            "start_ms": cue.start_ms,
            "end_ms": cue.end_ms,
        }
        for cue, clip in zip(timeline.cues, clips, strict=True)
    ]
    out = str(folder / "peer.mp3")
    return {"cues": cues, "duration_ms": timeline.duration_ms, "folder": str(folder), "out": out}


def _write_wave(path: Path, pcm: Samples) -> None:
    import wave

    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        stream.writeframes((pcm.clip(-1, 1) * 32767).astype("<i2").tobytes())


def _peer(script: str, job: dict[str, object]) -> dict[str, float]:
    python = _PEERS / ".venv" / "bin" / "python"
    done = subprocess.run(
        [python, _PEERS / script], input=json.dumps(job), capture_output=True, check=True, text=True
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    results = run()
    print(table(results))
    sys.exit(0 if all(result.passed for result in results) else 1)
