"""``unclench session render``: a session as a file: sound, video, captions, words or data."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unclench.cli.place import data_option, existing_data
from unclench.cli.session import find_script
from unclench.cli.voice import SPEEDS
from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Mode, Posture, Side
from unclench.sessions.speech import minutes_and_seconds
from unclench.sessions.timeline import Ending

if TYPE_CHECKING:
    from unclench.sessions.script import Script
    from unclench.voices.catalogue import Voices
    from unclench.voices.spoken import SpokenSession
    from unclench.voices.voice import Voice

_KINDS = (".mp3", ".mp4", ".vtt", ".txt", ".json")


@click.command()
@click.argument("script_id", metavar="ID|FILE.toml")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(path_type=Path),
    help=f"Ends in {' '.join(_KINDS)}.",
)
@click.option("--minutes", type=float, default=None, help="How long, in minutes; decimals are fine.")
@click.option("--voice", "voice_name", default=None, metavar="NAME", help="See: unclench voice list.")
@click.option("--fall-back", default=None, metavar="NAME", help="Who says the cues a recorded voice lacks.")
@click.option("--speed", type=click.Choice(SPEEDS), default="usual", show_default=True)
@click.option("--language", default="en", show_default=True)
@click.option(
    "--posture", type=click.Choice([posture.value for posture in Posture]), default="lying", show_default=True
)
@click.option(
    "--dominant", type=click.Choice([side.value for side in Side]), default="right", show_default=True
)
@click.option(
    "--mode", "modes", multiple=True, metavar="GROUP=MODE", help="A group's mode; may be given again."
)
@click.option(
    "--ambient", default="none", show_default=True, metavar="NAME|none", help="A sound under the voice."
)
@click.option(
    "--ending", type=click.Choice([ending.value for ending in Ending]), default="return", show_default=True
)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print what was written as data.")
def render(
    script_id: str,
    output: Path,
    minutes: float | None,
    voice_name: str | None,
    fall_back: str | None,
    speed: str,
    language: str,
    posture: str,
    dominant: str,
    modes: tuple[str, ...],
    ambient: str,
    ending: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Make a session's file: MP3, MP4, captions (VTT), words (TXT) or data (JSON)."""
    kind = _kind(output)
    script = _script(script_id, language)
    body = Body(_modes(modes), Posture(posture), Side(dominant))
    duration_ms = _milliseconds(minutes, script)
    under = _ambient(ambient)

    from unclench.voices.catalogue import Voices
    from unclench.voices.spoken import speak

    voices = Voices(existing_data(data))
    voice = _voice(voices, script, voice_name, speed, fall_back)
    spoken = speak(script, body, duration_ms, voice, ending=Ending(ending), store=voices.store)
    _write(output, kind, spoken, under)
    _tell(output, spoken, as_json=as_json)


def _kind(output: Path) -> str:
    kind = output.suffix.lower()
    if kind not in _KINDS:
        raise BadInput(
            f"is no kind of file we can make ('{kind}')",
            where=str(output),
            mend=f"end it in {', '.join(_KINDS)}",
        )
    if output.is_dir():
        raise BadInput("is a folder", where=str(output), mend="name a file in it")
    return kind


def _script(name: str, language: str) -> "Script":
    from unclench.sessions.catalogue import load_script

    return find_script(name) if name.endswith(".toml") else load_script(name, language)


def _modes(given: Sequence[str]) -> dict[str, Mode]:
    modes: dict[str, Mode] = {}
    for pair in given:
        group, sign, mode = pair.partition("=")
        if not sign or mode not in {known.value for known in Mode}:
            raise BadInput(
                f"'{pair}' is not a group and its mode",
                where="--mode",
                mend=f"write GROUP=MODE, with one of: {', '.join(known.value for known in Mode)}",
            )
        modes[group] = Mode(mode)
    return modes


def _milliseconds(minutes: float | None, script: "Script") -> int:
    if minutes is None:
        return script.usual_ms
    if not 0 < minutes <= 24 * 60:
        raise BadInput(
            f"{minutes:g} minutes is no length for a session", where="--minutes", mend="give a number like 12"
        )
    return round(minutes * 60_000)


def _ambient(name: str) -> str | None:
    if name == "none":
        return None
    from unclench.render.ambient import AMBIENT_NAMES

    if name not in AMBIENT_NAMES:
        known = ", ".join(("none", *AMBIENT_NAMES))
        raise BadInput(f"there is no sound called '{name}'", where="--ambient", mend=f"use one of: {known}")
    return name


def _voice(
    voices: "Voices", script: "Script", name: str | None, speed: str, fall_back: str | None
) -> "Voice":
    from unclench.voices.catalogue import READY

    voice = voices.for_script(script, name, speed=speed, fall_back=fall_back)
    if name is None and voice.name != READY:
        click.echo(f"The ready voice does not know this script; '{voice.name}' speaks it.", err=True)
    return voice


def _write(output: Path, kind: str, spoken: "SpokenSession", ambient: str | None) -> None:
    from unclench.render.files import save, whole_file

    if kind == ".mp3":
        save(spoken.mp3(ambient), output)
        return
    if kind == ".mp4":
        save(spoken.mp4(ambient), output)
        return
    texts: dict[str, Callable[[], str]] = {
        ".vtt": spoken.webvtt,
        ".txt": spoken.plain,
        ".json": lambda: json.dumps(spoken.manifest(), ensure_ascii=False, indent=1) + "\n",
    }
    content = texts[kind]().encode()
    with whole_file(output) as stream:
        stream.write(content)


def _tell(output: Path, spoken: "SpokenSession", *, as_json: bool) -> None:
    told = {
        "file": str(output),
        "bytes": output.stat().st_size,
        "duration_ms": spoken.timeline.duration_ms,
        "voice": spoken.voice.name,
        "cues": len(spoken.timeline.cues),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    minutes = minutes_and_seconds(spoken.timeline.duration_ms)
    click.echo(f"{output}: {minutes}, {told['bytes']} bytes, voice {told['voice']}", err=True)
