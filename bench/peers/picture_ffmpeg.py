"""ffmpeg makes a video of the same pictures and sound: a list of pictures with durations, one frame each.

The strongest peer: it codes no frame twice, and shows no fades. Reads a job as JSON on stdin, writes
{"cpu_s": ...}: processor time of the ffmpeg it starts.
"""

import json
import subprocess
import sys
from pathlib import Path

import imageio_ffmpeg
from cost import cpu


def main() -> None:
    """Do the job once."""
    job = json.load(sys.stdin)
    listed = Path(job["folder"]) / "shots.txt"
    lines = [f"file '{shot['png']}'\nduration {shot['ms'] / 1000}" for shot in job["shots"]]
    listed.write_text("\n".join([*lines, f"file '{job['shots'][-1]['png']}'", ""]))
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-y",
        "-f",
        "concat",
        "-safe",
        "0",
        "-i",
        listed,
    ]
    coding = ["-fps_mode", "vfr", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k"]
    started = cpu()
    subprocess.run([*command, "-i", job["wav"], *coding, job["out"]], check=True)
    json.dump({"cpu_s": cpu() - started}, sys.stdout)


if __name__ == "__main__":
    main()
