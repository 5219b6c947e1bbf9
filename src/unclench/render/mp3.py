"""Clips as runs of MP3 frames that can be joined in any order.

MPEG-1 Layer III (ISO/IEC 11172-3), 48 kHz mono, 64 kbit/s constant: every frame is 192 bytes and 24 ms, and
with the bit reservoir off none needs its neighbours' bits. A decoder that honours the Info tag drops
`DECODER_DELAY` samples at the start, so a clip whose samples enter the encoder at a frame's start comes out
at that frame's start.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from unclench.render import lame
from unclench.render.clip import Samples

FRAME_SAMPLES = 1152
"""Samples in a frame: the grid that cues start on (24 ms)."""

FRAME_BYTES = 192

ENCODER_DELAY = 576
"""Samples the encoder adds in front; what the Info tag tells."""

DECODER_DELAY = ENCODER_DELAY + 529
"""Samples that a decoder must drop: the encoder's delay, and that of its own filters."""

CLIP_LEAD = 1
"""Frames of a clip that lie before its first sample's frame: the window that opens early."""

_ECHO = 240
"""How far the encoder's filter bank smears a clip's last sample, in samples."""

SILENCE = bytes.fromhex("fffb54c4") + bytes(FRAME_BYTES - 4)
"""A frame that decodes to nothing but zeros."""

_CONTEXT = 2


CAREFUL, QUICK = 5, 7
"""LAME's qualities. Quick leaves out noise shaping, for 0.6 of the cost. Speech alone has bits to spare at
this rate (signal to noise 34 dB quick, 27 dB careful, on espeak-ng's cues): it suits what somebody waits for.
"""


@cache
def encoder(quality: int = CAREFUL) -> str:
    """What made the frames, for a clip's address: another encoder or setting is another clip."""
    return f"lame-{lame.version()}-48k-mono-64k-q{quality}-1"


def clip_frames(samples: int) -> int:
    """How many frames the clip of that many samples has, without encoding it."""
    return CLIP_LEAD - (-(samples + DECODER_DELAY + _ECHO) // FRAME_SAMPLES)


def encode_clip(pcm: Samples, *, quality: int = CAREFUL) -> bytes:
    """Encode one clip: `clip_frames(len(pcm))` frames, `CLIP_LEAD` of them before its first sample's frame.

    ``pcm`` should start and end softly; it is encoded between silences: its frames join with `SILENCE`.
    """
    return encode_between(pcm, _quiet(_CONTEXT), _quiet(_CONTEXT), CLIP_LEAD, quality=quality)


def encode_between(
    pcm: Samples, before: Samples, after: Samples, lead: int = 0, *, quality: int = CAREFUL
) -> bytes:
    """Encode ``pcm`` as it sounds between two neighbours, and keep its own frames only.

    Args:
        before: what is heard before it: whole frames, at least two more than ``lead``.
        after: what is heard after it: two frames or more.
        lead: how many frames to keep in front of its first sample's frame. With a lead, the frames that hold
            its last sample's echo are kept too; without, exactly the frames of its samples' own grid are.
    """
    heard = np.concatenate((before, pcm, after, _quiet(_CONTEXT)))
    first = len(before) // FRAME_SAMPLES - lead
    count = clip_frames(len(pcm)) if lead else -(-len(pcm) // FRAME_SAMPLES)
    frames = lame.encode(heard, quality)[first * FRAME_BYTES : (first + count) * FRAME_BYTES]
    if len(frames) != count * FRAME_BYTES:
        raise AssertionError(f"LAME gave {len(frames)} bytes for {count} frames")
    return frames


def scale(frames: bytes | memoryview, quarters: NDArray[np.int16]) -> bytes:
    """Make frames louder or softer without decoding them.

    Layer III keeps an 8-bit ``global_gain`` for each half of a frame (a granule, 12 ms); adding k to it
    scales that half by exactly 2^(k/4), 1.5 dB a step (ISO/IEC 11172-3, 2.4.3.4). Values stop at the ends of
    its range.

    Args:
        frames: whole frames.
        quarters: k for each granule, two a frame.
    """
    table = np.frombuffer(frames, dtype=np.uint8).reshape(-1, FRAME_BYTES).copy()
    steps = quarters.reshape(-1, 2).astype(np.int16)
    first, second = _gains(table)
    first = np.clip(first + steps[:, 0], 0, 255)
    second = np.clip(second + steps[:, 1], 0, 255)
    # After the 4-byte header, mono side information puts the two gains at bits 39-46 and 98-105.
    table[:, 8] = (table[:, 8] & 0xFE) | (first >> 7).astype(np.uint8)
    table[:, 9] = ((first & 0x7F) << 1).astype(np.uint8) | (table[:, 9] & 0x01)
    table[:, 16] = (table[:, 16] & 0xC0) | (second >> 2).astype(np.uint8)
    table[:, 17] = ((second & 0x03) << 6).astype(np.uint8) | (table[:, 17] & 0x3F)
    return table.tobytes()


def gains(frames: bytes | memoryview) -> NDArray[np.int16]:
    """Every granule's ``global_gain``, two a frame; 0 where a granule holds no sound at all."""
    table = np.frombuffer(frames, dtype=np.uint8).reshape(-1, FRAME_BYTES)
    found = np.stack(_gains(table), axis=1)
    found[_bits(table) == 0] = 0
    return found.reshape(-1)


def _gains(table: NDArray[np.uint8]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    wide = table.astype(np.int16)
    return (wide[:, 8] & 1) << 7 | wide[:, 9] >> 1, (wide[:, 16] & 0x3F) << 2 | wide[:, 17] >> 6


def _bits(table: NDArray[np.uint8]) -> NDArray[np.int16]:
    """``part2_3_length`` of both granules: bits 18-29 and 77-88 of the side information."""
    wide = table.astype(np.int16)
    first = (wide[:, 6] & 0x3F) << 6 | wide[:, 7] >> 2
    second = (wide[:, 13] & 0x07) << 9 | wide[:, 14] << 1 | wide[:, 15] >> 7
    return np.stack((first, second), axis=1)


def _quiet(frames: int) -> Samples:
    return np.zeros(frames * FRAME_SAMPLES, dtype=np.float32)
