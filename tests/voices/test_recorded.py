"""A person's own voice: cue by cue, with the room they sat in."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voices.conftest import as_file, murmur, noise, recording
from unclench.kernel.errors import BadInput
from unclench.render.clip import SAMPLE_RATE
from unclench.render.loudness import loudness
from unclench.sessions.catalogue import load_script
from unclench.voices.catalogue import Voices
from unclench.voices.recorded import MissingCue, RecordedVoice, start_recorded
from unclench.voices.recordings import matched, take_in
from unclench.voices.room import room_tone
from unclench.voices.slug import cue_slug

TEXTS = load_script("breathing").texts()


@pytest.fixture
def anna(voices: Voices) -> RecordedVoice:
    start_recorded(voices.place("anna"), title="Anna")
    return voices.recorded("anna")


def test_a_take_becomes_the_cues_clip(anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur(1.5))))
    clip = anna.clip(TEXTS[0])
    assert anna.spoken_ms(TEXTS[0]) == -(-clip.samples // 48)
    assert len(clip.pcm()) == clip.samples
    assert loudness(clip.pcm()) == pytest.approx(-18, abs=0.5)
    assert clip.samples / SAMPLE_RATE == pytest.approx(1.68, abs=0.1)


def test_a_retake_replaces_the_clip_and_its_address(anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur(1.5))))
    first = anna.clip(TEXTS[0])
    anna.save_take(TEXTS[0], as_file(recording(murmur(2.5))))
    second = anna.clip(TEXTS[0])
    assert second.samples > first.samples
    assert second.key != first.key


def test_a_bad_retake_leaves_the_good_take_alone(anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur())))
    before = anna.clip(TEXTS[0]).mp3()
    with pytest.raises(BadInput, match="is damaged"):
        anna.save_take(TEXTS[0], b"nothing like sound")
    assert anna.clip(TEXTS[0]).mp3() == before


def test_a_retake_that_cannot_be_written_leaves_the_good_take_alone(
    anna: RecordedVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur())))
    before = anna.clip(TEXTS[0])

    def full_disk(path: Path, content: bytes) -> None:
        raise BadInput("cannot be written (No space left on device)", where=path.name)

    monkeypatch.setattr("unclench.voices.recorded._write", full_disk)
    with pytest.raises(BadInput, match="No space left"):
        anna.save_take(TEXTS[0], as_file(recording(murmur(2.5))))
    assert anna.clip(TEXTS[0]).key == before.key
    assert len(anna.clip(TEXTS[0]).pcm()) == before.samples


def test_missing_cues_are_told_in_the_scripts_order(anna: RecordedVoice) -> None:
    script = load_script("breathing")
    assert anna.missing(script) == TEXTS
    anna.save_take(TEXTS[1], as_file(recording(murmur())))
    assert anna.missing(script) == (TEXTS[0], *TEXTS[2:])
    assert anna.remove_take(TEXTS[1])
    assert not anna.remove_take(TEXTS[1])
    assert anna.missing(script) == TEXTS


def test_a_cue_that_is_not_recorded_is_said_by_nobody_unless_told_so(
    voices: Voices, anna: RecordedVoice
) -> None:
    with pytest.raises(MissingCue, match=r"'anna' has no recording of .*--fall-back"):
        voices.find("anna").clip(TEXTS[0])
    helped = voices.find("anna", fall_back="calm")
    assert helped.clip(TEXTS[0]).key == voices.find("calm").clip(TEXTS[0]).key
    anna.save_take(TEXTS[0], as_file(recording(murmur())))
    assert helped.clip(TEXTS[0]).key == anna.clip(TEXTS[0]).key
    assert helped.name == "anna"


def test_a_recorded_voice_can_be_slowed(voices: Voices, anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur(2.0))))
    usual, slower = (voices.find("anna", speed=speed) for speed in ("usual", "slower"))
    assert slower.clip(TEXTS[0]).samples == round(usual.clip(TEXTS[0]).samples * 1.18)
    assert len(slower.clip(TEXTS[0]).pcm()) == slower.clip(TEXTS[0]).samples


def test_the_room_is_heard_in_the_pauses_without_a_seam(anna: RecordedVoice) -> None:
    for number, text in enumerate(TEXTS[:4]):
        anna.save_take(text, as_file(recording(murmur(1.0 + number / 4), room=0.001)))
    tone = anna.room_tone
    assert tone is not None
    assert len(tone) >= 5 * SAMPLE_RATE
    twice = np.concatenate((tone, tone))
    power = np.sqrt(np.mean(twice[: len(twice) // 2400 * 2400].reshape(-1, 2400) ** 2, axis=1))
    assert power.max() < 1.35 * power.min()
    steps = np.abs(np.diff(twice))
    assert steps[len(tone) - 10 : len(tone) + 10].max() <= steps.max()


def test_the_room_is_looked_for_again_after_another_take(anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur(), before=0.03, after=0.05)))
    assert anna.room_tone is None
    anna.save_take(TEXTS[1], as_file(recording(murmur())))
    assert anna.room_tone is not None


def test_a_cough_is_not_the_room() -> None:
    quiet, cough = noise(1.0, 0.001), noise(1.0, 0.05)
    tone = room_tone([quiet, cough, noise(1.0, 0.0012, seed=3)])
    assert tone is not None
    assert np.abs(tone).max() < 0.02


def test_recordings_without_any_quiet_have_no_room() -> None:
    assert room_tone([]) is None
    assert room_tone([noise(0.05, 0.001)]) is None


def test_a_take_whose_sound_was_lost_says_which_file(anna: RecordedVoice) -> None:
    anna.save_take(TEXTS[0], as_file(recording(murmur())))
    file = anna.folder / "takes" / f"{cue_slug(TEXTS[0])}.flac"
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(BadInput, match=r"\.flac: "):
        anna.clip(TEXTS[0])


@given(st.text(max_size=200))
def test_every_cue_has_a_safe_file_name_that_stays_the_same(text: str) -> None:
    slug = cue_slug(text)
    assert slug == cue_slug(text)
    assert 0 < len(slug) <= 80
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_file_names_tell_all_shipped_cues_apart() -> None:
    texts = {
        text
        for script in ("full", "seven", "four", "recall", "imagery")
        for text in load_script(script).texts()
    }
    assert len({cue_slug(text) for text in texts}) == len(texts)


def test_a_folder_is_matched_by_words_by_number_and_by_list(tmp_path: Path) -> None:
    sound = as_file(murmur())
    for name in (
        f"{cue_slug(TEXTS[0])}.wav",
        "02.wav",
        "003 take two.wav",
        "whatever.wav",
        "holiday.wav",
        "99.wav",
    ):
        (tmp_path / name).write_bytes(sound)
    (tmp_path / "notes.txt").write_text("not a sound")
    (tmp_path / "cues.csv").write_text(f'file,cue\nwhatever.wav,"{TEXTS[4]}"\n', encoding="utf-8")
    pairs, unknown = matched(tmp_path, TEXTS)
    assert {file.name: text for file, text in pairs} == {
        f"{cue_slug(TEXTS[0])}.wav": TEXTS[0],
        "02.wav": TEXTS[1],
        "003 take two.wav": TEXTS[2],
        "whatever.wav": TEXTS[4],
    }
    assert [file.name for file in unknown] == ["99.wav", "holiday.wav"]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("gone.wav,Let go.\n", "cues.csv:1.*needs|no file 'gone.wav'"),
        ("a.wav\n", "cues.csv:1: needs a file's name and the cue's words"),
        ("a.wav,Let go.\nb.wav,Rest.\n", r"cues\.csv:2: there is no file 'b\.wav'"),
    ],
)
def test_a_list_that_cannot_be_used_names_its_line(tmp_path: Path, listed: str, told: str) -> None:
    (tmp_path / "a.wav").write_bytes(as_file(murmur()))
    (tmp_path / "cues.csv").write_text(listed, encoding="utf-8")
    if listed.startswith("gone"):
        assert matched(tmp_path, TEXTS)[0] == []  # a first line that names no file is a heading
        return
    with pytest.raises(BadInput, match=told):
        matched(tmp_path, TEXTS)


def test_one_bad_recording_does_not_spoil_the_folder(anna: RecordedVoice, tmp_path: Path) -> None:
    folder = tmp_path / "from-anna"
    folder.mkdir()
    (folder / "01.wav").write_bytes(as_file(recording(murmur())))
    (folder / "02.wav").write_bytes(b"damaged")
    (folder / "03.wav").write_bytes(as_file(recording(murmur(), room=0.01)))
    intake = take_in(anna, folder, TEXTS)
    assert intake.taken == (TEXTS[0], TEXTS[2])
    [refused] = intake.refused
    assert "02.wav: is damaged" in refused
    assert "03.wav" in intake.notes[0]
    assert anna.count() == 2


def test_an_unknown_recorded_voice_is_refused_with_those_there_are(
    voices: Voices, anna: RecordedVoice
) -> None:
    with pytest.raises(BadInput, match="no recorded voice called 'bert'; recorded voices: anna"):
        voices.recorded("bert")
    with pytest.raises(BadInput, match=r"no voice called 'bert'; voices: calm, espeak.*anna"):
        voices.find("bert")
