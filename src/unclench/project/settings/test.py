"""The suite: a database in memory, quick hashes, a data folder of the run's own."""

import tempfile
from pathlib import Path

from unclench.project.settings.base import *  # noqa: F403 - settings modules stack; this is Django's own way

DATA = Path(tempfile.gettempdir()) / "unclench-tests-have-no-data-folder"
SOURCE = ""
SECRET_KEY = "only-for-the-suite-and-never-served-to-anyone"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA foreign_keys=ON"},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
