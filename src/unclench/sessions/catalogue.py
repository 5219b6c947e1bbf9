"""The scripts that come with Unclench, and scripts of one's own: a file is all it takes."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from unclench.kernel.errors import BadInput
from unclench.kernel.toml import Table, read_toml
from unclench.sessions.body import Body, Posture
from unclench.sessions.fitting import reach
from unclench.sessions.reading import SHARED_KEYS, read_script
from unclench.sessions.script import Script
from unclench.sessions.speech import minutes_and_seconds, reading_ms
from unclench.sessions.timeline import Ending

_LANGUAGE = "en"


def parse_script(text: str, *, where: str) -> Script:
    """A script out of the text of its file; ``where`` names the file in messages.

    Raises:
        BadInput: names the file, the line and the key.
    """
    own = read_toml(text, where=where)
    script = read_script(own, _included(own))
    _check_usual_length(own, script)
    return script


@lru_cache(maxsize=64)
def load_script(script_id: str, language: str = _LANGUAGE) -> Script:
    """A script that comes with Unclench, read once.

    Raises:
        BadInput: there is no such script, or not in this language.
    """
    found = _shipped().get((script_id, language))
    if not found:
        known = ", ".join(script_ids(language)) or "none in this language"
        raise BadInput(f"there is no session called '{script_id}'", mend=f"known sessions: {known}")
    return parse_script(found.read_text(encoding="utf-8"), where=found.name)


@lru_cache(maxsize=8)
def script_ids(language: str = _LANGUAGE) -> tuple[str, ...]:
    """The ids of the scripts that come with Unclench, in the order people meet them."""
    scripts = [load_script(*key) for key in _shipped() if key[1] == language]
    return tuple(script.id for script in sorted(scripts, key=lambda script: (script.shelf, script.id)))


@lru_cache(maxsize=1)
def _shipped() -> dict[tuple[str, str], Traversable]:
    """Script files by id and language: ``full.toml`` is English, ``full.cy.toml`` would be Welsh."""
    shipped = {}
    for entry in (files("unclench.sessions") / "scripts").iterdir():
        if entry.name.endswith(".toml"):
            script_id, _, language = entry.name.removesuffix(".toml").partition(".")
            shipped[script_id, language or _LANGUAGE] = entry
    return shipped


def _check_usual_length(own: Table, script: Script) -> None:
    for posture in Posture:
        for ending in Ending:
            able = reach(script, Body(posture=posture), reading_ms, ending=ending)
            if not able.shortest_ms <= script.usual_ms <= able.longest_ms:
                shortest = minutes_and_seconds(able.shortest_ms, up=True)
                longest = minutes_and_seconds(able.longest_ms)
                what = f"is out of reach: {posture} with ending {ending} takes {shortest} to {longest}"
                raise own.fault("usual_minutes", what, "change the length, the pauses or the words")


def _included(own: Table) -> Table | None:
    if not own.has("include"):
        return None
    folder = files("unclench.sessions") / "scripts" / "shared"
    known = sorted(
        entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")
    )
    name = own.text("include")
    if name not in known:
        raise own.fault("include", f"names no shared words: '{name}'", f"known: {', '.join(known)}")
    return _shared(name)


@lru_cache(maxsize=8)
def _shared(name: str) -> Table:
    file = files("unclench.sessions") / "scripts" / "shared" / f"{name}.toml"
    table = read_toml(file.read_text(encoding="utf-8"), where=f"shared/{name}.toml")
    table.only(SHARED_KEYS)
    return table
