"""The boxes of an MP4 file (ISO/IEC 14496-12, -14 and -15; 3GPP TS 26.245 for captions), as plain bytes."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def box(kind: str, *parts: bytes) -> bytes:
    """A box: its size, its kind, what is in it."""
    inside = b"".join(parts)
    return struct.pack(">I4s", 8 + len(inside), kind.encode("latin-1")) + inside


def full(kind: str, version: int, flags: int, *parts: bytes) -> bytes:
    """A box with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


@dataclass(frozen=True)
class Track:
    """What a file says of one track.

    Attributes:
        kind: ``vide``, ``soun`` or ``sbtl``.
        entry: its sample entry.
        scale: ticks a second of ``shown``.
        sizes: bytes of each sample.
        shown: ticks that each sample lasts.
        chunks: how many samples each chunk holds; 0 where a stretch of the file has none.
        keys: numbers, from 1, of the samples one may seek to; ``None``: all.
        skipped: ticks at the start that are not to be heard.
    """

    kind: str
    entry: bytes
    scale: int
    sizes: Numbers
    shown: Numbers
    chunks: Numbers
    language: str
    keys: Numbers | None = None
    skipped: int = 0
    width: int = 0
    height: int = 0

    @cached_property
    def tables(self) -> bytes:
        """What is known of the samples before their places are."""
        # Chunk numbers run on over the stretches that hold samples of this track.
        held = _changes(self.chunks[self.chunks > 0])
        return b"".join(
            [
                full("stsd", 0, 0, struct.pack(">I", 1), self.entry),
                full("stts", 0, 0, _table(_runs(self.shown))),
                full("stss", 0, 0, _table(self.keys)) if self.keys is not None else b"",
                full("stsc", 0, 0, _table(held)),
                full("stsz", 0, 0, struct.pack(">I", 0), _table(self.sizes)),
            ]
        )


def movie(tracks: Sequence[Track], offsets: Sequence[Numbers], duration_ms: int, *extras: bytes) -> bytes:
    """The ``moov`` box: all tables of all tracks, whose chunks begin at these places of the file."""
    head = struct.pack(">IIIIIH10x", 0, 0, 1000, duration_ms, 0x10000, 0x100)
    next_track = struct.pack(">24xI", len(tracks) + 1)
    pairs = zip(tracks, offsets, strict=True)
    return box(
        "moov",
        full("mvhd", 0, 0, head + _MATRIX + next_track),
        *(_track(track, places, number, duration_ms) for number, (track, places) in enumerate(pairs, 1)),
        *extras,
    )


def _track(track: Track, offsets: Numbers, number: int, duration_ms: int) -> bytes:
    captions = track.kind == "sbtl"
    # Captions are in the file, and off until someone asks for them.
    flags = 2 if captions else 3
    head = struct.pack(
        ">III4xI8xHHHxx", 0, 0, number, duration_ms, 0, 2 * captions, 0x100 * (track.kind == "soun")
    )
    size = struct.pack(">II", track.width << 16, track.height << 16)
    edit = struct.pack(">IIiI", 1, duration_ms, track.skipped, 0x10000)
    length = int(track.shown.sum())
    described = struct.pack(">IIIIH2x", 0, 0, track.scale, length, _packed(track.language))
    handler = struct.pack(">4x4s12x", track.kind.encode("ascii")) + b"Unclench\0"
    return box(
        "trak",
        full("tkhd", 0, flags, head + _MATRIX + size),
        box("edts", full("elst", 0, 0, edit)),
        box(
            "mdia",
            full("mdhd", 0, 0, described),
            full("hdlr", 0, 0, handler),
            box("minf", _medium(track.kind), _here(), _samples(track, offsets)),
        ),
    )


def _packed(language: str) -> int:
    """A language as five bits a letter, of its three-letter code."""
    three = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld", "da": "dan"}
    code = three.get(language.split("-")[0].lower(), "und")
    return sum((ord(letter) - 0x60) << shift for letter, shift in zip(code, (10, 5, 0), strict=True))


