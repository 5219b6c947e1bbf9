"""``unclench voice``: which voices there are, adding one, trying one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unclench.cli.place import data_option, existing_data, usual_data
from unclench.kernel.errors import BadInput

if TYPE_CHECKING:
    from unclench.voices.catalogue import Voices
    from unclench.voices.recordings import Intake

SPEEDS = ("slower", "usual", "faster")
_NAMED = 5


@click.group()
def voice() -> None:
    """Voices: list them, add one, try one."""


@voice.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of lines.")
@data_option
def list_voices(as_json: bool, data: Path | None) -> None:
    """List the voices that can speak here, the default first."""
    from unclench.voices.catalogue import Voices

    voices = Voices(existing_data(data))
    listed = [entry.data() | _missing(voices, entry.name, entry.kind) for entry in voices.list()]
    if as_json:
        click.echo(json.dumps({"voices": listed}, ensure_ascii=False, indent=2))
        return
    width = max(len(str(entry["name"])) for entry in listed)
    for entry in listed:
        cues = f"  ({entry['cues']} cues recorded)" if "cues" in entry else ""
        click.echo(f"{entry['name']!s:<{width}}  {entry['language']!s:<6} {entry['title']}{cues}")


@voice.command()
@click.argument("name")
@click.argument("source", metavar="[FILE.onnx|DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--script", default="full", show_default=True, help="The session whose cues a folder's numbers count."
)
@click.option("--title", default="", help="What people read in the list of voices.")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of lines.")
@data_option
def add(name: str, source: Path | None, script: str, title: str, as_json: bool, data: Path | None) -> None:
    """Add a voice: a folder of recordings, a Piper model's file, or a Piper voice by its name."""
    from unclench.voices.adding import add_piper
    from unclench.voices.catalogue import Voices

    voices = Voices(usual_data(data))
    if source is not None and source.is_dir():
        _add_recordings(voices, name, source, script=script, title=title, as_json=as_json)
        return
    if source is not None and not source.exists():
        raise BadInput(
            "is not there", where=str(source), mend="give a folder of recordings, or a Piper model's .onnx"
        )
    if source is not None and source.suffix != ".onnx":
        raise BadInput(
            "is no voice", where=str(source), mend="give a folder of recordings, or a Piper model's .onnx"
        )
    add_piper(voices, name, source)
    click.echo(json.dumps({"name": name, "kind": "piper"}) if as_json else f"{name}: added; it can speak")


@voice.command("try")
@click.argument("text")
@click.option(
    "-o", "--output", required=True, metavar="OUT.wav", type=click.Path(path_type=Path, dir_okay=False)
)
@click.option(
    "--voice", "name", default=None, metavar="NAME", help="The voice; without it, the embedded one."
)
@click.option("--speed", type=click.Choice(SPEEDS), default="usual", show_default=True)
@data_option
def try_voice(text: str, output: Path, name: str | None, speed: str, data: Path | None) -> None:
    """Hear a voice say something of your own, as a WAV file."""
    from unclench.render.files import whole_file
    from unclench.voices.catalogue import EMBEDDED, Voices
    from unclench.voices.wav import to_wav

    if output.suffix.lower() != ".wav":
        raise BadInput("is not a name for a WAV file", where=str(output), mend="end it in .wav")
    voice = Voices(existing_data(data)).find(name or EMBEDDED, speed=speed)
    sound = to_wav(voice.clip(text).pcm())
    with whole_file(output) as stream:
        stream.write(sound)


def _add_recordings(
    voices: "Voices", name: str, folder: Path, *, script: str, title: str, as_json: bool
) -> None:
    from unclench.cli.session import find_script
    from unclench.voices.recorded import give_up, start_recorded
    from unclench.voices.recordings import matched, take_in

    found = find_script(script)
    texts = found.texts()
    place = voices.place(name)
    if not matched(folder, texts)[0]:
        raise BadInput(
            f"holds no recording of a cue of '{found.id}'",
            where=str(folder),
            mend="name files by the cue's words (let-go.wav) or number (07.wav), or list in cues.csv",
        )
    if not (place / "voice.json").exists():
        start_recorded(place, title=title)
    recorded = voices.recorded(name)
    intake = take_in(recorded, folder, texts)
    _report(name, intake, recorded.missing(found), found.id, as_json=as_json)
    if not intake.taken:
        if not recorded.count():
            give_up(place)
        raise BadInput("none of the recordings can be used", where=str(folder), mend="see the lines above")


def _report(name: str, intake: "Intake", missing: tuple[str, ...], script: str, *, as_json: bool) -> None:
    for line in (*intake.refused, *intake.notes, *(f"{file}: belongs to no cue" for file in intake.unknown)):
        click.echo(line, err=True)
    if as_json:
        told = {"name": name, "kind": "recorded", "taken": len(intake.taken), "refused": list(intake.refused)}
        click.echo(json.dumps(told | {"missing": list(missing)}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{name}: {len(intake.taken)} cues taken")
    if missing:
        first = "; ".join(f"“{text}”" for text in missing[:_NAMED])
        more = "; ..." if len(missing) > _NAMED else ""
        click.echo(f"{len(missing)} cues of '{script}' are not recorded yet: {first}{more}")


def _missing(voices: "Voices", name: str, kind: str) -> dict[str, object]:
    """For a recorded voice: how many cues of each session are not recorded yet, and the first few."""
    if kind != "recorded":
        return {}
    from unclench.sessions.catalogue import load_script, script_ids

    recorded = voices.recorded(name)
    missing = {script: recorded.missing(load_script(script)) for script in script_ids()}
    return {
        "missing": {
            script: {"count": len(texts), "first": list(texts[:_NAMED])}
            for script, texts in missing.items()
            if texts
        }
    }
