"""The gate before Django: large, lying and dribbling bodies cost next to nothing."""

import asyncio
import http.client
import socket
import time
from collections.abc import Callable

import pytest

from unclench.foundation.asgi import Application, Receive, Scope, Send
from unclench.foundation.front import Front

LIMIT = 10_000
LARGER = 50_000


class Echo:
    """Answers with the length of the body, and remembers how many requests were worked on at once."""

    def __init__(self, work_s: float = 0.0) -> None:
        self.asked = self.now = self.most = 0
        self._work_s = work_s

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        self.now += 1
        self.most = max(self.most, self.now)
        body = (await receive())["body"]
        await asyncio.sleep(self._work_s)
        self.now -= 1
        answer = str(len(body)).encode()
        headers = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def port(echo: Echo, serve_app: Callable[[Application], int]) -> int:
    return serve_app(Front(echo, usual=LIMIT, larger={"/recording/": LARGER}, patience_s=0.4))


def post(port: int, body: bytes, path: str = "/") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def talk(port: int, *pieces: bytes, wait_s: float = 0.0) -> bytes:
    """Send pieces over one raw connection; gives all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        for piece in pieces:
            raw.sendall(piece)
            time.sleep(wait_s)
        answer = b""
        while piece := raw.recv(65536):
            answer += piece
        return answer


def test_a_body_within_the_limit_goes_through_whole(port: int) -> None:
    assert post(port, b"x" * LIMIT) == (200, b"10000")
    assert post(port, b"") == (200, b"0")


def test_a_recording_may_be_larger_than_a_form(port: int) -> None:
    assert post(port, b"x" * LARGER, "/recording/take/") == (200, b"50000")
    assert post(port, b"x" * (LARGER + 1), "/recording/take/")[0] == 413


def test_a_body_that_says_it_is_too_large_is_refused_unread(port: int, echo: Echo) -> None:
    answer = talk(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert echo.asked == 0


def test_a_body_without_a_length_is_cut_off_at_the_limit(port: int, echo: Echo) -> None:
    chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
    answer = talk(port, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", *[chunk] * 3)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert echo.asked == 0


def test_a_body_that_stalls_is_given_up(port: int, echo: Echo) -> None:
    answer = talk(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert echo.asked == 0


def test_stalled_bodies_take_nobody_elses_place(serve_app: Callable[[Application], int]) -> None:
    port = serve_app(Front(Echo(), patience_s=5, places=2))
    stalled = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(20)]
    for raw in stalled:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow")
    assert post(port, b"quick") == (200, b"5")
    for raw in stalled:
        raw.close()


def test_no_more_requests_are_worked_on_than_there_are_places(
    serve_app: Callable[[Application], int],
) -> None:
    echo = Echo(work_s=0.03)
    port = serve_app(Front(echo, places=3))

    async def one() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read(-1)
        writer.close()
        return answer

    async def many() -> list[bytes]:
        return await asyncio.gather(*(one() for _ in range(20)))

    answers = asyncio.run(many())
    assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers)
    assert echo.most == 3
