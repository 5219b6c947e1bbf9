"""Which bytes a request asks for (RFC 9110, sections 13 and 14). Pure."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=\s*(?:(\d{1,19})-(\d{0,19})|-(\d{1,19}))\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The bytes from ``start`` up to, not including, ``stop``."""

    start: int
    stop: int


class UnsatisfiableError(Exception):
    """The range asked for lies beyond the file: 416."""


def asked_range(header: str | None, length: int) -> Stretch | None:
    """The one range a request asks for; ``None`` means the whole file.

    RFC 9110 lets a server ignore the header. We do so for whatever is not one well-formed range of bytes:
    an unknown unit, nonsense, and several ranges at once, which no player sends and which cost a server
    dear. ``bytes=-500`` is the last 500 bytes; a range that ends beyond the file ends with it.

    Raises:
        UnsatisfiableError: the range begins beyond the file, or asks for its last 0 bytes.
    """
    match = _ONE.fullmatch(header or "")
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return _checked(max(0, length - int(suffix)), length, length)
    stop = min(int(last) + 1, length) if last else length
    if last and int(last) < int(first):
        return None
    return _checked(int(first), stop, length)


def _checked(start: int, stop: int, length: int) -> Stretch:
    if start >= length or start >= stop:
        raise UnsatisfiableError
    return Stretch(start, stop)


def names_this(header: str | None, etag: str) -> bool:
    """Whether ``If-None-Match`` names this file (weak comparison, as RFC 9110 wants there)."""
    if header is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or f'"{etag}"' in tags


def range_still_holds(if_range: str | None, etag: str) -> bool:
    """Whether a range may be answered: no ``If-Range``, or one that names exactly this file.

    Dates and weak tags never hold: we give out neither.
    """
    return if_range is None or if_range.strip() == f'"{etag}"'
