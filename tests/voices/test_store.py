"""The store of kept files: whole, once, bounded, mended."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unclench.voices.store import Store, address


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.glob("??/*") if not path.name.startswith(".")]


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    Store(tmp_path).put(address("a"), b"sound")
    assert Store(tmp_path).get(address("a")) == b"sound"
    assert Store(tmp_path).get(address("b")) is None


def test_any_words_can_be_a_key(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("../../rain over the roof", b"tile")
    assert store.get("../../rain over the roof") == b"tile"
    assert all(tmp_path in path.parents for path in files_of(tmp_path))


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    store, key = Store(tmp_path), address("clip")
    store.put(key, b"as it was" * 100)
    [file] = files_of(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:40] + b"?" + whole[41:] if damage is None else damage)
    assert store.get(key) is None
    assert store.once(key, lambda: b"made again") == b"made again"
    assert Store(tmp_path).get(key) == b"made again"


def _make_slowly(folder: Path, log: Path, key: str) -> None:
    def make() -> bytes:
        with log.open("a") as stream:
            stream.write("made\n")
        time.sleep(0.2)
        return key.encode() * 1000

    assert Store(folder).once(key, make) == key.encode() * 1000


def test_several_processes_make_an_entry_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("spawn")
    many = [
        context.Process(target=_make_slowly, args=(tmp_path / "store", log, address(str(number % 2))))
        for number in range(4)
    ]
    for process in many:
        process.start()
    for process in many:
        process.join()
    assert [process.exitcode for process in many] == [0] * 4
    assert log.read_text().count("made") == 2


def test_the_least_recently_read_is_given_up_first(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=100_000)
    keys = [address(str(number)) for number in range(10)]
    for number, key in enumerate(keys):
        store.put(key, bytes(9_000))
        path = tmp_path / key[:2] / key
        os.utime(path, (time.time() - 100_000 + number, path.stat().st_mtime))
    assert store.get(keys[0]) is not None  # read: no longer the oldest
    for number in range(10, 14):
        store.put(address(str(number)), bytes(9_000))
    held = {path.name for path in files_of(tmp_path)}
    assert keys[0] in held
    assert keys[1] not in held
    assert address("13") in held


@given(sizes=st.lists(st.integers(0, 30_000), max_size=40))
def test_the_store_never_grows_much_past_its_limit(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder, limit=100_000)
    for number, size in enumerate(sizes):
        store.put(address(str(number)), bytes(size))
        assert sum(path.stat().st_size for path in files_of(folder)) <= 100_000 * 17 // 16 + 30_016


def test_nothing_half_written_is_left_when_the_folder_is_full_of_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "store"
    blocked.write_text("a file where a folder should be")
    assert Store(blocked).once(address("x"), lambda: b"still made") == b"still made"


def test_addresses_tell_parts_apart() -> None:
    assert address("ab", "c") != address("a", "bc")
    assert address("a") != address("a", "")
