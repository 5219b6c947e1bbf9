"""The data folder of one site: where it is, what lies in it, how its database is opened."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from unclench.kernel.errors import BadInput

DATABASE = "unclench.sqlite3"
_SECRET = "secret-key"  # noqa: S105 - the name of the file, not the secret


def data_folder() -> Path:
    """The folder named by ``UNCLENCH_DATA``, else ``data`` where the command was run."""
    return Path(os.environ.get("UNCLENCH_DATA", "data")).absolute()


def make_folder(data: Path) -> None:
    """Make the data folder, for its owner alone, and prove that it can be written to.

    Raises:
        BadInput: it cannot be made or written to.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / f".probe-{secrets.token_hex(4)}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as fault:
        raise BadInput(
            f"the data folder cannot be written to ({fault.strerror or fault})",
            where=str(data),
            mend="choose another with --data",
        ) from fault


def secret_key(data: Path) -> str:
    """The site's secret key; made once, readable by its owner alone.

    Raises:
        BadInput: the data folder cannot be written to.
    """
    file = data / _SECRET
    if not file.exists():
        make_folder(data)
        draft = data / f".{_SECRET}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):  # another process was first: its key holds
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()


def sqlite(file: Path) -> dict[str, Any]:
    """Django's settings for the database file: what is acknowledged survives a power cut.

    ``IMMEDIATE``: a transaction that reads, then writes never fails half-way for a lock. ``FULL``: each
    commit is on the disk. No ``mmap_size``: it turns a bad disk into a crash. The write-ahead log is switched
    on once, in the file itself (``project.state.hold_open``): switching waits for nobody, so that pages which
    open the database together would refuse each other.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA journal_size_limit=67108864"
            ),
        },
    }
