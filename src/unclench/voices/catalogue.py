"""Which voices there are, and one of them by name."""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from unclench.kernel.errors import BadInput
from unclench.sessions.script import Script
from unclench.voices.clips import Shelf
from unclench.voices.engine_voice import EngineVoice
from unclench.voices.engines.apart import EngineApart, engine
from unclench.voices.engines.engine import EngineAbsent
from unclench.voices.fallback import FallBack
from unclench.voices.pace import stretch_of
from unclench.voices.pack import NAME, PackVoice, ready_pack
from unclench.voices.recorded import KIND as RECORDED
from unclench.voices.recorded import RecordedVoice
from unclench.voices.store import USUAL_LIMIT, Store
from unclench.voices.voice import Voice

READY = NAME
"""The default: the ready pack."""

EMBEDDED = "espeak"
"""The voice for texts of one's own: always there."""

PIPER = "piper"

_ENGINES = {
    EMBEDDED: ("espeak", "", "Embedded (a computer's voice, man, British English)", "en-GB"),
    "flite-slt": ("flite", "slt", "Flite slt (a computer's voice, woman, American English)", "en-US"),
    "flite-rms": ("flite", "rms", "Flite rms (a computer's voice, man, American English)", "en-US"),
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice as lists show it.

    ``kind`` is one of ready, embedded, system, piper, recorded; ``cues`` is how many a person has recorded.
    """

    name: str
    kind: str
    title: str
    language: str
    cues: int | None = None

    def data(self) -> dict[str, object]:
        """As plain data, for JSON."""
        return {key: value for key, value in asdict(self).items() if value is not None}


class Voices:
    """The voices of one site.

    Args:
        data: the site's data folder, where added voices and kept clips lie; ``None``: clips in memory only.
        limit: how many bytes of clips to keep on disk.
    """

    def __init__(self, data: Path | None, *, limit: int = USUAL_LIMIT) -> None:
        self._data = data
        self.store = Store(data / "cache" / "clips", limit) if data else None
        self.shelf = Shelf(self.store)

    def names(self) -> tuple[str, ...]:
        """The names of all voices that can speak here, the default first."""
        return tuple(listed.name for listed in self.list())

    def list(self) -> tuple[Listed, ...]:
        """All voices that can speak here, the default first."""
        ready = PackVoice(ready_pack(), self.shelf)
        found = [Listed(ready.name, "ready", ready.title, ready.language)]
        for name, (kind, argument, title, language) in _ENGINES.items():
            if _usable(kind, argument):
                found.append(Listed(name, "embedded" if name == EMBEDDED else "system", title, language))
        return (*found, *self._added())

    def find(self, name: str | None = None, *, speed: str = "usual", fall_back: str | None = None) -> Voice:
        """A voice by its name; ``None`` is the default, the ready pack.

        Args:
            name: as in `names`.
            speed: ``slower``, ``usual`` or ``faster``.
            fall_back: for a recorded voice: who says the cues that are not recorded.

        Raises:
            BadInput: there is no such voice or speed, or it cannot speak here.
        """
        stretch_of(speed)
        voice = self._named(name or READY, speed)
        if fall_back and isinstance(voice, RecordedVoice):
            return FallBack(voice, self._named(fall_back, speed))
        return voice

    def for_script(
        self, script: Script, name: str | None = None, *, speed: str = "usual", fall_back: str | None = None
    ) -> Voice:
        """As `find`; the embedded voice where none is named and the ready pack does not know the script."""
        if name is None and not all(map(ready_pack().holds, script.texts())):
            name = EMBEDDED
        return self.find(name, speed=speed, fall_back=fall_back)

    def recorded(self, name: str) -> RecordedVoice:
        """A recorded voice by its name.

        Raises:
            BadInput: there is no such recorded voice.
        """
        if self._kind(name) != RECORDED:
            known = (
                ", ".join(listed.name for listed in self._added() if listed.kind == RECORDED) or "none yet"
            )
            raise BadInput(f"there is no recorded voice called '{name}'", mend=f"recorded voices: {known}")
        return RecordedVoice(self.place(name), self.shelf)

    def place(self, name: str) -> Path:
        """The folder of an added voice, which may not be there yet.

        Raises:
            BadInput: the name cannot be used or is one of our own, or there is no data folder.
        """
        if not _NAME.fullmatch(name):
            raise BadInput(
                f"'{name}' cannot be a voice's name",
                mend="use up to 60 letters, digits, hyphens and underscores",
            )
        if name == READY or name in _ENGINES:
            raise BadInput(f"'{name}' is a voice that comes with Unclench", mend="choose another name")
        if self._data is None:
            raise BadInput("there is no data folder to keep a voice in", mend="name one with --data")
        return self._data / "voices" / name

    def _named(self, name: str, speed: str) -> Voice:
        if name == READY:
            return PackVoice(ready_pack(), self.shelf, speed)
        if name in _ENGINES:
            kind, argument, title, language = _ENGINES[name]
            return self._speaking(
                EngineVoice(name, title, language, engine(kind, argument), self.shelf, speed)
            )
        added = self._kind(name)
        if added == RECORDED:
            return RecordedVoice(self.place(name), self.shelf, speed)
        if added == PIPER:
            return self._speaking(self._piper(name, speed))
        raise BadInput(f"there is no voice called '{name}'", mend=f"voices: {', '.join(self.names())}")

    def _speaking(self, voice: EngineVoice) -> EngineVoice:
        try:
            voice.engine.version()
        except EngineAbsent as fault:
            raise BadInput(f"the voice '{voice.name}' cannot speak here: {fault}") from fault
        return voice

    def _piper(self, name: str, speed: str) -> EngineVoice:
        folder = self.place(name)
        about = _about(folder)
        model = str(folder / f"{name}.onnx")
        title, language = str(about.get("title", name)), str(about.get("language", "en"))
        return EngineVoice(name, title, language, engine(PIPER, model), self.shelf, speed)

    def _kind(self, name: str) -> str | None:
        if self._data is None or not _NAME.fullmatch(name):
            return None
        return _about(self._data / "voices" / name).get("kind")

    def _added(self) -> tuple[Listed, ...]:
        folder = self._data / "voices" if self._data else None
        if folder is None or not folder.is_dir():
            return ()
        added = []
        for place in sorted(folder.iterdir()):
            about = _about(place)
            if about.get("kind") == RECORDED:
                voice = RecordedVoice(place, self.shelf)
                added.append(Listed(place.name, RECORDED, voice.title, voice.language, voice.count()))
            elif about.get("kind") == PIPER:
                added.append(Listed(place.name, PIPER, str(about["title"]), str(about["language"])))
        return tuple(added)


def _about(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads((folder / "voice.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


@cache
def _usable(kind: str, argument: str) -> bool:
    """Tried in a child that is ended again: an engine that nobody asked for keeps no memory."""
    trial = EngineApart(kind, argument)
    try:
        trial.version()
    except EngineAbsent:
        return False
    finally:
        trial.close()
    return True
