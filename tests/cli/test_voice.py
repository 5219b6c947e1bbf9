"""``unclench voice list | add | try``."""

import json
from pathlib import Path

import pytest
import soundfile

from tests.cli.conftest import Unclench, left
from tests.voices.conftest import as_file, murmur, recording
from unclench.sessions.catalogue import load_script

TEXTS = load_script("breathing").texts()


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "from-anna"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number:02}.wav").write_bytes(as_file(recording(murmur(1 + number / 4))))
    return folder


def test_the_list_begins_with_the_ready_voice(unclench: Unclench) -> None:
    told = unclench("voice", "list")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()][:2] == ["calm", "espeak"]
    assert left() == []


def test_the_list_as_data(unclench: Unclench) -> None:
    voices = json.loads(unclench("voice", "list", "--json").out)["voices"]
    assert voices[0] == {
        "name": "calm",
        "kind": "ready",
        "title": "Calm (a computer's voice, woman, American English)",
        "language": "en-US",
    }


def test_a_folder_of_recordings_becomes_a_voice_and_tells_what_is_missing(
    unclench: Unclench, recordings: Path
) -> None:
    told = unclench("voice", "add", "anna", recordings, "--script", "breathing", "--title", "Anna")
    assert told.code == 0
    assert told.out.splitlines()[0] == "anna: 3 cues taken"
    assert f"{len(TEXTS) - 3} cues of 'breathing' are not recorded yet: “{TEXTS[3]}”" in told.out
    [anna] = [
        voice
        for voice in json.loads(unclench("voice", "list", "--json").out)["voices"]
        if voice["name"] == "anna"
    ]
    assert (anna["kind"], anna["title"], anna["cues"]) == ("recorded", "Anna", 3)
    assert anna["missing"]["breathing"]["count"] == len(TEXTS) - 3
    assert anna["missing"]["breathing"]["first"][0] == TEXTS[3]


def test_a_render_with_missing_recordings_is_refused_unless_told_who_helps(
    unclench: Unclench, recordings: Path
) -> None:
    unclench("voice", "add", "anna", recordings, "--script", "breathing")
    told = unclench("session", "render", "breathing", "-o", "b.mp3", "--voice", "anna")
    assert told.code == 1
    assert "'anna' has no recording of" in told.line
    assert not Path("b.mp3").exists()
    helped = ("session", "render", "breathing", "-o", "b.mp3", "--voice", "anna", "--fall-back", "calm")
    assert unclench(*helped).code == 0
    assert soundfile.info("b.mp3").frames == 180 * 48_000


def test_a_damaged_recording_is_named_and_the_others_are_taken(unclench: Unclench, recordings: Path) -> None:
    (recordings / "02.wav").write_bytes(b"RIFF....")
    (recordings / "holiday.mp3").write_bytes(b"")
    told = unclench("voice", "add", "anna", recordings, "--script", "breathing", "--json")
    assert told.code == 0
    assert "02.wav: is damaged, or is not a sound file" in told.err
    assert "holiday.mp3: belongs to no cue" in told.err
    data = json.loads(told.out)
    assert data["taken"] == 2
    assert data["missing"][0] == TEXTS[1]


def test_recordings_can_be_added_to_a_voice_later(unclench: Unclench, recordings: Path) -> None:
    unclench("voice", "add", "anna", recordings, "--script", "breathing", "--title", "Anna")
    (recordings / "04.wav").write_bytes(as_file(recording(murmur())))
    assert unclench("voice", "add", "anna", recordings, "--script", "breathing").code == 0
    [anna] = [
        voice
        for voice in json.loads(unclench("voice", "list", "--json").out)["voices"]
        if voice["name"] == "anna"
    ]
    assert (anna["cues"], anna["title"]) == (4, "Anna")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "anna", "empty"), "empty: holds no recording of a cue of 'full'"),
        (("add", "anna", "gone"), "gone: is not there"),
        (("add", "anna", "words.txt"), "words.txt: is no voice"),
        (("add", "anna", "m.onnx"), "m.onnx.json: is not there"),
        (("add", "calm", "empty"), "'calm' is a voice that comes with Unclench"),
        (("add", "../x", "empty"), "'../x' cannot be a voice's name"),
        (("add", "anna", "empty", "--script", "zzz"), "no session called 'zzz'"),
        (("try", "Hello.", "-o", "x.mp3"), "x.mp3: is not a name for a WAV file"),
        (("try", "...", "-o", "x.wav"), "holds no words"),
        (("try", "Hello.", "-o", "x.wav", "--voice", "nobody"), "no voice called 'nobody'"),
        (("try", "Hello.", "-o", "gone/x.wav"), "x.wav: cannot be written"),
        (("try", "Hello.", "-o", "x.wav", "--voice", "calm"), "has not spoken this text"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_nothing(
    unclench: Unclench, words: tuple[str, ...], told: str
) -> None:
    Path("empty").mkdir()
    Path("words.txt").write_text("not a voice")
    Path("m.onnx").write_bytes(b"")
    before = left()
    done = unclench("voice", *words)
    assert done.code == 1
    assert told in done.line
    assert left() == before


def test_a_folder_where_nothing_can_be_used_makes_no_voice(unclench: Unclench, recordings: Path) -> None:
    for file in recordings.iterdir():
        file.write_bytes(b"damaged")
    told = unclench("voice", "add", "anna", recordings, "--script", "breathing")
    assert told.code == 1
    assert "none of the recordings can be used" in told.err.splitlines()[-1]
    assert "anna" not in unclench("voice", "list").out


def test_a_voice_can_be_tried_with_words_of_ones_own(unclench: Unclench) -> None:
    assert unclench("voice", "try", "Let go, and rest.", "-o", "x.wav").code == 0
    usual = soundfile.info("x.wav")
    assert (usual.samplerate, usual.channels) == (48_000, 1)
    assert unclench("voice", "try", "Let go, and rest.", "-o", "y.wav", "--speed", "slower").code == 0
    assert soundfile.info("y.wav").frames > 1.1 * usual.frames
    assert left() == ["x.wav", "y.wav"]


@pytest.mark.parametrize(
    "words", [("add",), ("try", "Hello."), ("try", "Hello.", "-o", "x.wav", "--speed", "brisk")]
)
def test_wrong_usage_exits_2(unclench: Unclench, words: tuple[str, ...]) -> None:
    assert unclench("voice", *words).code == 2
