"""The data folder: for its owner alone, and said plainly when it cannot be used."""

import stat
import threading
from pathlib import Path

import pytest

from unclench.kernel.errors import BadInput
from unclench.project import place
from unclench.project.demo import _drawn


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    place.make_folder(tmp_path / "a" / "data")
    assert mode(tmp_path / "a" / "data") == 0o700
    assert list((tmp_path / "a" / "data").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="cannot be written to") as fault:
        place.make_folder(tmp_path / "file" / "data")
    assert "--data" in fault.value.mend


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    key = place.secret_key(tmp_path)
    assert place.secret_key(tmp_path) == key
    assert len(key) >= 50
    assert mode(tmp_path / "secret-key") == 0o600
    assert len(list(tmp_path.iterdir())) == 1


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    starts = [threading.Thread(target=lambda: keys.append(place.secret_key(tmp_path))) for _ in range(8)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    assert place.secret_key(tmp_path / "a") != place.secret_key(tmp_path / "b")


def test_demo_passwords_are_drawn_once_for_each_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    first = _drawn(tmp_path, ["editor", "nurse"])
    assert _drawn(tmp_path, ["editor", "nurse"]) == first
    assert {account.email for account in first} == {"editor@demo.example", "nurse@demo.example"}
    assert mode(tmp_path / "demo-accounts.json") == 0o600
    assert _drawn(tmp_path / "b", ["editor"])[0].password != first[0].password
