"""What the recording page reads: the recorded voices, and how far each has come with a script's cues."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from unclench.apps.people.models import Account
from unclench.apps.people.queries import has_role
from unclench.apps.people.roles import Role
from unclench.sessions.catalogue import load_script, script_ids
from unclench.voices.catalogue import Voices
from unclench.voices.recorded import KIND, RecordedVoice
from unclench.voices.slug import cue_slug


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A recorded voice in the list."""

    name: str
    title: str
    language: str
    cues: int


@dataclass(frozen=True, slots=True)
class CueRow:
    """A cue to record: its name in addresses, its words, and what is worth knowing of its take."""

    slug: str
    text: str
    recorded: bool
    notes: tuple[str, ...]


def may_record(account: object) -> bool:
    """Whether somebody may record voices: nurses and editors."""
    return isinstance(account, Account) and has_role(account, Role.NURSE, Role.EDITOR)


@cache
def site_voices() -> Voices:
    """The voices of this site."""
    return Voices(settings.DATA)


def recorded_voices() -> list[VoiceRow]:
    """All recorded voices, by name."""
    rows = [listed for listed in site_voices().list() if listed.kind == KIND]
    return [VoiceRow(row.name, row.title, row.language, row.cues or 0) for row in rows]


def cues_to_record(voice: RecordedVoice, script_id: str) -> list[CueRow]:
    """The cues of a script in its own order, each with the state of its take.

    Raises:
        BadInput: there is no such script.
    """
    return [_row(voice, text) for text in load_script(script_id).texts()]


def cue_text(slug: str) -> str | None:
    """The words of a cue by its name in addresses."""
    return _texts().get(slug)


def take_file(voice: RecordedVoice, slug: str) -> Path:
    """Where the take of a cue lies, if it is there."""
    return voice.folder / "takes" / f"{slug}.flac"


def _row(voice: RecordedVoice, text: str) -> CueRow:
    slug = cue_slug(text)
    about = voice.folder / "takes" / f"{slug}.json"
    if not voice.holds(text):
        return CueRow(slug, text, recorded=False, notes=())
    notes = json.loads(about.read_text(encoding="utf-8")).get("notes", [])
    return CueRow(slug, text, recorded=True, notes=tuple(map(str, notes)))


@cache
def _texts() -> dict[str, str]:
    return {cue_slug(text): text for id_ in script_ids() for text in load_script(id_).texts()}
