"""Five hundred listeners at playing speed while others click. ``python -m bench.listeners``.

Each listener takes a session of 5.76 MB at 64 kbit/s as a player does: over a link of 250 KB/s it fetches
until 32 seconds are in hand, then as fast as it plays. It stalls when it has nothing left to play. Meanwhile
four people open page after page. The peer is Django's own FileResponse under gunicorn with threads, in the
same run, with a page that costs nothing; ours are the real pages.
"""

import asyncio
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Result, table

LISTENERS = 500
_SECONDS = 40.0
_ARRIVE_S = 5.0
_PLAY = 8_000
_LINK = 250_000
_IN_HAND = 64 * 1024
_AHEAD_S = 32.0
_STEP_S = 0.25
_STALL_S = 10.0
_CLICKERS = 4
_BETWEEN_CLICKS_S = 0.5
_SESSION = "/media/sessions/full.mp3"
_PAGES = ["/", "/sessions/", "/sessions/full/"]
_PEERS = Path(__file__).with_name("peers")


@dataclass
class Seen:
    """What all listeners and clickers met."""

    stalls: list[float] = field(default_factory=list)
    first_sound: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def stalled(self) -> int:
        """How many listeners waited longer than is bearable."""
        return sum(stall > _STALL_S for stall in self.stalls)

    def p95_ms(self) -> float:
        """What nineteen of twenty clicks stayed below."""
        return statistics.quantiles(self.clicks, n=20)[-1] * 1000 if len(self.clicks) > 1 else float("inf")


async def _listen(port: int, address: str, seen: Seen, delay: float, until: float) -> None:
    """One listener; its longest stall is kept, the wait for the first sound included."""
    await asyncio.sleep(delay)
    began = time.monotonic()
    arrived, played, silent, longest = 0.0, 0.0, 0.0, 0.0
    reader = writer = None
    try:
        reader, writer = await asyncio.open_connection(sock=await _link(port), limit=_IN_HAND)
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-\r\n\r\n".encode())
        left = until - time.monotonic()
        status = await asyncio.wait_for(reader.readline(), max(left, _STEP_S))
        seen.failed += status.split()[1] not in (b"200", b"206")
        longest = time.monotonic() - began
        last = time.monotonic()
        while (now := time.monotonic()) < until:
            wanted = played + _AHEAD_S * _PLAY - arrived
            if wanted > 0:
                most = max(1, int(min(wanted, _LINK * _STEP_S)))
                try:
                    piece = await asyncio.wait_for(reader.read(most), _STEP_S)
                except TimeoutError:
                    piece = b""
                if piece and not arrived:
                    seen.first_sound.append(time.monotonic() - began)
                arrived += len(piece)
            await asyncio.sleep(max(0.0, _STEP_S - (time.monotonic() - now)))
            passed, last = time.monotonic() - last, time.monotonic()
            silent = 0.0 if played + passed * _PLAY <= arrived else silent + passed
            longest = max(longest, silent)
            played = min(arrived, played + passed * _PLAY)
    except TimeoutError:
        longest = time.monotonic() - began
    except (OSError, IndexError):
        seen.failed += 1
    finally:
        seen.stalls.append(longest)
        if writer is not None:
            writer.close()


