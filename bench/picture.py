"""Picture: joining against rendering, of the same session, in one run. ``python -m bench.picture [--full]``.

Processor time (user and system, children too). Peers run in an environment of their own and measure inside,
so that neither side pays for starting Python. They are handed what they show: one finished picture a phase,
and the whole sound already mixed; we pay for joining both, and for writing the file.

moviepy and ffmpeg code the sound and, moviepy, every one of 25 frames a second, so their cost grows with the
length: they make one minute out of the middle, times eight, unless ``--full`` is asked for.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import wave
from functools import partial
from pathlib import Path

import av
import numpy as np
from PIL import Image

from bench.figures import Result, table
from bench.sound import cpu, median_ms
from unclench.render import aac
from unclench.render.clip import SAMPLE_RATE
from unclench.render.files import save
from unclench.render.gops import Kept, make
from unclench.render.picture_paint import frames
from unclench.render.picture_scene import scenes
from unclench.sessions.body import Body
from unclench.sessions.catalogue import load_script
from unclench.voices.catalogue import Voices
from unclench.voices.spoken import SpokenSession, speak

_PEERS = Path(__file__).with_name("peers")
_EIGHT_MINUTES = 480_000
_MINUTE = (120_000, 180_000)
_ROUNDS = 3


def run() -> list[Result]:
    """Every figure of the picture."""
    said = speak(load_script("seven"), Body(), _EIGHT_MINUTES, Voices(None).find())
    with tempfile.TemporaryDirectory(prefix="unclench-bench-") as name:
        folder = Path(name)
        stretch = (0, _EIGHT_MINUTES) if "--full" in sys.argv else _MINUTE
        times = _EIGHT_MINUTES / (stretch[1] - stretch[0])
        job = _job(said, folder, stretch)
        target = folder / "ours.mp4"
        save(said.mp4(), target)
        rows: list[tuple[float, float, float]] = []
        for _ in range(1 if "--full" in sys.argv else _ROUNDS):
            mine = median_ms(partial(_write, said, target), 15) / 1000
            rows.append(
                (mine, times * _peer("picture_moviepy.py", job), times * _peer("picture_ffmpeg.py", job))
            )
        cold = _cold(folder)
    moviepy = statistics.median(mine / other for mine, other, _ in rows)
    ffmpeg = statistics.median(mine / other for mine, _, other in rows)
    mine, rendered, listed = rows[-1]
    how = "in full" if times == 1 else f"one minute of it, times {times:.0f}"
    title = "8-minute video from cached pictures and clips, written to a file"
    ours = f"last round: we {mine * 1e3:.2f} ms"
    return [
        Result.at_most(title, moviepy, 1 / 10_000, "of moviepy", f"{ours}, moviepy {rendered:.0f} s, {how}"),
        Result.at_most(
            title, ffmpeg, 1 / 500, "of ffmpeg, one frame a phase", f"{ours}, ffmpeg {listed:.1f} s, {how}"
        ),
        Result.at_most(
            "8-minute video, no picture or packet of sound cached", cold / rendered, 0.20, "of moviepy",
            f"we {cold:.1f} s, moviepy {rendered:.0f} s, {how}",
        ),
    ]  # fmt: skip


def _write(said: SpokenSession, target: Path) -> None:
    save(said.mp4(), target)


def _cold(folder: Path) -> float:
    program = [sys.executable, "-c", "from bench.picture import make_cold; make_cold()", str(folder)]
    done = json.loads(subprocess.run(program, capture_output=True, check=True, text=True).stdout)
    return float(done["cpu_s"])


def make_cold() -> None:
    """Draw and code every scene, code every clip's sound, join, write; prints the processor time as JSON."""
    said = speak(load_script("seven"), Body(), _EIGHT_MINUTES, Voices(None).find())
    kept = Kept()
    aac.silence_packet()  # imports the codecs: importing is not counted
    started = cpu()
    for scene, phase in zip(scenes(said.timeline), said.timeline.phases, strict=True):
        make(scene, phase.end_ms - phase.start_ms, kept)
    for clip in {clip.key: clip for clip in said.clips}.values():
        aac.encode_clip(clip.pcm())
    _write(said, Path(sys.argv[1]) / "cold.mp4")
    json.dump({"cpu_s": cpu() - started}, sys.stdout)


def _job(said: SpokenSession, folder: Path, stretch: tuple[int, int]) -> dict[str, object]:
    """A stretch of the session for a peer: finished pictures, how long each stands, the sound."""
    start, end = stretch
    shots = []
    for number, (scene, phase) in enumerate(zip(scenes(said.timeline), said.timeline.phases, strict=True)):
        shown = min(phase.end_ms, end) - max(phase.start_ms, start)
        if shown > 0:
            path = folder / f"phase-{number}.png"
            *_, (picture, _) = frames(scene, 1)
            pixels = av.VideoFrame.from_ndarray(picture, format="yuv420p").to_ndarray(format="rgb24")
            Image.fromarray(pixels).save(path)
            shots.append({"png": str(path), "ms": shown})
    sound = folder / "sound.wav"
    _write_sound(said, sound, stretch)
    return {"shots": shots, "wav": str(sound), "folder": str(folder), "out": str(folder / "peer.mp4")}


def _write_sound(said: SpokenSession, path: Path, stretch: tuple[int, int]) -> None:
    whole = np.zeros(said.timeline.duration_ms * SAMPLE_RATE // 1000, np.float32)
    for cue, clip in zip(said.timeline.cues, said.clips, strict=True):
        at = cue.start_ms * SAMPLE_RATE // 1000
        whole[at : at + clip.samples] = clip.pcm()[: len(whole) - at]
    part = whole[stretch[0] * SAMPLE_RATE // 1000 : stretch[1] * SAMPLE_RATE // 1000]
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(SAMPLE_RATE)
        stream.writeframes((part.clip(-1, 1) * 32767).astype("<i2").tobytes())


def _peer(script: str, job: dict[str, object]) -> float:
    python = _PEERS / ".venv" / "bin" / "python"
    done = subprocess.run(
        [python, _PEERS / script], input=json.dumps(job), capture_output=True, check=True, text=True
    )
    return float(json.loads(done.stdout)["cpu_s"])


if __name__ == "__main__":
    results = run()
    print(table(results))
    sys.exit(0 if all(result.passed for result in results) else 1)
