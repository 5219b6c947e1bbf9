"""An ambient sound as an MP3 that players can repeat without a seam, for the live player."""

import numpy as np

from unclench.render import ambient, mp3
from unclench.render.infotag import info_frame, session_frames
from unclench.render.mp3 import FRAME_BYTES, FRAME_SAMPLES

_CONTEXT = 4 * FRAME_SAMPLES
_VERSION = 1


def loop_key(name: str) -> str:
    """What names the loop's bytes, without making them.

    Raises:
        BadInput: there is no ambient sound of that name.
    """
    return f"loop-{_VERSION}-{ambient.texture_key(name)}-{mp3.encoder()}"


def loop_mp3(name: str) -> bytes:
    """The loop as a whole file of exactly `ambient.LOOP_SECONDS`.

    It is encoded as heard in the middle of its own repetition, so that its last sample leads into its first.

    Raises:
        BadInput: there is no ambient sound of that name.
    """
    once = ambient.loop(name)
    beyond = session_frames(len(once)) * FRAME_SAMPLES - len(once)
    going_on = np.concatenate((once, once[:beyond]))
    frames = mp3.encode_between(going_on, once[-_CONTEXT:], once[beyond : beyond + _CONTEXT])
    return info_frame(len(once)) + frames[: session_frames(len(once)) * FRAME_BYTES]