async def _link(port: int) -> socket.socket:
    """A connection with no more in hand than a real link has: on the loopback a kernel takes megabytes."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _IN_HAND)
    link.setblocking(False)
    await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", port))
    return link


async def _click(port: int, pages: list[str], seen: Seen, until: float) -> None:
    """One person who opens page after page."""
    turn = 0
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            status = await asyncio.wait_for(_open(port, pages[turn % len(pages)]), 30)
            seen.failed += status != 200
        except (OSError, TimeoutError, ValueError, IndexError):
            seen.failed += 1
        seen.clicks.append(time.monotonic() - began)
        turn += 1
        await asyncio.sleep(_BETWEEN_CLICKS_S)


async def _open(port: int, page: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read(-1)
    writer.close()
    return int(answer.split(b" ", 2)[1])


def _crowd(port: int, sound: str, pages: list[str]) -> Seen:
    """Listeners in one process, clickers in another, so that neither waits for the other on this side."""
    until = time.monotonic() + _SECONDS
    with ProcessPoolExecutor(1) as apart:
        listening = apart.submit(_listeners, port, sound, until)
        seen = asyncio.run(_clicking(port, pages, until))
        heard = listening.result()
    return Seen(heard.stalls, heard.first_sound, seen.clicks, heard.failed + seen.failed)


def _listeners(port: int, sound: str, until: float) -> Seen:
    async def all_of_them() -> Seen:
        seen = Seen()
        delays = (number * _ARRIVE_S / LISTENERS for number in range(LISTENERS))
        await asyncio.gather(*(_listen(port, sound, seen, delay, until) for delay in delays))
        return seen

    return asyncio.run(all_of_them())


async def _clicking(port: int, pages: list[str], until: float) -> Seen:
    seen = Seen()
    await asyncio.gather(*(_click(port, pages, seen, until) for _ in range(_CLICKERS)))
    return seen


@contextmanager
def our_site() -> Iterator[int]:
    """``unclench serve`` with a folder of its own; gives the port once it answers."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "unclench", "serve", "--port", "0", "--data", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            found = re.search(r":(\d+)/", process.stdout.readline() if process.stdout else "")
            if not found:
                raise RuntimeError("the site did not start")
            yield int(found[1])
        finally:
            process.terminate()
            process.communicate()


@contextmanager
def _peer_site(file: Path) -> Iterator[int]:
    """Django's FileResponse under gunicorn, two workers of eight threads."""
    command = [str(_PEERS / ".venv/bin/gunicorn"), "--worker-class", "gthread", "--workers", "2"]
    command += ["--threads", "8", "--bind", "127.0.0.1:0", "--chdir", str(_PEERS), "media_django:application"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PEER_FILE": str(file)}
    )
    try:
        lines = iter(process.stderr.readline if process.stderr else str, "")
        said = (re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line) for line in lines)
        found = next(filter(None, said))
        time.sleep(2)
        yield int(found[1])
    finally:
        process.kill()
        process.communicate()


def _keep(port: int, file: Path) -> None:
    """The session as a real file, for the peer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", _SESSION)
    file.write_bytes(connection.getresponse().read())
    connection.close()


def run() -> list[Result]:
    """Ours and the peer's, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "session.mp3"
        with our_site() as port:
            _keep(port, file)
            ours = _crowd(port, _SESSION, _PAGES)
        with _peer_site(file) as port:
            peer = _crowd(port, "/sound.mp3", ["/"])
    return _results(ours, peer)


def _results(ours: Seen, peer: Seen) -> list[Result]:
    first = statistics.median(ours.first_sound) * 1000 if ours.first_sound else float("inf")
    crowd, clicks = f"{LISTENERS} listeners", f"{len(ours.clicks)} clicks on real pages"
    django = "Django FileResponse under gunicorn, 2x8 threads"
    theirs = f"{django}, an empty page: {peer.p95_ms():.0f} ms"
    stalls = f"{django}: {peer.stalled}; our median wait for the first bytes {first:.0f} ms"
    return [
        Result.at_most(f"{crowd}: stalls over {_STALL_S:.0f} s", ours.stalled, 0, "stalls", stalls),
        Result.at_most(f"{crowd}: failed requests", ours.failed, 0, "requests", f"{django}: {peer.failed}"),
        Result.at_most(f"{crowd}: others' clicks, p95", ours.p95_ms(), 300, "ms", f"{clicks}; {theirs}"),
        Result.at_most(
            f"{crowd}: stalls against the peer's", ours.stalled / max(1, peer.stalled), 0.01, "of gunicorn"
        ),
    ]


if __name__ == "__main__":
    print(table(run()))
