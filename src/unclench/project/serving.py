"""Running the site: a socket, a data folder, a server; and a word when it really answers."""

import asyncio
import http.client
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.kernel.errors import BadInput
from unclench.project import place
from unclench.project.blank import ready_database
from unclench.project.demo import DemoAccount, demo_accounts
from unclench.project.state import hold_open

if TYPE_CHECKING:
    from uvicorn import Config

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_BACKLOG = 2048
_GRACE_S = 5

_AHEAD = 128 * 1024
"""Bytes on their way to one listener at most (16 seconds of sound). The kernel's own growing buffer would
take a whole session for each, at once, and keep it in memory while the listener plays."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What a person types on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - not bound to
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


def serve_site(
    address: Address, *, data: Path | None, demo: bool, workers: int, tell: Callable[[str], object]
) -> None:
    """Run the site until SIGINT or SIGTERM; ``tell`` gets the address and demo accounts once it answers.

    Raises:
        BadInput: the port is taken, or the data folder or its database cannot be used.
    """
    folder = (data or place.data_folder()).absolute()
    with _listen(address) as listening:
        here = Address(address.host, listening.getsockname()[1])
        _environment(folder, here)
        place.make_folder(folder)
        ready_database(folder)
        with hold_open(folder / place.DATABASE):
            accounts = _demo(folder) if demo else []
            threading.Thread(target=_announce, args=(here, accounts, tell), daemon=True).start()
            _run(listening, workers)


def _listen(address: Address) -> socket.socket:
    """A bound socket, so that a taken port is told of before anything else is done."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _AHEAD)
        listening.bind(where)
        listening.listen(_BACKLOG)
    except OSError as fault:
        raise BadInput(
            f"cannot listen here ({fault.strerror or fault})",
            where=f"{address.host}:{address.port}",
            mend="choose another with --host or --port, or stop what is running there",
        ) from fault
    listening.set_inheritable(True)
    return listening


def _environment(folder: Path, here: Address) -> None:
    os.environ["UNCLENCH_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unclench.project.settings.embedded")
    os.environ.setdefault("UNCLENCH_HOSTS", ",".join(_names(here.host)))


def _names(host: str) -> list[str]:
    """The names people may reach this machine by; listening everywhere adds those it has on its networks."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host not in _EVERYWHERE:
        return list(dict.fromkeys([*names, f"[{host}]" if ":" in host else host]))
    own = socket.gethostname()
    return list(dict.fromkeys([*names, own, f"{own}.local", *_own_addresses()]))


def _own_addresses() -> list[str]:
    """This machine's address towards the network; asking the kernel for the way sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _demo(folder: Path) -> list[DemoAccount]:
    import django
    from django.db import connection

    django.setup()
    accounts = demo_accounts(folder)
    connection.close()
    return accounts


def _announce(here: Address, accounts: list[DemoAccount], tell: Callable[[str], object]) -> None:
    """Say where the site is once a page has come; asking for one also wakes what is built on first use."""
    while not _answers(here):
        time.sleep(0.1)
    tell(f"Unclench is ready at {here.url}")
    for account in accounts:
        tell(f"  demo {account.role:8} {account.email}   password {account.password}")


def _answers(here: Address) -> bool:
    host = here.url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.request("GET", "/sessions/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _run(listening: socket.socket, workers: int) -> None:
    from uvicorn import Config, Server

    config = Config(
        "unclench.project.asgi:application",
        workers=workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        backlog=_BACKLOG,
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE_S,
    )
    if workers == 1:
        _quietly(Server(config).run, listening)
    else:
        _run_many(config, listening)


def _run_many(config: "Config", listening: socket.socket) -> None:
    from uvicorn.supervisors import Multiprocess

    Multiprocess(config, [listening]).run()


def _quietly(run: Callable[[list[socket.socket]], None], listening: socket.socket) -> None:
    """Run until told to stop. The server repeats the signal once it has stopped: by then it is no fault."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: None)
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    run([listening])


def _is_news(record: logging.LogRecord) -> bool:
    """Whoever still listens when the site stops is hung up on; that needs no traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
