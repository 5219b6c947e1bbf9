"""The coded pictures of scenes: shipped for the scripts we ship, made and kept for all others.

``python -m unclench.render.gops build`` writes a pack for each posture under ``render/data/gops``: every
scene of the shipped scripts. What is there already, drawn and coded as it would be now, stays.
"""

import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from unclench.render.gop import Gop, address, encode
from unclench.render.gop_pack import Pack, pack, unpack
from unclench.render.picture_paint import FADE_MS, RING_SECONDS, fade_frames
from unclench.render.picture_scene import Scene, scenes
from unclench.sessions.body import Body, Mode, Posture
from unclench.sessions.catalogue import load_script, script_ids
from unclench.sessions.fitting import fit, reach
from unclench.sessions.script import Script
from unclench.sessions.timeline import Ending


class Store(Protocol):
    """Where made pictures are kept: bytes by address."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes) -> None: ...


class Kept:
    """A store in memory for whoever brings none: so many values, then the oldest goes."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put there, or ``None``."""
        return self._values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        self._values[key] = value
        while len(self._values) > self._most:
            del self._values[next(iter(self._values))]


_KEPT = Kept()
_SPANS = (15, 40, RING_SECONDS)
"""A made scene is coded for one of these many seconds after its fade: few are shown for long."""

_LONG = 60
"""A shipped scene about a group is coded for so many: no shipped script rests longer with one."""


def find(scene: Scene, length_ms: int, store: Store | None = None) -> Gop:
    """A scene's pictures, for as long as that if one run can be: shipped, else stored, else made now."""
    return _shipped(scene) or make(scene, length_ms, store)


@lru_cache(maxsize=512)
def _shipped(scene: Scene) -> Gop | None:
    return shipped_pack(scene.posture).get(address(scene))


def make(scene: Scene, length_ms: int, store: Store | None = None) -> Gop:
    """A scene's pictures as this machine codes them: out of the store, else made now and put there."""
    tail = length_ms - fade_frames(scene) * FADE_MS
    seconds = next((span for span in _SPANS if span * 1000 >= tail), _SPANS[-1])
    store, key = store or _KEPT, f"{address(scene)}-{seconds}"
    if found := store.get(key):
        run = unpack(found).get(key)
        if run is not None:
            return run
    run = encode(scene, seconds)
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


def build(folder: Path, posture: Posture) -> tuple[int, int]:
    """Write the pack of a posture; how many scenes it has, and how many of them had to be drawn and coded."""
    path = folder / f"{posture}.gops"
    before = unpack(path.read_bytes()) if path.exists() else None
    runs: dict[str, Gop] = {}
    made = 0
    for scene in shipped_scenes(posture):
        run = before.get(address(scene)) if before else None
        made += run is None
        runs[address(scene)] = run or encode(scene, _LONG if scene.name else RING_SECONDS)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(runs))
    return len(runs), made


def main(arguments: list[str]) -> None:
    """``build [POSTURE ...]``"""
    if arguments[:1] != ["build"]:
        raise SystemExit("python -m unclench.render.gops build [lying] [chair] [wheelchair]")
    folder = Path(__file__).parent / "data" / "gops"
    for posture in map(Posture, arguments[1:] or list(Posture)):
        scenes_in_all, made = build(folder, posture)
        sys.stderr.write(f"{posture}: {scenes_in_all} scenes, {made} of them made now\n")


if __name__ == "__main__":
    main(sys.argv[1:])
