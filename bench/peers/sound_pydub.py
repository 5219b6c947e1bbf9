"""pydub joins the same cues the way most guided-meditation generators do: concatenate, then export.

Reads a job as JSON on stdin, writes {"cpu_s": ...}: processor time of the work and of the ffmpeg it starts,
without starting Python and importing.
"""

import json
import sys

import imageio_ffmpeg
from cost import cpu
from pydub import AudioSegment


def main() -> None:
    """Do the job once."""
    job = json.load(sys.stdin)
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    started = cpu()
    clips = {name: AudioSegment.from_wav(name) for name in {cue["wav"] for cue in job["cues"]}}
    session = AudioSegment.empty()
    for cue in job["cues"]:
        clip = clips[cue["wav"]]
        session += AudioSegment.silent(cue["start_ms"] - len(session), frame_rate=clip.frame_rate)
        session += clip
    session += AudioSegment.silent(job["duration_ms"] - len(session), frame_rate=session.frame_rate)
    session.export(job["out"], format="mp3", bitrate="64k").close()
    json.dump({"cpu_s": cpu() - started}, sys.stdout)


if __name__ == "__main__":
    main()
