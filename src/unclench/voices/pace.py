"""How fast a voice speaks: three speeds, and a time-stretch that leaves the pitch alone."""

from typing import TYPE_CHECKING

import numpy as np

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from av.filter import Graph

STRETCHES = {"slower": 1.18, "usual": 1.0, "faster": 0.87}
"""How much longer than at the usual speed."""


def stretch_of(speed: str) -> float:
    """The stretch of a speed's name.

    Raises:
        BadInput: there is no such speed.
    """
    if speed not in STRETCHES:
        raise BadInput(f"there is no speed called '{speed}'", mend=f"use one of: {', '.join(STRETCHES)}")
    return STRETCHES[speed]


def stretched_samples(samples: int, stretch: float) -> int:
    """The length of a stretched clip, known without stretching it."""
    return round(samples * stretch)


def stretched(pcm: Samples, stretch: float) -> Samples:
    """The same speech over ``stretch`` times its length, at the same pitch: `stretched_samples` long."""
    import av

    graph = _graph(1 / stretch)
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1).astype(np.float32), format="fltp", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    frame.pts = 0
    graph.push(frame)
    graph.push(None)
    pieces = []
    while True:
        try:
            pulled = graph.pull()
        except (av.EOFError, av.BlockingIOError):
            break
        if isinstance(pulled, av.AudioFrame):
            pieces.append(pulled.to_ndarray().reshape(-1))
    sound = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
    whole = np.zeros(stretched_samples(len(pcm), stretch), dtype=np.float32)
    whole[: len(sound)] = sound[: len(whole)]
    return whole


def _graph(tempo: float) -> "Graph":
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(format="fltp", sample_rate=SAMPLE_RATE, layout="mono")
    change = graph.add("atempo", f"{tempo:.6f}")
    sink = graph.add("abuffersink")
    source.link_to(change)
    change.link_to(sink)
    graph.configure()
    return graph
