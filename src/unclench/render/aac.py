"""Clips as runs of AAC-LC packets that can be joined in any order, for the sound of videos.

48 kHz mono, 64 kbit/s, through PyAV's encoder. A packet carries 1024 samples and overlaps its neighbours by
its window alone (ISO/IEC 14496-3, 4.6.11). A stream's first packet is `PRIMING`: players drop its samples.
Noise substitution is off: a decoder's own noise would not cancel across a joint.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unclench.render import gain
from unclench.render.bed import Bed
from unclench.render.clip import SAMPLE_RATE, Clip, Samples
from unclench.render.plan import MILLISECOND, Grid, place
from unclench.render.tiles import Tiles, TileStore
from unclench.sessions.timeline import Timeline

PACKET_SAMPLES = 1024
"""Samples in a packet: the grid that cues start on (21 ms)."""

PRIMING = 1024
"""Samples in front of the first packet's own: an edit list must skip them."""

CLIP_LEAD = 1
"""Packets of a clip before the one whose window opens on its first sample."""

_ECHO = 2
_CONTEXT = 4
_BIT_RATE = 64_000


@cache
def encoder() -> str:
    """What made the packets, for a clip's address: another encoder or setting is another clip."""
    import av

    major, minor, micro = av.library_versions["libavcodec"]
    return f"lavc-{major}.{minor}.{micro}-48k-mono-64k-1"


def clip_packets(samples: int) -> int:
    """How many packets the clip of that many samples has, without encoding it."""
    return CLIP_LEAD - (-samples // PACKET_SAMPLES) + _ECHO


def session_packets(samples: int) -> int:
    """How many packets carry that many samples, the priming included."""
    return -(-(samples + PRIMING) // PACKET_SAMPLES)


GRID = Grid(PACKET_SAMPLES, CLIP_LEAD, clip_packets)


def encode_clip(pcm: Samples) -> tuple[bytes, ...]:
    """Encode one clip: `clip_packets(len(pcm))` packets.

    Put in place of the silent packets from `CLIP_LEAD` before packet number n on, its first sample is heard
    n times 1024 samples after the start (the priming dropped).
    """
    first = _CONTEXT - CLIP_LEAD
    packets = _encode(np.concatenate((_quiet(_CONTEXT), pcm, _quiet(_CONTEXT))))
    return tuple(packets[first : first + clip_packets(len(pcm))])


@cache
def silence_packet() -> bytes:
    """A packet that decodes to nothing but zeros."""
    return _encode(_quiet(2 * _CONTEXT))[_CONTEXT]


def audio_specific_config() -> bytes:
    """How a decoder is set up: AAC-LC, 48 kHz, one channel (ISO/IEC 14496-3, 1.6.2.1)."""
    low_complexity, at_48_khz, mono = 2, 3, 1
    return (low_complexity << 11 | at_48_khz << 7 | mono << 3).to_bytes(2, "big")


def join_packets(
    timeline: Timeline,
    clips: Sequence[Clip],
    *,
    ambient: str | None = None,
    room_tone: Samples | None = None,
    tiles: TileStore | None = None,
) -> list[bytes]:
    """All of a session's packets, in order: `session_packets` of its length.

    Arguments are those of `render.sound.mp3_session`; so are the errors.
    """
    count = session_packets(timeline.duration_ms * MILLISECOND)
    bed = Bed.of(ambient, room_tone)
    return _bare(timeline, clips, count) if bed is None else _over(bed, timeline, clips, count, tiles)


def scale(packets: Sequence[bytes], quarters: gain.Quarters) -> list[bytes]:
    """Make packets louder or softer without decoding them, by steps of 2^(1/4) for each.

    A packet opens with three bits for "one channel", four for its number, and eight of ``global_gain``, from
    which all its scale factors are counted (ISO/IEC 14496-3, 4.4.2.7).
    """
    scaled = []
    for packet, step in zip(packets, quarters.tolist(), strict=True):
        stronger = min(max(_gain(packet) + step, 0), 255)
        scaled.append(
            bytes((packet[0] & 0xFE | stronger >> 7, (stronger & 0x7F) << 1 | packet[1] & 1)) + packet[2:]
        )
    return scaled


def _gain(packet: bytes) -> int:
    return (packet[0] & 1) << 7 | packet[1] >> 1


def _bare(timeline: Timeline, clips: Sequence[Clip], count: int) -> list[bytes]:
    packets = [silence_packet()] * count
    for number, spot in enumerate(place(timeline, clips, count, GRID)):
        said = spot.clip.aac()
        if number == 0:
            # A silent packet is the quietest there is, whatever gain stands in it.
            strength = [_gain(packet) if len(packet) > len(silence_packet()) else 0 for packet in said]
            said = scale(said, gain.opening(np.array(strength, dtype=np.int16)))
        elif step := gain.fading(timeline, timeline.cues[number].start_ms):
            said = _softer(said, step)
        packets[spot.start : spot.start + spot.frames] = said[spot.skip : spot.skip + spot.frames]
    return packets


def _over(
    bed: Bed, timeline: Timeline, clips: Sequence[Clip], count: int, store: TileStore | None
) -> list[bytes]:
    packets: list[bytes] = []
    for tile in Tiles(bed, GRID, encoder()).of(timeline, clips, count):
        said = _unpacked(tile.coded(_encode_packed, store))
        step = gain.fading(timeline, tile.start * PACKET_SAMPLES / MILLISECOND)
        packets += _softer(said, step) if step else said
    return packets


def _softer(packets: Sequence[bytes], step: int) -> list[bytes]:
    return scale(packets, np.full(len(packets), step, dtype=np.int16))


def _encode_packed(pcm: Samples, before: Samples, after: Samples) -> bytes:
    """The packets of ``pcm`` between its neighbours, each behind its length in two bytes."""
    first, count = len(before) // PACKET_SAMPLES, len(pcm) // PACKET_SAMPLES
    packets = _encode(np.concatenate((before, pcm, after)))[first : first + count]
    return b"".join(len(packet).to_bytes(2, "big") + packet for packet in packets)


def _unpacked(packed: bytes) -> list[bytes]:
    packets, at = [], 0
    while at < len(packed):
        end = at + 2 + int.from_bytes(packed[at : at + 2], "big")
        packets.append(packed[at + 2 : end])
        at = end
    return packets


def _encode(pcm: Samples) -> list[bytes]:
    """Every packet of a stretch of sound, from its priming on."""
    import av

    codec = av.CodecContext.create("aac", "w")
    if not isinstance(codec, av.AudioCodecContext):
        raise AssertionError("PyAV's aac codec is not one for sound")
    codec.sample_rate, codec.bit_rate = SAMPLE_RATE, _BIT_RATE
    codec.layout, codec.format = av.AudioLayout("mono"), av.AudioFormat("fltp")
    codec.options = {"aac_pns": "0"}
    whole = np.pad(pcm.astype(np.float32, copy=False), (0, -len(pcm) % PACKET_SAMPLES))
    packets: list[bytes] = []
    for start in range(0, len(whole), PACKET_SAMPLES):
        frame = av.AudioFrame.from_ndarray(whole[None, start : start + PACKET_SAMPLES].copy(), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        packets += map(bytes, codec.encode(frame))
    return packets + list(map(bytes, codec.encode(None)))


def _quiet(packets: int) -> NDArray[np.float32]:
    return np.zeros(packets * PACKET_SAMPLES, dtype=np.float32)