def _medium(kind: str) -> bytes:
    if kind == "vide":
        return full("vmhd", 0, 1, bytes(8))
    return full("smhd", 0, 0, bytes(4)) if kind == "soun" else full("nmhd", 0, 0)


def _here() -> bytes:
    return box("dinf", full("dref", 0, 0, struct.pack(">I", 1), full("url ", 0, 1)))


def _samples(track: Track, offsets: Numbers) -> bytes:
    return box("stbl", track.tables, full("stco", 0, 0, _table(offsets[track.chunks > 0])))


def _table(numbers: Numbers) -> bytes:
    return struct.pack(">I", len(numbers)) + numbers.astype(">u4").tobytes()


def _runs(values: Numbers) -> Numbers:
    """Equal neighbours as (how many, what)."""
    starts = np.flatnonzero(np.diff(values, prepend=values[0] + 1))
    return np.stack((np.diff(starts, append=len(values)), values[starts]), axis=1)


def _changes(chunks: Numbers) -> Numbers:
    """From which chunk on, how many samples, which sample entry."""
    starts = np.flatnonzero(np.diff(chunks, prepend=chunks[0] + 1))
    return np.stack((starts + 1, chunks[starts], np.ones_like(starts)), axis=1)


def file_type() -> bytes:
    """The ``ftyp`` box."""
    return box("ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")


def picture_entry(sequence: bytes, picture: bytes, width: int, height: int) -> bytes:
    """H.264 with its parameter sets, BT.709 in video range."""
    setup = b"\x01" + sequence[1:4] + b"\xff\xe1" + struct.pack(">H", len(sequence)) + sequence
    setup += b"\x01" + struct.pack(">H", len(picture)) + picture
    if sequence[1] >= 100:
        setup += b"\xfd\xf8\xf8\x00"
    fixed = struct.pack(">6xH16xHHIIIH32xHh", 1, width, height, 0x480000, 0x480000, 0, 1, 24, -1)
    colour = box("colr", b"nclx", struct.pack(">HHHB", 1, 1, 1, 0))
    return box("avc1", fixed, box("avcC", setup), colour)


def sound_entry(config: bytes, rate: int) -> bytes:
    """AAC, one channel."""
    decoder = _descriptor(
        4, struct.pack(">BBBHII", 0x40, 0x15, 0, 6144, 96_000, 64_000) + _descriptor(5, config)
    )
    stream = _descriptor(3, struct.pack(">HB", 1, 0) + decoder + _descriptor(6, b"\x02"))
    fixed = struct.pack(">6xH8xHHHHI", 1, 1, 16, 0, 0, rate << 16)
    return box("mp4a", fixed, full("esds", 0, 0, stream))


def _descriptor(tag: int, inside: bytes) -> bytes:
    return struct.pack(">BB", tag, len(inside)) + inside


def caption_entry() -> bytes:
    """Timed text: white on a dark ground, at the foot of the picture."""
    style = struct.pack(">HHHBB4B", 0, 0, 1, 0, 22, 255, 255, 255, 255)
    fixed = struct.pack(">6xHIbb4B4h", 1, 0, 1, -1, 0, 0, 0, 160, 0, 0, 0, 0)
    return box("tx3g", fixed, style, box("ftab", struct.pack(">HHB", 1, 1, 10), b"Sans-Serif"))


def details(title: str, chapters: Sequence[tuple[int, str]]) -> bytes:
    """The title, and chapters with their starts (ms), as most players read them."""
    words = title.encode()
    data = box("data", struct.pack(">II", 1, 0), words)
    handler = full("hdlr", 0, 0, struct.pack(">4x4s12xx", b"mdir"))
    marks = b"".join(
        struct.pack(">QB", start * 10_000, len(name)) + name
        for start, name in ((start, _short(name)) for start, name in chapters[:255])
    )
    listed = full("chpl", 1, 0, struct.pack(">IB", 0, len(chapters[:255])), marks)
    return box("udta", full("meta", 0, 0, handler, box("ilst", box("\xa9nam", data))), listed)


def _short(name: str) -> bytes:
    """At most 255 bytes, no letter cut in two."""
    return name.encode()[:255].decode(errors="ignore").encode()
