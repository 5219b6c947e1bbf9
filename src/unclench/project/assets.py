"""The key in the address of style sheets and scripts: it changes exactly when one of them does."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def assets_key() -> str:
    """Twelve hexadecimal digits: our own files by content, those of libraries by their version."""
    digest = hashlib.sha256()
    for library in ("django", "wagtail"):
        digest.update(f"{library} {version(library)}\n".encode())
    for file in sorted(_PACKAGE.glob("*/*/static/**/*")):
        if file.is_file():
            digest.update(f"{file.relative_to(_PACKAGE).as_posix()}\n".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]
