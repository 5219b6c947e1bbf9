"""The settings of each way of running, from what the environment says."""

import json
import os
import subprocess
import sys
from pathlib import Path

NAMES = (
    "ALLOWED_HOSTS",
    "CSRF_COOKIE_SECURE",
    "DEBUG",
    "SECRET_KEY",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "WAGTAILADMIN_BASE_URL",
)


def settings(module: str, **environment: str) -> dict[str, object]:
    """The settings module as a process with this environment reads it."""
    script = (
        f"import json; from unclench.project.settings import {module} as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in {NAMES!r} if hasattr(s, n)}}))"
    )
    known = {name: value for name, value in os.environ.items() if not name.startswith("UNCLENCH_")}
    env = known | {"PYTHONPATH": "src"} | environment
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    read: dict[str, object] = json.loads(done.stdout)
    return read


def test_the_embedded_site_answers_to_this_machines_own_names_alone(tmp_path: Path) -> None:
    read = settings("embedded", UNCLENCH_DATA=str(tmp_path))
    assert read["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert read["DEBUG"] is False
    assert read["SECRET_KEY"] == (tmp_path / "secret-key").read_text()


def test_a_sites_own_server_sends_nothing_in_the_clear(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a secret of the site's own\n")
    read = settings(
        "server",
        UNCLENCH_DATA=str(tmp_path),
        UNCLENCH_HOSTS="relax.example,www.relax.example",
        UNCLENCH_SECRET_KEY_FILE=str(key),
    )
    assert read == {
        "ALLOWED_HOSTS": ["relax.example", "www.relax.example"],
        "CSRF_COOKIE_SECURE": True,
        "DEBUG": False,
        "SECRET_KEY": "a secret of the site's own",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "WAGTAILADMIN_BASE_URL": "https://relax.example",
    }
