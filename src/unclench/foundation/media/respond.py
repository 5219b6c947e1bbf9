"""Answering a request with a file that is known by arithmetic."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from unclench.foundation.asgi import Headers, Receive, Scope, Send, header, say
from unclench.foundation.media.disposition import disposition
from unclench.foundation.media.ranges import (
    Stretch,
    UnsatisfiableError,
    asked_range,
    names_this,
    range_still_holds,
)

if TYPE_CHECKING:
    from unclench.render.clip import VirtualFile

CHUNK = 64 * 1024
"""Bytes sent at once. The server holds the next back until the listener has taken most of the last."""

KEPT = "private, no-cache"
"""Browsers keep what they have and ask whether it still holds. Nobody in between keeps anything: an
address tells how somebody's body is."""

_ALLOWED = (b"allow", b"GET, HEAD")


async def respond(
    scope: Scope,
    receive: Receive,
    send: Send,
    file: "VirtualFile",
    *,
    filename: str,
    download: bool = False,
    workers: Executor | None = None,
    cache_control: str = KEPT,
) -> None:
    """Answer a GET or HEAD with the file or one range of it: 200, 206, 304, 416; 405 for other methods.

    Args:
        file: what to send; read a chunk at a time, only as far as the listener comes.
        filename: the name a download gets.
        download: whether a browser saves the file and does not show it.
        workers: where a file is read whose first reading may take long; ``None`` reads on the loop.
        cache_control: the header of that name.
    """
    if scope["method"] not in ("GET", "HEAD"):
        return await say(scope, send, 405, "Only GET and HEAD are answered here.", [_ALLOWED])
    fixed = _fixed_headers(file, cache_control)
    if names_this(header(scope, b"if-none-match"), file.etag):
        return await _bare(send, 304, fixed)
    try:
        stretch = _stretch(scope, file)
    except UnsatisfiableError:
        beyond = (b"content-range", f"bytes */{file.length}".encode())
        return await say(scope, send, 416, "The file ends before this range.", [*fixed[:1], beyond])
    described = [*fixed, *_descriptive_headers(file, filename, download), *_length_headers(file, stretch)]
    if scope["method"] == "HEAD":
        return await _bare(send, 200, described)
    await send({"type": "http.response.start", "status": 206 if stretch else 200, "headers": described})
    return await _stream(receive, send, _pieces(file, stretch or Stretch(0, file.length), workers))


def _fixed_headers(file: "VirtualFile", cache_control: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"accept-ranges", b"bytes"),
        (b"etag", f'"{file.etag}"'.encode()),
        (b"cache-control", cache_control.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]


def _descriptive_headers(file: "VirtualFile", filename: str, download: bool) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", file.content_type.encode()),
        (b"content-disposition", disposition(filename, download=download).encode("ascii")),
    ]


def _length_headers(file: "VirtualFile", stretch: Stretch | None) -> list[tuple[bytes, bytes]]:
    if stretch is None:
        return [(b"content-length", str(file.length).encode())]
    return [
        (b"content-length", str(stretch.stop - stretch.start).encode()),
        (b"content-range", f"bytes {stretch.start}-{stretch.stop - 1}/{file.length}".encode()),
    ]


def _stretch(scope: Scope, file: "VirtualFile") -> Stretch | None:
    """The range to send; a HEAD request has none (RFC 9110, section 14.2)."""
    if scope["method"] == "HEAD" or not range_still_holds(header(scope, b"if-range"), file.etag):
        return None
    return asked_range(header(scope, b"range"), file.length)


async def _bare(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body"})


async def _pieces(file: "VirtualFile", stretch: Stretch, workers: Executor | None) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    for start in range(stretch.start, stretch.stop, CHUNK):
        stop = min(start + CHUNK, stretch.stop)
        if workers is None:
            yield file.read(start, stop)
        else:
            yield await loop.run_in_executor(workers, file.read, start, stop)


async def _stream(receive: Receive, send: Send, pieces: AsyncIterator[bytes]) -> None:
    """Send until all is sent or the listener is gone; a server swallows what is sent to nobody: we watch."""
    gone = asyncio.ensure_future(_hung_up(receive))
    try:
        async for piece in pieces:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})
    finally:
        gone.cancel()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
