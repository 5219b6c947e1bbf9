"""A site's own server behind a proxy that speaks TLS. As ``embedded``, and nothing leaves in the clear.

From the environment, beside what ``embedded`` reads:

* ``UNCLENCH_HOSTS``: needed here; the first name is the site's public one.
* ``UNCLENCH_SECRET_KEY_FILE``: a file that holds the secret key (the one in the data folder where unset).

The proxy must set ``X-Forwarded-Proto`` itself and drop what came from outside.
"""

import os
from pathlib import Path

from unclench.project import place
from unclench.project.settings.base import *  # noqa: F403 - settings modules stack; this is Django's own way

DATA = place.data_folder()
_KEY_FILE = os.environ.get("UNCLENCH_SECRET_KEY_FILE")
SECRET_KEY = Path(_KEY_FILE).read_text(encoding="ascii").strip() if _KEY_FILE else place.secret_key(DATA)
ALLOWED_HOSTS = os.environ["UNCLENCH_HOSTS"].split(",")
WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SOURCE = os.environ.get("UNCLENCH_SOURCE", "")
DATABASES = {"default": place.sqlite(DATA / place.DATABASE)}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
