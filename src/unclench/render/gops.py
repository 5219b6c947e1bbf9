"""The coded pictures of scenes: shipped for the scripts we ship, made and kept for all others.

``python -m unclench.render.gops build`` draws and codes all scenes of the shipped scripts anew, a pack for
each posture under ``render/data/gops``.
"""

import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from unclench.render.gop import Gop, address, encode
from unclench.render.gop_pack import Pack, pack, unpack
from unclench.render.picture_scene import Scene, scenes
from unclench.sessions.body import Body, Mode, Posture
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit, reach
from unclench.sessions.script import Script
from unclench.sessions.timeline import Ending


class Store(Protocol):
    """Where made pictures are kept: bytes by address."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


class Kept:
    """A store in memory, for whoever brings none."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put there, or ``None``."""
        return self._values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        self._values[key] = value


_KEPT = Kept()


def find(scene: Scene, store: Store | None = None) -> Gop:
    """A scene's pictures: out of the shipped packs, else out of the store, else made now and put there."""
    return _shipped(scene) or make(scene, store)


@lru_cache(maxsize=512)
def _shipped(scene: Scene) -> Gop | None:
    return shipped_pack(scene.posture).get(address(scene))


def make(scene: Scene, store: Store | None = None) -> Gop:
    """A scene's pictures as this machine codes them: out of the store, else made now and put there."""
    store, key = store or _KEPT, f"here-{address(scene)}"
    if found := store.get(key):
        run = unpack(found).get(key)
        if run is not None:
            return run
    run = encode(scene)
    store.put(key, pack({key: run}))
    return run


@cache
def shipped_pack(posture: Posture) -> Pack:
    """The pack of a posture that we ship."""
    return unpack(files("unclench.render").joinpath("data", "gops", f"{posture}.gops").read_bytes())


def shipped_scenes(posture: Posture) -> Iterator[Scene]:
    """Every scene that a shipped script can come to in a posture, once each."""
    found: dict[Scene, None] = {}
    for script in map(load_script, script_ids()):
        for mode in (Mode.TENSE, Mode.GENTLE, Mode.RELEASE_ONLY, Mode.IMAGINE):
            for ending in Ending:
                found |= dict.fromkeys(_scenes_of(script, mode, posture, ending))
    yield from found


def _scenes_of(script: Script, mode: Mode, posture: Posture, ending: Ending) -> Iterator[Scene]:
    """Those of one fitting, all groups in one mode if they can: what a phase shows needs no more."""
    body = Body({group.id: mode for group in script.groups if mode in group.modes}, posture)
    longest = reach(script, body, _about, ending=ending).longest_ms
    yield from scenes(fit(script, body, longest, _about, ending=ending))


def _about(text: str) -> int:
    """Roughly how long a text takes to say: for what a session shows, any length will do."""
    return 60 * len(text)


def build(folder: Path, posture: Posture) -> int:
    """Draw, code and write the pack of a posture; how many scenes it has."""
    runs = {address(scene): encode(scene) for scene in shipped_scenes(posture)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{posture}.gops").write_bytes(pack(runs))
    return len(runs)


def main(arguments: list[str]) -> None:
    """``build [POSTURE ...]``"""
    if arguments[:1] != ["build"]:
        raise SystemExit("python -m unclench.render.gops build [lying] [chair] [wheelchair]")
    folder = Path(__file__).parent / "data" / "gops"
    for posture in map(Posture, arguments[1:] or list(Posture)):
        sys.stderr.write(f"{posture}: {build(folder, posture)} scenes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
