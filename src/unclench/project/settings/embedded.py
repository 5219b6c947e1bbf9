"""One machine, one command: SQLite and files in one data folder. What ``unclench serve`` runs.

From the environment:

* ``UNCLENCH_DATA``: the data folder (``./data`` where unset). ``unclench serve --data`` sets it.
* ``UNCLENCH_HOSTS``: names and addresses people may reach this server by, with commas between them
  (the names of this very machine where unset). ``unclench serve --host`` adds its own.
* ``UNCLENCH_SOURCE``: the address of this site's source code (offered by the site itself where unset).
"""

import os

from unclench.project import place
from unclench.project.settings.base import *  # noqa: F403 - settings modules stack; this is Django's own way

DATA = place.data_folder()
SECRET_KEY = place.secret_key(DATA)
ALLOWED_HOSTS = [
    host for host in os.environ.get("UNCLENCH_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
WAGTAILADMIN_BASE_URL = f"http://{ALLOWED_HOSTS[0]}"
SOURCE = os.environ.get("UNCLENCH_SOURCE", "")
DATABASES = {"default": place.sqlite(DATA / place.DATABASE)}
