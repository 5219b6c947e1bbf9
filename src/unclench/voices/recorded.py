"""A recorded voice: a person's own clips, one for each cue, in one folder of the site's data.

``NAME/voice.json`` says whose it is; each take is ``takes/SLUG.json`` with ``SLUG.flac`` (trimmed, levelled)
and ``SLUG.quiet.flac`` (the room beside it). A take counts once its ``.json`` does, which is written last and
knows its sound by its sum.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from unclench.kernel.errors import BadInput
from unclench.render.clip import Samples
from unclench.render.decode import read_sound
from unclench.render.files import whole_file
from unclench.sessions.script import Script
from unclench.voices.clips import KeptClip, Shelf, milliseconds
from unclench.voices.flac import to_flac
from unclench.voices.pace import stretch_of, stretched_samples
from unclench.voices.room import room_tone
from unclench.voices.slug import cue_slug
from unclench.voices.store import address
from unclench.voices.stretching import StretchedClip, stretched_clip
from unclench.voices.take import Take, make_take

KIND = "recorded"
_ROOM_FROM = 40


class MissingCue(BadInput):
    """A recorded voice has no take of a cue; carries the cue's text."""

    def __init__(self, voice: str, text: str) -> None:
        self.text = text
        super().__init__(
            f"the voice '{voice}' has no recording of “{text}”",
            mend="record it, or name another with --fall-back",
        )


@dataclass(frozen=True)
class RecordedVoice:
    """The clips of one person."""

    folder: Path
    shelf: Shelf = field(repr=False)
    speed: str = "usual"

    @property
    def name(self) -> str:
        """Short identifier: the folder's name."""
        return self.folder.name

    @cached_property
    def _about(self) -> dict[str, Any]:
        about: dict[str, Any] = json.loads((self.folder / "voice.json").read_text(encoding="utf-8"))
        return about

    @property
    def title(self) -> str:
        """What people read in the list of voices."""
        return str(self._about.get("title") or self.name)

    @property
    def language(self) -> str:
        """BCP 47."""
        return str(self._about.get("language", "en-GB"))

    @cached_property
    def room_tone(self) -> Samples | None:
        """The room this person recorded in, as a loop; ``None`` when no take holds any of it."""
        files = sorted(self._takes.glob("*.quiet.flac"))[:_ROOM_FROM]
        seen = [f"{file.name} {file.stat().st_mtime_ns}" for file in files]
        kept = self.shelf.blob(address("room", str(self.folder), *seen), lambda: _room(files))
        return np.frombuffer(kept, dtype="<f4") if kept else None

    def holds(self, text: str) -> bool:
        """Whether there is a take of this cue."""
        return self._take(text) is not None

    def missing(self, script: Script) -> tuple[str, ...]:
        """The script's cues that are not recorded yet, in its own order."""
        return self.missing_texts(script.texts())

    def missing_texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of the texts that are not recorded yet."""
        return tuple(text for text in texts if not self.holds(text))

    def count(self) -> int:
        """How many cues are recorded."""
        return sum(1 for _ in self._takes.glob("*.json"))

    def spoken_ms(self, text: str) -> int:
        """How long the clip lasts, rounded up.

        Raises:
            MissingCue: there is no take.
        """
        return milliseconds(stretched_samples(int(self._found(text)["samples"]), stretch_of(self.speed)))

    def clip(self, text: str) -> KeptClip | StretchedClip:
        """The clip of this text.

        Raises:
            MissingCue: there is no take.
        """
        take = self._found(text)
        usual = self.shelf.clip(address("recorded", take["sum"]), lambda: self._pcm(text))
        stretch = stretch_of(self.speed)
        return usual if stretch == 1 else stretched_clip(usual, stretch, self.shelf)

    def save_take(self, text: str, content: bytes, *, where: str = "") -> Take:
        """Keep a recording of a cue, in the place of an earlier one.

        Args:
            text: the cue's text.
            content: the bytes of a WAV, FLAC, MP3, Opus or M4A file.
            where: how to call the recording in messages; the cue's text by default.

        Raises:
            BadInput: the recording cannot be used (see `make_take`), or the folder cannot be written to.
        """
        take = make_take(content, where=where or f"“{text}”")
        self._make_folder()
        sound = to_flac(take.pcm)
        about = {
            "text": " ".join(text.split()),
            "samples": len(take.pcm),
            "snr_db": round(take.snr_db, 1),
            "notes": list(take.notes),
            "sum": _sum(sound),
        }
        slug = cue_slug(text)
        _write(self._takes / f"{slug}.flac", sound)
        if len(take.quiet):
            _write(self._takes / f"{slug}.quiet.flac", to_flac(take.quiet))
        else:
            (self._takes / f"{slug}.quiet.flac").unlink(missing_ok=True)
        _write(self._takes / f"{slug}.json", json.dumps(about, ensure_ascii=False).encode())
        self.__dict__.pop("room_tone", None)
        return take

    def remove_take(self, text: str) -> bool:
        """Give up the recording of a cue; tells whether there was one."""
        slug = cue_slug(text)
        files = [self._takes / f"{slug}{ending}" for ending in (".json", ".flac", ".quiet.flac")]
        there = files[0].exists()
        for file in files:
            file.unlink(missing_ok=True)
        self.__dict__.pop("room_tone", None)
        return there

    @property
    def _takes(self) -> Path:
        return self.folder / "takes"

    def _make_folder(self) -> None:
        try:
            self._takes.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise BadInput(
                f"cannot be made ({fault.strerror})",
                where=str(self._takes),
                mend="choose another with --data",
            ) from fault

    def _found(self, text: str) -> dict[str, Any]:
        take = self._take(text)
        if take is None:
            raise MissingCue(self.name, text)
        return take

    def _take(self, text: str) -> dict[str, Any] | None:
        try:
            about: dict[str, Any] = json.loads(
                (self._takes / f"{cue_slug(text)}.json").read_text(encoding="utf-8")
            )
        except (OSError, ValueError):
            return None
        return about if isinstance(about.get("samples"), int) and isinstance(about.get("sum"), str) else None

    def _pcm(self, text: str) -> Samples:
        file = self._takes / f"{cue_slug(text)}.flac"
        try:
            sound = file.read_bytes()
        except OSError as fault:
            raise BadInput(f"cannot be read ({fault.strerror})", where=str(file)) from fault
        if _sum(sound) != self._found(text)["sum"]:
            raise BadInput("is not the recording it was", where=str(file), mend="record this cue again")
        return read_sound(sound, where=str(file))


def start_recorded(folder: Path, *, title: str = "", language: str = "en-GB") -> None:
    """Make the folder of a new recorded voice, or give an old one its title.

    Raises:
        BadInput: it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        mend = "choose another with --data"
        raise BadInput(f"cannot be made ({fault.strerror})", where=str(folder), mend=mend) from fault
    about = {"kind": KIND, "title": title or f"{folder.name} (recorded)", "language": language}
    _write(folder / "voice.json", json.dumps(about, ensure_ascii=False).encode())


def give_up(folder: Path) -> None:
    """Take away a recorded voice, with all its takes."""
    shutil.rmtree(folder, ignore_errors=True)


def _room(files: list[Path]) -> bytes:
    tone = room_tone([read_sound(file, where=file.name) for file in files])
    return b"" if tone is None else tone.astype("<f4").tobytes()


def _sum(sound: bytes) -> str:
    return hashlib.blake2b(sound, digest_size=16).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as stream:
        stream.write(content)
