"""``unclench session``: what sessions there are and hold, and whether a script of one's own is sound."""

import json
from pathlib import Path

import click

from unclench.kernel.errors import BadInput
from unclench.sessions.body import Body, Posture
from unclench.sessions.catalogue import load_script, parse_script, script_ids
from unclench.sessions.fitting import Reach, reach
from unclench.sessions.script import Script, ScriptGroup
from unclench.sessions.speech import WORDS_PER_MINUTE, minutes_and_seconds, reading_ms
from unclench.sessions.timeline import Ending


@click.group()
def session() -> None:
    """Guided relaxation sessions: list them, look inside, check a script of your own."""


@session.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of lines.")
def list_sessions(as_json: bool) -> None:
    """List the sessions that come with Unclench."""
    scripts = [load_script(script_id) for script_id in script_ids()]
    if as_json:
        _print_json([_brief(script) for script in scripts])
        return
    for script in scripts:
        click.echo(f"{script.id:<14} {_minutes(script.usual_ms):>3} min  {script.title}")


@session.command()
@click.argument("script_id", metavar="ID|FILE.toml")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
def show(script_id: str, as_json: bool) -> None:
    """Show what a session holds: its groups, modes and lengths, and who asks their MS team first."""
    script = find_script(script_id)
    if as_json:
        _print_json(_data(script))
    else:
        click.echo(_described(script))


@session.command()
@click.argument("file", metavar="FILE.toml", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a script of your own; a fault is named with its line and key."""
    script = read_script_file(file)
    lengths = _reach(script)
    held = f"{len(script.groups)} groups" if script.groups else "steady breathing"
    texts = script.texts()
    words = sum(len(text.split()) for text in texts)
    click.echo(
        f"{file}: fine: '{script.title}', {held}, {len(texts)} texts with {words} words,"
        f" {_range(lengths)} at a calm reading pace"
    )


def find_script(name: str) -> Script:
    """The script with this id, or out of this file when the name ends in ``.toml``.

    Raises:
        BadInput: there is no such script, or the file cannot be read or used.
    """
    return read_script_file(Path(name)) if name.endswith(".toml") else load_script(name)


def read_script_file(file: Path) -> Script:
    """The script in a file.

    Raises:
        BadInput: the file cannot be read, or its line and key are at fault.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as fault:
        mend = "check the name and the folder"
        raise BadInput(f"cannot be read ({fault.strerror or fault})", where=str(file), mend=mend) from fault
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise BadInput("is not UTF-8 text", where=f"{file}:{line}", mend="save it as UTF-8") from fault
    return parse_script(text, where=str(file))


def _reach(script: Script) -> Reach:
    """The lengths a script can take with its own modes, whatever the posture or ending, read calmly."""
    reaches = [
        reach(script, Body(posture=posture), reading_ms, ending=ending)
        for posture in Posture
        for ending in Ending
    ]
    return Reach(max(each.shortest_ms for each in reaches), min(each.longest_ms for each in reaches))


def _brief(script: Script) -> dict[str, object]:
    return {
        "id": script.id,
        "title": script.title,
        "summary": script.summary,
        "usual_ms": script.usual_ms,
        "usual_minutes": _minutes(script.usual_ms),
    }


def _data(script: Script) -> dict[str, object]:
    lengths = _reach(script)
    return {
        "id": script.id,
        "title": script.title,
        "summary": script.summary,
        "version": script.version,
        "language": script.language,
        "groups": [_group(group) for group in script.groups],
        "modes": [mode.value for mode in script.modes],
        "lengths": {
            "shortest_ms": lengths.shortest_ms,
            "longest_ms": lengths.longest_ms,
            "usual_ms": script.usual_ms,
            "shortest_minutes": _minutes(lengths.shortest_ms, up=True),
            "longest_minutes": _minutes(lengths.longest_ms),
            "usual_minutes": _minutes(script.usual_ms),
            "words_per_minute": WORDS_PER_MINUTE,
        },
        "endings": [ending.value for ending in Ending],
        "postures": [posture.value for posture in Posture],
        "safety": list(script.safety),
        "ask_first": list(script.ask_first),
    }


def _group(group: ScriptGroup) -> dict[str, object]:
    return {
        "id": group.id,
        "name": group.name,
        "region": group.region,
        "covers": list(group.covers),
        "modes": [mode.value for mode in group.modes],
        "mode": group.default.value,
    }


def _described(script: Script) -> str:
    groups = [f"  {group.id:<16} {group.name}" for group in script.groups] or ["  none: steady breathing"]
    return "\n".join(
        [
            f"{script.title} ({script.id}, version {script.version}, {script.language})",
            script.summary,
            "",
            f"Length: usually {_minutes(script.usual_ms)} minutes;"
            f" {_range(_reach(script))} at a calm reading pace.",
            f"Modes: {', '.join(script.modes) or 'none'}"
            + (f"; {script.groups[0].default} unless you choose" if script.groups else ""),
            "Groups:",
            *groups,
            "Safety:",
            *(f"  - {line}" for line in script.safety),
            "Ask your MS team first about:",
            *(f"  - {line}" for line in script.ask_first),
        ]
    )


def _range(lengths: Reach) -> str:
    shortest = minutes_and_seconds(lengths.shortest_ms, up=True)
    return f"from {shortest} to {minutes_and_seconds(lengths.longest_ms)}"


def _minutes(ms: int, *, up: bool = False) -> int | float:
    """Minutes to the hundredth below, or above with ``up``, so that they still lie within reach."""
    hundredths = -(-ms // 600) if up else ms // 600
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
