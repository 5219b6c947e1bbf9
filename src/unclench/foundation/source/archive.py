"""The program's own files as one archive."""

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from unclench import __version__

PACKAGE = Path(__file__).resolve().parents[2]
NAME = f"unclench-{__version__}"
_AROUND = ("LICENSE", "NOTICE.md", "README.md", "pyproject.toml", "uv.lock", "Makefile")
_LEFT_OUT = {"__pycache__"}


def archive() -> bytes:
    """A gzipped tar of the installed package, with the files around it where it runs from a checkout.

    The same files give the same bytes: no times, no owners.
    """
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as box,
    ):
        for name, file in _files():
            entry = tarfile.TarInfo(f"{NAME}/{name}")
            entry.size = file.stat().st_size
            with file.open("rb") as content:
                box.addfile(entry, content)
    return packed.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    root = PACKAGE.parent.parent
    if (root / "pyproject.toml").is_file():
        yield from ((name, root / name) for name in _AROUND if (root / name).is_file())
        yield from ((f"tools/{file.name}", file) for file in sorted((root / "tools").glob("*.py")))
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and not _LEFT_OUT & set(file.parts):
            yield f"src/unclench/{file.relative_to(PACKAGE).as_posix()}", file
