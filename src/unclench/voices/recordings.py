"""Taking in a folder of recordings, one file for each cue, told apart by a list or by their names."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from unclench.kernel.errors import BadInput
from unclench.voices.recorded import RecordedVoice
from unclench.voices.slug import cue_slug

SOUNDS = frozenset({".wav", ".flac", ".mp3", ".opus", ".ogg", ".m4a", ".aac", ".webm"})
LIST = "cues.csv"

_NUMBER = re.compile(r"(\d{1,4})(?:[ ._-].*)?")


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of a folder: cues taken, files refused (a line each), notes, and files of no cue."""

    taken: tuple[str, ...]
    refused: tuple[str, ...]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


def take_in(voice: RecordedVoice, folder: Path, texts: Sequence[str]) -> Intake:
    """Keep every usable recording of a folder.

    Files are matched by ``cues.csv`` in the folder (two columns: file, the cue's words), else by name: the
    cue's words with hyphens (``let-go-now.wav``), or its number among ``texts``, from 1 (``07.wav``).

    Raises:
        BadInput: the folder is not there, or its list cannot be used. A single bad recording raises nothing.
    """
    pairs, unknown = matched(folder, texts)
    taken, refused, notes = [], [], []
    for file, text in pairs:
        try:
            take = voice.save_take(text, _content(file), where=str(file))
        except BadInput as fault:
            refused.append(str(fault))
            continue
        taken.append(text)
        notes += [f"{file}: {note}" for note in take.notes]
    return Intake(tuple(taken), tuple(refused), tuple(notes), tuple(map(str, unknown)))


def matched(folder: Path, texts: Sequence[str]) -> tuple[list[tuple[Path, str]], list[Path]]:
    """Each sound file with its cue's text, and the sound files that belong to no cue.

    Raises:
        BadInput: the folder is not there, or its list cannot be used.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in SOUNDS)
    except OSError as fault:
        raise BadInput(
            f"cannot be read ({fault.strerror})", where=str(folder), mend="give a folder of recordings"
        ) from fault
    listed = _listed(folder / LIST) if (folder / LIST).exists() else {}
    by_slug = {cue_slug(text): text for text in texts}
    pairs, unknown = [], []
    for file in files:
        text = listed.get(file.name) or by_slug.get(cue_slug(file.stem)) or _numbered(file.stem, texts)
        if text:
            pairs.append((file, text))
        else:
            unknown.append(file)
    return pairs, unknown


def _numbered(stem: str, texts: Sequence[str]) -> str | None:
    found = _NUMBER.fullmatch(stem)
    number = int(found[1]) if found else 0
    return texts[number - 1] if 1 <= number <= len(texts) else None


def _listed(file: Path) -> dict[str, str]:
    try:
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    except (OSError, ValueError, csv.Error) as fault:
        raise BadInput(
            f"cannot be read ({fault})", where=str(file), mend="save it as CSV in UTF-8"
        ) from fault
    listed = {}
    for line, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise BadInput(
                "needs a file's name and the cue's words",
                where=f"{file}:{line}",
                mend="two columns: file, words",
            )
        name = row[0].strip()
        if line == 1 and not (file.parent / name).exists():
            continue  # a heading
        if not (file.parent / name).is_file():
            raise BadInput(f"there is no file '{name}' in the folder", where=f"{file}:{line}")
        listed[name] = " ".join(row[1].split())
    return listed


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise BadInput(f"cannot be read ({fault.strerror})", where=str(file)) from fault
