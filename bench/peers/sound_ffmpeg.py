"""ffmpeg joins the same cues, and silences of the right lengths, all MP3 already, without coding again.

Reads a job as JSON on stdin, writes {"cpu_s": ..., "idle_s": ...}: processor time of the ffmpeg that joins,
and of one that only prints its version. Making the silences is not counted.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def cpu_of(*arguments: str) -> float:
    """Seconds of processor time that one run of ffmpeg takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([FFMPEG, "-v", "error", *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def silence(folder: str, ms: int) -> str:
    """An MP3 of silence."""
    name = f"{folder}/silence-{ms}.mp3"
    source = ("-f", "lavfi", "-t", f"{ms / 1000}", "-i", "anullsrc=r=48000:cl=mono")
    cpu_of("-y", *source, "-b:a", "64k", name)
    return name


def main() -> None:
    """Do the job once."""
    job = json.load(sys.stdin)
    parts, at, silences = [], 0, {}
    for cue in job["cues"]:
        pause = cue["start_ms"] - at
        if pause > 0:
            silences[pause] = silences.get(pause) or silence(job["folder"], pause)
            parts.append(silences[pause])
        parts.append(cue["mp3"])
        at = cue["end_ms"]
    parts.append(silence(job["folder"], job["duration_ms"] - at))
    listing = Path(job["folder"], "list.txt")
    listing.write_text("".join(f"file '{part}'\n" for part in parts), encoding="utf-8")
    taken = cpu_of("-y", "-f", "concat", "-safe", "0", "-i", str(listing), "-c", "copy", job["out"])
    json.dump({"cpu_s": taken, "idle_s": cpu_of("-version")}, sys.stdout)


if __name__ == "__main__":
    main()
