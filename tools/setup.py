"""Make .venv as uv.lock says, from nothing but Python 3.11 and a network; do nothing where it is made.

Usage: python3 tools/setup.py run|test|bench

Debian's Python comes without pip and venv, so uv is looked for on the PATH, then asked of pip, and at last
fetched as a wheel from the package index and checked against the digest that the index gives.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_HOME = ROOT / ".cache" / "uv"
OLDEST = (3, 11)
SETS = {
    "run": ["--no-default-groups"],
    "test": ["--extra", "piper"],
    "bench": ["--extra", "piper"],
}


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < OLDEST:
        sys.exit(f"Unclench needs Python 3.11 or newer; this is {platform.python_version()}.")
    if wanted == "bench":
        sync(ROOT / "bench" / "peers", [], "peers")
    sync(ROOT, SETS[wanted], wanted)


def sync(project: Path, options: list[str], name: str) -> None:
    """Bring the project's virtual environment in line with its lock file, unless a stamp says it is."""
    stamp = project / ".venv" / f".{name}.stamp"
    state = digest(project / "uv.lock", project / "pyproject.toml", extra=" ".join(options) + sys.version)
    if stamp.is_file() and stamp.read_text() == state:
        return
    print(f"Setting up {project.name} ({name}): the first time takes a minute.", file=sys.stderr)
    command = [
        find_uv(),
        "sync",
        "--frozen",
        "--inexact",
        "--no-progress",
        "--python",
        sys.executable,
        *options,
    ]
    outcome = subprocess.run(command, cwd=project, env=clean_environment(), capture_output=True, text=True)
    if outcome.returncode:
        sys.exit(f"Setting up failed. What uv said:\n{outcome.stderr}")
    stamp.write_text(state)


def digest(*files: Path, extra: str) -> str:
    total = hashlib.sha256(extra.encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def clean_environment() -> dict[str, str]:
    """Our environment less an active virtual one, plus the certificates that the machine trusts.

    Clinics often sit behind a proxy whose certificate only the machine knows.
    """
    foreign = {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    kept = {key: value for key, value in os.environ.items() if key not in foreign}
    return {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", **kept}


def find_uv() -> str:
    here = UV_HOME / "bin" / "uv"
    if here.is_file():
        return str(here)
    return shutil.which("uv") or uv_from_pip(here) or uv_from_index(here)


def uv_from_pip(target: Path) -> str | None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--target",
        str(UV_HOME),
        "uv",
    ]
    outcome = subprocess.run(command, capture_output=True, text=True)
    return str(target) if outcome.returncode == 0 and target.is_file() else None


def uv_from_index(target: Path) -> str:
    """Fetch uv's wheel through the index's JSON and take the program out of it."""
    base = os.environ.get("UV_INDEX_URL") or os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"
    request = urllib.request.Request(
        f"{base.rstrip('/')}/uv/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        files = json.load(answer)["files"]
    tag = f"manylinux_2_17_{platform.machine()}"
    fitting = [file for file in files if tag in file["filename"] and not file.get("yanked")]
    if not fitting:
        sys.exit(
            f"No uv for this machine ({platform.machine()}) in the package index; install uv and try again."
        )
    wheel = max(fitting, key=lambda file: release(file["filename"]))
    with urllib.request.urlopen(wheel["url"], timeout=300) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != wheel["hashes"]["sha256"]:
        sys.exit("uv did not arrive as the package index describes it; try again.")
    unpack(data, target)
    return str(target)


def release(filename: str) -> tuple[int, ...]:
    """The version in a wheel's name as numbers, so that 0.13 comes after 0.9."""
    return tuple(int(part) for part in filename.split("-")[1].split(".") if part.isdigit())


def unpack(wheel: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    archive = UV_HOME / "uv.whl"
    archive.write_bytes(wheel)
    with zipfile.ZipFile(archive) as parts:
        name = next(name for name in parts.namelist() if name.endswith("scripts/uv"))
        target.write_bytes(parts.read(name))
    target.chmod(0o755)
    archive.unlink()


if __name__ == "__main__":
    main()
