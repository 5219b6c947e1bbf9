"""The Info frame: a silent first frame that tells players the exact length.

Layout after Xing's header and LAME's extension of it: with encoder delay and padding known, a decoder gives
back exactly the samples that went in.
"""

import struct
from functools import cache

from unclench.render.mp3 import DECODER_DELAY, ENCODER_DELAY, FRAME_BYTES, FRAME_SAMPLES, SILENCE

_AFTER_SIDE_INFORMATION = 4 + 17
_ALL_FIELDS = 0x0F
_CONSTANT_RATE = 1
_LOWPASS = 165
_KBIT_PER_S = 64
_SOURCE_48K = 0x80
_TAG_CRC_AT = 190


def session_frames(samples: int) -> int:
    """How many frames carry that many samples, the decoder's own delay included."""
    return -(-(samples + DECODER_DELAY) // FRAME_SAMPLES)


def info_frame(samples: int) -> bytes:
    """The frame to put in front of `session_frames(samples)` frames so that exactly ``samples`` are heard."""
    frames = session_frames(samples)
    size = (frames + 1) * FRAME_BYTES
    padding = frames * FRAME_SAMPLES - ENCODER_DELAY - samples
    toc = bytes(i * 256 // 100 for i in range(100))
    xing = b"Info" + struct.pack(">III", _ALL_FIELDS, frames, size) + toc + struct.pack(">I", 100)
    lame = (
        b"LAME3.100"
        + bytes([_CONSTANT_RATE, _LOWPASS])
        + bytes(8)
        + bytes([0, _KBIT_PER_S])
        + (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
        + bytes([_SOURCE_48K, 0, 0, 0])
        + struct.pack(">IH", size, 0)
    )
    frame = (SILENCE[:_AFTER_SIDE_INFORMATION] + xing + lame)[:_TAG_CRC_AT].ljust(_TAG_CRC_AT, b"\x00")
    return frame + struct.pack(">H", _crc16(frame))


def _crc16(data: bytes) -> int:
    table, crc = _crc_table(), 0
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


@cache
def _crc_table() -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        return value

    return tuple(entry(byte) for byte in range(256))
