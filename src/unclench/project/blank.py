"""The database a site begins with, already migrated: a copy takes milliseconds, migrating 15 seconds.

``python -m unclench.project.blank build`` makes ``blank.sqlite3.gz`` anew; do so with every new migration.
"""

import gzip
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from unclench.kernel.errors import BadInput
from unclench.project.place import DATABASE
from unclench.project.state import is_current, mark_current
from unclench.render.files import whole_file

SHIPPED = Path(__file__).with_name("blank.sqlite3.gz")


def ready_database(data: Path) -> None:
    """Give the data folder a database that this program can work with.

    A folder without one gets a copy of the blank one, whole or not at all. One that has seen other
    migrations is migrated; this needs Django set up, which the caller does with the same data folder.

    Raises:
        BadInput: the file is no database, or a newer program has written it.
    """
    database = data / DATABASE
    if not database.exists():
        with gzip.open(SHIPPED) as packed, whole_file(database) as stream:
            shutil.copyfileobj(packed, stream)
        database.chmod(0o600)
    if not is_current(database):
        migrate(database)


def migrate(database: Path) -> None:
    """Bring the database that Django is set up with up to this program, and note that it is.

    Raises:
        BadInput: a newer program has written it.
    """
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(connection)
    ours = {app for app, _ in loader.disk_migrations}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in set(loader.applied_migrations) - loader.disk_migrations.keys()
        if app in ours
    )
    unknown = [name for name in unknown if not _was_squashed(loader.replacements, name)]
    if unknown:
        raise BadInput(
            f"a newer Unclench has written this database (it has seen {unknown[0]})",
            where=str(database),
            mend="update Unclench, or restore a backup",
        )
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    mark_current(database)


def _was_squashed(replacements: object, name: str) -> bool:
    app, _, migration = name.partition(".")
    known = {key for squashed in getattr(replacements, "values", dict)() for key in squashed.replaces}
    return (app, migration) in known


def build(target: Path = SHIPPED) -> None:
    """Migrate a new database in a folder of its own and pack it; the target changes whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / DATABASE
        os.environ["UNCLENCH_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "unclench.project.settings.embedded"
        migrate(database)
        _settle(database)
        with whole_file(target) as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
            packed.write(database.read_bytes())


def _settle(database: Path) -> None:
    """One file, no log beside it, no room wasted."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("VACUUM")


if __name__ == "__main__":
    if sys.argv[1:] != ["build"]:
        sys.exit("usage: python -m unclench.project.blank build")
    build()
