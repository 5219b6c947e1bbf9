"""A bounded store of small files by content address: for whatever is dear to make and cheap to keep.

Safe between threads and processes: an entry appears whole (written aside, renamed), is made by one at a time
(a lock for each of 256 drawers), carries its own checksum, and is made again when that does not hold.
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

USUAL_LIMIT = 512 * 1024 * 1024
"""Bytes kept at most, by default."""

_SUM = 16
_TOUCH_EVERY_S = 600
_SWEEP_SHARE = 16
_SWEEP_TO = 0.9


class Store:
    """Files by key under one folder, the least recently read given up first.

    Args:
        folder: made when first needed.
        limit: bytes kept at most; exceeded by one sixteenth between two sweeps.
    """

    def __init__(self, folder: Path, limit: int = USUAL_LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._unswept = limit  # the first entry of a process looks round

    def get(self, key: str) -> bytes | None:
        """The entry's content; ``None`` when it is not there or is damaged (and then it is removed)."""
        path = self._path(key)
        try:
            with path.open("rb") as stream:
                whole = stream.read()
                age = time.time() - os.fstat(stream.fileno()).st_atime
        except OSError:
            return None
        content = whole[_SUM:]
        if len(whole) < _SUM or _checksum(content) != whole[:_SUM]:
            with suppress(OSError):
                path.unlink()
            return None
        if age > _TOUCH_EVERY_S:
            with suppress(OSError):
                os.utime(path, (time.time(), path.stat().st_mtime))
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; where that cannot be (a full disk, no leave to write), go on without."""
        with suppress(OSError):
            self._keep(self._path(key), content)

    def _keep(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_checksum(content) + content)
            Path(name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
        self._unswept += len(content)
        if self._unswept > self._limit // _SWEEP_SHARE:
            self._unswept = 0
            self._sweep()

    def once(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The entry's content, made if it is not there; others who want it meanwhile wait for it.

        Where nothing can be kept it is made each time.
        """
        found = self.get(key)
        if found is not None:
            return found
        with self._drawer(key):
            found = self.get(key)
            if found is not None:
                return found
            content = make()
            self.put(key, content)
            return content

    def _path(self, key: str) -> Path:
        name = _safe(key)
        return self._folder / name[:2] / name

    @contextmanager
    def _drawer(self, key: str) -> Iterator[None]:
        try:
            locks = self._folder / "locks"
            locks.mkdir(parents=True, exist_ok=True)
            stream = (locks / _safe(key)[:2]).open("ab")
        except OSError:
            yield
            return
        with stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def _sweep(self) -> None:
        """Give up the least recently read until well below the limit; one process at a time."""
        with (self._folder / "sweeping").open("ab") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            entries = sorted(_entries(self._folder))
            total = sum(size for _, size, _ in entries)
            if total <= self._limit:
                return
            for _, size, path in entries:
                with suppress(OSError):
                    path.unlink()
                total -= size
                if total <= self._limit * _SWEEP_TO:
                    break


def address(*parts: str) -> str:
    """A key that differs whenever any part does."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little") + encoded)
    return digest.hexdigest()


def _safe(key: str) -> str:
    return key if key.isalnum() and len(key) >= 8 else address(key)


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM).digest()


def _entries(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for drawer in folder.iterdir():
        if len(drawer.name) != 2 or not drawer.is_dir():
            continue
        for path in drawer.iterdir():
            with suppress(OSError):
                found = path.stat()
                yield found.st_atime, found.st_size, path
