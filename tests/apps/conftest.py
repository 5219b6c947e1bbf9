"""A database that is there at once, accounts to sign in with, and servers on the loopback."""

import gzip
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.db import connection

from unclench.apps.people.actions import create_account
from unclench.apps.people.models import Account
from unclench.apps.people.roles import Role
from unclench.foundation.asgi import Application
from unclench.project.blank import SHIPPED

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PASSWORD = "a-long-enough-password"  # noqa: S105 - opens nothing outside a test


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The shipped blank database, copied into memory: what a new site begins with."""
    file = tmp_path_factory.mktemp("blank") / "blank.sqlite3"
    file.write_bytes(gzip.decompress(SHIPPED.read_bytes()))
    with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as blank:
        connection.ensure_connection()
        blank.backup(connection.connection)


@pytest.fixture
def editor(db: None) -> Account:
    """Somebody with the editor's role."""
    return create_account(email="edna@site.example", password=PASSWORD, roles=[Role.EDITOR], now=NOW)


@pytest.fixture
def nurse(db: None) -> Account:
    """Somebody with the nurse's role."""
    return create_account(email="nora@site.example", password=PASSWORD, roles=[Role.NURSE], now=NOW)


@contextmanager
def served(application: Application) -> Iterator[int]:
    """An application behind a real server on the loopback; gives the port."""
    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, loop="uvloop", http="httptools", lifespan="off", ws="none",
        log_config=None, access_log=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def serve_app() -> Iterator[Callable[[Application], int]]:
    """Serve an application for as long as the test runs; gives the port."""
    running = []

    def start(application: Application) -> int:
        context = served(application)
        running.append(context)
        return context.__enter__()

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"
