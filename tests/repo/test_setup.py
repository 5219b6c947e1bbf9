"""Setting up from nothing: the parts that can be tried without a network."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"unclench_tools_{name}", TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_newest_uv_is_the_one_with_the_highest_number_not_the_last_in_the_alphabet() -> None:
    names = [
        "uv-0.9.9-py3-none-manylinux.whl",
        "uv-0.13.9-py3-none-manylinux.whl",
        "uv-0.2.1-py3-none-any.whl",
    ]
    assert max(names, key=tool("setup").release).startswith("uv-0.13.9")


def test_an_active_environment_of_the_callers_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    environment = tool("setup").clean_environment()
    assert "VIRTUAL_ENV" not in environment
    assert environment["PATH"] == os.environ["PATH"]


def test_nothing_is_set_up_again_while_the_lock_file_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = tool("setup")
    (tmp_path / "uv.lock").write_text("one")
    (tmp_path / "pyproject.toml").write_text("two")
    fake = tmp_path / "uv"
    fake.write_text("#!/bin/sh\nmkdir -p .venv && echo ran >> runs\n")
    fake.chmod(0o755)
    monkeypatch.setattr(setup, "find_uv", lambda: str(fake))
    setup.sync(tmp_path, [], "run")
    setup.sync(tmp_path, [], "run")
    assert (tmp_path / "runs").read_text() == "ran\n"
    (tmp_path / "uv.lock").write_text("changed")
    setup.sync(tmp_path, [], "run")
    assert (tmp_path / "runs").read_text() == "ran\nran\n"


def test_a_failed_set_up_says_what_went_wrong_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = tool("setup")
    (tmp_path / "uv.lock").write_text("one")
    (tmp_path / "pyproject.toml").write_text("two")
    fake = tmp_path / "uv"
    fake.write_text("#!/bin/sh\nmkdir -p .venv; echo no network >&2; exit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(setup, "find_uv", lambda: str(fake))
    with pytest.raises(SystemExit, match="no network"):
        setup.sync(tmp_path, [], "run")
    assert list((tmp_path / ".venv").iterdir()) == []


def test_a_browser_that_somebody_names_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_CHROMIUM", sys.executable)
    assert tool("browser").named() == sys.executable
