"""``unclench session render``: files that appear whole or not at all, and one clear line when they cannot."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

from tests.cli.conftest import Unclench, left

OWN = """\
id = "rest"
title = "A rest"
summary = "Breathing, in words of one's own."
version = "1"
language = "en-GB"
usual_minutes = 4
longest_minutes = 6
include = "english"
mode = "release-only"
modes = ["release-only", "skip"]

[pace]
sentence_gap = 0.7
repeats = { wish = 1, most = 2 }
settle = { least = 0.5, wish = 1, most = 3 }
release = { least = 1, wish = 5, most = 20 }
rest = { least = 2, wish = 20, most = 60 }

[[opening]]
say = ["Here is a cue that nobody has spoken before."]
pause = { least = 1, wish = 2, most = 4 }

[[group]]
use = "hand"

[[closing]]
use = "quiet"
"""


def test_twelve_minutes_of_the_full_session(unclench: Unclench) -> None:
    told = unclench("session", "render", "full", "-o", "full.mp3", "--minutes", "12")
    assert told.code == 0
    assert told.out == ""
    assert "12 minutes" in told.line
    assert soundfile.info("full.mp3").frames == 34_560_000
    assert left() == ["full.mp3"]


def test_the_usual_length_is_the_scripts_own(unclench: Unclench) -> None:
    told = unclench("session", "render", "breathing", "-o", "b.mp3", "--json")
    assert json.loads(told.out)["duration_ms"] == 180_000
    assert json.loads(told.out)["bytes"] == Path("b.mp3").stat().st_size
    assert told.err == ""


def test_a_length_may_have_decimals(unclench: Unclench) -> None:
    unclench("session", "render", "breathing", "-o", "b.mp3", "--minutes", "3.25")
    assert soundfile.info("b.mp3").frames == 195 * 48_000


def test_both_legs_are_skipped_in_sound_words_and_data(unclench: Unclench) -> None:
    skip = [word for leg in ("right-leg", "left-leg") for word in ("--mode", f"{leg}=skip")]
    for ending in ("mp3", "txt", "vtt", "json"):
        assert unclench("session", "render", "seven", "-o", f"s.{ending}", *skip).code == 0
    words = Path("s.txt").read_text(encoding="utf-8").lower()
    captions = Path("s.vtt").read_text(encoding="utf-8").lower()
    data = json.loads(Path("s.json").read_text(encoding="utf-8"))
    for leg in ("thigh", "calf", "foot", " leg"):
        assert leg not in captions
        assert all(leg not in cue["text"].lower() for cue in data["cues"])
    assert words
    assert captions.startswith("webvtt")
    assert {group["mode"] for group in data["groups"] if group["id"].endswith("leg")} == {"skip"}
    assert data["duration_ms"] * 48 == soundfile.info("s.mp3").frames


def test_every_choice_reaches_the_session(unclench: Unclench) -> None:
    choices = ("--posture", "wheelchair", "--dominant", "left", "--ending", "sleep", "--speed", "slower")
    assert unclench("session", "render", "full", "-o", "s.json", "--minutes", "16", *choices).code == 0
    data = json.loads(Path("s.json").read_text(encoding="utf-8"))
    assert data["groups"][0]["id"].startswith("left-")
    assert unclench("session", "render", "full", "-o", "u.json", "--minutes", "16").code == 0
    assert json.loads(Path("u.json").read_text(encoding="utf-8"))["cues"] != data["cues"]


def test_ambient_sound_is_mixed_in(unclench: Unclench) -> None:
    unclench("session", "render", "breathing", "-o", "rain.mp3", "--ambient", "rain")
    unclench("session", "render", "breathing", "-o", "none.mp3")
    rain, _ = soundfile.read("rain.mp3", dtype="float32")
    bare, _ = soundfile.read("none.mp3", dtype="float32")
    assert len(rain) == len(bare)
    assert abs(rain[-480_000:-240_000]).mean() > abs(bare[-480_000:-240_000]).mean() + 1e-4


def test_a_script_of_ones_own_is_spoken_by_the_embedded_voice_and_says_so(unclench: Unclench) -> None:
    Path("rest.toml").write_text(OWN, encoding="utf-8")
    told = unclench("session", "render", "rest.toml", "-o", "rest.mp3")
    assert told.code == 0, told.err
    assert told.err.splitlines()[0] == "The ready voice does not know this script; 'espeak' speaks it."
    assert soundfile.info("rest.mp3").frames == 4 * 60 * 48_000
    assert left() == ["rest.mp3", "rest.toml"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("full", "-o", "x.mp3", "--mode", "elbow=skip"), "no group called 'elbow'"),
        (("full", "-o", "x.mp3", "--mode", "right-foot=hop"), "'right-foot=hop' is not a group and its mode"),
        (("full", "-o", "x.mp3", "--mode", "right-foot"), "'right-foot' is not a group and its mode"),
        (("full", "-o", "x.mp3", "--minutes", "2"), "choose a length from"),
        (("full", "-o", "x.mp3", "--minutes", "-3"), "is no length for a session"),
        (("full", "-o", "x.mp3", "--minutes", "nan"), "is no length for a session"),
        (("full", "-o", "x.mp3", "--voice", "nobody"), "no voice called 'nobody'"),
        (("full", "-o", "x.mp3", "--ambient", "whales"), "no sound called 'whales'"),
        (("full", "-o", "x.mp3", "--language", "xx"), "no session called 'full'"),
        (("nothing", "-o", "x.mp3"), "no session called 'nothing'"),
        (("gone.toml", "-o", "x.mp3"), "gone.toml: cannot be read"),
        (("broken.toml", "-o", "x.mp3"), "broken.toml:2"),
        (("full", "-o", "x.ogg"), "x.ogg: is no kind of file we can make"),
        (("full", "-o", "x"), "is no kind of file we can make"),
        (("full", "-o", "folder.mp3"), "folder.mp3: is a folder"),
        (("full", "-o", "nowhere/x.mp3"), "x.mp3: cannot be written"),
        (("full", "-o", "/proc/x.mp3"), "x.mp3: cannot be written"),
        (("rest.toml", "-o", "x.mp3", "--voice", "calm"), "has not spoken this text"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_nothing(
    unclench: Unclench, words: tuple[str, ...], told: str
) -> None:
    Path("rest.toml").write_text(OWN, encoding="utf-8")
    Path("broken.toml").write_text('id = "rest"\ntitle = \n', encoding="utf-8")
    Path("folder.mp3").mkdir()
    before = left()
    done = unclench("session", "render", *words)
    assert done.code == 1
    assert told in done.line
    assert done.line.startswith("unclench: ")
    assert done.out == ""
    assert left() == before


@pytest.mark.parametrize("words", [("full",), ("full", "-o"), ("full", "-o", "x.mp3", "--speed", "brisk")])
def test_wrong_usage_exits_2(unclench: Unclench, words: tuple[str, ...]) -> None:
    assert unclench("session", "render", *words).code == 2
    assert left() == []


def test_an_older_file_stays_as_it_was_when_a_render_fails(unclench: Unclench) -> None:
    Path("x.mp3").write_bytes(b"older")
    assert unclench("session", "render", "full", "-o", "x.mp3", "--minutes", "1").code == 1
    assert Path("x.mp3").read_bytes() == b"older"


def test_a_render_that_is_killed_leaves_nothing_and_can_be_run_again(unclench: Unclench) -> None:
    command = [
        sys.executable,
        "-m",
        "unclench",
        "session",
        "render",
        "four",
        "-o",
        "x.mp3",
        "--voice",
        "espeak",
    ]
    for wait in (0.3, 0.7, 1.1):
        render = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        render.send_signal(signal.SIGKILL)
        if render.wait() != 0:
            assert left() == []
    assert unclench("session", "render", "four", "-o", "x.mp3", "--voice", "espeak").code == 0
    assert soundfile.info("x.mp3").frames == 300 * 48_000


def test_clips_are_kept_in_the_data_folder_that_was_named(unclench: Unclench, tmp_path: Path) -> None:
    data = tmp_path / "site"
    words = ("session", "render", "breathing", "-o", "b.mp3", "--voice", "espeak", "--data", data)
    assert unclench(*words).code == 0
    first = Path("b.mp3").read_bytes()
    kept = sorted((data / "cache" / "clips").rglob("*"))
    assert kept
    assert unclench(*words).code == 0
    assert Path("b.mp3").read_bytes() == first
    assert left() == ["b.mp3"]
