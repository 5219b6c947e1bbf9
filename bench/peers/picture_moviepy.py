"""moviepy makes a video of the same pictures and sound: one ImageClip a phase, 25 frames a second.

Reads a job as JSON on stdin, writes {"cpu_s": ...}: processor time of the work and of the ffmpeg it starts,
without starting Python and importing.
"""

import json
import sys

from cost import cpu
from moviepy import AudioFileClip, ImageClip, concatenate_videoclips


def main() -> None:
    """Do the job once."""
    job = json.load(sys.stdin)
    started = cpu()
    shots = [ImageClip(shot["png"], duration=shot["ms"] / 1000) for shot in job["shots"]]
    video = concatenate_videoclips(shots).with_audio(AudioFileClip(job["wav"]))
    video.write_videofile(job["out"], fps=25, codec="libx264", audio_codec="aac", logger=None)
    json.dump({"cpu_s": cpu() - started}, sys.stdout)


if __name__ == "__main__":
    main()
