"""The ID3v2.3 tag in front of an MP3: title, cover and chapters. Written from the published format alone.

Version 2.3 because every player and file manager reads it; chapters after the "ID3v2 Chapter Frame
Addendum" of id3.org.
"""

import struct

from unclench.kernel.errors import BadInput
from unclench.sessions.timeline import Chapter, Timeline

_NO_OFFSET = 0xFFFFFFFF
_MOST_CHAPTERS = 255
_PICTURES = {b"\x89PNG\r\n\x1a\n": b"image/png", b"\xff\xd8\xff": b"image/jpeg"}
_FRONT_COVER = 3
_TOP_LEVEL_ORDERED = 0x03


def tag(timeline: Timeline, *, artist: str = "Unclench", cover: bytes | None = None) -> bytes:
    """The whole tag for a session.

    Args:
        cover: a PNG or JPEG file's bytes.

    Raises:
        BadInput: the cover is neither PNG nor JPEG.
    """
    chapters = timeline.chapters[:_MOST_CHAPTERS]
    frames = [
        _text("TIT2", timeline.title),
        _text("TPE1", artist),
        _text("TALB", "Guided relaxation"),
        _text("TLEN", str(timeline.duration_ms)),
    ]
    if cover is not None:
        frames.append(_picture(cover))
    if chapters:
        frames.append(_contents(len(chapters)))
        frames += [_chapter(number, chapter) for number, chapter in enumerate(chapters)]
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + struct.pack(">IH", len(body), 0) + body


def _text(name: str, text: str) -> bytes:
    if text.isascii():
        return _frame(name, b"\x00" + text.encode("ascii"))
    return _frame(name, b"\x01" + text.encode("utf-16"))


def _picture(cover: bytes) -> bytes:
    kind = next((kind for start, kind in _PICTURES.items() if cover.startswith(start)), None)
    if kind is None:
        raise BadInput("is neither PNG nor JPEG", where="cover", mend="give a PNG or JPEG picture")
    return _frame("APIC", b"\x00" + kind + b"\x00" + bytes([_FRONT_COVER]) + b"\x00" + cover)


def _contents(count: int) -> bytes:
    names = b"".join(_name(number) for number in range(count))
    return _frame("CTOC", b"toc\x00" + bytes([_TOP_LEVEL_ORDERED, count]) + names)


def _chapter(number: int, chapter: Chapter) -> bytes:
    times = struct.pack(">IIII", chapter.start_ms, chapter.end_ms, _NO_OFFSET, _NO_OFFSET)
    return _frame("CHAP", _name(number) + times + _text("TIT2", chapter.title))


def _name(number: int) -> bytes:
    return f"ch{number}".encode("ascii") + b"\x00"


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))
