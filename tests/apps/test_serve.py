"""``unclench serve``: one command, and a word when the site really answers."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        env = os.environ | {"PYTHONPATH": "src", "PYTHONUNBUFFERED": "1"}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        process = subprocess.Popen(
            [sys.executable, "-m", "unclench", "serve", *arguments],
            env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def ready(process: subprocess.Popen[str], lines: int = 1) -> list[str]:
    """The first lines it says."""
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(lines)]


def port_of(line: str) -> int:
    found = re.fullmatch(r"Unclench is ready at http://127\.0\.0\.1:(\d+)/\n", line)
    assert found, line
    return int(found[1])


def get(port: int, address: str, **headers: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_demo_site_prints_its_address_and_accounts_and_serves_pages_and_sound(
    start: Start, tmp_path: Path
) -> None:
    process = start("--demo", "--port", "0", "--data", str(tmp_path / "data"))
    first, *accounts = ready(process, 3)
    port = port_of(first)
    assert get(port, "/")[0] == 200
    assert get(port, "/media/sessions/full.mp3", Range="bytes=0-99")[0] == 206
    for line, role in zip(accounts, ("editor", "nurse"), strict=True):
        said = re.fullmatch(rf"  demo {role} +(\S+@demo\.example)   password (\S+)\n", line)
        assert said, line
        assert signs_in(port, said[1], said[2])
        assert not signs_in(port, said[1], "wrong")
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    again = start("--demo", "--port", "0", "--data", str(tmp_path / "data"))
    assert ready(again, 3)[1:] == accounts
    again.send_signal(signal.SIGINT)
    assert again.wait(40) == 0


def signs_in(port: int, email: str, password: str) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/sign-in/")
        answer = connection.getresponse()
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.read())
        assert token
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        form = {"csrfmiddlewaretoken": token[1].decode(), "username": email, "password": password}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/sign-in/", urllib.parse.urlencode(form), headers)
        return connection.getresponse().status == 302


def test_it_stops_quietly_while_somebody_listens_and_rain_is_mixed_under_the_voice(
    start: Start, tmp_path: Path
) -> None:
    process = start("--port", "0", "--data", str(tmp_path / "data"))
    port = port_of(ready(process)[0])
    with socket.create_connection(("127.0.0.1", port)) as listener:
        listener.sendall(b"GET /media/sessions/full.mp3?ambient=rain HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert listener.recv(100).startswith(b"HTTP/1.1 200")
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


def test_several_workers_answer_as_one_and_stop_together(start: Start, tmp_path: Path) -> None:
    process = start("--port", "0", "--workers", "2", "--data", str(tmp_path / "data"))
    port = port_of(ready(process)[0])
    assert {get(port, "/sessions/")[0] for _ in range(6)} == {200}
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    with pytest.raises(OSError, match="refused"):
        get(port, "/")


def test_a_taken_port_is_one_clear_line(start: Start, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start("--port", str(port), "--data", str(tmp_path / "data"))
        assert process.wait(30) == 1
    assert process.stderr is not None
    said = process.stderr.read()
    assert said.count("\n") == 1
    assert said.startswith(f"unclench: 127.0.0.1:{port}: cannot listen here")
    assert not (tmp_path / "data").exists()


def test_a_folder_that_cannot_be_used_is_one_clear_line(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    process = start("--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert process.wait(30) == 1
    assert process.stderr is not None
    said = process.stderr.read()
    assert said.count("\n") == 1
    assert "the data folder cannot be written to" in said


def test_wrong_usage_exits_with_2(start: Start) -> None:
    assert start("--port", "99999999").wait(30) == 2
    assert start("--workers", "0").wait(30) == 2


def test_pages_opened_all_at_once_on_a_new_site_all_come(start: Start, tmp_path: Path) -> None:
    process = start("--port", "0", "--data", str(tmp_path / "data"))
    port = port_of(ready(process)[0])
    with ThreadPoolExecutor(16) as people:
        answers = list(people.map(lambda _: get(port, "/")[0], range(80)))
    assert set(answers) == {200}
    with closing(sqlite3.connect(tmp_path / "data" / "unclench.sqlite3")) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
