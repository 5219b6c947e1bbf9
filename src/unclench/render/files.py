"""Files that appear whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from unclench.kernel.errors import BadInput
from unclench.render.clip import VirtualFile

_STRETCH = 1 << 20


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes its name only once all its bytes are on disk.

    Until then it has no name at all where the file system allows that (Linux), so that even a killed process
    leaves nothing behind; elsewhere it is written beside the target. Synced, then renamed over the target.

    Raises:
        BadInput: the folder is missing or cannot be written to.
    """
    try:
        handle, name = _begin(path)
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), 0o644)
            os.fsync(stream.fileno())
            if not name.exists():
                _give_name(stream.fileno(), name)
        name.replace(path)
        _sync_folder(path.parent)
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    finally:
        with suppress(FileNotFoundError):
            name.unlink()


def save(file: VirtualFile, path: Path) -> None:
    """Write a virtual file to disk, whole or not at all.

    Raises:
        BadInput: the folder is missing or cannot be written to; or what the file's clips raise.
    """
    with whole_file(path) as stream:
        for start in range(0, file.length, _STRETCH):
            stream.write(file.read(start, min(start + _STRETCH, file.length)))


def _begin(path: Path) -> tuple[int, Path]:
    """A new open file, and the name that it has or can be given before it is renamed."""
    name = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        try:
            return os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), name
        except OSError as fault:
            if fault.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL):
                raise
    return os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), name


def _give_name(handle: int, name: Path) -> None:
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        # With a folder given, the link follows /proc's own to the unnamed file.
        os.link(f"/proc/self/fd/{handle}", name.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _unwritable(path: Path, fault: OSError) -> BadInput:
    return BadInput(
        f"cannot be written ({fault.strerror or fault})",
        where=str(path),
        mend="choose a folder you may write to",
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
