"""The shipped blank database is what the migrations make, and a start notices when it is not."""

import gzip
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from unclench.kernel.errors import BadInput
from unclench.project import blank, place
from unclench.project.state import fingerprint, is_current, mark_current, migrations_here


def schema(database: Path) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
    """Everything the file defines, and the migrations it has seen."""
    with closing(sqlite3.connect(database)) as opened:
        tables = opened.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        ).fetchall()
        seen = opened.execute("SELECT app, name FROM django_migrations").fetchall()
    return tables, set(seen)


def unpacked(packed: Path, folder: Path) -> Path:
    file = folder / f"{packed.name}.db"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    return file


def test_the_shipped_database_is_what_building_it_now_gives(tmp_path: Path) -> None:
    built = tmp_path / "built.gz"
    script = (
        f"from pathlib import Path; from unclench.project.blank import build; build(Path({str(built)!r}))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=os.environ | {"PYTHONPATH": "src"})
    assert schema(unpacked(blank.SHIPPED, tmp_path)) == schema(unpacked(built, tmp_path))


def test_no_model_has_changed_without_a_migration(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_new_folder_gets_a_database_that_needs_nothing_more(tmp_path: Path) -> None:
    blank.ready_database(tmp_path)
    database = tmp_path / place.DATABASE
    assert is_current(database)
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [place.DATABASE]


def test_a_database_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    blank.ready_database(tmp_path)
    database = tmp_path / place.DATABASE
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("CREATE TABLE own (x)")
        opened.commit()
    blank.ready_database(tmp_path)
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT count(*) FROM own").fetchone() == (0,)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """Get a folder's database ready in a process of its own, as a start does."""
    script = (
        "import sys; from pathlib import Path; from unclench.kernel.errors import BadInput\n"
        "from unclench.project.blank import ready_database\n"
        "try: ready_database(Path(sys.argv[1]))\n"
        "except BadInput as fault: sys.exit(str(fault))"
    )
    env = os.environ | {
        "PYTHONPATH": "src",
        "UNCLENCH_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "unclench.project.settings.embedded",
    }
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], env=env, capture_output=True, text=True
    )


def test_an_older_database_is_migrated_once_and_then_known_as_current(tmp_path: Path) -> None:
    blank.ready_database(tmp_path)
    database = tmp_path / place.DATABASE
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("DELETE FROM django_migrations WHERE app = 'audit'")
        opened.execute("DROP TABLE audit_entry")
        opened.execute("PRAGMA user_version = 0")
        opened.commit()
    assert not is_current(database)
    assert run(tmp_path).returncode == 0
    assert is_current(database)
    assert schema(database)[1] == schema(unpacked(blank.SHIPPED, tmp_path))[1]
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT count(*) FROM audit_entry").fetchone() == (0,)


def test_a_database_of_a_newer_program_is_left_alone_with_a_clear_word(tmp_path: Path) -> None:
    blank.ready_database(tmp_path)
    database = tmp_path / place.DATABASE
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_new', '')")
        opened.execute("PRAGMA user_version = 7")
        opened.commit()
    done = run(tmp_path)
    assert done.returncode == 1
    assert "a newer Unclench has written this database (it has seen people.0999_new)" in done.stderr
    assert not is_current(database)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / place.DATABASE).write_bytes(b"not a database at all, only some bytes" * 100)
    with pytest.raises(BadInput, match="not a database"):
        blank.ready_database(tmp_path)


def test_the_fingerprint_changes_with_any_migration(tmp_path: Path) -> None:
    here = migrations_here()
    assert "unclench.apps.people:0001_initial" in here
    assert "wagtail:0001_initial" in here
    assert fingerprint(here) == fingerprint(sorted(here, reverse=True))
    assert fingerprint(here) != fingerprint(here | {"unclench.apps.people:0999_new"})
    assert fingerprint(here) != fingerprint(here - {"unclench.apps.people:0001_initial"})
    assert fingerprint([]) > 0


def test_marking_keeps_what_is_in_the_database(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    shutil.copy(unpacked(blank.SHIPPED, tmp_path), file)
    before = schema(file)
    mark_current(file)
    assert schema(file) == before
