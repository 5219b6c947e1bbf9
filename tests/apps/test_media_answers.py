"""Media through a real server: what a player, a downloader and a misbehaving client get."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from unclench.foundation.asgi import Application, Receive, Scope, Send
from unclench.foundation.media.respond import CHUNK, respond

LENGTH = 3_000_001


@dataclass
class Pattern:
    """A large file known by arithmetic, that remembers how far it was read."""

    length: int = LENGTH
    etag: str = "pattern-1"
    content_type: str = "audio/mpeg"
    reads: list[tuple[int, int]] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def read(self, start: int, stop: int) -> bytes:
        self.reads.append((start, stop))
        self.threads.add(threading.current_thread().name)
        block = bytes(range(256)) * (2 + (stop - start) // 256)
        return block[start % 256 : start % 256 + stop - start]


@pytest.fixture
def file() -> Pattern:
    return Pattern()


@pytest.fixture
def port(file: Pattern, serve_app: Callable[[Application], int]) -> int:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        download = scope["query_string"] == b"download=1"
        await respond(scope, receive, send, file, filename="Ruhe – 12 min.mp3", download=download)

    return serve_app(application)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, method: str = "GET", path: str = "/", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    connection.close()
    return answer


def test_the_whole_file_comes_with_all_that_a_player_needs(port: int) -> None:
    answer = ask(port)
    assert answer.status == 200
    assert answer.body == Pattern().read(0, LENGTH)
    assert answer.headers["content-length"] == str(LENGTH)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["etag"] == '"pattern-1"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "private" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, LENGTH),
        ("bytes=0-0", 0, 1),
        ("bytes=65535-65536", 65535, 65537),
        ("bytes=-7", LENGTH - 7, LENGTH),
        (f"bytes={LENGTH - 1}-", LENGTH - 1, LENGTH),
        ("bytes=2000000-99999999", 2_000_000, LENGTH),
        ("bytes=-99999999999", 0, LENGTH),
    ],
)
def test_a_range_comes_as_206_with_exactly_its_bytes(port: int, asked: str, start: int, stop: int) -> None:
    answer = ask(port, Range=asked)
    assert answer.status == 206
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{LENGTH}"
    assert answer.headers["content-length"] == str(stop - start)
    assert answer.body == Pattern().read(start, stop)


@pytest.mark.parametrize("asked", [f"bytes={LENGTH}-", "bytes=9999999999-99999999999", "bytes=-0"])
def test_a_range_beyond_the_end_is_416_and_tells_the_length(port: int, asked: str) -> None:
    answer = ask(port, Range=asked)
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{LENGTH}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,3-4",
        "bytes=" + ",".join(f"{n}-" for n in range(1000)),
        "bytes=5-2",
        "bytes=abc",
        "bytes=0-1;2-3",
        "seconds=0-5",
        "bytes 0-5",
        "bytes=--5",
        "bytes=" + "1" * 4000 + "-",
        "=",
    ],
)
def test_any_other_range_header_gets_the_whole_file(port: int, asked: str, file: Pattern) -> None:
    answer = ask(port, Range=asked)
    assert answer.status == 200
    assert len(answer.body) == LENGTH
    assert len(file.reads) <= LENGTH // CHUNK + 1


def test_two_range_headers_count_as_several_ranges(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\nRange: bytes=5-6\r\nConnection: close\r\n\r\n"
        )
        assert raw.recv(100).startswith(b"HTTP/1.1 200 ")


def test_a_head_request_gets_the_headers_alone_and_reads_nothing(port: int, file: Pattern) -> None:
    answer = ask(port, "HEAD", Range="bytes=0-1")
    assert (answer.status, answer.headers["content-length"], answer.body) == (200, str(LENGTH), b"")
    assert file.reads == []


def test_a_kept_copy_that_still_holds_is_not_sent_again(port: int, file: Pattern) -> None:
    answer = ask(port, If_None_Match='"older", W/"pattern-1"')
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == '"pattern-1"'
    assert file.reads == []


def test_a_range_of_what_has_changed_gets_the_new_file_whole(port: int) -> None:
    assert ask(port, Range="bytes=5-9", If_Range='"pattern-1"').status == 206
    assert ask(port, Range="bytes=5-9", If_Range='"pattern-0"').status == 200
    assert ask(port, Range="bytes=5-9", If_Range="Sun, 22 Nov 2026 09:00:00 GMT").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused_and_told_what_is_allowed(port: int, method: str) -> None:
    answer = ask(port, method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_download_carries_its_name_in_full(port: int) -> None:
    assert ask(port, path="/?download=1").headers["content-disposition"] == (
        "attachment; filename=\"Ruhe _ 12 min.mp3\"; filename*=UTF-8''Ruhe%20%E2%80%93%2012%20min.mp3"
    )
    assert ask(port).headers["content-disposition"].startswith("inline; ")


def _slow_reader(port: int) -> socket.socket:
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(10)
    raw.connect(("127.0.0.1", port))
    raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    return raw


def _eventually(fact: Callable[[], bool]) -> bool:
    for _ in range(500):
        if fact():
            return True
        time.sleep(0.01)
    return False


def test_no_more_is_read_than_a_slow_listener_takes(serve_app: Callable[[Application], int]) -> None:
    file = Pattern(length=200_000_000)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await respond(scope, receive, send, file, filename="x.mp3")

    raw = _slow_reader(serve_app(application))
    assert raw.recv(1000)
    time.sleep(0.3)
    read_first = file.reads[-1][1]
    time.sleep(0.2)
    assert file.reads[-1][1] == read_first
    assert read_first < 20_000_000
    raw.close()


def test_nothing_more_is_read_for_a_listener_who_hung_up(serve_app: Callable[[Application], int]) -> None:
    file = Pattern(length=200_000_000)
    left: list[bool] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await respond(scope, receive, send, file, filename="x.mp3")
        finally:
            left.append(True)

    raw = _slow_reader(serve_app(application))
    assert raw.recv(1000)
    raw.close()
    assert _eventually(lambda: bool(left))
    assert file.reads[-1][1] < 20_000_000


def test_a_file_that_may_take_long_is_read_in_a_worker(serve_app: Callable[[Application], int]) -> None:
    file = Pattern()
    with ThreadPoolExecutor(1, "a-worker") as workers:

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await respond(scope, receive, send, file, filename="x.mp3", workers=workers)

        assert len(ask(serve_app(application)).body) == LENGTH
    assert {name.rpartition("_")[0] for name in file.threads} == {"a-worker"}


def test_an_empty_file_is_answered_too(serve_app: Callable[[Application], int]) -> None:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await respond(scope, receive, send, Pattern(length=0), filename="x.mp3")

    port = serve_app(application)
    assert (ask(port).status, ask(port).body) == (200, b"")
    assert ask(port, Range="bytes=0-").status == 416


def test_many_listeners_at_once_all_get_every_byte(port: int) -> None:
    async def listen() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        whole = await reader.read(-1)
        writer.close()
        return len(whole.partition(b"\r\n\r\n")[2])

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(listen() for _ in range(40)))

    assert set(asyncio.run(all_of_them())) == {LENGTH}
