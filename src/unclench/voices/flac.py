"""Samples kept without loss: FLAC, 48 kHz mono."""

import io

import numpy as np

from unclench.render.clip import SAMPLE_RATE, Samples


def to_flac(pcm: Samples) -> bytes:
    """A FLAC file's bytes, 16 bit."""
    import av

    room = io.BytesIO()
    with av.open(room, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", format="s16")
        whole = np.clip(np.rint(pcm * 32767), -32768, 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return room.getvalue()
