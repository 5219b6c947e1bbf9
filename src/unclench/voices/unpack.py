"""Back from a clip's MP3 frames to its samples, exactly where they were."""

from typing import TYPE_CHECKING, cast

import numpy as np

from unclench.render.clip import Frames, Samples
from unclench.render.mp3 import CLIP_LEAD, DECODER_DELAY, FRAME_BYTES, FRAME_SAMPLES, SILENCE

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext


def samples_of_frames(frames: Frames, samples: int) -> Samples:
    """Decode a clip's run of frames (see ``render.mp3.encode_clip``) to its ``samples`` samples."""
    import av

    decoder = cast("AudioCodecContext", av.CodecContext.create("mp3float", "r"))
    run = b"".join((SILENCE, frames, SILENCE * 2))
    pieces = [
        piece.to_ndarray().reshape(-1)
        for start in range(0, len(run), FRAME_BYTES)
        for piece in decoder.decode(av.Packet(run[start : start + FRAME_BYTES]))
    ]
    heard = np.concatenate(pieces).astype(np.float32)
    first = (1 + CLIP_LEAD) * FRAME_SAMPLES + DECODER_DELAY
    return heard[first : first + samples]
