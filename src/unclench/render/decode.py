"""Reading what people record or upload: any usual sound file to 48 kHz mono."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer

LONGEST_S = 60
"""A clip is one cue; a minute is far more than any needs."""

LARGEST_BYTES = 50_000_000

_WHOLE = 0.9

_FORMATS = "wav,w64,aiff,flac,mp3,ogg,aac,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2"
_KINDS = "give a WAV, FLAC, MP3, Opus or M4A file"


def read_sound(source: Path | bytes, *, where: str) -> Samples:
    """Decode one clip's sound, mixed to one channel, at 48 kHz.

    Args:
        source: a file's path, or its bytes.
        where: how to name it to the person who gave it.

    Raises:
        BadInput: it is missing, empty, damaged, no sound, longer than a minute or larger than 50 MB.
    """
    content = _content(source, where)
    rate, pcm = _decoded(content, where)
    if rate != SAMPLE_RATE:
        import soxr

        pcm = soxr.resample(pcm, rate, SAMPLE_RATE, quality="HQ")
    return np.ascontiguousarray(pcm, dtype=np.float32)


def _content(source: Path | bytes, where: str) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LARGEST_BYTES:
            raise BadInput(
                f"is larger than {LARGEST_BYTES // 1_000_000} MB",
                where=where,
                mend="record one clip for each cue",
            )
        content = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as fault:
        raise BadInput(f"cannot be read ({fault.strerror})", where=where) from fault
    if not content:
        raise BadInput("is empty", where=where, mend=_KINDS)
    return content


def _decoded(content: bytes, where: str) -> tuple[int, Samples]:
    import av
    import av.logging

    av.logging.set_level(av.logging.PANIC)
    try:
        # Only formats that hold sound themselves: a playlist could name other files of this machine.
        with av.open(io.BytesIO(content), "r", options={"format_whitelist": _FORMATS}) as container:
            pieces = list(_pieces(container, where))
            promised = 0.0 if container.duration is None else container.duration / av.time_base
    except (av.FFmpegError, UnicodeDecodeError) as fault:
        raise BadInput("is damaged, or is not a sound file", where=where, mend=_KINDS) from fault
    if not pieces:
        raise BadInput("holds no sound", where=where, mend=_KINDS)
    rate, pcm = pieces[0][0], np.concatenate([piece for _, piece in pieces])
    if not np.isfinite(pcm).all():
        raise BadInput("is damaged, or is not a sound file", where=where, mend=_KINDS)
    if len(pcm) < _WHOLE * promised * rate or _cut_wave(content):
        raise BadInput("is damaged: its end is missing", where=where, mend="copy or record it again")
    return rate, pcm


def _cut_wave(content: bytes) -> bool:
    """Whether a WAV file says it is longer than it is; recorders that stream say 0, or the most there is."""
    said = int.from_bytes(content[4:8], "little")
    return content.startswith(b"RIFF") and len(content) + 1 < 8 + said < 1 << 31


def _pieces(container: "InputContainer", where: str) -> "Iterator[tuple[int, Samples]]":
    import av

    if not container.streams.audio:
        raise BadInput("holds no sound", where=where, mend=_KINDS)
    planes: av.AudioResampler | None = None
    heard = 0
    for frame in container.decode(container.streams.audio[0]):
        planes = planes or av.AudioResampler(format="fltp", layout=frame.layout, rate=frame.rate)
        for part in planes.resample(frame):
            heard += part.samples
            if heard > LONGEST_S * part.rate:
                raise BadInput(
                    f"lasts longer than {LONGEST_S} seconds", where=where, mend="record one clip for each cue"
                )
            yield part.rate, part.to_ndarray().mean(axis=0)
