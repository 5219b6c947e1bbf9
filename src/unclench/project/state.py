"""Which migrations a database file has seen, told at a glance.

Asking Django costs a second at every start: it imports each migration. The file itself carries a
fingerprint of the migrations it has seen (SQLite's ``user_version``), so that a start which has nothing
to migrate reads four bytes and goes on.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from unclench.kernel.errors import BadInput
from unclench.project.settings.base import INSTALLED_APPS


def migrations_here(apps: Iterable[str] = INSTALLED_APPS) -> frozenset[str]:
    """Every migration that this program carries, as ``package:name``; nothing of them is imported."""
    found: set[str] = set()
    for app in apps:
        spec = find_spec(app)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            files = Path(folder, "migrations").glob("[!_]*.py")
            found.update(f"{app}:{file.stem}" for file in files)
    return frozenset(found)


def fingerprint(migrations: Iterable[str]) -> int:
    """Thirty-one bits that change with the set of migrations, and are never 0 (SQLite's own default)."""
    return (zlib.crc32("\n".join(sorted(migrations)).encode()) & 0x7FFF_FFFF) or 1


def is_current(database: Path) -> bool:
    """Whether this database has seen exactly the migrations of this program.

    Raises:
        BadInput: the file is no database.
    """
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
            (seen,) = opened.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as fault:
        raise BadInput(
            f"this is not a database Unclench can open ({fault})",
            where=str(database),
            mend="restore a backup",
        ) from fault
    return bool(seen == fingerprint(migrations_here()))


def mark_current(database: Path) -> None:
    """Note that this database has now seen the migrations of this program."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute(f"PRAGMA user_version = {fingerprint(migrations_here()):d}")
        opened.commit()


@contextmanager
def hold_open(database: Path) -> Iterator[None]:
    """Keep the write-ahead log open as long as the site runs.

    Each page opens the database for itself. Were there none left open in between, every last one to close
    would fold the log back into the file and lock out whoever opens it next.
    """
    with closing(sqlite3.connect(database, timeout=10)) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
